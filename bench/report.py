"""One figure, and how it is told: a table for people, one JSON line each for programs."""

from __future__ import annotations

import json
import operator
from collections.abc import Callable
from dataclasses import dataclass

_SIGNS: dict[str, Callable[[float, float], bool]] = {"<=": operator.le, ">=": operator.ge, "==": operator.eq}


@dataclass(frozen=True)
class Goal:
    """`ratio <= 1.5` or `ours <= 8`: which of the two numbers is held to what."""

    of: str
    sign: str
    limit: float

    def __str__(self) -> str:
        return f"{self.of} {self.sign} {self.limit:g}"


@dataclass(frozen=True)
class Figure:
    """One measurement. `ratio` is ours / baseline; without a goal it is told for comparison only."""

    name: str
    size: int
    ours: float
    baseline: float
    unit: str
    goal: Goal | None = None

    @property
    def ratio(self) -> float | None:
        return round(self.ours / self.baseline, 3) if self.baseline else None

    @property
    def met(self) -> bool | None:
        """None where there is no goal; a number that could not be had meets none."""
        if self.goal is None:
            return None
        number = self.ratio if self.goal.of == "ratio" else self.ours
        return number is not None and _SIGNS[self.goal.sign](number, self.goal.limit)

    def as_json(self) -> str:
        return json.dumps(
            {
                "name": self.name,
                "size": self.size,
                "ours": round(self.ours, 4),
                "baseline": round(self.baseline, 4),
                "unit": self.unit,
                "ratio": self.ratio,
                "goal": str(self.goal) if self.goal else None,
                "met": self.met,
            }
        )

    def as_row(self) -> str:
        verdict = {True: "met", False: "MISSED", None: ""}[self.met]
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        numbers = f"{_short(self.ours):>10} {_short(self.baseline):>10} {self.unit:<22} {ratio:>7}"
        return f"{self.name:<34} {self.size:>7} {numbers}  {self.goal or ''!s:<14} {verdict}"


def _short(number: float) -> str:
    return f"{number:.0f}" if number == int(number) or number >= 1000 else f"{number:.2f}"


HEAD = f"{'name':<34} {'size':>7} {'ours':>10} {'baseline':>10} {'unit':<22} {'ratio':>7}  {'goal':<14}"
