"""`pk__among`: the rows of many keys, by a statement that is the same however many there are."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.models import Seat


def test_it_finds_what_in_finds(cast):
    keys = [cast.teacher.seat.pk, cast.bureau.seat.pk, 0, 2**40]

    assert set(Seat.objects.filter(pk__among=keys)) == set(Seat.objects.filter(pk__in=keys))
    assert set(Seat.objects.filter(pk__among=keys)) == {cast.teacher.seat, cast.bureau.seat}


def test_among_none_is_nobody(cast):
    assert not Seat.objects.filter(pk__among=[]).exists()


def test_it_stands_with_other_conditions(cast):
    keys = [cast.teacher.seat.pk, cast.bureau.seat.pk]

    found = Seat.objects.filter(pk__among=keys, college=cast.college).exclude(pk__among=[cast.bureau.seat.pk])

    assert list(found) == [cast.teacher.seat]


def test_the_statement_has_one_value_however_many_keys(cast):
    found = []
    for many in (1, 40):
        query = Seat.objects.filter(pk__among=list(range(many))).query
        sql, values = query.sql_with_params()
        found.append((sql, len(values)))
    with CaptureQueriesContext(connection) as seen:
        list(Seat.objects.filter(pk__among=list(range(3000))))

    assert found[0] == found[1]
    assert len(seen) == 1
