"""Every layout of the house with facts for it, by its template."""

from records.pdf.layouts import LAYOUTS
from tests.records import pdf_letters, pdf_samples
from tests.records.pdf_samples import MADE_AT

_CONTEXTS = {
    "letter": pdf_letters.letter_context,
    "ask_letter": pdf_letters.ask_context,
    "reply_form": pdf_letters.reply_context,
    "sending_letter": pdf_letters.sending_context,
    "announcement": pdf_samples.announcement_context,
    "memo": pdf_letters.office_memo_context,
    "extension_memo": pdf_samples.memo_context,
    "plan": pdf_samples.plan_context,
    "namelist": pdf_samples.namelist_context,
    "receipt": pdf_samples.receipt_context,
    "receipt_card": pdf_letters.card_context,
    "director": pdf_letters.director_context,
    "calendar": pdf_letters.calendar_context,
    "certificate": pdf_letters.certificate_context,
    "demo_copy": lambda: {"made_at": MADE_AT},
    "signatures": pdf_letters.signatures_context,
    "signature_row": pdf_letters.row_context,
    "signature_block": pdf_letters.block_context,
}
# A layout without facts here is a KeyError, so none goes untested.
SAMPLES = {layout.template: _CONTEXTS[name] for name, layout in LAYOUTS.items()}
