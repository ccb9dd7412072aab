"""Where documents are kept, from one setting: nothing for this machine's disk, `s3://…` for an object storage."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.core.exceptions import ImproperlyConfigured

_KNOWN = {"endpoint", "region", "addressing", "ca"}
LINK_LIVES = 60  # seconds: long enough to follow it, too short to pass it on


def document_store(setting: str) -> dict[str, Any]:
    """The storage for `DOCUMENT_STORE`: `s3://bucket/folder?endpoint=https://…&region=…&addressing=path&ca=/file`.

    Keys come from where boto3 looks for them (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, a profile, the machine's own
    role), never from here: an address is copied into logs and tickets. Raises ImproperlyConfigured.
    """
    if not setting:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    parts = urlsplit(setting)
    options = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    if parts.scheme != "s3" or not parts.hostname:
        raise ImproperlyConfigured("DOCUMENT_STORE is empty, or s3://bucket/folder?endpoint=https://…")
    if parts.username or parts.password:
        raise ImproperlyConfigured("DOCUMENT_STORE holds no keys: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.")
    if unknown := set(options) - _KNOWN:
        raise ImproperlyConfigured(f"DOCUMENT_STORE does not know {', '.join(sorted(unknown))}.")
    from botocore.config import Config  # half a second that only those pay who keep documents there

    return {
        "BACKEND": "records.objects.ObjectStore",
        "OPTIONS": {
            "bucket_name": parts.netloc,
            "location": parts.path.strip("/"),
            "endpoint_url": options.get("endpoint"),
            "region_name": options.get("region", "us-east-1"),
            "verify": options.get("ca"),
            "file_overwrite": False,
            "default_acl": None,  # the bucket's own, which is private
            "querystring_auth": True,
            "querystring_expire": LINK_LIVES,
            "client_config": Config(
                signature_version="s3v4",
                s3={"addressing_style": options.get("addressing", "auto")},
                connect_timeout=3,
                read_timeout=20,
                retries={"mode": "standard", "total_max_attempts": 2},
            ),
        },
    }
