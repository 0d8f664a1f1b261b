"""Words for periods, on the day a text was written."""

from datetime import date

import pytest

from congdoan.claims.rules.calendar import day_of, is_to_come, periods_meant, usual_periods

DATED = date(2024, 6, 25)


def days(words: str) -> list[tuple[str, str]]:
    return [(f"{each.period.first_day}", f"{each.period.last_day}") for each in periods_meant(words, DATED)]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("6 tháng đầu năm 2024", ("2023-12-01", "2024-05-31")),
        ("6 tháng đầu năm", ("2023-12-01", "2024-05-31")),
        ("6 tháng cuối năm 2023", ("2023-06-01", "2023-11-30")),
        ("9 tháng năm 2019", ("2018-12-01", "2019-08-31")),
        ("3 tháng đầu năm", ("2024-01-01", "2024-03-31")),
        ("Quý I/2024", ("2024-01-01", "2024-03-31")),
        ("tháng 5/2024", ("2024-05-01", "2024-05-31")),
        ("năm 2021", ("2020-12-01", "2021-11-30")),
        ("năm học 2022-2023", ("2022-09-01", "2023-08-31")),
        ("giai đoạn 2018 - 2023", ("2017-12-01", "2023-11-30")),
        ("từ năm 2008 đến tháng 5/2024", ("2008-01-01", "2024-05-31")),
        ("Từ tháng 1 đến tháng 9/2023", ("2023-01-01", "2023-09-30")),
        ("Từ tháng 12/2023 đến tháng 5/2024", ("2023-12-01", "2024-05-31")),
        ("từ đầu năm đến nay", ("2024-01-01", "2024-06-25")),
        ("từ năm 2015 đến nay", ("2015-01-01", "2024-06-25")),
        ("5 năm qua", ("2019-01-01", "2024-06-25")),
        ("đến cuối năm 2014", ("2014-01-01", "2014-12-31")),
        ("tính đến hết tháng 5/2024", ("2024-01-01", "2024-05-31")),
        ("đến ngày 31/5", ("2024-01-01", "2024-05-31")),
        ("đến nay", ("2024-01-01", "2024-06-25")),
        ("nửa đầu năm 2024", ("2023-12-01", "2024-05-31")),
        ("nửa năm qua", ("2023-12-01", "2024-05-31")),
        ("nửa cuối năm 2023", ("2023-06-01", "2023-11-30")),
        ("10 tháng năm 2023", ("2023-01-01", "2023-10-31")),
        ("Sau 15 năm", ("2009-01-01", "2024-06-25")),
        ("năm 2024", ("2023-12-01", "2024-05-31")),
    ],
)
def test_words_mean_a_period_in_the_union_s_calendar_first(words: str, first: tuple[str, str]) -> None:
    assert days(words)[0] == first


def test_halves_and_years_may_be_meant_in_the_common_calendar() -> None:
    assert days("6 tháng đầu năm 2024")[1] == ("2024-01-01", "2024-06-30")
    assert days("năm 2021")[1] == ("2021-01-01", "2021-12-31")


@pytest.mark.parametrize(
    ("words", "also"),
    [
        ("từ đầu năm đến hết tháng 5/2024", ("2023-12-01", "2024-05-31")),
        ("5 tháng đầu năm 2024", ("2023-12-01", "2024-05-31")),
        ("năm 2024", ("2024-01-01", "2024-06-25")),
        ("giai đoạn 2008 - 2024", ("2008-01-01", "2024-06-25")),
        ("15 năm qua", ("2008-01-01", "2024-06-25")),
        ("15 năm qua", ("2009-01-01", "2023-12-31")),
    ],
)
def test_words_may_also_mean_what_reports_are_counted_by(words: str, also: tuple[str, str]) -> None:
    assert also in days(words)[1:]


@pytest.mark.parametrize("words", ["năm 2024", "giai đoạn 2008 - 2024"])
def test_what_is_far_from_over_is_meant_up_to_the_day_first(words: str) -> None:
    last_days = [last for _first, last in days(words)]
    assert last_days == sorted(last_days)
    assert (last_days[0], last_days[-1]) == ("2024-05-31", "2024-12-31")


def test_six_months_just_over_are_the_second_half_in_winter() -> None:
    assert str(periods_meant("6 tháng qua", date(2024, 1, 20))[0].period) == "2023-H2"


@pytest.mark.parametrize("words", ["", "đến ngày 31/13", "năm 3021", "mỗi năm", "từ năm 2030 đến năm 2020"])
def test_words_that_name_none_mean_none(words: str) -> None:
    assert days(words) == []


@pytest.mark.parametrize(
    ("words", "dated", "first"),
    [
        ("năm qua", date(2024, 1, 20), "2023"),
        ("trong năm", date(2024, 2, 20), "2023"),
        ("trong năm", date(2024, 11, 20), "2024"),
        ("năm vừa qua", date(2024, 12, 20), "2024"),
    ],
)
def test_the_year_that_is_spoken_of_is_the_one_just_over(words: str, dated: date, first: str) -> None:
    assert str(periods_meant(words, dated)[0].period) == first


@pytest.mark.parametrize(
    ("words", "ahead"),
    [("tháng 12 năm 2044", True), ("năm 2044", True), ("tháng 5/2024", False), ("trong kỳ", False), ("đến nay", False)],
)
def test_a_period_to_come_is_told_as_one(words: str, ahead: bool) -> None:
    assert is_to_come(words, DATED) is ahead


def test_in_the_period_means_the_one_that_the_text_names() -> None:
    assert periods_meant("trong kỳ", DATED) == []


def test_without_words_a_text_tells_of_the_half_year_just_over() -> None:
    assert str(usual_periods(DATED)[0].period) == "2024-H1"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("date 2024-01-24\nSáng 24/1, hội nghị", date(2024, 1, 24)),
        ("Ngày 25/06/2024, hội nghị", date(2024, 6, 25)),
        ("Sáng 25/6, hội nghị tổng kết 6 tháng đầu năm 2024", date(2024, 6, 25)),
        ("Sáng 25/6, hội nghị", None),
        ("Ngày 25/06/2044", None),
        ("", None),
    ],
)
def test_a_text_tells_its_own_day(text: str, day: date | None) -> None:
    assert day_of(text, date(2024, 12, 31)) == day
