"""What can be wrong with a scan, and why a box is doubtful: words for it, told in sentences by words.py."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Problem(StrEnum):
    # Proved by a code that was read.
    FOREIGN = "foreign"
    UNKNOWN = "unknown"
    OLDER = "older"
    NEWER = "newer"
    NO_SUCH_PAGE = "no_such_page"
    TWO_PAPERS = "two_papers"
    MISSING = "missing"
    SUPERSEDED = "superseded"
    # To be looked at.
    NO_CODE = "no_code"
    NO_CODES = "no_codes"
    UNREADABLE = "unreadable"
    MISSING_PERHAPS = "missing_perhaps"
    NOT_LAID = "not_laid"
    BOX_EMPTY = "box_empty"
    BOX_DOUBTFUL = "box_doubtful"
    # Mended, or harmless.
    TWICE = "twice"
    BLANK_PAGE = "blank_page"
    OUT_OF_ORDER = "out_of_order"
    UPSIDE_DOWN = "upside_down"
    SIDEWAYS = "sideways"


WRONG = frozenset(
    {
        Problem.FOREIGN, Problem.UNKNOWN, Problem.OLDER, Problem.NEWER, Problem.NO_SUCH_PAGE, Problem.TWO_PAPERS,
        Problem.MISSING, Problem.SUPERSEDED,
    }
)  # fmt: skip
NOTED = frozenset({Problem.TWICE, Problem.BLANK_PAGE, Problem.OUT_OF_ORDER, Problem.UPSIDE_DOWN, Problem.SIDEWAYS})


class Why(StrEnum):
    """Why a verdict is doubtful, or what was seen besides."""

    STAMP = "stamp"
    TYPED = "typed"
    FAINT = "faint"
    SMALL = "small"
    LINE = "line"
    BESIDE = "beside"
    COARSE = "coarse"
    NOT_FOUND = "not_found"


@dataclass(frozen=True)
class Found:
    """A problem with its figures, as plain data: `pages`, `version`, `role`, `why`, `reason`."""

    problem: Problem
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def weight(self) -> str:
        """wrong, doubt or note."""
        return "wrong" if self.problem in WRONG else "note" if self.problem in NOTED else "doubt"

    def plain(self) -> dict[str, Any]:
        return {"problem": str(self.problem), **self.facts}


def found_in(plain: dict[str, Any]) -> Found:
    """Back from what was kept."""
    return Found(Problem(plain["problem"]), {name: value for name, value in plain.items() if name != "problem"})
