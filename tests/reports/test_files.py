"""Documents as files: the layout that union documents must have, read back from the file itself."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import fromstring
from zipfile import ZipFile

import docx
import pytest
from docx.document import Document as File
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from pypdf import PdfReader
from tests.reports.conftest import explained, opened
from tests.reports.test_documents import written
from tests.world import World, the_day

from congdoan.catalogue.rules import Column
from congdoan.reports.actions import submit_sheet
from congdoan.reports.models import document
from congdoan.reports.rules import Cell, Chart, Document, DocumentLine, DocumentSection
from congdoan.reports.rules.document import DocumentParagraph
from congdoan.reports.rules.drawing import Format, drawn
from congdoan.reports.rules.drawing.layout import appendices, in_lines, parts, tables
from congdoan.reports.rules.drawing.styles import Style


@pytest.fixture
def sent(world: World) -> Document:
    """What a workplace has sent."""
    sheet = explained(world, written(world))
    with the_day(date(2024, 6, 7)):
        submit_sheet(world.officer, sheet=sheet)
    sheet.refresh_from_db()
    return document(sheet)


@pytest.fixture
def draft(world: World) -> Document:
    return document(written(world))


def yearly(count: int) -> Document:
    """A document of many years, as the review of a directive has them."""
    heads = ("Kỳ này", *(str(2008 + n) for n in range(count)))
    people = DocumentLine(
        "I.1", "Đoàn viên kết nạp", "người", (Cell("10", 10 * count), *[Cell("10", 10) for _n in range(count)])
    )
    money = DocumentLine(
        "I.2", "Số tiền", "đồng", (Cell("chưa rõ"), *[Cell("≥\u00a01.500.000.000") for _n in range(count)])
    )
    return Document(
        upper="TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM",
        issuer="LIÊN ĐOÀN LAO ĐỘNG TỈNH LÀO CAI",
        nation="CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        motto="Độc lập - Tự do - Hạnh phúc",
        number_and_sign="Số: …/BC-LĐLĐ",
        place="Lào Cai",
        day=None,
        title="BÁO CÁO",
        subject="Kết quả thực hiện nghị quyết",
        opening="Liên đoàn Lao động tỉnh Lào Cai báo cáo.",
        heads=heads,
        columns=(Column.THIS, *[Column.YEARS] * count),
        sections=(DocumentSection("I. Đoàn viên", (people, money)),),
        charts=(Chart("Đoàn viên kết nạp", "người", heads[1:], (10.0,) * count, ("10",) * count),),
        results=(),
        assessment=(),
        tasks=(),
        proposals=(),
        footnotes=(),
        recipients=("Lưu: VT.",),
        authority="TM. BAN THƯỜNG VỤ",
        signer_title="CHỦ TỊCH",
        signer="",
        is_draft=True,
    )


def word(told: Document) -> File:
    return docx.Document(BytesIO(drawn(told, Format.WORD)))


def texts(file: File) -> Iterator[tuple[str, str]]:
    """Every paragraph's style and words, those in the blocks at the head and foot too."""
    for element in file.element.body.iter(qn("w:p")):
        style = element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        name = style.get(qn("w:val")) if style is not None else ""
        found = next((each.name for each in file.styles if each.style_id == name), "")
        yield found or "", "".join(run.text or "" for run in element.iter(qn("w:t")))


def styled(file: File, style: str) -> list[str]:
    return [words for name, words in texts(file) if name == style]


# --- Word ------------------------------------------------------------------------------------------------------------


def test_the_page_is_a4_with_the_margins_of_the_decree(sent: Document) -> None:
    page = word(sent).sections[0]
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)  # type: ignore[union-attr]
    assert 20 <= round(page.top_margin.mm) <= 25  # type: ignore[union-attr]
    assert 20 <= round(page.bottom_margin.mm) <= 25  # type: ignore[union-attr]
    assert 30 <= round(page.left_margin.mm) <= 35  # type: ignore[union-attr]
    assert 15 <= round(page.right_margin.mm) <= 20  # type: ignore[union-attr]


SIZES = {
    Style.UPPER: (12, 13, False, False),
    Style.ISSUER: (12, 13, True, False),
    Style.NATION: (12, 13, True, False),
    Style.MOTTO: (13, 14, True, False),
    Style.NUMBER: (13, 13, False, False),
    Style.PLACE: (13, 14, False, True),
    Style.TITLE: (13, 14, True, False),
    Style.SUBJECT: (13, 14, True, False),
    Style.BODY: (13, 14, False, False),
    Style.TO: (12, 12, True, True),
    Style.RECIPIENT: (11, 11, False, False),
    Style.AUTHORITY: (13, 14, True, False),
    Style.SIGNER: (13, 14, True, False),
}
"""Least and most points, bold, italic (NĐ 30/2020/NĐ-CP, Phụ lục I)."""


def test_each_block_has_its_size_and_weight(sent: Document) -> None:
    file = word(sent)
    for style, (least, most, bold, italic) in SIZES.items():
        font = file.styles[style].font
        assert least <= font.size.pt <= most, style
        assert (font.bold, font.italic) == (bold, italic), style
        assert styled(file, style), style


def test_all_type_is_times_new_roman_and_vietnamese(sent: Document) -> None:
    normal = word(sent).styles["Normal"].element
    fonts = normal.find(f".//{qn('w:rFonts')}")
    assert {fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "eastAsia", "cs")} == {"Times New Roman"}
    assert normal.find(f".//{qn('w:lang')}").get(qn("w:val")) == "vi-VN"


def test_the_blocks_say_who_reports_where_and_when(sent: Document) -> None:
    file = word(sent)
    assert styled(file, Style.UPPER) == ["CÔNG ĐOÀN INDUSTRY"]
    assert styled(file, Style.ISSUER) == ["CÔNG ĐOÀN MILL"]
    assert styled(file, Style.NATION) == ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]
    assert styled(file, Style.MOTTO) == ["Độc lập - Tự do - Hạnh phúc"]
    assert styled(file, Style.NUMBER) == ["Số: 07/BC-CĐCS"]
    assert "Lào Cai, ngày 07 tháng 6 năm 2024" in styled(file, Style.PLACE)
    assert styled(file, Style.AUTHORITY) == ["TM. BAN CHẤP HÀNH", "CHỦ TỊCH"]
    assert styled(file, Style.SIGNER) == ["Lý A Sáng"]
    assert "- Lưu: VT." in styled(file, Style.RECIPIENT)
    assert len(list(file.element.body.iter(qn("w:pBdr")))) == 4


def test_the_text_is_under_real_headings_and_ends_as_union_documents_end(sent: Document) -> None:
    file = word(sent)
    assert [head.split(". ")[0] for head in styled(file, "Heading 1")] == ["I", "II", "III", "IV"]
    body = styled(file, Style.BODY)
    assert body[-1].endswith("./.")
    assert not any(words.endswith("./.") for words in body[:-1])


def test_the_signature_never_stands_on_a_page_without_the_end_of_the_text(sent: Document) -> None:
    for count in range(14, 26):
        texts_told = (*[f"Việc thứ {place} của kỳ sau." for place in range(count)], "Việc sau cùng " * 30)
        told = replace(sent, results=(), assessment=(), proposals=(), tasks=(DocumentParagraph("Việc", texts_told),))
        pages = [page.extract_text() for page in PdfReader(BytesIO(drawn(told, Format.PDF))).pages]
        signed = next(page for page in pages if sent.authority in page)
        assert "sau cùng./." in " ".join(signed.split()), count
        written = word(told).paragraphs
        last = max(place for place, each in enumerate(written) if each.style and each.style.name == Style.BODY)
        assert written[last].text.endswith("./.")
        assert [each.paragraph_format.keep_with_next for each in written[last : last + 2]] == [True, True]


def test_for_the_sake_of_the_signature_no_page_is_left_half_empty(sent: Document) -> None:
    many = 0
    for count in (16, 20, 24, 60):
        told = replace(sent, results=(), assessment=(), proposals=(), footnotes=(), sections=(), charts=())
        texts_told = (*["Việc của kỳ sau."] * 14, "Vận động thêm đoàn viên ở các doanh nghiệp mới. " * count)
        told = replace(told, tasks=(DocumentParagraph("Việc", texts_told),))
        pages = [page.extract_text().splitlines() for page in PdfReader(BytesIO(drawn(told, Format.PDF))).pages]
        signed = next(place for place, page in enumerate(pages) if sent.authority in " ".join(page))
        lines = pages[signed]
        assert next(place for place, line in enumerate(lines) if "Nơi nhận" in line) > 2, count
        if signed:
            many += 1
            assert len(pages[signed - 1]) > 30, count
    assert many


def test_pages_are_numbered_from_the_second_at_the_top(sent: Document) -> None:
    first, *others = word(yearly(17)).sections
    assert first.different_first_page_header_footer
    assert not first.first_page_header.paragraphs[0].text
    head = first.header.paragraphs[0]
    assert head.style is not None
    assert head.style.name == Style.PAGE_NUMBER
    assert "PAGE" in "".join(element.text or "" for element in head._p.iter(qn("w:instrText")))
    assert all(section.header.is_linked_to_previous for section in others)
    assert [section.different_first_page_header_footer for section in others] == [True, True, False, True]
    begun = [section._sectPr.find(qn("w:pgNumType")) for section in (first, *others)]
    assert [each is not None and each.get(qn("w:start")) for each in begun] == [False, "1", "1", False, "1"]


def test_an_appendix_has_its_name_in_capitals_and_the_text_refers_to_it(sent: Document) -> None:
    file = word(sent)
    assert styled(file, Style.APPENDIX) == ["Phụ lục"]
    assert styled(file, "Heading 3") == ["SỐ LIỆU TRONG KỲ"]
    assert "(số liệu tại Phụ lục kèm theo)" in styled(file, Style.BODY)[0]


def test_several_appendices_are_numbered_each_with_its_head_and_the_text_refers_to_all(world: World) -> None:
    told = document(opened(world, world.north, period="2010..2024-05", form="review"))
    assert told.opening.endswith("tại các Phụ lục kèm theo./.")
    file = word(told)
    assert styled(file, Style.APPENDIX) == ["Phụ lục I", "Phụ lục II"]
    heads = ["SỐ LIỆU TRONG KỲ", "SỐ LIỆU TỪNG NĂM, 2010 ĐẾN 5T/2024"]
    assert [words for words in styled(file, "Heading 3") if words == words.upper()] == heads
    assert styled(file, Style.PLACE).count(told.attached) == 2
    whole = " ".join(
        " ".join(page.extract_text().split()) for page in PdfReader(BytesIO(drawn(told, Format.PDF))).pages
    )
    assert whole.count(told.attached) == 2
    assert all(f"Phụ lục {place} {head}" in whole for place, head in zip(("I", "II"), heads, strict=True))


def test_the_notes_stand_with_the_numbers_of_the_period_alone() -> None:
    noted = yearly(17)
    lines = tuple(replace(line, footnotes=(1,)) for line in noted.sections[0].lines)
    told = replace(noted, sections=(replace(noted.sections[0], lines=lines),), footnotes=("Số kê khai.",))
    first, *others = appendices(told)
    assert (first.notes, [each.notes for each in others]) == (("Số kê khai.",), [(), ()])
    marks = [{row.footnotes for row in table.rows if not row.is_heading} for table in tables(told)]
    assert marks == [{(1,)}, {()}, {()}]


@pytest.mark.parametrize("ended", ["Hết năm", "Hết năm.", "Hết năm./.", "Hết năm ;", "Hết năm . / ."])
def test_the_text_ends_as_union_documents_end_however_its_writer_ended_it(ended: str) -> None:
    told = replace(yearly(2), tasks=(DocumentParagraph("Nhiệm vụ", ("Đầu năm.", ended)),))
    assert parts(told)[-1].texts == ("Đầu năm.", "Hết năm./.")


def test_where_nothing_was_written_the_first_sentence_is_the_last(world: World) -> None:
    sheet = opened(world, world.mill)
    sheet.parts.update(text="")
    assert document(sheet).opening.endswith("đến ngày 31/05/2024 tại Phụ lục kèm theo./.")


def test_the_numbers_stand_in_a_real_table_whose_head_is_repeated(sent: Document) -> None:
    file = word(sent)
    table = file.tables[-1]
    rows = table._tbl.tr_lst
    assert rows[0].find(f".//{qn('w:tblHeader')}") is not None
    assert [cell.text for cell in table.rows[0].cells][:4] == ["TT", "Chỉ tiêu", "Đơn vị tính", "Kỳ này"]
    told = {tuple(cell.text.replace("\u00a0", " ") for cell in row.cells)[1:7] for row in table.rows[1:]}
    admitted = next(row for row in told if row[0].startswith("Đoàn viên kết nạp"))
    assert admitted[1:] == ("người", "25", "0", "10", "248 %")
    assert all(row.find(f".//{qn('w:cantSplit')}") is not None for row in rows)


def test_many_years_lie_across_the_page_a_few_at_a_time_with_a_chart(sent: Document) -> None:
    told = yearly(17)
    file = word(told)
    assert [len(table.heads) for table in tables(told)] == [1, 9, 8]
    wide = [section for section in file.sections if section.orientation == WD_ORIENT.LANDSCAPE]
    assert len(wide) == 2
    assert "≥\u00a01.500" in [cell.text for cell in file.tables[-1].rows[3].cells]
    picture = next(file.element.body.iter(qn("wp:docPr")))
    assert picture.get("descr").startswith("Đoàn viên kết nạp (người). 2008: 10;")


def test_only_a_draft_says_that_it_is_one(draft: Document, sent: Document) -> None:
    assert styled(word(draft), Style.DRAFT) == ["DỰ THẢO"]
    assert styled(word(sent), Style.DRAFT) == []
    assert sent.digest in styled(word(sent), Style.SEAL)[0]


def test_words_that_no_file_may_hold_are_left_out(sent: Document) -> None:
    told = replace(sent, signer="Lý A\x0b\x00 Sáng <&>")
    assert styled(word(told), Style.SIGNER) == ["Lý A Sáng <&>"]
    assert "Lý A Sáng <&>" in PdfReader(BytesIO(drawn(told, Format.PDF))).pages[0].extract_text()
    assert drawn(told, Format.EXCEL)


# --- PDF -------------------------------------------------------------------------------------------------------------


def test_the_pdf_is_tagged_in_vietnamese_with_its_type_embedded(sent: Document) -> None:
    reader = PdfReader(BytesIO(drawn(sent, Format.PDF)))
    root: Any = reader.root_object
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]).startswith("vi")
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
    for page in reader.pages:
        resources: Any = page["/Resources"]
        for font in resources["/Font"].values():
            below = font.get_object()["/DescendantFonts"][0].get_object()
            described = below["/FontDescriptor"].get_object()
            assert "Termes" in str(described["/FontName"])
            assert "/FontFile3" in described


@pytest.mark.parametrize("foreign", ["😀", "🇻🇳", "华为", "Ａ", "ខ្មែរ", "ꙮ ⠿ 😀 ກ"])
def test_a_sign_that_no_font_has_leaves_a_box_and_the_rest_of_the_pdf_stands(sent: Document, foreign: str) -> None:
    told = replace(sent, signer=f"Lý A Sáng {foreign}", issuer=f"CÔNG ĐOÀN MILL {foreign}")
    whole = PdfReader(BytesIO(drawn(told, Format.PDF))).pages[0].extract_text()
    assert "Lý A Sáng □" in whole
    assert "CÔNG ĐOÀN MILL" in whole
    assert f"Lý A Sáng {foreign}" in styled(word(told), Style.SIGNER)


def test_the_pdf_says_what_the_word_file_says(sent: Document) -> None:
    reader = PdfReader(BytesIO(drawn(sent, Format.PDF)))
    first = " ".join(reader.pages[0].extract_text().split())
    for words in ("CÔNG ĐOÀN MILL", "Số: 07/BC-CĐCS", "Lào Cai, ngày 07 tháng 6 năm 2024", "BÁO CÁO"):
        assert words in first
    whole = " ".join(" ".join(page.extract_text().split()) for page in reader.pages)
    assert sent.digest in whole
    assert "DỰ THẢO" not in whole
    assert [round(float(side) / 72 * 25.4) for side in reader.pages[0].mediabox[2:]] == [210, 297]
    long = PdfReader(BytesIO(drawn(replace(sent, opening=" ".join([sent.opening] * 40)), Format.PDF)))
    assert long.pages[1].extract_text().split()[0] == "2"


def test_each_appendix_of_a_pdf_is_numbered_by_itself_from_a_first_page_without_a_number() -> None:
    pages = [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(drawn(yearly(17), Format.PDF))).pages]
    start = next(place for place, words in enumerate(pages) if "SỐ LIỆU TRONG KỲ" in words)
    tops = [words.removeprefix("DỰ THẢO ").split()[:3] for words in pages[start:]]
    assert [top if top[0] == "Phụ" else top[0] for top in tops] == [
        ["Phụ", "lục", "I"],
        ["Phụ", "lục", "II"],
        "2",
        ["Phụ", "lục", "III"],
    ]


@pytest.mark.parametrize("lines", range(18, 26))
@pytest.mark.parametrize("in_last", [1, 2, 3, 4, 5])
def test_no_row_stands_alone_on_the_last_page_of_a_table(lines: int, in_last: int) -> None:
    people = yearly(9).sections[0].lines[0]
    all_lines = [replace(people, number=f"I.{n}", label=f"Dòng thứ {n}.") for n in range(1, lines + 1)]
    first, last = tuple(all_lines[:-in_last]), tuple(all_lines[-in_last:])
    sections = (DocumentSection("I. Trước", first), DocumentSection("II. Sau", last))
    told = replace(yearly(9), sections=sections, charts=())
    pages = [page.extract_text() for page in PdfReader(BytesIO(drawn(told, Format.PDF))).pages]
    of_years = [page for page in pages if "2016" in page]
    on_last = of_years[-1].count("Dòng thứ")
    assert on_last > 1
    headed = next(page for page in of_years if "II. Sau" in page)
    assert f"Dòng thứ {lines - in_last + 1}." in headed


def test_the_last_rows_of_a_table_stay_together_in_word() -> None:
    people = yearly(9).sections[0].lines[0]
    lines = tuple(replace(people, label=f"Dòng thứ {n}.") for n in range(1, 9))
    table = word(replace(yearly(9), sections=(DocumentSection("I. Đoàn viên", lines),), charts=())).tables[-1]
    staying = [all(cell.paragraphs[0].paragraph_format.keep_with_next for cell in row.cells) for row in table.rows]
    assert staying[-4:] == [False, True, True, False]


def test_what_a_document_is_known_by_stands_on_its_last_page_not_on_one_of_its_own(sent: Document) -> None:
    assert tables(sent)[0].is_wide
    last = " ".join(PdfReader(BytesIO(drawn(sent, Format.PDF))).pages[-1].extract_text().split())
    assert sent.digest in last
    assert "Số cuộc đối thoại" in last


def test_the_same_sheet_is_the_same_pdf_to_the_byte(sent: Document) -> None:
    assert drawn(sent, Format.PDF) == drawn(sent, Format.PDF)


def test_a_draft_is_marked_across_the_page(draft: Document) -> None:
    assert "DỰ THẢO" in PdfReader(BytesIO(drawn(draft, Format.PDF))).pages[1].extract_text()


# --- Excel -----------------------------------------------------------------------------------------------------------


def formulas(told: Document) -> dict[str, str]:
    """Every formula of the file by its cell."""
    with ZipFile(BytesIO(drawn(told, Format.EXCEL))) as file:
        sheet = fromstring(file.read("xl/worksheets/sheet1.xml"))
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    cells = ((cell.get("r") or "", cell.find(f"{space}f")) for cell in sheet.iter(f"{space}c"))
    return {place: formula.text or "" for place, formula in cells if formula is not None}


def test_the_years_add_up_by_formula() -> None:
    assert "SUM(E11:U11)" in formulas(yearly(17)).values()


def test_the_percent_of_plan_and_the_change_are_reckoned_in_the_table(world: World) -> None:
    world.plan(world.mill, "2024", 10)
    world.admit(world.mill, date(2024, 2, 1), 25)
    told = document(opened(world, world.mill))
    found = formulas(told)
    row = next(
        place
        for place, line in enumerate([None, *told.sections[0].lines], 10)
        if line and line.label == "Đoàn viên kết nạp"
    )
    assert found[f"G{row}"] == f"D{row}/F{row}*100"
    assert f"D{row}-E{row}" in found.values()


def test_the_change_of_a_percent_keeps_its_decimal() -> None:
    rate = DocumentLine("I.1", "Tỷ lệ lao động nữ", "%", (Cell("41,8", 41.8), Cell("41,7", 41.7)))
    columns = (Column.THIS, Column.BEFORE)
    told = replace(yearly(2), heads=("a", "b"), columns=columns, sections=(DocumentSection("I", (rate,)),))
    with ZipFile(BytesIO(drawn(told, Format.EXCEL))) as file:
        sheet = fromstring(file.read("xl/worksheets/sheet1.xml"))
    drawn_as = {cell.get("r"): cell.get("s") for cell in sheet.iter() if cell.get("r")}
    assert drawn_as["F11"] == drawn_as["D11"]


def test_a_percent_that_the_unit_states_is_left_as_stated(sent: Document) -> None:
    assert not [each for each in formulas(sent).values() if "TRUNC" in each or each.endswith("/F11*100")]


def test_years_too_many_for_a_page_are_printed_apart_without_the_head_and_the_table_is_titled_on_both() -> None:
    with ZipFile(BytesIO(drawn(yearly(17), Format.EXCEL))) as file:
        book, page = file.read("xl/workbook.xml").decode(), fromstring(file.read("xl/worksheets/sheet1.xml"))
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    setup = page.find(f"{space}pageSetup")
    assert setup is not None
    assert (setup.get("paperSize"), setup.get("orientation"), setup.get("fitToHeight")) == ("9", "landscape", "0")
    assert "'Số liệu'!$A$1:$M$" in book
    assert ",'Số liệu'!$N$9:$V$12<" in book
    assert "'Số liệu'!$A:$C,'Số liệu'!$9:$9" in book


# --- Widths and names ------------------------------------------------------------------------------------------------


def test_numbers_have_the_room_they_need_and_names_the_rest(sent: Document) -> None:
    for told in (sent, yearly(17)):
        for table in tables(told):
            page = 257 if table.is_wide else 160
            widths = table.widths()
            assert sum(widths) == pytest.approx(page, abs=0.5)
            assert widths[1] >= 58
            assert 16 <= widths[2] <= 22.5
            assert len(widths) == 3 + len(table.heads)


def test_few_columns_of_large_amounts_lie_across_the_page_and_break_no_number() -> None:
    columns = (Column.THIS, Column.BEFORE, Column.SINCE_YEAR, Column.BACKED)
    cells = (*[Cell("485.270.000", 485_270_000)] * 3, Cell("100\u00a0%", 1.0))
    money = DocumentLine("III.2", "Số tiền thăm hỏi, trợ cấp", "lượt người", cells)
    heads = ("Kỳ này", "Cùng kỳ", "Từ đầu năm", "Có hồ sơ")
    told = replace(yearly(2), heads=heads, columns=columns, sections=(DocumentSection("III", (money,)),), charts=())
    [table] = tables(told)
    digit = 0.5 * table.size * 0.3528
    assert all(width > 10 * digit for width in table.widths()[3:6]), "nine digits and two points"
    page = word(told).sections[-1]
    assert page.orientation == WD_ORIENT.LANDSCAPE
    few = replace(money, cells=(Cell("24.628", 24_628),) * 4)
    assert not tables(replace(told, sections=(DocumentSection("III", (few,)),)))[0].is_wide


def test_the_rule_beneath_the_head_of_an_appendix_is_as_long_across_the_page(sent: Document) -> None:
    assert tables(sent)[0].is_wide
    file = word(sent)
    wide = next(each for each in file.sections if each.orientation == WD_ORIENT.LANDSCAPE)
    text = wide.page_width.mm - wide.left_margin.mm - wide.right_margin.mm  # type: ignore[union-attr]
    written = file.paragraphs
    place = next(place for place, each in enumerate(written) if each.text == sent.attached)
    layout_of = written[place + 1].paragraph_format
    rule = text - layout_of.left_indent.mm - layout_of.right_indent.mm
    assert rule == pytest.approx(0.22 * 160, abs=1)


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("CÔNG ĐOÀN NGÀNH CÔNG THƯƠNG TỈNH LÀO CAI", ["CÔNG ĐOÀN", "NGÀNH CÔNG THƯƠNG", "TỈNH LÀO CAI"]),
        ("LIÊN ĐOÀN LAO ĐỘNG TỈNH LÀO CAI", ["LIÊN ĐOÀN LAO ĐỘNG", "TỈNH LÀO CAI"]),
        ("TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM", ["TỔNG LIÊN ĐOÀN LAO ĐỘNG", "VIỆT NAM"]),
        ("CÔNG ĐOÀN XÃ BẢN LẦU", ["CÔNG ĐOÀN XÃ BẢN LẦU"]),
    ],
)
def test_a_long_name_at_the_head_is_cut_where_its_sense_is(name: str, lines: list[str]) -> None:
    assert in_lines(name) == lines


def test_the_appendix_says_to_which_report_it_belongs(sent: Document) -> None:
    said = "(Kèm theo Báo cáo số 07/BC-CĐCS ngày 07 tháng 6 năm 2024 của Công đoàn mill)"
    assert said in styled(word(sent), Style.PLACE)
    whole = " ".join(
        " ".join(page.extract_text().split()) for page in PdfReader(BytesIO(drawn(sent, Format.PDF))).pages
    )
    assert said in whole
