"""A page that is wholly the messages of a group: they are the text, and no readers' comments."""

import pytest
from tests.claims.pages import BODY, OWN, figures

HEAD = "Nhóm Zalo: CĐCS Chè Nậm Pung 🐟 (487 thành viên)\nHôm nay\n"
FIRST = "Chị Sen CĐ\n07:56\nTặng quà cho 61 cháu, mỗi cháu 150k tiền mặt.\n"
LATER = "Giàng Páo\n17:32\nĐã nhận hồ sơ của 29 hộ, duyệt 21 hộ, số tiền 58,5 tr. Còn 8 hộ.\n"
FIRST_OWN, LATER_OWN = ["61 cháu", "150k"], ["29 hộ", "21 hộ", "58,5 tr", "8 hộ"]


@pytest.mark.parametrize(
    "between",
    [
        *("👍 22 ❤️ 41", "Chị Sen CĐ đã gửi 1 file: quatet.xlsx (48 KB)", "Đã ghim 2 tin nhắn", "Đã xem bởi 112 người"),
        *("45 người đã xem", "Chị Sen và 12 người khác đã thả tim", "3 ảnh", "Xem thêm 17 tin nhắn chưa đọc"),
        *("Chị Sen đã thêm 12 người vào nhóm", "Cuộc gọi nhóm 12 phút · 8 người", "Giàng Páo đã thả cảm xúc 👍"),
    ],
)
def test_the_messages_of_a_group_are_read_and_what_stands_around_them_is_left(between: str) -> None:
    assert figures(f"{HEAD}{FIRST}{between}\n{LATER}{between}") == FIRST_OWN + LATER_OWN


def test_messages_as_a_program_writes_them_out_are_read() -> None:
    page = (
        "[07:56, 25/9/2024] Chị Sen: Đã nhận hồ sơ của 29 hộ\n[07:58, 25/9/2024] Giàng Páo: Tổ em có 12 hộ ạ\n"
        "[08:10, 25/9/2024] Chị Sen: Mỗi hộ được hỗ trợ 2 triệu đồng\nĐã xem 45"
    )
    assert figures(page) == ["29 hộ", "12 hộ", "2 triệu đồng"]


def test_a_group_without_its_kind_is_known_by_how_many_are_in_it() -> None:
    assert figures(f"CĐCS Chè Nậm Pung\n128 thành viên · 12 đang hoạt động\n{FIRST}{LATER}") == FIRST_OWN + LATER_OWN


def test_comments_below_an_article_are_no_messages() -> None:
    page = f"Trao quà Tết\nLò Sen 07:56\n{BODY}\nGiàng Páo - 08:10\nBên tôi có 12 suất thôi\nThích Trả lời"
    assert figures(page) == OWN


def test_what_is_told_hour_by_hour_ends_at_other_news() -> None:
    page = f"08:00\n{BODY}\n09:15\nBầu 35 ủy viên.\n10:00\nKết thúc.\n\nTin liên quan\nTrao 20 suất quà"
    assert figures(page) == [*OWN, "35 ủy viên"]
