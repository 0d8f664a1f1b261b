"""Thresholds fixed by law or charter, with the days on which they hold."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from operator import itemgetter
from typing import Annotated

from django.utils.translation import gettext as _
from pydantic import AfterValidator, PlainValidator, model_validator

from congdoan.catalogue.rules.levels import Level
from congdoan.catalogue.rules.naming import Declared, Named, NotEmpty, Refusal, Text, Word, unknown_sentence

Cell = str | bool | int | Decimal | date


class ColumnType(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    DECIMAL = "decimal"
    YES_NO = "yes_no"
    DAY = "day"
    LEVEL = "level"
    SECTOR = "sector"


_TYPES: Mapping[ColumnType, type | tuple[type, ...]] = {
    ColumnType.TEXT: str,
    ColumnType.NUMBER: int,
    ColumnType.DECIMAL: (int, Decimal),
    ColumnType.YES_NO: bool,
    ColumnType.DAY: date,
    ColumnType.LEVEL: str,
    ColumnType.SECTOR: str,
}


def _column_type(text: str) -> str:
    if text.removesuffix("?") not in set(ColumnType):
        raise ValueError(unknown_sentence(text, list(ColumnType)))
    return text


ColumnText = Annotated[Text, AfterValidator(_column_type)]


def _cells(written: object) -> Mapping[str, Cell]:
    assert isinstance(written, dict)
    return written


class Row(Declared):
    """One row, valid from its first day to its last, both included; no last day is still."""

    valid_from: date
    valid_to: date | None = None
    cells: Annotated[Mapping[str, Cell], PlainValidator(_cells)]

    @model_validator(mode="before")
    @classmethod
    def _gather(cls, written: object) -> object:
        if not isinstance(written, dict):
            return written
        days = {name: written[name] for name in ("valid_from", "valid_to") if name in written}
        return days | {"cells": {name: cell for name, cell in written.items() if name not in days}}

    def is_valid_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def __getitem__(self, column: str) -> Cell:
        """The cell of a column; raises KeyError where it is blank."""
        return self.cells[column]

    def get(self, column: str) -> Cell | None:
        return self.cells.get(column)

    def threshold(self, column: str) -> int:
        """The number in a column of thresholds."""
        found = self.cells[column]
        assert isinstance(found, int)
        return found


class DatedTable(Named):
    """Rows with days of validity. `columns` gives each column's type; a `?` after it allows blanks.

    `step` names the column that holds thresholds: a row serves from its threshold up to the next.
    `source` is the article of law or charter.
    """

    source: Text
    columns: dict[Word, ColumnText]
    step: Word | None = None
    rows: Annotated[tuple[Row, ...], NotEmpty]

    def on(self, day: date) -> tuple[Row, ...]:
        """The rows that hold on a day, in the order written."""
        return tuple(row for row in self.rows if row.is_valid_on(day))

    def row(self, on: date, *, at: int | None = None, **keys: Cell | None) -> Row | None:
        """The row of a day whose columns equal `keys`, None a blank.

        With `at` it is that of the highest threshold not above it.
        """
        rows = [row for row in self.on(on) if all(row.get(column) == key for column, key in keys.items())]
        if self.step and at is not None:
            reached = [(threshold, row) for row in rows if (threshold := row.threshold(self.step)) <= at]
            return max(reached, key=itemgetter(0), default=(0, None))[1]
        return rows[0] if rows else None

    def type_of(self, column: str) -> ColumnType:
        return ColumnType(self.columns[column].removesuffix("?"))

    def refusals(self) -> Iterator[Refusal]:
        if self.step and self.columns.get(self.step) != ColumnType.NUMBER:
            yield "step", _("Cột ngưỡng “%s” phải có trong columns với kiểu number.") % self.step
        for index, row in enumerate(self.rows):
            yield from ((f"rows.{index}.{field}", sentence) for field, sentence in self._row_refusals(row))

    def _row_refusals(self, row: Row) -> Iterator[Refusal]:
        if row.valid_to and row.valid_to < row.valid_from:
            yield "valid_to", _("Ngày hết hiệu lực trước ngày có hiệu lực; hãy sửa một trong hai.")
        for column in row.cells.keys() - self.columns.keys():
            yield column, _("Bảng không có cột “%s”; hãy khai trong columns hoặc bỏ đi.") % column
        for column, type_ in self.columns.items():
            if column not in row.cells:
                if not type_.endswith("?"):
                    yield column, _("Dòng thiếu cột “%s”; hãy ghi vào, hoặc thêm dấu ? sau kiểu của cột.") % column
            elif not self._fits(column, row.cells[column]):
                yield column, _("“%(cell)s” không đúng kiểu %(type)s.") % {"cell": row.cells[column], "type": type_}

    def _fits(self, column: str, cell: Cell) -> bool:
        type_ = self.type_of(column)
        if isinstance(cell, bool) and type_ is not ColumnType.YES_NO:
            return False
        return isinstance(cell, _TYPES[type_]) and (type_ is not ColumnType.LEVEL or cell in set(Level))
