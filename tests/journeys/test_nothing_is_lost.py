"""In a real browser nothing is lost and nothing is done twice: two presses, an ended session, no script at all."""

from datetime import date

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from playwright.sync_api import expect
from tests.desk.files import SCRIPT
from tests.journeys.conftest import PASSWORD, Open, Town, Visitor, code_now

from congdoan.records.activities.models import Activity

pytestmark = pytest.mark.slow

FORM = "/activities/record/dialogue/?unit=mill"


def fill_in(person: Visitor) -> None:
    person.open(FORM)
    person.page.get_by_label("Hôm nay", exact=False).check()
    person.page.fill("[name=people]", "126")
    person.page.locator("[name=note]").fill("nói về bữa ăn ca")


def test_two_presses_record_once(town: Town, wide_window: Open) -> None:
    clerk = wide_window()
    clerk.sign_in("clerk")
    fill_in(clerk)
    with clerk.page.expect_navigation():
        clerk.page.get_by_role("button", name="Ghi vào sổ").dblclick(no_wait_after=True)
    expect(clerk.page.get_by_text("Đã ghi vào sổ.")).to_be_visible()
    assert Activity.objects.count() == 1


def test_what_was_written_when_the_session_ended_is_there_after_sign_in(town: Town, wide_window: Open) -> None:
    clerk = wide_window()
    clerk.sign_in("clerk")
    fill_in(clerk)
    Session.objects.all().delete()
    clerk.press("Ghi vào sổ", role="button")
    clerk.says("Đã hết phiên. Đăng nhập lại, bài đang viết vẫn còn.")
    assert not Activity.objects.exists()
    cache.clear()  # the same half minute may bring the same code, which is taken only once
    clerk.page.fill("[name=login]", "clerk")
    clerk.page.fill("[name=password]", PASSWORD)
    clerk.press("Đăng nhập", role="button")
    clerk.page.fill("[name=code]", code_now())
    clerk.press("Đăng nhập", role="button")
    clerk.says("Bài đang viết khi hết phiên đã được đem lại.")
    assert clerk.page.locator("[name=note]").input_value() == "nói về bữa ăn ca"
    clerk.press("Ghi vào sổ", role="button")
    clerk.says("Đã ghi vào sổ.", "126")
    assert Activity.objects.get().note == "nói về bữa ăn ca"


def test_a_file_that_is_not_what_it_says_is_refused_by_name_and_the_answers_stay(town: Town, window: Open) -> None:
    clerk = window()
    clerk.sign_in("clerk")
    fill_in(clerk)
    clerk.page.set_input_files("#id_photos", {"name": "anh.jpg", "mimeType": "image/jpeg", "buffer": SCRIPT})
    clerk.press("Ghi vào sổ", role="button")
    clerk.says("Có 1 mục cần sửa.", "anh.jpg")
    assert clerk.page.locator("[name=note]").input_value() == "nói về bữa ăn ca"
    assert clerk.page.evaluate("() => document.activeElement.closest('.faults, [role=alert], .message') !== null")
    assert not Activity.objects.exists()


def test_without_script_a_visit_is_recorded_and_its_number_opened(town: Town, wide_window: Open) -> None:
    clerk = wide_window(script=False)
    clerk.sign_in_at_the_door("clerk")
    clerk.open("/activities/record/care-visit/?unit=mill")
    page = clerk.page
    page.fill("[name=people_q]", "giang a")
    clerk.press("Tìm", role="button")
    page.get_by_label("Giàng A 0", exact=False).check()
    page.get_by_label("Giàng A 2", exact=False).check()
    page.get_by_label("Số tiền", exact=False).first.fill("1 triệu")
    clerk.press("Ghi vào sổ", role="button")
    clerk.says("Đã ghi vào sổ.", "1.000.000", "Giàng A 0", "Giàng A 2")
    clerk.open("/figures/care.amount/?unit=mill&period=2025-H1&cutoff=05-31&by=posting")
    clerk.says("1 bút toán cộng lại đúng 1.000.000")
    clerk.follow(page.locator("main tbody").get_by_role("link").first)
    clerk.says("Thăm hỏi, trợ cấp")


def test_without_script_a_unit_is_picked_and_the_tree_opened(town: Town, wide_window: Open) -> None:
    chair = wide_window(script=False)
    chair.sign_in("chair")
    chair.open("/units/?unit=north")
    chair.follow(chair.page.locator("main [data-toggle]").nth(1))
    chair.says("Công đoàn mill")
    chair.follow(chair.page.locator(".pick").first)
    chair.page.get_by_role("searchbox").last.fill("mill")
    with chair.page.expect_navigation():  # else it would be taken for the one that the link makes
        chair.page.keyboard.press("Enter")
    chair.follow(chair.page.get_by_role("link", name="Công đoàn mill", exact=False).first)
    assert "unit=mill" in chair.page.url


@pytest.mark.parametrize("typed", ["05012025", "05/01/2025"])
def test_a_day_is_typed_with_slashes_or_without_and_read_as_it_is_written_here(
    town: Town, window: Open, typed: str
) -> None:
    clerk = window()
    clerk.sign_in("clerk")
    fill_in(clerk)
    page = clerk.page
    page.get_by_label("Ngày khác", exact=False).first.check()
    page.locator("[name=day]").press_sequentially(typed)
    assert page.locator("[name=day]").input_value() == "05/01/2025"
    expect(page.get_by_role("button", name="Chọn trong lịch")).to_be_visible()
    page.wait_for_timeout(500)
    page.wait_for_load_state("networkidle")
    clerk.press("Ghi vào sổ", role="button")
    assert Activity.objects.get().day == date(2025, 1, 5)
