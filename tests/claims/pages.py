"""A text of the union, and the figures of a page that holds it."""

from congdoan.claims.rules import read

BODY = (
    "Trong năm 2024, các cấp công đoàn trong tỉnh đã kết nạp 1.200 đoàn viên, tổ chức 120 cuộc kiểm tra, giám sát, "
    "hỗ trợ xây dựng 12 căn nhà cho đoàn viên nghèo ở vùng sâu, vùng xa."
)
OWN = ["1.200 đoàn viên", "120 cuộc", "12 căn nhà"]
TAIL = "Thêm 40 suất quà cho hộ nghèo\nCứu 7 ngư dân gặp nạn\nGiá điện: tăng 4,8%"


def figures(page: str) -> list[str]:
    return [claim.text for claim in read(page)]
