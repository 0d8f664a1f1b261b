"""Persons whose file is kept elsewhere, or was once: what pages tell of them, and what they leave in the journal."""

import csv
from datetime import date
from html import unescape
from io import BytesIO, StringIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from tests.desk.conftest import Desk, Door
from tests.desk.people import APPLIED, applied
from tests.examples import tried_on
from tests.records.workbooks import HEAD, PAO, workbook

from congdoan.desk.activities.exporting import safe
from congdoan.desk.members.exporting import COLUMNS, as_csv
from congdoan.org.models import Deed
from congdoan.records.imports.actions import send_in, take_in
from congdoan.records.imports.models import What
from congdoan.records.members.actions import NewMember, admit, decide, leave, transfer
from congdoan.records.members.models import ApplicationState, Member, Membership

FORM = {"name": "Lý Thị Dín", "sex": "female", "born": "1992", "signed": "paper", "day": "06/01/2025"}
DAY = date(2024, 4, 2)


def rows_of(content: bytes) -> list[list[object]]:
    return [list(row) for row in CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()]


def text(response: Any) -> str:
    return unescape(str(response.content.decode()))


def test_a_card_held_out_of_reach_is_refused_in_words(desk: Desk, signed_in: Door) -> None:
    admit(desk.world.officer, unit=desk.world.plant, day=DAY, people=[NewMember("Vàng A Páo", "male", card="CĐ77")])
    page = signed_in(desk.world.clerk).post("/members/apply/", FORM | {"card": "CĐ77"})
    assert "Số thẻ của Lý Thị Dín đã cấp cho người khác." in text(page)


def test_who_was_entered_by_mistake_still_has_a_page(desk: Desk, signed_in: Door) -> None:
    door, pk = signed_in(desk.world.clerk), desk.member.member_id
    gone = door.post(f"/members/{pk}/withdraw/", {"reason": "nhập nhầm"})
    assert gone.headers["Location"] == f"/members/{pk}/"
    assert "không còn là đoàn viên" in text(door.get(f"/members/{pk}/"))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_list_of_a_past_day_tells_nothing_of_today_of_who_is_elsewhere(
    desk: Desk, signed_in: Door, kind: str
) -> None:
    people = [
        NewMember(name, "female", phone=phone, job="thợ may", education="college", address="12 Nhạc Sơn")
        for name, phone in (("Lý Thị Dín", "0912345678"), ("Thào Thị Mỷ", "0987654321"))
    ]
    gone, _here = admit(desk.world.officer, unit=desk.world.mill, day=DAY, people=people)
    transfer(desk.world.officer, membership=gone, to=desk.world.plant, day=date(2024, 9, 3))
    asked = {"column": ["name", "phone", "job", "education", "address"], "day": "2024-06-03", "as": kind}
    answer: Any = signed_in(desk.world.clerk).post("/members/export/?unit=mill", asked)
    content = b"".join(answer.streaming_content)
    rows = rows_of(content) if kind == "xlsx" else list(csv.reader(content.decode().splitlines()))
    told = {str(row[0]): [str(cell) for cell in row[1:]] for row in rows if len(row) > 1}
    assert told["Lý Thị Dín"] == ["", "", "", ""]
    assert told["Thào Thị Mỷ"] == ["0987654321", "thợ may", "cao đẳng", "12 Nhạc Sơn"]


WRITTEN = st.text(alphabet='aĐ ,;"\r\n=+-@\t', max_size=4)


@tried_on(200)
@given(st.lists(st.tuples(WRITTEN, WRITTEN), min_size=1, max_size=4))
def test_whatever_is_written_in_a_list_stays_in_its_cell_and_is_no_formula(rows: list[tuple[str, str]]) -> None:
    columns: list[list[str]] = [list(column) for column in zip(*rows, strict=True)]
    written = "".join(as_csv("ai, lúc nào", COLUMNS[:2], [columns]))
    first, _head, *read = csv.reader(StringIO(written.removeprefix("\ufeff"), newline=""))
    assert first == ["ai, lúc nào"]
    assert read == [[safe(cell) for cell in row] for row in rows]


def test_a_transfer_from_out_of_reach_is_taken_back_by_who_has_both_sides(desk: Desk, signed_in: Door) -> None:
    world = desk.world
    (there,) = admit(world.officer, unit=world.plant, day=DAY, people=[NewMember("Thào Thị Mỷ", "female")])
    here = transfer(world.officer, membership=there, to=world.mill, day=date(2024, 9, 3))
    page = f"/members/{here.member_id}/withdraw/"
    refused = text(signed_in(world.clerk).post(page, {"reason": "nhầm người"}))
    assert "không có quyền quản lý đoàn viên tại Công đoàn plant" in refused
    assert "không chuyển từ đơn vị khác đến" not in refused
    assert signed_in(world.officer).post(page, {"reason": "nhầm người"}).status_code == 302
    there.refresh_from_db()
    assert there.is_open


def test_who_was_imported_by_mistake_as_belonging_already_is_taken_out(desk: Desk, signed_in: Door) -> None:
    data = workbook(HEAD, PAO)
    upload = send_in(desk.world.clerk, unit=desk.world.mill, what=What.MEMBERS, name="ds.xlsx", data=data, day=DAY)
    take_in(desk.world.clerk, upload=upload)
    door, pk = signed_in(desk.world.clerk), Member.objects.get(name=PAO[0]).pk
    assert "Đưa vào sổ nhầm?" in text(door.get(f"/members/{pk}/"))
    page = text(door.get(f"/members/{pk}/withdraw/"))
    assert "Rút việc đưa vào sổ" in page
    gone = door.post(f"/members/{pk}/withdraw/", {"reason": "không phải người của đơn vị"})
    assert gone.headers["Location"] == f"/members/{pk}/"
    assert not Membership.objects.current().filter(member=pk).exists()


def test_an_accepted_application_is_closed_on_its_page(desk: Desk, signed_in: Door) -> None:
    door, found = signed_in(desk.world.clerk), applied(desk)
    decide(desk.world.clerk, application=found, day=APPLIED, accept=True)
    page = f"/members/applications/{found.pk}/"
    assert page in text(door.get("/members/applications/"))
    assert "Không kết nạp nữa" in text(door.get(page))
    assert door.post(page, {"do": "refuse", "day": "2025-01-10", "reason": "người nộp đơn đổi ý"}).status_code == 302
    found.refresh_from_db()
    assert found.state == ApplicationState.REFUSED
    assert "Không kết nạp nữa" not in text(door.get(page))


def test_an_applicant_whose_file_is_elsewhere_has_no_link_and_is_told_what_was_not_taken(
    desk: Desk, signed_in: Door
) -> None:
    lan = NewMember("Nguyễn Thị Lan", "female", identity="010190001234")
    entered = admit(desk.world.officer, unit=desk.world.plant, day=DAY, people=[lan])
    leave(desk.world.officer, memberships=entered, day=date(2024, 6, 3), reason="resigned")
    door = signed_in(desk.world.clerk)
    told = FORM | {"name": lan.name, "identity": lan.identity, "phone": "0912345678"}
    page = text(door.post("/members/apply/", told, follow=True))
    assert "chưa ghi vào hồ sơ: ngày sinh, điện thoại" in page
    assert "Xem người này" not in page
    assert "Xem người này" in text(door.get(f"/members/applications/{applied(desk).pk}/"))


def test_another_identity_that_is_known_is_refused_on_the_page_of_a_person_and_noted(
    desk: Desk, signed_in: Door
) -> None:
    lan = NewMember("Nguyễn Thị Lan", "female", identity="010190001234")
    (there,) = admit(desk.world.officer, unit=desk.world.plant, day=DAY, people=[lan])
    told = {"name": "Giàng A Pao", "sex": "male", "identity": lan.identity}
    page = text(signed_in(desk.world.clerk).post(f"/members/{desk.member.member_id}/edit/", told))
    assert "đã có trong sổ" in page
    assert Deed.objects.filter(verb="looked_up", subject=f"member {there.member_id}", by=desk.world.clerk).exists()
    assert "gặp một người khác trong sổ" in text(signed_in(desk.world.chair).get("/journal/?unit=north&period=2025-01"))
