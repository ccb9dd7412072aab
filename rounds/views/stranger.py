"""Pages for people who cannot sign in yet: ask to join, and set the first password.

What they answer does not depend on what is known about an address.
"""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from people import throttle
from people.actor import PortalRequest
from people.models import College
from people.throttle import has_words, limited
from rounds import keys, membership
from rounds.forms import TITLES, JoinForm, WelcomeForm
from rounds.views.finding import number_in

_HELD = "welcome"
_MOST_FOUND = 20


@login_not_required
@require_http_methods(["GET", "POST"])
@limited("search", when=has_words)
def join(request: PortalRequest) -> HttpResponse:
    """First the college, then the person; at the end one sentence for everybody."""
    if request.GET.get("sent"):
        return render(request, "rounds/join_sent.html")
    asked = request.GET.get("college") or request.POST.get("college")
    if not asked:
        return render(request, "rounds/join_college.html", colleges_found(request))
    college = get_object_or_404(College.objects.visible_to(request.actor), pk=number_in(asked))
    form = JoinForm(request.POST if request.method == "POST" else None)
    seconds = throttle.wait(request, "join") if request.method == "POST" and form.is_valid() else 0
    if seconds:
        form.add_error(None, throttle.sentence(seconds))
    if request.method == "POST" and form.is_valid():
        membership.join(college, at=request.at, **form.cleaned_data)
        return redirect(f"{request.path}?sent=1")
    context = {"college": college, "form": form, "titles": TITLES}
    page = render(request, "rounds/join.html", context, status=422 if form.errors else 200)
    return throttle.stamped(page, seconds) if seconds else page


def colleges_found(request: PortalRequest) -> dict[str, object]:
    """What `_parts/college_picker.html` draws: the first colleges that fit the words of `?q=`."""
    words = " ".join(request.GET.get("q", "").replace("\0", "").split())[:100]
    rows = College.objects.visible_to(request.actor).found_by(words).order_by("name_key")
    found = list(rows[: _MOST_FOUND + 1]) if words else []
    return {"q": words, "found": found[:_MOST_FOUND], "more": len(found) > _MOST_FOUND}


@login_not_required
@never_cache
@require_GET
def welcome(request: PortalRequest, token: str) -> HttpResponse:
    """Takes the token out of the address, so that no history and no Referer keeps it. Looking uses nothing up."""
    held = keys.opened(token)
    if held is None or keys.owner(held) is None:
        return render(request, "rounds/welcome_over.html", status=404)
    request.session[_HELD] = held
    return redirect("rounds:set_password")


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def set_password(request: PortalRequest) -> HttpResponse:
    """Sets the first password of whom the invitation was for."""
    user = keys.owner(request.session.get(_HELD))
    if user is None:
        return render(request, "rounds/welcome_over.html", status=404)
    form = WelcomeForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = membership.welcome(user, form.cleaned_data["new_password1"], at=request.at)
        # Whoever sat at this browser before is signed out: the next sign-in is the new person's.
        request.session.flush()
        if not done:
            return render(request, "rounds/welcome_over.html", status=404)
        messages.success(request, _("Your password is set. Please sign in with it."))
        return redirect("account_login")
    context = {"person": user, "form": form}
    return render(request, "rounds/welcome.html", context, status=422 if form.errors else 200)
