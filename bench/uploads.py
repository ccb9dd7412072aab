"""P6 and P7: the deadline hour's submission with a file of two million bytes, and what it leaves on the disk."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from typing import Any

from bench import meter, paper, served
from bench.ground import Ground
from bench.measured import Failed, Worker, by_turns, workers
from bench.pages import Run
from bench.report import Figure, Goal

OURS = ("bench.portal:application", [("/applications/{pk}/attach/", True), ("/applications/{pk}/submit/", False)])
BARE = ("bench.bare.wsgi:application", [("/applications/{pk}/submit/", True)])
SINK = ("bench.sink:application", [("/", True)])
NONE = Goal("ours", "==", 0)


class _People:
    """Those whose plans are ready, each to be used once."""

    def __init__(self, ready: list[served.Person]) -> None:
        self._left = iter(ready)

    def take(self, count: int) -> list[served.Person]:
        return [next(self._left) for _person in range(count)]


def submit(ground: Ground, run: Run) -> Iterator[Figure]:
    """CPU of a whole submission beside the bare one; submissions a second beside the raw sink; errors and losses."""
    rounds = max(run.rounds // 2, 1)
    alone = 16
    crowds = {8: (min(48, run.size), rounds), 64: (min(128, run.size), rounds)}
    # Enough that each of the eight connections has met its statements often enough to prepare them.
    warm = min(64, run.size)
    wanted = 2 * warm + 2 * alone * rounds + 2 * sum(count * times for count, times in crowds.values())
    database, facts = ground.loaded(run.size, ready=wanted)
    people, body = _People(facts["ready"]), served.body_of(paper.scan())
    with (
        served.checker(ground) as checker,
        served.site(ground, OURS[0], database, OURS[1]) as ours,
        served.site(ground, BARE[0], database, BARE[1]) as bare,
        served.site(ground, SINK[0], database, SINK[1]) as sink,
        workers(ground, ("ours", database, facts)) as (witness,),
    ):
        for place in (ours, bare):
            _all_done(place, served.rush(place, people.take(warm), body, 8))

        def alone_at(place: served.Site) -> float:
            crowd = people.take(alone)
            seconds = served.cost(ground, place, checker, lambda: _all_done(place, served.rush(place, crowd, body, 1)))
            return 1000 * seconds / alone

        costs = by_turns([lambda: alone_at(ours), lambda: alone_at(bare)], rounds)
        yield Figure("submit-cpu", run.size, *costs, "ms CPU / submission", Goal("ratio", "<=", 2))
        for clients, (count, times) in crowds.items():
            yield from _crowd(run.size, (ours, sink, bare), people, body, clients, count, times, witness)


def _crowd(
    size: int,
    sites: tuple[served.Site, served.Site, served.Site],
    people: _People,
    body: bytes,
    clients: int,
    count: int,
    times: int,
    witness: Worker,
) -> Iterator[Figure]:
    sent: list[served.Rush] = []

    def ours() -> float:
        sent.append(served.rush(sites[0], people.take(count), body, clients))
        return sent[-1].rate

    def sink() -> float:
        nobody = [{"cookie": "", "pk": 0}] * count
        return served.rush(sites[1], nobody, body, clients).rate

    def bare() -> float:
        return served.rush(sites[2], people.take(count), body, clients).rate

    of_ours, of_sink, of_bare = by_turns([ours, sink, bare], times)
    yield Figure(f"submit-rate-{clients}", size, of_ours, of_sink, "submissions / s", Goal("ratio", ">=", 0.5))
    yield Figure(f"submit-rate-{clients}-bare", size, of_bare, of_sink, "submissions / s")
    yield Figure(f"submit-errors-{clients}", size, sum(one.errors for one in sent), 0, "errors", NONE)
    done = [person["pk"] for one in sent for person in one.done]
    kept = int(witness.ask("kept", applications=done)["kept"])
    yield Figure(f"submit-lost-{clients}", size, len(done) - kept, 0, f"lost of {len(done)}", NONE)


def _all_done(place: served.Site, crowd: served.Rush) -> None:
    if crowd.errors:
        raise Failed(f"{crowd.errors} submissions failed; the last answer was {place.refused}")


def disk(ground: Ground, run: Run) -> Iterator[Figure]:
    """Bytes on the disk for a byte sent, and files that failed submissions left behind."""
    count = min(16, run.size)
    database, facts = ground.loaded(run.size, ready=count + 10)
    people, pdf = _People(facts["ready"]), paper.scan()
    folders = (ground.folder / "data" / "documents", ground.folder / "data" / "incoming")
    with (
        served.checker(ground),
        served.site(ground, OURS[0], database, OURS[1]) as ours,
        workers(ground, ("ours", database, facts)) as (witness,),
    ):
        before = meter.bytes_below(*folders)
        _all_done(ours, served.rush(ours, people.take(count), served.body_of(pdf), 4))
        grown = meter.bytes_below(*folders) - before
        sent = count * len(pdf)
        yield Figure("disk-bytes", run.size, grown / sent, 1, "bytes / byte sent", Goal("ratio", "<=", 1.02))
        for name, fail in _FAILURES.items():
            files = meter.files_below(*folders)
            fail(ours, people.take(2), pdf, witness)
            time.sleep(1)  # a broken connection is noticed a moment later
            yield Figure(f"disk-orphans-{name}", run.size, meter.files_below(*folders) - files, 0, "files", NONE)


def _refused(site: served.Site, people: list[served.Person], pdf: bytes, _witness: Worker) -> None:
    """A file that is no PDF to its end."""
    for person in people:
        _not_accepted(site.post(f"/applications/{person['pk']}/attach/", person, served.body_of(pdf[: len(pdf) // 2])))


def _gone(site: served.Site, people: list[served.Person], pdf: bytes, _witness: Worker) -> None:
    """The client goes away in the middle of the file."""
    body = served.body_of(pdf)
    for person in people:
        with socket.create_connection(("127.0.0.1", site.port)) as line:
            head = (
                f"POST /applications/{person['pk']}/attach/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                f"Cookie: csrftoken={served.CSRF}; sessionid={person['cookie']}\r\nX-CSRFToken: {served.CSRF}\r\n"
                f"Content-Type: multipart/form-data; boundary={served.BOUNDARY}\r\nContent-Length: {len(body)}\r\n\r\n"
            )
            line.sendall(head.encode() + body[: len(body) // 2])


def _failing(table: str) -> Callable[[served.Site, list[served.Person], bytes, Worker], None]:
    """The database refuses one write of the submission."""

    def fail(site: served.Site, people: list[served.Person], pdf: bytes, witness: Worker) -> None:
        witness.ask("sabotage", table=table)
        try:
            for person in people:
                _not_accepted(site.post(f"/applications/{person['pk']}/attach/", person, served.body_of(pdf)))
        finally:
            witness.ask("sabotage", table=table, end=True)

    return fail


def _not_accepted(answer: tuple[int, str]) -> None:
    if answer[0] == 302:
        raise Failed(f"what should have failed led on to {answer[1]}")


_FAILURES: dict[str, Any] = {
    "refused": _refused,
    "gone": _gone,
    "document": _failing("records_document"),
    "entry": _failing("records_entry"),
}
