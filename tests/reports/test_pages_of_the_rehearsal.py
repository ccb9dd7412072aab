"""The year before it happens, in pages: asked for, awaited, walked, read, taken away."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core import mail
from icalendar import Calendar

from people.models import Seat
from records.models import Ring
from reports import tasks
from reports.actions import rehearse
from reports.models import Letters, Rehearsal
from tests.cast import at
from tests.factories import applications as make
from tests.factories.rehearsals import rehearsed

NOON = at("2025-02-20 12:00")
PAGE = "/rehearsal/2568/"


@pytest.fixture
def kept(cast, clock):
    clock(NOON)
    return rehearsed(cast, make.started(cast))


@pytest.mark.django_db(transaction=True)
def test_the_bureau_asks_a_worker_rehearses_and_the_page_tells(cast, clock):
    clock(NOON)
    make.started(cast)
    mail.outbox.clear()

    assert cast.bureau.client.post(f"{PAGE}rehearse/").url == PAGE
    waiting = cast.bureau.client.get(PAGE).content.decode()
    assert "hx-trigger" in waiting
    assert "ซ้อม" in waiting
    ring = Ring.objects.get(task="reports.rehearse")
    tasks.rehearse(ring.about, NOON)

    kept = Rehearsal.objects.get()
    assert kept.steps == kept.steps_done > 20
    page = cast.bureau.client.get(PAGE)
    assert page.context["waits"] is None
    assert {row.kind for day in page.context["days"] for row in day.rows} == {"opens", "closes", "message"}
    place = next(row.place for day in page.context["days"] for row in day.messages if row.audience == "ครู")
    letters = cast.bureau.client.get(f"{PAGE}letters/{place}/").content.decode()
    assert f"เรียน {cast.teacher.user.full_name}" in letters
    assert mail.outbox == []


@pytest.mark.django_db(transaction=True)
def test_a_newer_one_takes_the_place_of_the_older(cast, clock):
    clock(NOON)
    older = rehearsed(cast, make.started(cast))
    newer = rehearse(cast.round, by=cast.bureau.seat, at=NOON)
    tasks.rehearse(str(newer.pk), NOON)
    assert list(Rehearsal.objects.all()) == [newer]
    assert not Letters.objects.filter(rehearsal_id=older.pk).exists()
    # The bell is heard a second time: nothing more happens.
    packets = Letters.objects.count()
    tasks.rehearse(str(newer.pk), NOON)
    assert Letters.objects.count() == packets > 0


def test_asking_twice_is_asking_once_until_the_first_has_died(cast, clock):
    first = rehearse(cast.round, by=cast.bureau.seat, at=NOON)
    assert rehearse(cast.round, by=cast.admin.seat, at=at("2025-02-20 12:09")) == first
    assert rehearse(cast.round, by=cast.admin.seat, at=at("2025-02-20 12:11")) != first
    assert Ring.objects.filter(task="reports.rehearse").count() == 2


@pytest.mark.parametrize(
    ("query", "day"),
    [
        ("", "2025-02-28"),
        ("day=27/2/2568", "2025-02-27"),
        ("day=๒๗ ก.พ. ๒๕๖๘", "2025-02-27"),
        ("place=1", "2025-02-28"),
        ("place=2", "2025-02-27"),
        ("place=99", "2025-02-27"),
        ("place=-1", "2025-02-28"),
        ("day=1/1/2569", "2025-02-27"),
    ],
)
def test_a_day_is_typed_or_slid_to(cast, kept, query, day):
    assert str(cast.bureau.client.get(f"{PAGE}?{query}").context["day"].date) == day


def test_what_is_no_day_is_said_and_shown_as_it_was_typed(cast, kept):
    page = cast.bureau.client.get(f"{PAGE}?day=เมื่อวาน")
    assert page.context["problem"]
    assert 'value="เมื่อวาน"' in page.content.decode()


def test_each_message_is_read_as_its_reader_would_get_it(cast, kept):
    page = cast.policy.client.get(f"{PAGE}letters/0/").content.decode()
    assert f"เรียน {cast.teacher.user.full_name}" in page
    assert cast.teacher.user.email in page
    assert cast.policy.client.get(f"{PAGE}letters/1/").status_code == 404
    assert cast.policy.client.get(f"{PAGE}letters/7/").status_code == 404


def test_the_sheet_holds_texts_and_numbers_and_no_formula(cast, kept):
    answer = cast.bureau.client.get(f"{PAGE}sheet/")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        cells = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "28 กุมภาพันธ์ 2568" in cells
    assert cells.count("<row>") == 3
    assert "<f>" not in cells


def test_the_calendar_has_an_event_for_each(cast, kept):
    answer = cast.bureau.client.get(f"{PAGE}calendar/")
    found = list(Calendar.from_ical(answer.content).walk("VEVENT"))
    assert [event["dtstart"].dt for event in found] == [at("2025-02-28 00:00"), at("2025-02-27 23:59:59")]
    assert "แผนไม่ได้ส่งก่อนกำหนด" in found[0]["summary"]
    assert len({event["uid"] for event in found}) == 2


@pytest.mark.parametrize("who", ["neighbour", "coordinator", "teacher", "finance", "auditor", "revoked"])
@pytest.mark.parametrize("door", ["", "letters/0/", "sheet/", "calendar/"])
def test_it_is_the_offices_alone(cast, kept, who, door):
    assert getattr(cast, who).client.get(f"{PAGE}{door}").status_code == 403


def test_only_the_bureau_rehearses(cast, kept):
    for who in ("neighbour", "coordinator", "policy"):
        assert getattr(cast, who).client.post(f"{PAGE}rehearse/").status_code == 403
    assert Rehearsal.objects.count() == 1
    assert Seat.objects.filter(pk=kept.asked_by_id).exists()


def test_pages_cost_the_same_however_long_the_year(cast, kept, same_queries):
    event = kept.events[1]

    def grow(number):
        kept.events = [*kept.events, *[event] * number]
        kept.save(update_fields=["events"])

    same_queries(lambda: cast.bureau.client.get(PAGE), grow, most=12)
