"""The register: complete at commit, sealed within a minute, and any change to it found."""

import pytest
from django.db import IntegrityError, transaction

from records import register
from records.models import Entry, Seal
from records.tasks import seal as seal_task
from tests.cast import at

WHEN = at("2025-02-20 09:00")


@pytest.fixture
def entries(cast):
    Entry.objects.all().delete()
    return [
        register.write(
            "rounds:round:look",
            cast.round,
            by=cast.bureau.seat,
            at=WHEN,
            year=2568,
            college_id=cast.college.pk,
            n=number,
        )
        for number in range(5)
    ]


def test_an_entry_says_who_did_what_to_which_thing_and_when(cast, entries):
    row = Entry.objects.get(pk=entries[0].pk)

    assert (row.verb, row.by, row.at) == ("rounds:round:look", cast.bureau.seat, WHEN)
    assert (row.subject_label, row.subject_pk) == ("rounds.round", str(cast.round.pk))
    assert (row.year, row.college, row.facts) == (2568, cast.college, {"n": 0})


def test_an_entry_of_an_act_that_was_rolled_back_is_not_there(cast, entries):
    with transaction.atomic():
        register.write("rounds:round:look", cast.round, by=cast.bureau.seat, at=WHEN)
        transaction.set_rollback(True)

    assert Entry.objects.count() == 5


def test_sealing_links_every_entry_in_order_and_none_twice(entries):
    assert [register.seal(), register.seal()] == [5, 0]

    assert list(Seal.objects.order_by("position").values_list("position", "entry")) == [
        (number, row.pk) for number, row in enumerate(entries, start=1)
    ]
    assert list(register.broken_links()) == []


def test_the_chain_goes_on_where_it_ended(cast, entries):
    register.seal(batch=3)
    register.write("rounds:round:look", cast.round, by=cast.bureau.seat, at=WHEN)

    assert [register.seal(batch=2), register.seal(batch=2), register.seal(batch=2)] == [2, 1, 0]
    assert list(register.broken_links()) == []


def test_the_task_seals_all_there_is(entries):
    assert seal_task() == 5
    assert seal_task() == 0


@pytest.mark.parametrize(
    "change",
    [
        {"verb": "rounds:round:publish"},
        {"at": at("2025-02-20 09:01")},
        {"subject_pk": "999"},
        {"year": 2567},
        {"college": None},
        {"facts": {"n": 7}},
    ],
)
def test_a_changed_entry_is_found_and_only_that_one(entries, change):
    register.seal()

    Entry.objects.filter(pk=entries[2].pk).update(**change)

    assert list(register.broken_links()) == [3]


def test_another_hand_in_the_by_column_is_found(cast, entries):
    register.seal()

    Entry.objects.filter(pk=entries[2].pk).update(by=cast.neighbour.seat)

    assert list(register.broken_links()) == [3]


@pytest.mark.parametrize("field", ["salt", "digest", "chain"])
def test_a_changed_seal_is_found(entries, field):
    register.seal()

    Seal.objects.filter(position=3).update(**{field: "0" * 16})

    assert 3 in list(register.broken_links())


def test_who_reseals_a_changed_entry_is_found_at_the_next_link(entries):
    register.seal()
    Entry.objects.filter(pk=entries[2].pk).update(facts={"n": 7})
    link = Seal.objects.get(position=3)
    before = Seal.objects.get(position=2)
    link.digest = register._digest(Entry.objects.get(pk=entries[2].pk), link.salt)
    link.chain = register._link(before.chain, 3, link.digest)
    link.save()

    assert list(register.broken_links()) == [4]


def test_a_missing_link_is_found(entries):
    register.seal()

    Seal.objects.filter(position=3).delete()

    assert 4 in list(register.broken_links())


def test_an_entry_that_is_sealed_cannot_be_taken_away(entries):
    from django.db.models import ProtectedError

    register.seal()

    with pytest.raises(ProtectedError):
        entries[0].delete()


def test_the_same_text_twice_has_two_digests(cast):
    for _ in range(2):
        register.write("rounds:round:look", cast.round, by=cast.bureau.seat, at=WHEN)
    register.seal()

    rows = Seal.objects.order_by("-position")[:2]
    assert rows[0].salt != rows[1].salt
    assert rows[0].digest != rows[1].digest


def test_the_chain_holds_over_digests_so_that_a_text_may_be_destroyed(entries):
    """Only the destroyed text's own position speaks; every later link still holds."""
    register.seal()

    Entry.objects.filter(pk=entries[1].pk).update(facts={})

    assert list(register.broken_links()) == [2]


def test_of_two_sealers_the_second_takes_back_its_whole_batch(entries):
    register.seal(batch=2)

    with pytest.raises(IntegrityError), transaction.atomic():
        Seal.objects.bulk_create(
            [
                Seal(position=3, entry=entries[2], salt="a", digest="b", chain="c"),
                Seal(position=2, entry=entries[3], salt="a", digest="b", chain="c"),
            ]
        )

    assert register.seal() == 3
    assert list(register.broken_links()) == []
