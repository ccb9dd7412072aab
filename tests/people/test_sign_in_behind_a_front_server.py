"""Sign-in behind a front server: attempts are counted by who makes them."""

from django.test import Client
from django.urls import reverse

FRONT = "172.31.250.2"
TEN_A_MINUTE = {"login": "300/m/ip", "login_failed": "10/m/ip"}
WRONG, STOPPED = "email_password_mismatch", "too_many_login_attempts"


def answers(count, **headers):
    """How so many sign-ins with unknown addresses end, each by a caller of its own where a header holds `{n}`."""
    found = []
    for number in range(count):
        client = Client(**{name: value.format(n=number) for name, value in headers.items()})
        data = {"login": f"nobody{number}@example.org", "password": "not the right one"}
        form = client.post(reverse("account_login"), data).context["form"]
        found += [error.code for error in form.errors.as_data()["__all__"]]
    return found


def test_those_behind_one_front_server_do_not_use_up_each_others_attempts(cast, settings):
    settings.TRUSTED_PROXIES, settings.ACCOUNT_RATE_LIMITS = [FRONT], TEN_A_MINUTE

    assert answers(11, REMOTE_ADDR=FRONT, HTTP_X_FORWARDED_FOR="203.0.113.{n}") == [WRONG] * 11


def test_one_caller_behind_the_front_server_is_stopped(cast, settings):
    settings.TRUSTED_PROXIES, settings.ACCOUNT_RATE_LIMITS = [FRONT], TEN_A_MINUTE

    assert answers(11, REMOTE_ADDR=FRONT, HTTP_X_FORWARDED_FOR="203.0.113.9") == [WRONG] * 10 + [STOPPED]


def test_who_is_no_front_server_cannot_pose_as_many_callers(cast, settings):
    settings.TRUSTED_PROXIES, settings.ACCOUNT_RATE_LIMITS = [FRONT], TEN_A_MINUTE

    posing = answers(11, REMOTE_ADDR="203.0.113.9", HTTP_X_FORWARDED_FOR="198.51.100.{n}")

    assert posing == [WRONG] * 10 + [STOPPED]
