"""The demo's doors: one press inside the demo, nothing at all outside it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from people.models import DemoMark, User
from reports.demo.load import load
from reports.demo.people import CAST
from reports.demo.sizes import size_of
from tests.cast import Cast

pytestmark = pytest.mark.django_db
DOORS = {"demo_people": "get", "demo_sign_in": "post", "demo_jump": "post", "demo_restart": "post"}
SMALL = size_of("small")


@pytest.fixture
def demo(settings: Settings) -> DemoMark:
    settings.DEMO = True
    return load(SMALL, real=False)


def knock(client: Client, door: str, **data: object) -> int:
    return int(getattr(client, DOORS[door])(reverse(f"reports:{door}"), data).status_code)


def member(number: int) -> User:
    return User.objects.get(email=CAST[number].email)


@pytest.mark.parametrize("door", DOORS)
def test_there_is_no_door_where_the_demo_is_off(door: str, demo: DemoMark, settings: Settings) -> None:
    settings.DEMO = False
    assert knock(Client(), door, user=member(0).pk, to="2025-02-28T0005") == 404


@pytest.mark.parametrize("door", DOORS)
def test_there_is_no_door_in_production(door: str, demo: DemoMark, settings: Settings) -> None:
    settings.PRODUCTION = True
    assert knock(Client(), door, user=member(0).pk, to="2025-02-28T0005") == 404


@pytest.mark.parametrize("door", DOORS)
def test_there_is_no_door_on_a_database_that_the_demo_did_not_make(door: str, cast: Cast, settings: Settings) -> None:
    settings.DEMO = True
    assert cast.bureau.user is not None
    assert knock(Client(), door, user=cast.bureau.user.pk, to="2025-02-28T0005") == 404
    assert User.objects.filter(pk=cast.bureau.user.pk).exists()


def test_the_first_page_names_everybody_one_can_be(demo: DemoMark) -> None:
    page = Client().get(reverse("reports:demo_people")).content.decode()
    for known in CAST:
        assert str(known.sentence) in page
    assert page.count(f'action="{reverse("reports:demo_sign_in")}"') == User.objects.count()


def test_one_press_signs_in_and_counts_as_the_second_factor(demo: DemoMark) -> None:
    client, bureau = Client(), User.objects.get(email="phenphitcha@bureau.example")
    answer = client.post(reverse("reports:demo_sign_in"), {"user": bureau.pk})
    assert (answer.status_code, answer["Location"]) == (302, reverse("reports:home"))
    assert client.session["second_factor"] is True
    assert client.get(reverse("reports:home")).wsgi_request.user == bureau


def test_nobody_is_signed_in_as_somebody_who_is_not_there(demo: DemoMark) -> None:
    client = Client()
    strange = ["", "0", "abc", "๓", "9" * 30, "-1"]
    assert [knock(client, "demo_sign_in", user=user) for user in strange] == [404] * len(strange)
    assert "_auth_user_id" not in client.session


def test_an_address_that_a_visitor_typed_is_nobodys_to_be(demo: DemoMark) -> None:
    guest = member(0)
    User.objects.filter(pk=guest.pk).update(email="somebody@college.ac.th")
    assert knock(Client(), "demo_sign_in", user=guest.pk) == 404


def test_a_press_needs_its_token(demo: DemoMark) -> None:
    client = Client(enforce_csrf_checks=True)
    assert knock(client, "demo_sign_in", user=member(0).pk) == 403


def test_what_acts_cannot_be_read(demo: DemoMark) -> None:
    acts = [door for door, method in DOORS.items() if method == "post"]
    assert [Client().get(reverse(f"reports:{door}")).status_code for door in acts] == [405, 405, 405]


def test_starting_again_throws_everything_away_and_signs_nobody_out(demo: DemoMark) -> None:
    client, bureau = Client(), User.objects.get(email="phenphitcha@bureau.example")
    client.post(reverse("reports:demo_sign_in"), {"user": bureau.pk})
    User.objects.filter(pk=member(0).pk).update(first_name="เปลี่ยนแล้ว")
    answer = client.post(reverse("reports:demo_restart"))
    assert answer["Location"] == reverse("reports:demo_people")
    assert member(0).first_name == CAST[0].first
    assert client.get(reverse("reports:demo_people")).wsgi_request.user == bureau


def test_a_national_demo_is_started_again_from_the_terminal(demo: DemoMark) -> None:
    DemoMark.objects.update(size="national")
    made_at = DemoMark.objects.get().made_at
    answer = Client().post(reverse("reports:demo_restart"), follow=True)
    assert "manage.py demo --size national --again" in answer.content.decode()
    assert DemoMark.objects.get().made_at == made_at


def test_the_others_are_found_by_college_and_name(demo: DemoMark) -> None:
    page = Client().get(reverse("reports:demo_people"), {"q": "ภูผาแดง"}).content.decode()
    # Her six people without the well-known coordinator, and the cast's own sixteen.
    assert page.count(f'action="{reverse("reports:demo_sign_in")}"') == 16 + 6


def test_a_search_that_finds_nobody_says_so(demo: DemoMark) -> None:
    page = Client().get(reverse("reports:demo_people"), {"q": "ไม่มีใครชื่อนี้"}).content.decode()
    assert "ไม่พบผู้ใดในระบบสาธิต" in page


def test_the_bar_shows_the_demos_day_on_every_page(demo: DemoMark) -> None:
    page = Client().get(reverse("reports:demo_people")).content.decode()
    assert '<aside class="demo-bar' in page
    assert "20 ก.พ. 2568" in page.replace("\u00a0", " ")
