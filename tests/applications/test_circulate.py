"""Sending a plan round: whom it lies with, who declines or hands over, what ends it, ink beside it."""

import pytest

from applications import actions
from applications.models import Plan, Signature
from people.enums import SeatKind, SigningCapacity
from records.models import Entry, Notice
from rounds.moves import Refused
from tests.cast import at, person
from tests.factories import applications as make
from tests.factories import signing

WHEN = at("2025-02-18 10:00")


def refused(act, *args, **facts):
    with pytest.raises(Refused) as raised:
        act(*args, **facts)
    return raised.value.refusal.code


def states(application):
    return list(
        Signature.objects.filter(plan_id=application.plan_id).order_by("position").values_list("state", flat=True)
    )


# Round it goes ---------------------------------------------------------------------------------


def test_the_lines_stand_in_the_rounds_order_with_whom_they_lie(cast):
    application = signing.circulated(cast)

    lines = Signature.objects.filter(plan=application.plan).order_by("position")
    assert [(row.role, row.name, row.seat, row.seat_kind) for row in lines] == [
        ("teacher", "นายสมชาย รักเรียน", cast.teacher.seat, ""),
        ("department_head", "นางมาลี ศรีสุข", cast.colleague.seat, ""),
        ("deputy_director", "นายวิชัย พร้อมเพรียง", cast.deputy.seat, ""),
        ("director", "นายประเสริฐ มั่นคง", cast.director.seat, "DIRECTOR"),
    ]


def test_a_second_press_sends_nothing_round_twice(cast):
    application = signing.circulated(cast)

    actions.circulate(application, {}, by=cast.teacher.seat, at=WHEN)

    assert Signature.objects.count() == 4
    assert Entry.objects.filter(verb="applications:plan:circulate").count() == 1


@pytest.mark.parametrize("who", ["colleague", "director", "neighbour", "neighbour_teacher", "bureau"])
def test_nobody_else_sends_it_round(cast, who):
    application = make.frozen(cast)

    assert refused(actions.circulate, application, {}, by=getattr(cast, who).seat, at=WHEN) == "role"


def test_a_draft_is_not_sent_round(cast):
    assert refused(actions.circulate, make.written(cast), {}, by=cast.teacher.seat, at=WHEN) == "not_frozen"


@pytest.mark.parametrize("who", ["neighbour", "teacher", "bureau"])
def test_nobody_of_another_college_nor_the_teacher_herself_is_chosen(cast, who):
    application = make.frozen(cast)
    chosen = {"department_head": getattr(cast, who).seat, "deputy_director": cast.deputy.seat}

    assert refused(actions.circulate, application, chosen, by=cast.teacher.seat, at=WHEN) == "nobody"
    assert not Signature.objects.exists()


def test_without_a_sealing_key_the_door_says_so(cast, settings):
    settings.PRODUCTION = True

    assert refused(actions.circulate, make.frozen(cast), {}, by=cast.teacher.seat, at=WHEN) == "no_seal"


# No, and somebody else -------------------------------------------------------------------------


def test_who_declines_says_why_and_the_teacher_is_told(cast):
    application = signing.circulated(cast)
    row = signing.line(application, "teacher")
    signing.give(row, cast.teacher)
    row = signing.line(application, "department_head")

    assert refused(actions.decline, row, reason="  ", by=cast.colleague.seat, at=WHEN) == "no_reason"
    actions.decline(row, reason="ชั่วโมงไม่ครบ", by=cast.colleague.seat, at=WHEN)

    row.refresh_from_db()
    assert (row.state, row.reason, row.declined_by) == ("DECLINED", "ชั่วโมงไม่ครบ", cast.colleague.seat)
    assert Notice.objects.get(name="applications/decline").to == cast.teacher.user
    assert refused(signing.give, signing.line(application, "deputy_director"), cast.deputy) == "turn"


def test_a_line_is_handed_over_and_lies_with_the_other_alone(cast):
    application = signing.circulated(cast)
    signing.give(signing.line(application, "teacher"), cast.teacher)
    row = signing.line(application, "department_head")
    actions.open_document(row, by=cast.colleague.seat, at=WHEN)

    actions.hand_over(row, to=cast.supervisor.seat, by=cast.colleague.seat, at=WHEN)

    row.refresh_from_db()
    assert (row.seat, row.name, row.opened_at) == (cast.supervisor.seat, "นายนิเทศ ติดตาม", None)
    assert Notice.objects.filter(name="applications/to_sign").last().to == cast.supervisor.user
    assert refused(signing.give, row, cast.colleague) == "role"
    signing.give(row, cast.supervisor)


def test_the_directors_line_goes_to_another_holder_of_the_seat_only(cast):
    application = signing.circulated(cast)
    row = signing.line(application, "director")
    acting = person("นาง รักษา การแทน", SeatKind.DIRECTOR, cast.college, capacity=SigningCapacity.ACTING)

    for other in (cast.colleague, cast.neighbour_director, cast.bureau):
        assert refused(actions.hand_over, row, to=other.seat, by=cast.director.seat, at=WHEN) == "nobody"
    actions.hand_over(row, to=acting.seat, by=cast.director.seat, at=WHEN)

    row.refresh_from_db()
    assert row.seat == acting.seat


@pytest.mark.parametrize("who", ["registry", "neighbour", "neighbour_director", "bureau", "policy"])
def test_strangers_hand_nothing_over(cast, who):
    row = signing.line(signing.circulated(cast), "department_head")

    assert refused(actions.hand_over, row, to=cast.registry.seat, by=getattr(cast, who).seat, at=WHEN) == "role"


# A change ends it; ink beside it ---------------------------------------------------------------


def test_a_change_makes_a_new_version_that_needs_new_signatures(cast):
    application = signing.circulated(cast)
    signing.give(signing.line(application, "teacher"), cast.teacher)
    old = signing.line(application, "department_head")

    new = actions.revise(make.again(application), by=cast.teacher.seat, at=WHEN)

    assert (new.version, new.signatures.count(), new.prepared) == (2, 0, None)
    assert refused(signing.give, old, cast.colleague) == "replaced"
    assert not Signature.objects.waiting().exists()


def test_also_after_everybody_has_signed(cast):
    application = signing.all_sign(cast, signing.circulated(cast))

    new = actions.revise(application, by=cast.teacher.seat, at=WHEN)

    assert (new.version, Plan.objects.get(version=1).state) == (2, "SUPERSEDED")
    assert refused(actions.submit, make.again(application), by=cast.teacher.seat, at=WHEN, turn=0) == "not_frozen"


def test_what_is_withdrawn_is_signed_no_more(cast):
    application = signing.circulated(cast)
    row = signing.line(application, "teacher")
    actions.withdraw(make.again(application), by=cast.teacher.seat, at=WHEN)

    assert refused(signing.give, row, cast.teacher) == "sent"


def test_from_the_first_one_in_ink_on_all_sign_in_ink(cast):
    application = signing.circulated(cast, ink_from="deputy_director")

    assert states(application) == ["WAITING", "WAITING", "INK", "INK"]
    signing.all_sign(cast, application)
    assert make.again(application).plan.state == "FROZEN"
    assert refused(actions.submit, make.again(application), by=cast.teacher.seat, at=WHEN, turn=0) == "not_signed"


def test_a_copy_signed_in_ink_may_come_at_any_time_and_ends_the_waiting(cast):
    application = signing.circulated(cast)
    signing.give(signing.line(application, "teacher"), cast.teacher)

    make.attach(make.again(application), cast.teacher)

    assert states(application) == ["SIGNED", "INK", "INK", "INK"]
    assert Entry.objects.filter(verb="applications:signature:in_ink").count() == 3
    make.send(make.again(application), cast.teacher)


def test_what_all_signed_in_the_portal_is_not_replaced_by_a_scan(cast):
    application = signing.all_sign(cast, signing.circulated(cast))

    assert refused(make.attach, application, cast.teacher) == "certified"


def test_all_in_ink_is_no_way_round(cast):
    application = make.frozen(cast)

    assert refused(actions.circulate, application, {}, ink_from="teacher", by=cast.teacher.seat, at=WHEN) == "all_ink"
