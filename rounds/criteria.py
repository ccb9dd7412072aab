"""The criteria of a round, as every submission reads them."""

from people.rows import Columns, Statement
from rounds.models import Criterion

_CRITERION = Columns(Criterion, "c")
_OF_ROUND = Statement("SELECT {c} FROM rounds_criterion c WHERE c.round_id = %s ORDER BY c.position", _CRITERION)


def criteria_of(round_id: int) -> list[Criterion]:
    """All of them, in the order of the round."""
    return [found for row in _OF_ROUND.rows(round_id) if (found := _OF_ROUND.read(_CRITERION, row)) is not None]
