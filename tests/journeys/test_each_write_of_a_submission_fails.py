"""Whatever single write of a submission fails, all of it is taken back, and the retry is accepted as the first."""

import pytest
from django.db import DatabaseError, connection

from applications.models import Application
from records.models import Entry, Notice, Receipt, Ring
from tests.cast import at
from tests.factories import applications as make

WHEN = at("2025-02-27 23:59:59")
WRITES = ("INSERT", "UPDATE", "DELETE")


class Breaks:
    """Lets writes through up to number `at`; that one the database refuses."""

    def __init__(self, at=None):
        self.at, self.seen = at, 0

    def __call__(self, execute, sql, params, many, context):
        if sql.lstrip().upper().startswith(WRITES):
            self.seen += 1
            if self.seen == self.at:
                raise DatabaseError("the disk is full")
        return execute(sql, params, many, context)


def state(application):
    row = Application.objects.filter(pk=application.pk).values().get()
    return row, [model.objects.count() for model in (Entry, Notice, Receipt, Ring)]


def writes_of_a_submission(cast):
    counter = Breaks()
    application = make.ready(cast, cast.colleague)
    with connection.execute_wrapper(counter):
        make.send(application, cast.colleague, WHEN)
    return counter.seen


def test_all_or_nothing_and_then_all(cast):
    writes = writes_of_a_submission(cast)
    application = make.ready(cast)
    before = state(application)

    for number in range(1, writes + 1):
        with connection.execute_wrapper(Breaks(number)), pytest.raises(DatabaseError):
            make.send(application, cast.teacher, WHEN)
        assert state(application) == before, f"write {number} of {writes}"

    assert writes >= 4
    assert make.send(application, cast.teacher, WHEN).accepted_at == WHEN
    assert make.again(application).state == "SUBMITTED"
