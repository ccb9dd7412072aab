"""The published list, for everybody: no sign-in, no search engine's feast, light enough for a weak signal."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from applications.forms import NameSearch
from applications.models import Announcement
from applications.pages import announcement as pages
from people.actor import Actor, PortalRequest
from people.throttle import has_words, limited
from records import documents

FOR_A_MINUTE = "private, max-age=60"


def _published(year: int, edition: int) -> Announcement:
    """As a stranger sees it, whoever asks: a draft has no public page, not even for its writer."""
    rows = Announcement.objects.visible_to(Actor.nobody())
    rows = rows.select_related("round", "paper", "document", "signed_document")
    return get_object_or_404(rows, round__year=year, edition=edition)


@login_not_required
@require_GET
def public_list(request: PortalRequest) -> HttpResponse:
    rows = Announcement.objects.visible_to(Actor.nobody()).select_related("round").order_by("-round__year", "-edition")
    response = render(request, "applications/public_list.html", {"rows": rows[:100]})
    response["Cache-Control"] = FOR_A_MINUTE
    return response


@login_not_required
@require_GET
@limited("search", when=has_words)
def public(request: PortalRequest, year: int, edition: int) -> HttpResponse:
    found = _published(year, edition)
    form = NameSearch(request.GET)
    q = form.cleaned_data["q"] if form.is_valid() else ""
    context = {"announcement": found, **pages.public(found, q, request.GET.get("page", ""))}
    response = render(request, "applications/public.html", context)
    # Private: the frame of the page carries the reader's name and form token.
    response["Cache-Control"] = FOR_A_MINUTE
    return response


@login_not_required
@require_GET
def public_file(request: PortalRequest, year: int, edition: int) -> HttpResponseBase:
    """The paper itself; not where the public page shows colleges only, because the paper names people."""
    found = _published(year, edition)
    document = found.signed_document or found.document
    if document is None or not found.shows_names:
        raise Http404
    response = documents.send(document, f"ประกาศรายชื่อ {year} ฉบับที่ {edition}.pdf")
    response["Cache-Control"] = "public, max-age=60"
    return response
