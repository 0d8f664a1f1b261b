"""The years of a sheet that looks back over several, drawn line by line; each drawing has its sentence."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString

from congdoan.base import clock
from congdoan.desk import charts
from congdoan.desk.numbers import Told
from congdoan.desk.sheets.reading import Around, address, as_known, readable_or_404, told, unit_of
from congdoan.reports.models import Composing, Sheet
from congdoan.reports.rules import ToldLine


@dataclass(frozen=True)
class Series:
    """A line's years, each with the page it opens, and their drawing; none where fewer than two years are known."""

    line: ToldLine
    unit: str
    years: tuple[tuple[str, Told, str], ...]
    chart: SafeString | None

    @property
    def sentence(self) -> str:
        """What the drawing shows."""
        return "; ".join(f"{year}: {told}" for year, told, _url in self.years)


def series(request: HttpRequest, pk: int) -> HttpResponse:
    """The years of a draft, or as they were sent; whoever may read the sheet may see them."""
    readable = readable_or_404(request, pk)
    found = readable.sheet
    latest = readable.revisions.select_related("moment").order_by("number").last()
    if found.is_editable and readable.is_whole:
        composing = Composing(found)
        lines, years, around = composing.lines(), composing.draft.years, Around()
    elif latest is not None:
        lines, years = list(latest.contents.lines()), latest.contents.years
        around = Around(known=as_known(latest.moment), opens=readable.is_whole)
    else:
        raise Http404
    if not years:
        raise Http404
    shown = {
        "sheet": found,
        "form": found.of_form,
        "of": found.of_period,
        "unit_name": found.unit.name_on(min(found.last_day, clock.today())),
        "rows": _drawn(found, lines, years, around),
    }
    return render(request, "desk/sheets/series.html", shown)


def _drawn(sheet: Sheet, lines: Sequence[ToldLine], years: Sequence[str], around: Around) -> list[Series]:
    """The lines whose form asks for a drawing; where it asks for none, all of them."""
    asked = [line for line in lines if line.chart and line.years] or [line for line in lines if line.years]
    periods = sheet.of_period.years()
    found: list[Series] = []
    for place, line in enumerate(asked, 1):
        cells = tuple(
            (year, told(line, number), address(sheet, line, period, around) if around.opens else "")
            for year, number, period in zip(years, line.years, periods, strict=False)
        )
        found.append(Series(line, unit_of(line), cells, _chart(cells, f"years-{place}")))
    return found


def _chart(cells: Sequence[tuple[str, Told, str]], text: str) -> SafeString | None:
    bars = [
        charts.Bar(year, None if number.low is None else float(number.low), told=str(number) if number.known else "")
        for year, number, _url in cells
    ]
    return charts.columns(bars, text=text) if sum(bar.now is not None for bar in bars) > 1 else None
