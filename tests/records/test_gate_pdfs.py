"""Which PDFs the gate lets in, and what it says about the others."""

import pikepdf
import pytest
from django.utils import translation

from records import gate
from records.gate import Reason, Report
from tests.records import gate_files as files


@pytest.fixture(autouse=True, scope="module")
def the_checker_ends_with_this_file():
    yield
    gate.stop()


def checked(path) -> Report:
    return gate.check(path, kind="pdf", limits=files.PLAN)


def verdict(path) -> tuple[Reason | None, int | None]:
    report = checked(path)
    return report.reason, report.at


def test_a_scan_is_accepted_with_its_pages_and_their_sizes(tmp_path):
    report = checked(files.saved(files.scan(3), tmp_path / "plan.pdf"))

    assert report == Report(
        ok=True,
        pages=3,
        page_sizes=((595.0, 842.0),) * 3,
        content_type="application/pdf",
        limits=files.PLAN,
    )
    assert report.sentence == ""


def test_a_turned_page_is_reported_as_the_reader_sees_it(tmp_path):
    report = checked(files.saved(files.scan(rotate=90), tmp_path / "plan.pdf"))

    assert report.page_sizes == ((842.0, 595.0),)


def test_a_cropped_page_is_reported_as_the_reader_sees_it(tmp_path):
    pdf = files.scan()
    pdf.pages[0].obj.CropBox = pikepdf.Array([10, 10, 310, 410])

    report = checked(files.saved(pdf, tmp_path / "plan.pdf"))

    assert report.page_sizes == ((300.0, 400.0),)


def test_an_empty_file_is_refused(tmp_path):
    assert verdict(files.written(tmp_path / "plan.pdf", b"")) == (Reason.EMPTY, None)


@pytest.mark.parametrize(
    ("start", "reason"),
    [
        pytest.param(b"hello" * 1000, Reason.NOT_A_PDF, id="text"),
        pytest.param(b"PK\3\4 word/document.xml", Reason.NOT_A_PDF, id="word"),
        pytest.param(b"\0" * 5000, Reason.NOT_A_PDF, id="zeros"),
        pytest.param(b"\xff\xd8\xff\xe0", Reason.PHOTO_NOT_PDF, id="photograph"),
        pytest.param(b"\0\0\0\x18ftypheic", Reason.PHOTO_NOT_PDF, id="iphone photograph"),
        pytest.param(b"%PDF-1.7 and nothing else %%EOF", Reason.DAMAGED, id="header only"),
    ],
)
def test_what_is_no_pdf_is_refused_whatever_it_is_called(tmp_path, start, reason):
    assert verdict(files.written(tmp_path / "plan.pdf", start)) == (reason, None)


def test_a_page_of_html_that_is_also_a_pdf_is_refused(tmp_path):
    whole = files.saved(files.scan(), tmp_path / "plan.pdf").read_bytes()

    assert verdict(files.written(tmp_path / "both.pdf", b"<html><script>alert(1)</script>" + whole)) == (
        Reason.NOT_A_PDF,
        None,
    )


def test_white_space_before_the_header_does_no_harm(tmp_path):
    whole = files.saved(files.scan(), tmp_path / "plan.pdf").read_bytes()

    assert verdict(files.written(tmp_path / "late.pdf", b"\xef\xbb\xbf\r\n" + whole)) == (None, None)


def test_sixty_megabytes_are_refused_with_the_limit_in_the_sentence(tmp_path, settings):
    settings.DATA = tmp_path / "no-checker-needed"
    path = files.saved(files.scan(), tmp_path / "plan.pdf")
    with path.open("ab") as file:
        file.truncate(60 * 2**20)

    report = checked(path)

    assert report.reason is Reason.TOO_LARGE
    with translation.override("en"):
        assert report.sentence.startswith("The file is larger than 25 MB.")


def test_a_file_exactly_at_the_limit_is_accepted(tmp_path):
    path = files.saved(files.scan(), tmp_path / "plan.pdf")
    exact = gate.Limits(path.stat().st_size, 1)
    below = gate.Limits(path.stat().st_size - 1, 1)

    assert gate.check(path, kind="pdf", limits=exact).reason is None
    assert gate.check(path, kind="pdf", limits=below).reason is Reason.TOO_LARGE


def test_forty_pages_are_accepted_and_one_more_is_refused(tmp_path):
    assert verdict(files.saved(files.scan(40), tmp_path / "40.pdf")) == (None, None)
    assert verdict(files.saved(files.scan(41), tmp_path / "41.pdf")) == (Reason.TOO_MANY_PAGES, None)


def test_two_hundred_pages_are_refused(tmp_path):
    assert verdict(files.saved(files.scan(200), tmp_path / "plan.pdf")) == (Reason.TOO_MANY_PAGES, None)


@pytest.mark.parametrize("kept", [0.95, 0.6, 0.3])
def test_a_file_whose_end_is_missing_is_refused_even_when_pages_can_be_read(tmp_path, kept):
    whole = files.saved(files.scan(3), tmp_path / "plan.pdf").read_bytes()

    assert verdict(files.written(tmp_path / "cut.pdf", whole[: int(len(whole) * kept)])) == (Reason.CUT_OFF, None)


def test_a_file_that_needs_a_password_is_refused(tmp_path):
    locked = pikepdf.Encryption(owner="owner", user="user")

    assert verdict(files.saved(files.scan(), tmp_path / "plan.pdf", encryption=locked)) == (Reason.ENCRYPTED, None)


def test_a_file_locked_for_readers_but_not_for_its_owner_is_refused(tmp_path):
    locked = pikepdf.Encryption(owner="", user="user")

    assert verdict(files.saved(files.scan(), tmp_path / "plan.pdf", encryption=locked)) == (Reason.ENCRYPTED, None)


def test_a_file_that_only_forbids_uses_is_accepted_with_a_warning(tmp_path):
    restricted = pikepdf.Encryption(owner="owner", user="", allow=pikepdf.Permissions(extract=False))

    report = checked(files.saved(files.scan(2), tmp_path / "plan.pdf", encryption=restricted))

    assert (report.ok, report.pages, report.warnings) == (True, 2, (Reason.RESTRICTED,))


def test_faults_that_can_be_read_around_are_accepted_with_a_warning(tmp_path):
    whole = files.saved(files.scan(2), tmp_path / "plan.pdf").read_bytes()
    start = whole.rindex(b"startxref")

    report = checked(files.written(tmp_path / "shifted.pdf", whole[:start] + b"startxref\n7\n%%EOF\n"))

    assert (report.ok, report.pages, report.warnings) == (True, 2, (Reason.REPAIRED,))


def test_a_file_without_pages_is_refused(tmp_path):
    assert verdict(files.written(tmp_path / "plan.pdf", files.raw(files.CATALOG, b"<< /Type /Pages /Kids [] >>"))) == (
        Reason.NO_PAGES,
        None,
    )


def test_a_file_of_empty_pages_is_accepted_with_a_warning(tmp_path):
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=files.A4)

    report = checked(files.saved(pdf, tmp_path / "plan.pdf"))

    assert (report.ok, report.warnings) == (True, (Reason.BLANK,))


@pytest.mark.parametrize("times", [1, 2])
def test_a_content_stream_of_a_gigabyte_is_refused(tmp_path, times):
    path = files.written(tmp_path / "plan.pdf", files.bomb(times))

    assert path.stat().st_size < 5 * 2**20
    assert checked(path).reason is Reason.TOO_COSTLY


def test_a_content_stream_that_cannot_be_unpacked_is_refused(tmp_path):
    broken = files.one_page(files.stream(b"this is not deflated", b"/Filter /FlateDecode "))

    assert verdict(files.written(tmp_path / "plan.pdf", broken)) == (Reason.DAMAGED, 1)


def test_a_page_tree_that_runs_in_a_circle_is_refused(tmp_path):
    circle = files.raw(files.CATALOG, b"<< /Type /Pages /Count 1 /Parent 3 0 R /Kids [3 0 R] >>",
                       b"<< /Type /Pages /Count 1 /Parent 2 0 R /Kids [2 0 R] >>")  # fmt: skip

    assert verdict(files.written(tmp_path / "plan.pdf", circle)) == (Reason.DAMAGED, None)


def test_a_file_that_claims_two_billion_pages_is_counted_by_its_pages(tmp_path):
    boast = files.one_page(files.stream(b"0 0 m"), b"<< /Type /Pages /Count 2147483647 /Kids [3 0 R] >>")

    report = checked(files.written(tmp_path / "plan.pdf", boast))

    assert (report.ok, report.pages) == (True, 1)


def test_brackets_nested_a_hundred_thousand_deep_are_survived(tmp_path):
    deep = files.raw(files.CATALOG, b"[" * 100_000 + b"]" * 100_000)

    assert verdict(files.written(tmp_path / "plan.pdf", deep)) == (Reason.DAMAGED, None)


def test_a_table_of_places_that_names_itself_as_its_past_ends(tmp_path):
    loop = files.one_page(files.stream(b"0 0 m"), prev=True)

    report = checked(files.written(tmp_path / "plan.pdf", loop))

    assert (report.pages, report.warnings) == (1, (Reason.REPAIRED,))


def test_forms_that_draw_themselves_end(tmp_path):
    pdf = files.scan()
    form = pdf.make_stream(b"/F Do", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form)
    form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=form))
    pdf.pages[0].obj.Resources.XObject.F = form

    assert verdict(files.saved(pdf, tmp_path / "plan.pdf")) == (None, None)


def test_a_picture_of_three_gigapixels_is_refused_with_its_page(tmp_path):
    pdf = files.scan(2)
    pdf.pages[1].obj.Resources.XObject.P.Width = 60_000
    pdf.pages[1].obj.Resources.XObject.P.Height = 60_000

    assert verdict(files.saved(pdf, tmp_path / "plan.pdf")) == (Reason.PICTURE_TOO_LARGE, 2)


def test_a_page_without_a_size_is_refused_with_its_number(tmp_path):
    pdf = files.scan(2)
    pdf.pages[1].obj.MediaBox = pikepdf.Array([0, 0, 0, 0])

    assert verdict(files.saved(pdf, tmp_path / "plan.pdf")) == (Reason.DAMAGED, 2)


def test_every_reason_has_a_sentence_of_its_own():
    with translation.override("en"):
        sentences = [reason.sentence for reason in Reason]

    assert len(set(sentences)) == len(Reason)
    assert all(sentence.endswith(".") for sentence in sentences)


def test_a_refusal_about_a_page_names_the_page():
    with translation.override("en"):
        assert Report(ok=False, reason=Reason.DAMAGED, at=7).sentence == f"Page 7: {Reason.DAMAGED.sentence}"


def test_a_file_that_is_not_there_is_the_callers_fault(tmp_path):
    with pytest.raises(FileNotFoundError):
        checked(tmp_path / "nothing.pdf")
