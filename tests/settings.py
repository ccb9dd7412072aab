"""Settings of the tests: the portal's own, with a database of their own, mail in memory and tasks run at once."""

import os
import tempfile

os.environ.setdefault("TEACHERSYNC_DATA", tempfile.mkdtemp(prefix="teachersync-test-"))
# A folder for each process of the suite: what one test finds on the disk is never its neighbour's. (Programs that a
# test starts are of its process: they find the folder named already.)
os.environ["TEACHERSYNC_DATA"] = os.path.join(
    os.environ["TEACHERSYNC_DATA"].removesuffix(os.environ.get("PYTEST_XDIST_WORKER", "")),
    os.environ.get("PYTEST_XDIST_WORKER", ""),
)
os.environ.setdefault("TEACHERSYNC_DEMO", "0")
os.environ.setdefault("EMAIL_URL", "memorymail://")

from teachersync.settings import *  # noqa: F403  (a settings module is made to be starred)
from teachersync.settings import DATABASES, STORAGES

SECRET_KEY = "only-for-tests"
ALLOWED_HOSTS = ["*"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
LOGGING_CONFIG = None
PUBLIC_URL = "https://teachersync.example"
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: threads of the race tests each open a connection of their own.
    DATABASES["default"]["TEST"] = {"NAME": os.path.join(os.environ["TEACHERSYNC_DATA"], "test.sqlite3")}
