"""Reminders of lists and of the announcement; and what becomes of one whose matter is done before it leaves."""

import pytest
from django.core import mail
from django.urls import reverse

from applications import actions
from records import delivery, outbox, wording
from records import reminders as records_reminders
from records.models import Delivery, Message, Notice
from rounds import reminding
from rounds.actions import move_milestone
from rounds.models import Milestone
from tests.cast import at
from tests.factories import applications as make
from tests.factories.checkers import gone
from tests.factories.reminders import BEGUN, plans_alone, remind, run, told


@pytest.fixture(autouse=True)
def _plans_alone(cast):
    plans_alone(cast)


def test_the_list_of_names_has_reminders_of_its_own(cast):
    make.endorsed(cast)  # on 21 February at 11.00; the list may be sent until 4 March
    kanda, prasert = cast.coordinator.user.email, cast.director.user.email

    run(
        cast, "2025-02-25 09:00", "2025-02-28 09:00", "2025-03-03 09:00", "2025-03-04 09:00", "2025-03-04 17:00",
        "2025-03-05 09:00", "2025-03-07 09:00", "2025-03-11 09:00",
    )  # fmt: skip

    rows = Notice.objects.filter(key__contains=f":list-{cast.college.pk}:").select_related("to").order_by("pk")
    assert [(row.key.split(":")[-3], row.to.email) for row in rows] == [
        ("before-7", kanda),
        ("before-3", kanda),
        ("before-1", kanda),
        ("day-morning", kanda),
        ("day-evening", kanda),
        ("after-1", kanda),
        ("after-3", kanda),
        ("after-7", prasert),
    ]
    assert rows[0].context["text"].count("1 ") == 1
    assert rows[0].context["path"] == reverse("applications:name_list")


def test_the_bureau_is_reminded_of_the_announcement_until_it_is_out(cast):
    cast.round.milestones.filter(kind="ANNOUNCEMENT").update(mode="SHOWN")
    make.decided(cast)
    run(cast, "2025-03-17 09:00")
    officers = {cast.bureau.user.pk, cast.admin.user.pk}
    assert set(Notice.objects.filter(reminds_of="ANNOUNCEMENT").values_list("to_id", flat=True)) == officers

    make.published(cast)
    run(cast, "2025-03-24 09:00", "2025-03-31 09:00")

    assert Notice.objects.filter(reminds_of="ANNOUNCEMENT").count() == 2


def test_who_checks_a_coordinators_own_plan_is_reminded_the_deputy_before_the_director(cast):
    row = make.submitted(cast)
    type(row).objects.filter(pk=row.pk).update(user=cast.coordinator.user)
    deputy, director = cast.deputy.user.email, cast.director.user.email

    assert run(cast, "2025-03-03 09:00") == [("before-1", deputy)]
    gone(cast, cast.deputy)
    assert run(cast, "2025-03-04 09:00") == [("before-1", deputy), ("day-morning", director)]


def test_a_plan_sent_between_writing_and_joining_reminds_nobody(cast):
    application = make.ready(cast, when=at("2025-02-13 09:00"))
    remind(cast, "2025-02-20 09:00")
    make.send(application, cast.teacher, at("2025-02-20 09:00:30"))

    outbox.join(at("2025-02-20 09:01"))

    assert Message.objects.filter(to=cast.teacher.user, by_day=True).count() == 0
    assert told() == []


def test_a_run_from_before_nine_takes_away_nothing_that_was_written_at_nine(cast):
    make.started(cast, when=BEGUN)
    remind(cast, "2025-02-20 09:00")

    outbox.join(at("2025-02-20 08:59:59"))
    assert told() == [("before-7", cast.teacher.user.email)]
    outbox.join(at("2025-02-20 09:00:30"))

    assert Message.objects.filter(to=cast.teacher.user, by_day=True).count() == 1


def test_a_plan_sent_between_joining_and_the_mail_server_is_not_asked_for_any_more(cast):
    application = make.ready(cast, when=at("2025-02-13 09:00"))
    remind(cast, "2025-02-20 09:00")
    outbox.join(at("2025-02-20 09:01"))
    make.send(application, cast.teacher, at("2025-02-20 09:02"))

    delivery.send_due(at("2025-02-20 09:03"))

    assert [row.state for row in Delivery.objects.filter(message__by_day=True)] == ["OVERTAKEN"]


def test_of_two_matters_in_one_message_only_the_one_still_owed_is_mailed(cast):
    done, owed = (make.submitted(cast, person) for person in (cast.teacher, cast.colleague))
    remind(cast, "2025-02-28 09:00")
    outbox.join(at("2025-02-28 09:01"))
    actions.endorse(make.again(done), by=cast.coordinator.seat, at=at("2025-02-28 10:00"), attested=True)

    delivery.send_due(at("2025-02-28 11:00"))

    message = Message.objects.get(to=cast.coordinator.user, by_day=True)
    subject, body = wording.render(message.notices.get(key__contains=f":application-{owed.pk}:"))
    (sent,) = [letter for letter in mail.outbox if letter.subject == subject]
    assert body in sent.body
    assert done.name not in sent.body
    # In the portal stands what was written when it was written.
    assert done.name in message.body
    assert body in message.body
    assert Delivery.objects.get(message=message).left_out == [
        message.notices.get(key__contains=f":application-{done.pk}:").pk
    ]


def test_what_a_later_step_has_overtaken_is_mailed_as_long_as_it_is_owed_and_its_words_are_true(cast):
    make.started(cast, when=BEGUN)
    remind(cast, "2025-02-20 09:00")
    (early,) = Notice.objects.filter(reminds_of="PLANS_DUE")

    def owed(when):
        return reminding.holds([early], at(when))

    assert owed("2025-02-20 10:00") == {early.key: True}
    assert owed("2025-02-24 10:00") == {early.key: False}
    assert owed("2025-02-28 10:00") == {}
    # Alone it does not leave; the step that has overtaken it does.
    assert records_reminders.standing([early], at("2025-02-24 10:00")) == []


def test_a_reminder_that_waited_for_the_mail_server_gives_way_to_the_next_step(cast):
    make.started(cast, when=BEGUN)
    remind(cast, "2025-02-20 09:00")
    outbox.join(at("2025-02-20 09:01"))

    delivery.send_due(at("2025-02-24 09:05"))

    assert [row.state for row in Delivery.objects.all()] == ["OVERTAKEN"]


@pytest.mark.parametrize(
    ("written", "sent", "was", "said"),
    [
        ("2025-02-20 09:00", "2025-02-23 10:00", "อีก 7 วัน", "อีก 4 วัน"),
        ("2025-02-24 09:00", "2025-02-25 10:00", "อีก 3 วัน", "อีก 2 วัน"),
        ("2025-02-24 09:00", "2025-02-26 07:30", "อีก 3 วัน", "เหลือเพียงวันนี้กับพรุ่งนี้"),
        ("2025-02-26 09:00", "2025-02-27 07:30", "พรุ่งนี้วันสุดท้าย", "วันนี้วันสุดท้าย"),
        ("2025-03-02 09:00", "2025-03-05 10:00", "3 วัน", "6 วัน"),
    ],
)
def test_a_reminder_that_waited_overnight_counts_its_days_from_the_day_on_which_it_leaves(
    cast, written, sent, was, said
):
    make.started(cast, when=BEGUN)
    remind(cast, written)
    outbox.join(at(written))
    message = Message.objects.get(by_day=True)
    assert was in message.subject + message.body
    assert said not in message.subject + message.body

    delivery.send_due(at(sent))

    (letter,) = mail.outbox
    assert said in letter.subject + letter.body
    assert was not in letter.subject + letter.body
    # In the portal stands what was written when it was written.
    message.refresh_from_db()
    assert was in message.subject + message.body


def test_a_reminder_that_leaves_on_its_day_says_what_was_written(cast):
    make.started(cast, when=BEGUN)
    remind(cast, "2025-02-20 09:00")
    outbox.join(at("2025-02-20 09:01"))

    delivery.send_due(at("2025-02-20 19:30"))

    (letter,) = mail.outbox
    assert letter.subject == Message.objects.get(by_day=True).subject
    assert "อีก 7 วัน" in letter.body


def test_a_milestone_that_moves_takes_the_unsent_reminders_along(cast):
    make.started(cast, when=BEGUN)
    remind(cast, "2025-02-26 09:00")
    milestone = Milestone.objects.get(round=cast.round, kind="PLANS_DUE")
    move_milestone(
        milestone, opens_at=milestone.opens_at, closes_at=at("2025-03-31 23:59:59"), mode="ENFORCED",
        by=cast.bureau.seat, at=at("2025-02-26 09:01"),
    )  # fmt: skip

    outbox.join(at("2025-02-26 09:02"))

    assert Message.objects.count() == 0
    assert run(cast, "2025-03-17 09:00") == [("before-14", cast.teacher.user.email)]


def test_of_two_sweeps_that_saw_the_same_the_second_finds_nobody_left(cast, monkeypatch):
    make.started(cast, when=BEGUN)
    claim, inner = reminding._claim, []

    def slow(people, when):
        if not inner:
            inner.append(None)
            inner.append(reminding.remind(at("2025-02-20 09:00:10")))
        return claim(people, when)

    monkeypatch.setattr(reminding, "_claim", slow)

    assert remind(cast, "2025-02-20 09:00") == 0
    assert inner[1] == 1
    assert told() == [("before-7", cast.teacher.user.email)]


def test_what_falls_due_after_the_morning_was_told_waits_for_the_evening(cast):
    make.started(cast, when=BEGUN)
    remind(cast, "2025-02-20 09:00")
    milestone = Milestone.objects.get(round=cast.round, kind="PLANS_DUE")
    move_milestone(
        milestone, opens_at=milestone.opens_at, closes_at=at("2025-02-21 23:59:59"), mode="ENFORCED",
        by=cast.bureau.seat, at=at("2025-02-20 10:00"),
    )  # fmt: skip

    assert remind(cast, "2025-02-20 10:10") == 0
    assert run(cast, "2025-02-20 17:00") == [
        ("before-7", cast.teacher.user.email),
        ("before-1", cast.teacher.user.email),
    ]


def test_no_two_reminders_of_a_year_say_the_same(cast):
    make.started(cast, when=BEGUN)
    days = ("13", "20", "24", "26", "27")
    run(cast, *(f"2025-02-{day} 09:00" for day in days), "2025-02-27 17:00", "2025-02-28 09:00")
    run(cast, "2025-03-02 09:00", "2025-03-06 09:00")

    said = [wording.render(row) for row in Notice.objects.select_related("to").order_by("pk")]

    assert len(said) == 9
    assert len({subject for subject, _body in said}) == 9
    assert len({body for _subject, body in said}) == 9


def test_what_was_written_on_friday_is_worded_anew_on_monday(cast):
    cast.round.milestones.filter(kind="PLANS_DUE").update(closes_at=at("2025-03-03 23:59:59"))
    make.started(cast, when=BEGUN)
    remind(cast, "2025-02-28 09:00")

    assert outbox.join(at("2025-03-03 07:30")) == 0
    remind(cast, "2025-03-03 07:31")
    outbox.join(at("2025-03-03 07:32"))
    remind(cast, "2025-03-03 09:00")

    (row,) = Notice.objects.filter(to=cast.teacher.user).exclude(reminds_of="")
    assert (row.key.split(":")[-3], row.context["days_left"]) == ("before-1", 0)
