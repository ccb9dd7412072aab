"""Pages as pictures for the screen."""

import pikepdf
import pytest
from PIL import Image

from records import gate
from records.gate import Reason, Report
from tests.records import gate_files as files


@pytest.fixture(autouse=True, scope="module")
def the_checker_ends_with_this_file():
    yield
    gate.stop()


def painted(colour: str) -> pikepdf.Pdf:
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=files.A4)
    page.obj.Contents = pdf.make_stream(f"{colour} rg 0 0 595 842 re f".encode())
    return pdf


def test_a_page_is_drawn_at_the_width_asked_for(tmp_path):
    path = files.saved(painted("1 0 0"), tmp_path / "plan.pdf")

    report = gate.picture(path, 1, width=900, target=tmp_path / "1.png")

    assert report == Report(ok=True, pages=1, page_sizes=((595.0, 842.0),), content_type="image/png")
    with Image.open(tmp_path / "1.png") as picture:
        assert (picture.format, picture.size, picture.getpixel((450, 600))) == ("PNG", (900, 1274), (255, 0, 0))


def test_the_suffix_of_the_target_says_the_format(tmp_path):
    path = files.saved(files.scan(2), tmp_path / "plan.pdf")

    report = gate.picture(path, 2, width=300, target=tmp_path / "2.jpg")

    assert (report.pages, report.content_type) == (2, "image/jpeg")
    with Image.open(tmp_path / "2.jpg") as picture:
        assert (picture.format, picture.width) == ("JPEG", 300)


def test_what_was_signed_in_a_form_field_is_drawn(tmp_path):
    pdf = painted("1 1 1")
    look = pdf.make_stream(b"0 0 1 rg 0 0 595 842 re f", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form)
    look.BBox = pikepdf.Array([0, 0, 595, 842])
    field = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Sig, F=4, Rect=[0, 0, 595, 842]
    )
    field.T, field.AP = pikepdf.String("director"), pikepdf.Dictionary(N=look)
    field = pdf.make_indirect(field)
    pdf.pages[0].obj.Annots = pikepdf.Array([field])
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]))

    gate.picture(files.saved(pdf, tmp_path / "plan.pdf"), 1, target=tmp_path / "1.png")

    with Image.open(tmp_path / "1.png") as picture:
        assert picture.getpixel((450, 600)) == (0, 0, 255)


@pytest.mark.parametrize("page", [0, -1, 3, 10**9])
def test_a_page_that_is_not_there_is_refused(tmp_path, page):
    path = files.saved(files.scan(2), tmp_path / "plan.pdf")

    report = gate.picture(path, page, target=tmp_path / "3.png")

    assert report.reason is Reason.NO_SUCH_PAGE
    assert [found.name for found in tmp_path.iterdir()] == ["plan.pdf"]


def test_a_very_long_page_is_drawn_within_the_cap_on_pixels(tmp_path):
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(10, 14_400))

    report = gate.picture(files.saved(pdf, tmp_path / "plan.pdf"), 1, target=tmp_path / "1.png")

    assert report.ok
    with Image.open(tmp_path / "1.png") as picture:
        assert picture.width * picture.height <= 8_100_000


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(b"garbage" * 100, Reason.DAMAGED, id="garbage"),
        pytest.param(b"", Reason.DAMAGED, id="empty"),
        pytest.param(files.bomb(), Reason.TOO_COSTLY, id="a gigabyte of drawing"),
    ],
)
def test_what_cannot_be_drawn_is_refused(tmp_path, data, reason):
    report = gate.picture(files.written(tmp_path / "plan.pdf", data), 1, target=tmp_path / "1.png")

    assert report.reason is reason


def test_a_locked_file_is_refused(tmp_path):
    locked = pikepdf.Encryption(owner="owner", user="user")
    path = files.saved(files.scan(), tmp_path / "plan.pdf", encryption=locked)

    assert gate.picture(path, 1, target=tmp_path / "1.png").reason is Reason.ENCRYPTED
