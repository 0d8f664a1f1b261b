"""Many sheets at once: opened, answered, sent and accepted in one reading, and all or none of them."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from tests.reports.conftest import HALF, UNION, opened, sent
from tests.world import World, undone

from congdoan.base.bound import Bound
from congdoan.base.period import parse_period
from congdoan.org.models import Deed, Unit, User
from congdoan.reports.actions import (
    accept_sheets,
    answer_faults,
    declare_line,
    open_sheets,
    submit_sheets,
    write_part,
)
from congdoan.reports.models import Composing, Revision, Sheet, as_told_then, asked_about
from congdoan.reports.rules import State, digest_of

PERIOD = parse_period(HALF, UNION)


def opened_together(world: World, *units: Unit, by: User | None = None) -> list[Sheet]:
    return open_sheets(by or world.officer, units=units, form="own-half", period=PERIOD)


def busy(world: World) -> tuple[Unit, Unit, Unit]:
    world.admit(world.mill, date(2024, 2, 1), 25)
    world.plan(world.mill, "2024", 10)
    world.hold_dialogue(world.mine, date(2024, 3, 1), Bound(10, 99))
    world.declare(world.school, "dialogue.held", "2024-02", 3)
    return world.mill, world.mine, world.school


def test_each_is_opened_as_it_would_be_by_itself(world: World) -> None:
    units = busy(world)
    with undone():
        alone = [texts(opened(world, unit)) for unit in units]
    assert [texts(sheet) for sheet in opened_together(world, *units)] == alone
    assert any("members.admitted" in text for text in alone[0].values())
    assert Deed.objects.filter(verb="drafted").count() == 3


def texts(sheet: Sheet) -> dict[str, str]:
    return dict(sheet.parts.values_list("key", "text"))


def test_one_that_is_there_is_given_back_as_it_is(world: World) -> None:
    there = opened(world, world.mill)
    write_part(world.officer, sheet=there, key="tasks", text="Vận động thêm.", seen=0)
    mill, mine = opened_together(world, world.mill, world.mine)
    assert mill == there
    assert mill.parts.get(key="tasks").text == "Vận động thêm."
    assert mine.state == State.DRAFT


def test_without_the_right_at_one_none_is_opened(world: World) -> None:
    with pytest.raises(PermissionDenied):
        opened_together(world, world.mill, world.school, by=world.clerk)
    assert not Sheet.objects.exists()


def test_where_one_cannot_be_none_is_opened(world: World) -> None:
    with pytest.raises(ValidationError, match="không phải mẫu của cấp này"):
        opened_together(world, world.mill, world.industry)
    assert not Sheet.objects.exists()


def test_what_is_sent_together_is_each_kept_to_the_byte_at_one_moment(lasting_world: World) -> None:
    world = lasting_world
    sheets = opened_together(world, *busy(world))
    words = {sheet: _words(sheet) for sheet in sheets}
    answer_faults(world.officer, words=words)
    revisions = submit_sheets(world.officer, sheets=sheets)
    assert len({revision.moment.snapshot for revision in revisions}) == 1
    for revision in Revision.objects.select_related("sheet__unit", "moment"):
        assert digest_of(bytes(revision.content)) == revision.digest
        told = revision.contents
        assert (told.unit, told.revision) == (revision.sheet.unit.code, 1)
        assert as_told_then(revision) == {line.key: line.this for line in told.lines()}
        assert revision.lines.count() == len(list(told.lines()))
        assert revision.sheet.state == State.SUBMITTED
    admitted = revisions[0].contents.line("members.admitted@own")
    assert admitted is not None
    assert (admitted.this.value, admitted.rate) == (Decimal(25), Decimal(250))


def _words(sheet: Sheet) -> dict[str, str]:
    return {each.fault.key: "đúng số" for each in asked_about(sheet, Composing(sheet).lines())}


def test_where_one_is_sent_already_none_is_sent(world: World) -> None:
    sent(world, world.mill)
    sheets = opened_together(world, world.mill, world.mine)
    with pytest.raises(ValidationError, match="đã gửi rồi"):
        submit_sheets(world.officer, sheets=sheets)
    assert Revision.objects.count() == 1


def test_a_declared_number_is_posted_one_sheet_at_a_time(world: World) -> None:
    sheets = opened_together(world, world.mill, world.mine)
    declare_line(world.officer, sheet=sheets[0], line="dialogue.held@own", bound=Bound.exactly(4), basis="sổ tay")
    with pytest.raises(ValidationError, match="gửi riêng từng bản"):
        submit_sheets(world.officer, sheets=sheets)


def test_sheets_of_several_periods_are_not_sent_together(world: World) -> None:
    with pytest.raises(ValueError, match="several"):
        submit_sheets(world.officer, sheets=[opened(world, world.mill), opened(world, world.mine, period="2023")])


def test_many_are_accepted_together_by_whoever_is_above_them_all(world: World) -> None:
    sheets = [sent(world, unit).sheet for unit in (world.mill, world.mine)]
    with pytest.raises(PermissionDenied):
        accept_sheets(world.clerk, sheets=sheets)
    decisions = accept_sheets(world.officer, sheets=sheets)
    assert {decision.verdict for decision in decisions} == {"accepted"}
    assert set(Sheet.objects.values_list("state", flat=True)) == {State.ACCEPTED}
    with pytest.raises(ValidationError, match="không đang chờ nhận"):
        accept_sheets(world.officer, sheets=sheets)


def test_nothing_is_answered_in_a_sheet_that_was_sent(world: World) -> None:
    sheet = sent(world, world.mill).sheet
    with pytest.raises(ValidationError, match="đang chờ cấp trên"):
        answer_faults(world.officer, words={sheet: {"jump:x": "đúng"}})
