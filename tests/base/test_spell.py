"""Spells: half-open in the database, both ends in them everywhere else."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from congdoan.base.period import Period
from congdoan.base.spell import days, first_day, last_day, within
from congdoan.org.models import Unit

DAYS = st.dates(date(1930, 1, 1), date(2090, 12, 31))
ENDS = st.tuples(DAYS, DAYS).map(sorted)
DAY = timedelta(days=1)


@given(ENDS)
def test_the_first_and_the_last_day_given_are_those_that_are_told(ends: list[date]) -> None:
    span = days(ends[0], ends[1])
    assert [first_day(span), last_day(span)] == ends
    assert ends[1] in span
    assert ends[1] + DAY not in span
    assert ends[0] - DAY not in span


@given(DAYS)
def test_without_an_end_is_told_as_none(day: date) -> None:
    assert (first_day(days(day, None)), last_day(days(day, None))) == (day, None)
    assert (first_day(days(None, day)), last_day(days(None, day))) == (None, day)
    assert (first_day(days(None, None)), last_day(days(None, None))) == (None, None)


@given(ENDS)
def test_a_spell_within_a_period_has_the_periods_ends(ends: list[date]) -> None:
    assert within(Period(ends[0], ends[1])) == days(ends[0], ends[1])


@given(DAYS)
def test_one_day_is_a_spell(day: date) -> None:
    span = days(day, day)
    assert not span.isempty
    assert first_day(span) == last_day(span) == day


@pytest.mark.django_db
@settings(max_examples=30, deadline=None)
@given(ENDS, ENDS, DAYS)
def test_the_database_sees_the_same_days(life: list[date], asked: list[date], day: date) -> None:
    period = Period(asked[0], asked[1])
    with transaction.atomic():
        unit = Unit.objects.create(code="X", span=days(life[0], life[1]))
        unit.refresh_from_db()
        assert [unit.first_day, unit.last_day] == life
        for at in (day, life[0], life[0] - DAY, life[1], life[1] + DAY):
            assert Unit.objects.on(at).exists() == (life[0] <= at <= life[1])
        assert Unit.objects.during(period).exists() == period.overlaps(Period(life[0], life[1]))
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.parametrize("spell", [(None, None), (date(2024, 5, 1), None), (None, date(2024, 5, 1))])
def test_a_spell_without_an_end_holds_for_ever(spell: tuple[date | None, date | None]) -> None:
    unit = Unit.objects.create(code="X", span=days(*spell))
    unit.refresh_from_db()
    assert (unit.first_day, unit.last_day, unit.is_open) == (*spell, spell[1] is None)
    assert Unit.objects.on(date(1700, 1, 1)).exists() == (spell[0] is None)
    assert Unit.objects.on(date(2700, 1, 1)).exists() == (spell[1] is None)
