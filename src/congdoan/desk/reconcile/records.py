"""The records beneath a ledger's number, a few of them, each opening where the user may read it."""

from dataclasses import dataclass

from django.http import HttpRequest

from congdoan.base.period import Cutoff, UnknownPeriod, parse_period
from congdoan.catalogue.rules import Nature
from congdoan.desk.entries import address_of
from congdoan.desk.numbers import Told
from congdoan.desk.panels import known_units
from congdoan.desk.reconcile.reading import Figure
from congdoan.desk.words import span
from congdoan.figures.models import Question, lines
from congdoan.figures.rules import scope_of
from congdoan.org.models import Unit

A_FEW = 5


@dataclass(frozen=True)
class Record:
    """A fact that gave to the number."""

    title: str
    day: str
    unit: str
    told: Told
    url: str


@dataclass(frozen=True)
class Records:
    """The last few, of how many, and where all of them are."""

    rows: tuple[Record, ...]
    count: int
    url: str


def records_beneath(request: HttpRequest, figure: Figure) -> Records | None:
    """None where the number is unknown, or a quotient, which opens into its parts on its own page."""
    indicator, told = figure.indicator, figure.row.told
    if indicator is None or figure.told is None or not figure.told.known or not indicator.is_additive:
        return None
    unit = Unit.objects.filter(code=told["unit"]).first()
    try:
        period = parse_period(str(told["period"]), Cutoff.parse(told["cutoff"]))
    except UnknownPeriod:
        return None
    if unit is None:
        return None
    question = Question(unit, scope=scope_of(told["scope"]))
    look = question.look(period, indicator.nature is Nature.STOCK, tallied=False)
    code = question.numbers.get(indicator.code, 0)
    count = lines(look, code, most=1).count
    last = lines(look, code, offset=max(0, count - A_FEW), most=A_FEW).lines
    known = known_units(request, {line.unit for line in last}, period.last_day)
    rows = tuple(
        Record(
            line.title,
            span(line.first_day, line.last_day),
            known.name(line.unit),
            Told.sums(line.sums),
            address_of(line.entry, line.noun) if line.unit in known.readable else "",
        )
        for line in reversed(last)
    )
    return Records(rows, count, f"{figure.url}&by=posting") if rows else None
