"""The person a thing is about, and where she belongs: what windows and extensions are asked for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Whom:
    user_id: int | None = None
    college_id: int | None = None
    region: str = ""
