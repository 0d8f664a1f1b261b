"""A draft told as aligned text for a terminal, or as an object for JSON."""

from collections.abc import Iterator, Sequence
from textwrap import wrap

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from congdoan.base.text import number
from congdoan.catalogue.rules import Column, Form
from congdoan.figures.rules import AnyFigure, as_json, in_words, share, told_number
from congdoan.reports.rules.drafting import Draft, DraftLine


def _told(figure: AnyFigure | None) -> str:
    return in_words(figure) if figure else "–"


def _cells(line: DraftLine, column: Column) -> list[str]:
    """What stands in a column; several where it is one for each year."""
    match column:
        case Column.YEARS:
            return [in_words(each) for each in line.years]
        case Column.SINCE_YEAR:
            return [_told(line.since_year)]
        case Column.SINCE_TERM:
            return [_told(line.since_term)]
        case _:
            return [_cell(line, column)]


def _cell(line: DraftLine, column: Column) -> str:
    match column:
        case Column.THIS:
            return in_words(line.this)
        case Column.BEFORE:
            return _told(line.before)
        case Column.PLAN:
            return number(line.target.value) if line.target else "–"
        case Column.PLAN_RATE:
            return number(line.plan_rate, 1) if line.plan_rate is not None else "–"
        case _:
            return share(line.this.backed) if line.this.known else "–"


def _heads(form: Form, years: Sequence[str] = ()) -> list[str]:
    heads = {
        Column.THIS: _("Kỳ này"),
        Column.BEFORE: _("Cùng kỳ"),
        Column.PLAN: _("Kế hoạch"),
        Column.PLAN_RATE: _("% KH"),
        Column.SINCE_YEAR: _("Từ đầu năm"),
        Column.SINCE_TERM: _("Từ đầu nhiệm kỳ"),
        Column.BACKED: _("Có hồ sơ"),
    }
    found = [[heads[column]] if column in heads else list(years) for column in form.columns]
    return [head for each in found for head in each]


Row = list[str]
LABEL = 52
"""The widest label in characters, so that a table fits a terminal and a page."""


def _rows(draft: Draft) -> Iterator[tuple[str, list[Row]]]:
    for section in draft.sections:
        rows: list[Row] = []
        for line in section.lines:
            rows.append(
                [
                    line.label,
                    line.this.indicator.unit,
                    *(cell for column in draft.form.columns for cell in _cells(line, column)),
                ]
            )
            if line.reorganised:
                moved = told_number(line.reorganised.low, line.reorganised.high)
                rows.append([_("  do sắp xếp tổ chức"), "", moved])
        yield section.title, rows


def _laid_out(row: Row, widths: Sequence[int]) -> list[str]:
    """A row as lines: a long label goes on beneath, its numbers stand on its last line."""
    *above, label = wrap(row[0], widths[0], subsequent_indent="  ", drop_whitespace=True) or [""]
    words = [cell.ljust(width) for cell, width in zip([label, *row[1:2]], widths, strict=False)]
    numbers = [cell.rjust(width) for cell, width in zip(row[2:], widths[2:], strict=False)]
    return [*above, "  ".join(words + numbers).rstrip()]


def as_text(draft: Draft) -> str:
    """The draft as an aligned table: words to the left, numbers to the right."""
    sections = list(_rows(draft))
    head = [_("Chỉ tiêu"), _("Đơn vị"), *_heads(draft.form, draft.years)]
    rows = [head, *(row for _title, rows in sections for row in rows)]
    widths = [max(len(row[i]) for row in rows if i < len(row)) for i in range(len(head))]
    widths[0] = min(widths[0], LABEL)
    rule = "─" * (sum(widths) + 2 * (len(widths) - 1))
    lines = [*_title(draft), "", *_laid_out(head, widths), rule]
    for title, told in sections:
        lines += [title.upper(), *(line for row in told for line in _laid_out(row, widths)), ""]
    return "\n".join([*lines[:-1], rule, *_feet(draft)])


def _title(draft: Draft) -> list[str]:
    period = draft.period
    days = _("từ %(first)s đến %(last)s") % {
        "first": f"{period.first_day:%d/%m/%Y}",
        "last": f"{period.last_day:%d/%m/%Y}",
    }
    return [
        draft.form.name,
        f"{draft.unit_name} ({draft.unit})",
        _("Kỳ %(name)s, %(days)s") % {"name": period, "days": days},
    ]


def _feet(draft: Draft) -> list[str]:
    gaps = max((line.this.units - line.this.covered for line in draft.lines()), default=0)
    feet = [_("Có hồ sơ: phần của số liệu được đếm từ việc đã ghi; phần còn lại do đơn vị kê khai.")]
    if any(line.this.low is None or line.this.low != line.this.high for line in draft.lines()):
        feet.append(_("≥ ít nhất; ≤ nhiều nhất; a–b trong khoảng; ≈ khoảng; chưa rõ: không có ghi chép."))
    if gaps:
        feet.append(
            ngettext(
                "Có chỉ tiêu mà %(gaps)d đơn vị bên dưới chưa rõ đủ số của cả kỳ.",
                "Có chỉ tiêu mà %(gaps)d đơn vị bên dưới chưa rõ đủ số của cả kỳ.",
                gaps,
            )
            % {"gaps": gaps}
        )
    return feet


def as_object(draft: Draft) -> dict[str, object]:
    """The draft as an object for JSON; each figure as `as_json` tells it."""
    return {
        "form": draft.form.code,
        "edition": draft.form.edition,
        "unit": draft.unit,
        "period": str(draft.period),
        "first_day": draft.period.first_day.isoformat(),
        "last_day": draft.period.last_day.isoformat(),
        "sections": [
            {"title": section.title, "lines": [_line_object(line) for line in section.lines]}
            for section in draft.sections
        ],
    }


def _line_object(line: DraftLine) -> dict[str, object]:
    return {
        "label": line.label,
        "this": as_json(line.this),
        "before": as_json(line.before) if line.before else None,
        "plan": line.target.value if line.target else None,
        "plan_rate": None if line.plan_rate is None else float(round(line.plan_rate, 6)),
        "reorganised": line.reorganised.low if line.reorganised else None,
    }
