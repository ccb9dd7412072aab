"""LINE once more: the same key while LINE knows it, and nothing after that; whose month it is."""

import datetime as dt

import pytest
import requests
from django.core.cache import cache

from records import delivery, line
from records.enums import DeliveryState
from records.models import Attempt
from tests.cast import at
from tests.records.line_standin import WHEN, linked, tried, waiting


def test_an_answer_that_was_lost_does_not_send_it_twice(cast, platform):
    linked(cast.teacher)
    row, platform.lose = waiting(cast.teacher), 1

    assert tried(row) == DeliveryState.WAITING
    # The second try hears 409: it was taken, and is done.
    assert tried(row, WHEN + dt.timedelta(hours=1)) == DeliveryState.SENT
    assert len(platform.pushed) == 1
    assert [attempt.error[:13] for attempt in Attempt.objects.order_by("pk")] == ["LineFails: 50", ""]


def test_a_day_after_a_try_nobody_knows_the_end_of_it_is_not_sent_again(cast, platform):
    linked(cast.teacher)
    row, platform.lose = waiting(cast.teacher), 1
    tried(row, platform=platform)

    assert tried(row, WHEN + dt.timedelta(hours=24), platform) == DeliveryState.GIVEN_UP
    assert len(platform.pushed) == 1
    told = Attempt.objects.order_by("pk").last().error
    assert (told, row.last_error) == (row.last_error, told)
    assert told.startswith("LINE อาจรับข้อความครั้งแรกไปแล้ว")


def test_within_the_day_it_is_the_same_key_however_often_line_puts_it_off_between(cast, platform):
    linked(cast.teacher)
    row, platform.lose = waiting(cast.teacher), 1
    tried(row, platform=platform)
    platform.fail = [429]
    hours = [WHEN + dt.timedelta(hours=hour) for hour in (10, 22)]

    assert [tried(row, when, platform) for when in hours] == [DeliveryState.WAITING, DeliveryState.SENT]
    assert len(platform.pushed) == 1


def test_what_line_put_off_it_has_not_taken_and_days_later_it_is_sent_under_a_key_of_that_day(cast, platform):
    linked(cast.teacher)
    row = waiting(cast.teacher)
    platform.fail = [429]
    tried(row, platform=platform)
    days = [WHEN + dt.timedelta(days=day, hours=hour) for day, hour in ((3, 0), (3, 2))]
    platform.lose = 1

    # Three days later its answer is lost: two hours on, that key is the one that is known.
    assert [tried(row, when, platform) for when in days] == [DeliveryState.WAITING, DeliveryState.SENT]
    assert (len(platform.pushed), len(platform.first)) == (1, 2)


def test_what_lay_for_days_before_any_try_is_sent(cast, platform):
    linked(cast.teacher)
    assert tried(waiting(cast.teacher), WHEN + dt.timedelta(days=3), platform) == DeliveryState.SENT


def test_a_worker_that_dies_while_it_sends_leaves_the_key_behind(cast, platform, monkeypatch):
    linked(cast.teacher)
    row = waiting(cast.teacher)
    with monkeypatch.context() as patch:
        patch.setattr(delivery, "_end", lambda *told, **facts: None)
        patch.setattr(delivery, "_keep_try", lambda *told: None)
        tried(row, platform=platform)

    assert tried(row, WHEN + dt.timedelta(minutes=6), platform) == DeliveryState.SENT
    assert len(platform.pushed) == 1


@pytest.mark.parametrize("when", ["2025-03-01 00:30", "2025-03-01 06:30"])
def test_which_month_it_is_line_says(cast, platform, when):
    """Where the clock here has turned the month and LINE's has not, its number counts; ten minutes on it is asked."""
    linked(cast.teacher)
    platform.used = 150
    row = waiting(cast.teacher)
    assert (tried(row, at(when), platform), line.left()) == (DeliveryState.WAITING, 0)

    platform.used = 0
    cache.clear()
    assert line.left() == 150
    assert tried(row, row.next_try_at, platform) == DeliveryState.SENT


def refuses_the_token(platform, settings):
    settings.LINE_TOKEN = "old"
    return "LineFails: 401"


def tells_no_quota(platform, settings):
    platform.quota = {"type": "limited"}
    return "KeyError"


def is_away(platform, settings):
    settings.LINE_API = "http://127.0.0.1:9"  # nobody listens there
    return "ConnectionError"


@pytest.mark.parametrize(
    ("fails", "quota_is_known"),
    [(refuses_the_token, False), (refuses_the_token, True), (tells_no_quota, False), (is_away, False), (is_away, True)],
)
def test_what_never_reached_line_is_no_try_and_leaves_days_later(cast, platform, settings, fails, quota_is_known):
    linked(cast.teacher)
    row = waiting(cast.teacher)
    if quota_is_known:
        line.left()
    api, token, quota = settings.LINE_API, settings.LINE_TOKEN, platform.quota
    words = fails(platform, settings)

    assert tried(row, WHEN, platform) == DeliveryState.WAITING
    assert (row.tries, row.next_try_at) == (0, WHEN + dt.timedelta(minutes=10))
    assert words.removeprefix("LineFails: " if quota_is_known else "") in row.last_error

    settings.LINE_API, settings.LINE_TOKEN, platform.quota = api, token, quota
    assert tried(row, WHEN + dt.timedelta(days=3), platform) == DeliveryState.SENT
    assert len(platform.pushed) == 1


def test_a_line_that_breaks_while_it_sends_is_a_try_of_which_nobody_knows_the_end(cast, platform, monkeypatch):
    linked(cast.teacher)
    row = waiting(cast.teacher)
    line.left()
    with monkeypatch.context() as patch:
        patch.setattr(requests, "request", broken)
        assert tried(row, WHEN, platform) == DeliveryState.WAITING

    assert row.tries == 1
    assert tried(row, WHEN + dt.timedelta(hours=24), platform) == DeliveryState.GIVEN_UP


def broken(*told, **more):
    raise requests.ConnectionError("Connection aborted.")
