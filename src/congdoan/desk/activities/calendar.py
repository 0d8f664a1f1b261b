"""Activities by day: a month as a calendar."""

from calendar import Calendar
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from congdoan.base import clock
from congdoan.base.period import Period, UnknownPeriod, parse_period
from congdoan.desk.activities.listing import Filters, units_shown
from congdoan.desk.activities.telling import kind_named
from congdoan.desk.context import Context, context_of
from congdoan.records.activities.models import Activity

SHOWN = 3
"""So many kinds of a day stand in its square; the rest are counted."""


@dataclass(frozen=True)
class Square:
    """A day of the month, with what was done on it: each kind with how often."""

    day: date
    kinds: list[tuple[str, int]] = field(default_factory=list)
    in_month: bool = True
    is_today: bool = False

    @property
    def count(self) -> int:
        return sum(count for _kind, count in self.kinds)

    @property
    def first(self) -> list[tuple[str, int]]:
        return self.kinds[:SHOWN]

    @property
    def rest(self) -> int:
        return sum(count for _kind, count in self.kinds[SHOWN:])


def calendar(request: HttpRequest) -> HttpResponse:
    """A month of the unit and those beneath it."""
    context, filters = context_of(request), Filters(request)
    month = _month(request, context)
    found = Activity.objects.at(units_shown(request, context)).during(month).standing()
    if filters.kinds is not None:
        found = found.of(*filters.kinds)
    days: dict[date, Counter[str]] = defaultdict(Counter)
    for day, kind in found.values_list("day", "kind"):
        days[day][kind] += 1
    shown = {
        "context": context,
        "filters": filters,
        "month": month,
        "weeks": _weeks(month.first_day, days),
        "total": sum(sum(day.values()) for day in days.values()),
        "before": _beside(month, -1),
        "after": _beside(month, 1) if month.last_day < clock.today() else None,
    }
    return render(request, "desk/activities/calendar.html", shown)


def _month(request: HttpRequest, context: Context) -> Period:
    """The month asked for, else the last of the context's period that has come."""
    text = request.GET.get("month", "")
    try:
        asked = parse_period(text)
        if asked.first_day.replace(day=1) == asked.last_day.replace(day=1):
            return parse_period(f"{asked.first_day:%Y-%m}")
    except UnknownPeriod:
        pass
    last = min(context.period.last_day, clock.today())
    return parse_period(f"{last:%Y-%m}")


def _beside(month: Period, way: int) -> str:
    first = month.first_day
    number = first.year * 12 + first.month - 1 + way
    return f"{number // 12:04}-{number % 12 + 1:02}"


def _weeks(first: date, days: dict[date, "Counter[str]"]) -> list[list[Square]]:
    today = clock.today()
    return [
        [
            Square(
                day,
                [(kind_named(kind), count) for kind, count in days[day].most_common()] if day in days else [],
                day.month == first.month,
                day == today,
            )
            for day in week
        ]
        for week in Calendar().monthdatescalendar(first.year, first.month)
    ]
