"""A claim: a figure that a text states, with its place, its value as an interval, and what the text says of it."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Role(StrEnum):
    """What sort of number it is."""

    COUNT = "count"
    MONEY = "money"
    PERCENT = "percent"
    RATIO = "ratio"


@dataclass(frozen=True)
class Claim:
    """`start` and `end` are offsets in the text, of which `text` is exactly that slice.

    `low` and `high` are in base units (pieces, people, đồng, percent), None where there is no bound.
    A ratio, `39/45`, is 39 `of` 45. `step` is what its last digit counts: 100 million for "4,2 tỷ đồng".
    `covers` and `part_of` are places of other claims in the list: the groups that a total in brackets
    covers, and the whole of which "trong đó" tells a part.
    """

    start: int
    end: int
    text: str
    low: Decimal | None
    high: Decimal | None
    role: Role
    measure: str = ""
    subject: str = ""
    period: str | None = None
    of: Decimal | None = None
    of_plan: bool = False
    over: bool = False
    unit_price: bool = False
    per_unit: bool = False
    target: bool = False
    before: bool = False
    about: bool = False
    step: Decimal = Decimal(1)
    part_of: int | None = None
    covers: tuple[int, ...] = ()

    @property
    def value(self) -> Decimal | None:
        """The number, where the text says exactly one."""
        return self.low if self.low == self.high else None
