"""Signing a plan in the portal: who, in which order, what it takes, and what comes out."""

from dataclasses import replace

import pytest

from applications import actions
from applications.enums import SignatureProof
from applications.models import Application, Plan, Signature
from people.enums import SeatKind, SigningCapacity
from records import documents, sealing, vault
from records.models import Document, Entry, Notice, Ring
from records.sealing import Mark
from rounds.moves import Refused
from tests.cast import at, person, profile, seat
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


# In order, after reading -----------------------------------------------------------------------


def test_all_sign_in_the_rounds_order_and_the_plan_is_certified(cast):
    application = signing.all_sign(cast, signing.circulated(cast))

    lines = Signature.objects.filter(plan=application.plan).order_by("position")
    assert [(row.role, row.signed_by, row.sha256) for row in lines] == [
        ("teacher", cast.teacher.seat, application.plan.prepared.sha256),
        ("department_head", cast.colleague.seat, application.plan.prepared.sha256),
        ("deputy_director", cast.deputy.seat, application.plan.prepared.sha256),
        ("director", cast.director.seat, application.plan.prepared.sha256),
    ]
    assert application.plan.state == "CERTIFIED"
    assert Entry.objects.get(verb="applications:plan:certify").by == cast.director.seat


def test_a_signature_is_written_down_with_how_and_over_which_bytes(cast):
    application = signing.circulated(cast)

    signing.give(signing.line(application, "teacher"), cast.teacher)

    entry = Entry.objects.get(verb="applications:signature:sign")
    assert (entry.by, entry.at) == (cast.teacher.seat, signing.SIGNED)
    assert entry.facts == {
        "before": "WAITING",
        "role": "teacher",
        "version": 1,
        "method": "TYPED",
        "proof": "PASSWORD",
        "capacity": "OWN",
        "sha256": application.plan.prepared.sha256,
    }


def test_the_hand_lies_under_lock_until_it_is_sealed(cast):
    application = signing.circulated(cast)
    row = signing.give(signing.line(application, "teacher"), cast.teacher)

    kept = bytes(Signature.objects.get(pk=row.pk).mark)

    assert "สมชาย".encode() not in kept
    assert vault.unlock(kept) == "นายสมชาย รักเรียน".encode()


def test_nobody_signs_before_their_turn(cast):
    application = signing.circulated(cast)

    assert refused(signing.give, signing.line(application, "director"), cast.director) == "turn"
    assert states(application) == ["WAITING"] * 4


def test_nobody_signs_what_they_have_not_opened(cast):
    application = signing.circulated(cast)

    assert refused(signing.give, signing.line(application, "teacher"), cast.teacher, opened=False) == "not_opened"


def test_nothing_is_opened_before_it_is_prepared(cast):
    application = signing.circulated(cast)
    Plan.objects.update(prepared=None)

    assert refused(signing.give, signing.line(application, "teacher"), cast.teacher) == "preparing"


@pytest.mark.parametrize(
    "who", ["colleague", "coordinator", "deputy", "director", "neighbour", "neighbour_director", "bureau", "revoked"]
)
def test_nobody_signs_for_the_teacher(cast, who):
    row = signing.line(signing.circulated(cast), "teacher")

    assert refused(signing.give, row, getattr(cast, who)) == "role"


def test_nobody_signs_twice(cast):
    row = signing.line(signing.circulated(cast), "teacher")
    signing.give(row, cast.teacher)

    assert refused(signing.give, row, cast.teacher, opened=False) == "state"
    assert Entry.objects.filter(verb="applications:signature:sign").count() == 1


def test_each_signer_is_told_when_it_is_their_turn_and_not_before(cast):
    application = signing.circulated(cast)
    assert not Notice.objects.filter(name="applications/to_sign").exists()

    signing.give(signing.line(application, "teacher"), cast.teacher)

    assert [row.to for row in Notice.objects.filter(name="applications/to_sign")] == [cast.colleague.user]


# In which capacity -----------------------------------------------------------------------------


def test_an_acting_director_signs_as_such_whatever_is_asked_for(cast):
    application = signing.circulated(cast)
    acting = person("นาง รักษา การแทน", SeatKind.DIRECTOR, cast.college, capacity=SigningCapacity.ACTING)
    people = {"teacher": cast.teacher, "department_head": cast.colleague, "deputy_director": cast.deputy}
    for role, who in people.items():
        signing.give(signing.line(application, role), who)

    row = signing.give(signing.line(application, "director"), acting, capacity="OWN")

    assert (row.capacity, row.name) == ("ACTING", "นางรักษา การแทน")


def test_a_deputy_may_sign_on_behalf_of_the_holder(cast):
    application = signing.circulated(cast)
    signing.give(signing.line(application, "teacher"), cast.teacher)

    row = signing.give(signing.line(application, "department_head"), cast.colleague, capacity="ON_BEHALF")

    assert row.capacity == "ON_BEHALF"
    assert Entry.objects.filter(verb="applications:signature:sign").last().facts["capacity"] == "ON_BEHALF"


def as_teacher(cast, who):
    profile(who.user, cast.college)
    return replace(who, seat=seat(who.user, SeatKind.TEACHER, cast.college))


def own_plan_of_the_director(cast):
    director = as_teacher(cast, cast.director)
    application = signing.circulated(cast, director)
    signing.give(signing.line(application, "teacher"), director)
    signing.give(signing.line(application, "department_head"), cast.colleague)
    signing.give(signing.line(application, "deputy_director"), cast.deputy)
    return application


def test_a_directors_own_plan_is_certified_by_the_bureau(cast):
    application = own_plan_of_the_director(cast)
    row = signing.line(application, "director")

    assert row.seat_kind == SeatKind.BUREAU
    assert refused(signing.give, row, cast.director) == "role"
    assert refused(signing.give, row, cast.neighbour_director) == "role"
    assert signing.give(row, cast.bureau).signed_by == cast.bureau.seat


def test_or_by_the_acting_director_named_for_it(cast):
    acting = person("นาง รักษา การแทน", SeatKind.DIRECTOR, cast.college, capacity=SigningCapacity.ACTING)
    application = own_plan_of_the_director(cast)
    row = signing.line(application, "director")

    assert row.seat == acting.seat
    assert refused(signing.give, row, cast.director) == "role"
    assert signing.give(row, acting).capacity == "ACTING"


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


# Many at once ----------------------------------------------------------------------------------


def test_a_director_signs_many_and_the_bad_ones_are_named(cast):
    applications = [signing.circulated(cast, make.another_teacher(cast, number)) for number in range(1, 5)]
    lines = [signing.line(application, "director") for application in applications]
    Signature.objects.exclude(role="director").filter(plan__in=[row.plan_id for row in lines[:3]]).update(
        state="SIGNED", signed_at=WHEN, signed_by=cast.colleague.seat, method="TYPED", proof="PASSWORD", sha256="0" * 64
    )
    for row in (*lines[:2], lines[3]):
        actions.open_document(row, by=cast.director.seat, at=WHEN)

    outcome = actions.sign_many(
        lines, by=cast.director.seat, at=WHEN, mark=Mark("typed", b"x"), proof=SignatureProof.PASSWORD
    )

    assert outcome.done == lines[:2]
    assert [(row.pk, refusal.code) for row, refusal in outcome.skipped] == [
        (lines[2].pk, "not_opened"),
        (lines[3].pk, "turn"),
    ]
    assert Entry.objects.filter(verb="applications:signature:sign").count() == 2


# What comes of it ------------------------------------------------------------------------------


def test_submitting_waits_for_no_seal(cast):
    application = signing.all_sign(cast, signing.circulated(cast))
    assert application.plan.signed is None

    receipt = make.send(application, cast.teacher)

    assert receipt.document == application.plan.prepared
    assert make.again(application).state == "SUBMITTED"


def test_but_the_coordinator_does(cast):
    application = signing.all_sign(cast, signing.circulated(cast))
    make.send(application, cast.teacher)
    row = make.again(application)

    with pytest.raises(Refused) as raised:
        actions.endorse(row, by=cast.coordinator.seat, at=make.ENDORSED, attested=True)

    assert raised.value.refusal.code == "sealing"


def test_what_was_signed_in_the_portal_is_endorsed_without_a_word_on_a_copy(cast):
    application = signing.all_sign(cast, signing.circulated(cast))
    signing.seal(cast, application)
    make.send(application, cast.teacher)

    actions.endorse(make.again(application), by=cast.coordinator.seat, at=make.ENDORSED, attested=False)

    row = make.again(application)
    assert (row.state, row.attested, row.plan.signed.kind) == ("ENDORSED", False, "SIGNED")


def test_in_bulk_those_with_a_copy_still_need_the_word(cast):
    sealed = signing.all_sign(cast, signing.circulated(cast))
    signing.seal(cast, sealed)
    make.send(sealed, cast.teacher)
    scanned = make.submitted(cast, make.another_teacher(cast))
    rows = [make.again(sealed), make.again(scanned)]

    assert refused(
        actions.endorse_many, rows, by=cast.coordinator.seat, at=make.ENDORSED, attested=False
    ) == "not_attested"  # fmt: skip
    outcome = actions.endorse_many(rows, by=cast.coordinator.seat, at=make.ENDORSED, attested=True)

    assert {row.pk for row in outcome.done} == {sealed.pk, scanned.pk}
    assert dict(Application.objects.values_list("pk", "attested")) == {sealed.pk: False, scanned.pk: True}


# The bell --------------------------------------------------------------------------------------


def test_the_bell_prepares_seals_and_tells(cast):
    application = signing.sealed(cast)

    plan = signing.plan_of(application)
    sealed = Document.objects.filter(paper=plan.paper, kind="SIGNED").order_by("kept_at", "pk")
    last = plan.signed
    assert sealed.count() == 4
    assert documents.read(last).startswith(documents.read(plan.prepared))
    assert last.facts["signers"] == ["teacher", "department_head", "deputy_director", "director"]
    verdict = sealing.verify(documents.read(last), code=plan.paper.code, roles=last.facts["signers"])
    assert (verdict.problems, verdict.open) == ([], [])
    assert list(plan.signatures.values_list("mark", flat=True)) == [None] * 4
    assert Notice.objects.get(name="applications/certify").to == cast.teacher.user

    # Rung a second time it finds everything done.
    before = Document.objects.count()
    assert actions.seal_plan(plan, by=cast.system, at=WHEN) == last
    assert actions.prepare_signing(signing.plan_of(application), by=cast.system, at=WHEN) == plan.prepared
    assert Document.objects.count() == before


def test_a_crash_between_two_seals_loses_nothing(cast, monkeypatch):
    application = signing.all_sign(cast, signing.circulated(cast, real=True))
    plan = signing.plan_of(application)
    real, done = sealing.add, []

    def dies(before, act, **facts):
        if len(done) == 2:
            raise RuntimeError("killed")
        done.append(act.role)
        return real(before, act, **facts)

    monkeypatch.setattr(sealing, "add", dies)
    with pytest.raises(RuntimeError):
        actions.seal_plan(plan, by=cast.system, at=WHEN)
    monkeypatch.setattr(sealing, "add", real)
    assert signing.plan_of(application).signed is None

    last = actions.seal_plan(signing.plan_of(application), by=cast.system, at=WHEN)

    assert signing.plan_of(application).signed == last
    assert Document.objects.filter(kind="SIGNED").count() == 4
    assert sealing.verify(documents.read(last), code=plan.paper.code, roles=last.facts["signers"]).ok


def test_each_signature_rings_for_its_seal(cast):
    application = signing.circulated(cast)
    Ring.objects.all().delete()

    signing.give(signing.line(application, "teacher"), cast.teacher)

    assert [row.task for row in Ring.objects.order_by("pk")] == ["applications.seal_plan", "records.deliver"]


def test_two_who_sign_at_once_leave_one_signature(cast):
    row = signing.line(signing.circulated(cast), "director")
    acting = person("นาง รักษา การแทน", SeatKind.DIRECTOR, cast.college, capacity=SigningCapacity.ACTING)
    Signature.objects.exclude(pk=row.pk).update(
        state="SIGNED", signed_at=WHEN, signed_by=cast.colleague.seat, method="TYPED", proof="PASSWORD", sha256="0" * 64
    )
    signing.give(row, cast.director)

    assert refused(signing.give, row, acting) == "state"
    assert Signature.objects.get(pk=row.pk).signed_by == cast.director.seat
