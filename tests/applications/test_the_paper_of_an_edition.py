"""What the announcement's paper says under the signatory's name."""

import pytest

from applications.actions.announcement import announcement_context
from records import pdf
from tests.factories import applications as make
from tests.records.pdf_reading import by_pypdf

SECRETARY = "เลขาธิการคณะกรรมการการอาชีวศึกษา"


@pytest.mark.parametrize(
    ("capacity", "printed"),
    [("OWN", ""), ("ACTING", f"รักษาราชการแทน{SECRETARY}"), ("ON_BEHALF", f"ปฏิบัติราชการแทน{SECRETARY}")],
)
def test_only_who_signs_for_another_is_given_a_line_for_it(cast, capacity, printed):
    make.decided(cast)
    edition = make.signed(cast, capacity=capacity, signatory_position=SECRETARY)

    text = by_pypdf(pdf.render("pdf/announcement.html", announcement_context(edition)).data)

    assert text.partition(f"(นายยศพลเลขาธิการ){SECRETARY}")[2].partition("เลขที่")[0] == printed
