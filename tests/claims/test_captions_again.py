"""Captions that stand in a block, in brackets, or say what a paragraph tells again; and sentences that do not."""

import pytest
from tests.claims.pages import figures

ABOVE = (
    "Sau hai năm thi công, khu nhà ở của công đoàn tỉnh đã hoàn thành, giúp 1.100 công nhân có chỗ ở ổn định lâu dài."
)
BELOW = (
    "Chiều qua, lãnh đạo công đoàn tỉnh và các công nhân đã dự lễ nhận 376 căn hộ ở khu nhà mới, tổng vốn 462 tỷ đồng, "
    "còn lại từ ngân sách của tỉnh và tiền góp của doanh nghiệp."
)
BETWEEN = ["1.100 công nhân", "376 căn hộ", "462 tỷ đồng"]


@pytest.mark.parametrize(
    "lines",
    [
        "Khối nhà A1 và A2 nhìn từ trên cao\nCác đại biểu cắt băng khánh thành khối nhà có 40 căn hộ.",
        "Lãnh đạo công đoàn tỉnh và các công nhân tại lễ nhận 376 căn hộ.",
        "Vợ chồng anh Páo (thu nhập 19 triệu đồng mỗi tháng) trong căn bếp mới.",
        "▲ Sổ trực của khu nhà: trang 118, đêm 30-4, 21 cuộc gọi",
        "(Trong ảnh: 12 công nhân nhận nhà)",
        "(Ảnh: Có thể là hình ảnh về 9 người, mọi người đang đứng)\n+16 ảnh",
    ],
)
def test_captions_in_a_block_in_brackets_or_told_again_are_left(lines: str) -> None:
    assert figures(f"{ABOVE}\n\n{lines}\n\n{BELOW}") == BETWEEN


@pytest.mark.parametrize(
    "lines",
    [
        "Trao nhà\nCông đoàn đã trao 40 căn hộ.",
        "Công đoàn đã trao 40 căn hộ.",
        "Tại lễ nhận nhà, có 40 căn hộ được trao.",
    ],
)
def test_short_sentences_of_the_text_are_read(lines: str) -> None:
    assert figures(f"{ABOVE}\n\n{lines}\n\n{BELOW}") == [BETWEEN[0], "40 căn hộ", *BETWEEN[1:]]
