"""Sums of money in tables: what a column's head, the line above or the words beneath tell of a bare number."""

import re
from collections.abc import Sequence
from decimal import Decimal

from congdoan.claims.rules.grammar import one_of, words
from congdoan.claims.rules.measures import measure_at
from congdoan.claims.rules.numerals import Numeral
from congdoan.claims.rules.rows import Heads, cell_before, fills_cell, unit_before, unit_of

# `Thành tiền`, `Kinh phí hỗ trợ`: so is a column of money called, or a row of it, though neither says in which unit.
_OF_MONEY = re.compile(
    rf"(?:(?:tổng|mức|phần|dự toán) )?{one_of(words('words', 'words', 'sums'))}"
    rf"(?: (?!{one_of(words('words', 'words', 'no_sums'))})[^\W\d_]+){{0,5}}(?: ?\([^()]*\))?:?"
)
_OF_OTHER = re.compile(
    r"(?:stt|tt|sl|số(?! (?:tiền|dư))|tỷ lệ|tỉ lệ|năm|ngày|mã|đvt|đơn vị|lượt|tổng số(?! tiền))(?!\w).*|.*%.*"
)
# `Đơn vị tính: nghìn đồng`, `(đồng)` above a table; `Bằng chữ: … đồng` beneath it.
_UNIT_ABOVE = re.compile(
    r"(?<!\w)(?:đvt|đv tính|đơn vị(?: tính| tiền)?)(?: là)? ?[:.] ?(?P<told>[^\W\d_]+(?: [^\W\d_]+)?)"
    r"|\((?:tính bằng )?(?P<bare>[^\W\d_]+(?: [^\W\d_]+)?)\)"
)
_WORDS_BELOW = re.compile(r"[(*]? ?(?:[^:\n]{1,40} )?(?:bằng|viết|thành) (?:bằng )?chữ ?:? .*(?<!\w)đồng(?!\w).*")
_TOTAL = re.compile(r"(?:tổng|cộng|tổng cộng|tổng số|tổng tiền|tổng số tiền|toàn bộ)(?: \([^()]*\))?:?")
_NUMBER_OF = re.compile(r"(?:tổng )?số(?: lượng)? ")
_PLANS = frozenset(("kế hoạch", "chỉ tiêu"))
_SMALLEST, _SMALLEST_IN_ROW = Decimal(10**5), Decimal(10**6)
_LARGEST = Decimal(10**14)


def scale_in_row(text: str, heads: Heads, numeral: Numeral) -> int | None:
    """The scale of a number that fills its cell, where a cell or a line beside its table tells a unit; 0 of percents.

    None where nothing says that it is money, or percent.
    """
    if not fills_cell(text, numeral.start, numeral.end):
        return None
    head = heads.of(numeral.start)
    scale = unit_before(text, numeral.start, head)
    if scale is not None or numeral.in_words:
        return scale
    row = cell_before(heads.row_before(numeral.start))
    if not head:
        return 1 if numeral.value >= _SMALLEST_IN_ROW and _is_total(row, heads.above(numeral.start)) else None
    if _OF_OTHER.fullmatch(head) or _is_counted(head) or _is_counted(row):
        return None
    return _scale_of_sum(numeral.value, head, row, *heads.around(numeral.start))


def _scale_of_sum(value: Decimal, head: str, row: str, above: Sequence[str], below: Sequence[str]) -> int | None:
    """The scale of a sum below this head in this row; `above` and `below` are the lines beside its table."""
    scale = next((told for line in above if (told := _unit_in(line))), None)
    is_of_money = bool(_OF_MONEY.fullmatch(head))
    is_row_of_money = bool(_OF_MONEY.fullmatch(row))
    if scale and scale > 1 and (is_of_money or is_row_of_money) and value * scale < _LARGEST:
        return scale
    is_told = is_of_money or scale == 1 or any(_WORDS_BELOW.fullmatch(line) for line in below)
    if value >= _SMALLEST and is_told:
        return 1
    return 1 if value >= _SMALLEST_IN_ROW and is_row_of_money else None


def _is_total(row: str, heads: Sequence[str]) -> bool:
    """Whether a row of fewer cells, its empty ones left out, is the total beneath a column of money."""
    return bool(_TOTAL.fullmatch(row)) and any(_OF_MONEY.fullmatch(head.strip()) for head in heads)


def _unit_in(line: str) -> int | None:
    told = _UNIT_ABOVE.search(line)
    return unit_of(told["told"] or told["bare"]) if told else None


def _is_counted(cell: str) -> bool:
    """Whether a cell is a unit noun, `Người`, or the number of one: `Số người được thăm`."""
    number = _NUMBER_OF.match(cell)
    noun = measure_at(cell, number.end() if number else 0)
    return noun is not None and (bool(number) or (noun.end == len(cell) and noun.noun not in _PLANS))
