"""The bureau's list: 50 rows of columns that were written for it, counts that are kept, nothing asked row by row."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property, lru_cache
from typing import Any

from django.core.paginator import Paginator
from django.db.models import BooleanField, Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from applications.enums import ApplicationState, Outcome, words
from applications.forms.office import LAPSED, SORTS, ListFilter
from applications.lapsed import Lapsed
from applications.models import Application, Decision, Screening
from applications.pages.counts import Counts
from people.actor import Actor
from people.templatetags import thai
from people.templatetags.thai import of_this_process
from people.thai import arabic_digits, clock_time, short_date
from rounds.models import Round

S = ApplicationState
PAGE = 50
# A search that finds more than this is not counted to its end: nobody reads on, everybody would wait.
MOST_COUNTED = 1000
_COLUMNS = (
    "pk", "name", "college_name", "branch", "hours", "submitted_at", "criteria", "criteria_met", "state",
)  # fmt: skip
_MARKS = {Outcome.ELIGIBLE: "ok", Outcome.RESERVE: "go", Outcome.NOT_ELIGIBLE: "bad"}
_STATE_MARKS = {
    S.ENDORSED: "wait", S.SUBMITTED: "go", S.SENT_BACK: "bad", S.ELIGIBLE: "ok", S.RESERVE: "go", S.NOT_ELIGIBLE: "",
}  # fmt: skip


class Filter:
    """What the list is narrowed to, as it stands in the address."""

    def __init__(self, query: QueryDict, actor: Actor, round_: Round, lapsed: Lapsed) -> None:
        self.form = ListFilter(query, is_bureau=actor.is_bureau)
        self.valid = self.form.is_valid()
        self.actor, self.round, self.lapsed = actor, round_, lapsed
        found = self.form.cleaned_data
        self.q: str = found.get("q") or ""
        self.state: str = found.get("state") or ""
        self.region: str = found.get("region") or ""
        self.branch: str = found.get("branch") or ""
        self.judged: str = found.get("judged") or ""
        self.sort: str = found.get("sort") or "name"

    @property
    def is_plain(self) -> bool:
        """Nothing is narrowed: the first look, with the progress of the regions above it."""
        return not (self.q or self.state or self.region or self.branch or self.judged) and self.valid

    @cached_property
    def rows(self) -> QuerySet[Application]:
        """All that the filter finds, in its order."""
        found = Application.objects.visible_to(self.actor).filter(round=self.round)
        if not self.valid:
            return found.none()
        if self.state:
            found = found.filter(self.lapsed.rows if self.state == LAPSED else Q(state=self.state))
        if self.region:
            found = found.filter(region=self.region)
        if self.judged:
            found = found.filter(self._judged())
        for word in arabic_digits(self.q).lower().split():
            found = found.filter(search__contains=word)
        if self.branch:
            found = found.filter(branch__contains=self.branch)
        return found.order_by(*self._order())

    def _order(self) -> list[Any]:
        if self.sort.endswith("submitted"):
            moment = F("submitted_at")
            return [moment.desc(nulls_last=True) if self.sort[0] == "-" else moment.asc(nulls_last=True), "pk"]
        return list(SORTS[self.sort])

    def _judged(self) -> Q:
        decided = Decision.objects.visible_to(self.actor).filter(application=OuterRef("pk"))
        if self.judged == "none":
            return Q(~Exists(decided))
        if self.judged in ("passed", "failed"):
            screened = Screening.objects.visible_to(self.actor).filter(application=OuterRef("pk"))
            return Q(Exists(screened.filter(passed=self.judged == "passed")))
        return Q(Exists(decided.filter(outcome=self.judged)))

    @cached_property
    def _searched(self) -> list[int] | None:
        """What a search finds, unordered and up to a limit; None where nothing is searched for.

        Looking for words without an order is one walk through the table; with one it would hop from row to row.
        """
        if not (self.q or self.branch):
            return None
        return list(self.rows.order_by().values_list("pk", flat=True)[: MOST_COUNTED + 1])

    @property
    def shown(self) -> QuerySet[Application]:
        """The rows as a page reads them: of a search that found few, by what it found."""
        if self._searched is None or len(self._searched) > MOST_COUNTED:
            return self.rows
        rows = Application.objects.visible_to(self.actor).filter(round=self.round, pk__among=self._searched)
        return rows.order_by(*self._order())

    def count(self, counts: Counts) -> int:
        """How many there are: from the kept counts where they know it, else counted up to a limit."""
        if not self.valid:
            return 0
        if self._searched is not None:
            return len(self._searched)
        return counts.of(**_counted(self.state), region=self.region, judged=self.judged)

    def chosen(self, query: QueryDict) -> QuerySet[Application]:
        """What a bulk act would be about: the ticked rows, or all that the filter finds."""
        if query.get("scope") == "all":
            return self.rows
        return self.rows.filter(pk__in=numbers(query.getlist("pick")))

    def known(self, pks: Iterable[int]) -> QuerySet[Application]:
        """Those rows in the order of the list, whether the filter still finds them or not."""
        rows = Application.objects.visible_to(self.actor).filter(round=self.round, pk__in=list(pks))
        return rows.order_by(*self._order())


def numbers(texts: Iterable[str]) -> list[int]:
    """Keys of rows as a form sends them; what is none is left out."""
    return [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 19]


def _counted(state: str) -> dict[str, Any]:
    """How the kept counts are asked for a tab: lapsed is no state, and stands across three of them."""
    return {"only_lapsed": True} if state == LAPSED else {"states": [state] if state else ()}


def page(wanted: Filter, counts: Counts, number: str, address: QueryDict) -> dict[str, Any]:
    """What applications/office.html shows: one query for the rows, one more to count what is searched for."""
    total = wanted.count(counts)
    columns: dict[str, Any] = {
        "lapsed": Case(When(wanted.lapsed.rows, then=True), default=Value(False), output_field=BooleanField())
    }
    if wanted.actor.is_bureau:
        decided = Decision.objects.visible_to(wanted.actor).filter(application=OuterRef("pk"))
        screened = Screening.objects.visible_to(wanted.actor).filter(application=OuterRef("pk"))
        columns["outcome"] = Subquery(decided.values("outcome")[:1])
        columns["passed"] = Subquery(screened.values("passed")[:1])
    paginator = Paginator(wanted.shown.values(*_COLUMNS, **columns), PAGE)
    paginator.count = total  # counted already; asking again would be the dearest query of the page
    found = paginator.get_page(number)
    show = reverse("applications:show", args=[0]).split("0")
    state_words = {state: str(words(state, "office")) for state in S.values}
    sheet = _sheet(wanted.actor.is_bureau, of_this_process())
    rows = [_row(row, show, state_words) for row in found]
    capped = bool(wanted.q or wanted.branch) and total > MOST_COUNTED
    return {
        "filter": wanted,
        "page": found,
        "rows": rows,
        "drawn": [format_html(sheet, **row) for row in rows],
        "total": MOST_COUNTED if capped else total,
        "capped": capped,
        "tabs": _tabs(wanted, counts, address),
        "chips": _chips(wanted, address),
        "sorts": _sorts(wanted, address),
        "progress": counts.progress(judged=wanted.actor.is_bureau) if wanted.is_plain and found.number == 1 else None,
        "address": address.urlencode(),
    }


@lru_cache(maxsize=16)
def _sheet(is_bureau: bool, process: tuple[object, ...]) -> str:
    """One row in the reader's language with its places left open: `{name}`, `{branch}` and so on. The template is
    drawn once; filling in the places is a tenth of drawing it for each of 50 rows."""
    return render_to_string("applications/_office_row.html", {"is_bureau": is_bureau}).strip()


def _row(row: dict[str, Any], show: list[str], state_words: dict[str, str]) -> dict[str, Any]:
    """What stands in the places of a row."""
    sent = row["submitted_at"]
    outcome, passed = row.get("outcome"), row.get("passed")
    if outcome:
        judged, mark = str(Outcome(outcome).label), _MARKS[Outcome(outcome)]
    elif passed is not None:
        judged, mark = (_("screening passed"), "ok") if passed else (_("screening not passed"), "bad")
    else:
        judged, mark = "", ""
    state = _badge(_STATE_MARKS.get(S(row["state"]), ""), state_words[row["state"]])
    if row["lapsed"]:
        state = format_html("{} {}", state, _badge("line", _("lapsed")))
    return {
        "pk": row["pk"],
        "url": f"{show[0]}{row['pk']}{show[1]}",
        "name": row["name"],
        "shown": _name(row["name"]),
        "college": _college(row["college_name"]),
        "branch": row["branch"],
        "hours": "" if row["hours"] is None else f"{row['hours']:f}".removesuffix(".0"),
        "sent": f"{short_date(sent)} {clock_time(sent)}" if sent else "",
        "met": f"{row['criteria_met']}/{len(row['criteria'])}" if row["criteria"] else "",
        "state": state,
        "lapsed": row["lapsed"],
        "judged": judged,
        "verdict": _badge(mark, judged) if judged else "",
    }


@lru_cache(maxsize=64)
def _badge(mark: str, label: str) -> SafeString:
    """Without a picture: a list of 50 speaks by its words."""
    return format_html('<span class="badge{}">{}</span>', f" badge-{mark}" if mark else "", label)


@lru_cache(maxsize=4096)
def _name(name: str) -> SafeString:
    return thai.nowrap_name(name)


@lru_cache(maxsize=1024)
def _college(name: str) -> SafeString:
    return thai.college_name(name)


def _with(address: QueryDict, **changes: str) -> str:
    """The address with other values; what is empty goes, and so does the page number."""
    copy = address.copy()
    copy.pop("page", None)
    for name, value in changes.items():
        copy.pop(name, None)
        if value:
            copy[name] = value
    return f"?{copy.urlencode()}"


def _tabs(wanted: Filter, counts: Counts, address: QueryDict) -> list[dict[str, Any]]:
    states = (S.ENDORSED, S.SUBMITTED, S.SENT_BACK, S.DRAFT, S.ELIGIBLE, S.RESERVE, S.NOT_ELIGIBLE, S.WITHDRAWN)
    found = [(_("all"), ""), *((str(words(state, "office")), state) for state in states), (_("lapsed"), LAPSED)]
    tabs = []
    for label, state in found:
        count = counts.of(**_counted(state), region=wanted.region)
        if count or state in ("", S.ENDORSED, wanted.state):
            tabs.append(
                {
                    "label": label,
                    "url": _with(address, state=state),
                    "count": f"{count:,}",
                    "hot": state == S.ENDORSED and wanted.actor.is_bureau and bool(count),
                    "current": wanted.state == state,
                }
            )
    return tabs


def narrowed(wanted: Filter) -> list[tuple[str, str]]:
    """The narrowings in force, each with its name in the address."""
    found = [("q", wanted.q), ("branch", wanted.branch)]
    for name in ("region", "judged"):
        if value := getattr(wanted, name):
            choices = wanted.form.fields[name].choices  # type: ignore[attr-defined]  # a ChoiceField
            found.append((name, str(dict(choices)[value])))
    return [(name, label) for name, label in found if label]


def _chips(wanted: Filter, address: QueryDict) -> list[dict[str, str]]:
    return [{"label": label, "url": _with(address, **{name: ""})} for name, label in narrowed(wanted)]


def _sorts(wanted: Filter, address: QueryDict) -> list[dict[str, str]]:
    heads = []
    for name, label in (("name", _("Name")), ("college", _("College")), ("submitted", _("Sent"))):
        back = wanted.sort == name
        current = wanted.sort.removeprefix("-") == name
        heads.append(
            {
                "label": label,
                "url": _with(address, sort=f"-{name}" if back else name),
                "aria": ("ascending" if back else "descending") if current else "",
                "icon": ("arrow-up" if back else "arrow-down") if current else "arrow-up-down",
            }
        )
    return heads
