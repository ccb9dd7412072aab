from rounds.models.extension import Extension
from rounds.models.participation import Participation
from rounds.models.round import Milestone, Round

__all__ = ["Extension", "Milestone", "Participation", "Round"]
