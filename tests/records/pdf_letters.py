"""Facts for the tests of letters, memos and certificates: invented, with the words that are hard to print."""

import tomllib
from datetime import UTC, date, datetime
from typing import Any

from rounds.holidays import printed, working_day_on_or_after
from tests.cast import CALENDAR
from tests.records.pdf_samples import MADE_AT, PAPER, PLAN, ROUND, receipt_context

PEOPLE = [
    {"name": "นางสาวน้ำผึ้ง คำกำแพงทอง", "position": "ครู วิทยฐานะครูชำนาญการพิเศษ", "branch": "เมคคาทรอนิกส์และหุ่นยนต์",
     "hours": "140.00"},
    {"name": "ว่าที่ร้อยตรีณัฏฐ์ชุดา ก้ำเกินศรีสุวรรณวัฒน์", "position": "ครูผู้ช่วย", "branch": "ช่างซ่อมบำรุงฯ (CNC)", "hours": "7.50"},
]  # fmt: skip
SIGNATORY = {
    "name": "นายกำธร ทำนุบำรุง", "position": "รองผู้อำนวยการ", "capacity": "acting",
    "office": "ผู้อำนวยการวิทยาลัยเทคนิคบ้านน้ำงาม",
}  # fmt: skip
COLLEGE = {
    "name": "วิทยาลัยเทคนิคบ้านน้ำงาม", "address": ["88 ถนนคำแสน ตำบลน้ำล้อม", "อำเภอเมืองลำปาง จังหวัดลำปาง 52000"],
    "owner": "งานความร่วมมือ ฝ่ายวิชาการ", "phone": "054-111-222", "email": "office@college.example",
}  # fmt: skip
_FROM_COLLEGE = {
    "college": COLLEGE, "number": "ศธ 0605.88/214", "dated": date(2025, 3, 3), "to": "กรรมการผู้จัดการ บริษัท ล้ำนำสมัย จำกัด",
    "establishment": "บริษัท ล้ำนำสมัย ออโตเมชั่น (ประเทศไทย) จำกัด", "people": PEOPLE, "first": "2025-03-17",
    "last": "2025-04-11", "signatory": SIGNATORY,
}  # fmt: skip


def _paper(number: str) -> dict[str, Any]:
    return {**PAPER, "number": number, "version": 1}


def letter_context() -> dict[str, Any]:
    return {
        "letter": {
            "number": "ศธ 0605/1530", "sender": ["สำนักงานคณะกรรมการการอาชีวศึกษา", "กระทรวงศึกษาธิการ กทม. 10300"],
            "dated": date(2025, 1, 24),
            "subject": "การทำความเข้าใจแนวทางการพัฒนาสมรรถนะครูอาชีวศึกษา ประจำปีงบประมาณ พ.ศ. ๒๕๖๘",
            "to": "ผู้อำนวยการสถานศึกษาในสังกัดภาครัฐ", "refers_to": ["หนังสือ ที่ ศธ ๐๖๐๕/๑๒๐๐ ลงวันที่ ๖ มกราคม ๒๕๖๘"],
            "enclosures": [("กิจกรรมและปฏิทินการพัฒนาสมรรถนะครู", "๑ ชุด"), ("ช่องทางติดต่อ (QR Code)", "๑ ฉบับ")],
            "paragraphs": [
                "ตามหนังสือที่อ้างถึง สำนักงานคณะกรรมการการอาชีวศึกษาได้แจ้งกำหนดการต่าง ๆ แล้ว นั้น",
                "บัดนี้ ขอเรียนว่าคำชี้แจงเพิ่มเติมเรื่องน้ำหนักคะแนน การทำแผน ฯลฯ เผยแพร่ทาง https://ovec.example/1 ดังนี้",
                "๑. ศึกษาแนวทางการพัฒนาฯ คุณสมบัติ กิจกรรม และระยะเวลา",
                "๒. ประสานและกำหนดสถานประกอบการซึ่งมีบันทึกข้อตกลงความร่วมมือ",
            ],
            "closing": ["จึงเรียนมาเพื่อทราบและดำเนินการต่อไป"],
            "signatory": {"name": "นายธำรง ล้ำเลิศ", "position": "รองเลขาธิการ", "capacity": "on_behalf",
                          "office": "เลขาธิการคณะกรรมการการอาชีวศึกษา"},
            "contact": ["สำนักพัฒนาสมรรถนะครูและบุคลากรอาชีวศึกษา", "โทร. 0 2026 5555 ต่อ 1234"],
        },
        "paper": _paper("2568-LTR-000009"), "made_at": MADE_AT,
    }  # fmt: skip


def ask_context() -> dict[str, Any]:
    ask = {
        **_FROM_COLLEGE, "agreement": {"number": "12/2566", "dated": date(2023, 6, 1)}, "answer_by": date(2025, 3, 10),
    }  # fmt: skip
    return {"ask": ask, "round": ROUND, "paper": _paper("2568-LTR-000010"), "made_at": MADE_AT}


def sending_context() -> dict[str, Any]:
    sending = {**_FROM_COLLEGE, "agreed": {"number": "ลนส. 7/2568", "dated": date(2025, 3, 7)}}
    return {"sending": sending, "round": ROUND, "paper": _paper("2568-LTR-000011"), "made_at": MADE_AT}


def reply_context() -> dict[str, Any]:
    reply = {
        "college": COLLEGE["name"], "number": "ศธ 0605.88/214", "dated": date(2025, 3, 3),
        "establishment": _FROM_COLLEGE["establishment"], "address": PLAN["establishment"]["address"],
        "first": "2025-03-17", "last": "2025-04-11", "people": PEOPLE, "email": COLLEGE["email"],
    }  # fmt: skip
    return {"reply": reply, "round": ROUND, "paper": _paper("2568-LTR-000012"), "made_at": MADE_AT}


def office_memo_context() -> dict[str, Any]:
    return {
        "memo": {
            "office": "สำนักพัฒนาสมรรถนะครูและบุคลากรอาชีวศึกษา กลุ่มพัฒนาครู", "phone": "0 2026 5555", "number": "ศธ ๐๖๐๕/๘๘",
            "dated": date(2025, 2, 5), "subject": "ขออนุมัติจัดทำประกาศรายชื่อผู้มีสิทธิ์เข้าฝึกประสบการณ์",
            "to": "เลขาธิการคณะกรรมการการอาชีวศึกษา",
            "paragraphs": [
                "ด้วยสำนักพัฒนาสมรรถนะครูฯ ได้รับแผนจากสถานศึกษาทั้งสิ้น ๔๑๒ แผน และได้ตรวจคุณสมบัติครบถ้วนแล้ว",
                "เพื่อให้การดำเนินการต่าง ๆ เป็นไปตามปฏิทิน เห็นควรจัดทำประกาศรายชื่อภายในวันที่ ๑๔ มีนาคม ๒๕๖๘",
            ],
            "closing": ["จึงเรียนมาเพื่อโปรดพิจารณาอนุมัติ"],
            "signatory": {"name": "นางบำเพ็ญ ธรรมกำจร", "position": "ผู้อำนวยการสำนักพัฒนาสมรรถนะครูและบุคลากรอาชีวศึกษา"},
            "note": "",
        },
        "paper": _paper("2568-MEM-000003"), "made_at": MADE_AT,
    }  # fmt: skip


def certificate_context() -> dict[str, Any]:
    return {
        "certificate": {
            "name": "นางสาวน้ำผึ้ง คำกำแพงทอง", "position": "ครู วิทยฐานะครูชำนาญการพิเศษ", "college": "วิทยาลัยเทคนิคบ้านน้ำงาม",
            "establishment": "บริษัท ล้ำนำสมัย ออโตเมชั่น (ประเทศไทย) จำกัด",
            "competency": "ช่างซ่อมบำรุงเครื่องจักรกลอัตโนมัติ ระดับ 4",
            "hours": "140.00", "first": "2025-03-17", "last": "2025-04-11", "dated": date(2025, 9, 30),
            "signatory": {"name": "นายธำรง ล้ำเลิศ", "position": "เลขาธิการคณะกรรมการการอาชีวศึกษา"},
        },
        "round": ROUND, "paper": _paper("2568-CER-000412"), "made_at": datetime(2025, 9, 30, 2, 0, tzinfo=UTC),
    }  # fmt: skip


def card_context() -> dict[str, Any]:
    return receipt_context()


def calendar_context() -> dict[str, Any]:
    """The calendar of 2568 as it is loaded, with the closings as they stood when it was published."""
    data = tomllib.loads(CALENDAR.read_text(encoding="utf-8"))
    names = {"number", "printed", "opens", "closes"}
    rows = [
        {
            **{name: row[name] for name in names}, "who": row["printed_who"], "text": row["printed_text"],
            "exact": row.get("exact", False),
            "shuts": working_day_on_or_after(row["closes"], printed()) if row["mode"] == "ENFORCED" else None,
        }
        for row in data["milestone"]
    ]  # fmt: skip
    round_ = data["round"]
    return {
        "calendar": {
            "name_th": round_["name_th"], "letter_number": round_["letter_number"],
            "changed": date(2025, 2, 1), "page": "https://teachersync.example/calendar/2568/", "rows": rows,
        },
        "made_at": MADE_AT,
    }  # fmt: skip


def director_context() -> dict[str, Any]:
    until = datetime(2025, 2, 27, 16, 59, 59, tzinfo=UTC)
    return {
        "director": {
            "college": COLLEGE["name"], "year": 2568, "at": MADE_AT,
            "counts": {"total": 24, "writing": 9, "checking": 4, "endorsed": 11, "eligible": 0},
            "late": [{"text": f"แผนพัฒนาของ{person['name']}", "until": until} for person in PEOPLE * 6],
            "coming": [
                {"at": until, "label": "ลงนามรับรองแผนพัฒนาประสบการณ์รายบุคคล และจัดส่งแผนที่ลงนามครบถ้วน", "closes": True},
                {"at": datetime(2025, 2, 28, 17, 0, tzinfo=UTC), "label": "ประกาศรายชื่อครูผู้มีสิทธิ์", "closes": False},
            ],
            "signatures": [person["name"] for person in PEOPLE],
        },
        "made_at": MADE_AT,
    }  # fmt: skip


# A paper that is signed in the portal: its last page, and the two pieces that are set into it -------------------------

ACT = {
    "name": "ว่าที่ร้อยตรีณัฏฐ์ชุดา ก้ำเกินศรีสุวรรณวัฒน์", "capacity": "รักษาราชการแทนผู้อำนวยการวิทยาลัยเทคนิคบ้านน้ำงาม",
    "method": "พิมพ์ชื่อ", "proof": "ยืนยันตัวตนด้วยรหัสผ่านและรหัสจากแอป", "at": datetime(2025, 2, 20, 2, 12, 33, tzinfo=UTC),
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
}  # fmt: skip


def signatures_context() -> dict[str, Any]:
    names = [("ผู้จัดทำแผน", PEOPLE[0]["name"]), ("หัวหน้าแผนกวิชา", ""), ("ผู้รับรองแผน", ACT["name"])]
    signers = [{"number": number, "label": label, "name": name} for number, (label, name) in enumerate(names, start=1)]
    return {
        "signing": {
            "title": "แผนพัฒนาประสบการณ์ร่วมกับสถานประกอบการรายบุคคล นางสาวน้ำผึ้ง คำกำแพงทอง ฉบับที่ ๓", "pages": 3,
            "sha256": ACT["sha256"],
            "signers": signers,
        },
        "paper": {**PAPER, "first_page": 4}, "made_at": MADE_AT,
    }  # fmt: skip


def row_context() -> dict[str, Any]:
    return {"act": ACT, "wide": "119", "high": "27", "size": "1", "made_at": MADE_AT}


def block_context() -> dict[str, Any]:
    return {"act": ACT, "wide": "48", "high": "26", "size": ".88", "typed": ACT["name"], "made_at": MADE_AT}
