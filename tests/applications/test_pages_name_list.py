"""The pages of the list of names: the college's way through them, and what the bureau sees of it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from records.models import Receipt
from tests.cast import agreement, at
from tests.factories import applications as make
from tests.factories import name_lists as lists
from tests.factories.plans import tiny_pdf

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
PAGE = reverse("applications:name_list")
SHUT = at("2025-03-05 00:00:00")


def test_the_college_goes_the_whole_way_in_its_pages(cast):
    make.endorsed(cast)
    client = cast.coordinator.client
    data = {"college": cast.college.pk, "year": 2568}

    assert client.post(reverse("applications:prepare_list"), data).status_code == 302
    made = lists.printed(cast)
    copy = SimpleUploadedFile("บัญชี.pdf", tiny_pdf("signed list"), "application/pdf")
    sent_in = client.post(reverse("applications:attach_list", args=[made.pk]), {"files": copy}, follow=True)
    assert sent_in.context["newest"].signed.original_name == "บัญชี.pdf"
    receipt = client.post(reverse("applications:send_list", args=[made.pk]))

    assert receipt.url == reverse("records:receipt", args=[Receipt.objects.get(series="LIST").pk])
    assert client.get(PAGE).context["is_sent"] is True
    assert client.get(receipt.url).status_code == 200


def test_every_form_of_the_page_carries_its_token(cast):
    make.endorsed(cast)
    for stage in (None, lists.printed, lists.signed):
        if stage:
            stage(cast)
        page = cast.coordinator.client.get(PAGE).content.decode()
        assert page.count('method="post"') == page.count("csrfmiddlewaretoken")


def test_the_unsigned_original_is_refused_and_a_broken_file_too(cast):
    make.endorsed(cast)
    made = lists.printed(cast)
    url = reverse("applications:attach_list", args=[made.pk])

    for data in (tiny_pdf("list"), b"%PDF-1.7 broken"):
        answer = cast.coordinator.client.post(url, {"files": SimpleUploadedFile("x.pdf", data, "application/pdf")})
        assert answer.status_code == 422
        assert answer.context["problem"] != ""
    made.refresh_from_db()
    assert made.signed is None


def test_a_closed_door_says_when_it_shut(cast, clock):
    make.endorsed(cast)
    made = lists.signed(cast)
    clock(SHUT)

    page = cast.coordinator.client.get(PAGE)

    assert page.context["buttons"]["send_list"].refusal.code == "closed"
    assert cast.coordinator.client.post(reverse("applications:send_list", args=[made.pk])).status_code == 403


@pytest.mark.parametrize("who", ["neighbour", "neighbour_director", "teacher", "registry", "finance"])
def test_nobody_else_finds_it(cast, who):
    make.endorsed(cast)
    made = lists.sent(cast)
    client = getattr(cast, who).client

    for which in ("printed", "signed"):
        assert client.get(reverse("applications:name_list_file", args=[made.pk, which])).status_code == 404
    for verb in ("print_list", "attach_list", "send_list"):
        assert client.post(reverse(f"applications:{verb}", args=[made.pk])).status_code == 404


def test_the_neighbour_cannot_ask_for_a_foreign_list(cast):
    make.endorsed(cast)

    assert cast.neighbour.client.get(PAGE, {"college": cast.college.pk}).status_code == 404
    data = {"college": cast.college.pk, "year": 2568}
    assert cast.neighbour.client.post(reverse("applications:prepare_list"), data).status_code == 404


def test_home_and_desk_say_that_it_is_owed_until_it_is_sent(cast):
    make.endorsed(cast)

    def titles():
        home = cast.coordinator.client.get("/").context
        return [row["title"] for row in [home["wait"] or {"title": ""}, *home["todo"]]]

    assert "ส่งบัญชีรายชื่อของสถานศึกษา" in titles()
    assert cast.coordinator.client.get(reverse("applications:desk")).context["not_on_list"] == 1
    lists.sent(cast)
    assert "ส่งบัญชีรายชื่อของสถานศึกษา" not in titles()
    assert cast.coordinator.client.get(reverse("applications:desk")).context["not_on_list"] == 0


def overview(cast, who="bureau", **query):
    return getattr(cast, who).client.get(reverse("applications:name_lists"), query)


def test_the_bureau_sees_who_has_sent_and_who_not(cast):
    make.endorsed(cast)
    lists.sent(cast)
    agreement(cast.neighbour_college, cast.establishment, cast.neighbour.seat)
    make.endorsed(cast, cast.neighbour_teacher)

    page = overview(cast)

    assert [figure["value"] for figure in page.context["figures"]] == [1, 1, 0, 0]
    assert [row["name"] for row in overview(cast, show="missing").context["page"]] == [cast.neighbour_college.name]
    assert [row["name"] for row in overview(cast, show="sent").context["page"]] == [cast.college.name]


def test_the_bureau_sees_that_a_list_changed_since(cast):
    make.endorsed(cast)
    lists.sent(cast)
    assert overview(cast, show="changed").context["figures"][2]["value"] == 0

    make.endorsed(cast, cast.colleague)

    assert [row["name"] for row in overview(cast, show="changed").context["page"]] == [cast.college.name]


@pytest.mark.parametrize("who", ["coordinator", "director", "teacher", "finance", "auditor"])
def test_the_overview_is_for_those_who_read_the_round(cast, who):
    assert overview(cast, who).status_code == 403
    assert overview(cast, "policy").status_code == 200


def test_both_pages_cost_the_same_at_every_size(cast, same_queries):
    numbers = iter(range(1, 100))

    def grow(count):
        for _ in range(count):
            make.endorsed(cast, make.another_teacher(cast, next(numbers)))
        lists.sent(cast)

    same_queries(lambda: cast.coordinator.client.get(PAGE), grow, most=14)
    same_queries(lambda: overview(cast), grow, most=8)
