"""The age of retirement by the table of the law, and who of the register reaches it when."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as some
from tests.world import TODAY, World

import congdoan
from congdoan.base.period import Period
from congdoan.base.spell import days
from congdoan.catalogue.rules import load
from congdoan.records.members.actions import NewMember, admit
from congdoan.records.members.models import Membership
from congdoan.records.retirement.models import Forecast, coming_years, forecast, leavers, own_forecast, reaching
from congdoan.records.retirement.rules import Ages

VGCL = Path(congdoan.__file__).parent / "catalogue" / "vgcl"
AGES = Ages(load(VGCL).tables["retirement-age"])
EARLY = Ages(load(VGCL).tables["retirement-age"], 60)
BIRTHDAYS = some.dates(date(1945, 1, 1), date(2008, 12, 31))
SEXES = some.sampled_from(["male", "female"])


# Of Phụ lục I of NĐ 135/2020: months of birth at the steps of the table, and the last day of work.
@pytest.mark.parametrize(
    ("sex", "born", "last_day"),
    [
        ("male", date(1960, 12, 31), date(2020, 12, 31)),
        ("male", date(1961, 1, 1), date(2021, 4, 30)),
        ("male", date(1961, 9, 15), date(2021, 12, 31)),
        ("male", date(1961, 10, 15), date(2022, 4, 30)),
        ("male", date(1962, 6, 1), date(2022, 12, 31)),
        ("male", date(1962, 7, 1), date(2023, 4, 30)),
        ("male", date(1964, 1, 31), date(2025, 4, 30)),
        ("male", date(1966, 4, 2), date(2028, 4, 30)),
        ("male", date(1990, 2, 28), date(2052, 2, 29)),
        ("female", date(1965, 12, 1), date(2020, 12, 31)),
        ("female", date(1966, 1, 1), date(2021, 5, 31)),
        ("female", date(1966, 9, 1), date(2022, 5, 31)),
        ("female", date(1968, 5, 30), date(2024, 9, 30)),
        ("female", date(1975, 5, 1), date(2035, 5, 31)),
    ],
)
def test_the_last_day_of_work_is_that_of_the_law(sex: str, born: date, last_day: date) -> None:
    assert AGES.leaves_on(born, sex) == last_day


def test_of_whom_only_the_year_is_known_the_first_of_january_stands_for_the_day() -> None:
    assert AGES.leaves_on(date(1964, 1, 1), "male") == date(2025, 4, 30)


def test_five_years_earlier_goes_by_the_age_of_that_earlier_year() -> None:
    assert EARLY.leaves_on(date(1966, 1, 1), "male") == date(2021, 4, 30)
    assert EARLY.leaves_on(date(1971, 1, 1), "female") == date(2021, 5, 31)


@given(BIRTHDAYS, BIRTHDAYS, SEXES)
def test_nobody_retires_before_somebody_older_of_their_sex(one: date, other: date, sex: str) -> None:
    older, younger = sorted([one, other])
    assert AGES.leaves_on(older, sex) <= AGES.leaves_on(younger, sex)


@given(BIRTHDAYS, some.integers(2013, 2060), some.integers(1, 12), some.integers(0, 40), SEXES)
def test_days_of_birth_and_of_leaving_tell_the_same(born: date, year: int, month: int, more: int, sex: str) -> None:
    period = Period(date(year, month, 1), date(year + more // 12, 12, 31))
    within = AGES.born_within(period, sex)
    assert (within is not None and born in within) == (AGES.leaves_on(born, sex) in period)


# --- The register ----------------------------------------------------------------------------------------------------


@pytest.fixture
def by_the_law(world: World) -> Iterator[None]:
    """The world with the catalogue that is shipped."""
    with override_settings(CATALOGUE=VGCL):
        yield


def enter(world: World, at: str, *people: tuple[str, str, date | None]) -> list[Membership]:
    new = [NewMember(name, sex, born) for name, sex, born in people]
    return admit(world.officer, unit=getattr(world, at), day=date(2024, 5, 1), people=new)


@pytest.mark.usefixtures("by_the_law")
def test_those_who_reach_the_age_in_a_period_are_found_with_their_days(world: World) -> None:
    enter(
        world,
        "mill",
        ("Giàng A Pao", "male", date(1964, 1, 31)),
        ("Lý Thị Dín", "female", date(1968, 9, 1)),
        ("Vàng A Chứ", "male", date(1990, 1, 1)),
        ("Sùng A Lử", "male", None),
    )
    year = Period(date(2025, 1, 1), date(2025, 12, 31))
    found = leavers(Membership.objects.filter(reaching(year)).select_related("member").order_by("member__sort_key"))
    assert [(each.membership.member.name, each.last_day, each.pension_from, each.earliest) for each in found] == [
        ("Giàng A Pao", date(2025, 4, 30), date(2025, 5, 1), date(2019, 1, 31)),
        ("Lý Thị Dín", date(2025, 5, 31), date(2025, 6, 1), date(2018, 9, 30)),
    ]


@pytest.mark.usefixtures("by_the_law")
def test_the_forecast_of_a_unit_is_what_those_beneath_it_add_up_to(world: World) -> None:
    enter(world, "mill", ("Giàng A Pao", "male", date(1964, 1, 31)), ("Hạng A Sà", "male", date(1965, 8, 2)))
    enter(world, "mine", ("Lý Thị Dín", "female", date(1968, 9, 1)))
    enter(world, "industry", ("Thào Thị Mỷ", "female", date(1969, 9, 1)))
    years = coming_years(TODAY)
    current = Membership.objects.current()
    told = forecast(current, [world.mill, world.mine, world.industry], years, on=TODAY)
    assert told[world.mill.pk].by_year == (1, 0, 1, 0, 0)
    assert told[world.mine.pk].by_year == (1, 0, 0, 0, 0)
    own = own_forecast(current.filter(unit=world.industry), years)
    assert forecast(current, [world.mill], years, on=TODAY, alone=world.industry) == {
        world.mill.pk: told[world.mill.pk],
        world.industry.pk: own,
    }
    parts = (told[world.mill.pk], told[world.mine.pk], own)
    assert told[world.industry.pk].by_year == tuple(map(sum, zip(*(part.by_year for part in parts), strict=True)))


@pytest.mark.usefixtures("by_the_law")
def test_the_forecast_counts_whom_the_days_of_each_person_tell(world: World) -> None:
    born = [None, *(date(1960 + month // 12, month % 12 + 1, 15) for month in range(0, 180, 4))]
    for at in ("mill", "mine", "industry"):
        enter(world, at, *((f"{sex} {day}", sex, day) for day in born for sex in ("male", "female")))
    years, current = coming_years(TODAY), Membership.objects.current()
    everybody = leavers(current.select_related("member"))

    def counted(unit: int) -> Forecast:
        days = [each.last_day for each in everybody if each.membership.unit_id == unit]
        passed = sum(day < years[0].first_day for day in days)
        return Forecast(tuple(sum(day in year for day in days) for year in years), unborn=2, passed=passed)

    told = forecast(current, [world.mill, world.mine], years, on=TODAY, alone=world.industry)
    assert told == {unit.pk: counted(unit.pk) for unit in (world.mill, world.mine, world.industry)}
    assert min(told[world.mill.pk].by_year) > 0


@pytest.mark.usefixtures("by_the_law")
def test_who_has_left_is_forecast_no_more(world: World) -> None:
    (pao,) = enter(world, "mill", ("Giàng A Pao", "male", date(1964, 1, 31)))
    Membership.objects.filter(pk=pao.pk).update(span=days(date(2024, 5, 1), date(2024, 12, 31)))
    assert own_forecast(Membership.objects.current(), coming_years(TODAY)) == Forecast((0, 0, 0, 0, 0))


def test_without_a_table_in_the_catalogue_nobody_is_guessed_at(world: World) -> None:
    enter(world, "mill", ("Giàng A Pao", "male", date(1964, 1, 31)))
    assert not Membership.objects.filter(reaching(coming_years(TODAY)[0])).exists()
    assert leavers(Membership.objects.select_related("member")) == []
