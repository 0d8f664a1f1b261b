"""Charts, drawn on the server as SVG in the colours of the page; each stands above a sentence and a table."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import altair
import vl_convert
from django.utils.safestring import SafeString, mark_safe

from congdoan.reports.rules.drawing.charts import over_bars, years_axis

# Colours stand for roles of the stylesheet, so that a chart is light or dark with its page.
_NOW, _BEFORE, _PLAN, _INK, _LINE = "#010101", "#020202", "#030303", "#040404", "#050505"
_ROLES = {
    _NOW: "var(--chart-1)",
    _BEFORE: "var(--chart-2)",
    _PLAN: "var(--chart-plan)",
    _INK: "var(--ink-2)",
    _LINE: "var(--line)",
}
# The parts of a drawing say nothing of their own: the sentence beside it speaks for the whole.
_PARTS = re.compile(r' (?:role|aria-[a-z]+)="[^"]*"')
_WIDTH = 440
"""Pixels of bars side by side."""
_NAME = 280
"""Pixels for the name of a bar: the table beside the chart has it in full."""
_DIGITS = {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", " đ"]}
_CONFIG = {
    "background": "transparent",
    "aria": False,
    "font": "inherit",
    "view": {"stroke": None},
    "axis": {
        "labelColor": _INK,
        "labelFontSize": 12,
        "domainColor": _LINE,
        "gridColor": _LINE,
        "ticks": False,
        "title": None,
        "labelPadding": 6,
    },
}


@dataclass(frozen=True)
class Bar:
    """A bar, with the one of the year before beside it; None is not drawn. `told` stands above the bar."""

    label: str
    now: float | None
    before: float | None = None
    told: str = ""


def columns(bars: Sequence[Bar], plan: float | None = None, *, text: str = "chart-text") -> SafeString:
    """Bars side by side, as months are shown; the plan is a dashed line across them, named in the legend.

    `text` is the id of the sentence on the page that says the same in words.
    """
    return mark_safe(_columns(tuple(bars), plan).replace('"chart-text"', f'"{text}"', 1))


@lru_cache(maxsize=512)
def _columns(bars: tuple[Bar, ...], plan: float | None) -> str:
    rows = [
        {"label": bar.label, "of": of, "n": n, "told": bar.told if of == "now" else ""}
        for bar in bars
        for of, n in (("before", bar.before), ("now", bar.now))
        if n is not None
    ]
    pairs = ["before", "now"] if any(bar.before is not None for bar in bars) else ["now"]
    labels, told = [bar.label for bar in bars], [bar.told for bar in bars]
    across = altair.X("label:N", sort=labels, axis=years_axis(labels, _WIDTH))
    aside = altair.XOffset("of:N", scale=altair.Scale(domain=pairs))
    up = altair.Y("n:Q", axis=altair.Axis(tickCount=4, format=",.0f", domain=False))
    base = altair.Chart(_values(rows)).encode(x=across, xOffset=aside, y=up)
    colour = altair.Color("of:N", scale=altair.Scale(domain=["before", "now"], range=[_BEFORE, _NOW]), legend=None)
    words = base.mark_text(fontSize=12, color=_INK, **over_bars(told, _WIDTH)).encode(text="told:N")
    drawn = base.mark_bar().encode(color=colour) + words
    if plan is not None:
        line = altair.Chart(_values([{"n": plan}])).encode(y="n:Q")
        drawn += line.mark_rule(strokeDash=[5, 3], strokeWidth=1.5, color=_PLAN)
    return _drawn(drawn, _WIDTH, 240)


def rows(bars: Sequence[Bar]) -> SafeString:
    """Bars one beneath the other, as units are shown."""
    return mark_safe(_rows(tuple(bars)))


@lru_cache(maxsize=512)
def _rows(bars: tuple[Bar, ...]) -> str:
    values = [{"label": bar.label, "n": bar.now or 0, "told": bar.told} for bar in bars]
    down = altair.Y("label:N", sort=[bar.label for bar in bars], axis=altair.Axis(labelLimit=_NAME, domain=False))
    base = altair.Chart(_values(values)).encode(y=down, x=altair.X("n:Q", axis=None))
    drawn = base.mark_bar(color=_NOW, height=14) + base.mark_text(align="left", dx=5, fontSize=12, color=_INK).encode(
        text="told:N"
    )
    return _drawn(drawn, 100, 24 * len(bars))


def _values(values: Sequence[Mapping[str, object]]) -> altair.InlineData:
    return altair.InlineData(values=list(values))


def _drawn(chart: "altair.LayerChart", width: int, height: int) -> str:
    told = chart.properties(width=width, height=height).to_dict(validate=False)
    told["config"] = _CONFIG
    drawing = vl_convert.vegalite_to_svg(told, format_locale=_DIGITS)
    for colour, role in _ROLES.items():
        drawing = drawing.replace(colour, role)
    opening = re.search(r'viewBox="([^"]+)"', drawing)
    body = _PARTS.sub("", drawing[drawing.index(">") + 1 :])
    view = opening[1] if opening else f"0 0 {width} {height}"
    return f'<svg class="chart" viewBox="{view}" role="img" aria-labelledby="chart-text">{body}'
