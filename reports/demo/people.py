"""The people one can be: who they are, and what each of them has to do when the demo opens."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.enums import OfficeCode, SeatKind
from people.models import Seat, User

K = SeatKind


@dataclass(frozen=True)
class Member:
    """One of the well-known people. `college` is the place in `colleges.KNOWN`; None means an office."""

    email: str
    title: str
    first: str
    last: str
    kind: SeatKind
    sentence: Promise
    college: int | None = None
    office: OfficeCode | None = None
    is_admin: bool = False
    # A teacher's application: a kind of course, or nothing yet.
    course: str = ""
    trade: int = 0


CAST: tuple[Member, ...] = (
    Member(
        "pimlada@thanthong.example", "นางสาว", "พิมพ์ลดา", "ธารากรณ์", K.TEACHER,
        _("Has half filled in her plan and goes on where she stopped: write it, print it, have it signed, send it in."),
        college=0, course="most", trade=2,
    ),
    Member(
        "thanaphum@thanthong.example", "นาย", "ธนภูมิ", "ศิลปนคร", K.TEACHER,
        _("His plan is printed and waits for signatures: upload the signed copy and submit."),
        college=0, course="printed", trade=0,
    ),
    Member(
        "kaeokanlaya@thanthong.example", "นางสาว", "แก้วกัลยา", "ไพรพนา", K.TEACHER,
        _("Has submitted and holds a receipt; her coordinator checks now."),
        college=0, course="submitted", trade=1,
    ),
    Member(
        "bodin@thanthong.example", "นาย", "บดินทร์", "คำฟ้าเมือง", K.TEACHER,
        _("His plan came back with a comment: correct it and submit again."),
        college=0, course="returned", trade=1,
    ),
    Member(
        "praiya@thanthong.example", "นาง", "ไปรยา", "นาคะวารี", K.TEACHER,
        _("Her plan is endorsed and lies with the bureau; she waits for the announcement."),
        college=0, course="endorsed", trade=2,
    ),
    Member(
        "chayaphon@thanthong.example", "นาย", "ชยพล", "ใจเมืองเหนือ", K.TEACHER,
        _("Has not begun: start an application from the first page."),
        college=0, trade=0,
    ),
    Member(
        "ornida@thanthong.example", "นาง", "อรนิดา", "กสิวัฒน์", K.COORDINATOR,
        _("Coordinator of the college: checks signed plans, returns or endorses them."),
        college=0,
    ),
    Member(
        "ratthaphum@thanthong.example", "นาย", "รัฐภูมิ", "วงศ์หัตถกร", K.DEPUTY,
        _("Deputy coordinator: stands in for the coordinator."),
        college=0,
    ),
    Member(
        "supphakit@thanthong.example", "นาย", "ศุภกิตต์", "มณีช่าง", K.DIRECTOR,
        _("Director: names coordinator and registry, certifies plans by signature, sees how the college stands."),
        college=0,
    ),
    Member(
        "chotirot@thanthong.example", "นางสาว", "โชติรส", "รัตนชลาลัย", K.REGISTRY,
        _("Registry: registers that the circular has reached the college."),
        college=0,
    ),
    Member(
        "ekphawin@phuphadaeng.example", "นาย", "เอกภวิน", "ดอนตะวัน", K.COORDINATOR,
        _("Coordinator of the neighbour college: sees nothing of the first college, however hard he looks."),
        college=1,
    ),
    Member(
        "phenphitcha@bureau.example", "นางสาว", "เพ็ญพิชชา", "เพียรวิชา", K.BUREAU,
        _("Bureau officer: screens and decides, grants extensions, prepares and publishes the announcement."),
        office=OfficeCode.BUREAU,
    ),
    Member(
        "wutthinan@bureau.example", "นาย", "วุฒินันท์", "ธัญญะพงษ์", K.BUREAU,
        _("Bureau officer with the keys: moves the calendar, invites colleges and people."),
        office=OfficeCode.BUREAU, is_admin=True,
    ),
    Member(
        "kewalin@policy.example", "นาง", "เกวลิน", "พฤกษ์ไพรวัลย์", K.POLICY,
        _("Policy officer: reads everything of the round, changes nothing."),
        office=OfficeCode.POLICY,
    ),
    Member(
        "danuphon@ovec.example", "นาย", "ดนุพร", "ทองธารา", K.FINANCE,
        _("Finance officer: reads the round; allocations and transfers come in a later release."),
        office=OfficeCode.OVEC,
    ),
    Member(
        "anchani@ovec.example", "นางสาว", "อัญชนี", "เมธีนคร", K.AUDITOR,
        _("Auditor: reads the register of who did what, and when."),
        office=OfficeCode.OVEC,
    ),
)  # fmt: skip

# In which order the roles stand on the page, with their headings.
GROUPS: tuple[tuple[Promise, tuple[SeatKind, ...]], ...] = (
    (_("Teachers"), (K.TEACHER,)),
    (_("At the college"), (K.COORDINATOR, K.DEPUTY, K.DIRECTOR, K.REGISTRY)),
    (_("In the offices"), (K.BUREAU, K.POLICY, K.FINANCE, K.AUDITOR)),
)


@dataclass(frozen=True)
class Known:
    """A member of the cast as found in the database."""

    member: Member
    seat: Seat


def cast() -> list[Known]:
    """The well-known people in the order above; one query."""
    wanted = {member.email: member for member in CAST}
    seats = Seat.objects.filter(user__email__in=wanted, user__is_active=True, ended_at=None)
    found = {
        seat.user.email: seat for seat in seats.select_related("user", "college", "office").order_by("-pk") if seat.user
    }
    return [Known(member, found[email]) for email, member in wanted.items() if email in found]


@dataclass(frozen=True)
class Other:
    """Somebody of the demo who is not in the cast."""

    user_id: int
    name: str
    role: str
    place: str


# Up to so many people are listed without being looked for.
_FEW = 150
_SHOWN = 40


def others(query: str) -> tuple[list[Other], bool]:
    """People beside the cast, by college, and whether there are more. In a big demo one has to look for them."""
    seats = Seat.objects.filter(college__isnull=False, user__is_active=True, ended_at=None)
    seats = seats.exclude(user__email__in=[member.email for member in CAST])
    for word in query.split()[:5]:
        seats = seats.filter(
            Q(user__first_name__icontains=word) | Q(user__last_name__icontains=word)
            | Q(college__name__icontains=word) | Q(college__province__icontains=word)
        )  # fmt: skip
    most = _SHOWN if query else _FEW
    rows = list(seats.select_related("user", "college").order_by("college_id", "pk")[: most + 1])
    if len(rows) > most and not query:
        return [], True
    found = [
        Other(seat.user.pk, seat.user.full_name, str(seat.get_kind_display()), str(seat.college))
        for seat in rows[:most]
        if seat.user
    ]
    return found, len(rows) > most


def person(user_id: str) -> User | None:
    """Whom one may be: somebody of the demo. An address typed in by a visitor (an invitation) is nobody's to be."""
    if not (user_id.isascii() and user_id.isdigit() and len(user_id) < 10):
        return None
    return User.objects.filter(pk=int(user_id), is_active=True, email__endswith=".example").first()
