"""The portal as it stands on 20 February 2568, nine o'clock, when the bench begins: a week before the closing.

Imported before the portal serves anything. The clock runs on from there, at no cost: one number is added, as always.
How often somebody asks is counted as always too, but nobody is sent away: the bench asks oftener than people do.
"""

from __future__ import annotations

import dataclasses
import datetime as dt

from people import clock

OPENING = dt.datetime(2025, 2, 20, 9, tzinfo=dt.timezone(dt.timedelta(hours=7)))
_SHIFT = OPENING - dt.datetime.now(dt.UTC)


def wind() -> None:
    clock.shift = lambda: _SHIFT
    unlimited()


def unlimited() -> None:
    """Nobody is sent away for asking too often."""
    from people import throttle  # knows models, which are there only once the portal is

    for name, limit in throttle.LIMITS.items():
        throttle.LIMITS[name] = dataclasses.replace(limit, most=10**9, address=10**9)
