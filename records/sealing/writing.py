"""Makes the paper that is signed, and puts one signature after the other into it.

The paper is the printed one with a page more: the page of signatures, on which every signer has an empty row. Box and
row are form fields from the beginning, so each signature is an incremental update that only fills in fields, which
leaves the seals before it standing. The bytes that people signed are the beginning of every later file.
"""

from __future__ import annotations

import base64
import datetime as dt
import io
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import pikepdf
from pyhanko.pdf_utils import content, generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.stamp import StaticStampStyle

from records import pdf
from records.pdf.marks import MM, PAGE_HEIGHT
from records.pdf.signing_facts import row_words
from records.sealing import keys
from records.sealing.parts import Act, Signer

_name = generic.pdf_name
_SIZES = ("1", ".88", ".76", ".64")  # of the letters, as wanted and then smaller
_PRINTED, _READ_ONLY, _MULTILINE = 4, 1, 1 << 12


@dataclass(frozen=True, slots=True)
class Prepared:
    """The paper ready to be signed: its bytes and its pages, the page of signatures included."""

    data: bytes
    pages: int


def field_name(code: str, number: int, role: str) -> str:
    """The name of a signer's box: with the paper's code, so that a seal says which paper it is on."""
    return f"{code}-{number}-{role}"


def row_name(code: str, number: int) -> str:
    return f"{code}-{number}-row"


def prepare(
    printed: bytes,
    boxes: Sequence[pdf.Box],
    lines: Sequence[Signer],
    *,
    paper: Mapping[str, Any],
    title: str,
    sha256: str,
    made_at: dt.datetime,
) -> Prepared:
    """The printed paper with its page of signatures and a field for each signer.

    `paper` is what layouts take (code, url, number, version), `code` in it with dashes; `sha256` is of the printed one.
    Raises KeyError when the paper has no box for a signer.
    """
    code = str(paper["code"]).replace("-", "")
    with pikepdf.open(io.BytesIO(printed)) as book:
        pages = len(book.pages)
        last = pdf.render(
            "pdf/signatures.html",
            {
                "paper": {**paper, "first_page": pages + 1},
                "signing": {
                    "title": title,
                    "pages": pages,
                    "sha256": sha256,
                    "signers": [asdict(line) for line in lines],
                },
                "made_at": made_at,
            },
        )
        with pikepdf.open(io.BytesIO(last.data)) as more:
            for page in more.pages:
                # Its place in another document's tree of tags would be a wrong one here.
                if "/StructParents" in page.obj:
                    del page.obj["/StructParents"]
            book.pages.extend(more.pages)
            bound = io.BytesIO()
            book.save(bound, deterministic_id=True)
    places = {box.role: box for box in boxes}
    writer = IncrementalPdfFileWriter(bound)
    for line in lines:
        box = places[line.role]
        fields.append_signature_field(
            writer,
            fields.SigFieldSpec(
                field_name(code, line.number, line.role),
                on_page=box.page - 1,
                box=tuple(round(value) for value in _rectangle(box)),  # type: ignore[arg-type]  # four of them
                readable_field_name=line.label,
            ),
        )
    for box in last.boxes:
        _add_row(writer, row_name(code, int(box.role)), pages + box.page - 1, _rectangle(box))
    form = writer.root["/AcroForm"]
    form["/SigFlags"] = generic.NumberObject(3)  # there are signatures; change by appending only
    writer.update_container(form)
    made = io.BytesIO()
    writer.write(made)
    return Prepared(made.getvalue(), pages + last.pages)


def _rectangle(box: pdf.Box) -> tuple[float, float, float, float]:
    """The box in points from the lower left corner."""
    left, low = box.x_mm * MM, (PAGE_HEIGHT - box.y_mm - box.h_mm) * MM
    return left, low, left + box.w_mm * MM, low + box.h_mm * MM


def _add_row(
    writer: IncrementalPdfFileWriter, name: str, page: int, rectangle: tuple[float, float, float, float]
) -> None:
    """An empty text field: a signer's row on the page of signatures."""
    place = writer.find_page_for_modification(page)[0]
    row = generic.DictionaryObject(
        {
            _name("/Type"): _name("/Annot"),
            _name("/Subtype"): _name("/Widget"),
            _name("/FT"): _name("/Tx"),
            _name("/T"): generic.TextStringObject(name),
            _name("/Rect"): generic.ArrayObject(generic.FloatObject(value) for value in rectangle),
            _name("/F"): generic.NumberObject(_PRINTED),
            _name("/Ff"): generic.NumberObject(_READ_ONLY | _MULTILINE),
            _name("/P"): place,
        }
    )
    reference = writer.add_object(row)
    writer.register_annotation(place, reference)
    every = writer.root["/AcroForm"]["/Fields"]
    every.append(reference)
    writer.update_container(every)


def add(before: bytes, act: Act, *, code: str, at: dt.datetime) -> bytes:
    """The file with one signature more, sealed at `at`. Raises NoKey, and what pyHanko raises when it cannot sign."""
    writer = IncrementalPdfFileWriter(io.BytesIO(before))
    is_first = not writer.prev.embedded_signatures
    box, row = (_field(writer, name) for name in (field_name(code, act.number, act.role), row_name(code, act.number)))
    words = row_words(_facts(act))
    _fill(writer, row, words, act)
    stamp = StaticStampStyle(background=_Page(_block(act, _size(box))), border_width=0)
    # The first seal says what may come after it: fields filled in, and nothing else.
    meta = signers.PdfSignatureMetadata(
        field_name=field_name(code, act.number, act.role),
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        certify=is_first,
        docmdp_permissions=fields.MDPPerm.FILL_FORMS,
        reason=f"{words[0]} ({act.sha256})",
    )
    made = io.BytesIO()
    with keys.signer() as key:
        seal = _SealAt(meta, signer=key, timestamper=keys.timestamper(), stamp_style=stamp)
        seal.at = at
        seal.sign_pdf(writer, existing_fields_only=True, output=made)
    return made.getvalue()


class _SealAt(signers.PdfSigner):
    """Seals by the portal's clock, which in a demo is not the machine's."""

    at: dt.datetime | None = None

    def init_signing_session(self, pdf_out: Any, existing_fields_only: bool = False) -> Any:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        if self.at is not None:
            session.system_time = self.at
        return session


class _Page(content.PdfContent):
    """A page that we have just set, as the picture of a field."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        super().__init__()

    def render(self) -> bytes:
        assert self.writer is not None
        drawn = self.writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self._data)))
        self.resources.xobject["/Drawn"] = drawn
        left, low, right, top = (float(value) for value in drawn.get_object()["/BBox"])
        self.box = BoxConstraints(width=right - left, height=top - low)
        return b"/Drawn Do"


def _field(writer: IncrementalPdfFileWriter, name: str) -> Any:
    for reference in writer.root["/AcroForm"]["/Fields"]:
        field = reference.get_object()
        if field["/T"] == name:
            return field
    raise KeyError(name)


def _size(field: Any) -> tuple[float, float]:
    """Width and height in millimetres."""
    left, low, right, top = (float(value) for value in field["/Rect"])
    return (right - left) / MM, (top - low) / MM


def _facts(act: Act) -> dict[str, Any]:
    """The act in the words of the layouts, without the hand."""
    return {name: value for name, value in asdict(act).items() if name != "mark"}


def _fill(writer: IncrementalPdfFileWriter, field: Any, words: list[str], act: Act) -> None:
    page = _set("pdf/signature_row.html", {"act": _facts(act), "made_at": act.at}, *_size(field))
    drawn = writer.import_page_as_xobject(PdfFileReader(io.BytesIO(page)))
    field["/V"] = generic.TextStringObject("\n".join(words))
    field["/AP"] = generic.DictionaryObject({_name("/N"): drawn})
    writer.update_container(field)


def _block(act: Act, size: tuple[float, float]) -> bytes:
    """What stands in the box: the hand, then who, as what, when."""
    hand: dict[str, str] = {}
    if act.mark.kind == "typed":
        hand["typed"] = act.mark.text
    else:
        kind = "image/svg+xml" if act.mark.kind == "drawn" else "image/jpeg"
        hand["picture"] = f"data:{kind};base64,{base64.b64encode(act.mark.data).decode()}"
    return _set("pdf/signature_block.html", {"act": _facts(act), "made_at": act.at, **hand}, *size)


def _set(template: str, facts: dict[str, Any], wide: float, high: float) -> bytes:
    """The field's picture, in the largest letters in which all of it has room."""
    made = None
    for size in _SIZES:
        made = pdf.render(template, {**facts, "wide": f"{wide:.3f}", "high": f"{high:.3f}", "size": size})
        if made.pages == 1:
            break
    assert made is not None
    return made.data
