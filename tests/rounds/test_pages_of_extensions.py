"""More time, from the request to the answer, in pages."""

import datetime as dt

import pytest

from records.models import Notice
from rounds.actions import ask
from rounds.models import Extension, Round
from rounds.window import Calendar
from tests.cast import at

WHEN = at("2025-02-28 09:00")
ASK = "/rounds/2568/extensions/ask/?kind=PLANS_DUE"


@pytest.fixture
def request_of_somchai(cast, clock):
    clock(WHEN)
    return ask(
        cast.round, "PLANS_DUE", person=cast.teacher.user, college=cast.college, until=dt.date(2025, 3, 5),
        reason="ผู้อำนวยการไปราชการ", by=cast.teacher.seat, at=at("2025-02-27 10:00"),
    )  # fmt: skip


def test_a_teacher_asks_the_day_after_and_the_bureau_reads_why(cast, clock):
    clock(WHEN)

    answer = cast.teacher.client.post(ASK, {"until": "๕ มี.ค. ๖๘", "reason": "ผู้อำนวยการไปราชการ"})

    extension = Extension.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/rounds/extensions/{extension.pk}/")
    assert (extension.person, extension.college, extension.until) == (
        cast.teacher.user,
        cast.college,
        at("2025-03-05 23:59:59"),
    )
    assert "ผู้อำนวยการไปราชการ" in cast.bureau.client.get(answer.url).content.decode()
    assert Notice.objects.filter(name="rounds/ask", to=cast.bureau.user).count() == 1


@pytest.mark.parametrize(
    ("when", "said"), [("2025-02-27 12:00", "For you this closes on"), ("2025-02-28 00:05", "For you this closed on")]
)
def test_what_is_past_has_closed(cast, clock, when, said):
    clock(at(when))
    cast.teacher.client.cookies["django_language"] = "en"

    assert said in cast.teacher.client.get(ASK).content.decode()


@pytest.mark.parametrize("until", ["27/2/2568", "20/2/2568", "", "พรุ่งนี้"])
def test_a_day_that_gives_nothing_is_an_error(cast, clock, until):
    assert cast.teacher.client.post(ASK, {"until": until, "reason": "x"}).status_code == 422
    assert Extension.objects.count() == 0


@pytest.mark.parametrize(
    ("person", "url", "status"),
    [
        ("teacher", "/rounds/2568/extensions/ask/?kind=TRAINING", 404),
        ("teacher", "/rounds/2568/extensions/ask/?kind=COLLEGE_REPORT", 404),
        ("teacher", "/rounds/2568/extensions/ask/?kind=NOTHING", 404),
        ("coordinator", ASK, 403),
        ("bureau", ASK, 403),
        ("revoked", ASK, 404),
    ],
)
def test_only_teachers_ask_and_only_where_a_door_shuts_on_them(cast, clock, person, url, status):
    assert getattr(cast, person).client.get(url).status_code == status


@pytest.mark.parametrize(
    ("person", "status"),
    [("teacher", 200), ("coordinator", 200), ("deputy", 200), ("director", 200), ("bureau", 200), ("policy", 200),
     ("colleague", 404), ("neighbour", 404), ("neighbour_director", 404), ("revoked", 404)],
)  # fmt: skip
def test_a_request_is_seen_by_those_concerned(cast, request_of_somchai, person, status):
    assert getattr(cast, person).client.get(f"/rounds/extensions/{request_of_somchai.pk}/").status_code == status


def granted(person, extension, **facts):
    values = {"grant-until": "5/3/2568", "grant-answer": "", **facts}
    return person.client.post(f"/rounds/extensions/{extension.pk}/grant/", values)


def test_the_bureau_grants_another_day_than_was_asked(cast, request_of_somchai):
    assert granted(cast.bureau, request_of_somchai, **{"grant-until": "4/3/2568"}).status_code == 302

    extension = Extension.objects.get()
    assert (extension.state, extension.until, extension.decided_by) == (
        "GRANTED",
        at("2025-03-04 23:59:59"),
        cast.bureau.seat,
    )
    assert Calendar.of(cast.round).window("PLANS_DUE", extension.whom).is_open(at("2025-03-04 23:59:59"))


def test_granting_a_day_before_the_closing_is_an_error(cast, request_of_somchai):
    assert granted(cast.bureau, request_of_somchai, **{"grant-until": "26/2/2568"}).status_code == 422
    assert Extension.objects.get().state == "REQUESTED"


@pytest.mark.parametrize(
    ("person", "status"),
    [("coordinator", 403), ("teacher", 403), ("policy", 403), ("neighbour", 404), ("colleague", 404), ("revoked", 404)],
)
def test_nobody_else_grants(cast, request_of_somchai, person, status):
    assert granted(getattr(cast, person), request_of_somchai).status_code == status
    assert Extension.objects.get().state == "REQUESTED"


def test_the_coordinator_grants_where_the_round_lets_her(cast, request_of_somchai):
    Round.objects.update(coordinator_may_extend=True)

    assert granted(cast.coordinator, request_of_somchai).status_code == 302


def test_declining_wants_a_reason_and_tells_it(cast, request_of_somchai):
    url = f"/rounds/extensions/{request_of_somchai.pk}/decline/"

    assert cast.bureau.client.post(url, {"decline-answer": ""}).status_code == 422
    assert cast.bureau.client.post(url, {"decline-answer": "เลยกำหนดแล้ว"}).status_code == 302
    notice = Notice.objects.get(name="rounds/decline")
    assert (notice.to, notice.context["answer"]) == (cast.teacher.user, "เลยกำหนดแล้ว")


@pytest.mark.parametrize(("person", "status"), [("teacher", 302), ("coordinator", 403), ("neighbour", 404)])
def test_who_asked_withdraws(cast, request_of_somchai, person, status):
    url = f"/rounds/extensions/{request_of_somchai.pk}/withdraw/"

    assert getattr(cast, person).client.post(url).status_code == status
    assert Extension.objects.get().state == ("WITHDRAWN" if status == 302 else "REQUESTED")


def test_the_bureau_gives_a_teacher_more_time_without_being_asked(cast, clock):
    facts = {"kind": "PLANS_DUE", "until": "4/3/2568", "reason": "น้ำท่วม", "seat": cast.teacher.seat.pk}
    answer = cast.bureau.client.post("/rounds/2568/extensions/extend/", facts)

    extension = Extension.objects.get()
    assert (answer.status_code, extension.level, extension.state) == (302, "PERSON", "GRANTED")
    assert extension.until == at("2025-03-04 23:59:59")


def test_who_names_no_teacher_is_led_to_the_page_for_many(cast, clock):
    answer = cast.bureau.client.get("/rounds/2568/extensions/extend/?kind=PLANS_DUE")
    assert answer.url == "/rounds/2568/extensions/extend-many/?kind=PLANS_DUE"


@pytest.mark.parametrize("person", ["coordinator", "policy", "teacher", "revoked"])
def test_only_the_bureau_gives_it(cast, clock, person):
    answer = getattr(cast, person).client.post("/rounds/2568/extensions/extend/", {"kind": "PLANS_DUE"})

    assert (answer.status_code, Extension.objects.count()) == (403, 0)


def test_the_list_puts_first_what_waits_and_costs_the_same_at_every_size(cast, clock, same_queries):
    def grow(count):
        for _n in range(count):
            Extension.objects.create(
                round=cast.round, kind="PLANS_DUE", level="COLLEGE", college=cast.college,
                until=at("2025-03-05 23:59:59"), reason="x", requested_at=WHEN, requested_by=cast.teacher.seat,
            )  # fmt: skip

    same_queries(lambda: cast.bureau.client.get("/rounds/extensions/"), grow, most=8)
    first = Extension.objects.order_by("-pk").first()
    Extension.objects.filter(pk=first.pk).update(state="DECLINED", decided_at=WHEN, decided_by=cast.bureau.seat)

    listed = list(cast.bureau.client.get("/rounds/extensions/").context["page"])
    assert listed[-1].pk == first.pk
    assert list(cast.neighbour.client.get("/rounds/extensions/").context["page"]) == []
