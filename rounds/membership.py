"""Verbs of who works where: invite, confirm, end a seat, keep a profile.

They stand here, above the register and the outbox, because every one of them is written down and told
(docs/decisions/0005-membership-stands-in-rounds.md).
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from people.enums import JoinState, SeatKind
from people.models import College, Invitation, JoinRequest, Seat, Teacher, User, system_seat
from records import outbox, register
from rounds import keys, notices
from rounds.enums import RoundState
from rounds.models import Participation
from rounds.moves import Refusal, Refused, somebody_was_first
from rounds.rules import may_answer_join, may_end, may_give_to, may_invite

# A stranger who types the same address all day is heard this often, and a college this often by strangers.
JOINS_A_DAY_BY_ADDRESS = 3
JOINS_A_DAY_AT_COLLEGE = 60
_PROFILE = ("position", "standing", "pay_band", "education", "service_years", "branch", "division", "courses")
_PERSON = ("title", "first_name", "last_name", "phone")


@transaction.atomic
def invite(
    college: College,
    kind: str,
    *,
    email: str,
    first_name: str,
    last_name: str,
    by: Seat,
    at: dt.datetime,
    title: str = "",
) -> Seat:
    """Gives a person a seat at a college and writes to them. An address that has an account keeps its name.

    Raises Refused: the kind is not this seat's to give, or not to themselves, or the person sits there already.
    """
    refusal = may_invite(by, college.pk, kind) or may_give_to(by, email, kind)
    if refusal:
        raise Refused(refusal)
    return _seat_somebody(college, kind, email, title, first_name, last_name, by=by, at=at)


def _seat_somebody(
    college: College, kind: str, email: str, title: str, first_name: str, last_name: str, *, by: Seat, at: dt.datetime
) -> Seat:
    user = _person(email, title, first_name, last_name, at)
    seat = open_seat(user, kind, college, by=by, at=at)
    known = user.has_usable_password()
    Invitation.objects.create(seat=seat, invited_at=at, invited_by=by, accepted_at=at if known else None)
    register.write("rounds:seat:invite", seat, by=by, at=at, college_id=college.pk, kind=kind)
    outbox.post(notices.invited(seat, keys.path_of(user), at))
    return seat


def _person(email: str, title: str, first_name: str, last_name: str, at: dt.datetime) -> User:
    """The account of this address; a new one has no password until its owner sets one."""
    address = email.strip().lower()
    known = User.objects.filter(email=address).first()
    if known:
        return known
    user = User(email=address, title=title, first_name=first_name, last_name=last_name, created_at=at)
    user.set_unusable_password()
    user.name_the_key()
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError:  # invited twice in the same moment
        return User.objects.get(email=address)
    return user


def open_seat(user: User, kind: str, college: College, *, by: Seat, at: dt.datetime) -> Seat:
    """A new seat, and the profile that goes with a teacher's. Raises Refused when the person sits there already."""
    try:
        with transaction.atomic():
            seat = Seat.objects.create(user=user, kind=kind, college=college, opened_at=at)
    except IntegrityError as error:
        raise Refused(Refusal("seated", _("This person has this role at the college already."))) from error
    if kind == SeatKind.TEACHER:
        _profile_at(user, college)
    return seat


def _profile_at(user: User, college: College) -> None:
    profile, made = Teacher.objects.get_or_create(user=user, defaults={"college": college})
    teaches_there = Seat.objects.filter(user=user, kind=SeatKind.TEACHER, college_id=profile.college_id, ended_at=None)
    if not made and profile.college_id != college.pk and not teaches_there.exists():
        # She has moved: the profile follows her; applications keep the college they were made for.
        profile.college = college
        profile.save(update_fields=["college"])


@transaction.atomic
def invite_again(seat: Seat, *, by: Seat, at: dt.datetime) -> Seat:
    """Writes once more to somebody who has never come in; the earlier link keeps working as long as it lasts."""
    refusal = may_invite(by, seat.college_id, seat.kind, again=True)
    if refusal:
        raise Refused(refusal)
    if seat.user is None or seat.ended_at or seat.user.has_usable_password():
        raise Refused(Refusal("came", _("This person can sign in already.")))
    register.write("rounds:seat:invite_again", seat, by=by, at=at, college_id=seat.college_id)
    outbox.post(notices.invited(seat, keys.path_of(seat.user), at))
    return seat


@transaction.atomic
def welcome(user: User, password: str, *, at: dt.datetime) -> bool:
    """Sets the first password. False when it was set a moment earlier, or nobody waits for this person any more."""
    seat = Seat.objects.open_at(at).filter(user=user).order_by("pk").first()
    if seat is None or user.has_usable_password():
        return False
    # The old value is part of the question, so that one link opens one door once.
    rows = User.objects.filter(pk=user.pk, password=user.password, is_active=True)
    if not rows.update(password=make_password(password)):
        return False
    Invitation.objects.filter(seat__user=user, accepted_at=None).update(accepted_at=at)
    register.write("rounds:user:welcome", user, by=seat, at=at, college_id=seat.college_id)
    return True


@transaction.atomic
def join(
    college: College, *, email: str, first_name: str, last_name: str, at: dt.datetime, title: str = "", remark: str = ""
) -> None:
    """A stranger says: I teach at this college. Says nothing back, whatever is known about the address."""
    address = email.strip().lower()
    since = at - dt.timedelta(days=1)
    recent = JoinRequest.objects.filter(requested_at__gt=since)
    if recent.filter(email=address).count() >= JOINS_A_DAY_BY_ADDRESS:
        return
    if recent.filter(college=college).count() >= JOINS_A_DAY_AT_COLLEGE:
        return
    teaches = Seat.objects.open_at(at).filter(user__email=address, college=college, kind=SeatKind.TEACHER)
    seat = teaches.select_related("user", "college").first()
    if seat:
        outbox.post(notices.is_in_already(seat, keys.path_of(seat.user) if seat.user else "", at))
        return
    if JoinRequest.objects.filter(college=college, email=address, state=JoinState.REQUESTED).exists():
        return
    try:
        with transaction.atomic():
            wish = JoinRequest.objects.create(
                college=college,
                email=address,
                title=title,
                first_name=first_name,
                last_name=last_name,
                remark=remark,
                requested_at=at,
            )
    except IntegrityError:  # pressed twice
        return
    register.write("rounds:joinrequest:join", wish, by=system_seat(), at=at, college_id=college.pk)
    outbox.post(notices.wants_to_join(wish, at))


@transaction.atomic
def confirm_join(wish: JoinRequest, *, by: Seat, at: dt.datetime) -> Seat:
    """The college knows this person: the request becomes a seat and an invitation."""
    _answer(wish, JoinState.CONFIRMED, "confirm_join", by, at)
    return _seat_somebody(
        wish.college, wish.kind, wish.email, wish.title, wish.first_name, wish.last_name, by=by, at=at
    )


@transaction.atomic
def decline_join(wish: JoinRequest, *, by: Seat, at: dt.datetime) -> JoinRequest:
    """The college does not know this person. Nothing is written to the address: it may be anybody's."""
    return _answer(wish, JoinState.DECLINED, "decline_join", by, at)


def _answer(wish: JoinRequest, state: JoinState, verb: str, by: Seat, at: dt.datetime) -> JoinRequest:
    refusal = may_answer_join(by, wish)
    if refusal:
        raise Refused(refusal)
    rows = JoinRequest.objects.filter(pk=wish.pk, state=JoinState.REQUESTED)
    if not rows.update(state=state, decided_at=at, decided_by=by):
        raise Refused(somebody_was_first())
    wish.refresh_from_db()
    register.write(f"rounds:joinrequest:{verb}", wish, by=by, at=at, college_id=wish.college_id)
    return wish


@transaction.atomic
def end_seat(seat: Seat, *, by: Seat, at: dt.datetime) -> Seat:
    """Ends a seat: its rights are gone with the next request. A coordinator who goes leaves her rounds without one."""
    refusal = may_end(by, seat)
    if refusal:
        raise Refused(refusal)
    if not Seat.objects.filter(pk=seat.pk, ended_at=None).update(ended_at=at, ended_by=by):
        raise Refused(somebody_was_first())
    seat.refresh_from_db()
    running = Participation.objects.filter(coordinator=seat, round__state=RoundState.PUBLISHED)
    named = dict(running.order_by("round__year").values_list("pk", "round__year"))
    # By its own columns: a join would be tested by what was read before, and take away who was named meanwhile.
    rows = Participation.objects.filter(pk__in=named, coordinator=seat)
    rows.update(coordinator=None, coordinator_named_at=None, coordinator_named_by=None)
    years = list(named.values())
    register.write("rounds:seat:end_seat", seat, by=by, at=at, college_id=seat.college_id, was_named_in=years)
    outbox.post(notices.seat_ended(seat, at))
    return seat


def coordinators_seat(seat: Seat, *, by: Seat, at: dt.datetime) -> Seat:
    """The coordinator's seat of the person who holds this one, opened if there is none. Inside the naming."""
    if seat.user is None or seat.ended_at is not None or seat.college is None:
        raise Refused(Refusal("seat", _("This person has no open seat at the college.")))
    if seat.kind == SeatKind.COORDINATOR:
        return seat
    found = Seat.objects.filter(user=seat.user, college=seat.college, kind=SeatKind.COORDINATOR, ended_at=None).first()
    return found or open_seat(seat.user, SeatKind.COORDINATOR, seat.college, by=by, at=at)


def pass_on(participation: Participation, before: Seat, *, by: Seat, at: dt.datetime) -> None:
    """Tells the coordinator before, and ends her seat unless another running round still names her."""
    still = Participation.objects.filter(coordinator=before, round__state=RoundState.PUBLISHED).exists()
    if not still and Seat.objects.filter(pk=before.pk, ended_at=None).update(ended_at=at, ended_by=by):
        year = participation.round.year
        register.write("rounds:seat:pass_on", before, by=by, at=at, year=year, college_id=participation.college_id)
    outbox.post(notices.passed_on(participation, before, at))


@transaction.atomic
def profile(teacher: Teacher, *, by: Seat, at: dt.datetime, **facts: Any) -> Teacher:
    """Keeps the teacher's profile and name. `facts` are fields of Teacher and of User; the address is not among them.

    The register keeps the names of the fields that changed, not what stands in them.
    """
    user = teacher.user
    changed = [name for name in _PROFILE if name in facts and getattr(teacher, name) != facts[name]]
    renamed = [name for name in _PERSON if name in facts and getattr(user, name) != facts[name]]
    for name in changed:
        setattr(teacher, name, facts[name])
    for name in renamed:
        setattr(user, name, facts[name])
    if changed:
        teacher.save(update_fields=changed)
    if renamed:
        user.name_the_key()
        user.save(update_fields=[*renamed, "name_key"])
    if changed or renamed:
        register.write(
            "rounds:teacher:profile", teacher, by=by, at=at, college_id=teacher.college_id, fields=changed + renamed
        )
    return teacher
