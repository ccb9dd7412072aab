"""The check digit of the Thai citizen id."""

import re

from people.thai.digits import arabic_digits


def is_citizen_id(text: str) -> bool:
    """True when the text is 13 digits whose last one fits: `(11 - sum(d_i * (14 - i)) mod 11) mod 10`, i = 1..12.

    Thai digits, and the spaces and hyphens of "1-2345-67890-12-1", are read too. It says nothing about whether
    anybody bears the number.
    """
    digits = re.sub(r"[ \u00a0-]", "", arabic_digits(text))
    if not re.fullmatch(r"[0-9]{13}", digits):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(13, 1, -1), strict=False))
    return int(digits[12]) == (11 - total % 11) % 10
