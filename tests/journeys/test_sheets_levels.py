"""A report's whole way over three levels in a real browser: declared, checked, returned, mended, accepted, carried up,
and corrected when all of it was sent."""

from datetime import date

import pytest
from playwright.sync_api import expect
from tests.journeys.conftest import Open, Town, Visitor
from tests.journeys.test_sheets import send
from tests.world import TODAY, the_day

from congdoan.reports.models import Sheet
from congdoan.reports.rules import State

pytestmark = pytest.mark.slow

OWN, UPPER = "own-half", "upper-half"


def test_a_number_is_written_once_at_the_mill_and_carried_up_to_the_province(town: Town, window: Open) -> None:
    with the_day(TODAY):
        town.world.hold_dialogue(town.world.mill, date(2024, 9, 5), people=40)
    clerk, chair, officer = window(), window(), window()
    clerk.sign_in("clerk")
    chair.sign_in("chair")
    officer.sign_in("officer")
    mill = _mill_sends_and_mends(clerk, chair)
    industry = _carried_up(chair, "industry")
    chair.open(industry)
    chair.says("1 trên 2 báo cáo cấp dưới đã nhận khi gửi.", "Còn thiếu:", "Công đoàn mine")
    _accepted(chair, industry)
    north = _carried_up(chair, "north")
    officer.open(north)
    officer.says("1 trên 2 báo cáo cấp dưới đã nhận khi gửi.", "Công đoàn schools")
    _accepted(officer, north)
    assert set(Sheet.objects.values_list("state", flat=True)) == {State.ACCEPTED}

    with the_day(TODAY):
        town.world.hold_dialogue(town.world.mill, date(2024, 9, 6), people=7)
    for visitor, page in ((officer, north), (chair, industry), (clerk, mill)):
        visitor.open(page)
        visitor.press("Khác gì từ khi gửi")
        visitor.says("40", "47", "+7", "06/09/2024")
    clerk.press("Hội nghị đối thoại", exact=False)
    clerk.says("06/09/2024")


def _mill_sends_and_mends(clerk: Visitor, chair: Visitor) -> str:
    page = _drafted(clerk, "mill", OWN)
    clerk.open(f"{page}lines/dialogue.regular@own/")
    clerk.page.get_by_label("Số kê khai").fill("1")
    clerk.press("Kê khai", role="button")
    clerk.says("Kê khai phải nêu căn cứ.")
    clerk.page.get_by_label("Căn cứ").fill("biên bản ngày 05/09/2024")
    clerk.press("Kê khai", role="button")
    clerk.says("Đã lưu.", "Căn cứ: biên bản ngày 05/09/2024", "kê khai")
    send(clerk, page)
    clerk.says("Số được chốt")

    chair.open("/sheets/?unit=industry")
    chair.press("Báo cáo của công đoàn cơ sở", exact=False)
    chair.press("Nhận hoặc trả lại")
    chair.page.locator("input.remark").last.fill("nêu rõ từng cuộc")
    chair.press("Trả lại", role="button")
    chair.says("Đã trả lại để sửa.")
    clerk.open("/")
    clerk.says("bị trả lại")
    clerk.open(page)
    clerk.says("nêu rõ từng cuộc", "bị trả lại")
    clerk.press("Viết Ưu điểm")
    clerk.page.fill("#text", "Đối thoại có ⟦II.3⟧ lượt người.")
    clerk.press("Lưu", role="button")
    clerk.says("Đối thoại có 40 lượt người.")
    send(clerk, page)
    _accepted(chair, page)
    return page


def _carried_up(chair: Visitor, code: str) -> str:
    """The consolidated sheet of a unit: drafted, opened at a number, sent."""
    page = _drafted(chair, code, UPPER)
    line = chair.page.locator("table.lines tr", has_text="Lượt người dự đối thoại").first
    expect(line).to_contain_text("40")
    chair.follow(line.locator("a.opens").first)
    chair.says("40")
    send(chair, page)
    return page


def _drafted(person: Visitor, code: str, form: str) -> str:
    person.open(f"/sheets/open/?unit={code}&period=2024&cutoff=05-31")
    person.page.locator("[name=form]").select_option(form)
    person.page.locator("[name=period]").select_option("2024")
    person.press("Soạn từ sổ", role="button")
    person.says("Số đi theo sổ cho đến khi gửi.")
    return person.page.url.removeprefix(person.address)


def _accepted(person: Visitor, page: str) -> None:
    person.open(f"{page}decide/")
    person.press("Nhận báo cáo", role="button")
    person.says("Đã nhận báo cáo.")
