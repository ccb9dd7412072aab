"""The public page that says whether a paper is genuine."""

import pytest
from django.core.cache import cache
from django.test import Client

from records.models import Paper
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

    assert (answer.status_code, answer.context["paper"]) == (200, paper)


def test_a_superseded_paper_says_so(paper):
    later = Paper.objects.create(kind="PLAN", year=2568, version=2, issued_at=at("2025-02-26 09:00"))
    Paper.objects.filter(pk=paper.pk).update(superseded_by=later)

    page = Client().get(f"/v/{paper.code}/")

    assert page.context["successor"] == later
    assert later.code not in page.content.decode()


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
