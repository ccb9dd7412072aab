"""What was seen in a scan, in sentences: what it is, and what to do now."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from records.gate import Reason
from records.scan.problems import Found, Problem

Facts = Mapping[str, Any]

SENTENCES = {
    Problem.FOREIGN: _(
        "This page belongs to another document. Take it out, put in the page of this plan, and send the file again."
    ),
    Problem.UNKNOWN: _(
        "The code on this page is none of this portal. Scan the pages that you printed here, and send the file again."
    ),
    Problem.TWO_PAPERS: _("Two different pages lie in this picture. Scan or photograph each page by itself."),
    Problem.NO_CODE: _(
        "The code on this page cannot be read. If it is a page of the plan, that is all right: a person will look."
        " A sharper picture with all four corners is better."
    ),
    Problem.NO_CODES: _(
        "No code could be read on any page. You can send the copy all the same: your coordinator compares it by eye."
        " If it is easily done, scan it again flat, in good light, with all four corners."
    ),
    Problem.NOT_LAID: _(
        "The code was read, but the page is too bent or cut off to look into the boxes. The coordinator looks at them."
    ),
    Problem.BLANK_PAGE: _("This page is empty. It does no harm."),
    Problem.UPSIDE_DOWN: _("This page lies upside down. It is shown the right way up."),
    Problem.SIDEWAYS: _("This page lies on its side. It is shown the right way up."),
}


def sentence(found: Found, label: Callable[[str], str] = str) -> str:
    """What it is and what to do, in the language of now. `label` names a signer by the role."""
    facts = found.facts
    words = _WITH_FACTS.get(found.problem)
    return words(facts, label) if words else str(SENTENCES[found.problem])


def _older(facts: Facts, label: Callable[[str], str]) -> str:
    return gettext(
        "This page is of version %(version)s, but version %(expected)s is the one to be signed. Print version"
        " %(expected)s, have it signed, and send in that one."
    ) % {"version": facts["version"], "expected": facts["expected"]}


def _superseded(facts: Facts, label: Callable[[str], str]) -> str:
    return gettext(
        "This is version %(version)s, and there is a newer one. Print the newest version and have that one signed."
    ) % {"version": facts["version"]}


def _no_such_page(facts: Facts, label: Callable[[str], str]) -> str:
    return gettext("The paper has no page %(page)s. Scan the pages that you printed here.") % {"page": facts["page"]}


def _missing(facts: Facts, label: Callable[[str], str]) -> str:
    pages = facts["pages"]
    return ngettext(
        "Page %(pages)s is missing. Scan all pages of the plan and send the file again.",
        "Pages %(pages)s are missing. Scan all pages of the plan and send the file again.",
        len(pages),
    ) % {"pages": listed(pages)}


def _missing_perhaps(facts: Facts, label: Callable[[str], str]) -> str:
    pages = facts["pages"]
    return ngettext(
        "Page %(pages)s was not recognised; it may be one whose code cannot be read. Please look whether it is there.",
        "Pages %(pages)s were not recognised; they may be those whose codes cannot be read. Please look whether they"
        " are there.",
        len(pages),
    ) % {"pages": listed(pages)}


def _unreadable(facts: Facts, label: Callable[[str], str]) -> str:
    return gettext("This page could not be looked at: %(why)s") % {"why": Reason(facts["reason"]).sentence}


def _twice(facts: Facts, label: Callable[[str], str]) -> str:
    return gettext("Page %(page)s is in the file twice. It does no harm; both are kept.") % {"page": facts["page"]}


def _order(facts: Facts, label: Callable[[str], str]) -> str:
    return gettext("The pages lie in the order %(pages)s. They are shown in the right order.") % {
        "pages": listed(facts["pages"])
    }


def _empty(facts: Facts, label: Callable[[str], str]) -> str:
    return gettext(
        "No signature was found in the box of: %(signer)s. Look at the picture; if it is empty, have it signed and"
        " send in a new copy."
    ) % {"signer": label(facts["role"])}


WHY = {
    "stamp": _("only a stamp was seen for certain"),
    "typed": _("what is there looks like print"),
    "faint": _("what is there is very faint"),
    "small": _("what is there is very small"),
    "line": _("only a line runs through it"),
    "beside": _("what is there may come from the box beside it"),
    "coarse": _("the picture is too coarse"),
    "not_found": _("the box could not be found"),
}


def _doubtful(facts: Facts, label: Callable[[str], str]) -> str:
    why = WHY.get(str(facts.get("why")))
    return gettext("Please look at the box of: %(signer)s (%(why)s).") % {
        "signer": label(facts["role"]),
        "why": why or gettext("it is not clear"),
    }


_WITH_FACTS: dict[Problem, Callable[[Facts, Callable[[str], str]], str]] = {
    Problem.OLDER: _older,
    Problem.NEWER: _older,
    Problem.SUPERSEDED: _superseded,
    Problem.NO_SUCH_PAGE: _no_such_page,
    Problem.MISSING: _missing,
    Problem.MISSING_PERHAPS: _missing_perhaps,
    Problem.UNREADABLE: _unreadable,
    Problem.TWICE: _twice,
    Problem.OUT_OF_ORDER: _order,
    Problem.BOX_EMPTY: _empty,
    Problem.BOX_DOUBTFUL: _doubtful,
}


def listed(pages: Sequence[int]) -> str:
    return ", ".join(str(page) for page in pages)
