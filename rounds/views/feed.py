"""The reader's own calendar for her telephone: the page that gives the address, and the file under it."""

from __future__ import annotations

from hashlib import sha256

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from people.actor import Actor, PortalRequest
from people.models import Seat, User
from people.throttle import limited, too_many, wait
from rounds import actions, ical
from rounds.models import Feed


def _owner(request: PortalRequest) -> tuple[User, Seat]:
    """Whoever has no seat has no calendar."""
    user, seats = request.actor.user, request.actor.seats
    if user is None or not seats:
        raise Http404
    return user, seats[0]


@require_GET
def feed(request: PortalRequest) -> HttpResponse:
    _owner(request)
    own = Feed.objects.visible_to(request.actor).filter(revoked_at=None).first()
    address = ""
    if own:
        english = "?lang=en" if get_language() == "en" else ""
        address = f"{settings.PUBLIC_URL}{reverse('rounds:feed_file', args=[own.token])}{english}"
    # webcal: is understood by the calendar programs of all telephones; what follows it is the same.
    context = {"feed": own, "address": address, "subscribe": f"webcal:{address.partition(':')[2]}"}
    return render(request, "rounds/feed.html", context)


@require_POST
@limited("feed_make")
def make_feed(request: PortalRequest) -> HttpResponse:
    user, seat = _owner(request)
    actions.make_feed(user, by=seat, at=request.at)
    messages.success(request, _("Your calendar has a new address. One that you had before no longer works."))
    return redirect("rounds:feed")


@require_POST
def revoke_feed(request: PortalRequest) -> HttpResponse:
    _user, seat = _owner(request)
    own = get_object_or_404(Feed.objects.visible_to(request.actor))
    actions.revoke_feed(own, by=seat, at=request.at)
    messages.success(request, _("The address is taken back: it no longer works."))
    return redirect("rounds:feed")


@login_not_required
@require_safe
def feed_file(request: PortalRequest, token: str) -> HttpResponse:
    """The calendar of whose address it is, asked by her telephone's program, which signs in nowhere.

    Each address is counted by itself: the programs of a whole country ask from a few machines.
    """
    own = Feed.of(token)
    if own is None:
        if seconds := wait(request, "feed_guess"):
            return too_many(request, seconds)
        raise Http404
    if seconds := wait(request, "feed", about=own.pk):
        return too_many(request, seconds)
    actor = Actor.of(own.user, request.at) if own.user.is_active else Actor.nobody()
    if not actor.seats:
        raise Http404
    content = ical.feed(actor, "en" if request.GET.get("lang") == "en" else "th")
    etag = quote_etag(sha256(content).hexdigest()[:32])
    headers = {
        "ETag": etag,
        "Cache-Control": "private, max-age=900",
        "Content-Disposition": 'inline; filename="teachersync.ics"',
        "X-Robots-Tag": "noindex",
    }
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)
    return get_conditional_response(request, etag=etag, response=response) or response
