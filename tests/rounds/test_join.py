"""Asking to join, and the college's answer."""

import datetime as dt

import pytest
from django.test import Client

from people.models import JoinRequest, Seat, User
from records.models import Entry, Notice
from rounds import membership
from tests.cast import at, college

WHEN = at("2025-02-20 09:00")


def asked(where, email="piti@example.com", **facts):
    values = {"first_name": "ปิติ", "last_name": "มานะ", "title": "นาย", "remark": "ช่างยนต์", **facts}
    return Client().post("/rounds/join/", {"college": where.pk, "email": email, **values})


def test_a_stranger_finds_the_college_by_a_part_of_its_name(cast, clock):
    page = Client().get("/rounds/join/?q=ชลธารา")

    assert [row.name for row in page.context["found"]] == ["วิทยาลัยเทคนิคชลธารา"]
    assert f"?college={cast.college.pk}" in page.content.decode()


def test_asking_tells_those_who_look_after_the_college_and_nobody_else(cast, clock):
    answer = asked(cast.college)

    assert (answer.status_code, answer.url) == (302, "/rounds/join/?sent=1")
    wish = JoinRequest.objects.get()
    assert (wish.college, wish.kind, wish.email, wish.state) == (
        cast.college,
        "TEACHER",
        "piti@example.com",
        "REQUESTED",
    )
    told = set(Notice.objects.filter(name="rounds/join").values_list("to__email", flat=True))
    assert told == {person.user.email for person in (cast.coordinator, cast.deputy, cast.director)}
    assert Entry.objects.get(verb="rounds:joinrequest:join").by == cast.system


@pytest.mark.parametrize("known", ["nobody", "teacher here", "teacher next door", "asks twice"])
def test_everybody_gets_the_same_answer(cast, clock, known):
    email = {"teacher here": cast.teacher.user.email, "teacher next door": cast.neighbour_teacher.user.email}.get(
        known, "piti@example.com"
    )
    if known == "asks twice":
        asked(cast.college, email)

    answer = asked(cast.college, email)

    assert (answer.status_code, answer.url) == (302, "/rounds/join/?sent=1")
    assert JoinRequest.objects.count() == (0 if known == "teacher here" else 1)


def test_who_is_in_already_is_told_so_by_mail_once_a_day(cast, clock):
    asked(cast.college, cast.teacher.user.email)
    asked(cast.college, cast.teacher.user.email)

    assert Notice.objects.filter(to=cast.teacher.user, name="rounds/join_known").count() == 1


def test_an_address_is_heard_three_times_a_day(cast, clock):
    others = [college(f"132002620{n}", f"วิทยาลัยเทคนิคทดลอง {n}") for n in range(4)]
    for where in others:
        assert asked(where).status_code == 302
    assert JoinRequest.objects.count() == 3

    clock(WHEN + dt.timedelta(days=1, minutes=1))
    asked(others[3])
    assert JoinRequest.objects.count() == 4


def test_confirming_makes_seat_and_invitation(cast, clock):
    asked(cast.college)
    wish = JoinRequest.objects.get()

    answer = cast.coordinator.client.post(f"/rounds/staff/requests/{wish.pk}/confirm/")

    assert answer.status_code == 302
    wish.refresh_from_db()
    assert (wish.state, wish.decided_by, wish.decided_at) == ("CONFIRMED", cast.coordinator.seat, WHEN)
    seat = Seat.objects.get(user__email="piti@example.com")
    assert (seat.kind, seat.college) == ("TEACHER", cast.college)
    assert Notice.objects.filter(to=seat.user, name="rounds/invite").count() == 1


def test_a_declined_request_writes_to_nobody(cast, clock):
    asked(cast.college)
    wish = JoinRequest.objects.get()
    before = Notice.objects.count()

    cast.director.client.post(f"/rounds/staff/requests/{wish.pk}/decline/")

    wish.refresh_from_db()
    assert (wish.state, Notice.objects.count()) == ("DECLINED", before)
    assert not User.objects.filter(email="piti@example.com").exists()


def test_the_second_answer_finds_the_first(cast, clock):
    asked(cast.college)
    wish = JoinRequest.objects.get()
    cast.director.client.post(f"/rounds/staff/requests/{wish.pk}/decline/")

    answer = cast.coordinator.client.post(f"/rounds/staff/requests/{wish.pk}/confirm/")

    assert answer.status_code == 403
    assert not User.objects.filter(email="piti@example.com").exists()


@pytest.mark.parametrize(
    ("person", "status"),
    [("coordinator", 302), ("deputy", 302), ("director", 302), ("neighbour", 404), ("neighbour_director", 404),
     ("teacher", 404), ("bureau", 404), ("revoked", 404)],
)  # fmt: skip
def test_only_the_college_that_was_named_answers(cast, clock, person, status):
    asked(cast.college)
    wish = JoinRequest.objects.get()

    answer = getattr(cast, person).client.post(f"/rounds/staff/requests/{wish.pk}/confirm/")

    assert answer.status_code == status
    assert User.objects.filter(email="piti@example.com").exists() is (status == 302)


def test_nobody_confirms_a_request_of_their_own(cast, clock):
    asked(cast.college, cast.coordinator.user.email)
    wish = JoinRequest.objects.get()

    assert cast.coordinator.client.post(f"/rounds/staff/requests/{wish.pk}/confirm/").status_code == 403
    assert cast.director.client.post(f"/rounds/staff/requests/{wish.pk}/confirm/").status_code == 302


def test_the_list_shows_the_own_college_only_and_costs_the_same_at_every_size(cast, clock, same_queries):
    def grow(count):
        for _n in range(count):
            number = JoinRequest.objects.count()
            membership.join(cast.college, email=f"p{number}@example.com", first_name="ก", last_name="ข", at=WHEN)

    same_queries(lambda: cast.coordinator.client.get("/rounds/staff/requests/"), grow, most=8)

    assert list(cast.neighbour.client.get("/rounds/staff/requests/").context["page"]) == []
