"""The layouts with the facts that real people type: none, many, long, and hostile."""

import os
import subprocess
import sys
from copy import deepcopy
from datetime import datetime
from io import BytesIO

import pypdfium2
import pytest
from pypdf import PdfReader

from records.pdf import render
from records.pdf.engine import set_html
from records.pdf.glue import TERMS, glue
from tests.records.pdf_all import SAMPLES
from tests.records.pdf_reading import READERS, by_poppler, by_pypdf, folded
from tests.records.pdf_samples import announcement_context, plan_context, receipt_context

LONG = "กรุงเทพมหานครอมรรัตนโกสินทร์มหินทรายุธยามหาดิลกภพนพรัตนราชธานีบูรีรมย์อุดมราชนิเวศน์มหาสถาน" * 2
HOSTILE = "<script>alert(1)</script> & </style><b>น้ำ</b> {{ paper.code }} {% include 'x' %} \"'"
# What a person types into a plan, by path.
TYPED = [
    ("teacher", "first_name"), ("teacher", "position"), ("teacher", "courses"), ("college", "name"),
    ("establishment", "name"), ("establishment", "address"), ("establishment", "mentor_position"),
    ("need", "gap"), ("competencies", 0, "unit"), ("competencies", 0, "evidence"), ("schedule", 0, "department"),
    ("schedule", 0, "task"), ("test", "place"), ("transfer", "learners"), ("budget", 0, "item"),
]  # fmt: skip


def with_text(text, *paths):
    context = plan_context(rows=2)
    for path in paths:
        place = context["plan"]
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = text
    return context


def test_markup_in_a_text_is_printed_as_it_was_typed():
    text = by_pypdf(render("pdf/plan.html", with_text(HOSTILE, *TYPED)).data)

    # The first name stands in three places, the college's name in three.
    assert text.count(folded(HOSTILE)) >= len(TYPED)


@pytest.mark.parametrize("path", TYPED, ids=str)
def test_a_very_long_word_stays_in_its_place(path):
    made = render("pdf/plan.html", with_text(LONG, path))

    assert LONG in by_poppler(made.data)
    pdf = pypdfium2.PdfDocument(made.data)
    for page in pdf:
        picture = page.render(scale=2).to_pil().convert("L")
        # Right of the text column, above the foot and below the corner codes, the paper is bare.
        right = tuple(round(mm * 72 / 25.4 * 2) for mm in (190.6, 25, 210, 259))
        assert picture.crop(right).getextrema() == (255, 255)
    pdf.close()


def test_a_long_name_in_a_list_stays_in_its_column():
    context = announcement_context(eligible=1, reserve=0)
    name, college = f"นางสาว{LONG[:40]} {LONG[:28]}", "ทดสอบคอลัมน์"
    context["eligible"][0].update(name=name, college=college)

    made = render("pdf/announcement.html", context)

    words = PdfReader(BytesIO(made.data)).pages[1]
    placed: list[tuple[str, float]] = []
    words.extract_text(visitor_text=lambda text, cm, tm, *_: placed.append((text.strip(), tm[4] * cm[0] + cm[4])))
    starts = {round(x * 25.4 / 72) for text, x in placed if text and text in name}
    assert folded(name) in by_poppler(made.data)
    assert starts == {44}  # every line of the name begins in its own column, behind 12 mm and the padding


def test_a_plan_of_one_row_fills_three_pages_and_a_plan_of_thirty_five():
    one, thirty = render("pdf/plan.html", plan_context(rows=1)), render("pdf/plan.html", plan_context(rows=30))

    assert (one.pages, thirty.pages) == (3, 5)


def test_the_head_of_the_schedule_is_repeated_on_each_of_its_pages():
    reader = PdfReader(BytesIO(render("pdf/plan.html", plan_context(rows=30)).data))

    heads = [folded(page.extract_text()).count("งานที่ฝึก") for page in reader.pages]
    assert heads == [0, 1, 1, 1, 0]


def test_a_long_annex_repeats_its_head_and_loses_nobody():
    context = announcement_context(eligible=300, reserve=0)
    made = render("pdf/announcement.html", context)

    pages = [folded(page.extract_text()) for page in PdfReader(BytesIO(made.data)).pages]
    assert [page.count("ลำดับ") for page in pages] == [0] + [1] * (made.pages - 1)
    assert sum(page.count("วิทยาลัย") for page in pages[1:]) == 300


def test_a_plan_without_test_and_money_says_so():
    context = plan_context()
    context["plan"]["test"] = {**context["plan"]["test"], "planned": False}
    context["plan"]["budget"] = []

    text = by_pypdf(render("pdf/plan.html", context).data)

    assert "ไม่มีแผนเข้ารับการทดสอบสมรรถนะในรอบนี้" in text
    assert "ไม่ขอรับการสนับสนุนงบประมาณ" in text
    assert "บาทถ้วน" not in text


def test_an_empty_answer_is_printed_as_a_dash():
    context = plan_context()
    context["plan"]["teacher"]["service_years"] = None

    assert "อายุราชการ–" in by_pypdf(render("pdf/plan.html", context).data)


def test_joint_development_is_described_where_there_is_no_agreement():
    context = plan_context()
    context["plan"]["establishment"].update(
        basis="joint", basis_detail="ร่วมพัฒนาหลักสูตรทวิภาคี", mou_number="", mou_from="", mou_until=""
    )

    text = by_pypdf(render("pdf/plan.html", context).data)

    assert "ร่วมจัดการศึกษากับสถานศึกษาร่วมพัฒนาหลักสูตรทวิภาคี" in text
    assert "บันทึกข้อตกลง" not in text


def test_a_director_in_full_office_signs_without_a_capacity():
    context = plan_context()
    context["plan"]["college"]["director_capacity"] = ""

    assert "แทน" not in by_pypdf(render("pdf/plan.html", context).data).replace("ผู้แทนสถานประกอบการ", "")


def test_a_receipt_tells_the_beginning_only_when_it_differs():
    context = receipt_context()
    context["receipt"].update(begun_at=None, extension="")

    text = by_pypdf(render("pdf/receipt.html", context).data)

    assert "เริ่มส่งเมื่อ" not in text
    assert "ถือเวลาที่เริ่มส่ง" not in text
    assert "การผ่อนผัน" not in text


def test_an_agencys_emblem_takes_the_place_kept_for_it():
    emblem = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/%3E"

    without = by_pypdf(render("pdf/announcement.html", announcement_context()).data)
    withit = by_pypdf(render("pdf/announcement.html", {**announcement_context(), "emblem": emblem}).data)

    assert "ตราของหน่วยงาน" in without
    assert "ตราของหน่วยงาน" not in withit


@pytest.mark.parametrize("template", SAMPLES)
def test_the_same_facts_give_the_same_bytes(template):
    first, second = render(template, SAMPLES[template]()), render(template, SAMPLES[template]())

    assert first == second


def test_another_process_gives_the_same_bytes():
    script = (
        "import django; django.setup()\n"
        "from records.pdf import render\n"
        "from tests.records.pdf_samples import plan_context\n"
        "print(render('pdf/plan.html', plan_context()).sha256)"
    )
    environment = {
        **os.environ, "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"], "TZ": "America/Lima",
        "LANG": "C", "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
    }  # fmt: skip

    digests = [
        subprocess.run(
            [sys.executable, "-c", script], env={**environment, "PYTHONHASHSEED": seed},
            capture_output=True, check=True, text=True, timeout=60,
        ).stdout.strip()
        for seed in ("1", "2")
    ]  # fmt: skip

    assert digests == [render("pdf/plan.html", plan_context()).sha256] * 2


def test_another_fact_gives_another_file():
    other = plan_context()
    other["plan"]["teacher"]["first_name"] = "น้ำทิพย์"

    assert render("pdf/plan.html", other).sha256 != render("pdf/plan.html", plan_context()).sha256


def test_the_callers_facts_are_left_as_they_were():
    context = plan_context()
    before = deepcopy(context)

    render("pdf/plan.html", context)

    assert context == before


def test_a_time_without_its_zone_is_refused():
    with pytest.raises(ValueError, match="aware"):
        render("pdf/plan.html", {**plan_context(), "made_at": datetime(2025, 2, 26, 7, 30)})


@pytest.mark.parametrize("read", READERS)
def test_letters_that_our_font_has_not_are_boxes_that_keep_their_text(read):
    text = read(render("pdf/plan.html", with_text("ทำงาน 中文 กับน้ำ 😀 ใส", ("need", "gap"))).data)

    assert "ทำงาน中文กับน้ำ😀ใส" in text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("วันที่ ๑๔ มีนาคม ๒๕๖๘ ณ", 'วันที่ <span class="glue">๑๔ มีนาคม ๒๕๖๘</span> ณ'),
        ("ปี พ.ศ. ๒๕๖๘", 'ปี <span class="glue">พ.ศ. ๒๕๖๘</span>'),
        (
            "ที่ ๑๗ มีนาคม – ๑ เมษายน ๒๕๖๘",
            'ที่ <span class="glue">๑๗ มีนาคม –</span> <span class="glue">๑ เมษายน ๒๕๖๘</span>',
        ),
        ("ไป แล้ว นั้น", 'ไป <span class="glue">แล้ว นั้น</span>'),
        ("ดู https://a.example/b?c=1 ก่อน", 'ดู <span class="glue">https://a.example/b?c=1</span> ก่อน'),
        ("ฝึก 10 วัน ที่", 'ฝึก <span class="glue">10 วัน</span> ที่'),
        ("10 วันที่", "10 วันที่"),
        ("สิ่ง ต่าง ๆ ก็", 'สิ่ง <span class="glue">ต่าง ๆ</span> ก็'),
        ("คลิป ๑ คลิป เวลา ๕ นาที", 'คลิป <span class="glue">๑ คลิป</span> เวลา <span class="glue">๕ นาที</span>'),
        ("ฝึกใน (สถานประกอบการ) นี้", 'ฝึกใน (<span class="glue">สถานประกอบการ</span>) นี้'),
        ("ร่วมกับสถานประกอบการราย", 'ร่วมกับ\u200b<span class="glue">สถานประกอบการ</span>\u200bราย'),
        ("ลงนามแล้ว", '<span class="glue">ลงนาม</span>\u200bแล้ว'),
        ("ลงนามฯ", '<span class="glue">ลงนาม</span>ฯ'),
        ('<img alt="ลายมือชื่อ พ.ศ. ๒๕๖๘">', '<img alt="ลายมือชื่อ พ.ศ. ๒๕๖๘">'),
        ('<span class="name">นายกำธร ใจดี</span>', '<span class="glue">นายกำธร</span> <span class="glue">ใจดี</span>'),
    ],
)
def test_what_belongs_together_is_kept_together(text, kept):
    head = "<head><title>พ.ศ. ๒๕๖๘</title></head>"

    assert glue(f"{head}{text}") == f"{head}{kept}"


def lines_of(words, wide):
    """The lines in which a paragraph `wide` millimetres wide is set, as poppler reads them."""
    html = f"<html lang=th><head></head><body style='font: 10.6pt Sarabun; width: {wide}mm'>{words}</body></html>"
    made = set_html(glue(html).replace("<head>", "<head><style>.glue { white-space: nowrap }</style>"))
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=made.data, capture_output=True, check=True)
    return [line.strip() for line in done.stdout.decode().splitlines() if line.strip("\f ")]


@pytest.mark.parametrize("term", TERMS)
def test_a_word_of_the_programme_stands_on_one_line_and_lines_break_beside_it(term):
    """Wherever it falls: the words before it grow by one, and each line keeps to words that readers know."""
    before = ["ให้", "ครู", "ที่", "ได้", "รับ", "การ", "คัดเลือก", "ส่ง", "ไป", "ยัง"]

    pages = [lines_of(f"{''.join(before[:count])}{term}ตามแผน", 42) for count in range(1, len(before) + 1)]

    assert [lines for lines in pages if not any(term in line for line in lines)] == []
    assert any(line.startswith(term) for lines in pages for line in lines[1:])
