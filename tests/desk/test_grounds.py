"""The grounds of using a person's data on the desk: written, seen, opened, withdrawn; and where they are honoured."""

from html import unescape
from typing import Any

from tests.desk.conftest import Desk, Door
from tests.desk.files import PDF, SCRIPT, jpeg, upload
from tests.desk.people import agreed

from congdoan.catalogue.rules import Purpose
from congdoan.org.models import Deed
from congdoan.records.activities.actions import add_photo, record_activity
from congdoan.records.activities.rules import read_picture
from congdoan.records.members.models import Ground


def text(response: Any) -> str:
    return unescape(str(response.content.decode()))


def said(**more: object) -> dict[str, object]:
    return {"purpose": "publication", "basis": "consent", "day": "03/06/2024", "proof": "phiếu đồng ý"} | more


def test_a_consent_is_written_with_its_scan_and_shown_on_the_persons_page(desk: Desk, signed_in: Door) -> None:
    member, door = desk.member.member_id, signed_in(desk.world.clerk)
    before = text(door.get(f"/members/{member}/"))
    assert f"/members/{member}/grounds/?purpose=publication" in before
    answer = door.post(f"/members/{member}/grounds/", said(file=upload("phieu.pdf", PDF)), follow=True)
    page = text(answer)
    assert "Đã ghi căn cứ." in page
    assert f"/members/{member}/grounds/publication/withdraw/" in page
    ground = Ground.objects.get()
    opened = door.get(f"/members/{member}/grounds/{ground.pk}/proof/")
    assert (opened.content, opened["Content-Type"], opened["Cache-Control"]) == (PDF, "application/pdf", "no-store")
    assert Deed.objects.filter(verb="opened_proof", by=desk.world.clerk).exists()


def test_what_is_wrong_is_said_beside_its_field(desk: Desk, signed_in: Door) -> None:
    page, door = f"/members/{desk.member.member_id}/grounds/", signed_in(desk.world.clerk)
    for given, sentence in (
        (said(proof=""), "làm chứng"),
        (said(basis="charter"), "phải dựa trên"),
        (said(basis=""), "Chưa điền mục này"),
        (said(file=upload("phieu.html", SCRIPT)), "không phải ảnh"),
    ):
        assert sentence in text(door.post(page, given))
    assert not Ground.objects.exists()


def test_a_consent_is_withdrawn_once(desk: Desk, signed_in: Door) -> None:
    ground, door = agreed(desk), signed_in(desk.world.clerk)
    page = f"/members/{ground.member_id}/grounds/party/withdraw/"
    assert "không thể trước" in text(door.post(page, {"day": "01/04/2024", "proof": "đơn"}))
    answer = door.post(page, {"day": "03/06/2024", "proof": "đơn"}, follow=True)
    assert "đã rút sự đồng ý" in text(answer)
    assert door.get(page).status_code == 404
    twice = door.post(page, {"day": "03/06/2024", "proof": "đơn"}, follow=True)
    assert "Sự đồng ý này không còn để rút." in text(twice)
    assert Ground.objects.filter(ends=True).count() == 1


def test_nobody_beyond_reach_sees_or_writes_them(desk: Desk, signed_in: Door) -> None:
    there = desk.world.admit(desk.world.plant, desk.dialogue.day)[0].member
    door = signed_in(desk.world.clerk)
    ground = agreed(desk)
    assert door.post(f"/members/{there.pk}/grounds/", said()).status_code == 404
    assert door.get(f"/members/{there.pk}/grounds/{ground.pk}/proof/").status_code == 404
    assert signed_in(desk.world.stranger).get(f"/members/{ground.member_id}/grounds/").status_code == 404


def test_photos_say_whose_picture_is_not_to_be_published(desk: Desk, signed_in: Door) -> None:
    visit = record_activity(
        desk.world.clerk,
        unit=desk.world.mill,
        day=desk.dialogue.day,
        kind="care-visit",
        measures={"people": 1, "amount": 1_000_000},
        beneficiaries=[desk.member.member],
    )
    door, page = signed_in(desk.world.clerk), f"/activities/{visit.pk}/"
    assert "Chưa đồng ý để đăng ảnh" not in text(door.get(page))
    add_photo(desk.world.clerk, activity=visit, picture=read_picture("anh.jpg", jpeg()))
    assert f"Chưa đồng ý để đăng ảnh, tin bài: {desk.member.member.name}" in text(door.get(page))
    agreed(desk, Purpose.PUBLICATION)
    assert "Chưa đồng ý để đăng ảnh" not in text(door.get(page))
