"""Three pages: sign-in, one's own application, the office's list. Two statements find who asks, one finds the page."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.template import engines

_PAGES = Path(__file__).resolve().parent / "templates"
BANGKOK = dt.timezone(dt.timedelta(hours=7))
# The portal's clock in the bench stands here; a hand-written page would read its own.
NOW = dt.datetime(2025, 2, 20, 9, tzinfo=BANGKOK)
_MONTHS = ["ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."]
_DAYS = ["จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์"]
_OFFICES = ("BUREAU", "POLICY", "FINANCE", "AUDITOR")


def _template(name: str) -> Any:
    """One flat template: the page's parts are put into the frame's places before anything is compiled."""
    flat = (_PAGES / "frame.html").read_text()
    parts = re.split(r"<!-- (\w+) -->\n", (_PAGES / f"{name}.html").read_text())[1:]
    for place, part in zip(parts[::2], parts[1::2], strict=True):
        flat = flat.replace(f"<!-- {place} -->", part.strip())
    return engines["django"].from_string(flat)


_LOGIN, _OWN, _OFFICE = (_template(name) for name in ("login", "own", "office"))


def one(sql: str, *values: Any) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        row = cursor.fetchone()
    if row is None:
        raise Http404
    return tuple(row)


def moment(value: Any) -> dt.datetime:
    """An instant in Thailand; SQLite gives text."""
    if isinstance(value, str):
        value = dt.datetime.fromisoformat(value).replace(tzinfo=dt.UTC)
    return value.astimezone(BANGKOK)


def words(value: Any) -> str:
    when = moment(value)
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year + 543} {when:%H.%M} น."


def login(request: HttpRequest) -> HttpResponse:
    return HttpResponse(_LOGIN.render({}, request))


def who(request: HttpRequest) -> tuple[Any, ...]:
    """(user, name, seat, kind, place, last entry of the register) of whoever is signed in; two statements."""
    return one(
        "SELECT u.id, u.title || u.first_name || ' ' || u.last_name, s.id, s.kind, coalesce(c.name, o.name),"
        " (SELECT max(id) FROM records_entry)"
        " FROM people_user u JOIN people_seat s ON s.user_id = u.id"
        " LEFT JOIN people_college c ON c.id = s.college_id LEFT JOIN people_office o ON o.id = s.office_id"
        " WHERE u.id = %s AND u.is_active AND (s.ended_at IS NULL OR s.ended_at > %s) LIMIT 1",
        int(request.session["_auth_user_id"]),
        NOW,
    )


_SECTIONS = (
    ("teacher", "ข้อมูลครู"),
    ("establishment", "สถานประกอบการและครูฝึก"),
    ("need", "ความต้องการพัฒนา"),
    ("competencies", "สมรรถนะที่จะพัฒนา"),
    ("schedule", "กำหนดการฝึก"),
    ("test", "การทดสอบสมรรถนะ"),
    ("transfer", "การถ่ายทอดความรู้"),
    ("budget", "งบประมาณ"),
)


def own(request: HttpRequest, pk: int) -> HttpResponse:
    user, person, _seat, _kind, place, _last = who(request)
    row = one(
        "SELECT a.state, a.name, a.college_name, a.comment, a.lapsed_at, p.version, p.state, p.progress, p.signed_id,"
        " r.year, m.opens_at, m.closes_at, (SELECT max(e.until) FROM rounds_extension e WHERE e.round_id = r.id"
        " AND e.kind = 'PLANS_DUE' AND e.state = 'GRANTED' AND (e.level = 'ROUND' OR (e.level = 'PERSON' AND"
        " e.person_id = a.user_id) OR (e.level = 'COLLEGE' AND e.college_id = a.college_id) OR (e.level = 'REGION'"
        " AND e.region = a.region)))"
        " FROM applications_application a JOIN applications_plan p ON p.id = a.plan_id"
        " JOIN rounds_round r ON r.id = a.round_id"
        " JOIN rounds_milestone m ON m.round_id = r.id AND m.kind = 'PLANS_DUE' WHERE a.id = %s AND a.user_id = %s",
        pk,
        user,
    )
    state, name, college, comment, lapsed, version, plan, progress, signed, year, opens, closes, until = row
    done = json.loads(progress)
    closing = moment(until or closes)
    tasks = [(section, label, done.get(section) == "done") for section, label in _SECTIONS]
    complete = sum(is_done for *_names, is_done in tasks)
    return HttpResponse(
        _OWN.render(
            {
                "person": person,
                "place": place,
                "pk": pk,
                "state": state,
                "name": name,
                "college": college,
                "comment": comment,
                "lapsed": lapsed,
                "version": version,
                "frozen": plan != "DRAFT",
                "tasks": tasks,
                "done": complete,
                "signed": signed,
                "year": year,
                "open": moment(opens) <= NOW <= closing,
                "left": (closing.date() - NOW.date()).days,
                "weekday": _DAYS[closing.weekday()],
                "day": closing.day,
                "month": f"{_MONTHS[closing.month - 1]}\u00a0{closing.year + 543}",
                "closing": words(closing),
            },
            request,
        )
    )


_STATES = {
    "ENDORSED": ("รอคัดกรอง", "wait"),
    "SUBMITTED": ("รอวิทยาลัย", "go"),
    "SENT_BACK": ("ส่งคืนวิทยาลัย", "bad"),
    "DRAFT": ("กำลังจัดทำ", ""),
    "ELIGIBLE": ("ผู้มีสิทธิ์", "ok"),
    "RESERVE": ("สำรอง", "go"),
    "NOT_ELIGIBLE": ("ไม่ได้รับคัดเลือก", ""),
    "WITHDRAWN": ("ถอนใบสมัคร", ""),
    "WAIVED": ("สละสิทธิ์", ""),
}
_REGIONS = (
    ("NORTH", "ภาคเหนือ"),
    ("NORTHEAST", "ภาคตะวันออกเฉียงเหนือ"),
    ("CENTRAL", "ภาคกลาง"),
    ("EAST_BANGKOK", "ภาคตะวันออกและกรุงเทพมหานคร"),
    ("SOUTH", "ภาคใต้"),
)
_JUDGED = (
    ("none", "ยังไม่พิจารณา"),
    ("ELIGIBLE", "ผู้มีสิทธิ์"),
    ("RESERVE", "สำรอง"),
    ("NOT_ELIGIBLE", "ไม่ได้รับคัดเลือก"),
    ("passed", "ผ่านคัดกรอง"),
    ("failed", "ไม่ผ่านคัดกรอง"),
)
_OUTCOMES = {"ELIGIBLE": ("ผู้มีสิทธิ์", "ok"), "RESERVE": ("สำรอง", "go"), "NOT_ELIGIBLE": ("ไม่ได้รับคัดเลือก", "bad")}
_kept: dict[str, Any] = {}


def _counts(last: int) -> list[tuple[str, str, int]]:
    """(region, state, how many), counted once for each state of the register, as the portal does."""
    if _kept.get("last", "none yet") != last:
        with connection.cursor() as cursor:
            cursor.execute("SELECT region, state, count(*) FROM applications_application GROUP BY region, state")
            _kept.update(last=last, rows=cursor.fetchall())
    rows: list[tuple[str, str, int]] = _kept["rows"]
    return rows


def office(request: HttpRequest) -> HttpResponse:
    _user, person, _seat, kind, place, last = who(request)
    if kind not in _OFFICES:
        raise Http404
    asked = request.GET
    state, q, region, page = (
        asked.get("state", ""),
        asked.get("q", ""),
        asked.get("region", ""),
        int(asked.get("page", 1)),
    )
    counts = _counts(last)
    narrow, values = "a.round_id = %s", [1]
    for column, value in (("state", state), ("region", region)):
        if value:
            narrow += f" AND a.{column} = %s"
            values.append(value)
    for word in q.lower().split():
        narrow += " AND a.search LIKE %s"
        values.append(f"%{word}%")
    total = (
        f"(SELECT count(*) FROM (SELECT 1 FROM applications_application a WHERE {narrow} LIMIT 1001) x)" if q else "0"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.id, a.name, a.college_name, a.branch, a.hours, a.submitted_at, a.criteria, a.criteria_met,"
            f" a.state, a.lapsed_at, d.outcome, s.passed, {total} FROM applications_application a"
            " LEFT JOIN applications_decision d ON d.application_id = a.id"
            " LEFT JOIN applications_screening s ON s.application_id = a.id"
            f" WHERE {narrow} ORDER BY a.name_key, a.id LIMIT 50 OFFSET {50 * (page - 1)}",
            values * 2 if q else values,
        )
        rows = cursor.fetchall()
    shown = []
    for pk, name, college, branch, hours, sent, criteria, met, at, lapsed, outcome, passed, _n in rows:
        judged = _OUTCOMES[outcome] if outcome else (("ผ่านคัดกรอง", "ok") if passed else ("", ""))
        facts = f"{met}/{len(json.loads(criteria))}" if criteria != "{}" else ""
        whole = "" if hours is None else f"{float(hours):g}"
        shown.append(
            (pk, name, college, branch, whole, words(sent) if sent else "", facts, _STATES[at], lapsed, judged)
        )
    if q:
        found = rows[0][12] if rows else 0
    else:
        found = sum(n for where, at, n in counts if (not region or where == region) and (not state or at == state))
    tabs = [("ทั้งหมด", "", sum(n for where, _at, n in counts if not region or where == region))]
    for name, (label, _mark) in _STATES.items():
        n = sum(n for where, at, n in counts if at == name and (not region or where == region))
        if n:
            tabs.append((label, name, n))
    plain = not (q or state or region)
    return HttpResponse(
        _OFFICE.render(
            {
                "person": person,
                "place": place,
                "rows": shown,
                "tabs": tabs,
                "state": state,
                "q": q,
                "region": region,
                "regions": _REGIONS,
                "judged": _JUDGED,
                "total": min(found, 1000) if q else found,
                "capped": found > 1000,
                "first": 50 * (page - 1) + 1,
                "last": 50 * (page - 1) + len(rows),
                "page": page,
                "pages": -(-found // 50),
                "address": urlencode({"q": q, "region": region}),
                "narrow": asked.urlencode(),
                "progress": _progress(counts) if plain and page == 1 else None,
            },
            request,
        )
    )


def _progress(counts: list[tuple[str, str, int]]) -> list[tuple[str, str, list[tuple[int, int, int]]]]:
    found = []
    for region, label in _REGIONS:
        by = {state: n for where, state, n in counts if where == region}
        started = sum(by.values()) - by.get("WITHDRAWN", 0)
        settled = sum(by.get(state, 0) for state in ("ELIGIBLE", "RESERVE", "NOT_ELIGIBLE", "WAIVED"))
        endorsed = settled + by.get("ENDORSED", 0)
        sent = endorsed + by.get("SUBMITTED", 0)
        steps = [(86, 86), (sent, started), (endorsed, sent), (settled, endorsed)]
        found.append((region, label, [(done, of, 100 * done // of if of else 0) for done, of in steps]))
    return found
