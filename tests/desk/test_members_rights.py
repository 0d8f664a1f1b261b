"""What a person may ask for on the desk: their whole file, as PDF and as JSON, and to be erased."""

import json
from datetime import date

from tests.desk.conftest import Desk, Door

from congdoan.desk.members.beside import kept_beside
from congdoan.desk.members.filing import document_of
from congdoan.org.models import Deed
from congdoan.records.activities.actions import record_activity
from congdoan.records.committees.actions import elect, hold_congress
from congdoan.records.committees.models import Congress
from congdoan.records.committees.rules import Body, Office
from congdoan.records.members.actions import NewMember, admit, leave, take_file, transfer
from congdoan.records.members.models import Member, Membership

LAN = NewMember("Nguyễn Thị Lan", "female", born=date(1990, 5, 3), identity="010190001234", party="2015-02-03")
ASKED = "đơn của người ấy ngày 05/01/2025"


def moved(desk: Desk) -> Membership:
    """Somebody who came to the mill from the plant, which nobody in the north reaches."""
    world = desk.world
    (there,) = admit(world.officer, unit=world.plant, day=date(2024, 4, 2), people=[LAN])
    return transfer(world.officer, membership=there, to=world.mill, day=date(2024, 6, 3))


def test_a_whole_file_is_a_pdf_to_read_and_json_to_take_along(desk: Desk, signed_in: Door) -> None:
    page, door = f"/members/{moved(desk).member_id}/rights/", signed_in(desk.world.chair)
    read = door.post(page, {"do": "pdf", "reason": ASKED})
    assert (read["Content-Type"], read["Cache-Control"]) == ("application/pdf", "no-store")
    assert read.content.startswith(b"%PDF-")
    told = json.loads(door.post(page, {"do": "file", "reason": ASKED}).content)
    assert told["person"]["identity"] == "010190001234"
    assert [each["unit"] for each in told["memberships"]] == ["Công đoàn plant", "Công đoàn mill"]
    assert told["taken"]["reason"] == ASKED
    assert (told["seats"], told["served_by"]) == ([], [])
    assert [each["did"] for each in told["readings"]] == ["gave_file", "gave_file"]
    assert Deed.objects.filter(verb="gave_file", by=desk.world.chair).count() == 2


def test_a_file_is_given_for_a_reason_and_by_who_may_unmask(desk: Desk, signed_in: Door) -> None:
    page = f"/members/{moved(desk).member_id}/rights/"
    refused = signed_in(desk.world.chair).post(page, {"do": "pdf", "reason": " "})
    assert refused["Content-Type"].startswith("text/html")
    assert signed_in(desk.world.clerk).post(page, {"do": "pdf", "reason": ASKED}).status_code == 404
    assert not Deed.objects.filter(verb="gave_file").exists()


def test_who_is_erased_is_dropped_also_from_where_they_were_before(desk: Desk, signed_in: Door) -> None:
    here = moved(desk)
    Membership.objects.filter(member=here.member_id).update(team="Tổ 1")
    leave(desk.world.officer, memberships=[here], day=date(2024, 9, 3), reason="resigned")
    page = f"/members/{here.member_id}/rights/"
    door = signed_in(desk.world.chair)
    unsure = door.post(page, {"do": "erase", "reason": ASKED})
    assert unsure.context["erasing"].errors["sure"] == ["Đánh dấu xác nhận trước khi xóa."]
    assert Member.objects.get(pk=here.member_id).name != "(đã xóa tên)"
    assert door.post(page, {"do": "erase", "reason": ASKED, "sure": "on"}).status_code == 302
    assert Member.objects.get(pk=here.member_id).name == "(đã xóa tên)"
    assert set(Membership.objects.filter(member=here.member_id).values_list("team", flat=True)) == {""}


def test_a_file_tells_of_seats_and_benefits_and_its_pdf_says_all_that_json_says(desk: Desk) -> None:
    world, here, july = desk.world, moved(desk), date(2024, 7, 1)
    term = hold_congress(world.officer, unit=world.mill, day=july, name="2024 – 2029", congress=Congress.WHOLE)
    elect(world.officer, term=term, body=Body.EXECUTIVE, members=[here.member], day=july, office=Office.HEAD)
    record_activity(
        world.clerk,
        unit=world.mill,
        day=date(2024, 8, 1),
        kind="care-visit",
        measures={"people": 1, "amount": 500_000},
        beneficiaries=[here.member],
    )
    told = take_file(world.chair, member=here.member, reason=ASKED) | kept_beside(here.member)
    drawn = json.dumps(document_of(told, unit="Công đoàn mill", by="chair"), ensure_ascii=False)
    for words in ("Chủ tịch", "01/07/2024", "01/08/2024", ASKED, "lấy toàn bộ hồ sơ", "Đoàn viên chuyển đến"):
        assert words in drawn
