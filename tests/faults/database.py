"""Harm to the database: F6, F7, F14."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

import psycopg

from tests.faults import hand
from tests.faults.crowd import Press, ask, attach, in_turn, press, until_answered
from tests.faults.field import Field
from tests.faults.when import CLOSING, before

# Whatever a submission writes, one table after the other.
WRITTEN = (
    "applications_application",
    "records_entry",
    "records_receipt",
    "records_notice",
)


def _line(there: Field) -> psycopg.Connection[tuple[object, ...]]:
    dsn = there.postgres.dsn.replace("dbname=postgres", f"dbname={there.database}")
    return psycopg.connect(dsn, autocommit=True)


def f6(there: Field, rounds: int) -> list[Press]:
    """The database has no connection left; then it is so slow that it stands still most of the time."""
    people = there.take(4 * rounds)
    in_turn(people, lambda person: attach(there, person))
    with ExitStack() as hoard:
        _take_all(there, hoard)
        refused = in_turn(people, lambda person: press(there, person))
    assert {one.status for one in refused} == {503}, f"without a connection: {sorted({one.status for one in refused})}"
    with _slow(there):
        accepted = in_turn(people, lambda person: until_answered(there, person))
    assert all(one.accepted for one in accepted), "slow, and somebody was refused"
    return refused + accepted


def _take_all(there: Field, hoard: ExitStack) -> None:
    """Ends the portal's connections and holds every one that the server has."""
    door = hoard.enter_context(psycopg.connect(there.postgres.dsn, autocommit=True))
    mine = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
    door.execute(mine, [there.database])
    with suppress(psycopg.OperationalError):
        while True:
            hoard.enter_context(psycopg.connect(there.postgres.dsn))


@contextmanager
def _slow(there: Field) -> Iterator[None]:
    """Two thirds of the time the database does nothing at all."""
    over = threading.Event()

    def stutter() -> None:
        while not over.wait(0.1):
            there.postgres.freeze()
            over.wait(0.2)
            there.postgres.thaw()

    thread = threading.Thread(target=stutter)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def f7(there: Field, rounds: int) -> list[Press]:
    """Each single write of a submission fails in turn: all or nothing, and then all."""
    seen: list[Press] = []
    for _round in range(rounds):
        for table in WRITTEN:
            (person,) = there.take(1)
            attach(there, person)
            with _refusing(there, table):
                failed = press(there, person)
                assert failed.status in (500, 503), f"{table} refuses, and the answer is {failed.status}"
            seen += [failed, until_answered(there, person)]
            assert seen[-1].accepted, f"{table} takes rows again, and {person['pk']} is refused"
    return seen


@contextmanager
def _refusing(there: Field, table: str) -> Iterator[None]:
    with _line(there) as line:
        line.execute(
            "CREATE OR REPLACE FUNCTION refused() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'refused by the test'; END $$"
        )
        line.execute(
            f"CREATE TRIGGER refused BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION refused()"
        )
        try:
            yield
        finally:
            line.execute(f"DROP TRIGGER refused ON {table}")


def f14(there: Field, rounds: int) -> list[Press]:
    """The database's clock is 90 seconds behind the web server's, then 90 ahead, and nobody's instant is its matter."""
    seen: list[Press] = []
    for lag in (-90, 90):
        people = there.take(4 * rounds)
        in_turn(people, lambda person: attach(there, person))
        with hand.holding(before(3)) as other:
            there.postgres.stop()
            with hand.given(other.of_the_database):
                there.postgres.start()
            until_back(there)
            there.clock.set(before(4))
            other.shift_to(there.clock.offset + lag)
            time.sleep(hand.LAG)
            early = in_turn(people[::2], lambda person: until_answered(there, person))
            there.clock.wait_until(before(-0.5))
            late = in_turn(people[1::2], lambda person: until_answered(there, person))
            there.postgres.stop()
        with hand.given(there.clock.of_the_database):
            there.postgres.start()
        until_back(there)
        assert not any(one.accepted for one in late), "late, and accepted"
        assert all(one.accepted for one in early if one.answered < CLOSING.timestamp()), "in time, and refused"
        seen += early + late
        there.clock.set(before(3600))
    return seen


def until_back(there: Field) -> None:
    """Until the portal has connections to the database again."""

    def answers() -> bool:
        return ask(there, "/readyz", {"cookie": ""}, method="GET")[0] in (200, 503)

    there.until(answers, "the portal answers again", 30)
