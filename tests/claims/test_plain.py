"""The plain form: composed, without what says nothing, and back to the places in the text as it was given."""

import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congdoan.claims.rules import read
from congdoan.claims.rules.plain import Plain

TEXT = "Toàn ngành kết nạp 2.318 đoàn viên (đạt 115,9% kế hoạch)."


def _spread(text: str) -> str:
    """A zero-width space after every letter."""
    return "".join(char + "\u200b" for char in text)


@pytest.mark.parametrize(
    "written",
    [
        TEXT,
        unicodedata.normalize("NFD", TEXT),
        TEXT.replace(" ", "\u00a0"),
        "\ufeff" + TEXT,
        _spread(TEXT),
        _spread(unicodedata.normalize("NFD", TEXT)),
        TEXT.upper(),
        TEXT + "\r\n",
    ],
    ids=["plain", "decomposed", "no-break", "mark", "zero-width", "both", "capitals", "windows"],
)
def test_however_it_is_written_the_same_figures_are_read(written: str) -> None:
    claims = read(written)
    assert [(claim.role.value, claim.low) for claim in claims] == [("count", 2318), ("percent", Decimal("115.9"))]
    assert all(written[claim.start : claim.end] == claim.text for claim in claims)


def test_both_ways_to_set_the_mark_are_one_word() -> None:
    assert Plain.of("uỷ viên, hoà giải, thuỷ điện, khoẻ, quý").lower == "ủy viên, hòa giải, thủy điện, khỏe, quý"


def test_all_dashes_and_spaces_are_one() -> None:
    assert Plain.of("3\u2013\u20095\u00a0cuộc").lower == "3- 5 cuộc"


@given(st.text(max_size=200))
def test_places_lead_back_to_the_text(text: str) -> None:
    plain = Plain.of(text)
    assert len(plain.lower) == len(plain.cased)
    for start in range(0, len(plain.lower), 7):
        first, last = plain.slice(start, min(start + 5, len(plain.lower)))
        assert 0 <= first <= last <= len(text)


def test_english_is_not_taken_for_vietnamese() -> None:
    assert read("The union admitted 2,247 members, 468% of its plan, and paid 297 million dong.") == []
    assert read("") == []


def test_a_number_and_its_noun_are_read_across_the_end_of_a_line() -> None:
    lines = "6 tháng đầu năm 2024, toàn ngành kết nạp 2.318\nđoàn viên mới, thăm hỏi các gia đình với 297\ntriệu đồng."
    claims = read(lines)
    assert [(claim.role.value, claim.low) for claim in claims] == [
        ("count", Decimal(2318)),
        ("money", Decimal(297_000_000)),
    ]
    assert claims[0].text == "2.318\nđoàn viên"


def test_tabs_set_cells_apart() -> None:
    rows = "1\tKết nạp đoàn viên\tngười\t2.000\t318\n2\tThành lập CĐCS\tCĐCS\t20\t17"
    assert [claim.low for claim in read(rows)] == [2000, 318, 20, 17]
    assert [claim.low for claim in read("Các cấp đã kết nạp\tđược 12 đoàn viên")] == [12]


def test_a_unit_of_money_in_a_cell_is_that_of_the_numbers_beside_it() -> None:
    rows = (
        "1\tThu kinh phí\ttriệu đồng\t1.850\t1.702,5\t92%\n2\tQuỹ khuyến học\tđồng\t5.000.000\t-\n3\tGửi quỹ\t%\t70\t68"
    )
    assert [(claim.role.value, claim.low) for claim in read(rows)] == [
        ("money", Decimal(1_850_000_000)),
        ("money", Decimal(1_702_500_000)),
        ("percent", Decimal(92)),
        ("money", Decimal(5_000_000)),
        ("percent", Decimal(70)),
        ("percent", Decimal(68)),
    ]


def test_a_table_with_a_cell_on_each_line_is_read_in_rows() -> None:
    table = "STT\nNội dung\nĐơn vị tính\nKế hoạch\nThực hiện\n{}\n\nGhi chú: tính đến hết quý III."
    numbered = "1\nTrồng cây xanh\nCây\n900\n1.150\n2\nLớp học xóa mù\nLớp\n3\n4\n3\nQuỹ khuyến học\nTriệu đồng\n30\n45"
    bare = "Trồng cây xanh\nCây\n900\n1.150\nLớp học xóa mù\nLớp\n3\n4\nQuỹ khuyến học\nTriệu đồng\n30\n45"
    for rows in (numbered, bare):
        claims = read(table.format(rows))
        assert [claim.low for claim in claims] == [900, 1150, 3, 4, 30_000_000, 45_000_000]
        assert (claims[0].measure, claims[0].subject) == ("Cây", "Trồng cây xanh")


def test_rows_of_such_a_table_may_stand_apart() -> None:
    table = "STT\nDanh hiệu\nĐăng ký\nĐạt\n\n1\nLao động tiên tiến\n40\n39\n\n2\nChiến sĩ thi đua\n6\n5\n\nHết."
    assert [claim.text for claim in read(f"Kết quả thi đua của công đoàn trường\n\n{table}")] == ["40", "39", "6", "5"]


def test_so_may_its_cells() -> None:
    rows = "1\nTrồng cây xanh\nCây\n900\n1.150\n115,5%\n2\nLớp học xóa mù\nLớp\n3\n4\n133%"
    table = f"STT\nNội dung\nĐơn vị tính\nKế hoạch\nThực hiện\nTỷ lệ\n{rows}".replace("\n", "\n\n")
    claims = read(f"Kết quả phong trào của công đoàn trường\n\n{table}\n\nHết.")
    assert [claim.low for claim in claims] == [900, 1150, Decimal("115.5"), 3, 4, 133]
    assert claims[1].subject == "Trồng cây xanh"


def test_rows_of_names_and_numbers_alone_are_a_table_where_they_are_alike() -> None:
    table = "Khối\nSố tổ\nTốt\nKhá\nKhối nhà trẻ\n41\n30\n11\nKhối trạm xá\n18\n9\n9"
    claims = read(f"Xếp loại các khối của công đoàn xã\n{table}\n\nHết phần này.")
    assert [claim.text for claim in claims] == ["41", "30", "11", "18", "9", "9"]
    assert claims[0].subject == "Khối nhà trẻ"
    assert read("Trang\n12\n13\nMục lục\n14\n15\nNgười đọc: một mình") == []


def test_a_column_of_differences_is_read_without_its_signs() -> None:
    rows = "Thăm ốm (lượt)\n40\n52\n+12\nTiền thăm ốm (triệu đồng)\n20,5\n18\n-2,5"
    claims = read(f"So với năm trước của công đoàn xã\nNội dung\n2023\n2024\nTăng, giảm\n{rows}\nHết phần này.")
    assert [(claim.text, claim.role.value) for claim in claims] == [
        *(("40", "count"), ("52", "count"), ("12", "count")),
        *(("20,5", "money"), ("18", "money"), ("2,5", "money")),
    ]
    assert claims[-1].low == 2_500_000


@pytest.mark.parametrize("text", ["Trang\n12\n13\nMục lục", "Kết nạp\nNgười\n12\n13", "Lớp\n\n12\n13\nLớp\nHọc"])
def test_numbers_on_lines_of_their_own_are_no_table_without_two_rows(text: str) -> None:
    assert read(text) == []


def test_two_spaces_say_no_more_than_one_except_between_numbers() -> None:
    assert [claim.text for claim in read("Kết nạp  1.039   người mới")] == ["1.039   người"]
    assert [claim.low for claim in read("Số đoàn viên: 17  200 cơ sở có mặt")] == [200]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("gồm 3. 512 đoàn viên", "gồm 3.512 đoàn viên"),
        ("thu 1 .905 .300 đồng", "thu 1.905.300 đồng"),
        ("đạt 91, 5 %", "đạt 91,5 %"),
    ],
)
def test_a_number_torn_at_its_mark_is_put_together(written: str, meant: str) -> None:
    plain = Plain.of(written)
    assert plain.lower == meant
    assert plain.slice(0, len(meant)) == (0, len(written))


@pytest.mark.parametrize("text", ["khoản 3. 512 người dự", "80, 85, 9%", "1. 120 đoàn viên", "năm 2024. 120 đoàn viên"])
def test_numbers_that_only_stand_side_by_side_stay_apart(text: str) -> None:
    assert Plain.of(text).lower == text


@pytest.mark.parametrize("word", ["Đoàn viên", "Ở xã", "Ấm no", "Công đoàn"])
def test_a_line_that_begins_with_a_capital_stays_a_line(word: str) -> None:
    assert "\n" in Plain.of(f"Hội thi cán bộ công đoàn giỏi cụm số 3\n{word} đã họp").lower
    assert "\n" not in Plain.of(f"Hội thi cán bộ công đoàn giỏi có đến 3\n{word.lower()} đã họp").lower
