"""Establishments, which all colleges share, and a college's own agreements with them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from people import throttle
from people.actor import PortalRequest
from people.clock import local
from people.enums import SeatKind
from people.models import Seat
from people.thai import arabic_digits
from people.throttle import has_words, limited
from placements import actions
from placements.enums import EstablishmentState
from placements.forms import AgreeForm, ProposeForm, province_choices
from placements.models import Agreement, Establishment
from placements.rules import MAY_AGREE, MAY_PROPOSE, may_confirm
from records import documents, uploads
from records.views.copies import arriving, is_sent, sending
from rounds.moves import Refusal, Refused

_PER_PAGE = 50


@require_GET
@limited("search", when=has_words)
def establishments(request: PortalRequest) -> HttpResponse:
    """What is shared: name, number, business, address. Which college works with whom stays that college's."""
    rows = Establishment.objects.visible_to(request.actor).choosable()
    words = " ".join(request.GET.get("q", "").replace("\0", "").split())[:100]
    province = request.GET.get("province", "")
    for word in words.split()[:6]:
        rows = rows.filter(
            Q(name__icontains=word) | Q(business_type__icontains=word) | Q(registration_no=arabic_digits(word))
        )
    choices = province_choices()
    if province in dict(choices):
        rows = rows.filter(province_code=province)
    page = Paginator(rows.order_by("name_key", "pk"), _PER_PAGE).get_page(request.GET.get("page"))
    mine = Agreement.objects.visible_to(request.actor).current_on(local(request.at).date())
    context = {
        "page": page,
        "provinces": choices,
        "province": province,
        "q": words,
        # Those the reader's own college has an agreement with today.
        "agreed": set()
        if request.actor.reads_round
        else set(mine.filter(establishment__in=page.object_list).values_list("establishment_id", flat=True)),
        "names": dict(choices),
        "may_propose": request.actor.seat(*MAY_PROPOSE) is not None,
    }
    return render(request, "placements/establishments.html", context)


def _seat(request: PortalRequest, *kinds: str) -> Seat:
    seat = request.actor.seat(*kinds)
    if seat is None:
        opener = ", ".join(str(SeatKind(kind).label) for kind in kinds)
        raise Refused(Refusal("role", _("This is not yours to do."), opener=opener))
    return seat


@require_http_methods(["GET", "POST"])
def propose(request: PortalRequest) -> HttpResponse:
    """A new establishment. One of the same name in the same province is shown first."""
    by = _seat(request, *MAY_PROPOSE)
    form = ProposeForm(request.POST or None)
    alike: list[Establishment] = []
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        rows = Establishment.objects.visible_to(request.actor).choosable()
        alike = list(rows.filter(name__iexact=facts["name"], province_code=facts["province_code"])[:5])
        if not alike or request.POST.get("sure"):
            try:
                made = actions.propose(by=by, at=request.at, **facts)
            except Refused as refused:
                form.add_error("registration_no", str(refused.refusal))
            else:
                messages.success(request, _("Proposed: %(name)s. It can be chosen in plans at once.") % {"name": made})
                return redirect("placements:establishment", made.pk)
    context = {"form": form, "alike": alike}
    return render(request, "placements/propose.html", context, status=422 if form.errors or alike else 200)


def _found(request: PortalRequest, pk: int) -> Establishment:
    rows = Establishment.objects.visible_to(request.actor).select_related("merged_into")
    return get_object_or_404(rows, pk=pk)


@require_GET
def establishment(request: PortalRequest, pk: int) -> HttpResponse:
    """One establishment, and the agreements with it that the reader may see: her college's, never a neighbour's."""
    found = _found(request, pk)
    agreements = Agreement.objects.visible_to(request.actor).filter(establishment=found)
    day = local(request.at).date()
    context = {
        "establishment": found,
        "province": dict(province_choices()).get(found.province_code, ""),
        "agreements": [
            {"row": row, "current": row.is_current(day), "over": row.valid_until is not None and row.valid_until < day}
            for row in agreements.select_related("college", "document").order_by("-valid_from", "-pk")
        ],
        "may_agree": request.actor.seat(*MAY_AGREE) is not None and found.state != EstablishmentState.MERGED,
        "may_confirm": any(may_confirm(seat, found) is None for seat in _deciders(request)),
    }
    return render(request, "placements/establishment.html", context)


def _deciders(request: PortalRequest) -> list[Seat]:
    return list(request.actor.with_kind(*MAY_AGREE, SeatKind.BUREAU))


@require_POST
def confirm(request: PortalRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    refusal = Refusal("role", _("This is not yours to do."), opener=_("coordinator with an agreement there, or bureau"))
    for seat in _deciders(request):
        why_not = may_confirm(seat, found)
        if why_not is None:
            actions.confirm(found, by=seat, at=request.at)
            messages.success(request, _("Confirmed: %(name)s") % {"name": found})
            return redirect("placements:establishment", found.pk)
        refusal = why_not
    raise Refused(refusal)


@require_http_methods(["GET", "POST"])
def agree(request: PortalRequest, pk: int) -> HttpResponse:
    """Records the college's agreement with the establishment; its papers are a PDF or come later."""
    found = _found(request, pk)
    by = _seat(request, *MAY_AGREE)
    if found.state == EstablishmentState.MERGED:
        raise Refused(Refusal("merged", _("This establishment was merged into another.")))
    form = AgreeForm(request.POST or None, request.FILES or None)
    seconds = throttle.wait(request, "upload") if is_sent(request, "file") else 0
    if seconds:
        form.add_error("file", throttle.sentence(seconds))
    about = f"agreement:{found.pk}:{by.college_id}"
    if request.method == "POST" and form.is_valid() and by.college is not None:
        try:
            with arriving(request, about, field="file") as came:
                if came.problem:
                    form.add_error("file", came.problem)
                else:
                    actions.agree(found, by.college, by=by, at=came.at, copy=came.copy, **form.facts)
        except uploads.AlreadyTaken:
            if _is_recorded(request, found, form):  # the answer to the first press was lost
                return redirect("placements:establishment", found.pk)
            # The browser's way back keeps the file of the agreement before in a form for the next one.
            form.add_error("file", _("This file belongs to an agreement already. Please choose it again."))
        except documents.Unstored:
            form.add_error("file", documents.unstored())
        if not form.errors:
            messages.success(request, _("The agreement is recorded."))
            return redirect("placements:establishment", found.pk)
    context = {"establishment": found, "form": form, "college": by.college, **sending(request, about)}
    page = render(request, "placements/agree.html", context, status=422 if form.errors else 200)
    return throttle.stamped(page, seconds) if seconds else page


def _is_recorded(request: PortalRequest, establishment: Establishment, form: AgreeForm) -> bool:
    """Whether an agreement says just this already, with the files that the form names."""
    rows = Agreement.objects.visible_to(request.actor).filter(establishment=establishment, **form.facts)
    named = [UUID(name) for name in request.POST.getlist("uploads")]
    return rows.filter(document__uploads__in=named).exists()


@require_GET
def agreement_file(request: PortalRequest, pk: int) -> HttpResponseBase:
    agreement = get_object_or_404(
        Agreement.objects.visible_to(request.actor).select_related("document", "establishment"), pk=pk
    )
    if agreement.document is None:
        raise Http404
    return documents.send(agreement.document, f"ข้อตกลง {agreement.establishment.name}.pdf")
