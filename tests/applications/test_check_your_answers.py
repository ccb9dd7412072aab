"""Before the paper is made the teacher reads what the portal understood, summed up as it will be printed."""

import datetime as dt

import pytest
from django.urls import reverse

from applications.content import content_of
from applications.forms import SECTIONS
from applications.models import Plan
from applications.pages.answers import sections
from placements.models import Agreement
from tests.factories import applications as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
SCHEDULE = [
    {"from_date": "๑๗/๓/๒๕๖๘", "until_date": "28 มี.ค. 68", "department": "ศูนย์บริการ", "task": "ตรวจเช็ก",
     "competency": "๑", "hours": "๖๐.๐"},
    {"from_date": "2025-03-31", "until_date": "1/4/2568", "department": "คลัง", "task": "นับ", "competency": "1",
     "hours": "1๒.5"},
]  # fmt: skip
BUDGET = [{"item": "ค่าเดินทาง", "amount": "๑,๒๐๐"}, {"item": "ค่าอาหาร", "amount": "300.50"}]


def write(cast, **answers):
    application = make.started(cast)
    progress = dict.fromkeys(answers, "done")
    establishment = cast.establishment.pk if "schedule" in answers else None
    Plan.objects.filter(pk=application.plan_id).update(
        answers=answers, progress=progress, establishment_id=establishment
    )
    return make.again(application)


def part(application, name):
    return next(row for row in sections(application.plan) if row["name"] == name)


def look(cast, application):
    return cast.teacher.client.get(reverse("applications:check", args=[application.pk]))


def test_dates_are_in_the_buddhist_era_and_hours_are_numbers(cast):
    table = part(write(cast, schedule=SCHEDULE), "schedule")["table"]["rows"]

    assert [[cell.replace("\u00a0", " ") for cell in row] for row in table] == [
        ["17 มีนาคม 2568", "28 มีนาคม 2568", "ศูนย์บริการ", "1", "60", "ตรวจเช็ก"],
        ["31 มีนาคม 2568", "1 เมษายน 2568", "คลัง", "1", "12.5", "นับ"],
    ]


def test_hours_and_money_are_summed_up_with_the_baht_text(cast):
    application = write(cast, schedule=SCHEDULE, budget=BUDGET)

    assert part(application, "schedule")["sum"] == "รวม 12 วันทำการ 72.5 ชั่วโมง"
    assert part(application, "budget")["sum"] == "รวม 1,500.50 บาท (หนึ่งพันห้าร้อยบาทห้าสิบสตางค์)"
    assert [row[1] for row in part(application, "budget")["table"]["rows"]] == ["1,200", "300.50"]


def test_what_cannot_be_read_says_so_and_is_not_summed_up(cast):
    odd = {**SCHEDULE[0], "hours": "หกสิบ", "until_date": "31/2/2568"}
    schedule = part(write(cast, schedule=[odd, SCHEDULE[1]]), "schedule")

    assert schedule["table"]["rows"][0][1] == "31/2/2568 (ระบบอ่านไม่เข้าใจ)"
    assert schedule["table"]["rows"][0][4] == "หกสิบ (ระบบอ่านไม่เข้าใจ)"
    assert schedule["sum"] == "รวม 2 วันทำการ 12.5 ชั่วโมง"


def test_without_a_test_the_section_is_marked_as_not_printed(cast):
    assert part(write(cast, test={"planned": "no"}), "test")["unprinted"] != ""
    assert part(make.frozen(cast, cast.colleague), "test")["unprinted"] == ""


def test_each_part_leads_to_its_section_and_is_led_to(cast):
    application = write(cast, schedule=SCHEDULE)
    page = look(cast, application).content.decode()

    for name in SECTIONS:
        assert f'href="{reverse("applications:section", args=[application.pk, name])}"' in page
        assert f'href="#part-{name}"' in page


def test_the_sums_are_those_that_the_frozen_plan_prints(cast):
    """One function sums up for the page of a draft and for the content of the paper."""
    everything = {
        "teacher": {"position": "ครู", "standing": "NONE", "education": "วท.บ.", "branch": "ช่างยนต์", "courses": "ก",
                    "phone": "081"},
        "establishment": {"establishment": str(cast.establishment.pk), "contact_name": "ก", "contact_phone": "1",
                          "mentor_name": "ข", "mentor_position": "ค"},
        "need": {"current": "ก", "gap": "ข", "course": "ค"},
        "competencies": [{"scheme": "TPQI", "title": "ก", "outcome": "ข"}],
        "schedule": SCHEDULE, "test": {"planned": "no"},
        "transfer": {"learners": "ก", "colleagues": "ข", "by_date": "30/6/2568"}, "budget": BUDGET,
    }  # fmt: skip
    application = write(cast, **everything)

    totals = content_of(application, make.FROZEN)["totals"]

    assert totals["hours"] == "72.5"
    assert totals["amount_text"] in part(application, "budget")["sum"]
    assert f"{totals['days']} วันทำการ {totals['hours']} ชั่วโมง" in part(application, "schedule")["sum"]


def test_an_agreement_that_ends_too_early_is_said_while_days_can_still_be_chosen(cast):
    application = write(cast, schedule=SCHEDULE)
    assert look(cast, application).context["about_agreement"] == ""

    Agreement.objects.update(valid_until=dt.date(2025, 3, 27))

    assert "27 มีนาคม 2568" in look(cast, application).context["about_agreement"].replace("\u00a0", " ")
