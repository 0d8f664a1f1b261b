"""Charts of documents and of pages: no word of them lies over another."""

import re
from collections.abc import Callable

import pytest

from congdoan.desk import charts as on_pages
from congdoan.reports.rules.document import Chart
from congdoan.reports.rules.drawing import charts

Drawing = Callable[[list[str], list[str]], str]
YEARS = [str(year) for year in range(2008, 2026)]


def in_a_document(labels: list[str], told: list[str]) -> str:
    values = tuple(float(1000 + place) for place in range(len(labels)))
    return charts.as_svg(Chart("Đoàn viên kết nạp", "người", tuple(labels), values, tuple(told)))


def on_a_page(labels: list[str], told: list[str]) -> str:
    pairs = enumerate(zip(labels, told, strict=True))
    return on_pages.columns([on_pages.Bar(label, 1000.0 + place, told=words) for place, (label, words) in pairs])


BOTH = pytest.mark.parametrize("drawn", [in_a_document, on_a_page])


def is_turned(drawing: str, words: str) -> bool:
    """Whether a text of the drawing is read from below."""
    found = re.search(rf"<text([^>]*)>{re.escape(words)}</text>", drawing)
    assert found
    return "rotate(" in found[1]


@BOTH
def test_words_that_would_reach_into_their_neighbours_are_turned(drawn: Drawing) -> None:
    told = ["839–3.647" if year == "2012" else "1.204" for year in YEARS]
    drawing = drawn(YEARS, told)
    assert is_turned(drawing, "839–3.647")
    assert is_turned(drawing, "1.204"), "all alike"


@BOTH
def test_words_that_have_room_stand_on_a_line(drawn: Drawing) -> None:
    drawing = drawn(YEARS[:4], ["839–3.647", "≥1.204", "12", "7"])
    assert not is_turned(drawing, "839–3.647")
    assert not is_turned(drawing, "2010")


def test_eighteen_years_are_turned_on_a_page_and_have_room_in_a_document() -> None:
    told = ["12"] * len(YEARS)
    assert is_turned(on_a_page(YEARS, told), "2010")
    assert not is_turned(in_a_document(YEARS, told), "2010")


@BOTH
def test_a_number_that_stands_alone_has_room_however_wide_it_is(drawn: Drawing) -> None:
    months = [f"T{month}" for month in range(1, 13)]
    assert not is_turned(drawn(months, [""] * 11 + ["12.345.678"]), "12.345.678")
