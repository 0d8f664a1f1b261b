"""Numbers and days as people write them."""

from datetime import date

import pytest
from django.utils.translation import override

from congdoan.base.bound import Bound
from congdoan.desk.activities.reading import Unreadable, magnitude, read_day, read_number, unsure, written

TODAY = date(2024, 6, 5)
MILLION = 1_000_000


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2.000.000", 2 * MILLION),
        ("2 000 000", 2 * MILLION),
        ("2 triệu", 2 * MILLION),
        ("2tr", 2 * MILLION),
        ("2tr5", 2_500_000),
        ("2,5 triệu", 2_500_000),
        ("2 triệu đồng", 2 * MILLION),
        ("2.000.000 đ", 2 * MILLION),
        ("1 tỷ 200 triệu", 1200 * MILLION),
        ("hai triệu", 2 * MILLION),
        ("500k", 500_000),
        ("300 nghìn", 300_000),
        ("12 người", 12),
        ("0", 0),
    ],
)
def test_a_number_is_read_as_it_is_written(text: str, value: int) -> None:
    assert read_number(text) == Bound.exactly(value)


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("khoảng 300", Bound(300, 300, rough=True)),
        ("gần 300", Bound(300, 300, rough=True)),
        ("hơn 200", Bound(200, None)),
        ("200 trở lên", Bound(200, None)),
        ("không quá 50", Bound(0, 50)),
        ("hàng trăm", Bound(100, 999)),
        ("vài chục người", Bound(20, 99)),
        ("hàng chục nghìn lượt người", Bound(10_000, 99_999)),
        ("200-300", Bound(200, 300)),
        ("từ 3 đến 5 triệu", Bound(3 * MILLION, 5 * MILLION)),
    ],
)
def test_a_vague_number_is_a_bound(text: str, bound: Bound) -> None:
    assert read_number(text) == bound


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    "bound", [Bound.exactly(300), Bound(300, 300, rough=True), Bound(200, None), Bound(0, 50), Bound(100, 999)]
)
def test_what_a_form_writes_in_its_field_it_reads_again(bound: Bound, language: str) -> None:
    with override(language):
        assert read_number(written(bound)) == bound


@pytest.mark.parametrize("text", ["", "abc", "12 abc", "1,5", "-5", "khoảng", "2 triệt", "²", "hàng", "9" * 30])
def test_what_is_no_number_is_not_guessed(text: str) -> None:
    with pytest.raises(Unreadable):
        read_number(text)


def test_what_is_said_beside_a_number_bounds_it() -> None:
    exact = Bound.exactly(300)
    assert [unsure(exact, how) for how in ("", "about", "least", "most")] == [
        exact,
        Bound(300, 300, rough=True),
        Bound(300, None),
        Bound(0, 300),
    ]
    assert (magnitude("tens"), magnitude("hundreds"), magnitude("about")) == (Bound(10, 99), Bound(100, 999), None)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-05-31", date(2024, 5, 31)),
        ("31/5/2024", date(2024, 5, 31)),
        ("31/5", date(2024, 5, 31)),
        ("31/5/", date(2024, 5, 31)),
        ("31.12", date(2023, 12, 31)),
        ("29/2", date(2024, 2, 29)),
    ],
)
def test_a_day_is_read_as_it_is_written(text: str, day: date) -> None:
    assert read_day(text, TODAY) == day


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("31/06/2024", "Ngày 31/06 không có. Tháng 6 chỉ có 30 ngày"),
        ("1/13/2024", "Không có tháng 13"),
        ("hôm kia", "không đọc được"),
        ("5/3/0000", "không đọc được"),
        ("0/3/2024", "Ngày 00/03 không có"),
        ("30/2", "Tháng 2 chỉ có 29 ngày"),
        ("5/3/24", "bốn chữ số"),
    ],
)
def test_a_day_that_is_not_there_is_told(text: str, sentence: str) -> None:
    with pytest.raises(Unreadable, match=sentence):
        read_day(text, TODAY)


@pytest.mark.parametrize("today", [date(2023, 6, 5), date(2024, 1, 10), date(1904, 2, 28)])
def test_a_leap_day_without_its_year_is_the_last_that_there_was(today: date) -> None:
    found = read_day("29/2", today)
    assert (found.day, found.month) == (29, 2)
    assert found <= today
    assert today.year - found.year <= 8


def test_a_day_that_may_lie_ahead_is_told_with_its_year() -> None:
    assert read_day("31/12/2026", None) == date(2026, 12, 31)
    with pytest.raises(Unreadable, match="cả năm"):
        read_day("31/12", None)


def test_a_short_year_is_offered_in_full() -> None:
    with pytest.raises(Unreadable) as refused:
        read_day("5/3/24", TODAY)
    assert refused.value.instead == date(2024, 3, 5)
