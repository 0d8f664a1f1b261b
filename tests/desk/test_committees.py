"""Committees on the desk: as of a day, with what does not fit; congresses and elections from their forms."""

from datetime import date

import pytest
from django.test import override_settings
from tests.desk.committees import seated
from tests.desk.conftest import Desk, Door
from tests.desk.saying import text
from tests.records.test_committees import VGCL

from congdoan.org.actions import appoint
from congdoan.org.rules import Role
from congdoan.records.committees.models import Seat, Term
from congdoan.records.committees.rules import Sizes
from congdoan.records.members.actions import leave
from congdoan.records.members.models import Member

PAGE = "/committees/?unit=mill"


def test_a_congress_and_an_election_are_written_from_their_forms(desk: Desk, signed_in: Door) -> None:
    door = signed_in(desk.world.clerk)
    given = {
        "day": "10/04/2024",
        "name": "2024 – 2029",
        "congress": "delegates",
        "attended": "120",
        "decision": "12/QĐ",
    }
    assert door.post("/committees/mill/congress/", given).status_code == 302
    people = list(Member.objects.order_by("pk").values_list("pk", flat=True))
    found = text(door.post("/committees/mill/elect/", {"do": "find", "q": "giang a", "body": "executive"}))
    assert "Giàng A 1" in found
    chosen = {"body": "executive", "office": "member", "day": "2024-04-10", "person": people[:2], "full_time": "on"}
    assert door.post("/committees/mill/elect/", chosen | {"do": "elect"}).status_code == 302
    page = text(door.get(PAGE))
    assert "2 người, 0 nữ, 2 chuyên trách" in page
    assert "10/04/2024, đại hội đại biểu, 120 người dự" in page
    assert "12/QĐ" in page


def test_the_list_is_that_of_the_day_asked_for(desk: Desk, signed_in: Door) -> None:
    seat = seated(desk)
    door = signed_in(desk.world.clerk)
    assert seat.member.name in text(door.get(f"{PAGE}&day=2024-04-10"))
    assert "Chưa ghi đại hội nào" in text(door.get(f"{PAGE}&day=2024-04-09"))
    assert "Chọn" in text(door.get(f"{PAGE}&day=31/06/2024")) or "không có" in text(door.get(f"{PAGE}&day=31/06/2024"))


def test_who_has_left_the_unit_and_a_committee_too_small_are_marked(desk: Desk, signed_in: Door) -> None:
    seat = seated(desk)
    leave(desk.world.clerk, memberships=[desk.member], day=date(2025, 1, 10), reason="resigned")
    with override_settings(CATALOGUE=VGCL):
        page = text(signed_in(desk.world.clerk).get(PAGE))
    assert seat.member.name in page
    assert "không còn sinh hoạt ở đây" in page
    assert "Có 1 người, ít nhất là 3" in page


def test_faults_stand_beside_their_fields_and_nothing_is_written(desk: Desk, signed_in: Door) -> None:
    seated(desk)
    door = signed_in(desk.world.clerk)
    early = door.post("/committees/mill/congress/", {"day": "2024-04-10", "name": "mới", "congress": "whole"})
    assert "Đại hội mới phải sau đại hội trước." in text(early)
    crowd = {"day": "2024-05-10", "name": "mới", "congress": "whole", "attended": "99999999999"}
    assert "1000000" in text(door.post("/committees/mill/congress/", crowd))
    nobody = door.post("/committees/mill/elect/", {"body": "control", "office": "head", "day": "2024-05-01"})
    assert "Chưa chọn ai." in text(nobody)
    assert (Term.objects.count(), Seat.objects.count()) == (1, 1)


def test_a_seat_is_ended_from_its_page(desk: Desk, signed_in: Door) -> None:
    seat = seated(desk)
    door = signed_in(desk.world.clerk)
    assert "phải sau ngày được bầu" in text(door.post(f"/committees/seats/{seat.pk}/", {"day": "2024-04-10"}))
    assert (
        door.post(f"/committees/seats/{seat.pk}/", {"day": "2025-01-02", "reason": "chuyển công tác"}).status_code
        == 302
    )
    assert seat.member.name not in text(door.get(PAGE))


def test_who_may_only_read_sees_the_list_and_writes_nothing(desk: Desk, signed_in: Door) -> None:
    seat = seated(desk)
    appoint(
        desk.world.officer, user=desk.world.stranger, unit=desk.world.mill, role=Role.INSPECTOR, day=date(2025, 1, 1)
    )
    door = signed_in(desk.world.stranger)
    page = text(door.get(PAGE))
    assert seat.member.name in page
    assert "Ghi đại hội" not in page
    for address in ("/committees/mill/congress/", "/committees/mill/elect/", f"/committees/seats/{seat.pk}/"):
        assert door.get(address).status_code == 404


def test_a_congress_that_should_have_met_otherwise_is_marked_and_the_form_knows(
    desk: Desk, signed_in: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Sizes, "delegates_from", 3)
    door, given = signed_in(desk.world.clerk), {"name": "2025 – 2030", "congress": "whole", "day": "20/01/2025"}
    with override_settings(CATALOGUE=VGCL):
        form = text(door.get("/committees/mill/congress/"))
        assert "Từ 3 đoàn viên là đại hội đại biểu; hôm nay đơn vị có 3." in form
        assert 'value="delegates" selected' in door.get("/committees/mill/congress/").content.decode()
        door.post("/committees/mill/congress/", given)
        page = text(door.get(PAGE))
    assert "Khi đại hội có 3 đoàn viên; từ 3 đoàn viên là đại hội đại biểu" in page
    assert "Ban chấp hành chưa đủ lớn để có ban này" in page
