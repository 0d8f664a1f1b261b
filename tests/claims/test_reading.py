"""What is told of a figure: unit noun, subject, period, marks, parts and totals; and texts of any kind."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from congdoan.claims.rules import Claim, read


def only(text: str, of: str) -> Claim:
    [claim] = [claim for claim in read(text) if claim.text == of]
    return claim


@pytest.mark.parametrize(
    ("text", "of", "subject"),
    [
        ("Công đoàn ngành đã thăm hỏi, trợ cấp 46 công nhân.", "46 công nhân", "thăm hỏi, trợ cấp"),
        ("Trong kỳ, kết nạp 612 đoàn viên (đạt 102% kế hoạch).", "102%", "kết nạp"),
        ("Tổ chức 37 hội nghị tiếp xúc, đối thoại.", "37 hội nghị", "tiếp xúc, đối thoại"),
        ("Công đoàn ngành đã tổ chức 37 hội nghị tiếp xúc, đối thoại.", "37 hội nghị", "tiếp xúc, đối thoại"),
        ("Bữa cơm công đoàn được tổ chức cho 46 công nhân.", "46 công nhân", "Bữa cơm công đoàn được tổ chức"),
        ("Trợ cấp 12 gia đình và 5 con đoàn viên.", "5 con đoàn viên", "Trợ cấp"),
        ("Giới thiệu đoàn viên ưu tú đạt 175%.", "175%", "Giới thiệu đoàn viên ưu tú"),
        ("Khám bệnh cho 46 người với tổng kinh phí 12 triệu đồng.", "12 triệu đồng", "tổng kinh phí"),
    ],
)
def test_a_figure_is_about_the_deed_before_it(text: str, of: str, subject: str) -> None:
    assert only(text, of).subject == subject


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("Trong 6 tháng đầu năm 2024, kết nạp 612 đoàn viên.", "6 tháng đầu năm 2024"),
        ("Từ năm 2008 đến tháng 5/2024, kết nạp 612 đoàn viên.", "Từ năm 2008 đến tháng 5/2024"),
        ("Năm 2023 là năm khó. Đến nay, có 612 đoàn viên.", "Đến nay"),
        ("Năm 2023, mở 5 lớp. Kết nạp 612 đoàn viên.", "Năm 2023"),
        ("Kết nạp 612 đoàn viên, tăng so với năm 2023.", None),
        ("Đánh giá kết quả năm 2023 của ngành. Kết nạp 612 đoàn viên.", None),
        ("Tính đến hết tháng 5/2024 có 612 đoàn viên.", "Tính đến hết tháng 5/2024"),
        ("Hiện toàn tỉnh có 612 đoàn viên, kết nạp 93 người từ năm 2008 đến tháng 5/2024.", "Hiện"),
        ("Hiện có 93 CĐCS, kết nạp 612 đoàn viên từ năm 2008 đến tháng 5/2024.", "từ năm 2008 đến tháng 5/2024"),
        ("Hiện có 612 đoàn viên, 93 CĐCS tính đến hết tháng 5/2024.", "tính đến hết tháng 5/2024"),
        ("Hằng năm, kết nạp 612 đoàn viên.", "Hằng năm"),
        ("Hằng năm, ngành tổ chức Tháng Công nhân. Ngành kết nạp 612 đoàn viên.", None),
        ("Năm 2023, mở 5 lớp. Mỗi năm, có 9 lớp. Kết nạp 612 đoàn viên.", "Năm 2023"),
        ("Kết nạp 612 đoàn viên, bình quân mỗi năm 93 người.", None),
        ("Trong dịp Tết Nguyên đán Ất Tỵ 2025, trao 612 đoàn viên quà.", "dịp Tết Nguyên đán Ất Tỵ 2025"),
    ],
)
def test_the_period_is_named_in_the_sentence_or_lasts_from_before(text: str, period: str | None) -> None:
    assert only(text, "612 đoàn viên").period == period


@pytest.mark.parametrize(
    ("text", "of", "mark"),
    [
        ("Kết nạp 612 đoàn viên, đạt 102% kế hoạch.", "102%", "of_plan"),
        ("Kết nạp 612 đoàn viên (đạt 102%).", "102%", "of_plan"),
        ("Giới thiệu vượt 41,7% so với chỉ tiêu.", "41,7%", "over"),
        ("Chỉ tiêu giao là 600 đoàn viên.", "600 đoàn viên", "target"),
        ("Phấn đấu kết nạp 600 đoàn viên.", "600 đoàn viên", "target"),
        ("Huyện được giao phát triển mới 450 đoàn viên.", "450 đoàn viên", "target"),
        ("Tỉnh giao chỉ tiêu cho các đơn vị kết nạp 450 đoàn viên.", "450 đoàn viên", "target"),
        ("Thành lập 11/15 CĐCS, bằng 73,3% kế hoạch năm.", "73,3%", "of_plan"),
        ("Trao 20 suất quà, mỗi suất trị giá 500.000 đồng.", "500.000 đồng", "unit_price"),
        ("Hỗ trợ 40 triệu đồng/nhà.", "40 triệu đồng/nhà", "unit_price"),
        ("Mỗi đơn vị cử 2 cán bộ dự.", "2 cán bộ", "per_unit"),
        ("Đầu mối giảm từ 12 xuống còn 7 ban.", "12", "before"),
        ("Có khoảng 300 người dự.", "khoảng 300 người", "about"),
    ],
)
def test_words_around_a_figure_mark_it(text: str, of: str, mark: str) -> None:
    assert getattr(only(text, of), mark) is True


@pytest.mark.parametrize(
    ("text", "of", "mark"),
    [
        ("Nữ chiếm 62%.", "62%", "of_plan"),
        ("Có 45/57 đơn vị dự, đạt 78,9%.", "78,9%", "of_plan"),
        ("Bàn giao 12 căn nhà cho công nhân.", "12 căn nhà", "target"),
        ("Đạt 102% kế hoạch được giao, kết nạp 612 đoàn viên.", "612 đoàn viên", "target"),
        ("Trao 20 suất quà (mỗi suất 1 triệu đồng), tổng 20 triệu đồng.", "20 triệu đồng", "unit_price"),
        ("Trao 5.000 phiếu mua hàng giảm giá.", "5.000 phiếu mua hàng", "before"),
        ("Đạt 102% so với chỉ tiêu giao; kết nạp 612 đoàn viên.", "612 đoàn viên", "target"),
    ],
)
def test_words_elsewhere_do_not(text: str, of: str, mark: str) -> None:
    assert getattr(only(text, of), mark) is False


def test_a_part_knows_its_whole_and_a_total_what_it_covers() -> None:
    claims = read("Tiếp 149 lượt người, trong đó cấp tỉnh 15 lượt, cơ sở 134 lượt.")
    assert [claim.part_of for claim in claims] == [None, 0, 0]
    claims = read("Trợ cấp 12 gia đình và 5 con đoàn viên (tổng số tiền 30 triệu đồng).")
    assert claims[2].covers == (0, 1)
    claims = read("Trợ cấp 12 gia đình (mỗi gia đình 3 triệu đồng).")
    assert claims[1].covers == ()


@pytest.mark.parametrize(
    ("text", "of", "measure"),
    [
        ("Số người thiếu việc giảm còn 764.200.", "764.200", "người"),
        ("Đầu mối giảm từ 19 xuống còn 9 đơn vị.", "19", "đơn vị"),
        ("Quản lý 4.533 đoàn viên, lao động.", "4.533 đoàn viên, lao động", "đoàn viên, lao động"),
        ("1 | Kết nạp đoàn viên | người | 612", "612", "người"),
        ("Hỗ trợ 40 triệu đồng/căn nhà.", "40 triệu đồng/căn nhà", "đồng/căn nhà"),
        ("Xây 20 “Mái ấm công đoàn”.", "20 “Mái ấm công đoàn”", "Mái ấm công đoàn"),
    ],
)
def test_the_unit_noun_is_that_of_the_text(text: str, of: str, measure: str) -> None:
    assert only(text, of).measure == measure


def test_what_bounds_a_figure_belongs_to_no_other() -> None:
    claims = read("Toàn ngành hiến được 0 hàng gần 12,5 người; có 8 ca, gần 12 người.")
    assert all(before.end <= after.start for before, after in pairwise(claims))
    assert [claim.text for claim in claims][-2:] == ["8 ca", "gần 12 người"]


_PIECES = [
    *("1", "2.247", "12,5", "%", "đồng", "đ", "triệu", "tỷ", "nghìn", "-", "/", "(", ")", "từ", "đến", "hơn", "gần"),
    *(
        "khoảng",
        "người",
        "đoàn viên",
        "một",
        "hai",
        "mươi",
        "trăm",
        "rưỡi",
        "năm",
        "2024",
        "tháng",
        "số",
        ".",
        ",",
        ";",
    ),
    *(
        "“",
        "”",
        '"',
        "hàng",
        "chục",
        "trong đó",
        "tổng",
        "mỗi suất",
        "trở lên",
        "|",
        "ảnh:",
        "tin liên quan",
        "e\u0301",
    ),
    *("\u200b", "\u00a0", "²", "٣", "İ", "ǅ"),
]
_TEXTS = st.one_of(
    st.text(),
    st.lists(st.sampled_from(_PIECES), max_size=60).map(" ".join),
    st.lists(st.sampled_from([*_PIECES, "\n", "\r\n", " "]), max_size=60).map("".join),
)


@settings(max_examples=300, deadline=None)
@given(_TEXTS)
def test_any_text_is_read_and_every_place_is_its_slice(text: str) -> None:
    for whole in (text, f"đoàn viên được ước {text}"):
        claims = read(whole)
        assert all(whole[claim.start : claim.end] == claim.text != "" for claim in claims)
        assert all(before.end <= after.start for before, after in pairwise(claims))
        for claim in claims:
            assert claim.low is not None or claim.high is not None
            assert claim.low is None or claim.high is None or claim.low <= claim.high


@pytest.mark.parametrize(
    "piece", ["1.", "123.", "(", "“", "1/", "12, ", "từ ", "1 triệu ", "a.", "\n", "mỗi suất 5 triệu đồng "]
)
def test_rubbish_is_read_in_time_that_grows_with_it(piece: str) -> None:
    """Each of these once took a rule minutes."""
    assert isinstance(read("đoàn viên được ước " * 40 + piece * 4000), list)
