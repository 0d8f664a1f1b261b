"""Every spelling of a reporting period, with and without a cut-off, and the laws that periods keep."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from congdoan.base.period import CALENDAR, Cutoff, Period, UnknownPeriod, parse_period

UNION = Cutoff.parse("05-31")

CUTOFFS = st.builds(Cutoff, st.integers(1, 12))
YEARS = st.integers(1930, 2090)
DAYS = st.dates(date(1930, 1, 1), date(2090, 12, 31))
PARTS = st.sampled_from(["", "-Q1", "-Q2", "-Q3", "-Q4", "-H1", "-H2", "-9M", "-01", "-02", "-07", "-12"])
NAMES = st.one_of(
    st.builds("{}{}".format, YEARS, PARTS),
    YEARS.map(lambda year: f"{year}/{year + 1}"),
)
NAMED = st.builds(parse_period, NAMES, CUTOFFS)
RUNS = st.builds(lambda days, cutoff: parse_period(f"{min(days)}..{max(days)}", cutoff), st.tuples(DAYS, DAYS), CUTOFFS)
PERIODS = st.one_of(NAMED, RUNS)


def run_of(text: str, cutoff: Cutoff = CALENDAR) -> tuple[str, str]:
    period = parse_period(text, cutoff)
    return str(period.first_day), str(period.last_day)


# --- Spellings -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024-05", "2024-05-01", "2024-05-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-02", "2023-02-01", "2023-02-28"),
        ("2024-12", "2024-12-01", "2024-12-31"),
        ("2024-Q1", "2024-01-01", "2024-03-31"),
        ("2024-Q2", "2024-04-01", "2024-06-30"),
        ("2024-Q3", "2024-07-01", "2024-09-30"),
        ("2024-Q4", "2024-10-01", "2024-12-31"),
        ("2024-H1", "2024-01-01", "2024-06-30"),
        ("2024-H2", "2024-07-01", "2024-12-31"),
        ("2024-9M", "2024-01-01", "2024-09-30"),
        ("2024", "2024-01-01", "2024-12-31"),
        ("2023/2024", "2023-09-01", "2024-08-31"),
        ("2008..2024-05", "2008-01-01", "2024-05-31"),
        ("2024-01-15..2024-06-20", "2024-01-15", "2024-06-20"),
        ("2024-05-17", "2024-05-17", "2024-05-17"),
        ("2023-H2..2024-Q1", "2023-07-01", "2024-03-31"),
        ("2018..2023", "2018-01-01", "2023-12-31"),
        ("  2024-H1  ", "2024-01-01", "2024-06-30"),
    ],
)
def test_a_period_is_read_in_the_calendar(text: str, first: str, last: str) -> None:
    assert run_of(text) == (first, last)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024-H1", "2023-12-01", "2024-05-31"),
        ("2024-H2", "2024-06-01", "2024-11-30"),
        ("2024-9M", "2023-12-01", "2024-08-31"),
        ("2024", "2023-12-01", "2024-11-30"),
        ("2008..2024-05", "2007-12-01", "2024-05-31"),
        ("2023..2024-H1", "2022-12-01", "2024-05-31"),
    ],
)
def test_a_cut_off_lays_out_halves_nine_months_and_years(text: str, first: str, last: str) -> None:
    assert run_of(text, UNION) == (first, last)


@pytest.mark.parametrize("text", ["2024-05", "2024-Q1", "2024-Q4", "2023/2024", "2024-05-17", "2024-01-15..2024-06-20"])
def test_months_quarters_school_years_and_days_know_no_cut_off(text: str) -> None:
    assert run_of(text, UNION) == run_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "..",
        "2024-13",
        "2024-00",
        "2024-5",
        "2024-Q0",
        "2024-Q5",
        "2024-H3",
        "2024-10M",
        "24",
        "20245",
        "2024/05",
        "2023/2025",
        "2024/2023",
        "2024/2024",
        "2024-02-30",
        "2023-02-29",
        "2024-5-1",
        "2024..",
        "..2024",
        "2008...2024",
        "2008..2010..2012",
        "tháng 5",
        "31/05/2024",
        "2024-h1",
        "-2024",
        "0000",
        "٢٠٢٤",
    ],
)
def test_what_is_no_period_is_refused_with_the_spellings_that_are(text: str) -> None:
    with pytest.raises(UnknownPeriod, match=r"không đọc được\. Viết như 2024-05, 2024-Q2, .* hoặc 2024-01-15\.\.2024-"):
        parse_period(text)


def test_the_refusal_names_what_was_written() -> None:
    with pytest.raises(UnknownPeriod, match="“2024-13”"):
        parse_period("2024-13")


@pytest.mark.parametrize("text", ["0001", "0999", "9999", "9999-12", "9999-12-31", "2008..9999"])
def test_a_year_that_no_union_has_seen_or_will_see_is_a_slip_of_the_pen(text: str) -> None:
    with pytest.raises(UnknownPeriod, match="không đọc được"):
        parse_period(text)


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(UnknownPeriod, match="Kỳ kết thúc 31/12/2023 trước khi bắt đầu 01/01/2024"):
        parse_period("2024..2023")


@pytest.mark.parametrize(("text", "month"), [("05-31", 5), ("06-30", 6), ("11-30", 11), ("02-28", 2), ("02-29", 2)])
def test_a_cut_off_is_the_end_of_a_month(text: str, month: int) -> None:
    assert Cutoff.parse(text) == Cutoff(month)


@pytest.mark.parametrize("nothing", [None, ""])
def test_without_a_cut_off_the_year_is_the_calendars(nothing: str | None) -> None:
    assert Cutoff.parse(nothing) == CALENDAR == Cutoff.parse("06-30")


@pytest.mark.parametrize("text", ["05-30", "5-31", "13-31", "00-31", "31-05", "02-30", "31/5", "cuối tháng"])
def test_what_is_no_end_of_a_month_is_refused_as_a_cut_off(text: str) -> None:
    with pytest.raises(UnknownPeriod, match="Viết tháng-ngày cuối tháng, ví dụ 05-31"):
        Cutoff.parse(text)


# --- The same period of the year before ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("2024-05", "2023-05"),
        ("2024-02", "2023-02"),
        ("2024-Q2", "2023-Q2"),
        ("2024-H1", "2023-H1"),
        ("2024-9M", "2023-9M"),
        ("2024", "2023"),
        ("2023/2024", "2022/2023"),
    ],
)
def test_before_is_the_same_period_of_the_year_before(text: str, before: str) -> None:
    for cutoff in (CALENDAR, UNION):
        told = parse_period(text, cutoff).before
        assert told == parse_period(before, cutoff)
        assert told is not None
        assert (str(told), told.cutoff) == (before, cutoff)


@pytest.mark.parametrize("text", ["2008..2024-05", "2024-01-15..2024-06-20", "2024-05-17"])
def test_a_free_run_of_days_has_none_before_it(text: str) -> None:
    assert parse_period(text).before is None


# --- Its months and years --------------------------------------------------------------------------------------------


def test_the_months_of_a_union_half_year_begin_in_december() -> None:
    names = [str(month) for month in parse_period("2024-H1", UNION).months()]
    assert names == ["2023-12", "2024-01", "2024-02", "2024-03", "2024-04", "2024-05"]


def test_the_first_and_last_month_are_cut_to_the_period() -> None:
    first, *between, last = parse_period("2024-01-15..2024-03-10").months()
    assert (str(first), [str(m) for m in between], str(last)) == (
        "2024-01-15..2024-01-31",
        ["2024-02"],
        "2024-03-01..2024-03-10",
    )


def test_the_years_of_a_term_are_those_of_its_own_calendar() -> None:
    years = parse_period("2022..2024-05", UNION).years()
    assert [str(year) for year in years] == ["2022", "2023", "2023-12-01..2024-05-31"]


def test_a_month_lies_in_one_union_year() -> None:
    assert [str(year) for year in parse_period("2023-12", UNION).years()] == ["2023-12-01..2023-12-31"]


# --- Laws ------------------------------------------------------------------------------------------------------------


def tiles(parts: list[Period], whole: Period) -> bool:
    """Whether the parts follow one another without gap or overlap, from the first to the last day of the whole."""
    days = [whole.first_day - timedelta(days=1)] + [part.last_day for part in parts]
    firsts = [part.first_day for part in parts]
    return days[-1] == whole.last_day and all(
        first == last + timedelta(days=1) for last, first in zip(days, firsts, strict=False)
    )


@given(PERIODS)
def test_months_tile_a_period(period: Period) -> None:
    months = period.months()
    assert tiles(months, period)
    assert all(month.first_day.replace(day=1) == month.last_day.replace(day=1) for month in months)
    assert period.is_whole_months == all(month.is_whole_months for month in months)


@given(PERIODS)
def test_years_tile_a_period(period: Period) -> None:
    assert tiles(period.years(), period)


@given(PERIODS)
def test_what_is_written_is_read_again(period: Period) -> None:
    again = parse_period(str(period), period.cutoff)
    assert (again, again.cutoff) == (period, period.cutoff)


@given(PERIODS)
def test_each_month_and_year_can_be_written_and_read_again(period: Period) -> None:
    for part in period.months() + period.years():
        assert parse_period(str(part), period.cutoff) == part


@given(YEARS, CUTOFFS)
def test_two_halves_are_a_year_whatever_the_cut_off(year: int, cutoff: Cutoff) -> None:
    halves = [parse_period(f"{year}-H1", cutoff), parse_period(f"{year}-H2", cutoff)]
    assert tiles(halves, parse_period(f"{year}", cutoff))
    assert halves[0].last_day.month == cutoff.month


@given(YEARS, CUTOFFS)
def test_nine_months_are_the_years_first_nine(year: int, cutoff: Cutoff) -> None:
    nine, whole = parse_period(f"{year}-9M", cutoff), parse_period(f"{year}", cutoff)
    assert nine.first_day == whole.first_day
    assert nine.months() == whole.months()[:9]


@given(YEARS)
def test_four_quarters_and_twelve_months_are_a_calendar_year(year: int) -> None:
    whole = parse_period(f"{year}")
    assert tiles([parse_period(f"{year}-Q{n}") for n in range(1, 5)], whole)
    assert [str(month) for month in whole.months()] == [f"{year}-{n:02}" for n in range(1, 13)]


@given(YEARS, CUTOFFS)
def test_no_day_falls_between_two_years(year: int, cutoff: Cutoff) -> None:
    for spelling in ("{0}", "{0}/{1}"):
        one, next_one = (parse_period(spelling.format(y, y + 1), cutoff) for y in (year, year + 1))
        assert next_one.first_day - one.last_day == timedelta(days=1)


@given(NAMED)
def test_before_is_one_year_earlier(period: Period) -> None:
    before = period.before
    assert before is not None
    assert (before.first_day.year, before.first_day.month, before.first_day.day) == (
        period.first_day.year - 1,
        period.first_day.month,
        period.first_day.day,
    )
    assert before.cutoff == period.cutoff
    assert len(before.months()) == len(period.months())
    assert before.last_day < period.first_day


@given(PERIODS, PERIODS)
def test_containing_overlapping_and_crossing_say_what_their_days_say(one: Period, other: Period) -> None:
    assume(max(one.days, other.days) < 2000)
    mine = {one.first_day + timedelta(days=n) for n in range(one.days)}
    others = {other.first_day + timedelta(days=n) for n in range(other.days)}
    assert one.contains(other) == (others <= mine)
    assert one.overlaps(other) == one.overlaps(other) == bool(mine & others)
    assert one.crosses(other) == other.crosses(one) == bool(mine & others and mine - others and others - mine)


@given(PERIODS, DAYS)
def test_both_ends_belong_to_a_period(period: Period, day: date) -> None:
    assert period.first_day in period
    assert period.last_day in period
    assert period.first_day - timedelta(days=1) not in period
    assert period.last_day + timedelta(days=1) not in period
    assert (day in period) == period.contains(Period(day, day))


def test_periods_are_the_same_where_their_days_are_however_they_are_written() -> None:
    assert parse_period("2024-H1") == parse_period("2024-01..2024-06") == parse_period("2024-Q1..2024-Q2")
    assert len({parse_period("2024-H1"), parse_period("2024-01-01..2024-06-30")}) == 1
    assert parse_period("2024-H1") != parse_period("2024-H1", UNION)
