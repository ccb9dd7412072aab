"""What differs between two texts, run by run. Thai has no spaces between words: its syllables are compared."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

# A number; a consonant with what stands before, above, below and behind it; a run of other letters; any other sign.
_PIECES = re.compile(r"[0-9๐-๙]+(?:[,.][0-9๐-๙]+)*|[เ-ไ]?[ก-ฮ][ะ-ฺ็-๎]*|[^\W฀-๿]+|\s+|.", re.DOTALL)
# Steps of the comparison (pieces of one times pieces of the other) that a page may cost.
_MOST = 1_000_000
_SHORTEST = 2  # pieces; a shorter run that is the same between two changes is only noise

Run = tuple[str, bool]


def runs(before: str, after: str) -> tuple[list[Run], list[Run]]:
    """Both texts as (text, differs), put together again exactly what they were."""
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    head = _same(old, new)
    tail = _same(old[head:][::-1], new[head:][::-1])
    middle = old[head : len(old) - tail], new[head : len(new) - tail]
    left, right = _compared(*middle)
    start, end = "".join(old[:head]), "".join(old[len(old) - tail :])
    return _joined([(start, False), *left, (end, False)]), _joined([(start, False), *right, (end, False)])


def _same(one: Sequence[str], other: Sequence[str]) -> int:
    """How many pieces from the start are the same."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _compared(old: list[str], new: list[str]) -> tuple[list[Run], list[Run]]:
    if len(old) * len(new) > _MOST:
        return [("".join(old), True)], [("".join(new), True)]
    left: list[Run] = []
    right: list[Run] = []
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for place, (tag, a, b, c, d) in enumerate(blocks):
        inside = 0 < place < len(blocks) - 1
        differs = tag != "equal" or (inside and b - a < _SHORTEST)
        left.append(("".join(old[a:b]), differs))
        right.append(("".join(new[c:d]), differs))
    return left, right


def _joined(found: list[Run]) -> list[Run]:
    """Neighbours of one kind as one run, without empty ones."""
    joined: list[Run] = []
    for text, differs in found:
        if not text:
            continue
        if joined and joined[-1][1] is differs:
            joined[-1] = (joined[-1][0] + text, differs)
        else:
            joined.append((text, differs))
    return joined
