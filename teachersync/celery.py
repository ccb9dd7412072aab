"""The Celery application. What runs when stands in schedule.py."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "teachersync.settings")

app = Celery("teachersync")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
