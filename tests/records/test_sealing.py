"""A sealed paper: what people see on it, what two validators say of it, and every way of bending it found out."""

import hashlib
import os
import re
import subprocess
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from pypdf import PdfReader

from people.thai import official_date
from records import sealing
from records.sealing import Problem, parts
from tests.records import sealed_samples as samples
from tests.records.pdf_reading import by_poppler, folded


def pdfsig(data: bytes, folder: Path) -> list[str]:
    """What poppler's own validator prints, without the lines that change from run to run."""
    file = folder / "paper.pdf"
    file.write_bytes(data)
    done = subprocess.run(
        ["pdfsig", str(file)], env={**os.environ, "TZ": "UTC"}, capture_output=True, text=True, check=False, timeout=60
    )
    lines = [line.strip(" -") for line in done.stdout.splitlines()]
    return [line for line in lines if not re.match(r"Digital Signature Info|Signed Ranges|Signer full", line)]


# A paper as it should be -----------------------------------------------------------------------


def test_a_sealed_paper_is_found_sound():
    verdict = sealing.verify(samples.sealed(), code=samples.CODE, roles=samples.ROLES)

    assert verdict.problems == []
    assert [(seal.role, seal.at, seal.sound) for seal in verdict.seals] == [
        ("teacher", samples.WHEN, True),
        ("director", samples.WHEN.replace(minute=17), True),
    ]
    assert verdict.open == []


def test_popplers_validator_says_the_same(tmp_path):
    assert pdfsig(samples.sealed(), tmp_path) == [
        "Signature #1:",
        f"Signature Field Name: {samples.CODE}-1-teacher",
        "Signer Certificate Common Name: TeacherSync (seal made on this machine)",
        "Signing Time: Feb 20 2025 02:12:33",
        "Signing Hash Algorithm: SHA-256",
        "Signature Type: ETSI.CAdES.detached",
        "Not total document signed",
        "Signature Validation: Signature is Valid.",
        "Certificate Validation: Certificate issuer is unknown.",
        "Signature #2:",
        f"Signature Field Name: {samples.CODE}-2-director",
        "Signer Certificate Common Name: TeacherSync (seal made on this machine)",
        "Signing Time: Feb 20 2025 02:17:33",
        "Signing Hash Algorithm: SHA-256",
        "Signature Type: ETSI.CAdES.detached",
        "Total document signed",
        "Signature Validation: Signature is Valid.",
        "Certificate Validation: Certificate issuer is unknown.",
    ]


def test_who_has_not_signed_yet_is_named():
    verdict = sealing.verify(samples.half_sealed(), code=samples.CODE)

    assert verdict.problems == []
    assert verdict.open == ["director"]


def test_what_people_signed_is_the_beginning_of_every_later_file_to_the_byte():
    signed = samples.prepared()

    assert samples.half_sealed().startswith(signed)
    assert samples.sealed().startswith(samples.half_sealed())
    assert hashlib.sha256(signed).hexdigest() == samples.act("teacher").sha256


def test_the_page_of_signatures_says_who_as_what_how_when_and_over_which_bytes():
    text = by_poppler(samples.sealed())

    for words in (
        "บันทึกการลงนามในระบบ",
        f"ลงนามโดย {samples.NAMES['teacher']}",
        f"ลงนามโดย {samples.NAMES['director']} {samples.ACTING}",
        f"วันที่ {official_date(samples.WHEN)} เวลา ๐๙.๑๒.๓๓ น.",
        "วิธีลงนาม วาดลายมือชื่อบนหน้าจอ · ยืนยันตัวตนด้วยรหัสผ่าน",
        f"SHA-256 {samples.act('teacher').sha256}",
        "ลายมือชื่ออิเล็กทรอนิกส์ตามมาตรา ๙",
    ):
        assert folded(words) in text, words
    assert "๒๖" not in text.partition("มาตรา")[2][:40]


def test_each_row_is_readable_as_a_field_too(tmp_path):
    file = tmp_path / "paper.pdf"
    file.write_bytes(samples.sealed())

    fields = PdfReader(file).get_fields()

    assert fields[f"{samples.CODE}-1-row"]["/V"].splitlines() == [
        f"ลงนามโดย {samples.NAMES['teacher']}",
        f"วันที่ {official_date(samples.WHEN)} เวลา ๐๙.๑๒.๓๓\u00a0น.",
        "วิธีลงนาม วาดลายมือชื่อบนหน้าจอ · ยืนยันตัวตนด้วยรหัสผ่าน",
        f"SHA-256 {samples.act('teacher').sha256}",
    ]


def test_the_pages_of_the_plan_read_as_before(tmp_path):
    file = tmp_path / "paper.pdf"
    file.write_bytes(samples.sealed())
    before = PdfReader(BytesIO(samples.printed().data))

    after = PdfReader(file)

    texts = [page.extract_text() for page in after.pages]
    assert texts[: len(before.pages)] == [page.extract_text() for page in before.pages]
    assert len(after.pages) == len(before.pages) + 1


def ink_in(data: bytes, role: str) -> float:
    """Share of dark pixels within a signer's box."""
    box = next(box for box in samples.printed().boxes if box.role == role)
    with pypdfium2.PdfDocument(data) as book:
        book.init_forms()
        picture = book[box.page - 1].render(scale=2, may_draw_forms=True).to_pil().convert("L")
    dot = picture.width / 210
    place = (box.x_mm + 1, box.y_mm + 1, box.x_mm + box.w_mm - 1, box.y_mm + box.h_mm - 1)
    cut = picture.crop(tuple(round(value * dot) for value in place))
    return sum(count for shade, count in enumerate(cut.histogram()) if shade < 128) / (cut.width * cut.height)


def test_each_hand_stands_in_its_own_box():
    assert ink_in(samples.prepared(), "teacher") == ink_in(samples.prepared(), "director") == 0
    assert ink_in(samples.half_sealed(), "teacher") > 0.01
    assert ink_in(samples.half_sealed(), "director") == 0
    assert ink_in(samples.sealed(), "director") > 0.01
    assert ink_in(samples.sealed(), "establishment") == 0


# Bent ------------------------------------------------------------------------------------------

BENT = {
    samples.byte_changed: {Problem.CHANGED},
    samples.page_swapped: {Problem.CHANGED, Problem.APPENDED},
    samples.pages_swapped_by_saving_anew: {Problem.CHANGED},
    samples.edited_behind_the_seals: {Problem.CHANGED, Problem.APPENDED},
    samples.row_rewritten: {Problem.APPENDED},
    samples.last_signature_stripped: {Problem.MISSING},
    samples.signatures_stripped: {Problem.NOT_SEALED, Problem.MISSING},
    samples.anothers_signature_pasted: {Problem.CHANGED},
    samples.another_plan: {Problem.OTHER_PAPER},
    samples.cut_short: {Problem.UNREADABLE},
}


@pytest.mark.parametrize("bend", BENT, ids=lambda bend: bend.__name__)
def test_whatever_is_done_to_a_sealed_paper_is_found_out(bend):
    data = bend()
    assert data != samples.sealed()

    verdict = sealing.verify(data, code=samples.CODE, roles=samples.ROLES)

    assert set(verdict.problems) >= BENT[bend], verdict


def test_popplers_validator_finds_the_changed_byte_too(tmp_path):
    lines = pdfsig(samples.byte_changed(), tmp_path)

    assert [line for line in lines if line.startswith("Signature Validation")] == [
        "Signature Validation: Digest Mismatch.",
        "Signature Validation: Digest Mismatch.",
    ]


def test_popplers_validator_does_not_see_what_was_added_behind_and_so_is_not_enough(tmp_path):
    """Why `verify` reads the bottom line of pyHanko and where the last seal ends."""
    lines = pdfsig(samples.edited_behind_the_seals(), tmp_path)

    assert lines.count("Signature Validation: Signature is Valid.") == 2
    assert "Total document signed" not in lines


def test_somebody_elses_seal_is_a_strangers(settings, tmp_path):
    bytes_of_ours = samples.sealed()
    settings.DATA = tmp_path

    verdict = sealing.verify(bytes_of_ours, code=samples.CODE, roles=samples.ROLES)

    assert verdict.problems == [Problem.STRANGER, Problem.MISSING]


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4", b"hello", None], ids=["nothing", "head", "text", "printed"])
def test_what_is_no_sealed_paper_is_said_without_an_error(data):
    verdict = sealing.verify(samples.printed().data if data is None else data)

    assert verdict.problems in ([Problem.UNREADABLE], [Problem.NOT_SEALED])


def test_every_problem_has_its_sentence():
    assert all(str(problem.sentence) for problem in Problem)


# The hand --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["", "[]", "null", "{}", "[[]]", "[[1]]", "[[1,2]]", "[[50,50,50,50]]", "[[1,2,3]]", '[["a",1,2,3]]',
     "[[1,2,1e9,3]]", "[[true,false,true,true]]", "[[NaN,1,2,3]]", "[" * 5000, "[[1,1,2,2]]",
     f"[[{','.join(['1'] * 14000)}]]"],
    ids=lambda text: text[:20] or "empty",
)  # fmt: skip
def test_what_is_no_drawing_is_refused(text):
    with pytest.raises(parts.NoDrawing):
        parts.drawing(text)


def test_a_drawing_becomes_lines_and_nothing_else():
    mark = parts.drawing(samples.HAND)

    assert mark.kind == "drawn"
    assert re.fullmatch(
        r'<svg xmlns="http://www\.w3\.org/2000/svg" viewBox="[\d. ]+" width="[\d.]+" height="[\d.]+">'
        r'<path d="[ML\d. ]+" fill="none" stroke="#14213d" stroke-width="[\d.]+" stroke-linecap="round"'
        r' stroke-linejoin="round"/></svg>',
        mark.data.decode(),
    )
