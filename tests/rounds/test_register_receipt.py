"""The circular reaches the college; the coordinator reaches the group."""

import pytest

from rounds.models import Participation
from tests.cast import at

WHEN = at("2025-02-20 09:00")
URL = "/rounds/2568/receipt/"


def row(cast):
    return Participation.objects.get(pk=cast.participation.pk)


@pytest.mark.parametrize("person", ["registry", "director"])
def test_registry_or_director_registers_the_receipt(cast, clock, person):
    answer = getattr(cast, person).client.post(URL, {"number": "๒๑๕/๒๕๖๘"})

    assert answer.status_code == 302
    found = row(cast)
    assert (found.receipt_registered_at, found.receipt_registered_by, found.receipt_number) == (
        WHEN,
        getattr(cast, person).seat,
        "๒๑๕/๒๕๖๘",
    )


def test_it_is_registered_once(cast, clock):
    cast.registry.client.post(URL, {"number": "215/2568"})

    assert cast.director.client.post(URL, {"number": "216/2568"}).status_code == 403
    assert row(cast).receipt_number == "215/2568"


@pytest.mark.parametrize(
    ("person", "status"), [("coordinator", 403), ("teacher", 403), ("bureau", 403), ("revoked", 404)]
)
def test_nobody_else_registers_it(cast, clock, person, status):
    assert getattr(cast, person).client.post(URL, {"number": "1"}).status_code == status
    assert row(cast).receipt_registered_at is None


def test_the_neighbours_registration_is_the_neighbours(cast, clock):
    cast.neighbour_director.client.post(URL, {"number": "9/2568"})

    assert row(cast).receipt_registered_at is None
    assert Participation.objects.get(college=cast.neighbour_college).receipt_number == "9/2568"


def test_the_named_coordinator_ticks_the_group_once(cast, clock):
    for _press in range(2):
        assert cast.coordinator.client.post("/rounds/2568/line/").status_code == 302

    assert (row(cast).line_joined_at, row(cast).line_joined_by) == (WHEN, cast.coordinator.seat)


@pytest.mark.parametrize(("person", "status"), [("deputy", 403), ("director", 403), ("teacher", 403), ("revoked", 404)])
def test_the_group_is_the_coordinators(cast, clock, person, status):
    assert getattr(cast, person).client.post("/rounds/2568/line/").status_code == status
    assert row(cast).line_joined_at is None
