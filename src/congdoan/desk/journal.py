"""The journal on the desk: what was done at a unit and beneath it, day by day, in words."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from congdoan.base import clock
from congdoan.base.period import DAY
from congdoan.base.text import fold
from congdoan.desk.context import Context, context_of
from congdoan.desk.deeds import ABOUT, Line, Told
from congdoan.desk.gate import unit_or_404
from congdoan.desk.paging import page_asked
from congdoan.org.models import Deed, User
from congdoan.org.rules import Right

A_PAGE = 100


NAMED = 3
"""So many units of a folded line are named."""


@dataclass(frozen=True)
class Same:
    """A deed, or several in one minute that say the same of different units."""

    line: Line
    units: tuple[str, ...]

    @property
    def named(self) -> str:
        return ", ".join(self.units[:NAMED])

    @property
    def others(self) -> int:
        return max(0, len(self.units) - NAMED)


@dataclass(frozen=True)
class Day:
    """The deeds of one day, the latest first."""

    day: date
    deeds: tuple[Same, ...]


def journal(request: HttpRequest) -> HttpResponse:
    """The deeds of the period looked at, the latest first; by what they are about and by who did them."""
    context = context_of(request)
    unit_or_404(request, context.unit.code, Right.JOURNAL)
    about, text = request.GET.get("about", ""), request.GET.get("who", "").strip()
    deeds = _deeds(context)
    if about in ABOUT:
        deeds = deeds.filter(verb__in=ABOUT[about][1])
    if text:
        deeds = deeds.filter(by__in=_people(text))
    page = page_asked(request)
    found = list(deeds[(page - 1) * A_PAGE : page * A_PAGE + 1])
    shown: dict[str, object] = {
        "context": context,
        "days": _by_day(Told(found[:A_PAGE]).lines()),
        "abouts": [(name, label, name == about) for name, (label, _verbs) in ABOUT.items()],
        "about": about,
        "who": text,
        "page": page,
        "has_more": len(found) > A_PAGE,
    }
    return render(request, "desk/journal/journal.html", shown)


def _deeds(context: Context) -> QuerySet[Deed]:
    """What was done within the period, at the units that the bar names."""
    first, last = clock.at(context.period.first_day, 0), clock.at(context.period.last_day + DAY, 0)
    deeds = Deed.objects.filter(at__gte=first, at__lt=last).select_related("by", "unit").order_by("-at", "-pk")
    return deeds.filter(unit__in=context.units(clock.today()))


def _people(text: str) -> list[int]:
    """Users whose name or username holds every word, with or without marks."""
    words = fold(text).split()
    people = User.objects.values_list("pk", "first_name", "last_name", "username")
    return [key for key, *names in people if all(word in fold(" ".join(names)) for word in words)]


def _by_day(lines: list[Line]) -> list[Day]:
    days: dict[date, list[Same]] = {}
    for same in _folded(lines):
        days.setdefault(same.line.at.date(), []).append(same)
    return [Day(day, tuple(done)) for day, done in days.items()]


def _folded(lines: list[Line]) -> list[Same]:
    """Deeds that follow one another and say the same of several units, in one line."""
    folded: list[Same] = []
    for _alike, run in groupby(lines, key=_what):
        first, *others = run
        folded.append(Same(first, tuple(line.unit for line in (first, *others) if line.unit)))
    return folded


def _what(line: Line) -> tuple[object, ...]:
    """What makes a deed the same as the one before: who did it, in which minute, and every word but the unit."""
    minute = line.at.replace(second=0, microsecond=0)
    return line.deed.by_id, minute, line.said, line.thing, line.reason, line.url
