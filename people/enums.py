"""Kinds and titles of the people room, with their labels."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from people.thai.places import Region as Region  # kinds are looked for here


class SeatKind(models.TextChoices):
    TEACHER = "TEACHER", _("teacher")
    COORDINATOR = "COORDINATOR", _("coordinator")
    DEPUTY = "DEPUTY", _("deputy coordinator")
    DIRECTOR = "DIRECTOR", _("director")
    REGISTRY = "REGISTRY", _("registry")
    SUPERVISOR = "SUPERVISOR", _("college supervisor")
    BUREAU = "BUREAU", _("bureau officer")
    POLICY = "POLICY", _("policy officer")
    FINANCE = "FINANCE", _("finance officer")
    AUDITOR = "AUDITOR", _("auditor")
    MENTOR = "MENTOR", _("workplace mentor")
    WORKPLACE = "WORKPLACE", _("representative of the establishment")
    SYSTEM = "SYSTEM", _("the portal itself")


COLLEGE_SEATS = (
    SeatKind.TEACHER,
    SeatKind.COORDINATOR,
    SeatKind.DEPUTY,
    SeatKind.DIRECTOR,
    SeatKind.REGISTRY,
    SeatKind.SUPERVISOR,
)
OFFICE_SEATS = (SeatKind.BUREAU, SeatKind.POLICY, SeatKind.FINANCE, SeatKind.AUDITOR)
# Who reads all of a round: plans and their files, agreements, requests for more time. The finance officer and the
# auditor sit at an office as well, and read what is their own work: sums and results, the register.
ROUND_READERS = (SeatKind.BUREAU, SeatKind.POLICY)
# Who works with the results of the published list and the money they cost.
RESULT_READERS = (*ROUND_READERS, SeatKind.FINANCE)
# Who approves or announces, and who looks beyond one college, shows a second factor.
SECOND_FACTOR_SEATS = (SeatKind.COORDINATOR, SeatKind.DEPUTY, SeatKind.DIRECTOR, *OFFICE_SEATS)
# No account stands behind these: the portal itself, and people with a signed link.
SEATS_WITHOUT_ACCOUNT = (SeatKind.SYSTEM, SeatKind.MENTOR, SeatKind.WORKPLACE)


class SigningCapacity(models.TextChoices):
    """In which capacity a director signs; printed and recorded at signing time."""

    OWN = "OWN", _("director")
    ACTING = "ACTING", _("acting director")
    ON_BEHALF = "ON_BEHALF", _("on behalf of the director")


class CollegeKind(models.TextChoices):
    """The twelve kinds of public colleges; the label is the beginning of the college's name."""

    TECHNICAL = "TECHNICAL", "วิทยาลัยเทคนิค"
    VOCATIONAL = "VOCATIONAL", "วิทยาลัยอาชีวศึกษา"
    AGRICULTURE = "AGRICULTURE", "วิทยาลัยเกษตรและเทคโนโลยี"
    COMMUNITY = "COMMUNITY", "วิทยาลัยการอาชีพ"
    POLYTECHNIC = "POLYTECHNIC", "วิทยาลัยสารพัดช่าง"
    COMMERCE = "COMMERCE", "วิทยาลัยพณิชยการ"
    FISHERY = "FISHERY", "วิทยาลัยประมง"
    SHIPBUILDING = "SHIPBUILDING", "วิทยาลัยเทคโนโลยีและอุตสาหกรรมการต่อเรือ"
    ADMINISTRATION = "ADMINISTRATION", "วิทยาลัยบริหารธุรกิจและการท่องเที่ยว"
    SCIENCE = "SCIENCE", "วิทยาลัยอาชีวศึกษาฐานวิทยาศาสตร์"
    ARTS = "ARTS", "วิทยาลัยศิลปหัตถกรรม"
    GOLDSMITH = "GOLDSMITH", "กาญจนาภิเษกวิทยาลัยช่างทอง"


class OfficeCode(models.TextChoices):
    BUREAU = "BUREAU", _("Bureau of personnel competency development")
    POLICY = "POLICY", _("Bureau of policy and planning")
    OVEC = "OVEC", _("Office of the Vocational Education Commission")


class AcademicStanding(models.TextChoices):
    NONE = "NONE", _("no academic standing")
    PROFICIENT = "PROFICIENT", _("proficient (chamnankan)")
    EXPERT = "EXPERT", _("senior professional (chamnankan phiset)")
    ADVISORY = "ADVISORY", _("expert (chiaochan)")
    DISTINGUISHED = "DISTINGUISHED", _("distinguished expert (chiaochan phiset)")


class JoinState(models.TextChoices):
    REQUESTED = "REQUESTED", _("waiting for confirmation")
    CONFIRMED = "CONFIRMED", _("confirmed")
    DECLINED = "DECLINED", _("declined")
