"""The instants around which faults happen."""

import datetime as dt

_THAI = dt.timezone(dt.timedelta(hours=7))
# The first instant that is too late: the closing second itself, 23:59:59, belongs to those who are in time.
CLOSING = dt.datetime(2025, 2, 28, 0, 0, 0, tzinfo=_THAI)
WORKDAY = dt.datetime(2025, 2, 20, 10, 0, tzinfo=_THAI)


def before(seconds: float) -> dt.datetime:
    """So many seconds before it is too late."""
    return CLOSING - dt.timedelta(seconds=seconds)
