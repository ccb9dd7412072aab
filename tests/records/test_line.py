"""LINE behind the outbox: quota, retry key, what it refuses; who is linked by a code; what its webhook may say."""

import base64
import datetime as dt
import hashlib
import hmac
import json

import pytest
from django.core.cache import cache

from records import delivery, line
from records.enums import DeliveryState
from records.models import Attempt, Delivery, Entry, LineAccount, Notice
from tests.records.line_standin import LINE_ID, SECRET, WHEN, linked, tried, waiting


def test_a_message_goes_as_a_count_and_a_link_and_nothing_of_what_is_in_it(cast, platform):
    linked(cast.teacher)
    row = waiting(cast.teacher)

    assert tried(row) == DeliveryState.SENT
    page = f"https://teachersync.example/messages/{row.message_id}/"
    assert platform.pushed == [(LINE_ID, f"มี 1 เรื่องที่รอท่าน\n{page}")]
    # What LINE calls her stands with her link alone, which she can end.
    assert {row.address, *Attempt.objects.values_list("address", flat=True)} == {""}


def test_what_the_office_sends_again_is_sent_again(cast, platform):
    linked(cast.teacher)
    row = waiting(cast.teacher)
    tried(row)
    Delivery.objects.update(state=DeliveryState.WAITING, sent_at=None, resent=1)

    assert tried(row) == DeliveryState.SENT
    assert len(platform.pushed) == 2


def test_the_reserve_of_the_month_is_kept(cast, platform):
    linked(cast.teacher)
    platform.used = 150
    row = waiting(cast.teacher)

    assert tried(row) == DeliveryState.WAITING
    assert (row.next_try_at, row.tries, platform.pushed) == (WHEN + dt.timedelta(hours=6), 0, [])

    platform.used = 149
    cache.clear()
    assert tried(row, WHEN + dt.timedelta(hours=6)) == DeliveryState.SENT


def test_the_last_message_before_the_reserve_is_one_and_the_quota_is_not_asked_each_time(cast, platform):
    linked(cast.teacher)
    platform.used = 148
    rows = [waiting(cast.teacher) for _time in range(3)]
    delivery.send_due(WHEN)

    assert sorted(Delivery.objects.get(pk=row.pk).state for row in rows) == ["SENT", "SENT", "WAITING"]
    assert (len(platform.pushed), platform.asked) == (2, 2)


def test_a_plan_without_limit_has_no_reserve(cast, platform):
    linked(cast.teacher)
    platform.quota, platform.used = {"type": "none"}, 10_000

    assert tried(waiting(cast.teacher)) == DeliveryState.SENT


def test_too_many_at_once_waits_a_little_without_counting_a_try(cast, platform):
    linked(cast.teacher)
    platform.fail = [429]
    row = waiting(cast.teacher)

    assert tried(row) == DeliveryState.WAITING
    assert (row.next_try_at, row.tries) == (WHEN + dt.timedelta(minutes=10), 0)
    assert tried(row, row.next_try_at) == DeliveryState.SENT


def test_a_month_that_is_used_up_meanwhile_waits_hours(cast, platform, settings):
    settings.LINE_RESERVE = 0
    linked(cast.teacher)
    assert line.left() == 200
    platform.used = 200
    row = waiting(cast.teacher)

    assert tried(row) == DeliveryState.WAITING
    assert row.next_try_at == WHEN + dt.timedelta(hours=6)
    assert "monthly limit" in row.last_error


def test_a_person_whom_line_does_not_know_is_refused_for_good(cast, platform):
    linked(cast.teacher, "U" + "0" * 30)

    assert tried(waiting(cast.teacher)) == DeliveryState.REFUSED


def test_who_parted_meanwhile_gets_nothing(cast, platform):
    row = waiting(cast.teacher)

    assert tried(row) == DeliveryState.REFUSED
    assert platform.pushed == []


def test_only_reminders_of_linked_people_go_there_and_nothing_while_it_is_off(cast, platform, settings):
    linked(cast.teacher)
    carrier, reminder = line.Line(), Notice(to=cast.teacher.user, reminds_of="PLANS_DUE")

    assert carrier.takes([reminder])
    assert not carrier.takes([Notice(to=cast.teacher.user)])
    assert not carrier.takes([Notice(to=cast.colleague.user, reminds_of="PLANS_DUE")])
    settings.LINE_SECRET = ""
    assert not carrier.takes([reminder])


def tell(cast, *events, secret=SECRET, body=None, signature=None):
    body = json.dumps({"destination": "U1", "events": list(events)}).encode() if body is None else body
    made = base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()
    headers = {"X-Line-Signature": made if signature is None else signature}
    client = cast.anonymous.browser(enforce_csrf_checks=True)
    return client.post("/line/webhook/", body, content_type="application/json", headers=headers).status_code


def said(text, line_id=LINE_ID, kind="user"):
    source = {"type": kind, "userId": line_id}
    return {"type": "message", "source": source, "message": {"type": "text", "id": "1", "text": text}}


def code_of(person):
    return person.client.post("/line/code/").context["code"]


def is_linked(person):
    return LineAccount.objects.linked().filter(user=person.user).exists()


def test_a_code_that_is_typed_in_line_links_the_account_once(cast, clock, platform):
    code = code_of(cast.teacher)
    assert len(code) == 10
    assert code not in str(LineAccount.objects.values().get())

    assert tell(cast, said(f" {code.lower()} ")) == 200
    assert LineAccount.objects.get(user=cast.teacher.user).line_id == LINE_ID
    assert Entry.objects.get(verb="records:line_account:link").by == cast.system
    # Used up: nobody else is linked by it.
    assert tell(cast, said(code, "U" + "1" * 30)) == 200
    assert LineAccount.objects.linked().count() == 1


def test_a_code_lives_ten_minutes_and_until_the_next_one(cast, clock, platform):
    first = code_of(cast.teacher)
    second = code_of(cast.teacher)
    tell(cast, said(first))
    assert not is_linked(cast.teacher)

    clock(clock.now() + dt.timedelta(minutes=10))
    tell(cast, said(second))
    assert not is_linked(cast.teacher)


def test_one_account_in_line_is_one_person_here(cast, clock, platform):
    linked(cast.colleague)
    tell(cast, said(code_of(cast.teacher)))

    assert not is_linked(cast.teacher)


@pytest.mark.parametrize("signature", ["", "x", "ก", base64.b64encode(b"0" * 32).decode()])
def test_what_line_did_not_sign_is_not_read(cast, clock, platform, signature):
    code = code_of(cast.teacher)

    assert tell(cast, said(code), signature=signature) == 403
    assert tell(cast, said(code), secret="another") == 403
    assert not is_linked(cast.teacher)


def test_a_body_that_was_changed_on_its_way_is_not_read(cast, clock, platform):
    body = json.dumps({"events": [said("A")]}).encode()
    made = base64.b64encode(hmac.new(SECRET.encode(), body, hashlib.sha256).digest()).decode()

    assert tell(cast, body=body, signature=made) == 200
    assert tell(cast, body=body + b" ", signature=made) == 403


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{}", b"{", b'{"events": 1}', b'{"events": [1, {}, {"source": 1}]}', b"\xff"]
)
def test_whatever_is_signed_does_not_break_it(cast, clock, platform, body):
    assert tell(cast, body=body) in (200, 400)


def test_a_code_that_is_written_in_a_group_is_not_taken(cast, clock, platform):
    tell(cast, said(code_of(cast.teacher), kind="group"))

    assert not is_linked(cast.teacher)


def test_who_blocks_us_or_parts_the_accounts_is_forgotten(cast, clock, platform):
    linked(cast.teacher)
    assert tell(cast, {"type": "unfollow", "source": {"type": "user", "userId": LINE_ID}}) == 200
    assert not is_linked(cast.teacher)

    LineAccount.objects.update(line_id=LINE_ID, linked_at=WHEN)
    assert cast.colleague.client.post("/line/unlink/").status_code == 404
    assert is_linked(cast.teacher)
    assert cast.teacher.client.post("/line/unlink/").status_code == 302
    assert not is_linked(cast.teacher)
    assert [row.act for row in Entry.objects.filter(verb__startswith="records:line").order_by("pk")] == ["unlink"] * 2


def test_the_messages_lead_there_only_where_line_is_on(cast, clock, platform, settings):
    assert 'href="/line/"' in cast.teacher.client.get("/messages/").content.decode()
    settings.LINE_TOKEN = ""
    assert 'href="/line/"' not in cast.teacher.client.get("/messages/").content.decode()


def test_the_page_says_how_it_stands_and_is_not_there_where_line_is_off(cast, clock, platform, settings):
    assert "account" in cast.teacher.client.get("/line/").context
    linked(cast.teacher)
    assert cast.teacher.client.get("/line/").context["account"].line_id == LINE_ID
    assert cast.neighbour.client.get("/line/").context["account"] is None
    assert cast.revoked.client.get("/line/").status_code == 404

    settings.LINE_TOKEN = ""
    assert cast.teacher.client.get("/line/").status_code == 404
    assert tell(cast, said("x")) == 404
