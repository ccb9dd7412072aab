"""The calendar on one page: what the letter's table says, and what moved since."""

import datetime as dt

import pytest

from people.thai import thai_digits
from rounds import printed
from rounds.actions import add_holiday, extend, move_milestone
from rounds.models import Milestone
from tests.cast import at
from tests.records.pdf_reading import READERS, folded

WHEN = at("2025-02-20 09:00")
# No., period and the words by which each row of the letter's table is known; its slips mended (8.1, 8.2; 7.3).
TABLE = [
    ("๑", "ก.พ. ๒๕๖๘", "ประชาสัมพันธ์รับสมัครครูผู้สนใจเข้ารับการพัฒนา"),
    ("๒.๑", "ก.พ. ๒๕๖๘", "ประสานและกำหนดสถานประกอบการ รวมถึงพิจารณาครูผู้มีคุณสมบัติ"),
    ("๒.๒", "ก.พ. ๒๕๖๘", "จัดส่งข้อมูลแผนพัฒนาฯ ประเภทไฟล์ PDF ที่มีลายเซ็นรับรองครบถ้วนแล้ว"),
    ("๒.๓", "ก.พ. ๒๕๖๘", "จำนวน ๑ คน เป็นผู้ประสานงาน"),
    ("๓.๑", "มี.ค. ๒๕๖๘", "ประกาศรายชื่อครูผู้มีสิทธิ์"),
    ("๓.๒", "มี.ค. ๒๕๖๘", "ในรูปแบบออนไลน์"),
    ("๔.๑", "มี.ค. – พ.ค. ๒๕๖๘", "ส่งครูเข้ารับการฝึกประสบการณ์"),
    ("๔.๒", "มี.ค. – พ.ค. ๒๕๖๘", "นิเทศ ติดตามการฝึกประสบการณ์ในสถานประกอบการของครูในสังกัด"),
    ("๔.๓", "มี.ค. – พ.ค. ๒๕๖๘", "ประเมินผล และรายงานผลการพัฒนา"),
    ("๕", "มี.ค. – เม.ย. ๒๕๖๘", "จัดสรรงบประมาณ"),
    ("๖", "มี.ค. – มิ.ย. ๒๕๖๘", "สำนักนโยบายและแผนการอาชีวศึกษา"),
    ("๗.๑", "มี.ค. – พ.ค. ๒๕๖๘", "ตามแผนพัฒนาประสบการณ์ฯ"),
    ("๗.๒", "มี.ค. – พ.ค. ๒๕๖๘", "จัดทำสมุดบันทึก"),
    ("๗.๓", "มี.ค. – พ.ค. ๒๕๖๘", "๑ คลิป เวลาไม่เกิน ๕ นาที"),
    ("๗.๔", "มี.ค. – มิ.ย. ๒๕๖๘", "ทดสอบสมรรถนะบุคคลตามมาตรฐานอาชีพ ตามที่กำหนดในแผน"),
    ("๘.๑", "มิ.ย. ๒๕๖๘", "ติดตามผลการเข้ารับการฝึกประสบการณ์"),
    ("๘.๒", "มิ.ย. ๒๕๖๘", "สรุปผลการพัฒนา และรายงานผลการพัฒนาด้วยสมุดบันทึก"),
    ("๙", "ก.ค. – ก.ย. ๒๕๖๘", "สรุปและถอดบทเรียน"),
    ("๑๐", "พ.ย. – ธ.ค. ๒๕๖๘", "รายงานผลหลังการพัฒนา"),
]


def facts_of(cast):
    from records.pdf.layouts import prepare

    found = prepare("pdf/calendar.html", printed.facts(cast.round))
    return [{**row, "group": group["who"]} for group in found["groups"] for row in group["rows"]]


def page(person):
    response = person.client.get("/rounds/2568/calendar.pdf")
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    return response.content


def test_it_is_the_letters_table(cast, clock):
    rows = facts_of(cast)

    assert [(row["no"], row["period"].replace("\xa0", " ")) for row in rows] == [row[:2] for row in TABLE]
    for row, (_no, _period, words) in zip(rows, TABLE, strict=True):
        assert words in f"{row['group']} {row['text']}"


def test_every_row_says_who_does_it_in_the_letters_words(cast, clock):
    assert [row["group"] for row in facts_of(cast) if row["no"] in ("๑", "๒.๓", "๕", "๗.๔", "๑๐")] == [
        "สำนักพัฒนาสมรรถนะครูและบุคลากรอาชีวศึกษา",
        "สถานศึกษาต้นสังกัด",
        "สำนักงานคณะกรรมการการอาชีวศึกษา",
        "ครูอาชีวศึกษาที่ได้รับการคัดเลือก",
        "ครูอาชีวศึกษาที่เข้ารับการพัฒนา",
    ]


@pytest.mark.parametrize("read", READERS)
def test_the_file_holds_all_of_it_on_one_page(cast, clock, read):
    text = read(page(cast.teacher))

    for no, period, words in TABLE:
        assert folded(no) in text
        assert folded(period) in text
        assert folded(words) in text
    assert folded("ภายใน ๒๗ ก.พ. ๒๕๖๘") in text
    assert folded("ข้อ ๘.๑ และ ๘.๒ ในหนังสือพิมพ์เป็นข้อ ๙.๑ และ ๙.๒") in text
    assert "หน้า๑/๑" in text


def test_what_moved_for_all_is_on_it_and_what_was_given_to_some_is_not(cast, clock):
    facts = {"reason": "น้ำท่วม", "by": cast.bureau.seat, "at": WHEN}
    extend(cast.round, "PLANS_DUE", until=at("2025-03-05 23:59:59"), college=cast.college, **facts)
    assert next(row for row in facts_of(cast) if row["no"] == "๒.๒")["until"].endswith("๒๗\xa0ก.พ.\xa0๒๕๖๘")

    extend(cast.round, "PLANS_DUE", until=at("2025-03-07 23:59:59"), **facts)
    milestone = Milestone.objects.get(kind="BUDGET")
    opens, closes = at("2025-03-03 00:00"), at("2025-04-11 23:59:59")
    move_milestone(milestone, opens_at=opens, closes_at=closes, mode="SHOWN", by=cast.bureau.seat, at=WHEN)

    found = {row["no"]: row for row in facts_of(cast)}
    assert found["๒.๒"]["until"] == "ปิดรับ ๗\xa0มี.ค.\xa0๒๕๖๘"
    assert found["๕"]["period"] == "๓\xa0มี.ค.\xa0๒๕๖๘ – ๑๑\xa0เม.ย.\xa0๒๕๖๘"
    assert printed.facts(cast.round)["made_at"] == WHEN


def test_a_holiday_that_moves_a_closing_dates_the_paper(cast, clock):
    added = WHEN + dt.timedelta(days=1)
    Milestone.objects.filter(kind="PLANS_DUE").update(is_exact=False)

    add_holiday(dt.date(2025, 2, 27), "วันหยุดพิเศษ", by=cast.bureau.seat, at=added)

    facts = printed.facts(cast.round)
    assert next(row for row in facts["calendar"]["rows"] if row["printed"] == "๒.๒")["shuts"] == dt.date(2025, 2, 28)
    assert (facts["calendar"]["changed"], facts["made_at"]) == (added.date(), added)


def test_the_same_calendar_is_the_same_file_for_everybody(cast, clock):
    assert page(cast.teacher) == page(cast.neighbour) == page(cast.bureau)


def test_a_round_without_the_letters_words_is_printed_with_its_labels(cast, clock):
    Milestone.objects.update(printed_who="", printed_text="")

    assert facts_of(cast)[0]["text"].startswith("แจ้งแนวทางการพัฒนาสมรรถนะครูอาชีวศึกษา และ")


def test_digits_of_the_file_are_thai_but_for_its_addresses(cast, clock):
    text = READERS[0](page(cast.teacher)).replace("https://teachersync.example/calendar/2568/", "")

    assert text == thai_digits(text)
