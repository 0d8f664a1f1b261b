"""Numerals: digits, words, scales and their mixtures."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congdoan.base.text import number
from congdoan.claims.rules.numerals import numeral_at, value_of_digits


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("2.247", 2247),
        ("2247", 2247),
        ("02", 2),
        ("1 250 000", 1250000),
        ("1,250,000", 1250000),
        ("1.234,56", "1234.56"),
        ("78,95", "78.95"),
        ("2.5", "2.5"),
        ("2,5 nghìn", 2500),
        ("1,8 tỷ", 1_800_000_000),
        ("1,8 tỉ", 1_800_000_000),
        ("12 vạn", 120_000),
        ("2 nghìn tỷ", 2 * 10**12),
        ("5 trăm triệu", 500_000_000),
        ("1 tỷ 250 triệu", 1_250_000_000),
        ("3 triệu 200 nghìn", 3_200_000),
        ("2 triệu rưỡi", 2_500_000),
        ("một", 1),
        ("mười", 10),
        ("mười lăm", 15),
        ("hai mươi", 20),
        ("hai mươi mốt", 21),
        ("hai mươi lăm", 25),
        ("ba mươi tư", 34),
        ("một trăm", 100),
        ("một trăm linh năm", 105),
        ("hai trăm rưỡi", 250),
        ("ba trăm mười hai", 312),
        ("chín trăm bốn mươi mốt", 941),
        ("hai nghìn ba trăm", 2300),
        ("nửa triệu", 500_000),
        ("1 tỷ 2", 1_200_000_000),
        ("3 triệu 5", 3_500_000),
        ("8 triệu mốt", 8_100_000),
        ("chín triệu hai", 9_200_000),
        ("một triệu tám", 1_800_000),
        ("bảy triệu ba", 7_300_000),
        ("7tr3", 7_300_000),
        ("bảy trăm hai chục ngàn", 720_000),
        ("năm chục", 50),
        ("hai triệu rưỡi", 2_500_000),
    ],
)
def test_a_numeral_has_the_value_it_says(written: str, value: int | str) -> None:
    numeral = numeral_at(written, 0)
    assert numeral is not None
    assert (numeral.value, numeral.end) == (Decimal(value), len(written))


@pytest.mark.parametrize(
    ("written", "taken"),
    [
        ("hai mươi năm", "hai mươi"),  # twenty years, not twenty-five
        ("mười năm", "mười"),
        ("5 tỷ lệ", "5"),
        ("2.247.", "2.247"),
        ("12, 15", "12"),
        ("5 triệu, 3 giải", "5 triệu"),
        ("2 triệu 5 suất", "2 triệu"),
        ("2 triệu 5.000 người", "2 triệu"),
        ("7tr35", "7"),
        ("bảy trăm hai ngày", "bảy trăm"),
    ],
)
def test_a_numeral_ends_where_it_ends(written: str, taken: str) -> None:
    numeral = numeral_at(written, 0)
    assert numeral is not None
    assert written[: numeral.end] == taken


@pytest.mark.parametrize("written", ["0214.3820.12", "nửa", "đoàn viên", "mươi", "", "trăm"])
def test_what_is_no_numeral_is_none(written: str) -> None:
    assert numeral_at(written, 0) is None


@pytest.mark.parametrize(
    ("written", "step"), [("4,2 tỷ", 10**8), ("297 triệu", 10**6), ("2.247", 1), ("78,95", "0.01")]
)
def test_the_step_is_what_the_last_digit_counts(written: str, step: int | str) -> None:
    numeral = numeral_at(written, 0)
    assert numeral is not None
    assert numeral.step == Decimal(step)


@given(st.integers(0, 10**12))
def test_a_whole_number_as_officials_write_it_is_read_back(value: int) -> None:
    numeral = numeral_at(number(value), 0)
    assert numeral is not None
    assert numeral.value == value


@given(st.decimals(0, 10**6, places=2))
def test_decimals_are_read_back(value: Decimal) -> None:
    assert value_of_digits(number(value, 2)) == value
