"""Facts for the tests of the PDF layouts: invented people and places, with the letters that are hard to print."""

from copy import deepcopy
from datetime import UTC, date, datetime, timedelta
from typing import Any

MADE_AT = datetime(2025, 2, 26, 7, 30, tzinfo=UTC)
URL = "https://teachersync.example/v/7KQ4M2XD9TWH"
PAPER = {"code": "7KQ4-M2XD-9TWH", "url": URL, "version": 3, "number": "2568-PLAN-000412"}
ROUND = {"year": 2568, "name_th": "ปีงบประมาณ พ.ศ. 2568"}

PLAN: dict[str, Any] = {
    "teacher": {
        "title": "นางสาว", "first_name": "น้ำผึ้ง", "last_name": "คำกำแพงทอง", "position": "ครู",
        "standing": "ครูชำนาญการพิเศษ", "education": "ค.อ.ม. วิศวกรรมไฟฟ้า", "service_years": 14,
        "branch": "เมคคาทรอนิกส์และหุ่นยนต์",
        "courses": "การโปรแกรมพีแอลซี, ระบบนิวเมติกส์และไฮดรอลิกส์, งานซ่อมบำรุงเครื่องจักรกลซีเอ็นซี",
        "phone": "081-234-5678", "email": "namphueng@college.example",
    },
    "college": {
        "school_id": "1320026101", "name": "วิทยาลัยเทคนิคบ้านน้ำงาม", "district": "เมืองลำปาง", "province": "ลำปาง",
        "director_name": "นายกำธร ทำนุบำรุง", "director_position": "รองผู้อำนวยการ", "director_capacity": "acting",
    },
    "establishment": {
        "name": "บริษัท ล้ำนำสมัย ออโตเมชั่น (ประเทศไทย) จำกัด", "registration_no": "0105548123456",
        "business_type": "ผลิตชิ้นส่วนยานยนต์", "address": "88/9 หมู่ 4 ถนนพหลโยธิน ตำบลชมพู อำเภอเมืองลำปาง 52100",
        "province": "ลำปาง", "contact_name": "นางจำเนียร น้ำทรัพย์", "contact_phone": "054-111-222",
        "mentor_name": "นายอำนาจ ช่ำชองงาน", "mentor_position": "หัวหน้าแผนกซ่อมบำรุง", "basis": "mou",
        "basis_detail": "", "mou_number": "12/2566", "mou_from": "2023-06-01", "mou_until": "2026-05-31",
    },
    "need": {
        "current": "เขียนโปรแกรมพีแอลซีขั้นพื้นฐานได้ แต่ยังไม่เคยทำงานกับเครื่องจักรจริงในสายการผลิต",
        "gap": "การวินิจฉัยข้อขัดข้องและการบำรุงรักษาเชิงป้องกัน ให้ทันเทคโนโลยีที่ใช้จริง ต่าง ๆ เช่น Profinet, OPC UA",
        "course": "20127-2105 การโปรแกรมและควบคุมไฟฟ้า",
    },
    "competencies": [
        {
            "scheme": "TPQI", "code": "MEC-ZZZ-4-018", "title": "ช่างซ่อมบำรุงเครื่องจักรกลอัตโนมัติ", "level": "4",
            "unit": "วิเคราะห์ข้อขัดข้องของระบบควบคุม", "outcome": "ระบุสาเหตุและแก้ไขได้ภายในเวลาที่กำหนด",
            "evidence": "ใบงานซ่อม รูปถ่าย และคำรับรองของครูฝึก",
        },
        {
            "scheme": "DSD", "code": "", "title": "ช่างไฟฟ้าอุตสาหกรรม", "level": "2", "unit": "ติดตั้งและทดสอบอินเวอร์เตอร์",
            "outcome": "ตั้งค่าพารามิเตอร์ถูกต้องตามคู่มือ", "evidence": "แบบบันทึกการทดสอบ",
        },
    ],
    "schedule": [],
    "test": {
        "planned": True, "scheme": "TPQI", "standard": "ช่างซ่อมบำรุงเครื่องจักรกลอัตโนมัติ", "level": "4",
        "body": "ศูนย์ทดสอบสมรรถนะมหาวิทยาลัยบ้านน้ำงาม", "date": "2025-06-14", "place": "ลำปาง", "fee": "1500.00",
    },
    "transfer": {
        "learners": "จัดทำใบงานใหม่ 4 ชุดสำหรับผู้เรียน ปวส. 1 และสาธิตจากกรณีจริง",
        "colleagues": "อบรมเชิงปฏิบัติการภายในแผนกวิชา 1 วัน", "by_date": "2025-09-30",
    },
    "budget": [
        {"item": "ค่าเบี้ยเลี้ยง 20 วัน", "amount": "4800.00"},
        {"item": "ค่าที่พัก", "amount": "8700.00"},
        {"item": "ค่าทดสอบสมรรถนะ", "amount": "1500.00"},
    ],
    "totals": {"days": 20, "hours": "140.00", "amount": "15000.00", "amount_text": "หนึ่งหมื่นห้าพันบาทถ้วน"},
}  # fmt: skip

SIGNERS = [
    {"role": "teacher", "label": "ผู้จัดทำแผน", "name": "นางสาวน้ำผึ้ง คำกำแพงทอง", "position": "ครู"},
    {"role": "department_head", "label": "หัวหน้าแผนกวิชา", "name": "นายสำราญ ก้ำเกิน", "position": "ครูชำนาญการ"},
    {"role": "deputy_director", "label": "รองผู้อำนวยการ", "name": "", "position": "รองผู้อำนวยการฝ่ายวิชาการ"},
    {"role": "director", "label": "ผู้รับรองแผน", "name": "นายกำธร ทำนุบำรุง", "position": "รองผู้อำนวยการ"},
    {"role": "establishment", "label": "ผู้แทนสถานประกอบการ", "name": "นางจำเนียร น้ำทรัพย์", "position": "ผู้จัดการฝ่ายบุคคล"},
]

TASKS = (
    "ศึกษากระบวนการผลิตและความปลอดภัยในโรงงาน เรียนรู้ผังเครื่องจักรของสายการผลิต ก และทำบันทึกการเดินเครื่องประจำวันร่วมกับช่างประจำกะ",
    "ซ่อมบำรุงเชิงป้องกันระบบนิวเมติกส์ เปลี่ยนซีลกระบอกลม ตรวจรอยรั่ว",
    "เขียนและทดสอบโปรแกรม PLC S7-1200 กับสถานีลำเลียง",
)


def schedule(rows: int) -> list[dict[str, Any]]:
    """So many rows, every other one of a single day, from 17 March 2568 on."""
    first = date(2025, 3, 17)
    return [
        {
            "from_date": (first + timedelta(days=number)).isoformat(),
            "until_date": (first + timedelta(days=number + number % 2)).isoformat(),
            "department": "แผนกซ่อมบำรุง" if number % 3 else "แผนกควบคุมอัตโนมัติและหุ่นยนต์",
            "task": TASKS[number % len(TASKS)],
            "competency": number % 2 + 1,
            "hours": "7.50" if number % 2 else "7.00",
        }
        for number in range(rows)
    ]


def plan_context(*, rows: int = 4, signers: int = 5) -> dict[str, Any]:
    plan = deepcopy(PLAN)
    plan["schedule"] = schedule(rows)
    return {
        "plan": plan, "round": ROUND, "paper": PAPER, "signers": deepcopy(SIGNERS[:signers]), "made_at": MADE_AT,
    }  # fmt: skip


def list_rows(count: int, *, marks: bool = False) -> list[dict[str, Any]]:
    first = ("น้ำผึ้ง", "กำธร", "จำเนียร", "สำราญ", "ณัฏฐ์ชุดา", "ปิ่นปินัทธ์")
    last = ("คำกำแพงทอง", "ทำนุบำรุง", "น้ำทรัพย์", "ก้ำเกิน", "ศรีสุวรรณวัฒน์", "เปี่ยมล้นน้ำใจ")
    kinds = ("", "new", "corrected", "removed")
    return [
        {
            "no": number + 1,
            "name": f"{('นาย', 'นางสาว', 'นาง')[number % 3]}{first[number % 6]} {last[number // 6 % 6]}",
            "college": ("วิทยาลัยเทคนิคบ้านน้ำงาม", "วิทยาลัยเกษตรและเทคโนโลยีทุ่งกล้าขำ", "วิทยาลัยสารพัดช่างธำรง")[number % 3],
            "branch": ("ช่างยนต์", "เมคคาทรอนิกส์และหุ่นยนต์", "การจัดการโลจิสติกส์และซัพพลายเชน")[number % 3],
            "province": ("ลำปาง", "กำแพงเพชร", "พระนครศรีอยุธยา")[number % 3],
            "mark": kinds[number % 4] if marks else "",
        }
        for number in range(count)
    ]


def announcement_context(*, eligible: int = 30, reserve: int = 5, marks: bool = False) -> dict[str, Any]:
    return {
        "announcement": {
            "number": "1/2568",
            "title": "รายชื่อผู้มีสิทธิ์เข้ารับการฝึกประสบการณ์ร่วมกับสถานประกอบการ ประจำปีงบประมาณ พ.ศ. ๒๕๖๘",
            "year": 2568, "edition": 2 if marks else 1, "dated": date(2025, 3, 14),
            "body": "ตามที่ได้เปิดรับสมัครครูอาชีวศึกษาเพื่อเข้ารับการฝึกประสบการณ์ร่วมกับสถานประกอบการนั้น\n"
            "บัดนี้ การพิจารณาได้เสร็จสิ้นแล้ว จึงประกาศรายชื่อผู้มีสิทธิ์และรายชื่อสำรองตามบัญชีแนบท้ายประกาศนี้ "
            "ขอให้ผู้มีรายชื่อดำเนินการตามกำหนดการต่าง ๆ ต่อไป",
            "signatory_name": "นายธำรง ล้ำเลิศ", "signatory_position": "รองเลขาธิการ", "capacity": "on_behalf",
            "objection_to": "สำนักพัฒนาสมรรถนะครูและบุคลากรอาชีวศึกษา", "objection_until": date(2025, 3, 21),
        },
        "eligible": list_rows(eligible, marks=marks), "reserve": list_rows(reserve),
        "paper": {**PAPER, "number": "2568-ANN-000001", "version": 1}, "made_at": MADE_AT,
    }  # fmt: skip


def receipt_context() -> dict[str, Any]:
    return {
        "receipt": {
            "number": "2568-RCV-000412", "what": "ส่งแผนพัฒนาประสบการณ์ร่วมกับสถานประกอบการรายบุคคล ฉบับที่ ๓",
            "who": "นางสาวน้ำผึ้ง คำกำแพงทอง", "college": "วิทยาลัยเทคนิคบ้านน้ำงาม",
            "at": datetime(2025, 2, 27, 17, 4, 8, tzinfo=UTC),
            "begun_at": datetime(2025, 2, 27, 16, 58, 59, tzinfo=UTC),
            "file_name": "แผนพัฒนา_น้ำผึ้ง_ลงนามแล้ว.pdf", "pages": 5, "size": 1258291,
            "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "extension": "ขยายเวลาให้สถานศึกษาถึงวันที่ ๗ มีนาคม ๒๕๖๘ เนื่องจากน้ำท่วมพื้นที่",
        },
        "paper": {**PAPER, "number": "2568-RCV-000412", "version": 1}, "made_at": MADE_AT,
    }  # fmt: skip


def namelist_context(*, rows: int = 8) -> dict[str, Any]:
    return {
        "college": PLAN["college"], "round": ROUND,
        "rows": [
            {
                "name": row["name"], "branch": row["branch"], "establishment": PLAN["establishment"]["name"],
                "hours": "140.00",
            }
            for row in list_rows(rows)
        ],
        "paper": {**PAPER, "number": "2568-LIST-000031", "version": 1}, "made_at": MADE_AT,
    }  # fmt: skip


def memo_context() -> dict[str, Any]:
    return {
        "extension": {
            "whom": "นางสาวน้ำผึ้ง คำกำแพงทอง", "college": "วิทยาลัยเทคนิคบ้านน้ำงาม",
            "milestone": "การส่งแผนพัฒนารายบุคคล ปีงบประมาณ พ.ศ. 2568",
            "closes_at": datetime(2025, 2, 27, 16, 59, 59, tzinfo=UTC),
            "until": datetime(2025, 3, 7, 16, 59, 59, tzinfo=UTC),
            "reason": "น้ำท่วมพื้นที่จังหวัดลำปาง ทำให้สัญญาณอินเทอร์เน็ตขัดข้องต่อเนื่อง 4 วัน", "granted_by": "นางบำเพ็ญ ธรรมกำจร",
            "granted_position": "ผู้อำนวยการสำนักพัฒนาสมรรถนะครูและบุคลากรอาชีวศึกษา",
            "granted_at": datetime(2025, 2, 28, 3, 15, 0, tzinfo=UTC),
        },
        "paper": {**PAPER, "number": "2568-EXT-000007", "version": 1}, "made_at": MADE_AT,
    }  # fmt: skip
