"""One application as those who check and judge it see it; and its answers for whoever reads them back."""

from __future__ import annotations

from typing import Any

from applications.models import Application
from people.actor import PortalRequest
from rounds.window import Calendar


def answers(application: Application) -> list[dict[str, Any]]:
    return []


def page(application: Application, request: PortalRequest, calendar: Calendar) -> dict[str, Any]:
    return {"answers": answers(application)}
