"""Every notice of the gate and its calendar, as its reader gets it: whole, without a hole where a fact is missing."""

import copy

import pytest

from applications import actions
from records import wording
from records.models import Notice
from rounds import actions as rounds
from rounds import reminding
from tests.cast import at
from tests.factories import applications as make
from tests.factories import signing

HOLE = "‹missing›"


@pytest.fixture
def holes_show(settings):
    """A template that asks for a fact which nobody gave says so."""
    engines = copy.deepcopy(settings.TEMPLATES)
    engines[0]["OPTIONS"]["string_if_invalid"] = HOLE
    settings.TEMPLATES = engines


def a_whole_year(cast):
    """Brings about each kind of notice once at least."""
    rounds.name_coordinator(cast.participation, cast.deputy.seat, by=cast.director.seat, at=at("2025-02-03 09:00"))
    rounds.name_coordinator(cast.participation, cast.coordinator.seat, by=cast.director.seat, at=at("2025-02-04 09:00"))
    asked = {"kind": "PLANS_DUE", "reason": "รอลายเซ็น", "at": at("2025-02-25 09:00")}
    for person, decide in ((cast.teacher, "grant"), (cast.colleague, "decline")):
        extension = rounds.ask(
            cast.round, person=person.user, college=cast.college, until=at("2025-03-05").date(), by=person.seat, **asked
        )
        getattr(rounds, decide)(extension, by=cast.bureau.seat, at=at("2025-02-26 09:00"), answer="ตามเหตุผล")
    people = [make.another_teacher(cast, number) for number in range(1, 9)]
    _signing(cast, people[7])
    make.started(cast, people[0], when=at("2025-02-03 09:00"))
    make.submitted(cast, people[1])
    make.sent_back(cast, people[2])
    make.withdrawn(cast, people[3])
    reminding.remind(at("2025-02-26 09:00"))
    reminding.remind(at("2025-02-28 09:00"))
    reminding.remind(at("2025-03-05 09:00"))
    actions.lapse(cast.round, by=cast.system, at=at("2025-03-05 00:00"))
    make.decided(cast, people[4])
    make.decided(cast, people[5], decision="RESERVE")
    make.decided(cast, people[6], decision="NOT_ELIGIBLE")
    make.published(cast)
    placed, reserve = (make.again(make.started(cast, person)) for person in people[4:6])
    actions.waive(placed, by=people[4].seat, at=at("2025-03-11 09:00"))
    actions.promote(reserve, by=cast.bureau.seat, at=at("2025-03-12 09:00"))


def _signing(cast, teacher):
    """The head of department declines, and signs when she is asked once more; the others sign in ink."""
    application = signing.circulated(cast, teacher, real=True, ink_from="deputy_director")
    signing.give(signing.line(application, "teacher"), teacher)
    row = signing.line(application, "department_head")
    actions.decline(row, reason="ชั่วโมงไม่ครบ", by=cast.colleague.seat, at=signing.SIGNED)
    actions.hand_over(row, to=cast.colleague.seat, by=teacher.seat, at=signing.SIGNED)
    signing.give(row, cast.colleague)
    actions.seal_plan(signing.plan_of(application), by=cast.system, at=signing.SEALED)


def test_every_kind_of_notice_of_the_gate_is_brought_about_by_the_year(cast):
    from tests.house.test_words import notice_names

    a_whole_year(cast)

    # Invitations, joining and the end of a seat are told where people come in, damage and broken seals where files are
    # kept, changed dates and more time for many where they are given, the establishment's link where it signs, a list
    # where it is sent.
    elsewhere = {
        *("rounds/invite", "rounds/join", "rounds/join_known", "rounds/end_seat"),
        *("records/damaged", "records/seals_broken", "rounds/moved", "rounds/extend"),
        *("applications/send_link", "applications/send_list"),
    }
    assert notice_names() - set(Notice.objects.values_list("name", flat=True)) == elsewhere


def test_every_notice_reads_whole(cast, holes_show):
    a_whole_year(cast)

    broken = {}
    for row in Notice.objects.select_related("to"):
        subject, body = wording.render(row)
        if HOLE in subject + body or "{" in subject + body or len(subject) < 8 or len(body) < 40:
            broken[row.name] = (subject, body)

    assert broken == {}


def test_every_notice_is_thai_and_names_the_portals_own_address_only(cast, settings):
    import re

    a_whole_year(cast)

    for row in Notice.objects.select_related("to"):
        subject, body = wording.render(row)
        assert re.search(r"[ก-๙]", subject), row.name
        assert set(re.findall(r"https?://[\w.-]+", body)) <= {settings.PUBLIC_URL}, row.name


def test_a_name_that_looks_like_markup_stays_a_name(cast):
    person = make.another_teacher(cast, 1)
    person.user.last_name = "O'Neil & <b>"
    person.user.save(update_fields=["last_name"])
    make.submitted(cast, person)

    text = "".join(wording.render(Notice.objects.get(name="applications/to_check")))

    assert "O'Neil & <b>" in text
