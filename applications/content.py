"""From the answers of a plan to its content: everything cleaned, summed up, with college and signers beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from applications.actions.plan import college_facts
from applications.forms.sections import SECTIONS
from applications.models import Application
from applications.signers import directors
from applications.totals import totals
from people.enums import AcademicStanding
from people.thai import short_date
from placements.cover import cover
from placements.enums import AgreementBasis
from placements.models import Establishment
from rounds.enums import SignerRole
from rounds.models import CollegeSigner

LABELS = {
    SignerRole.TEACHER: "ผู้จัดทำแผน",
    SignerRole.DEPARTMENT_HEAD: "หัวหน้าแผนกวิชา",
    SignerRole.DEPUTY_DIRECTOR: "รองผู้อำนวยการฝ่ายวิชาการ",
    SignerRole.DIRECTOR: "ผู้อำนวยการ ผู้รับรองแผน",
    SignerRole.ESTABLISHMENT: "ผู้แทนสถานประกอบการ",
}


def unfinished(application: Application) -> list[str]:
    """Names of sections that do not stand up to checking now, whatever was noted when they were saved."""
    plan = application.plan
    if plan is None:
        return list(SECTIONS)
    return [
        name
        for name, kind in SECTIONS.items()
        if name not in plan.answers or not kind.bound(plan.answers[name], application).is_valid()
    ]


def content_of(application: Application, at: dt.datetime) -> dict[str, Any]:
    """The content of the draft version. All sections have to be finished: ask `unfinished` first."""
    plan = application.plan
    assert plan is not None
    found: dict[str, Any] = {}
    for name, kind in SECTIONS.items():
        form = kind.bound(plan.answers[name], application)
        form.is_valid()
        found[name] = kind.cleaned(form)
    found["college"] = college_facts(application.college, directors(application, at).first())
    found["teacher"] = _teacher(application, found["teacher"])
    found["establishment"] = _establishment(application, found["establishment"], found["schedule"])
    found["test"] = {**found["test"], "planned": found["test"]["planned"] == "yes"}
    found["totals"] = totals(found["schedule"], found["budget"])
    found["signers"] = _signers(application, found)
    return found


def _teacher(application: Application, answers: dict[str, Any]) -> dict[str, Any]:
    user = application.user
    standing = answers["standing"]
    return {
        **answers,
        "standing": "" if standing == AcademicStanding.NONE else STANDINGS[standing],
        "service_years": answers["service_years"] if answers["service_years"] != "" else None,
        "title": user.title,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "email": user.email,
    }


STANDINGS = {
    AcademicStanding.PROFICIENT: "ชำนาญการ",
    AcademicStanding.EXPERT: "ชำนาญการพิเศษ",
    AcademicStanding.ADVISORY: "เชี่ยวชาญ",
    AcademicStanding.DISTINGUISHED: "เชี่ยวชาญพิเศษ",
}


def _establishment(application: Application, answers: dict[str, Any], schedule: list[dict[str, Any]]) -> dict[str, Any]:
    place = Establishment.objects.get(pk=answers["establishment"])
    first = dt.date.fromisoformat(min(row["from_date"] for row in schedule))
    last = dt.date.fromisoformat(max(row["until_date"] for row in schedule))
    agreement = cover(place.pk, application.college_id, first, last).agreement
    is_mou = agreement is not None and agreement.basis == AgreementBasis.MOU
    return {
        **{name: value for name, value in answers.items() if name != "establishment"},
        "id": place.pk,
        "name": place.name,
        "registration_no": place.registration_no,
        "business_type": place.business_type,
        "address": place.address,
        "province": place.province,
        "basis": agreement.basis if agreement else "",
        "basis_detail": agreement.description if agreement else "",
        "mou_number": agreement.number if agreement and is_mou else "",
        "mou_from": agreement.valid_from.isoformat() if agreement and is_mou else "",
        "mou_until": agreement.valid_until.isoformat() if agreement and is_mou and agreement.valid_until else "",
    }


def _signers(application: Application, found: dict[str, Any]) -> list[dict[str, str]]:
    people: dict[SignerRole, tuple[str, str]] = {
        **told(
            CollegeSigner.objects.filter(college_id=application.college_id),
            application.name,
            application.teacher.division,
            found["teacher"]["branch"],
        ),
        SignerRole.TEACHER: (application.name, found["teacher"]["position"]),
        SignerRole.DIRECTOR: (found["college"]["director_name"], found["college"]["director_position"]),
        SignerRole.ESTABLISHMENT: (found["establishment"]["contact_name"], ""),
    }
    rows = []
    for role in application.round.signers:
        name, position = people.get(SignerRole(role), ("", ""))
        rows.append({"role": role, "label": LABELS[SignerRole(role)], "name": name, "position": position})
    return rows


def told(rows: Iterable[CollegeSigner], teacher: str, *divisions: str) -> dict[SignerRole, tuple[str, str]]:
    """Names and positions that the college has told: of the teacher's own department, else of all its departments.

    Where that is the teacher herself the line stays empty: somebody else signs it.
    """
    found: dict[SignerRole, tuple[str, str]] = {}
    for row in sorted(rows, key=lambda row: row.is_of(*divisions)):
        if (not row.division or row.is_of(*divisions)) and row.name != teacher:
            found[SignerRole(row.role)] = (row.name, row.position)
    return found


def summary(content: dict[str, Any]) -> str:
    """One line on a plan for lists and heads."""
    first = min(row["from_date"] for row in content["schedule"])
    last = max(row["until_date"] for row in content["schedule"])
    days = f"{short_date(dt.date.fromisoformat(first))} – {short_date(dt.date.fromisoformat(last))}"
    return f"{content['establishment']['name']} · {days}"
