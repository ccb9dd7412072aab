"""Endorsing many: the copies are laid open, each is attested by itself, and only what was shown is endorsed."""

import pytest
from django.urls import reverse

from applications import actions
from applications.enums import ApplicationState
from applications.models import Application
from applications.shown import marks, pack
from rounds.models import Participation
from tests.cast import at
from tests.factories import applications as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
MANY = reverse("applications:endorse_many")


def lay_open(cast, *rows, who="coordinator", **query):
    return getattr(cast, who).client.get(MANY, {"pick": [row.pk for row in rows], **query})


def press(cast, page, *attested, who="coordinator", **data):
    form = {"shown": page.context["shown"], "attest": [row.pk for row in attested], **data}
    return getattr(cast, who).client.post(MANY, form, follow=True)


def states(*rows):
    return [make.again(row).state for row in rows]


def said(response):
    return [str(message) for message in response.context["messages"]]


def test_each_signed_copy_is_laid_open_and_nothing_is_written(cast):
    first, second = make.submitted(cast), make.submitted(cast, cast.colleague)

    page = lay_open(cast, first, second)

    assert [row["pk"] for row in page.context["rows"]] == [second.pk, first.pk]
    for row in (first, second):
        assert reverse("applications:plan_page", args=[row.pk, 1, 1]) in page.content.decode()
    assert states(first, second) == ["SUBMITTED", "SUBMITTED"]


def test_only_those_attested_one_by_one_are_endorsed(cast):
    first, second = make.submitted(cast), make.submitted(cast, cast.colleague)

    press(cast, lay_open(cast, first, second), first)

    assert states(first, second) == [ApplicationState.ENDORSED, ApplicationState.SUBMITTED]
    assert make.again(first).attested is True


def test_without_an_attest_the_copies_are_laid_open_again(cast):
    application = make.submitted(cast)

    response = press(cast, lay_open(cast, application))

    assert response.status_code == 422
    assert [row["pk"] for row in response.context["rows"]] == [application.pk]
    assert said(response) == ["โปรดรับรองว่าสำเนาทุกฉบับถูกต้องและมีลายมือชื่อผู้อำนวยการ"]
    assert states(application) == ["SUBMITTED"]


def test_who_cannot_be_endorsed_now_is_named_before_the_press(cast):
    ready, draft = make.submitted(cast), make.started(cast, cast.colleague)

    page = lay_open(cast, ready, draft)

    assert [row["pk"] for row in page.context["rows"]] == [ready.pk]
    assert [row["name"] for row in page.context["left_out"]] == [draft.name]
    # And is not endorsed by whoever puts her into the form.
    press(cast, page, ready, draft)
    assert states(ready, draft) == ["ENDORSED", "DRAFT"]


def test_a_copy_that_was_exchanged_meanwhile_is_named_and_not_endorsed(cast):
    changed, same = make.submitted(cast), make.submitted(cast, cast.colleague)
    page = lay_open(cast, changed, same)
    actions.send_back(changed, comment="หน้า 4 ขาด", by=cast.coordinator.seat, at=at("2025-02-20 10:00"))
    make.attach(make.again(changed), cast.teacher, when=at("2025-02-20 11:00"))
    make.send(changed, cast.teacher, at("2025-02-20 11:30"))

    response = press(cast, page, changed, same)

    assert states(changed, same) == ["SUBMITTED", "ENDORSED"]
    assert said(response)[1] == f"ข้ามไป 1 ราย: {changed.name}: เปลี่ยนไปหลังจากหน้านี้แสดงแล้ว"


def test_nobody_attests_what_no_page_has_shown(cast):
    shown, hidden = make.submitted(cast), make.submitted(cast, cast.colleague)

    press(cast, lay_open(cast, shown), shown, hidden)

    assert states(shown, hidden) == ["ENDORSED", "SUBMITTED"]


def test_after_the_checking_days_the_page_says_so_and_the_press_does_nothing(cast, clock):
    application = make.submitted(cast)
    page = lay_open(cast, application)
    clock("2025-03-05 00:00:00")

    assert lay_open(cast, application).context["count"] == 0
    press(cast, page, application)
    assert states(application) == ["SUBMITTED"]


def test_her_own_plan_is_left_out_and_the_reason_is_said(cast):
    from tests.cast import profile, seat

    profile(cast.coordinator.user, cast.college)
    seat(cast.coordinator.user, "TEACHER", cast.college)
    own = make.submitted(cast)
    Application.objects.filter(pk=own.pk).update(user=cast.coordinator.user)

    page = lay_open(cast, own)

    assert [row["reason"] for row in page.context["left_out"]] == ["ไม่มีผู้ใดพิจารณาเรื่องของตนเองได้"]


def test_a_director_is_told_that_the_coordinator_checks(cast):
    application = make.submitted(cast)

    assert lay_open(cast, application, who="director").context["count"] == 0
    Participation.objects.filter(college=cast.college).update(
        coordinator=None, coordinator_named_at=None, coordinator_named_by=None
    )
    assert lay_open(cast, application, who="director").context["count"] == 1


def test_a_foreign_plan_is_as_good_as_none_among_the_ticked(cast):
    application = make.submitted(cast)

    assert lay_open(cast, application, who="neighbour").status_code == 302
    data = {"attest": [application.pk], "shown": pack(marks([application.pk]))}
    assert cast.neighbour.client.post(MANY, data).status_code == 302
    assert cast.neighbour.client.post(MANY, {**data, "college": cast.college.pk}).status_code == 404
    assert states(application) == ["SUBMITTED"]


@pytest.mark.parametrize("who", ["teacher", "registry", "bureau", "auditor"])
def test_nobody_else_lays_copies_open_here(cast, who):
    assert lay_open(cast, make.submitted(cast), who=who).status_code == 403


def test_the_desk_leads_there_with_the_ticked(cast):
    make.submitted(cast)
    page = cast.coordinator.client.get(reverse("applications:desk")).content.decode()
    assert f'<form method="get" action="{MANY}">' in page


def test_laying_open_costs_the_same_at_every_size(cast, same_queries):
    numbers, made = iter(range(1, 100)), []

    def grow(count):
        made.extend(make.submitted(cast, make.another_teacher(cast, next(numbers))) for _ in range(count))

    same_queries(lambda: lay_open(cast, *made), grow, most=12)
