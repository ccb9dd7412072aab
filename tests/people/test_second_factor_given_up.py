"""Who gives up the second factor sets one up before anything else, in the session that is open too."""

from allauth.mfa.models import Authenticator
from django.urls import reverse


def test_a_session_does_not_outlive_the_factor_it_was_opened_with(cast, clock):
    factor = Authenticator.objects.create(user=cast.coordinator.user, type="totp", data={"secret": "x"})
    client = cast.coordinator.client
    client.post(reverse("mfa_deactivate_totp"))
    factor.delete()

    assert client.get(reverse("reports:home")).url == reverse("mfa_activate_totp")


def test_a_press_that_took_nothing_away_changes_nothing(cast, clock):
    Authenticator.objects.create(user=cast.coordinator.user, type="totp", data={"secret": "x"})
    client = cast.coordinator.client
    client.post(reverse("mfa_deactivate_totp"))

    assert client.get(reverse("reports:home")).status_code == 200
