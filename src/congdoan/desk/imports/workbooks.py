"""Workbooks that the desk gives out: the template of a unit, and one sent in with what is wrong beside each row."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from io import BytesIO

import xlsxwriter
from django.utils.translation import gettext as _

from congdoan.catalogue.rules import Kind
from congdoan.org.models import Unit
from congdoan.records.imports.actions import Preview
from congdoan.records.imports.models import Upload
from congdoan.records.imports.rules import COLUMNS, KINDS, SEALED_COLUMNS, Cell, Column, Fault, activities
from congdoan.records.members.models import Membership
from congdoan.records.members.rules import provinces

LIST_ROWS = 5_000
"""So many rows of the template have drop-downs."""
HIDDEN = "•••••"
"""What stands where something is not shown."""
_AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False}
"""What people have written is text: nothing of it is a formula or leads anywhere."""
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_DAYS = frozenset({"born", "party_day", "day"})
_LEFT_OUT = frozenset({"family", "given", "born_male", "born_female"})
"""Ways of people's own lists; the template has one column for each thing."""


def template(unit: Unit, name: str) -> bytes:
    """The template of a unit: headings, drop-downs with the unit's own teams among them."""
    columns = [column for column in COLUMNS if column.key not in _LEFT_OUT]
    words = {column.key: _words(unit, column) for column in columns}
    title = _("Danh sách đoàn viên: %(unit)s") % {"unit": name}
    hint = _("Cột có dấu * phải điền. Mỗi người một dòng, từ dòng 4. Ngày viết như 05/03/1988.")
    return _laid_out(_("Đoàn viên"), title, hint, columns, words, needed=("sex",), loose=("team", "province"))


def activities_template(unit_name: str, kinds: Mapping[str, Kind], kind: Kind | None) -> bytes:
    """The template of a unit's activities, of all kinds or of one: what the catalogue asks for, with its choices."""
    columns = activities(kinds, kind.code if kind else "").columns
    name = kind.name if kind else _("Hoạt động")
    hint = _("Cột có dấu * phải điền. Mỗi việc một dòng, từ dòng 4. Ngày viết như 05/03/2024.")
    return _laid_out(
        _("Hoạt động"), f"{name}: {unit_name}", hint, columns, {column.key: list(column.choices) for column in columns}
    )


def _laid_out(
    page_name: str,
    title: str,
    hint: str,
    columns: Sequence[Column],
    words: Mapping[str, Sequence[str]],
    *,
    needed: Collection[str] = (),
    loose: Collection[str] = (),
) -> bytes:
    """An empty list with its headings in the third row; the words to choose from stand on a hidden page.

    A `loose` column takes other words too.
    """
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, **_AS_TEXT})
    page, lists = book.add_worksheet(page_name), book.add_worksheet(_("Danh mục"))
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "vcenter", "bottom": 1, "bg_color": "#DCE8F0"})
    as_text, as_day = book.add_format({"num_format": "@"}), book.add_format({"num_format": "dd/mm/yyyy"})
    page.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 14}))
    page.write_string(1, 0, hint)
    for place, column in enumerate(columns):
        page.set_column(place, place, column.width, as_day if column.key in _DAYS else as_text)
        starred = column.required or column.key in needed
        page.write_string(2, place, f"{column.label} *" if starred else str(column.label), head)
        if listed := words.get(column.key):
            lists.write_column(0, place, listed)
            letter = xlsxwriter.utility.xl_col_to_name(place)
            source = f"='{lists.name}'!${letter}$1:${letter}${len(listed)}"
            strict = {"validate": "list", "source": source, "show_error": column.key not in loose}
            page.data_validation(3, place, LIST_ROWS, place, strict)
    page.set_row(2, 34)
    page.freeze_panes(3, 1)
    lists.hide()
    book.close()
    return buffer.getvalue()


def _words(unit: Unit, column: Column) -> list[str]:
    if column.key == "team":
        teams = Membership.objects.current().filter(unit=unit).exclude(team="")
        return sorted(set(teams.values_list("team", flat=True)))[:500]
    if column.key == "province":
        return list(provinces().values())
    return list(column.choices)


def with_remarks(preview: Preview, labels: Mapping[str, str], *, hidden: bool = False) -> bytes:
    """The same rows as they were sent, each with what is wrong with it in a last column; faulty cells are marked.

    `hidden` hides what lies sealed in the register, and whatever stands in a column that was not recognised.
    """
    said, faulty = _said(preview, labels, hidden)
    shown = {place for place, key in preview.heading.columns.items() if key not in SEALED_COLUMNS}
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"constant_memory": True, "nan_inf_to_errors": True, **_AS_TEXT})
    page = book.add_worksheet(_page_name(preview.page.name))
    styles = {
        "day": book.add_format({"num_format": "dd/mm/yyyy"}),
        "bad": book.add_format({"bg_color": "#FBE3DF"}),
        "head": book.add_format({"bold": True}),
    }
    width = max(len(cells) for cells in preview.page.rows)
    for row, cells in enumerate(preview.page.rows):
        wrong = faulty.get(row + 1, ())
        is_hidden = hidden and row >= preview.heading.rows_after
        for place, told in enumerate(cells):
            cell = HIDDEN if is_hidden and place not in shown and told != "" else told
            _write(page, row, place, cell, styles["bad"] if place in wrong else None, styles["day"])
        if row == preview.heading.rows_after - 1:
            page.write_string(row, width, _("Ghi chú của sổ"), styles["head"])
        elif row + 1 in said:
            page.write_string(row, width, said[row + 1])
    page.set_column(0, max(0, width - 1), 18)
    page.set_column(width, width, 70)
    page.freeze_panes(preview.heading.rows_after, 1)
    book.close()
    return buffer.getvalue()


def _page_name(name: str) -> str:
    """A name that Excel takes; other programs allow more signs in it, and more of them."""
    return " ".join(_NOT_IN_NAMES.sub(" ", name).split())[:31].strip("' ") or _("Danh sách")


def _said(preview: Preview, labels: Mapping[str, str], hidden: bool) -> tuple[dict[int, str], dict[int, set[int]]]:
    """What is said of each row that is not right, and the places of its faulty cells."""
    places = {key: place for place, key in preview.heading.columns.items()}
    said: dict[int, str] = {}
    faulty: dict[int, set[int]] = {}
    for line in preview.lines:
        if line.faults:
            told = ((fault.column, _sentence(fault, hidden)) for fault in line.faults)
            said[line.row] = " ".join(f"{labels.get(column, '')}: {sentence}" for column, sentence in told)
            faulty[line.row] = {places[fault.column] for fault in line.faults if fault.column in places}
        elif preview.is_double(line):
            said[line.row] = why_double(preview.known.get(line.row, ""), preview.twice.get(line.row))
    return said, faulty


def _sentence(fault: Fault, hidden: bool) -> str:
    """What is wrong with a cell; of one that is hidden without what stands in it."""
    if hidden and fault.column in SEALED_COLUMNS:
        return f"{KINDS.get(fault.kind, fault.kind)}."
    return fault.sentence


def why_double(known: str, twice: int | None) -> str:
    """How a likely duplicate is known, as a sentence."""
    if known == "identity":
        return _("Số định danh này đã có trong sổ.")
    if known == "card":
        return _("Số thẻ này đã có trong sổ.")
    if known == "recorded":
        return _("Đơn vị đã ghi một việc cùng loại trong ngày này.")
    if known:
        return _("Đơn vị đã có người cùng họ tên; ngày sinh trùng hoặc chưa rõ.")
    return _("Trùng với dòng %(row)d của file.") % {"row": twice or 0}


def _write(page: object, row: int, place: int, cell: Cell, bad: object, as_day: object) -> None:
    assert isinstance(page, xlsxwriter.worksheet.Worksheet)
    if isinstance(cell, datetime | date):
        page.write_datetime(row, place, cell, as_day)
    elif isinstance(cell, bool):
        page.write_boolean(row, place, cell, bad)
    elif isinstance(cell, int | float):
        page.write_number(row, place, cell, bad)
    elif isinstance(cell, time | timedelta):
        page.write_string(row, place, str(cell), bad)
    elif cell != "":
        page.write_string(row, place, cell, bad)
    elif bad:
        page.write_blank(row, place, None, bad)


def labels_of(upload: Upload, columns: Iterable[Sequence[str]] = ()) -> dict[str, str]:
    """What the columns of a workbook are called in it, by key; else as the template calls them."""
    return {column.key: str(column.label) for column in upload.way.columns} | {key: label for label, key in columns}
