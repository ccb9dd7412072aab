"""Places at which a Thai line may not break.

The line breaker knows words, not conventions: it would leave a year, a unit or ๆ alone at the start of a line. It
breaks at a no-break space as well (libthai has the last word inside Thai), so such phrases are put into a span
that does not wrap.
"""

import re

NBSP = "\u00a0"
SPACE = f"[ {NBSP}]"
MONTHS = (
    "มกราคม|กุมภาพันธ์|มีนาคม|เมษายน|พฤษภาคม|มิถุนายน|กรกฎาคม|สิงหาคม|กันยายน|ตุลาคม|พฤศจิกายน|ธันวาคม"
    "|ม\\.ค\\.|ก\\.พ\\.|มี\\.ค\\.|เม\\.ย\\.|พ\\.ค\\.|มิ\\.ย\\.|ก\\.ค\\.|ส\\.ค\\.|ก\\.ย\\.|ต\\.ค\\.|พ\\.ย\\.|ธ\\.ค\\."
)
NUMBER = "[0-9๐-๙][0-9๐-๙,.]*"
YEAR = f"(?:พ\\.ศ\\.{SPACE}?)?[0-9๐-๙]{{4}}"
UNITS = "วัน|ชั่วโมง|บาท|หน้า|คน|ราย|ปี|น\\."
SYLLABLE = "[เ-ไ]?[ก-ฮ][ะ-ฺ็-๎]*"
PHRASES = re.compile(
    "|".join(
        (
            f"(?:{NUMBER}{SPACE}(?:–{SPACE}{NUMBER}{SPACE})?)?(?:{MONTHS}){SPACE}{YEAR}",
            f"{NUMBER}{SPACE}(?:{MONTHS})(?:{SPACE}–)?",  # the first day of a span: its year stands behind the last
            f"(?:ปีงบประมาณ{SPACE})?พ\\.ศ\\.{SPACE}[0-9๐-๙]{{4}}",
            f"{NUMBER}{SPACE}(?:{UNITS})(?![ก-๛])",
            # Only from the start of its run: cut in the middle, the run could break where the span begins.
            f"(?<![ก-๛])(?:{SYLLABLE}){{1,10}}{SPACE}(?:ๆ|นั้น(?![ก-๛]))",
            "(?<=[\\s(])https?://[^\\s<>]{1,60}(?=[\\s<)])",
        )
    )
)
HEAD_ENDS = "</head>"
NAME = re.compile('<span class="name">([^<]*)</span>')
WIDEST_WORD = 30  # letters; a longer word of a name may wrap, because it would leave its column


def glue(html: str) -> str:
    """The same page with what Thai convention keeps together in spans of class ``glue``.

    In ``<span class="name">`` each word is kept whole, so that a name breaks between first name and surname only.
    Works on finished HTML, behind its head. Phrases are of Thai letters, digits and spaces, or addresses between
    spaces, of which our tags and attributes are free.
    """
    head, ends, body = html.rpartition(HEAD_ENDS)
    body = PHRASES.sub(lambda found: _whole(found[0]), body)
    return head + ends + NAME.sub(lambda found: " ".join(map(_whole_if_short, found[1].split(" "))), body)


def _whole(phrase: str) -> str:
    return f'<span class="glue">{phrase}</span>'


def _whole_if_short(word: str) -> str:
    return _whole(word) if len(word) <= WIDEST_WORD else word
