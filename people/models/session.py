"""Who is signed in, on which browser. The row names the person, so that one statement finds all of them."""

from __future__ import annotations

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models


class Session(AbstractBaseSession):
    """One browser. Times are real, never the demo's."""

    # Number of the person signed in; None for a stranger. Only says whom to read: the signed words within decide.
    # No key, because "start again" in the demo writes all people anew and signs nobody out.
    whose = models.PositiveBigIntegerField(null=True, blank=True)
