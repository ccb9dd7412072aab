"""More time for a region is seen at home by its teachers who have not begun, and by its coordinators."""

import pytest
from django.urls import reverse

from rounds import actions
from tests.cast import at
from tests.factories import applications as make

LONGER = at("2025-03-20 23:59:59")


@pytest.fixture
def extended(cast, clock):
    """Floods: the region of the cast's college has until 20 March; today is 5 March."""
    now = clock("2025-03-05 09:00")
    region = cast.college.region
    actions.extend(cast.round, "PLANS_DUE", until=LONGER, reason="น้ำท่วม", by=cast.bureau.seat, at=now, region=region)


def first_matter(person):
    return person.client.get(reverse("reports:home")).context["wait"]


def test_a_teacher_of_the_region_may_still_start(cast, extended):
    assert first_matter(cast.teacher)["is_start"] is True


def test_her_coordinator_has_longer_to_check(cast, extended):
    make.submitted(cast)

    assert first_matter(cast.coordinator)["due"] == at("2025-03-25 23:59:59")
