"""Vietnamese words folded and sorted, and numbers as officials write them."""

import unicodedata
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congdoan.base.text import fold, number, one_line, sort_key, visible, with_unit

# The order of a Vietnamese dictionary: the alphabet a ă â b c d đ e ê g h i k l m n o ô ơ p q r s t u ư v x y,
# and for the same letters the tones level, falling (huyền), dipping (hỏi), broken (ngã), rising (sắc), heavy (nặng).
ALPHABETICAL = """
    a à ả ã á ạ an án ang ao ăn ăng ẳng âm ấm ân ba bà bả bã bá bạ ban bàn bạn băng bằng bặng bâng
    ca cá cai can cang chi chị co cơ cu cư da dạ dân dung dũng đa đà đá đân đi điện đồng đơn
    e em ém ê ếch gà ghế gì giang gió ha hà hoa hòa hóa họa hô hồ hổ hỗ hố hộ hơn
    i ích ka kết la lan làn lãn lán lạn lăng lâm lê lễ lệ ma mà mả mã má mạ măng mân
    na ngà nghị nhà no nô nơ o ó oan ô ổ ơ ở pha qua quân ra rồng sa sơn ta tạ tâm thanh thành thảnh thạnh thăng thân
    tia to tô tơ tra trăng tu tú tư từ tử tứ tự u ủ ư ừ va vân vui vượng xa xuân y ý yên
"""
DICTIONARY = ALPHABETICAL.split()

PROVINCES = ["An Giang", "Bà Rịa", "Đà Nẵng", "Đắk Lắk", "Điện Biên", "Hà Giang", "Hà Nội", "Hà Tĩnh", "Hải Dương"]

LETTERS = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ "
WORDS = st.text(LETTERS + LETTERS.upper(), max_size=20)


@pytest.mark.parametrize(("word", "following"), list(pairwise(DICTIONARY)))
def test_each_word_stands_before_the_next_of_the_dictionary(word: str, following: str) -> None:
    assert sort_key(word) < sort_key(following)


def test_names_sort_by_the_alphabet_and_not_by_code_point() -> None:
    assert sorted(PROVINCES, key=sort_key) == PROVINCES
    assert sorted(PROVINCES) != PROVINCES


def test_letters_decide_before_tones() -> None:
    assert sorted(["bà mẹ", "ba ông", "ba bà", "bà an"], key=sort_key) == ["bà an", "ba bà", "bà mẹ", "ba ông"]


def test_a_shorter_name_stands_before_a_longer_one_that_begins_like_it() -> None:
    units = ["Công đoàn Y", "Công đoàn Y tế", "Công đoàn Y tế 2", "Công đoàn Yên Bái"]
    assert sorted(units, key=sort_key) == units


def test_digits_and_signs_stand_before_letters() -> None:
    assert sorted(["Tổ an", "Tổ 2", "Tổ 10", "Tổ - 1"], key=sort_key) == ["Tổ - 1", "Tổ 10", "Tổ 2", "Tổ an"]


@given(WORDS)
def test_letters_composed_or_not_large_or_small_are_the_same(word: str) -> None:
    for form in ("NFC", "NFD"):
        assert sort_key(unicodedata.normalize(form, word.upper())) == sort_key(word)
        assert fold(unicodedata.normalize(form, word.upper())) == fold(word)


@given(WORDS)
def test_a_key_sorts_under_plain_byte_order(word: str) -> None:
    assert set(sort_key(word)) <= set("0123456789 ")


@given(WORDS)
def test_folding_leaves_plain_letters_and_folding_again_changes_nothing(word: str) -> None:
    folded = fold(word)
    assert folded.isascii()
    assert folded == folded.lower() == fold(folded)
    assert "  " not in folded


@given(WORDS)
def test_equal_keys_fold_alike(word: str) -> None:
    assert len(fold(word)) == len(" ".join(word.split()))


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đỗ  Vân", "do van"),
        ("  LĐLĐ tỉnh Lào Cai ", "ldld tinh lao cai"),
        ("Giàng A Sử", "giang a su"),
        ("NGUYỄN THỊ ƯỚC", "nguyen thi uoc"),
        ("", ""),
    ],
)
def test_search_compares_without_marks(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (2247, 0, "2.247"),
        (0, 0, "0"),
        (999, 0, "999"),
        (1000, 0, "1.000"),
        (297_000_000, 0, "297.000.000"),
        (-4, 0, "−4"),
        (-1234567, 0, "−1.234.567"),
        (Decimal("468.125"), 1, "468,1"),
        (Decimal("468.15"), 1, "468,2"),
        (Decimal("0.25"), 1, "0,3"),
        (Decimal("-0.25"), 1, "−0,3"),
        (Decimal("2.5"), 0, "3"),
        (Decimal("3.5"), 0, "4"),
        (Decimal("-0.04"), 1, "0,0"),
        (Decimal("1234.5"), 2, "1.234,50"),
    ],
)
def test_numbers_are_written_as_officials_write_them(value: int | Decimal, decimals: int, text: str) -> None:
    assert number(value, decimals) == text


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "text"),
    [
        (297_000_000, "đồng", 0, "297.000.000\u00a0đ"),
        (Decimal("468.125"), "%", 1, "468,1\u00a0%"),
        (2247, "người", 0, "2.247\u00a0người"),
        (-4, "cuộc", 0, "−4\u00a0cuộc"),
    ],
)
def test_a_number_and_its_unit_are_never_parted_by_a_line_break(
    value: int | Decimal, unit: str, decimals: int, text: str
) -> None:
    assert with_unit(value, unit, decimals) == text


@given(st.integers(-(10**15), 10**15))
def test_a_number_written_can_be_read_again(value: int) -> None:
    assert int(number(value).replace(".", "").replace("−", "-")) == value


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Nguyễn\u200b Thị\u00a0Lan\ufeff", "Nguyễn Thị Lan"),
        ("\u202eLan\u202c Thị\u00ad Hoa", "Lan Thị Hoa"),
        (unicodedata.normalize("NFD", "Đỗ  Vân"), "Đỗ Vân"),
        (" Tổ\tmay\n2\x07 ", "Tổ may 2"),
        ("Lò Thị 🌸", "Lò Thị 🌸"),
        ("\u200b\u2060", ""),
    ],
)
def test_a_line_holds_what_is_seen_and_nothing_else(text: str, kept: str) -> None:
    assert one_line(text) == kept


@given(st.text())
def test_a_line_is_one_once_and_for_all(text: str) -> None:
    assert one_line(one_line(text)) == one_line(text)
    assert visible("a\nb\tc") == "a\nb\tc"
