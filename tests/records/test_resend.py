"""The bureau sees what did not arrive, and sends it again; what was written stays between portal and reader."""

import pytest
from django.core import mail

from records import delivery
from records.models import Delivery, Entry, Message
from tests.cast import at

WHEN = at("2025-02-26 10:00")


@pytest.fixture
def refused(cast, clock):
    clock(WHEN)
    message = Message.objects.create(to=cast.teacher.user, subject="เรื่องลับ", body="ข้อความลับ", written_at=WHEN)
    return Delivery.objects.create(
        message=message, channel="EMAIL", state="REFUSED", address="old@example.com", begun_at=WHEN, next_try_at=WHEN,
        tries=3, last_error="550 no such user",
    )  # fmt: skip


def test_the_list_says_who_was_not_reached_and_why_and_nothing_of_the_message(cast, refused):
    page = cast.bureau.client.get("/deliveries/").content.decode()

    assert "สมชาย" in page
    assert "550 no such user" in page
    assert "old@example.com" in page
    assert "ลับ" not in page.replace("กลับ", "")


def test_every_try_is_shown(cast, refused):
    refused.attempts.create(tried_at=WHEN, address="old@example.com", error="450 later")

    assert "450 later" in cast.bureau.client.get(f"/deliveries/{refused.pk}/").content.decode()


def test_sent_again_it_goes_to_the_address_of_today_under_a_new_key_and_is_registered(cast, refused):
    before = refused.key
    answer = cast.bureau.client.post(f"/deliveries/{refused.pk}/resend/")
    assert answer.status_code == 302

    assert delivery.send_due(WHEN) == 1

    refused.refresh_from_db()
    assert (refused.state, refused.tries, refused.address) == ("SENT", 1, cast.teacher.user.email)
    assert refused.key != before
    assert mail.outbox[-1].to == [cast.teacher.user.email]
    entry = Entry.objects.get(verb="records:delivery:resend")
    assert (entry.by, entry.subject_pk) == (cast.bureau.seat, str(refused.pk))


@pytest.mark.parametrize("state", ["WAITING", "OVERTAKEN"])
def test_what_did_not_fail_is_not_sent_again(cast, refused, state):
    Delivery.objects.update(state=state)

    assert delivery.resend(refused, by=cast.bureau.seat, at=WHEN) is False
    assert Entry.objects.filter(verb="records:delivery:resend").count() == 0


def test_the_list_costs_the_same_at_every_size(cast, refused, same_queries):
    def grow(count):
        for _ in range(count):
            message = Message.objects.create(to=cast.teacher.user, subject="x", body="y", written_at=WHEN)
            Delivery.objects.create(message=message, channel="EMAIL", state="REFUSED", begun_at=WHEN, next_try_at=WHEN)

    same_queries(lambda: cast.bureau.client.get("/deliveries/"), grow, most=12)
