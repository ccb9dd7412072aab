"""The plan of a teacher: what she typed, and what the portal made of it when the version was frozen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from random import Random
from typing import Any

from applications.actions.plan import college_facts
from applications.content import LABELS, STANDINGS, told
from applications.enums import Section
from people.enums import AcademicStanding
from people.models import Seat, Teacher
from people.thai import baht_text, provinces
from placements.enums import AgreementBasis
from reports.demo.colleges import Place
from reports.demo.days import typed
from reports.demo.trades import Trade
from rounds.enums import SignerRole
from rounds.models import CollegeSigner, Round

_PROVINCES = {province.code: province.name_th for province in provinces()}
_HOURS_A_DAY = (6, 7, 8)


class Writing:
    """One plan in the writing. Everything is drawn once, so that answers and content say the same."""

    def __init__(self, teacher: Teacher, trade: Trade, place: Place, year: int, draw: Random) -> None:
        self.teacher, self.trade, self.place = teacher, trade, place
        self.gregorian = year - 543
        self.draw = draw
        self.rows = self._rows()
        self.has_test = draw.random() < 0.82
        self.test_day = dt.date(self.gregorian, 6, draw.randint(2, 27))
        self.money = [
            ("ค่าเบี้ยเลี้ยง", Decimal(draw.randrange(2400, 4900, 120))),
            ("ค่าพาหนะ", Decimal(draw.randrange(800, 3200, 50))),
            *([("ค่าทดสอบสมรรถนะ", Decimal(1500))] if self.has_test else []),
        ]
        self.level = str(draw.randint(3, 5))
        self.more = ""

    def revise(self) -> None:
        """What is mended when the plan comes back: the need in more words, the last task to its end, a dearer way."""
        self.more = " รวมทั้งการบำรุงรักษาเชิงป้องกันตามคู่มือของผู้ผลิต"
        self.rows[-1] = {**self.rows[-1], "task": f"{self.rows[-1]['task']} และสรุปผลร่วมกับครูฝึก"}
        item, amount = self.money[1]
        self.money[1] = (item, amount + 150)

    def _rows(self) -> list[dict[str, Any]]:
        """Three stages of three or four days, one week after the other."""
        monday = dt.date(self.gregorian, 3, 17)
        monday += dt.timedelta(days=-monday.weekday() + 7 * self.draw.choice((0, 0, 1, 2)))
        daily = self.draw.choice(_HOURS_A_DAY)
        rows = []
        for number, (department, task) in enumerate(self.trade.stages):
            # A short plan misses the hours the round asks for: the coordinator sees it at once.
            days = self.draw.choice((3, 4, 5, 5))
            first = monday + dt.timedelta(days=7 * number)
            rows.append(
                {
                    "from_date": first,
                    "until_date": first + dt.timedelta(days=days - 1),
                    "department": department,
                    "task": task,
                    "competency": min(number + 1, len(self.trade.skills)),
                    "hours": Decimal(days * daily),
                }
            )
        return rows

    def answers(self) -> dict[str, Any]:
        """Every section as typed."""
        skills = [
            {
                "scheme": "TPQI", "code": "", "title": title, "level": self.level, "unit": unit, "outcome": outcome,
                "evidence": "แฟ้มผลงาน รูปถ่ายการปฏิบัติงาน และคำรับรองของครูฝึก",
            }
            for title, unit, outcome in self.trade.skills
        ]  # fmt: skip
        schedule = [
            {**row, "from_date": typed(row["from_date"]), "until_date": typed(row["until_date"]),
             "competency": str(row["competency"]), "hours": str(row["hours"])}
            for row in self.rows
        ]  # fmt: skip
        return {
            Section.TEACHER: self._profile(),
            Section.ESTABLISHMENT: {"establishment": str(self.place.establishment.pk), **self._hosts()},
            Section.NEED: self._need(),
            Section.COMPETENCIES: skills,
            Section.SCHEDULE: schedule,
            Section.TEST: {**self._test(), "date": typed(self.test_day) if self.has_test else ""},
            Section.TRANSFER: {**self._transfer(), "by_date": typed(self._by_when())},
            Section.BUDGET: [{"item": item, "amount": f"{amount:,}"} for item, amount in self.money],
        }

    def _profile(self) -> dict[str, str]:
        teacher = self.teacher
        return {
            "position": teacher.position,
            "standing": str(teacher.standing),
            "education": teacher.education,
            "service_years": str(teacher.service_years),
            "branch": teacher.branch,
            "courses": teacher.courses,
            "phone": teacher.user.phone,
        }

    def _hosts(self) -> dict[str, str]:
        place = self.place
        return {
            "contact_name": place.contact,
            "contact_phone": place.phone,
            "mentor_name": place.mentor,
            "mentor_position": place.mentor_position,
        }

    def _need(self) -> dict[str, str]:
        return {
            "current": self.trade.current,
            "gap": f"{self.trade.gap}{self.more}",
            "course": f"นำไปใช้ในรายวิชา{self.trade.courses.split(',')[0]} ระดับ ปวช. และ ปวส.",
        }

    def _test(self) -> dict[str, str]:
        if not self.has_test:
            empty = dict.fromkeys(("standard", "level", "body", "place", "fee"), "")
            return {"planned": "no", "scheme": "TPQI", **empty}
        return {
            "planned": "yes",
            "scheme": "TPQI",
            "standard": self.trade.skills[0][0],
            "level": self.level,
            "body": "องค์กรรับรองสมรรถนะในพื้นที่",
            "place": self.teacher.college.province,
            "fee": "1500",
        }

    def _transfer(self) -> dict[str, str]:
        return {
            "learners": "ปรับใบงานและสื่อการสอนจากงานจริง แล้วใช้สอนในภาคเรียนที่ 1",
            "colleagues": f"จัดอบรมเชิงปฏิบัติการให้ครูแผนกวิชา{self.trade.branch} 1 วัน",
        }

    def _by_when(self) -> dt.date:
        return dt.date(self.gregorian, 9, 30)

    def content(self, round_: Round, director: Seat, told_names: Sequence[CollegeSigner] = ()) -> dict[str, Any]:
        """The frozen content, in the shape that the forms give it (a test compares the two)."""
        teacher, user = self.teacher, self.teacher.user
        standing = AcademicStanding(teacher.standing)
        college = college_facts(teacher.college, director)
        answers = self.answers()
        found: dict[str, Any] = {
            "teacher": {
                **self._profile(),
                "standing": STANDINGS.get(standing, ""),
                "service_years": teacher.service_years,
                "title": user.title,
                "first_name": user.first_name,
                "last_name": user.last_name,
                "email": user.email,
            },
            "college": college,
            "establishment": self._establishment(),
            "need": self._need(),
            "competencies": answers[Section.COMPETENCIES],
            "schedule": [
                {**row, "from_date": row["from_date"].isoformat(), "until_date": row["until_date"].isoformat(),
                 "hours": str(row["hours"])}
                for row in self.rows
            ],
            "test": {
                **self._test(),
                "planned": self.has_test,
                "date": self.test_day.isoformat() if self.has_test else "",
            },
            "transfer": {**self._transfer(), "by_date": self._by_when().isoformat()},
            "budget": [{"item": item, "amount": str(amount)} for item, amount in self.money],
        }  # fmt: skip
        found["totals"] = self._totals()
        found["signers"] = self._signers(round_, college, told_names)
        return found

    def _establishment(self) -> dict[str, Any]:
        place, agreement = self.place.establishment, self.place.agreement
        is_mou = agreement.basis == AgreementBasis.MOU
        return {
            **self._hosts(),
            "id": place.pk,
            "name": place.name,
            "registration_no": place.registration_no,
            "business_type": place.business_type,
            "address": place.address,
            "province": _PROVINCES[place.province_code],
            "basis": agreement.basis,
            "basis_detail": agreement.description,
            "mou_number": agreement.number if is_mou else "",
            "mou_from": agreement.valid_from.isoformat() if is_mou else "",
            "mou_until": agreement.valid_until.isoformat() if is_mou and agreement.valid_until else "",
        }

    def _totals(self) -> dict[str, Any]:
        days = sum((row["until_date"] - row["from_date"]).days + 1 for row in self.rows)
        amount = sum((amount for _item, amount in self.money), Decimal(0))
        return {
            "days": days,
            "hours": str(sum(row["hours"] for row in self.rows)),
            "amount": str(amount),
            "amount_text": baht_text(amount),
        }

    def _signers(
        self, round_: Round, college: dict[str, str], told_names: Sequence[CollegeSigner]
    ) -> list[dict[str, str]]:
        teacher = self.teacher
        people: dict[SignerRole, tuple[str, str]] = {
            **told(told_names, teacher.user.full_name, teacher.division, teacher.branch),
            SignerRole.TEACHER: (self.teacher.user.full_name, self.teacher.position),
            SignerRole.DIRECTOR: (college["director_name"], college["director_position"]),
            SignerRole.ESTABLISHMENT: (self.place.contact, ""),
        }
        rows = []
        for role in round_.signers:
            name, position = people.get(SignerRole(role), ("", ""))
            rows.append({"role": role, "label": LABELS[SignerRole(role)], "name": name, "position": position})
        return rows


def half(answers: dict[str, Any], sections: int) -> tuple[dict[str, Any], dict[str, str]]:
    """The first so many sections finished, the next one begun and left: answers and progress."""
    names = [str(name) for name in Section.values]
    kept = {name: answers[name] for name in names[:sections]}
    progress = dict.fromkeys(names[:sections], "done")
    if 0 < sections < len(names):
        begun = names[sections]
        kept[begun] = _begun(answers[begun])
        progress[begun] = "started"
    return kept, progress


def _begun(answers: Any) -> Any:
    """A section somebody left in the middle: only its first field, or the first row without its number, is there."""
    row = dict(answers[0] if isinstance(answers, list) else answers)
    # Not the yes or no of the test: a single no would be a whole answer.
    keep = next(name for name, value in row.items() if value and name != "planned")
    left = {name: value if name == keep else "" for name, value in row.items()}
    return [left] if isinstance(answers, list) else left
