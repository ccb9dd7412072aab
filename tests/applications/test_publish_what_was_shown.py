"""Publishing has two steps as well: the page says who is on it and who not, and the press publishes that alone."""

import pytest
from django.urls import reverse

from applications import actions
from tests.factories import applications as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def address(edition):
    return reverse("applications:publish", args=[edition.pk])


def look(cast, edition):
    return cast.bureau.client.get(address(edition))


def press(cast, edition, shown):
    return cast.bureau.client.post(address(edition), {"shown": shown}, follow=True)


def state(edition):
    edition.refresh_from_db()
    return edition.state


def test_what_was_shown_is_published(cast):
    make.decided(cast)
    edition = make.signed(cast)

    page = look(cast, edition)
    press(cast, edition, edition.document_id)

    assert page.context["changed"] == []
    assert f'name="shown" value="{edition.document_id}"' in page.content.decode()
    assert state(edition) == "PUBLISHED"


def test_an_edition_prepared_and_signed_anew_meanwhile_is_not_published_unseen(cast):
    make.decided(cast)
    edition = make.signed(cast)
    seen = edition.document_id
    actions.prepare(edition, by=cast.admin.seat, at=make.PREPARED)
    actions.sign(make.printed(edition, cast), by=cast.admin.seat, at=make.PREPARED)

    response = press(cast, edition, seen)

    assert state(edition) == "SIGNED"
    assert [str(message) for message in response.context["messages"]] == [
        "ประกาศฉบับนี้ได้จัดเตรียมใหม่หลังจากหน้านี้แสดงแล้ว โปรดอ่านอีกครั้ง"
    ]


def test_a_press_that_names_nothing_publishes_nothing(cast):
    make.decided(cast)
    edition = make.signed(cast)

    cast.bureau.client.post(address(edition))

    assert state(edition) == "SIGNED"


def test_who_changed_since_it_was_prepared_is_named_before_the_press(cast):
    gone, other, same = (make.decided(cast, who) for who in (cast.teacher, cast.colleague, make.another_teacher(cast)))
    edition = make.signed(cast)
    actions.withdraw(gone, by=cast.teacher.seat, at=make.PREPARED)
    make.decide(cast, [other], "RESERVE")

    page = look(cast, edition)

    assert {line.application_id for line in page.context["changed"]} == {gone.pk, other.pk}
    assert same.name not in [line.name for line in page.context["changed"]]
    assert 'name="shown"' not in page.content.decode()


def test_who_is_endorsed_and_not_on_it_is_named(cast):
    make.decided(cast)
    edition = make.signed(cast)
    undecided = make.endorsed(cast, cast.colleague)
    late = make.decided(cast, make.another_teacher(cast))

    page = look(cast, edition)

    assert [row["pk"] for row in page.context["undecided"]] == [undecided.pk]
    assert [row["pk"] for row in page.context["decided_later"]] == [late.pk]


def test_the_page_costs_the_same_at_every_size(cast, same_queries):
    numbers = iter(range(1, 100))

    def grow(count):
        for _ in range(count):
            make.decided(cast, make.another_teacher(cast, next(numbers)))
        if not grow.edition:
            grow.edition.append(make.signed(cast))
        else:
            actions.prepare(grow.edition[0], by=cast.bureau.seat, at=make.PREPARED)
            actions.sign(make.printed(grow.edition[0], cast), by=cast.bureau.seat, at=make.PREPARED)

    grow.edition = []
    same_queries(lambda: look(cast, grow.edition[0]), grow, most=12)
