"""The director's one page: how the own college stands, as page and as paper."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from people.actor import PortalRequest
from people.clock import local
from people.enums import SeatKind
from people.throttle import limited
from records import pdf
from reports import desk
from reports.overview import Overview, overview, sentence
from rounds.views.finding import college_of

_MOST = 20


def _found(request: PortalRequest) -> Overview | None:
    """The college of which the reader is director; None while no round runs. Raises Refused for everybody else."""
    college = college_of(request, SeatKind.DIRECTOR)
    round_ = desk.current_round()
    if college is None:
        raise Http404
    return overview(request.actor, round_, college, request.at) if round_ else None


@require_GET
def show(request: PortalRequest) -> HttpResponse:
    found = _found(request)
    if found is None:
        return render(request, "reports/no_round.html")
    context = {
        "found": found,
        "figures": _figures(found),
        "late": [desk.as_owed(row) for row in found.late[:_MOST]],
        "open": [desk.as_owed(row) for row in found.owed if not row.is_late(found.at)][:_MOST],
        "signatures": found.signatures[:_MOST],
    }
    return render(request, "reports/director.html", context)


def _figures(found: Overview) -> list[dict[str, Any]]:
    plans = reverse("applications:desk")
    return [
        {"value": found.total, "label": _("plans of the college"), "url": plans},
        {"value": found.writing, "label": _("not sent yet"), "url": plans},
        {"value": found.checking, "label": _("wait for the college's check"), "url": plans, "hot": found.checking > 0},
        {"value": found.endorsed, "label": _("endorsed"), "url": plans},
        {"value": len(found.late), "label": _("matters are late"), "url": "#h-late", "hot": bool(found.late)},
        {
            "value": len(found.signatures),
            "label": _("wait for your signature"),
            "url": reverse("applications:signatures"),
            "hot": bool(found.signatures),
        },
    ]


@require_GET
@limited("director_pdf")
def file(request: PortalRequest) -> HttpResponse:
    """The same on one sheet, to lay before somebody."""
    found = _found(request)
    if found is None:
        raise Http404
    with translation.override("th"):
        rendered = pdf.render("pdf/director.html", {"director": _facts(found), "made_at": found.at})
    name = content_disposition_header(False, f"สรุปสำหรับผู้อำนวยการ {local(found.at):%Y-%m-%d}.pdf") or ""
    return HttpResponse(rendered.data, content_type="application/pdf", headers={"Content-Disposition": name})


def _facts(found: Overview) -> dict[str, Any]:
    return {
        "college": found.college.name,
        "year": found.round.year,
        "at": found.at,
        "counts": {
            "total": found.total,
            "writing": found.writing,
            "checking": found.checking,
            "endorsed": found.endorsed,
            "eligible": found.eligible,
        },
        "late": [{"text": sentence(row), "until": row.closes_at} for row in found.late],
        "coming": [{"at": row.at, "label": row.milestone.label, "closes": row.closes} for row in found.coming],
        "signatures": [row.plan.application.name for row in found.signatures],
    }
