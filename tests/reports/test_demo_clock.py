"""The demo's clock: forward only, each day swept in its order, whatever becomes of a single sweep."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from applications.models import Application
from people import clock as portal_clock
from people.models import DemoMark, User
from records.models import Notice
from reports.demo import clock
from reports.demo.clock import STOPS, advance, ahead, passages
from reports.demo.load import OPENS, load
from reports.demo.people import CAST
from reports.demo.sizes import size_of
from tests.cast import at

pytestmark = pytest.mark.django_db
A_MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def demo(settings: Settings) -> DemoMark:
    settings.DEMO = True
    return load(size_of("small"), real=False)


def press(to: str) -> str:
    answer = Client().post(reverse("reports:demo_jump"), {"to": to}, follow=True)
    assert answer.status_code == 200
    return str(answer.content.decode())


def now() -> dt.datetime:
    return portal_clock.local(portal_clock.now())


def test_the_demo_opens_on_the_twentieth_of_february_at_nine(demo: DemoMark) -> None:
    assert OPENS <= now() < OPENS + A_MINUTE


def test_without_the_demo_the_clock_is_the_real_one(demo: DemoMark, settings: Settings) -> None:
    settings.DEMO = False
    assert portal_clock.shift() == dt.timedelta(0)


def test_a_day_has_three_passages_and_the_destination_comes_last() -> None:
    way = list(passages(at("2025-02-20 09:00"), at("2025-02-22 00:05")))
    assert way == [
        at("2025-02-20 09:05"),
        at("2025-02-20 17:05"),
        at("2025-02-21 00:05"),
        at("2025-02-21 09:05"),
        at("2025-02-21 17:05"),
        at("2025-02-22 00:05"),
    ]


def test_every_sweep_sees_its_own_day_and_the_days_come_in_order(
    demo: DemoMark, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[dt.datetime] = []
    monkeypatch.setattr(clock, "SWEEPS", (lambda: seen.append(now()),))
    journey = advance(at("2025-03-05 09:00"))
    assert journey.arrived
    expected = list(passages(OPENS, at("2025-03-05 09:00")))
    assert [when.date() for when in seen] == [when.date() for when in expected]
    assert all(late - wanted < A_MINUTE for wanted, late in zip(expected, seen, strict=True))
    assert seen == sorted(seen)


def test_a_moment_that_is_past_moves_nothing(demo: DemoMark) -> None:
    advance(at("2025-03-01 09:00"))
    before = DemoMark.objects.get().shift_seconds
    page = press("2025-02-27T2350")
    assert DemoMark.objects.get().shift_seconds == before
    assert "เดินไปข้างหน้าเท่านั้น" in page


def test_a_moment_that_is_no_stop_moves_nothing(demo: DemoMark) -> None:
    before = DemoMark.objects.get().shift_seconds
    for to in ("", "2024-01-01T0000", "2025-02-30T0000", "x" * 300):
        press(to)
    assert DemoMark.objects.get().shift_seconds == before


def test_the_stops_lie_ahead_in_order_and_grow_fewer(demo: DemoMark) -> None:
    assert [stop.key for stop in ahead(OPENS)] == [stop.key for stop in STOPS] == sorted(stop.key for stop in STOPS)
    assert [stop.key for stop in ahead(at("2025-12-01 09:00"))] == ["2025-12-31T2350"]


def test_pressing_go_moves_the_clock_to_the_stop(demo: DemoMark) -> None:
    press("2025-02-27T2350")
    assert at("2025-02-27 23:50") <= now() < at("2025-02-27 23:51")


def test_what_is_left_of_a_long_way_waits_for_the_next_press(demo: DemoMark) -> None:
    first = advance(at("2025-12-31 23:50"), patience=0)
    assert (first.arrived, first.reached) == (False, at("2025-02-20 09:05"))
    second = advance(at("2025-12-31 23:50"), patience=0)
    assert second.reached == at("2025-02-20 17:05")


def test_a_sweep_that_fails_holds_up_nobody(demo: DemoMark, monkeypatch: pytest.MonkeyPatch) -> None:
    swept: list[int] = []

    def breaks() -> None:
        raise RuntimeError("the mail server is on fire")

    monkeypatch.setattr(clock, "SWEEPS", (breaks, lambda: swept.append(1)))
    assert advance(at("2025-02-21 09:00")).arrived
    assert len(swept) == 4


def test_a_second_hand_on_the_clock_does_not_turn_it_back(demo: DemoMark, monkeypatch: pytest.MonkeyPatch) -> None:
    def somebody_else() -> None:
        wanted = at("2025-03-14 09:00") - now()
        mark = DemoMark.objects.get()
        DemoMark.objects.update(shift_seconds=mark.shift_seconds + round(wanted.total_seconds()))

    monkeypatch.setattr(clock, "SWEEPS", (somebody_else,))
    journey = advance(at("2025-02-21 09:00"))
    assert journey.arrived
    assert now() >= at("2025-03-14 09:00") - A_MINUTE


def test_each_application_lapses_on_the_first_day_its_own_door_is_shut(demo: DemoMark) -> None:
    advance(at("2025-03-14 09:00"), patience=600)
    days = Counter(
        (row.state, row.college.name.startswith("วิทยาลัยประมง"), str(portal_clock.local(row.lapsed_at).date()))
        for row in Application.objects.of_round(2568).exclude(lapsed_at=None).select_related("college")
        if row.lapsed_at
    )
    assert days == {
        ("DRAFT", False, "2025-02-28"): 10,
        ("SENT_BACK", False, "2025-02-28"): 2,
        # The coordinator had three working days more.
        ("SUBMITTED", False, "2025-03-05"): 5,
        # This college was given until 4 March.
        ("DRAFT", True, "2025-03-05"): 1,
        ("SUBMITTED", True, "2025-03-08"): 2,
    }


def test_a_person_is_reminded_once_a_step_and_told_nothing_after_she_is_late(demo: DemoMark) -> None:
    advance(at("2025-03-14 09:00"), patience=600)
    pimlada = User.objects.get(email=CAST[0].email)
    told = Notice.objects.filter(to=pimlada, reminds_of="PLANS_DUE").order_by("written_at", "pk")
    # The key ends with the step, the application and the person.
    steps = [(row.key.split(":")[-3], str(portal_clock.local(row.written_at).date())) for row in told]
    assert steps == [
        ("before-7", "2025-02-20"),
        ("before-3", "2025-02-24"),
        ("before-1", "2025-02-26"),
        ("day-morning", "2025-02-27"),
        ("day-evening", "2025-02-27"),
        ("after-1", "2025-02-28"),
    ]
