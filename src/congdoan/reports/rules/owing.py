"""Which periods a form is owed for, when it is due, and when its period is closed."""

import re
from datetime import date, timedelta
from functools import lru_cache

from congdoan.base.period import Cutoff, Period, add_months, parse_period
from congdoan.catalogue.rules import Form, Level, PeriodKind

_KINDS = (
    (r"\d{4}", PeriodKind.YEAR),
    (r"\d{4}-\d\d", PeriodKind.MONTH),
    (r"\d{4}-Q[1-4]", PeriodKind.QUARTER),
    (r"\d{4}-H[12]", PeriodKind.HALF),
    (r"\d{4}-9M", PeriodKind.NINE_MONTHS),
    (r"\d{4}/\d{4}", PeriodKind.SCHOOL_YEAR),
)
SOON = timedelta(days=31)
"""So long before a period begins it can be chosen."""
_ON_DEMAND = frozenset({PeriodKind.RUN, PeriodKind.TERM, PeriodKind.NINE_MONTHS})


def kind_of(period: Period) -> PeriodKind:
    """What sort of run of days a period's name says it is; without a name of its own it is any run."""
    return _kind_named(str(period))


@lru_cache(maxsize=4096)
def _kind_named(name: str) -> PeriodKind:
    return next((kind for pattern, kind in _KINDS if re.fullmatch(pattern, name)), PeriodKind.RUN)


def is_for(form: Form, period: Period) -> bool:
    """Whether the form is filled for such a period; a congress term is a run of years."""
    kind = kind_of(period)
    return kind in form.periods or (kind is PeriodKind.RUN and PeriodKind.TERM in form.periods)


def is_owed_for(form: Form, period: Period) -> bool:
    """Whether every unit that owes the form owes it for this period: not nine months, nor what is named when asked.

    Where a form tells of halves and of years, the second half is told with its year.
    """
    return _is_owed_for(form.periods, period)


def _is_owed_for(kinds: tuple[PeriodKind, ...], period: Period) -> bool:
    kind = kind_of(period)
    told_with_the_year = PeriodKind.YEAR in kinds and str(period).endswith("-H2")
    return kind in kinds and kind not in _ON_DEMAND and not told_with_the_year


def periods_ended(form: Form, until: date, most: int) -> list[Period]:
    """The last periods for which a form is owed that ended by a day, the latest first."""
    return list(_ended(form.periods, form.cutoff, until, most))


@lru_cache(maxsize=256)  # on a page that tells what is owed, each form asks the same on every day
def _ended(kinds: tuple[PeriodKind, ...], cutoff: str | None, until: date, most: int) -> tuple[Period, ...]:
    years = range(until.year + 1, until.year - most - 2, -1)
    found = [period for year in years for period in _named(year, Cutoff.parse(cutoff))]
    ended = [period for period in found if period.last_day <= until and _is_owed_for(kinds, period)]
    return tuple(sorted(ended, key=lambda period: (period.last_day, period.first_day), reverse=True)[:most])


def periods_near(form: Form, today: date) -> list[Period]:
    """The periods with names that a form is filled for, from the last of which can be sent to the next to come.

    The latest first; of a form that never closes, those of two years.
    """
    cutoff, years = Cutoff.parse(form.cutoff), range(today.year - 2, today.year + 2)
    found = [period for year in years for period in _named(year, cutoff) if kind_of(period) in form.periods]
    near = [period for period in found if period.first_day <= today + SOON and today < _closing(form, period)]
    return sorted(near, key=lambda period: (period.last_day, period.first_day), reverse=True)


def _closing(form: Form, period: Period) -> date:
    return closed_from(form, period) or date.max


@lru_cache(maxsize=512)
def _named(year: int, cutoff: Cutoff | None) -> tuple[Period, ...]:
    return tuple(parse_period(name, cutoff) for name in _names(year))


def _names(year: int) -> list[str]:
    months = [f"{year}-{month:02}" for month in range(1, 13)]
    return [
        *months,
        *(f"{year}-Q{n}" for n in range(1, 5)),
        f"{year}-H1",
        f"{year}-H2",
        f"{year}-9M",
        str(year),
        f"{year}/{year + 1}",
    ]


def is_owed(form: Form, level: Level, period: Period) -> bool:
    """Whether each unit of a level owes the form for this period without being asked."""
    return form.is_owed_by(level) and is_owed_for(form, period)


def due_day(form: Form, level: Level, period: Period) -> date | None:
    """The last day on which it is in time by the form's own days; None where it names none for a level."""
    return period.last_day + timedelta(days=form.due[level]) if level in form.due else None


def closed_from(form: Form, period: Period) -> date | None:
    """The first day on which nothing of a period is sent any more."""
    return period.last_day + timedelta(days=form.closes) if form.closes else None


def year_of(period: Period) -> Period:
    """The year in which a period ends, in its own calendar, up to that end."""
    last = period.last_day
    years = (parse_period(str(year), period.cutoff) for year in (last.year, last.year + 1, last.year - 1))
    year = next(year for year in years if last in year)
    return Period(year.first_day, last, "", period.cutoff)


def before(period: Period) -> Period | None:
    """The run just before a month or a quarter, for which "last time" is another than the year before."""
    kind, first = kind_of(period), period.first_day
    if kind is PeriodKind.MONTH:
        year, month = add_months(first.year, first.month, -1)
        return parse_period(f"{year}-{month:02}", period.cutoff)
    if kind is PeriodKind.QUARTER:
        year, month = add_months(first.year, first.month, -3)
        return parse_period(f"{year}-Q{(month + 2) // 3}", period.cutoff)
    return period.before
