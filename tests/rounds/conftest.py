"""For tests of pure dates, which ask no database."""

import pytest

from rounds import holidays


@pytest.fixture
def days_of_the_file():
    """The holidays are those of the data file: nobody has added any."""
    with holidays.supposing({}):
        yield
