"""What people were told before the demo opens: notices with the messages that carried them, as delivery made them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from people.models import User
from records import wording
from records.enums import Channel, DeliveryState
from records.models import Delivery, Message, Notice
from reports.demo.book import Book
from reports.demo.gate import Tell


def tell(book: Book, told: Iterable[Tell]) -> int:
    """Writes the notices and their messages, oldest first; says how many. The rows they are about are written."""
    rows = sorted((row for ask in told for row in ask()), key=lambda row: (row.written_at, row.key))
    people = User.objects.in_bulk({row.to_id for row in rows})
    for row in rows:
        row.to = people[row.to_id]
    remaining = iter(rows)
    while batch := list(islice(remaining, 2000)):
        for row in batch:
            book.add(row)
            row.message = book.add(_message(row))
            book.add(_delivery(row.message, row))
        book.write()
    return len(rows)


def _message(row: Notice) -> Message:
    subject, body = wording.render(row)
    return Message(to=row.to, subject=subject, body=body, written_at=row.written_at)


def _delivery(message: Message, row: Notice) -> Delivery:
    when = row.written_at
    return Delivery(
        message=message, channel=Channel.EMAIL, state=DeliveryState.SENT, address=row.to.email, begun_at=when,
        next_try_at=when, sent_at=when, tries=1,
    )  # fmt: skip
