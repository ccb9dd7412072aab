"""The register of establishments: proposed by anybody who needs one, shared by all, confirmed by who has papers."""

import pytest

from placements.models import Establishment
from records.models import Entry
from tests.cast import agreement, at, establishment

WHEN = at("2025-02-20 09:00")
NEW = {
    "name": "บริษัท ไทยกลการ จำกัด",
    "registration_no": "0-2055-66001-23-4",
    "business_type": "ซ่อมบำรุงเครื่องกล",
    "address": "๙ หมู่ ๒",
    "province_code": "20",
}


def proposed(person, **facts):
    return person.client.post("/placements/establishments/propose/", {**NEW, **facts})


@pytest.mark.parametrize(
    ("person", "status"),
    [("teacher", 302), ("coordinator", 302), ("deputy", 302), ("director", 302), ("registry", 403), ("policy", 403),
     ("bureau", 403), ("revoked", 403)],
)  # fmt: skip
def test_who_needs_one_proposes_one(cast, clock, person, status):
    answer = proposed(getattr(cast, person))

    assert answer.status_code == status
    assert Establishment.objects.filter(registration_no="0205566001234", state="PROPOSED").exists() is (status == 302)


def test_the_same_registration_number_leads_to_the_one_that_is_there(cast, clock):
    proposed(cast.teacher)
    there = Establishment.objects.get(registration_no="0205566001234")

    answer = proposed(cast.neighbour_teacher, name="ไทยกลการ", registration_no="๐๒๐๕๕๖๖๐๐๑๒๓๔")

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["registration_no"]
    assert f'href="/placements/establishments/{there.pk}/"' in answer.content.decode()
    assert Establishment.objects.filter(registration_no="0205566001234").count() == 1


def test_the_same_name_in_the_same_province_takes_a_second_press(cast, clock):
    facts = {"name": cast.establishment.name, "registration_no": ""}

    assert proposed(cast.teacher, **facts).status_code == 422
    assert proposed(cast.teacher, **facts, province_code="50").status_code == 302
    assert proposed(cast.teacher, **facts, sure="1").status_code == 302
    assert Establishment.objects.filter(name=cast.establishment.name).count() == 3


@pytest.mark.parametrize(
    ("query", "found"), [("q=สยามยานยนต์", 1), ("q=ไม่มี", 0), ("province=20", 1), ("province=50", 0), ("province=x", 1)]
)
def test_the_register_is_searched_by_name_and_province(cast, clock, query, found):
    page = cast.neighbour_teacher.client.get(f"/placements/establishments/?{query}")

    assert len(page.context["page"].object_list) == found


def test_the_neighbour_sees_the_establishment_and_nothing_of_the_agreement(cast, clock):
    cast.agreement.contact_name, cast.agreement.description = "คุณลับเฉพาะ", "ถ้อยคำลับ"
    cast.agreement.save()
    url = f"/placements/establishments/{cast.establishment.pk}/"

    theirs = cast.neighbour.client.get(url).content.decode()
    ours = cast.coordinator.client.get(url).content.decode()

    assert cast.establishment.name in theirs
    for word in ("คุณลับเฉพาะ", "ถ้อยคำลับ", "๑๒/๒๕๖๗", cast.college.name):
        assert word not in theirs
    assert "คุณลับเฉพาะ" in ours


def test_whether_another_college_has_an_agreement_shows_nowhere_in_the_list(cast, clock):
    assert cast.coordinator.client.get("/placements/establishments/").context["agreed"] == {cast.establishment.pk}
    assert cast.neighbour.client.get("/placements/establishments/").context["agreed"] == set()


@pytest.mark.parametrize(
    ("person", "status"),
    [("coordinator", 302), ("director", 302), ("bureau", 302), ("neighbour", 403), ("teacher", 403), ("policy", 403),
     ("revoked", 404)],
)  # fmt: skip
def test_who_has_an_agreement_there_confirms_or_the_bureau(cast, clock, person, status):
    answer = getattr(cast, person).client.post(f"/placements/establishments/{cast.establishment.pk}/confirm/")

    assert answer.status_code == status
    cast.establishment.refresh_from_db()
    assert cast.establishment.state == ("CONFIRMED" if status == 302 else "PROPOSED")
    assert Entry.objects.filter(verb="placements:establishment:confirm").count() == (status == 302)


def test_the_list_costs_the_same_at_every_size(cast, clock, same_queries):
    def grow(count):
        for _n in range(count):
            where = establishment(f"บริษัท ทดลอง {Establishment.objects.count()} จำกัด", cast.coordinator.seat)
            agreement(cast.college, where, cast.coordinator.seat)

    same_queries(lambda: cast.coordinator.client.get("/placements/establishments/"), grow, most=8)
