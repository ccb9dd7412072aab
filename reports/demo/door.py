"""May the demo run here at all? Never in production, never on a database that the demo itself did not make."""

from __future__ import annotations

from importlib import import_module

from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, models

from people.enums import SeatKind
from people.models import DemoMark, Office, Seat, Session

# What the demo fills, and what hangs on its users. Sessions stay, so that "start again" signs nobody out.
_ROOMS = ("people", "records", "rounds", "placements", "applications", "logbooks", "reports", "account", "mfa")


class NotHere(Exception):
    """Why the demo does not run here, in a sentence."""


def is_open() -> bool:
    """True where one may sign in with one press. One query; none where the demo is off."""
    return settings.DEMO and not settings.PRODUCTION and DemoMark.objects.exists()


def mark() -> DemoMark | None:
    return DemoMark.objects.first()


def refuse_strangers() -> None:
    """Raises NotHere unless this database is empty or was made by the demo."""
    if settings.PRODUCTION:
        raise NotHere("The demo never runs with production settings (TEACHERSYNC_PRODUCTION is on).")
    if DemoMark.objects.exists():
        return
    full = sorted(model._meta.label for model in _models() if _strange_rows(model).exists())
    if full:
        raise NotHere(
            f"This database was not made by the demo and is not empty ({', '.join(full[:3])}). Nothing was changed. "
            "Point DATABASE_URL or TEACHERSYNC_DATA at a new place to see the demo."
        )


def _models() -> list[type[models.Model]]:
    found = (model for room in _ROOMS for model in apps.get_app_config(room).get_models(include_auto_created=True))
    return [model for model in found if model is not Session]


def _strange_rows(model: type[models.Model]) -> models.QuerySet[models.Model]:
    """Rows that no migration made."""
    rows = model._default_manager.all()
    if model is Office:
        return rows.none()
    return rows.exclude(kind=SeatKind.SYSTEM) if model is Seat else rows


def wipe() -> None:
    """Empties what the demo fills and sets the counters back. Call in a transaction, after `refuse_strangers`."""
    tables = [model._meta.db_table for model in _models()]
    if connection.vendor == "postgresql":
        # It truncates no table whose rows wait for their foreign keys to be looked at.
        connection.check_constraints()
    with connection.cursor() as cursor:
        for statement in connection.ops.sql_flush(no_style(), tables, reset_sequences=True):
            cursor.execute(statement)
    # The offices and the portal's own seat, as the migration made them.
    import_module("people.migrations.0002_system_seat_and_offices").make(apps, None)
