"""Figures month by month: what came in each, and what there was at the end of each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from congdoan.base.period import Period, month_end
from congdoan.figures.models import reading
from congdoan.figures.models.figures import Question
from congdoan.figures.rules import Sums


@dataclass(frozen=True)
class Run:
    """What was posted for one month, or declared for a run of several; both days belong to it."""

    first_day: date
    last_day: date
    sums: Sums

    @property
    def is_month(self) -> bool:
        return (self.first_day.year, self.first_day.month) == (self.last_day.year, self.last_day.month)


def flows_by_month(question: Question, codes: Iterable[str], period: Period) -> dict[str, list[Run]]:
    """Of each flow, what every month gave, in order; what was declared for several months stands by itself.

    They add up to the figure of the period.
    """
    wanted = {question.numbers[code]: code for code in codes if code in question.numbers}
    found: dict[str, list[Run]] = {code: [] for code in wanted.values()}
    if wanted:
        sums = reading.sums(question.look(period, stock=False), wanted, by=reading.MONTH)
        for (number, months), told in sorted(sums.items(), key=lambda item: item[0]):
            first, last = months[:7], months[7:]
            found[wanted[number]].append(Run(_first(first), _last(last), told))
    return found


def _first(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def _last(month: str) -> date:
    year, number = month.split("-")
    return month_end(int(year), int(number))


def stocks_on(question: Question, codes: Iterable[str], days: Sequence[date]) -> dict[str, list[Sums]]:
    """Of each stock, what there was on each of some days, all read at one moment."""
    wanted = {question.numbers[code]: code for code in codes if code in question.numbers}
    if not wanted or not days:
        return {code: [] for code in wanted.values()}
    looks = [(question.look(Period(day, day), stock=True), wanted) for day in days]
    found = reading.together(looks)
    return {code: [told.get((number, 0), Sums()) for told in found] for number, code in wanted.items()}
