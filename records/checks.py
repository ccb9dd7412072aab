"""What the settings of this room have to be."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Warning, register

from records.pdf import emblem


@register
def the_emblem_can_be_printed(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A wrong file leaves the place of the emblem empty on every paper; better to hear of it before."""
    wrong = emblem.problem()
    return [Warning(wrong, hint="Name an SVG, PNG or JPEG file, or nothing.", id="records.W001")] if wrong else []
