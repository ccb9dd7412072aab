"""One statement answers who is at the door; nothing of the answer is kept for the next request."""

import datetime as dt

import pytest
from django.contrib.auth import SESSION_KEY
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from people.actor import Actor
from people.enums import SeatKind
from people.models import College, Seat, Session, User
from people.rows import Columns, Statement
from people.sessions import SessionStore
from tests.cast import at, seat

PAGE = "records:messages"
SIGN_IN = "/accounts/login/"


def is_signed_out(client):
    answer = client.get(reverse(PAGE))
    return answer.status_code == 302 and answer["Location"].startswith(SIGN_IN)


def opened(client):
    return client.get(reverse(PAGE)).wsgi_request


def test_session_person_and_seats_are_one_statement(cast, clock):
    client = cast.coordinator.browser()
    with CaptureQueriesContext(connection) as seen:
        request = opened(client)
        places = [str(seat) for seat in request.actor.seats]

    asked = [query["sql"] for query in seen.captured_queries if "people_" in query["sql"]]
    assert len([sql for sql in asked if "FROM people_session x" in sql]) == 1
    assert [sql for sql in asked if 'FROM "people_' in sql] == []
    assert places == [f"{cast.coordinator.seat.get_kind_display()} · {cast.college}"]


@pytest.mark.parametrize("name", ["teacher", "coordinator", "bureau", "revoked"])
def test_the_session_brings_the_same_people_and_seats_as_asking_for_them(cast, clock, name):
    someone = getattr(cast, name)
    seat(cast.teacher.user, SeatKind.SUPERVISOR, cast.neighbour_college)

    actor = opened(someone.browser()).actor
    wanted = Actor.of(User.objects.get(pk=someone.user.pk), clock.now())

    assert actor.user == wanted.user
    assert actor.seats == wanted.seats
    for found, expected in zip(actor.seats, wanted.seats, strict=True):
        assert (found.user, found.college, found.office) == (expected.user, expected.college, expected.office)
        for field in Seat._meta.concrete_fields:
            assert getattr(found, field.attname) == getattr(expected, field.attname)


def test_a_seat_that_was_ended_elsewhere_is_gone_at_the_next_request(cast, clock):
    client = cast.coordinator.browser()
    assert opened(client).actor.seats == (cast.coordinator.seat,)

    Seat.objects.filter(pk=cast.coordinator.seat.pk).update(ended_at=clock.now(), ended_by=cast.director.seat)

    assert opened(client).actor.seats == ()


def test_a_seat_that_was_given_elsewhere_is_there_at_the_next_request(cast, clock):
    client = cast.teacher.browser()
    assert len(opened(client).actor.seats) == 1

    given = seat(cast.teacher.user, SeatKind.SUPERVISOR, cast.neighbour_college, opened_at=clock.now())

    assert given in opened(client).actor.seats


def test_a_seat_that_opens_later_is_not_there_yet(cast, clock):
    later = seat(cast.teacher.user, SeatKind.SUPERVISOR, cast.college, opened_at=at("2025-03-01 08:30"))
    client = cast.teacher.browser()

    assert later not in opened(client).actor.seats
    clock("2025-03-01 08:30")
    assert later in opened(client).actor.seats


def test_whose_account_is_closed_is_signed_out_at_the_next_request(cast, clock):
    client = cast.teacher.browser()
    assert not is_signed_out(client)

    User.objects.filter(pk=cast.teacher.user.pk).update(is_active=False)

    assert is_signed_out(client)


def test_another_password_signs_all_other_browsers_out(cast, clock):
    client = cast.teacher.browser()
    assert not is_signed_out(client)

    changed = User.objects.get(pk=cast.teacher.user.pk)
    changed.set_password("something quite different")
    changed.save()

    assert is_signed_out(client)


def test_signing_out_ends_the_session_for_good(cast, clock):
    client = cast.teacher.browser()
    cookie = client.cookies["sessionid"].value
    assert not is_signed_out(client)

    client.post(reverse("account_logout"))
    client.cookies["sessionid"] = cookie

    assert is_signed_out(client)
    assert not Session.objects.filter(session_key=cookie).exists()


def test_a_session_ends_by_real_time_whatever_the_portals_clock_says(cast, clock):
    client = cast.teacher.browser()
    clock("2026-01-01 00:00")
    assert not is_signed_out(client)

    Session.objects.update(expire_date=timezone.now() - dt.timedelta(seconds=1))

    assert is_signed_out(client)


def test_a_new_name_is_read_at_the_next_page(cast, clock):
    client = cast.teacher.browser()
    assert "สมชาย" in client.get(reverse(PAGE)).content.decode()

    User.objects.filter(pk=cast.teacher.user.pk).update(first_name="สมปอง")

    assert "สมปอง" in client.get(reverse(PAGE)).content.decode()


def test_a_cookie_that_nobody_gave_is_nobodys(cast, clock):
    client = cast.teacher.browser()
    client.cookies["sessionid"] = "a" * 32

    assert is_signed_out(client)


def test_the_signed_words_of_a_session_decide_whose_it_is(cast, clock):
    """The column only says whom to read; who changes it in the database becomes nobody else."""
    client = cast.teacher.browser()
    Session.objects.update(whose=cast.bureau.user.pk)

    request = opened(client)

    assert request.user.pk == cast.teacher.user.pk
    assert request.actor.user == cast.teacher.user
    assert request.actor.seats == (cast.teacher.seat,)


def test_a_session_names_its_person_as_long_as_it_has_one(cast, clock):
    client = cast.teacher.browser()
    assert [row.whose for row in Session.objects.all()] == [cast.teacher.user.pk]

    store = SessionStore(client.cookies["sessionid"].value)
    del store[SESSION_KEY]
    store.save()

    assert [row.whose for row in Session.objects.all()] == [None]


def test_a_row_read_by_hand_is_the_row_that_the_models_read(cast):
    college = Columns(College, "c", without=("district",))
    statement = Statement("SELECT 'one', {c} FROM people_college c ORDER BY c.id", college, plain=1)

    found = [statement.read(college, row) for row in statement.rows()]

    assert found == list(College.objects.order_by("pk"))
    assert [row.name for row in found] == [row.name for row in College.objects.order_by("pk")]
    assert all(row._state.db == "default" and not row._state.adding for row in found)
    assert found[0].get_deferred_fields() == {"district"}
    assert found[0].district == cast.college.district


def test_an_outer_join_that_finds_nothing_gives_no_object(cast):
    college = Columns(College, "c")
    statement = Statement(
        "SELECT {c} FROM people_seat s LEFT JOIN people_college c ON c.id = s.college_id WHERE s.id = %s", college
    )

    (row,) = statement.rows(cast.bureau.seat.pk)

    assert statement.read(college, row) is None
