"""The printed page knows itself, and its signature boxes are where they are said to be, and bare."""

import numpy as np
import pypdfium2
import pytest

from records.pdf import marks, qr_svg, render
from records.pdf.qr import modules
from tests.records.pdf_samples import (
    SIGNERS,
    URL,
    announcement_context,
    namelist_context,
    plan_context,
    receipt_context,
)

DPI = 200
PX = DPI / 25.4
SIXTH = {"role": "bureau", "label": "ผู้อนุมัติ", "name": "นางบำเพ็ญ ธรรมกำจร", "position": "ผู้อำนวยการสำนักพัฒนาสมรรถนะครู"}


def pictures(rendered):
    """Each page as a grey array, 0 black to 255 white."""
    pdf = pypdfium2.PdfDocument(rendered.data)
    pages = [np.asarray(page.render(scale=DPI / 72).to_pil().convert("L")) for page in pdf]
    pdf.close()
    return pages


def cut(picture, x, y, w, h):
    """A part of a page, in millimetres."""
    return picture[round(y * PX) : round((y + h) * PX), round(x * PX) : round((x + w) * PX)]


def shows(picture, mark):
    """Whether the very code of this mark stands where the mark says: every module is looked at in its middle."""
    rows = modules(mark.text, error=marks.error_correction(mark.text))
    side = mark.size_mm / len(rows)
    steps = [(place + 0.5) * side for place in range(len(rows))]
    middle = [[picture[int((mark.y_mm + y) * PX), int((mark.x_mm + x) * PX)] < 128 for x in steps] for y in steps]
    return middle == rows


def signing(rows, signers):
    context = plan_context(rows=rows)
    context["signers"] = [*SIGNERS, SIXTH][:signers]
    return context


@pytest.mark.parametrize("signers", [2, 3, 4, 5, 6])
@pytest.mark.parametrize("rows", [1, 30])
def test_signature_boxes_stand_apart_on_the_last_page_and_are_bare(rows, signers):
    context = signing(rows, signers)

    made = render("pdf/plan.html", context)

    assert [box.role for box in made.boxes] == [signer["role"] for signer in context["signers"]]
    assert {box.page for box in made.boxes} == {made.pages}
    assert {(box.w_mm, box.h_mm) for box in made.boxes} == {(48.0, 26.0)}
    for box in made.boxes:
        assert 29.9 <= box.x_mm <= 190.1 - box.w_mm
        assert 25 <= box.y_mm <= 259 - box.h_mm
    for index, box in enumerate(made.boxes):
        for other in made.boxes[index + 1 :]:
            beside = max(box.x_mm, other.x_mm) - min(box.x_mm, other.x_mm) - box.w_mm
            below = max(box.y_mm, other.y_mm) - min(box.y_mm, other.y_mm) - box.h_mm
            assert max(beside, below) >= 4
    page = pictures(made)[-1]
    for box in made.boxes:
        assert cut(page, box.x_mm + 0.5, box.y_mm + 0.5, box.w_mm - 1, box.h_mm - 1).min() == 255
        # The frame is there, so the place is right: each edge of the box is printed.
        assert cut(page, box.x_mm - 0.2, box.y_mm + 5, 0.6, 10).min() < 200
        assert cut(page, box.x_mm + box.w_mm - 0.4, box.y_mm + 5, 0.6, 10).min() < 200
        assert cut(page, box.x_mm + 5, box.y_mm - 0.2, 10, 0.6).min() < 200
        assert cut(page, box.x_mm + 5, box.y_mm + box.h_mm - 0.4, 10, 0.6).min() < 200


def test_every_page_of_a_plan_carries_its_own_code_and_four_corners():
    made = render("pdf/plan.html", plan_context(rows=30))

    pages = pictures(made)

    assert len(pages) == made.pages == 5
    for number, page in enumerate(pages, start=1):
        assert shows(page, marks.page_code(URL, number))
        assert not shows(page, marks.page_code(URL, number + 1))
        assert [shows(page, corner) for corner in marks.corners(URL, number)] == [True] * 4


def test_each_corner_says_which_corner_of_which_page_of_which_paper_it_is():
    corners = marks.corners("https://teachersync.example/v/7KQ4M2XD9TWH/", 3)

    assert [mark.text for mark in corners] == [f"7KQ4M2XD9TWH/03{corner}" for corner in "ABCD"]
    assert {len(modules(mark.text, error=marks.error_correction(mark.text))) for mark in corners} == {21}
    assert [mark.text for mark in marks.corners("", 1)] == ["TS-TL", "TS-TR", "TS-BL", "TS-BR"]


def test_codes_have_their_quiet_zone():
    page = pictures(render("pdf/plan.html", plan_context()))[-1]

    for mark in (marks.page_code(URL, 3), *marks.corners(URL, 3)):
        zone = 4 * mark.size_mm / len(modules(mark.text, error=marks.error_correction(mark.text)))
        around = cut(page, mark.x_mm - zone, mark.y_mm - zone, mark.size_mm + 2 * zone, mark.size_mm + 2 * zone).copy()
        inside = slice(round((zone - 0.2) * PX), round((zone + mark.size_mm + 0.2) * PX))
        around[inside, inside] = 255
        assert around.min() == 255


@pytest.mark.parametrize(
    ("template", "context", "roles"),
    [
        ("pdf/announcement.html", announcement_context(), ["signatory"]),
        ("pdf/receipt.html", receipt_context(), []),
        ("pdf/namelist.html", namelist_context(), ["director"]),
    ],
)
def test_every_paper_with_an_address_carries_its_code(template, context, roles):
    made = render(template, context)

    assert [box.role for box in made.boxes] == roles
    assert [shows(page, marks.page_code(URL, number)) for number, page in enumerate(pictures(made), start=1)] == [
        True
    ] * made.pages


def test_only_papers_signed_in_boxes_have_corners():
    page = pictures(render("pdf/announcement.html", announcement_context()))[0]

    assert cut(page, 0, 0, 30, 24).min() == 255


def test_a_code_for_a_page_on_the_screen_is_a_picture_that_needs_no_request():
    assert qr_svg(URL).startswith("data:image/svg+xml;charset=utf-8,%3Csvg")
