"""A draft says what the ledger says, line by line, and in words that line up."""

from datetime import date
from decimal import Decimal

import pytest
from tests.world import World

from congdoan.base.bound import Bound
from congdoan.base.period import UnknownPeriod
from congdoan.catalogue.rules import Form
from congdoan.records.structure.actions import hand_over
from congdoan.reports.models import draft_sheet, period_of
from congdoan.reports.rules import Draft, as_object, as_text

FORM = Form.model_validate(
    {
        "code": "half-year",
        "name": "Báo cáo sáu tháng",
        "name_en": "Half-year report",
        "edition": "2024",
        "valid_from": date(2010, 1, 1),
        "cutoff": "05-31",
        "periods": ["half"],
        "levels": ["provincial"],
        "covers": "consolidated",
        "columns": ["this", "before", "plan", "plan_rate", "backed"],
        "section": [
            {
                "title": "Tổ chức",
                "lines": [
                    {"indicator": "members.total"},
                    {"indicator": "members.admitted"},
                    {"indicator": "members.admitted.plan_rate"},
                ],
            },
            {
                "title": "Đại diện",
                "lines": [
                    {"indicator": "dialogue.held"},
                    {"indicator": "dialogue.held", "scope": "own", "label": "do đơn vị tổ chức"},
                    {"indicator": "dialogue.people"},
                ],
            },
        ],
    }
)


def draft(world: World, period: str = "2024-H1") -> Draft:
    return draft_sheet(world.north, FORM, period_of(FORM, period))


def told(shown: Draft) -> dict[str, object]:
    return {line.label: line.this.value for line in shown.lines()}


def test_the_forms_cut_off_lays_out_the_period(world: World) -> None:
    world.admit(world.mill, date(2023, 12, 1), 3)
    world.admit(world.mill, date(2024, 5, 31), 4)
    world.admit(world.mill, date(2024, 6, 1), 5)
    assert told(draft(world))["Đoàn viên kết nạp"] == 7


def test_the_same_period_before_stands_beside_it(world: World) -> None:
    world.admit(world.mill, date(2023, 2, 1), 2)
    world.admit(world.mill, date(2024, 2, 1), 3)
    line = next(line for line in draft(world).lines() if line.label == "Đoàn viên kết nạp")
    assert (line.this.value, line.before and line.before.value) == (3, 2)


def test_a_line_may_tell_one_scope_alone(world: World) -> None:
    world.hold_dialogue(world.north, date(2024, 2, 1))
    world.hold_dialogue(world.mill, date(2024, 2, 2))
    shown = told(draft(world))
    assert (shown["Số cuộc đối thoại"], shown["do đơn vị tổ chức"]) == (2, 1)


def test_percent_of_plan_runs_from_the_beginning_of_the_plan(world: World) -> None:
    world.plan(world.north, "2024", 40)
    world.admit(world.mill, date(2023, 12, 15), 10)
    world.admit(world.mill, date(2024, 8, 15), 20)
    line = next(line for line in draft(world, "2024-H2").lines() if line.label == "Đoàn viên kết nạp")
    assert (line.this.value, line.target and line.target.value, line.plan_rate) == (20, 40, Decimal(75))


def test_what_came_by_reorganisation_is_a_line_of_its_own(world: World) -> None:
    world.admit(world.plant, date(2022, 5, 5), 6)
    hand_over(world.officer, unit=world.zone, to=world.north, day=date(2024, 3, 1))
    shown = draft(world)
    line = next(line for line in shown.lines() if line.label == "Đoàn viên")
    assert line.this.value == 6
    assert line.reorganised is not None
    assert line.reorganised.low == 6
    assert "do sắp xếp tổ chức" in as_text(shown)


def test_the_text_lines_up(world: World) -> None:
    world.hold_dialogue(world.mill, date(2024, 2, 2), Bound(100, 999))
    world.admit(world.mill, date(2024, 5, 31), 1234)
    rows = [line for line in as_text(draft(world)).splitlines() if line.endswith("%")]
    assert len(rows) >= 5
    assert len({len(row) for row in rows}) == 1
    assert any("1.234" in row for row in rows)
    assert any("100–999" in row for row in rows)


def test_the_object_holds_every_line_with_its_figure(world: World) -> None:
    world.hold_dialogue(world.mill, date(2024, 2, 2), Bound(100, None))
    shown = as_object(draft(world))
    lines = [line for section in shown["sections"] for line in section["lines"]]  # type: ignore[attr-defined]
    assert [line["label"] for line in lines] == [line.label for line in draft(world).lines()]
    people = lines[-1]["this"]
    assert (people["value"], people["low"], people["high"]) == (None, 100, None)


def test_a_period_the_form_cannot_read_is_refused_in_a_sentence() -> None:
    with pytest.raises(UnknownPeriod, match="2024-13"):
        period_of(FORM, "2024-13")
