"""Everybody's letters are shown where all people are invented: in a database that the demo made, and nowhere else."""

import pytest
from django.urls import reverse

from people.models import DemoMark
from records.models import Message
from tests.cast import at

NOW = at("2025-02-20 09:00")


@pytest.mark.parametrize(
    ("demo", "production", "marked", "shown"),
    [(True, False, True, 1), (True, False, False, 0), (True, True, True, 0), (False, False, True, 0)],
)
def test_a_strangers_letter_is_shown_in_the_demo_alone(cast, clock, settings, demo, production, marked, shown):
    settings.DEMO, settings.PRODUCTION = demo, production
    if marked:
        DemoMark.objects.create(made_at=NOW, size="small")
    Message.objects.create(to=cast.coordinator.user, subject="…", body="…", written_at=NOW)

    page = cast.teacher.client.get(reverse("records:messages") + "?all=1").context["page"]

    assert len(page.object_list) == shown
