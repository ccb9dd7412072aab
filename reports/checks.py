"""What may never be: a demo with production settings."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register
def demo_is_not_production(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The demo lets everybody in with one press; it and production exclude each other."""
    if settings.DEMO and settings.PRODUCTION:
        return [
            Error(
                "The demo is on together with production settings.",
                hint="Unset TEACHERSYNC_DEMO or TEACHERSYNC_PRODUCTION.",
                id="reports.E001",
            )
        ]
    return []
