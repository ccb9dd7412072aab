"""Pasted text is mended to what was meant, digits change script, names and citizen ids are read as Thais do."""

import unicodedata

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from people.thai import arabic_digits, clean_line, clean_text, is_citizen_id, person_name, thai_digits
from tests.people.thai_naughty_strings import CLEANED, UNTOUCHED

THAI = st.text(st.characters(min_codepoint=0x0E01, max_codepoint=0x0E5B, categories=("L", "M", "N", "P", "S")))
ANY = st.text(st.characters(exclude_characters="\x00")) | THAI
SMUGGLED = "\u200b\ufeff\u202e\u2066\u00ad\x07\x9f\ud800\u2028\r"


@pytest.mark.parametrize(("pasted", "meant"), CLEANED.values(), ids=CLEANED.keys())
def test_cleaning_gives_what_was_meant(pasted, meant):
    assert clean_text(pasted) == meant


@pytest.mark.parametrize("text", UNTOUCHED.values(), ids=UNTOUCHED.keys())
def test_cleaning_leaves_right_text_as_it_is(text):
    assert clean_text(text) == text


@given(ANY)
def test_cleaning_twice_changes_nothing(text):
    once = clean_text(text)

    assert clean_text(once) == once


@given(ANY)
def test_what_is_clean_can_be_kept_by_any_database_and_holds_nothing_unseen(text):
    cleaned = clean_text(text + SMUGGLED + text)

    assert cleaned.encode("utf-8").decode("utf-8") == cleaned
    assert not set(cleaned) & set(SMUGGLED)
    assert [letter for letter in cleaned if unicodedata.category(letter) == "Cc" and letter != "\n"] == []


@given(THAI)
def test_cleaned_thai_is_in_unicodes_canonical_form(text):
    cleaned = clean_text(text)

    assert unicodedata.normalize("NFC", cleaned) == cleaned


@given(st.text(st.sampled_from("กนปเแาำิีุู่้๊์ํ็")))
def test_a_word_torn_apart_by_nfkc_is_whole_again_after_cleaning(word):
    assert clean_text(unicodedata.normalize("NFKC", word)) == clean_text(word)


def test_a_nul_is_refused_with_a_sentence():
    with pytest.raises(ValidationError) as refused:
        clean_text("สม\x00ชาย")

    assert refused.value.code == "null_characters_not_allowed"


def test_a_field_of_one_line_has_one_space_for_each_run_of_white_space():
    assert clean_line("  สมชาย \r\n\t ใจดี\u00a0มาก ") == "สมชาย ใจดี มาก"


@given(st.text())
def test_digits_come_back_from_thai_as_arabic(text):
    assert arabic_digits(thai_digits(text)) == arabic_digits(text)
    assert thai_digits(arabic_digits(text)) == thai_digits(text)
    assert len(thai_digits(text)) == len(text)


def test_each_digit_has_its_counterpart():
    assert thai_digits("0123456789") == "๐๑๒๓๔๕๖๗๘๙"
    assert arabic_digits("๐๑๒๓๔๕๖๗๘๙") == "0123456789"
    assert thai_digits(2568) == "๒๕๖๘"


@pytest.mark.parametrize(
    ("title", "first", "last", "printed"),
    [
        ("นางสาว", "พิมพ์ลดา", "ธารากรณ์", "นางสาวพิมพ์ลดา ธารากรณ์"),
        ("ดร.", "กมล", "คำฟ้า", "ดร.กมล คำฟ้า"),
        ("ผศ.ดร.", "กมล", "คำฟ้า", "ผศ.ดร.กมล คำฟ้า"),
        ("ว่าที่ร้อยตรี", "กมล", "ณ ธารทอง", "ว่าที่ร้อยตรีกมล ณ ธารทอง"),
        ("นาย", "เอก", "", "นายเอก"),
        ("", "เอก", "คำฟ้า", "เอก คำฟ้า"),
        ("Mr.", "John", "Doe", "Mr. John Doe"),
        ("นาย", "John", "Doe", "นาย John Doe"),
        ("Dr.", "กมล", "คำฟ้า", "Dr. กมล คำฟ้า"),
        (" นาย ", "เอก  ชัย", "คำฟ้า ", "นายเอก ชัย คำฟ้า"),
        ("", "", "", ""),
    ],
)
def test_a_thai_title_is_glued_to_a_thai_first_name(title, first, last, printed):
    assert person_name(title, first, last) == printed


def test_a_name_may_be_kept_on_one_line():
    assert person_name("นาย", "เอก", "ณ ธารทอง", glue=True) == "นายเอก\u00a0ณ\u00a0ธารทอง"


@pytest.mark.parametrize("text", ["1234567890121", "1-2345-67890-12-1", "๑ ๒๓๔๕ ๖๗๘๙๐ ๑๒ ๑"])
def test_a_citizen_id_is_read_in_each_usual_form(text):
    assert is_citizen_id(text) is True


@given(st.text(st.sampled_from("0123456789"), min_size=12, max_size=12))
def test_exactly_one_check_digit_fits(stem):
    fitting = [last for last in "0123456789" if is_citizen_id(stem + last)]

    assert len(fitting) == 1


@given(st.text(st.sampled_from("0123456789"), min_size=12, max_size=12), st.integers(0, 11), st.integers(1, 9))
def test_one_wrong_digit_is_noticed_unless_the_rule_itself_cannot_see_it(stem, place, change):
    check = next(last for last in "0123456789" if is_citizen_id(stem + last))
    wrong = stem[:place] + str((int(stem[place]) + change) % 10) + stem[place + 1 :]
    total, other = (
        sum(int(digit) * (13 - index) for index, digit in enumerate(digits)) % 11 for digits in (stem, wrong)
    )

    # The rule is blind to the third digit, whose weight is 11, and remainders 0 and 10 share the check digit 1.
    assert is_citizen_id(wrong + check) is (place == 2 or {total, other} == {0, 10})


@pytest.mark.parametrize("text", ["", "123456789012", "12345678901211", "1234567890122", "123456789012x", "สิบสาม"])
def test_what_is_no_citizen_id_is_told_apart(text):
    assert is_citizen_id(text) is False
