"""What a figure is: sums of postings as an interval, whose and when, and figures divided afresh."""

from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from functools import reduce

from congdoan.base.bound import Bound
from congdoan.base.period import Period
from congdoan.catalogue.rules import Indicator, Level

Number = int | Decimal


class Reach(StrEnum):
    """Whose postings a figure sums, besides one level of organisers within the subtree."""

    OWN = "own"
    SUBTREE = "subtree"


Scope = Reach | Level


@dataclass(frozen=True)
class Sums:
    """The five numbers of postings, which add: bounds, how many are open or rough, how much of `low` is declared.

    `high` is the finite part: an open posting adds its low to it.
    """

    low: int = 0
    high: int = 0
    open: int = 0
    rough: int = 0
    declared: int = 0

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(*(a + b for a, b in zip(self.numbers, other.numbers, strict=True)))

    def __sub__(self, other: "Sums") -> "Sums":
        return Sums(*(a - b for a, b in zip(self.numbers, other.numbers, strict=True)))

    def __neg__(self) -> "Sums":
        """What is taken away: the bounds change places."""
        return Sums(-self.high, -self.low, self.open, self.rough, -self.declared)

    def __bool__(self) -> bool:
        return any(self.numbers)

    @property
    def numbers(self) -> tuple[int, int, int, int, int]:
        return self.low, self.high, self.open, self.rough, self.declared

    @classmethod
    def of(cls, bound: Bound, *, declared: bool = False) -> "Sums":
        high = bound.low if bound.high is None else bound.high
        return cls(bound.low, high, int(bound.high is None), int(bound.rough), bound.low if declared else 0)

    @classmethod
    def total(cls, sums: "list[Sums]") -> "Sums":
        return reduce(cls.__add__, sums, cls())


def remainder(declared: Bound, inside: Sums, *, is_stock: bool) -> Sums:
    """What a declaration still posts, with what lies inside it posted already.

    A flow: its total less what is surely inside, never below zero; so the whole is never told too low, and a part of
    its span never too high. A stock: the step to the declared level, up or down; it takes back what was loosely known.
    """
    whole = Sums.of(declared)
    if is_stock:
        return replace(whole - inside, declared=whole.low - inside.low)
    low, high = max(0, whole.low - inside.low), max(0, whole.high - inside.low)
    return Sums(low, high, whole.open, whole.rough, low)


def excess(declared: Bound, inside: Sums) -> int:
    """By how much what is recorded inside a declared flow is surely more than was declared."""
    return 0 if declared.high is None else max(0, inside.low - declared.high)


@dataclass(frozen=True)
class Figure:
    """A count, sum or stock of a unit in a period.

    `units` exist in the period and `covered` of them are known in full; `gap` says that the unit's own days are not
    all known, `known` False that nothing is.
    """

    indicator: Indicator
    unit: str
    period: Period
    scope: Scope
    sums: Sums = field(default_factory=Sums)
    units: int = 1
    covered: int = 1
    gap: bool = False
    known: bool = True

    @property
    def low(self) -> int | None:
        return self.sums.low if self.known else None

    @property
    def high(self) -> int | None:
        """None is open above, or unknown."""
        return None if self.gap or self.sums.open or not self.known else self.sums.high

    @property
    def about(self) -> bool:
        return self.sums.rough > 0

    @property
    def value(self) -> int | None:
        """The number, only where it is exact."""
        return self.low if self.known and self.low == self.high and not self.about else None

    @property
    def backed(self) -> float:
        """The share of `low` that stands on records, 0 to 1."""
        if not self.sums.low:
            return 1.0 if not self.sums.declared else 0.0
        return min(1.0, max(0.0, 1 - self.sums.declared / self.sums.low))


@dataclass(frozen=True)
class Target:
    """A plan of record: a number for a unit with its subtree in a named period."""

    value: int
    period: Period


@dataclass(frozen=True)
class Ratio:
    """A figure that may never be added up: it is divided afresh at every level. Percent where `times` is 100."""

    indicator: Indicator
    unit: str
    period: Period
    scope: Scope
    of: Figure
    per: "Figure | Target | None"
    times: int = 100

    @property
    def known(self) -> bool:
        return self.low is not None

    @property
    def low(self) -> Decimal | None:
        per = self.per.value if isinstance(self.per, Target) else self.per.high if self.per else None
        return None if self.of.low is None or not per else Decimal(self.of.low) * self.times / per

    @property
    def high(self) -> Decimal | None:
        per = self.per.value if isinstance(self.per, Target) else self.per.low if self.per else None
        return None if self.of.high is None or not per else Decimal(self.of.high) * self.times / per

    @property
    def about(self) -> bool:
        return self.of.about or (isinstance(self.per, Figure) and self.per.about)

    @property
    def value(self) -> Decimal | None:
        """None where a part is not exact or there is nothing to divide by: unknown is not zero."""
        exact = self.of.value is not None and self.per is not None and self.per.value is not None
        return self.low if exact else None

    @property
    def backed(self) -> float:
        """No better than the weaker of its parts."""
        return min(self.of.backed, self.per.backed) if isinstance(self.per, Figure) else self.of.backed

    @property
    def units(self) -> int:
        return self.of.units

    @property
    def covered(self) -> int:
        return self.of.covered


AnyFigure = Figure | Ratio
