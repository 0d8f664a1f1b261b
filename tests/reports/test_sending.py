"""A sheet on its way: sent once, in order, by who may, and what was sent never changes by a byte."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from tests.reports.conftest import HALF, explained, opened, sent
from tests.world import World, the_day

from congdoan.base.bound import Bound
from congdoan.figures.actions import correct_declaration, withdraw_declaration
from congdoan.figures.models import Declaration, Question
from congdoan.figures.rules import Reach
from congdoan.org.actions import appoint
from congdoan.org.models import Deed, Unit
from congdoan.org.rules import Role
from congdoan.records.activities.actions import correct_activity, withdraw_activity
from congdoan.records.structure.actions import absorb
from congdoan.reports.actions import (
    SeenAnother,
    accept_sheet,
    declare_line,
    reopen_sheet,
    return_sheet,
    submit_sheet,
    write_part,
)
from congdoan.reports.models import (
    Composing,
    Decision,
    Remark,
    Revision,
    Sheet,
    Word,
    as_told_then,
    differences,
    upper_of,
)
from congdoan.reports.rules import State, digest_of, to_bytes

HELD = "dialogue.held@own"


def state(sheet: Sheet) -> str:
    return Sheet.objects.get(pk=sheet.pk).state


def a_half_year(world: World) -> None:
    world.admit(world.mill, date(2023, 3, 1), 20)
    world.admit(world.mill, date(2024, 3, 1), 25)
    world.hold_dialogue(world.mill, date(2024, 3, 5), people=126)
    world.hold_dialogue(world.north, date(2024, 4, 5), people=30)


# --- Sending ---------------------------------------------------------------------------------------------------------


def test_what_is_sent_is_kept_to_the_byte_with_its_hash(world: World) -> None:
    a_half_year(world)
    revision = sent(world, world.mill)
    kept = bytes(revision.content)
    assert digest_of(kept) == revision.digest
    assert to_bytes(revision.contents) == kept
    contents = revision.contents
    assert (contents.unit, contents.period, contents.revision, contents.by) == ("mill", HALF, 1, "officer")
    assert {line.key: line.this.value for line in contents.lines()}["members.admitted@own"] == 25
    assert state(revision.sheet) == State.SUBMITTED
    assert Deed.objects.filter(verb="submitted", unit=world.mill).count() == 1


def test_it_goes_to_the_union_above_the_party_committee_and_those_beneath(world: World) -> None:
    revision = sent(world, world.industry)
    told = [(each.addressee, each.unit.code if each.unit else None) for each in revision.sendings.order_by("pk")]
    assert told == [("upper", "north"), ("party", None), ("lower", "mill"), ("lower", "mine")]


def test_it_is_not_sent_twice(world: World) -> None:
    revision = sent(world, world.mill)
    with pytest.raises(ValidationError, match="đã gửi rồi"):
        submit_sheet(world.officer, sheet=revision.sheet)
    assert Revision.objects.count() == 1


def test_nobody_sends_without_the_right(world: World) -> None:
    sheet = opened(world, world.mine)
    for user in (world.clerk, world.stranger):
        with pytest.raises(PermissionDenied):
            submit_sheet(user, sheet=sheet)
    assert state(sheet) == State.DRAFT


def test_nobody_sends_what_they_have_not_seen(world: World) -> None:
    sheet = explained(world, opened(world, world.mill))
    seen = sheet.edits
    write_part(world.officer, sheet=sheet, key="tasks", text="Vận động.", seen=0)
    with pytest.raises(SeenAnother):
        submit_sheet(world.clerk, sheet=sheet, seen=seen)
    assert state(sheet) == State.DRAFT


def test_a_period_that_has_not_ended_is_not_reported(world: World) -> None:
    with the_day(date(2024, 5, 31)):
        sheet = opened(world, world.mill)
        with pytest.raises(ValidationError, match="31/05/2024 mới xong"):
            submit_sheet(world.officer, sheet=sheet)
    with the_day(date(2024, 6, 1)):
        assert submit_sheet(world.officer, sheet=sheet).number == 1


def test_a_closed_period_takes_no_first_report_but_a_revision(world: World) -> None:
    late = opened(world, world.mine)
    revision = sent(world, world.mill)
    return_sheet(world.officer, sheet=revision.sheet, revision=1, remarks={"": "bổ sung"})
    with the_day(date(2025, 7, 6)):
        with pytest.raises(ValidationError, match="khóa từ ngày 05/07/2025"):
            submit_sheet(world.officer, sheet=late)
        assert submit_sheet(world.officer, sheet=revision.sheet).number == 2


def test_what_is_asked_about_must_be_answered_first(world: World) -> None:
    world.admit(world.mill, date(2023, 3, 1), 10)
    world.admit(world.mill, date(2024, 3, 1), 40)
    sheet = opened(world, world.mill)
    with pytest.raises(ValidationError, match=r"Còn \d điểm .* I\.\d"):
        submit_sheet(world.officer, sheet=sheet)
    assert submit_sheet(world.officer, sheet=explained(world, sheet)).contents.answers[0].word == "đã rà soát, đúng số"


def test_a_plan_that_is_missing_is_asked_about(world: World) -> None:
    world.plan(world.north, "2023", 30)
    with pytest.raises(ValidationError, match="chưa giải trình"):
        submit_sheet(world.officer, sheet=opened(world, world.north))


# --- What it declares ------------------------------------------------------------------------------------------------


def test_what_a_sheet_declares_is_posted_when_it_is_sent(world: World) -> None:
    world.hold_dialogue(world.mill, date(2024, 3, 5))
    sheet = opened(world, world.mill)
    declare_line(world.clerk, sheet=sheet, line="dialogue.held@own", bound=Bound.exactly(4), basis="sổ tay")
    assert not Declaration.objects.exists()
    revision = submit_sheet(world.clerk, sheet=explained(world, sheet))
    line = revision.contents.line("dialogue.held@own")
    assert line is not None
    assert line.this.value == 4
    assert line.basis == "sổ tay"
    assert line.backed == Decimal("0.25")
    above = Question(world.north).figure("dialogue.held", sheet.of_period)
    assert above.value == 4


def test_a_revision_sets_right_what_was_declared_before(world: World) -> None:
    sheet = opened(world, world.mill)
    declare_line(world.clerk, sheet=sheet, line="workers.total@own", bound=Bound.exactly(300), basis="bảng lương")
    first = submit_sheet(world.clerk, sheet=explained(world, sheet))
    return_sheet(world.officer, sheet=sheet, revision=1, remarks={"workers.total@own": "đối chiếu bảng lương"})
    declare_line(world.clerk, sheet=sheet, line="workers.total@own", bound=Bound.exactly(310), basis="bảng lương")
    second = submit_sheet(world.clerk, sheet=explained(world, sheet))
    values = [each.contents.line("workers.total@own").this.value for each in (first, second)]  # type: ignore[union-attr]
    assert values == [300, 310]
    assert Declaration.objects.known().count() == 1


def declared(world: World, value: int = 4) -> Sheet:
    """The mill's sheet, sent with a declared number and returned."""
    sheet = opened(world, world.mill)
    declare_line(world.clerk, sheet=sheet, line=HELD, bound=Bound.exactly(value), basis="sổ tay")
    submit_sheet(world.clerk, sheet=explained(world, sheet))
    return_sheet(world.officer, sheet=sheet, revision=1, remarks={HELD: "đối chiếu"})
    return sheet


def test_what_was_posted_is_taken_back_out_of_the_ledger_with_a_reason(world: World) -> None:
    sheet = declared(world)
    with pytest.raises(ValidationError, match="lý do"):
        declare_line(world.clerk, sheet=sheet, line=HELD, bound=None, basis="")
    declare_line(world.clerk, sheet=sheet, line=HELD, bound=None, basis="", reason="đếm nhầm")
    assert Question(world.north).figure("dialogue.held", sheet.of_period).value == 0
    line = submit_sheet(world.clerk, sheet=explained(world, sheet)).contents.line(HELD)
    assert line is not None
    assert line.this.value == 0
    assert line.declared is None


def test_what_was_withdrawn_in_the_ledger_is_declared_anew_or_taken_back(world: World) -> None:
    sheet = declared(world)
    withdraw_declaration(world.officer, declaration=Declaration.objects.get(), reason="nhầm")
    declare_line(world.clerk, sheet=sheet, line=HELD, bound=None, basis="")
    withdrawn = declare_line(world.clerk, sheet=sheet, line=HELD, bound=Bound.exactly(5), basis="biên bản")
    assert withdrawn.is_pending
    submit_sheet(world.clerk, sheet=explained(world, sheet))
    assert Question(world.north).figure("dialogue.held", sheet.of_period).value == 5


def test_a_number_withdrawn_in_the_ledger_waits_to_be_posted_again(world: World) -> None:
    sheet = declared(world)
    withdraw_declaration(world.officer, declaration=Declaration.objects.get(), reason="nhầm")
    assert sheet.words.get().is_pending
    line = submit_sheet(world.clerk, sheet=explained(world, sheet)).contents.line(HELD)
    assert line is not None
    assert line.this.value == 4
    assert Declaration.objects.known().get() == sheet.words.get().declaration


def test_a_sheet_sent_again_leaves_alone_what_another_set_right(world: World) -> None:
    sheet = declared(world)
    correct_declaration(
        world.officer, declaration=Declaration.objects.get(), bound=Bound.exactly(6), reason="theo báo cáo năm"
    )
    line = submit_sheet(world.clerk, sheet=explained(world, sheet)).contents.line(HELD)
    assert line is not None
    assert line.declared is not None
    assert line.this.value == 6
    assert line.declared.value == 6
    return_sheet(world.officer, sheet=sheet, revision=2, remarks={HELD: "đối chiếu"})
    declare_line(world.clerk, sheet=sheet, line=HELD, bound=Bound.exactly(4), basis="sổ tay")
    submit_sheet(world.clerk, sheet=explained(world, sheet))
    assert Declaration.objects.known().get().bound == Bound.exactly(4), "whoever declares it again means it"


def test_who_saw_another_number_in_the_ledger_declares_over_none(world: World) -> None:
    sheet = declared(world)
    seen = sheet.words.get().stamp
    correct_declaration(world.officer, declaration=Declaration.objects.get(), bound=Bound.exactly(6), reason="sai")
    with pytest.raises(SeenAnother):
        declare_line(world.clerk, sheet=sheet, line=HELD, bound=Bound.exactly(4), basis="biên bản", seen=seen)


# --- Deciding --------------------------------------------------------------------------------------------------------


def test_the_union_above_accepts_and_nobody_their_own(world: World) -> None:
    revision = sent(world, world.mill)
    sheet = revision.sheet
    for user in (world.clerk, world.stranger):
        with pytest.raises(PermissionDenied):
            accept_sheet(user, sheet=sheet, revision=1)
    accept_sheet(world.chair, sheet=sheet, revision=1)
    assert state(sheet) == State.ACCEPTED
    assert Decision.objects.get().by == world.chair


def test_it_is_returned_with_remarks_on_lines_and_comes_again(world: World) -> None:
    sheet = sent(world, world.mill).sheet
    with pytest.raises(ValidationError, match="nêu cần sửa gì"):
        return_sheet(world.chair, sheet=sheet, revision=1, remarks={"": " "})
    with pytest.raises(ValidationError, match="không có dòng"):
        return_sheet(world.chair, sheet=sheet, revision=1, remarks={"nothing@own": "sửa"})
    return_sheet(world.chair, sheet=sheet, revision=1, remarks={"care.amount@own": "thiếu lần trao quà"})
    assert state(sheet) == State.RETURNED
    assert Remark.objects.get().line == "care.amount@own"
    second = submit_sheet(world.clerk, sheet=explained(world, sheet))
    assert second.number == 2
    with pytest.raises(SeenAnother):
        accept_sheet(world.chair, sheet=sheet, revision=1)
    accept_sheet(world.chair, sheet=sheet, revision=2)


def test_an_accepted_one_is_opened_again_and_the_accepted_revision_stays(world: World) -> None:
    first = sent(world, world.mill)
    sheet = first.sheet
    accept_sheet(world.chair, sheet=sheet, revision=1)
    with pytest.raises(ValidationError, match="lý do"):
        reopen_sheet(world.chair, sheet=sheet, reason="")
    with pytest.raises(PermissionDenied):
        reopen_sheet(world.clerk, sheet=sheet, reason="sót")
    reopen_sheet(world.chair, sheet=sheet, reason="sót một đợt thăm hỏi")
    world.hold_dialogue(world.mill, date(2024, 4, 4))
    second = submit_sheet(world.clerk, sheet=explained(world, sheet))
    values = [each.contents.line("dialogue.held@own").this.value for each in (first, second)]  # type: ignore[union-attr]
    assert values == [0, 1]


def test_the_topmost_unit_opens_its_own_again_and_no_other_does(world: World) -> None:
    sheet = sent(world, world.head).sheet
    with pytest.raises(PermissionDenied):
        reopen_sheet(world.chair, sheet=sheet, reason="sót")
    with pytest.raises(ValidationError, match="mở lại, nêu lý do"):
        write_part(world.officer, sheet=sheet, key="tasks", text="thêm", seen=0)
    reopen_sheet(world.officer, sheet=sheet, reason="sót một tỉnh")
    assert state(sheet) == State.DRAFT
    with pytest.raises(ValidationError, match="Chỉ mở lại được báo cáo đã gửi"):
        reopen_sheet(world.officer, sheet=sheet, reason="lần nữa")
    assert submit_sheet(world.officer, sheet=explained(world, sheet)).number == 2
    below = sent(world, world.mill).sheet
    with pytest.raises(ValidationError, match="đã nhận"):
        reopen_sheet(world.chair, sheet=below, reason="chưa nhận")
    with pytest.raises(IntegrityError, match="không đi từ bước"), transaction.atomic():
        Sheet.objects.filter(pk=below.pk).update(state=State.DRAFT)


STEPS: dict[str, Callable[[World, Sheet], object]] = {
    "accept": lambda world, sheet: accept_sheet(world.chair, sheet=sheet, revision=1),
    "return": lambda world, sheet: return_sheet(world.chair, sheet=sheet, revision=1, remarks={"": "sửa"}),
    "reopen": lambda world, sheet: reopen_sheet(world.chair, sheet=sheet, reason="mở"),
}


@pytest.mark.parametrize("step", STEPS)
def test_steps_out_of_order_are_refused(world: World, step: str) -> None:
    sheet = opened(world, world.mill)
    with pytest.raises(ValidationError):
        STEPS[step](world, sheet)
    assert state(sheet) == State.DRAFT


@pytest.mark.parametrize("wrong", [State.ACCEPTED, State.RETURNED])
def test_the_database_lets_no_step_be_left_out(world: World, wrong: State) -> None:
    sheet = opened(world, world.mill)
    with pytest.raises(IntegrityError, match="không đi từ bước"), transaction.atomic():
        Sheet.objects.filter(pk=sheet.pk).update(state=wrong)
    with pytest.raises(IntegrityError, match="không đổi đơn vị"), transaction.atomic():
        Sheet.objects.filter(pk=sheet.pk).update(period="2023-H1")


# --- Above -----------------------------------------------------------------------------------------------------------


def test_the_sheets_beneath_certify_and_the_missing_are_named(world: World) -> None:
    a_half_year(world)
    accept_sheet(world.officer, sheet=sent(world, world.mill).sheet, revision=1)
    contents = sent(world, world.industry).contents
    assert [each.unit for each in contents.certified] == ["mill"]
    assert [(each.unit, each.state) for each in contents.missing] == [("mine", "")]
    line = contents.line("members.admitted@subtree")
    assert line is not None
    assert line.this.value == 25, "the number is the ledger's, whether or not a sheet beneath is there"


def test_who_was_merged_away_within_the_period_is_named_too(world: World) -> None:
    accept_sheet(world.officer, sheet=sent(world, world.mill).sheet, revision=1)
    with the_day(date(2024, 6, 5)):
        absorb(world.officer, unit=world.mine, into=world.mill, day=date(2024, 4, 30))
        assert [each.unit for each in sent(world, world.industry).contents.missing] == ["mine"]
        accept_sheet(world.officer, sheet=sent(world, world.mine).sheet, revision=1)
        above = Composing(opened(world, world.industry, period="2024")).contents()
        assert [each.unit for each in above.missing] == ["mill", "mine"]
        again = Composing(Sheet.objects.get(unit=world.industry, period=HALF)).contents()
    assert ([each.unit for each in again.certified], again.missing) == (["mill", "mine"], ())
    with the_day(date(2025, 6, 5)):
        later = Composing(opened(world, world.industry, period="2025-H1")).contents()
        assert [each.unit for each in later.missing] == ["mill"]


def test_a_sheet_beneath_of_another_edition_holds_up_the_one_above(world: World) -> None:
    below = sent(world, world.mill).sheet
    Sheet.objects.filter(pk=below.pk).update(edition="0")
    with pytest.raises(ValidationError, match="bản khác của mẫu: Công đoàn mill"):
        sent(world, world.industry)


def test_a_sheet_of_another_edition_is_renewed_before_it_is_sent(world: World) -> None:
    sheet = opened(world, world.mill)
    Sheet.objects.filter(pk=sheet.pk).update(edition="0")
    sheet.refresh_from_db()
    with pytest.raises(ValidationError, match="kỳ này dùng bản 1"):
        submit_sheet(world.officer, sheet=sheet)


def test_what_was_declared_on_a_line_that_the_form_has_no_more_is_not_posted(world: World) -> None:
    sheet = opened(world, world.mill)
    declare_line(world.officer, sheet=sheet, line="dialogue.held@own", bound=Bound.exactly(3), basis="sổ tay")
    Word.objects.filter(sheet=sheet).update(line="dialogue.regular@subtree")
    submit_sheet(world.officer, sheet=explained(world, sheet))
    assert not Declaration.objects.exists()


# --- Frozen ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", ["revision", "line", "sending", "decision", "remark"])
def test_the_database_forbids_any_change_of_what_was_sent(world: World, table: str) -> None:
    sheet = sent(world, world.mill).sheet
    return_sheet(world.officer, sheet=sheet, revision=1, remarks={"": "sửa"})
    for statement in (f"UPDATE reports_{table} SET id = id", f"DELETE FROM reports_{table}"):
        with (
            pytest.raises(Exception, match=r"không sửa, không xóa|permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_the_database_keeps_no_content_with_a_hash_of_another(world: World) -> None:
    revision = sent(world, world.mill)
    with pytest.raises(IntegrityError, match="revision_is_what_its_digest_says"), transaction.atomic():
        Revision.objects.create(
            sheet=revision.sheet,
            number=9,
            at=revision.at,
            by=world.officer,
            moment=type(revision.moment).objects.create(at=revision.at),
            content=b"{}",
            digest=revision.digest,
        )


def test_later_corrections_show_as_differences_with_their_postings(lasting_world: World) -> None:
    world = lasting_world
    held = world.hold_dialogue(world.mill, date(2024, 3, 5), people=126)
    revision = sent(world, world.mill)
    kept = bytes(revision.content)
    correct_activity(world.officer, activity=held, reason="đếm nhầm", measures={"people": Bound.exactly(120)})
    world.hold_dialogue(world.mill, date(2024, 4, 5), people=9)
    found = {each.line.key: each for each in differences(Revision.objects.get(pk=revision.pk))}
    people = found["dialogue.people@own"]
    assert people.by == 3
    assert people.moved is None
    assert people.made is not None
    assert sorted(line.sums.low for line in people.made.lines) == [-6, 9]
    assert found["dialogue.held@own"].by == 1
    assert "members.total@own" not in found
    assert bytes(Revision.objects.get(pk=revision.pk).content) == kept


def test_a_sheet_is_told_again_from_the_ledger_as_it_was_told(lasting_world: World) -> None:
    world = lasting_world
    a_half_year(world)
    held = world.hold_dialogue(world.mine, date(2024, 2, 2))
    revisions = [sent(world, unit) for unit in (world.mill, world.industry, world.north)]
    withdraw_activity(world.officer, activity=held, reason="ghi trùng")
    world.declare(world.mine, "dialogue.held", "2024-03", 7)
    for revision in revisions:
        then = {line.key: line.this for line in revision.contents.lines()}
        assert as_told_then(Revision.objects.get(pk=revision.pk)) == then
        assert differences(revision) or revision.sheet.unit == world.mill


def test_a_unit_merged_away_is_reported_by_its_successor_and_reads_as_it_did(lasting_world: World) -> None:
    world = lasting_world
    a_half_year(world)
    world.hold_dialogue(world.school, date(2024, 3, 3))
    revision = sent(world, world.industry)
    with the_day(date(2024, 9, 1)):
        appoint(world.officer, user=world.stranger, unit=world.schools, role=Role.CLERK, day=date(2024, 8, 31))
        absorb(world.officer, unit=world.industry, into=world.schools, day=date(2024, 8, 31))
    assert upper_of(Unit.objects.get(code="industry")) == world.north
    late = opened(world, world.industry, period="2024", by=world.stranger)
    finished = submit_sheet(world.stranger, sheet=explained(world, late))
    assert finished.contents.unit_name == "Công đoàn industry"
    held = Revision.objects.get(pk=revision.pk)
    assert held.contents.unit_name == "Công đoàn industry"
    assert differences(held) == []
    accept_sheet(world.chair, sheet=late, revision=1)
    named = {
        above.code: Composing(opened(world, above, period="2024")).ground for above in (world.north, world.schools)
    }
    assert "industry" in {each.unit for each in named["north"].certified}
    assert "industry" not in {each.unit for each in [*named["schools"].certified, *named["schools"].missing]}
    schools = sent(world, world.schools)
    beside = Composing(schools.sheet, tree_on=date(2024, 12, 1)).contents().line("dialogue.held@subtree")
    line = schools.contents.line("dialogue.held@subtree")
    assert line is not None
    assert line.this.value == 1
    assert beside is not None
    assert beside.this.value == 2


def test_the_number_of_a_line_opens_to_the_same_figure(world: World) -> None:
    a_half_year(world)
    for sheet in (opened(world, world.mill), opened(world, world.north)):
        for line in Composing(sheet).lines():
            scope = Reach.OWN if line.scope == "own" else Reach.SUBTREE
            figure = Question(sheet.unit, scope=scope).figure(line.indicator, sheet.of_period)
            assert (line.this.value is None) == (figure.value is None)
            if figure.value is not None and line.this.value is not None:
                assert float(line.this.value) == pytest.approx(float(figure.value), abs=1e-5)
