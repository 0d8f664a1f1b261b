"""Workbooks as people send them: days in every spelling, headings in any order, files that are no workbook at all."""

import json
import random
import re
import zipfile
from contextlib import suppress
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
    people_of,
    read_born,
    read_rows,
    read_whole,
    recognise,
    same_people,
    told_people,
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


SPREAD = {"B1:C1": "Họ và tên"}
"""One heading over the two columns of a name, as most lists have it."""


def test_a_name_beneath_one_heading_over_two_columns_is_put_together() -> None:
    head = ("STT", "Họ và tên", None, "Giới tính")
    rows = ((1, "Giàng A", "Pao", "nam"), (2, "Lý Thị Dín", None, "nữ"), (3, "Vàng A Chứ", "Vàng A Chứ", "nam"))
    lines = people(workbook(head, *rows, merged=SPREAD))
    assert [line.thing.name for line in lines] == ["Giàng A Pao", "Lý Thị Dín", "Vàng A Chứ"]
    assert not any(line.faults for line in lines)


def test_a_name_beneath_two_rows_of_headings_is_put_together() -> None:
    upper, lower = ("STT", "Họ và tên", None, "Giới tính"), (None, "Họ đệm", "Tên", None)
    data = workbook(upper, lower, (1, "Giàng A", "Pao", "nam"), merged=SPREAD | {"A1:A2": "STT", "D1:D2": "Giới tính"})
    (line,) = people(data)
    assert (line.row, line.thing.name, line.faults) == (3, "Giàng A Pao", [])
    (plainly,) = people(workbook(("Họ đệm", "Tên", "Giới tính"), ("Giàng A", "Pao", "nam")))
    assert plainly.thing.name == "Giàng A Pao"


@given(some.permutations(range(len(HEAD))), some.integers(0, 3))
def test_in_whatever_order_columns_stand_a_row_tells_the_same(order: list[int], above: int) -> None:
    rows: list[list[Cell]] = [["DANH SÁCH"] for _title in range(above)]
    rows += [[HEAD[place] for place in order], [PAO[place] for place in order]]
    (line,) = read_rows(rows, recognise(rows, COLUMNS), PEOPLE, Choices(), TODAY)
    told = line.thing
    assert (told.name, told.sex, told.born, told.identity) == (PAO[0], "male", date(1988, 3, 5), PAO[3])


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


def test_signs_that_nobody_sees_are_not_read() -> None:
    data = workbook(HEAD, ("Giàng\u200b A\u00a0Pao\ufeff", "nam\u200b", "\u200e05/03/1988", "010088001234\u200b"))
    (line,) = people(data)
    assert (line.faults, line.thing.name, line.thing.folded) == ([], "Giàng A Pao", "giang a pao")
    assert (line.thing.born, line.thing.identity) == (date(1988, 3, 5), "010088001234")


def test_a_phone_without_its_zero_is_mended() -> None:
    data = workbook((*HEAD, "SĐT"), (*PAO, "912345678"))
    (line,) = people(data)
    assert [(fault.kind, fault.mend) for fault in line.faults] == [("lost_zero", "0912345678")]
    (mended,) = people(data, Choices(mended=frozenset({"lost_zero:phone"})))
    assert (mended.faults, mended.thing.phone) == ([], "0912345678")


def test_a_year_alone_in_a_file_fits_its_days_and_nothing_said_fits_nobody() -> None:
    told = ["05/03/1988", "1988", "06/03/1988", "1987", "", "", "05/03/1988"]
    lines = people(workbook(HEAD, *((PAO[0], "nam", born, "") for born in told)))
    assert alike_people(lines) == {3: 2, 4: 3, 8: 2}


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


@given(some.lists(some.builds(Person), max_size=4))
def test_what_is_put_away_of_a_workbook_comes_back_as_it_was(persons: list[Person]) -> None:
    lines = [Line(row, person, []) for row, person in enumerate(persons, 2)]
    assert people_of(json.loads(json.dumps(told_people(lines)))) == lines


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


LONG = some.text("aăâ ,", max_size=320)


@given(LONG, LONG, LONG)
def test_an_address_is_kept_whole_or_refused(province: str, ward: str, address: str) -> None:
    head: list[Cell] = ["Họ và tên", "Giới tính", "Tỉnh", "Xã", "Địa chỉ"]
    rows: list[list[Cell]] = [head, ["Giàng A Pao", "nam", province, ward, address]]
    (line,) = read_rows(rows, recognise(rows, COLUMNS), PEOPLE, Choices(), TODAY)
    assert len(line.thing.address) <= 300
    if not line.faults:
        told = [" ".join(part.split()).strip(" ,") for part in (address, ward, province)]
        assert all(part in line.thing.address for part in told)


def test_signs_that_nobody_sees_are_left_out() -> None:
    rows: list[list[Cell]] = [list(HEAD), ["Giàng\x00 A\x1f Pao", "nam\x00", *PAO[2:]]]
    (line,) = read_rows(rows, recognise(rows, COLUMNS), PEOPLE, Choices(), TODAY)
    assert (line.thing.name, line.thing.sex, line.faults) == ("Giàng A Pao", "male", [])


def test_merged_cells_give_their_value_to_each_row() -> None:
    data = workbook((*HEAD, "Tổ"), PAO, DIN, merged={"E2:E3": "Tổ may 1"})
    assert [line.thing.team for line in people(data)] == ["Tổ may 1", "Tổ may 1"]
    assert any("trộn ô" in notice for notice in open_file("a.xlsx", data).notices)


def test_a_million_empty_rows_are_no_rows() -> None:
    data = with_sheet(workbook(HEAD, PAO), "", "".join(f'<row r="{row}"/>' for row in range(3, 1_000_000)))
    assert [line.row for line in people(data)] == [2]
    far = workbook(HEAD, PAO, *[()] * 90_000, DIN)
    assert [line.row for line in people(far)] == [2, 90_003]


@pytest.mark.parametrize(
    ("row", "column", "sentence"),
    [
        (1_048_575, 16_383, "Có chữ ở tận dòng 1.048.576."),
        (1_048_575, 3, "Có chữ ở tận dòng 1.048.576."),
        (4_000, 16_383, "Trang tính rộng hơn 120 cột."),
    ],
)
def test_a_cell_that_went_astray_is_named_before_it_fills_the_memory(row: int, column: int, sentence: str) -> None:
    astray = (*[()] * (row - 2), (*[None] * column, "x"))
    assert sentence in refusal(workbook(HEAD, PAO, *astray))


def test_cells_that_hold_nothing_are_nowhere_and_many_columns_may_be_read() -> None:
    data = with_sheet(workbook(HEAD, PAO), "", '<row r="1048576"><c r="XFD1048576" s="1"/></row>')
    assert [line.thing.name for line in people(data)] == [PAO[0]]
    wide = workbook((*HEAD, *["thêm"] * 40), *[(*PAO, *["x"] * 40)] * 300)
    assert len(people(wide)) == 300


@pytest.mark.parametrize("cell", ['<c r="ZZZZZZZ9"><v>1</v></c>', '<c r="A4294967290"><v>1</v></c>'])
def test_a_place_that_no_sheet_has_is_refused(cell: str) -> None:
    assert refusal(with_sheet(workbook(HEAD, PAO), "", f"<row>{cell}</row>"))


def test_a_workbook_that_claims_more_texts_than_it_has_is_broken() -> None:
    old, new = zipfile.ZipFile(BytesIO(workbook(HEAD, PAO))), BytesIO()
    with zipfile.ZipFile(new, "w") as packed:
        for part in old.infolist():
            content = old.read(part)
            packed.writestr(part.filename, re.sub(rb'uniqueCount="\d+"', b'uniqueCount="99999999999"', content))
    assert "bị hỏng" in refusal(new.getvalue())


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


def test_what_is_not_in_the_list_is_told_with_what_is_shown_there() -> None:
    head = (*HEAD, "Trình độ", "Lao động trực tiếp")
    (line,) = people(workbook(head, ("Vàng A Chứ", "nam giới", "1985", "", "trung học phổ", "đôi khi")))
    assert [(fault.column, fault.mend) for fault in line.faults] == [
        ("sex", "nam"),
        ("education", "trung học phổ thông"),
        ("direct_worker", ""),
    ]
    assert line.faults[0].sentence == "“nam giới” không có trong danh sách: nam, nữ."
    assert line.faults[2].sentence == "“đôi khi” không có trong danh sách: có, không."


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


def test_a_package_with_a_password_is_asked_to_be_taken_off_too() -> None:
    data = bytearray(workbook(HEAD, PAO))
    for sign, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(sign)
        while place >= 0:
            data[place + flags] |= 1
            place = data.find(sign, place + 4)
    assert "File có mật khẩu." in refusal(bytes(data))


BOOK = workbook(HEAD, PAO, DIN)


@given(some.lists(some.tuples(some.integers(0, len(BOOK) - 1), some.integers(0, 255)), min_size=1, max_size=6))
def test_whatever_happened_to_a_file_it_is_read_or_refused_with_a_sentence(changes: list[tuple[int, int]]) -> None:
    data = bytearray(BOOK)
    for place, byte in changes:
        data[place] = byte
    with suppress(Refused):
        assert open_file("ds.xlsx", bytes(data)).rows


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
