"""A date is changed after its consequences were seen, exactly as they were seen, and not before."""

from __future__ import annotations

import datetime as dt

import pytest

from people.clock import local
from records import wording
from records.models import Entry, Notice
from reports.impact import Impact, Proposal
from rounds.actions import extend, move_milestone
from rounds.models import Milestone
from rounds.moves import Refused
from tests.cast import at
from tests.factories import applications as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
WHEN = at("2025-02-20 09:00")
PLANS = "/calendar/2568/milestones/PLANS_DUE/"
OLD = at("2025-02-27 23:59:59")


def milestone(kind="PLANS_DUE"):
    return Milestone.objects.select_related("round").get(kind=kind)


def impact(closes, kind="PLANS_DUE", when=WHEN, **facts):
    row = milestone(kind)
    values = {"opens_at": row.opens_at, "mode": row.mode, **facts}
    return Impact(row, Proposal(closes_at=at(f"{closes} 23:59:59"), **values), when)


def press(person, **facts):
    return person.client.post(PLANS, {"opens": "1/2/2568", "closes": "3 มี.ค. 2568", "mode": "ENFORCED", **facts})


def confirm(person, **facts):
    seen = press(person, **facts).context["impact"].mark
    return press(person, **{"seen": seen, "words": "เลื่อนแล้ว", **facts})


def plans_due(person):
    rows = person.client.get("/calendar/2568/").context["rows"]
    return next(row["window"] for row in rows if row["milestone"].kind == "PLANS_DUE")


def test_the_first_press_shows_and_changes_nothing(cast):
    make.started(cast)
    entries, notices = Entry.objects.count(), Notice.objects.count()

    page = press(cast.bureau)

    assert page.status_code == 200
    assert milestone().closes_at == OLD
    assert (Entry.objects.count(), Notice.objects.count()) == (entries, notices)
    assert "<del>27" in page.content.decode()


def test_confirmed_every_door_follows_and_the_register_has_before_and_after(cast):
    assert confirm(cast.bureau).status_code == 302

    assert milestone().closes_at == at("2025-03-03 23:59:59")
    assert plans_due(cast.teacher).closes_at == at("2025-03-03 23:59:59")
    entry = Entry.objects.get(verb="rounds:milestone:move")
    assert entry.facts["before"]["closes_at"] == "2025-02-27T23:59:59+07:00"
    assert entry.facts["after"]["closes_at"] == "2025-03-03T23:59:59+07:00"
    assert entry.facts["told"] == 0


def test_those_concerned_are_told_in_the_bureaus_words_and_nobody_else(cast):
    make.started(cast)
    assert confirm(cast.bureau, tell="on", words="เลื่อนเพราะน้ำท่วม").status_code == 302

    told = Notice.objects.filter(name="rounds/moved")
    assert {row.to_id for row in told} == {cast.teacher.user.pk, cast.coordinator.user.pk}
    assert {row.context["words"] for row in told} == {"เลื่อนเพราะน้ำท่วม"}
    assert Entry.objects.get(verb="rounds:milestone:move").facts["told"] == 2
    subject, body = wording.render(told.select_related("to").get(to=cast.teacher.user))
    assert subject.startswith("มีการเปลี่ยนกำหนดวัน: ๒.๒ ")
    assert "เลื่อนเพราะน้ำท่วม" in body
    assert "/calendar/2568/#m-PLANS_DUE" in body


def test_telling_without_words_is_an_error_and_nothing_is_done(cast):
    make.started(cast)
    assert confirm(cast.bureau, tell="on", words="").status_code == 422
    assert milestone().closes_at == OLD


def test_what_changed_since_it_was_shown_is_shown_again(cast):
    seen = press(cast.bureau).context["impact"].mark
    Milestone.objects.filter(pk=milestone().pk).update(mode="SHOWN")

    page = press(cast.bureau, seen=seen, words="x")

    assert (page.status_code, page.context["changed"]) == (200, True)
    assert milestone().closes_at == OLD
    assert press(cast.bureau, seen=page.context["impact"].mark, words="x").status_code == 302


def test_who_works_meanwhile_holds_nobody_up(cast):
    seen = press(cast.bureau).context["impact"].mark
    make.started(cast)

    assert press(cast.bureau, seen=seen, words="x").status_code == 302


def test_other_dates_than_those_that_were_shown_are_shown_first(cast):
    seen = press(cast.bureau).context["impact"].mark
    page = press(cast.bureau, seen=seen, closes="4/3/2568", words="x")
    assert (page.status_code, page.context["changed"], milestone().closes_at) == (200, True, OLD)


def test_of_two_hands_on_a_date_the_second_is_told(cast):
    first, second = milestone(), milestone()
    facts = {"opens_at": first.opens_at, "mode": "ENFORCED", "by": cast.bureau.seat, "at": WHEN}
    move_milestone(first, closes_at=at("2025-03-03 23:59:59"), **facts)
    with pytest.raises(Refused):
        move_milestone(second, closes_at=at("2025-03-04 23:59:59"), **facts)
    assert milestone().closes_at == at("2025-03-03 23:59:59")


def test_who_owes_is_concerned_and_who_has_longer_anyway_is_not(cast):
    make.started(cast)
    late = make.another_teacher(cast, 1)
    make.started(cast, late)
    extend(
        cast.round, "PLANS_DUE", until=at("2025-03-10 23:59:59"), reason="น้ำท่วม", by=cast.bureau.seat, at=WHEN,
        person=late.user, college=cast.college,
    )  # fmt: skip
    make.endorsed(cast, make.another_teacher(cast, 2))

    found = impact("2025-03-03")

    assert [user for row in found.concerned for user in row.owed.people["person"]] == [cast.teacher.user.pk]
    assert found.colleges == {cast.college.pk}
    assert found.pointless == []
    assert [row.until for row in impact("2025-03-11").pointless] == [at("2025-03-10 23:59:59")]


def test_an_earlier_closing_makes_late_at_once_and_a_later_one_opens_again(cast):
    make.started(cast)
    assert len(impact("2025-02-19").late_at_once) == 1
    again = impact("2025-03-05", when=at("2025-03-01 09:00"))
    assert (len(again.open_again), again.late_at_once) == (1, [])


def test_reminders_move_along_or_fall_away(cast):
    found = {row.days_left: row for row in impact("2025-03-03").reminders if row.to == "person"}
    assert local(found[3].before).date() == dt.date(2025, 2, 24)
    assert local(found[3].after).date() == dt.date(2025, 2, 28)
    assert found[7].before is None  # told this very morning already
    assert local(found[7].after).date() == dt.date(2025, 2, 24)
    gone = impact("2025-02-27", mode="INFORMATIVE").reminders
    assert {row.after for row in gone} == {None}


@pytest.mark.parametrize(
    ("kind", "closes", "words"),
    [
        ("PLANS_DUE", "2025-03-01", "ไม่ใช่วันทำการ"),
        ("PLANS_DUE", "2025-02-19", "วันสิ้นสุดนี้ผ่านไปแล้ว"),
        ("PLANS_DUE", "2025-04-10", "รายชื่อจะประกาศก่อน"),
        ("LOGBOOK", "2025-04-30", "สมุดบันทึกจะสิ้นสุดก่อนการฝึก"),
        ("TRAINING", "2025-06-20", "สมุดบันทึกจะสิ้นสุดก่อนการฝึก"),
        ("COLLEGE_REPORT", "2025-05-30", "รายงานของสถานศึกษาจะครบกำหนดก่อน"),
        ("COMPETENCY_TEST", "2025-07-15", "การติดตามจะสิ้นสุดก่อนการทดสอบ"),
    ],
)
def test_what_does_not_fit_is_said(cast, kind, closes, words):
    found = impact(closes, kind)
    assert any(words in sentence for sentence in found.warnings), found.warnings


def test_the_calendar_as_it_is_contradicts_nothing(cast):
    for row in Milestone.objects.select_related("round"):
        same = Impact(row, Proposal(row.opens_at, row.closes_at, row.mode), at("2025-01-31 09:00"))
        assert [words for words in same.warnings if "วันทำการ" not in words] == []


def test_a_closing_before_the_opening_is_an_error_whatever_is_pressed(cast):
    answer = press(cast.bureau, opens="5/3/2568", seen="x")
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["closes"])


@pytest.mark.parametrize("person", ["teacher", "director", "policy", "revoked", "neighbour"])
def test_nobody_else_moves_a_date_or_sees_whom_it_concerns(cast, person):
    somebody = getattr(cast, person)
    assert press(somebody).status_code == 403
    assert somebody.client.get(f"{PLANS}concerned/?opens=1/2/2568&closes=3/3/2568&mode=ENFORCED").status_code == 403
    assert milestone().closes_at == OLD


def test_those_concerned_are_listed_one_by_one_at_the_same_cost(cast, same_queries):
    address = f"{PLANS}concerned/?opens=1/2/2568&closes=3/3/2568&mode=ENFORCED"
    count = iter(range(100))

    def grow(number):
        for _one in range(number):
            make.started(cast, make.another_teacher(cast, next(count)))

    same_queries(lambda: cast.bureau.client.get(address), grow, most=20)
    page = cast.bureau.client.get(address)
    assert len(page.context["rows"]) == 14
    assert {college for _row, college in page.context["rows"]} == {cast.college.name}
    assert cast.bureau.client.get(f"{PLANS}concerned/?closes=x").status_code == 404
