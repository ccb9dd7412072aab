"""Made-up people, colleges and plans for the loader: the same at every run, and of the lengths that are usual."""

from __future__ import annotations

from typing import Any

TITLES = ("นาย", "นาง", "นางสาว", "ว่าที่ร้อยตรี")
FIRST = (
    "กนกวรรณ", "กฤษณะ", "กานดา", "เกรียงไกร", "ขวัญใจ", "จารุวรรณ", "จิราพร", "เฉลิมพล", "ชลธิชา", "ชัยวัฒน์", "ณัฐพล",
    "ดวงกมล", "ธนากร", "ธิดารัตน์", "นงลักษณ์", "นพดล", "บุญเรือง", "ปกรณ์", "ประภาพร", "ปิยะนุช", "พงศกร", "พัชรินทร์",
    "เพ็ญศรี", "ภานุพงศ์", "มาลี", "ยุพิน", "รัตนา", "วรพจน์", "วิภาดา", "ศิริพร", "สมชาย", "สมหญิง", "สุดารัตน์", "สุริยา",
    "เสาวลักษณ์", "หทัยรัตน์", "อดิศร", "อรทัย", "อัมพร", "โอภาส",
)  # fmt: skip
_LAST = ("ใจดี", "ทอง", "ศรี", "รักษ์", "บุญ", "สุข", "วงศ์", "แก้ว", "จันทร์", "พิมพ์", "มั่น", "เรือง", "แสง", "สว่าง", "ขยัน")
_LAST_END = ("งาม", "พันธ์", "คง", "สกุล", "ประเสริฐ", "เจริญ", "วัฒนา", "ไพศาล", "มงคล", "ชัย", "ดี", "ยิ่ง")
LAST = tuple(start + end for start in _LAST for end in _LAST_END)
BRANCHES = (
    "ช่างยนต์", "ช่างกลโรงงาน", "ช่างเชื่อมโลหะ", "ช่างไฟฟ้ากำลัง", "ช่างอิเล็กทรอนิกส์", "ช่างก่อสร้าง", "เมคคาทรอนิกส์และหุ่นยนต์",
    "การบัญชี", "การตลาด", "คอมพิวเตอร์ธุรกิจ", "เทคโนโลยีสารสนเทศ", "การจัดการโลจิสติกส์", "การโรงแรม", "การท่องเที่ยว",
    "อาหารและโภชนาการ", "คหกรรม", "แฟชั่นและสิ่งทอ", "วิจิตรศิลป์", "เกษตรศาสตร์", "ประมง",
)  # fmt: skip
PLACES = ("บางพลี", "แม่กลอง", "ศรีนคร", "บ้านค่าย", "หนองหาร", "ท่าเรือ", "วังทอง", "สันทราย", "ปากน้ำ", "โนนสูง")

# The office's list as it is on the closing day, in percent; "usual" has every state.
MIXES: dict[str, dict[str, int]] = {
    "usual": {
        "DRAFT": 14, "SUBMITTED": 15, "SENT_BACK": 5, "ENDORSED": 42, "WITHDRAWN": 2,
        "ELIGIBLE": 12, "RESERVE": 4, "NOT_ELIGIBLE": 4, "WAIVED": 2,
    },
    "lapse": {"DRAFT": 100},
    "announce": {"ENDORSED": 100},
}  # fmt: skip


def content(number: int, teacher: dict[str, Any], college: dict[str, Any], workplace: dict[str, Any]) -> dict[str, Any]:
    """A cleaned plan as docs/plan-content.md has it; meets every criterion of the round."""
    tasks = ("ถอดประกอบและตรวจสอบเครื่องยนต์", "วัดและบันทึกค่าชิ้นส่วน", "บำรุงรักษาตามแผนของสถานประกอบการ")
    return {
        "teacher": {
            "position": "ครู", "standing": "ชำนาญการ", "education": "ค.อ.บ. วิศวกรรมเครื่องกล", "service_years": 8,
            "courses": "งานเครื่องยนต์แก๊สโซลีน งานส่งกำลังรถยนต์", "phone": "0812345678", **teacher,
        },
        "college": college,
        "establishment": {
            "contact_name": "คุณสุดา ดีงาม", "contact_phone": "038123456", "mentor_name": "นายช่าง ชำนาญการ",
            "mentor_position": "หัวหน้าแผนกซ่อมบำรุง", "basis": "mou", "basis_detail": "", "mou_number": "๑๒/๒๕๖๗",
            "mou_from": "2024-05-01", "mou_until": "2027-04-30", **workplace,
        },
        "need": {
            "current": "สอนรายวิชาเครื่องยนต์สันดาปภายในมาแปดปี " * 3,
            "gap": "ยังไม่มีประสบการณ์กับระบบไฟฟ้าแรงสูงของยานยนต์ " * 3,
            "course": "งานยานยนต์ไฟฟ้า",
        },
        "competencies": [
            {
                "scheme": "TPQI", "code": f"1020{n}", "title": "ช่างซ่อมบำรุงยานยนต์", "level": "4",
                "unit": "ตรวจสอบระบบไฟฟ้าแรงสูง", "outcome": "ตรวจสอบได้ตามขั้นตอน", "evidence": "ใบบันทึกการตรวจ",
            }
            for n in (1, 2)
        ],
        "schedule": [
            {
                "from_date": first, "until_date": last, "department": "ซ่อมบำรุง", "task": tasks[(number + n) % 3],
                "competency": 1 + n, "hours": "30",
            }
            for n, (first, last) in enumerate((("2025-03-17", "2025-03-21"), ("2025-03-24", "2025-03-28")))
        ],
        "test": {
            "planned": True, "scheme": "TPQI", "standard": "ช่างซ่อมบำรุงยานยนต์", "level": "4",
            "body": "สถาบันคุณวุฒิวิชาชีพ", "date": "2025-05-20", "place": "ชลบุรี", "fee": "1500",
        },
        "transfer": {"learners": "ปรับใบงานและสื่อการสอน", "colleagues": "ประชุมแผนก", "by_date": "2025-06-30"},
        "budget": [{"item": "ค่าเดินทาง", "amount": "5000"}, {"item": "ค่าที่พัก", "amount": "4500"}],
        "totals": {"days": 10, "hours": "60", "amount": "9500", "amount_text": "เก้าพันห้าร้อยบาทถ้วน"},
        "signers": [
            {"role": "teacher", "label": "ผู้จัดทำแผน", "name": teacher["first_name"], "position": "ครู"},
            {"role": "director", "label": "ผู้รับรองแผน", "name": college["director_name"], "position": "ผู้อำนวยการ"},
        ],
    }  # fmt: skip
