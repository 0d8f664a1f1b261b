"""A sheet as a document: every block that a union's report has, for a draft and for what was sent."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import docx
from tests.reports.conftest import explained, opened
from tests.reports.test_checks import last, line
from tests.world import World, the_day

from congdoan.base.bound import Bound
from congdoan.reports.actions import declare_line, propose, return_sheet, submit_sheet, word_line, write_part
from congdoan.reports.models import Sheet, document
from congdoan.reports.rules import Cell, Document, Number
from congdoan.reports.rules.document import cells
from congdoan.reports.rules.drawing import Format, drawn


def written(world: World) -> Sheet:
    world.plan(world.mill, "2024", 10)
    world.admit(world.mill, date(2024, 2, 1), 25)
    sheet = opened(world, world.mill)
    write_part(world.officer, sheet=sheet, key="weaknesses", text="Ghi sổ chậm.\n\nĐối thoại chưa đều.", seen=0)
    write_part(world.officer, sheet=sheet, key="tasks", text="Vận động ⟦⟧".replace("⟦⟧", "thêm."), seen=0)
    for key, text in (("number", "07"), ("place", "Lào Cai"), ("signer", "Lý A Sáng")):
        write_part(world.officer, sheet=sheet, key=key, text=text, seen=0)
    propose(world.officer, sheet=sheet, to="Công đoàn industry", text="Mở lớp tập huấn.")
    propose(world.officer, sheet=sheet, to="Công đoàn industry", text="Hỗ trợ kinh phí.")
    declare_line(world.officer, sheet=sheet, line="dialogue.held@own", bound=Bound(10, 99), basis="sổ tay")
    word_line(world.officer, sheet=sheet, line="members.admitted@own", stated=Decimal(248), note_text="gồm kết nạp lại")
    return sheet


def footnotes(told: Document, label: str) -> list[str]:
    line = next(line for section in told.sections for line in section.lines if line.label == label)
    return [told.footnotes[mark - 1] for mark in line.footnotes]


def test_a_draft_has_every_block_and_says_that_it_is_one(world: World) -> None:
    told = document(written(world))
    assert told.is_draft
    assert told.day is None
    assert (told.upper, told.issuer) == ("CÔNG ĐOÀN INDUSTRY", "CÔNG ĐOÀN MILL")
    assert told.number_and_sign == "Số: 07/BC-CĐCS"
    assert told.place_and_day == "Lào Cai, ngày … tháng … năm …"
    assert told.subject == "Kết quả hoạt động công đoàn cơ sở 6 tháng đầu năm 2024"
    assert [part.texts for part in told.assessment] == [("Ghi sổ chậm.", "Đối thoại chưa đều.")]
    assert told.proposals == (("Công đoàn industry", ("Mở lớp tập huấn.", "Hỗ trợ kinh phí.")),)
    assert told.recipients == ("Công đoàn industry;", "Cấp ủy đảng cùng cấp;", "Lưu: VT.")
    assert (told.authority, told.signer_title, told.signer) == ("TM. BAN CHẤP HÀNH", "CHỦ TỊCH", "Lý A Sáng")


def test_a_proposal_of_several_lines_keeps_them(world: World) -> None:
    sheet = opened(world, world.mill)
    propose(world.officer, sheet=sheet, to="Công đoàn industry", text="Mở lớp:\n\n- tháng 8;\n- tháng\t9.")
    told = document(sheet)
    assert told.proposals == (("Công đoàn industry", ("Mở lớp:", "- tháng 8;", "- tháng\t9.")),)
    file = docx.Document(BytesIO(drawn(told, Format.WORD)))
    assert [each.text for each in file.paragraphs if each.text.startswith("- tháng")] == ["- tháng 8;", "- tháng 9./."]


def test_a_line_has_a_cell_for_each_head_and_its_footnotes(world: World) -> None:
    told = document(written(world))
    line = told.sections[0].lines[1]
    assert told.heads == ("Kỳ này", "Cùng kỳ", "Kế hoạch", "% kế hoạch", "Từ đầu năm", "Có hồ sơ")
    assert [cell.text.replace("\u00a0", " ") for cell in line.cells] == ["25", "0", "10", "248 %", "25", "100 %"]
    assert [cell.value for cell in line.cells] == [25, 0, 10, 248, 25, 1.0]
    assert "Tính ra 250 %." in [note.replace("\u00a0", " ") for note in footnotes(told, "Đoàn viên kết nạp")]
    assert footnotes(told, "Số cuộc đối thoại") == ["Số kê khai; căn cứ: sổ tay."]
    assert "gồm kết nạp lại" in footnotes(told, "Đoàn viên kết nạp")


def test_a_number_without_places_is_rounded_alike_where_it_is_read_and_where_it_is_reckoned_with() -> None:
    mean = Decimal("8095737.6")
    told = line("money", None, this=Number(low=mean, high=mean))
    assert cells(last(told), told) == [Cell("8.095.738", 8_095_738)]


def test_what_was_sent_carries_its_day_and_hash_and_stays_as_it_was(world: World) -> None:
    sheet = written(world)
    with the_day(date(2024, 6, 7)):
        revision = submit_sheet(world.officer, sheet=explained(world, sheet))
        sheet.refresh_from_db()
        told = document(sheet)
        return_sheet(world.officer, sheet=sheet, revision=1, remarks={"": "sửa"})
    assert not told.is_draft
    assert told.digest == revision.digest
    assert told.place_and_day == "Lào Cai, ngày 07 tháng 6 năm 2024"
    sheet.refresh_from_db()
    assert document(sheet).is_draft
    assert document(sheet, revision=1) == told
