"""An amount in words is what a Thai finance officer would write."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pythainlp.util import bahttext

from people.thai import baht_text


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "ศูนย์บาทถ้วน"),
        ("1", "หนึ่งบาทถ้วน"),
        ("10", "สิบบาทถ้วน"),
        ("11", "สิบเอ็ดบาทถ้วน"),
        ("21", "ยี่สิบเอ็ดบาทถ้วน"),
        ("100", "หนึ่งร้อยบาทถ้วน"),
        ("101", "หนึ่งร้อยเอ็ดบาทถ้วน"),
        ("111", "หนึ่งร้อยสิบเอ็ดบาทถ้วน"),
        ("12500.00", "หนึ่งหมื่นสองพันห้าร้อยบาทถ้วน"),
        ("15000", "หนึ่งหมื่นห้าพันบาทถ้วน"),
        ("200020", "สองแสนยี่สิบบาทถ้วน"),
        ("1000000", "หนึ่งล้านบาทถ้วน"),
        ("1000001", "หนึ่งล้านเอ็ดบาทถ้วน"),
        ("11000000", "สิบเอ็ดล้านบาทถ้วน"),
        ("21000021", "ยี่สิบเอ็ดล้านยี่สิบเอ็ดบาทถ้วน"),
        ("1000000000000", "หนึ่งล้านล้านบาทถ้วน"),
        ("1500000000001.25", "หนึ่งล้านห้าแสนล้านเอ็ดบาทยี่สิบห้าสตางค์"),
        ("0.01", "หนึ่งสตางค์"),
        ("0.75", "เจ็ดสิบห้าสตางค์"),
        ("1.10", "หนึ่งบาทสิบสตางค์"),
        ("20.21", "ยี่สิบบาทยี่สิบเอ็ดสตางค์"),
    ],
)
def test_an_amount_is_written_in_words(amount, words):
    assert baht_text(Decimal(amount)) == words


@given(st.decimals(min_value=1, max_value=999_999, places=2))
def test_words_agree_with_pythainlp_below_a_million(amount):
    assert baht_text(amount) == bahttext(float(amount))


@given(st.integers(min_value=0, max_value=10**20))
def test_a_million_times_an_amount_is_its_words_and_million(number):
    words = baht_text(number + 1).removesuffix("บาทถ้วน")

    assert baht_text((number + 1) * 1_000_000) == f"{words}ล้านบาทถ้วน"


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_different_amounts_have_different_words(one, other):
    assert (baht_text(Decimal(one) / 100) == baht_text(Decimal(other) / 100)) is (one == other)


@pytest.mark.parametrize("amount", ["-1", "-0.01", "NaN", "Infinity", "1.005"])
def test_what_cannot_be_written_is_refused_and_never_rounded(amount):
    with pytest.raises(ValueError, match="An amount in words"):
        baht_text(Decimal(amount))
