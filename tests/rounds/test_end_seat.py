"""Ending a seat."""

import pytest

from people.models import Seat
from records.models import Entry, Notice
from rounds.models import Participation
from tests.cast import at, person

WHEN = at("2025-02-20 09:00")


def ended(by, whose):
    return by.client.post(f"/rounds/staff/{whose.seat.pk}/end/")


@pytest.mark.parametrize(
    ("by", "whose", "status"),
    [
        ("director", "teacher", 302),
        ("director", "coordinator", 302),
        ("director", "director", 403),
        ("bureau", "director", 302),
        ("bureau", "neighbour", 302),
        ("coordinator", "teacher", 403),
        ("neighbour_director", "teacher", 404),
        ("neighbour", "teacher", 404),
        ("teacher", "teacher", 403),
        ("teacher", "colleague", 404),
        ("policy", "teacher", 404),
    ],
)
def test_the_director_ends_seats_of_the_college_and_the_bureau_those_of_any(cast, clock, by, whose, status):
    target = getattr(cast, whose)

    answer = ended(getattr(cast, by), target)

    assert answer.status_code == status
    seat = Seat.objects.get(pk=target.seat.pk)
    assert (seat.ended_at, seat.ended_by_id) == ((WHEN, getattr(cast, by).seat.pk) if status == 302 else (None, None))


def test_a_director_does_not_end_the_seat_of_another_director(cast, clock):
    second = person("นาย รอง ผู้อำนวยการ", "DIRECTOR", cast.college)

    assert ended(cast.director, second).status_code == 403


def test_rights_are_gone_with_the_next_request(cast, clock):
    assert cast.coordinator.client.get("/rounds/staff/").status_code == 200

    ended(cast.director, cast.coordinator)

    assert cast.coordinator.client.get("/rounds/staff/").status_code == 403


def test_a_coordinator_who_goes_leaves_the_round_without_one(cast, clock):
    ended(cast.director, cast.coordinator)

    row = Participation.objects.get(pk=cast.participation.pk)
    assert (row.coordinator, row.coordinator_named_at, row.coordinator_named_by) == (None, None, None)
    assert Entry.objects.get(verb="rounds:seat:end_seat").facts == {"was_named_in": [2568]}
    assert Notice.objects.get(name="rounds/end_seat").to == cast.coordinator.user


def test_ending_twice_is_ending_once(cast, clock):
    ended(cast.director, cast.teacher)

    assert ended(cast.director, cast.teacher).status_code == 404
    assert Entry.objects.filter(verb="rounds:seat:end_seat").count() == 1
