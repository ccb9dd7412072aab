"""Colleges whose coordinator sends in a plan of her own."""

import pytest

from tests.factories.checkers import left_alone, teaches


@pytest.fixture
def hers(cast):
    """The coordinator as the teacher she is as well; her plan is not sent yet."""
    return teaches(cast.coordinator, cast.college)


@pytest.fixture
def alone(cast, hers):
    """The same, where nobody else looks after the college. Her seat as its director."""
    return left_alone(cast)
