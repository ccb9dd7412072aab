"""The year before it happens: the real sweeps, run at each instant that matters, where their writes vanish."""

from reports.rehearsal.events import Event
from reports.rehearsal.run import rehearse

__all__ = ["Event", "rehearse"]
