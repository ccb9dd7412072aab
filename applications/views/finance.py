"""What the finance officer works with: who is on the published list, and what it costs."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from applications.forms import NameSearch
from applications.pages import results as pages
from applications.pages import which
from people.actor import PortalRequest
from people.enums import RESULT_READERS
from people.throttle import has_words, limited


@require_GET
@limited("search", when=has_words)
def results(request: PortalRequest) -> HttpResponse:
    """Names, colleges, results and sums of the announced; no plan, no draft, no decision."""
    if request.actor.seat(*RESULT_READERS) is None:
        raise PermissionDenied(_("Results and sums are for the bureau, the policy bureau and finance."))
    rounds = which.rounds()
    round_ = which.round_of(request.GET.get("year", ""), rounds)
    form = NameSearch(request.GET)
    view = request.GET.get("view", "")
    context = {
        "round": round_,
        "rounds": rounds,
        **pages.page(
            request.actor,
            round_,
            form.cleaned_data["q"] if form.is_valid() else "",
            view if view in pages.VIEWS else pages.VIEWS[0],
            request.GET.get("page", ""),
        ),
    }
    return render(request, "applications/results.html", context)
