"""Uploads that survive a lost line, a closed tab and a restart (tus 1.0; docs/decisions/0006-resumable-uploads.md).

`arriving` takes a file in, `taking` makes a document of it. The web's side stands in records/views/tus.py.
"""

from records.uploads.arriving import Facts, a_seat, begin, forget, has_arrived, largest, limit_of, offset_of, receive
from records.uploads.errors import AlreadyTaken, Refused
from records.uploads.taking import Arrived, Batch, OnDisk, OnItsWay, became, collect, sweep, waiting

__all__ = [
    "AlreadyTaken", "Arrived", "Batch", "Facts", "OnDisk", "OnItsWay", "Refused", "a_seat", "became", "begin",
    "collect", "forget", "has_arrived", "largest", "limit_of", "offset_of", "receive", "sweep", "waiting",
]  # fmt: skip
