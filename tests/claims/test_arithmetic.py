"""Reckoning with the figures of a text itself."""

import pytest

from congdoan.claims.rules import read
from congdoan.claims.rules.arithmetic import sums_inside


def told(text: str) -> list[tuple[bool, str]]:
    return [(each.agrees, each.reason) for each in sums_inside(read(text), text)]


@pytest.mark.parametrize(
    ("text", "agrees", "words"),
    [
        ("Có 45/57 đơn vị ký thỏa ước, đạt 78,95%.", True, "45 chia 57 được 78,95"),
        ("Có 45/57 đơn vị ký thỏa ước, đạt 78%.", True, "45 chia 57"),
        ("Có 45/57 đơn vị ký thỏa ước, đạt 81%.", False, "45 chia 57 được 78,95"),
        ("Kết nạp 8.865 đoàn viên (đạt 147% so với chỉ tiêu giao là 6.000 đoàn viên).", True, "147,75"),
        ("Kết nạp 8.865 đoàn viên (đạt 157% so với chỉ tiêu giao là 6.000 đoàn viên).", False, "147,75"),
        ("Có 3.443 người, trong đó nữ 1.317 người, chiếm 38,25%.", True, "1.317 chia 3.443"),
        ("Tiếp nhận 62 đơn, gồm 57 đơn khiếu nại và 5 đơn tố cáo.", True, "57 + 5 cộng lại được 62"),
        ("Tiếp nhận 65 đơn, gồm 57 đơn khiếu nại và 5 đơn tố cáo.", False, "57 + 5 cộng lại được 62"),
        ("Trao 20 suất quà, mỗi suất 500.000 đồng, tổng trị giá 10 triệu đồng.", True, "20 nhân 500.000"),
        ("Trao 20 suất quà, mỗi suất 500.000 đồng, tổng trị giá 12 triệu đồng.", False, "10.000.000 đồng"),
    ],
)
def test_figures_of_one_sentence_are_checked_by_each_other(text: str, agrees: bool, words: str) -> None:
    [(found, reason)] = told(text)
    assert found is agrees
    assert words in reason.replace("\u00a0", " ")


@pytest.mark.parametrize(
    "text",
    [
        "Có 30 người, trong đó 20 nữ, 15 đảng viên.",  # parts may overlap
        "Có 45 đơn vị, đạt 78%.",
        "Trao 20 suất quà, mỗi suất 500.000 đồng.",
        "Kết nạp 612 đoàn viên, đạt 102% kế hoạch.",
    ],
)
def test_what_cannot_be_reckoned_is_left(text: str) -> None:
    assert told(text) == []
