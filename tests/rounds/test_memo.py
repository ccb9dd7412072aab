"""The memo of an extension: an official paper of one page that knows itself, and never changes."""

import io
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from people.thai import thai_digits
from records.models import Paper
from rounds.actions import ask, decline, extend, grant, grant_many, shown_mark
from rounds.models import Extension
from tests.cast import at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
WHEN = at("2025-02-20 09:00")


@pytest.fixture
def wish(cast):
    return ask(
        cast.round, "PLANS_DUE", person=cast.teacher.user, college=cast.college, until=at("2025-03-05").date(),
        reason="น้ำท่วมวิทยาลัย ๑๐ วัน", by=cast.teacher.seat, at=WHEN,
    )  # fmt: skip


def address(extension):
    return reverse("rounds:memo", args=[extension.pk])


def in_english(person):
    person.client.cookies["django_language"] = "en"
    assert "Home" in person.client.get("/").content.decode()


def read(client, extension):
    """Its pages as text, as a reader copies them: soft line ends are spaces."""
    answer = client.get(address(extension))
    assert answer["Content-Type"] == "application/pdf"
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(answer.content)).pages]


def test_what_was_granted_has_a_paper_whose_code_anybody_may_check(cast, wish):
    given = grant(wish, by=cast.bureau.seat, at=WHEN)

    (page,) = read(cast.teacher.client, given)

    paper = Extension.objects.get(pk=given.pk).paper
    assert (paper.kind, paper.year, paper.college) == ("EXTENSION", 2568, cast.college)
    assert f"เลขที่ {paper.number}" in page
    assert f"{paper.short_code} ตรวจสอบได้ที่ {paper.url}" in page
    check = cast.anonymous.client.get(f"/v/{paper.code}/").content.decode()
    assert (paper.number in check, cast.teacher.user.last_name in check) == (True, False)


def test_it_says_in_thai_whom_what_until_when_why_and_by_whom(cast, wish):
    given = grant(wish, by=cast.bureau.seat, at=WHEN, until=at("2025-03-04").date())
    in_english(cast.bureau)

    (page,) = read(cast.bureau.client, given)

    milestone = cast.round.milestones.get(kind="PLANS_DUE")
    wanted = (
        thai_digits(f"{milestone.printed} {milestone.label_th}"),
        f"เรียน {cast.teacher.user.full_name} {cast.college.name}",
        "๒๗ กุมภาพันธ์ ๒๕๖๘",
        f"ให้ขยายเวลาแก่ {cast.teacher.user.full_name} ถึงวันที่ ๔ มีนาคม ๒๕๖๘",
        "เหตุผล: น้ำท่วมวิทยาลัย ๑๐ วัน",
        cast.bureau.user.full_name,
        "เจ้าหน้าที่สำนัก",
    )
    squeezed = page.replace(" ", "")
    assert [words for words in wanted if words.replace(" ", "") not in squeezed] == []


@pytest.mark.parametrize(("whom", "words"), [("region", "ภาคตะวันออกและกรุงเทพมหานคร"), ("round", "ทั้งประเทศ")])
def test_that_of_a_region_or_the_country_names_it_whatever_the_readers_language(cast, whom, words):
    region = cast.college.region if whom == "region" else ""
    facts = {"until": at("2025-03-10 23:59:59"), "reason": "น้ำท่วม", "by": cast.bureau.seat, "at": WHEN}
    given = extend(cast.round, "PLANS_DUE", region=region, **facts)
    in_english(cast.director)

    (page,) = read(cast.director.client, given)

    assert words in page.replace(" ", "")


def test_a_date_that_moves_later_changes_no_memo(cast, wish):
    given = grant(wish, by=cast.bureau.seat, at=WHEN)
    before = cast.teacher.client.get(address(given)).content
    cast.round.milestones.filter(kind="PLANS_DUE").update(closes_at=at("2025-03-03 23:59:59"))

    assert cast.teacher.client.get(address(given)).content == before


def test_many_granted_at_once_have_a_paper_each(cast, wish):
    second = ask(
        cast.round, "PLANS_DUE", person=cast.colleague.user, college=cast.college, until=at("2025-03-05").date(),
        reason="ป่วย", by=cast.colleague.seat, at=WHEN,
    )  # fmt: skip
    rows = list(Extension.objects.order_by("pk"))
    grant_many(rows, seen={row.pk: shown_mark(row) for row in rows}, by=cast.bureau.seat, at=WHEN)

    numbers = Extension.objects.values_list("pk", "paper__number").order_by("pk")
    assert list(numbers) == [(row.pk, f"2568-EXT-{row.pk:06d}") for row in (wish, second)]


def test_what_waits_or_was_declined_has_none(cast, wish):
    assert cast.bureau.client.get(address(wish)).status_code == 404
    decline(wish, by=cast.bureau.seat, at=WHEN, answer="ไม่ได้")
    assert cast.bureau.client.get(address(wish)).status_code == 404
    assert not Paper.objects.filter(kind="EXTENSION").exists()


def test_the_neighbours_coordinator_reads_no_foreign_memo(cast, wish):
    given = grant(wish, by=cast.bureau.seat, at=WHEN)
    assert cast.coordinator.client.get(address(given)).status_code == 200
    assert cast.neighbour.client.get(address(given)).status_code == 404


def test_what_was_granted_before_gets_its_memo_without_asking_for_tables_to_come(cast):
    """The migration reckons a closing that moves off holidays, before there is a table of the bureau's own."""
    granted = extend(
        cast.round, "COLLEGE_REPORT", until=at("2025-07-31 23:59:59"), reason="น้ำท่วม", by=cast.bureau.seat, at=WHEN
    )
    Extension.objects.filter(pk=granted.pk).update(paper=None, closed_at=None)

    with CaptureQueriesContext(connection) as asked:
        import_module("rounds.migrations.0008_paper_of_an_extension").give_papers(apps, None)

    granted.refresh_from_db()
    assert (granted.paper.kind, granted.closed_at) == ("EXTENSION", at("2025-06-30 23:59:59"))
    assert not [row for row in asked.captured_queries if "dayoff" in row["sql"]]
