"""Fractions: the whole that follows a part, `474/577`, `2 trong số 7`, `3 trong 4`, `40 trên 72`, `một phần ba`."""

import re
from decimal import Decimal

from congdoan.claims.rules.numerals import Numeral, numeral_at, sensible_at

_OUT_OF = re.compile(r" ?/ ?(?=\d)")
_AMONG = re.compile(
    r" trong (?:(?=\d)|(?:tổng )?số (?=\d|(?:hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)(?!\w)))"
    r"| trên (?:tổng )?(?:số )?(?=\d)"
)
_WORDS_ON = re.compile(r" trên (?=(?:hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)(?!\w))")
_IN_WORDS = re.compile(r" phần (?P<whole>hai|ba|tư|bốn|năm(?! (?:qua|nay|ngoái|trước|\d))|sáu|bảy|tám|chín|mười)(?!\w)")
_MOST_PARTS = 10


def whole_at(text: str, part: Numeral) -> Numeral | None:
    """The whole of which the numeral before is told as a part; None where it is told of none."""
    slash = _OUT_OF.match(text, part.end)
    if slash:
        return sensible_at(text, slash.end())
    among = _AMONG.match(text, part.end) or (part.in_words and _WORDS_ON.match(text, part.end))
    whole = sensible_at(text, among.end()) if among else in_words(text, part)
    return whole if whole and part.value <= whole.value else None


def in_words(text: str, part: Numeral) -> Numeral | None:
    """The whole in words: `ba phần tư`, never `phần trăm`."""
    told = _IN_WORDS.match(text, part.end)
    if not told or not part.in_words or part.value >= _MOST_PARTS:
        return None
    if told["whole"] == "tư":
        return Numeral(told.start("whole"), told.end(), Decimal(4), Decimal(4), 1, in_words=True)
    return numeral_at(text, told.start("whole"))
