"""What people read on paper is what they can copy, search and have read to them."""

import subprocess
from io import BytesIO

import pypdfium2
import pytest
from pypdf import PdfReader

from records.pdf import render, thaifont, typeface
from records.pdf.engine import set_html
from tests.records.pdf_reading import READERS, folded
from tests.records.pdf_samples import (
    MADE_AT,
    PAPER,
    announcement_context,
    memo_context,
    namelist_context,
    plan_context,
    receipt_context,
)

CONSONANTS = [chr(code) for code in range(0x0E01, 0x0E2F)]
TONES = "่้๊๋"
HARD = [
    "การงานน้ำใจ ทำ คำ กำลัง สำนักงาน อำนาจ กรรมการ ปานกลาง",
    "งามตา มานำพา าำา นำา ตาดำ ๆ",
    " ".join(f"{letter}ำ" for letter in CONSONANTS),
    " ".join(f"{letter}{tone}ำ" for letter in CONSONANTS for tone in TONES),
    " ".join(f"{letter}{tone}า" for letter in CONSONANTS for tone in TONES),
    " ".join(f"{letter}{vowel}{tone}" for letter in "กปฝฟฬญฐ" for vowel in "ัิีึืุู" for tone in TONES),
    " ".join(f"{letter}{vowel}์" for letter in "กปฝฟฬ" for vowel in "ิุ") + " เอ็นซีซี็ ก็ เป็น ฤๅษี ฦๅ ฎุ ฏู ฐุ ญู",
    "นำ้ นำ่ใจ",
    "พุทฺธํ สรณํ คจฺฉามิ นิพฺพานํ ปํ ฝํ และ ทำนุบำรุง",
    "PLC S7-1200 กำลัง 5.5 kW (office file fi fl) ๑๒๓๔๕๖๗๘๙๐ 0123456789 ฿ 50% A/B “อ้างคำ” – ฯลฯ",
]


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("text", HARD)
@pytest.mark.parametrize("weight", ["p", "b"])
def test_hard_thai_text_comes_back_letter_for_letter(read, text, weight):
    made = set_html(f"<html lang=th><body style='font-family:Sarabun'><{weight}>{text}</{weight}></body></html>")

    assert read(made.data) == folded(text)


@pytest.mark.parametrize("read", READERS)
def test_the_first_word_of_a_document_does_not_decide_the_others(read):
    """The trap: whichever of า and ำ came first used to become the text of both."""
    texts = ["นา นำ", "นำ นา", "ํ นำ นา"]

    made = [set_html(f"<html lang=th><body style='font-family:Sarabun'>{text}</body></html>") for text in texts]

    assert [read(pdf.data) for pdf in made] == [folded(text) for text in texts]


@pytest.mark.parametrize("text", HARD)
def test_our_font_draws_what_the_published_one_draws(monkeypatch, tmp_path, text):
    html = f"<html lang=th><body style='font: 30px Sarabun'>{text} <b>{text}</b></body></html>"
    ours = set_html(html).data
    published = tmp_path / "fonts.conf"
    published.write_text(typeface.CONFIG.read_text().replace('<dir prefix="relative">.', f"<dir>{thaifont.SOURCES}"))
    monkeypatch.setattr(typeface, "CONFIG", published)

    theirs = set_html(html).data

    assert theirs != ours  # the other font is in it
    assert picture(theirs) == picture(ours)


def picture(data):
    """All pages as raw pixels."""
    pdf = pypdfium2.PdfDocument(data)
    pages = [page.render(scale=2).to_pil().tobytes() for page in pdf]
    pdf.close()
    return pages


def leaves(value):
    """Every text that a caller put into a context, dates and numbers left out: these are printed in words."""
    if isinstance(value, dict):
        return [text for child in value.values() for text in leaves(child)]
    if isinstance(value, list):
        return [text for child in value for text in leaves(child)]
    return [value] if isinstance(value, str) and value else []


def plan_texts():
    context = plan_context(rows=30)
    plan = context["plan"]
    for row in plan["schedule"]:
        del row["from_date"], row["until_date"], row["hours"]
    for row in plan["competencies"]:
        del row["scheme"]
    for row in plan["budget"]:
        del row["amount"]
    for hidden in ("mou_from", "mou_until", "basis"):
        del plan["establishment"][hidden]
    for hidden in ("scheme", "date", "fee"):
        del plan["test"][hidden]
    del plan["transfer"]["by_date"], plan["totals"]["hours"], plan["totals"]["amount"]
    del plan["college"]["director_capacity"]
    roles = [{name: signer[name] for name in ("label", "name", "position")} for signer in context["signers"]]
    printed = [
        "แผนพัฒนาประสบการณ์ร่วมกับสถานประกอบการรายบุคคล", "ปีงบประมาณพ.ศ.๒๕๖๘", "๑๔ปี", "มีผล๑มิถุนายน๒๕๖๖–๓๑พฤษภาคม๒๕๖๙",
        "สคช.MEC-ZZZ-4-018", "๑๗มีนาคม๒๕๖๘", "๑๘–๑๙มีนาคม๒๕๖๘", "๗.๕", "รวม๒๐วัน๑๔๐", "๑๔มิถุนายน๒๕๖๘", "๑,๕๐๐.๐๐บาท",
        "๓๐กันยายน๒๕๖๘", "๑๕,๐๐๐.๐๐", "รักษาราชการแทนผู้อำนวยการวิทยาลัยเทคนิคบ้านน้ำงาม", "ฉบับที่๓", "หน้า๑/๕",
    ]  # fmt: skip
    paper = [PAPER["code"], PAPER["url"], PAPER["number"]]
    return plan_context(rows=30), "pdf/plan.html", leaves(plan) + leaves(roles) + printed + paper


def announcement_texts():
    context = announcement_context(eligible=40, reserve=3, marks=True)
    notice = context["announcement"]
    typed = [notice[name] for name in ("title", "signatory_name", "signatory_position", "objection_to")]
    rows = [{**row, "mark": ""} for row in [*context["eligible"], *context["reserve"]]]
    printed = [
        "ประกาศสำนักงานคณะกรรมการการอาชีวศึกษา", "ที่๑/๒๕๖๘", "(ฉบับที่๒)", "ประกาศณวันที่๑๔มีนาคมพ.ศ.๒๕๖๘", "ภายในวันที่๒๑มีนาคม๒๕๖๘",
        "ปฏิบัติราชการแทนเลขาธิการคณะกรรมการการอาชีวศึกษา", "จำนวน๔๐ราย", "จำนวน๓ราย", "เพิ่มใหม่", "แก้ไข", "ถอนชื่อ",
    ]  # fmt: skip
    return context, "pdf/announcement.html", typed + notice["body"].split("\n") + leaves(rows) + printed


def receipt_texts():
    context = receipt_context()
    slip = context["receipt"]
    typed = [slip[name] for name in ("number", "what", "who", "college", "file_name", "sha256", "extension")]
    printed = [
        "วันที่๒๘กุมภาพันธ์๒๕๖๘เวลา๐๐.๐๔.๐๘น.", "วันที่๒๗กุมภาพันธ์๒๕๖๘เวลา๒๓.๕๘.๕๙น.", "๕หน้า", "๑.๒๐เมกะไบต์(๑,๒๕๘,๒๙๑ไบต์)",
        "ถือเวลาที่เริ่มส่งเป็นเวลาที่ส่ง", PAPER["url"], PAPER["code"],
    ]  # fmt: skip
    return context, "pdf/receipt.html", typed + printed


def namelist_texts():
    context = namelist_context()
    rows = [{name: row[name] for name in ("name", "branch", "establishment")} for row in context["rows"]]
    printed = ["วิทยาลัยเทคนิคบ้านน้ำงาม", "จังหวัดลำปาง", "จำนวน๘ราย", "๑๔๐", "(นายกำธรทำนุบำรุง)", "รักษาราชการแทน"]
    return context, "pdf/namelist.html", leaves(rows) + printed


def memo_texts():
    context = memo_context()
    given = context["extension"]
    typed = [given[name] for name in ("whom", "college", "reason", "granted_by", "granted_position")]
    printed = ["บันทึกข้อความ", "๒๗กุมภาพันธ์๒๕๖๘เวลา๒๓.๕๙.๕๙น.", "๗มีนาคม๒๕๖๘เวลา๒๓.๕๙.๕๙น.", "๒๘กุมภาพันธ์๒๕๖๘"]
    return context, "pdf/extension_memo.html", typed + printed


LAYOUTS = [plan_texts, announcement_texts, receipt_texts, namelist_texts, memo_texts]


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_text_put_into_a_layout_can_be_read_back(read, layout):
    context, template, texts = layout()

    text = read(render(template, context).data)

    assert [wanted for wanted in texts if folded(wanted) not in text] == []


def test_only_our_sarabun_is_in_a_document(tmp_path):
    file = tmp_path / "plan.pdf"
    file.write_bytes(render("pdf/plan.html", plan_context()).data)

    done = subprocess.run(["pdffonts", str(file)], capture_output=True, check=True, text=True, timeout=60)

    rows = [line.split() for line in done.stdout.splitlines()[2:]]
    assert sorted(row[0].split("+")[1] for row in rows) == ["Sarabun", "Sarabun-Bold"]
    assert [row[-5:-2] for row in rows] == [["yes", "yes", "yes"]] * 2  # embedded, cut to what is used, with its text


@pytest.mark.parametrize("name", thaifont.WEIGHTS)
def test_the_kept_fonts_are_what_our_script_makes_of_the_published_ones(name):
    made = thaifont.build((thaifont.SOURCES / name).read_bytes())

    assert made == (thaifont.MADE / name).read_bytes()


def test_a_document_says_its_language_its_title_and_when_it_was_made():
    reader = PdfReader(BytesIO(render("pdf/plan.html", plan_context()).data))

    assert reader.trailer["/Root"]["/Lang"] == "th"
    assert reader.metadata.title == "แผนพัฒนาประสบการณ์ร่วมกับสถานประกอบการรายบุคคล นางสาวน้ำผึ้ง คำกำแพงทอง"
    assert reader.metadata.creation_date == MADE_AT
