"""What templates print: glued, escaped, and nothing for nothing."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.template import Context, Engine, TemplateSyntaxError
from django.utils import translation

from people.thai import BANGKOK
from tests.people.thai_naughty_strings import CLEANED, UNTOUCHED

ENGINE = Engine(builtins=["people.templatetags.thai"])
CLOSING = datetime(2025, 2, 27, 23, 59, 59, tzinfo=BANGKOK)


def printed(source, lang="th", **facts):
    with translation.override(lang):
        return ENGINE.from_string(source).render(Context(facts)).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{{ at|long_date }}", "27 กุมภาพันธ์ 2568"),
        ("{{ at|short_date }}", "27 ก.พ. 2568"),
        ("{{ at|weekday_date }}", "วันพฤหัสบดีที่ 27 กุมภาพันธ์ 2568"),
        ("{{ at|month_year }}", "กุมภาพันธ์ 2568"),
        ("{{ at|official_date }}", "๒๗ กุมภาพันธ์ ๒๕๖๘"),
        ('{{ at|official_date:"era" }}', "๒๗ กุมภาพันธ์ พ.ศ. ๒๕๖๘"),
        ("{{ at|clock_time }}", "23.59 น."),
        ('{{ at|clock_time:"seconds" }}', "23.59.59 น."),
        ("{{ at|instant }}", "27 ก.พ. 2568 เวลา 23.59 น."),
        ('{{ at|instant:"seconds" }}', "27 ก.พ. 2568 เวลา 23.59.59 น."),
        ("{{ at|clock_time|thai_digits }}", "๒๓.๕๙ น."),
    ],
)
def test_a_page_shows_dates_and_times(source, expected):
    assert printed(source, at=CLOSING) == expected


def test_a_page_in_english_shows_english_dates():
    assert printed("{{ at|instant }}", lang="en", at=CLOSING) == "27 Feb 2568 BE, 23:59"


@pytest.mark.parametrize(
    "name",
    [
        "long_date", "short_date", "weekday_date", "month_year", "official_date", "clock_time", "instant",
        "thai_digits", "baht", "baht_text", "file_size", "nowrap_name", "college_name", "days_left:at",
    ],
)  # fmt: skip
def test_nothing_prints_nothing(name):
    assert printed(f"{{{{ none|{name} }}}}{{{{ missing|{name} }}}}", none=None, at=CLOSING) == ""


@pytest.mark.parametrize(
    ("amount", "figure", "words"),
    [
        (Decimal("12500.00"), "12,500", "หนึ่งหมื่นสองพันห้าร้อยบาทถ้วน"),
        (Decimal("12500.50"), "12,500.50", "หนึ่งหมื่นสองพันห้าร้อยบาทห้าสิบสตางค์"),
        ("15000.00", "15,000", "หนึ่งหมื่นห้าพันบาทถ้วน"),
        (0, "0", "ศูนย์บาทถ้วน"),
    ],
)
def test_money_is_shown_in_figures_and_words(amount, figure, words):
    assert printed("{{ amount|baht }} ({{ amount|baht_text }})", amount=amount) == f"{figure} ({words})"


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (1023, "1,023 bytes"),
        (1024, "1 KB"),
        (1_300_000, "1.3 MB"),
        (1024**2 - 1, "1 MB"),
        (25 * 1024**2, "25 MB"),
        (25 * 1024**2 + 1, "25.1 MB"),
        (500 * 1024**2, "500 MB"),
        (3 * 1024**3, "3 GB"),
        (5000 * 1024**3, "5,000 GB"),
    ],
)
def test_a_file_size_is_rounded_up(size, shown):
    assert printed("{{ size|file_size }}", lang="en", size=size) == shown


@pytest.mark.parametrize(
    ("at", "shown"),
    [
        (CLOSING - timedelta(days=14), "14 days left"),
        (CLOSING - timedelta(hours=25), "tomorrow"),
        (datetime(2025, 2, 26, 17, 0, tzinfo=UTC), "today"),  # midnight in Bangkok
        (CLOSING, "today"),
        (CLOSING - timedelta(seconds=1), "today"),
        (CLOSING + timedelta(seconds=1), "yesterday"),
        (CLOSING + timedelta(days=2), "2 days ago"),
        (date(2025, 2, 24), "3 days left"),
        (date(2025, 2, 27), "today"),
    ],
)
def test_days_are_counted_as_bangkok_counts_them(at, shown):
    assert printed("{{ closes|days_left:at }}", lang="en", closes=CLOSING, at=at) == shown


def test_an_hour_that_has_passed_today_is_told_from_one_to_come():
    closes = CLOSING.replace(hour=12)

    assert printed("{{ closes|days_left:at }}", lang="en", closes=closes, at=CLOSING) == "earlier today"
    assert printed("{{ closes|days_left:at }}", lang="en", closes=CLOSING, at=closes) == "today"


def test_each_part_of_a_name_stays_whole_and_is_escaped():
    assert (
        printed("{{ name|nowrap_name }}", name="นางสาวพิมพ์ลดา <b>")
        == '<span class="nowrap">นางสาวพิมพ์ลดา</span> <span class="nowrap">&lt;b&gt;</span>'
    )


def test_a_part_too_long_for_a_phone_may_wrap():
    assert printed("{{ name|nowrap_name }}", name="ก" * 31) == "ก" * 31


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("วิทยาลัยเทคนิคธารทอง", '<span class="nowrap">วิทยาลัยเทคนิค</span><wbr><span class="nowrap">ธารทอง</span>'),
        (
            "วิทยาลัยอาชีวศึกษาฐานวิทยาศาสตร์ (ธารทอง)",
            '<span class="nowrap">วิทยาลัยอาชีวศึกษาฐานวิทยาศาสตร์</span> <span class="nowrap">(ธารทอง)</span>',
        ),
        ("โรงเรียน<ธารทอง>", '<span class="nowrap">โรงเรียน&lt;ธารทอง&gt;</span>'),
        ("วิทยาลัยเทคนิค", '<span class="nowrap">วิทยาลัยเทคนิค</span>'),
        (
            "วิทยาลัยเทคนิคธารทอง <script>",
            '<span class="nowrap">วิทยาลัยเทคนิค</span><wbr><span class="nowrap">ธารทอง</span>'
            ' <span class="nowrap">&lt;script&gt;</span>',
        ),
    ],
)
def test_a_college_name_may_break_after_its_kind(name, shown):
    assert printed("{{ name|college_name }}", name=name) == shown


@pytest.mark.parametrize("text", [*(pasted for pasted, _ in CLEANED.values()), *UNTOUCHED.values()])
@pytest.mark.parametrize("name", ["nowrap_name", "college_name", "thai_digits"])
def test_no_markup_comes_out_of_a_name(name, text):
    shown = printed(f"{{{{ text|{name} }}}}", text=f"{text}<i>'\"&")

    for ours in (
        '<span class="nowrap">',
        "</span>",
        "<wbr>",
        "&lt;",
        "&gt;",
        "&amp;",
        "&quot;",
        "&#x๒๗;",
        "&#x27;",
        "&#๓๙;",
    ):
        shown = shown.replace(ours, "")
    assert set(shown) & set("<>\"'") == set()


def test_an_icon_is_a_picture_for_the_eye_only():
    assert printed('{% icon "arrow-right" %}') == (
        '<svg class="ico" viewBox="0 0 24 24" aria-hidden="true" focusable="false">'
        '<use href="/static/icons.svg#i-arrow-right"/></svg>'
    )


@pytest.mark.parametrize("name", ["", "x y", '"><script>', "../x", "Arrow"])
def test_an_icon_with_an_impossible_name_is_a_mistake_of_the_page(name):
    with pytest.raises(TemplateSyntaxError):
        printed("{% icon name %}", name=name)
