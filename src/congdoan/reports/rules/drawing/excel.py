"""A document as an Excel file: numbers stay numbers, and what a person would reckon in the table is a formula there."""

from io import BytesIO
from math import ceil, trunc

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from congdoan.base.language import in_vietnamese
from congdoan.catalogue.rules import Column
from congdoan.reports.rules.document import Cell, Document, DocumentLine
from congdoan.reports.rules.drawing import layout

_FIRST = 3
"""The columns of numbers begin after place, name and unit of measure."""
_LABEL, _WIDE_LABEL, _NOTES, _FEW_NOTES, _LINE = 58, 76, 42, 14, 16.5
"""How many characters fit into a line of the names, of those beside many years, of notes, of none; a line's points."""
_WIDE = 12
"""From so many columns of numbers on, a page is too narrow to be read: the rest stand on a page of their own."""
_FIRST_PAGE = 10
"""So many columns of numbers are on the first of two pages."""


@in_vietnamese
def drawn(document: Document) -> bytes:
    kept = BytesIO()
    file = xlsxwriter.Workbook(kept, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    file.set_properties(
        {
            "title": f"{document.title} {document.subject}",
            "author": document.issuer,
            "comments": document.seal,
            "keywords": document.digest,
        }
    )
    _Writing(file, document).write()
    file.close()
    return kept.getvalue()


class _Writing:
    """One table being written: where its lines stand, so that formulas can name them."""

    def __init__(self, file: xlsxwriter.Workbook, document: Document) -> None:
        self.document, self.file = document, file
        self.sheet: Worksheet = file.add_worksheet(_("Số liệu"))
        self.formats = _formats(file)
        self.has_parts = any(line.part_of for section in document.sections for line in section.lines)
        self.reckoned = self._reckoned()
        self.notes = _FIRST + len(document.heads) + len(self.reckoned)
        self.is_wide = len(document.heads) > _WIDE
        self.label = _WIDE_LABEL if self.is_wide else _LABEL
        self.last = _FIRST + _FIRST_PAGE - 1 if self.is_wide else self.notes
        self.rows: dict[str, int] = {}

    def _reckoned(self) -> list[str]:
        """Columns that the form does not have and a reader would reckon beside it."""
        found = []
        if Column.THIS in self.document.columns and Column.BEFORE in self.document.columns:
            found += [_("Tăng, giảm"), _("So với cùng kỳ (%)")]
        if self.has_parts:
            found.append(_("Tỷ trọng trong tổng (%)"))
        return found

    def write(self) -> None:
        top = self._head()
        row = top + 1
        for section in self.document.sections:
            for line in section.lines:
                row += 1
                self.rows[line.number] = row
            row += 1
        row = top + 1
        for section in self.document.sections:
            self.sheet.merge_range(row, 0, row, self.notes, section.title, self.formats["section"])
            for line in section.lines:
                row += 1
                self._line(row, line)
            row += 1
        end = self._foot(row + 1)
        self._lay_page(top)
        if self.is_wide:
            self._cut_pages(top, row - 1, end)

    def _head(self) -> int:
        """The head blocks and the heads of the columns; answers the row of the latter."""
        told, last = self.document, self.last
        half = max(1, last // 2)
        for row, (left, right, strong) in enumerate(
            [(told.upper, told.nation, False), (told.issuer, told.motto, True), (told.number_and_sign, "", False)]
        ):
            bold = self.formats["strong"] if strong else self.formats["plain"]
            self.sheet.merge_range(row, 0, row, half - 1 if half > 1 else 1, left, bold)
            self.sheet.merge_range(row, max(half, 2), row, last, right or told.place_and_day, self._right(row))
        self.sheet.merge_range(4, 0, 4, last, told.title, self.formats["title"])
        self.sheet.merge_range(5, 0, 5, last, told.subject, self.formats["title"])
        if told.is_draft:
            self.sheet.merge_range(6, 0, 6, last, layout.words()["draft"], self.formats["strong"])
        words = layout.words()
        names = [words["place"], words["label"], words["unit"], *told.heads, *self.reckoned, _("Ghi chú")]
        for column, name in enumerate(names):
            self.sheet.write_string(8, column, name, self.formats["head"])
        return 8

    def _right(self, row: int) -> Format:
        return self.formats["place"] if row == 2 else self.formats["strong"]

    def _line(self, row: int, line: DocumentLine) -> None:
        formats = self.formats
        self.sheet.write_string(row, 0, line.number, formats["middle"])
        self.sheet.write_string(row, 1, line.label, formats["label"])
        self.sheet.write_string(row, 2, line.unit, formats["middle"])
        for place, cell in enumerate(line.cells):
            self._cell(row, place, line, cell)
        for place, (formula, value) in enumerate(self._formulas(row, line), _FIRST + len(line.cells)):
            if formula:
                shape = "quotient" if "/" in formula or isinstance(value, float) else "count"
                self.sheet.write_formula(row, place, formula, formats[shape], value)
            else:
                self.sheet.write_blank(row, place, None, formats["count"])
        notes = " ".join(self.document.footnotes[mark - 1] for mark in line.footnotes)
        self.sheet.write_string(row, self.notes, notes, formats["label"])
        self.sheet.set_row(row, _LINE * max(1, ceil(len(line.label) / self.label), ceil(len(notes) / _NOTES)))

    def _cell(self, row: int, place: int, line: DocumentLine, cell: Cell) -> None:
        column = _FIRST + place
        formula, shape = self._formula(row, place, line)
        if formula:
            self.sheet.write_formula(row, column, formula, self.formats[shape], cell.value)
        elif cell.value is None:
            self.sheet.write_string(row, column, cell.text.replace("\u00a0", " "), self.formats["words"])
        elif self.document.columns[place] is Column.BACKED:
            self.sheet.write_number(row, column, cell.value, self.formats["share"])
        else:
            self.sheet.write_number(row, column, cell.value, self.formats[_shape(cell)])

    def _formula(self, row: int, place: int, line: DocumentLine) -> tuple[str, str]:
        """What the cell is reckoned from in this very table, and how it is shown; nothing where it is not."""
        match self.document.columns[place]:
            case Column.PLAN_RATE:
                return self._rate(row, line)
            case Column.THIS:
                return self._sum_of_years(row, line)
        return "", ""

    def _rate(self, row: int, line: DocumentLine) -> tuple[str, str]:
        """This over plan, cut or rounded as the sheet states it; a rate since an earlier day stays a number."""
        this, plan, rate = (self._value(line, column) for column in (Column.THIS, Column.PLAN, Column.PLAN_RATE))
        if this is None or not plan or rate is None:
            return "", ""
        quotient = f"{self._at(row, Column.THIS)}/{self._at(row, Column.PLAN)}*100"
        reckoned = this / plan * 100
        if abs(reckoned - rate) < 0.01:
            return f"={quotient}", "quotient"
        return (f"=TRUNC({quotient})", "count") if trunc(reckoned) == rate else ("", "")

    def _sum_of_years(self, row: int, line: DocumentLine) -> tuple[str, str]:
        """The years added up, where they are exact and come to the whole: a stock's do not."""
        years = [
            (place, cell.value)
            for place, (cell, column) in enumerate(zip(line.cells, self.document.columns, strict=True))
            if column is Column.YEARS
        ]
        this = self._value(line, Column.THIS)
        values = [value for _place, value in years]
        if len(years) < 2 or not this or None in values or sum(value or 0 for value in values) != this:
            return "", ""
        first, last = (xl_rowcol_to_cell(row, _FIRST + place) for place in (years[0][0], years[-1][0]))
        return f"=SUM({first}:{last})", "count"

    def _formulas(self, row: int, line: DocumentLine) -> list[tuple[str, float | int | None]]:
        """The columns reckoned beside the form's own, each with what it comes to."""
        found: list[tuple[str, float | int | None]] = []
        this, before = self._value(line, Column.THIS), self._value(line, Column.BEFORE)
        if Column.THIS in self.document.columns and Column.BEFORE in self.document.columns:
            if this is not None and before is not None:
                now, then = self._at(row, Column.THIS), self._at(row, Column.BEFORE)
                found.append((f"={now}-{then}", this - before))
                found.append((f"={now}/{then}*100", this / before * 100) if before else ("", None))
            else:
                found += [("", None), ("", None)]
        if self.has_parts:
            found.append(self._share(row, line, this))
        return found

    def _share(self, row: int, line: DocumentLine, this: float | int | None) -> tuple[str, float | int | None]:
        """How much of its whole a part is."""
        whole_row = self.rows.get(line.part_of)
        whole = next((each for each in self._lines() if each.number == line.part_of), None)
        of = self._value(whole, Column.THIS) if whole else None
        if whole_row is None or this is None or not of:
            return "", None
        return f"={self._at(row, Column.THIS)}/{self._at(whole_row, Column.THIS)}*100", this / of * 100

    def _lines(self) -> list[DocumentLine]:
        return [line for section in self.document.sections for line in section.lines]

    def _place(self, column: Column) -> int | None:
        return self.document.columns.index(column) if column in self.document.columns else None

    def _value(self, line: DocumentLine, column: Column) -> float | int | None:
        place = self._place(column)
        return None if place is None else line.cells[place].value

    def _at(self, row: int, column: Column) -> str:
        return str(xl_rowcol_to_cell(row, _FIRST + self.document.columns.index(column)))

    def _foot(self, row: int) -> int:
        """The block at the foot; answers its last row."""
        told, last, middle = self.document, self.last, max(2, self.last // 2)
        self.sheet.merge_range(row, middle, row, last, told.authority, self.formats["strong"])
        self.sheet.merge_range(row + 1, middle, row + 1, last, told.signer_title, self.formats["strong"])
        self.sheet.merge_range(row + 5, middle, row + 5, last, told.signer, self.formats["strong"])
        self.sheet.write_string(row, 0, layout.words()["to"], self.formats["italic"])
        for place, recipient in enumerate(told.recipients, 1):
            self.sheet.write_string(row + place, 0, f"- {recipient}", self.formats["small"])
        end = row + max(7, len(told.recipients) + 2)
        self.sheet.write_string(end, 0, told.seal, self.formats["small"])
        return end

    def _cut_pages(self, top: int, bottom: int, end: int) -> None:
        """Print in two pieces: the head, the first columns and the foot; then the other columns, without the head.

        In one piece the columns that are repeated would bring the head's left half with them.
        """
        first = xl_range_abs(0, 0, end, self.last)
        second = xl_range_abs(top, self.last + 1, bottom, self.notes)
        name = f"'{self.sheet.get_name()}'"
        self.file.define_name(f"{name}!_xlnm.Print_Area", f"={name}!{first},{name}!{second}")

    def _lay_page(self, top: int) -> None:
        sheet = self.sheet
        sheet.set_column(0, 0, 7)
        sheet.set_column(1, 1, self.label - 6)
        sheet.set_column(2, 2, 12)
        sheet.set_column(_FIRST, self.notes - 1, 13 if self.is_wide else 14)
        sheet.set_column(self.notes, self.notes, _NOTES - 2 if self.document.footnotes else _FEW_NOTES)
        sheet.set_row(5, 2 * _LINE + 6)
        sheet.set_row(top, 34)
        sheet.freeze_panes(top + 1, 2)
        sheet.repeat_rows(top)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.set_margins(left=0.79, right=0.79, top=0.79, bottom=0.79)
        sheet.set_header("&C&P")
        sheet.repeat_columns(0, 2)
        sheet.fit_to_pages(1, 0)


def _shape(cell: Cell) -> str:
    return "quotient" if isinstance(cell.value, float) and not cell.value.is_integer() else "count"


def _formats(file: xlsxwriter.Workbook) -> dict[str, Format]:
    base = {"font_name": layout.FONT, "font_size": 12, "valign": "vcenter"}
    boxed = base | {"border": 1}
    looks: dict[str, dict[str, object]] = {
        "plain": base | {"align": "center"},
        "strong": base | {"align": "center", "bold": True},
        "italic": base | {"bold": True, "italic": True},
        "small": base | {"font_size": 11},
        "place": base | {"align": "center", "italic": True},
        "title": base | {"align": "center", "bold": True, "font_size": 14, "text_wrap": True},
        "head": boxed | {"align": "center", "bold": True, "text_wrap": True},
        "section": boxed | {"bold": True},
        "label": boxed | {"text_wrap": True},
        "middle": boxed | {"align": "center"},
        "words": boxed | {"align": "right", "shrink": True},
        "count": boxed | {"num_format": "[$-42A]#,##0"},
        "quotient": boxed | {"num_format": "[$-42A]#,##0.0"},
        "share": boxed | {"num_format": "0%"},
    }
    return {name: file.add_format(look) for name, look in looks.items()}
