"""Rows with JSON in bulk: what is written is what was given, and nothing of the way it went stays behind."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from people.models import system_seat
from records import bulk, outbox, register
from records.models import Entry, Notice
from tests.cast import LONG_AGO, at

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


def plain(key, reader, **facts):
    when = at("2025-02-20 09:00:00.123456")
    return outbox.Plain(key, "rounds/remind", reader.pk, 2568, "DEADLINE", None, facts, "PLANS_DUE", when)


def test_thousands_go_as_one_document_and_come_back_as_they_were(cast):
    odd = {"title": "ก\"ข'ค\\ %s {} — 👩‍🏫", "binds": True, "left": -1, "none": None, "many": [1, {"a": "b"}]}

    outbox.pour([plain("one", cast.teacher.user, **odd), plain("two", cast.colleague.user)])

    one, two = Notice.objects.filter(key__in=["one", "two"]).order_by("key")
    assert (one.to, one.year, one.topic, one.college) == (cast.teacher.user, 2568, "DEADLINE", None)
    assert (one.context, one.groups) == (odd, False)
    assert (two.to, two.context, two.message) == (cast.colleague.user, {}, None)
    assert one.written_at == at("2025-02-20 09:00:00.123456")
    assert Notice.objects.filter(context__binds=True).get() == one


def test_what_was_written_before_is_left_out_of_a_document(cast):
    outbox.pour([plain("one", cast.teacher.user, number=1)])
    outbox.pour([plain("one", cast.colleague.user, number=2), plain("two", cast.colleague.user, number=3)])
    outbox.pour([])

    assert list(Notice.objects.filter(key__in=["one", "two"]).order_by("key").values_list("context", flat=True)) == [
        {"number": 1},
        {"number": 3},
    ]


def test_what_is_no_plain_value_is_refused(cast):
    with pytest.raises(TypeError, match="Decimal is no plain value"):
        outbox.pour([plain("one", cast.teacher.user, baht=Decimal("1.5"))])
