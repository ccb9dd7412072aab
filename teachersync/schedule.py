"""The whole beat on one screen: what runs by itself, and how often. Times are Asia/Bangkok.

Nothing here decides anything: each task looks at the database and makes good what is due, so a missed or a
doubled run changes nothing.
"""

from typing import Any

from celery.schedules import crontab

_MINUTE = 60.0

BEAT: dict[str, dict[str, Any]] = {
    "answer what no bell reached": {"task": "records.sweep_rings", "schedule": _MINUTE},
    "write and send messages": {"task": "records.deliver", "schedule": _MINUTE},
    "seal the register": {"task": "records.seal", "schedule": _MINUTE / 2},
    "take away bytes without a row": {"task": "records.collect_orphans", "schedule": 5 * _MINUTE},
    "let go of uploads that nobody went on with": {"task": "records.sweep_uploads", "schedule": 5 * _MINUTE},
    "read stored files again": {"task": "records.verify_store", "schedule": crontab(minute="*/15", hour="1-4")},
    # Between the readings, so that one worker is not held by both.
    "look at seals again": {"task": "records.verify_seals", "schedule": crontab(minute="7-59/15", hour="1-4")},
    "forget sessions that have expired": {"task": "people.forget_sessions", "schedule": crontab(minute=30, hour=3)},
    "stamp what lapsed": {"task": "applications.lapse", "schedule": 2 * _MINUTE},
    "remind who still owes something": {
        "task": "rounds.remind",
        "schedule": crontab(minute="*/10", hour="7-19"),
    },
    "show that the worker lives": {"task": "teachersync.beat_heart", "schedule": _MINUTE / 2},
}
