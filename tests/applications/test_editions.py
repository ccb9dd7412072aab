"""Each edition corrects and adds to the one before; one that is out never changes."""

import pytest

from applications import actions
from applications.models import Announcement
from placements.models import Placement
from records.models import Notice, Paper
from rounds.moves import Refused
from tests.cast import at
from tests.factories import applications as make

WHEN = at("2025-03-10 10:00")
SECOND_DAY = at("2025-03-11 10:00")


def people(cast, *numbers):
    """Endorsed applications of teachers, by the place of their names in the dictionary."""
    return {number: make.endorsed(cast, make.another_teacher(cast, number)) for number in numbers}


def test_the_next_edition_marks_what_is_new_corrected_and_removed(cast):
    rows = people(cast, 1, 2, 3)
    make.decide(cast, rows.values(), "ELIGIBLE")
    first = make.published(cast)
    rows |= people(cast, 4)
    make.decide(cast, [rows[4]], "ELIGIBLE")
    actions.waive(make.again(rows[1]), by=make.again(rows[1]).submitted_by, at=WHEN)
    misspelt = rows[2].user
    misspelt.first_name = "ขจรศักดิ์"
    misspelt.save()

    second = make.signed(cast)

    assert second.edition == first.edition + 1
    marks = {(line.application_id, line.no): line.mark for line in second.lines.all()}
    assert marks == {
        (rows[2].pk, 1): "corrected",
        (rows[3].pk, 2): "",
        (rows[4].pk, 3): "new",
        (rows[1].pk, 4): "removed",
    }


def test_an_edition_that_is_out_never_changes(cast):
    make.decided(cast)
    first = make.published(cast)
    before = list(first.lines.values())
    make.decided(cast, cast.colleague)

    make.published(cast)

    first.refresh_from_db()
    assert (list(first.lines.values()), first.state) == (before, "PUBLISHED")


def test_the_next_edition_announces_only_those_who_are_new(cast):
    make.decided(cast)
    make.published(cast)
    Notice.objects.all().delete()
    make.decided(cast, cast.colleague)

    make.published(cast)

    told = Notice.objects.filter(name="applications/announce_eligible").values_list("to__email", flat=True)
    assert list(told) == [cast.colleague.user.email]
    assert Placement.objects.count() == 2


def test_who_waived_after_the_preparing_stops_the_next_edition(cast):
    application = make.eligible(cast)
    make.decided(cast, cast.colleague)
    edition = make.signed(cast)

    actions.waive(application, by=cast.teacher.seat, at=WHEN)

    with pytest.raises(Refused) as raised:
        actions.publish(edition, by=cast.bureau.seat, at=WHEN)
    assert raised.value.refusal.code == "changed"


def test_who_withdraws_after_the_signature_holds_nobody_up_the_edition_is_prepared_and_signed_again(cast):
    gone, stays = make.decided(cast), make.decided(cast, cast.colleague)
    edition = make.signed(cast)
    actions.withdraw(gone, by=cast.teacher.seat, at=SECOND_DAY)

    actions.prepare(edition, by=cast.bureau.seat, at=SECOND_DAY)

    assert (edition.state, edition.signed_at, edition.signed_by, edition.document) == ("PREPARED", None, None, None)
    actions.sign(make.printed(edition, cast), by=cast.bureau.seat, at=SECOND_DAY)
    actions.publish(edition, by=cast.bureau.seat, at=SECOND_DAY)
    assert [line.application_id for line in edition.lines.all()] == [stays.pk]


def test_the_words_of_a_signed_edition_change_only_with_a_new_signature(cast):
    make.decided(cast)
    edition = make.signed(cast)

    actions.draft_again(edition, by=cast.bureau.seat, at=SECOND_DAY, title="ใหม่")

    assert (edition.state, edition.document, edition.signed_at, edition.title) == ("DRAFT", None, None, "ใหม่")


@pytest.mark.parametrize("verb", ["sign", "publish"])
def test_what_was_prepared_again_meanwhile_is_neither_signed_nor_published_unseen(cast, verb):
    make.decided(cast)
    edition = make.signed(cast)
    if verb == "sign":
        edition = make.printed(actions.prepare(edition, by=cast.bureau.seat, at=SECOND_DAY), cast)
    as_it_was_read = Announcement.objects.select_related("round", "paper", "document").get()
    actions.prepare(edition, by=cast.bureau.seat, at=SECOND_DAY)

    with pytest.raises(Refused) as raised:
        getattr(actions, verb)(as_it_was_read, by=cast.bureau.seat, at=SECOND_DAY)

    assert raised.value.refusal.code == "first"
    assert Announcement.objects.get().state == "PREPARED"


def test_the_paper_of_an_edition_stands_until_the_next_one_is_out(cast):
    make.eligible(cast)
    make.decided(cast, cast.colleague)
    second = make.signed(cast, number="๒/๒๕๖๘")
    papers = Paper.objects.filter(kind="ANNOUNCEMENT").order_by("version")
    assert [paper.superseded_by for paper in papers.all()] == [None, None]

    actions.publish(second, by=cast.bureau.seat, at=SECOND_DAY)

    assert [paper.superseded_by for paper in papers.all()] == [second.paper, None]
