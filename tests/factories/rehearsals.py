"""A rehearsal of the round as it is kept, without walking the year: one door, one message to the teacher."""

from __future__ import annotations

from applications.models import Application
from applications.notices import lapsed
from reports.models import Letters, Rehearsal
from reports.rehearsal.events import messages
from reports.rehearsal.letters import pack
from tests.cast import Cast, at

WHEN = at("2025-02-20 09:00")
LAPSES = at("2025-02-28 00:00")


def rehearsed(cast: Cast, application: Application) -> Rehearsal:
    event = messages(lapsed(application, LAPSES), {application.user_id: {"TEACHER"}})[0]
    door = {
        "at": "2025-02-27T23:59:59+07:00", "kind": "closes", "milestone": "PLANS_DUE",
        "audience": "TEACHER,COORDINATOR", "count": 2, "what": "", "subject": "",
    }  # fmt: skip
    assert cast.bureau.seat
    made = Rehearsal.objects.create(
        round=cast.round, asked_at=WHEN, asked_by=cast.bureau.seat, done_at=WHEN, steps=60, steps_done=60,
        events=[{**event.plain(), "subject": "แผนไม่ได้ส่งก่อนกำหนด"}, door],
    )  # fmt: skip
    Letters.objects.create(rehearsal=made, place=0, packed=pack(event.letters))
    return made
