"""Figures: tables of indicators, and how each number opens down to its records."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import resolve
from django.utils.translation import gettext as _

from congdoan.base.text import number
from congdoan.catalogue.models import counted, current
from congdoan.catalogue.rules import Indicator, Nature
from congdoan.desk import charts, dividing, drilling, key_figures, panels, workbooks
from congdoan.desk.context import Context, context_of
from congdoan.desk.entries import record_beside
from congdoan.desk.excel import download, file_name, written
from congdoan.desk.key_figures import Row
from congdoan.desk.numbers import Told
from congdoan.desk.paging import page_asked
from congdoan.desk.works.asking import asked_again
from congdoan.figures.models import Question
from congdoan.figures.rules import Figure, Reach
from congdoan.org.models import Work
from congdoan.org.rules import Made, Tell

VIEWS = ("unit", "month", "level", "posting")


@dataclass(frozen=True)
class Group:
    """Indicators of one field of work."""

    name: str
    rows: Sequence[Row]


def table(request: HttpRequest) -> HttpResponse:
    """Chosen indicators of a unit in a period, or the key figures; as a page or as an Excel file."""
    context = context_of(request)
    codes, refused = _chosen(request, context)
    rows = key_figures.rows(context, context.question(), codes)
    if "xlsx" in request.GET:
        return download(workbooks.of_table(request, context, rows))
    groups = _grouped(rows)
    shown = {"context": context, "groups": groups, "refused": refused, "chosen": request.GET.getlist("i")}
    return render(request, "desk/figures/table.html", shown)


def _chosen(request: HttpRequest, context: Context) -> tuple[list[str], list[str]]:
    """The codes to show, and the names of those that this scope cannot tell."""
    indicators = current().indicators
    group = request.GET.get("group", "")
    wanted = [code for code in request.GET.getlist("i") if code in indicators]
    wanted = wanted or [code for code, each in indicators.items() if group and each.group == group]
    codes = wanted or key_figures.key_codes(most=20)
    told = [code for code in codes if _can_tell(indicators[code], context)]
    return told, [indicators[code].local_name for code in codes if code not in told]


def _can_tell(indicator: Indicator, context: Context) -> bool:
    return context.scope == Reach.OWN or not indicator.own_only


def _grouped(rows: Sequence[Row]) -> list[Group]:
    groups = current().groups
    by_group: dict[str, list[Row]] = {}
    for row in rows:
        by_group.setdefault(row.indicator.group, []).append(row)
    return [Group(groups[code].local_name, mine) for code, mine in by_group.items()]


def choose(request: HttpRequest) -> HttpResponse:
    """All indicators of the edition, by field, to choose from."""
    context = context_of(request)
    catalogue = current()
    chosen = set(request.GET.getlist("i")) or set(key_figures.key_codes(most=20))
    groups = [
        (group, [(each, each.code in chosen) for each in catalogue.indicators.values() if each.group == code])
        for code, group in catalogue.groups.items()
    ]
    shown = {"context": context, "groups": [(group, each) for group, each in groups if each]}
    return render(request, "desk/figures/choose.html", shown)


def drill(request: HttpRequest, indicator: str) -> HttpResponse:
    """One number: what it is, and how it opens."""
    found = current().indicators.get(indicator)
    if found is None:
        raise Http404
    context = context_of(request)
    if not _can_tell(found, context):
        return render(request, "desk/figures/own_only.html", {"context": context, "indicator": found})
    if not found.is_additive:
        return dividing.ratio(request, context, context.question(), found)
    shown = _shown(request, context, found)
    if "xlsx" in request.GET:
        return workbooks.of_drill(request, context, found, shown)
    return render(request, "desk/figures/drill.html", shown)


def _shown(request: HttpRequest, context: Context, indicator: Indicator) -> dict[str, object]:
    """A number with the view of it that is asked for."""
    question = context.question()
    figure = question.figure(indicator.code, context.period)
    assert isinstance(figure, Figure)
    view = request.GET.get("by", "unit")
    shown: dict[str, object] = {
        "context": context,
        "indicator": indicator,
        "figure": figure,
        "told": Told.of(figure),
        "view": view if view in VIEWS else "unit",
        "views": [(code, label) for code, label in zip(VIEWS, _view_names(), strict=True)],
        "is_stock": indicator.nature is Nature.STOCK,
    }
    shown |= _opened(request, context, question, indicator, figure, str(shown["view"]))
    if isinstance(way := shown.get("way"), drilling.Way):
        shown["context"] = shown["bar"] = context.named(way.table.title)
    return shown


def make_postings(work: Work, to: IO[bytes], tell: Tell) -> Made:
    """All postings of a number as an Excel file, as long work."""
    with asked_again(work, xlsx=workbooks.ALL) as request:
        indicator = current().indicators[str(resolve(request.path).kwargs["indicator"])]
        context = context_of(request)
        shown = _shown(request, context, indicator)
        book = workbooks.book_of(request, context, indicator, shown)
    to.write(written(book, tell))
    return Made(f"{file_name(book)}.xlsx")


def _view_names() -> tuple[str, str, str, str]:
    return _("Theo đơn vị"), _("Theo tháng"), _("Theo cấp tổ chức"), _("Từng bút toán")


def _opened(
    request: HttpRequest, context: Context, question: Question, indicator: Indicator, figure: Figure, view: str
) -> dict[str, object]:
    """What the chosen view lists."""
    if not figure.known:
        return {}
    if view == "month":
        told = panels.by_month(context, question, indicator, figure.sums)
        return {"table": told, "chart": _columns(told), "sentence": _sentence(told, indicator)}
    if view == "level":
        return {"table": panels.by_level(context, question, indicator, figure.sums)}
    if view == "posting":
        most = workbooks.postings_wanted(request)
        page = page_asked(request) if most == panels.A_PAGE else 1
        listed = panels.by_posting(request, context, question, indicator, figure.sums, page=page, most=most)
        return {"postings": listed}
    downs, most = request.GET.getlist("down"), workbooks.postings_wanted(request)
    way = drilling.way_down(request, context, question, indicator, figure.sums, downs, most)
    has_plans = any(row.target for row in (*way.table.rows, way.table.foot) if row)
    opened: dict[str, object] = {"way": way, "table": way.table, "has_plans": has_plans}
    if way.postings:
        record = record_beside(request, request.GET.get("entry", ""), way.postings.title)
        mine = [row.told for row in way.postings.rows if record and row.entry == record.entry.pk]
        return opened | {"fact": record if mine else None, "fact_told": mine[0] if mine else None}
    if len(way.steps) > 1:
        return opened
    return opened | {"chart": _bars(way.table), "sentence": _sentence(way.table, indicator)}


def _sentence(table: panels.Table, indicator: Indicator) -> str:
    """What the chart shows, in words."""
    rows = [row for row in table.rows if not row.apart]
    most = max(rows, key=lambda row: row.sums.low, default=None)
    if most is None or not most.sums.low:
        return _("Trong kỳ không có gì.")
    return _("Nhiều nhất: %(name)s, %(n)s %(unit)s.") % {
        "name": most.name,
        "n": most.now,
        "unit": counted(indicator.unit, most.now.value),
    }


def _columns(table: panels.Table) -> object:
    """Months side by side; where there are many, only the last one's number is written out."""
    rows = [row for row in table.rows if not row.apart]
    bars = [
        charts.Bar(
            f"T{row.period.last_day.month}" if row.period else row.name,
            float(row.sums.low),
            None if row.before is None else float(row.before.low or 0),
            number(row.sums.low) if row.sums.low and (len(rows) < 9 or row is rows[-1]) else "",
        )
        for row in rows
    ]
    return charts.columns(bars) if 1 < len(bars) <= 13 else None


def _bars(table: panels.Table) -> object:
    rows = [row for row in table.rows if row.sums.low > 0]
    if not len(rows) > 2:
        return None
    shown = [charts.Bar(_shortened(row.name), float(row.sums.low), None, str(row.now)) for row in rows[:12]]
    if len({bar.label for bar in shown}) < len(shown):
        return None
    return charts.rows(shown)


def _shortened(name: str) -> str:
    for long, short in (("Công đoàn cơ sở ", "CĐCS "), ("Liên đoàn Lao động ", "LĐLĐ "), ("Công đoàn ", "CĐ ")):
        if name.startswith(long):
            return short + name.removeprefix(long)
    return name
