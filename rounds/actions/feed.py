"""Verbs of a person's own calendar feed: make it (again), and take it back."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import F

from people.models import Seat, User
from records import register
from rounds.models import Feed


@transaction.atomic
def make_feed(user: User, *, by: Seat, at: dt.datetime) -> Feed:
    """A new address for the person; the one before opens nothing from now on."""
    feed, made = Feed.objects.get_or_create(user=user, defaults={"made_at": at, "made_by": by})
    if not made:
        again = {"made_at": at, "made_by": by, "revoked_at": None, "revoked_by": None}
        Feed.objects.filter(pk=feed.pk).update(serial=F("serial") + 1, **again)
        feed.refresh_from_db()
    register.write("rounds:feed:make", feed, by=by, at=at, serial=feed.serial)
    return feed


@transaction.atomic
def revoke_feed(feed: Feed, *, by: Seat, at: dt.datetime) -> Feed:
    """The address opens nothing from now on. Twice is once."""
    if Feed.objects.filter(pk=feed.pk, revoked_at=None).update(revoked_at=at, revoked_by=by):
        register.write("rounds:feed:revoke", feed, by=by, at=at, serial=feed.serial)
    feed.refresh_from_db()
    return feed
