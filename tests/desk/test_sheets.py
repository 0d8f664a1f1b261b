"""The pages of sheets: drafted, written, checked, sent, decided about, compared; who may not is refused."""

import json
import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.desk.conftest import PERIOD, Desk, Door
from tests.desk.keeping import keep
from tests.desk.reports import accepted, drafted, submitted
from tests.desk.saying import text
from tests.reports.certificates import PASSWORD, certificate
from tests.reports.conftest import opened, sent
from tests.world import TODAY, the_day

from congdoan.base import clock
from congdoan.base.bound import Bound
from congdoan.catalogue.rules import Level
from congdoan.figures.models import Declaration
from congdoan.figures.rules import Field, Reach
from congdoan.org.actions import appoint
from congdoan.org.rules import Role
from congdoan.records.activities.actions import correct_activity
from congdoan.reports.actions import (
    declare_line,
    drop_proposal,
    propose,
    return_sheet,
    submit_sheet,
    word_line,
    write_part,
)
from congdoan.reports.actions.letters import line_of
from congdoan.reports.models import (
    Answer,
    Part,
    Proposal,
    Reminder,
    Revision,
    Sending,
    Sheet,
    Signature,
    Word,
    owed_by,
)
from congdoan.reports.rules import State


def plain(response: Any) -> str:
    return text(response).replace("\u00a0", " ").replace("&nbsp;", " ")


def hidden(door: Client, page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', door.get(page).content.decode())
    assert found
    return found[1].replace("&quot;", '"')


# --- Drafting and writing --------------------------------------------------------------------------------------------


def test_one_press_opens_a_sheet(desk: Desk, signed_in: Door) -> None:
    door = signed_in(desk.world.clerk)
    response = door.post(f"/sheets/open/?unit=mill&{PERIOD}", {"form": "own-half", "period": "2024-H1"})
    assert response.status_code == 302
    page = plain(door.get(response.headers["Location"]))
    assert "Công đoàn mill kết nạp 3 đoàn viên" in page
    assert "Kiểm tra" in page
    assert "Gửi báo cáo" in page


def test_a_long_period_in_words_is_taken(desk: Desk, signed_in: Door) -> None:
    door, page = signed_in(desk.world.chair), f"/sheets/open/?unit=north&{PERIOD}"
    assert "Viết hai đầu, ví dụ" in plain(door.get(page))
    written = {"form": "review", "other_period": "từ đầu năm 2023 đến hết tháng 05/2024"}
    assert door.post(page, written).status_code == 302
    assert Sheet.objects.get().period == "2023..2024-05"


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"form": "", "period": "2024-H1"}, "Có 1 mục cần sửa"),
        ({"form": "own-half", "period": ""}, "Chọn kỳ"),
        ({"form": "own-half", "other_period": "năm ngoái"}, "không đọc được"),
        ({"form": "own-half", "other_period": "2024-05"}, "không lập cho kỳ"),
        ({"form": "own-half", "other_period": "2027"}, "mới bắt đầu"),
    ],
)
def test_what_cannot_be_drafted_is_said_beside_its_field(
    desk: Desk, signed_in: Door, answers: dict[str, str], sentence: str
) -> None:
    response = signed_in(desk.world.clerk).post(f"/sheets/open/?unit=mill&{PERIOD}", answers)
    assert sentence in plain(response)
    assert not Sheet.objects.exists()


def test_a_part_is_written_around_its_bound_figures(desk: Desk, signed_in: Door) -> None:
    sheet, door = drafted(desk), signed_in(desk.world.clerk)
    page = f"/sheets/{sheet.pk}/parts/result-0/"
    written = "Công đoàn mill vận động, kết nạp ⟦3⟧ đoàn viên; đối thoại ⟦II.1⟧ cuộc."
    answers = {"text": written, "seen": hidden(door, page, "seen"), "bound": hidden(door, page, "bound"), "do": "keep"}
    assert door.post(page, answers).status_code == 302
    assert "vận động, kết nạp 3 đoàn viên; đối thoại 1 cuộc." in re.sub(
        r" (?=[;.,])", "", plain(door.get(f"/sheets/{sheet.pk}/"))
    )


def test_a_box_typed_over_is_refused_and_what_was_written_stays(desk: Desk, signed_in: Door) -> None:
    sheet, door = drafted(desk), signed_in(desk.world.clerk)
    page = f"/sheets/{sheet.pk}/parts/result-0/"
    response = door.post(page, {"text": "kết nạp ⟦99⟧ đoàn viên", "seen": "1", "bound": "[]"})
    assert "không gõ đè được" in plain(response)
    assert "kết nạp ⟦99⟧ đoàn viên" in response.content.decode()


@pytest.mark.parametrize("bound", ["{", '"x"', "[[1]]", json.dumps([["3", "members.admitted@own", "nhanh"]])])
def test_a_page_that_was_tampered_with_is_refused(desk: Desk, signed_in: Door, bound: str) -> None:
    sheet, door = drafted(desk), signed_in(desk.world.clerk)
    response = door.post(f"/sheets/{sheet.pk}/parts/result-0/", {"text": "⟦3⟧", "seen": "1", "bound": bound})
    assert "Trang này đã cũ" in plain(response)


def test_the_second_of_two_writers_sees_both_texts(desk: Desk, signed_in: Door) -> None:
    sheet, door = drafted(desk), signed_in(desk.world.clerk)
    write_part(desk.world.officer, sheet=sheet, key="tasks", text="Bản của cán bộ.", seen=0)
    page = f"/sheets/{sheet.pk}/parts/tasks/"
    response = door.post(page, {"text": "Bản đang viết.", "seen": "0", "bound": "[]"})
    assert "officer vừa sửa mục này. Bản của hai người đều còn." in plain(response)
    assert "Bản của cán bộ." in plain(response)
    assert "Bản đang viết." in response.content.decode()
    assert Part.objects.get(sheet=sheet, key="tasks").text == "Bản của cán bộ."


def test_writing_is_kept_by_itself_with_htmx(desk: Desk, signed_in: Door) -> None:
    sheet, door = drafted(desk), signed_in(desk.world.clerk)
    page = f"/sheets/{sheet.pk}/parts/tasks/"
    response = door.post(page, {"text": "Vận động.", "seen": "0", "bound": "[]"}, headers={"HX-Request": "true"})
    said = response.content.decode()
    assert 'name="seen" value="1"' in said
    assert "Đã lưu lúc" in said
    clash = door.post(page, {"text": "Khác.", "seen": "0", "bound": "[]"}, headers={"HX-Request": "true"})
    assert "vừa sửa mục này" in clash.content.decode()


def test_a_refusal_hands_out_no_newer_version(desk: Desk, signed_in: Door) -> None:
    """Else the next keeping would write over what a colleague wrote and nobody was shown."""
    sheet, door, by_itself = drafted(desk), signed_in(desk.world.clerk), {"HX-Request": "true"}
    page = f"/sheets/{sheet.pk}/parts/tasks/"
    began = {"seen": hidden(door, page, "seen"), "bound": '[["3","members.admitted@own","number"]]'}
    write_part(desk.world.officer, sheet=sheet, key="tasks", text="Bản của cán bộ.", seen=0)
    for headers in (by_itself, {}):
        said = door.post(page, began | {"text": "Đang viết ⟦3⟧, ⟦II.3"}, headers=headers).content.decode()
        assert "không khép" in said
        assert 'name="seen" value="0"' in said
        assert "members.admitted@own" in said, "what its boxes are bound to stays, too"
    clash = door.post(page, began | {"text": "Đang viết ⟦3⟧."})
    assert "officer vừa sửa mục này" in plain(clash)
    assert 'name="seen" value="1"' in clash.content.decode()
    assert Part.objects.get(sheet=sheet, key="tasks").text == "Bản của cán bộ."


def test_text_brought_back_after_a_session_ended_begins_where_it_began(desk: Desk, signed_in: Door) -> None:
    sheet, door = drafted(desk), signed_in(desk.world.clerk)
    page = f"/sheets/{sheet.pk}/parts/tasks/"
    keep(door, page, desk.world.clerk, text="Viết dở.", seen="0", bound="[]", do="keep")
    write_part(desk.world.officer, sheet=sheet, key="tasks", text="Bản của cán bộ.", seen=0)
    back = door.get(page).content.decode()
    assert "Viết dở." in back
    assert 'name="seen" value="0"' in back


def test_a_page_that_says_nothing_of_what_it_saw_is_kept_where_nobody_wrote(desk: Desk, signed_in: Door) -> None:
    sheet, door = drafted(desk), signed_in(desk.world.clerk)
    assert door.post(f"/sheets/{sheet.pk}/parts/tasks/", {"text": "Vận động.", "bound": "[]"}).status_code == 302
    assert Part.objects.get(sheet=sheet, key="tasks").version == 1


def test_a_line_is_declared_with_its_basis(desk: Desk, signed_in: Door) -> None:
    sheet, door = drafted(desk), signed_in(desk.world.clerk)
    page = f"/sheets/{sheet.pk}/lines/dialogue.regular@own/"
    assert "phải nêu căn cứ" in plain(door.post(page, {"do": "declare", "number": "hàng chục"}))
    assert "Nhập số kê khai" in plain(door.post(page, {"do": "declare", "basis": "sổ tay"}))
    assert door.post(page, {"do": "declare", "number": "hàng chục", "basis": "sổ tay"}).status_code == 302
    assert Word.objects.get().bound == Bound(10, 99)
    assert "10–99" in plain(door.get(f"/sheets/{sheet.pk}/"))
    assert re.search(r"Trong sổ \d cuộc", plain(door.get(page))), "what is declared waits to be posted"
    assert door.post(page, {"do": "undeclare", "seen": hidden(door, page, "seen")}).status_code == 302
    assert Word.objects.get().bound is None


def test_of_two_on_one_line_the_second_is_shown_what_the_first_said(desk: Desk, signed_in: Door) -> None:
    sheet, door, line = drafted(desk), signed_in(desk.world.clerk), "dialogue.regular@own"
    page = f"/sheets/{sheet.pk}/lines/{line}/"
    seen = hidden(door, page, "seen")
    declare_line(desk.world.officer, sheet=sheet, line=line, bound=Bound.exactly(7), basis="biên bản")
    word_line(desk.world.officer, sheet=sheet, line=line, stated=None, note_text="có biên bản")
    for older in ({"do": "declare", "number": "5", "basis": "sổ tay"}, {"do": "word", "note": "tính cả năm"}):
        shown = door.post(page, older | {"seen": seen})
        assert "officer ghi lần cuối" in plain(shown)
        assert "có biên bản" in plain(shown)
        assert "7 (biên bản)" in plain(shown)
        assert older.get("number", "tính cả năm") in shown.content.decode()
    word = Word.objects.get()
    assert (word.bound, word.basis, word.note) == (Bound.exactly(7), "biên bản", "có biên bản")
    refused = door.post(page, {"do": "declare", "number": "nhiều", "seen": seen}).content.decode()
    assert f'name="seen" value="{seen}"' in refused, "a refusal shows nothing of the other's"
    merged = {"do": "word", "note": "có biên bản; tính cả năm", "seen": hidden(door, page, "seen")}
    assert door.post(page, merged).status_code == 302
    assert Word.objects.get().bound == Bound.exactly(7)


def test_a_declared_number_that_is_posted_is_taken_back_with_a_reason(desk: Desk, signed_in: Door) -> None:
    world, line = desk.world, "dialogue.regular@own"
    sheet, door = drafted(desk), signed_in(world.clerk)
    declare_line(world.clerk, sheet=sheet, line=line, bound=Bound.exactly(7), basis="sổ tay")
    submitted(desk)
    return_sheet(world.officer, sheet=sheet, revision=1, remarks={line: "không có cuộc nào"})
    page = f"/sheets/{sheet.pk}/lines/{line}/"
    taken = {"do": "undeclare", "seen": hidden(door, page, "seen")}
    assert "Nêu lý do" in plain(door.post(page, taken))
    assert Word.objects.get().bound == Bound.exactly(7)
    assert door.post(page, taken | {"reason": "đếm nhầm"}).status_code == 302
    assert Word.objects.get().bound is None
    assert not Declaration.objects.known().exists()


def test_what_a_colleague_saved_is_not_drafted_over_unseen(desk: Desk, signed_in: Door) -> None:
    sheet, door = drafted(desk), signed_in(desk.world.clerk)
    page = f"/sheets/{sheet.pk}/parts/result-0/"
    began = {"seen": hidden(door, page, "seen"), "bound": hidden(door, page, "bound"), "do": "redraft"}
    write_part(desk.world.officer, sheet=sheet, key="result-0", text="Bản của cán bộ.", seen=1)
    shown = door.post(page, began | {"text": "Bản đang viết."})
    assert "Bản kia: Bản của cán bộ." in plain(shown)
    assert Part.objects.get(sheet=sheet, key="result-0").text == "Bản của cán bộ."
    again = {"text": "", "bound": "[]", "do": "redraft", "seen": hidden(door, page, "seen")}
    assert door.post(page, again).status_code == 302
    assert "kết nạp" in Part.objects.get(sheet=sheet, key="result-0").text


def test_an_edition_is_renewed_over_no_text_that_was_not_seen(desk: Desk, signed_in: Door) -> None:
    sheet, door = drafted(desk), signed_in(desk.world.clerk)
    Sheet.objects.filter(pk=sheet.pk).update(edition="0")
    page = f"/sheets/{sheet.pk}/"
    seen = {"seen": hidden(door, page, "seen")}
    write_part(desk.world.officer, sheet=sheet, key="result-0", text="Bản của cán bộ.", seen=1)
    assert "Xem bản mới rồi hãy chuyển" in plain(door.post(page, seen, follow=True))
    assert Part.objects.get(sheet=sheet, key="result-0").text == "Bản của cán bộ."
    assert "Báo cáo dùng bản 1" in plain(door.post(page, {"seen": hidden(door, page, "seen")}, follow=True))
    assert Sheet.objects.get(pk=sheet.pk).edition == "1"


def test_a_text_bound_to_a_line_that_the_form_has_no_more_is_shown_and_can_be_mended(
    desk: Desk, signed_in: Door
) -> None:
    sheet, door = drafted(desk), signed_in(desk.world.clerk)
    gone = Field("mill", "units.founded", sheet.of_period, Reach.OWN)
    Part.objects.create(sheet=sheet, key="tasks", text=f"Thêm {gone} đơn vị.", by=desk.world.clerk, at=clock.now())
    assert "dòng đã bỏ" in plain(door.get(f"/sheets/{sheet.pk}/"))
    assert "không thuộc dòng nào" in plain(door.get(f"/sheets/{sheet.pk}/send/"))
    assert door.get(f"/sheets/{sheet.pk}/document.pdf").headers["Location"] == f"/sheets/{sheet.pk}/"
    page = f"/sheets/{sheet.pk}/parts/tasks/"
    assert "Thêm ⟦dòng đã bỏ⟧ đơn vị." in plain(door.get(page))
    kept = {name: hidden(door, page, name) for name in ("bound", "seen")}
    assert "không thuộc dòng nào" in plain(door.post(page, kept | {"text": "Thêm ⟦dòng đã bỏ⟧ đơn vị mới."}))
    assert door.post(page, kept | {"text": "Thêm 2 đơn vị."}).status_code == 302
    assert Part.objects.get(sheet=sheet, key="tasks").text == "Thêm 2 đơn vị."


@pytest.mark.parametrize("stated", ["nhiều", "4,6,8", "--", "NaN", "1e5", "4.68.1", "99.999.999", "-4,5"])
def test_a_percent_that_is_no_number_is_refused(desk: Desk, signed_in: Door, stated: str) -> None:
    desk.world.plan(desk.world.mill, "2024", 10)
    sheet = Sheet.objects.get(pk=drafted(desk).pk)
    response = signed_in(desk.world.clerk).post(
        f"/sheets/{sheet.pk}/lines/members.admitted@own/", {"do": "word", "stated": stated}
    )
    assert response.status_code == 200
    assert not Word.objects.filter(stated__isnull=False).exists()


@pytest.mark.parametrize(
    ("written", "stated"), [("468", "468"), ("468,125 %", "468.13"), ("468.1", "468.1"), ("2.247,5", "2247.5")]
)
def test_a_percent_is_read_as_people_write_it(desk: Desk, signed_in: Door, written: str, stated: str) -> None:
    desk.world.plan(desk.world.mill, "2024", 10)
    page = f"/sheets/{drafted(desk).pk}/lines/members.admitted@own/"
    assert signed_in(desk.world.clerk).post(page, {"do": "word", "stated": written}).status_code == 302
    assert Word.objects.get().stated == Decimal(stated)


# --- Checking and sending --------------------------------------------------------------------------------------------


def test_what_is_asked_is_answered_and_then_the_sheet_goes(desk: Desk, signed_in: Door) -> None:
    desk.world.admit(desk.world.mill, date(2023, 2, 2), 1)
    desk.world.admit(desk.world.mill, date(2024, 2, 2), 40)
    sheet, door = drafted(desk), signed_in(desk.world.clerk)
    check, send = f"/sheets/{sheet.pk}/check/", f"/sheets/{sheet.pk}/send/"
    assert "so với cùng kỳ" in plain(door.get(check))
    refused = door.post(send, {"seen": hidden(door, send, "seen")})
    assert "chưa giải trình" in plain(refused)
    names = re.findall(r'name="(word:[^"]+)"', door.get(check).content.decode())
    assert names
    assert door.post(check, dict.fromkeys(names, "mới có thêm một phân xưởng") | {"do": "send"}).status_code == 302
    assert Answer.objects.count() == len(names)
    response = door.post(send, {"seen": hidden(door, send, "seen")})
    assert response.status_code == 302
    assert "Đã gửi lúc" in plain(door.get(response.headers["Location"]))
    assert Revision.objects.count() == 1


def test_the_page_says_who_will_receive_it(desk: Desk, signed_in: Door) -> None:
    page = plain(signed_in(desk.world.clerk).get(f"/sheets/{drafted(desk).pk}/send/"))
    assert "Công đoàn industry" in page
    assert "Cấp ủy đảng cùng cấp" in page
    assert "số được chốt" in page


def test_a_sheet_changed_since_the_page_was_opened_is_not_sent(desk: Desk, signed_in: Door) -> None:
    sheet, door = drafted(desk), signed_in(desk.world.clerk)
    seen = hidden(door, f"/sheets/{sheet.pk}/send/", "seen")
    write_part(desk.world.officer, sheet=sheet, key="tasks", text="Vận động.", seen=0)
    assert "vừa được sửa" in plain(door.post(f"/sheets/{sheet.pk}/send/", {"seen": seen}))
    assert not Revision.objects.exists()


# --- Deciding --------------------------------------------------------------------------------------------------------


def test_the_union_above_returns_with_a_remark_on_a_line_and_the_unit_sees_it(desk: Desk, signed_in: Door) -> None:
    sheet = submitted(desk)
    above, below = signed_in(desk.world.chair), signed_in(desk.world.clerk)
    page = f"/sheets/{sheet.pk}/decide/"
    both = {"revision": "1", "remark:dialogue.held@own": "thiếu cuộc tháng 4", "do": "accept"}
    assert "trả lại, không nhận" in plain(above.post(page, both))
    assert "nêu cần sửa gì" in plain(above.post(page, {"revision": "1", "do": "return"}))
    assert above.post(page, both | {"do": "return"}).status_code == 302
    told = plain(below.get(f"/sheets/{sheet.pk}/"))
    assert "chair trả lại" in told
    assert "thiếu cuộc tháng 4" in told
    assert "bị trả lại" in told


def test_a_draft_is_given_up_once_its_writer_has_seen_what_goes_with_it(desk: Desk, signed_in: Door) -> None:
    sheet, door = drafted(desk), signed_in(desk.world.clerk)
    write_part(desk.world.clerk, sheet=sheet, key="strengths", text="Ban chấp hành đoàn kết.", seen=0)
    page = f"/sheets/{sheet.pk}/give-up/"
    assert f'href="{page}"' in door.get(f"/sheets/{sheet.pk}/").content.decode()
    assert "Mục đã viết hoặc sửa 1" in plain(door.get(page))
    seen = hidden(door, page, "seen")
    propose(desk.world.clerk, sheet=sheet, to="Ban giám đốc", text="Mở nhà trẻ.")
    told = plain(door.post(page, {"seen": seen}))
    assert "Báo cáo vừa được sửa" in told
    assert "Kiến nghị, đề xuất 1" in told
    assert door.post(page, {"seen": hidden(door, page, "seen")}).status_code == 302
    assert not Sheet.objects.filter(pk=sheet.pk).exists()
    told = door.get(f"/journal/?unit={desk.world.mill.code}").content.decode()
    assert "bỏ bản nháp" in told
    assert f'href="/sheets/{sheet.pk}/"' not in told


def test_no_sheet_is_given_up_that_was_sent(desk: Desk, signed_in: Door) -> None:
    sheet, door = submitted(desk), signed_in(desk.world.clerk)
    assert "/give-up/" not in door.get(f"/sheets/{sheet.pk}/").content.decode()
    answer = door.post(f"/sheets/{sheet.pk}/give-up/", {"seen": "0"}, follow=True)
    assert "đã gửi một lần nên không bỏ được" in plain(answer)
    assert Sheet.objects.filter(pk=sheet.pk).exists()


def test_it_is_accepted_and_opened_again(desk: Desk, signed_in: Door) -> None:
    sheet, above = submitted(desk), signed_in(desk.world.chair)
    assert above.post(f"/sheets/{sheet.pk}/decide/", {"revision": "1", "do": "accept"}).status_code == 302
    assert Sheet.objects.get(pk=sheet.pk).state == State.ACCEPTED
    page = f"/sheets/{sheet.pk}/reopen/"
    assert "Có 1 mục cần sửa" in plain(above.post(page, {"reason": ""}))
    assert above.post(page, {"reason": "sót một đợt"}).status_code == 302
    assert Sheet.objects.get(pk=sheet.pk).state == State.DRAFT
    assert "sót một đợt" in plain(above.get(f"/sheets/{sheet.pk}/?revision=1"))


def test_who_decides_reads_the_units_words_and_what_became_of_the_last_remarks(desk: Desk, signed_in: Door) -> None:
    world, above = desk.world, signed_in(desk.world.chair)
    world.admit(world.mill, date(2023, 3, 1), 10)
    world.admit(world.mill, date(2024, 3, 1), 40)
    sheet = submitted(desk)
    page = f"/sheets/{sheet.pk}/decide/"
    first = plain(above.get(page))
    assert first.count("đã rà soát, đúng số") == len(Revision.objects.get().contents.answers) > 0
    assert "bị trả lại" not in first
    remarks = {"remark:dialogue.held@own": "thiếu cuộc tháng 4", "remark:": "soát lại cả mục II"}
    above.post(page, {"revision": "1", "do": "return"} | remarks)
    world.hold_dialogue(world.mill, date(2024, 4, 9))
    submitted(desk)
    again = plain(above.get(page))
    assert "Bản 1 bị trả lại: thiếu cuộc tháng 4" in again
    assert "soát lại cả mục II" in again
    assert "bản 1: 1" in again
    assert "bản 1: 43" not in again, "a number that stayed is not told twice"


def test_whoever_has_decided_is_told_what_else_waits_for_them(desk: Desk, signed_in: Door) -> None:
    mill, mine, above = submitted(desk), submitted(desk, desk.world.mine), signed_in(desk.world.chair)
    first = above.post(f"/sheets/{mill.pk}/decide/", {"revision": "1", "do": "accept"}, follow=True)
    assert "Đã nhận báo cáo. Còn 1 báo cáo của cấp dưới chờ nhận." in plain(first)
    assert 'href="/sheets/?unit=industry#waiting"' in first.content.decode()
    remarks = {"revision": "1", "do": "return", "remark:": "sửa"}
    last = plain(above.post(f"/sheets/{mine.pk}/decide/", remarks, follow=True))
    assert "Đã trả lại để sửa." in last
    assert "chờ nhận." not in last


def test_what_was_opened_again_says_why_where_it_is_decided_about_anew(desk: Desk, signed_in: Door) -> None:
    sheet, above = accepted(desk), signed_in(desk.world.chair)
    above.post(f"/sheets/{sheet.pk}/reopen/", {"reason": "sót một đợt"})
    submitted(desk)
    assert "Bản 1 đã nhận rồi mở lại. sót một đợt" in plain(above.get(f"/sheets/{sheet.pk}/decide/"))


def test_whoever_writes_it_again_reads_first_why_it_was_opened(desk: Desk, signed_in: Door) -> None:
    sheet, door = accepted(desk), signed_in(desk.world.clerk)
    signed_in(desk.world.chair).post(f"/sheets/{sheet.pk}/reopen/", {"reason": "sót một đợt"})
    page = plain(door.get(f"/sheets/{sheet.pk}/"))
    assert page.index("mở lại lúc") < page.index("sót một đợt") < page.index("Số đi theo sổ cho đến khi gửi.")
    submitted(desk)
    assert "mở lại lúc" not in plain(door.get(f"/sheets/{sheet.pk}/"))


def test_the_days_of_a_period_are_told_once(desk: Desk, signed_in: Door) -> None:
    door, run = signed_in(desk.world.officer), "2022-01-15..2024-05-20"
    named, days = drafted(desk), opened(desk.world, desk.world.north, period=run, form="review")
    assert "6 tháng đầu năm 2024 (01/12/2023 – 31/05/2024)" in plain(door.get(f"/sheets/{named.pk}/"))
    page = plain(door.get(f"/sheets/{days.pk}/"))
    assert "từ ngày 15/01/2022 đến ngày 20/05/2024" in page
    assert "(15/01/2022 – 20/05/2024)" not in page


def test_nobody_decides_about_their_own(desk: Desk, signed_in: Door) -> None:
    sheet = submitted(desk)
    assert signed_in(desk.world.clerk).get(f"/sheets/{sheet.pk}/decide/").status_code == 404
    assert "Nhận hoặc trả lại" not in plain(signed_in(desk.world.clerk).get(f"/sheets/{sheet.pk}/"))


def test_an_old_page_decides_about_no_newer_revision(desk: Desk, signed_in: Door) -> None:
    sheet = submitted(desk)
    response = signed_in(desk.world.chair).post(f"/sheets/{sheet.pk}/decide/", {"revision": "9", "do": "accept"})
    assert "bản khác" in plain(response)


# --- As it was sent --------------------------------------------------------------------------------------------------


def test_the_sent_sheet_reads_as_it_did_and_its_bytes_are_given_out(desk: Desk, signed_in: Door) -> None:
    sheet, door = submitted(desk), signed_in(desk.world.clerk)
    desk.world.admit(desk.world.mill, date(2024, 4, 9), 4)
    page = plain(door.get(f"/sheets/{sheet.pk}/"))
    assert "kết nạp 3 đoàn viên" in page
    revision = Revision.objects.get()
    kept = door.get(f"/sheets/{sheet.pk}/revisions/1/content.json")
    assert kept.content == bytes(revision.content)
    assert kept.headers["ETag"] == f'"{revision.digest}"'
    assert door.get(f"/sheets/{sheet.pk}/revisions/2/content.json").status_code == 404


def test_the_differences_open_to_what_made_them(desk: Desk, signed_in: Door) -> None:
    sheet, door = submitted(desk), signed_in(desk.world.clerk)
    page = f"/sheets/{sheet.pk}/changes/"
    assert "Không dòng nào khác" in plain(door.get(page))
    correct_activity(desk.world.officer, activity=desk.dialogue, reason="nhầm", measures={"people": Bound.exactly(130)})
    told = plain(door.get(page))
    assert "1 dòng đã khác" in told
    assert "126 130 +4" in told
    assert f'href="/sheets/{sheet.pk}/restated/?revision=1"' in door.get(page).content.decode()


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        (Bound.exactly(126), Bound(120, 130), "120–130 −6 đến +4"),
        (Bound.exactly(126), Bound(130, None), "≥ ít nhất 130 ≥ +4"),
        (Bound(100, None), Bound.exactly(90), "90 ≤ −10 05/03/2024"),
        (Bound(100, 120), Bound(0, 90), "90 −120 đến −10"),
        (Bound(100, 120), Bound(130, 130, rough=True), "– Không tính được chênh lệch: một trong hai số chỉ là khoảng"),
        (Bound(100, None), Bound(130, None), "– Không tính được chênh lệch: cả hai số chỉ biết mức ít nhất."),
    ],
)
def test_a_difference_is_told_within_bounds_or_it_is_said_why_not(
    desk: Desk, signed_in: Door, was: Bound, now: Bound, said: str
) -> None:
    officer, activity = desk.world.officer, desk.dialogue
    if was != Bound.exactly(126):
        activity = correct_activity(officer, activity=activity, reason="ước lại", measures={"people": was})
    sheet, door = submitted(desk), signed_in(desk.world.clerk)
    correct_activity(officer, activity=activity, reason="nhầm", measures={"people": now})
    assert said in plain(door.get(f"/sheets/{sheet.pk}/changes/"))


def test_a_lower_union_that_was_told_reads_what_was_sent_and_no_more(desk: Desk, signed_in: Door) -> None:
    revision = sent(desk.world, desk.world.industry)
    door = signed_in(desk.world.clerk)
    page = door.get(f"/sheets/{revision.sheet.pk}/")
    assert page.status_code == 200
    assert "Công đoàn industry" in plain(page)
    assert "/figures/" not in page.content.decode().split("<main", 1)[1]
    assert door.get(f"/sheets/{revision.sheet.pk}/changes/").status_code == 404
    assert door.get(f"/sheets/{revision.sheet.pk}/decide/").status_code == 404
    return_sheet(desk.world.officer, sheet=revision.sheet, revision=1, remarks={"": "sửa"})
    assert "trả lại" in plain(door.get(f"/sheets/{revision.sheet.pk}/"))


def test_what_was_sent_shows_the_proposals_that_were_sent(desk: Desk, signed_in: Door) -> None:
    world = desk.world
    sheet = drafted(desk, world.industry)
    first = propose(world.officer, sheet=sheet, to="Sở", text="Mở lớp tập huấn.")
    submitted(desk, world.industry)
    return_sheet(world.officer, sheet=sheet, revision=1, remarks={"": "sửa"})
    drop_proposal(world.officer, proposal=first)
    propose(world.officer, sheet=sheet, to="Sở", text="Nháp, chưa ai được biết.")
    for user in (world.clerk, world.officer):
        page = plain(signed_in(user).get(f"/sheets/{sheet.pk}/?revision=1"))
        assert "Mở lớp tập huấn." in page
        assert "chưa ai được biết" not in page
    submit_sheet(world.officer, sheet=sheet)
    assert "chưa ai được biết" in plain(signed_in(world.clerk).get(f"/sheets/{sheet.pk}/"))


def test_whoever_was_told_opens_only_the_revisions_they_were_told_of(desk: Desk, signed_in: Door) -> None:
    world = desk.world
    sheet = sent(world, world.industry).sheet
    return_sheet(world.officer, sheet=sheet, revision=1, remarks={"": "sửa"})
    new = world.found("new", Level.GRASSROOTS, world.industry, day=date(2025, 1, 1))
    appoint(world.officer, user=world.stranger, unit=new, role=Role.CLERK, day=TODAY)
    door = signed_in(world.stranger)
    assert door.get(f"/sheets/{sheet.pk}/").status_code == 404
    revision = submit_sheet(world.officer, sheet=sheet)
    Sending.objects.create(revision=revision, unit=new, addressee="lower", name="Công đoàn new")
    page = door.get(f"/sheets/{sheet.pk}/")
    assert "Bản 2" in plain(page)
    assert "?revision=1" not in page.content.decode()
    for old in ("?revision=1", "revisions/1/content.json", "document.xlsx?revision=1"):
        assert door.get(f"/sheets/{sheet.pk}/{old}").status_code == 404
    assert door.get(f"/sheets/{sheet.pk}/revisions/2/content.json").status_code == 200
    assert signed_in(world.officer).get(f"/sheets/{sheet.pk}/?revision=1").status_code == 200


@pytest.mark.parametrize(("shape", "begins"), [("docx", b"PK"), ("pdf", b"%PDF"), ("xlsx", b"PK")])
def test_a_sheet_is_kept_as_a_file(desk: Desk, signed_in: Door, shape: str, begins: bytes) -> None:
    sheet, door = drafted(desk), signed_in(desk.world.clerk)
    page = f"/sheets/{sheet.pk}/document.{shape}"
    assert f'href="{page}"' in door.get(f"/sheets/{sheet.pk}/").content.decode()
    response = door.get(page)
    assert response.content.startswith(begins)
    assert f"du-thao.{shape}" in response.headers["Content-Disposition"]
    submitted(desk)
    response = door.get(f"{page}?revision=1")
    assert f"ban-1.{shape}" in response.headers["Content-Disposition"]
    for wrong in (f"{page}?revision=2", f"{page}?revision=x", f"/sheets/{sheet.pk}/document.odt"):
        assert door.get(wrong).status_code == 404


def test_whoever_was_told_of_a_sheet_keeps_what_was_sent_and_no_draft(desk: Desk, signed_in: Door) -> None:
    revision = sent(desk.world, desk.world.industry)
    sheet, door = revision.sheet, signed_in(desk.world.clerk)
    return_sheet(desk.world.officer, sheet=sheet, revision=1, remarks={"": "sửa"})
    assert (
        "du-thao"
        in signed_in(desk.world.officer).get(f"/sheets/{sheet.pk}/document.xlsx").headers["Content-Disposition"]
    )
    assert "ban-1" in door.get(f"/sheets/{sheet.pk}/document.xlsx").headers["Content-Disposition"]
    assert signed_in(desk.world.stranger).get(f"/sheets/{sheet.pk}/document.xlsx").status_code == 404


def test_what_was_sent_is_signed_and_shows_that_it_stands(desk: Desk, signed_in: Door) -> None:
    sheet, door = submitted(desk), signed_in(desk.world.clerk)
    page = f"/sheets/{sheet.pk}/sign/"
    assert page in door.get(f"/sheets/{sheet.pk}/").content.decode()
    assert "Chọn file chứng thư" in plain(door.post(page, {"password": "x"}))
    wrong = {"certificate": SimpleUploadedFile("a.p12", certificate()), "password": "sai"}
    assert "Mật khẩu của chứng thư không đúng" in plain(door.post(page, wrong))
    right = {"certificate": SimpleUploadedFile("a.p12", certificate()), "password": PASSWORD}
    assert door.post(page, right).status_code == 302
    told = plain(door.get(f"/sheets/{sheet.pk}/"))
    assert "chữ ký đúng, văn bản nguyên vẹn" in told
    assert "Chưa xác nhận được nơi cấp" in told
    kept = door.get(f"/sheets/{sheet.pk}/signed/{Signature.objects.get().pk}.pdf")
    assert kept.content == bytes(Signature.objects.get().content)
    assert door.get(f"/sheets/{sheet.pk}/signed/999999.pdf").status_code == 404


def test_a_draft_is_not_signed(desk: Desk, signed_in: Door) -> None:
    assert signed_in(desk.world.clerk).get(f"/sheets/{drafted(desk).pk}/sign/").status_code == 404


# --- Lists -----------------------------------------------------------------------------------------------------------


def test_home_says_what_i_owe_and_by_when(desk: Desk, signed_in: Door) -> None:
    with the_day(date(2024, 6, 7)):
        page = plain(signed_in(desk.world.clerk).get("/?unit=mill"))
    assert "còn 3 ngày" in page
    assert "hạn 10/06/2024" in page


def test_what_was_returned_or_opened_again_after_its_day_waits_and_is_not_called_late(
    desk: Desk, signed_in: Door
) -> None:
    sheet, later = submitted(desk), date(2024, 6, 30)
    Sheet.objects.filter(pk=sheet.pk).update(first_sent=date(2024, 6, 5))
    return_sheet(desk.world.officer, sheet=sheet, revision=1, remarks={"": "sửa"})
    with the_day(later):
        clerk = signed_in(desk.world.clerk)
        pages = [
            plain(clerk.get(page)) for page in (f"/sheets/{sheet.pk}/", "/?unit=mill", f"/sheets/?unit=mill&{PERIOD}")
        ]
    assert ["trễ 20 ngày" in page for page in pages] == [False] * 3
    assert ["chờ gửi lại" in page for page in pages] == [False, True, True]
    with the_day(later):
        owed = next(each for each in owed_by([desk.world.mill], later) if each.sheet == sheet)
        assert line_of(owed, "Công đoàn mill").endswith("hạn 10/06/2024 (chờ gửi lại)")
        Sheet.objects.filter(pk=sheet.pk).update(first_sent=None)
        assert "trễ 20 ngày" in plain(clerk.get("/?unit=mill"))


def test_home_says_what_waits_for_my_decision(desk: Desk, signed_in: Door) -> None:
    submitted(desk)
    appoint(desk.world.officer, user=desk.world.stranger, unit=desk.world.industry, role=Role.CLERK, day=TODAY)
    assert "1 báo cáo của cấp dưới chờ nhận" in plain(signed_in(desk.world.stranger).get("/"))


def test_the_board_counts_names_and_reminds(desk: Desk, signed_in: Door) -> None:
    accepted(desk)
    with the_day(date(2024, 6, 20)):
        door = signed_in(desk.world.chair)
        page = plain(door.get(f"/sheets/board/?unit=industry&form=own-half&{PERIOD}"))
        assert "1 trên 2 đơn vị đã gửi" in page
        assert "Còn thiếu: Công đoàn mine" in page
        assert "trễ 10 ngày" in page
        only = plain(door.get(f"/sheets/board/?unit=industry&form=own-half&mark=accepted&{PERIOD}"))
        assert "trễ 10 ngày" not in only
        remind = f"/sheets/board/remind/?unit=industry&form=own-half&{PERIOD}"
        appoint(
            desk.world.officer, user=desk.world.stranger, unit=desk.world.mine, role=Role.CHAIR, day=date(2024, 6, 1)
        )
        assert "Sẽ nhắc 1 người" in plain(door.get(remind))
        assert door.post(remind).status_code == 302
        assert "Hôm nay đã nhắc rồi" in plain(door.get(door.post(remind).headers["Location"]))
    assert Reminder.objects.count() == 1


def test_of_many_who_will_be_reminded_the_rest_are_counted(
    desk: Desk, signed_in: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("congdoan.desk.sheets.board.LISTED", 1)
    with the_day(date(2024, 6, 20)):
        page = f"/sheets/board/remind/?unit=industry&form=own-half&{PERIOD}"
        assert "và 1 đơn vị khác" in plain(signed_in(desk.world.chair).get(page))


def test_a_board_of_too_many_has_those_directly_beneath_and_leads_down(
    desk: Desk, signed_in: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("congdoan.reports.models.boards.WIDEST", 2)
    with the_day(date(2024, 6, 20)):
        door = signed_in(desk.world.officer)
        page = door.get(f"/sheets/board/?unit=north&form=own-half&{PERIOD}")
        assert "quá nhiều đơn vị cho một bảng" in plain(page)
        assert "Công đoàn mill" not in plain(page)
        down = re.findall(r'href="(/sheets/board/[^"]*unit=(?:industry|schools)[^"]*)"', page.content.decode())
        assert len(down) == 2
        lower = plain(door.get(down[0].replace("&amp;", "&")))
        assert "Công đoàn mill" in lower
        assert "quá nhiều" not in lower
        assert not door.get(f"/sent/?unit=north&{PERIOD}").content


def test_sheets_are_found_by_search(desk: Desk, signed_in: Door) -> None:
    drafted(desk)
    page = plain(signed_in(desk.world.clerk).get("/search/?q=bao+cao+co+so"))
    assert "Báo cáo của công đoàn cơ sở, 6 tháng đầu năm 2024" in page


def test_proposals_are_added_dropped_and_followed_up(desk: Desk, signed_in: Door) -> None:
    sheet, door = drafted(desk), signed_in(desk.world.clerk)
    page = f"/sheets/{sheet.pk}/proposals/"
    assert "cần sửa" in plain(door.post(page, {"do": "propose", "to": "", "text": ""}))
    for what in ("Mở lớp.", "Bỏ đi."):
        door.post(page, {"do": "propose", "to": "Công đoàn industry", "text": what})
    assert door.post(page, {"drop": str(Proposal.objects.last().pk)}).status_code == 302  # type: ignore[union-attr]
    kept = Proposal.objects.get()
    assert door.post(page, {"drop": "9999"}).status_code == 404
    submitted(desk)
    said = {"do": "reply", "proposal": str(kept.pk), "reply": "settled", "word": "mở lớp tháng 8"}
    assert door.post(page, said).status_code == 302
    assert "mở lớp tháng 8" in plain(door.get(page))


def test_of_a_proposal_each_thing_said_twice_stands_once(desk: Desk, signed_in: Door) -> None:
    sheet, chair = drafted(desk), signed_in(desk.world.chair)
    page = f"/sheets/{sheet.pk}/proposals/"
    asked = {"do": "propose", "to": "Công đoàn industry", "text": "Mở lớp."}
    assert [signed_in(desk.world.clerk).post(page, asked).status_code for _twice in range(2)] == [302, 302]
    kept = Proposal.objects.get()
    assert 'value="reply"' not in chair.get(page).content.decode()
    submitted(desk)
    assert 'value="reply"' in chair.get(page).content.decode()
    said = {"do": "reply", "proposal": str(kept.pk), "reply": "received", "word": "sẽ mở trong quý III"}
    assert [chair.post(page, said).status_code for _twice in range(2)] == [302, 302]
    assert [each.word for each in kept.follow_ups.all()] == ["sẽ mở trong quý III"]
    inspector = desk.world.stranger
    appoint(desk.world.officer, user=inspector, unit=desk.world.mill, role=Role.INSPECTOR, day=TODAY)
    assert 'value="reply"' not in signed_in(inspector).get(page).content.decode()


def test_whoever_may_only_read_is_offered_nothing_to_write(desk: Desk, signed_in: Door) -> None:
    sheet = drafted(desk)
    appoint(desk.world.officer, user=desk.world.stranger, unit=desk.world.mill, role=Role.INSPECTOR, day=TODAY)
    door = signed_in(desk.world.stranger)
    page = plain(door.get(f"/sheets/{sheet.pk}/"))
    assert "Gửi báo cáo" not in page
    for path in ("parts/tasks/", "lines/members.admitted@own/", "check/", "send/"):
        assert door.get(f"/sheets/{sheet.pk}/{path}").status_code == 404
