"""Whole journeys in a real browser, at a desk and on a phone: sign-in with codes, and a visit from record to figure."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from tests.desk.files import jpeg
from tests.journeys.conftest import PASSWORD, Open, Town, Visitor, code_now

from congdoan.claims.models import CheckedText
from congdoan.figures.models import Posting
from congdoan.records.activities.models import Activity

pytestmark = pytest.mark.slow

SPEECH = (
    "Trong tháng 1/2025, đơn vị chưa tổ chức đối thoại: 0 cuộc đối thoại. "
    "Đến nay, đơn vị có 900 đoàn viên, tin rằng còn tăng."
)
ABOVE = "/figures/care.amount/?unit=north&period=2025-H1&cutoff=05-31"


def total(visitor: Visitor) -> str:
    """The figure of the whole, at the foot of its table."""
    return visitor.page.locator("main table tfoot td.number").first.inner_text()


def test_somebody_turns_on_codes_and_signs_in_with_one(town: Town, wide_window: Open) -> None:
    Authenticator.objects.filter(user=town.world.stranger).delete()
    person = wide_window()
    person.open("/account/login/")
    person.page.fill("[name=login]", "stranger")
    person.page.fill("[name=password]", "sai rồi")
    person.press("Đăng nhập", role="button")
    person.says("Tên đăng nhập hoặc mật khẩu không đúng.")
    person.page.fill("[name=password]", PASSWORD)
    person.press("Đăng nhập", role="button")
    person.open("/account/codes/")
    person.press("Bật mã xác nhận")
    person.page.fill("[name=password]", PASSWORD)
    person.press("Tiếp tục", role="button")
    secret = person.page.locator("code").inner_text().replace(" ", "")
    person.page.fill("[name=code]", code_now(secret))
    person.press("Bật", role="button")
    assert Authenticator.objects.filter(user=town.world.stranger, type="totp").exists()

    cache.clear()  # the same half minute may bring the same code, which is taken only once
    again = wide_window()
    again.open("/account/login/")
    again.page.fill("[name=login]", "stranger")
    again.page.fill("[name=password]", PASSWORD)
    again.press("Đăng nhập", role="button")
    again.page.fill("[name=code]", "000000")
    again.press("Đăng nhập", role="button")
    again.says("Mã không đúng.")
    again.page.fill("[name=code]", code_now(secret))
    again.press("Đăng nhập", role="button")
    again.says("Tài khoản này chưa có chức danh ở đơn vị nào.")


def test_a_visit_is_recorded_seen_above_opened_to_its_photo_and_corrected(town: Town, window: Open) -> None:
    chair, clerk, stranger = window(), window(), window()
    chair.sign_in("chair")
    chair.open(ABOVE)
    assert total(chair) == "0"

    clerk.sign_in("clerk")
    record_a_visit(clerk)
    clerk.says("Đã ghi vào sổ.", "1.500.000")
    activity = Activity.objects.get()
    assert (activity.beneficiaries.count(), activity.photos.count()) == (3, 1)
    record = f"/activities/{activity.pk}/"

    chair.open(ABOVE)
    assert total(chair) == "1.500.000"
    open_down_to_the_photo(chair, record)

    correct_it(clerk, record)
    chair.open(ABOVE)
    assert total(chair) == "1.200.000"
    assert Posting.objects.filter(entry=activity.pk, indicator__code="care.amount").count() == 2

    be_refused_elsewhere(clerk, stranger, record)


def record_a_visit(clerk: Visitor) -> None:
    """Three of four members, one and a half million, one photo with its caption."""
    page = clerk.page
    clerk.open("/")
    clerk.follow(page.locator("main").get_by_role("link", name="Ghi hoạt động").first)
    clerk.press("Thăm hỏi, trợ cấp")
    page.fill("#people_q", "giang a")
    found = page.locator("#people-found input[type=checkbox]")
    found.nth(3).wait_for()
    for place in range(3):
        found.nth(place).check()
    page.get_by_label("Số tiền", exact=False).first.fill("1,5 triệu")
    page.set_input_files("#id_photos", {"name": "tham.jpg", "mimeType": "image/jpeg", "buffer": jpeg(place=True)})
    page.get_by_placeholder("Chú thích").fill("Trao quà tại nhà")
    clerk.look()
    clerk.press("Ghi vào sổ", role="button")


def open_down_to_the_photo(chair: Visitor, record: str) -> None:
    """From the figure by the units beneath it to the posting, and from there to the record."""
    for unit in ("Công đoàn industry", "Công đoàn mill"):
        row = chair.page.locator("main tr:visible", has_text=unit).last
        chair.follow(row.locator("a.opens").first)
    chair.follow(chair.page.locator("main tr:visible", has_text="Thăm hỏi, trợ cấp").last.get_by_role("link").first)
    if not chair.page.url.partition("?")[0].endswith(record):
        shown(chair, ".record figure img")
        chair.press("Mở hồ sơ")
    assert chair.page.url.partition("?")[0].endswith(record)
    chair.says("Trao quà tại nhà")
    shown(chair, "figure img")


def shown(chair: Visitor, photo: str) -> None:
    """The photo is drawn, and says in words what is on it."""
    found = chair.page.locator(photo).first
    found.scroll_into_view_if_needed()
    chair.page.wait_for_function(f"() => document.querySelector('{photo}').naturalWidth > 0")
    assert found.get_attribute("alt") == "Trao quà tại nhà"


def correct_it(clerk: Visitor, record: str) -> None:
    """First without a reason, which is refused and keeps the number written; then with one."""
    clerk.open(record)
    clerk.press("Sửa")
    amount = clerk.page.get_by_label("Số tiền", exact=False).first
    amount.fill("1.200.000")
    clerk.press("Ghi bản sửa", role="button")
    clerk.says("mục cần sửa")
    assert amount.input_value() == "1.200.000"
    clerk.page.locator("[name=reason]").fill("ghi nhầm số tiền")
    clerk.press("Ghi bản sửa", role="button")
    clerk.says("1.200.000", "ghi nhầm số tiền")


def be_refused_elsewhere(clerk: Visitor, stranger: Visitor, record: str) -> None:
    """What one may not see looks like what is not there."""
    for path in ("/units/north/", "/activities/record/care-visit/?unit=mine", "/nowhere/"):
        response = clerk.open(path)
        assert response is not None
        assert response.status == 404
        clerk.says("Không có trang này, hoặc tài khoản không xem được.")
    stranger.sign_in("stranger")
    response = stranger.open(record)
    assert response is not None
    assert response.status == 404
    assert "Trao quà" not in stranger.page.content()


def test_a_speech_is_checked_corrected_and_bound_to_the_book(town: Town, window: Open) -> None:
    clerk = window()
    clerk.sign_in("clerk")
    clerk.open("/reconcile/")
    clerk.page.fill("[name=text]", SPEECH)
    clerk.press("Đối soát", role="button")
    clerk.says("2 con số, 1 chỗ khác sổ", "Văn bản nêu nhiều hơn")
    clerk.page.locator("a.claim.differs").click()
    clerk.page.wait_for_url(re.compile(r"claim="))
    clerk.look()
    clerk.page.get_by_text("Giữ, nêu lý do").click()
    clerk.page.fill("[name=reason]", "gồm cả người mới hôm nay")
    clerk.press("Giữ số này", role="button")
    clerk.says("không chỗ nào khác sổ", "Giữ vì: gồm cả người mới hôm nay")
    clerk.press("Bỏ lý do giữ", role="button")
    clerk.follow(clerk.page.get_by_role("button", name=re.compile("^Sửa thành")))
    clerk.says("2 con số, không chỗ nào khác sổ")
    clerk.press("Gắn 2 số khớp vào sổ", role="button")
    clerk.says("Đã gắn 2 số vào sổ.")
    clerk.follow(clerk.page.locator("a.bound-field").first)
    clerk.says("văn bản luôn nêu số của sổ")
    clerk.press("Sửa lời")
    clerk.says("Số đã gắn đứng trong dấu ngoặc nhọn kép")
    assert CheckedText.objects.get().text.count("{{ figure mill ") == 2
