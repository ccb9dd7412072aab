"""P13: lapsing, announcing and reminding as many as there are, beside the same rows written by hand."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from bench.ground import Ground
from bench.measured import Failed, Worker, by_turns, workers
from bench.pages import Run
from bench.report import Figure, Goal


def _cost(worker: Worker, name: str, rows: int, written: set[str]) -> float:
    """`written` is what the sides wrote until now: all of them the same, or a figure of it would be a lie."""
    answer: dict[str, Any] = worker.ask("call", name=name, facts=worker.facts)
    if answer["rows"] != rows:
        raise Failed(f"{name} changed {answer['rows']} rows of {rows}")
    written.add(answer["written"])
    if len(written) > 1:
        raise Failed(f"{name}: the two sides wrote different rows")
    return float(answer["cpu"])


def sweeps(ground: Ground, run: Run) -> Iterator[Figure]:
    for name in ("lapse", "announce"):
        yield _beside(ground, run, name, name, Goal("ratio", "<=", 3))


def reminders(ground: Ground, run: Run) -> Iterator[Figure]:
    """Reminding finds what is open as lapsing does; nobody has been told before."""
    yield _beside(ground, run, "remind", "lapse", Goal("ratio", "<=", 3))


def _beside(ground: Ground, run: Run, name: str, mix: str, goal: Goal) -> Figure:
    database, facts = ground.loaded(run.size, mix=mix)
    written: set[str] = set()
    with workers(ground, ("ours", database, facts), ("bare", database, facts)) as sides:
        costs = [partial(_cost, side, name, run.size, written) for side in sides]
        ours, bare = by_turns(costs, max(run.rounds // 2, 1))
    return Figure(f"sweep-{name}", run.size, ours, bare, "s CPU / sweep", goal)
