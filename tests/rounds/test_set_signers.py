"""The bureau says who signs plans: in order, before and after in the register, and frozen plans keep theirs."""

import pytest
from django.urls import reverse

from records.models import Entry
from rounds import actions
from rounds.models import Round
from rounds.moves import Refused
from tests.cast import at
from tests.factories import applications as make

WHEN = at("2025-02-20 09:00")
USUAL = ["teacher", "department_head", "deputy_director", "director"]
WITH_PLACE = ["teacher", "establishment", "department_head", "director"]


@pytest.fixture(autouse=True)
def _today(clock):
    clock(WHEN)


def url(year=2568):
    return reverse("rounds:set_signers", args=[year])


def typed(**changes):
    """The form with the establishment second and no deputy director."""
    facts = {"establishment": "2", "department_head": "3", "deputy_director": "", "director": "4"}
    return {"was": ",".join(USUAL), **facts, **changes}


def signers(cast):
    return Round.objects.get(pk=cast.round.pk).signers


def test_the_page_shows_the_order_as_it_is(cast):
    form = cast.bureau.client.get(url()).context["form"]

    places = {name: form[name].value() for name in form.fields if name != "was"}
    assert places == {"department_head": "2", "deputy_director": "3", "director": "4", "establishment": None}


def test_a_new_order_is_kept_and_written_down_with_before_and_after(cast):
    answer = cast.bureau.client.post(url(), typed())

    assert answer["Location"] == reverse("reports:calendar", args=[2568])
    assert signers(cast) == WITH_PLACE
    entry = Entry.objects.get(verb="rounds:round:set_signers")
    assert (entry.by, entry.facts["before"], entry.facts["after"]) == (cast.bureau.seat, USUAL, WITH_PLACE)


def test_gaps_between_places_close(cast):
    cast.bureau.client.post(url(), typed(establishment="", department_head="3", director="5"))

    assert signers(cast) == ["teacher", "department_head", "director"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"department_head": "2"}, "establishment"),
        ({"director": ""}, "director"),
        ({"director": "1"}, "director"),
        ({"deputy_director": "9"}, "deputy_director"),
        ({"establishment": "2\x00"}, "establishment"),
    ],
)
def test_what_is_no_order_is_said_and_nothing_changes(cast, changes, field):
    answer = cast.bureau.client.post(url(), typed(**changes))

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert signers(cast) == USUAL


def test_plans_that_are_frozen_keep_their_signers_and_that_is_said_first(cast):
    frozen = make.frozen(cast)

    first = cast.bureau.client.post(url(), typed())
    assert first.status_code == 422
    assert "1 ฉบับ" in first.content.decode()
    assert signers(cast) == USUAL

    assert cast.bureau.client.post(url(), typed(sure="1")).status_code == 302
    assert signers(cast) == WITH_PLACE
    assert [row["role"] for row in make.again(frozen).plan.content["signers"]] == USUAL


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(cast):
    Round.objects.filter(pk=cast.round.pk).update(signers=["teacher", "director"])

    answer = cast.bureau.client.post(url(), typed(), follow=True)

    assert "มีผู้อื่นแก้ไข" in answer.content.decode()
    assert signers(cast) == ["teacher", "director"]


def test_the_same_order_again_changes_nothing(cast):
    cast.bureau.client.post(url(), typed(establishment="", department_head="2", deputy_director="3"))

    assert not Entry.objects.filter(verb="rounds:round:set_signers").exists()


def test_a_round_that_is_over_stays_as_it_was(cast):
    Round.objects.filter(pk=cast.round.pk).update(state="CLOSED")

    assert cast.bureau.client.get(url()).status_code == 403
    with pytest.raises(Refused):
        actions.set_signers(cast.round, WITH_PLACE, was=USUAL, by=cast.bureau.seat, at=WHEN)


@pytest.mark.parametrize("who", ["neighbour", "coordinator", "director", "teacher", "policy", "finance", "auditor"])
def test_nobody_else_says_who_signs(cast, who):
    person = getattr(cast, who)

    assert person.client.post(url(), typed()).status_code == 403
    with pytest.raises(Refused):
        actions.set_signers(cast.round, WITH_PLACE, was=USUAL, by=person.seat, at=WHEN)
    assert signers(cast) == USUAL


def test_the_bureaus_calendar_leads_there(cast):
    page = reverse("reports:calendar", args=[2568])

    assert url() in cast.bureau.client.get(page).content.decode()
    assert url() not in cast.coordinator.client.get(page).content.decode()
