"""Every layout with facts that nobody could take for true: what staff look at before a paper is for anybody.

The code on a sample has letters that no real code has, so a sample never checks as genuine.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from django.conf import settings

from records.pdf.layouts import LAYOUTS

MADE_AT = datetime(2025, 3, 3, 2, 0, tzinfo=UTC)
CODE = "SAMPLE000000"
NAME = "นางสาวตัวอย่าง สมมติ"
OTHER = "นายทดลอง สมมติ"
COLLEGE = "วิทยาลัยเทคนิคตัวอย่าง"
PLACE = "บริษัท ตัวอย่าง จำกัด"
ROUND = {"year": 2568, "name_th": "ปีงบประมาณ พ.ศ. 2568"}
FIRST, LAST = "2025-03-17", "2025-04-11"

_HOME: dict[str, Any] = {
    "name": COLLEGE, "address": ["ถนนตัวอย่าง อำเภอเมือง", "จังหวัดตัวอย่าง 99999"], "owner": "งานความร่วมมือ ฝ่ายวิชาการ",
    "phone": "0 0000 0000", "email": "office@example.ac.th", "school_id": "1300000000", "district": "เมือง",
    "province": "ตัวอย่าง", "director_name": "นายผู้อำนวยการ ตัวอย่าง", "director_position": f"ผู้อำนวยการ{COLLEGE}",
    "director_capacity": "",
}  # fmt: skip
_DIRECTOR = {"name": _HOME["director_name"], "position": _HOME["director_position"]}
_OFFICIAL = {
    "name": "นายผู้ลงนาม ตัวอย่าง", "position": "รองเลขาธิการ", "capacity": "on_behalf",
    "office": "เลขาธิการคณะกรรมการการอาชีวศึกษา",
}  # fmt: skip
_PEOPLE = [{"name": name, "position": "ครู", "branch": "ช่างยนต์", "hours": "60"} for name in (NAME, OTHER)]
_FROM_COLLEGE: dict[str, Any] = {
    "college": _HOME, "number": "ศธ 0600.00/000", "dated": date(2025, 3, 3), "to": f"ผู้จัดการ {PLACE}",
    "establishment": PLACE, "people": _PEOPLE, "first": FIRST, "last": LAST, "signatory": _DIRECTOR,
}  # fmt: skip


def _letter() -> dict[str, Any]:
    return {
        "letter": {
            "number": "ศธ 0605/000", "sender": ["สำนักงานคณะกรรมการการอาชีวศึกษา", "กระทรวงศึกษาธิการ กทม. 10300"],
            "dated": date(2025, 1, 24), "subject": "ตัวอย่างหนังสือภายนอก", "to": "ผู้อำนวยการสถานศึกษาในสังกัดภาครัฐ",
            "refers_to": ["หนังสือ ที่ ศธ ๐๖๐๕/๐๐๐ ลงวันที่ ๖ มกราคม ๒๕๖๘"],
            "enclosures": [("กิจกรรมและปฏิทิน", "๑ ชุด"), ("ช่องทางติดต่อ (QR Code)", "๑ ฉบับ")],
            "paragraphs": [
                "ตามหนังสือที่อ้างถึง ได้แจ้งแนวทางและกำหนดการแล้ว นั้น",
                "ข้อความในหนังสือฉบับนี้เป็นตัวอย่างสำหรับตรวจรูปแบบ ขอให้ดำเนินการ ดังนี้",
                "๑. ตรวจระยะขอบ ตำแหน่งตรา เลขที่หนังสือ และวันที่",
                "๒. ตรวจตำแหน่งลงนาม ชื่อ ตำแหน่ง และการรักษาราชการแทนหรือปฏิบัติราชการแทน",
            ],
            "closing": ["จึงเรียนมาเพื่อทราบและดำเนินการต่อไป"], "signatory": _OFFICIAL,
            "contact": ["สำนักพัฒนาสมรรถนะครูและบุคลากรอาชีวศึกษา", "โทร. 0 0000 0000"],
        },
    }  # fmt: skip


def _reply_form() -> dict[str, Any]:
    reply = {
        "college": COLLEGE, "number": _FROM_COLLEGE["number"], "dated": _FROM_COLLEGE["dated"], "establishment": PLACE,
        "address": "ถนนตัวอย่าง จังหวัดตัวอย่าง", "first": FIRST, "last": LAST, "people": _PEOPLE, "email": _HOME["email"],
    }  # fmt: skip
    return {"reply": reply, "round": ROUND}


def _rows(count: int) -> list[dict[str, Any]]:
    names = (NAME, OTHER)
    return [
        {
            "no": number + 1, "name": names[number % 2], "college": COLLEGE, "branch": "ช่างยนต์", "province": "ตัวอย่าง",
            "mark": "", "establishment": PLACE, "hours": "60",
        }
        for number in range(count)
    ]  # fmt: skip


def _announcement() -> dict[str, Any]:
    return {
        "announcement": {
            "number": "0/2568", "title": "ตัวอย่างประกาศรายชื่อผู้มีสิทธิ์เข้ารับการฝึกประสบการณ์", "year": 2568, "edition": 1,
            "dated": date(2025, 3, 14),
            "body": "ประกาศฉบับนี้เป็นตัวอย่างสำหรับตรวจรูปแบบ\nบัดนี้ จึงประกาศรายชื่อตามบัญชีแนบท้าย",
            "signatory_name": _OFFICIAL["name"], "signatory_position": _OFFICIAL["position"], "capacity": "on_behalf",
            "objection_to": "สำนักพัฒนาสมรรถนะครูและบุคลากรอาชีวศึกษา", "objection_until": date(2025, 3, 21),
        },
        "eligible": _rows(8), "reserve": _rows(2),
    }  # fmt: skip


def _memo() -> dict[str, Any]:
    return {
        "memo": {
            "office": "สำนักพัฒนาสมรรถนะครูและบุคลากรอาชีวศึกษา", "phone": "0 0000 0000", "number": "ศธ ๐๖๐๕/๐๐๐",
            "dated": date(2025, 2, 5), "subject": "ตัวอย่างบันทึกข้อความ", "to": "เลขาธิการคณะกรรมการการอาชีวศึกษา",
            "paragraphs": ["ด้วยบันทึกฉบับนี้เป็นตัวอย่างสำหรับตรวจรูปแบบ", "จึงเห็นควรตรวจหัวบันทึก ระยะขอบ และตำแหน่งลงนาม"],
            "closing": ["จึงเรียนมาเพื่อโปรดพิจารณา"], "signatory": {"name": OTHER, "position": "ผู้อำนวยการสำนัก"},
            "note": "",
        },
    }  # fmt: skip


def _extension_memo() -> dict[str, Any]:
    return {
        "extension": {
            "whom": NAME, "college": COLLEGE, "milestone": "การส่งแผนพัฒนารายบุคคล ปีงบประมาณ พ.ศ. 2568",
            "closes_at": datetime(2025, 2, 27, 16, 59, 59, tzinfo=UTC),
            "until": datetime(2025, 3, 7, 16, 59, 59, tzinfo=UTC), "reason": "เหตุผลตัวอย่าง", "granted_by": OTHER,
            "granted_position": "ผู้อำนวยการสำนัก", "granted_at": datetime(2025, 2, 28, 3, 15, tzinfo=UTC),
        },
    }  # fmt: skip


def _plan() -> dict[str, Any]:
    teacher = {
        "title": "นางสาว", "first_name": "ตัวอย่าง", "last_name": "สมมติ", "position": "ครู", "standing": "ชำนาญการ",
        "education": "ค.อ.บ. ตัวอย่าง", "service_years": 8, "branch": "ช่างยนต์", "courses": "งานตัวอย่าง",
        "phone": "000-000-0000", "email": "sample@example.ac.th",
    }  # fmt: skip
    place = {
        "name": PLACE, "registration_no": "0000000000000", "business_type": "ตัวอย่าง", "address": "ถนนตัวอย่าง",
        "province": "ตัวอย่าง", "contact_name": OTHER, "contact_phone": "0 0000 0000", "mentor_name": OTHER,
        "mentor_position": "หัวหน้าแผนก", "basis": "mou", "basis_detail": "", "mou_number": "00/2566",
        "mou_from": "2023-06-01", "mou_until": "2026-05-31",
    }  # fmt: skip
    competency = {
        "scheme": "TPQI", "code": "XXX-000", "title": "มาตรฐานอาชีพตัวอย่าง", "level": "4", "unit": "หน่วยสมรรถนะตัวอย่าง",
        "outcome": "ผลที่คาดหวังตัวอย่าง", "evidence": "หลักฐานตัวอย่าง",
    }  # fmt: skip
    row = {
        "from_date": FIRST, "until_date": "2025-03-28", "department": "แผนกตัวอย่าง", "task": "งานที่ฝึกตัวอย่าง",
        "competency": 1, "hours": "60",
    }  # fmt: skip
    labels = {"teacher": "ผู้จัดทำแผน", "department_head": "หัวหน้าแผนกวิชา", "deputy_director": "รองผู้อำนวยการ",
              "director": "ผู้รับรองแผน"}  # fmt: skip
    return {
        "plan": {
            "teacher": teacher, "college": _HOME, "establishment": place, "competencies": [competency],
            "schedule": [row], "need": {"current": "ตัวอย่าง", "gap": "ตัวอย่าง", "course": "ตัวอย่าง"},
            "test": {"planned": True, "scheme": "TPQI", "standard": "มาตรฐานตัวอย่าง", "level": "4",
                     "body": "หน่วยงานตัวอย่าง", "date": "2025-05-20", "place": "ตัวอย่าง", "fee": "1500"},
            "transfer": {"learners": "ตัวอย่าง", "colleagues": "ตัวอย่าง", "by_date": "2025-09-30"},
            "budget": [{"item": "รายการตัวอย่าง", "amount": "5000"}],
            "totals": {"days": 10, "hours": "60", "amount": "5000", "amount_text": "ห้าพันบาทถ้วน"},
        },
        "round": ROUND,
        "signers": [{"role": role, "label": label, "name": OTHER, "position": ""} for role, label in labels.items()],
    }  # fmt: skip


def _receipt() -> dict[str, Any]:
    return {
        "receipt": {
            "number": "2568-XXXX-000000", "what": "ตัวอย่างการส่งแผน ฉบับที่ ๑", "who": NAME, "college": COLLEGE,
            "at": datetime(2025, 2, 27, 17, 4, 8, tzinfo=UTC),
            "begun_at": datetime(2025, 2, 27, 16, 58, 59, tzinfo=UTC),
            "file_name": "ตัวอย่าง.pdf", "pages": 5, "size": 1258291, "sha256": "0" * 64, "extension": "",
        },
    }  # fmt: skip


def _certificate() -> dict[str, Any]:
    return {
        "certificate": {
            "name": NAME, "position": "ครู", "college": COLLEGE, "establishment": PLACE, "competency": "ตัวอย่าง",
            "hours": "60", "first": FIRST, "last": LAST, "dated": date(2025, 9, 30), "signatory": _OFFICIAL,
        },
        "round": ROUND,
    }  # fmt: skip


def _calendar() -> dict[str, Any]:
    rows = [
        ("1", "๑", COLLEGE, "กิจกรรมตัวอย่างที่มีข้อเดียว", date(2025, 2, 1), date(2025, 2, 28), False),
        ("2.1", "๒.๑", COLLEGE, "กิจกรรมตัวอย่างที่มีวันครบกำหนด", date(2025, 2, 1), date(2025, 2, 27), True),
        ("2.2", "๓.๒", COLLEGE, "กิจกรรมตัวอย่างที่หนังสือพิมพ์เลขข้อผิด", date(2025, 3, 1), date(2025, 5, 31), False),
    ]
    names = ("number", "printed", "who", "text", "opens", "closes", "exact")
    return {
        "calendar": {
            "name_th": "ปฏิทินตัวอย่าง ประจำปีงบประมาณ พ.ศ. 2568", "letter_number": "ศธ 0605/000",
            "changed": date(2025, 3, 3), "page": f"{settings.PUBLIC_URL}/calendar/2568/",
            "rows": [{**dict(zip(names, row, strict=True)), "shuts": None} for row in rows],
        },
    }  # fmt: skip


def _director() -> dict[str, Any]:
    return {
        "director": {
            "college": COLLEGE, "year": 2568, "at": MADE_AT,
            "counts": {"total": 5, "writing": 2, "checking": 1, "endorsed": 2, "eligible": 0},
            "late": [{"text": f"แผนตัวอย่างของ{NAME}", "until": datetime(2025, 2, 27, 16, 59, 59, tzinfo=UTC)}],
            "coming": [{"at": datetime(2025, 3, 5, 16, 59, 59, tzinfo=UTC), "label": "กิจกรรมตัวอย่าง", "closes": True}],
            "signatures": [OTHER],
        },
    }  # fmt: skip


def _signatures() -> dict[str, Any]:
    signers = [{"number": 1, "label": "ผู้จัดทำแผน", "name": NAME},
               {"number": 2, "label": "ผู้รับรองแผน", "name": _HOME["director_name"]}]  # fmt: skip
    return {
        "signing": {
            "title": f"แผนพัฒนาตัวอย่าง {NAME} ฉบับที่ ๑", "pages": 3, "sha256": "0" * 64,
            "signers": signers,
        },
    }  # fmt: skip


def _signed(wide: int, high: int, **hand: str) -> dict[str, Any]:
    """A piece of a signed paper, millimetres wide and high."""
    act = {
        "name": _HOME["director_name"], "capacity": f"รักษาราชการแทนผู้อำนวยการ{COLLEGE}", "at": MADE_AT,
        "method": "พิมพ์ชื่อ", "proof": "ยืนยันตัวตนด้วยรหัสผ่าน", "sha256": "0" * 64,
    }  # fmt: skip
    return {"act": act, "wide": str(wide), "high": str(high), "size": "1", **hand}


_FACTS: dict[str, Callable[[], dict[str, Any]]] = {
    "letter": _letter,
    "ask_letter": lambda: {
        "ask": {**_FROM_COLLEGE, "agreement": {"number": "00/2566", "dated": date(2023, 6, 1)},
                "answer_by": date(2025, 3, 10)},
        "round": ROUND,
    },
    "reply_form": _reply_form,
    "sending_letter": lambda: {
        "sending": {**_FROM_COLLEGE, "agreed": {"number": "", "dated": date(2025, 3, 7)}}, "round": ROUND,
    },
    "announcement": _announcement,
    "memo": _memo,
    "extension_memo": _extension_memo,
    "plan": _plan,
    "namelist": lambda: {"college": _HOME, "round": ROUND, "rows": _rows(4)},
    "receipt": _receipt,
    "receipt_card": _receipt,
    "calendar": _calendar,
    "director": _director,
    "certificate": _certificate,
    "demo_copy": dict,
    "signatures": _signatures,
    "signature_row": lambda: _signed(119, 27),
    "signature_block": lambda: _signed(48, 26, typed=_HOME["director_name"]),
}  # fmt: skip


def context(name: str) -> dict[str, Any]:
    """The facts of the sample of one layout."""
    facts = {**_FACTS[name](), "made_at": MADE_AT, "sample": True}
    if LAYOUTS[name].is_piece:
        return facts
    paper = {
        "code": "-".join((CODE[:4], CODE[4:8], CODE[8:])), "url": f"{settings.PUBLIC_URL}/v/{CODE}/", "version": 1,
        "number": "2568-XXXX-000000",
    }  # fmt: skip
    return {**facts, "paper": paper}
