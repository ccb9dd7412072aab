"""The director names the one coordinator."""

import pytest

from people.models import Seat
from records.models import Notice
from rounds.actions import load_round, name_coordinator, publish
from rounds.models import Participation, Round
from tests.cast import CALENDAR, at

WHEN = at("2025-02-20 09:00")
URL = "/rounds/2568/coordinator/"


def named(cast):
    return Participation.objects.get(pk=cast.participation.pk).coordinator


def test_a_colleague_becomes_coordinator_and_the_one_before_lays_her_seat_down(cast, clock):
    answer = cast.director.client.post(URL, {"seat": cast.colleague.seat.pk})

    assert answer.status_code == 302
    seat = named(cast)
    assert (seat.user, seat.kind, seat.opened_at) == (cast.colleague.user, "COORDINATOR", WHEN)
    before = Seat.objects.get(pk=cast.coordinator.seat.pk)
    assert (before.ended_at, before.ended_by) == (WHEN, cast.director.seat)
    told = set(Notice.objects.values_list("name", "to__email"))
    assert told == {
        ("rounds/name_coordinator", cast.colleague.user.email),
        ("rounds/passed_on", cast.coordinator.user.email),
    }


def test_the_one_before_keeps_her_seat_while_another_running_round_names_her(cast, clock):
    Round.objects.filter(pk=cast.round.pk).update(year=2567)
    other = publish(load_round(CALENDAR), by=cast.admin.seat, at=WHEN)
    participation = Participation.objects.select_related("college", "round").get(round=other, college=cast.college)
    name_coordinator(participation, cast.coordinator.seat, by=cast.director.seat, at=WHEN)

    cast.director.client.post(URL, {"seat": cast.colleague.seat.pk})

    assert Seat.objects.get(pk=cast.coordinator.seat.pk).ended_at is None


def test_naming_the_same_person_again_changes_nothing(cast, clock):
    answer = cast.director.client.post(URL, {"seat": cast.coordinator.seat.pk})

    assert answer.status_code == 302
    assert named(cast) == cast.coordinator.seat
    assert Notice.objects.count() == 0


def test_a_seat_of_the_neighbour_is_no_choice(cast, clock):
    answer = cast.director.client.post(URL, {"seat": cast.neighbour_teacher.seat.pk})

    assert answer.status_code == 422
    assert named(cast) == cast.coordinator.seat


@pytest.mark.parametrize(
    ("person", "status"),
    [("director", 200), ("coordinator", 403), ("teacher", 403), ("registry", 403), ("bureau", 403), ("revoked", 404)],
)
def test_the_page_is_the_directors(cast, clock, person, status):
    assert getattr(cast, person).client.get(URL).status_code == status


def test_the_neighbours_director_sees_her_own_people(cast, clock):
    page = cast.neighbour_director.client.get(URL).content.decode()

    assert "เกรียงไกร" in page
    assert "สมชาย" not in page
    assert cast.neighbour_director.client.get(f"{URL}?college={cast.college.pk}").status_code == 404
