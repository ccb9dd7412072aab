from records.models.delivery import Attempt, Delivery
from records.models.entry import Entry, Seal
from records.models.line import LineAccount
from records.models.message import Message, Notice
from records.models.paper import Document, Paper, Receipt
from records.models.picture import SignaturePicture
from records.models.reading import BoxPicture, Reading
from records.models.ring import Ring
from records.models.seal_check import SealCheck
from records.models.silence import Silence
from records.models.upload import Upload

__all__ = [
    "Attempt", "BoxPicture", "Delivery", "Document", "Entry", "LineAccount", "Message", "Notice", "Paper", "Reading",
    "Receipt", "Ring", "Seal", "SealCheck", "SignaturePicture", "Silence", "Upload",
]  # fmt: skip
