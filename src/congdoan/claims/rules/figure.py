"""A figure as it is found in a text, before it is known what is said of it."""

from dataclasses import dataclass
from decimal import Decimal

from congdoan.claims.rules.claim import Role


@dataclass(frozen=True)
class Figure:
    """A figure found: its place, interval, role and unit noun; what the text says of it comes later."""

    start: int
    end: int
    number_start: int
    number_end: int
    low: Decimal | None
    high: Decimal | None
    role: Role
    measure: str = ""
    of: Decimal | None = None
    about: bool = False
    step: Decimal = Decimal(1)
    unit_price: bool = False
