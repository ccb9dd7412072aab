"""A place became free: the first of the reserve list moves up, and nobody else."""

import pytest

from applications import actions
from placements.models import Placement
from records.models import Notice
from rounds.moves import Refused
from tests.cast import at
from tests.factories import applications as make

WHEN = at("2025-03-12 09:00")


@pytest.fixture
def reserves(cast):
    """One eligible who waived, and two reserves, the second of whom comes first in the dictionary."""
    gone = make.decided(cast)
    second, first = (make.endorsed(cast, make.another_teacher(cast, number)) for number in (1, 2))
    make.decide(cast, [first, second], "RESERVE")
    make.published(cast)
    actions.waive(make.again(gone), by=cast.teacher.seat, at=WHEN)
    return make.again(first), make.again(second)


def refusal(application, person):
    with pytest.raises(Refused) as raised:
        actions.promote(application, by=person.seat, at=WHEN)
    return raised.value.refusal


def test_the_first_reserve_moves_up_and_has_a_placement(cast, reserves):
    first, _second = reserves

    actions.promote(first, by=cast.bureau.seat, at=WHEN)

    row = make.again(first)
    assert (row.state, row.promoted_at, row.promoted_by) == ("ELIGIBLE", WHEN, cast.bureau.seat)
    assert Placement.objects.filter(teacher=row.teacher, state="PLANNED").count() == 1
    told = set(Notice.objects.filter(name="applications/promote").values_list("to__email", flat=True))
    assert told == {row.user.email, cast.coordinator.user.email}


def test_nobody_jumps_the_queue(cast, reserves):
    first, second = reserves

    answer = refusal(second, cast.bureau)

    assert answer.code == "not_first"
    assert first.name in str(answer)
    assert make.again(second).state == "RESERVE"


def test_when_the_first_has_moved_up_the_second_is_first(cast, reserves):
    first, second = reserves
    actions.promote(first, by=cast.bureau.seat, at=WHEN)

    actions.promote(second, by=cast.admin.seat, at=WHEN)

    assert make.again(second).state == "ELIGIBLE"


@pytest.mark.parametrize("who", ["teacher", "colleague", "coordinator", "director", "policy", "finance", "auditor"])
def test_nobody_but_the_bureau_promotes(cast, reserves, who):
    assert refusal(reserves[0], getattr(cast, who)).code == "role"


def test_of_two_officers_the_second_hears_that_somebody_was_first(cast, reserves):
    page = make.again(reserves[0])
    actions.promote(reserves[0], by=cast.bureau.seat, at=WHEN)

    assert refusal(page, cast.admin).code == "not_first"
    assert Placement.objects.filter(teacher=page.teacher).count() == 1


def test_who_is_not_on_the_reserve_list_does_not_move_up(cast):
    application = make.eligible(cast)

    assert refusal(application, cast.bureau).code == "state"


def test_the_next_edition_shows_the_promotion_as_a_correction(cast, reserves):
    actions.promote(reserves[0], by=cast.bureau.seat, at=WHEN)

    edition = make.signed(cast)

    line = edition.lines.get(application=reserves[0])
    assert (line.outcome, line.mark) == ("ELIGIBLE", "corrected")
