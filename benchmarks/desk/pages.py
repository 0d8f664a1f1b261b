"""The pages that are measured: what officials open in a day's work on the demo federation, and who opens them."""

from dataclasses import dataclass

RECORD = "Hồ sơ một hoạt động"
HALF_YEAR = "period=2024-H1&cutoff=05-31"


@dataclass(frozen=True)
class Page:
    """A page by the name it has in tables; `weight` is how often it is opened beside the others."""

    name: str
    user: str
    path: str
    weight: int = 1
    at_most: int = 150
    """Milliseconds at p95 that are wanted of it."""


def pages(activity: int, unit: str) -> list[Page]:
    """All of them; `activity` is a record at the grassroots union `unit` that the chair leads."""
    return [
        Page("Trang chính của tỉnh", "officer", f"/?unit=LCA&{HALF_YEAR}", 4),
        Page("Trang chính của ngành", "clerk", f"/?unit=LCA-CT&{HALF_YEAR}", 4),
        Page("Trang chính của cơ sở", "chair", f"/?unit={unit}&{HALF_YEAR}", 6),
        Page("Trang chính cả nước", "national", f"/?unit=VN&{HALF_YEAR}", 2),
        Page("Ai đã gửi, trên trang chính", "clerk", f"/sent/?unit=LCA-CT&{HALF_YEAR}", 2),
        Page("Bảng số liệu", "officer", f"/figures/?unit=LCA&{HALF_YEAR}", 3),
        Page("Một số theo đơn vị", "officer", f"/figures/members.admitted/?unit=LCA&{HALF_YEAR}", 3),
        Page("Một số theo tháng", "officer", f"/figures/members.admitted/?unit=LCA-CT&{HALF_YEAR}&by=month", 2),
        Page("Một số theo bút toán", "clerk", f"/figures/dialogue.held/?unit=LCA-CT&{HALF_YEAR}&by=posting", 2),
        Page("Một tỷ lệ, theo đơn vị", "officer", f"/figures/members.female.rate/?unit=LCA&{HALF_YEAR}"),
        Page("Chọn chỉ tiêu", "officer", f"/figures/choose/?unit=LCA&{HALF_YEAR}"),
        Page("Chọn đơn vị", "officer", f"/pick/unit/?unit=LCA&{HALF_YEAR}&back=/figures/"),
        Page("Cây tổ chức", "officer", f"/units/?unit=LCA&{HALF_YEAR}", 2),
        Page("Trang đơn vị", "clerk", f"/units/LCA-CT/?{HALF_YEAR}", 2),
        Page("Danh sách hoạt động", "clerk", f"/activities/?unit=LCA-CT&{HALF_YEAR}", 3),
        Page("Lịch tháng", "clerk", f"/activities/calendar/?unit=LCA-CT&{HALF_YEAR}"),
        Page(RECORD, "chair", f"/activities/{activity}/", 2),
        Page("Chọn loại hoạt động", "chair", f"/activities/record/?unit={unit}", 3),
        Page("Mẫu ghi thăm hỏi", "chair", f"/activities/record/care-visit/?unit={unit}", 3),
        Page("Kế hoạch", "officer", f"/plans/?unit=LCA-CT&{HALF_YEAR}"),
        Page("Một kế hoạch, 57 đơn vị", "officer", f"/plans/LCA-CT/members.admitted/?{HALF_YEAR}&of=2024"),
        Page("Chia kế hoạch", "officer", f"/plans/LCA-CT/members.admitted/share/?{HALF_YEAR}&of=2024"),
        Page("Chức danh", "officer", f"/positions/?unit=LCA&{HALF_YEAR}"),
        Page("Đoàn viên", "clerk", f"/members/?unit=LCA-CT&{HALF_YEAR}", 2),
        Page("Nghỉ hưu", "clerk", "/retirement/?unit=LCA-CT"),
        Page("Ban chấp hành", "officer", "/committees/?unit=LCA-CT"),
        Page("Báo cáo", "clerk", f"/sheets/?unit=LCA-CT&{HALF_YEAR}", 2),
        Page("Cấp dưới đã gửi", "clerk", f"/sheets/board/?unit=LCA-CT&{HALF_YEAR}"),
        Page("Đối soát", "officer", f"/reconcile/?unit=LCA&{HALF_YEAR}"),
        Page("Nghị quyết", "officer", f"/directives/?unit=LCA&{HALF_YEAR}"),
        Page("Nhật ký", "inspector", "/journal/?unit=LCA-CT&period=2024-05"),
        Page("Tìm đơn vị", "officer", "/search/?q=cong%20ty%20nam", 2, at_most=100),
        Page("Tìm đoàn viên", "officer", "/search/?q=giang%20a", 1, at_most=100),
        Page("Tìm hoạt động", "national", "/search/?q=bua%20com", 1, at_most=100),
    ]
