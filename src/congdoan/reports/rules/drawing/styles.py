"""The styles of a report in Word, each named after the block that it is for, as a Vietnamese official reads them."""

from dataclasses import dataclass
from enum import StrEnum

from docx.document import Document as File
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from congdoan.reports.rules.drawing import layout


class Style(StrEnum):
    """The names under which Word lists them: words of the file, not of the page, and so not translated."""

    UPPER = "Cơ quan chủ quản"
    ISSUER = "Cơ quan ban hành"
    NATION = "Quốc hiệu"
    MOTTO = "Tiêu ngữ"
    NUMBER = "Số, ký hiệu"
    PLACE = "Địa danh, ngày tháng"
    DRAFT = "Dự thảo"
    RULE = "Đường kẻ"
    TITLE = "Tên loại"
    SUBJECT = "Trích yếu"
    BODY = "Nội dung"
    TO = "Nơi nhận"
    RECIPIENT = "Tên nơi nhận"
    AUTHORITY = "Quyền hạn, chức vụ"
    SIGNER = "Họ tên người ký"
    APPENDIX = "Phụ lục"
    CELL = "Ô bảng"
    SMALL_CELL = "Ô bảng nhỏ"
    CHART = "Biểu đồ"
    PAGE_NUMBER = "Số trang"
    SEAL = "Mã kiểm tra"


@dataclass(frozen=True)
class Look:
    """How a style looks; points, and millimetres for the indent."""

    size: float
    align: ALIGN = ALIGN.CENTER
    bold: bool = False
    italic: bool = False
    before: float = 0
    after: float = 0
    indent: float = 0


LOOKS = {
    Style.UPPER: Look(12),
    Style.ISSUER: Look(12, bold=True),
    Style.NATION: Look(12, bold=True),
    Style.MOTTO: Look(13, bold=True),
    Style.NUMBER: Look(13, before=4),
    Style.PLACE: Look(13, italic=True, before=4),
    Style.DRAFT: Look(12, bold=True, before=4),
    Style.RULE: Look(2, before=4),
    Style.TITLE: Look(14, bold=True, before=18),
    Style.SUBJECT: Look(14, bold=True),
    Style.BODY: Look(layout.BODY, ALIGN.JUSTIFY, before=layout.GAP, indent=layout.INDENT),
    Style.TO: Look(12, ALIGN.LEFT, bold=True, italic=True),
    Style.RECIPIENT: Look(layout.NOTE, ALIGN.LEFT),
    Style.AUTHORITY: Look(14, bold=True),
    Style.SIGNER: Look(14, bold=True),
    Style.APPENDIX: Look(14, bold=True),
    Style.CELL: Look(layout.TABLE, ALIGN.LEFT),
    Style.SMALL_CELL: Look(layout.SMALL_TABLE, ALIGN.LEFT),
    Style.CHART: Look(12, bold=True, before=8),
    Style.PAGE_NUMBER: Look(13),
    Style.SEAL: Look(9, ALIGN.LEFT, before=12),
}
HEADINGS = {
    "Heading 1": Look(layout.BODY, ALIGN.LEFT, bold=True, before=layout.GAP * 2, indent=layout.INDENT),
    "Heading 2": Look(layout.BODY, ALIGN.LEFT, bold=True, before=layout.GAP, indent=layout.INDENT),
    "Heading 3": Look(13, ALIGN.CENTER, bold=True, before=layout.GAP, after=layout.GAP),
}


def lay_styles(file: File) -> None:
    """Lay the document's styles: all in its one type, in Vietnamese, in black."""
    normal = file.styles["Normal"]
    assert isinstance(normal, ParagraphStyle)
    _type(normal)
    normal.font.size = Pt(layout.BODY)
    normal.paragraph_format.space_after = Pt(0)
    for name, look in LOOKS.items():
        style = file.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        assert isinstance(style, ParagraphStyle)
        style.base_style, style.quick_style = normal, True
        _lay(style, look)
    for title, look in HEADINGS.items():
        heading = file.styles[title]
        assert isinstance(heading, ParagraphStyle)
        _type(heading)
        _lay(heading, look)
        heading.paragraph_format.keep_with_next = True


def _lay(style: ParagraphStyle, look: Look) -> None:
    font, layout_of = style.font, style.paragraph_format
    font.size, font.bold, font.italic = Pt(look.size), look.bold, look.italic
    font.color.rgb = RGBColor(0, 0, 0)
    layout_of.alignment = look.align
    layout_of.space_before, layout_of.space_after = Pt(look.before), Pt(look.after)
    layout_of.line_spacing = 1.0
    layout_of.first_line_indent = Mm(look.indent) if look.indent else None


def _type(style: ParagraphStyle) -> None:
    style.font.name = layout.FONT
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        if "Theme" in name or "theme" in name:
            del fonts.attrib[name]
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), layout.FONT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    for held in style.element.rPr.findall(qn("w:lang")):
        style.element.rPr.remove(held)
    style.element.rPr.append(language)
