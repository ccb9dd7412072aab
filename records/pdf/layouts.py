"""Which facts each layout prints, and what they look like on paper.

A layout without a function here is given its context as it is.
"""

from collections.abc import Callable, Mapping
from typing import Any

from people.thai import thai_digits
from records.pdf import other_facts, plan_facts

FACTS: dict[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
    "pdf/plan.html": plan_facts.plan,
    "pdf/announcement.html": other_facts.announcement,
    "pdf/receipt.html": other_facts.receipt,
    "pdf/namelist.html": other_facts.namelist,
    "pdf/extension_memo.html": other_facts.extension_memo,
}


def prepare(template: str, context: Mapping[str, Any]) -> dict[str, Any]:
    """The context in the words of the layout; never the caller's own dictionary."""
    facts = dict(FACTS.get(template, dict)(context))
    version = (context.get("paper") or {}).get("version")
    facts["paper_version"] = thai_digits(version) if version else ""
    return facts
