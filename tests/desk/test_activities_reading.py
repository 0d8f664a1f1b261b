"""Numbers and days as people write them."""

from datetime import date

import pytest

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
    ],
)
def test_a_day_that_is_not_there_is_told(text: str, sentence: str) -> None:
    with pytest.raises(Unreadable, match=sentence):
        read_day(text, TODAY)
