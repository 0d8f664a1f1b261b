"""What bad input to sheets gets: a sentence that says what is wrong, where, and what to do; nothing written is lost."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.desk.conftest import PERIOD, Desk, Door
from tests.desk.reports import accepted, drafted, submitted
from tests.desk.test_sheets import hidden, plain
from tests.reports.conftest import HALF, explained, opened
from tests.world import the_day

from congdoan.catalogue.models import current
from congdoan.catalogue.rules import Level
from congdoan.org.actions import appoint
from congdoan.org.rules import Role
from congdoan.records.structure.actions import absorb
from congdoan.reports.actions import (
    accept_sheet,
    answer_fault,
    keepers_of,
    return_sheet,
    submit_sheet,
)
from congdoan.reports.models import Answer, Composing, Decision, Part, Reminder, Revision, Sheet, asked_about
from congdoan.reports.rules import State

SENT = "Báo cáo đã gửi và đang chờ cấp trên xem. Muốn sửa thì đề nghị cấp trên trả lại."


# --- Two at once -----------------------------------------------------------------------------------------------------


def asked_twice(desk: Desk) -> tuple[Sheet, list[str]]:
    """A draft about whose numbers two things at least are asked."""
    world = desk.world
    for year, count in ((2023, 11), (2024, 24)):
        for number in range(count):
            world.hold_dialogue(world.mill, date(year, 3, 6 + number), people=60)
        world.admit(world.mill, date(year, 4, 3), count + 5)
    sheet = drafted(desk)
    faults = [each.fault.key for each in asked_about(sheet, Composing(sheet).lines())]
    assert len(faults) > 1
    return sheet, faults


def test_of_two_who_explain_the_second_takes_no_word_of_the_first_away(desk: Desk, signed_in: Door) -> None:
    sheet, (mine, theirs, *_rest) = asked_twice(desk)
    answer_fault(desk.world.officer, sheet=sheet, fault=theirs, word="đã xem hồ sơ")
    answers = {f"word:{mine}": "có đợt cao điểm", f"shown:{mine}": "", f"word:{theirs}": "", f"shown:{theirs}": ""}
    page = signed_in(desk.world.clerk).post(f"/sheets/{sheet.pk}/check/", answers | {"do": "keep"})
    assert page.status_code == 302
    assert {each.fault: each.word for each in Answer.objects.all()} == {mine: "có đợt cao điểm", theirs: "đã xem hồ sơ"}


def test_of_two_who_explain_the_same_the_second_sees_both_words(desk: Desk, signed_in: Door) -> None:
    sheet, (fault, *_rest) = asked_twice(desk)
    door, page = signed_in(desk.world.clerk), f"/sheets/{sheet.pk}/check/"
    answer_fault(desk.world.officer, sheet=sheet, fault=fault, word="đã xem hồ sơ")
    told = door.post(page, {f"word:{fault}": "có đợt cao điểm", f"shown:{fault}": "", "do": "keep"})
    assert "Có người vừa giải trình điểm này: “đã xem hồ sơ”" in plain(told)
    assert 'value="có đợt cao điểm"' in told.content.decode()
    assert Answer.objects.get(fault=fault).word == "đã xem hồ sơ"
    again = {f"word:{fault}": "có đợt cao điểm", f"shown:{fault}": "đã xem hồ sơ", "do": "keep"}
    assert door.post(page, again).status_code == 302
    assert Answer.objects.get(fault=fault).word == "có đợt cao điểm"


def test_of_two_who_decide_the_second_keeps_what_they_wrote_and_is_told(desk: Desk, signed_in: Door) -> None:
    sheet, door = submitted(desk), signed_in(desk.world.chair)
    accept_sheet(desk.world.officer, sheet=sheet, revision=1)
    remark = {"revision": "1", "remark:dialogue.held@own": "thiếu cuộc tháng 4", "do": "return"}
    told = door.post(f"/sheets/{sheet.pk}/decide/", remark)
    assert "Báo cáo này không đang chờ nhận: đã nhận." in plain(told)
    assert 'value="thiếu cuộc tháng 4"' in told.content.decode()
    assert "Nhận báo cáo</button>" not in told.content.decode()
    assert Decision.objects.count() == 1


def test_remarks_on_one_section_go_along_to_the_next(
    desk: Desk, signed_in: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("congdoan.desk.sheets.reading.AT_ONCE", 2)
    sheet, door = submitted(desk), signed_in(desk.world.chair)
    page = f"/sheets/{sheet.pk}/decide/"
    remark = {"revision": "1", "remark:members.admitted@own": "sót một người"}
    assert "sót một người" not in door.get(page).content.decode()
    told = door.post(page, remark | {"section": "2"})
    assert '<input type="hidden" name="remark:members.admitted@own" value="sót một người">' in told.content.decode()
    assert "Còn 1 ghi chú ở mục khác." in plain(told)
    assert Sheet.objects.get(pk=sheet.pk).state == State.SUBMITTED
    assert door.post(page, remark | {"do": "return"}).status_code == 302
    assert Sheet.objects.get(pk=sheet.pk).state == State.RETURNED


# --- Out of order ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["check", "send", "parts/tasks", "lines/dialogue.held@own"])
def test_the_pages_of_writing_lead_back_to_a_sheet_that_was_sent(desk: Desk, signed_in: Door, page: str) -> None:
    sheet, door = submitted(desk), signed_in(desk.world.clerk)
    told = plain(door.get(f"/sheets/{sheet.pk}/{page}/", follow=True))
    assert SENT in told


def test_sending_twice_is_told_and_sends_once(desk: Desk, signed_in: Door) -> None:
    sheet, door = explained(desk.world, drafted(desk)), signed_in(desk.world.clerk)
    page = f"/sheets/{sheet.pk}/send/"
    seen = hidden(door, page, "seen")
    assert door.post(page, {"seen": seen}).status_code == 302
    assert SENT in plain(door.post(page, {"seen": seen}, follow=True))
    assert Revision.objects.count() == 1


def test_what_was_being_written_when_it_was_sent_stays_in_the_box(desk: Desk, signed_in: Door) -> None:
    sheet, door = submitted(desk), signed_in(desk.world.clerk)
    told = plain(door.post(f"/sheets/{sheet.pk}/parts/tasks/", {"text": "Vận động.", "seen": "0", "bound": "[]"}))
    assert SENT in told
    assert "Vận động." in told


@pytest.mark.parametrize(
    ("step", "state", "sentence"),
    [
        ("decide", State.DRAFT, "Báo cáo này không đang chờ nhận: nháp."),
        ("decide", State.RETURNED, "Báo cáo này không đang chờ nhận: trả lại."),
        ("decide", State.ACCEPTED, "Báo cáo này không đang chờ nhận: đã nhận."),
        ("reopen", State.SUBMITTED, "Chỉ mở lại được báo cáo đã nhận; báo cáo này hiện: đã gửi."),
    ],
)
def test_a_step_that_is_not_next_is_told_where_the_sheet_stands(
    desk: Desk, signed_in: Door, step: str, state: State, sentence: str
) -> None:
    sheet = {State.DRAFT: drafted, State.ACCEPTED: accepted}.get(state, submitted)(desk)
    if state is State.RETURNED:
        return_sheet(desk.world.officer, sheet=sheet, revision=1, remarks={"": "sửa"})
    assert sentence in plain(signed_in(desk.world.chair).get(f"/sheets/{sheet.pk}/{step}/", follow=True))


@pytest.mark.parametrize(
    "page",
    [
        "?revision={}",
        "changes/?revision={}",
        "restated/?revision={}",
        "document.pdf?revision={}",
        "meanwhile/?seen={}",
    ],
)
def test_a_number_that_nothing_has_is_no_fault_of_the_server(desk: Desk, signed_in: Door, page: str) -> None:
    sheet, door = submitted(desk), signed_in(desk.world.clerk)
    for asked in ("9" * 5000, "²", "٣"):
        assert door.get(f"/sheets/{sheet.pk}/{page.format(asked)}").status_code in {200, 404}


def test_a_sign_that_no_text_holds_is_left_out(desk: Desk, signed_in: Door) -> None:
    sheet, faults = asked_twice(desk)
    door = signed_in(desk.world.clerk)
    assert (
        door.post(f"/sheets/{sheet.pk}/parts/strengths/", {"text": "a\0b", "seen": "0", "bound": "[]"}).status_code
        == 302
    )
    assert door.post(f"/sheets/{sheet.pk}/check/", {f"word:{faults[0]}": "a\0b"}).status_code == 302
    assert (Part.objects.get(sheet=sheet, key="strengths").text, Answer.objects.get().word) == ("ab", "ab")


def test_without_the_right_nothing_is_there(desk: Desk, signed_in: Door) -> None:
    sheet = submitted(desk)
    for user in (desk.world.clerk, desk.world.stranger):
        for step in ("decide", "reopen"):
            assert signed_in(user).post(f"/sheets/{sheet.pk}/{step}/", {"do": "accept"}).status_code == 404
    assert signed_in(desk.world.stranger).post(f"/sheets/{sheet.pk}/send/").status_code == 404


# --- Periods, plans, editions ----------------------------------------------------------------------------------------


def test_a_closed_period_is_told_before_it_is_sent_and_what_to_do(desk: Desk, signed_in: Door) -> None:
    sheet = explained(desk.world, drafted(desk))
    with the_day(date(2025, 7, 6)):
        door = signed_in(desk.world.clerk)
        page = door.get(f"/sheets/{sheet.pk}/send/")
        told = plain(page)
        assert "Kỳ này đã khóa từ ngày 05/07/2025 nên không gửi được nữa." in told
        assert "cần văn bản thì tải ở mục Văn bản" in told
        assert 'form="send"' not in page.content.decode()
        assert "Kỳ này đã khóa" in plain(door.post(f"/sheets/{sheet.pk}/send/", {"seen": str(sheet.edits)}))
    assert not Revision.objects.exists()


def test_a_percent_of_a_plan_that_is_missing_is_refused_with_what_to_do(desk: Desk, signed_in: Door) -> None:
    sheet, door = drafted(desk), signed_in(desk.world.clerk)
    answers = {"do": "word", "stated": "468", "note": "", "seen": "0"}
    told = plain(door.post(f"/sheets/{sheet.pk}/lines/members.admitted@own/", answers))
    assert "Dòng này chưa có kế hoạch nên không nêu phần trăm được. Giao kế hoạch trước, hoặc để trống." in told


def test_a_form_says_for_which_periods_it_is(desk: Desk, signed_in: Door) -> None:
    page = f"/sheets/open/?unit=mill&{PERIOD}"
    told = plain(signed_in(desk.world.clerk).post(page, {"form": "own-half", "other_period": "2024-05"}))
    assert "không lập cho kỳ tháng 5/2024; mẫu này lập cho: 6 tháng (2024-H1), năm (2024)." in told


def test_a_unit_that_was_not_there_yet_says_since_when_it_is(desk: Desk, signed_in: Door) -> None:
    desk.world.found("new", Level.GRASSROOTS, desk.world.industry, day=date(2024, 3, 1))
    page = f"/sheets/open/?unit=new&{PERIOD}"
    told = plain(signed_in(desk.world.officer).post(page, {"form": "own-half", "other_period": "2023"}))
    assert "Đơn vị thành lập ngày 01/03/2024, sau kỳ này." in told


def test_sheets_beneath_of_another_edition_are_named_with_what_to_do(desk: Desk, signed_in: Door) -> None:
    below = drafted(desk)
    Sheet.objects.filter(pk=below.pk).update(edition="0")
    sheet = explained(desk.world, opened(desk.world, desk.world.industry))
    appoint(
        desk.world.officer, user=desk.world.stranger, unit=desk.world.industry, role=Role.CLERK, day=date(2024, 1, 1)
    )
    told = plain(signed_in(desk.world.stranger).post(f"/sheets/{sheet.pk}/send/", {"seen": str(sheet.edits)}))
    assert "lập theo bản khác của mẫu: Công đoàn mill. Đề nghị đơn vị bấm “Chuyển bản”" in told
    own = signed_in(desk.world.clerk).get(f"/sheets/{below.pk}/").content.decode()
    assert f"kỳ này dùng bản {current().forms['own-half'].edition}" in own
    assert "Chuyển bản</button>" in own


# --- Merged ----------------------------------------------------------------------------------------------------------


def test_what_a_merged_unit_owes_its_successor_finds_writes_and_sends(desk: Desk, signed_in: Door) -> None:
    world = desk.world
    with the_day(date(2024, 6, 5)):
        absorb(world.officer, unit=world.mine, into=world.mill, day=date(2024, 4, 30))
        door = signed_in(world.clerk)
        told = door.get(f"/sheets/?unit=mill&{PERIOD}").content.decode()
        owed_for_mine = told.count("thay Công đoàn mine, đã nhập vào đơn vị")
        assert owed_for_mine
        assert "/sheets/open/?unit=mine" in told
        answers = {"form": "own-half", "period": HALF}
        opened_at = door.post(f"/sheets/open/?unit=mine&{PERIOD}", answers).headers["Location"]
        sheet = Sheet.objects.get(unit=world.mine)
        assert opened_at.endswith(f"/sheets/{sheet.pk}/")
        assert "Công đoàn mine" in plain(door.get(opened_at))
        submit_sheet(world.clerk, sheet=explained(world, sheet))
        told = door.get(f"/sheets/?unit=mill&{PERIOD}").content.decode()
        assert told.count("thay Công đoàn mine, đã nhập vào đơn vị") == owed_for_mine - 1
        assert keepers_of([world.mine.pk]) == {world.mine.pk: [world.clerk]}


def test_home_counts_what_is_owed_for_merged_units_until_it_is_sent(desk: Desk, signed_in: Door) -> None:
    world = desk.world
    with the_day(date(2024, 6, 5)):
        door = signed_in(world.clerk)
        assert "thay đơn vị đã nhập vào" not in plain(door.get("/?unit=mill"))
        absorb(world.officer, unit=world.mine, into=world.mill, day=date(2024, 4, 30))
        with CaptureQueriesContext(connection) as asked:
            told = door.get("/?unit=mill")
        assert len(asked) <= 20
        [merged] = [wait for wait in told.context["waiting"] if "thay đơn vị đã nhập vào" in wait.what]
        assert merged.what.startswith("3 báo cáo còn phải gửi")
        assert (merged.when, merged.late) == ("trễ 361 ngày", True)
        assert merged.more == "gấp nhất: 6 tháng đầu năm 2023, hạn 10/06/2023"
        assert "thay Công đoàn mine, đã nhập vào đơn vị" in plain(door.get(merged.url))
        submit_sheet(world.clerk, sheet=explained(world, opened(world, world.mine, by=world.clerk)))
        assert "2 báo cáo còn phải gửi thay đơn vị đã nhập vào" in plain(door.get("/?unit=mill"))
        assert "thay đơn vị đã nhập vào" not in plain(signed_in(world.officer).get("/"))


def test_who_stands_beneath_another_union_by_now_is_no_link_and_holds_up_nothing(desk: Desk, signed_in: Door) -> None:
    world, day = desk.world, date(2024, 6, 12)
    page = f"/sheets/board/remind/?unit=industry&form=own-half&{PERIOD}"
    with the_day(day):
        absorb(world.officer, unit=world.mine, into=world.school, day=date(2024, 6, 11))
        appoint(world.officer, user=world.stranger, unit=world.industry, role=Role.CLERK, day=day)
        door = signed_in(world.stranger)
        told = plain(door.get(page))
        assert ["Công đoàn mill" in told, "Công đoàn mine" in told] == [True, False]
        shown = door.get(f"/sheets/board/?unit=industry&form=own-half&{PERIOD}")
        assert {line.name: line.code for line in shown.context["lines"]} == {
            "Công đoàn mill": "mill",
            "Công đoàn mine": "",
        }
        assert ["unit=mill" in shown.content.decode(), "unit=mine" in shown.content.decode()] == [True, False]
        assert door.post(page).status_code == 302
    assert {each.unit.code for each in Reminder.objects.all()} == {"mill"}


def test_what_was_sent_for_a_merged_unit_waits_for_who_decides_and_not_for_its_successor(
    desk: Desk, signed_in: Door
) -> None:
    world, day = desk.world, date(2024, 6, 5)
    with the_day(day):
        absorb(world.officer, unit=world.mine, into=world.mill, day=date(2024, 4, 30))
        submit_sheet(world.clerk, sheet=explained(world, opened(world, world.mine, by=world.clerk)))
        submit_sheet(world.clerk, sheet=explained(world, opened(world, world.mill, by=world.clerk)))
        appoint(world.officer, user=world.stranger, unit=world.industry, role=Role.CLERK, day=day)
        decides = signed_in(world.stranger)
        waiting = plain(decides.get(f"/sheets/?unit=industry&{PERIOD}")).split("Chờ nhận")[1]
        assert ["Công đoàn mine" in waiting, "Công đoàn mill" in waiting] == [True, True]
        assert "2 báo cáo của cấp dưới chờ nhận" in plain(decides.get("/"))
        successor = signed_in(world.clerk)
        assert "Công đoàn mine" not in plain(successor.get(f"/sheets/?unit=mill&{PERIOD}")).split("Chờ nhận")[-1]
        assert "chờ nhận" not in plain(successor.get("/?unit=mill"))


# --- The topmost -----------------------------------------------------------------------------------------------------


def test_what_the_topmost_unit_has_sent_it_opens_again_itself(desk: Desk, signed_in: Door) -> None:
    sheet, door = submitted(desk, desk.world.head), signed_in(desk.world.officer)
    page, again = f"/sheets/{sheet.pk}/", f"/sheets/{sheet.pk}/reopen/"
    told = plain(door.get(page))
    assert "Trên đơn vị này không còn cấp nào nhận báo cáo." in told
    assert "chờ cấp trên" not in told
    assert again in door.get(page).content.decode()
    assert door.post(again, {"reason": " "}).status_code == 200
    opened_again = door.post(again, {"reason": "sót một tỉnh"})
    assert "Bản đã gửi vẫn còn nguyên." in plain(door.get(opened_again.headers["Location"]))
    assert "báo cáo này hiện: nháp" in plain(door.get(door.get(again).headers["Location"]))
    assert "mở lại" in plain(door.get(page))
    second = submit_sheet(desk.world.officer, sheet=explained(desk.world, sheet))
    assert [second.number, "Bản 1" in plain(door.get(page))] == [2, True]


def test_a_number_less_than_recorded_says_how_much_is_recorded(desk: Desk, signed_in: Door) -> None:
    sheet, door = drafted(desk), signed_in(desk.world.clerk)
    page, answers = f"/sheets/{sheet.pk}/lines/members.admitted@own/", {"do": "declare", "how": "", "basis": "sổ"}
    for _twice in range(2):
        told = plain(door.post(page, answers | {"number": "2", "seen": hidden(door, page, "seen")}))
        assert "Trong sổ đã ghi 3; số kê khai không thể ít hơn." in told
        more = answers | {"number": "5", "seen": hidden(door, page, "seen")}
        assert door.post(page, more).status_code == 302
