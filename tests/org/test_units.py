"""Units through time: opened, named, placed and closed, and nothing of it ever lost."""

from datetime import date

import psycopg
import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from tests.conftest import Opener
from tests.world import BEGINNING, RECORDS_FROM, World

from congdoan.base.knowledge import keep_moment
from congdoan.base.period import parse_period
from congdoan.base.spell import days
from congdoan.catalogue.rules import Level
from congdoan.org.actions import (
    close_unit,
    keep_records_from,
    open_unit,
    place_unit,
    rename_unit,
    set_employer,
)
from congdoan.org.models import Employer, Name, Place, RecordsFrom, Unit, Workplace, alive, ancestors

SPRING, SUMMER, AUTUMN, WINTER = date(2024, 3, 1), date(2024, 6, 1), date(2024, 9, 1), date(2024, 12, 1)
EVE_OF_SUMMER = date(2024, 5, 31)


def fresh(unit: Unit) -> Unit:
    return Unit.objects.get(pk=unit.pk)


def parents(unit: Unit, *on: date) -> list[str]:
    return [str(unit.place_on(day).parent) for day in on]


# --- Opening and closing ---------------------------------------------------------------------------------------------


def test_a_unit_lives_from_its_founding_day_on(world: World) -> None:
    unit = open_unit(code="new", name="Công đoàn mới", level=Level.GRASSROOTS, parent=world.zone, day=SUMMER)
    assert (unit.first_day, unit.last_day, unit.is_open) == (SUMMER, None, True)
    assert not Unit.objects.open_on(EVE_OF_SUMMER).filter(pk=unit.pk).exists()
    assert Unit.objects.open_on(SUMMER).filter(pk=unit.pk).exists()


def test_a_units_first_place_holds_also_before_it_was_founded(world: World) -> None:
    assert [place.span for place in world.mill.places.all()] == [days(None, None)]
    assert parents(world.mill, date(1990, 1, 1), BEGINNING, date(2090, 1, 1)) == ["industry"] * 3


def test_a_code_is_given_once(world: World) -> None:
    with pytest.raises(ValidationError, match="Mã đơn vị mill đã có"):
        open_unit(code="mill", name="Nhà máy", level=Level.GRASSROOTS, parent=world.zone, day=SUMMER)


@pytest.mark.parametrize(("code", "name", "sentence"), [(" ", "Tên", "Nhập mã đơn vị"), ("x", " ", "Nhập tên đơn vị")])
def test_a_unit_has_a_code_and_a_name(world: World, code: str, name: str, sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        open_unit(code=code, name=name, level=Level.GRASSROOTS, parent=world.zone, day=SUMMER)


def test_a_closed_unit_lived_on_its_last_day(world: World) -> None:
    close_unit(world.mill, day=SUMMER)
    assert fresh(world.mill).last_day == SUMMER
    assert Unit.objects.open_on(SUMMER).filter(code="mill").exists()
    assert not Unit.objects.open_on(date(2024, 6, 2)).filter(code="mill").exists()


def test_a_closed_unit_stays_a_child_of_its_last_parent(world: World) -> None:
    close_unit(world.mill, day=SUMMER)
    assert parents(world.mill, SPRING, SUMMER, WINTER) == ["industry"] * 3


def test_a_unit_closed_beneath_its_successor_stands_there_from_that_day_on(world: World) -> None:
    close_unit(world.mill, day=SUMMER, beneath=world.plant)
    assert parents(world.mill, EVE_OF_SUMMER, SUMMER, WINTER) == ["industry", "plant", "plant"]


def test_a_unit_that_closes_before_it_opens_is_refused(world: World) -> None:
    with pytest.raises(ValidationError, match="Đơn vị không thể đóng trước ngày thành lập"):
        close_unit(world.mill, day=date(2009, 12, 31))
    assert fresh(world.mill).is_open


def test_a_unit_that_closes_before_it_opens_is_refused_by_the_database_too(world: World) -> None:
    empty = days(BEGINNING, date(2009, 12, 31))
    with pytest.raises(IntegrityError, match="unit_lives_at_least_a_day"), transaction.atomic():
        Unit.objects.filter(pk=world.head.pk).update(span=empty)
    with pytest.raises(IntegrityError, match="unit_lives_at_least_a_day"), transaction.atomic():
        Unit.objects.create(code="never", span=empty)
    with pytest.raises(DatabaseError), transaction.atomic():
        Unit.objects.create(code="backwards", span=days(SUMMER, SPRING))


def test_a_unit_closes_once(world: World) -> None:
    close_unit(world.mill, day=SUMMER)
    with pytest.raises(ValidationError, match="mill đã đóng ngày 01/06/2024"):
        close_unit(world.mill, day=AUTUMN)
    assert fresh(world.mill).last_day == SUMMER


def test_a_unit_may_live_for_one_day(world: World) -> None:
    unit = open_unit(code="short", name="Một ngày", level=Level.GRASSROOTS, parent=world.zone, day=SUMMER)
    close_unit(unit, day=SUMMER)
    assert alive(fresh(unit), parse_period("2024")) == parse_period("2024-06-01")


def test_units_are_never_deleted(lasting_world: World, another_connection: Opener) -> None:
    for alias in ("default", "owner"):
        with pytest.raises(psycopg.DatabaseError):
            another_connection(alias=alias).execute("DELETE FROM org_unit WHERE code = 'mill'")
        with pytest.raises(psycopg.DatabaseError):
            another_connection(alias=alias).execute("TRUNCATE org_unit CASCADE")
    assert Unit.objects.filter(code="mill").exists()


# --- Places ----------------------------------------------------------------------------------------------------------


def test_another_parent_holds_from_its_day_on(world: World) -> None:
    place_unit(world.mill, day=SUMMER, parent=world.zone)
    assert parents(world.mill, EVE_OF_SUMMER, SUMMER, date(2090, 1, 1)) == ["industry", "zone", "zone"]


def test_a_place_learned_late_holds_until_the_next_one_that_was_known(world: World) -> None:
    place_unit(world.mill, day=AUTUMN, parent=world.zone)
    place_unit(world.mill, day=SPRING, parent=world.schools)
    assert parents(world.mill, BEGINNING, SPRING, SUMMER, AUTUMN, WINTER) == [
        "industry",
        "schools",
        "schools",
        "zone",
        "zone",
    ]


def test_a_place_may_be_said_again_for_the_same_day(world: World) -> None:
    place_unit(world.mill, day=SUMMER, parent=world.zone)
    place_unit(world.mill, day=SUMMER, parent=world.schools)
    assert parents(world.mill, EVE_OF_SUMMER, SUMMER) == ["industry", "schools"]


def test_level_and_sector_change_apart_from_the_parent(world: World) -> None:
    place_unit(world.mill, day=SPRING, sector="public")
    place_unit(world.mill, day=SUMMER, level=Level.SUPERIOR)
    place_unit(world.mill, day=AUTUMN, parent=world.zone)
    told = [
        (place.parent, place.level, place.sector)
        for place in (world.mill.place_on(day) for day in (BEGINNING, SPRING, SUMMER, AUTUMN))
    ]
    assert told == [
        (world.industry, "grassroots", "non-state"),
        (world.industry, "grassroots", "public"),
        (world.industry, "superior", "public"),
        (world.zone, "superior", "public"),
    ]


def test_a_move_learned_late_is_not_undone_by_a_later_change_of_sector(world: World) -> None:
    place_unit(world.mill, day=SUMMER, sector="public")
    place_unit(world.mill, day=SPRING, parent=world.zone)
    assert parents(world.mill, SPRING, SUMMER, WINTER) == ["zone"] * 3
    assert [world.mill.place_on(day).sector for day in (SPRING, SUMMER, WINTER)] == ["non-state", "public", "public"]


def test_a_change_of_sector_learned_late_is_not_undone_by_a_later_move(world: World) -> None:
    place_unit(world.mill, day=SUMMER, parent=world.zone)
    place_unit(world.mill, day=AUTUMN, sector="public")
    place_unit(world.mill, day=SPRING, sector="")
    assert [world.mill.place_on(day).sector for day in (BEGINNING, SPRING, SUMMER, AUTUMN)] == [
        "non-state",
        "",
        "",
        "public",
    ]
    assert parents(world.mill, SPRING, SUMMER, AUTUMN) == ["industry", "zone", "zone"]


def test_a_unit_closed_beneath_its_successor_stays_there_whatever_sector_it_had_later(world: World) -> None:
    place_unit(world.mill, day=AUTUMN, sector="public")
    close_unit(world.mill, day=SUMMER, beneath=world.plant)
    assert parents(world.mill, SUMMER, AUTUMN, WINTER) == ["plant"] * 3


def test_a_circle_is_refused(world: World) -> None:
    for parent in (world.north, world.industry, world.mill):
        with pytest.raises(ValidationError, match="north không thể trực thuộc đơn vị nằm dưới chính nó"):
            place_unit(world.north, day=SUMMER, parent=parent)
    assert parents(world.north, BEGINNING, SUMMER, WINTER) == ["head"] * 3


def test_a_circle_that_would_close_only_later_is_refused(world: World) -> None:
    place_unit(world.schools, day=AUTUMN, parent=world.mill)
    with pytest.raises(ValidationError, match="mill không thể trực thuộc"):
        place_unit(world.mill, day=SPRING, parent=world.school)
    place_unit(world.mill, day=SPRING, sector="public")
    with pytest.raises(ValidationError, match="mill không thể trực thuộc"):
        place_unit(world.mill, day=BEGINNING, parent=world.school)


def test_two_that_were_each_others_parent_in_turn_make_no_circle(world: World) -> None:
    place_unit(world.mine, day=SPRING, parent=world.mill)
    place_unit(world.mine, day=SUMMER, parent=world.industry)
    place_unit(world.mill, day=AUTUMN, parent=world.mine)
    assert [unit.code for unit in ancestors(world.mine, on=SPRING)] == ["mill", "industry", "north", "head"]
    assert [unit.code for unit in ancestors(world.mill, on=AUTUMN)] == ["mine", "industry", "north", "head"]


def test_two_parents_on_one_day_are_refused_by_the_database(world: World) -> None:
    for span in (days(None, None), days(SUMMER, SUMMER), days(None, BEGINNING), days(WINTER, None)):
        with pytest.raises(IntegrityError, match="one_parent_a_day"), transaction.atomic():
            Place.objects.create(unit=world.mill, parent=world.zone, level=Level.GRASSROOTS, span=span)


def test_its_own_parent_is_refused_by_the_database(world: World) -> None:
    unit = Unit.objects.create(code="x", span=days(BEGINNING, None))
    with pytest.raises(IntegrityError, match="never_its_own_parent"), transaction.atomic():
        Place.objects.create(unit=unit, parent=unit, level=Level.GRASSROOTS, span=days(None, None))


def test_a_tree_may_be_of_unequal_depth(world: World) -> None:
    office = open_unit(code="office", name="Cơ quan", level=Level.GRASSROOTS, parent=world.head, day=BEGINNING)
    shift = open_unit(code="shift", name="Tổ", level=Level.SECTION, parent=world.mill, day=BEGINNING)
    assert [unit.code for unit in ancestors(office, on=SUMMER)] == ["head"]
    assert [unit.code for unit in ancestors(shift, on=SUMMER)] == ["mill", "industry", "north", "head"]
    grassroots = Unit.objects.under([world.head.pk], on=SUMMER).at(Level.GRASSROOTS, on=SUMMER)
    assert {unit.code for unit in grassroots} == {"mill", "mine", "school", "plant", "office"}


def test_units_are_found_by_where_they_stand_on_a_day(world: World) -> None:
    place_unit(world.industry, day=SUMMER, parent=world.south)
    under = {
        day: {unit.code for unit in Unit.objects.under([world.south.pk], on=day)} for day in (EVE_OF_SUMMER, SUMMER)
    }
    assert under[EVE_OF_SUMMER] == {"south", "zone", "plant"}
    assert under[SUMMER] == under[EVE_OF_SUMMER] | {"industry", "mill", "mine"}
    assert {unit.code for unit in Unit.objects.beneath(world.south, on=SUMMER)} == {"zone", "industry"}
    assert {unit.code for unit in Unit.objects.beneath(world.north, on=SUMMER)} == {"schools"}


# --- Names and employers ---------------------------------------------------------------------------------------------


def test_a_unit_is_called_by_the_name_of_the_day(world: World) -> None:
    rename_unit(world.mill, name="Công đoàn Nhà máy Dệt", day=SUMMER)
    rename_unit(world.mill, name="Công đoàn Công ty Dệt", day=WINTER)
    assert [world.mill.name_on(day) for day in (date(1999, 1, 1), BEGINNING, EVE_OF_SUMMER, SUMMER, WINTER)] == [
        "Công đoàn mill",
        "Công đoàn mill",
        "Công đoàn mill",
        "Công đoàn Nhà máy Dệt",
        "Công đoàn Công ty Dệt",
    ]


def test_a_name_learned_late_holds_until_the_next_one_that_was_known(world: World) -> None:
    rename_unit(world.mill, name="C", day=AUTUMN)
    rename_unit(world.mill, name="B", day=SPRING)
    assert [world.mill.name_on(day) for day in (SPRING, SUMMER, AUTUMN, WINTER)] == ["B", "B", "C", "C"]


def test_a_name_is_found_without_marks_and_sorts_by_the_alphabet(world: World) -> None:
    rename_unit(world.mill, name="Công đoàn Đường sắt", day=SUMMER)
    rename_unit(world.mine, name="Công đoàn Dệt may", day=SUMMER)
    assert Name.objects.on(SUMMER).get(folded__contains="duong sat").unit == world.mill
    names = Name.objects.on(SUMMER).filter(unit__in=[world.mill, world.mine]).order_by("sort_key")
    assert [str(name) for name in names] == ["Công đoàn Dệt may", "Công đoàn Đường sắt"]


@pytest.mark.parametrize(
    ("name", "day", "sentence"),
    [
        ("Tên", date(2009, 12, 31), "đơn vị chưa có"),
        ("Tên", BEGINNING, "tên đã đổi đúng ngày này"),
        ("  ", SUMMER, "Nhập tên đơn vị"),
    ],
)
def test_a_name_that_cannot_be_is_refused(world: World, name: str, day: date, sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        rename_unit(world.mill, name=name, day=day)
    assert [str(name) for name in world.mill.names.all()] == ["Công đoàn mill"]


def test_two_names_on_one_day_are_refused_by_the_database(world: World) -> None:
    with pytest.raises(IntegrityError, match="names_do_not_overlap"), transaction.atomic():
        Name.of(world.mill, "Tên khác", days(SUMMER, SUMMER)).save()


def test_a_unit_without_a_name_is_told_by_its_code(world: World) -> None:
    assert Unit.objects.create(code="x", span=days(BEGINNING, None)).name_on(SUMMER) == "x"


def test_the_employer_changes_through_time(world: World) -> None:
    first, second, third = (Employer.objects.create(name=f"Công ty {n}") for n in "ABC")
    set_employer(world.mill, employer=first, day=BEGINNING)
    set_employer(world.mill, employer=third, day=AUTUMN)
    set_employer(world.mill, employer=second, day=SPRING)
    told = [Workplace.objects.on(day).get(unit=world.mill).employer for day in (BEGINNING, SPRING, SUMMER, AUTUMN)]
    assert told == [first, second, second, third]
    with pytest.raises(ValidationError, match="đã đổi đúng ngày này"):
        set_employer(world.mill, employer=first, day=SPRING)


def test_an_employer_learned_before_the_first_holds_until_it(world: World) -> None:
    first, second = (Employer.objects.create(name=f"Công ty {n}") for n in "AB")
    set_employer(world.mill, employer=second, day=SUMMER)
    set_employer(world.mill, employer=first, day=SPRING)
    assert [place.employer for place in Workplace.objects.order_by("span")] == [first, second]
    assert Workplace.objects.on(EVE_OF_SUMMER).get().employer == first


# --- Records from ----------------------------------------------------------------------------------------------------


def test_a_unit_keeps_records_from_one_day(world: World) -> None:
    keep_records_from(world.school, day=SUMMER)
    assert RecordsFrom.objects.known().get(unit=world.school).day == SUMMER
    with pytest.raises(IntegrityError, match="one_records_from"), transaction.atomic():
        RecordsFrom.objects.create(unit=world.school, day=SPRING)


def test_what_was_said_of_records_and_places_stays_known_to_the_past(lasting_world: World) -> None:
    world = lasting_world
    moment = keep_moment()
    moment.refresh_from_db()
    keep_records_from(world.school, day=SUMMER)
    place_unit(world.mill, day=SUMMER, parent=world.zone)
    assert RecordsFrom.objects.known().get(unit=world.school).day == SUMMER
    assert RecordsFrom.objects.known(moment).get(unit=world.school).day == RECORDS_FROM
    assert Place.objects.known().on(SUMMER).get(unit=world.mill).parent == world.zone
    assert Place.objects.known(moment).on(SUMMER).get(unit=world.mill).parent == world.industry


@pytest.mark.parametrize(
    ("asked", "lived"),
    [
        ("2024", "2024-06-01..2024-09-01"),
        ("2024-07", "2024-07"),
        ("2024-06", "2024-06-01..2024-06-30"),
        ("2024-Q2", "2024-06-01..2024-06-30"),
        ("2024-Q4", None),
        ("2023", None),
    ],
)
@pytest.mark.django_db
def test_a_unit_is_alive_in_the_part_of_a_period_in_its_life(asked: str, lived: str | None) -> None:
    unit = Unit(code="x", span=days(SUMMER, AUTUMN))
    assert alive(unit, parse_period(asked)) == (parse_period(lived) if lived else None)
