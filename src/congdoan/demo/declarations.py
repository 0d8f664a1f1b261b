"""Declarations of the story, entered together on their day."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from congdoan.base.bound import Bound
from congdoan.base.period import parse_period
from congdoan.demo.book import Act, Book, Turn
from congdoan.figures.actions import NewDeclaration, declare_many

YEARLY = "Báo cáo năm của đơn vị"
COUNTED = "Danh sách đoàn viên tại đơn vị"


@dataclass(frozen=True)
class Told:
    """A figure that a unit declares of itself, on the day on which it did."""

    entered: date
    unit: str
    indicator: str
    period: str
    bound: Bound
    basis: str = YEARLY

    def new(self, book: Book) -> NewDeclaration:
        unit, period = book.units[self.unit], parse_period(self.period)
        return NewDeclaration(unit, self.indicator, period, self.bound, self.basis)


def exactly(entered: date, unit: str, indicator: str, period: str, value: int, basis: str = YEARLY) -> Told:
    """A figure told as one number."""
    return Told(entered, unit, indicator, period, Bound.exactly(value), basis)


def declaring(told: Iterable[Told]) -> Iterator[Act]:
    """The acts by which they are entered: one a day."""
    in_order = sorted(told, key=lambda each: (each.entered, each.period, each.unit, each.indicator))
    for day, together in groupby(in_order, lambda each: each.entered):
        yield _declaration(day, list(together))


def _declaration(day: date, together: Sequence[Told]) -> Act:
    def enter(book: Book) -> None:
        by_writer: dict[int, list[Told]] = {}
        for told in together:
            by_writer.setdefault(book.writer(told.unit).pk, []).append(told)
        for theirs in by_writer.values():
            declare_many(book.writer(theirs[0].unit), [told.new(book) for told in theirs])

    return Act(day, Turn.DECLARE, f"declare {together}", enter)
