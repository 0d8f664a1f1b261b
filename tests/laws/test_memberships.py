"""Laws of memberships: whatever is done, each person is in one place at most, and the stock is what its flows left."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import event, given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings
from tests.laws.histories import law
from tests.records.asking import own, value
from tests.records.workbooks import HEAD, workbook
from tests.world import TODAY, World, the_day

from congdoan.figures.models import Entry
from congdoan.org.actions import appoint
from congdoan.org.models import Unit, User
from congdoan.org.rules import Role
from congdoan.records.imports.actions import send_in, take_in, undo
from congdoan.records.imports.models import How, State, Upload, What
from congdoan.records.members.actions import (
    NewMember,
    admit,
    answer_transfer,
    ask_transfer,
    complete_due,
    leave,
    readmit,
    resume,
    suspend,
    take_back_transfer,
    withdraw_admission,
    withdraw_leaving,
    withdraw_suspension,
    withdraw_transfer,
)
from congdoan.records.members.models import Member, Membership, Suspension, Transfer

IN, OUT = ("admission", "readmission", "arrival"), ("departure", "leaving")
REASONS = ("resigned", "expelled", "died", "retired")


@dataclass
class Register:
    """Three units, each with its own clerk, and the day that it is; what is refused did not happen."""

    world: World
    units: list[Unit]
    clerks: list[User]
    today: date = TODAY
    written: int = 0
    done: list[str] = field(default_factory=list)

    def play(self, verb: str, which: int, where: int, ago: int) -> None:
        with the_day(self.today), _unless_refused(self, verb):
            getattr(self, verb)(which, where % len(self.units), self.today - timedelta(days=ago))

    def _membership(self, which: int) -> Membership:
        found: Membership = _one(Membership.objects.current().select_related("unit", "member").order_by("pk"), which)
        return found

    def _clerk_of(self, unit: Unit) -> User:
        return self.clerks[self.units.index(unit)]

    def admitted(self, which: int, where: int, day: date) -> None:
        people = [NewMember(f"Giàng A {number}", "male") for number in range(1 + which % 2)]
        admit(self.clerks[where], unit=self.units[where], day=day, people=people)

    def pushed(self, which: int, where: int, day: date) -> None:
        membership = self._membership(which)
        ask_transfer(self._clerk_of(membership.unit), membership=membership, to=self.units[where], day=day)

    def pulled(self, which: int, where: int, day: date) -> None:
        ask_transfer(self.clerks[where], membership=self._membership(which), to=self.units[where], day=day)

    def answered(self, which: int, where: int, day: date) -> None:
        transfer = _one(Transfer.objects.waiting().order_by("pk"), which)
        answer_transfer(self._clerk_of(transfer.answering), transfer=transfer, agree=bool(where), reason="không")

    def taken_back(self, which: int, where: int, day: date) -> None:
        transfer = _one(Transfer.objects.waiting().order_by("pk"), which)
        take_back_transfer(self._clerk_of(transfer.asking), transfer=transfer, reason="nhầm")

    def unanswered(self, which: int, where: int, day: date) -> None:
        self.today += timedelta(days=40)
        with the_day(self.today):
            complete_due()

    def moved_by_mistake(self, which: int, where: int, day: date) -> None:
        withdraw_transfer(self.world.officer, membership=self._membership(which), reason="nhầm")

    def suspended(self, which: int, where: int, day: date) -> None:
        suspend(self.world.officer, membership=self._membership(which), day=day)

    def resumed(self, which: int, where: int, day: date) -> None:
        suspension = _one(Suspension.objects.filter(ended=None).order_by("pk"), which)
        resume(self.world.officer, suspension=suspension, day=day)

    def left(self, which: int, where: int, day: date) -> None:
        membership = self._membership(which)
        leave(self.world.officer, memberships=[membership], day=day, reason=REASONS[where % len(REASONS)])

    def left_by_mistake(self, which: int, where: int, day: date) -> None:
        ended = Membership.objects.standing().filter(left__noun="leaving").select_related("unit").order_by("pk")
        withdraw_leaving(self.world.officer, membership=_one(ended, which), reason="nhầm")

    def suspended_by_mistake(self, which: int, where: int, day: date) -> None:
        suspensions = Suspension.objects.select_related("membership__unit").order_by("pk")
        withdraw_suspension(self.world.officer, suspension=_one(suspensions, which), reason="nhầm")

    def readmitted(self, which: int, where: int, day: date) -> None:
        member = _one(Member.objects.filter(memberships__left__noun="leaving").order_by("pk").distinct(), which)
        readmit(self.world.officer, unit=self.units[where], day=day, members=[member])

    def unadmitted(self, which: int, where: int, day: date) -> None:
        withdraw_admission(self.world.officer, membership=self._membership(which), reason="nhầm")

    def imported(self, which: int, where: int, day: date) -> None:
        self.written += 1
        rows = [(f"Lý Thị {each}", "nữ", "1990", f"{self.written:06}{each:06}") for each in range(1 + which % 3)]
        upload = send_in(
            self.clerks[where],
            unit=self.units[where],
            what=What.MEMBERS,
            name="ds.xlsx",
            data=workbook(HEAD, *rows),
            how=How.ADMISSION if which % 2 else How.ARRIVAL,
            day=day,
        )
        take_in(self.clerks[where], upload=upload)

    def undone(self, which: int, where: int, day: date) -> None:
        upload = _one(Upload.objects.filter(state=State.TAKEN).order_by("pk"), which)
        undo(self._clerk_of(upload.unit), upload=upload, reason="nhầm")


VERBS = [
    name for name, verb in vars(Register).items() if callable(verb) and not name.startswith("_") and name != "play"
]
COMING = ["admitted", "imported", "pushed", "pulled", "answered", "unanswered"]
AGO = [0, 1, 30, 200, 500]
steps = st.lists(
    st.tuples(
        st.sampled_from(COMING + VERBS), st.integers(0, 5), st.integers(0, 2), st.sampled_from([0, 1, 30, 200, 500])
    ),
    min_size=6,
    max_size=16,
)


def _one(rows, which: int):  # type: ignore[no-untyped-def]
    """One of some rows; where there is none, nothing is done."""
    found = list(rows)
    if not found:
        raise ValidationError("nobody there")
    return found[which % len(found)]


@contextmanager
def _unless_refused(register: Register, verb: str) -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
    except ValidationError:
        return
    register.done.append(verb)


@contextmanager
def played(world: World, told: list[tuple[str, int, int, int]]) -> Iterator[Register]:
    """A register in which all of it was done; gone at the end."""
    with transaction.atomic():
        units, clerks = [world.mill, world.mine, world.plant], [world.clerk]
        for unit in units[1:]:
            clerks.append(User.objects.create(username=f"clerk-{unit.code}"))
            appoint(world.officer, user=clerks[-1], unit=unit, role=Role.CLERK, day=date(2020, 1, 1))
        register = Register(world, units, clerks)
        for verb, which, where, ago in told:
            register.play(verb, which, where, ago)
        for verb in register.done:
            event(verb)
        yield register
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def files_aside(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def days_that_matter(register: Register) -> list[date]:
    """The days on which somebody comes or goes, and those around them."""
    found = set(Entry.objects.values_list("last_day", flat=True))
    around = {day + timedelta(days=shift) for day in found for shift in (-1, 0)}
    return sorted(day for day in around | {register.today} if day <= register.today)


def flows(unit: Unit, day: date) -> int:
    """Who came less who went, until a day."""
    there = Entry.objects.standing().filter(unit=unit, last_day__lte=day)
    return there.filter(noun__in=IN).count() - there.filter(noun__in=OUT).count()


@law
@given(steps)
def test_nobody_is_ever_in_two_places_nor_lost_on_the_way(world: World, told: list[tuple[str, int, int, int]]) -> None:
    with played(world, told) as register:
        for member in Member.objects.prefetch_related("memberships__left"):
            times = sorted(
                (each for each in member.memberships.all() if not each.withdrawn), key=lambda each: each.span.lower
            )
            for day in days_that_matter(register):
                assert sum(day in each.span for each in times) <= 1
            for each, following in pairwise(times):
                assert each.span.upper is not None, "only the last lasts"
                if each.left and each.left.noun == "departure":
                    assert following.span.lower == each.span.upper, "who is transferred arrives on the day they leave"
            assert not times or times[-1].left is None or times[-1].left.noun == "leaving"


@law
@given(steps)
def test_the_stock_is_what_came_less_what_went_at_every_unit(
    world: World, told: list[tuple[str, int, int, int]]
) -> None:
    with played(world, told) as register, the_day(register.today):
        for day in days_that_matter(register)[-8:]:
            for unit in register.units:
                there = Membership.objects.standing().on(day).filter(unit=unit).count()
                assert own("members.total", unit, day) == flows(unit, day) == there, (unit.code, day)
            everywhere = Membership.objects.standing().on(day).count()
            assert value("members.total", world.head, day) == everywhere
