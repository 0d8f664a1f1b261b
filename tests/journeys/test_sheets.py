"""A report's whole way in a real browser: drafted, edited, sent, returned with a remark, revised and accepted."""

import pytest
from tests.journeys.conftest import Open, Town, Visitor

from congdoan.reports.models import Revision, Sheet

pytestmark = pytest.mark.slow


def test_a_report_goes_up_comes_back_and_is_accepted(town: Town, window: Open) -> None:
    clerk, above = window(), window()
    clerk.sign_in("clerk")
    draft(clerk)
    sheet = Sheet.objects.get()
    page = f"/sheets/{sheet.pk}/"
    edit(clerk)
    send(clerk, page)
    assert Revision.objects.count() == 1

    above.sign_in("chair")
    above.open("/sheets/?unit=industry")
    above.press("Báo cáo của công đoàn cơ sở", exact=False)
    above.press("Nhận hoặc trả lại")
    above.page.get_by_label("Cần sửa gì ở dòng Số tiền thăm hỏi").fill("ghi thêm đợt thăm hỏi cuối năm")
    above.press("Trả lại", role="button")
    above.says("Đã trả lại để sửa.")

    clerk.open(page)
    clerk.says("chair trả lại", "ghi thêm đợt thăm hỏi cuối năm")
    clerk.press("Viết Nhiệm vụ trọng tâm kỳ tới")
    clerk.page.fill("#text", "Thăm hỏi kịp thời, ghi sổ ngay trong tuần.")
    clerk.press("Lưu", role="button")
    send(clerk, page)

    above.open(page)
    above.says("Thăm hỏi kịp thời, ghi sổ ngay trong tuần.", "Bản 2")
    above.press("Nhận hoặc trả lại")
    above.press("Nhận báo cáo", role="button")
    above.says("Đã nhận báo cáo.")
    above.press("Khác gì từ khi gửi")
    above.says("Không dòng nào khác")
    above.open("/sheets/board/?unit=industry&form=own-half&period=2024&cutoff=05-31")
    above.says("đã nhận")


def draft(clerk: Visitor) -> None:
    clerk.open("/sheets/")
    clerk.press("Lập báo cáo")
    clerk.page.get_by_label("Mẫu", exact=False).first.select_option("own-half")
    clerk.page.locator("[name=period]").select_option("2024")
    clerk.press("Soạn từ sổ", role="button")
    clerk.says("Báo cáo của công đoàn cơ sở", "năm 2024")


def edit(clerk: Visitor) -> None:
    clerk.press("Viết Ưu điểm")
    clerk.page.fill("#text", "Đã vận động được ⟦I.1⟧ đoàn viên.")
    clerk.press("Lưu", role="button")
    clerk.says("Đã lưu.", "Đã vận động được")


def send(clerk: Visitor, page: str) -> None:
    """Through the questions, where there are any."""
    clerk.open(f"{page}check/")
    boxes = clerk.page.locator("input[name^='word:']")
    for place in range(boxes.count()):
        boxes.nth(place).fill("đã rà soát, đúng số")
    if boxes.count():
        clerk.press("Lưu, rồi gửi", role="button")
    else:
        clerk.press("Gửi báo cáo")
    clerk.press("Gửi báo cáo", role="button")
    clerk.says("Đã gửi lúc", "Số đã được chốt.")
