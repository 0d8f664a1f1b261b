"""One small known world: a confederation of ten units on fixed days, and four users with different rights in it."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker
from tests.conftest import _aliases_at, _copy_of, _name, _worker, template_name

from congdoan.base import clock
from congdoan.base.bound import Bound
from congdoan.base.period import parse_period
from congdoan.catalogue.actions import install_edition
from congdoan.catalogue.rules import Level
from congdoan.figures.actions import backfill, declare, set_plan
from congdoan.figures.models import Declaration, Plan
from congdoan.org.actions import appoint
from congdoan.org.models import Unit, User
from congdoan.org.rules import Role
from congdoan.records.activities.actions import record_activity
from congdoan.records.activities.models import Activity
from congdoan.records.members.actions import NewMember, admit
from congdoan.records.members.models import Membership
from congdoan.records.structure.actions import NewUnit, begin, found

EDITION = Path(__file__).parent / "edition"

BEGINNING = date(2010, 1, 1)
"""The day on which the confederation and its units were founded."""

RECORDS_FROM = date(2020, 1, 1)
"""The school's records begin here; the other units have kept theirs since they were founded."""

TODAY = date(2025, 1, 31)
"""The day that the clock stands at."""


@dataclass(frozen=True)
class World:
    """Units and users, and the deeds that tests do most, done by the officer.

    head > north > industry > mill (non-state), mine (public)
                 > schools  > school (public, records from 2020)
         > south > zone     > plant (non-state)
    """

    officer: User
    chair: User
    clerk: User
    stranger: User
    head: Unit
    north: Unit
    south: Unit
    industry: Unit
    schools: Unit
    zone: Unit
    mill: Unit
    mine: Unit
    school: Unit
    plant: Unit

    def found(
        self,
        code: str,
        level: Level,
        parent: Unit,
        *,
        day: date = BEGINNING,
        sector: str = "",
        records_from: date | None = None,
    ) -> Unit:
        new = NewUnit(code, f"Công đoàn {code}", level, sector)
        return found(self.officer, new, parent=parent, day=day, records_from=records_from)

    def hold_dialogue(self, unit: Unit, day: date, people: int | Bound = 20, trigger: str = "") -> Activity:
        details = {"trigger": trigger} if trigger else {}
        return record_activity(
            self.officer, unit=unit, day=day, kind="dialogue", measures={"people": people}, details=details
        )

    def move_money(self, unit: Unit, day: date, way: str, amount: int | Bound) -> Activity:
        """Take money into the unit's mutual fund (`thu`) or pay it out (`chi`), in đồng."""
        return record_activity(
            self.officer, unit=unit, day=day, kind="fund", measures={"amount": amount}, details={"way": way}
        )

    def admit(self, unit: Unit, day: date, count: int = 1) -> list[Membership]:
        people = [NewMember(f"Giàng A {number}", "male") for number in range(count)]
        return admit(self.officer, unit=unit, day=day, people=people)

    def declare(self, unit: Unit, indicator: str, period: str, bound: int | Bound) -> Declaration:
        told = bound if isinstance(bound, Bound) else Bound.exactly(bound)
        return declare(
            self.officer, unit=unit, indicator=indicator, period=parse_period(period), bound=told, basis="báo cáo năm"
        )

    def plan(self, unit: Unit, period: str, target: int, indicator: str = "members.admitted") -> Plan:
        return set_plan(self.officer, unit=unit, indicator=indicator, period=period, target=target)


def build_world() -> World:
    """The world, written into an empty database as on its days. The edition is installed first."""
    officer, chair, clerk, stranger = (
        User.objects.create(username=name) for name in ("officer", "chair", "clerk", "stranger")
    )

    def unit(code: str, level: Level, parent: Unit, sector: str = "", records_from: date | None = None) -> Unit:
        new = NewUnit(code, f"Công đoàn {code}", level, sector)
        return found(officer, new, parent=parent, day=BEGINNING, records_from=records_from)

    with clock.set_to(clock.at(BEGINNING)):
        head = begin(officer, code="head", name="Tổng Liên đoàn", day=BEGINNING)
        north = unit("north", Level.PROVINCIAL, head)
        south = unit("south", Level.PROVINCIAL, head)
        industry = unit("industry", Level.SUPERIOR, north)
        schools = unit("schools", Level.SUPERIOR, north)
        zone = unit("zone", Level.SUPERIOR, south)
        mill = unit("mill", Level.GRASSROOTS, industry, "non-state")
        mine = unit("mine", Level.GRASSROOTS, industry, "public")
        school = unit("school", Level.GRASSROOTS, schools, "public", RECORDS_FROM)
        plant = unit("plant", Level.GRASSROOTS, zone, "non-state")
        appoint(officer, user=chair, unit=north, role=Role.CHAIR, day=BEGINNING)
        appoint(officer, user=clerk, unit=mill, role=Role.CLERK, day=BEGINNING)
    return World(
        officer, chair, clerk, stranger, head, north, south, industry, schools, zone, mill, mine, school, plant
    )


@contextmanager
def the_day(day: date, hour: int = 8, minute: int = 0) -> Iterator[None]:
    """Let it be that day, at an hour."""
    with clock.set_to(clock.at(day, hour, minute)):
        yield


@contextmanager
def the_small_edition() -> Iterator[None]:
    """Let the catalogue be the tests' own, installed and backfilled."""
    with override_settings(CATALOGUE=EDITION):
        install_edition(EDITION)
        backfill()
        yield


@cache
def standing() -> tuple[str, World]:
    """The name of a database in which the world stands committed, and that world; built once in each worker."""
    name = standing_copy(template_name(), "world")
    with _aliases_at(name), the_small_edition(), the_day(TODAY):
        return name, build_world()


def standing_copy(template: str, part: str) -> str:
    """The name of a copy of a database that stays until the run ends, which drops all that it has made."""
    name = _name(f"{_worker()}_{part}")
    _kept.enter_context(_copy_of(template, name))
    return name


_kept = ExitStack()


@contextmanager
def at_its_day(name: str, *, come_back: bool = True) -> Iterator[None]:
    """Be in the database of a world, with its catalogue, on its day."""
    with _aliases_at(name, come_back=come_back), override_settings(CATALOGUE=EDITION), the_day(TODAY):
        yield


@contextmanager
def undone() -> Iterator[None]:
    """What is done inside is taken back, once all that was put off has been checked."""
    with transaction.atomic():
        yield
        if not transaction.get_rollback():
            connection.check_constraints()
        transaction.set_rollback(True)


@pytest.fixture
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """The world in a transaction that is rolled back."""
    with django_db_blocker.unblock():
        name, built = standing()
        with at_its_day(name), undone():
            yield deepcopy(built)


@contextmanager
def lasting() -> Iterator[World]:
    """The world in a database of its own, where each deed commits and other connections see it; then dropped."""
    name, built = standing()
    copy = _name(f"{_worker()}_{time.monotonic_ns():x}")
    with _copy_of(name, copy), at_its_day(copy, come_back=False):
        yield deepcopy(built)


@pytest.fixture
def lasting_world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with django_db_blocker.unblock(), lasting() as world:
        yield world
