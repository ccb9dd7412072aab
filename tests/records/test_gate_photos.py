"""Photographs of pages: which are let in, and what becomes of them in the PDF."""

import io
import zlib

import pikepdf
import pytest
from PIL import Image, ImageDraw

from records import gate
from records.gate import Limits, Reason, Report
from tests.records import gate_files as files

PHOTO = Limits(max_bytes=15 * 2**20, max_pages=40)
ORIENTATION, GPS, MAKER, LATITUDE = 0x0112, 0x8825, 0x010F, 2


@pytest.fixture(autouse=True, scope="module")
def the_checker_ends_with_this_file():
    yield
    gate.stop()


def photo(path, width=1200, height=1600, mode="RGB", colour="white", kind="JPEG", **options):
    Image.new(mode, (width, height), colour).save(path, kind, **options)
    return path


def verdict(path) -> Reason | None:
    return gate.check(path, kind="photo", limits=PHOTO).reason


def bound(tmp_path, *paths) -> tuple[Report, list[Image.Image]]:
    """The report, and the picture on each page as it lies in the PDF."""
    report = gate.photos_to_pdf(paths, tmp_path / "pages.pdf", limits=PHOTO)
    if not report.ok:
        return report, []
    with pikepdf.open(tmp_path / "pages.pdf") as pdf:
        jpegs = [page.obj.Resources.XObject.P.read_raw_bytes() for page in pdf.pages]
    return report, [Image.open(io.BytesIO(jpeg)) for jpeg in jpegs]


@pytest.mark.parametrize(("kind", "name"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp")])
def test_jpeg_png_and_webp_are_accepted(tmp_path, kind, name):
    report = gate.check(photo(tmp_path / "page", kind=kind), kind="photo", limits=PHOTO)

    assert report == Report(ok=True, pages=1, content_type=name, limits=PHOTO)


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "PPM", "ICO", "PDF", "EPS"])
def test_other_pictures_are_refused_without_being_decoded(tmp_path, settings, kind):
    settings.DATA = tmp_path / "no-checker-needed"

    assert verdict(photo(tmp_path / "page.jpg", 64, 64, kind=kind)) is Reason.NOT_A_PHOTO


def test_an_iphones_own_format_is_refused_with_what_to_do(tmp_path):
    assert verdict(files.written(tmp_path / "page.jpg", b"\0\0\0\x18ftypheic\0\0\0\0mif1")) is Reason.HEIC


def test_an_empty_photograph_is_refused(tmp_path):
    assert verdict(files.written(tmp_path / "page.jpg", b"")) is Reason.EMPTY


def test_a_photograph_over_the_limit_is_refused(tmp_path):
    report = gate.check(photo(tmp_path / "page.jpg"), kind="photo", limits=Limits(max_bytes=1000))

    assert report.reason is Reason.TOO_LARGE


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_half_a_photograph_is_refused(tmp_path, kind):
    path = tmp_path / "page"
    Image.effect_noise((1200, 1600), 80).convert("RGB").save(path, kind)
    whole = path.read_bytes()

    assert verdict(files.written(tmp_path / "half", whole[: len(whole) // 2])) is Reason.UNREADABLE_PICTURE


def test_three_gigapixels_are_refused_before_they_are_decoded(tmp_path):
    small = photo(tmp_path / "small.png", 10, 10, kind="PNG").read_bytes()
    large = small.replace((10).to_bytes(4, "big") * 2, (60_000).to_bytes(4, "big") * 2)
    fixed = large[:29] + zlib.crc32(large[12:29]).to_bytes(4, "big") + large[33:]

    assert verdict(files.written(tmp_path / "large.png", fixed)) is Reason.PICTURE_TOO_LARGE


def test_a_small_photograph_is_accepted_with_a_warning(tmp_path):
    report = gate.check(photo(tmp_path / "page.jpg", 640, 480), kind="photo", limits=PHOTO)

    assert (report.ok, report.warnings) == (True, (Reason.SMALL_PICTURE,))


def test_photographs_become_one_page_of_a4_each_in_their_order(tmp_path):
    paths = [
        photo(tmp_path / "1.jpg", 1200, 1600, colour="red"),
        photo(tmp_path / "2.png", 1600, 1200, colour="lime", kind="PNG"),
        photo(tmp_path / "3.webp", 1200, 1600, colour="blue", kind="WEBP"),
    ]

    report, pictures = bound(tmp_path, *paths)

    assert report == Report(
        ok=True,
        pages=3,
        page_sizes=((595.28, 841.89), (841.89, 595.28), (595.28, 841.89)),
        content_type="application/pdf",
        limits=PHOTO,
    )
    assert [max(range(3), key=picture.getpixel((600, 600)).__getitem__) for picture in pictures] == [0, 1, 2]


def test_a_large_photograph_is_shrunk_to_two_thousand_pixels(tmp_path):
    _report, pictures = bound(tmp_path, photo(tmp_path / "1.jpg", 3000, 4000))

    assert [picture.size for picture in pictures] == [(1500, 2000)]


def test_a_photograph_lies_on_its_page_as_it_was_held(tmp_path):
    picture = Image.new("RGB", (1600, 1200), "white")
    ImageDraw.Draw(picture).rectangle((0, 0, 400, 1200), fill="black")  # the top of a page held upright
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    picture.save(tmp_path / "1.jpg", exif=exif)

    report, (page,) = bound(tmp_path, tmp_path / "1.jpg")

    assert page.size == (1200, 1600)
    assert report.page_sizes == ((595.28, 841.89),)
    assert (page.getpixel((600, 100)), page.getpixel((600, 1500))) == ((0, 0, 0), (255, 255, 255))


def test_where_and_with_what_a_photograph_was_taken_is_not_kept(tmp_path):
    exif = Image.Exif()
    exif[MAKER] = "SecretPhone"
    exif.get_ifd(GPS)[LATITUDE] = (13.0, 45.0, 0.0)
    path = photo(
        tmp_path / "1.jpg", exif=exif, comment=b"SecretRemark", xmp=b"<x>SecretPlace</x>", icc_profile=b"SecretColours"
    )
    assert path.read_bytes().count(b"Secret") == 4

    _report, (page,) = bound(tmp_path, path)

    assert b"Secret" not in (tmp_path / "pages.pdf").read_bytes()
    assert len(page.getexif()) == 0


@pytest.mark.parametrize(
    ("mode", "colour", "kind", "seen"),
    [
        pytest.param("RGBA", (0, 0, 0, 0), "PNG", (255, 255, 255), id="see-through becomes paper"),
        pytest.param("LA", (0, 0), "PNG", (255, 255, 255), id="see-through grey"),
        pytest.param("L", 128, "JPEG", (128, 128, 128), id="grey"),
        pytest.param("1", 1, "PNG", (255, 255, 255), id="black and white"),
        pytest.param("I;16", 32768, "PNG", (128, 128, 128), id="sixteen bits"),
        pytest.param("CMYK", (0, 0, 0, 0), "JPEG", (255, 255, 255), id="printers' colours"),
        pytest.param("P", 0, "PNG", (0, 0, 0), id="palette"),
    ],
)
def test_every_kind_of_colour_becomes_a_page(tmp_path, mode, colour, kind, seen):
    _report, (page,) = bound(tmp_path, photo(tmp_path / "1", mode=mode, colour=colour, kind=kind))

    assert (page.mode, page.getpixel((100, 100))) == ("RGB", seen)


def test_a_bad_photograph_is_named_by_its_place_and_leaves_no_pdf(tmp_path):
    good = photo(tmp_path / "1.jpg")
    bad = files.written(tmp_path / "2.jpg", good.read_bytes()[:900])

    report = gate.photos_to_pdf([good, bad, good], tmp_path / "pages.pdf", limits=PHOTO)

    assert (report.ok, report.reason, report.at) == (False, Reason.UNREADABLE_PICTURE, 2)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["1.jpg", "2.jpg"]


def test_no_photographs_and_too_many_are_refused(tmp_path):
    path = photo(tmp_path / "1.jpg")

    none = gate.photos_to_pdf([], tmp_path / "pages.pdf", limits=PHOTO)
    many = gate.photos_to_pdf([path] * 3, tmp_path / "pages.pdf", limits=Limits(PHOTO.max_bytes, 2))

    assert (none.reason, many.reason) == (Reason.NO_PAGES, Reason.TOO_MANY_PAGES)


def test_forty_photographs_become_forty_pages_without_a_warning_from_any_reader(tmp_path):
    path = photo(tmp_path / "1.jpg", 1000, 1400)

    report, pictures = bound(tmp_path, *[path] * 40)

    assert (report.pages, report.warnings, len(pictures)) == (40, (), 40)
