"""In a real browser, with the network cut: what is being written stays on the device until it is sent."""

import json

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.conftest import Open, Town, Visitor

from congdoan.records.activities.models import Activity
from congdoan.records.members.models import Application

pytestmark = pytest.mark.slow

VISIT = "/activities/record/care-visit/?unit=mill"
DIALOGUE = "/activities/record/dialogue/?unit=mill"
SHARE = "/plans/north/members.admitted/share/?period=2024-H1&cutoff=05-31&of=2024"
OFFER = "Có bản nháp chưa gửi"


def kept(page: Page) -> dict[str, str]:
    """What of drafts is on the device: by address, the answers."""
    found: dict[str, str] = page.evaluate(
        "() => Object.fromEntries(Object.entries(localStorage).filter(([name]) => name.startsWith('draft:')))"
    )
    return found


def write(person: Visitor) -> None:
    person.open(DIALOGUE)
    person.page.get_by_label("Hôm nay", exact=False).check()
    person.page.fill("[name=people]", "126")
    person.page.locator("[name=note]").fill("nói về bữa ăn ca")


def test_what_was_written_when_the_network_dropped_is_offered_back_and_recorded_once(town: Town, window: Open) -> None:
    clerk = window()
    clerk.sign_in("clerk")
    write(clerk)
    page, context = clerk.page, clerk.page.context
    page.wait_for_load_state("networkidle")
    context.set_offline(True)
    expect(page.get_by_text("Mất mạng. Bản nháp giữ đến")).to_be_visible()
    page.locator("[name=note]").fill("nói về bữa ăn ca và tiền xe")
    page.get_by_role("button", name="Ghi vào sổ").click()
    expect(page.locator("[data-strip=lost]")).to_be_focused()
    clerk.look()
    assert not Activity.objects.exists()

    page.close()  # and the page with it
    context.set_offline(False)
    clerk.page = page = context.new_page()
    clerk.open(DIALOGUE)
    clerk.says(OFFER)
    assert page.locator("[name=note]").input_value() == ""
    page.get_by_role("button", name="Lấy lại bản nháp").click()
    assert page.locator("[name=people]").input_value() == "126"
    assert page.locator("[name=note]").input_value() == "nói về bữa ăn ca và tiền xe"
    page.wait_for_load_state("networkidle")
    clerk.press("Ghi vào sổ", role="button")
    clerk.says("Đã ghi vào sổ.", "126")
    assert Activity.objects.get().note == "nói về bữa ăn ca và tiền xe"
    assert not kept(page)
    clerk.open(DIALOGUE)
    expect(page.get_by_text(OFFER)).to_have_count(0)


def test_people_who_were_chosen_come_back_with_the_draft(town: Town, wide_window: Open) -> None:
    clerk = wide_window()
    clerk.sign_in("clerk")
    clerk.open(VISIT)
    page = clerk.page
    page.fill("[name=people_q]", "giang a")
    page.get_by_label("Giàng A 1", exact=False).check()
    page.get_by_label("Số tiền", exact=False).first.fill("1 triệu")
    page.wait_for_load_state("networkidle")
    clerk.open(VISIT)
    with page.expect_navigation():
        page.get_by_role("button", name="Lấy lại bản nháp").click()
    clerk.look()
    expect(page.get_by_label("Giàng A 1", exact=False)).to_be_checked()
    assert page.get_by_label("Số tiền", exact=False).first.input_value() == "1 triệu"
    expect(page.get_by_text(OFFER)).to_have_count(0)
    clerk.press("Ghi vào sổ", role="button")
    clerk.says("Đã ghi vào sổ.", "1.000.000", "Giàng A 1")
    assert not kept(page)


def test_the_answer_to_a_form_is_not_offered_what_it_grew_out_of(town: Town, wide_window: Open) -> None:
    chair = wide_window()
    chair.sign_in("chair")
    chair.open(SHARE)
    page = chair.page
    page.fill("[name=total]", "500")
    with page.expect_navigation():
        page.get_by_role("button", name="Chia đều").click()
    assert [each.input_value() for each in page.locator("[data-part]").all()] == ["250", "250"]
    expect(page.get_by_text(OFFER)).to_have_count(0)
    chair.open(SHARE)
    chair.says(OFFER)


def test_no_secret_stays_on_the_device_and_nothing_does_after_sign_out(town: Town, wide_window: Open) -> None:
    clerk = wide_window()
    clerk.sign_in("clerk")
    clerk.open("/members/apply/?unit=mill")
    page = clerk.page
    page.get_by_label("Họ và tên", exact=False).first.fill("Thào A Lềnh")
    page.fill("[name=identity]", "010095001234")
    page.fill("[name=phone]", "0912345678")
    (draft,) = kept(page).values()
    said = dict(json.loads(draft)["fields"])
    assert said["name"] == "Thào A Lềnh"
    assert {"identity", "phone", "health", "ethnicity", "party", "card", "address"}.isdisjoint(said)
    assert "010095001234" not in draft
    clerk.open("/account/logout/")
    clerk.press("Đăng xuất", role="button")
    assert not kept(page)
    assert not Application.objects.exists()
