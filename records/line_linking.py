"""Joining an account in LINE by a code that is good once and for ten minutes, and parting it again."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

from django.db import IntegrityError, transaction

from people.models import Seat, User, system_seat
from records import register
from records.models import LineAccount

_GOOD_FOR = dt.timedelta(minutes=10)
# Without letters that look like digits. Ten of 31 are 49 bits, for ten minutes.
_LETTERS, _LENGTH = "ABCDEFGHJKMNPQRSTUVWXYZ23456789", 10


def make_line_code(user: User, *, at: dt.datetime) -> str:
    """A new code for a person who is not linked; the one before is good for nothing. It is shown once."""
    code = "".join(secrets.choice(_LETTERS) for _place in range(_LENGTH))
    waiting = {"code_hash": _hashed(code), "code_ends_at": at + _GOOD_FOR}
    LineAccount.objects.get_or_create(user=user)
    LineAccount.objects.filter(user=user, line_id="").update(**waiting)
    return code


def _hashed(code: str) -> str:
    return hashlib.sha256(code.strip().upper().encode()).hexdigest()


def link_line(code: str, line_id: str, *, at: dt.datetime) -> bool:
    """What somebody wrote to the official account: True when it was a good code, which is used up by it."""
    rows = LineAccount.objects.filter(code_hash=_hashed(code), code_ends_at__gt=at, line_id="")
    try:
        with transaction.atomic():
            found = rows.select_for_update().first()
            if found is None:
                return False
            LineAccount.objects.filter(pk=found.pk).update(
                line_id=line_id, linked_at=at, code_hash="", code_ends_at=None
            )
            register.write("records:line_account:link", found, by=system_seat(), at=at)
            return True
    except IntegrityError:  # this account in LINE is somebody else's here
        return False


@transaction.atomic
def unlink_line(account: LineAccount, *, by: Seat, at: dt.datetime) -> None:
    """Nothing goes to LINE any more; what LINE calls the person is forgotten."""
    if LineAccount.objects.linked().filter(pk=account.pk).update(line_id="", linked_at=None):
        register.write("records:line_account:unlink", account, by=by, at=at)


def blocked(line_id: str, *, at: dt.datetime) -> None:
    """The person has blocked the official account: the same as unlinking."""
    account = LineAccount.objects.linked().filter(line_id=line_id).first()
    if account:
        unlink_line(account, by=system_seat(), at=at)
