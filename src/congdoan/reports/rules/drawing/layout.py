"""How a union's document is laid out (QĐ 933/QĐ-TLĐ; NĐ 30/2020/NĐ-CP, Phụ lục I): measures, parts of the text, tables.

Word and PDF are drawn from the same measures, parts and tables, so that they cannot say different things.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from congdoan.base.language import in_vietnamese
from congdoan.base.text import number
from congdoan.catalogue.rules import Column
from congdoan.reports.rules.document import MILLION, MONEY, Cell, Chart, Document, DocumentLine, DocumentParagraph
from congdoan.reports.rules.drafting import roman

# Millimetres, points.
PAGE = (210, 297)
TOP, BOTTOM, LEFT, RIGHT = 20, 20, 30, 20
UPRIGHT, ACROSS = PAGE[0] - LEFT - RIGHT, PAGE[1] - 2 * RIGHT
"""The width of the text, and of a page that lies across."""
FONT = "Times New Roman"
BODY, TABLE, SMALL_TABLE, NOTE = 14, 11, 9.5, 11
INDENT = 12.7
GAP = 6
"""Points between paragraphs."""
LEAST_WIDE = 5
"""From so many columns of numbers on a table lies across the page."""
YEARS_ABREAST = 9
MANY = 6
"""Of more columns of numbers than so many all are set small."""
_TOGETHER = 3
"""So many rows at the end of a table are on one page: none stands there alone."""
_PLACE, _LEAST_LABEL = 13, 58
_UNITS = (16, 22.5)
_LEAST, _MOST, _INSET = 14, 34, 3.6
"""Millimetres of the columns: place, name at least, units of measure and numbers at least and most; a cell's margins.
"""
_EM = 0.3528
"""Millimetres in a point."""
_NARROW = frozenset(".,:;'’ \u00a0()/-")
_LINE = 22
"""So many capitals stand on a line of the block at the head."""
_AMOUNT = re.compile(r"\d[\d.]*")


@dataclass(frozen=True)
class Part:
    """A part of the text: a heading of the first or second rank, with what stands beneath it."""

    heading: str
    rank: int
    texts: tuple[str, ...] = ()


@in_vietnamese
def parts(document: Document) -> list[Part]:
    """The text in order, numbered; what was left empty is not there and takes no number."""
    numbers = iter(range(1, 10))
    found: list[Part] = []

    def group(title: str, beneath: Sequence[DocumentParagraph]) -> None:
        if beneath:
            found.append(Part(f"{roman(next(numbers))}. {title}", 1))
            found.extend(Part(f"{place}. {each.title}", 2, each.texts) for place, each in enumerate(beneath, 1))

    group(_("KẾT QUẢ THỰC HIỆN"), document.results)
    group(_("ĐÁNH GIÁ CHUNG"), document.assessment)
    found += [Part(f"{roman(next(numbers))}. {each.title.upper()}", 1, each.texts) for each in document.tasks]
    proposed = [DocumentParagraph(_("Với %(to)s") % {"to": to}, texts) for to, texts in document.proposals]
    group(_("ĐỀ XUẤT, KIẾN NGHỊ"), proposed)
    return _ended(found)


def _ended(found: list[Part]) -> list[Part]:
    """The last words of a document end in `./.` (QĐ 933/QĐ-TLĐ), however their writer ended them."""
    for place in range(len(found) - 1, -1, -1):
        if texts := found[place].texts:
            last = texts[-1].rstrip(" .;,/")
            found[place] = replace(found[place], texts=(*texts[:-1], f"{last}./."))
            break
    return found


@dataclass(frozen=True)
class Row:
    """A line of a table, or the heading of a section, which has no cells."""

    number: str
    label: str
    unit: str = ""
    cells: tuple[Cell, ...] = ()
    footnotes: tuple[int, ...] = ()

    @property
    def is_heading(self) -> bool:
        return not self.cells


@dataclass(frozen=True)
class Table:
    title: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def is_wide(self) -> bool:
        """Whether it lies across the page: it has many columns, or large amounts in few."""
        return len(self.heads) >= LEAST_WIDE or sum(self._all_needed()) > self._free(UPRIGHT)

    @property
    def size(self) -> float:
        return SMALL_TABLE if len(self.heads) > MANY else TABLE

    @property
    def together(self) -> int:
        """How many rows at the end stay on one page; with them a heading that stands right above."""
        above = self.rows[:-_TOGETHER]
        return min(len(self.rows), _TOGETHER + (bool(above) and above[-1].is_heading))

    def widths(self) -> list[float]:
        """Millimetres of each column: numbers have what they need, and the names what is left."""
        page, needed = ACROSS if self.is_wide else UPRIGHT, self._all_needed()
        free = self._free(page)
        if sum(needed) > free:
            needed = [each * free / sum(needed) for each in needed]
        needed = [round(each, 1) for each in needed]
        unit = self._of_units()
        return [_PLACE, round(page - _PLACE - unit - sum(needed), 1), unit, *needed]

    def _free(self, page: float) -> float:
        """What is left for the numbers where the names have the least that they need."""
        return page - _PLACE - self._of_units() - _LEAST_LABEL

    def _all_needed(self) -> list[float]:
        return [self._needed(place) for place in range(len(self.heads))]

    def _of_units(self) -> float:
        """Room for `lượt người` on one line: a line more for every such row makes pages of them."""
        least, most = _UNITS
        widest = max((_wide(row.unit) for row in self.rows if not row.is_heading), default=0)
        return round(min(most, max(least, widest * self.size * _EM + _INSET)), 1)

    def _needed(self, place: int) -> float:
        told = [row.cells[place].text for row in self.rows if not row.is_heading]
        heads = [f"{word}n" for word in self.heads[place].split()]
        widest = max((_wide(words) for words in (*told, *heads)), default=0)
        return min(_MOST, max(_LEAST, widest * self.size * _EM + _INSET))


def _wide(words: str) -> float:
    """About how many ems some words take in the document's type."""
    return sum(0.25 if letter in _NARROW else 0.85 if letter == "%" else 0.5 for letter in words)


@in_vietnamese
def tables(document: Document) -> list[Table]:
    """The form's table without its years; then the years, as many at a time as a page is wide."""
    yearly = [place for place, column in enumerate(document.columns) if column is Column.YEARS]
    plain = [place for place in range(len(document.heads)) if place not in yearly]
    found = [_table(document, _("Số liệu trong kỳ"), plain)]
    for start in range(0, len(yearly), YEARS_ABREAST):
        abreast = yearly[start : start + YEARS_ABREAST]
        first, last = document.heads[abreast[0]], document.heads[abreast[-1]]
        title = _("Các năm %(first)s đến %(last)s") % {"first": first, "last": last}
        found.append(_table(document, title if first != last else _("Số liệu năm %s") % first, abreast))
    return found


@dataclass(frozen=True)
class Appendix:
    """What stands after the text under a head of its own: tables, the last with its notes, or drawings."""

    name: str
    title: str
    tables: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()
    charts: tuple[Chart, ...] = ()


@in_vietnamese
def appendices(document: Document) -> list[Appendix]:
    """The numbers of the period, then of the years, then the drawings.

    Each has its title in capitals and its own page numbers; where there are several they are numbered in Roman
    numerals (NĐ 30/2020/NĐ-CP, Phụ lục I, phần I, mục III.1).
    """
    plain, *yearly = tables(document)
    found = [Appendix("", plain.title, (plain,), document.footnotes)]
    if yearly:
        years = [head for table in yearly for head in table.heads]
        found.append(Appendix("", _titled(years), tuple(yearly)))
    if document.charts:
        found.append(Appendix("", _("Biểu đồ"), charts=document.charts))
    name = _("Phụ lục")
    names = [f"{name} {roman(place)}" for place in range(1, len(found) + 1)] if len(found) > 1 else [name]
    return [replace(each, name=name, title=each.title.upper()) for name, each in zip(names, found, strict=True)]


def _titled(years: Sequence[str]) -> str:
    """What a table of years is called."""
    if len(years) == 1:
        return _("Số liệu năm %s") % years[0]
    return _("Số liệu từng năm, %(first)s đến %(last)s") % {"first": years[0], "last": years[-1]}


def _table(document: Document, title: str, places: list[int]) -> Table:
    return Table(title, tuple(document.heads[place] for place in places), tuple(_rows(document, places)))


def _rows(document: Document, places: list[int]) -> Iterator[Row]:
    is_yearly = bool(places) and document.columns[places[0]] is Column.YEARS
    for section in document.sections:
        yield Row("", section.title)
        for line in section.lines:
            row = _row(line, places)
            if is_yearly:  # the notes stand with the numbers of the period
                row = replace(row, footnotes=())
            yield _in_millions(row) if is_yearly and line.unit == MONEY else row


def _row(line: DocumentLine, places: list[int]) -> Row:
    return Row(line.number, line.label, line.unit, tuple(line.cells[place] for place in places), line.footnotes)


def _in_millions(row: Row) -> Row:
    """Amounts of many years stand in millions, or no page would be wide enough."""
    return replace(row, unit=_("triệu đồng"), cells=tuple(Cell(_millions(cell.text), cell.value) for cell in row.cells))


def _millions(told: str) -> str:
    """An amount as it is told, within bounds or not, each number in it divided by a million."""

    def divided(amount: re.Match[str]) -> str:
        size = Decimal(amount[0].replace(".", "")) / MILLION
        return number(size, 0 if size == size.to_integral_value() else 1)

    return _AMOUNT.sub(divided, told)


_AT = re.compile(
    r" (?=(?:TỈNH|THÀNH PHỐ|NGÀNH|VIỆT NAM|CÔNG TY|TỔNG CÔNG TY|TẬP ĐOÀN|TRƯỜNG|BỆNH VIỆN|KHU|CÁC KHU|PHƯỜNG|XÃ|SỞ)\b)"
)


def in_lines(name: str) -> list[str]:
    """A union's name as it stands at the head: where it is too long for a line it is cut where its sense is."""
    lines: list[str] = []
    for part in _AT.split(name) if len(name) > _LINE else [name]:
        if lines and len(lines[-1]) + 1 + len(part) <= _LINE:
            lines[-1] += f" {part}"
        else:
            lines.append(part)
    return lines


@in_vietnamese
def words() -> dict[str, str]:
    """What stands in every document of this kind."""
    return {
        "draft": _("DỰ THẢO"),
        "to": _("Nơi nhận:"),
        "place": _("TT"),
        "label": _("Chỉ tiêu"),
        "unit": _("Đơn vị tính"),
        "notes": _("Ghi chú:"),
    }
