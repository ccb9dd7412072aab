"""More time for a college, a region or the round is seen by everybody whom it concerns, and named as the reason."""

import pytest
from django.urls import reverse

from people.enums import Region
from rounds import actions
from rounds.models import Extension
from tests.cast import at
from tests.factories import applications as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
GIVEN = at("2025-02-20 08:00")
LIST, CALENDAR, HOME = reverse("rounds:extensions"), "/calendar/2568/", reverse("reports:home")
COLLEGE_PEOPLE = ("teacher", "colleague", "coordinator", "deputy", "director", "registry", "supervisor")
NEXT_DOOR = ("neighbour", "neighbour_teacher", "neighbour_director")


def give(cast, until="2025-03-10 23:59:59", reason="น้ำท่วม", **whom):
    return actions.extend(
        cast.round, "PLANS_DUE", until=at(until), reason=reason, by=cast.bureau.seat, at=GIVEN, **whom
    )


def listed(cast, who):
    return [row[0].pk for row in getattr(cast, who).client.get(LIST).context["rows"]]


def plans_due(cast, who):
    rows = getattr(cast, who).client.get(CALENDAR).context["rows"]
    return next(row["window"] for row in rows if row["milestone"].kind == "PLANS_DUE")


@pytest.mark.parametrize("who", [*COLLEGE_PEOPLE, *NEXT_DOOR])
@pytest.mark.parametrize("level", ["region", "round"])
def test_a_regions_and_the_rounds_are_listed_for_every_college_there(cast, who, level):
    extension = give(cast, **({"region": cast.college.region} if level == "region" else {}))

    assert listed(cast, who) == [extension.pk]
    page = getattr(cast, who).client.get(reverse("rounds:extension", args=[extension.pk]))
    assert page.status_code == 200
    assert ("ภาคตะวันออกและกรุงเทพมหานคร" if level == "region" else "ทั้งประเทศ") in page.content.decode()


@pytest.mark.parametrize("who", COLLEGE_PEOPLE)
def test_a_colleges_is_listed_for_its_people(cast, who):
    extension = give(cast, college=cast.college)

    assert listed(cast, who) == [extension.pk]


@pytest.mark.parametrize("who", NEXT_DOOR)
def test_a_colleges_is_none_of_the_neighbours_business(cast, who):
    extension = give(cast, college=cast.college)

    assert listed(cast, who) == []
    assert getattr(cast, who).client.get(reverse("rounds:extension", args=[extension.pk])).status_code == 404
    assert plans_due(cast, who).extension is None


@pytest.mark.parametrize("who", ["colleague", "neighbour", "registry"])
def test_a_persons_stays_with_her_and_those_who_check(cast, who):
    give(cast, person=cast.teacher.user, college=cast.college)

    assert listed(cast, who) == []


def test_another_regions_is_not_listed(cast):
    give(cast, region=Region.NORTH)

    assert [listed(cast, who) for who in ("teacher", "coordinator", "director")] == [[], [], []]


def test_who_has_no_seat_any_more_sees_none(cast):
    give(cast)

    assert listed(cast, "revoked") == []
    assert Extension.objects.visible_to(cast.anonymous.actor()).count() == 0


def test_the_nearest_level_that_gives_the_instant_is_the_reason(cast):
    """The same instant four times; then the round's own is later, and the only one that gives it."""
    until = "2025-03-10 23:59:59"
    give(cast, until, "ทั้งรอบ")
    give(cast, until, "ทั้งภาค", region=cast.college.region)
    assert plans_due(cast, "teacher").extension.reason == "ทั้งภาค"
    assert plans_due(cast, "bureau").extension.reason == "ทั้งรอบ"
    give(cast, until, "ทั้งวิทยาลัย", college=cast.college)
    assert [plans_due(cast, who).extension.reason for who in ("teacher", "coordinator", "neighbour")] == [
        "ทั้งวิทยาลัย", "ทั้งวิทยาลัย", "ทั้งภาค",
    ]  # fmt: skip
    give(cast, until, "เฉพาะราย", person=cast.teacher.user, college=cast.college)
    assert [plans_due(cast, who).extension.reason for who in ("teacher", "colleague")] == ["เฉพาะราย", "ทั้งวิทยาลัย"]
    give(cast, "2025-03-11 23:59:59", "อีกวัน")
    assert plans_due(cast, "teacher").extension.reason == "อีกวัน"


@pytest.mark.parametrize(("who", "level"), [("teacher", "region"), ("coordinator", "round"), ("director", "college")])
def test_calendar_and_home_say_for_whom_and_why(cast, who, level):
    make.submitted(cast, cast.colleague)
    whom = {"region": {"region": cast.college.region}, "college": {"college": cast.college}, "round": {}}[level]
    words = {"region": "ภาคตะวันออกและกรุงเทพมหานคร", "college": "ทั้งสถานศึกษา", "round": "ทั่วประเทศ"}[level]
    give(cast, reason="น้ำท่วม", **whom)

    for page in (CALENDAR, HOME):
        assert f"{words}: น้ำท่วม" in getattr(cast, who).client.get(page).content.decode()


def test_the_calendar_leads_to_the_list_only_where_there_is_something(cast):
    link = f'class="btn" href="{LIST}"'
    assert link not in cast.teacher.client.get(CALENDAR).content.decode()
    give(cast)
    assert link in cast.teacher.client.get(CALENDAR).content.decode()
