"""Ratios and means: what was divided by what, at the unit and afresh at each beneath it; they never add up."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.catalogue.rules import Indicator
from congdoan.desk import drilling, workbooks
from congdoan.desk.context import Context
from congdoan.desk.excel import Cell, download
from congdoan.desk.numbers import Told
from congdoan.desk.panels import known_units
from congdoan.desk.words import days
from congdoan.figures.models import Question
from congdoan.figures.rules import Figure, Ratio, Reach, Sums, Target


@dataclass(frozen=True)
class Part:
    """What was divided, or by what; `url` opens it."""

    label: str
    name: str
    told: Told
    url: str = ""


@dataclass(frozen=True)
class Row:
    """A unit directly beneath, with its own quotient; `code` is empty where it opens nothing that the user may read."""

    name: str
    told: Told
    of: Told
    per: Told
    code: str
    of_url: str = ""
    per_url: str = ""


def ratio(request: HttpRequest, context: Context, question: Question, indicator: Indicator) -> HttpResponse:
    """A quotient and the same before, its two parts, which open, and the quotients of the units beneath."""
    before = context.period.before
    read = question.figures_in([context.period, *([before] if before else [])], [indicator.code])
    figure, earlier = read[0][indicator.code], read[-1][indicator.code] if before else None
    assert isinstance(figure, Ratio)
    parts, rows = _parts(context, figure), _beneath(request, context, question, figure)
    shown = {
        "context": context,
        "indicator": indicator,
        "told": Told.of(figure),
        "before": Told.of(earlier) if earlier else None,
        "parts": parts,
        "rows": rows,
    }
    if "xlsx" in request.GET:
        return download(workbooks.of_ratio(request, context, indicator, _cells(figure, parts, rows)))
    return render(request, "desk/figures/ratio.html", shown)


def _parts(context: Context, figure: Ratio) -> list[Part]:
    of = Part(_("Số bị chia"), figure.of.indicator.local_name, Told.of(figure.of), _open(context, figure.of))
    match figure.per:
        case Figure():
            per = figure.per
            return [of, Part(_("Chia cho"), per.indicator.local_name, Told.of(per), _open(context, per))]
        case Target():
            name = _("Kế hoạch %(period)s") % {"period": days(figure.per.period)}
            return [of, Part(_("Chia cho"), name, Told.exactly(figure.per.value))]
        case None:
            return [of, Part(_("Chia cho"), _("kế hoạch chưa được giao"), Told(None, None))]


def _open(context: Context, figure: Figure, unit: str = "") -> str:
    """Where a part opens, of this unit or of one beneath."""
    query = context.link(period=figure.period, cutoff=figure.period.cutoff, unit=unit or context.unit.code)
    return f"{reverse('desk:figure', args=[figure.indicator.code])}?{query}"


def _beneath(request: HttpRequest, context: Context, question: Question, figure: Ratio) -> list[Row]:
    """The quotients of the units directly beneath that have anything to divide by, the largest first."""
    if context.scope != Reach.SUBTREE:
        return []
    if figure.indicator.is_plan_rate:
        rows = _of_plans(request, context, question, figure)
    elif isinstance(figure.per, Figure):
        rows = _divided(request, context, question, figure, figure.per)
    else:
        rows = []
    return sorted(rows, key=lambda row: (-(row.told.low or 0), row.name))


def _of_plans(request: HttpRequest, context: Context, question: Question, figure: Ratio) -> list[Row]:
    """Each beside its own plan, since that plan began."""
    way = drilling.way_down(request, context, question, figure.of.indicator, figure.of.sums, [])
    return [
        Row(row.name, row.against.rate, row.against.done, Told.exactly(row.against.target), row.down)
        for row in way.table.rows
        if row.against
    ]


def _divided(request: HttpRequest, context: Context, question: Question, figure: Ratio, per: Figure) -> list[Row]:
    of, by = (question.by_children(part.indicator.code, [part.period])[0] for part in (figure.of, per))
    known = known_units(request, [key for key in by if key], context.day)

    def quotient(key: int, divisor: Sums) -> Row:
        code = known.codes[key]
        upper = replace(figure.of, unit=code, sums=of.get(key, Sums()), known=True, gap=False)
        lower = replace(per, unit=code, sums=divisor, known=True, gap=False)
        told = Told.of(replace(figure, unit=code, of=upper, per=lower))
        opens = known.opens(key)
        urls = [_open(context, part, opens) if opens else "" for part in (figure.of, per)]
        return Row(known.name(key), told, Told.of(upper), Told.of(lower), opens, *urls)

    return [quotient(key, sums) for key, sums in by.items() if key and sums]


def _cells(figure: Ratio, parts: Sequence[Part], rows: Sequence[Row]) -> list[list[Cell]]:
    cells: list[list[Cell]] = [[_("Cả đơn vị"), Told.of(figure), *(part.told for part in parts)]]
    cells.extend([row.name, row.told, row.of, row.per] for row in rows)
    return cells
