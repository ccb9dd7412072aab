from placements.models.establishment import Agreement, Establishment
from placements.models.placement import Placement

__all__ = ["Agreement", "Establishment", "Placement"]
