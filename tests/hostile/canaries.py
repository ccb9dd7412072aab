"""Three colleges in which every private field holds a word of its own, and who may read which word.

A word found where it may not be is a leak, however it got there: page, search, error, mail, paper, file or header.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from string import ascii_lowercase
from typing import Any

from applications import actions
from applications.forms import SECTIONS
from applications.models import Application, Plan, Signature
from people.enums import SeatKind
from people.models import College, JoinRequest, User
from records import documents
from records.enums import DocumentKind, PaperKind
from records.models import Delivery, Message, Paper, Receipt
from rounds import actions as rounds
from rounds.models import Participation
from tests.cast import Cast, Person, agreement, at, college, name_coordinator, person
from tests.factories import applications as make
from tests.factories import name_lists, signing
from tests.factories.plans import content, tiny_pdf

NOW = at("2025-02-26 10:00")
# What every word begins with; it may be searched for without being one of them.
START = "kq"
_LETTERS = 7
# Facts of a plan that are no free text, or that are shared: kept as the factory has them.
_KEPT = {
    *("from_date", "until_date", "by_date", "date", "hours", "amount", "amount_text", "fee", "days", "scheme", "level"),
    *("basis", "mou_from", "mou_until", "role", "standing", "label", "school_id", "province", "district", "title"),
    *("business_type", "address", "registration_no", "director_position", "director_capacity"),
}
HOME = ["teacher", "colleague", "coordinator", "deputy", "director", "registry", "supervisor"]
NEXT = ["neighbour", "neighbour_teacher", "neighbour_director"]
READERS = ["bureau", "admin", "policy"]


@dataclass
class Words:
    """Every word with the group that may read it, and every group with its positions."""

    groups: dict[str, str] = field(default_factory=dict)
    may_read: dict[str, set[str]] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=count)

    def allow(self, group: str, *positions: str) -> None:
        self.may_read.setdefault(group, set()).update(positions)

    def __call__(self, group: str, what: str) -> str:
        """A new word; `what` says in a failure where it stood."""
        number = next(self._numbers)
        letters = ""
        for _place in range(_LETTERS):
            number, letter = divmod(number * 7 + 3, 26)
            letters += ascii_lowercase[letter]
        word = START + letters
        while word in self.groups:
            word = word[:-1] + ascii_lowercase[(ascii_lowercase.index(word[-1]) + 1) % 26]
        self.groups[word] = f"{group}: {what}"
        return word

    def foreign_to(self, position: str) -> list[str]:
        return [word for word, place in self.groups.items() if position not in self.may_read[place.split(":")[0]]]


@dataclass
class Ground:
    cast: Cast
    words: Words
    # Keys of one of everything, for the routes of the matrix: several sets, each of another owner.
    things: list[dict[str, Any]] = field(default_factory=list)
    # Position of every person: those of the cast, and those who stand in for somebody like them.
    persons: dict[int, str] = field(default_factory=dict)


def _filled(value: Any, words: Words, group: str, where: str = "plan") -> Any:
    """The same plan with a word in every free text."""
    if isinstance(value, dict):
        return {
            key: inner if key in _KEPT or not inner else _filled(inner, words, group, f"{where}.{key}")
            for key, inner in value.items()
        }
    if isinstance(value, list):
        return [_filled(inner, words, group, where) for inner in value]
    return words(group, where) if isinstance(value, str) else value


def _plan(cast: Cast, who: Person, words: Words, group: str) -> dict[str, Any]:
    return _filled(content(cast, who), words, group)


def _name(who: Person, words: Words, group: str, position: str) -> None:
    """Name, address and telephone of a person."""
    own = f"person-{position}"
    words.allow(own, position)
    user = who.user
    assert user is not None
    for name in ("first_name", "last_name"):
        setattr(user, name, words(group, f"{name} of {position}"))
    user.email, user.phone = f"{words(own, 'e-mail')}@example.org", words(own, "phone")
    user.password = "argon2$made-up"
    user.name_the_key()
    user.save()
    profile = getattr(user, "teacher", None)
    if profile is not None:
        for name in ("position", "pay_band", "education", "division", "courses"):
            setattr(profile, name, words(own, f"profile.{name}"))
        profile.branch = words(own, "profile.branch")
        profile.save()


def _keep(what: str, college_: College, by: Person, words: Words, group: str) -> Any:
    paper = Paper.objects.create(kind=PaperKind.AGREEMENT, year=2568, college=college_, issued_at=NOW)
    return documents.keep(
        tiny_pdf(words(group, f"bytes of {what}")), paper=paper, kind=DocumentKind.SCANNED, pages=1, by=by.seat, at=NOW,
        original_name=words(group, f"name of {what}") + ".pdf",
    )  # fmt: skip


def _attach(application: Application, who: Person, words: Words, group: str) -> None:
    """Other bytes and another name for what is sent in next: both are words."""
    make.attach(application, who, data=tiny_pdf(words(group, "bytes of the signed copy")))
    plan = make.again(application).plan
    assert plan
    assert plan.signed
    plan.signed.original_name = words(group, "name of the signed copy") + ".pdf"
    plan.signed.save(update_fields=["original_name"])


def _sent(cast: Cast, who: Person, words: Words, group: str) -> Application:
    application = make.frozen(cast, who, **_plan(cast, who, words, group))
    make.print_plan(cast, application)
    _attach(application, who, words, group)
    receipt = make.send(application, who)
    Receipt.objects.filter(pk=receipt.pk).update(extension_note=words(group, "extension of a receipt"))
    return make.again(application)


def furnish(ground: Ground, key: str, place: College, teacher: Person, coordinator: Person) -> Application:
    """A college with one of everything; its teacher has sent in a plan."""
    cast, words, part = ground.cast, ground.words, f"{key}.college"
    plan, staff = f"{key}.plan", f"{key}.staff"
    row = agreement(
        place, cast.establishment, coordinator.seat, number=words(part, "agreement.number"),
        contact_name=words(part, "agreement.contact"), contact_phone=words(part, "agreement.phone"),
        description=words(part, "agreement.description"),
    )  # fmt: skip
    row.document = _keep("an agreement", place, coordinator, words, part)
    row.save(update_fields=["document"])
    Participation.objects.filter(college=place).update(
        receipt_number=words(part, "number of the circular"), receipt_registered_at=NOW,
        receipt_registered_by=coordinator.seat,
    )  # fmt: skip
    application = _sent(cast, teacher, words, plan)
    extension = rounds.ask(
        cast.round, "PLANS_DUE", person=teacher.user, college=place, until=dt.date(2025, 3, 5),
        reason=words(plan, "extension.reason"), by=teacher.seat, at=NOW,
    )  # fmt: skip
    wish = JoinRequest.objects.create(
        college=place, email=f"{words(staff, 'join.email')}@example.org", first_name=words(staff, "join.first name"),
        last_name=words(staff, "join.last name"), remark=words(staff, "join.remark"), requested_at=NOW,
    )  # fmt: skip
    newcomer = person("นาย ใหม่ มาแล้ว", SeatKind.TEACHER, place)
    newcomer.user.first_name = words(f"{key}.names", "first name of an invited person")
    newcomer.user.email = f"{words(staff, 'e-mail of an invited person')}@example.org"
    newcomer.user.save(update_fields=["first_name", "email"])
    own = f"message-{key}"
    message = Message.objects.create(
        to=teacher.user, subject=words(own, "subject"), body=words(own, "body"), written_at=NOW
    )
    sent = Delivery.objects.create(message=message, channel="EMAIL", begun_at=NOW, next_try_at=NOW)
    signer = rounds.name_signer(place, "deputy_director", name="นางวราภรณ์ ใจเย็น", by=coordinator.seat, at=NOW)
    receipt = Receipt.objects.get(subject_pk=str(application.pk))
    ground.things.append(
        {
            "application": application.pk, "agreement": row.pk, "extension": extension.pk, "wish": wish.pk,
            "seat": newcomer.seat.pk, "message": message.pk, "receipt": receipt.pk, "college": place.pk,
            "establishment": cast.establishment.pk, "paper": application.plan.paper.code, "email": newcomer.user.email,
            "feed": rounds.make_feed(teacher.user, by=teacher.seat, at=NOW).token, "signer": signer.pk,
            "delivery": sent.pk,
        }
    )  # fmt: skip
    return application


def _draft(ground: Ground, who: Person, group: str) -> None:
    """A plan in the writing: what was typed, valid or not, stands in its answers."""
    application = make.started(ground.cast, who)
    answers: dict[str, Any] = {}
    for name, kind in SECTIONS.items():
        texts = {key: ground.words(group, f"typed.{name}.{key}") for key in kind.form.base_fields}
        answers[name] = [texts] if kind.rows else texts
    progress = dict.fromkeys(SECTIONS, "done")
    Plan.objects.filter(pk=application.plan_id).update(answers=answers, progress=progress)
    ground.things.append({"application": application.pk})


def _on_its_way_round(ground: Ground, who: Person, group: str) -> None:
    application = signing.circulated(ground.cast, who, **_plan(ground.cast, who, ground.words, group))
    signing.give(signing.line(application, "teacher"), who)
    row = Signature.objects.get(plan_id=application.plan_id, role="department_head")
    ground.things.append({"application": application.pk, "signature": row.pk})


def _permissions(words: Words) -> None:
    checkers = ["coordinator", "deputy", "director"]
    words.allow("home.plan", "teacher", *checkers, *READERS)
    words.allow("home.draft", "colleague", *checkers, *READERS)
    # The colleague signs as head of department.
    words.allow("home.round", "pupil", "colleague", *checkers, *READERS)
    words.allow("home.back", "pupil2", *checkers, *READERS)
    words.allow("home.college", *HOME, "pupil", "pupil2", *READERS)
    words.allow("home.names", *HOME, "pupil", "pupil2", *READERS, "auditor")
    words.allow("home.staff", *checkers, "bureau", "admin")
    words.allow("message-home", "teacher")
    words.allow("next.plan", "neighbour_teacher", "neighbour", "neighbour_director", *READERS)
    words.allow("next.college", *NEXT, *READERS)
    words.allow("next.names", *NEXT, *READERS, "auditor")
    words.allow("next.staff", "neighbour", "neighbour_director", "bureau", "admin")
    words.allow("message-next", "neighbour_teacher")
    for part in ("plan", "college", "names", "staff"):
        words.allow(f"far.{part}", "far", "far_teacher", *READERS, *(["auditor"] if part == "names" else []))
    words.allow("message-far", "far_teacher")
    words.allow("bureau", "bureau", "admin")
    words.allow("person-revoked", "revoked")


def build(cast: Cast) -> Ground:
    ground = Ground(cast, Words())
    words = ground.words
    _permissions(words)
    far = college("1320026103", "วิทยาลัยการอาชีพไกลโพ้น")
    Participation.objects.create(round=cast.round, college=far)
    more = {
        "far": person("นาง ไกล โพ้น", SeatKind.COORDINATOR, far),
        "far_teacher": person("นาย ไกล มาก", SeatKind.TEACHER, far),
        "pupil": make.another_teacher(cast, 1),
        "pupil2": make.another_teacher(cast, 2),
    }
    name_coordinator(cast.round, far, more["far"].seat, more["far"].seat)
    for position, who in {**cast.everybody(), **more}.items():
        if who.user is None:
            continue
        ground.persons[who.user.pk] = position
        key = "far" if position.startswith("far") else "next" if position in NEXT else "home"
        if position in (*HOME, *NEXT, *more):
            _name(who, words, f"{key}.names", position)
            looks_after = {"home": HOME[2:5], "next": [NEXT[0], NEXT[2]], "far": ["far"]}[key]
            words.allow(f"person-{position}", *looks_after, "bureau", "admin", "policy")
    own = furnish(ground, "home", cast.college, cast.teacher, cast.coordinator)
    furnish(ground, "next", cast.neighbour_college, cast.neighbour_teacher, cast.neighbour)
    furnish(ground, "far", far, more["far_teacher"], more["far"])
    _draft(ground, cast.colleague, "home.draft")
    _on_its_way_round(ground, more["pupil"], "home.round")
    back = make.submitted(cast, more["pupil2"])
    actions.send_back(back, comment=words("home.back", "comment"), by=cast.coordinator.seat, at=make.ENDORSED)
    ground.things.append({"application": back.pk})
    _judged(ground, own)
    # A day for everybody: its name is no secret.
    day_off = rounds.add_holiday(dt.date(2025, 9, 12), "วันหยุดพิเศษ", by=cast.bureau.seat, at=NOW)
    ground.things.append({"day_off": day_off.pk})
    return ground


def _judged(ground: Ground, own: Application) -> None:
    """What the bureau thinks of the teacher's plan, and the list that is not out yet."""
    cast, words = ground.cast, ground.words
    actions.endorse(own, by=cast.coordinator.seat, at=make.ENDORSED, attested=True)
    bureau = cast.bureau.seat
    actions.screen([own], passed=True, note=words("bureau", "screening.note"), by=bureau, at=make.DECIDED)
    reason = words("bureau", "decision.reason")
    actions.decide([own], decision="ELIGIBLE", reason=reason, by=bureau, at=make.DECIDED)
    draft = make.signed(
        cast, number=words("bureau", "list.number"), title=words("bureau", "list.title"),
        body=words("bureau", "list.body"), signatory_name=words("bureau", "list.signatory"),
        objection_to=words("bureau", "list.objections"),
    )  # fmt: skip
    ground.things[0] |= {"announcement": draft.pk, "name_list": name_lists.signed(cast).pk}


def listed(ground: Ground) -> set[str]:
    """What everybody reads once the list is out: the name and branch of who is on it."""
    user: User = ground.cast.teacher.user
    user.refresh_from_db()
    application = Application.objects.get(pk=ground.things[0]["application"])
    public = {user.first_name, user.last_name, application.branch}
    return public | {word for word, place in ground.words.groups.items() if place.startswith("bureau: list.")}
