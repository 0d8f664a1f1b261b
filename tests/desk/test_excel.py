"""Tables as Excel files: what is in their cells stays what it is, and nothing in them is reckoned."""

from datetime import date
from io import BytesIO
from zipfile import ZipFile

from tests.desk.files import sheet

from congdoan.desk.excel import Book, Percent, written
from congdoan.desk.numbers import Told

DAY = date(2024, 4, 2)
ABOUT = Book("Số", ["Đơn vị"], ["Ngày", "Phần", "Số", "Việc"], [[DAY, Percent(97), Told.exactly(2247), "Kết nạp"]])


def test_days_shares_and_numbers_can_be_reckoned_with() -> None:
    assert ["45384", "0.97", "2247", "Kết nạp"] in sheet(written(ABOUT))


def test_no_words_are_taken_for_a_formula() -> None:
    words = '=HYPERLINK("http://a.example")'
    told = written(Book(words, [words], [words], [[words]]))
    with ZipFile(BytesIO(told)) as parts:
        assert "<f>" not in parts.read("xl/worksheets/sheet1.xml").decode()
    assert sheet(told).count([words]) == 4
