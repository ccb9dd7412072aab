"""Why an upload does not go on, each with what the protocol calls it and a sentence for the sender."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """An upload that is refused. `status` is the answer's, `sentence` its text."""

    status = 400
    sentence: str | Promise = _("The upload could not be understood.")

    def __init__(self, sentence: str | Promise = "") -> None:
        super().__init__(str(sentence))
        if sentence:
            self.sentence = sentence


class WrongOffset(Refused):
    status = 409
    sentence = _("More or less of the file has arrived than the sender thought.")


class Gone(Refused):
    status = 410
    sentence = _("This upload is not kept any more. Please choose the file again.")


class TooLarge(Refused):
    status = 413
    sentence = _("The file is too large.")


class Locked(Refused):
    status = 423
    sentence = _("The same file is arriving by another way just now.")


class WrongChecksum(Refused):
    status = 460  # of the protocol's checksum extension
    sentence = _("A part of the file was damaged on its way. It is sent once more.")


class Busy(Refused):
    status = 503
    sentence = _("Many files arrive just now. Please wait a moment.")


class NoRoom(Refused):
    status = 507
    sentence = _("There is no room for the file just now. What has arrived is kept; please try again later.")


class NotWhole(Refused):
    status = 422
    sentence = _("The file has not arrived completely. Please choose the same file again: it goes on where it stopped.")


class Damaged(Refused):
    status = 422
    sentence = _("The file that arrived is not the one that was sent. Please choose it again.")


class AlreadyTaken(Exception):
    """It is a document already: the answer to the first try was lost, or two pressed at once."""
