"""The content of a plan that meets every criterion of round 2568, and a real PDF of one page."""

from __future__ import annotations

import functools
import io
from copy import deepcopy
from typing import Any

import pikepdf

from applications.enums import Section
from tests.cast import Cast, Person

SCHEDULE = [
    {
        "from_date": "2025-03-17",
        "until_date": "2025-03-21",
        "department": "ซ่อมบำรุง",
        "task": "ถอดประกอบและตรวจสอบเครื่องยนต์",
        "competency": 1,
        "hours": "30",
    },
    {
        "from_date": "2025-03-24",
        "until_date": "2025-03-28",
        "department": "ควบคุมคุณภาพ",
        "task": "วัดและบันทึกค่าชิ้นส่วน",
        "competency": 1,
        "hours": "30",
    },
]


def content(cast: Cast, who: Person, **changes: Any) -> dict[str, Any]:
    """A cleaned plan as it is frozen; `changes` replace whole sections."""
    assert who.user is not None
    college = who.profile.college
    plan: dict[str, Any] = {
        "teacher": {
            "title": who.user.title,
            "first_name": who.user.first_name,
            "last_name": who.user.last_name,
            "position": "ครู",
            "standing": "NONE",
            "education": "ค.อ.บ. วิศวกรรมเครื่องกล",
            "service_years": 8,
            "branch": "ช่างยนต์",
            "courses": "งานเครื่องยนต์แก๊สโซลีน",
            "phone": "0812345678",
            "email": who.user.email,
        },
        "college": {
            "school_id": college.school_id,
            "name": college.name,
            "district": college.district,
            "province": college.province,
            "director_name": "นายประเสริฐ มั่นคง",
            "director_position": f"ผู้อำนวยการ{college.name}",
            "director_capacity": "",
        },
        "establishment": {
            "name": cast.establishment.name,
            "registration_no": "",
            "business_type": cast.establishment.business_type,
            "address": cast.establishment.address,
            "province": "ชลบุรี",
            "contact_name": "คุณสุดา ดีงาม",
            "contact_phone": "038123456",
            "mentor_name": "นายช่าง ชำนาญการ",
            "mentor_position": "หัวหน้าแผนกซ่อมบำรุง",
            "basis": "mou",
            "basis_detail": "",
            "mou_number": "๑๒/๒๕๖๗",
            "mou_from": "2024-05-01",
            "mou_until": "2027-04-30",
        },
        "need": {"current": "สอนเครื่องยนต์สันดาปภายใน", "gap": "ระบบไฟฟ้าแรงสูง", "course": "งานยานยนต์ไฟฟ้า"},
        "competencies": [
            {
                "scheme": "TPQI",
                "code": "10201",
                "title": "ช่างซ่อมบำรุงยานยนต์",
                "level": "4",
                "unit": "ตรวจสอบระบบไฟฟ้าแรงสูง",
                "outcome": "ตรวจสอบได้ตามขั้นตอน",
                "evidence": "ใบบันทึกการตรวจ",
            }
        ],
        "schedule": deepcopy(SCHEDULE),
        "test": {
            "planned": True,
            "scheme": "TPQI",
            "standard": "ช่างซ่อมบำรุงยานยนต์",
            "level": "4",
            "body": "สถาบันคุณวุฒิวิชาชีพ",
            "date": "2025-05-20",
            "place": "ชลบุรี",
            "fee": "1500",
        },
        "transfer": {"learners": "ปรับใบงาน", "colleagues": "ประชุมแผนก", "by_date": "2025-06-30"},
        "budget": [{"item": "ค่าเดินทาง", "amount": "5000"}],
        "totals": {"days": 10, "hours": "60", "amount": "5000", "amount_text": "ห้าพันบาทถ้วน"},
        "signers": [
            {"role": "teacher", "label": "ผู้จัดทำแผน", "name": who.user.full_name, "position": "ครู"},
            {"role": "department_head", "label": "หัวหน้าแผนกวิชา", "name": "", "position": "หัวหน้าแผนก"},
            {"role": "deputy_director", "label": "รองผู้อำนวยการ", "name": "", "position": "รองผู้อำนวยการ"},
            {"role": "director", "label": "ผู้รับรองแผน", "name": "นายประเสริฐ มั่นคง", "position": "ผู้อำนวยการ"},
        ],
    }
    return {**plan, **changes}


SECTIONS = tuple(Section.values)


@functools.cache
def tiny_pdf(words: str = "signed") -> bytes:
    """A real PDF of one empty A4 page; another word gives other bytes."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        pdf.docinfo["/Title"] = words
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True)
    return out.getvalue()
