"""A second agreement from a form that still names the first one's file, as the browser's way back leaves it."""

import pytest
from django.urls import reverse

from placements.models import Agreement
from tests.applications import pieces
from tests.factories.plans import tiny_pdf

MOU = {"basis": "mou", "number": "7/2568", "valid_from": "1/2/2568", "valid_until": "31/1/2571"}


@pytest.fixture(autouse=True)
def _place(settings, tmp_path, clock):
    pieces.folders(settings, tmp_path)
    clock("2025-02-22 16:00")


@pytest.fixture
def recorded(cast):
    """The fields of a form whose agreement is recorded, its file among them."""
    about = f"agreement:{cast.establishment.pk}:{cast.college.pk}"
    fields = {**MOU, "uploads": [pieces.sent(cast.coordinator, None, tiny_pdf("first"), about=about)]}
    assert pressed(cast, fields).status_code == 302
    return fields


def pressed(cast, fields):
    return cast.coordinator.client.post(reverse("placements:agree", args=[cast.establishment.pk]), fields)


def test_the_same_press_once_more_leads_to_what_is_recorded(cast, recorded):
    before = Agreement.objects.count()

    answer = pressed(cast, recorded)

    assert (answer.status_code, Agreement.objects.count()) == (302, before)


def test_another_agreement_with_the_same_file_is_not_lost_in_silence(cast, recorded):
    before = Agreement.objects.count()

    answer = pressed(cast, {**recorded, "number": "8/2568", "valid_until": ""})

    form = answer.context["form"]
    assert (answer.status_code, Agreement.objects.count()) == (422, before)
    assert form.errors == {"file": ["แฟ้มนี้แนบกับข้อตกลงฉบับอื่นแล้ว กรุณาเลือกแฟ้มอีกครั้ง"]}
    assert (form["number"].value(), 'name="uploads"' in answer.content.decode()) == ("8/2568", False)


def test_with_its_file_chosen_again_it_is_recorded(cast, recorded):
    about = f"agreement:{cast.establishment.pk}:{cast.college.pk}"
    again = pieces.sent(cast.coordinator, None, tiny_pdf("second"), about=about)

    assert pressed(cast, {**recorded, "number": "8/2568", "uploads": [again]}).status_code == 302
    assert Agreement.objects.filter(number="8/2568").exclude(document=None).count() == 1
