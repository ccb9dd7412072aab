"""Sessions in the database, read together with the person and the seats: one statement answers "who is this?".

Nothing is kept from one request to the next: a seat that was ended, an account that was closed or a session that was
signed out elsewhere is gone at the very next request.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.utils import timezone

from people import clock
from people.models import College, Office, Seat, Session, User
from people.rows import Columns, Statement


@dataclass(frozen=True)
class Found:
    """The person of a session, with the seats that were open when it was read."""

    person: User
    seats: tuple[Seat, ...]


_USER, _SEAT, _COLLEGE, _OFFICE = Columns(User, "u"), Columns(Seat, "s"), Columns(College, "c"), Columns(Office, "o")
_WHO = Statement(
    "SELECT x.session_data, {u}, {s}, {c}, {o} FROM people_session x"
    " LEFT JOIN people_user u ON u.id = x.whose"
    " LEFT JOIN people_seat s ON s.user_id = u.id"
    " AND s.opened_at <= %s AND (s.ended_at IS NULL OR s.ended_at > %s)"
    " LEFT JOIN people_college c ON c.id = s.college_id"
    " LEFT JOIN people_office o ON o.id = s.office_id"
    " WHERE x.session_key = %s AND x.expire_date > %s ORDER BY s.id",
    _USER,
    _SEAT,
    _COLLEGE,
    _OFFICE,
    plain=1,
)


def _seats(person: User, rows: list[tuple[Any, ...]]) -> Iterator[Seat]:
    for row in rows:
        seat = _WHO.read(_SEAT, row)
        if seat is not None:
            seat.user = person
            seat.college, seat.office = _WHO.read(_COLLEGE, row), _WHO.read(_OFFICE, row)
            yield seat


class SessionStore(db.SessionStore):
    """`settings.SESSION_ENGINE`. `found` is who the session says it belongs to; whether the session may say so is
    tested by `people.door.person_of`."""

    found: Found | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def load(self) -> dict[str, Any]:
        now = clock.now()  # seats go by the portal's clock, sessions by the real one
        rows = _WHO.rows(now, now, self.session_key, timezone.now())
        if not rows:
            self._session_key = None
            return {}
        person = _WHO.read(_USER, rows[0])
        if person is not None:
            self.found = Found(person, tuple(_seats(person, rows)))
        return self.decode(rows[0][0])

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row = cast(Session, super().create_model_instance(data))
        row.whose = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        return row
