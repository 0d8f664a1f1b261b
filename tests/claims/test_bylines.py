"""Where a text ends: at its byline, unless it goes on beneath."""

import pytest
from tests.claims.pages import BODY, OWN, TAIL, figures


@pytest.mark.parametrize(
    "byline",
    [
        *("P.V", "Nhóm PV", "BBT", "L. SEN", "G.Páo - L.Sen", "Lò Thị Sen", "GIÀNG PÁO", "Tẩn Mẩy – UBKT"),
        *("Tin, ảnh: Lò Sen", "Thư ký: Lò Sen - 11A1", "Thực hiện: Lò Sen", "(Theo Báo Lào Cai)", "Nguồn: Báo Lào Cai"),
    ],
)
def test_what_follows_the_byline_is_of_the_page(byline: str) -> None:
    assert figures(f"{BODY}\n\n{byline}\n\n{TAIL}") == OWN
    assert figures(f"{BODY}\n\n{byline}\n04/03/2024 - 10:20\n\nThông tin nhanh\n{TAIL}") == OWN


@pytest.mark.parametrize("byline", ["P.V", "Lò Thị Sen", "Nguồn: Báo Lào Cai"])
def test_a_text_goes_on_beneath_its_byline_with_a_whole_sentence(byline: str) -> None:
    assert figures(f"{BODY}\n\n{byline}\n\n{BODY}") == OWN + OWN
    assert figures(f"{BODY}\n\n{byline}\n\nThêm 20 căn nhà\n\n{BODY}") == [*OWN, "20 căn nhà", *OWN]
    assert figures(f"{BODY}\n\n{byline}\nTặng 9 xe đạp\nThêm 20 căn nhà\n12/6/2024\n{BODY}") == [
        *OWN,
        "20 căn nhà",
        *OWN,
    ]


@pytest.mark.parametrize("byline", ["P.V", "Lò Thị Sen"])
def test_an_appendix_beneath_a_byline_is_read(byline: str) -> None:
    assert figures(f"{BODY}\n\n{byline}\n\nPHỤ LỤC\nKết nạp 30 đoàn viên") == [*OWN, "30 đoàn viên"]
    table = "TT | Chỉ tiêu | Kết quả\n1 | Kết nạp đoàn viên | 318"
    assert figures(f"{BODY}\n\n{byline}\n\n{table}") == [*OWN, "318"]


def test_a_list_beneath_a_mere_name_is_read() -> None:
    assert figures(f"{BODY}\n\nNậm Pung\n- Kết nạp 30 đoàn viên") == [*OWN, "30 đoàn viên"]


def test_a_place_that_heads_its_part_is_no_byline() -> None:
    page = f"{BODY}\n\nNậm Pung\nToàn xã kết nạp 30 đoàn viên ở 4 tổ công đoàn.\nTrao 9 suất quà"
    assert figures(page) == [*OWN, "30 đoàn viên", "4 tổ công đoàn", "9 suất quà"]


@pytest.mark.parametrize("heading", ["KẾT QUẢ", "Tháng Công Nhân", "TM. UBKT", "A. THU"])
def test_a_heading_in_capitals_is_no_byline(heading: str) -> None:
    assert figures(f"{BODY}\n\n{heading}\n\nKết nạp 30 đoàn viên") == [*OWN, "30 đoàn viên"]


def test_the_name_beneath_a_signature_is_no_byline() -> None:
    page = f"{BODY}\n\nTM. BAN THƯỜNG VỤ\nCHỦ TỊCH\n(Đã ký)\n\nLò Thị Sen\n\nKết nạp 30 đoàn viên"
    assert figures(page) == [*OWN, "30 đoàn viên"]


def test_a_byline_above_the_text_takes_nothing() -> None:
    assert figures(f"Thêm 20 căn nhà\nLò Thị Sen\nKết nạp 30 đoàn viên\n\n{BODY}") == [
        "20 căn nhà",
        "30 đoàn viên",
        *OWN,
    ]


def test_headlines_below_the_byline_are_left_though_the_last_has_a_full_stop() -> None:
    page = f"{BODY}\n\nLò Sen\n\nTrao 20 suất quà\nThêm 30 căn nhà\nCông ty khánh thành phòng trị giá 60 triệu đồng."
    assert figures(f"{page}\n\nCó thể bạn quan tâm\nThêm 20 xe") == OWN


@pytest.mark.parametrize("line", ["Thực hiện: Ban Nữ công", "Tổng hợp", "Tác giả"])
def test_a_plan_goes_on_beneath_who_carries_it_out(line: str) -> None:
    page = f"{BODY}\n\n1. Phiên chợ\n{line}\nQuy mô: 30 gian hàng\nKinh phí: 250 triệu đồng"
    assert figures(page) == [*OWN, "30 gian hàng", "250 triệu đồng"]
