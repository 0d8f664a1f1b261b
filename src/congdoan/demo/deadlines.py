"""Days that superior unions set for reports which no rule dates: those filled when they are asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from congdoan.base import clock
from congdoan.base.period import Cutoff, parse_period
from congdoan.catalogue.models import current
from congdoan.catalogue.rules import Level
from congdoan.demo.book import Book
from congdoan.demo.superiors import INDUSTRY, LAOCAI, NATION
from congdoan.reports.actions import set_deadlines

EDUCATION = "LCA-GD"
TET = "2025-12-15..2026-02-16"
"""From the planning of the care until the last day of the year of the snake."""
REVIEW, SCHOOL_YEAR = "2008..2024-05", "2023/2024"
_HOUR = 9


@dataclass(frozen=True)
class Asking:
    """A union asks those beneath it for a report, by level until when."""

    day: date
    by: str
    unit: str
    form: str
    period: str
    days: Mapping[Level, date]

    def take(self, book: Book) -> None:
        """Set the days as if on their day."""
        form = current().forms[self.form]
        period = parse_period(self.period, Cutoff.parse(form.cutoff))
        with clock.set_to(clock.at(self.day, _HOUR)):
            set_deadlines(
                book.users[self.by], unit=book.units[self.unit], form=form.code, period=period, days=self.days
            )


ASKED: tuple[Asking, ...] = (
    Asking(date(2024, 6, 3), "national", NATION, "review-20nq", REVIEW, {Level.PROVINCIAL: date(2024, 6, 30)}),
    Asking(date(2024, 8, 26), "officer", EDUCATION, "school-year", SCHOOL_YEAR, {Level.GRASSROOTS: date(2024, 9, 16)}),
    Asking(date(2025, 12, 22), "officer", LAOCAI, "tet-care", TET, {Level.SUPERIOR: date(2026, 2, 27)}),
    Asking(date(2025, 12, 24), "clerk", INDUSTRY, "tet-care", TET, {Level.GRASSROOTS: date(2026, 2, 24)}),
)
