"""The emblem on official papers is the agency's own file, or an empty place."""

import base64

import pytest

from records.checks import the_emblem_can_be_printed
from records.pdf import emblem, render
from records.pdf.engine import compose
from tests.records.pdf_all import SAMPLES
from tests.records.pdf_reading import by_pypdf

SVG = b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><path d='M0 0h9v9z'/></svg>"
# Enclosures, summaries and what is bound behind a paper bear none: the one that they go with does.
WITHOUT = (
    "pdf/reply_form.html", "pdf/receipt_card.html", "pdf/calendar.html", "pdf/director.html", "pdf/demo_copy.html",
    "pdf/signatures.html", "pdf/signature_row.html", "pdf/signature_block.html",
)  # fmt: skip
WITH_EMBLEM = [template for template in SAMPLES if template not in WITHOUT]


@pytest.fixture
def file(tmp_path, settings):
    path = tmp_path / "emblem.svg"
    path.write_bytes(SVG)
    settings.EMBLEM_FILE = str(path)
    return path


@pytest.mark.parametrize("template", WITH_EMBLEM)
def test_the_agencys_file_takes_the_place_kept_for_it(template, file):
    html = compose(template, SAMPLES[template]())

    assert base64.b64encode(SVG).decode() in html
    assert "ตราของ" not in html


def test_a_new_file_is_seen_at_once(file):
    before = emblem.uri()
    file.write_bytes(SVG.replace(b"9z", b"8z"))

    assert emblem.uri() != before


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [("emblem.gif", SVG, "SVG, PNG or JPEG"), ("none.svg", None, "no file"), ("big.png", b"x" * 2**21, "larger")],
)
def test_a_wrong_setting_is_said_and_no_paper_waits_for_it(tmp_path, settings, name, content, word):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    settings.EMBLEM_FILE = str(tmp_path / name)

    (message,) = the_emblem_can_be_printed(None)

    assert word in message.msg
    assert "ตราของหน่วยงาน" in by_pypdf(render("pdf/receipt.html", SAMPLES["pdf/receipt.html"]()).data)


def test_without_the_setting_nothing_is_wrong():
    assert (emblem.uri(), the_emblem_can_be_printed(None)) == ("", [])
