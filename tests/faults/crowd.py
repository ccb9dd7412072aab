"""People who press, and what each of them saw. Their watches go by the hand of the field."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bench import served
from tests.faults.field import Field, Person

PATIENCE = 60.0


@dataclass
class Press:
    """One press of "submit". `sent` and `answered` are the sender's instants (seconds of the epoch); a status of 0
    says that no answer came. `place` is where the answer led to. `front`: a front server stamped it on its arrival."""

    pk: int
    sent: float
    answered: float
    status: int
    place: str
    front: bool = False

    @property
    def accepted(self) -> bool:
        return self.status == 302 and "/receipts/" in self.place

    def as_json(self) -> dict[str, Any]:
        return {**vars(self), "accepted": self.accepted}


def ask(
    there: Field, path: str, person: Person, body: bytes = b"", method: str = "POST", begun: float | None = None
) -> tuple[int, str]:
    """Status and place of the answer; 0 when none came. `begun` is when a front server met the request."""
    line = http.client.HTTPConnection("127.0.0.1", there.web.port, timeout=PATIENCE)
    kind = f"multipart/form-data; boundary={served.BOUNDARY}" if body else "application/x-www-form-urlencoded"
    heads = {
        "Cookie": f"csrftoken={served.CSRF}; sessionid={person['cookie']}",
        "X-CSRFToken": served.CSRF,
        "Content-Type": kind,
    }
    if begun is not None:
        # Its machine's own clock: the portal adds to it what it adds to its own.
        heads["X-Request-Start"] = f"t={begun - there.clock.offset:.3f}"
    try:
        line.request(method, path, body=body, headers=heads)
        answer = line.getresponse()
        answer.read()
        return answer.status, answer.getheader("Location") or ""
    except (OSError, http.client.HTTPException):
        return 0, ""
    finally:
        line.close()


def attach(there: Field, person: Person) -> None:
    """Sends the signed copy in. Raises AssertionError when it was not taken."""
    said = ask(there, f"/applications/{person['pk']}/attach/", person, there.body)
    assert said[0] == 302, f"the copy of {person['pk']} was not taken: {said}"


def press(there: Field, person: Person, front: bool = False) -> Press:
    sent = there.clock.now()
    path = f"/applications/{person['pk']}/submit/"
    status, place = ask(there, path, person, begun=sent if front else None)
    return Press(person["pk"], sent, there.clock.now(), status, place, front)


def until_answered(there: Field, person: Person, tries: int = 60) -> Press:
    """Presses as people do: again, when nothing or an error comes back. Raises AssertionError after so many tries."""
    for _try in range(tries):
        seen = press(there, person)
        if seen.status in (302, 403, 409, 422):
            return seen
        threading.Event().wait(0.5)
    raise AssertionError(f"{person['pk']} never got an answer: {seen}")


def at_once(jobs: Sequence[Callable[[], Any]]) -> list[Any]:
    """All jobs at the same moment; what each gave. Raises the first exception that one of them raised."""
    barrier, results, failed = threading.Barrier(len(jobs)), [None] * len(jobs), []

    def run(number: int) -> None:
        try:
            barrier.wait(PATIENCE)
            results[number] = jobs[number]()
        except BaseException as error:  # handed to the caller below
            failed.append(error)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(jobs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    return results


def in_turn(people: Sequence[Person], work: Callable[[Person], Any], hands: int = 8) -> list[Any]:
    """`work` for each of these people, so many at a time, in their order."""
    waiting, lock, results = list(enumerate(people)), threading.Lock(), [None] * len(people)

    def hand() -> None:
        while True:
            with lock:
                if not waiting:
                    return
                number, person = waiting.pop(0)
            results[number] = work(person)

    at_once([hand] * min(hands, len(people)))
    return results
