"""Verdicts: a printed figure beside the ledger's."""

from decimal import Decimal

import pytest

from congdoan.claims.rules import Told, Verdict, compare, read
from congdoan.claims.rules.verdicts import is_rounded_or_cut


def verdict(text: str, low: str | None, high: str | None = None, *, open_: bool = False, about: bool = False) -> str:
    [claim] = read(f"Toàn ngành có {text}.")
    least = None if low is None else Decimal(low)
    return compare(claim, Told(least, None if open_ else Decimal(high) if high else least, about)).value


@pytest.mark.parametrize(
    ("text", "low", "wanted"),
    [
        ("2.247 đoàn viên", "2247", Verdict.AGREES),
        ("2.247 đoàn viên", "2246", Verdict.DIFFERS),
        ("2.247 đoàn viên", None, Verdict.ABSENT),
        ("147%", "147.75", Verdict.ROUNDED),
        ("148%", "147.75", Verdict.ROUNDED),
        ("149%", "147.75", Verdict.DIFFERS),
        ("78,95%", "78.947", Verdict.ROUNDED),
        ("4,2 tỷ đồng", "4236500000", Verdict.ROUNDED),
        ("297 triệu đồng", "297000000", Verdict.AGREES),
        ("298 triệu đồng", "297000000", Verdict.DIFFERS),
        ("trên 22.000 đoàn viên", "22410", Verdict.WITHIN),
        ("trên 22.000 đoàn viên", "21999", Verdict.DIFFERS),
        ("gần 500 người", "480", Verdict.WITHIN),
        ("gần 500 người", "510", Verdict.DIFFERS),
        ("hàng trăm người", "412", Verdict.WITHIN),
        ("hàng trăm người", "1000", Verdict.DIFFERS),
        ("khoảng 140.000 người", "143000", Verdict.WITHIN),
        ("khoảng 140.000 người", "190000", Verdict.DIFFERS),
    ],
)
def test_a_figure_beside_an_exact_one(text: str, low: str | None, wanted: Verdict) -> None:
    assert verdict(text, low) == wanted


def test_a_figure_beside_a_bound_is_consistent_with_it_or_not() -> None:
    assert verdict("hàng trăm cuộc", "800", "7992") == Verdict.WITHIN
    assert verdict("500 cuộc", "800", "7992") == Verdict.DIFFERS
    assert verdict("900 cuộc", "800", open_=True) == Verdict.WITHIN
    assert verdict("700 cuộc", "800", open_=True) == Verdict.DIFFERS
    assert verdict("300 cuộc", "300", about=True) == Verdict.WITHIN


def test_whole_numbers_printed_whole_are_neither_rounded_nor_cut() -> None:
    assert not is_rounded_or_cut(Decimal(5), Decimal(6), Decimal(1))
    assert is_rounded_or_cut(Decimal(468), Decimal("468.125"), Decimal(1))
