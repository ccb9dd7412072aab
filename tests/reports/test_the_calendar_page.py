"""The calendar as it holds for the reader, and the bureau's changes to it."""

import datetime as dt

import pytest

from rounds.actions import extend, load_round
from rounds.models import Extension, Participation, Round
from tests.cast import CALENDAR, at, college
from tests.factories import applications as make

WHEN = at("2025-02-20 09:00")


def rows(person):
    page = person.client.get("/calendar/2568/")
    assert page.status_code == 200
    return {row["milestone"].kind: row for row in page.context["rows"]}


def test_all_milestones_stand_there_with_their_printed_numbers(cast, clock):
    found = rows(cast.teacher)

    assert [row["milestone"].printed for row in found.values()][:4] == ["๑", "๒.๑", "๒.๒", "๒.๓"]
    assert len(found) == 19
    assert (found["PLANS_DUE"]["state"], found["POST_REPORT"]["state"]) == ("now", "later")


def test_who_reads_english_sees_the_numbers_in_arabic_digits(cast, clock):
    cast.teacher.client.cookies["django_language"] = "en"

    page = cast.teacher.client.get("/calendar/2568/").content.decode()

    assert "2.2" in page
    assert "๒.๒" not in page


def test_the_old_address_leads_to_the_page(cast, clock):
    assert cast.teacher.client.get("/rounds/2568/")["Location"] == "/calendar/2568/"


@pytest.mark.parametrize(
    ("person", "own"),
    [
        ("teacher", "PLANS_DUE ORIENTATION TRAINING LOGBOOK CLIP COMPETENCY_TEST POST_REPORT"),
        ("supervisor", "GUIDELINE COORDINATOR SENDING COLLEGE_SUPERVISION FOLLOW_UP"),
        ("policy", "CENTRAL_SUPERVISION"),
        ("finance", "BUDGET"),
        ("auditor", ""),
    ],
)
def test_own_dates_are_marked_and_can_be_read_alone(cast, clock, person, own):
    found = rows(getattr(cast, person))
    assert [kind for kind, row in found.items() if row["own"]] == own.split()

    alone = getattr(cast, person).client.get("/calendar/2568/?only=mine")
    assert [row["milestone"].kind for row in alone.context["rows"]] == own.split()


def owed(person):
    return {kind: [str(matter.title) for matter in row["owed"]] for kind, row in rows(person).items() if row["owed"]}


def test_each_milestone_says_what_its_reader_still_owes_there(cast, clock):
    make.submitted(cast)

    assert owed(cast.teacher) == {}
    assert owed(cast.colleague) == {"PLANS_DUE": ["ส่งแผนพัฒนาประสบการณ์ร่วมกับสถานประกอบการ"]}
    assert owed(cast.coordinator) == {"PLANS_DUE": ["มีแผนรอตรวจ 1 ฉบับ"]}
    assert owed(cast.registry) == {"GUIDELINE": ["ลงทะเบียนรับหนังสือแจ้งแนวทาง"]}
    # Next door they owe what is theirs, and nothing of this college.
    assert owed(cast.neighbour) == {}


def test_today_stands_among_the_closings_in_its_place(cast, clock):
    clock("2025-03-10 09:00")

    line = cast.teacher.client.get("/calendar/2568/").context["line"]

    assert [item["state"] for item in line["list"]] == ["past", "now", *["dead"] * 5, "later"]
    assert [month["label"] for month in line["months"]][:2] == ["ก.พ. 2568", "มี.ค."]


def test_what_an_extension_adds_is_drawn_behind_the_printed_end(cast, clock):
    assert cast.teacher.client.get("/calendar/2568/").context["line"]["more"] == []

    facts = {"person": cast.teacher.user, "college": cast.college, "reason": "น้ำท่วม", "by": cast.bureau.seat}
    extend(cast.round, "PLANS_DUE", until=at("2025-03-05 23:59:59"), at=WHEN, **facts)

    line = cast.teacher.client.get("/calendar/2568/").context["line"]
    assert [(span["x"], span["width"], span["row"]) for span in line["more"]] == [(8.08, 1.8, 0)]
    assert line["list"][1]["note"].endswith("น้ำท่วม")


def test_the_page_costs_the_same_with_any_number_of_extensions_and_plans(cast, clock, same_queries):
    def grow(count):
        for _n in range(count):
            until = at("2025-03-05 23:59:59") + dt.timedelta(days=Extension.objects.count())
            extend(
                cast.round, "PLANS_DUE", until=until, college=cast.college, reason="น้ำท่วม", by=cast.bureau.seat, at=WHEN
            )
            make.submitted(cast, make.another_teacher(cast, Extension.objects.count()))

    same_queries(lambda: cast.coordinator.client.get("/calendar/2568/"), grow, most=14)


def test_her_own_extension_is_hers_alone(cast, clock):
    until = at("2025-03-05 23:59:59")
    facts = {
        "person": cast.teacher.user,
        "college": cast.college,
        "reason": "น้ำท่วม",
        "by": cast.bureau.seat,
        "at": WHEN,
    }
    extend(cast.round, "PLANS_DUE", until=until, **facts)

    assert rows(cast.teacher)["PLANS_DUE"]["window"].closes_at == until
    for other in (cast.colleague, cast.coordinator, cast.neighbour_teacher, cast.bureau):
        assert rows(other)["PLANS_DUE"]["window"].closes_at == at("2025-02-27 23:59:59")
        assert "น้ำท่วม" not in other.client.get("/calendar/2568/").content.decode()


@pytest.mark.parametrize(
    ("person", "status"), [("teacher", 200), ("policy", 200), ("revoked", 404), ("anonymous", 302)]
)
def test_everybody_with_a_seat_reads_the_calendar(cast, clock, person, status):
    assert getattr(cast, person).client.get("/calendar/2568/").status_code == status


def test_a_draft_is_the_offices_alone_until_it_is_published(cast, clock):
    Round.objects.filter(pk=cast.round.pk).update(year=2567)
    draft = load_round(CALENDAR)

    assert cast.teacher.client.get("/calendar/2568/").status_code == 404
    assert cast.bureau.client.get("/calendar/2568/").status_code == 200
    assert cast.policy.client.post("/rounds/2568/publish/").status_code == 403
    assert cast.bureau.client.post("/rounds/2568/publish/").status_code == 302
    assert cast.bureau.client.post("/rounds/2568/publish/").status_code == 403
    assert Participation.objects.filter(round=draft).count() == 2
    assert cast.teacher.client.get("/calendar/2568/").status_code == 200


def test_the_bureau_sees_which_college_has_not_answered(cast, clock):
    Participation.objects.filter(college=cast.college).update(
        receipt_registered_at=WHEN, receipt_registered_by=cast.registry.seat, receipt_number="1"
    )

    page = cast.bureau.client.get("/rounds/2568/colleges/?without=receipt")

    assert [row.college for row in page.context["page"]] == [cast.neighbour_college]
    assert page.context["totals"] == {"all": 2, "receipt": 1, "coordinator": 0, "line": 2}


@pytest.mark.parametrize(("person", "status"), [("policy", 200), ("auditor", 403), ("director", 403), ("teacher", 403)])
def test_the_list_of_colleges_is_the_offices(cast, clock, person, status):
    assert getattr(cast, person).client.get("/rounds/2568/colleges/").status_code == status


def test_the_list_of_colleges_costs_the_same_at_every_size(cast, clock, same_queries):
    def grow(count):
        for _n in range(count):
            number = Participation.objects.count()
            place = college(f"13200{number:05d}", f"วิทยาลัยเทคนิคทดลอง {number}")
            Participation.objects.create(round=cast.round, college=place)

    same_queries(lambda: cast.bureau.client.get("/rounds/2568/colleges/"), grow, most=8)


def test_a_calendar_of_another_year_is_not_there(cast, clock):
    assert cast.teacher.client.get("/calendar/2599/").status_code == 404
    assert cast.bureau.client.get("/rounds/2568/milestones/NOTHING/").status_code == 404
