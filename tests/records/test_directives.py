"""Directives: registered once, asking for something by year, of units beneath, studied at sessions on record."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from tests.world import World

from congdoan.org.models import Deed
from congdoan.records.activities.actions import withdraw_activity
from congdoan.records.directives.actions import (
    Wording,
    charge_units,
    correct_directive,
    link_study,
    register_directive,
    set_objective,
    unlink_study,
)
from congdoan.records.directives.models import Directive
from congdoan.records.directives.rules import Sort, review_period
from congdoan.records.structure.actions import hand_over

WORDING = Wording(
    sort=Sort.RESOLUTION,
    number="20-NQ/TW",
    title="Về tiếp tục xây dựng giai cấp công nhân",
    issuer="Ban Chấp hành Trung ương",
    day=date(2008, 1, 28),
    form="review",
)


@pytest.fixture
def directive(world: World) -> Directive:
    return register_directive(world.officer, unit=world.north, wording=WORDING)


def test_a_directive_is_registered_once_and_noted(world: World, directive: Directive) -> None:
    assert str(directive) == "Nghị quyết 20-NQ/TW"
    assert Deed.objects.get(verb="registered_directive").words["directive"] == "Nghị quyết 20-NQ/TW"
    with pytest.raises(ValidationError, match="đã có trong danh mục"):
        register_directive(world.officer, unit=world.north, wording=WORDING)
    corrected = correct_directive(world.officer, directive=directive, wording=replace(WORDING, title="Trích yếu khác"))
    assert corrected.title == "Trích yếu khác"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"number": " "}, "number"),
        ({"title": ""}, "title"),
        ({"issuer": ""}, "issuer"),
        ({"day": date(2099, 1, 1)}, "day"),
        ({"form": "own-half"}, "form"),
        ({"form": "nothing"}, "form"),
    ],
)
def test_what_is_missing_or_cannot_be_is_said_on_its_field(world: World, wrong: dict[str, object], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        register_directive(world.officer, unit=world.north, wording=replace(WORDING, **wrong))  # type: ignore[arg-type]
    assert set(refused.value.message_dict) == {field}
    assert not Directive.objects.exists()


def test_only_who_plans_there_writes_the_register(world: World, directive: Directive) -> None:
    with pytest.raises(PermissionDenied):
        register_directive(world.clerk, unit=world.north, wording=WORDING)
    with pytest.raises(PermissionDenied):
        set_objective(world.clerk, directive=directive, indicator="members.admitted", year=2024, target=5)


def test_an_objective_is_set_changed_and_dropped(world: World, directive: Directive) -> None:
    for target in (480, 500):
        set_objective(world.officer, directive=directive, indicator="members.admitted", year=2024, target=target)
    assert [each.target for each in directive.objectives.all()] == [500]
    set_objective(world.officer, directive=directive, indicator="members.admitted", year=2024, target=None)
    assert not directive.objectives.exists()


@pytest.mark.parametrize(
    ("indicator", "year", "target", "field"),
    [
        ("nothing", 2024, 5, "indicator"),
        ("members.admitted.rate", 2024, 5, "indicator"),
        ("members.admitted", 2007, 5, "year"),
        ("members.admitted", 2999, 5, "year"),
        ("members.admitted", 2024, 0, "target"),
        ("members.admitted", 2024, -3, "target"),
    ],
)
def test_an_objective_that_cannot_be_is_refused(
    world: World, directive: Directive, indicator: str, year: int, target: int, field: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        set_objective(world.officer, directive=directive, indicator=indicator, year=year, target=target)
    assert set(refused.value.message_dict) == {field}


def test_units_beneath_are_charged_and_no_others(world: World, directive: Directive) -> None:
    charge_units(world.officer, directive=directive, units=[world.mill, world.industry])
    charge_units(world.officer, directive=directive, units=[world.industry])
    assert [duty.unit for duty in directive.duties.all()] == [world.industry]
    with pytest.raises(ValidationError, match="Không trực thuộc"):
        charge_units(world.officer, directive=directive, units=[world.south])
    assert [duty.unit for duty in directive.duties.all()] == [world.industry]


def test_who_is_charged_stays_so_after_it_moved_away_until_it_is_taken_off(world: World, directive: Directive) -> None:
    charge_units(world.officer, directive=directive, units=[world.mill])
    hand_over(world.officer, unit=world.mill, to=world.south, day=date(2025, 1, 2))
    for units in ([world.mill, world.mine], [world.mine]):
        charge_units(world.officer, directive=directive, units=units)
        assert {duty.unit for duty in directive.duties.all()} == set(units)
    with pytest.raises(ValidationError, match="Không trực thuộc"):
        charge_units(world.officer, directive=directive, units=[world.mill])


def test_it_concerns_who_keeps_it_and_who_is_charged(world: World, directive: Directive) -> None:
    assert list(Directive.objects.concerning([world.mill])) == []
    charge_units(world.officer, directive=directive, units=[world.mill])
    assert list(Directive.objects.concerning([world.mill])) == [directive]
    assert list(Directive.objects.concerning([world.north])) == [directive]


def test_a_session_on_record_is_linked_once_and_taken_back(world: World, directive: Directive) -> None:
    session = world.hold_dialogue(world.mill, date(2024, 3, 5), people=40)
    for _twice in range(2):
        study = link_study(world.clerk, directive=directive, activity=session)
    assert directive.studies.count() == 1
    assert Deed.objects.filter(verb="linked_study").count() == 1
    with pytest.raises(PermissionDenied):
        link_study(world.stranger, directive=directive, activity=session)
    unlink_study(world.clerk, study=study)
    assert not directive.studies.exists()


def test_only_a_session_that_stands_and_came_after_is_linked(world: World, directive: Directive) -> None:
    session = world.hold_dialogue(world.mill, date(2024, 3, 5))
    withdraw_activity(world.officer, activity=session, reason="nhầm")
    session.refresh_from_db()
    with pytest.raises(ValidationError, match="đã rút"):
        link_study(world.officer, directive=directive, activity=session)
    later = correct_directive(world.officer, directive=directive, wording=replace(WORDING, day=date(2024, 5, 1)))
    early = world.hold_dialogue(world.mill, date(2024, 3, 6))
    with pytest.raises(ValidationError, match="trước ngày ban hành"):
        link_study(world.officer, directive=later, activity=early)
    money = world.move_money(world.mill, date(2024, 5, 6), "thu", 5)
    with pytest.raises(ValidationError, match="không phải buổi học"):
        link_study(world.officer, directive=later, activity=money)


def test_a_review_runs_from_the_year_of_issue_to_a_month() -> None:
    assert str(review_period(date(2008, 1, 28), date(2024, 5, 31))) == "2008..2024-05"
