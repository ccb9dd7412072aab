"""Letters, forms and certificates: where they are signed, numbered and checked."""

import subprocess
from io import BytesIO

import pypdfium2
import pytest
import zxingcpp
from pypdf import PdfReader

from records.pdf import render
from records.pdf.engine import compose
from records.pdf.layouts import LAYOUTS
from tests.records.pdf_all import SAMPLES
from tests.records.pdf_letters import block_context, certificate_context, letter_context, signatures_context
from tests.records.pdf_reading import folded, pages_by_pypdf
from tests.records.pdf_samples import URL, receipt_context

ONE_PAGE = [
    "receipt",
    "receipt_card",
    "letter",
    "sending_letter",
    "reply_form",
    "memo",
    "extension_memo",
    "certificate",
]


@pytest.mark.parametrize("name", ONE_PAGE)
def test_what_people_sign_or_carry_is_one_page(name):
    template = LAYOUTS[name].template

    assert render(template, SAMPLES[template]()).pages == 1


def test_nobody_signs_on_a_page_of_its_own():
    """A letter that goes on takes its last paragraph along to where it is signed."""
    made = render("pdf/ask_letter.html", SAMPLES["pdf/ask_letter.html"]())

    last = folded(PdfReader(BytesIO(made.data)).pages[-1].extract_text())
    assert [box.page for box in made.boxes] == [made.pages]
    assert last.index("จึงเรียนมาเพื่อโปรดพิจารณา") < last.index("ขอแสดงความนับถือ")


def test_the_second_page_of_a_letter_bears_its_number_above_and_the_first_none():
    context = letter_context()
    context["letter"]["paragraphs"] *= 4

    pages = pages_by_pypdf(render("pdf/letter.html", context).data)

    assert "-๑-" not in pages[0]
    assert "-๒-" in pages[1]


def test_a_letter_without_number_and_date_keeps_a_place_to_write_them():
    context = letter_context()
    context["letter"].update(number="ศธ 0605/", dated="")

    html = compose("pdf/letter.html", context)

    assert html.count('class="blank"') == 2


def test_a_certificate_lies_across_and_carries_its_code_in_its_frame():
    context = certificate_context()
    made = render("pdf/certificate.html", context)

    page = pypdfium2.PdfDocument(made.data)[0]
    width, height = page.get_size()
    found = zxingcpp.read_barcodes(page.render(scale=2).to_pil())
    assert (round(width * 25.4 / 72), round(height * 25.4 / 72)) == (297, 210)
    assert [code.text for code in found] == [f"{context['paper']['url']}?p=1"]


def test_the_picture_of_a_receipt_carries_the_code_of_the_receipt():
    page = pypdfium2.PdfDocument(render("pdf/receipt_card.html", receipt_context()).data)[0]

    found = zxingcpp.read_barcodes(page.render(scale=1080 / page.get_size()[0]).to_pil())

    assert [code.text for code in found] == [f"{URL}?p=1"]


def test_pages_of_signatures_go_on_counting_behind_the_paper():
    context = signatures_context()
    (row, *_others) = context["signing"]["signers"]
    context["signing"]["signers"] = [{**row, "number": number} for number in range(1, 8)]

    pages = pages_by_pypdf(render("pdf/signatures.html", context).data)

    assert ["หน้า๔·บันทึกการลงนาม" in pages[0], "หน้า๕·บันทึกการลงนาม" in pages[1], len(pages)] == [True, True, 2]


def test_a_typed_hand_stands_on_one_line_whatever_words_are_in_it():
    context = {**block_context(), "typed": "ผู้อำนวยการ ลงนาม ๗ วัน"}

    made = render("pdf/signature_block.html", context)

    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=made.data, capture_output=True, check=True)
    assert (made.pages, done.stdout.decode().splitlines()[0].strip()) == (1, context["typed"])
