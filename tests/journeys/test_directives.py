"""A directive in a real browser: registered, given aims and duties, studied, reviewed, and told on another tree."""

import pytest
from tests.journeys.conftest import Open, Town
from tests.world import TODAY, the_day

from congdoan.records.directives.models import Directive

pytestmark = pytest.mark.slow


def test_a_directive_is_registered_given_aims_studied_and_reviewed(town: Town, window: Open) -> None:
    with the_day(TODAY):
        town.world.hold_dialogue(town.world.mill, TODAY.replace(day=7), people=126)
    chair = window()
    chair.sign_in("chair")
    chair.open("/directives/?unit=north")
    chair.says("Danh mục chưa có văn bản nào.")
    chair.press("Thêm văn bản", exact=False)
    page = chair.page
    chair.press("Lưu", role="button")
    chair.says("mục cần sửa")
    page.locator("[name=sort]").select_option("resolution")
    page.fill("[name=number]", "20-NQ/TW")
    page.fill("[name=day]", "28/01/2020")
    page.fill("[name=issuer]", "Ban Chấp hành Trung ương")
    page.fill("[name=title]", "Về tiếp tục xây dựng giai cấp công nhân")
    page.locator("[name=form]").select_option("review")
    chair.press("Lưu", role="button")
    chair.says("Đã vào danh mục", "Chưa ghi chỉ tiêu nào", "Chưa giao cho đơn vị nào.")
    there = f"/directives/{Directive.objects.get().pk}/"

    chair.press("Thêm chỉ tiêu")
    page.locator("[name=indicator]").select_option("members.admitted")
    page.fill("[name=year]", "2025")
    page.fill("[name=target]", "8")
    chair.press("Lưu", role="button")
    chair.says("2025 8 4 50")

    chair.press("Sửa Đơn vị phải thực hiện")
    page.get_by_label("Công đoàn industry").check()
    chair.press("Lưu", role="button")
    chair.says("Công đoàn industry")

    chair.open(f"{there}study/")
    page.get_by_role("checkbox").first.check()
    chair.press("Gắn các buổi đã chọn", role="button")
    chair.says("Buổi đã gắn", "07/01/2025")

    chair.open(there)
    chair.says("126")
    chair.press("Lập báo cáo tổng kết")
    page.fill("[name=until]", "31/12/2024")
    chair.press("Lập báo cáo", role="button")
    chair.says("Báo cáo nhiều năm", "2020", "2024")
    there_too = page.url.removeprefix(chair.address)
    chair.press("Biểu đồ từng năm")
    chair.says("Từng năm", "2020")
    chair.open(there_too)
    chair.press("Kể lại trên cây tổ chức khác")
    page.fill("[name=tree]", "15/01/2025")
    chair.press("Kể lại", role="button")
    chair.says("Trên cây ngày ấy các số không khác", "Văn bản kể lại")
    chair.open(there)
    chair.says("Báo cáo nhiều năm")
