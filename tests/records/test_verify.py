"""The public page that says whether a paper is genuine."""

import re

import pytest
from django.core.cache import cache
from django.test import Client

from records.models import Paper, Receipt
from records.models import paper as paper_model
from records.pdf import samples
from tests.cast import at
from tests.factories import applications as make


@pytest.fixture(autouse=True)
def _nobody_has_asked_yet(db):
    cache.clear()


@pytest.fixture
def paper(cast, clock):
    return make.submitted(cast).plan.paper


def test_a_stranger_who_holds_the_paper_reads_that_it_is_genuine_and_no_name(cast, paper):
    page = Client().get(f"/v/{paper.code}/")

    text = page.content.decode()
    assert page.status_code == 200
    assert paper.short_code in text
    for document in paper.documents.all():
        assert document.sha256 in text
    for word in ("สมชาย", "รักเรียน", cast.college.name, cast.establishment.name):
        assert word not in text


@pytest.mark.parametrize(
    "write", [str.lower, lambda code: "-".join((code[:4], code[4:8], code[8:])), lambda code: f" {code} "]
)
def test_a_code_may_be_typed_any_way(paper, write):
    answer = Client().get("/v/", {"code": write(paper.code)}, follow=True)

    assert (answer.status_code, answer.context["verdict"].short_code) == (200, paper.short_code)


def test_a_superseded_paper_says_so(paper):
    later = Paper.objects.create(kind="PLAN", year=2568, version=2, issued_at=at("2025-02-26 09:00"))
    Paper.objects.filter(pk=paper.pk).update(superseded_by=later)

    page = Client().get(f"/v/{paper.code}/")

    assert page.context["verdict"].successor == later
    assert later.code not in page.content.decode()
    assert later.short_code not in page.content.decode()


def test_a_receipt_checks_by_a_code_of_its_own_and_tells_no_name(cast, clock):
    row = make.submitted(cast)
    receipt = Receipt.objects.get()

    page = Client().get(f"/v/{receipt.code}/")

    text = page.content.decode()
    assert page.status_code == 200
    assert receipt.code != row.plan.paper.code
    for word in (receipt.number, receipt.document.sha256, receipt.short_code):
        assert word in text
    for word in ("สมชาย", "รักเรียน", cast.college.name, cast.establishment.name, receipt.document.original_name):
        assert word not in text


def test_a_receipt_of_a_version_that_was_replaced_says_so(cast, clock):
    row = make.submitted(cast)
    later = Paper.objects.create(kind="PLAN", year=2568, version=2, issued_at=at("2025-02-26 09:00"))
    Paper.objects.filter(pk=row.plan.paper_id).update(superseded_by=later)

    page = Client().get(f"/v/{Receipt.objects.get().code}/")

    assert "ฉบับที่ 2" in page.content.decode()


def test_a_paper_being_prepared_answers_as_one_that_never_was(cast, clock):
    draft = Paper.objects.create(kind="ANNOUNCEMENT", year=2568, issued_at=at("2025-02-20 09:00"), is_draft=True)
    missing = "23456789ABCD"

    answers = [Client().get(f"/v/{code}/") for code in (draft.code, missing)]

    texts = [answer.content.decode().replace(draft.code, missing) for answer in answers]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert without_tokens(texts[0]) == without_tokens(texts[1])


def without_tokens(text):
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)


def test_the_sample_of_a_layout_never_checks_as_genuine(cast, clock):
    assert Client().get(f"/v/{samples.CODE}/").status_code == 404
    assert set(samples.CODE) - set(paper_model._ALPHABET)


def test_without_scripts_the_page_says_how_to_compute_a_fingerprint(cast, clock, paper):
    text = Client().get(f"/v/{paper.code}/").content.decode()

    assert "certutil -hashfile" in text
    assert "sha256sum" in text


@pytest.mark.parametrize("code", ["ABCD", "2" * 12, "๒๓๔๕", "<script>", "%00", "ก" * 200])
def test_an_unknown_code_is_told_how_to_type_it(cast, clock, code):
    answer = Client().get(f"/v/{code}/")

    assert answer.status_code == 404
    assert 'name="code"' in answer.content.decode()
    assert "<script>" not in answer.content.decode()


def test_the_thirty_first_question_of_a_minute_waits(cast, clock, paper):
    client = Client()
    for _question in range(30):
        assert client.get("/v/ABCD/").status_code == 404

    late = client.get(f"/v/{paper.code}/")
    assert (late.status_code, late["Retry-After"]) == (429, "60")
    assert Client(REMOTE_ADDR="192.0.2.9").get(f"/v/{paper.code}/").status_code == 200
    clock("2025-02-20 09:01")
    assert client.get(f"/v/{paper.code}/").status_code == 200


def test_an_address_is_believed_from_a_trusted_front_server_alone(cast, clock, settings):
    for number in range(30):
        Client().get("/v/ABCD/", headers={"X-Forwarded-For": f"192.0.2.{number}"})
    assert Client().get("/v/ABCD/", headers={"X-Forwarded-For": "192.0.2.200"}).status_code == 429

    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    assert Client().get("/v/ABCD/", headers={"X-Forwarded-For": "192.0.2.200"}).status_code == 404
