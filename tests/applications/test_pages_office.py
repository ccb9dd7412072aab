"""The bureau's list: what it shows, to whom, and how many rows one press decides."""

import pytest
from django.urls import reverse

from applications.enums import ApplicationState, Outcome
from applications.models import Application, Screening
from applications.pages import counts
from people.models import Teacher, User
from tests.factories import applications as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture(autouse=True)
def _nothing_kept():
    counts.forget()


def look(cast, who="bureau", **query):
    return getattr(cast, who).client.get(reverse("applications:office"), query)


def names(response):
    return [row["name"] for row in response.context["rows"]]


@pytest.mark.parametrize("who", ["teacher", "coordinator", "director", "neighbour", "revoked", "finance", "auditor"])
def test_the_list_belongs_to_the_offices_that_read_plans(cast, who):
    assert look(cast, who).status_code == 403


def test_the_policy_bureau_reads_the_list_and_nothing_of_the_bureaus_thoughts(cast):
    application = make.decided(cast, decision=ApplicationState.NOT_ELIGIBLE)
    Screening.objects.create(
        application=application, passed=False, note="ลับ", screened_at=make.DECIDED, screened_by=cast.bureau.seat
    )
    response = look(cast, "policy")
    assert names(response) == [application.name]
    assert response.context["rows"][0]["judged"] == ""
    assert "judged" not in response.context["filter"].form.fields
    assert not any("judged" in row and row["judged"] for row in response.context["rows"])


def test_the_decision_is_no_filter_for_other_offices(cast):
    make.decided(cast)
    assert len(names(look(cast, "policy", judged="NOT_ELIGIBLE"))) == 1


def test_the_bureau_sees_what_is_decided(cast):
    make.decided(cast, decision=ApplicationState.RESERVE)
    assert look(cast).context["rows"][0]["judged"] == str(Outcome.RESERVE.label)


def test_every_word_of_a_search_must_match(cast):
    make.endorsed(cast)
    make.endorsed(cast, cast.colleague)
    assert names(look(cast, q="สมชาย ช่างยนต์")) == [cast.teacher.user.full_name]
    assert names(look(cast, q="สมชาย ไม่มีคำนี้")) == []


def test_a_number_in_thai_digits_is_found(cast):
    application = make.endorsed(cast)
    number = f"๒๕๖๘-{application.pk:06d}".translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    assert names(look(cast, q=number)) == [application.name]


def test_states_and_decisions_narrow(cast):
    make.submitted(cast)
    make.decided(cast, cast.colleague)
    assert names(look(cast, state="SUBMITTED")) == [cast.teacher.user.full_name]
    assert names(look(cast, judged="ELIGIBLE")) == [cast.colleague.user.full_name]
    assert names(look(cast, state="ENDORSED", judged="none")) == []


def test_an_unknown_value_narrows_to_nothing(cast):
    make.endorsed(cast)
    response = look(cast, state="NO_SUCH_STATE")
    assert response.status_code == 200
    assert names(response) == []


def test_the_list_is_sorted_both_ways(cast):
    first = make.endorsed(cast, make.another_teacher(cast, 1))
    second = make.endorsed(cast, make.another_teacher(cast, 2))
    assert names(look(cast)) == [first.name, second.name]
    assert names(look(cast, sort="-name")) == [second.name, first.name]


def test_the_list_costs_the_same_at_every_size(cast, same_queries):
    numbers = iter(range(1, 100))

    def grow(count):
        for _ in range(count):
            make.started(cast, make.another_teacher(cast, next(numbers)))

    same_queries(lambda: look(cast), grow, most=8)


def test_a_search_costs_the_same_at_every_size(cast, same_queries):
    numbers = iter(range(1, 100))

    def grow(count):
        for _ in range(count):
            make.started(cast, make.another_teacher(cast, next(numbers)))

    same_queries(lambda: look(cast, q="ลำดับ", region="EAST_BANGKOK"), grow, most=8)


def test_the_counts_follow_every_act(cast):
    make.submitted(cast)
    assert look(cast).context["tabs"][0]["count"] == "1"
    make.submitted(cast, cast.colleague)
    assert look(cast).context["tabs"][0]["count"] == "2"


def test_one_is_screened_with_a_note(cast):
    application = make.endorsed(cast)
    cast.bureau.client.post(reverse("applications:screen", args=[application.pk]), {"passed": "yes", "note": "ครบ"})
    assert (Screening.objects.get().passed, Screening.objects.get().note) == (True, "ครบ")


def test_the_first_reserve_moves_up(cast):
    make.decided(cast, cast.colleague)
    application = make.decided(cast, decision=ApplicationState.RESERVE)
    make.published(cast)
    cast.bureau.client.post(reverse("applications:promote", args=[application.pk]))
    assert make.again(application).state == ApplicationState.ELIGIBLE


def test_the_draft_of_the_list_counts_without_writing(cast):
    make.decided(cast)
    make.decided(cast, cast.colleague, decision=ApplicationState.RESERVE)
    response = cast.bureau.client.get(reverse("applications:simulate"))
    assert response.context["totals"] == {"eligible": 1, "reserve": 1, "not_eligible": 0, "open": 0, "unfinished": 0}
    assert [(row["eligible"], row["reserve"]) for row in response.context["colleges"]] == [(1, 1)]
    assert set(Application.objects.values_list("state", flat=True)) == {ApplicationState.ENDORSED}


@pytest.mark.parametrize("who", ["policy", "auditor", "coordinator"])
def test_the_draft_of_the_list_is_the_bureaus_alone(cast, who):
    assert getattr(cast, who).client.get(reverse("applications:simulate")).status_code == 403


@pytest.mark.slow
def test_the_list_costs_the_same_at_five_thousand(cast, same_queries):
    started = make.started(cast)

    def grow(size):
        """Rows past the actions: 5,000 of them would take minutes."""
        first = Application.objects.count()
        users = [
            User(email=f"many{number}@x.example", first_name="หนึ่ง", last_name=str(number), created_at=make.STARTED)
            for number in range(first, first + size)
        ]
        User.objects.bulk_create(users)
        teachers = Teacher.objects.bulk_create([Teacher(user=user, college=cast.college) for user in users])
        Application.objects.bulk_create(
            Application(
                round=cast.round, user=user, teacher=teacher, college=cast.college, region=cast.college.region,
                started_at=make.STARTED, started_by=started.started_by, name=str(user), name_key=user.last_name,
                college_name=cast.college.name, college_key=cast.college.name_key, search=str(user),
            )
            for user, teacher in zip(users, teachers, strict=True)
        )  # fmt: skip
        counts.forget()

    same_queries(lambda: look(cast), grow, most=8, sizes=(1, 50, 5000))
    same_queries(lambda: look(cast, q="หนึ่ง"), grow, most=8, sizes=(1, 50))
