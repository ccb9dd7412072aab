"""Stand-ins for readers that have what the fuzzer must find: each word in a file brings out one fault."""

import os
import signal

from records.gate.report import Reason

FINE = {"pages": 1, "codes": [], "turn": None, "blank": False, "boxes": []}
# What a file may say that has taken over its child: none of it may reach the portal as it is.
LIES = [
    {},
    {"pages": "many"},
    {"pages": 1, "codes": "none", "boxes": [1]},
    FINE | {"reason": "because"},
    FINE | {"turn": float("nan"), "laid": float("inf")},
    FINE | {"codes": [{"code": "\x00" * 12, "page": 1}]},
    FINE | {"codes": [{"code": "WHD9TX2M4QK7", "page": 10**30}]},
    FINE | {"boxes": [{"role": "\x00", "ink": "perhaps", "why": "\x00", "length": 1, "at": [0, 1]}]},
    FINE | {"boxes": [{"role": "teacher", "ink": "perhaps", "why": None, "length": float("nan"), "at": [0, 10**12]}]},
    FINE | {"boxes": [{"role": "teacher", "ink": True, "why": "no such word", "length": 1, "at": [0, 0]}]},
]


def read(source, target, question):
    data = os.pread(source, 10_000, 0)
    if b"crash" in data:
        os.kill(os.getpid(), signal.SIGSEGV)
    if b"mistake" in data:
        return {}[len(data)]
    if b"lie" in data:
        return LIES[data[0] - ord("0")]
    return FINE


def refuse(source, target, question):
    return {"reason": Reason.DAMAGED}


JOBS = {"pdf": refuse, "photo": refuse, "picture": refuse, "scan": read}
