"""The second factor outside the demo: who needs one, and that each session has to have seen it."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.cast import seat

PASSWORD = "four words of her own"
HOME = "/"
SET_UP, SHOW = reverse("mfa_activate_totp"), reverse("mfa_reauthenticate")


@pytest.fixture(autouse=True)
def _callbacks(monkeypatch):
    """What is told after the commit is told at once: the test's own transaction never commits."""
    monkeypatch.setattr(transaction, "on_commit", lambda call, **_more: call())


def code(secret):
    return totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))


def with_password(person):
    person.user.set_password(PASSWORD)
    person.user.save(update_fields=["password"])
    return person.user


def signed_in(user, **headers):
    """A browser in which the person has given address and password, and nothing else."""
    client = Client(**headers)
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    return client


def set_up(client):
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    form = client.get(SET_UP).context["form"]
    return client.post(SET_UP, {"code": code(form.secret)}), form.secret


def factor_of(user):
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    return secret


@pytest.mark.parametrize(
    "who", ["coordinator", "deputy", "director", "bureau", "admin", "policy", "finance", "auditor"]
)
def test_who_approves_announces_or_sits_at_an_office_sets_it_up_before_anything_else(cast, clock, who):
    client = signed_in(with_password(getattr(cast, who)))

    for page in (HOME, reverse("records:messages"), reverse("placements:establishments")):
        assert client.get(page).url == SET_UP


@pytest.mark.parametrize("who", ["teacher", "registry", "supervisor", "revoked"])
def test_others_are_not_asked(cast, clock, who):
    assert signed_in(with_password(getattr(cast, who))).get(HOME).status_code == 200


def test_who_has_set_it_up_goes_on_in_the_same_session_under_another_key(cast, clock):
    client = signed_in(with_password(cast.coordinator))
    before = client.session.session_key

    done, _secret = set_up(client)

    assert done.status_code == 302
    assert client.get(HOME).status_code == 200
    assert client.session.session_key != before


def test_a_session_opened_before_it_was_set_up_elsewhere_is_asked_for_it(cast, clock):
    """Somebody who knows the password sits in another browser while the coordinator sets up her telephone."""
    user = with_password(cast.coordinator)
    hers, other = signed_in(user), signed_in(user)
    _done, secret = set_up(hers)

    assert other.get(HOME).url == f"{SHOW}?next=%2F"
    assert other.post(reverse("applications:endorse", args=[1]), {"attested": "on"}).url.startswith(SHOW)

    other.post(SHOW, {"code": code(secret)})
    assert other.get(HOME).status_code == 200


@pytest.mark.parametrize("who", ["coordinator", "teacher"])
@pytest.mark.parametrize(
    "page", ["mfa_index", "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes"]
)
def test_a_password_alone_neither_takes_the_factor_away_nor_reads_its_recovery_codes(cast, clock, who, page):
    user = with_password(getattr(cast, who))
    client = signed_in(user)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    factor_of(user)

    for answer in (client.get(reverse(page)), client.post(reverse(page))):
        assert answer.url.startswith(SHOW)
    assert Authenticator.objects.filter(user=user, type="totp").exists()


def test_the_sign_in_itself_asks_who_has_one(cast, clock):
    user = with_password(cast.coordinator)
    secret = factor_of(user)
    client = Client()

    asked = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    assert asked.url == reverse("mfa_authenticate")
    assert client.get(HOME).url.startswith(reverse("account_login"))

    client.post(reverse("mfa_authenticate"), {"code": code(secret)})
    assert client.get(HOME).status_code == 200


def test_who_gives_it_up_sets_one_up_before_anything_else(cast, clock):
    client = signed_in(with_password(cast.coordinator))
    set_up(client)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    assert client.post(reverse("mfa_deactivate_totp")).status_code == 302

    assert not Authenticator.objects.filter(user=cast.coordinator.user).exists()
    assert client.get(HOME).url == SET_UP


def test_a_teacher_who_becomes_coordinator_is_asked_in_the_session_that_is_open(cast, clock):
    client = signed_in(with_password(cast.teacher))
    assert client.get(HOME).status_code == 200

    seat(cast.teacher.user, "DEPUTY", cast.college)

    assert client.get(HOME).url == SET_UP


def test_who_has_only_the_database_cannot_make_a_code(cast):
    secret = factor_of(cast.bureau.user)

    kept = Authenticator.objects.get(user=cast.bureau.user, type=Authenticator.Type.TOTP)

    assert secret not in str(kept.data)
    assert kept.wrap().validate_code(code(secret))
