"""Our key orders the first names of Thailand exactly as ICU's Thai collation does in PostgreSQL."""

import psycopg
import pytest
from pythainlp.corpus import thai_female_names, thai_male_names

from people.thai import sort_key
from tests import services

pytestmark = [pytest.mark.services, pytest.mark.enable_socket]


@pytest.fixture(scope="module")
def postgres():
    try:
        services.postgres_programs()
    except services.Missing as missing:
        pytest.skip(str(missing))
    with services.postgres() as server:
        yield server


def test_twelve_thousand_first_names_stand_where_icu_puts_them(postgres):
    names = sorted(thai_female_names() | thai_male_names())
    keys = [sort_key(name) for name in names]

    with psycopg.connect(postgres.dsn) as connection:
        cursor = connection.execute(
            'select array_agg(name order by name collate "th-x-icu"), array_agg(name order by key collate "C")'
            " from unnest(%s::text[], %s::text[]) t(name, key)",
            (names, keys),
        )
        by_icu, by_key = cursor.fetchone()

    assert len(names) > 10_000
    assert by_key == by_icu
