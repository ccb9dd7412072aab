"""27 February, 23:59:59, and nothing but the database is alive: nothing late in, nothing in time refused."""

import datetime as dt
import time

import pytest
from celery import current_app
from django.core import mail

from applications import actions
from applications import tasks as gate
from applications.models import Application
from records import tasks as records
from records import wording
from records.models import Delivery, Entry, Message, Notice, Receipt, Ring
from rounds import tasks as rounds
from rounds.moves import Refused
from tests.cast import at
from tests.factories import applications as make
from tests.journeys.racing import at_once

pytestmark = [pytest.mark.django_db(transaction=True)]

SHUT = at("2025-02-28 00:00:00")
TEACHERS = 50


@pytest.fixture(autouse=True)
def broker_is_dead(settings, tmp_path):
    """No eager tasks, and a broker's address behind which nobody listens."""
    app = current_app._get_current_object()
    before = app.conf.broker_url, app.conf.task_always_eager
    settings.CELERY_TASK_ALWAYS_EAGER = False
    app.conf.broker_url, app.conf.task_always_eager = f"redis+socket://{tmp_path}/nobody.sock", False
    app.pool.force_close_all()
    app._pool = None
    yield
    app.conf.broker_url, app.conf.task_always_eager = before


@pytest.fixture(autouse=True)
def _plain_words(monkeypatch):
    # The words of notices are the matter of other tests.
    monkeypatch.setattr(wording, "render", lambda row, at: (row.name, row.key))


def ready(cast, count):
    people = [make.another_teacher(cast, number) for number in range(1, count + 1)]
    return [(person, make.ready(cast, person)) for person in people]


def press(application, person, when):
    page = make.again(application)
    return lambda: actions.submit(page, by=person.seat, at=when, turn=0)


def revive(clock, when):
    """Worker and beat are back: each sweep of the schedule runs once."""
    clock(when)
    gate.lapse()
    rounds.remind()
    records.sweep_rings()
    records.deliver()
    records.seal()


def test_fifty_press_around_the_closing_second(cast, clock, caplog):
    rows = ready(cast, TEACHERS)
    # From one second before the end of the closing second to one second after it, in steps of 40 ms.
    instants = [SHUT + dt.timedelta(milliseconds=40 * (number - TEACHERS // 2)) for number in range(TEACHERS)]

    answers = at_once([press(row, person, when) for (person, row), when in zip(rows, instants, strict=True)])

    in_time = [when < SHUT for when in instants]
    assert [isinstance(answer, Receipt) for answer in answers] == in_time
    assert [answer.refusal.code for answer in answers if not isinstance(answer, Receipt)] == ["closed"] * 25
    states = [Application.objects.get(pk=row.pk).state for _person, row in rows]
    assert states == ["SUBMITTED" if early else "DRAFT" for early in in_time]
    # Nothing lost and nothing twice: receipts, entries and stamps agree, each with the instant of the press.
    accepted = [when for when in instants if when < SHUT]
    assert sorted(Receipt.objects.values_list("accepted_at", flat=True)) == accepted
    entries = Entry.objects.filter(verb="applications:application:submit")
    assert sorted(entries.values_list("at", flat=True)) == accepted
    # The broker was truly away.
    assert any("bell not heard" in record.message for record in caplog.records)
    # Two notices each wait for the post, and each scan for its reader.
    assert Notice.objects.filter(
        name__in=("applications/submit", "applications/to_check"), message=None
    ).count() == 2 * len(accepted)


def test_a_retry_from_another_device_after_the_closing_sees_the_receipt_of_before(cast):
    ((person, row),) = ready(cast, 1)
    first = press(row, person, SHUT - dt.timedelta(microseconds=1))()

    again = at_once([press(row, person, SHUT + dt.timedelta(minutes=5)) for _device in range(4)])

    assert again == [first] * 4


def test_an_upload_begun_before_and_finished_after_the_closing_is_in_time(cast):
    person = make.another_teacher(cast, 1)
    application = make.attach(
        make.frozen(cast, person), person, when=at("2025-02-28 00:04:00"), begun_at=at("2025-02-27 23:59:30")
    )
    other = make.another_teacher(cast, 2)
    late = make.attach(
        make.frozen(cast, other), other, when=at("2025-02-28 00:04:00"), begun_at=at("2025-02-28 00:00:00")
    )

    slow, refused = at_once(
        [press(application, person, at("2025-02-28 00:05:00")), press(late, other, at("2025-02-28 00:05:00"))]
    )

    assert (slow.begun_at, slow.accepted_at) == (at("2025-02-27 23:59:30"), at("2025-02-28 00:05:00"))
    assert refused.refusal.code == "closed"


def test_three_dead_days_over_the_closing_are_made_good_by_one_run_of_the_sweeps(cast, clock):
    rows = ready(cast, 6)
    for person, row in rows[:3]:
        press(row, person, at("2025-02-27 22:00"))()
    Notice.objects.all().delete()
    back = at("2025-03-02 09:05")

    revive(clock, back)

    # Lapsed: the three that were never sent, stamped with the moment of the sweep; the others untouched.
    stamps = [Application.objects.get(pk=row.pk).lapsed_at for _person, row in rows]
    assert stamps == [None] * 3 + [back] * 3
    # One reminder for each matter, the latest that was due, and not those that were missed.
    reminders = Notice.objects.filter(reminds_of="PLANS_DUE")
    keys = [(row.key.split(":"), row.to.email) for row in reminders]
    steps = sorted((int(parts[-2].removeprefix("application-")), parts[-3], email) for parts, email in keys)
    kanda = cast.coordinator.user.email
    assert steps == [
        # Sent on the 27th, to be checked by 4 March: three days before it was Saturday, so Friday the 28th.
        *((row.pk, "before-3", kanda) for _person, row in rows[:3]),
        *((row.pk, "after-3", kanda) for _person, row in rows[3:]),
    ]
    assert Message.objects.filter(to=cast.coordinator.user, notices__in=reminders).distinct().count() == 1
    # Every ring that no bell had reached is answered, and everything has left the house.
    assert Ring.objects.filter(done_at=None).count() == 0
    assert Notice.objects.filter(message=None).count() == 0
    assert Delivery.objects.exclude(state="SENT").count() == 0


def test_the_sweeps_running_twice_or_at_the_same_time_change_nothing(cast, clock):
    ready(cast, 4)
    revive(clock, at("2025-03-02 09:05"))
    before = (Notice.objects.count(), Message.objects.count(), len(mail.outbox), Entry.objects.count())

    at_once([gate.lapse, gate.lapse, rounds.remind, rounds.remind, records.deliver, records.deliver])

    assert (Notice.objects.count(), Message.objects.count(), len(mail.outbox), Entry.objects.count()) == before


def test_two_beats_alive_at_the_first_minute_after_the_closing_stamp_and_tell_once(cast, clock):
    rows = ready(cast, 4)
    clock(at("2025-02-28 09:00"))

    at_once([gate.lapse, gate.lapse, rounds.remind, rounds.remind])
    at_once([records.deliver, records.deliver])

    assert Entry.objects.filter(verb="applications:application:lapse").count() == len(rows)
    assert Notice.objects.filter(name="applications/lapse").count() == len(rows)
    assert Notice.objects.filter(name="rounds/remind_late", reminds_of="PLANS_DUE").count() == len(rows)
    assert Delivery.objects.exclude(state="SENT").count() == 0
    assert len(mail.outbox) == Message.objects.count()


def test_an_extension_after_the_sweep_needs_no_sweep_to_open_the_door(cast, clock):
    from rounds.actions import extend

    ((person, row),) = ready(cast, 1)
    revive(clock, at("2025-02-28 09:05"))
    extend(
        cast.round, "PLANS_DUE", until=at("2025-03-05 23:59:59"), reason="น้ำท่วม", by=cast.bureau.seat,
        at=at("2025-02-28 10:00"), person=person.user, college=cast.college,
    )  # fmt: skip

    (receipt,) = at_once([press(row, person, at("2025-03-05 23:59:59.999999"))])

    assert "น้ำท่วม" in receipt.extension_note
    assert Application.objects.get(pk=row.pk).lapsed_at is None


def test_the_mail_server_refuses_for_a_day_and_everybody_hears_once(cast, clock, monkeypatch):
    from django.core.mail import EmailMessage

    rows = ready(cast, 3)
    for person, row in rows:
        press(row, person, at("2025-02-27 23:00"))()
    send = EmailMessage.send

    def refuses(*args, **more):
        raise ConnectionRefusedError("no mail today")

    monkeypatch.setattr(EmailMessage, "send", refuses)
    for hours in range(12):
        clock(at("2025-02-28 00:00") + dt.timedelta(hours=hours))
        records.deliver()
    assert mail.outbox == []
    refused = Delivery.objects.filter(last_error="ConnectionRefusedError: no mail today")
    assert refused.count() == Message.objects.count()

    monkeypatch.setattr(EmailMessage, "send", send)
    clock(at("2025-03-01 09:00"))
    at_once([records.deliver, records.deliver])

    assert Delivery.objects.exclude(state="SENT").count() == 0
    assert sorted(sent.to[0] for sent in mail.outbox) == sorted(
        [*(person.user.email for person, _row in rows), *[cast.coordinator.user.email] * 3]
    )


def test_a_dead_broker_costs_a_submission_next_to_nothing(cast, monkeypatch):
    """No timing: the sound is tried once, after the commit, and never waits for a broker to come back."""
    tries = []
    send_task = current_app.send_task

    def counted(*args, **more):
        tries.append(time.monotonic())
        return send_task(*args, **more)

    monkeypatch.setattr(current_app, "send_task", counted)
    ((person, row),) = ready(cast, 1)
    tries.clear()

    assert isinstance(press(row, person, at("2025-02-27 23:59:59"))(), Receipt)

    assert len(tries) == 1


def test_refused_is_refused_whoever_is_dead(cast):
    ((person, row),) = ready(cast, 1)

    with pytest.raises(Refused):
        press(row, person, SHUT)()

    assert (Receipt.objects.count(), Application.objects.get(pk=row.pk).turn) == (0, 0)
