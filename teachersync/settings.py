"""Settings, all from the environment. Without any, the portal runs on an embedded database and broker.

Units: sizes in bytes, times in seconds, unless the name says otherwise.
"""

import os
import secrets
from pathlib import Path
from typing import Any

import django_stubs_ext
import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from records.store_setting import document_store
from teachersync.database import databases
from teachersync.logs import logging_of
from teachersync.schedule import BEAT

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# Everything the portal writes lies here: database, documents, broker socket, keys.
DATA = Path(env.str("TEACHERSYNC_DATA", default=str(BASE_DIR / "var")))
DATA.mkdir(parents=True, exist_ok=True)

DEMO = env.bool("TEACHERSYNC_DEMO", default=False)
PRODUCTION = env.bool("TEACHERSYNC_PRODUCTION", default=False)
if DEMO and PRODUCTION:
    raise ImproperlyConfigured("The demo lets anybody be anybody: it does not run with production settings.")
DEBUG = env.bool("DEBUG", default=False)


def _own_secret() -> str:
    """A key made on first use, so that no default key can ever reach a real machine."""
    path = DATA / "secret_key"
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(50))
    return path.read_text().strip()


SECRET_KEY = env.str("SECRET_KEY", default="") or _own_secret()
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
# Addresses in mails and QR codes come from here, never from the request.
PUBLIC_URL = env.str("PUBLIC_URL", default="http://127.0.0.1:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# Only these may say when a request began (X-Request-Start); empty means nobody.
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=[])

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_htmx",
    "people",
    "records",
    "rounds",
    "placements",
    "applications",
    "logbooks",
    "reports",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "people.door.RequestClock",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "people.door.Authentication",
    "people.door.LoginRequired",
    "people.door.Door",
    "records.away.StoreAway",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "teachersync.urls"
WSGI_APPLICATION = "teachersync.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "reports.context.frame",
            ],
            "builtins": ["people.templatetags.thai", "django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]

# Database ------------------------------------------------------------------------------------
DATABASES = databases(env, DATA)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Limits are counted in the database: shared by all processes, and right with Redis down. With room for everybody of
# a deadline hour: when the table is full, counters are thrown out, and whoever fills it would be free of them.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
    # What a process counts by itself: how often the pages that only cost it time were asked for (people/throttle.py).
    "process": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
}

# Who signs in --------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "people.hashers.Argon2id",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "reports:home"
ACCOUNT_ADAPTER = "people.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # nobody signs up: an address is proved by the invitation sent to it
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# The library's own writes a row when somebody looks at a link; a look writes nothing here.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105 (a class)
ACCOUNT_FORMS = {"reset_password": "rounds.forgotten.ForgottenForm"}
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
# A whole college, or a mobile carrier's town, signs in from one address; a key is one account's address.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "100/m/ip,5/5m/key", "reset_password": "60/m/ip,5/m/key"}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
MFA_ADAPTER = "people.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
# Who approves or announces sets up a second factor before anything else.
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", default=True)
MFA_TOTP_ISSUER = "TeacherSync"
SESSION_ENGINE = "people.sessions"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True

# Language and time ---------------------------------------------------------------------------
LANGUAGE_CODE = "th"
LANGUAGES = [("th", _("Thai")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Bangkok"
USE_I18N = True
USE_TZ = True

# Static files and documents ------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(DATA / "static")))
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(DATA / "documents")))
STORAGES = {
    "default": document_store(env.str("DOCUMENT_STORE", default="")),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_TEMP_DIR = str(DATA / "incoming")
Path(FILE_UPLOAD_TEMP_DIR).mkdir(parents=True, exist_ok=True)
MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
# An upload is a file on the disk from its first byte: hashed on its way, checked there, and moved, never copied.
FILE_UPLOAD_HANDLERS = ["records.incoming.HashingHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
FILE_UPLOAD_PERMISSIONS = 0o600
# Behind a front server that hands out protected files itself: the address by which it knows MEDIA_ROOT.
DOCUMENTS_PREFIX = env.str("DOCUMENTS_PREFIX", default="")
DOCUMENTS_BY_LINK = env.bool("DOCUMENTS_BY_LINK", default=True)  # 0 where browsers cannot reach the object storage
PLAN_MAX_BYTES = env.int("PLAN_MAX_BYTES", default=25 * 2**20)
PLAN_MAX_PAGES = env.int("PLAN_MAX_PAGES", default=40)
PHOTOS_MAX_BYTES = env.int("PHOTOS_MAX_BYTES", default=150 * 2**20)
PHOTO_MAX_BYTES = env.int("PHOTO_MAX_BYTES", default=15 * 2**20)
UPLOAD_HOURS = env.int("UPLOAD_HOURS", default=24)  # an unfinished one is kept so long
UPLOAD_FREE_BYTES = env.int("UPLOAD_FREE_BYTES", default=256 * 2**20)  # of the disk, whatever arrives
UPLOADS_AT_ONCE = max(1, env.int("WEB_THREADS", default=4) - 1)  # in one process: a thread is left for pages
VERIFY_DAYS = env.int("VERIFY_DAYS", default=30)  # after which a stored file is read again
VERIFY_SECONDS = env.int("VERIFY_SECONDS", default=120)  # of each quarter of an hour at night
EMBLEM_FILE = env.str("EMBLEM_FILE", default="")  # the agency's, on official papers: SVG, PNG or JPEG

# Sealing ------------------------------------------------------------------------------------
# The key under which signed papers are closed: two PEM files, or a PKCS#11 token. Outside production one is made.
SEAL_KEY = env.str("SEAL_KEY", default="")
SEAL_CERTIFICATE = env.str("SEAL_CERTIFICATE", default="")
SEAL_KEY_PASSWORD = env.str("SEAL_KEY_PASSWORD", default="")
SEAL_PKCS11_MODULE = env.str("SEAL_PKCS11_MODULE", default="")
SEAL_PKCS11_TOKEN = env.str("SEAL_PKCS11_TOKEN", default="")
SEAL_PKCS11_PIN = env.str("SEAL_PKCS11_PIN", default="")
SEAL_PKCS11_LABEL = env.str("SEAL_PKCS11_LABEL", default="")
# PEM: seals of former years, and whoever vouches for the server of time stamps.
SEAL_TRUST = env.str("SEAL_TRUST", default="")
SEAL_TSA_URL = env.str("SEAL_TSA_URL", default="")
# Pictures of signatures lie locked: Fernet keys, the newest first.
# LINE Messaging API: off without token and secret. LINE_RESERVE messages of the month are kept back.
LINE_TOKEN, LINE_SECRET = env.str("LINE_TOKEN", default=""), env.str("LINE_SECRET", default="")
LINE_NAME, LINE_RESERVE = env.str("LINE_NAME", default="TeacherSync"), env.int("LINE_RESERVE", default=50)
LINE_API = env.str("LINE_API", default="https://api.line.me").rstrip("/")
VAULT_KEYS = env.list("VAULT_KEYS", default=[])

# Celery --------------------------------------------------------------------------------------
REDIS_SOCKET = DATA / "redis" / "redis.sock"
CELERY_BROKER_URL = env.str("REDIS_URL", default="") or f"redis+socket://{REDIS_SOCKET}"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = TIME_ZONE
CELERY_IMPORTS = ["teachersync.health"]
CELERY_BEAT_SCHEDULE = BEAT
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA / "beat-schedule")
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# A ring of the bell must never hold up a request when the broker is gone: the row in the database is the truth.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 600,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 1,
    "socket_timeout": 5,
    "max_retries": 0,
}
CELERY_TASK_PUBLISH_RETRY = False

# Mail ----------------------------------------------------------------------------------------
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://" if not DEMO else "memorymail://")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default="TeacherSync <no-reply@teachersync.invalid>")

# Security ------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
if PRODUCTION:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_HSTS_SECONDS = 31536000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    if env.bool("BEHIND_PROXY", default=True):
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Forms ---------------------------------------------------------------------------------------
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

LOGGING = logging_of(env.str("LOG_LEVEL", default="INFO"))
