"""`python -m tests.faults.witness NAME`: what the portal's own database says, asked from outside. JSON in, JSON out."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

import django

django.setup()

from applications.models import Application  # noqa: E402 (models are there only once the portal is)
from records.models import Delivery, Notice, Ring  # noqa: E402
from tests.faults import promises  # noqa: E402


def undone(_question: None) -> list[str]:
    """What waits to be done, in words; an empty list when everything is."""
    rings = Ring.objects.filter(done_at=None).values_list("task", "about", "last_error")
    notices = Notice.objects.filter(message=None).values_list("key", flat=True)
    return [
        *(f"{task} of {about}: {error or 'not answered'}" for task, about, error in rings),
        *(f"not told: {key}" for key in notices),
        *(f"not sent: {row}: {row.last_error}" for row in Delivery.objects.filter(state="WAITING")),
    ]


def lapsed(_question: None) -> list[int]:
    """Keys of the applications that are stamped as lapsed."""
    return list(Application.objects.exclude(lapsed_at=None).values_list("pk", flat=True))


def sent(_question: None) -> dict[str, list[str]]:
    """For each address the numbers of the messages that the portal says it has sent there."""
    found: dict[str, list[str]] = {}
    for row in Delivery.objects.filter(state="SENT", channel="EMAIL"):
        found.setdefault(row.address, []).append(row.key)
    return {address: sorted(keys) for address, keys in found.items()}


def broken(question: dict[str, Any]) -> list[str]:
    return promises.broken(question["presses"], question["closing"])


ANSWERS: dict[str, Callable[[Any], object]] = {"undone": undone, "lapsed": lapsed, "sent": sent, "broken": broken}

if __name__ == "__main__":
    sys.stdout.write(json.dumps(ANSWERS[sys.argv[1]](json.load(sys.stdin))) + "\n")
