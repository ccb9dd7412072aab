"""The 77 provinces, with official codes, and the five regions in which the vocational colleges are grouped.

The centre for the Central region names its 14 provinces; Nonthaburi and Pathum Thani are not among them, so they
stand with Bangkok and the East. The other regions follow the usual borders: 17 North, 20 Northeast, 14 South.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.db.models import TextChoices
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

FILE = Path(__file__).resolve().parent.parent / "data" / "provinces.csv"


class Region(TextChoices):
    NORTH = "NORTH", _("North")
    NORTHEAST = "NORTHEAST", _("Northeast")
    CENTRAL = "CENTRAL", _("Central")
    EAST_BANGKOK = "EAST_BANGKOK", _("East and Bangkok")
    SOUTH = "SOUTH", _("South")


@dataclass(frozen=True, slots=True)
class Province:
    """`code` is the official one (TIS 1099, two digits as text), `region` a value of Region."""

    code: str
    name_th: str
    name_en: str
    region: Region


@cache
def provinces() -> tuple[Province, ...]:
    """All provinces in the order of their codes, read once."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            Province(row["code"], row["name_th"], row["name_en"], Region(row["region"])) for row in csv.DictReader(file)
        )


@cache
def _english() -> dict[str, str]:
    return {row.name_th: row.name_en for row in provinces()}


def province_name(name_th: str) -> str:
    """A province as the reader calls it; a name that is not in the list stays as it is."""
    return _english().get(name_th, name_th) if get_language() == "en" else name_th
