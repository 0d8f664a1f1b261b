"""The life of members in a real browser: joining by ceremony, moving, coming by a workbook, asking for one's file."""

import json
from collections.abc import Iterable
from datetime import timedelta

import pytest
from tests.journeys.conftest import SHOTS, Open, Town, Visitor, _give_secrets
from tests.records.workbooks import DIN, HEAD, PAO, workbook
from tests.world import TODAY, World, the_day

from congdoan.org.actions import appoint
from congdoan.org.models import User
from congdoan.org.rules import Role
from congdoan.records.activities.models import Activity
from congdoan.records.imports.models import Upload
from congdoan.records.members.actions import NewMember, apply, complete_due, decide
from congdoan.records.members.models import Member, Membership, Transfer

pytestmark = pytest.mark.slow

HALL = 200
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def here(world: World) -> int:
    return Membership.objects.current().filter(unit=world.mill).count()


def clerk_of_the_mine(world: World) -> None:
    with the_day(TODAY):
        user = User.objects.create(username="miner")
        appoint(world.officer, user=user, unit=world.mine, role=Role.CLERK, day=TODAY)
        _give_secrets(user)


def somebody(world: World, **more: str) -> Member:
    """One of the members of the mill, with an identity number."""
    member = Membership.objects.current().filter(unit=world.mill).order_by("pk")[0].member
    for field, text in more.items():
        member.tell(field, text)
    member.save()
    return member


def keep(visitor: Visitor, name: str) -> None:
    window = visitor.page.viewport_size
    assert window
    visitor.page.screenshot(path=SHOTS / f"members-{name}-{window['width']}.png", full_page=True)


def choose(visitor: Visitor, which: str) -> None:
    """Press the words beside a choice."""
    visitor.page.locator("label", has=visitor.page.locator(which)).click()


def test_somebody_applies_and_two_hundred_are_admitted_in_one_ceremony(town: Town, window: Open) -> None:
    world = town.world
    with the_day(TODAY):
        for number in range(HALL - 1):
            new = NewMember(f"Lý Thị {number:03}", "female", identity=f"01019{number:07}")
            told = apply(world.clerk, unit=world.mill, day=TODAY, person=new, signed="paper")
            decide(world.clerk, application=told, day=TODAY, accept=True)
    clerk = window()
    clerk.sign_in("clerk")
    clerk.open("/members/apply/?unit=mill")
    clerk.page.fill("[name=name]", "Giàng Thị Mỷ")
    choose(clerk, "[name=sex][value=female]")
    clerk.page.fill("[name=born]", "05/03/1990")
    clerk.page.fill("[name=identity]", "0101 9000 9999")
    clerk.press("Nhận đơn", role="button")
    clerk.says("Đã nhận đơn của Giàng Thị Mỷ.")
    clerk.press("Đồng ý kết nạp", role="button")
    clerk.says("Đã ghi quyết định.")
    assert clerk.page.locator("[name=person]:checked").count() == HALL
    keep(clerk, "ceremony")
    clerk.press("Kết nạp những người đã chọn", role="button")
    clerk.says(f"Đã kết nạp {HALL} người.")
    assert here(world) == HALL + 4
    assert not Member.objects.filter(card="", memberships__entered__first_day=TODAY, sex="female").exists()


def test_an_applicant_signs_on_the_screen(town: Town, window: Open) -> None:
    clerk = window()
    clerk.sign_in("clerk")
    clerk.open("/members/apply/?unit=mill")
    box = clerk.page.locator("[data-signing]")
    assert not box.is_visible()
    clerk.page.fill("[name=name]", "Giàng Thị Mỷ")
    choose(clerk, "[name=sex][value=female]")
    choose(clerk, "[name=signed][value=screen]")
    assert box.is_visible()
    clerk.press("Nhận đơn", role="button")
    clerk.says("Mời người nộp đơn ký vào ô, hoặc tự đánh dấu xác nhận.")
    canvas = box.locator("canvas")
    canvas.scroll_into_view_if_needed()
    frame = canvas.bounding_box()
    assert frame
    clerk.page.mouse.move(frame["x"] + 20, frame["y"] + 60)
    clerk.page.mouse.down()
    for step in range(1, 9):
        clerk.page.mouse.move(frame["x"] + 20 + step * 25, frame["y"] + 60 + (-1) ** step * 30)
    clerk.page.mouse.up()
    keep(clerk, "signing")
    clerk.press("Nhận đơn", role="button")
    clerk.says("Đã nhận đơn của Giàng Thị Mỷ.")
    clerk.says("chu-ky.jpg")
    with clerk.page.expect_download() as form:
        clerk.page.get_by_role("link", name="Tải đơn (PDF)").click()
    assert form.value.path().read_bytes().startswith(b"%PDF-")
    there = clerk.page.url.removeprefix(town.address)
    chair = window()
    chair.sign_in("chair")
    chair.open(there)
    keep(chair, "application")
    chair.page.locator("[name=reason]").last.fill("lưu hồ sơ kết nạp")
    with chair.page.expect_download() as whole:
        chair.page.get_by_role("button", name="Tải đơn có đủ thông tin (PDF)").click()
    assert whole.value.path().read_bytes().startswith(b"%PDF-")


def test_somebody_moves_when_the_other_side_agrees_and_when_it_is_silent(town: Town, window: Open) -> None:
    world = town.world
    clerk_of_the_mine(world)
    member = somebody(world, identity="010088001234")
    miner = window()
    miner.sign_in("miner")
    miner.open("/members/pull/?unit=mine")
    miner.page.fill("[name=identity]", "010088001234")
    miner.page.fill("[name=reason]", "có giấy giới thiệu")
    miner.press("Tìm", role="button")
    miner.says("Người này đang sinh hoạt tại Công đoàn mill.")
    miner.press("Đề nghị chuyển đến", role="button")
    miner.says("không trả lời đến hết ngày")

    clerk = window()
    clerk.sign_in("clerk")
    clerk.open(f"/members/transfers/{Transfer.objects.get().pk}/")
    keep(clerk, "transfer")
    clerk.press("Đồng ý cho chuyển", role="button")
    assert Membership.objects.current().get(member=member).unit == world.mine

    clerk.open(f"/members/{Membership.objects.current().filter(unit=world.mill)[0].member_id}/push/?q=mine")
    choose(clerk, "[name=to][value=mine]")
    clerk.press("Gửi đề nghị", role="button")
    pushed = Transfer.objects.waiting().get()
    with the_day(pushed.due + timedelta(days=1)):
        assert complete_due() == 1
    miner.open(f"/members/transfers/{pushed.pk}/")
    miner.says("do quá hạn trả lời")
    assert Membership.objects.current().get(member=pushed.member_id).unit == world.mine
    assert here(world) == 2


def send(clerk: Visitor, path: str, rows: Iterable[tuple[object, ...]]) -> None:
    clerk.open(path)
    file = {"name": "danh-sach.xlsx", "mimeType": EXCEL, "buffer": workbook(*rows)}
    clerk.page.set_input_files("[name=file]", file)  # type: ignore[arg-type]
    clerk.press("Xem thử", role="button")


def test_a_list_is_mended_taken_in_and_taken_back(town: Town, window: Open) -> None:
    clerk = window()
    clerk.sign_in("clerk")
    wrong = [(f"Vàng A {number}", "nam", f"{number + 1}.8.85", f"0100850{number:05}") for number in range(6)]
    send(clerk, "/imports/?unit=mill", [HEAD, PAO, DIN, *wrong, PAO, ("", "nữ", "1990", "")])
    clerk.says("đúng 2", "cần sửa 7", "trùng 1")
    keep(clerk, "faults")
    clerk.press("Sửa cả 6 dòng theo gợi ý", role="button")
    clerk.page.fill("[name=cell-11-name]", "Thào Thị Mỷ")
    clerk.press("Ghi các ô đã sửa", role="button")
    clerk.says("đúng 9", "cần sửa 0")
    with clerk.page.expect_download() as remarks:
        clerk.page.get_by_role("link", name="Tải file có cột ghi chú").click()
    assert remarks.value.suggested_filename.endswith("-ghi-chu.xlsx")
    clerk.press("Nhập 9 dòng đúng", role="button")
    clerk.says("Đã nhập 9 người")
    assert here(town.world) == 13
    keep(clerk, "taken")
    clerk.page.fill("[name=reason]", "nhầm file")
    clerk.press("Hoàn tác việc nhập", role="button")
    clerk.says("Đã hoàn tác", "Sổ như trước khi nhập")
    assert here(town.world) == 4


def test_what_is_no_workbook_leaves_nothing_behind(town: Town, window: Open) -> None:
    clerk = window()
    clerk.sign_in("clerk")
    clerk.open("/imports/?unit=mill")
    text = "Họ và tên,Ngày sinh\r\nNguyễn Văn Đức,5/3/88\r\n".encode("cp1258", errors="ignore")
    clerk.page.set_input_files("[name=file]", {"name": "ds.xlsx", "mimeType": EXCEL, "buffer": text})
    clerk.press("Xem thử", role="button")
    clerk.says("mang tên ds.xlsx nhưng không phải Excel")
    assert not Upload.objects.exists()


def test_activities_come_by_a_workbook_too(town: Town, window: Open) -> None:
    clerk = window()
    clerk.sign_in("clerk")
    head = ("Loại hoạt động", "Ngày", "Số người", "Hình thức")
    rows = [("Hội nghị đối thoại", "06/01/2025", 24, "định kỳ"), ("Hội nghị đối", "7.1.25", 12, "")]
    send(clerk, "/imports/?unit=mill&what=activities", [head, *rows])
    clerk.says("đúng 1", "cần sửa 1")
    keep(clerk, "activities")
    while clerk.page.get_by_role("button", name="theo gợi ý").count():
        clerk.press("theo gợi ý", role="button", exact=False)
    clerk.press("Nhập 2 dòng đúng", role="button")
    clerk.says("Đã nhập 2 hoạt động")
    assert Activity.objects.standing().count() == 2
    clerk.page.fill("[name=reason]", "nhầm")
    clerk.press("Hoàn tác việc nhập", role="button")
    assert not Activity.objects.standing().exists()


def test_somebody_gets_the_whole_of_their_file(town: Town, window: Open) -> None:
    member = somebody(town.world, identity="010088001234", ethnicity="Hmông")
    chair = window()
    chair.sign_in("chair")
    chair.open(f"/members/{member.pk}/rights/")
    chair.page.fill("[name=reason]", "đơn của người ấy")
    with chair.page.expect_download() as given:
        chair.page.locator("button[value=file]").first.click()
    told = json.dumps(json.loads(given.value.path().read_text("utf-8")), ensure_ascii=False)
    assert "010088001234" in told
    assert "Hmông" in told
