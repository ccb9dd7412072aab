"""The sweep of reminders within the measured process: the portal's own, and one statement written by hand.

A day before the closing, nobody told yet: every open application has one reminder for one person.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import connection

from bench.clockwork import OPENING

EVE = OPENING + dt.timedelta(days=6)
_CONTEXT = (
    "'title', a.name, 'text', 'The plan has not been sent yet.', 'path', '/applications/' || a.id || '/',"
    " 'number', 1, 'step', 'before-1', 'to_whom', 'person', 'days_left', 1, 'days_late', -1,"
    " 'closes', '27 ก.พ. 2568', 'binds', 1"
)


def ours(facts: dict[str, Any]) -> int:
    from rounds.models import Milestone
    from rounds.reminding import remind

    # Other milestones have reminders of their own, of which the statement by hand knows nothing.
    Milestone.objects.exclude(kind="PLANS_DUE").update(mode="INFORMATIVE")
    return remind(EVE)


def by_hand(facts: dict[str, Any]) -> int:
    made = "jsonb_build_object" if connection.vendor == "postgresql" else "json_object"
    no = "false" if connection.vendor == "postgresql" else "0"
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO records_notice (key, name, to_id, year, context, groups, reminds_of, written_at)"
            " SELECT '2568:PLANS_DUE:2025-02-27:before-1:application-' || a.id || ':' || a.user_id, 'rounds/remind',"
            f" CASE WHEN a.state = 'SUBMITTED' THEN s.user_id ELSE a.user_id END, 2568, {made}({_CONTEXT}), {no},"
            " 'PLANS_DUE', %s FROM applications_application a"
            " JOIN rounds_participation p ON p.round_id = a.round_id AND p.college_id = a.college_id"
            " JOIN people_seat s ON s.id = p.coordinator_id"
            " WHERE a.round_id = %s AND a.state IN ('DRAFT', 'SENT_BACK', 'SUBMITTED')",
            [EVE, facts["round"]],
        )
        return cursor.rowcount
