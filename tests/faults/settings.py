"""Settings of the portal's processes while faults are tried: its own, by the clock of the hand, with a hurried beat."""

import datetime as dt
import os
from pathlib import Path

from people import clock
from teachersync.settings import *  # noqa: F403  (a settings module is made to be starred)
from teachersync.settings import BEAT

_HAND = Path(os.environ["CLOCK_OF_TESTS"])
clock.shift = lambda: dt.timedelta(seconds=float(_HAND.read_text()))
# What comes once a minute comes every three seconds; nights and mornings stay where they are.
CELERY_BEAT_SCHEDULE = {
    name: {**entry, "schedule": entry["schedule"] / 20 if isinstance(entry["schedule"], float) else entry["schedule"]}
    for name, entry in BEAT.items()
}
