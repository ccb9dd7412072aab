"""Why an upload does not go on, each with what the protocol calls it and a sentence for the sender."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """An upload that is refused. `status` is the answer's, `sentence` its text, `after` how many seconds to wait."""

    status = 400
    sentence: str | Promise = _("The upload could not be understood.")
    after = 0

    def __init__(self, sentence: str | Promise = "", *, after: int = 0) -> None:
        super().__init__(str(sentence))
        self.sentence, self.after = sentence or self.sentence, after or self.after

    def __init_subclass__(cls, *, status: int, sentence: str | Promise, after: int = 0) -> None:
        super().__init_subclass__()
        cls.status, cls.sentence, cls.after = status, sentence, after


class WrongOffset(Refused, status=409, sentence=_("More or less of the file has arrived than the sender thought.")):
    """The sender asks how much has arrived, and goes on from there."""


class Gone(Refused, status=410, sentence=_("This upload is not kept any more. Please choose the file again.")):
    """Expired, ended, a document by now, or somebody else's: which of these is nobody's business."""


class TooLarge(Refused, status=413, sentence=_("The file is too large.")):
    """More than a file of its kind may have, or than was announced."""


class Damaged(
    Refused, status=422, sentence=_("The file that arrived is not the one that was sent. Please choose it again.")
):
    """Whole, but of another hash than the sender counted."""


class NotWhole(
    Refused,
    status=422,
    sentence=_("The file has not arrived completely. Please choose the same file again: it goes on where it stopped."),
):
    """Handed in before its last byte had come."""


class Locked(Refused, status=423, sentence=_("The same file is arriving by another way just now."), after=1):
    """Another request holds the part and did not let go in time."""


class TooOften(Refused, status=429, sentence=""):
    """One person asks more often than any telephone has to. Raised with its sentence and its time."""


class WrongChecksum(
    Refused, status=460, sentence=_("A part of the file was damaged on its way. It is sent once more.")
):
    """The status is that of the protocol's checksum extension."""


class Busy(Refused, status=503, sentence=_("Many files arrive just now. Please wait a moment."), after=1):
    """All places for arriving files in this process are taken."""


class NoRoom(
    Refused,
    status=507,
    sentence=_("There is no room for the file just now. What has arrived is kept; please try again later."),
):
    """The disk would fall below its reserve."""


class AlreadyTaken(Exception):
    """It is a document already: the answer to the first try was lost, or two pressed at once."""
