"""The outbox: one notice a key, one message a day, each sent once whatever the mail server does."""

import datetime as dt

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction

from records import channels, delivery, outbox, tasks, wording
from records.models import Attempt, Delivery, Message, Notice
from tests.cast import at

WHEN = at("2025-02-20 09:00")


class Refusing(EmailBackend):
    """A mail server that is down for a number of tries, or for good."""

    left = 0

    def send_messages(self, messages):
        if Refusing.left:
            Refusing.left -= 1
            raise ConnectionRefusedError("the mail server is down")
        return super().send_messages(messages)


@pytest.fixture(autouse=True)
def _mail_server(settings):
    settings.EMAIL_BACKEND = "tests.records.test_outbox.Refusing"
    # The class as the setting names it: tests in this folder are imported under two names.
    _server().left = 0
    mail.outbox = []


def _server():
    from django.utils.module_loading import import_string

    return import_string("tests.records.test_outbox.Refusing")


@pytest.fixture(autouse=True)
def _plain_words(monkeypatch):
    monkeypatch.setattr(wording, "render", lambda row, at: (row.name, f"about {row.context['n']}"))


def write(who, n=1, when=WHEN, *, groups=False, key=None):
    facts = {"to_id": who.user.pk, "at": when, "topic": "NEWS", "groups": groups}
    outbox.post([outbox.notice(key or f"key-{n}", "tests/one", n=n, **facts)])


def bodies():
    return [row.body for row in Message.objects.order_by("pk")]


# Writing -------------------------------------------------------------------------------------


def test_a_key_is_written_once(cast):
    write(cast.teacher, 1)
    write(cast.teacher, 2, key="key-1")

    assert [row.context for row in Notice.objects.all()] == [{"n": 1}]


def test_a_key_in_a_batch_that_is_there_already_keeps_the_others(cast):
    write(cast.teacher, 1)

    facts = {"to_id": cast.teacher.user.pk, "at": WHEN, "topic": "NEWS"}
    outbox.post([outbox.notice(f"key-{n}", "tests/one", n=n, **facts) for n in (1, 2, 3)])

    assert Notice.objects.count() == 3


def test_nothing_to_post_costs_nothing(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        outbox.post([])


def test_a_notice_of_a_rolled_back_act_is_not_there(cast):
    with transaction.atomic():
        write(cast.teacher)
        transaction.set_rollback(True)

    assert Notice.objects.count() == 0


# Joining -------------------------------------------------------------------------------------


def test_a_notice_becomes_a_message_of_its_own(cast):
    write(cast.teacher, 1)
    write(cast.teacher, 2)

    assert outbox.join(WHEN) == 2

    assert bodies() == ["about 1", "about 2"]
    assert Message.objects.first().subject == "tests/one"


def test_grouped_notices_of_one_person_and_day_become_one_message(cast):
    for n in (1, 2, 3):
        write(cast.coordinator, n, WHEN + dt.timedelta(hours=n), groups=True)
    write(cast.neighbour, 4, groups=True)
    write(cast.coordinator, 5)

    outbox.join(WHEN)

    by_person = {row.to: row.notices.count() for row in Message.objects.filter(notices__groups=True).distinct()}
    assert by_person == {cast.coordinator.user: 3, cast.neighbour.user: 1}
    joined = Message.objects.filter(to=cast.coordinator.user, notices__groups=True).first()
    assert [n for n in (1, 2, 3, 5) if f"about {n}" in joined.body] == [1, 2, 3]
    assert Message.objects.count() == 3


def test_the_day_is_the_thai_day(cast):
    # 16.59 and 17.00 UTC of one day are two days in Thailand.
    write(cast.coordinator, 1, at("2025-02-20 23:59"), groups=True)
    write(cast.coordinator, 2, at("2025-02-21 00:00"), groups=True)

    outbox.join(WHEN)

    assert bodies() == ["about 1", "about 2"]


def test_joining_twice_tells_nothing_twice(cast):
    write(cast.teacher)

    assert [outbox.join(WHEN), outbox.join(WHEN)] == [1, 0]
    assert Message.objects.count() == 1


def test_a_worker_who_read_the_same_notices_binds_none_of_them_again(cast):
    write(cast.teacher)
    seen = list(Notice.objects.all())
    outbox.join(WHEN)

    assert outbox._bind(seen, WHEN) == 0
    assert Message.objects.count() == 1


def test_a_notice_that_cannot_be_written_holds_up_nobody_elses(cast, monkeypatch):
    def render(row, at):
        if row.context["n"] == 1:
            raise LookupError("no template")
        return "subject", f"about {row.context['n']}"

    monkeypatch.setattr(wording, "render", render)
    write(cast.teacher, 1)
    write(cast.teacher, 2)

    assert outbox.join(WHEN) == 1
    assert bodies() == ["about 2"]
    assert Notice.objects.get(message=None).key == "key-1"


# Sending -------------------------------------------------------------------------------------


def waiting(cast, count=1):
    for n in range(1, count + 1):
        write(cast.teacher, n)
    outbox.join(WHEN)


def test_a_message_leaves_with_its_address_its_foot_and_an_id_of_its_own(cast, settings):
    waiting(cast)

    assert delivery.send_due(WHEN) == 1

    sent = mail.outbox[0]
    row = Delivery.objects.get()
    assert (sent.to, sent.subject) == ([cast.teacher.user.email], "tests/one")
    assert sent.body.startswith("about 1\n\n")
    assert settings.PUBLIC_URL in sent.body
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"
    assert sent.extra_headers["Message-ID"].startswith(f"<{row.message_id}.")
    assert (row.state, row.sent_at, row.tries) == ("SENT", WHEN, 1)
    assert row.address == cast.teacher.user.email


def test_what_is_sent_is_not_sent_again(cast):
    waiting(cast, 3)

    assert [delivery.send_due(WHEN), delivery.send_due(WHEN)] == [3, 0]
    assert len(mail.outbox) == 3


def test_a_server_that_refuses_keeps_the_message_and_its_error(cast):
    waiting(cast)
    _server().left = 1

    assert delivery.send_due(WHEN) == 0

    row = Delivery.objects.get()
    assert (row.sent_at, row.tries, row.claimed_until) == (None, 1, None)
    assert row.last_error == "ConnectionRefusedError: the mail server is down"
    assert row.next_try_at == WHEN + dt.timedelta(minutes=2)


def test_it_is_tried_again_when_its_time_has_come_and_not_before(cast):
    waiting(cast)
    _server().left = 1
    delivery.send_due(WHEN)

    assert delivery.send_due(WHEN + dt.timedelta(seconds=119)) == 0
    assert delivery.send_due(WHEN + dt.timedelta(seconds=120)) == 1

    assert len(mail.outbox) == 1
    row = Delivery.objects.get()
    assert (row.tries, row.last_error) == (2, "")
    refused = "ConnectionRefusedError: the mail server is down"
    assert list(Attempt.objects.values_list("error", flat=True)) == [refused, ""]


def test_the_id_is_the_same_at_every_try(cast, monkeypatch):
    waiting(cast)
    ids = []
    original = channels.EmailMessage.send

    def send(message, *args, **more):
        ids.append(message.extra_headers["Message-ID"])
        return original(message, *args, **more)

    monkeypatch.setattr(channels.EmailMessage, "send", send)
    _server().left = 1
    delivery.send_due(WHEN)
    delivery.send_due(WHEN + dt.timedelta(hours=1))

    assert len(ids) == 2
    assert ids[0] == ids[1]


def test_tries_become_rarer_and_end_after_five_days(cast):
    waiting(cast)
    _server().left = 99
    now, waits = WHEN, []
    for _ in range(10):
        delivery.send_due(now)
        row = Delivery.objects.get()
        waits.append((row.next_try_at - now).total_seconds() / 60)
        now = row.next_try_at

    assert waits == [2, 4, 8, 16, 32, 64, 128, 240, 240, 240]
    assert (row.state, row.sent_at) == ("WAITING", None)
    late = row.begun_at + dt.timedelta(days=5, seconds=1)
    delivery.send_due(late)
    assert Delivery.objects.get().state == "GIVEN_UP"
    assert delivery.send_due(late + dt.timedelta(days=30)) == 0


def test_one_that_is_refused_holds_up_nobody_elses(cast):
    waiting(cast, 3)
    _server().left = 1

    assert delivery.send_due(WHEN) == 2
    assert len(mail.outbox) == 2


def test_what_another_worker_has_in_hand_is_left_to_it(cast):
    waiting(cast)
    Delivery.objects.update(claimed_until=WHEN + dt.timedelta(minutes=5))

    assert delivery.send_due(WHEN) == 0
    assert delivery.send_due(WHEN + dt.timedelta(minutes=4, seconds=59)) == 0


def test_what_a_worker_took_to_its_grave_is_sent_by_the_next(cast):
    waiting(cast)
    Delivery.objects.update(claimed_until=WHEN + dt.timedelta(minutes=5))

    assert delivery.send_due(WHEN + dt.timedelta(minutes=5)) == 1


def test_of_two_workers_who_saw_the_same_message_one_sends_it(cast, monkeypatch):
    waiting(cast)
    original = delivery._try
    nested = []

    def send(pk, when):
        # The other worker looks and claims at the same moment.
        nested.append(delivery.send_due(when) if not nested else 0)
        return original(pk, when)

    monkeypatch.setattr(delivery, "_try", send)

    assert delivery.send_due(WHEN) == 1
    assert nested == [0]
    assert len(mail.outbox) == 1


def test_the_task_joins_and_sends_what_there_is(cast, clock):
    clock(WHEN)
    write(cast.teacher, 1)
    write(cast.coordinator, 2, groups=True)

    assert tasks.deliver() == 2
    assert tasks.deliver() == 0
    assert sorted(sent.to[0] for sent in mail.outbox) == sorted([cast.teacher.user.email, cast.coordinator.user.email])
