"""A document as a Word file that an official goes on writing in: real styles, real headings, real tables."""

from datetime import UTC, datetime, time
from io import BytesIO

import docx
from docx.document import Document as File
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from congdoan.reports.rules.document import Chart, Document
from congdoan.reports.rules.drawing import charts, layout
from congdoan.reports.rules.drawing.layout import Appendix
from congdoan.reports.rules.drawing.styles import Style, lay_styles
from congdoan.reports.rules.drawing.tables import numbers

_UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
_HEAD = (64, 96)
"""Millimetres of the two blocks at the head: the unions', the nation's."""
_SIGNING, _APART = 60, 10
"""Points left to sign in; between the text and the block at the foot."""
_CHART = 165
_NO_MARGINS = (
    f'<w:tblCellMar {nsdecls("w")}><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>'
)


def drawn(document: Document) -> bytes:
    file = docx.Document()
    lay_styles(file)
    _lay_page(file)
    _tell_about(file, document)
    _head(file, document)
    _title(file, document)
    _text(file, document)
    _foot(file, document)
    for appendix in layout.appendices(document):
        _appendix(file, document, appendix)
    file.add_paragraph(document.seal, style=Style.SEAL)
    kept = BytesIO()
    file.save(kept)
    return kept.getvalue()


def _lay_page(file: File) -> None:
    section = file.sections[0]
    section.page_width, section.page_height = Mm(layout.PAGE[0]), Mm(layout.PAGE[1])
    section.top_margin, section.bottom_margin = Mm(layout.TOP), Mm(layout.BOTTOM)
    section.left_margin, section.right_margin = Mm(layout.LEFT), Mm(layout.RIGHT)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    _number_pages(section.header.paragraphs[0])


def _number_pages(paragraph: Paragraph) -> None:
    """The page's number, in the middle of the top; the first page bears none."""
    paragraph.style = Style.PAGE_NUMBER
    run = paragraph.add_run()
    for kind, words in (("begin", ""), ("", "PAGE"), ("separate", ""), ("text", "2"), ("end", "")):
        if kind == "":
            element = OxmlElement("w:instrText")
            element.set(qn("xml:space"), "preserve")
            element.text = words
        elif kind == "text":
            element = OxmlElement("w:t")
            element.text = words
        else:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)


def _tell_about(file: File, document: Document) -> None:
    told = file.core_properties
    moment = datetime.combine(document.day, time(), UTC) if document.day else _UNDATED
    told.title = f"{document.title} {document.subject}"
    told.author = document.issuer
    told.comments = document.seal
    told.keywords = document.digest
    told.language = "vi-VN"
    told.created = told.modified = moment


def _head(file: File, document: Document) -> None:
    (left, right), (number, place) = _side_by_side(file, _HEAD, rows=2)
    if document.upper:
        _put(left, "\n".join(layout.in_lines(document.upper)), Style.UPPER)
    _put(left, "\n".join(layout.in_lines(document.issuer)), Style.ISSUER)
    _rule(left, _HEAD[0], 0.4)
    _put(right, document.nation, Style.NATION)
    _put(right, document.motto, Style.MOTTO)
    _rule(right, _HEAD[1], 0.66)
    _put(number, document.number_and_sign, Style.NUMBER)
    if document.is_draft:
        _put(number, layout.words()["draft"], Style.DRAFT)
    _put(place, document.place_and_day, Style.PLACE)


def _side_by_side(file: File, widths: tuple[int, int], rows: int = 1) -> list[tuple[_Cell, _Cell]]:
    """Blocks beside each other, without lines; what is put into them stands where the first line is."""
    table = file.add_table(rows=rows, cols=2)
    table.autofit = False
    table._tbl.tblPr.append(parse_xml(_NO_MARGINS))
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    blocks: list[tuple[_Cell, _Cell]] = []
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        left, right = row.cells
        left.width, right.width = map(Mm, widths)
        blocks.append((left, right))
    return blocks


def _put(cell: _Cell, words: str, style: Style) -> Paragraph:
    """A paragraph at the end of a cell; a new cell's empty one is used first."""
    first: Paragraph = cell.paragraphs[0]
    is_new = len(cell.paragraphs) == 1 and not first.text and first.style is not None and first.style.name == "Normal"
    paragraph: Paragraph = first if is_new else cell.add_paragraph()
    paragraph.style = style
    paragraph.add_run(words)
    return paragraph


def _rule(cell: _Cell, width: float, share: float) -> None:
    """A line beneath a block, in the middle, some share of it wide."""
    _ruled(cell.add_paragraph(style=Style.RULE), width, share)


def _ruled(paragraph: Paragraph, width: float, share: float) -> None:
    aside = Mm(width * (1 - share) / 2)
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = aside
    border = parse_xml(f'<w:pBdr {nsdecls("w")}><w:top w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>')
    paragraph._p.get_or_add_pPr().insert_element_before(
        border, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _title(file: File, document: Document) -> None:
    file.add_paragraph(document.title, style=Style.TITLE)
    file.add_paragraph(document.subject, style=Style.SUBJECT)
    _ruled(file.add_paragraph(style=Style.RULE), layout.UPRIGHT, 0.22)


def _text(file: File, document: Document) -> None:
    """The text; its end is on the page of the signature, which never stands alone."""
    last = file.add_paragraph(document.opening, style=Style.BODY)
    for part in layout.parts(document):
        file.add_paragraph(part.heading, style=f"Heading {part.rank}")
        for words in part.texts:
            last = file.add_paragraph(words, style=Style.BODY)
    last.paragraph_format.keep_with_next = True


def _foot(file: File, document: Document) -> None:
    apart = file.add_paragraph(style=Style.RULE).paragraph_format
    apart.space_before, apart.keep_with_next = Pt(_APART), True
    [(left, right)] = _side_by_side(file, (80, 80))
    _put(left, layout.words()["to"], Style.TO)
    for recipient in document.recipients:
        _put(left, f"- {recipient}", Style.RECIPIENT)
    _put(right, document.authority, Style.AUTHORITY)
    signer_title = _put(right, document.signer_title, Style.AUTHORITY)
    signer_title.paragraph_format.space_after = Pt(_SIGNING)
    _put(right, document.signer, Style.SIGNER)


def _appendix(file: File, document: Document, appendix: Appendix) -> None:
    """An appendix on pages of its own, numbered by themselves."""
    for place, table in enumerate(appendix.tables):
        _new_page(file, is_wide=table.is_wide)
        if place == 0:
            _head_of_appendix(file, document, appendix, is_wide=table.is_wide)
        if len(appendix.tables) > 1:
            file.add_paragraph(table.title, style="Heading 3")
        file.element.body.insert_element_before(numbers(table), "w:sectPr")
    if appendix.notes:
        file.add_paragraph(layout.words()["notes"], style=Style.TO)
        for number, note in enumerate(appendix.notes, 1):
            file.add_paragraph(f"({number}) {note}", style=Style.RECIPIENT)
    if appendix.charts:
        _new_page(file, is_wide=False)
        _head_of_appendix(file, document, appendix, is_wide=False)
        for chart in appendix.charts:
            _chart(file, chart)


def _head_of_appendix(file: File, document: Document, appendix: Appendix, *, is_wide: bool) -> None:
    _number_anew(file)
    file.add_paragraph(appendix.name, style=Style.APPENDIX)
    file.add_paragraph(appendix.title, style="Heading 3")
    file.add_paragraph(document.attached, style=Style.PLACE)
    width = layout.ACROSS if is_wide else layout.UPRIGHT
    _ruled(file.add_paragraph(style=Style.RULE), width, 0.22 * layout.UPRIGHT / width)


def _new_page(file: File, *, is_wide: bool) -> None:
    section = file.add_section(WD_SECTION.NEW_PAGE)
    section.different_first_page_header_footer = False
    for begun in section._sectPr.findall(qn("w:pgNumType")):
        section._sectPr.remove(begun)
    wide, high = (layout.PAGE[1], layout.PAGE[0]) if is_wide else layout.PAGE
    section.orientation = WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(wide), Mm(high)
    section.left_margin = section.right_margin = Mm(layout.RIGHT if is_wide else layout.LEFT)
    if not is_wide:
        section.right_margin = Mm(layout.RIGHT)


def _number_anew(file: File) -> None:
    """From here pages are numbered anew; the first bears no number."""
    section = file.sections[-1]
    section.different_first_page_header_footer = True
    begun = parse_xml(f'<w:pgNumType {nsdecls("w")} w:start="1"/>')
    section._sectPr.insert_element_before(begun, "w:cols", "w:titlePg", "w:docGrid")


def _chart(file: File, chart: Chart) -> None:
    head = file.add_paragraph(f"{chart.title} ({chart.unit})", style=Style.CHART)
    head.paragraph_format.keep_with_next = True
    holder = file.add_paragraph(style=Style.CHART)
    holder.alignment = ALIGN.CENTER
    picture = holder.add_run().add_picture(BytesIO(charts.as_png(chart)), width=Mm(min(_CHART, layout.UPRIGHT)))
    picture._inline.docPr.set("descr", chart.sentence)
