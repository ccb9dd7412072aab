"""Places at which a Thai line may not break.

The line breaker knows words, not conventions: it would leave a year, a unit or ๆ alone at the start of a line. Its
words are short, too: where readers see one word it sees three (สถาน|ประกอบ|การ). It breaks at a no-break space as well
and at a word joiner (libthai has the last word inside Thai), so such phrases are put into a span that does not wrap.
"""

import re

NBSP = "\u00a0"
# A break is lost where Thai goes on behind a span; this brings it back. It is drawn and read back as nothing.
MAY_BREAK = "\u200b"
SPACE = f"[ {NBSP}]"
MONTHS = (
    "มกราคม|กุมภาพันธ์|มีนาคม|เมษายน|พฤษภาคม|มิถุนายน|กรกฎาคม|สิงหาคม|กันยายน|ตุลาคม|พฤศจิกายน|ธันวาคม"
    "|ม\\.ค\\.|ก\\.พ\\.|มี\\.ค\\.|เม\\.ย\\.|พ\\.ค\\.|มิ\\.ย\\.|ก\\.ค\\.|ส\\.ค\\.|ก\\.ย\\.|ต\\.ค\\.|พ\\.ย\\.|ธ\\.ค\\."
)
NUMBER = "[0-9๐-๙][0-9๐-๙,.]*"
YEAR = f"(?:พ\\.ศ\\.{SPACE}?)?[0-9๐-๙]{{4}}"
UNITS = "วัน|เดือน|ปี|ชั่วโมง|นาที|บาท|หน้า|ฉบับ|ชุด|แผน|คลิป|ครั้ง|แห่ง|คน|ราย|น\\."
# The programme's own words (docs/glossary.md) that are made of several, none wider than the narrowest column of prose.
TERMS = (
    "สถานประกอบการ", "สถานศึกษา", "ผู้อำนวยการ", "ผู้ประสานงาน", "รักษาราชการแทน", "ปฏิบัติราชการแทน", "คณะกรรมการ",
    "ปีงบประมาณ", "ผู้มีสิทธิ์", "สละสิทธิ์", "ครูฝึก", "ผู้ควบคุม", "ผู้รับรอง", "บันทึกข้อตกลง", "บันทึกข้อความ", "ความร่วมมือ", "สมุดบันทึก",
    "คลิปวิดีโอ", "หน่วยสมรรถนะ", "มาตรฐานอาชีพ", "หนังสือส่งตัว", "แบบตอบรับ", "ถอดบทเรียน", "เกียรติบัตร", "ชำนาญการ", "ลงนาม",
    "ลายมือชื่อ", "รายบุคคล", "สาขาวิชา", "ความอนุเคราะห์", "เมคคาทรอนิกส์",
)  # fmt: skip
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
            f"(?P<term>{'|'.join(TERMS)})(?![ะ-ฺ็-๎])",
            "(?P<tag><[^>]*>)",
        )
    )
)
THAI = re.compile("[ก-ฮะ-ๅ็-๎]")
HEAD_ENDS = "</head>"
NAME = re.compile('<span class="name">([^<]*)</span>')
WIDEST_WORD = 30  # letters; a longer word of a name may wrap, because it would leave its column


def glue(html: str) -> str:
    """The same page with what Thai convention keeps together in spans of class ``glue``.

    In ``<span class="name">`` each word is kept whole, so that a name breaks between first name and surname only.
    Works on finished HTML, behind its head.
    """
    head, ends, body = html.rpartition(HEAD_ENDS)
    body = NAME.sub(lambda found: " ".join(map(_whole_if_short, found[1].split(" "))), body)
    return head + ends + PHRASES.sub(_glued, body)


def _glued(found: re.Match[str]) -> str:
    if found["tag"]:
        return found[0]
    if not found["term"]:
        return _whole(found[0])
    text, start, end = found.string, found.start(), found.end()
    before = MAY_BREAK if THAI.match(text, max(start - 1, 0), start) else ""
    return before + _whole(found[0]) + (MAY_BREAK if THAI.match(text, end) else "")


def _whole(phrase: str) -> str:
    return f'<span class="glue">{phrase}</span>'


def _whole_if_short(word: str) -> str:
    return _whole(word) if len(word) <= WIDEST_WORD else word
