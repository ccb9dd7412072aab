"""The personal link under which an establishment signs: its address, and the mail that carries it."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from applications.models import Signature
from people.models import Link
from people.thai import instant


def address_of(link: Link) -> str:
    """The whole address, from the setting and never from a request."""
    return f"{settings.PUBLIC_URL}{reverse('applications:link', args=[link.token])}"


def link_of(signature: Signature) -> Link | None:
    """The link with which the line lies, if it lies with one."""
    return Link.objects.filter(seat_id=signature.seat_id).first() if signature.seat_id else None


def mail(signature: Signature, *, at: dt.datetime) -> None:
    """Writes to the representative, who has no account and so no outbox. What fails is tried again by the bell."""
    link = link_of(signature)
    if link is None or not link.email or not link.is_good(at):
        return
    facts = {
        "name": link.name,
        "teacher": signature.application.name,
        "college": signature.application.college_name,
        "address": address_of(link),
        "until": instant(link.ends_at, lang="th"),
    }
    with translation.override(settings.LANGUAGE_CODE):
        subject = " ".join(render_to_string("mail/link.subject.txt", facts).split())
        body = render_to_string("mail/link.txt", facts).strip()
    EmailMessage(subject, body, to=[link.email], headers={"Auto-Submitted": "auto-generated"}).send()
