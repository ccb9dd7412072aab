"""The frozen content of a plan, worded for the official layout templates/pdf/plan.html.

``plan``, ``round``, ``paper`` and ``signers`` are plain data (dates as ISO text, numbers as decimal text), as the
version of the plan keeps them. Nothing is computed here that the plan does not say itself.
"""

from collections.abc import Mapping
from typing import Any

from people.thai import thai_digits
from records.pdf import words
from records.pdf.words import fact

TITLE = "แผนพัฒนาประสบการณ์ร่วมกับสถานประกอบการรายบุคคล"

Lines = list[list[dict[str, str]]]


def plan(context: Mapping[str, Any]) -> dict[str, Any]:
    content = context["plan"]
    return {
        **context,
        "document_title": TITLE,
        "round_name": thai_digits(context["round"]["name_th"]),
        "teacher": {**content["teacher"], "name": words.name(content["teacher"])},
        "college": content["college"],
        "fact_sections": [
            {"title": "๑. ข้อมูลครู", "lines": _teacher(content["teacher"])},
            {"title": "๒. สถานศึกษาต้นสังกัด", "lines": _college(content["college"])},
            {"title": "๓. สถานประกอบการ", "lines": _establishment(content["establishment"])},
            {"title": "๔. ความจำเป็นในการพัฒนา", "lines": _need(content["need"])},
        ],
        "competencies": [
            {**row, "no": thai_digits(number), "scheme": words.SCHEMES.get(row["scheme"], row["scheme"])}
            for number, row in enumerate(content["competencies"], start=1)
        ],
        "schedule": [
            {
                **row,
                "no": thai_digits(number),
                "when": words.span(row["from_date"], row["until_date"]),
                "competency": thai_digits(row["competency"]),
                "hours": words.count(row["hours"]),
            }
            for number, row in enumerate(content["schedule"], start=1)
        ],
        "test_lines": _test(content["test"]),
        "transfer": [
            fact("ถึงผู้เรียน", content["transfer"]["learners"]),
            fact("ถึงเพื่อนครู", content["transfer"]["colleagues"]),
            fact("ภายในวันที่", words.day(content["transfer"]["by_date"])),
        ],
        "budget": [
            {"no": thai_digits(number), "item": row["item"], "amount": words.amount(row["amount"])}
            for number, row in enumerate(content["budget"], start=1)
        ],
        "totals": {
            "days": words.count(content["totals"]["days"]),
            "hours": words.count(content["totals"]["hours"]),
            "amount": words.amount(content["totals"]["amount"]),
            "amount_text": content["totals"]["amount_text"],
        },
        "signature_rows": words.rows_of_signers(_with_capacity(context["signers"], content["college"])),
    }


def _with_capacity(signers: list[dict[str, str]], college: dict[str, str]) -> list[dict[str, str]]:
    """The director may sign for another: the plan keeps the capacity held when it was frozen."""
    line = words.capacity(college["director_capacity"], f"ผู้อำนวยการ{college['name']}")
    return [{**signer, "capacity": line if signer["role"] == "director" else ""} for signer in signers]


def _teacher(teacher: dict[str, Any]) -> Lines:
    years = teacher["service_years"]
    return [
        [fact("ชื่อ – นามสกุล", words.name(teacher)), fact("ตำแหน่ง", teacher["position"])],
        [
            fact("วิทยฐานะ", teacher["standing"]),
            fact("อายุราชการ", f"{thai_digits(years)} ปี" if years is not None else ""),
        ],
        [fact("วุฒิการศึกษา", teacher["education"]), fact("สาขาวิชา", teacher["branch"])],
        [fact("รายวิชาที่สอน", teacher["courses"])],
        [fact("โทรศัพท์", teacher["phone"]), fact("อีเมล", teacher["email"])],
    ]


def _college(college: dict[str, str]) -> Lines:
    acting = words.capacity(college["director_capacity"], "ผู้อำนวยการ")
    director = " ".join(filter(None, (college["director_name"], college["director_position"], acting)))
    return [
        [fact("ชื่อ", college["name"])],
        [fact("รหัสสถานศึกษา", college["school_id"]), fact("อำเภอ / เขต", college["district"])],
        [fact("จังหวัด", college["province"])],
        [fact("ผู้บริหาร", director)],
    ]


def _establishment(place: dict[str, str]) -> Lines:
    return [
        [fact("ชื่อ", place["name"])],
        [fact("เลขทะเบียน", place["registration_no"]), fact("ประเภทธุรกิจ", place["business_type"])],
        [fact("ที่ตั้ง", place["address"])],
        [fact("จังหวัด", place["province"])],
        [fact("ผู้ประสานงาน", place["contact_name"]), fact("โทรศัพท์", place["contact_phone"])],
        [fact("ครูฝึก / ผู้ควบคุม", place["mentor_name"]), fact("ตำแหน่ง", place["mentor_position"])],
        [fact("ความร่วมมือ", _basis(place))],
    ]


def _basis(place: dict[str, str]) -> str:
    if place["basis"] == "mou":
        term = words.span(place["mou_from"], place["mou_until"]) if place["mou_from"] else ""
        parts = ["บันทึกข้อตกลงความร่วมมือ"]
        parts += [f"เลขที่ {place['mou_number']}"] if place["mou_number"] else []
        parts += [f"มีผล {term}"] if term else []
        text = " ".join(parts)
    else:
        text = "ร่วมจัดการศึกษากับสถานศึกษา"
    return f"{text}\n{place['basis_detail']}" if place["basis_detail"] else text


def _need(need: dict[str, str]) -> Lines:
    return [
        [fact("สมรรถนะปัจจุบัน", need["current"])],
        [fact("สิ่งที่ต้องพัฒนา", need["gap"])],
        [fact("รายวิชาที่นำไปใช้", need["course"])],
    ]


def _test(test: dict[str, Any]) -> Lines:
    """Empty when no test is planned."""
    if not test["planned"]:
        return []
    return [
        [
            fact("มาตรฐาน", f"{words.SCHEMES.get(test['scheme'], test['scheme'])} {test['standard']}"),
            fact("ระดับ", test["level"]),
        ],
        [fact("หน่วยงานที่ทดสอบ", test["body"])],
        [
            fact("วันที่ทดสอบ", words.day(test["date"])),
            fact("ค่าทดสอบ", f"{words.amount(test['fee'])} บาท" if test["fee"] else ""),
        ],
        [fact("สถานที่", test["place"])],
    ]
