"""Figures of pages: CPU beside the bare page, growth, statements."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from urllib.parse import quote

from bench.ground import Ground
from bench.measured import Worker, by_turns, workers
from bench.report import Figure, Goal

SEARCH = f"/applications/office/?state=ENDORSED&q={quote('ยนต์')}"
LIST = "/applications/office/"
LOGIN = "/accounts/login/"
MS = "ms CPU / request"


class Run:
    """How much is asked: rounds of so many requests each, bounded by both."""

    def __init__(self, size: int, rounds: int) -> None:
        self.size = size
        self.rounds = rounds
        self.requests = 10

    @property
    def large(self) -> int:
        return self.size * 10

    @property
    def small(self) -> int:
        return max(self.size // 10, 3)


def _cost(worker: Worker, path: str, who: str, requests: int) -> float:
    cpu: float = worker.ask("pages", path=path, cookie=worker.cookie(who), times=requests)["cpu"]
    return cpu * 1000


def _beside_bare(ground: Ground, run: Run, pages: dict[str, tuple[str, str, Goal | None]]) -> Iterator[Figure]:
    """name → (path, who, goal). `{pk}` in a path is the application of `who`."""
    database, facts = ground.loaded(run.size)
    with workers(ground, ("ours", database, facts), ("bare", database, facts)) as sides:
        for name, (path, who, goal) in pages.items():
            address = path.format(pk=sides[0].pk(who)) if "{pk}" in path else path
            ours, bare = by_turns([partial(_cost, side, address, who, run.requests) for side in sides], run.rounds)
            yield Figure(name, run.size, ours, bare, MS, goal)


def office_list(ground: Ground, run: Run) -> Iterator[Figure]:
    """P1, and the unfiltered list for comparison."""
    goal = Goal("ratio", "<=", 1.5)
    yield from _beside_bare(
        ground, run, {"office-list": (SEARCH, "office", goal), "office-list-all": (LIST, "office", None)}
    )


def own_page(ground: Ground, run: Run) -> Iterator[Figure]:
    """P5, and the sign-in page for comparison."""
    pages: dict[str, tuple[str, str, Goal | None]] = {
        "own-page": ("/applications/{pk}/", "0", Goal("ratio", "<=", 2)),
        "login-page": (LOGIN, "nobody", None),
    }
    yield from _beside_bare(ground, run, pages)


def office_growth(ground: Ground, run: Run) -> Iterator[Figure]:
    """P2: ten times as many rows. `ours` is the larger list, `baseline` the smaller one."""
    wanted = [("ours", *ground.loaded(size)) for size in (run.large, run.size)]
    with workers(ground, *wanted) as sides:
        for name, path, limit in (("all", LIST, 1.3), ("search", SEARCH, 2.0)):
            ours, before = by_turns([partial(_cost, side, path, "office", run.requests) for side in sides], run.rounds)
            yield Figure(f"office-growth-{name}", run.large, ours, before, MS, Goal("ratio", "<=", limit))


# Every page that is not a list, and who opens it.
_FLAT = {
    "login": (LOGIN, "nobody"),
    "home-teacher": ("/", "0"),
    "home-coordinator": ("/", "coordinator"),
    "home-office": ("/", "office"),
    "own": ("/applications/{pk}/", "0"),
    "section": ("/applications/{pk}/section/need/", "0"),
    "check": ("/applications/{pk}/check/", "1"),
    "sign": ("/applications/{pk}/sign/", "1"),
    "review": ("/applications/{pk}/", "2"),
    "profile": ("/rounds/profile/", "0"),
    "calendar": ("/calendar/2568/", "0"),
}


def flat_pages(ground: Ground, run: Run) -> Iterator[Figure]:
    """P4: a page without a list costs the same however many rows there are. `baseline` is the small portal."""
    wanted = [("ours", *ground.loaded(size)) for size in (run.large, run.small)]
    with workers(ground, *wanted) as sides:
        for name, (path, who) in _FLAT.items():
            address = path.format(pk=sides[0].pk(who)) if "{pk}" in path else path
            ours, before = by_turns(
                [partial(_cost, side, address, who, run.requests) for side in sides], 2 * run.rounds
            )
            yield Figure(f"flat-{name}", run.large, ours, before, MS, Goal("ratio", "<=", 1.1))


_COUNTED: dict[str, tuple[str, str, int]] = {
    "login": (LOGIN, "nobody", 1),
    "own-page": ("/applications/{pk}/", "0", 6),
    "home-teacher": ("/", "0", 16),
    "home-coordinator": ("/", "coordinator", 16),
    "home-office": ("/", "office", 16),
    "office-list": (LIST, "office", 8),
    "office-search": (SEARCH, "office", 8),
    "office-lapsed": (f"{LIST}?state=LAPSED", "office", 8),
    "desk": ("/applications/desk/", "coordinator", 8),
    "announcements": ("/applications/announcements/", "office", 8),
    "establishments": ("/placements/establishments/", "office", 8),
    "receipts": ("/receipts/", "office", 8),
    "messages": ("/messages/", "0", 8),
}


def statements(ground: Ground, run: Run) -> Iterator[Figure]:
    """P3: statements of a page at one row, at a hundredth of the size, and at ten times the size."""
    sizes = sorted({1, max(run.size // 100, 3), run.large})
    counts: dict[str, list[int]] = {}
    for size in sizes:
        database, facts = ground.loaded(size)
        with workers(ground, ("ours", database, facts)) as (ours,):
            for name, (path, who, _most) in _COUNTED.items():
                address = path.format(pk=ours.pk(who)) if "{pk}" in path else path
                answer = ours.ask("statements", path=address, cookie=ours.cookie(who))
                counts.setdefault(name, []).append(int(answer["count"]))
    for name, (_path, _who, most) in _COUNTED.items():
        for size, count in zip(sizes, counts[name], strict=True):
            yield Figure(f"statements-{name}", size, count, counts[name][0], "statements", Goal("ours", "<=", most))
