"""The college's list of names (letter, point 3): prepared, signed on paper, sent with a receipt, in versions."""

import pytest
from django.urls import reverse

from applications import actions
from applications.models import NameList
from records.models import Entry, Notice, Paper, Receipt, Ring
from rounds.actions import extend
from rounds.models import Participation
from rounds.moves import Refused
from tests.cast import agreement, at
from tests.factories import applications as make
from tests.factories import name_lists as lists

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
PAGE = reverse("applications:name_list")
WHEN = at("2025-02-24 10:00")
# 27 February and three working days.
LAST = at("2025-03-04 23:59:59.999999")
SHUT = at("2025-03-05 00:00:00")


def refusal(call, *args, **more):
    with pytest.raises(Refused) as raised:
        call(*args, **more)
    return raised.value.refusal.code


def names(name_list):
    return [(line.name, line.mark) for line in name_list.lines.all()]


def test_it_is_made_of_the_endorsed_in_thai_order(cast):
    second = make.endorsed(cast, make.another_teacher(cast, 2))
    first = make.endorsed(cast, make.another_teacher(cast, 1))
    make.submitted(cast)
    agreement(cast.neighbour_college, cast.establishment, cast.neighbour.seat)
    make.endorsed(cast, cast.neighbour_teacher)

    made = lists.prepared(cast)

    assert names(made) == [(first.name, ""), (second.name, "")]
    assert (made.version, made.state, made.paper.kind, made.paper.college) == (1, "PREPARED", "NAMELIST", cast.college)
    line = made.lines.first()
    assert (line.branch, line.establishment, line.hours) == ("ช่างยนต์", cast.establishment.name, 60)


def test_preparing_rings_for_the_paper_and_stands_in_the_register(cast):
    make.endorsed(cast)
    Ring.objects.all().delete()

    made = lists.prepared(cast)

    assert Ring.objects.get().task == "applications.print_list"
    entry = Entry.objects.get(verb="applications:namelist:prepare_list")
    assert (entry.facts["version"], entry.facts["names"], entry.subject_pk) == (1, 1, str(made.pk))


def test_a_second_press_makes_no_second_version(cast):
    make.endorsed(cast)

    assert lists.prepared(cast) == lists.prepared(cast)
    assert NameList.objects.count() == 1


def test_without_anybody_endorsed_there_is_no_list(cast):
    make.submitted(cast)

    assert refusal(lists.prepared, cast) == "nobody"


def test_the_signed_list_is_sent_with_a_receipt_and_the_director_is_told(cast):
    make.endorsed(cast)
    made = lists.signed(cast)

    receipt = actions.send_list(made, by=cast.coordinator.seat, at=WHEN)

    made.refresh_from_db()
    assert (made.state, made.sent_at, made.sent_by) == ("SENT", WHEN, cast.coordinator.seat)
    assert receipt.number == f"2568-LIST-{receipt.pk:06d}"
    assert (receipt.document, receipt.paper, receipt.extension_note) == (made.signed, made.paper, "")
    assert Entry.objects.filter(verb="applications:namelist:send_list").count() == 1
    notice = Notice.objects.get(name="applications/send_list")
    assert (notice.to, notice.context["names"], notice.context["number"]) == (cast.director.user, 1, receipt.number)


def test_a_retry_gets_the_same_receipt(cast):
    make.endorsed(cast)
    made = lists.signed(cast)

    first = actions.send_list(made, by=cast.coordinator.seat, at=WHEN)

    assert actions.send_list(made, by=cast.coordinator.seat, at=SHUT) == first
    assert Receipt.objects.filter(series="LIST").count() == 1


def test_unsigned_it_is_not_sent(cast):
    make.endorsed(cast)

    assert refusal(actions.send_list, lists.printed(cast), by=cast.coordinator.seat, at=WHEN) == "not_signed"


def test_it_is_sent_until_the_days_of_endorsing_are_over(cast):
    make.endorsed(cast)
    made = lists.signed(cast)

    assert refusal(actions.send_list, made, by=cast.coordinator.seat, at=SHUT) == "closed"
    assert actions.send_list(made, by=cast.coordinator.seat, at=LAST).accepted_at == LAST


def test_a_copy_that_was_arriving_at_the_closing_counts_as_its_beginning(cast):
    make.endorsed(cast)
    made = lists.signed(cast, when=at("2025-03-05 00:00:20"), begun_at=at("2025-03-04 23:59:50"))

    receipt = actions.send_list(made, by=cast.coordinator.seat, at=at("2025-03-05 00:01:00"))

    assert receipt.begun_at == at("2025-03-04 23:59:50")


@pytest.mark.parametrize("level", ["college", "region", "person"])
def test_more_time_for_the_college_or_one_of_its_teachers_keeps_it_open(cast, level):
    make.endorsed(cast)
    made = lists.signed(cast)
    whom = {"college": {"college": cast.college}, "region": {"region": cast.college.region},
            "person": {"person": cast.colleague.user, "college": cast.college}}[level]  # fmt: skip
    extend(cast.round, "PLANS_DUE", until=at("2025-03-06 16:30"), reason="น้ำท่วม", by=cast.bureau.seat, at=WHEN, **whom)

    receipt = actions.send_list(made, by=cast.coordinator.seat, at=SHUT)

    assert "น้ำท่วม" in receipt.extension_note


def test_the_neighbours_extension_does_not(cast):
    make.endorsed(cast)
    made = lists.signed(cast)
    extend(
        cast.round, "PLANS_DUE", until=at("2025-03-06 16:30"), reason="น้ำท่วม", by=cast.bureau.seat, at=WHEN,
        person=cast.neighbour_teacher.user, college=cast.neighbour_college,
    )  # fmt: skip

    assert refusal(actions.send_list, made, by=cast.coordinator.seat, at=SHUT) == "closed"


def test_who_is_endorsed_after_it_was_prepared_stops_it(cast):
    make.endorsed(cast)
    made = lists.signed(cast)
    make.endorsed(cast, cast.colleague)

    assert refusal(actions.send_list, made, by=cast.coordinator.seat, at=WHEN) == "changed"


def test_who_withdraws_after_it_was_prepared_stops_it(cast):
    make.endorsed(cast)
    gone = make.endorsed(cast, cast.colleague)
    made = lists.signed(cast)
    actions.withdraw(gone, by=cast.colleague.seat, at=make.ENDORSED)

    assert refusal(actions.send_list, made, by=cast.coordinator.seat, at=WHEN) == "changed"


def test_a_later_change_makes_a_new_version_with_marks_and_the_old_paper_points_to_it(cast):
    stays = make.endorsed(cast, make.another_teacher(cast, 1))
    gone = make.endorsed(cast, who := make.another_teacher(cast, 2))
    first = lists.sent(cast)
    actions.withdraw(gone, by=who.seat, at=make.ENDORSED)
    new = make.endorsed(cast, make.another_teacher(cast, 3))

    second = lists.prepared(cast)

    assert second.version == 2
    assert names(second) == [(stays.name, ""), (new.name, "new"), (gone.name, "removed")]
    assert Paper.objects.get(pk=first.paper_id).superseded_by == second.paper
    assert refusal(actions.send_list, lists.signed(cast), by=cast.neighbour.seat, at=WHEN) == "role"
    assert actions.send_list(lists.signed(cast), by=cast.coordinator.seat, at=WHEN).paper == second.paper


def test_a_version_that_was_never_sent_leaves_no_marks(cast):
    make.endorsed(cast)
    lists.prepared(cast)
    make.endorsed(cast, cast.colleague)

    second = lists.prepared(cast)

    assert second.version == 2
    assert {mark for _name, mark in names(second)} == {""}


def test_an_old_version_is_neither_signed_nor_sent(cast):
    make.endorsed(cast)
    old = lists.signed(cast)
    make.endorsed(cast, cast.colleague)
    lists.prepared(cast)

    assert refusal(actions.send_list, old, by=cast.coordinator.seat, at=WHEN) == "old_version"
    assert refusal(lists.attach, cast, old) == "old_version"


@pytest.mark.parametrize(
    ("who", "code"),
    [("director", "coordinator_first"), ("teacher", "role"), ("registry", "role"), ("neighbour", "role"),
     ("neighbour_director", "role"), ("bureau", "role")],
)  # fmt: skip
def test_the_named_coordinator_sends_it(cast, who, code):
    make.endorsed(cast)
    made = lists.signed(cast)
    seat = getattr(cast, who).seat

    assert refusal(actions.prepare_list, cast.round, cast.college, by=seat, at=WHEN) == code
    assert refusal(actions.send_list, made, by=seat, at=WHEN) == code


def test_without_a_coordinator_the_director_sends_it_and_a_deputy_always_may(cast):
    make.endorsed(cast)
    made = lists.signed(cast)
    Participation.objects.filter(college=cast.college).update(
        coordinator=None, coordinator_named_at=None, coordinator_named_by=None
    )

    assert refusal(actions.send_list, made, by=cast.coordinator.seat, at=WHEN) == "not_named"
    assert actions.send_list(made, by=cast.director.seat, at=WHEN).accepted_by == cast.director.seat


def test_who_was_a_moment_later_gets_the_receipt_of_the_first(cast, monkeypatch):
    make.endorsed(cast)
    made = lists.signed(cast)
    first = actions.send_list(made, by=cast.deputy.seat, at=WHEN)
    from applications.actions import name_list as module

    # Her look for a receipt came before the other's commit.
    look, answers = module.receipts.of, [None]
    monkeypatch.setattr(module.receipts, "of", lambda key: answers.pop() if answers else look(key))

    assert actions.send_list(made, by=cast.coordinator.seat, at=WHEN) == first
    assert Receipt.objects.filter(series="LIST").count() == 1
