"""The college's agreement with an establishment, and its papers."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from placements.models import Agreement
from records.models import Document, Entry, Paper
from tests.cast import at
from tests.factories.plans import tiny_pdf

WHEN = at("2025-02-20 09:00")
MOU = {"basis": "mou", "number": "7/2568", "valid_from": "1/2/2568", "valid_until": "31/1/2571"}


def agreed(cast, person, **facts):
    return person.client.post(f"/placements/establishments/{cast.establishment.pk}/agree/", {**MOU, **facts})


@pytest.mark.parametrize(
    ("person", "status"),
    [("coordinator", 302), ("deputy", 302), ("director", 302), ("neighbour", 302), ("teacher", 403), ("bureau", 403),
     ("revoked", 404)],
)  # fmt: skip
def test_who_looks_after_a_college_records_its_agreement(cast, clock, person, status):
    who = getattr(cast, person)

    assert agreed(cast, who).status_code == status
    made = Agreement.objects.exclude(pk=cast.agreement.pk)
    assert [(row.college, row.added_by, row.added_at) for row in made] == (
        [(who.seat.college, who.seat, WHEN)] if status == 302 else []
    )


def test_a_scan_passes_the_gate_and_hangs_on_a_paper_of_its_own(cast, clock):
    data = tiny_pdf("MOU")

    answer = agreed(cast, cast.coordinator, file=SimpleUploadedFile("ข้อตกลง.pdf", data, "application/pdf"))

    assert answer.status_code == 302
    document = Agreement.objects.latest("pk").document
    assert (document.size, document.original_name, document.kept_by) == (len(data), "ข้อตกลง.pdf", cast.coordinator.seat)
    assert (document.paper.kind, document.paper.college, document.paper.year) == ("AGREEMENT", cast.college, 2568)
    assert Entry.objects.filter(verb="placements:agreement:agree").count() == 1


def test_a_file_that_is_no_pdf_is_refused_and_nothing_is_kept(cast, clock):
    answer = agreed(cast, cast.coordinator, file=SimpleUploadedFile("mou.pdf", b"<html>", "application/pdf"))

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["file"])
    assert (Agreement.objects.count(), Document.objects.count(), Paper.objects.count()) == (1, 0, 0)


@pytest.mark.parametrize(
    ("person", "status"),
    [("coordinator", 200), ("teacher", 200), ("bureau", 200), ("policy", 200), ("neighbour", 404),
     ("neighbour_director", 404), ("revoked", 404)],
)  # fmt: skip
def test_the_papers_are_the_colleges_own(cast, clock, person, status):
    agreed(cast, cast.coordinator, file=SimpleUploadedFile("mou.pdf", tiny_pdf("MOU"), "application/pdf"))
    made = Agreement.objects.latest("pk")

    answer = getattr(cast, person).client.get(f"/placements/agreements/{made.pk}/file/")

    assert answer.status_code == status
    if status == 200:
        assert b"".join(answer.streaming_content) == tiny_pdf("MOU")
        assert answer["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"number": ""}, "number"),
        ({"basis": "joint", "number": ""}, "description"),
        ({"valid_until": "1/1/2568"}, "valid_until"),
        ({"valid_from": ""}, "valid_from"),
    ],
)
def test_what_an_agreement_needs(cast, clock, wrong, field):
    answer = agreed(cast, cast.coordinator, **wrong)

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
