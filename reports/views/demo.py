"""The doors of the demo. Each of them is a 404 wherever the demo is not open."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from people.actor import PortalRequest
from people.thai import clean_line, instant
from reports.demo import clock, door
from reports.demo.load import load
from reports.demo.people import GROUPS, cast, others, person
from reports.demo.sizes import size_again

View = Callable[[PortalRequest], HttpResponse]
_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def in_the_demo(view: View) -> Callable[[HttpRequest], HttpResponse]:
    """For everybody, signed in or not, but in the demo alone."""

    @wraps(view)
    def guarded(request: PortalRequest) -> HttpResponse:
        if not door.is_open():
            raise Http404
        return view(request)

    return login_not_required(guarded)  # type: ignore[return-value]  # the decorator keeps the view


@in_the_demo
@require_GET
def people(request: PortalRequest) -> HttpResponse:
    known = cast()
    query = clean_line(request.GET.get("q", "")[:100].replace("\x00", ""))
    found, more = others(query)
    groups = [{"title": title, "rows": [row for row in known if row.member.kind in kinds]} for title, kinds in GROUPS]
    context = {"groups": groups, "others": found, "more": more, "q": query, "me": request.actor.user_id}
    return render(request, "reports/demo_people.html", context)


@in_the_demo
@require_POST
def sign_in(request: PortalRequest) -> HttpResponse:
    user = person(request.POST.get("user", ""))
    if user is None:
        raise Http404
    login(request, user, backend=_BACKEND)
    request.session["second_factor"] = True
    return redirect("reports:home")


@in_the_demo
@require_POST
def jump(request: PortalRequest) -> HttpResponse:
    stop = clock.stop_of(request.POST.get("to", ""), request.at)
    if stop is None:
        messages.warning(request, _("The demo's clock runs forward only. That moment is past or does not exist."))
        return redirect("reports:home")
    journey = clock.advance(stop.at)
    when = instant(journey.reached)
    if journey.arrived:
        messages.success(
            request, _("It is now %(when)s. Every day on the way has been lived through.") % {"when": when}
        )
    else:
        messages.warning(
            request, _("It is now %(when)s, as far as one press reaches. Press again to go on.") % {"when": when}
        )
    return redirect("reports:home" if request.user.is_authenticated else "reports:demo_people")


@in_the_demo
@require_POST
def restart(request: PortalRequest) -> HttpResponse:
    mark = door.mark()
    size = size_again(mark.size) if mark else None
    if size is None or size.is_national:
        words = _("A demo of this size is started again from the terminal: manage.py demo --size national --again")
        messages.warning(request, words)
        return redirect("reports:demo_people")
    load(size)
    messages.success(request, _("The demo has started again. Choose who you want to be."))
    return redirect("reports:demo_people")
