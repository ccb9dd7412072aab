from applications.models.announcement import Announcement, Line
from applications.models.application import Application
from applications.models.finding import find, hold, is_circulated
from applications.models.judgement import Decision, Screening
from applications.models.name_list import NameLine, NameList
from applications.models.plan import Plan
from applications.models.signature import Signature

__all__ = [
    "Announcement",
    "Application",
    "Decision",
    "Line",
    "NameLine",
    "NameList",
    "Plan",
    "Screening",
    "Signature",
    "find",
    "hold",
    "is_circulated",
]
