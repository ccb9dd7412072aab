"""The Celery application. What runs when stands in schedule.py."""

import os
from typing import Any

from celery import Celery
from celery import Task as CeleryTask

from people.unit import unit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "teachersync.settings")


class Task(CeleryTask):  # type: ignore[type-arg]  # at run time it takes none
    """A task is one piece of work, as a request is."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        with unit():
            return super().__call__(*args, **kwargs)


app = Celery("teachersync", task_cls=Task)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
