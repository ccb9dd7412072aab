"""What may not be inside a PDF: programs, other files, forms of another kind. Scripts are only told."""

import pikepdf
import pytest

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


def test_a_script_is_accepted_with_a_warning(tmp_path):
    pdf = files.scan()
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))

    report = checked(files.saved(pdf, tmp_path / "plan.pdf"))

    assert (report.ok, report.warnings) == (True, (Reason.ACTIVE_CONTENT,))
    assert report.cautions == (Reason.ACTIVE_CONTENT.sentence,)


def test_a_link_to_a_web_page_is_no_script(tmp_path):
    pdf = files.scan()
    pdf.pages[0].obj.Annots = pikepdf.Array(
        [
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Link,
                Rect=[0, 0, 9, 9],
                A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("https://example.org/")),
            )
        ]
    )

    report = checked(files.saved(pdf, tmp_path / "plan.pdf"))

    assert (report.ok, report.warnings) == (True, ())


@pytest.mark.parametrize("name", [b"/Launch", b"/L#61unch", b"/#4c#61#75#6e#63#68"])
def test_a_file_that_starts_programs_is_refused_however_it_spells_it(tmp_path, name):
    annotation = b"<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /Next [ << /S " + name + b" >> ] >> >>"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Annots [4 0 R] >>"
    launching = files.raw(files.CATALOG, b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>", page, annotation)

    assert verdict(files.written(tmp_path / "plan.pdf", launching)) == (Reason.LAUNCHES, None)


def test_a_launch_that_lies_in_a_packed_object_is_found(tmp_path):
    pdf = files.scan()
    pdf.Root.AA = pdf.make_indirect(pikepdf.Dictionary(WC=pikepdf.Dictionary(S=pikepdf.Name.Launch)))
    path = files.saved(pdf, tmp_path / "plan.pdf", object_stream_mode=pikepdf.ObjectStreamMode.generate)

    assert b"Launch" not in path.read_bytes()
    assert verdict(path) == (Reason.LAUNCHES, None)


def test_a_file_with_another_file_inside_is_refused(tmp_path):
    pdf = files.scan()
    pdf.attachments["salary.xlsx"] = b"PK"

    assert verdict(files.saved(pdf, tmp_path / "plan.pdf")) == (Reason.EMBEDDED, None)


def test_an_xfa_form_is_refused(tmp_path):
    pdf = files.scan()
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[], XFA=pdf.make_stream(b"<xdp/>"))

    assert verdict(files.saved(pdf, tmp_path / "plan.pdf")) == (Reason.XFA, None)
