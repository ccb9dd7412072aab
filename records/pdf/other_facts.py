"""The facts of the shorter official papers, worded for their layouts in templates/pdf.

Instants are aware datetimes and are printed in Bangkok time; days are dates; sizes are bytes.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

from people.thai import BANGKOK, official_date, thai_digits
from records.pdf import words
from records.pdf.words import fact

MARKS = {"": "", "new": "เพิ่มใหม่", "corrected": "แก้ไข", "removed": "ถอนชื่อ"}
OFFICE = "สำนักงานคณะกรรมการการอาชีวศึกษา"
SECRETARY_GENERAL = "เลขาธิการคณะกรรมการการอาชีวศึกษา"
BEGUN = "เริ่มส่งแฟ้มก่อนปิดรับ และแฟ้มมาถึงครบภายในช่วงเวลารอรับแฟ้ม จึงถือเวลาที่เริ่มส่งเป็นเวลาที่ส่ง"
# Two repeats of the checked work-cloth of the portal's pages, in the colours of its dyes.
CLOTH = "data:image/svg+xml," + quote(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 8"><path fill="#15254a" d="M0 0h96v8H0z"/>'
    '<path fill="#4a629b" d="M12 0h18v8H12zm54 0h18v8H66z"/><path fill="#fff" d="M34 0h2v8h-2zm26 0h2v8h-2z"/>'
    '<path fill="#f0b323" d="M44 0h8v8h-8z"/>'
    '<path stroke="#fff" stroke-width=".5" opacity=".45" d="M0 2.5h96M0 5.5h96"/></svg>'
)


def moment(at: datetime) -> str:
    """๒๗ กุมภาพันธ์ ๒๕๖๘ เวลา ๒๓.๔๑.๐๕ น., to the second, because minutes decide at a deadline."""
    local = at.astimezone(BANGKOK)
    return f"{official_date(local)} เวลา {thai_digits(local.strftime('%H.%M.%S'))} น."


def size(number: int) -> str:
    """Bytes as people say them, with the exact figure behind."""
    exact = thai_digits(f"{number:,}")
    if number < 1024:
        return f"{exact} ไบต์"
    large, unit = (number / 2**20, "เมกะไบต์") if number >= 2**20 else (number / 1024, "กิโลไบต์")
    return f"{thai_digits(f'{large:,.2f}')} {unit} ({exact} ไบต์)"


def announcement(context: Mapping[str, Any]) -> dict[str, Any]:
    """``announcement``: number, title, year, edition, dated, body, signatory_name, signatory_position, capacity,
    objection_to, objection_until. ``eligible`` and ``reserve``: rows of no, name, college, branch, province, mark."""
    notice = context["announcement"]
    rows = [*context["eligible"], *context["reserve"]]
    until = notice["objection_until"]
    return {
        **context,
        "announcement": {
            **notice,
            "number": thai_digits(notice["number"]),
            "year": thai_digits(notice["year"]),
            "edition": thai_digits(notice["edition"]) if int(notice["edition"]) > 1 else "",
            "dated": official_date(notice["dated"], era=True),
            "paragraphs": [part.strip() for part in notice["body"].split("\n") if part.strip()],
            "signatory": {
                "name": notice["signatory_name"],
                "position": notice["signatory_position"],
                "capacity": words.capacity(notice["capacity"], SECRETARY_GENERAL),
            },
            "objection_until": words.day(until) if until else "",
        },
        "office": OFFICE,
        "eligible": [_listed(row) for row in context["eligible"]],
        "reserve": [_listed(row) for row in context["reserve"]],
        "eligible_count": thai_digits(len(context["eligible"])),
        "reserve_count": thai_digits(len(context["reserve"])),
        "has_marks": any(row["mark"] for row in rows),
    }


def _listed(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "no": thai_digits(row["no"]), "remark": MARKS[row["mark"]], "removed": row["mark"] == "removed"}


def receipt(context: Mapping[str, Any]) -> dict[str, Any]:
    """``receipt``: number, what, who, college, at, begun_at (or None), extension, file_name, pages, size, sha256.

    ``begun_at`` differs where the file was still arriving at the closing. Without a file its four facts are empty.
    """
    slip = context["receipt"]
    begun = slip["begun_at"] if slip["begun_at"] and slip["begun_at"] != slip["at"] else None
    lines = [
        fact("เรื่อง", slip["what"]),
        fact("ผู้ส่ง", slip["who"]),
        fact("สถานศึกษา", slip["college"]),
        fact("รับไว้เมื่อ", f"วันที่ {moment(slip['at'])}"),
    ]
    if begun:
        lines.append(fact("เริ่มส่งเมื่อ", f"วันที่ {moment(begun)}"))
    has_file = bool(slip["sha256"])
    return {
        **context,
        "cloth": CLOTH,
        "number": slip["number"],
        "lines": lines,
        "begun": BEGUN if begun else "",
        "file_lines": [
            fact("ชื่อแฟ้ม", slip["file_name"]),
            fact("จำนวนหน้า", f"{thai_digits(slip['pages'])} หน้า"),
            fact("ขนาด", size(slip["size"])),
        ]
        if has_file
        else [],
        # Half and half: a line of 64 letters is wider than the column, and people compare it by eye.
        "sha256": [slip["sha256"][start : start + 32] for start in range(0, len(slip["sha256"]), 32)],
        "extension": slip.get("extension", ""),
    }


def namelist(context: Mapping[str, Any]) -> dict[str, Any]:
    """``college`` and ``round`` as in a plan; ``rows`` of name, branch, establishment, hours, in the order of print,
    and in a later version mark, as in an announcement."""
    college = context["college"]
    director = {
        "role": "director",
        "label": "ผู้รับรอง",
        "name": college["director_name"],
        "position": college["director_position"],
        "capacity": words.capacity(college["director_capacity"], f"ผู้อำนวยการ{college['name']}"),
    }
    return {
        **context,
        "round_name": thai_digits(context["round"]["name_th"]),
        "rows": [
            {
                **row,
                "no": thai_digits(number),
                "hours": words.count(row["hours"]),
                "remark": MARKS[row.get("mark", "")],
                "removed": row.get("mark") == "removed",
            }
            for number, row in enumerate(context["rows"], start=1)
        ],
        "has_marks": any(row.get("mark") for row in context["rows"]),
        "how_many": thai_digits(sum(row.get("mark") != "removed" for row in context["rows"])),
        "signature_rows": [[director]],
    }


def certificate(context: Mapping[str, Any]) -> dict[str, Any]:
    """``certificate``: name, position, college, establishment, competency, hours, first, last, dated, office (empty for
    the commission), signatory as in a letter."""
    given = context["certificate"]
    year = thai_digits(context["round"]["name_th"])
    return {
        **context,
        "cloth": CLOTH,
        "certificate": {
            **given,
            "office": given.get("office") or OFFICE,
            "what": f"ได้ผ่านการฝึกประสบการณ์ร่วมกับสถานประกอบการ สมรรถนะ{given['competency']}",
            "lines": [
                f"ณ {given['establishment']} ระหว่างวันที่ {words.span(given['first'], given['last'])} "
                f"รวม {words.count(given['hours'])} ชั่วโมง",
                f"ตามการพัฒนาสมรรถนะครูอาชีวศึกษาสู่มาตรฐานอาชีพ ประจำ{year}",
            ],
            "dated": official_date(given["dated"], era=True),
            "signatory": words.signatory(given["signatory"]),
        },
    }
