"""Every layout looks as it looked when somebody last looked at it. `make golden` keeps the new look, once looked at."""

import subprocess

import pytest
from PIL import Image

from records.pdf import engine, render
from records.pdf.layouts import LAYOUTS
from tests.records import golden
from tests.records.pdf_all import SAMPLES

# Small accidents in a layout, and the layout in which each happens.
ACCIDENTS = [
    ("letter", "margin: 4mm 0 0 52mm", "margin: 4mm 0 0 54mm"),
    ("letter", "margin-top: -9mm", "margin-top: -8mm"),
    ("plan", "break-inside: avoid; margin: 5mm", "break-inside: avoid; margin: 6mm"),
    ("receipt", "font-size: 15pt", "font-size: 14pt"),
    ("memo", "font-weight: 700; font-size: 13.2pt", "font-weight: 400; font-size: 13.2pt"),
    ("announcement", "width:12mm", "width:14mm"),
    ("certificate", "font-size: 28pt", "font-size: 27pt"),
    ("reply_form", "border: .3mm solid #333; margin-top", "margin-top"),
    ("namelist", "font-size: 9.6pt; line-height: 1.45", "font-size: 9.4pt; line-height: 1.45"),
    ("receipt_card", "#f0b323", "#15254a"),
    ("demo_copy", "margin-top:20mm", "margin-top:23mm"),
    ("signatures", ".act { height: 27mm", ".act { height: 25mm"),
    ("signature_row", "font-weight: 700", "font-weight: 400"),
    ("signature_block", "9.6mm; padding-top", "12mm; padding-top"),
]


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_layout_looks_as_it_did(name, request, tmp_path):
    template = LAYOUTS[name].template
    pages = golden.pictures(render(template, SAMPLES[template]()).data)
    if request.config.getoption("--golden", default=False):
        golden.keep(name, pages)

    expected = golden.kept(name)

    assert len(pages) == len(expected)
    found = {number: golden.broken(*pair) for number, pair in enumerate(zip(pages, expected, strict=True), start=1)}
    for number, page in enumerate(pages, start=1):
        page.save(tmp_path / f"{name}-{number}.png")
    assert not any(found.values()), f"page: (mm from the left, from the top) {found}; as it looks now: {tmp_path}"


@pytest.mark.parametrize(("name", "before", "after"), ACCIDENTS)
def test_a_small_accident_in_a_layout_is_seen(name, before, after):
    context = SAMPLES[LAYOUTS[name].template]()
    html = engine.compose(LAYOUTS[name].template, context)
    assert before in html

    pages = golden.pictures(engine.set_html(html.replace(before, after), engine.address(context)).data)

    assert any(golden.broken(*pair) for pair in zip(pages, golden.kept(name), strict=True))


def test_a_code_that_is_not_printed_is_seen():
    context = SAMPLES["pdf/receipt.html"]()

    (page,) = golden.pictures(engine.set_html(engine.compose("pdf/receipt.html", context)).data)

    assert golden.broken(page, golden.kept("receipt")[0])


@pytest.mark.parametrize("name", ["letter", "certificate", "receipt_card"])
def test_another_hand_that_draws_the_same_page_is_no_accident(name, tmp_path):
    template = LAYOUTS[name].template
    (tmp_path / "paper.pdf").write_bytes(render(template, SAMPLES[template]()).data)
    sharpness = str(golden.DPI * golden.SHARPER)
    subprocess.run(
        ["pdftoppm", "-r", sharpness, "-png", str(tmp_path / "paper.pdf"), str(tmp_path / "page")],
        check=True, capture_output=True, timeout=60,
    )  # fmt: skip

    pages = [golden.small(Image.open(path)) for path in sorted(tmp_path.glob("page-*.png"))]

    assert [golden.broken(*pair) for pair in zip(pages, golden.kept(name), strict=True)] == [[]] * len(pages)


def test_no_picture_is_kept_of_a_layout_that_is_gone_and_all_are_small():
    files = list(golden.FOLDER.glob("*.png"))

    assert {path.stem.rpartition("-")[0] for path in files} == set(LAYOUTS)
    assert sum(path.stat().st_size for path in files) < 500_000
