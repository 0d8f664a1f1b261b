"""Questions to the register about retirement; there is no table here, only days of birth."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import Count, F, Q

from congdoan.base.period import DAY, Period
from congdoan.catalogue.models import current
from congdoan.catalogue.rules import Catalogue
from congdoan.org.models import Unit
from congdoan.records.members.models import Member, Membership, MembershipQuerySet, Sex
from congdoan.records.retirement.rules import MONTHS, Ages

AGES, EARLIER = "retirement-age", "early-retirement"
YEARS = 5
"""So many years ahead are forecast."""
_LONG_AGO = date(1950, 1, 1)
"""Nobody who reached the age before is alive and a member."""


@dataclass(frozen=True)
class Leaver:
    """A member who reaches the age: the last day of work, the first of the pension, and the earliest such last day."""

    membership: Membership
    last_day: date
    earliest: date | None = None

    @property
    def pension_from(self) -> date:
        return self.last_day + DAY


@lru_cache(maxsize=2)
def _ages(catalogue: Catalogue) -> tuple[Ages | None, Ages | None]:
    table, early = catalogue.tables.get(AGES), catalogue.tables.get(EARLIER)
    if table is None:
        return None, None
    years = early.rows[-1].threshold("years_before") if early else 0
    return Ages(table), Ages(table, years * MONTHS) if years else None


def ages() -> Ages | None:
    """The ages that the law tells; None where the edition of the catalogue has no such table."""
    return _ages(current())[0]


def reaching(period: Period) -> Q:
    """Memberships of people who reach the age in a period; of no one where the catalogue tells no ages."""
    of = ages()
    found = Q(pk__in=[])
    for sex in Sex.values if of else ():
        born = _born_within(of, period, sex) if of else None
        if born:
            found |= Q(member__sex=sex, member__born__range=(born.first_day, born.last_day))
    return found


@lru_cache(maxsize=256)
def _born_within(of: Ages, period: Period, sex: str) -> Period | None:
    return of.born_within(period, sex)


def leavers(memberships: Iterable[Membership]) -> list[Leaver]:
    """When each of them leaves; those without a day of birth are left out."""
    normal, early = _ages(current())
    known = [each for each in memberships if each.member.born]
    return [_leaver(each, each.member, normal, early) for each in known] if normal else []


def _leaver(membership: Membership, member: Member, normal: Ages, early: Ages | None) -> Leaver:
    assert member.born is not None
    return Leaver(
        membership,
        normal.leaves_on(member.born, member.sex),
        early.leaves_on(member.born, member.sex) if early else None,
    )


def coming_years(today: date) -> list[Period]:
    """This year and those after it, five in all."""
    return [Period(date(year, 1, 1), date(year, 12, 31)) for year in range(today.year, today.year + YEARS)]


def before(years: Sequence[Period]) -> Period:
    """All the time before these years: who reached the age in it and still is a member."""
    return Period(_LONG_AGO, years[0].first_day - DAY)


@dataclass(frozen=True)
class Forecast:
    """How many members reach the age in each of some years, of how many no day of birth is known, and how many had
    `passed` it before the first of the years.
    """

    by_year: tuple[int, ...]
    unborn: int = 0
    passed: int = 0


def forecast(
    memberships: MembershipQuerySet,
    units: Iterable[Unit],
    years: Sequence[Period],
    *,
    on: date,
    alone: Unit | None = None,
) -> dict[int, Forecast]:
    """Of these memberships, at each unit with all beneath it on a day, and at `alone` without those beneath it."""
    places = Q(unit__lineage__ancestor__in=[unit.pk for unit in units])
    if alone is not None:
        places |= Q(unit__lineage__ancestor=alone, unit__lineage__depth=0)
    under = memberships.filter(
        places,
        _told_of(years),
        unit__lineage__superseded=None,
        unit__lineage__span__contains=on,
    )
    counts = _counts(years)
    rows = under.order_by().values(ancestor=F("unit__lineage__ancestor")).annotate(**counts)
    told = rows.values_list("ancestor", *counts)
    return {ancestor: Forecast(tuple(numbers), unborn, passed) for ancestor, unborn, passed, *numbers in told}


def own_forecast(memberships: MembershipQuerySet, years: Sequence[Period]) -> Forecast:
    """Of all these memberships."""
    unborn, passed, *numbers = memberships.filter(_told_of(years)).aggregate(**_counts(years)).values()
    return Forecast(tuple(numbers), unborn, passed)


def _told_of(years: Sequence[Period]) -> Q:
    """Whom a forecast of years that follow one another tells of, a few of all: the others need not be counted."""
    return Q(member__born=None) | reaching(Period(_LONG_AGO, years[-1].last_day))


def _counts(years: Sequence[Period]) -> dict[str, Count]:
    counts = {f"in_{place}": Count("pk", filter=reaching(year)) for place, year in enumerate(years)}
    passed = Count("pk", filter=reaching(before(years)))
    return {"unborn": Count("pk", filter=Q(member__born=None)), "passed": passed, **counts}
