"""The dear pages may be asked for so often and no oftener, and nobody at work meets the limit."""

import pytest
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people import throttle
from people.models import JoinRequest, Seat
from people.throttle import LIMITS, Limit
from placements.models import Agreement
from records import pdf
from records.models import Notice
from tests.cast import SeatKind, person
from tests.factories import applications as make
from tests.factories.plans import tiny_pdf

NOON = "2025-02-26 12:00"
# Which page is under which limit; a route of the applications room stands without its room.
DEAR = {
    "records:receipt_pdf": "receipt_pdf",
    "rounds:calendar_file": "calendar_pdf",
    "plan_page": "picture",
    "signature_page": "picture",
    "freeze": "print",
    "prepare_signing": "print",
    "print_plan": "print",
    "print_announcement": "print",
    "office": "search",
    "results": "search",
    "public": "search",
    "placements:establishments": "search",
    "rounds:colleges": "search",
    "rounds:staff": "search",
    "rounds:join": "search",
    "records:register": "search",
    "records:verify": "verify",
}


@pytest.fixture(autouse=True)
def _quick(monkeypatch, caplog, clock):
    clock(NOON)
    caplog.set_level("CRITICAL", logger="django.request")
    monkeypatch.setattr(pdf, "render", lambda template, context: pdf.Rendered(tiny_pdf(), 1, "…"))


@pytest.fixture
def three(monkeypatch):
    """Every limit at three in ten minutes, for a stranger's address at five."""
    for name in LIMITS:
        monkeypatch.setitem(throttle.LIMITS, name, Limit(3, 600, address=5))


def answers(count, ask):
    return [ask().status_code for _time in range(count)]


def file():
    return SimpleUploadedFile("ไม่ใช่แผน.pdf", b"not a plan", "application/pdf")


@pytest.mark.parametrize(("name", "limit"), DEAR.items())
def test_every_dear_page_stands_under_its_limit(cast, name, limit, monkeypatch):
    """Whoever asks: the fourth request waits, be there a thing of that number or not."""
    monkeypatch.setitem(throttle.LIMITS, limit, Limit(0, 600))
    name = name if ":" in name else f"applications:{name}"
    args = {
        "records:receipt_pdf": [1], "applications:plan_page": [1, 1, 1], "applications:signature_page": [1, 1],
        "applications:public": [2568, 1],
        "rounds:colleges": [2568], "rounds:calendar_file": [2568], "records:verify": ["ABCD"],
    }.get(name, [1] if limit == "print" else [])  # fmt: skip
    send = cast.bureau.client.post if limit == "print" else cast.bureau.client.get

    late = send(reverse(name, args=args), {"q": "word"} if limit == "search" else {})

    assert (late.status_code, late["Retry-After"]) == (429, "600")
    assert "10 นาที" in late.content.decode()


def test_the_page_says_how_long_to_wait_and_opens_again_in_the_next_window(cast, clock, three):
    receipt = make.send(make.ready(cast), cast.teacher)
    url = reverse("records:receipt_pdf", args=[receipt.pk])
    clock("2025-02-26 12:07:30")
    assert answers(4, lambda: cast.teacher.client.get(url)) == [200, 200, 200, 429]

    late = cast.teacher.client.get(url)
    assert late["Retry-After"] == "150"
    assert "3 นาที" in late.content.decode()

    clock("2025-02-26 12:10")
    assert cast.teacher.client.get(url).status_code == 200


def test_one_person_uses_up_nobody_elses(cast, three):
    url = reverse("placements:establishments") + "?q=สยาม"
    answers(4, lambda: cast.teacher.client.get(url))

    assert cast.teacher.browser().get(url).status_code == 429
    assert cast.colleague.client.get(url).status_code == 200


def test_looking_through_a_list_without_words_is_not_counted(cast, three):
    url = reverse("placements:establishments")

    assert set(answers(8, lambda: cast.teacher.client.get(url, {"province": "20", "page": "1", "q": " "}))) == {200}


def test_a_desk_reloaded_every_half_minute_of_the_deadline_hour_meets_no_limit(cast, clock):
    make.submitted(cast)
    desk, found = reverse("applications:desk"), set()

    for minute in range(60):
        for second in (0, 30):
            clock(f"2025-02-27 23:{minute:02}:{second:02}")
            found.add(cast.coordinator.client.get(desk).status_code)

    assert found == {200}


def test_a_teacher_may_send_a_file_ten_times_in_a_minute(cast):
    url = reverse("applications:attach", args=[make.frozen(cast).pk])

    assert answers(10, lambda: cast.teacher.client.post(url, {"files": file()})) == [422] * 10


def test_a_file_too_many_is_refused_on_its_own_page_before_anything_looks_at_it(cast, three, monkeypatch):
    url = reverse("applications:attach", args=[make.frozen(cast).pk])
    answers(3, lambda: cast.teacher.client.post(url, {"files": file()}))
    monkeypatch.setattr("records.gate.check", None)  # calling it would fail

    late = cast.teacher.client.post(url, {"files": file()})

    assert late.status_code == 429
    assert int(late["Retry-After"]) > 0
    assert 'name="files"' in late.content.decode()


def test_an_agreement_with_a_file_too_many_keeps_what_was_typed(cast, three):
    url = reverse("placements:agree", args=[cast.establishment.pk])
    typed = {"basis": "mou", "number": "๙๙/๒๕๖๘", "valid_from": "1/2/2568"}
    answers(3, lambda: cast.coordinator.client.post(url, {**typed, "file": file()}))

    good = SimpleUploadedFile("ข้อตกลง.pdf", tiny_pdf(), "application/pdf")
    late = cast.coordinator.client.post(url, {**typed, "file": good})

    assert late.status_code == 429
    assert "๙๙/๒๕๖๘" in late.content.decode()
    assert Agreement.objects.filter(number="๙๙/๒๕๖๘").count() == 0


def test_an_invitation_too_many_keeps_what_was_typed_and_invites_nobody(cast, three):
    url = reverse("rounds:invite")

    def invite(number):
        facts = {"email": f"new{number}@example.com", "first_name": "ปิติ", "last_name": f"มานะ{number}"}
        return cast.coordinator.client.post(url, {"kind": "TEACHER", **facts})

    assert [invite(number).status_code for number in range(4)] == [302, 302, 302, 429]
    late = invite(9)
    assert "new9@example.com" in late.content.decode()
    assert not Seat.objects.filter(user__email="new9@example.com").exists()


def test_a_form_with_a_mistake_uses_no_invitation_up(cast, three):
    url = reverse("rounds:invite")

    assert answers(6, lambda: cast.coordinator.client.post(url, {"email": "no"})) == [422] * 6


def test_nobody_is_reminded_of_an_invitation_more_than_three_times_an_hour_whoever_presses(cast):
    newcomer = person("นางสาว ใหม่ มาแล้ว", SeatKind.TEACHER, cast.college)
    url = reverse("rounds:invite_again", args=[newcomer.seat.pk])
    presses = [cast.coordinator, cast.deputy, cast.director, cast.bureau]

    assert [who.client.post(url).status_code for who in presses] == [302, 302, 302, 429]
    assert Notice.objects.filter(name="rounds/invite", to=newcomer.user).count() <= 3


def join(college, number, client=None):
    facts = {"email": f"new{number}@example.com", "first_name": "ปิติ", "last_name": "มานะ"}
    return (client or Client()).post(reverse("rounds:join"), {"college": college.pk, **facts})


def test_a_request_to_join_too_many_is_refused_in_words_and_not_in_silence(cast, three):
    found = [join(cast.college, number) for number in range(6)]

    assert [answer.status_code for answer in found] == [302] * 5 + [429]
    assert "new5@example.com" in found[5].content.decode()
    assert JoinRequest.objects.count() == 5


def test_a_whole_staff_room_may_ask_to_join_from_one_address(cast):
    assert [join(cast.college, number).status_code for number in range(40)] == [302] * 40
    assert JoinRequest.objects.count() == 40


def test_strangers_of_one_address_share_their_room_and_it_is_wider(cast, three):
    url = reverse("rounds:join") + "?q=ชลธารา"

    assert answers(6, lambda: Client().get(url)) == [200] * 5 + [429]
    assert Client(REMOTE_ADDR="192.0.2.9").get(url).status_code == 200


def test_a_network_of_ipv6_is_one_stranger(cast, three):
    url = reverse("rounds:join") + "?q=ชลธารา"

    found = [Client(REMOTE_ADDR=f"2001:db8:1:2::{number}").get(url).status_code for number in range(1, 7)]

    assert found == [200] * 5 + [429]
    assert Client(REMOTE_ADDR="2001:db8:1:3::1").get(url).status_code == 200


def test_whoever_names_other_addresses_is_still_one_stranger(cast, three):
    url = reverse("rounds:join") + "?q=ชลธารา"

    found = [Client(HTTP_X_FORWARDED_FOR=f"192.0.2.{number}").get(url).status_code for number in range(6)]

    assert found == [200] * 5 + [429]


def test_the_counters_of_many_others_throw_nobodys_out(cast, three):
    url = reverse("placements:establishments") + "?q=สยาม"
    answers(3, lambda: cast.teacher.client.get(url))

    for number in range(500):
        caches["process"].set(f"throttle:search:address:192.0.2.{number}:1", 1, timeout=600)

    assert cast.teacher.client.get(url).status_code == 429


def test_what_could_be_guessed_and_what_writes_to_people_is_counted_for_all_processes():
    assert {name for name, limit in LIMITS.items() if not limit.near} == {
        "verify",
        "link",
        "invite",
        "invite_again",
        "join",
        "feed_guess",
        "feed_make",
        "line_code",
    }


def test_a_search_asks_the_database_nothing_for_its_number(cast):
    url = reverse("placements:establishments") + "?q=สยาม"
    cast.teacher.client.get(url)

    with CaptureQueriesContext(connection) as seen:
        cast.teacher.client.get(url)

    assert [query["sql"] for query in seen.captured_queries if "cache" in query["sql"]] == []


def test_too_many_sign_ins_get_the_same_page(cast, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    data = {"login": "a@b.example", "password": "not the right one"}

    first, late = (Client().post(reverse("account_login"), data) for _time in range(2))

    assert first.status_code == 200
    assert (late.status_code, late["Retry-After"]) == (429, "60")
    assert "โปรดรอสักครู่" in late.content.decode()
