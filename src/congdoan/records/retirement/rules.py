"""The age of retirement, month by month: whoever was born in a month retires at the end of another."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby

from congdoan.base.period import DAY, Period
from congdoan.catalogue.rules import DatedTable

MONTHS = 12
_YOUNGEST, _OLDEST = 40 * MONTHS, 75 * MONTHS
"""In months: nobody reaches an age of retirement earlier or later."""

Month = int
"""A month counted from the year 0, so that ages in months can be added to it."""


def month_of(day: date) -> Month:
    return day.year * MONTHS + day.month - 1


def first_day_of(month: Month) -> date:
    return date(month // MONTHS, month % MONTHS + 1, 1)


def last_day_of(month: Month) -> date:
    return first_day_of(month + 1) - DAY


@dataclass(frozen=True)
class Ages:
    """The age of retirement of each year, from the catalogue's dated table.

    `earlier` is by how many months it is lowered (NĐ 135/2020, Điều 5: at most five years). Of a person of whom only
    the year of birth is known, the first of January stands for the day (Điều 4, khoản 3).
    """

    table: DatedTable
    earlier: int = 0

    def leaves_on(self, born: date, sex: str) -> date:
        """The last day of work: the last of the month in which the age is reached; the pension begins the day after.

        The age is that of the year in which it is reached: a man of October 1961 would reach the age of 2021 in
        January 2022, so that of 2022 holds for him.
        """
        return last_day_of(self._reached(month_of(born), sex))

    def born_within(self, leaving: Period, sex: str) -> Period | None:
        """The days of birth of those whose last day of work lies in a period; None where nobody's does.

        Later births never retire earlier, so these days are a run.
        """
        months = range(month_of(leaving.first_day) - _OLDEST, month_of(leaving.last_day) - _YOUNGEST)

        def leaves(month: Month) -> date:
            return last_day_of(self._reached(month, sex))

        born = months[
            bisect_left(months, leaving.first_day, key=leaves) : bisect_right(months, leaving.last_day, key=leaves)
        ]
        return Period(first_day_of(born[0]), last_day_of(born[-1])) if born else None

    def _reached(self, born: Month, sex: str) -> Month:
        """The month in which somebody reaches the age; in the first year in which they have it by that year's age."""
        for years, age in self._steps[sex]:
            reached = born + age
            if reached // MONTHS <= years:
                return reached
        return born + self._steps[sex][-1][1]

    @cached_property
    def _steps(self) -> dict[str, list[tuple[int, int]]]:
        """Of each sex, up to which year an age holds, and that age in months; the last holds for ever."""
        return {sex: self._of(sex) for sex in ("male", "female")}

    def _of(self, sex: str) -> list[tuple[int, int]]:
        by_year: list[tuple[int, int]] = []
        for row in sorted(self.table.rows, key=lambda row: row.valid_from):
            age = row.threshold(f"{sex}_years") * MONTHS + row.threshold(f"{sex}_months") - self.earlier
            last = row.valid_to.year if row.valid_to else date.max.year
            by_year += [(year, age) for year in range(row.valid_from.year, min(last, row.valid_from.year + 50) + 1)]
        # Years that follow one another with one age are one step: its last year is the one that counts.
        return [(max(year for year, _age in run), age) for age, run in groupby(by_year, key=lambda step: step[1])]
