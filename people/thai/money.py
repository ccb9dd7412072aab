"""Money in Thai words, as official documents carry it beside the figure."""

from decimal import Decimal

_DIGITS = ("", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า")
_PLACES = ("", "สิบ", "ร้อย", "พัน", "หมื่น", "แสน")
MILLION = 1_000_000


def baht_text(amount: Decimal | int) -> str:
    """15000 -> หนึ่งหมื่นห้าพันบาทถ้วน, 0.75 -> เจ็ดสิบห้าสตางค์ (as the spreadsheet's BAHTTEXT has it).

    `amount` in baht. Negative, not finite, or finer than a satang is a ValueError: a document must not round money.
    """
    exact = Decimal(amount)
    if not exact.is_finite() or exact < 0:
        raise ValueError("An amount in words must be a finite number, zero or more.")
    baht, rest = divmod(exact, 1)
    satang = rest * 100
    if satang != int(satang):
        raise ValueError("An amount in words has at most two decimals.")
    if not satang:
        return f"{_words(int(baht)) or 'ศูนย์'}บาทถ้วน"
    return (f"{_words(int(baht))}บาท" if baht else "") + f"{_words(int(satang))}สตางค์"


def _words(number: int) -> str:
    """A whole number in words, empty for 0. Thai counts in millions, and in millions of millions."""
    millions, rest = divmod(number, MILLION)
    words = f"{_words(millions)}ล้าน" if millions else ""
    return words + _below_a_million(rest, bare=not millions)


def _below_a_million(number: int, *, bare: bool) -> str:
    """Ten is สิบ, twenty ยี่สิบ, and a one at the end is เอ็ด once anything (`bare` is False, or a digit) precedes."""
    if number == 1 and not bare:
        return "เอ็ด"
    words = ""
    for place in range(5, -1, -1):
        digit = number // 10**place % 10
        if not digit:
            continue
        if place == 1 and digit <= 2:
            words += ("", "ยี่")[digit - 1] + _PLACES[1]
        elif place == 0 and digit == 1 and words:
            words += "เอ็ด"
        else:
            words += _DIGITS[digit] + _PLACES[place]
    return words
