"""Workbooks as people send them: days in every spelling, headings in any order, files that are no workbook at all."""

import random
import zipfile
from datetime import date
from io import BytesIO

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as some
from tests.records.workbooks import CSV, DIN, HEAD, LOCKED, PAO, TCVN3, windows_1258, with_part, with_sheet, workbook

from congdoan.records.imports.rules import (
    COLUMNS,
    KINDS,
    PEOPLE,
    Cell,
    Choices,
    Line,
    Person,
    Refused,
    Wrong,
    alike_people,
    grouped,
    open_file,
    read_born,
    read_rows,
    read_whole,
    recognise,
    same_people,
)
from congdoan.records.imports.rules import opening as opening_rules

TODAY = date(2025, 1, 31)


def people(data: bytes, choices: Choices | None = None) -> list[Line[Person]]:
    page = open_file("danh sach.xlsx", data)
    return list(read_rows(page.rows, recognise(page.rows, COLUMNS), PEOPLE, choices or Choices(), TODAY))


def test_cells_that_nobody_keeps_are_let_go_once_they_are_read() -> None:
    page = open_file("danh sach.xlsx", workbook(HEAD, PAO, DIN))
    heading = recognise(page.rows, COLUMNS)
    kept = list(read_rows(page.rows, heading, PEOPLE, Choices(), TODAY))
    assert all(page.rows[line.row - 1] for line in kept)
    assert list(read_rows(page.rows, heading, PEOPLE, Choices(), TODAY, keep=False)) == kept
    assert not any(page.rows[line.row - 1] for line in kept)


def refusal(data: bytes, name: str = "danh sach.xlsx") -> str:
    with pytest.raises(Refused) as refused:
        recognise(open_file(name, data).rows, COLUMNS)
    return str(refused.value)


# --- Days ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        "05/03/1988",
        "5/3/1988",
        "5.3.1988",
        "05-03-1988",
        "5 / 3 / 1988",
        "1988-03-05",
        "1988/3/5",
        "05031988",
        "ngày 5 tháng 3 năm 1988",
        "5 tháng 3, năm 1988",
        "05/03/1988 00:00:00",
        "1988-03-05T00:00:00",
        32207,
        32207.0,
        "32207",
        date(1988, 3, 5),
    ],
)
def test_a_day_is_read_however_it_is_written(written: Cell) -> None:
    found = read_born(written, TODAY)
    assert (found.day, found.year_only) == (date(1988, 3, 5), False)


@pytest.mark.parametrize("written", ["1988", 1988, 1988.0, "năm 1988", " 1988 "])
def test_a_year_alone_is_its_first_day(written: Cell) -> None:
    found = read_born(written, TODAY)
    assert (found.day, found.year_only) == (date(1988, 1, 1), True)


@pytest.mark.parametrize(
    ("written", "kind", "mend"),
    [
        ("5.3.88", "short_year", "05/03/1988"),
        ("05/03/05", "short_year", "05/03/2005"),
        ("5-3-12", "short_year", "05/03/1912"),
        ("3/25/1988", "turned", "25/03/1988"),
        ("31/06/1988", "no_such_day", "30/06/1988"),
        ("29/02/1989", "no_such_day", "28/02/1989"),
        ("3/1988", "month_only", "1988"),
        ("hôm qua", "unreadable_day", ""),
        ("45/45/1988", "unreadable_day", ""),
        (12, "unreadable_day", ""),
        ("0/0/0", "unreadable_day", ""),
        ("#N/A", "formula", ""),
    ],
)
def test_a_day_that_could_be_another_is_asked_about_with_a_guess(written: Cell, kind: str, mend: str) -> None:
    with pytest.raises(Wrong) as wrong:
        read_born(written, TODAY)
    assert (wrong.value.kind, wrong.value.mend) == (kind, mend)


@given(some.dates(date(1930, 1, 1), date(2009, 12, 31)), some.sampled_from(["%d/%m/%Y", "%-d.%-m.%Y", "%Y-%m-%d"]))
def test_a_day_written_in_full_comes_back_as_it_was(day: date, pattern: str) -> None:
    assert read_born(day.strftime(pattern), TODAY).day == day


@given(some.one_of(some.text(max_size=30), some.floats(), some.integers(), some.booleans()))
def test_whatever_stands_in_a_cell_is_read_or_refused_with_a_known_kind(cell: Cell) -> None:
    refused: list[Wrong] = []
    for read in (lambda: read_born(cell, TODAY), lambda: read_whole(cell)):
        try:
            read()
        except Wrong as wrong:
            refused.append(wrong)
    assert all(wrong.kind in KINDS and wrong.sentence for wrong in refused)


@pytest.mark.parametrize(
    ("written", "number"), [("1.250", 1250), ("2 000 000", 2_000_000), ("350.000đ", 350_000), (12.0, 12), ("", None)]
)
def test_numbers_are_read_as_officials_write_them(written: Cell, number: int | None) -> None:
    assert read_whole(written) == number


# --- Headings --------------------------------------------------------------------------------------------------------


def test_columns_are_known_in_any_order_and_by_any_of_their_names() -> None:
    (line,) = people(
        workbook(("DOB", "CCCD (12 số)", "GIOI TINH *", "Full name"), ("05/03/1988", PAO[3], "Nam", PAO[0]))
    )
    assert (line.thing.name, line.thing.sex, line.thing.identity) == ("Giàng A Pao", "male", "010088001234")
    assert line.faults == []


def test_titles_above_the_heading_are_passed_over_and_rows_keep_their_numbers() -> None:
    titles = (("CÔNG ĐOÀN CƠ SỞ",), ("DANH SÁCH ĐOÀN VIÊN NĂM 2024",), ())
    lines = people(workbook(*titles, ("STT", *HEAD), (1, *PAO), (), (2, *DIN)))
    assert [(line.row, line.thing.name) for line in lines] == [(5, "Giàng A Pao"), (7, "Lý Thị Dín")]


def test_two_rows_of_headings_are_one_and_birth_beneath_a_sex_tells_it() -> None:
    upper = ("STT", "Họ và tên", "Ngày sinh", None, "Số định danh")
    lower = (None, None, "Nam", "Nữ", None)
    rows = (("1", PAO[0], PAO[2], None, PAO[3]), ("2", DIN[0], None, DIN[2], DIN[3]))
    one, other = people(workbook(upper, lower, *rows, merged={"C1:D1": "Ngày sinh"}))
    assert (one.thing.sex, one.thing.born) == ("male", date(1988, 3, 5))
    assert (other.thing.sex, other.thing.born) == ("female", date(1990, 11, 12))


def test_a_name_in_two_columns_is_put_together() -> None:
    (line,) = people(workbook(("Họ và tên", "Họ đệm", "Giới tính"), ("Pao", "Giàng A", "nam")))
    assert line.thing.name == "Giàng A Pao"


def test_what_is_missing_is_named() -> None:
    assert refusal(workbook(("Ngày sinh", "Giới tính"), ("05/03/1988", "nam"))) == (
        "Thiếu cột “Họ và tên”. Thêm cột ấy, hoặc sửa tên cột cho đúng mẫu."
    )
    assert "Không thấy dòng tiêu đề" in refusal(workbook(("một", "hai"), ("ba", "bốn")))


def test_headings_nobody_knows_are_told_and_do_no_harm() -> None:
    page = open_file("a.xlsx", workbook((*HEAD, "Nhóm máu"), (*PAO, "O")))
    assert recognise(page.rows, COLUMNS).unknown == ("Nhóm máu",)


# --- Rows ------------------------------------------------------------------------------------------------------------


def test_faults_are_told_by_row_and_column_with_their_mends() -> None:
    (line,) = people(workbook(HEAD, ("Giàng A Pao", "namm", "5.3.88", 10088001234)))
    assert [(fault.row, fault.column, fault.kind, fault.mend) for fault in line.faults] == [
        (2, "sex", "choice", "nam"),
        (2, "born", "short_year", "05/03/1988"),
        (2, "identity", "lost_zero", "010088001234"),
    ]


def test_a_group_of_faults_is_mended_together_and_a_cell_by_itself() -> None:
    data = workbook(
        HEAD, (PAO[0], "nam", "5.3.88", PAO[3]), (DIN[0], "nữ", "12.11.90", DIN[3]), ("", "nam", "1990", "")
    )
    choices = Choices(mended=frozenset({"short_year:born"}), cells={4: {"name": "Vàng A Chứ"}})
    assert [line.faults for line in people(data, choices)] == [[], [], []]
    assert [line.thing.born for line in people(data, choices)][:2] == [date(1988, 3, 5), date(1990, 11, 12)]
    assert [line.row for line in people(data, Choices(left_out=frozenset({3})))] == [2, 4]


def test_a_thousand_different_faults_are_a_thousand_faults_grouped() -> None:
    dice = random.Random(20)
    bad_days = ["5.3.88", "31/02/1990", "3/25/1988", "hôm qua", "3/1988", "2031", "1/1/1850"]
    rows = []
    for number in range(1_000):
        wrong = dice.randrange(5)
        rows.append(
            (
                "" if wrong == 0 else f"Sùng A {number}",
                "không rõ" if wrong == 1 else "nam",
                dice.choice(bad_days) if wrong == 2 else "05/03/1988",
                f"{number}" if wrong == 3 else f"0100{number:08}",
                "xa tít" * 60 if wrong == 4 else "Lào Cai",
            )
        )
    lines = people(workbook((*HEAD, "Địa chỉ"), *rows))
    assert all(len(line.faults) == 1 for line in lines)
    groups = grouped(fault for line in lines for fault in line.faults)
    assert sum(group.count for group in groups) == 1_000
    assert {group.kind for group in groups} <= KINDS.keys()
    assert all(fault.sentence for group in groups for fault in group.first)
    assert len(groups) >= 9


def test_one_person_told_twice_in_a_file_is_found() -> None:
    again = ("giang a pao", "nam", "5/3/1988", "")
    other = ("Giàng A Pao", "nam", "05/03/1988", "010088009999")
    data = workbook(HEAD, PAO, DIN, again, other, ("Người Khác", "nam", "1970", PAO[3]))
    lines = people(data)
    assert alike_people(lines) == {4: 2}, "row 5 has the same name and day, and another identity number"
    assert same_people(lines) == {6: 2}


def test_addresses_of_before_the_mergers_stay_in_their_words() -> None:
    head = (*HEAD, "Tỉnh", "Xã", "Địa chỉ")
    old, new = people(workbook(head, (*PAO, "Yên Bái", "Xã Cổ", "Thôn 2"), (*DIN, "Tỉnh Lào Cai", "", "Tổ 5")))
    assert (old.thing.province, old.thing.address) == (None, "Thôn 2, Xã Cổ, Yên Bái")
    assert new.thing.province is not None
    assert new.thing.address == "Tổ 5"


# --- Files that are no list ------------------------------------------------------------------------------------------


def test_merged_cells_give_their_value_to_each_row() -> None:
    data = workbook((*HEAD, "Tổ"), PAO, DIN, merged={"E2:E3": "Tổ may 1"})
    assert [line.thing.team for line in people(data)] == ["Tổ may 1", "Tổ may 1"]
    assert any("trộn ô" in notice for notice in open_file("a.xlsx", data).notices)


def test_a_million_empty_rows_are_no_rows() -> None:
    data = with_sheet(workbook(HEAD, PAO), "", "".join(f'<row r="{row}"/>' for row in range(3, 1_000_000)))
    assert [line.row for line in people(data)] == [2]
    far = workbook(HEAD, PAO, *[()] * 90_000, DIN)
    assert [line.row for line in people(far)] == [2, 90_003]


def test_a_heading_repeated_on_each_printed_page_is_no_person() -> None:
    data = workbook(("Danh sách",), HEAD, PAO, HEAD, DIN)
    assert [(line.row, line.thing.name, line.faults) for line in people(data)] == [
        (3, "Giàng A Pao", []),
        (5, "Lý Thị Dín", []),
    ]


def test_one_cell_means_the_same_in_every_row_and_of_every_type() -> None:
    head = (*HEAD, "Lao động trực tiếp")
    rows = [(*PAO, 1), (*DIN, True), ("Vàng A Chứ", "nam", 1985, "", 1.0), ("Sùng A Lử", "nam", "1985", "", 0)]
    assert [line.thing.direct_worker for line in people(workbook(head, *rows))] == [True, True, True, False]


def test_a_short_year_of_a_deed_is_the_latest_and_of_a_birth_one_of_a_worker() -> None:
    data = workbook((*HEAD, "Ngày vào công đoàn"), ("Vàng A Chứ", "nam", "5.3.20", "", "5.3.20"))
    (line,) = people(data)
    assert [(fault.column, fault.mend) for fault in line.faults] == [("born", "05/03/1920"), ("day", "05/03/2020")]


def test_a_cell_is_typed_in_a_column_that_the_file_lacks() -> None:
    data = workbook(("Họ và tên", "Ngày sinh"), ("Vàng A Chứ", "1985"))
    assert [fault.column for fault in people(data)[0].faults] == ["sex"]
    (line,) = people(data, Choices(cells={2: {"sex": "nam"}}))
    assert (line.thing.sex, line.faults) == ("male", [])


def test_formulas_count_by_what_excel_made_of_them_and_their_errors_are_faults() -> None:
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEAD)
    sheet.write_row(1, 0, PAO)
    sheet.write_formula(1, 0, '="Giàng A "&"Pao"', None, "Giàng A Pao")
    sheet.write_row(2, 0, DIN)
    sheet.write_formula(2, 2, "=VLOOKUP(1,A1:B2,9)", None, "#REF!")
    book.close()
    data = buffer.getvalue()
    assert any("công thức" in notice for notice in open_file("a.xlsx", data).notices)
    one, other = people(data)
    assert one.thing.name == "Giàng A Pao"
    assert [(fault.row, fault.column, fault.kind) for fault in other.faults] == [(3, "born", "formula")]


def test_macros_are_told_and_never_run() -> None:
    data = with_part(workbook(HEAD, PAO), "xl/vbaProject.bin", b"\x00" * 512)
    page = open_file("a.xlsm", data)
    assert any("macro không bao giờ được chạy" in notice for notice in page.notices)
    assert [line.thing.name for line in people(data)] == ["Giàng A Pao"]


def test_a_password_is_asked_to_be_taken_off() -> None:
    assert refusal(LOCKED).startswith("File có mật khẩu.")


@pytest.mark.parametrize(
    ("data", "letters"),
    [(CSV.encode(), "UTF-8"), (windows_1258(CSV), "Windows-1258"), (TCVN3.encode("latin-1"), "TCVN3")],
)
def test_plain_text_by_the_name_of_excel_is_called_what_it_is(data: bytes, letters: str) -> None:
    said = refusal(data)
    assert "không phải Excel" in said
    assert f"bảng mã {letters}" in said


def test_old_letters_within_a_workbook_are_recognised() -> None:
    assert "TCVN3" in refusal(workbook(*(line.split(",") for line in TCVN3.splitlines())))


def test_a_bomb_is_refused_before_it_fills_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening_rules, "UNPACKED_LIMIT", 20_000_000)
    bomb = with_part(workbook(HEAD, PAO), "xl/media/image1.bin", b"\0" * 30_000_000)
    assert len(bomb) < 200_000
    assert "nén quá chặt" in refusal(bomb)


@pytest.mark.parametrize(
    "data", [b"", b"\x89PNG\r\n\x1a\n" + bytes(200), b"PK\x03\x04" + bytes(100), workbook(HEAD, PAO)[:900], workbook()]
)
def test_what_is_broken_or_empty_is_refused_with_a_sentence(data: bytes) -> None:
    assert refusal(data).endswith(".")


def test_any_other_package_is_no_workbook() -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        packed.writestr("word/document.xml", "<w/>")
    assert "không phải Excel" in refusal(buffer.getvalue(), "bang.xlsx")


def test_too_large_is_said_before_it_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening_rules, "FILE_LIMIT", 1_000)
    assert "Chia thành nhiều file" in refusal(workbook(HEAD, PAO))
    monkeypatch.setattr(opening_rules, "FILE_LIMIT", 1_000_000)
    monkeypatch.setattr(opening_rules, "MOST_ROWS", 3)
    assert "Chia thành nhiều file" in refusal(workbook(HEAD, PAO, PAO, PAO, PAO))
