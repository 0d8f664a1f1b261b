"""Founding: a unit, its place, its life, its first line in the figures."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from tests.records.asking import refused, value
from tests.world import BEGINNING, TODAY, World, the_day

from congdoan.catalogue.rules import Level
from congdoan.figures.models import Entry
from congdoan.org.models import Deed, Employer, RecordsFrom, Unit, User
from congdoan.org.rules import Right
from congdoan.records.structure.actions import NewUnit, absorb, begin, dissolve, found
from congdoan.records.structure.models import Change, Verb

SUMMER, AUTUMN = date(2024, 6, 1), date(2024, 9, 1)
DAM = NewUnit("dam", "Công đoàn Thủy điện", Level.GRASSROOTS, "public")


@pytest.mark.django_db
def test_the_federation_begins_with_its_first_officer() -> None:
    officer = User.objects.create(username="officer")
    with the_day(TODAY):
        head = begin(officer, code="VN", name="Tổng Liên đoàn", day=BEGINNING)
        assert list(officer.reach(Right.STRUCTURE)) == [head]
        place = head.place_on(BEGINNING)
        assert (head.first_day, place.parent, place.level) == (BEGINNING, None, "national")
        assert RecordsFrom.objects.get(unit=head).day == BEGINNING
        with pytest.raises(ValidationError, match="Sổ đã có đơn vị"):
            begin(officer, code="VN2", name="Tổng Liên đoàn khác", day=BEGINNING)


def test_founding_sets_place_life_records_and_name(world: World) -> None:
    unit = found(world.officer, DAM, parent=world.industry, day=SUMMER, decision="12/QĐ-LĐLĐ")
    place = unit.place_on(SUMMER)
    assert (unit.first_day, unit.last_day) == (SUMMER, None)
    assert (place.parent, place.level, place.sector) == (world.industry, "grassroots", "public")
    assert RecordsFrom.objects.known().get(unit=unit).day == SUMMER
    assert unit.name_on(SUMMER) == "Công đoàn Thủy điện"


def test_founding_is_a_record_with_its_decision(world: World) -> None:
    unit = found(world.officer, DAM, parent=world.industry, day=SUMMER, decision="12/QĐ-LĐLĐ")
    change = Change.objects.get(unit=unit)
    assert (change.verb, change.other, change.day, change.decision) == (
        Verb.FOUND,
        world.industry,
        SUMMER,
        "12/QĐ-LĐLĐ",
    )
    assert change.entry.traits == {"origin": "new", "level": "grassroots", "sector": "public"}
    assert str(change.get_verb_display()) == "Thành lập"


def test_a_grassroots_union_founded_is_counted_once_and_stands_from_that_day_on(world: World) -> None:
    found(world.officer, DAM, parent=world.industry, day=SUMMER)
    for unit in (world.industry, world.north, world.head):
        assert value("units.founded", unit, "2024") == 1
    assert value("units.founded", world.south, "2024") == 0
    assert value("units.founded", world.industry, "2024-05") == 0
    assert [value("units.grassroots", world.head, day) for day in (date(2024, 5, 31), SUMMER)] == [4, 5]


def test_a_unit_of_another_level_is_no_grassroots_union(world: World) -> None:
    found(world.officer, NewUnit("port", "Công đoàn cảng", Level.SUPERIOR), parent=world.south, day=SUMMER)
    assert value("units.founded", world.head, "2024") == 0
    assert value("units.grassroots", world.head, "2024") == 4


def test_how_many_work_there_and_where_is_kept(world: World) -> None:
    employer = Employer.objects.create(name="Công ty Thủy điện")
    new = NewUnit("dam", "Công đoàn Thủy điện", Level.GRASSROOTS, "public", workers=250, employer=employer)
    unit = found(world.officer, new, parent=world.industry, day=SUMMER)
    assert Entry.objects.get(unit=unit).traits["workers"] == 250
    assert unit.workplaces.get().employer == employer


def test_a_unit_may_keep_records_from_later_than_its_founding(world: World) -> None:
    unit = found(world.officer, DAM, parent=world.industry, day=BEGINNING, records_from=AUTUMN)
    assert RecordsFrom.objects.known().get(unit=unit).day == AUTUMN


def test_a_unit_may_be_older_than_the_one_above_it(world: World) -> None:
    unit = found(world.officer, DAM, parent=world.industry, day=date(1995, 1, 1))
    assert value("units.founded", world.head, "1995") == 1
    assert unit in Unit.objects.under([world.north.pk], on=date(1995, 1, 1))


@pytest.mark.parametrize(
    ("new", "day", "sentence"),
    [
        (NewUnit("mill", "Trùng mã", Level.GRASSROOTS), SUMMER, "Mã đơn vị mill đã có"),
        (NewUnit("x", "Sai loại hình", Level.GRASSROOTS, "moon"), SUMMER, "Không có loại hình “moon”"),
        (NewUnit("x", "Chưa đến", Level.GRASSROOTS), date(2025, 2, 1), "Ngày này chưa đến"),
        (NewUnit("", "Không mã", Level.GRASSROOTS), SUMMER, "Nhập mã đơn vị"),
        (NewUnit("x", "", Level.GRASSROOTS), SUMMER, "Nhập tên đơn vị"),
    ],
    ids=["code taken", "unknown sector", "ahead", "no code", "no name"],
)
def test_what_cannot_be_founded_is_refused_and_leaves_nothing(
    world: World, new: NewUnit, day: date, sentence: str
) -> None:
    with refused(sentence):
        found(world.officer, new, parent=world.industry, day=day)


def test_today_can_be_founded(world: World) -> None:
    assert found(world.officer, DAM, parent=world.industry, day=TODAY).first_day == TODAY


def test_nothing_is_founded_beneath_a_unit_that_has_ended(world: World) -> None:
    dissolve(world.officer, unit=world.plant, day=SUMMER)
    with refused("Đơn vị nhận đã kết thúc hoạt động"):
        found(world.officer, DAM, parent=world.plant, day=AUTUMN)


def test_who_may_not_change_the_structure_founds_nothing(world: World) -> None:
    for user, parent in ((world.clerk, world.mill), (world.chair, world.south), (world.stranger, world.head)):
        with refused("không có quyền sắp xếp tổ chức", PermissionDenied):
            found(user, DAM, parent=parent, day=SUMMER)
    assert found(world.chair, DAM, parent=world.schools, day=SUMMER).is_open


def test_what_happened_at_a_unit_before_it_was_founded_is_refused(world: World) -> None:
    unit = found(world.officer, DAM, parent=world.industry, day=SUMMER)
    with refused("Đơn vị thành lập ngày 01/06/2024; không ghi được việc trước ngày đó"):
        world.hold_dialogue(unit, date(2024, 5, 31))
    world.hold_dialogue(unit, SUMMER)


def test_each_founding_leaves_a_line_with_its_decision(world: World) -> None:
    found(world.chair, DAM, parent=world.industry, day=SUMMER, decision="12/QĐ-LĐLĐ")
    deed = Deed.objects.latest("pk")
    assert (deed.by, deed.verb, deed.subject, deed.unit) == (
        world.chair,
        "found",
        "unit dam",
        Unit.objects.get(code="dam"),
    )
    assert deed.words == {"other": "industry", "decision": "12/QĐ-LĐLĐ", "day": "2024-06-01"}


def test_a_code_of_a_closed_unit_is_not_given_again(world: World) -> None:
    absorb(world.officer, unit=world.mine, into=world.mill, day=SUMMER)
    with refused("Mã đơn vị mine đã có"):
        found(world.officer, NewUnit("mine", "Mỏ mới", Level.GRASSROOTS), parent=world.industry, day=AUTUMN)
