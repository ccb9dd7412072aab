"""Home says how much waits for the bureau, and beyond a limit only that it is more."""

from django.utils import translation

from applications import waiting
from rounds.window import Calendar
from tests.factories import applications as make


def titles(cast):
    with translation.override("en"):
        rows = waiting.waiting_for(cast.bureau.actor(make.DECIDED), Calendar.of(cast.round), make.DECIDED)
        return [str(row.title) for row in rows]


def test_up_to_the_limit_the_number_is_told(cast, monkeypatch):
    monkeypatch.setattr(waiting, "_MOST_COUNTED", 2)
    make.endorsed(cast)
    make.endorsed(cast, cast.colleague)

    assert titles(cast) == ["2 applications to decide"]


def test_beyond_the_limit_it_is_more_than_that(cast, monkeypatch):
    monkeypatch.setattr(waiting, "_MOST_COUNTED", 1)
    make.endorsed(cast)
    make.endorsed(cast, cast.colleague)

    assert titles(cast) == ["More than 1 applications to decide"]


def test_what_is_decided_no_longer_waits(cast):
    make.decided(cast)

    assert titles(cast) == []
