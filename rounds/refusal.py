"""A rule answers with its reason: a refusal, which pages show and actions raise."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise

from rounds.window import Window

Words = str | Promise


@dataclass(frozen=True)
class Refusal:
    """Why not. `code` is for programs, the sentence for people."""

    code: str
    sentence: Words
    # Who can open the door, when somebody can.
    opener: Words = ""
    window: Window | None = None
    can_ask: bool = False

    def __str__(self) -> str:
        return str(self.sentence)


class Refused(PermissionDenied):
    """Raised by actions; a view answers it with 403 and the sentence, or shows the sentence on the page."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal
