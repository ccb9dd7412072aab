"""Rows with JSON in bulk: what is written is what was given, and nothing of the way it went stays behind."""

import pytest
from django.db import IntegrityError, transaction

from people.models import system_seat
from records import bulk, outbox, register
from records.models import Entry, Notice
from tests.cast import LONG_AGO

pytestmark = pytest.mark.django_db
HARD = {"quoted": '"\\', "thai": "ครู ๑", "list": [1, None, {"": "'%s"}], "none": None}


def entries(count):
    return [
        register.entry(f"records:test:{number}", system_seat(), by=system_seat(), at=LONG_AGO, **HARD)
        for number in range(count)
    ]


def test_every_row_comes_back_as_it_was_given(cast):
    rows = entries(3)

    added = bulk.add(rows)

    assert [row.verb for row in added] == ["records:test:0", "records:test:1", "records:test:2"]
    found = Entry.objects.filter(verb__startswith="records:test").order_by("pk")
    assert [(row.pk, row.verb, row.facts) for row in found] == [(row.pk, row.verb, HARD) for row in added]


def test_more_rows_than_one_statement_takes_are_all_written(cast):
    bulk.add(entries(501))

    assert Entry.objects.filter(verb__startswith="records:test").count() == 501


def test_of_two_rows_with_one_key_the_first_stays(cast):
    def notice(name):
        return outbox.notice("one key", name, to_id=cast.teacher.user.pk, at=LONG_AGO, topic="NEWS", **HARD)

    bulk.add([notice("applications/submit")])
    bulk.add([notice("applications/endorse")], ignore_conflicts=True)

    assert list(Notice.objects.filter(key="one key").values_list("name", "context")) == [("applications/submit", HARD)]


def test_nothing_to_write_costs_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert bulk.add([]) == []


def test_one_row_is_one_statement_and_gets_its_key(cast, django_assert_num_queries):
    (row,) = entries(1)

    with django_assert_num_queries(1):
        added = bulk.add_one(row)

    assert added is row
    assert not row._state.adding
    assert Entry.objects.get(pk=row.pk).facts == HARD


def test_a_row_that_is_there_already_is_refused_unless_that_may_be(cast):
    def notice():
        return outbox.notice("one key", "applications/submit", to_id=cast.teacher.user.pk, at=LONG_AGO, topic="NEWS")

    bulk.add_one(notice())

    with pytest.raises(IntegrityError), transaction.atomic():
        bulk.add_one(notice())
    assert bulk.add([notice()], ignore_conflicts=True)[0].pk is None
