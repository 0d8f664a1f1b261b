"""The tables of this room."""

from congdoan.org.models.journal import Deed
from congdoan.org.models.units import (
    Employer,
    Lineage,
    Name,
    Place,
    RecordsFrom,
    Unit,
    UnitQuerySet,
    Workplace,
    alive,
    ancestors,
    names_on,
)
from congdoan.org.models.users import Position, User
from congdoan.org.models.works import Portion, Work

__all__ = [
    "Deed",
    "Employer",
    "Lineage",
    "Name",
    "Place",
    "Portion",
    "Position",
    "RecordsFrom",
    "Unit",
    "UnitQuerySet",
    "User",
    "Work",
    "Workplace",
    "alive",
    "ancestors",
    "names_on",
]
