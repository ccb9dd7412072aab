"""Processes that answer questions, and the fair way to ask: by turns, in rounds, the median of each."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from bench.ground import TOP, Ground


class Failed(Exception):
    """What was to be measured did not work; a figure of it would be a lie."""


@dataclass
class Worker:
    """One process of bench.worker. `facts` is what the loader said about its database."""

    process: subprocess.Popen[str]
    facts: dict[str, Any]

    def ask(self, do: str, **question: Any) -> dict[str, Any]:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps({"do": do, **question}) + "\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.process.stdout.readline() or '{"error": "the process ended"}')
        if "error" in answer:
            raise Failed(f"{do} {question}: {answer['error']}")
        if not str(answer.get("status", "200")).startswith("200"):
            raise Failed(f"{do} {question}: {answer['status']}")
        return answer

    def cookie(self, who: str) -> str:
        """`office`, `coordinator`, `nobody`, or the number of one of the teachers: 0, 1, 2."""
        if who == "nobody":
            return ""
        return str(self.facts["people"][int(who)]["cookie"] if who.isdigit() else self.facts[who])

    def pk(self, who: str) -> int:
        return int(self.facts["people"][int(who)]["pk"])


@contextmanager
def workers(ground: Ground, *wanted: tuple[str, str, dict[str, Any]]) -> Iterator[list[Worker]]:
    """(ours or bare, database, facts) each; ended with the block."""
    with ExitStack() as stack:
        found = []
        for kind, database, facts in wanted:
            process = subprocess.Popen(
                [sys.executable, "-m", "bench.worker", kind],
                cwd=TOP,
                env=ground.environment(database),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            stack.callback(_end, process)
            found.append(Worker(process, facts))
        yield found


def _end(process: subprocess.Popen[str]) -> None:
    if process.stdin:
        process.stdin.close()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def by_turns(sides: Sequence[Callable[[], float]], rounds: int) -> list[float]:
    """The median of each side. Rounds begin with another side each time, so that none is always first."""
    seen: list[list[float]] = [[] for _side in sides]
    for number in range(rounds):
        for place in range(len(sides)):
            side = (place + number) % len(sides)
            seen[side].append(sides[side]())
    return [statistics.median(values) for values in seen]
