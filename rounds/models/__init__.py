from rounds.models.day_off import DayOff
from rounds.models.extension import Extension
from rounds.models.feed import Feed
from rounds.models.participation import Participation
from rounds.models.reminded import Reminded
from rounds.models.round import Criterion, Milestone, Round
from rounds.models.signer import CollegeSigner
from rounds.models.whom import Whom

__all__ = [
    "CollegeSigner", "Criterion", "DayOff", "Extension", "Feed", "Milestone", "Participation", "Reminded", "Round",
    "Whom",
]  # fmt: skip
