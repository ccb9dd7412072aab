"""Settings of the real workers of a year: the clock is in the driver's hand, and the calendar's tasks come without a
pause. What is left out of the beat tells nobody anything."""

import os

from tests.faults.settings import *  # noqa: F403  (a settings module is made to be starred)
from tests.faults.settings import CELERY_IMPORTS

# Seconds. A ring that nobody has answered meanwhile is let go: the next one asks the same.
_BEAT, _PATIENCE = 0.3, 3.0
CELERY_BEAT_SCHEDULE = {
    name: {"task": task, "schedule": seconds, "options": {"expires": _PATIENCE}}
    for name, task, seconds in (
        ("remind", "rounds.remind", _BEAT),
        ("deliver", "records.deliver", _BEAT),
        ("rings", "records.sweep_rings", 4 * _BEAT),
    )
}
CELERY_BEAT_MAX_LOOP_INTERVAL = _BEAT / 3
CELERY_IMPORTS = [*CELERY_IMPORTS, "tests.years.heard"]
HEARD = os.environ["REDIS_URL"].removeprefix("redis+socket://")
