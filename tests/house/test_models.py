"""Tables: keys point down the stairs, files are protected, every act is stamped with its hand."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models
from django.db.models import Q

from records.models import Document
from tests.house.source import STAIRS

# Instants that no person's hand set: planned, computed, or the machine's own.
MACHINE = {
    "applications.Application.lapsed_at",
    "people.DemoMark.made_at",
    "people.User.created_at",
    "people.Invitation.accepted_at",  # the holder of the seat it belongs to
    "people.JoinRequest.requested_at",  # by somebody who has no seat yet
    "people.Link.ends_at",
    "people.Seat.opened_at",
    "records.Attempt.tried_at",
    "records.Delivery.begun_at",
    "records.Delivery.next_try_at",
    "records.Delivery.sent_at",
    "records.Document.begun_at",
    "records.Document.checked_at",
    "records.LineAccount.code_ends_at",
    "records.LineAccount.linked_at",  # by whom it belongs to, in LINE
    "records.Message.read_at",  # by whom it is addressed to
    "records.Message.written_at",
    "records.Notice.written_at",
    "records.Paper.issued_at",
    "records.Reading.read_at",
    "records.Receipt.begun_at",
    "records.Ring.done_at",
    "records.Ring.next_at",
    "records.Ring.rung_at",
    "records.SealCheck.checked_at",
    "records.Upload.begun_at",
    "records.Upload.expires_at",
    "records.Upload.whole_at",
    "reports.Rehearsal.done_at",
    "rounds.Extension.closed_at",
    "rounds.Milestone.closes_at",
    "rounds.Milestone.opens_at",
    "rounds.Reminded.told_at",
}


def ours():
    return [model for model in apps.get_models() if model._meta.app_label in STAIRS]


def keys():
    return [
        (model, field)
        for model in ours()
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model is not None
    ]


def label(model, field):
    return f"{model._meta.label}.{field.name}"


def test_no_key_points_up_the_stairs_or_to_a_neighbour():
    wrong = [
        label(model, field)
        for model, field in keys()
        if field.related_model._meta.app_label != model._meta.app_label
        and STAIRS.get(field.related_model._meta.app_label, 9) >= STAIRS[model._meta.app_label]
    ]
    assert wrong == []


def test_every_key_to_a_document_protects_it():
    found = {
        label(model, field): field.remote_field.on_delete for model, field in keys() if field.related_model is Document
    }
    assert found
    assert {name for name, on_delete in found.items() if on_delete is not models.PROTECT} == set()


def test_nobody_disappears_with_something_else():
    """Rows go with their parent only where they are a part of it."""
    parts = {
        label(model, field)
        for model, field in keys()
        if getattr(field.remote_field, "on_delete", None) not in (models.PROTECT, None)
    }
    assert parts == {
        "applications.Decision.application",
        "applications.Line.announcement",
        "applications.NameLine.name_list",
        "applications.Plan.application",
        "applications.Screening.application",
        "reports.Letters.rehearsal",
        "rounds.Criterion.round",
        "rounds.Milestone.round",
    }


def instants():
    return [
        (model, field)
        for model in ours()
        for field in model._meta.concrete_fields
        if isinstance(field, models.DateTimeField) and field.name.endswith("_at")
    ]


def has_hand(model, field):
    return f"{field.name[:-3]}_by" in {other.name for other in model._meta.concrete_fields}


def test_every_instant_of_an_act_names_its_hand_and_the_machines_are_declared():
    assert {label(model, field) for model, field in instants() if not has_hand(model, field)} == MACHINE


def test_every_hand_has_its_instant():
    hands = {
        label(model, field)
        for model, field in keys()
        if field.name.endswith("_by") and field.name not in ("superseded_by",)
    }
    paired = {label(model, field)[:-3] + "_by" for model, field in instants()}
    # An entry has one instant and one hand, and its own names for them.
    assert hands - paired == set()


def test_every_hand_is_a_seat():
    from people.models import Seat

    wrong = [
        label(model, field)
        for model, field in keys()
        if field.name.endswith("_by") and field.name != "superseded_by" and field.related_model is not Seat
    ]
    assert wrong == []


def names_in(condition: Q) -> set[str]:
    found = set()
    for child in condition.children:
        found |= names_in(child) if isinstance(child, Q) else {child[0]}
    return found


@pytest.mark.parametrize(
    ("model", "field"),
    [pair for pair in instants() if has_hand(*pair) and pair[1].null],
    ids=lambda value: value._meta.label if isinstance(value, type) else value.name,
)
def test_instant_and_hand_are_both_there_or_neither_by_the_database(model, field):
    wanted = {f"{field.name}__isnull", f"{field.name[:-3]}_by__isnull"}
    held = [
        constraint.name
        for constraint in model._meta.constraints
        if isinstance(constraint, models.CheckConstraint) and wanted <= names_in(constraint.condition)
    ]
    assert len(held) == 1


def test_an_instant_that_always_stands_has_a_hand_that_always_stands():
    wrong = [
        label(model, field)
        for model, field in instants()
        if has_hand(model, field) and model._meta.get_field(f"{field.name[:-3]}_by").null is not field.null
    ]
    assert wrong == []


def test_the_name_of_every_constraint_says_its_rule():
    names = [constraint.name for model in ours() for constraint in model._meta.constraints]
    assert len(names) == len(set(names))
    assert [name for name in names if name.count("_") < 2] == []


@pytest.mark.django_db
def test_no_migration_is_missing(capsys):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_first_migrations_stand_in_the_order_of_the_stairs():
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(None)
    wrong = [
        (key, parent)
        for key, migration in loader.disk_migrations.items()
        if key[0] in STAIRS
        for parent in migration.dependencies
        if parent[0] in STAIRS and parent[0] != key[0] and STAIRS[parent[0]] >= STAIRS[key[0]]
    ]
    assert wrong == []
