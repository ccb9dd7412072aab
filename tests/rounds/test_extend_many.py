"""More time for many colleges without being asked: shown first, then given to exactly those that were shown."""

from __future__ import annotations

import pytest

from applications import owing
from people.enums import Region
from records.models import Entry, Notice
from rounds import actions
from rounds.lengthening import ALL, PICKED
from rounds.models import Extension, Participation, Whom
from rounds.moves import Refused
from rounds.window import Calendar
from tests import cast as people
from tests.cast import at
from tests.factories import applications as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
WHEN = at("2025-02-20 09:00")
MANY = "/rounds/2568/extensions/extend-many/"
CONCERNED = "/rounds/2568/extensions/concerned/"
LONGER = at("2025-03-10 23:59:59")


def facts(**more):
    return {"until": "10/3/2568", "reason": "น้ำท่วม", "reach": PICKED, **more}


def look(cast, picked=(), **more):
    return cast.bureau.client.post(MANY, facts(pick=[college.pk for college in picked], **more))


def give(cast, shown, **more):
    """The second press, with what the first one showed."""
    fields = facts(picked=shown.context["picked"], seen=shown.context["seen"], **more)
    return cast.bureau.client.post(MANY, fields, follow=True)


def said(answer):
    return [str(message) for message in answer.context["messages"]]


def closing(cast, college):
    whom = Whom(college_id=college.pk, region=college.region)
    return Calendar.of(cast.round, whom).window("PLANS_DUE", whom).closes_at


def test_the_first_press_shows_what_follows_and_grants_nothing(cast):
    make.started(cast)
    answer = look(cast, [cast.college, cast.neighbour_college])

    shown = answer.context["look"]
    assert [row.college for row in shown.gets] == [cast.college, cast.neighbour_college]
    assert [row.owed.name for row in shown.concerned] == [cast.teacher.user.full_name]
    assert shown.people == {cast.teacher.user.pk, cast.coordinator.user.pk, cast.neighbour.user.pk}
    assert not Extension.objects.exists()


def test_the_second_gives_each_college_its_own_with_its_entry_and_tells_those_concerned(cast):
    make.started(cast)
    answer = give(cast, look(cast, [cast.college, cast.neighbour_college]))

    assert answer.status_code == 200
    rows = list(Extension.objects.order_by("pk"))
    assert [(row.level, row.college, row.until, row.reason, row.state) for row in rows] == [
        ("COLLEGE", cast.college, LONGER, "น้ำท่วม", "GRANTED"),
        ("COLLEGE", cast.neighbour_college, LONGER, "น้ำท่วม", "GRANTED"),
    ]
    entries = Entry.objects.filter(verb="rounds:extension:extend").order_by("pk")
    assert [(row.subject_pk, row.college_id, row.by) for row in entries] == [
        (str(row.pk), row.college_id, cast.bureau.seat) for row in rows
    ]
    told = Notice.objects.filter(name="rounds/extend")
    assert {(row.to, row.context["for_whom"]) for row in told} == {
        (cast.teacher.user, cast.college.name),
        (cast.coordinator.user, cast.college.name),
        (cast.neighbour.user, cast.neighbour_college.name),
    }


def test_a_college_that_has_as_long_anyway_is_left_out_and_named(cast):
    given = {"until": at("2025-03-20 23:59:59"), "reason": "ไฟไหม้", "by": cast.bureau.seat, "at": WHEN}
    actions.extend(cast.round, "PLANS_DUE", college=cast.neighbour_college, **given)

    shown = look(cast, [cast.college, cast.neighbour_college])
    answer = give(cast, shown)

    assert [row.college for row, _window in shown.context["look"].has] == [cast.neighbour_college]
    assert any(cast.neighbour_college.name in words for words in said(answer))
    assert (closing(cast, cast.college), closing(cast, cast.neighbour_college)) == (LONGER, given["until"])
    assert Extension.objects.count() == 2


def test_a_college_whose_closing_changed_since_is_left_alone_and_named(cast):
    shown = look(cast, [cast.college, cast.neighbour_college])
    given = {"until": at("2025-03-03 23:59:59"), "reason": "ไฟไหม้", "by": cast.bureau.seat, "at": WHEN}
    actions.extend(cast.round, "PLANS_DUE", college=cast.college, **given)

    answer = give(cast, shown)

    assert closing(cast, cast.college) == given["until"]
    assert closing(cast, cast.neighbour_college) == LONGER
    assert any("เปลี่ยน" in words and cast.college.name in words for words in said(answer))


def test_a_second_officer_gives_nobody_twice(cast):
    shown = look(cast, [cast.college])
    give(cast, shown)
    give(cast, shown)
    assert Extension.objects.count() == 1


@pytest.mark.parametrize(
    ("reach", "level", "region"), [(ALL, "ROUND", ""), (Region.EAST_BANGKOK, "REGION", Region.EAST_BANGKOK)]
)
def test_a_region_or_the_country_is_one_extension_and_everybody_concerned_is_told(cast, reach, level, region):
    make.started(cast)
    give(cast, look(cast, reach=reach), reach=reach)

    row = Extension.objects.get()
    assert (row.level, row.region, row.until) == (level, region, LONGER)
    assert {notice.to for notice in Notice.objects.filter(name="rounds/extend")} == {
        cast.teacher.user,
        cast.coordinator.user,
        cast.neighbour.user,
    }


def test_what_is_for_all_is_refused_whole_when_something_changed(cast):
    shown = look(cast, reach=ALL)
    given = {"until": at("2025-03-03 23:59:59"), "reason": "ไฟไหม้", "by": cast.bureau.seat, "at": WHEN}
    actions.extend(cast.round, "PLANS_DUE", college=cast.college, **given)
    fields = facts(reach=ALL, picked="", seen=shown.context["seen"])

    assert cast.bureau.client.post(MANY, fields).status_code == 403
    assert Extension.objects.count() == 1


def test_doors_that_open_again_are_counted(cast, clock):
    make.started(cast)
    clock("2025-03-01 09:00")
    shown = look(cast, [cast.college]).context["look"]
    assert len(shown.open_again) == 1


def test_time_that_is_over_is_refused_in_words(cast, clock):
    clock("2025-03-15 09:00")
    answer = look(cast, [cast.college])
    assert answer.status_code == 422
    assert "ผ่านไปแล้ว" in answer.content.decode()
    with pytest.raises(Refused):
        actions.extend_many(
            cast.round, "PLANS_DUE", PICKED, [cast.college.pk], seen={}, until=LONGER, reason="น้ำท่วม",
            by=cast.bureau.seat, at=at("2025-03-15 09:00"),
        )  # fmt: skip
    assert not Extension.objects.exists()


def test_nobody_ticked_is_an_error_at_the_field(cast):
    answer = look(cast)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["reach"])


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["college", "neighbour_college"]),
        ("state=owes", ["college"]),
        ("state=late", []),
        ("region=NORTH", []),
        ("region=EAST_BANGKOK", ["college", "neighbour_college"]),
        ("province=ชลบุรี&type=TECHNICAL", ["college"]),
        ("province=ตราด", []),
        ("q=เชียงใหม่", []),
        ("region=x&type=y&state=z&college=w", ["college", "neighbour_college"]),
    ],
)
def test_the_colleges_are_narrowed(cast, query, names):
    make.started(cast)
    rows = cast.bureau.client.get(f"{MANY}?{query}").context["rows"]
    found = [row["row"].college for row in rows]
    assert set(found) == {getattr(cast, name) for name in names}


def test_one_by_one_who_is_concerned(cast):
    make.started(cast)
    shown = look(cast, [cast.college])
    answer = cast.bureau.client.get(f"{CONCERNED}?{shown.context['query']}")

    assert [(row.owed.name, college) for row, college in answer.context["rows"]] == [
        (cast.teacher.user.full_name, cast.college.name)
    ]
    assert cast.bureau.client.get(f"{CONCERNED}?kind=PLANS_DUE&until=x&reach=ALL").status_code == 404


@pytest.mark.parametrize("who", ["neighbour", "coordinator", "director", "teacher", "policy", "finance"])
def test_only_the_bureau_gives_many(cast, who):
    client = getattr(cast, who).client
    assert client.get(MANY).status_code == 403
    assert client.post(MANY, facts(reach=ALL, seen="", picked="")).status_code == 403
    assert client.get(f"{CONCERNED}?kind=PLANS_DUE&until=10/3/2568&reach=ALL").status_code == 403
    with pytest.raises(Refused):
        actions.extend_many(
            cast.round, "PLANS_DUE", ALL, [cast.college.pk], seen={}, until=LONGER, reason="น้ำท่วม",
            by=getattr(cast, who).seat, at=WHEN,
        )  # fmt: skip


def test_pages_cost_the_same_at_every_length(cast, same_queries):
    count = iter(range(10, 99))

    def grow(number):
        for _one in range(number):
            place = people.college(f"13200001{next(count)}", "วิทยาลัยเทคนิคใหม่")
            Participation.objects.create(round=cast.round, college=place)

    same_queries(lambda: cast.bureau.client.get(MANY), grow, most=16)
    same_queries(lambda: look(cast, reach=ALL), grow, most=24)


@pytest.mark.parametrize("page", [f"{MANY}?college=%(college)s", "/rounds/extensions/%(extension)s/"])
def test_what_is_owed_elsewhere_costs_a_narrower_question_nothing(cast, monkeypatch, same_queries, page):
    monkeypatch.setattr(owing, "_BATCH", 2)  # the rooms answer so many a query
    north = people.college("1350016101", "วิทยาลัยเทคนิคเหนือ", region=Region.NORTH)
    Participation.objects.create(round=cast.round, college=north)
    given = {"until": LONGER, "reason": "น้ำท่วม", "by": cast.bureau.seat, "at": WHEN}
    extension = actions.extend(cast.round, "PLANS_DUE", region=cast.college.region, **given)
    count = iter(range(1, 99))

    def grow(number):
        for _one in range(number):
            make.started(cast, make.another_teacher(cast, next(count), north))

    address = page % {"college": cast.college.pk, "extension": extension.pk}
    same_queries(lambda: cast.bureau.client.get(address), grow, most=24)
