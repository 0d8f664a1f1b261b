"""Pages: figures of photographs, captions, boxes and other news are left; those of the text are read."""

import pytest

from congdoan.claims.rules import read

BODY = (
    "Trong năm 2024, các cấp công đoàn trong tỉnh đã kết nạp 1.200 đoàn viên, tổ chức 120 cuộc kiểm tra, giám sát, "
    "hỗ trợ xây dựng 12 căn nhà cho đoàn viên nghèo ở vùng sâu, vùng xa."
)


def figures(page: str) -> list[str]:
    return [claim.text for claim in read(page)]


OWN = ["1.200 đoàn viên", "120 cuộc", "12 căn nhà"]


@pytest.mark.parametrize(
    "mark", ["Có thể bạn quan tâm", "Tin cùng chuyên mục", "CÁC TIN KHÁC", "Tin mới hơn:", "Đọc nhiều", "Bình luận (3)"]
)
def test_other_news_under_a_page_is_left(mark: str) -> None:
    assert figures(f"{BODY}\n\n{mark}\n\nTrao 800 suất quà\n\nHuyện bên tặng 500 suất quà cho 500 hộ nghèo.") == OWN


def test_a_box_of_related_headlines_ends_where_the_text_goes_on() -> None:
    assert figures(f"Tổng kết\n\nTin liên quan\nThêm 300 công nhân có quà\n\n{BODY}") == OWN


def test_related_headlines_at_the_end_are_left() -> None:
    assert figures(f"{BODY}\n\nTin liên quan\nThêm 300 công nhân có quà\nTặng 20 suất quà") == OWN


@pytest.mark.parametrize(
    "lines",
    [
        "IMG_2041.JPG\nTrao 40 suất quà cho công nhân.",
        "anh-trao-qua-1.jpg\nanh-trao-qua-2.jpg\nTrao 40 suất quà cho công nhân.",
        "![trao quà](anh/12.png)\nTrao 40 suất quà.",
        "Công đoàn trao 40 suất quà. Ảnh: Minh Đức",
        "Ảnh: 40 suất quà được trao",
        "Công đoàn trao 40 suất quà\nẢnh: Minh Đức",
        "Công đoàn chi hơn 2 tỷ đồng chăm lo Tết - Ảnh 1.",
        "Trong ảnh: Trao 40 suất quà",
        "Lãnh đạo Liên đoàn Lao động tỉnh trao 40 suất quà cho công nhân khó khăn.",
        "Xem thêm: Huyện bên tặng 40 suất quà",
        ">> Huyện bên tặng 40 suất quà",
        "© 2024 Bản quyền thuộc về 12 đơn vị",
        "Địa chỉ: tầng 12, số 40 đường 30/4",
    ],
)
def test_photographs_captions_and_furniture_are_left(lines: str) -> None:
    assert figures(f"Tổng kết năm 2024\n\n{BODY}\n\n{lines}\n\n{BODY}") == OWN + OWN


def test_a_paragraph_beneath_a_caption_is_text_again() -> None:
    assert figures(f"IMG_1.jpg\nQuang cảnh lễ trao 40 suất quà.\n{BODY}") == OWN


def test_a_long_paragraph_beneath_a_photograph_is_text() -> None:
    assert figures(f"IMG_1.jpg\n{BODY} {BODY} {BODY}") == OWN * 3
