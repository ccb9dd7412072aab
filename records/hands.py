"""The stored picture of a signature: kept, read for its owner, deleted when she wants it gone."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path

from django.conf import settings
from django.db import transaction

from people import vault
from people.models import Seat, User
from records import gate, register
from records.models import SignaturePicture
from records.sealing import Mark

SIDE = 800  # pixels: a box of 46 mm in print at 440 dots per inch


def keep(path: Path, *, user: User, by: Seat, at: dt.datetime) -> gate.Report:
    """Makes a plain small JPEG of what came, in the gate's limited child, and keeps it under lock.

    A newer picture takes the older one's place, and the older one is gone.
    """
    limits = gate.Limits(max_bytes=settings.PHOTO_MAX_BYTES, max_pages=1)
    with tempfile.TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR) as folder:
        made = Path(folder) / "hand.jpg"
        report = gate.photo(path, made, limits=limits, side=SIDE)
        if not report.ok:
            return report
        data = vault.lock(made.read_bytes())
    with transaction.atomic():
        SignaturePicture.objects.filter(user=user).delete()
        row = SignaturePicture.objects.create(user=user, data=data, kept_at=at, kept_by=by)
        register.write("records:signaturepicture:keep", row, by=by, at=at)
    return report


def of(user: User | None) -> Mark | None:
    """The picture as a hand to sign with; None where there is none, or no key opens it any more."""
    row = SignaturePicture.objects.filter(user=user).first() if user else None
    if row is None:
        return None
    try:
        return Mark("image", vault.unlock(row.data))
    except vault.Locked:
        return None


@transaction.atomic
def delete(user: User, *, by: Seat, at: dt.datetime) -> bool:
    """Deletes the picture for good. What was signed with it stays as it was signed."""
    row = SignaturePicture.objects.filter(user=user).first()
    if row is None:
        return False
    register.write("records:signaturepicture:delete", row, by=by, at=at)
    row.delete()
    return True
