"""What is entered on which day, and what its entering needs at hand."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum

from congdoan.base import clock
from congdoan.demo.superiors import BEGUN, CHAIR_SINCE, CHAIRED, CLERK_SINCE, INDUSTRY, LAOCAI, MERGED, NATION, YENBAI
from congdoan.org.models import Unit, User
from congdoan.records.activities.models import Activity
from congdoan.records.members.models import Membership


class Turn(IntEnum):
    """What comes before what on one day."""

    FOUND = 1
    MOVE = 2
    PEOPLE = 3
    CLOSE = 4
    ACTIVITIES = 5
    CORRECT = 6
    DECLARE = 7
    PLAN = 8


@dataclass
class Book:
    """The rows behind the story's own keys: users by name, units by code, memberships by person, activities by key."""

    users: dict[str, User] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    memberships: dict[int, Membership] = field(default_factory=dict)
    activities: dict[str, Activity] = field(default_factory=dict)

    def officer(self, unit: str) -> User:
        """Who decides about a unit: the officer of its province as it is today; the nation's when the book is begun."""
        if unit in (NATION, LAOCAI, YENBAI) or clock.today() == BEGUN:
            return self.users["national"]
        if unit.startswith(YENBAI) and clock.today() < MERGED:
            return self.users["yenbai"]
        return self.users["officer"]

    def writer(self, unit: str) -> User:
        """Who writes down what happens at a unit; at the chair's, the chair since that congress."""
        return self.users["chair"] if unit == CHAIRED and clock.today() >= CHAIR_SINCE else self.keeper(unit)

    def keeper(self, unit: str) -> User:
        """Who writes for several units at once: the clerk of the sector union, or the officer of the province."""
        if unit.startswith(INDUSTRY) and clock.today() >= CLERK_SINCE:
            return self.users["clerk"]
        if unit.startswith(YENBAI) and clock.today() < MERGED:
            return self.users["yenbai"]
        return self.users["officer"]


@dataclass(frozen=True)
class Act:
    """Something entered on a day, in its turn; `told` says what, for the digest of the story."""

    entered: date
    turn: Turn
    told: str
    enter: Callable[[Book], object]

    @property
    def order(self) -> tuple[date, Turn]:
        return self.entered, self.turn
