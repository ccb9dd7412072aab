"""What I am told by e-mail and in LINE."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from people.actor import PortalRequest
from records import line, preferences


@require_http_methods(["GET", "POST"])
def choose_messages(request: PortalRequest) -> HttpResponse:
    """Each of my roles with what it may be told, and by what. A box that the page showed, and that is not sent,
    is switched off; what came to be since the page was opened stays as it is."""
    channels = preferences.channels_of(request.actor.user_id or 0)
    seats = preferences.choices(request.actor, channels)
    if request.method == "POST":
        changed, shown = False, request.POST.getlist("shown")
        for seat, choices in seats:
            wanted = {
                (choice.topic, switch.channel): switch.name in request.POST
                for choice in choices
                for switch in choice.switches
                if switch.name in shown
            }
            changed |= preferences.choose_messages(seat, wanted, at=request.at)
        messages.success(request, _("Your choice is saved.") if changed else _("Nothing was changed."))
        return redirect("records:choose_messages")
    context = {
        "seats": [(seat, choices) for seat, choices in seats if choices],
        "channels": channels,
        "always": preferences.ALWAYS,
        "may_join_line": line.is_configured() and len(channels) == 1,
    }
    return render(request, "records/choose_messages.html", context)
