"""Figures within sentences: exact, short where that loses nothing, and rising or falling."""

from decimal import Decimal

import pytest

from congdoan.figures.rules import change_in_prose, money_in_prose, number_in_prose, percent, plan_in_prose


def plain(text: str | None) -> str | None:
    return text.replace("\u00a0", " ") if text else text


@pytest.mark.parametrize(
    ("amount", "told"),
    [
        (297_000_000, "297 triệu đồng"),
        (293_400_000, "293,4 triệu đồng"),
        (1_250_000_000, "1,25 tỷ đồng"),
        (1_099_000_000, "1,099 tỷ đồng"),
        (13_813_150_000, "13.813.150.000 đồng"),
        (293_450_000, "293.450.000 đồng"),
        (70_000, "70.000 đồng"),
        (0, "0 đồng"),
        (-2_000_000, "−2 triệu đồng"),
    ],
)
def test_money_is_short_only_where_nothing_is_lost(amount: int, told: str) -> None:
    assert plain(money_in_prose(amount)) == told


@pytest.mark.parametrize(
    ("low", "high", "about", "told"),
    [
        (2247, 2247, False, "2.247"),
        (22001, None, False, "ít nhất 22.001"),
        (0, 70, False, "nhiều nhất 70"),
        (100, 999, False, "từ 100 đến 999"),
        (300, 300, True, "khoảng 300"),
        (None, None, False, None),
        (0, None, False, None),
    ],
)
def test_bounds_are_said_in_words(low: int | None, high: int | None, about: bool, told: str | None) -> None:
    assert number_in_prose(low, high, about=about) == told


def test_half_a_dong_is_rounded_up_as_in_every_table() -> None:
    assert plain(number_in_prose(Decimal("8095736.5"), Decimal("8095736.5"), unit="đồng")) == "8.095.737 đồng"


@pytest.mark.parametrize(
    ("now", "before", "told"),
    [
        (1124, 1000, "tăng 12,4 % so với cùng kỳ"),
        (900, 1000, "giảm 10 % so với cùng kỳ"),
        (2001, 2000, "tăng 0,1 % so với cùng kỳ"),
        (449, 400, "tăng 12,3 % so với cùng kỳ"),
        (1000, 1000, "bằng cùng kỳ"),
        (100_001, 100_000, "xấp xỉ cùng kỳ"),
        (5, 0, None),
        (None, 5, None),
        (5, None, None),
        (-60, 2276, None),
        (60, -5, None),
    ],
)
def test_a_change_is_told_against_the_year_before(now: int | None, before: int | None, told: str | None) -> None:
    assert plain(change_in_prose(now, before)) == told


def test_percent_of_plan_has_one_decimal_and_no_nought() -> None:
    assert plain(plan_in_prose(Decimal("468.125"))) == "đạt 468,1 % kế hoạch"
    assert plain(plan_in_prose(Decimal(468))) == "đạt 468 % kế hoạch"
    assert plan_in_prose(None) is None
    assert plain(percent(Decimal("0.04"))) == "0 %"
