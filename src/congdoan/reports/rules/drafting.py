"""A draft of a sheet: lines of figures beside each other, as the ledger tells them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from congdoan.base.period import Period
from congdoan.catalogue.rules import Form
from congdoan.figures.rules import AnyFigure, Sums, Target


@dataclass(frozen=True)
class DraftLine:
    """One line: this period, the same before, the plan and how much of it is reached, in percent.

    `key` names the line in its form for ever: `members.admitted@subtree`. `number` is its place: `II.3`. `years` are
    the years of the period, the first and the last cut to it. `reorganised` is what a stock gained or lost since the
    period before because units came or went. `part_of` is the key of the line that it is a part of; `chart` has its
    years drawn.
    """

    key: str
    number: str
    label: str
    this: AnyFigure
    before: AnyFigure | None = None
    target: Target | None = None
    plan_rate: Decimal | None = None
    since_year: AnyFigure | None = None
    since_term: AnyFigure | None = None
    years: tuple[AnyFigure, ...] = ()
    reorganised: Sums | None = None
    part_of: str = ""
    chart: bool = False


@dataclass(frozen=True)
class DraftSection:
    title: str
    lines: Sequence[DraftLine]


@dataclass(frozen=True)
class Draft:
    """A form filled from the ledger for a unit and a period; `today` is the day it speaks from."""

    form: Form
    unit: str
    unit_name: str
    period: Period
    today: date
    sections: Sequence[DraftSection]
    years: tuple[str, ...] = ()

    def lines(self) -> Iterator[DraftLine]:
        for section in self.sections:
            yield from section.lines


def line_key(indicator: str, scope: str) -> str:
    return f"{indicator}@{scope}"


_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def roman(value: int) -> str:
    """`IV`; for the numbers of sections."""
    told = ""
    for size, letters in _ROMAN:
        while value >= size:
            told, value = told + letters, value - size
    return told
