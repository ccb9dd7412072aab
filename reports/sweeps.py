"""The sweeps that look at the calendar and do something to people because of it, in the order of a day.

This is the one list: the demo's clock runs them as it passes a day, a rehearsal runs them where their writes vanish.
Whatever else beat rings stands below; a test holds both together with teachersync/schedule.py.
"""

from __future__ import annotations

from collections.abc import Callable

from applications.tasks import lapse
from rounds.tasks import remind

CALENDAR: tuple[Callable[[], object], ...] = (lapse, remind)
# They carry, keep and clean; none of them tells anybody anything because a day has come.
HOUSEKEEPING = frozenset(
    {
        "people.forget_sessions",
        "records.collect_orphans",
        "records.deliver",
        "records.seal",
        "records.sweep_rings",
        "records.sweep_uploads",
        "records.verify_seals",
        "records.verify_store",
        "teachersync.beat_heart",
    }
)
