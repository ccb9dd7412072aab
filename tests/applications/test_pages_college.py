"""The college's desk and the page on which a plan is checked."""

import pytest
from django.urls import reverse

from applications.enums import ApplicationState
from applications.models import Application
from tests.factories import applications as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def desk(cast, who="coordinator", **query):
    return getattr(cast, who).client.get(reverse("applications:desk"), query)


def look(cast, application, who="coordinator", **query):
    return getattr(cast, who).client.get(reverse("applications:show", args=[application.pk]), query)


def test_a_person_without_a_desk_reads_whose_desk_it_is(cast):
    response = desk(cast, "teacher")
    assert response.status_code == 403


def test_the_desk_groups_plans_by_whose_hands_they_wait_for(cast):
    make.submitted(cast)
    make.sent_back(cast, cast.colleague)
    make.started(cast, make.another_teacher(cast, 1))
    response = desk(cast)
    assert [figure["value"] for figure in response.context["figures"]] == [1, 1, 1, 0, 0]
    assert [row["name"] for row in response.context["to_check"]] == [cast.teacher.user.full_name]


def test_the_desk_counts_teachers_who_have_not_started(cast):
    make.started(cast)
    assert desk(cast).context["facts"]["not_started"] == 1


def test_the_neighbours_desk_shows_none_of_it(cast):
    make.submitted(cast)
    response = desk(cast, "neighbour")
    assert response.context["to_check"] == []
    assert cast.teacher.user.first_name not in response.content.decode()


def test_the_neighbour_cannot_ask_for_a_foreign_desk(cast):
    assert desk(cast, "neighbour", college=cast.college.pk).status_code == 404


def test_the_desk_costs_the_same_at_every_size(cast, same_queries):
    numbers = iter(range(1, 100))

    def grow(count):
        for _ in range(count):
            make.submitted(cast, make.another_teacher(cast, next(numbers)))

    same_queries(lambda: desk(cast), grow, most=8)


@pytest.mark.parametrize("tab", ["scan", "plan", "history"])
def test_the_coordinator_sees_copy_plan_and_history(cast, tab):
    application = make.submitted(cast)
    response = look(cast, application, tab=tab)
    assert response.status_code == 200
    assert response.context["tab"] == tab


def test_the_neighbour_finds_nothing(cast):
    assert look(cast, make.submitted(cast), "neighbour").status_code == 404


def test_one_press_endorses_when_attested(cast):
    application = make.submitted(cast)
    cast.coordinator.client.post(reverse("applications:endorse", args=[application.pk]), {"attested": "1"})
    assert make.again(application).state == ApplicationState.ENDORSED


def test_one_press_without_the_attest_changes_nothing(cast):
    application = make.submitted(cast)
    cast.coordinator.client.post(reverse("applications:endorse", args=[application.pk]))
    assert make.again(application).state == ApplicationState.SUBMITTED


def test_a_plan_is_returned_with_a_comment(cast):
    application = make.submitted(cast)
    cast.coordinator.client.post(reverse("applications:send_back", args=[application.pk]), {"comment": "หน้า 4 ขาด"})
    assert (make.again(application).state, make.again(application).comment) == ("SENT_BACK", "หน้า 4 ขาด")


def test_a_comment_that_is_too_long_is_shown_again_and_not_lost(cast):
    application = make.submitted(cast)
    text = "ก" * 2001
    response = cast.coordinator.client.post(reverse("applications:send_back", args=[application.pk]), {"comment": text})
    assert response.status_code == 422
    assert text in response.content.decode()
    assert make.again(application).state == ApplicationState.SUBMITTED


def test_the_bureau_returns_what_was_endorsed(cast):
    application = make.endorsed(cast)
    cast.bureau.client.post(reverse("applications:send_back", args=[application.pk]), {"comment": "ชั่วโมงไม่ครบ"})
    assert make.again(application).state == ApplicationState.SENT_BACK


def test_a_second_version_is_compared_with_the_first(cast):
    from applications import actions
    from tests.factories.plans import content

    application = make.sent_back(cast)
    actions.revise(application, by=cast.teacher.seat, at=make.ENDORSED)
    changed = content(cast, cast.teacher, need={"current": "ใหม่", "gap": "x", "course": "y"})
    actions.freeze(make.again(application), changed, by=cast.teacher.seat, at=make.ENDORSED)
    response = look(cast, application, tab="changes")
    changes = [change for part in response.context["parts"] for change in part.changes]
    assert [("ใหม่", True)] in [field.after for change in changes for field in change.fields]


def test_the_history_hides_what_the_bureau_thought(cast):
    application = make.decided(cast)
    seen = {who: look(cast, application, who, tab="history").context["entries"] for who in ("coordinator", "bureau")}
    assert len(seen["bureau"]) == len(seen["coordinator"]) + 1


def test_every_page_of_the_desk_is_closed_to_strangers(cast):
    assert desk(cast, "anonymous").status_code == 302
    assert Application.objects.count() == 0


def test_nobody_attests_a_copy_that_came_after_her_page(cast, clock):
    application = make.submitted(cast)
    old = {"attested": "1", f"turn-{application.pk}": str(application.turn - 1)}

    answer = cast.coordinator.client.post(reverse("applications:endorse", args=[application.pk]), old)

    assert (answer.status_code, make.again(application).state) == (403, "SUBMITTED")
