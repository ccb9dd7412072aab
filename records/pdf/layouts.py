"""All layouts of official papers: what each is called, and which facts it prints."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.thai import thai_digits
from records.pdf import calendar_facts, director_facts, emblem, letter_facts, other_facts, plan_facts, signing_facts


@dataclass(frozen=True, slots=True)
class Layout:
    """`facts` words the caller's context for the template; `label` is the layout's name for staff; `height` in pixels
    is that of a page drawn 720 wide. A piece is set into another paper, whose code it leaves to that."""

    template: str
    label: str | Promise
    facts: Callable[[Mapping[str, Any]], dict[str, Any]]
    height: int = 1018  # A4 upright
    is_piece: bool = False


LAYOUTS: dict[str, Layout] = {
    "letter": Layout("pdf/letter.html", _("Letter"), letter_facts.letter),
    "ask_letter": Layout("pdf/ask_letter.html", _("Letter asking an establishment"), letter_facts.ask_letter),
    "reply_form": Layout("pdf/reply_form.html", _("Reply form of the establishment"), letter_facts.reply_form),
    "sending_letter": Layout("pdf/sending_letter.html", _("Sending letter"), letter_facts.sending_letter),
    "announcement": Layout("pdf/announcement.html", _("Announcement with its list"), other_facts.announcement),
    "memo": Layout("pdf/memo.html", _("Memo"), letter_facts.memo),
    "extension_memo": Layout("pdf/extension_memo.html", _("Memo on an extension"), letter_facts.extension_memo),
    "plan": Layout("pdf/plan.html", _("Individual development plan"), plan_facts.plan),
    "namelist": Layout("pdf/namelist.html", _("List of names of the college"), other_facts.namelist),
    "receipt": Layout("pdf/receipt.html", _("Receipt"), other_facts.receipt),
    "receipt_card": Layout("pdf/receipt_card.html", _("Receipt as a picture to share"), other_facts.receipt, 900),
    "calendar": Layout("pdf/calendar.html", _("Calendar of the round"), calendar_facts.calendar),
    "director": Layout("pdf/director.html", _("The director's one page"), director_facts.director),
    "certificate": Layout("pdf/certificate.html", _("Certificate"), other_facts.certificate, 509),
    "demo_copy": Layout("pdf/demo_copy.html", _("What stands for a signed plan in the demo"), dict),
    "signatures": Layout("pdf/signatures.html", _("Page of signatures"), signing_facts.signatures),
    "signature_row": Layout("pdf/signature_row.html", _("Row of a signer"), signing_facts.row, 163, is_piece=True),
    "signature_block": Layout(
        "pdf/signature_block.html", _("Signature in its box"), signing_facts.block, 390, is_piece=True
    ),
}
_BY_TEMPLATE = {layout.template: layout for layout in LAYOUTS.values()}


def prepare(template: str, context: Mapping[str, Any]) -> dict[str, Any]:
    """The context in the words of the layout; never the caller's own dictionary.

    Raises KeyError for a template that is not among LAYOUTS: what nobody can look at in the gallery is not printed.
    """
    facts = _BY_TEMPLATE[template].facts(context)
    version = (context.get("paper") or {}).get("version")
    facts["paper_version"] = thai_digits(version) if version else ""
    facts.setdefault("emblem", emblem.uri())
    return facts
