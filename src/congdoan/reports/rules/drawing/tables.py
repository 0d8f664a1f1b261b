"""The form's tables in Word: written as XML at once, for a hundred lines of ten cells take too long one by one."""

from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.oxml.xmlchemy import BaseOxmlElement

from congdoan.reports.rules.drawing import layout
from congdoan.reports.rules.drawing.layout import Row, Table
from congdoan.reports.rules.drawing.styles import Style

_TWIPS = 56.6929
"""In a millimetre."""


def numbers(table: Table) -> BaseOxmlElement:
    """The table, its head repeated on each page; no row is cut by a page's end, and the last ones are on one page."""
    widths = [round(each * _TWIPS) for each in table.widths()]
    style = f"{Style.SMALL_CELL if table.size == layout.SMALL_TABLE else Style.CELL}"
    words = layout.words()
    rows = [_head([words["place"], words["label"], words["unit"], *table.heads], widths, style)]
    staying = range(len(table.rows) - table.together, len(table.rows) - 1)
    rows += [
        _heading(row, widths, style) if row.is_heading else _row(row, widths, style, stays=place in staying)
        for place, row in enumerate(table.rows)
    ]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:jc w:val="center"/><w:tblBorders>{_BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>'
        '<w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar>'
        '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" '
        f'w:noVBand="1"/><w:tblCaption w:val="{_text(table.title)}"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def _head(words: list[str], widths: list[int], style: str) -> str:
    cells = "".join(
        _cell(each, width, style, align="center", bold=True) for each, width in zip(words, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"


def _heading(row: Row, widths: list[int], style: str) -> str:
    cell = _cell(row.label, sum(widths), style, bold=True, columns=len(widths), stays=True)
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cell}</w:tr>"


def _row(row: Row, widths: list[int], style: str, *, stays: bool) -> str:
    note = f"({', '.join(map(str, row.footnotes))})" if row.footnotes else ""
    cells = [
        _cell(row.number, widths[0], style, align="center", stays=stays),
        _cell(row.label, widths[1], style, note=note, stays=stays),
        _cell(row.unit, widths[2], style, align="center", stays=stays),
    ]
    cells += [
        _cell(cell.text, width, style, align="right", stays=stays)
        for cell, width in zip(row.cells, widths[3:], strict=True)
    ]
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>"


def _cell(
    words: str,
    width: int,
    style: str,
    *,
    align: str = "",
    bold: bool = False,
    columns: int = 1,
    note: str = "",
    stays: bool = False,
) -> str:
    """A cell; one that `stays` is on the page of the row after it."""
    kept = "<w:keepNext/>" if stays else ""
    spanned = f'<w:gridSpan w:val="{columns}"/>' if columns > 1 else ""
    aligned = f'<w:jc w:val="{align}"/>' if align else ""
    strong = "<w:rPr><w:b/></w:rPr>" if bold else ""
    mark = f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>{_text(note)}</w:t></w:r>' if note else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanned}<w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{_style_id(style)}"/>{kept}{aligned}</w:pPr>'
        f'<w:r>{strong}<w:t xml:space="preserve">{_text(words)}</w:t></w:r>{mark}</w:p></w:tc>'
    )


def _style_id(name: str) -> str:
    """As python-docx names a style within the file."""
    return name.replace(" ", "")


def _text(words: str) -> str:
    return escape(words, {'"': "&quot;"})
