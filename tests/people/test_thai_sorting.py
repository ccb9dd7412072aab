"""The stored key puts names in the order of a Thai dictionary, on every database alike."""

import random
import re
import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.thai import sort_key
from tests.people.thai_naughty_strings import CLEANED, UNTOUCHED

# In the order that ICU 72 (PostgreSQL 15, "th-x-icu") gives them.
IN_ORDER = re.findall(
    r"\S+",
    """
๑ 10 2 กก กรณ์ กรรณิการ์ กรอบ กริช กฤช กฤษณ์ กฤษณะ กลม กล้วย กวี กา ก่า ก้า กาก ก๊าก กำ ก่ำ กำแพง กิน เก เก่า เกาะ แก
แก้ว ไก่ ขาว ข้าว เข้า ไข่ จันทร์ จันทรา เจริญ ใจ ชัย ชาญ ใช้ ไชย ณรงค์ ณัฏฐ์ ณัฐ ดารณี เดชา ธน ธนา นภา นำ น้ำ น้ำผึ้ง เนตร
ใน บุญ บุญมา ปราณี เปรม พร พรรณ พิมพ์ พิมพ์ลดา เพชร เพ็ญ แพร ฤดี ฤทธิ์ ฤๅษี ลดา ล้อม เลิศ วรรณา วิทย์ วิทยา แวว ศรี เศรษฐ
สม ส้ม สมชาย สมหญิง สุดา เสรี หทัย หนึ่ง หนู เหนือ ไหม อนงค์ อรุณ เอก โอภาส ไอริน ฮานีฟ เฮง Anna bob Zoe
""",
)
NAMES = st.text(st.sampled_from("กขนรลฤหอฮะัาำิีึุูเแโใไ็่้๊์ๆฯ ๑2aZé.-"), max_size=12) | st.text()


def shuffled(words):
    return random.Random(2568).sample(words, len(words))


def test_words_stand_as_in_the_dictionary():
    assert sorted(shuffled(IN_ORDER), key=sort_key) == IN_ORDER


def test_sqlite_sorts_by_the_key_as_python_does():
    with sqlite3.connect(":memory:") as database:
        database.execute("create table words (word text, key text)")
        database.executemany("insert into words values (?, ?)", [(word, sort_key(word)) for word in shuffled(IN_ORDER)])
        found = [word for (word,) in database.execute("select word from words order by key")]
    database.close()

    assert found == IN_ORDER


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (("กา", "ขาว"), ("กาก", "กา")),  # the shorter first name, whatever the last
        (("กนกวรรณ", "สุดา"), ("กนกวรรณ์", "กานต์")),  # a mark of the first name before a letter of the last
        (("กมล", "คำ"), ("กมล", "ค่ำ")),
        (("สมชาย", ""), ("สมชาย", "ใจดี")),
    ],
)
def test_first_names_come_before_last_names(before, after):
    assert sort_key(*before) < sort_key(*after)


@pytest.mark.parametrize(("before", "after"), [("กา ขาว", "กาก กา"), ("ข้าง", "ข้าง ๆ"), ("ข้าง ๆ", "ข้างกบ")])
def test_a_space_comes_before_every_letter_and_a_repeat_sign_counts_for_nothing(before, after):
    assert sort_key(before) < sort_key(after)


@pytest.mark.parametrize(("one", "other"), [("เเก้ว", "แก้ว"), ("นํ้า", "น้ำ"), ("๒๕", "25"), ("ANNA", "anna")])
def test_spellings_of_one_word_stand_side_by_side_but_are_not_the_same(one, other):
    levels = len(sort_key(one)) - len(one)

    assert sort_key(one)[:levels] == sort_key(other)[:levels]
    assert sort_key(one) != sort_key(other)


@given(NAMES, NAMES)
def test_keys_are_equal_only_when_the_texts_are(one, other):
    assert (sort_key(one) == sort_key(other)) is (one == other)


@given(NAMES, NAMES)
def test_the_order_of_keys_is_the_order_of_their_bytes(one, other):
    keys = sort_key(one), sort_key(other)

    assert (keys[0] < keys[1]) is (keys[0].encode("utf-8", "surrogatepass") < keys[1].encode("utf-8", "surrogatepass"))


@given(st.lists(NAMES, max_size=5))
def test_a_key_is_at_most_three_times_as_long_as_its_texts(texts):
    assert len(sort_key(*texts)) <= 3 * (sum(map(len, texts)) + len(texts))


@pytest.mark.parametrize("name", ["ก" * 200, "เ" * 200, "ก่" * 100, "ΐ" * 200, "ﬃ" * 200, "각" * 200])
def test_a_name_of_two_hundred_letters_has_a_key_of_at_most_602_characters(name):
    assert len(sort_key(name)) <= 602


@pytest.mark.parametrize("text", [*(pasted for pasted, _ in CLEANED.values()), *UNTOUCHED.values(), "\x00", ""])
def test_any_text_has_a_key_that_ends_with_itself(text):
    assert sort_key(text).endswith(f" {text}")
