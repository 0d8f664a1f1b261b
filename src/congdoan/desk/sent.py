"""Who beneath has sent the report of the latest period: a panel that home fetches once it is there itself."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from congdoan.base import clock
from congdoan.catalogue.rules import Level
from congdoan.desk.context import context_of
from congdoan.desk.gate import may
from congdoan.desk.sheets.chips import CHIPS
from congdoan.desk.sheets.reading import board_address
from congdoan.org.rules import Right
from congdoan.reports.models import Below, Board, Mark, board

NAMED = 3
WIDE = 150
"""The width of the strip, in its own measure."""
_ORDER = (Mark.ACCEPTED, Mark.SENT, Mark.RETURNED, Mark.LATE, Mark.DRAFT, Mark.NONE)


@dataclass(frozen=True)
class Part:
    """The units that stand alike: a piece of the strip, its sign and word, and the way to them alone."""

    tone: str
    icon: str
    word: str
    count: int
    place: str
    width: str
    url: str


def sent(request: HttpRequest) -> HttpResponse:
    """How the last period stands of the form with the longest ones that units beneath owe; nothing where none do.

    Nothing of a whole country either, or of as many: there the board itself says it, page by page.
    """
    context = context_of(request)
    if context.unit.place_on(context.day).level == Level.NATIONAL:
        return HttpResponse("")
    below = Below.of(context.unit, context.day)
    form = min(below.forms(), key=lambda each: (each.cutoff is None, each.code), default=None)
    last = min(context.period.last_day, clock.today())
    periods = below.periods(form, last, 1) if form else []
    if form is None or not periods:
        return HttpResponse("")
    told = board(context.unit, form, periods)
    if told.is_near:
        return HttpResponse("")
    address = board_address(context.unit, form.code, periods[-1])
    shown = {
        "period": periods[-1],
        "column": told.columns[-1],
        "parts": _parts(told, address),
        "missing": ", ".join(told.names_missing(NAMED)),
        "more_missing": max(0, told.missing - NAMED),
        "address": address,
        "form": form,
        "context": context,
        "may_remind": bool(told.missing) and may(request, Right.REVIEW, context.unit.pk),
    }
    return render(request, "desk/home/sent.html", shown)


def _parts(told: Board, address: str) -> list[Part]:
    """The counts in the order of the way that a sheet goes, each with its share of the strip."""
    counts, parts, place = told.counts, list[Part](), 0.0
    all_of_them = sum(counts.values()) or 1
    for mark in _ORDER:
        if counts[mark]:
            tone, icon, word = CHIPS[mark]
            width = WIDE * counts[mark] / all_of_them
            url = f"{address}&mark={mark}"
            parts.append(Part(tone, icon, str(word), counts[mark], f"{place:.1f}", f"{width:.1f}", url))
            place += width
    return parts
