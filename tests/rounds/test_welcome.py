"""The link of an invitation, and the first password."""

import pytest
from django.core import signing
from django.test import Client

from people.models import Invitation, User
from records.models import Entry
from rounds import keys, membership
from tests.cast import at

WHEN = at("2025-02-20 09:00")
PASSWORD = "สมุดปากกายางลบ๒๕๖๘"


@pytest.fixture
def invited(cast, clock):
    seat = membership.invite(
        cast.college, "TEACHER", email="piti@example.com", first_name="ปิติ", last_name="มานะ",
        by=cast.coordinator.seat, at=WHEN,
    )  # fmt: skip
    return seat.user


def set_password(client, password=PASSWORD):
    return client.post("/rounds/welcome/", {"new_password1": password, "new_password2": password})


def test_the_token_leaves_the_address_before_anything_is_shown(invited):
    client = Client()

    answer = client.get(keys.path_of(invited))

    assert (answer.status_code, answer.url) == (302, "/rounds/welcome/")
    page = client.get("/rounds/welcome/")
    assert page.status_code == 200
    assert "piti@example.com" in page.content.decode()


def test_the_first_password_opens_the_account_once(invited):
    client, path = Client(), keys.path_of(invited)
    client.get(path)

    answer = set_password(client)

    assert (answer.status_code, answer.url) == (302, "/accounts/login/")
    user = User.objects.get(pk=invited.pk)
    assert user.check_password(PASSWORD)
    assert Invitation.objects.get(seat__user=user).accepted_at == WHEN
    assert Entry.objects.filter(verb="rounds:user:welcome").count() == 1
    assert Client().get(path).status_code == 404
    assert set_password(client, "อีกรหัสหนึ่งที่ยาวพอ").status_code == 404
    assert User.objects.get(pk=user.pk).check_password(PASSWORD)


def test_looking_at_the_link_uses_nothing_up(invited):
    path = keys.path_of(invited)
    for _reader in range(3):  # mail servers open links too
        Client().get(path)

    client = Client()
    assert client.get(path).status_code == 302
    assert set_password(client).status_code == 302


def test_two_browsers_with_the_same_link_set_one_password(invited):
    first, second = Client(), Client()
    for client in (first, second):
        client.get(keys.path_of(invited))

    assert set_password(first).status_code == 302
    assert set_password(second, "อีกรหัสหนึ่งที่ยาวพอ").status_code == 404


def test_a_forged_an_old_and_a_cut_link_read_alike(invited, cast, monkeypatch):
    path = keys.path_of(invited)
    foreign = signing.dumps([invited.pk, "0" * 20], salt="rounds.welcome")
    other_salt = signing.dumps(keys.opened(path.split("/")[3]), salt="something.else")
    answers = [
        Client().get(f"/rounds/welcome/{token}/") for token in ("x", path.split("/")[3][:-4], foreign, other_salt)
    ]
    monkeypatch.setattr(keys, "GOOD_FOR", -1)
    answers.append(Client().get(path))

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content.split(b"<main")[1].split(b"</main>")[0] for answer in answers}) == 1


def test_who_lost_the_seat_before_coming_in_stays_outside(invited, cast):
    client = Client()
    client.get(keys.path_of(invited))
    membership.end_seat(invited.seats.get(), by=cast.director.seat, at=WHEN)

    assert set_password(client).status_code == 404
    assert not User.objects.get(pk=invited.pk).has_usable_password()


def test_a_short_password_is_an_error_and_nothing_is_set(invited):
    client = Client()
    client.get(keys.path_of(invited))

    answer = set_password(client, "สั้นไป")

    assert answer.status_code == 422
    assert not User.objects.get(pk=invited.pk).has_usable_password()


def test_without_the_link_the_page_is_closed(cast, clock):
    assert Client().get("/rounds/welcome/").status_code == 404
    assert set_password(Client()).status_code == 404
    assert cast.teacher.client.get("/rounds/welcome/").status_code == 404
