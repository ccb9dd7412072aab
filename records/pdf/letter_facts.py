"""The facts of correspondence, worded as the regulations on official writing have it: letters, memos, the reply form.

Days are dates or their ISO text; a day or a number that the registry has yet to give is left empty and becomes a
place to write on. What was typed keeps its digits, what we count is printed in Thai ones.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from people.thai import official_date, thai_digits
from records.pdf import words
from records.pdf.other_facts import OFFICE, moment
from records.pdf.words import fact

MINISTRY = "กระทรวงศึกษาธิการ"
POSITION = "ตำแหน่ง ........................................"  # written in by hand
CLOSING_ASK = "จึงเรียนมาเพื่อโปรดพิจารณาให้ความอนุเคราะห์ หวังเป็นอย่างยิ่งว่าจะได้รับความร่วมมือจากท่านด้วยดี และขอขอบคุณมา ณ โอกาสนี้"
CLOSING_SEND = "จึงเรียนมาเพื่อโปรดทราบ และขอขอบคุณที่ให้ความอนุเคราะห์มา ณ โอกาสนี้"


def letter(context: Mapping[str, Any]) -> dict[str, Any]:
    """``letter``: number, sender (lines), dated, subject, to, refers_to, enclosures of (text, count), paragraphs,
    further (behind the list of ``people``), closing, signatory (name, position, capacity, office), contact (lines).
    ``people``: rows of name, position, branch, hours."""
    given = context["letter"]
    return {
        **context,
        "letter": {
            **given,
            "number": thai_digits(given["number"]),
            "awaits_number": given["number"].endswith("/"),
            "sender": [thai_digits(line) for line in given["sender"]],
            "dated": words.day(given["dated"]),
            "refers_to": given.get("refers_to", []),
            "enclosures": _enclosures(given.get("enclosures", [])),
            "people": _people(given.get("people", [])),
            "further": given.get("further", []),
            "signatory": words.signatory(given["signatory"]),
        },
    }


def _enclosures(things: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    rows = list(things)
    return [
        {"text": f"{thai_digits(number)}. {text}" if len(rows) > 1 else text, "count": f"จำนวน {count}"}
        for number, (text, count) in enumerate(rows, start=1)
    ]


def _people(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [
        {**row, "no": thai_digits(number), "hours": words.count(row["hours"])}
        for number, row in enumerate(rows, start=1)
    ]


def ask_letter(context: Mapping[str, Any]) -> dict[str, Any]:
    """``ask``: what `_from_college` takes, and agreement (number, dated) or None, answer_by."""
    ask = context["ask"]
    college, year = ask["college"]["name"], _round(context)
    agreement = ask.get("agreement")
    given = _from_college(ask)
    given |= {
        "subject": "ขอความอนุเคราะห์รับครูเข้าฝึกประสบการณ์ในสถานประกอบการ",
        "refers_to": [
            f"บันทึกข้อตกลงความร่วมมือ เลขที่ {thai_digits(agreement['number'])} ลงวันที่ {words.day(agreement['dated'])}"
        ]
        if agreement
        else [],
        "enclosures": [
            ("แผนพัฒนาประสบการณ์ร่วมกับสถานประกอบการรายบุคคล", f"{thai_digits(len(ask['people']))} ชุด"),
            ("แบบตอบรับการรับครูเข้าฝึกประสบการณ์ในสถานประกอบการ", "๑ ฉบับ"),
        ],
        "paragraphs": [
            f"ด้วย{college} สังกัด{OFFICE} {MINISTRY} ได้เข้าร่วมการพัฒนาสมรรถนะครูอาชีวศึกษาสู่มาตรฐานอาชีพ "
            f"โดยการฝึกประสบการณ์ร่วมกับสถานประกอบการ {year} เพื่อให้ครูได้ปฏิบัติงานจริง "
            "และนำความรู้ ทักษะ และประสบการณ์กลับไปพัฒนาการจัดการเรียนการสอน",
            f"{college}พิจารณาแล้วเห็นว่า {ask['establishment']} มีความพร้อมด้านเทคโนโลยีและบุคลากร"
            "ที่จะถ่ายทอดประสบการณ์แก่ครู จึงขอความอนุเคราะห์ให้ครู จำนวน "
            f"{thai_digits(len(ask['people']))} ราย เข้าฝึกประสบการณ์ ระหว่างวันที่ {words.span(ask['first'], ask['last'])} "
            "ดังรายชื่อต่อไปนี้",
        ],
        "further": [f"ทั้งนี้ ขอได้โปรดตอบกลับตามแบบตอบรับที่ส่งมาด้วย ภายในวันที่ {words.day(ask['answer_by'])}"],
        "closing": [CLOSING_ASK],
    }
    return letter({**context, "letter": given})


def sending_letter(context: Mapping[str, Any]) -> dict[str, Any]:
    """``sending``: what `_from_college` takes, and agreed (number or "" and day of the establishment's answer)."""
    sending = context["sending"]
    college, year = sending["college"]["name"], _round(context)
    agreed = sending["agreed"]
    reference = f" ที่ {agreed['number']}" if agreed["number"] else ""
    given = _from_college(sending)
    given |= {
        "subject": "ส่งตัวครูเข้าฝึกประสบการณ์ในสถานประกอบการ",
        "refers_to": [f"แบบตอบรับของ{sending['establishment']}{reference} ลงวันที่ {words.day(agreed['dated'])}"],
        "enclosures": [
            (
                "แผนพัฒนาประสบการณ์ร่วมกับสถานประกอบการรายบุคคลที่ได้รับการรับรองแล้ว",
                f"{thai_digits(len(sending['people']))} ชุด",
            )
        ],
        "paragraphs": [
            f"ตามที่ {sending['establishment']} ยินดีรับครูของ{college} เข้าฝึกประสบการณ์ร่วมกับสถานประกอบการ {year} นั้น",
            f"{college} ขอส่งตัวครู จำนวน {thai_digits(len(sending['people']))} ราย เข้าฝึกประสบการณ์ "
            f"ระหว่างวันที่ {words.span(sending['first'], sending['last'])} ดังรายชื่อต่อไปนี้",
        ],
        "further": [
            "ในระหว่างการฝึก ครูจะบันทึกการปฏิบัติงานทุกวันให้ครูฝึกหรือผู้ควบคุมการฝึกตรวจ "
            f"และ{college}จะนิเทศติดตามตามกำหนดที่ได้ประสานไว้ เมื่อสิ้นสุดการฝึกแล้ว ขอความอนุเคราะห์ประเมินผลครูตามแบบที่กำหนด"
        ],
        "closing": [CLOSING_SEND],
    }
    return letter({**context, "letter": given})


def _from_college(given: Mapping[str, Any]) -> dict[str, Any]:
    """``college``: name, address (lines), owner, phone, email. Beside it number, dated, to, establishment, people,
    first, last, signatory."""
    college = given["college"]
    return {
        "number": given["number"],
        "sender": [college["name"], *college["address"]],
        "dated": given["dated"],
        "to": given["to"],
        "people": given["people"],
        "signatory": given["signatory"],
        "contact": [college["owner"], f"โทร. {college['phone']}", f"ไปรษณีย์อิเล็กทรอนิกส์ {college['email']}"],
    }


def _round(context: Mapping[str, Any]) -> str:
    return f"ประจำ{thai_digits(context['round']['name_th'])}"


def reply_form(context: Mapping[str, Any]) -> dict[str, Any]:
    """``reply``: college, number, dated, establishment, address, first, last, people, email."""
    reply = context["reply"]
    signer = {"role": "establishment", "label": "ผู้มีอำนาจลงนาม", "name": "", "position": POSITION}
    return {
        **context,
        "round_name": thai_digits(context["round"]["name_th"]),
        "reply": {
            "college": reply["college"],
            "establishment": reply["establishment"],
            "number": thai_digits(reply["number"]),
            "dated": words.day(reply["dated"]),
            "lines": [
                fact("สถานประกอบการ", reply["establishment"]),
                fact("ที่ตั้ง", reply["address"]),
                fact("ระยะเวลาการฝึก", words.span(reply["first"], reply["last"])),
            ],
            "people": _people(reply["people"]),
            "back": f"โปรดสแกนหรือถ่ายภาพแบบตอบรับที่ลงนามแล้ว ส่งกลับทาง {reply['email']}",
        },
        "signature_rows": [[signer]],
    }


def memo(context: Mapping[str, Any]) -> dict[str, Any]:
    """``memo``: office, phone, number, dated, subject, to, paragraphs, closing, signatory as in a letter, note."""
    given = context["memo"]
    return {
        **context,
        "memo": {**given, "dated": words.day(given["dated"]), "signatory": words.signatory(given["signatory"])},
    }


def extension_memo(context: Mapping[str, Any]) -> dict[str, Any]:
    """``extension``: whom, college, milestone, closes_at, until, reason, granted_by, granted_position, granted_at."""
    given = context["extension"]
    return {
        **context,
        "memo": {
            "office": context.get("office", OFFICE),
            "phone": "",
            "number": (context.get("paper") or {}).get("number", ""),
            "dated": official_date(given["granted_at"]),
            "subject": f"การขยายเวลา {thai_digits(given['milestone'])}",
            "to": f"{given['whom']} {given['college']}".strip(),
            "paragraphs": [
                f"ตามกำหนดการเดิมซึ่งปิดรับในวันที่ {moment(given['closes_at'])} นั้น",
                f"บัดนี้ได้พิจารณาแล้ว ให้ขยายเวลาแก่ {given['whom']} ถึงวันที่ {moment(given['until'])}",
                f"เหตุผล: {given['reason']}",
            ],
            "closing": ["จึงเรียนมาเพื่อทราบ"],
            "signatory": {"name": given["granted_by"], "position": given["granted_position"], "capacity": ""},
            "note": f"ให้ไว้ในระบบเมื่อวันที่ {moment(given['granted_at'])}",
        },
    }
