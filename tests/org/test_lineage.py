"""The tree closed over time: at every day the same as climbing from parent to parent, and never edited."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st
from psycopg.errors import InsufficientPrivilege, RestrictViolation
from tests.conftest import Opener
from tests.examples import tried_on
from tests.world import World

from congdoan.base.knowledge import Moment, keep_moment
from congdoan.base.spell import days
from congdoan.catalogue.rules import Level
from congdoan.org.actions import close_unit, open_unit, place_unit
from congdoan.org.models import Lineage, Place, Unit

START = date(2020, 1, 1)
SUMMER = date(2024, 6, 1)
UNITS = 6
STEPS = 10

UNIT = st.integers(1, UNITS - 1)
STEP = st.integers(0, STEPS)
CHANGES = st.lists(
    st.one_of(
        st.tuples(st.just("move"), UNIT, STEP, st.integers(0, UNITS - 1)),
        st.tuples(st.just("grade"), UNIT, STEP, st.sampled_from([Level.SUPERIOR, Level.GRASSROOTS])),
        st.tuples(st.just("sector"), UNIT, STEP, st.sampled_from(["public", "non-state"])),
        st.tuples(st.just("close"), UNIT, STEP, st.integers(0, UNITS - 1)),
    ),
    max_size=8,
)
Change = tuple[str, int, int, int | str]
Row = tuple[str, str, int, str, str]


def day_of(step: int) -> date:
    return START + timedelta(days=3 * step)


DAYS = [START - timedelta(days=1000), *(day_of(s) + timedelta(days=n) for s in range(-1, STEPS + 1) for n in (0, 1, 2))]


@contextmanager
def undone() -> Iterator[None]:
    """What is done inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def live_through(changes: list[Change]) -> list[Unit]:
    """A root with five units beneath it, and what then happens to them; what is refused leaves nothing behind."""
    root = open_unit(code="u0", name="Gốc", level=Level.NATIONAL, parent=None, day=START)
    units = [root] + [
        open_unit(code=f"u{n}", name=f"Đơn vị {n}", level=Level.GRASSROOTS, parent=root, day=START)
        for n in range(1, UNITS)
    ]
    for verb, key, step, what in changes:
        try:
            apply(verb, units, units[key], day_of(step), what)
        except ValidationError:
            continue
    return units


def apply(verb: str, units: list[Unit], unit: Unit, day: date, what: int | str) -> None:
    match verb, what:
        case "move", int():
            place_unit(unit, day=day, parent=units[what])
        case "grade", str():
            place_unit(unit, day=day, level=Level(what))
        case "sector", str():
            place_unit(unit, day=day, sector=what)
        case "close", int():
            close_unit(unit, day=day, beneath=units[what])


class Tree:
    """The lineage and the places as known now, read once and asked for many days."""

    def __init__(self, moment: Moment | None = None) -> None:
        self.lineage = list(Lineage.objects.known(moment).select_related("unit", "ancestor"))
        self.places = list(Place.objects.known(moment).select_related("unit"))

    def told(self, day: date) -> list[Row]:
        """The rows of the closed tree on a day."""
        rows = [row for row in self.lineage if day in row.span]
        return sorted((row.unit.code, row.ancestor.code, row.depth, row.level, row.sector) for row in rows)

    def climbed(self, day: date) -> list[Row]:
        """The same by climbing from each unit, parent by parent, to the root."""
        standing = [place for place in self.places if day in place.span]
        places = {place.unit_id: place for place in standing}
        assert len(places) == len(standing), "two places on one day"
        rows: list[Row] = []
        for place in standing:
            above: Place | None = place
            depth = 0
            while above is not None:
                rows.append((place.unit.code, above.unit.code, depth, place.level, place.sector))
                above, depth = places[above.parent_id] if above.parent_id else None, depth + 1
                assert depth <= len(places), "a circle"
        return sorted(rows)


@pytest.mark.django_db
@tried_on(60)
@given(CHANGES)
def test_lineage_is_what_climbing_the_places_tells_on_every_day(changes: list[Change]) -> None:
    with undone():
        units = live_through(changes)
        tree = Tree()
        for day in DAYS:
            assert tree.told(day) == tree.climbed(day)
            assert len([row for row in tree.told(day) if row[1] == "u0"]) == len(units)


@pytest.mark.django_db
@tried_on(40)
@given(CHANGES)
def test_lineage_is_cut_only_where_something_changes(changes: list[Change]) -> None:
    with undone():
        live_through(changes)
        ends = {
            (row.unit_id, row.ancestor_id, row.depth, row.level, row.sector, row.last_day)
            for row in Tree().lineage
            if row.last_day
        }
        for row in Tree().lineage:
            if row.first_day:
                eve = row.first_day - timedelta(days=1)
                assert (row.unit_id, row.ancestor_id, row.depth, row.level, row.sector, eve) not in ends


@pytest.mark.django_db
@tried_on(60)
@given(CHANGES, CHANGES)
def test_what_was_told_before_a_change_is_superseded_and_not_edited(first: list[Change], then: list[Change]) -> None:
    with undone():
        units = live_through(first)
        before = {row.pk: row for row in Lineage.objects.all()}
        for verb, key, step, what in then:
            try:
                apply(verb, units, units[key], day_of(step), what)
            except ValidationError:
                continue
        after = {row.pk: row for row in Lineage.objects.all()}
        assert before.keys() <= after.keys()
        for key, row in before.items():
            same = ("unit_id", "ancestor_id", "depth", "level", "sector", "span", "xact")
            assert [getattr(after[key], name) for name in same] == [getattr(row, name) for name in same]
            assert row.superseded is None or after[key].superseded == row.superseded


@pytest.mark.django_db
def test_a_change_that_changes_nothing_writes_no_lineage() -> None:
    units = live_through([("move", 2, 3, 1)])
    before = Lineage.objects.count()
    place_unit(units[2], day=day_of(5), parent=units[1])
    place_unit(units[2], day=day_of(6), level=Level.GRASSROOTS)
    assert Lineage.objects.count() == before
    assert Tree().told(day_of(7)) == Tree().climbed(day_of(7))


def test_a_move_takes_along_all_that_stands_beneath(world: World) -> None:
    place_unit(world.industry, day=SUMMER, parent=world.zone)
    on = {
        day: list(Lineage.objects.known().on(day).filter(unit=world.mill).order_by("depth"))
        for day in (SUMMER - timedelta(days=1), SUMMER)
    }
    assert [[row.ancestor.code for row in rows] for rows in on.values()] == [
        ["mill", "industry", "north", "head"],
        ["mill", "industry", "zone", "south", "head"],
    ]


def test_lineage_tells_the_level_and_sector_of_the_unit_itself(world: World) -> None:
    rows = Lineage.objects.known().on(SUMMER).filter(unit=world.mill)
    assert {(row.level, row.sector) for row in rows} == {("grassroots", "non-state")}


def test_nothing_else_of_what_is_superseded_can_be_edited_or_deleted(
    lasting_world: World, another_connection: Opener
) -> None:
    app, owner = another_connection(autocommit=True), another_connection(alias="owner", autocommit=True)
    for table in ("org_lineage", "org_place", "org_recordsfrom"):
        for statement in (f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE", f"UPDATE {table} SET xact = '1'"):
            with pytest.raises(InsufficientPrivilege):
                app.execute(statement)
            with pytest.raises(RestrictViolation):
                owner.execute(statement)
    for change in ("depth = 7", "level = 'x'", "sector = 'x'", "span = '[2020-01-01,)'", "unit_id = ancestor_id"):
        with pytest.raises(InsufficientPrivilege):
            app.execute(f"UPDATE org_lineage SET {change}")
        with pytest.raises(RestrictViolation, match="chỉ được thay bằng dòng mới"):
            owner.execute(f"UPDATE org_lineage SET {change}")


def test_a_row_is_superseded_only_now_and_only_once(world: World) -> None:
    row = Lineage.objects.known().get(unit=world.plant, depth=1)

    def supersede(by: str) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE org_lineage SET superseded = {by} WHERE id = %s", [row.pk])

    with pytest.raises(DatabaseError, match="chỉ được thay bằng dòng mới"):
        supersede("'1'::xid8")
    supersede("ledger_xact()")
    for later in ("ledger_xact()", "NULL"):
        with pytest.raises(DatabaseError, match="chỉ được thay bằng dòng mới"):
            supersede(later)


def test_one_way_up_a_day_is_kept_by_the_database(world: World) -> None:
    row = Lineage.objects.known().get(unit=world.plant, depth=1)
    again = Lineage(unit=row.unit, ancestor=row.ancestor, depth=2, level=row.level, span=days(SUMMER, SUMMER))
    with pytest.raises(DatabaseError, match="one_way_up_a_day"), transaction.atomic():
        again.save()


def test_the_tree_as_it_was_known_can_be_told_again(lasting_world: World) -> None:
    world = lasting_world
    moment = keep_moment()
    moment.refresh_from_db()
    before = Tree().told(SUMMER)
    place_unit(world.industry, day=SUMMER, parent=world.south)
    close_unit(world.mine, day=SUMMER, beneath=world.mill)
    assert Tree().told(SUMMER) != before
    assert Tree(moment).told(SUMMER) == Tree(moment).climbed(SUMMER) == before
