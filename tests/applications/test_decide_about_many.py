"""Deciding about many takes two steps, and what is decided is what was shown."""

import pytest
from django.urls import reverse

from applications import actions
from applications.enums import ApplicationState
from applications.models import Decision, Screening
from applications.pages import counts
from applications.shown import marks, pack, unpack
from tests.factories import applications as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
DECIDE, SCREEN = reverse("applications:decide"), reverse("applications:screen_many")


@pytest.fixture(autouse=True)
def _nothing_kept():
    counts.forget()


def weigh(cast, who="bureau", **query):
    """The first step: whom it would be about."""
    return getattr(cast, who).client.get(DECIDE, query)


def press(cast, page, url=DECIDE, **data):
    """The second: what the form of that page sends."""
    form = {"filter": page.context["address"], "scope": page.context["scope"], "shown": page.context["shown"]}
    return cast.bureau.client.post(url, {**form, "decision": "ELIGIBLE", **data}, follow=True)


def said(response):
    return [str(message) for message in response.context["messages"]]


def outcomes():
    return dict(Decision.objects.values_list("application__name", "outcome"))


def test_the_first_step_shows_whom_it_is_about_and_writes_nothing(cast):
    mine, hers = make.endorsed(cast), make.endorsed(cast, cast.colleague)
    make.submitted(cast, make.another_teacher(cast, 1))

    page = weigh(cast, scope="all", filter="")

    assert page.context["count"] == 2
    assert {row["name"] for row in page.context["rows"]} == {mine.name, hers.name}
    assert [(group["reason"], group["count"]) for group in page.context["left_out"]] == [("รอวิทยาลัย", 1)]
    assert outcomes() == {}


def test_all_of_the_filter_is_decided_in_the_order_of_the_list_and_the_state_stays(cast):
    first, second = (make.endorsed(cast, make.another_teacher(cast, n)) for n in (1, 2))

    press(cast, weigh(cast, scope="all", filter="state=ENDORSED&sort=-name"), decision="RESERVE")

    assert list(Decision.objects.order_by("rank").values_list("application", flat=True)) == [second.pk, first.pk]
    assert make.again(first).state == ApplicationState.ENDORSED


def test_only_the_ticked_are_decided(cast):
    ticked = make.endorsed(cast)
    make.endorsed(cast, cast.colleague)

    press(cast, weigh(cast, scope="ticked", pick=[ticked.pk], filter=""))

    assert outcomes() == {ticked.name: "ELIGIBLE"}


def test_who_came_in_meanwhile_is_named_and_not_touched(cast):
    shown = make.endorsed(cast)
    page = weigh(cast, scope="all", filter="state=ENDORSED")
    late = make.endorsed(cast, cast.colleague)

    response = press(cast, page)

    assert outcomes() == {shown.name: "ELIGIBLE"}
    assert said(response)[1] == f"ข้ามไป 1 ราย: {late.name}: เข้ามาหลังจากหน้านี้แสดงแล้ว"


def test_who_comes_in_does_not_matter_to_those_who_were_ticked(cast):
    shown = make.endorsed(cast)
    page = weigh(cast, scope="ticked", pick=[shown.pk], filter="state=ENDORSED")
    make.endorsed(cast, cast.colleague)

    assert len(said(press(cast, page))) == 1


@pytest.mark.parametrize("change", ["decided", "screened", "returned and endorsed again"])
def test_who_changed_meanwhile_is_named_and_not_touched(cast, change):
    changed, same = make.endorsed(cast), make.endorsed(cast, cast.colleague)
    page = weigh(cast, scope="all", filter="")
    if change == "decided":
        make.decide(cast, [changed], "NOT_ELIGIBLE")
    elif change == "screened":
        actions.screen([changed], passed=False, note="", by=cast.admin.seat, at=make.DECIDED)
    else:
        actions.send_back(changed, comment="แก้ไข", by=cast.bureau.seat, at=make.ENDORSED)
        make.send(changed, cast.teacher, make.ENDORSED)
        actions.endorse(make.again(changed), by=cast.coordinator.seat, at=make.ENDORSED, attested=True)

    response = press(cast, page)

    found = outcomes()
    assert found.pop(same.name) == "ELIGIBLE"
    assert found == ({changed.name: "NOT_ELIGIBLE"} if change == "decided" else {})
    assert said(response)[1] == f"ข้ามไป 1 ราย: {changed.name}: เปลี่ยนไปหลังจากหน้านี้แสดงแล้ว"


def test_who_withdrew_meanwhile_is_named_with_the_state(cast):
    gone, same = make.endorsed(cast), make.endorsed(cast, cast.colleague)
    page = weigh(cast, scope="all", filter="state=ENDORSED")
    actions.withdraw(gone, by=cast.teacher.seat, at=make.ENDORSED)

    response = press(cast, page)

    assert outcomes() == {same.name: "ELIGIBLE"}
    assert said(response)[1].startswith(f"ข้ามไป 1 ราย: {gone.name}")


def test_between_reading_and_writing_nobody_changes_unseen(cast, monkeypatch):
    """The marks are compared under the lock of the rows, not when the page was asked for."""
    from applications.actions import judgement

    application = make.endorsed(cast)
    page = weigh(cast, scope="all", filter="")
    sort = judgement._sort

    def another_officer_is_first(applications, by, seen):
        monkeypatch.setattr(judgement, "_sort", sort)
        make.decide(cast, [application], "RESERVE")
        return sort(applications, by, seen)

    monkeypatch.setattr(judgement, "_sort", another_officer_is_first)
    press(cast, page)

    assert outcomes() == {application.name: "RESERVE"}


def test_a_decision_that_would_be_replaced_is_counted_on_the_page(cast):
    make.decided(cast, decision="RESERVE")
    make.endorsed(cast, cast.colleague)

    page = weigh(cast, scope="all", filter="")

    assert page.context["decided"] == [{"label": "สำรอง", "count": 1}]


def test_a_press_without_the_first_step_decides_nothing(cast):
    application = make.endorsed(cast)

    response = cast.bureau.client.post(
        DECIDE, {"scope": "all", "pick": [application.pk], "decision": "ELIGIBLE", "filter": ""}, follow=True
    )

    assert outcomes() == {}
    assert said(response) == ["โปรดดูก่อนว่าเป็นเรื่องของใครบ้าง"]


@pytest.mark.parametrize("url", [DECIDE, SCREEN])
@pytest.mark.parametrize("text", ["x", "1:ab", "ก:123456", "9" * 30 + ":123456", "1:123456,", ":,:", "1:12345\0"])
def test_a_shown_set_that_nobody_packed_touches_nobody(cast, url, text):
    make.endorsed(cast)
    data = {"shown": text, "decision": "ELIGIBLE", "passed": "yes", "filter": "", "scope": "ticked"}

    assert cast.bureau.client.post(url, data).status_code == 302
    assert (Decision.objects.count(), Screening.objects.count()) == (0, 0)


def test_without_a_choice_the_same_people_are_asked_about_again(cast):
    ticked = make.endorsed(cast)
    make.endorsed(cast, cast.colleague)

    page = weigh(cast, scope="ticked", pick=[ticked.pk], filter="")
    response = press(cast, page, decision="", reason="ตามเกณฑ์ข้อ 3")

    assert response.status_code == 422
    assert [row["name"] for row in response.context["rows"]] == [ticked.name]
    assert "ตามเกณฑ์ข้อ 3" in response.content.decode()
    assert outcomes() == {}


def test_nobody_ticked_leads_back_to_the_list(cast):
    response = cast.bureau.client.get(DECIDE, {"scope": "ticked", "filter": "state=ENDORSED"}, follow=True)

    assert response.redirect_chain == [(f"{reverse('applications:office')}?state=ENDORSED", 302)]


def test_another_round_of_the_filter_is_another_list(cast):
    make.endorsed(cast)

    assert cast.bureau.client.get(DECIDE, {"scope": "all", "filter": "year=2567"}).status_code == 404


@pytest.mark.parametrize("who", ["teacher", "coordinator", "director", "neighbour", "policy", "finance", "auditor"])
@pytest.mark.parametrize("url", [DECIDE, SCREEN])
def test_nobody_else_looks_decides_or_screens(cast, who, url):
    application = make.endorsed(cast)
    data = {"shown": pack(marks([application.pk])), "decision": "ELIGIBLE", "passed": "yes", "filter": ""}

    client = getattr(cast, who).client
    assert client.post(url, data).status_code == 403
    assert client.get(url, {"scope": "all", "filter": ""}).status_code == (403 if url == DECIDE else 405)
    assert (Decision.objects.count(), Screening.objects.count()) == (0, 0)


def test_many_are_screened_at_once_and_who_changed_is_named(cast):
    kept, changed = make.endorsed(cast), make.endorsed(cast, cast.colleague)
    page = weigh(cast, scope="all", filter="")
    make.decide(cast, [changed], "RESERVE")

    response = press(cast, page, SCREEN, passed="no", note="ชั่วโมงไม่ครบ")

    assert list(Screening.objects.values_list("application", "passed")) == [(kept.pk, False)]
    assert changed.name in said(response)[1]


def test_one_application_is_decided_on_its_own_page_as_it_was_shown(cast):
    application = make.endorsed(cast)
    address = reverse("applications:show", args=[application.pk])
    shown = cast.bureau.client.get(address).context["shown"]
    data = {"shown": shown, "decision": "RESERVE", "filter": "year=2568", "back": application.pk}

    assert cast.bureau.client.post(DECIDE, data).url == address
    assert outcomes() == {application.name: "RESERVE"}
    # The same form once more, from a page that is out of date by now.
    cast.bureau.client.post(DECIDE, {**data, "decision": "ELIGIBLE"})
    assert outcomes() == {application.name: "RESERVE"}


def test_the_step_before_costs_the_same_at_every_size(cast, same_queries):
    numbers = iter(range(1, 100))

    def grow(count):
        for _ in range(count):
            make.endorsed(cast, make.another_teacher(cast, next(numbers)))

    same_queries(lambda: weigh(cast, scope="all", filter="state=ENDORSED"), grow, most=8)


def test_what_is_packed_is_unpacked_in_its_order():
    found = {7: "abcdef", 3: "012345"}

    assert list(unpack(pack(found)).items()) == [(7, "abcdef"), (3, "012345")]
