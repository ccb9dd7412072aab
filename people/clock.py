"""The clock at the door.

Views and tasks read it once and hand `at` down; nothing below reads a clock. In the demo the clock is shifted by
the number of seconds that stands in the demo's own marker row, for web, worker and beat alike. Sessions, tokens
and second factors keep real time: they never ask here.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils import timezone

from people import rehearsing


def now() -> dt.datetime:
    """The instant the portal goes by, aware, in UTC; in a rehearsal the one that is rehearsed."""
    return rehearsing.at() or timezone.now() + shift()


def shift() -> dt.timedelta:
    """By how much the demo's clock differs from real time; zero outside the demo."""
    if not settings.DEMO:
        return dt.timedelta(0)
    from people.models import DemoMark

    mark = DemoMark.objects.first()
    return dt.timedelta(seconds=mark.shift_seconds) if mark else dt.timedelta(0)


def local(at: dt.datetime) -> dt.datetime:
    """The same instant as people in Thailand read it."""
    return timezone.localtime(at, timezone.get_default_timezone())


def is_daytime(at: dt.datetime) -> bool:
    """Nobody is reminded between 20.00 and 07.00."""
    return 7 <= local(at).hour < 20
