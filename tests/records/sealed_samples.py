"""A paper that two people sign, sealed after each; and the same bytes as somebody might bend them."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import io

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

from records import pdf, sealing
from records.sealing.parts import Act, Mark, Signer, drawing
from tests.records.pdf_samples import MADE_AT, plan_context

HAND = "[[10,20,30,5,50,25,70,8,90,22],[20,30,80,30]]"
NAMES = {"teacher": "นางสาวน้ำผึ้ง คำกำแพงทอง", "director": "นายกำธร ทำนุบำรุง"}
ACTING = "รักษาราชการแทนผู้อำนวยการวิทยาลัยเทคนิคบ้านน้ำงาม"
WHEN = dt.datetime(2025, 2, 20, 2, 12, 33, tzinfo=dt.UTC)
CODE = "7KQ4M2XD9TWH"
ROLES = ("teacher", "director")


@functools.cache
def printed() -> pdf.Rendered:
    return pdf.render("pdf/plan.html", plan_context())


def prepared(code: str = CODE) -> bytes:
    return _prepared(code)


@functools.cache
def _prepared(code: str) -> bytes:
    paper = {"code": code, "url": f"https://teachersync.example/v/{code}/", "number": "2568-000012", "version": 1}
    lines = [
        Signer(number, role, label, NAMES[role])
        for number, (role, label) in enumerate(zip(ROLES, ("ผู้จัดทำแผน", "ผู้รับรองแผน"), strict=True), start=1)
    ]
    made = sealing.prepare(
        printed().data, printed().boxes, lines, paper=paper, title="แผนพัฒนา นางสาวน้ำผึ้ง คำกำแพงทอง ฉบับที่ ๑",
        sha256=printed().sha256, made_at=MADE_AT,
    )  # fmt: skip
    return made.data


def act(role: str, code: str = CODE, **changes: object) -> Act:
    facts = {
        "number": ROLES.index(role) + 1,
        "role": role,
        "name": NAMES[role],
        "capacity": ACTING if role == "director" else "",
        "method": "พิมพ์ชื่อ" if role == "director" else "วาดลายมือชื่อบนหน้าจอ",
        "proof": "ยืนยันตัวตนด้วยรหัสผ่าน",
        "at": WHEN,
        "sha256": hashlib.sha256(prepared(code)).hexdigest(),
        "mark": Mark("typed", NAMES[role].encode()) if role == "director" else drawing(HAND),
    }
    return Act(**{**facts, **changes})


def half_sealed(code: str = CODE) -> bytes:
    return _half_sealed(code)


@functools.cache
def _half_sealed(code: str) -> bytes:
    return sealing.add(prepared(code), act("teacher", code), code=code, at=WHEN)


def sealed(code: str = CODE) -> bytes:
    return _sealed(code)


@functools.cache
def _sealed(code: str) -> bytes:
    return sealing.add(half_sealed(code), act("director", code), code=code, at=WHEN + dt.timedelta(minutes=5))


# What somebody might do to it ---------------------------------------------------------------


def byte_changed() -> bytes:
    """One bit in the middle of the plan's text."""
    bent = bytearray(sealed())
    bent[bent.find(b"stream\n") + 200] ^= 1
    return bytes(bent)


def page_swapped() -> bytes:
    """The first page replaced by the second, by an incremental update as an editor makes it."""
    writer = IncrementalPdfFileWriter(io.BytesIO(sealed()))
    first, second = (writer.find_page_for_modification(number)[0].get_object() for number in (0, 1))
    first["/Contents"] = second.raw_get("/Contents")
    writer.update_container(first)
    return _written(writer)


def pages_swapped_by_saving_anew() -> bytes:
    """The pages in another order, the whole file written anew."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(sealed())) as book:
        book.pages.reverse()
        book.save(out)
    return out.getvalue()


def edited_behind_the_seals() -> bytes:
    """A page turned by an incremental update behind the last seal: each signature by itself stays intact."""
    writer = IncrementalPdfFileWriter(io.BytesIO(sealed()))
    page = writer.find_page_for_modification(0)[0].get_object()
    page["/Rotate"] = generic.NumberObject(180)
    writer.update_container(page)
    return _written(writer)


def row_rewritten() -> bytes:
    """Another name in a row of the page of signatures, which is a field and may be filled in: but not by anybody."""
    writer = IncrementalPdfFileWriter(io.BytesIO(sealed()))
    for reference in writer.root["/AcroForm"]["/Fields"]:
        field = reference.get_object()
        if str(field["/T"]).endswith("-1-row"):
            field["/V"] = generic.TextStringObject("ลงนามโดย ผู้อื่น")
            writer.mark_update(reference.reference)
    return _written(writer)


def last_signature_stripped() -> bytes:
    """The file as it was before the director signed: every seal in it is sound."""
    return half_sealed()


def signatures_stripped() -> bytes:
    """All signatures taken out, the file written anew."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(sealed())) as book:
        for field in book.Root.AcroForm.Fields:
            if "/V" in field:
                del field["/V"]
        book.save(out)
    return out.getvalue()


def anothers_signature_pasted() -> bytes:
    """The director's signature of another plan in the place of this one's."""
    mine, room = sealed(), _last_signature(sealed())
    # `<…>` in hex, filled up with noughts: as long as the room that it is pasted into.
    theirs = _last_signature(sealed("4QH8M2XD9TWZ")).strip(b"<>").rstrip(b"0")
    return mine.replace(room, b"<" + theirs.ljust(len(room) - 2, b"0") + b">")


def another_plan() -> bytes:
    """Another plan, signed and sealed as it should be."""
    return sealed("4QH8M2XD9TWZ")


def cut_short() -> bytes:
    return sealed()[:-2000]


def _last_signature(data: bytes) -> bytes:
    """The hex of the last CMS object, which has the same room in both files."""
    signature = list(PdfFileReader(io.BytesIO(data)).embedded_signatures)[-1]
    start, length, after, _rest = (int(number) for number in signature.sig_object["/ByteRange"])
    return data[start + length : after]


def _written(writer: IncrementalPdfFileWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
