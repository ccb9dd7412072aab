"""The establishment signs by a personal link: who makes it, what it opens, when it is over."""

import json
import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from applications import actions, tasks
from applications.models import Signature
from people.models import Link, Seat
from records.models import Entry
from tests.cast import at
from tests.factories import signing

WHEN = at("2025-02-18 10:00")
PASSWORD = "ห้องเรียนริมน้ำ ๒๕๖๘"


@pytest.fixture
def line(cast, clock):
    """The teacher's own line, opened by her; she has a password."""
    clock(WHEN)
    cast.teacher.user.set_password(PASSWORD)
    cast.teacher.user.save(update_fields=["password"])
    row = signing.line(signing.circulated(cast), "teacher")
    actions.open_document(row, by=cast.teacher.seat, at=WHEN)
    return row


def url(name, row, *more):
    return reverse(f"applications:{name}", args=[row.pk, *more])


def form(**changes):
    typed = {"method": "typed", "typed": "สมชาย รักเรียน", "certify": "on", "password": PASSWORD}
    return {key: value for key, value in {**typed, **changes}.items() if value is not None}


def errors(answer):
    return {name: [str(text) for text in texts] for name, texts in answer.context["form"].errors.items()}


# The establishment -----------------------------------------------------------------------------


@pytest.fixture
def place(cast, clock):
    """The establishment's line, whose turn it is: the teacher has signed, the others sign later."""
    clock(WHEN)
    signers = [
        {"role": "teacher", "label": "ผู้จัดทำแผน", "name": "นายสมชาย รักเรียน", "position": "ครู"},
        {"role": "establishment", "label": "ผู้แทนสถานประกอบการ", "name": "คุณสุดา ดีงาม", "position": ""},
        {"role": "director", "label": "ผู้รับรองแผน", "name": "", "position": "ผู้อำนวยการ"},
    ]
    application = signing.circulated(cast, signers=signers)
    signing.give(signing.line(application, "teacher"), cast.teacher)
    return signing.line(application, "establishment")


def make_link(cast, row, **changes):
    data = {"name": "นางสาวสุดา ดีงาม", "email": "suda@factory.example", **changes}
    assert cast.coordinator.client.post(url("send_link", row), data).status_code == 302
    return Link.objects.latest("pk")


def door(link):
    return reverse("applications:link", args=[link.token])


def inside(link):
    """A browser of the establishment's, past the door."""
    client = Client()
    assert client.get(door(link))["Location"] == reverse("applications:guest")
    return client


def test_the_coordinator_is_told_that_a_link_is_wanted(cast, place):
    from records.models import Notice

    assert Notice.objects.get(name="applications/send_link").to == cast.coordinator.user
    page = cast.coordinator.client.get(reverse("applications:signatures"))
    assert [row.pk for row in page.context["links"]] == [place.pk]
    assert "มีสถานประกอบการรอลงนาม 1 แห่ง" in cast.coordinator.client.get(reverse("reports:home")).content.decode()


@pytest.mark.parametrize("who", ["teacher", "director", "bureau"])
def test_nobody_else_makes_or_sees_the_link_least_of_all_the_teacher(cast, place, who):
    make_link(cast, place)
    client = getattr(cast, who).client

    assert client.get(url("signer_link", place)).status_code == 403
    assert client.post(url("send_link", place), {"name": "x"}).status_code == 403


@pytest.mark.parametrize("who", ["neighbour", "neighbour_teacher", "registry"])
def test_strangers_do_not_even_find_it(cast, place, who):
    assert getattr(cast, who).client.get(url("signer_link", place)).status_code == 404


def test_the_establishment_reads_and_signs_without_an_account(cast, place):
    link = make_link(cast, place)
    client = inside(link)

    shut = client.post(reverse("applications:guest_sign"), form(typed="สุดา ดีงาม", password=None))
    client.post(reverse("applications:guest_open"))
    page = client.get(reverse("applications:guest"))
    done = client.post(reverse("applications:guest_sign"), form(typed="สุดา ดีงาม", password=None))

    assert shut.status_code == 403
    assert "password" not in page.context["form"].fields
    assert done.status_code == 302
    row = Signature.objects.get(pk=place.pk)
    assert (row.state, row.proof, row.signed_by, row.name) == ("SIGNED", "LINK", link.seat, "นางสาวสุดา ดีงาม")
    assert row.signed_by.kind == "WORKPLACE"
    after = client.get(reverse("applications:guest")).content.decode()
    assert "ท่านลงนามเรียบร้อยแล้ว" in after
    assert 'id="h-sign"' not in after


def test_the_link_opens_this_one_document_and_nothing_else(cast, place):
    client = inside(make_link(cast, place))

    for path in ("/", reverse("applications:show", args=[place.application.pk]), url("signature", place)):
        assert client.get(path)["Location"].startswith("/accounts/login/")


def test_the_token_leaves_the_address_at_once(cast, place):
    link = make_link(cast, place)
    client = Client()

    first = client.get(door(link))
    page = client.get(first["Location"]).content.decode()

    assert link.token not in page
    assert first["Cache-Control"].startswith("max-age=0")


def test_a_link_for_another_door_a_bent_one_and_an_old_one_open_nothing(cast, place, clock):
    from django.core import signing as django_signing

    link = make_link(cast, place)
    bent = reverse("applications:link", args=[link.token[:-2] + "xx"])
    other = reverse("applications:link", args=[django_signing.dumps(link.pk, salt="people.link.mentor")])

    assert [Client().get(path).status_code for path in (bent, other)] == [404, 404]
    client = inside(link)
    clock("2025-03-04 10:00:01")
    assert Client().get(door(link)).status_code == 404
    assert client.get(reverse("applications:guest")).status_code == 404


def test_a_new_link_ends_the_one_before_also_in_an_open_browser(cast, place):
    old = make_link(cast, place)
    client = inside(old)

    new = make_link(cast, place)

    assert client.get(reverse("applications:guest")).status_code == 404
    assert Client().get(door(old)).status_code == 404
    old.refresh_from_db()
    assert old.revoked_by == cast.coordinator.seat
    assert inside(new).get(reverse("applications:guest")).status_code == 200


def test_whoever_is_signed_in_cannot_use_it_in_that_browser(cast, place):
    link = make_link(cast, place)
    client = cast.teacher.browser()
    client.get(door(link))

    answer = client.post(reverse("applications:guest_open"))

    assert answer.status_code == 404
    assert Signature.objects.get(pk=place.pk).opened_at is None


def signed_out(person):
    """A browser in which this person was signed in until a moment ago."""
    client = person.browser()
    client.post(reverse("account_logout"))
    return client


@pytest.mark.parametrize("who", ["teacher", "director"])
def test_nor_can_another_signer_who_has_just_signed_out(cast, place, who):
    link = make_link(cast, place)
    client = signed_out(getattr(cast, who))
    client.get(door(link))

    answer = client.post(reverse("applications:guest_open"))

    assert answer.status_code == 404
    assert "ผู้ลงนามคนอื่นของแผนฉบับนี้" in answer.content.decode()
    assert Signature.objects.get(pk=place.pk).opened_at is None


def test_a_signer_stays_known_though_somebody_else_signs_in_and_out_after_her(cast, place):
    link = make_link(cast, place)
    client = signed_out(cast.teacher)
    client.force_login(cast.registry.user)
    client.post(reverse("account_logout"))
    client.get(door(link))

    assert client.get(reverse("applications:guest")).status_code == 404


def test_who_signs_nothing_of_this_plan_may_lend_the_browser_after_signing_out(cast, place):
    link = make_link(cast, place)
    client = signed_out(cast.coordinator)
    client.get(door(link))

    assert client.get(reverse("applications:guest")).status_code == 200


def test_the_door_is_throttled(cast, place):
    client = Client()
    answers = [client.get(reverse("applications:link", args=["x-y"])).status_code for _try in range(31)]

    assert (answers[0], answers[-1]) == (404, 429)


def test_the_establishment_may_say_no(cast, place):
    client = inside(make_link(cast, place))

    client.post(reverse("applications:guest_decline"), {"reason": "ไม่มีผู้ดูแล"})

    row = Signature.objects.get(pk=place.pk)
    assert (row.state, row.reason) == ("DECLINED", "ไม่มีผู้ดูแล")


def test_the_mail_carries_the_link_and_the_register_does_not(cast, place):
    link = make_link(cast, place)
    mail.outbox.clear()

    tasks.mail_link(str(place.pk), WHEN)

    letter = mail.outbox[0]
    assert letter.to == ["suda@factory.example"]
    assert f"https://teachersync.example{door(link)}" in letter.body
    assert "นายสมชาย รักเรียน" in letter.subject
    facts = Entry.objects.get(verb="applications:signature:send_link").facts
    assert not re.search(link.token[:10], json.dumps(facts))
    assert (facts["by_mail"], facts["role"]) == (True, "establishment")


def test_without_an_address_nothing_is_mailed(cast, place):
    make_link(cast, place, email="")
    mail.outbox.clear()

    tasks.mail_link(str(place.pk), WHEN)

    assert mail.outbox == []


def test_each_link_has_a_seat_of_its_own(cast, place):
    first, second = make_link(cast, place), make_link(cast, place)

    assert first.seat_id != second.seat_id
    assert Seat.objects.filter(kind="WORKPLACE", user=None).count() == 2
