"""Inviting somebody into a seat of a college."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from people.models import Invitation, Seat, Teacher, User
from records.models import Entry, Notice
from records.wording import render
from rounds import membership
from rounds.moves import Refused
from rounds.rules import GIVES
from tests.cast import at

WHEN = at("2025-02-20 09:00")
NEWCOMER = {"title": "นาย", "first_name": "ปิติ", "last_name": "มานะ", "email": "Piti@Example.com"}


def sent(person, college, kind="TEACHER", **facts):
    return person.client.post(reverse("rounds:invite"), {"college": college.pk, "kind": kind, **NEWCOMER, **facts})


def test_a_coordinator_invites_a_teacher_who_gets_seat_profile_and_letter(cast, clock):
    answer = sent(cast.coordinator, cast.college)

    assert (answer.status_code, answer.url) == (302, f"/rounds/staff/?college={cast.college.pk}")
    user = User.objects.get(email="piti@example.com")
    seat = user.seats.get()
    assert (seat.kind, seat.college, seat.opened_at) == ("TEACHER", cast.college, WHEN)
    assert (user.has_usable_password(), user.full_name) == (False, "นายปิติ มานะ")
    assert user.name_key == User(first_name="ปิติ", last_name="มานะ").name_the_key()
    assert Teacher.objects.get(user=user).college == cast.college
    assert Invitation.objects.get(seat=seat).accepted_at is None
    assert Entry.objects.get(verb="rounds:seat:invite").by == cast.coordinator.seat
    notice = Notice.objects.get(to=user)
    subject, body = render(notice)
    assert subject.endswith("วิทยาลัยเทคนิคชลธารา")
    assert f"https://teachersync.example{notice.context['path']}" in body


def test_an_address_that_has_an_account_gets_the_seat_and_keeps_its_name(cast, clock):
    sent(cast.director, cast.college, kind="DEPUTY", email=cast.teacher.user.email)

    user = User.objects.get(email=cast.teacher.user.email)
    assert user.full_name == "นายสมชาย รักเรียน"
    assert set(user.seats.values_list("kind", flat=True)) == {"TEACHER", "DEPUTY"}


def test_the_answer_does_not_tell_whose_an_address_is(cast, clock):
    for address in (cast.neighbour_teacher.user.email, "nobody@example.com"):
        answer = cast.director.client.post(
            reverse("rounds:invite"),
            {"college": cast.college.pk, "kind": "DEPUTY", **NEWCOMER, "email": address},
        )
        told = list(get_messages(answer.wsgi_request))[-1:]
        assert [str(words) for words in told] == [f"เชิญ {address} แล้ว อีเมลกำลังส่งไป"]


@pytest.mark.parametrize("page", ["/rounds/staff/", "/rounds/2568/coordinator/"])
def test_the_list_tells_the_name_of_an_account_once_its_owner_has_come(cast, clock, page):
    user = cast.neighbour_teacher.user
    User.objects.filter(pk=user.pk).update(last_login=at("2025-02-19 09:00"))
    sent(cast.director, cast.college, kind="DEPUTY", email=user.email)

    before = cast.director.client.get(page).content.decode()
    User.objects.filter(pk=user.pk).update(last_login=at("2025-02-20 10:00"))
    after = cast.director.client.get(page).content.decode()

    assert (user.email in before, user.last_name in before, user.last_name in after) == (True, False, True)


def test_what_is_pressed_there_does_not_tell_it_either(cast, clock):
    user = cast.neighbour_teacher.user
    sent(cast.director, cast.college, kind="DEPUTY", email=user.email)
    seat = Seat.objects.get(user=user, kind="DEPUTY")

    answers = [
        cast.director.client.post(reverse(f"rounds:{verb}", args=[seat.pk]), follow=True)
        for verb in ("invite_again", "end_seat")
    ]

    assert [user.last_name in answer.content.decode() for answer in answers] == [False, False]
    assert all(user.email in str(list(answer.context["messages"])[-1]) for answer in answers)


def test_a_newcomer_stands_there_under_the_name_that_was_typed(cast, clock):
    sent(cast.director, cast.college)

    assert "ปิติ" in cast.director.client.get("/rounds/staff/").content.decode()


def test_who_can_sign_in_already_gets_no_link_to_a_password(cast):
    cast.teacher.user.set_password("คำลับที่ยาวพอสมควร")
    cast.teacher.user.save()

    membership.invite(
        cast.neighbour_college, "TEACHER", email=cast.teacher.user.email, first_name="x", last_name="y",
        by=cast.bureau.seat, at=WHEN,
    )  # fmt: skip

    notice = Notice.objects.get(to=cast.teacher.user)
    assert notice.context["path"] == ""
    assert "/rounds/welcome/" not in render(notice)[1]


def test_the_same_role_twice_is_an_error_beside_the_address(cast, clock):
    answer = sent(cast.coordinator, cast.college, email=cast.colleague.user.email)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["email"]
    assert Notice.objects.count() == 0


@pytest.mark.parametrize(
    ("person", "kind", "status"),
    [
        ("coordinator", "SUPERVISOR", 302),
        ("coordinator", "DEPUTY", 422),
        ("coordinator", "DIRECTOR", 422),
        ("deputy", "TEACHER", 302),
        ("director", "REGISTRY", 302),
        ("director", "DIRECTOR", 422),
        ("director", "COORDINATOR", 422),
        ("bureau", "DIRECTOR", 302),
        ("bureau", "COORDINATOR", 422),
        ("teacher", "TEACHER", 403),
        ("registry", "TEACHER", 403),
        ("policy", "DIRECTOR", 403),
        ("neighbour", "TEACHER", 404),
        ("neighbour_director", "TEACHER", 404),
        ("revoked", "TEACHER", 403),
    ],
)
def test_who_may_invite_whom_to_somchais_college(cast, clock, person, kind, status):
    before = Seat.objects.count()

    answer = sent(getattr(cast, person), cast.college, kind)

    assert answer.status_code == status
    assert Seat.objects.count() == before + (status == 302)


def test_the_action_holds_what_the_form_offers(cast):
    with pytest.raises(Refused) as raised:
        membership.invite(
            cast.college, "DIRECTOR", email="x@example.com", first_name="x", last_name="y",
            by=cast.coordinator.seat, at=WHEN,
        )  # fmt: skip

    assert raised.value.refusal.code == "kind"
    assert "COORDINATOR" not in {kind for kinds in GIVES.values() for kind in kinds}


def test_a_thai_letter_in_the_address_is_a_form_error(cast, clock):
    assert sent(cast.coordinator, cast.college, email="ปิติ@example.com").status_code == 422


def test_writing_once_more_is_for_who_never_set_a_password(cast, clock):
    url = reverse("rounds:invite_again", args=[cast.teacher.seat.pk])

    assert cast.neighbour.client.post(url).status_code == 404
    assert cast.coordinator.client.post(url).status_code == 302
    assert Notice.objects.filter(to=cast.teacher.user, name="rounds/invite").count() == 1

    cast.teacher.user.set_password("คำลับที่ยาวพอสมควร")
    cast.teacher.user.save()
    assert cast.coordinator.client.post(url).status_code == 403
    assert Notice.objects.filter(to=cast.teacher.user).count() == 1


def test_a_teacher_who_moved_takes_her_profile_along(cast):
    membership.end_seat(cast.teacher.seat, by=cast.director.seat, at=WHEN)

    membership.invite(
        cast.neighbour_college, "TEACHER", email=cast.teacher.user.email, first_name="x", last_name="y",
        by=cast.neighbour.seat, at=at("2025-02-21 09:00"),
    )  # fmt: skip

    assert Teacher.objects.get(user=cast.teacher.user).college == cast.neighbour_college
