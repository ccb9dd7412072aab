"""Fields that no form has, addresses that lead elsewhere, names of other hosts, seats that have ended meanwhile."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from applications.models import Announcement, Application
from people.models import JoinRequest, Seat, Teacher, User
from placements.models import Agreement, Establishment
from records import outbox, tasks
from records.models import Message
from rounds.models import Extension, Participation
from tests.cast import at
from tests.factories import applications as make

NOW = at("2025-02-26 10:00")
ELSEWHERE = ["https://evil.example/", "//evil.example/", "/\\evil.example", "https:evil.example", "javascript:alert(1)"]
PASSWORD = "four words of her own"


@pytest.fixture(autouse=True)
def _now(clock, caplog):
    caplog.set_level("CRITICAL", logger="django.request")
    clock(NOW)


def seat_ended(person):
    Seat.objects.filter(pk=person.seat.pk).update(ended_at=NOW, ended_by=person.seat)


# Fields that no form has ------------------------------------------------------------------------


def test_a_profile_takes_neither_address_nor_college_nor_account(cast):
    before = User.objects.get(pk=cast.teacher.user.pk)
    facts = dict.fromkeys(("position", "phone", "education", "branch", "courses"), "ก") | {"standing": "NONE"}
    brought = {"email": "evil@example.org", "college": cast.neighbour_college.pk, "user": cast.director.user.pk}
    brought |= {"is_active": "", "password": "x", "name_key": "x"}
    cast.teacher.client.post(reverse("rounds:profile"), {"first_name": "สมชาย", "last_name": "ใหม่", **facts, **brought})

    after = User.objects.get(pk=before.pk)
    assert after.last_name == "ใหม่"
    assert (after.email, after.password, after.is_active) == (before.email, before.password, True)
    assert Teacher.objects.get(user=after).college == cast.college


@pytest.mark.parametrize("kind", ["BUREAU", "FINANCE", "AUDITOR", "COORDINATOR", "DIRECTOR", "SYSTEM", ""])
def test_an_invitation_gives_no_role_that_is_not_the_inviters_to_give(cast, kind):
    facts = {"email": "a@example.org", "first_name": "ก", "last_name": "ข", "kind": kind, "is_admin": "1"}

    answer = cast.coordinator.client.post(reverse("rounds:invite"), facts)

    assert (answer.status_code, Seat.objects.filter(user__email="a@example.org").count()) == (422, 0)


def test_an_invitation_makes_nobody_an_administrator_and_takes_no_day_of_its_own(cast):
    facts = {"email": "a@example.org", "first_name": "ก", "last_name": "ข", "kind": "TEACHER"}
    more = {"is_admin": "1", "office": "1", "opened_at": "2020-01-01", "capacity": "ACTING"}

    cast.coordinator.client.post(reverse("rounds:invite"), {**facts, **more})

    seat = Seat.objects.get(user__email="a@example.org")
    assert (seat.is_admin, seat.office, seat.opened_at, seat.capacity) == (False, None, NOW, "OWN")


def test_who_asks_to_join_asks_as_a_teacher_whatever_the_form_brings(cast):
    facts = {"email": "a@example.org", "first_name": "ก", "last_name": "ข"}
    Client().post(
        reverse("rounds:join"), {"college": cast.college.pk, **facts, "kind": "DIRECTOR", "state": "CONFIRMED"}
    )

    row = JoinRequest.objects.get()
    assert (row.kind, row.state) == ("TEACHER", "REQUESTED")


def test_a_submission_takes_no_state_no_stamp_and_no_other_turn(cast):
    application = make.ready(cast)
    brought = {"state": "ELIGIBLE", "endorsed_at": "2025-01-01", "attested": "on", "user": cast.colleague.user.pk}

    cast.teacher.client.post(reverse("applications:submit", args=[application.pk]), {"turn": "0", **brought})

    after = Application.objects.get(pk=application.pk)
    assert (after.state, after.endorsed_at, after.attested, after.turn) == ("SUBMITTED", None, False, 1)
    assert (after.user, after.submitted_by, after.submitted_at) == (cast.teacher.user, cast.teacher.seat, NOW)


def test_a_request_for_more_time_is_for_oneself_and_grants_itself_nothing(cast):
    brought = {"person": cast.colleague.user.pk, "college": cast.neighbour_college.pk, "level": "ROUND"}
    data = {"until": "5/3/2568", "reason": "รอลายเซ็น", "state": "GRANTED", **brought}

    cast.teacher.client.post(reverse("rounds:ask", args=[2568]) + "?kind=PLANS_DUE", data)

    row = Extension.objects.get()
    assert (row.person, row.college, row.level, row.state) == (cast.teacher.user, cast.college, "PERSON", "REQUESTED")


def test_an_agreement_is_the_own_colleges_and_a_proposal_is_not_confirmed_by_itself(cast):
    facts = {"basis": "mou", "number": "๑/๒๕๖๘", "valid_from": "1/2/2568"}
    url = reverse("placements:agree", args=[cast.establishment.pk])
    cast.neighbour.client.post(url, {**facts, "college": cast.college.pk, "added_by": cast.coordinator.seat.pk})

    made = Agreement.objects.get(number="๑/๒๕๖๘")
    assert (made.college, made.added_by) == (cast.neighbour_college, cast.neighbour.seat)

    place = {"name": "ห้างใหม่", "business_type": "ซ่อม", "address": "๑", "province_code": "20", "state": "CONFIRMED"}
    cast.neighbour.client.post(reverse("placements:propose"), place)
    assert Establishment.objects.get(name="ห้างใหม่").state == "PROPOSED"


def test_the_words_of_a_list_bring_no_signature_and_no_publication(cast):
    make.decided(cast)
    words = {
        "number": "๑/๒๕๖๘", "title": "ประกาศ", "body": "ด้วย", "dated": "10/3/2568", "signatory_name": "ก",
        "signatory_position": "ข", "capacity": "OWN", "state": "PUBLISHED", "signed_at": "2025-03-10", "edition": "9",
    }  # fmt: skip

    cast.bureau.client.post(reverse("applications:draft"), words)

    row = Announcement.objects.get()
    assert (row.state, row.signed_at, row.edition) == ("DRAFT", None, 1)


# Things of others in fields and lists -------------------------------------------------------------


def test_ticks_of_a_foreign_college_endorse_nothing(cast):
    application = make.submitted(cast)
    for college in (cast.college.pk, cast.neighbour_college.pk, ""):
        data = {"pick": [application.pk], "college": college, "year": 2568, "attested": "on"}
        cast.neighbour.client.post(reverse("applications:endorse_many"), data)

    assert Application.objects.get(pk=application.pk).state == "SUBMITTED"


def test_ticks_of_another_round_endorse_nothing(cast):
    application = make.submitted(cast)
    data = {"pick": [application.pk], "college": cast.college.pk, "year": 2567, "attested": "on"}

    assert cast.coordinator.client.post(reverse("applications:endorse_many"), data).status_code == 404
    assert Application.objects.get(pk=application.pk).state == "SUBMITTED"


def test_a_foreign_seat_is_not_named_coordinator(cast):
    url = reverse("rounds:name_coordinator", args=[2568])

    answer = cast.director.client.post(url, {"seat": cast.neighbour.seat.pk})

    assert answer.status_code == 422
    assert Participation.objects.get(college=cast.college).coordinator == cast.coordinator.seat


@pytest.mark.parametrize("name", ["rounds:staff", "rounds:invite", "rounds:never_signed_in"])
def test_the_people_of_a_foreign_college_are_not_there_for_a_coordinator(cast, name):
    for college in (cast.neighbour_college.pk, "999999", "x", "9" * 30):
        assert cast.coordinator.client.get(reverse(name), {"college": college}).status_code == 404


# Addresses that lead elsewhere, and names of other hosts -------------------------------------------


def signing_in(user):
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    return {"login": user.email, "password": PASSWORD}


@pytest.mark.parametrize("target", ELSEWHERE)
def test_nobody_is_led_elsewhere_after_signing_in_or_out_or_changing_the_language(cast, target, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    data = signing_in(cast.teacher.user)
    client = Client()
    answers = [
        client.post(reverse("set_language"), {"language": "en", "next": target}),
        client.post(reverse("account_login"), {**data, "next": target}),
        client.post(reverse("account_reauthenticate") + f"?next={target}", {"password": PASSWORD}),
        client.post(reverse("account_logout"), {"next": target}),
    ]

    assert [answer.status_code for answer in answers] == [302] * 4
    assert [answer.url for answer in answers if "evil" in answer.url or answer.url.startswith("javascript")] == []


def test_a_list_leads_back_to_itself_whatever_its_filter_says(cast):
    answer = cast.bureau.client.post(
        reverse("applications:decide"),
        {"filter": "https://evil.example/?x=1", "back": "//evil.example", "decision": "x"},
    )

    assert answer.url.startswith(reverse("applications:office") + "?")


def test_no_mail_and_no_paper_names_the_host_that_was_asked(cast):
    application = make.submitted(cast)
    client = cast.coordinator.client
    client.post(reverse("applications:send_back", args=[application.pk]), {"comment": "แก้ไข"}, HTTP_HOST="evil.example")
    facts = {"email": "a@example.org", "first_name": "ก", "last_name": "ข", "kind": "TEACHER"}
    client.post(reverse("rounds:invite"), facts, HTTP_HOST="evil.example")
    while outbox.join(NOW):
        pass
    tasks.deliver()

    texts = [message.subject + message.body for message in (*Message.objects.all(), *mail.outbox)]
    assert len(texts) >= 4
    assert not any("evil" in text for text in texts)
    assert application.plan.paper.url.startswith("https://teachersync.example/")


# Seats that have ended while a form is open ---------------------------------------------------------


@pytest.mark.parametrize(
    ("verb", "data"), [("endorse", {"attested": "on"}), ("send_back", {"comment": "แก้ไข"}), ("attach", {})]
)
def test_a_coordinator_whose_seat_has_ended_meanwhile_saves_nothing(cast, verb, data):
    application = make.submitted(cast)
    client = cast.coordinator.client
    assert client.get(reverse("applications:show", args=[application.pk])).status_code == 200
    seat_ended(cast.coordinator)

    assert client.post(reverse(f"applications:{verb}", args=[application.pk]), data).status_code == 404
    assert Application.objects.get(pk=application.pk).state == "SUBMITTED"


def test_a_coordinator_who_was_replaced_meanwhile_endorses_nothing(cast):
    application = make.submitted(cast)
    Participation.objects.filter(college=cast.college).update(coordinator=cast.deputy.seat)

    answer = cast.coordinator.client.post(reverse("applications:endorse", args=[application.pk]), {"attested": "on"})

    assert (answer.status_code, Application.objects.get(pk=application.pk).state) == (403, "SUBMITTED")


@pytest.mark.parametrize("name", ["rounds:invite", "rounds:extend", "applications:decide", "applications:results"])
def test_a_bureau_officer_whose_seat_has_ended_is_shut_out_at_once(cast, name):
    client = cast.bureau.client
    args = [2568] if name == "rounds:extend" else []
    seat_ended(cast.bureau)

    send = client.post if name == "applications:decide" else client.get
    assert send(reverse(name, args=args)).status_code in (403, 404)
    assert client.get(reverse("applications:office")).status_code == 403


def test_a_password_that_was_changed_ends_the_other_sessions(cast):
    data = signing_in(cast.teacher.user)
    here, there = Client(), Client()
    for client in (here, there):
        client.post(reverse("account_login"), data)
        assert client.get("/").status_code == 200
    new = "five words nobody else knows"

    here.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert there.get("/").url.startswith(reverse("account_login"))


def test_signing_in_gives_the_session_another_key(cast):
    client = Client()
    planted = client.session
    planted["x"] = 1
    planted.save()
    before = planted.session_key

    client.post(reverse("account_login"), signing_in(cast.teacher.user))

    assert client.session.session_key != before
