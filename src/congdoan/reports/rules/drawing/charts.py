"""Charts of documents, drawn for print: one dark tone on white, every bar with its number."""

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from textwrap import wrap
from typing import Any

import altair
import vl_convert

from congdoan.reports.rules.document import Chart
from congdoan.reports.rules.drawing import fonts

WIDTH, HEIGHT, ROW = 680, 190, 36
"""Pixels; a row is one plan."""
_LETTERS = 50
"""So many letters of a plan's name stand on a line beside its bar."""
SHARPNESS = 2.5
_SIGN = 6.7
"""Pixels of a letter or digit of twelve: a little more than fonts of pages and documents take on average."""
TURNED = 270
"""Degrees: read from below."""
_TONE, _INK, _LINE = "#1f4e79", "#1a1a1a", "#bfbfbf"
_DIGITS = {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", " đ"]}
_CONFIG = {
    "background": "white",
    "font": fonts.FAMILY,
    "view": {"stroke": None},
    "axis": {
        "labelColor": _INK,
        "labelFontSize": 12,
        "labelFont": fonts.FAMILY,
        "domainColor": _LINE,
        "gridColor": _LINE,
        "ticks": False,
        "title": None,
    },
    "text": {"font": fonts.FAMILY, "fontSize": 12, "color": _INK},
}


def as_svg(chart: Chart) -> str:
    """The chart for a PDF: lines, and text set in the document's own type."""
    _fonts_known()
    return vl_convert.vegalite_to_svg(_told(chart), format_locale=_DIGITS)


def as_png(chart: Chart) -> bytes:
    """The chart for Word, sharp enough to print."""
    _fonts_known()
    return vl_convert.vegalite_to_png(_told(chart), scale=SHARPNESS, format_locale=_DIGITS)


@cache
def _fonts_known() -> None:
    vl_convert.register_font_directory(str(fonts.folder()))


def _told(chart: Chart) -> dict[str, object]:
    rows = [
        {"label": label, "n": value, "told": told}
        for label, value, told in zip(chart.labels, chart.values, chart.told, strict=True)
    ]
    drawn = _plans(chart, rows) if chart.of_plans else _years(chart, rows)
    told: dict[str, object] = drawn.to_dict(validate=False)
    return told | {"config": _CONFIG}


def _years(chart: Chart, rows: list[dict[str, object]]) -> altair.LayerChart:
    across = altair.X("label:N", sort=list(chart.labels), axis=years_axis(chart.labels, WIDTH))
    up = altair.Y("n:Q", axis=altair.Axis(tickCount=4, format=",.0f", domain=False))
    base = altair.Chart(altair.InlineData(values=rows)).encode(x=across, y=up)
    above = base.mark_text(**over_bars(chart.told, WIDTH)).encode(text="told:N")
    return _sized(base.mark_bar(color=_TONE) + above, WIDTH, HEIGHT)


def years_axis(labels: Sequence[str], width: int) -> altair.Axis:
    """The names beneath bars that stand side by side; turned where one would reach into the next."""
    return altair.Axis(labelAngle=TURNED if is_crowded(labels, width) else 0, grid=False)


def over_bars(words: Sequence[str], width: int) -> dict[str, Any]:
    """How the words over bars are set: on a line, or all turned where one would reach into the next."""
    if is_crowded(words, width):
        return {"angle": TURNED, "align": "left", "baseline": "middle", "dx": 6}
    return {"dy": -7}


def is_crowded(words: Sequence[str], width: int) -> bool:
    """Whether two of the words, side by side in so many pixels, would touch."""
    pairs = [one + other for one, other in pairwise(words) if one and other]
    return any(len(pair) / 2 * _SIGN > width / len(words) for pair in pairs)


def _plans(chart: Chart, rows: list[dict[str, object]]) -> altair.LayerChart:
    """How much of each plan is reached, one beneath the other."""
    rows = [row | {"label": "\n".join(wrap(str(row["label"]), _LETTERS))} for row in rows]
    named = altair.Axis(labelLimit=300, labelPadding=8, domain=False, labelExpr="split(datum.value, '\\n')")
    down = altair.Y("label:N", sort=[str(row["label"]) for row in rows], axis=named)
    base = altair.Chart(altair.InlineData(values=rows)).encode(y=down, x=altair.X("n:Q", axis=None))
    bars = base.mark_bar(color=_TONE, height=12) + base.mark_text(align="left", dx=5).encode(text="told:N")
    return _sized(bars, WIDTH - 300, ROW * len(rows))


def _sized(chart: altair.LayerChart, width: int, height: int) -> altair.LayerChart:
    sized: altair.LayerChart = chart.properties(width=width, height=height)
    return sized
