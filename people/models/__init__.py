from people.models.college import College, Office
from people.models.demo import DemoMark
from people.models.joining import Invitation, JoinRequest
from people.models.link import Link
from people.models.seat import Seat, system_seat
from people.models.session import Session
from people.models.teacher import Teacher
from people.models.user import User

__all__ = [
    "College",
    "DemoMark",
    "Invitation",
    "JoinRequest",
    "Link",
    "Office",
    "Seat",
    "Session",
    "Teacher",
    "User",
    "system_seat",
]
