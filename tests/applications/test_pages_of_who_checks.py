"""What pages say of a plan that nobody at the college may check: the bureau's, and the teacher's own."""

import pytest
from django.urls import reverse

from people.enums import SeatKind
from rounds.models import Participation
from tests.cast import Person, agreement, at, profile, seat
from tests.factories import applications as make
from tests.factories.checkers import gone, names

NOW = at("2025-02-21 11:00")
ATTESTED = {"attested": "on"}


def page(person, application, **query):
    return person.browser().get(reverse("applications:show", args=[application.pk]), query)


def waits(person):
    context = person.browser().get("/").context
    return [row for row in [context["wait"], *context["todo"]] if row]


def test_the_bureaus_home_leads_to_the_plan_and_its_page_to_the_next(cast, clock, hers, alone):
    clock(NOW)
    assert waits(cast.bureau) == []
    first = make.submitted(cast, hers)
    another = seat(cast.neighbour_director.user, SeatKind.TEACHER, cast.neighbour_college)
    profile(cast.neighbour_director.user, cast.neighbour_college)
    agreement(cast.neighbour_college, cast.establishment, cast.neighbour.seat)
    Participation.objects.filter(round=cast.round, college=cast.neighbour_college).update(
        coordinator=None, coordinator_named_at=None, coordinator_named_by=None
    )
    second = make.submitted(cast, Person(another.user, another), when=at("2025-02-20 10:00"))
    make.submitted(cast)  # the deputy is gone, the coordinator is here

    (row,) = waits(cast.bureau)

    assert row["title"] == "มีแผนที่สำนักต้องตรวจแทนวิทยาลัย 2 ฉบับ"
    assert row["url"] == reverse("applications:show", args=[first.pk])
    shown = page(cast.bureau, first)
    assert (shown.context["waits_here"], shown.context["next_one"]["pk"]) == (True, second.pk)
    assert "เจ้าของแผนเป็นผู้อำนวยการ" in shown.content.decode()


def test_the_bureau_endorses_on_the_page_and_the_history_says_who(cast, clock, hers, alone):
    clock(NOW)
    application = make.submitted(cast, hers)

    answer = cast.bureau.client.post(reverse("applications:endorse", args=[application.pk]), ATTESTED)

    assert (answer.status_code, make.again(application).state) == (302, "ENDORSED")
    assert "สำนักเห็นชอบ" in page(cast.bureau, application, tab="history").content.decode()
    assert waits(cast.bureau)[0]["title"] == "มีใบสมัครรอพิจารณา 1 ใบ"


def test_the_bureau_sends_back_on_the_page(cast, clock, hers, alone):
    clock(NOW)
    application = make.submitted(cast, hers)

    answer = cast.bureau.client.post(reverse("applications:send_back", args=[application.pk]), {"comment": "แก้ไข"})

    assert (answer.status_code, make.again(application).state) == (302, "SENT_BACK")


def test_other_plans_show_the_bureau_no_button_of_the_colleges(cast, clock):
    clock(NOW)
    application = make.submitted(cast)

    shown = page(cast.bureau, application)

    assert (shown.context["waits_here"], "endorse" in shown.context["buttons"]) == (False, False)


@pytest.mark.parametrize(
    ("whose", "sentence"),
    [
        ("teacher", "ผู้ประสานงานจะตรวจ"),
        ("hers", "ผู้อื่นในวิทยาลัยจะตรวจ"),
        ("alone", "วิทยาลัยไม่มีผู้อื่นที่ตรวจแผนนี้ได้ สำนักจึงเป็นผู้ตรวจ"),
    ],
)
def test_her_own_page_says_for_whom_she_waits(cast, clock, request, whose, sentence):
    clock(NOW)
    who = cast.teacher
    if whose != "teacher":
        who = request.getfixturevalue("hers")
        request.getfixturevalue(whose)
    application = make.submitted(cast, who)

    assert sentence in page(who, application).content.decode()


def test_the_bureaus_home_costs_no_more_with_such_plans(cast, clock, hers, alone, django_assert_max_num_queries):
    clock(NOW)
    make.submitted(cast, hers)
    browser = cast.bureau.browser()
    browser.get("/")

    with django_assert_max_num_queries(16):
        browser.get("/")


def to_check(person):
    """How many plans the home says are to be checked."""
    return [int(row["title"].split()[1]) for row in waits(person) if row["url"] == reverse("applications:desk")]


def test_a_directors_home_shows_what_only_the_director_may_check(cast, clock, hers):
    clock(NOW)
    make.submitted(cast, hers)
    make.submitted(cast)
    before = to_check(cast.director)
    gone(cast, cast.deputy)
    without_deputy = to_check(cast.director)
    names(cast, None)

    assert (before, without_deputy, to_check(cast.director)) == ([], [1], [2])
