"""Files: the text of .txt, .docx and .pdf, or the reason why there is none."""

from decimal import Decimal
from io import BytesIO

import pytest
from docx import Document
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from congdoan.claims.rules import read
from congdoan.claims.rules.opening import Unreadable, opened

TEXT = "Năm 2024 kết nạp 2.318 đoàn viên."


def word_file(rows: list[list[str]] | None = None) -> bytes:
    document = Document()
    document.add_paragraph(TEXT)
    if rows:
        table = document.add_table(rows=len(rows), cols=len(rows[0]))
        for line, row in zip(table.rows, rows, strict=True):
            for cell, text in zip(line.cells, row, strict=True):
                cell.text = text
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


def pdf_file(text: str = "") -> bytes:
    """A page with a line of letters, or none: a scan."""
    writer = PdfWriter()
    page = writer.add_blank_page(600, 800)
    if text:
        font = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Font"),
                NameObject("/Subtype"): NameObject("/Type1"),
                NameObject("/BaseFont"): NameObject("/Helvetica"),
            }
        )
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
        )
        stream = DecodedStreamObject()
        stream.set_data(f"BT /F1 12 Tf 50 700 Td ({text}) Tj ET".encode("latin-1"))
        page[NameObject("/Contents")] = writer._add_object(stream)
    kept = BytesIO()
    writer.write(kept)
    return kept.getvalue()


def test_a_text_file_is_read_with_its_line_ends_made_one() -> None:
    assert opened("a.txt", f"{TEXT}\r\n{TEXT}\r".encode()).text == f"{TEXT}\n{TEXT}\n"


def test_a_word_file_is_read_with_its_tables() -> None:
    found = opened("a.docx", word_file([["TT", "Nội dung", "ĐVT", "Số lượng"], ["1", "Thăm hỏi", "người", "46"]]))
    assert found.text == f"{TEXT}\nTT | Nội dung | ĐVT | Số lượng\n1 | Thăm hỏi | người | 46"
    assert [(claim.low, claim.measure, claim.subject) for claim in read(found.text)][1:] == [
        (Decimal(46), "người", "Thăm hỏi")
    ]


def test_a_file_is_known_by_its_content_not_its_name() -> None:
    assert opened("a.txt", word_file()).text == TEXT


def test_a_pdf_is_read() -> None:
    assert "The union has 57 units" in opened("a.pdf", pdf_file("The union has 57 units in the province")).text


def test_an_old_encoding_is_told() -> None:
    found = opened("a.txt", "N¨m 2024 kÕt n¹p 2.318 ®oµn viªn.".encode("latin-1"))
    assert found.text == TEXT
    assert found.notes == ("Văn bản viết bằng TCVN3, đã chuyển sang Unicode.",)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.txt", b"", "File a.txt trống."),
        ("a.txt", " \n\ufeff\n".encode(), "File a.txt trống."),
        ("a.txt", bytes(range(256)) * 4, "không phải văn bản. Đọc được các loại: .txt, .docx, .pdf."),
        ("a.docx", b"hello", "mang tên .docx nhưng không phải Word"),
        ("a.pdf", b"hello", "mang tên .pdf nhưng không phải PDF"),
        ("a.docx", b"PK\x03\x04rubbish", "không phải Word, hoặc đã hỏng"),
        ("a.pdf", b"%PDF-1.7 rubbish", "là PDF đã hỏng"),
        ("a.doc", b"\xd0\xcf\x11\xe0rest", "là Word bản cũ"),
        ("a.pdf", pdf_file(), "là bản quét"),
    ],
    ids=["empty", "blank", "rubbish", "no word", "no pdf", "broken word", "broken pdf", "old word", "scan"],
)
def test_a_file_without_a_text_is_refused_with_the_reason(name: str, content: bytes, sentence: str) -> None:
    with pytest.raises(Unreadable, match=sentence.replace(".", r"\.")):
        opened(name, content)
