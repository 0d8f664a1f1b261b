"""The text of a sheet: drafted in good Vietnamese, its figures bound to lines; two who write at once lose nothing."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from tests.reports.conftest import explained, opened, sent
from tests.world import World, the_day

from congdoan.base.bound import Bound
from congdoan.base.period import parse_period
from congdoan.catalogue.rules import Way
from congdoan.figures.rules import BadField
from congdoan.org.models import Deed
from congdoan.reports.actions import (
    SeenAnother,
    accept_sheet,
    declare_line,
    drop_proposal,
    follow_up,
    give_up_sheet,
    open_sheet,
    propose,
    redraft_part,
    renew_edition,
    reopen_sheet,
    submit_sheet,
    word_line,
    write_part,
)
from congdoan.reports.models import Composing, Part, Sheet
from congdoan.reports.rules import Reply
from congdoan.reports.rules.narrative import from_edit, to_edit, told

ADMITTED = "members.admitted@own"


def text(sheet: Sheet, key: str = "result-0") -> str:
    written = Part.objects.get(sheet=sheet, key=key).text
    return told(written, Composing(sheet).setting).replace("\u00a0", " ")


def at_the_mill(world: World) -> Sheet:
    world.admit(world.mill, date(2023, 2, 1), 20)
    world.admit(world.mill, date(2024, 2, 1), 25)
    world.hold_dialogue(world.mill, date(2024, 3, 5), people=126)
    return opened(world, world.mill)


# --- Drafting --------------------------------------------------------------------------------------------------------


def test_one_press_drafts_the_text_from_the_ledger(world: World) -> None:
    sheet = at_the_mill(world)
    assert text(sheet) == "Công đoàn mill kết nạp 25 đoàn viên, tăng 25 % so với cùng kỳ."
    assert text(sheet, "result-1") == "Tổ chức 1 cuộc đối thoại với 126 lượt người."


def test_what_did_not_happen_is_not_told(world: World) -> None:
    assert Part.objects.get(sheet=opened(world, world.mine), key="result-0").text == ""


def test_the_percent_of_plan_stands_in_the_sentence(world: World) -> None:
    world.plan(world.north, "2024", 480)
    world.admit(world.mill, date(2024, 2, 1), 25)
    sheet = opened(world, world.north)
    assert text(sheet) == "6 tháng đầu năm 2024, Công đoàn north kết nạp 25 đoàn viên, đạt 5,2 % kế hoạch."
    word_line(world.officer, sheet=sheet, line="members.admitted@subtree", stated=Decimal(5), note_text="")
    assert "đạt 5 % kế hoạch" in text(sheet)


def test_of_a_plan_that_began_before_the_period_all_since_then_is_told_and_of_what_plan(world: World) -> None:
    world.plan(world.north, "2024", 40)
    world.admit(world.mill, date(2023, 12, 15), 10)
    with the_day(date(2024, 12, 5)):
        world.admit(world.mill, date(2024, 8, 15), 20)
        sheet = opened(world, world.north, period="2024-H2")
        assert text(sheet) == (
            "6 tháng cuối năm 2024, Công đoàn north kết nạp 20 đoàn viên, lũy kế đạt 75 % kế hoạch năm 2024."
        )


def test_opening_again_gives_the_same_sheet_and_keeps_what_was_written(world: World) -> None:
    sheet = at_the_mill(world)
    write_part(world.officer, sheet=sheet, key="tasks", text="Vận động thêm.", seen=0)
    assert opened(world, world.mill) == sheet
    assert text(sheet, "tasks") == "Vận động thêm."


@pytest.mark.parametrize(
    ("form", "period", "sentence"),
    [
        ("own-half", "2024-05", "không lập cho kỳ"),
        ("own-half", "2026-H1", "mới bắt đầu"),
        ("upper-half", "2024-H1", "không phải mẫu của cấp này"),
        ("own-half", "2009-H1", "không có bản nào hiệu lực"),
        ("nothing", "2024-H1", "Không có"),
    ],
)
def test_a_sheet_that_cannot_be_is_refused_with_a_sentence(world: World, form: str, period: str, sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        open_sheet(world.officer, unit=world.mill, form=form, period=parse_period(period))
    assert not Sheet.objects.exists()


def test_nobody_drafts_beyond_their_reach(world: World) -> None:
    with pytest.raises(PermissionDenied):
        opened(world, world.mine, by=world.clerk)
    assert opened(world, world.mill, by=world.clerk).opened_by == world.clerk


# --- Bound figures ---------------------------------------------------------------------------------------------------


def test_a_figure_in_the_text_follows_the_ledger_until_it_is_sent(world: World) -> None:
    sheet = at_the_mill(world)
    world.admit(world.mill, date(2024, 4, 1), 5)
    assert "kết nạp 30 đoàn viên, tăng 50 %" in text(sheet)
    revision = submit_sheet(world.officer, sheet=explained(world, sheet))
    world.admit(world.mill, date(2024, 4, 2), 5)
    kept = revision.contents.paragraphs[0].text
    assert "| 30 }}" in kept


def test_writing_around_a_figure_keeps_it_bound(world: World) -> None:
    sheet = at_the_mill(world)
    setting = Composing(sheet).setting
    written, bound = to_edit(Part.objects.get(sheet=sheet, key="result-0").text, setting)
    assert written.startswith("Công đoàn mill kết nạp ⟦25⟧ đoàn viên")
    assert [each.way for each in bound] == [Way.NUMBER, Way.CHANGE]
    kept = from_edit(written.replace("kết nạp", "đã vận động, kết nạp"), bound, setting)
    write_part(world.officer, sheet=sheet, key="result-0", text=kept, seen=1)
    world.admit(world.mill, date(2024, 4, 1), 5)
    assert text(sheet).startswith("Công đoàn mill đã vận động, kết nạp 30 đoàn viên")


def test_without_its_brackets_a_figure_is_words(world: World) -> None:
    setting = Composing(at_the_mill(world)).setting
    assert from_edit("kết nạp 25 đoàn viên", [], setting) == "kết nạp 25 đoàn viên"


@pytest.mark.parametrize(
    ("box", "way"),
    [("I.2", Way.NUMBER), ("i.2", Way.NUMBER), ("I.2 cùng kỳ", Way.BEFORE), ("I.2 so cùng kỳ", Way.CHANGE)],
)
def test_a_new_figure_is_bound_by_the_number_of_its_line(world: World, box: str, way: Way) -> None:
    setting = Composing(at_the_mill(world)).setting
    assert from_edit(f"⟦{box}⟧", [], setting) == str(setting.field(ADMITTED, way))


@pytest.mark.parametrize("written", ["kết nạp ⟦26⟧ đoàn viên", "⟦IX.9⟧", "⟦I.2 nhiều⟧", "⟦25", "25⟧", "⟦⟧"])
def test_a_box_cannot_be_typed_over(world: World, written: str) -> None:
    setting = Composing(at_the_mill(world)).setting
    with pytest.raises(BadField, match="⟦"):
        from_edit(written, [], setting)


@pytest.mark.parametrize(
    "braces", ["{{ figure }}", "{{figure}}", "{{ figure II.3 }}", "{{ figure mill members.admitted 2024-13 }}"]
)
def test_a_field_typed_by_hand_is_named_and_it_is_said_how_a_figure_is_put_in(world: World, braces: str) -> None:
    setting = Composing(at_the_mill(world)).setting
    with pytest.raises(BadField) as refused:
        from_edit(f"Đã kết nạp {braces} đoàn viên.", [], setting)
    assert f"Không hiểu “{braces}” trong lời văn" in str(refused.value)
    assert "ví dụ ⟦II.3⟧" in str(refused.value)
    readable = str(setting.field(ADMITTED, Way.NUMBER))
    assert from_edit(f"Đã kết nạp {readable} đoàn viên.", [], setting) == f"Đã kết nạp {readable} đoàn viên."


def test_a_text_takes_no_figure_of_another_unit(world: World) -> None:
    """Else a text would be a way to figures that its writer may not read."""
    sheet = at_the_mill(world)
    for field in ("mine members.admitted 2024-H1 cutoff=05-31 scope=own", "mill members.admitted 2023 scope=own"):
        with pytest.raises(ValidationError, match="không thuộc dòng nào"):
            write_part(world.clerk, sheet=sheet, key="tasks", text=f"{{{{ figure {field} }}}}", seen=0)
    frozen = "{{ figure mill members.admitted 2024-H1 cutoff=05-31 scope=own | 999 }}"
    with pytest.raises(ValidationError, match="chốt khi gửi"):
        write_part(world.clerk, sheet=sheet, key="tasks", text=frozen, seen=0)


def test_another_edition_of_the_form_takes_no_written_word_away(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = at_the_mill(world)
    form = sheet.of_form
    first, second = form.paragraphs
    old = form.model_copy(update={"paragraphs": (second, first.model_copy(update={"title": "Khác"}))})
    monkeypatch.setattr(Sheet, "of_form", property(lambda self: old if self.edition == "0" else form))
    Sheet.objects.filter(pk=sheet.pk).update(edition="0")
    write_part(world.officer, sheet=sheet, key="result-0", text="Đối thoại đều.", seen=1)
    write_part(world.officer, sheet=sheet, key="result-1", text="Việc riêng.", seen=1)
    renew_edition(world.officer, sheet=sheet)
    sheet.refresh_from_db()
    assert sheet.edition == form.edition
    assert text(sheet).startswith("Công đoàn mill kết nạp 25 đoàn viên")
    assert text(sheet, "result-1") == "Đối thoại đều.\nViệc riêng."


def test_a_part_is_drafted_anew_when_asked(world: World) -> None:
    sheet = at_the_mill(world)
    before = Part.objects.get(sheet=sheet, key="result-0").text
    write_part(world.officer, sheet=sheet, key="result-0", text="Khác.", seen=1)
    redraft_part(world.officer, sheet=sheet, key="result-0")
    assert Part.objects.get(sheet=sheet, key="result-0").text == before
    with pytest.raises(ValidationError, match="không soạn từ sổ"):
        redraft_part(world.officer, sheet=sheet, key="tasks")


# --- Two who write ---------------------------------------------------------------------------------------------------


def test_the_second_of_two_is_told_and_nothing_is_overwritten(world: World) -> None:
    sheet = at_the_mill(world)
    write_part(world.officer, sheet=sheet, key="tasks", text="Bản của cán bộ.", seen=0)
    with pytest.raises(SeenAnother):
        write_part(world.clerk, sheet=sheet, key="tasks", text="Bản của người ghi.", seen=0)
    assert text(sheet, "tasks") == "Bản của cán bộ."
    write_part(world.clerk, sheet=sheet, key="tasks", text="Ghép cả hai.", seen=1)
    assert text(sheet, "tasks") == "Ghép cả hai."


def test_the_same_text_again_is_no_change(world: World) -> None:
    sheet = at_the_mill(world)
    for seen in (0, 0):
        write_part(world.officer, sheet=sheet, key="tasks", text="Vận động.", seen=seen)
    assert Part.objects.get(sheet=sheet, key="tasks").version == 1


def test_what_is_too_long_or_no_part_is_refused(world: World) -> None:
    sheet = at_the_mill(world)
    with pytest.raises(ValidationError, match="quá"):
        write_part(world.officer, sheet=sheet, key="tasks", text="a" * 20_001, seen=0)
    with pytest.raises(ValidationError, match="không có mục"):
        write_part(world.officer, sheet=sheet, key="result-99", text="a", seen=0)


# --- Lines -----------------------------------------------------------------------------------------------------------


def test_a_line_without_records_is_declared_and_the_draft_shows_it(world: World) -> None:
    sheet = opened(world, world.mill)
    declare_line(world.clerk, sheet=sheet, line="dialogue.held@own", bound=Bound(10, 99), basis="sổ tay của chủ tịch")
    line = Composing(sheet).setting.lines["dialogue.held@own"]
    assert [line.this.low, line.this.high] == [10, 99]
    assert line.basis == "sổ tay của chủ tịch"
    assert line.backed == 0


@pytest.mark.parametrize(
    ("line", "bound", "basis", "sentence"),
    [
        ("dialogue.held@own", Bound.exactly(3), " ", "căn cứ"),
        ("dialogue.held@own", Bound(-1, 3), "sổ tay", "âm"),
        ("nothing@own", Bound.exactly(3), "sổ tay", "không có dòng"),
        ("dialogue.people@own", Bound.exactly(3), "sổ tay", "Trong sổ đã ghi 126"),
    ],
)
def test_what_cannot_be_declared_is_refused(world: World, line: str, bound: Bound, basis: str, sentence: str) -> None:
    sheet = at_the_mill(world)
    with pytest.raises(ValidationError, match=sentence):
        declare_line(world.clerk, sheet=sheet, line=line, bound=bound, basis=basis)


def test_a_consolidated_line_is_not_declared(world: World) -> None:
    sheet = opened(world, world.north)
    with pytest.raises(ValidationError, match="riêng đơn vị"):
        declare_line(world.officer, sheet=sheet, line="dialogue.held@subtree", bound=Bound.exactly(5), basis="ước tính")


def test_a_percent_is_stated_only_where_there_is_a_plan(world: World) -> None:
    sheet = at_the_mill(world)
    with pytest.raises(ValidationError, match="chưa có kế hoạch"):
        word_line(world.officer, sheet=sheet, line=ADMITTED, stated=Decimal(100), note_text="")
    word_line(world.officer, sheet=sheet, line=ADMITTED, stated=None, note_text="  gồm  cả kết nạp lại ")
    assert Composing(sheet).setting.lines[ADMITTED].note == "gồm cả kết nạp lại"


# --- Proposals -------------------------------------------------------------------------------------------------------


def test_proposals_are_kept_with_the_sheet_and_followed_up(world: World) -> None:
    sheet = at_the_mill(world)
    kept = propose(world.clerk, sheet=sheet, to="Công đoàn industry", text="Mở lớp tập huấn.")
    dropped = propose(world.clerk, sheet=sheet, to="Sở", text="Bỏ.")
    drop_proposal(world.clerk, proposal=dropped)
    with pytest.raises(ValidationError, match="chưa được gửi"):
        follow_up(world.clerk, proposal=kept, reply=Reply.RECEIVED, word="đã nhận")
    revision = submit_sheet(world.officer, sheet=explained(world, sheet))
    assert [(each.to, each.text) for each in revision.contents.proposals] == [
        ("Công đoàn industry", "Mở lớp tập huấn.")
    ]
    follow_up(world.chair, proposal=kept, reply=Reply.SETTLED, word="mở lớp tháng 8")
    follow_up(world.clerk, proposal=kept, reply=Reply.RECEIVED, word="đã dự")
    assert [each.word for each in kept.follow_ups.all()] == ["mở lớp tháng 8", "đã dự"]
    with pytest.raises(PermissionDenied):
        follow_up(world.stranger, proposal=kept, reply=Reply.REFUSED, word="không")
    with pytest.raises(ValidationError):
        propose(world.clerk, sheet=sheet, to="Sở", text="Muộn rồi.")


@pytest.mark.parametrize(("to", "text_"), [("", "Mở lớp."), ("Sở", " "), ("Sở", "a" * 2001)])
def test_a_proposal_says_what_and_to_whom(world: World, to: str, text_: str) -> None:
    with pytest.raises(ValidationError):
        propose(world.clerk, sheet=opened(world, world.mill), to=to, text=text_)


# --- Sent is sent ----------------------------------------------------------------------------------------------------


def test_nothing_is_written_into_a_sheet_that_was_sent(world: World) -> None:
    revision = sent(world, world.mill)
    sheet = revision.sheet
    for write in (
        lambda: write_part(world.officer, sheet=sheet, key="tasks", text="a", seen=0),
        lambda: word_line(world.officer, sheet=sheet, line=ADMITTED, stated=None, note_text="a"),
        lambda: declare_line(world.officer, sheet=sheet, line=ADMITTED, bound=Bound.exactly(3), basis="sổ"),
        lambda: redraft_part(world.officer, sheet=sheet, key="result-0"),
    ):
        with pytest.raises(ValidationError, match="đã gửi"):
            write()


@pytest.mark.parametrize("table", ["part", "word", "answer", "proposal"])
def test_the_database_refuses_to_write_into_what_was_sent(world: World, table: str) -> None:
    sheet = opened(world, world.mill)
    values = {
        "part": {"key": "tasks", "text": "a"},
        "word": {"line": "x"},
        "answer": {"fault": "x", "word": "a"},
        "proposal": {"to": "x", "text": "a"},
    }[table]
    submit_sheet(world.officer, sheet=explained(world, sheet))
    related = getattr(sheet, {"part": "parts", "word": "words", "answer": "answers", "proposal": "proposals"}[table])
    with pytest.raises(IntegrityError, match="đã gửi nên không sửa được"), transaction.atomic():
        related.create(by=world.officer, at=sheet.opened_at, **values)


# --- Giving up -------------------------------------------------------------------------------------------------------


def test_a_draft_opened_by_mistake_is_given_up_with_all_that_was_written(world: World) -> None:
    sheet = at_the_mill(world)
    write_part(world.officer, sheet=sheet, key="strengths", text="Ban chấp hành đoàn kết.", seen=0)
    word_line(world.officer, sheet=sheet, line=ADMITTED, stated=None, note_text="cả đợt tháng Hai")
    propose(world.officer, sheet=sheet, to="Ban giám đốc", text="Mở nhà trẻ.")
    sheet.refresh_from_db()
    give_up_sheet(world.officer, sheet=sheet, seen=sheet.edits)
    assert not Sheet.objects.filter(pk=sheet.pk).exists()
    assert Deed.objects.filter(verb="gave_up", subject=f"sheet {sheet.pk}").count() == 1
    again = opened(world, world.mill)
    assert again.pk != sheet.pk
    assert text(again).startswith("Công đoàn mill kết nạp 25 đoàn viên")


def test_no_draft_is_given_up_over_what_was_not_seen(world: World) -> None:
    sheet = at_the_mill(world)
    seen = sheet.edits
    write_part(world.officer, sheet=sheet, key="strengths", text="Ban chấp hành đoàn kết.", seen=0)
    with pytest.raises(SeenAnother, match="vừa được sửa"):
        give_up_sheet(world.officer, sheet=sheet, seen=seen)
    assert Part.objects.get(sheet=sheet, key="strengths").text == "Ban chấp hành đoàn kết."


def test_only_who_may_report_gives_a_draft_up(world: World) -> None:
    sheet = at_the_mill(world)
    with pytest.raises(PermissionDenied):
        give_up_sheet(world.stranger, sheet=sheet, seen=sheet.edits)


def test_what_was_sent_once_stays_even_as_a_draft(world: World) -> None:
    sheet = sent(world, world.mill).sheet
    with pytest.raises(ValidationError, match="đang chờ cấp trên xem"):
        give_up_sheet(world.officer, sheet=sheet, seen=sheet.edits)
    with pytest.raises(IntegrityError, match="đã gửi nên không bỏ được"), transaction.atomic():
        Sheet.objects.filter(pk=sheet.pk)._raw_delete("default")
    accept_sheet(world.chair, sheet=sheet, revision=1)
    reopen_sheet(world.chair, sheet=sheet, reason="sót một đợt")
    sheet.refresh_from_db()
    with pytest.raises(ValidationError, match="đã gửi một lần"):
        give_up_sheet(world.officer, sheet=sheet, seen=sheet.edits)
