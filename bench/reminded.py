"""The sweep of reminders within the measured process: the portal's own, and the same rows written by hand.

A day before the closing, nobody told yet: every open application has one reminder for its teacher. By hand means one
SELECT of those who still owe, the words of the one reminder that is due filled in, and the rows of `bench/byhand.py`:
the reminder, and that its reader has been told. It knows one milestone, one step, one kind of reader and no extension.
"""

from __future__ import annotations

import datetime as dt
import gettext
import hashlib
import json
from pathlib import Path
from typing import Any

from django.db import connection

from bench.byhand import as_json, insert, run
from bench.clockwork import OPENING

_NOTICE = "key, name, to_id, year, topic, college_id, context, groups, reminds_of, written_at"
EVE = OPENING + dt.timedelta(days=6)
_LOCALE = Path(__file__).resolve().parent.parent / "locale"
_TITLE = "The development plan of %(name)s"
_TEXT = "The plan has not been sent yet. The signed plan is sent as PDF, or signed by all in the portal and submitted."


def ours(facts: dict[str, Any]) -> int:
    from rounds.models import Milestone
    from rounds.reminding import remind

    # Other milestones have reminders of their own, of which the one by hand knows nothing.
    Milestone.objects.exclude(kind="PLANS_DUE").update(mode="INFORMATIVE")
    return remind(EVE)


def by_hand(facts: dict[str, Any]) -> int:
    at = connection.ops.adapt_datetimefield_value(EVE)
    words = gettext.translation("django", _LOCALE, ["th"])
    title, text = words.gettext(_TITLE), words.gettext(_TEXT)
    shared = {
        "text": text, "number": 1, "step": "before-1", "to_whom": "person", "days_left": 1, "days_late": -1,
        "binds": True, "closes": "27\u00a0ก.พ.\u00a02568 เวลา\u00a023.59\u00a0น.",
    }  # fmt: skip
    rows = run(
        "SELECT id, user_id, college_id, name FROM applications_application"
        " WHERE round_id = %s AND state IN ('DRAFT', 'SENT_BACK', 'SUBMITTED')",
        [facts["round"]],
    )
    notices, told = [], []
    for pk, user, college, name in rows:
        key = f"2568:PLANS_DUE:2025-02-27T16:59:59+00:00:before-1:application-{pk}:{user}"
        about = {"title": title % {"name": name}, "path": f"/applications/{pk}/", **shared}
        notices.append((key, "rounds/remind", user, 2568, "DEADLINE", college, as_json(about), False, "PLANS_DUE", at))
        told.append((user, at))
    insert("records_notice", _NOTICE, notices)
    insert(
        "rounds_reminded",
        "user_id, told_at",
        told,
        " ON CONFLICT (user_id) DO UPDATE SET told_at = excluded.told_at",
    )
    return len(rows)


def written() -> str:
    """All reminders with their facts, and who was told when, as one number."""
    seen = hashlib.sha256()
    for key, context, *rest in run(
        "SELECT key, context, name, to_id, year, topic, college_id, groups, reminds_of, written_at, message_id"
        " FROM records_notice WHERE reminds_of <> '' ORDER BY key"
    ):
        seen.update(repr((key, sorted(json.loads(context).items()), rest)).encode())
    for row in run("SELECT user_id, told_at FROM rounds_reminded ORDER BY user_id"):
        seen.update(repr(row).encode())
    return seen.hexdigest()
