"""Sums of money in tables: bare numbers, told to be money by a head, by the line above or by the words beneath."""

import pytest

from congdoan.claims.rules import read


def told(table: str) -> list[tuple[str, str, int]]:
    return [(claim.text, claim.role.value, int(claim.low or 0)) for claim in read(table)]


@pytest.mark.parametrize("head", ["Thành tiền", "Số tiền", "Kinh phí", "Đơn giá", "Kinh phí hỗ trợ", "Tổng chi"])
def test_a_column_of_money_is_known_by_its_head(head: str) -> None:
    table = f"Nội dung\tSố suất\t{head}\nQuà cho đoàn viên\t40\t20.000.000\nThuê loa\t1\t500.000"
    sums = [("20.000.000", "money", 20_000_000), ("1", "count", 1), ("500.000", "money", 500_000)]
    assert told(table) == [("40", "count", 40), *sums]


def test_the_total_beneath_a_column_of_money_is_money_in_a_row_of_fewer_cells() -> None:
    table = "STT | Họ tên đoàn viên | Số tiền\n1 | Lò Sen | 1.500.000\n2 | Giàng Páo | 2.500.000\nCộng | 4.000.000"
    assert told(table)[-1] == ("4.000.000", "money", 4_000_000)


def test_the_unit_above_a_table_is_that_of_its_sums_alone() -> None:
    table = "Dự toán (ĐVT: nghìn đồng)\nNội dung | Số suất | Kinh phí\nQuà cho đoàn viên | 1.200 | 60.000"
    assert told(table) == [("1.200", "count", 1200), ("60.000", "money", 60_000_000)]
    table = "Kế hoạch (đơn vị tính: triệu đồng)\nChỉ tiêu | Kế hoạch\nThu kinh phí | 1.850\nSố đoàn viên | 1.200"
    assert told(table) == [("1.850", "money", 1_850_000_000), ("1.200", "count", 1200)]


@pytest.mark.parametrize(
    ("above", "below"), [("Dự toán (đồng)", ""), ("", "Bằng chữ: Một trăm tám mươi triệu đồng chẵn./.")]
)
def test_where_a_table_is_told_to_be_of_money_its_large_numbers_are(above: str, below: str) -> None:
    table = f"{above}\nNội dung | Kế hoạch\nThăm đoàn viên ốm | 120.000.000\nSố người được thăm | 150.000\n{below}"
    assert told(table)[:2] == [("120.000.000", "money", 120_000_000), ("150.000", "count", 150_000)]


def test_large_numbers_of_people_are_no_money() -> None:
    table = "Số liệu của tỉnh (đơn vị: người)\nNăm | Lao động | Đoàn viên\nNăm ngoái | 450.000 | 320.000"
    assert told(table) == [("450.000", "count", 450_000), ("320.000", "count", 320_000)]
