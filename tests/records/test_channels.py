"""A message by several channels: each has its row, its tries, its end."""

import datetime as dt
import smtplib

import pytest
from django.core import mail
from django.core.mail import EmailMessage

from records import channels, delivery, outbox, wording
from records.enums import Topic
from records.models import Attempt, Delivery, Message
from tests.cast import at

WHEN = at("2025-02-20 09:00")


@pytest.fixture(autouse=True)
def _plain_words(monkeypatch):
    monkeypatch.setattr(wording, "render", lambda row, at: (row.name, f"about {row.context['n']}"))


class Pigeon:
    """A second channel, for readers whose name begins with ส."""

    def __init__(self):
        self.flown = []
        self.error = None

    def takes(self, notices):
        return notices[0].to.first_name.startswith("ส")

    def address(self, row):
        return row.message.to.first_name

    def carry(self, row, letter, address, at):
        if self.error:
            raise self.error
        self.flown.append((row.key, address))


@pytest.fixture
def pigeon(monkeypatch):
    bird = Pigeon()
    monkeypatch.setitem(channels.CARRIERS, "PIGEON", bird)
    return bird


def write(*people):
    rows = [
        outbox.notice(f"key-{n}", "tests/one", to_id=who.user.pk, at=WHEN, topic=Topic.NEWS, n=n)
        for n, who in enumerate(people)
    ]
    outbox.post(rows)
    outbox.join(WHEN)


def rows():
    return list(Delivery.objects.order_by("pk").values_list("channel", "state", "tries"))


def test_each_channel_that_takes_a_message_carries_it_once(cast, pigeon):
    write(cast.teacher, cast.coordinator)

    assert delivery.send_due(WHEN) == 3

    assert sorted(rows()) == [("EMAIL", "SENT", 1), ("EMAIL", "SENT", 1), ("PIGEON", "SENT", 1)]
    assert pigeon.flown == [(str(Message.objects.get(to=cast.teacher.user).pk), "สมชาย")]
    assert len(mail.outbox) == 2


def test_a_channel_that_fails_holds_up_no_other(cast, pigeon):
    pigeon.error = ConnectionResetError("a hawk")
    write(cast.teacher)

    assert delivery.send_due(WHEN) == 1

    assert rows() == [("EMAIL", "SENT", 1), ("PIGEON", "WAITING", 1)]
    assert Delivery.objects.get(channel="PIGEON").last_error == "ConnectionResetError: a hawk"


def test_a_channel_that_asks_to_wait_has_tried_nothing(cast, pigeon):
    pigeon.error = channels.NotNow(WHEN + dt.timedelta(days=1), "the month is full")
    write(cast.teacher)
    delivery.send_due(WHEN)

    row = Delivery.objects.get(channel="PIGEON")
    assert (row.state, row.tries, row.next_try_at) == ("WAITING", 0, WHEN + dt.timedelta(days=1))
    assert Attempt.objects.filter(delivery=row).count() == 0
    pigeon.error = None
    assert delivery.send_due(WHEN + dt.timedelta(days=1)) == 1


def test_an_address_that_refuses_for_good_is_not_tried_again(cast, monkeypatch):
    def refuses(message, *args, **more):
        raise smtplib.SMTPRecipientsRefused({message.to[0]: (550, b"no such user")})

    monkeypatch.setattr(EmailMessage, "send", refuses)
    write(cast.teacher)

    delivery.send_due(WHEN)
    delivery.send_due(WHEN + dt.timedelta(days=1))

    row = Delivery.objects.get()
    assert (row.state, row.tries, row.last_error) == ("REFUSED", 1, "550 no such user")
    assert row.attempts.get().address == cast.teacher.user.email
    assert row.message.has_failed


@pytest.mark.parametrize("code", [421, 450, 452])
def test_an_address_that_refuses_for_now_is_tried_again(cast, monkeypatch, code):
    def refuses(message, *args, **more):
        raise smtplib.SMTPRecipientsRefused({message.to[0]: (code, b"later")})

    with monkeypatch.context() as patch:
        patch.setattr(EmailMessage, "send", refuses)
        write(cast.teacher)
        delivery.send_due(WHEN)

    assert rows() == [("EMAIL", "WAITING", 1)]
    assert delivery.send_due(WHEN + dt.timedelta(minutes=2)) == 1


def test_a_reader_without_an_address_is_refused_by_none(cast, pigeon, monkeypatch):
    monkeypatch.setattr(pigeon, "address", lambda row: "")
    write(cast.teacher)

    delivery.send_due(WHEN)

    assert rows() == [("EMAIL", "SENT", 1), ("PIGEON", "REFUSED", 1)]


def test_what_is_due_by_day_waits_for_the_morning(cast):
    write(cast.teacher)
    Message.objects.update(by_day=True)
    Delivery.objects.update(message=Message.objects.get())

    assert delivery.send_due(at("2025-02-20 20:00")) == 0
    assert delivery.claim(Delivery.objects.get().pk, at("2025-02-20 20:00")) is False


def test_the_claim_asks_again_whether_it_is_due(cast):
    write(cast.teacher)
    pk = Delivery.objects.get().pk
    Delivery.objects.update(next_try_at=WHEN + dt.timedelta(minutes=8))

    assert delivery.claim(pk, WHEN) is False
    assert delivery.claim(pk, WHEN + dt.timedelta(minutes=8)) is True
    assert delivery.claim(pk, WHEN + dt.timedelta(minutes=8)) is False
