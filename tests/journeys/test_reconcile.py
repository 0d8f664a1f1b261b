"""A text's whole way in a real browser: pasted, a figure corrected, one bound by hand and made a field."""

import pytest
from tests.journeys.conftest import Open, Town, Visitor

from congdoan.claims.models import CheckedText, Habit

pytestmark = pytest.mark.slow

WORDS = (
    "Trong tháng 01/2025, Công đoàn mill kết nạp được 5 đoàn viên, tổ chức 4 cuộc gặp mặt.\n\n"
    "Ảnh: 12 đoàn viên dự lễ\n\nTin cùng chuyên mục\n\nXã bên tặng 300 suất quà"
)


def test_a_text_is_put_right_before_it_goes_out(town: Town, window: Open) -> None:
    clerk = window()
    clerk.sign_in("clerk")
    clerk.open("/reconcile/")
    clerk.press("Đối soát", role="button")
    clerk.says("Dán văn bản vào ô, hoặc chọn file.")
    clerk.page.fill("[name=text]", WORDS)
    clerk.press("Đối soát", role="button")
    clerk.says("2 con số", "Tin khác và phần cuối trang", "Trong sổ là 4")

    show(clerk, "5 đoàn viên")
    clerk.press("Sửa thành 4 đoàn viên", role="button")
    clerk.says("“4 đoàn viên” thay cho “5 đoàn viên”", "kết nạp được 4 đoàn viên")

    show(clerk, "4 cuộc")
    clerk.press("Gắn với chỉ tiêu khác")
    clerk.says("“4 cuộc” là số gì")
    clerk.page.locator("[name=indicator]").select_option("members.admitted")
    clerk.page.fill("[name=unit]", "nowhere")
    clerk.page.fill("[name=period]", "2025-01")
    clerk.press("Gắn và xét lại", role="button")
    clerk.says("Không có đơn vị mang mã “nowhere” trong phạm vi được xem.")
    clerk.page.fill("[name=unit]", "mill")
    clerk.press("Gắn và xét lại", role="button")
    clerk.says("Đã gắn bằng tay.", "không chỗ nào khác sổ")
    assert Habit.objects.get().indicator == "members.admitted"

    clerk.press("Gắn số này vào sổ", role="button")
    clerk.says("Đã gắn số vào sổ", "1 con số chưa gắn")
    clerk.page.locator("summary", has_text="Chốt hoặc cất văn bản").click()
    clerk.press("Chốt số", role="button")
    clerk.says("Đã chốt")
    assert CheckedText.objects.get().frozen_at is not None


def show(visitor: Visitor, words: str) -> None:
    """Open the figure in the panel."""
    claim = CheckedText.objects.get().claims.get(words=words)
    visitor.open(f"/reconcile/{claim.text.pk}/?claim={claim.pk}")
    visitor.says(words)
