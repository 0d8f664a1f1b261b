"""Periods as people write them are read; what could mean another is left to be refused."""

from unicodedata import normalize

import pytest

from congdoan.base.period import UnknownPeriod, parse_period
from congdoan.desk.periods import as_written, refused
from congdoan.desk.words import period_name
from congdoan.reports.rules.calling import period_name as called


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("01/12/2023 – 31/05/2024", "2023-12-01..2024-05-31"),
        ("Từ năm 2008 Đến tháng 5/2024", "2008..2024-05"),
        ("TỪ THÁNG 01/2024 ĐẾN THÁNG 05/2024", "2024-01..2024-05"),
        ("từ đầu năm 2023 đến hết tháng 5/2024", "2023..2024-05"),
        ("đầu tháng 1/2024 - cuối tháng 5/2024", "2024-01..2024-05"),
        ("từ ngày 10/01/2025 đến hết ngày 10/02/2025", "2025-01-10..2025-02-10"),
        (normalize("NFD", "từ năm 2008 đến hết tháng 5/2024"), "2008..2024-05"),
        ("5/2024", "2024-05"),
        ("2023/2024", "2023/2024"),
        ("2024-H1", "2024-H1"),
        ("quý IV năm 2025", "2025-Q4"),
        ("Quý 2/2025", "2025-Q2"),
        ("6 tháng đầu năm 2024", "2024-H1"),
        ("6 tháng cuối năm 2024", "2024-H2"),
        ("9 tháng năm 2024", "2024-9M"),
        ("9 tháng đầu năm 2024", "2024-9M"),
        ("năm học 2023 – 2024", "2023/2024"),
        (normalize("NFD", "quý I năm 2025"), "2025-Q1"),
    ],
)
def test_a_period_in_words_is_read(written: str, read: str) -> None:
    assert as_written(written) == read


@pytest.mark.parametrize("written", ["cuối năm 2023", "từ cuối năm 2023 đến tháng 5/2024", "2023 đến đầu tháng 5/2024"])
def test_words_that_leave_open_which_days_are_meant_are_not_dropped(written: str) -> None:
    assert "cuối" in as_written(written) or "đầu" in as_written(written)


def test_every_period_is_read_by_the_names_that_the_book_gives_it() -> None:
    for name in (
        "2025-03",
        "2025-Q1",
        "2025-Q4",
        "2025-H1",
        "2025-H2",
        "2025-9M",
        "2025",
        "2024/2025",
        "2008..2024-05",
    ):
        period = parse_period(name)
        for said in (period_name(period), called(period)):
            assert parse_period(as_written(said)) == period, said


def test_what_is_no_period_is_refused_with_the_ways_of_writing_of_pages() -> None:
    for written in ("31/02/2026 – 10/03/2026", "năm ngoái"):
        with pytest.raises(UnknownPeriod) as fault:
            parse_period(as_written(written))
        said = refused(written, fault.value)
        assert f"Kỳ “{written}” không đọc được" in said
        assert "10/01/2025 – 10/02/2025" in said
        assert "H1" not in said
    with pytest.raises(UnknownPeriod) as fault:
        parse_period(as_written("10/03/2026 – 01/02/2026"))
    assert refused("10/03/2026 – 01/02/2026", fault.value) == str(fault.value)
