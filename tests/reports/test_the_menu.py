"""The menu is kept drawn for everybody with the same kinds of seats: what it depends on must change it at once."""

import pytest
from django.urls import reverse

from people.enums import SeatKind
from people.models import Seat
from tests.cast import seat
from tests.factories import applications as make

PAGE = "records:messages"


def page(client):
    return client.get(reverse(PAGE)).content.decode()


def test_a_seat_that_comes_and_goes_changes_the_menu_of_the_next_page(cast, clock):
    client = cast.teacher.browser()
    profile, desk = f'href="{reverse("rounds:profile")}"', f'href="{reverse("applications:desk")}"'
    assert (profile in page(client), desk in page(client)) == (True, False)

    given = seat(cast.teacher.user, SeatKind.DEPUTY, cast.college, opened_at=clock.now())
    assert (profile in page(client), desk in page(client)) == (True, True)

    Seat.objects.filter(pk=given.pk).update(ended_at=clock.now(), ended_by=cast.director.seat)
    assert (profile in page(client), desk in page(client)) == (True, False)


def test_readers_with_other_seats_get_other_menus_whoever_looked_before(cast, clock):
    office, mine = f'href="{reverse("applications:office")}"', f'href="{reverse("applications:mine")}"'

    for _time in range(2):
        assert (office in page(cast.bureau.client), mine in page(cast.bureau.client)) == (True, False)
        assert (office in page(cast.teacher.client), mine in page(cast.teacher.client)) == (False, True)
        assert "site-nav" in page(cast.revoked.client)
        assert "site-nav" not in cast.anonymous.client.get(reverse("account_login")).content.decode()


def test_the_menu_speaks_the_language_of_the_next_page(cast, clock):
    client = cast.teacher.browser()
    assert "ประวัติของฉัน" in page(client)

    client.post(reverse("set_language"), {"language": "en", "next": "/"})
    assert "My profile" in page(client)
    assert "ประวัติของฉัน" not in page(client)

    client.post(reverse("set_language"), {"language": "th", "next": "/"})
    assert "ประวัติของฉัน" in page(client)


def test_the_place_where_the_reader_is_is_marked_once(cast, clock):
    for name in ("records:messages", "records:receipts", "reports:home"):
        text = cast.teacher.client.get(reverse(name)).content.decode()
        menu = text[text.index('class="site-nav"') : text.index('id="main"')]
        assert menu.count("aria-current") == 1
        assert f'<a href="{reverse(name)}" aria-current="page">' in menu


@pytest.mark.parametrize(
    ("who", "path", "entry"),
    [
        ("teacher", "/calendar/2568/", "rounds:now"),
        ("teacher", "/rounds/extensions/", "rounds:now"),
        ("teacher", "{application}", "applications:mine"),
        ("coordinator", "{application}", "applications:desk"),
        ("coordinator", "/applications/list/", "applications:desk"),
        ("bureau", "{application}", "applications:office"),
        ("bureau", "/applications/lists/", "applications:office"),
    ],
)
def test_a_page_below_an_entry_marks_it(cast, clock, who, path, entry):
    application = make.submitted(cast)
    path = path.format(application=reverse("applications:show", args=[application.pk]))

    page = getattr(cast, who).client.get(path).content.decode()

    assert f'<a href="{reverse(entry)}" aria-current="page">' in page


def test_who_checks_and_applies_is_not_told_the_wrong_place(cast, clock):
    seat(cast.coordinator.user, "TEACHER", cast.college)
    application = make.submitted(cast)

    page = cast.coordinator.client.get(reverse("applications:show", args=[application.pk])).content.decode()

    assert f'<a href="{reverse("applications:desk")}" aria-current="page">' not in page
