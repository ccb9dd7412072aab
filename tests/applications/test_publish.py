"""The list: numbered in Thai order, in editions whose changes are marked, published whole or not at all."""

import pytest

from applications import actions
from applications.models import Announcement, Application, Line
from placements.models import Placement
from records.models import Entry, Notice, Ring
from rounds.moves import Refused
from tests.cast import at
from tests.factories import applications as make

WHEN = at("2025-03-10 10:00")


def people(cast, *numbers):
    """Endorsed applications of teachers, by the place of their names in the dictionary."""
    return {number: make.endorsed(cast, make.another_teacher(cast, number)) for number in numbers}


def lines(edition):
    return [
        (line.outcome, line.no, line.application_id, line.mark)
        for line in Line.objects.filter(announcement=edition).order_by("outcome", "no")
    ]


def refusal(act, *args, **more):
    with pytest.raises(Refused) as raised:
        act(*args, **more)
    return raised.value.refusal


# Preparing -----------------------------------------------------------------------------------


def test_names_are_numbered_in_the_order_of_the_thai_dictionary(cast):
    rows = people(cast, 5, 3, 8, 1)  # เฉลิม, คำนึง, ดวงดาว, กนก
    make.decide(cast, rows.values(), "ELIGIBLE")

    edition = actions.prepare(make.edition(cast), by=cast.bureau.seat, at=WHEN)

    assert lines(edition) == [
        ("ELIGIBLE", number, rows[place].pk, "") for number, place in enumerate([1, 3, 5, 8], start=1)
    ]


def test_the_reserve_list_stands_in_the_order_of_its_ranks(cast):
    rows = people(cast, 1, 2, 3)
    make.decide(cast, [rows[3], rows[1], rows[2]], "RESERVE")

    edition = actions.prepare(make.edition(cast), by=cast.bureau.seat, at=WHEN)

    assert lines(edition) == [
        ("RESERVE", 1, rows[3].pk, ""),
        ("RESERVE", 2, rows[1].pk, ""),
        ("RESERVE", 3, rows[2].pk, ""),
    ]


def test_a_line_is_printed_as_the_people_stand_now(cast):
    make.decided(cast)

    edition = actions.prepare(make.edition(cast), by=cast.bureau.seat, at=WHEN)

    line = edition.lines.get()
    assert (line.name, line.college_name, line.branch, line.province) == (
        "นายสมชาย รักเรียน",
        "วิทยาลัยเทคนิคชลธารา",
        "ช่างยนต์",
        "ชลบุรี",
    )


def test_preparing_rings_for_the_paper_once(cast):
    make.decided(cast)
    Ring.objects.all().delete()

    edition = actions.prepare(make.edition(cast), by=cast.bureau.seat, at=WHEN)

    assert [(ring.task, ring.about) for ring in Ring.objects.all()] == [
        ("applications.print_announcement", str(edition.pk))
    ]


def test_without_anybody_decided_upon_there_is_no_list(cast):
    make.endorsed(cast)

    assert refusal(actions.prepare, make.edition(cast), by=cast.bureau.seat, at=WHEN).code == "nobody"


def test_there_is_one_open_edition(cast):
    make.edition(cast)

    assert refusal(make.edition, cast).code == "open_edition"


@pytest.mark.parametrize("who", ["teacher", "coordinator", "director", "policy", "finance", "auditor"])
def test_nobody_but_the_bureau_touches_an_edition(cast, who):
    make.decided(cast)
    seat = getattr(cast, who).seat
    edition = make.edition(cast)

    for act in (actions.prepare, actions.sign, actions.publish):
        assert refusal(act, edition, by=seat, at=WHEN).code == "role"
    with pytest.raises(Refused):
        actions.draft_again(edition, by=seat, at=WHEN, title="…")
    assert Announcement.objects.get().state == "DRAFT"


def test_steps_come_in_their_order(cast):
    make.decided(cast)
    edition = make.edition(cast)

    assert refusal(actions.sign, edition, by=cast.bureau.seat, at=WHEN).code == "state"
    assert refusal(actions.publish, edition, by=cast.bureau.seat, at=WHEN).code == "state"
    actions.prepare(edition, by=cast.bureau.seat, at=WHEN)
    assert refusal(actions.sign, edition, by=cast.bureau.seat, at=WHEN).code == "no_document"


def test_changed_words_have_to_be_prepared_again(cast):
    make.decided(cast)
    edition = make.printed(actions.prepare(make.edition(cast), by=cast.bureau.seat, at=WHEN), cast)

    actions.draft_again(edition, by=cast.bureau.seat, at=WHEN, title="ใหม่")

    assert (edition.state, edition.document, edition.title) == ("DRAFT", None, "ใหม่")


# Publishing ----------------------------------------------------------------------------------


def test_published_every_name_has_its_result_and_the_eligible_their_placements(cast):
    rows = people(cast, 1, 2, 3)
    for number, decision in ((1, "ELIGIBLE"), (2, "RESERVE"), (3, "NOT_ELIGIBLE")):
        make.decide(cast, [rows[number]], decision)

    edition = make.published(cast)

    assert edition.state == "PUBLISHED"
    states = dict(Application.objects.values_list("pk", "state"))
    assert states == {rows[1].pk: "ELIGIBLE", rows[2].pk: "RESERVE", rows[3].pk: "NOT_ELIGIBLE"}
    placement = Placement.objects.get()
    assert (placement.teacher, placement.warrant_id) == (rows[1].teacher, make.again(rows[1]).plan.signed_id)
    assert placement.awarded["hours"] == "60"


def test_each_teacher_hears_her_result_and_each_college_its_numbers(cast):
    make.decided(cast)
    make.decided(cast, cast.colleague, decision="RESERVE")
    Notice.objects.all().delete()

    make.published(cast)

    told = {(row.name, row.to.email): row.context for row in Notice.objects.select_related("to")}
    assert set(told) == {
        ("applications/announce_eligible", cast.teacher.user.email),
        ("applications/announce_reserve", cast.colleague.user.email),
        ("applications/announce_college", cast.coordinator.user.email),
        ("applications/announce_college", cast.director.user.email),
    }
    counts = told["applications/announce_college", cast.director.user.email]
    assert (counts["eligible"], counts["reserve"]) == (1, 1)


def test_the_public_sees_it_from_that_moment(cast):
    make.decided(cast)
    edition = make.signed(cast)
    nobody = cast.anonymous.actor()
    assert list(Announcement.objects.visible_to(nobody)) == []

    actions.publish(edition, by=cast.bureau.seat, at=WHEN)

    assert list(Announcement.objects.visible_to(nobody)) == [edition]


def publish_after(cast, change):
    """Two decided; something happens between signing and publishing; nothing at all may have been published."""
    first, second = make.decided(cast), make.decided(cast, cast.colleague)
    edition = make.signed(cast)
    change(first)
    before = (Entry.objects.count(), Notice.objects.count())

    answer = refusal(actions.publish, edition, by=cast.bureau.seat, at=WHEN)

    edition.refresh_from_db()
    assert edition.state == "SIGNED"
    assert Application.objects.get(pk=second.pk).state == "ENDORSED"
    assert Placement.objects.count() == 0
    assert (Entry.objects.count(), Notice.objects.count()) == before
    return answer


def test_when_somebody_withdrew_meanwhile_nothing_is_published(cast):
    def withdraw(application):
        actions.withdraw(application, by=cast.teacher.seat, at=WHEN)

    answer = publish_after(cast, withdraw)

    assert answer.code == "changed"
    assert "สมชาย" in str(answer)
    assert "มาลี" not in str(answer)


def test_when_a_plan_was_returned_meanwhile_nothing_is_published(cast):
    def send_back(application):
        actions.send_back(application, comment="ตรวจใหม่", by=cast.bureau.seat, at=WHEN)

    assert publish_after(cast, send_back).code == "changed"


def test_when_the_bureau_decided_otherwise_meanwhile_nothing_is_published(cast):
    def decide(application):
        make.decide(cast, [application], "NOT_ELIGIBLE", when=WHEN)

    assert publish_after(cast, decide).code == "changed"


def test_who_withdraws_between_the_test_and_the_writing_stops_it_too(cast, monkeypatch):
    from applications.actions import announcement as module

    still_true = module.is_still_true

    def withdraws_after_the_test(line, application):
        answer = still_true(line, application)
        Application.objects.filter(pk=first.pk).update(
            state="WITHDRAWN", withdrawn_at=WHEN, withdrawn_by=cast.teacher.seat
        )
        return answer

    first, _second = make.decided(cast), make.decided(cast, cast.colleague)
    edition = make.signed(cast)
    monkeypatch.setattr(module, "is_still_true", withdraws_after_the_test)

    assert refusal(actions.publish, edition, by=cast.bureau.seat, at=WHEN).code == "changed"
    edition.refresh_from_db()
    assert edition.state == "SIGNED"


def test_it_is_published_once(cast):
    make.decided(cast)
    edition = make.published(cast)

    assert refusal(actions.publish, edition, by=cast.bureau.seat, at=WHEN).code == "state"
    assert refusal(actions.draft_again, edition, by=cast.bureau.seat, at=WHEN, title="…").code == "state"


def test_publishing_many_costs_the_statements_of_publishing_few(cast, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for numbers in ((1, 2), (3, 4, 5, 6, 7)):
        make.decide(cast, people(cast, *numbers).values(), "ELIGIBLE")
        edition = make.signed(cast)
        with CaptureQueriesContext(connection) as seen:
            actions.publish(edition, by=cast.bureau.seat, at=WHEN)
        counts.append(len(seen))

    assert counts[0] == counts[1]
