"""The bell: a row in the transaction, a sound after it, and a sweep for what nobody heard."""

import datetime as dt
import re
from pathlib import Path

import pytest
from celery import current_app
from django.db import transaction
from django.utils.module_loading import autodiscover_modules

from people import rehearsing
from records import bell, tasks
from records.models import Ring
from teachersync.schedule import BEAT
from tests.cast import at

WHEN = at("2025-02-20 09:00")


@pytest.fixture
def answered(monkeypatch):
    """What was answered, in order; `answered.fails` names abouts that go wrong."""

    class Heard(list):
        fails: set[str] = set()

    heard = Heard()
    heard.fails = set()

    def answer(about, when):
        if about in heard.fails:
            raise ValueError(f"cannot make {about}")
        heard.append((about, when))

    monkeypatch.setitem(bell._ANSWERS, "tests.make", answer)
    return heard


@pytest.fixture
def sounds(monkeypatch):
    sent = []
    monkeypatch.setattr(current_app, "send_task", lambda name, args, **more: sent.append((name, args)))
    return sent


def rows():
    return list(Ring.objects.order_by("pk").values_list("about", "tries", "done_at", "last_error"))


def test_a_ring_is_a_row_at_once_and_a_sound_after_the_commit(db, sounds, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        bell.ring("tests.make", 7, at=WHEN)
        assert (Ring.objects.count(), sounds) == (1, [])

    ring = Ring.objects.get()
    assert sounds == [("records.answer", [ring.pk])]
    assert (ring.about, ring.rung_at) == ("7", WHEN)


def test_a_transaction_that_was_rolled_back_rings_nothing(db, sounds, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        bell.ring("tests.make", 7, at=WHEN)
        transaction.set_rollback(True)

    assert (Ring.objects.count(), sounds) == (0, [])


def test_with_the_broker_dead_the_row_stays_and_nobody_notices(db, monkeypatch, django_capture_on_commit_callbacks):
    def refuses(*args, **more):
        raise ConnectionRefusedError("no broker")

    monkeypatch.setattr(current_app, "send_task", refuses)

    with django_capture_on_commit_callbacks(execute=True):
        bell.ring("tests.make", 7, at=WHEN)

    assert Ring.objects.get().done_at is None


@pytest.fixture
def second(monkeypatch):
    """The process's own clock, which stands until the test moves it."""

    class Clock:
        now = 1000.0

    clock = Clock()
    monkeypatch.setattr(bell.time, "monotonic", lambda: clock.now)
    monkeypatch.setattr(bell, "_sounding", {})
    return clock


def hurried(capture, *tasks):
    for task in tasks:
        with capture(execute=True):
            bell.hurry(task)


def test_a_crowd_hurries_a_task_once_and_what_comes_later_again(db, sounds, second, django_capture_on_commit_callbacks):
    hurried(django_capture_on_commit_callbacks, "tests.carry", "tests.carry", "tests.other", "tests.carry")
    second.now += 0.99
    hurried(django_capture_on_commit_callbacks, "tests.carry")
    assert sounds == [("tests.carry", []), ("tests.other", [])]

    # That sound may have been heard by now, and found nothing of this.
    second.now += 0.01
    hurried(django_capture_on_commit_callbacks, "tests.carry")

    assert sounds[2:] == [("tests.carry", [])]
    assert Ring.objects.count() == 0


def test_the_sound_for_many_is_heard_after_the_last_of_them(
    db, monkeypatch, second, django_capture_on_commit_callbacks
):
    waits = []
    monkeypatch.setattr(current_app, "send_task", lambda name, countdown, **more: waits.append(countdown))

    hurried(django_capture_on_commit_callbacks, "tests.carry")

    # Whoever comes while no new sound is made comes before this one is heard.
    assert bell._sounding == {"tests.carry": second.now + waits[0]}


def test_who_hurries_in_vain_does_not_notice(db, monkeypatch, second, caplog, django_capture_on_commit_callbacks):
    def refuses(*args, **more):
        raise ConnectionRefusedError("no broker")

    monkeypatch.setattr(current_app, "send_task", refuses)

    hurried(django_capture_on_commit_callbacks, "tests.carry")

    assert "bell not heard for tests.carry" in caplog.text


def test_in_a_rehearsal_nothing_is_heard(db, sounds, second, django_capture_on_commit_callbacks):
    with rehearsing.standing_at(WHEN), django_capture_on_commit_callbacks(execute=True):
        bell.ring("tests.make", 7, at=WHEN)
        bell.hurry("tests.carry")

    assert (sounds, bell._sounding) == ([], {})


def test_answered_it_is_done_and_is_not_answered_again(db, clock, answered):
    clock(WHEN)
    bell.ring("tests.make", 7, at=WHEN)
    pk = Ring.objects.get().pk

    tasks.answer(pk)
    tasks.answer(pk)

    assert answered == [("7", WHEN)]
    assert rows() == [("7", 1, WHEN, "")]


def test_the_sweep_waits_for_the_sound_and_then_answers_itself(db, clock, answered):
    bell.ring("tests.make", 7, at=WHEN)

    clock(WHEN + dt.timedelta(seconds=89))
    assert tasks.sweep_rings() == 0
    clock(WHEN + dt.timedelta(seconds=90))
    assert tasks.sweep_rings() == 1

    assert [about for about, _when in answered] == ["7"]
    assert tasks.sweep_rings() == 0


def test_a_failing_answer_keeps_its_error_and_is_tried_again_more_and_more_rarely(db, clock, answered):
    answered.fails.add("7")
    bell.ring("tests.make", 7, at=WHEN)
    pk = Ring.objects.get().pk

    waits = []
    now = WHEN
    for _ in range(8):
        clock(now)
        tasks.answer(pk)
        due = Ring.objects.get().next_at
        waits.append((due - now).total_seconds())
        now = due

    assert waits == [90, 180, 360, 720, 1440, 2880, 3600, 3600]
    assert rows() == [("7", 8, None, "ValueError: cannot make 7")]

    answered.fails.clear()
    clock(now)
    assert tasks.sweep_rings() == 1
    assert rows() == [("7", 9, now, "")]


def test_a_failing_ring_holds_up_nobody_elses(db, clock, answered):
    answered.fails.add("1")
    for about in (1, 2, 3):
        bell.ring("tests.make", about, at=WHEN)

    clock(WHEN + dt.timedelta(minutes=2))
    tasks.sweep_rings()

    assert [about for about, _when in answered] == ["2", "3"]


def test_a_ring_with_a_name_nobody_answers_says_so_and_stays(db, clock):
    bell.ring("tests.nobody", 7, at=WHEN)

    clock(WHEN)
    tasks.answer(Ring.objects.get().pk)

    assert rows() == [("7", 1, None, "KeyError: 'tests.nobody'")]


def test_a_ring_that_is_gone_is_no_error(db):
    tasks.answer(4711)

    assert Ring.objects.count() == 0


def test_the_sweep_finds_the_longest_waiting_first(db):
    for minutes in (3, 1, 2):
        bell.ring("tests.make", minutes, at=WHEN + dt.timedelta(minutes=minutes))

    found = bell.unanswered(WHEN + dt.timedelta(hours=1))

    assert [row.about for row in found] == ["1", "2", "3"]
    assert [row.about for row in bell.unanswered(WHEN + dt.timedelta(hours=1), limit=1)] == ["1"]


def names_of(verb):
    """The names that the rooms give to a verb of the bell."""
    top = Path(bell.__file__).resolve().parent.parent
    found = set()
    for path in top.glob("*/**/*.py"):
        if path.parts[len(top.parts)] not in (".venv", "tests", "var"):
            found |= set(re.findall(rf'bell\.{verb}\(\s*"([\w.]+)"', path.read_text(encoding="utf-8")))
    return found


def test_every_task_that_is_hurried_is_one_of_the_beat():
    hurried = names_of("hurry")

    assert hurried - {row["task"] for row in BEAT.values()} == set()
    assert hurried != set()


def test_every_name_that_actions_ring_is_answered():
    rung = names_of("ring")
    autodiscover_modules("tasks")

    assert rung - set(bell._ANSWERS) == set()
    assert rung != set()
