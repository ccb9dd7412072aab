"""What somebody wants to be told by e-mail: chosen for each role, honoured when a message leaves."""

import pytest
from django.core import mail

from people.enums import SeatKind
from people.models import Seat
from records import delivery, outbox, preferences, wording
from records.enums import Channel, DeliveryState, Topic
from records.models import Delivery, Entry, Message, Silence
from tests.cast import at
from tests.cast import seat as seat_of

WHEN = at("2025-02-20 09:00")
URL = "/messages/choose/"


@pytest.fixture(autouse=True)
def _plain_words(monkeypatch):
    monkeypatch.setattr(wording, "render", lambda row, at: (row.name, f"about {row.context['n']}"))


def write(who, *topics, groups=False, college=None):
    """Messages of these topics; with `groups` one message of them all."""
    rows = [
        outbox.notice(
            f"{who.user.pk}-{topic}", "tests/one", to_id=who.user.pk, at=WHEN, topic=topic, groups=groups, n=topic,
            college_id=college and college.pk,
        )
        for topic in topics
    ]  # fmt: skip
    outbox.post(rows)
    outbox.join(WHEN)


def off(who, *topics, channel=Channel.EMAIL, seat=None):
    preferences.choose_messages(seat or who.seat, {(topic, channel): False for topic in topics}, at=WHEN)


def save(who, *on, shown=("NEWS", "TASK", "DATES", "LATE"), seat=None):
    """The page's form with these boxes ticked; `shown` are all that it had when it was opened."""
    key = (seat or who.seat).pk
    data = {f"{key}-{topic}-EMAIL": "on" for topic in on}
    return who.client.post(URL, {**data, "shown": [f"{key}-{topic}-EMAIL" for topic in shown]})


def ends():
    return dict(Delivery.objects.values_list("message__notices__topic", "state"))


def test_what_is_switched_off_stands_in_the_portal_and_nowhere_else(cast):
    off(cast.coordinator, Topic.NEWS)
    write(cast.coordinator, Topic.NEWS, Topic.TASK)

    delivery.send_due(WHEN)

    assert ends() == {"NEWS": DeliveryState.UNWANTED, "TASK": DeliveryState.SENT}
    assert [letter.subject for letter in mail.outbox] == ["tests/one"]
    assert cast.coordinator.client.get("/messages/").content.decode().count("tests/one") == 2


@pytest.mark.parametrize("topic", [*preferences.ALWAYS, ""])
def test_what_nobody_may_miss_leaves_whatever_was_chosen(cast, topic):
    for row in Topic.values:
        Silence.objects.create(seat=cast.coordinator.seat, topic=row, channel=Channel.EMAIL)
    write(cast.coordinator, topic)

    assert delivery.send_due(WHEN) == 1


@pytest.mark.parametrize("topic", preferences.ALWAYS)
def test_what_nobody_may_miss_cannot_be_switched_off(cast, topic):
    off(cast.coordinator, topic)

    assert Silence.objects.count() == Entry.objects.filter(verb="records:seat:choose_messages").count() == 0


def test_the_choice_counts_that_stands_when_the_message_leaves(cast):
    write(cast.coordinator, Topic.NEWS)
    off(cast.coordinator, Topic.NEWS)
    assert delivery.send_due(WHEN) == 0

    write(cast.coordinator, Topic.TASK)
    off(cast.coordinator, Topic.TASK)
    preferences.choose_messages(cast.coordinator.seat, {(Topic.TASK, Channel.EMAIL): True}, at=WHEN)

    assert delivery.send_due(WHEN) == 1


def test_of_many_matters_in_one_message_the_mail_has_those_that_are_wanted(cast):
    off(cast.coordinator, Topic.NEWS)
    write(cast.coordinator, Topic.NEWS, Topic.TASK, groups=True)

    delivery.send_due(WHEN)

    message = Message.objects.get()
    (letter,) = mail.outbox
    assert ("about NEWS" in message.body, "about TASK" in message.body) == (True, True)
    assert ("about NEWS" in letter.body, "about TASK" in letter.body) == (False, True)
    assert Delivery.objects.get().left_out == [message.notices.get(topic=Topic.NEWS).pk]


def test_who_holds_two_roles_is_told_as_long_as_one_of_them_wants_it(cast):
    second = seat_of(cast.coordinator.user, SeatKind.DIRECTOR, cast.college)
    off(cast.coordinator, Topic.NEWS)
    write(cast.coordinator, Topic.NEWS)
    assert delivery.send_due(WHEN) == 1

    off(cast.coordinator, Topic.LATE)
    off(cast.coordinator, Topic.LATE, seat=second)
    write(cast.coordinator, Topic.LATE)

    assert delivery.send_due(WHEN) == 0


def test_who_sits_at_two_colleges_chooses_for_each(cast):
    second = seat_of(cast.director.user, SeatKind.DIRECTOR, cast.neighbour_college)
    off(cast.director, Topic.NEWS, seat=second)
    write(cast.director, Topic.NEWS, college=cast.college)
    assert delivery.send_due(WHEN) == 1

    off(cast.director, Topic.TASK, seat=second)
    write(cast.director, Topic.TASK, college=cast.neighbour_college)

    assert delivery.send_due(WHEN) == 0


def test_a_role_that_has_ended_silences_nothing(cast):
    off(cast.coordinator, Topic.NEWS)
    Seat.objects.filter(pk=cast.coordinator.seat.pk).update(ended_at=WHEN, ended_by=cast.bureau.seat)
    write(cast.coordinator, Topic.NEWS)

    assert delivery.send_due(WHEN) == 1


def test_the_page_shows_each_role_with_its_switches_and_saves_them(cast):
    page = cast.coordinator.client.get(URL).content.decode()
    name = f"{cast.coordinator.seat.pk}-NEWS-EMAIL"
    assert f'name="{name}" checked' in page
    assert "DEADLINE-EMAIL" not in page  # shown, and always on

    assert page.count('name="shown"') == 4
    assert save(cast.coordinator, "TASK", "DATES", "LATE").status_code == 302

    assert list(Silence.objects.values_list("seat_id", "topic", "channel")) == [
        (cast.coordinator.seat.pk, "NEWS", "EMAIL")
    ]
    entry = Entry.objects.get(verb="records:seat:choose_messages")
    assert (entry.by_id, entry.facts) == (cast.coordinator.seat.pk, {"off": ["NEWS:EMAIL"], "on": []})
    assert f'name="{name}"><label' in cast.coordinator.client.get(URL).content.decode()


def test_what_came_to_be_since_the_page_was_opened_is_not_switched_off(cast):
    later = seat_of(cast.coordinator.user, SeatKind.DIRECTOR, cast.college)

    save(cast.coordinator, "TASK", "DATES", "LATE")

    assert not Silence.objects.filter(seat=later).exists()
    assert list(Silence.objects.values_list("topic", flat=True)) == ["NEWS"]


def test_nobody_chooses_for_the_seat_of_somebody_else(cast):
    save(cast.neighbour, shown=Topic.values, seat=cast.coordinator.seat)

    assert not Silence.objects.exists()


def test_the_same_choice_twice_is_written_once(cast):
    for _time in range(2):
        save(cast.coordinator)

    assert Entry.objects.filter(verb="records:seat:choose_messages").count() == 1


def test_who_has_no_role_any_more_has_nothing_to_choose(cast):
    assert "<form class" not in cast.revoked.client.get(URL).content.decode().split("<main")[1]


def test_every_mail_says_where_one_chooses(cast):
    write(cast.teacher, Topic.PROGRESS)
    delivery.send_due(WHEN)

    assert f"https://teachersync.example{URL}" in mail.outbox[0].body


def test_a_role_is_offered_only_what_may_reach_it(cast):
    offered = {
        name: [
            choice.topic for _seat, choices in preferences.choices(who.actor(), [Channel.EMAIL]) for choice in choices
        ]
        for name, who in cast.everybody().items()
        if name in ("teacher", "registry", "director", "auditor")
    }
    assert offered == {
        "teacher": [Topic.DEADLINE, Topic.PROGRESS, Topic.TASK, Topic.DATES],
        "director": [Topic.DEADLINE, Topic.TASK, Topic.DATES, Topic.LATE, Topic.NEWS],
        "registry": [Topic.DEADLINE, Topic.TASK, Topic.DATES],
        "auditor": [],
    }
