"""The words "một" and "năm": one and five, or an article and a year."""

import re
from decimal import Decimal

from congdoan.claims.rules.grammar import one_of, words
from congdoan.claims.rules.measures import measure_at
from congdoan.claims.rules.numerals import numeral_at


def _after(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){one_of(words('words', 'words', name))} $")


def _before(name: str) -> re.Pattern[str]:
    return re.compile(rf" {one_of(words('words', 'words', name))}")


PEOPLE = frozenset(words("measures", "measures", "people"))
_SENTENCE = 300
_GIVING, _GIFTS = _after("giving"), _before("gifts")
_BEFORE_FIVE, _AFTER_FIVE = _after("before_five"), _before("after_five")
_SENTENCE_BEGINS, _FIVE_FIRST = re.compile(r"(?:^|[.!?\n] ?)$"), _before("five_first")
_APPOINTING, _APPOINTED = _after("appointing"), _before("appointed")
# `một tập thể và hai cá nhân`: what is counted beside it.
_ALSO = re.compile(r"(?:,| và) (?=\d|(?:hai|ba|bốn|sáu|bảy|tám|chín|mười)(?!\w))")
# `Ba chị có sáng kiến, một chị được khen`: one of others told before.
_OTHERS = re.compile(r"(?:\d|(?<!\w)(?:hai|ba|bốn|sáu|bảy|tám|chín|mười)(?!\w))[^.\n]*, (?:và )?$")
_HAPPENS = re.compile(r" (?:được|bị|đạt|chết|mất tích)(?!\w)")


def is_number(text: str, start: int, end: int, value: Decimal) -> bool:
    """Whether the "một" or "năm" at start..end is a number: `trao một căn nhà`, `mở năm lớp`, `bầu một ủy viên`."""
    before = text[max(0, start - _SENTENCE) : start]
    if _GIVING.search(before) and _GIFTS.match(text, end):
        return True
    if value != 1:
        if _SENTENCE_BEGINS.search(before) and _FIVE_FIRST.match(text, end):
            return True
        return bool(_BEFORE_FIVE.search(before)) and bool(_AFTER_FIVE.match(text, end))
    if _APPOINTING.search(before) and _APPOINTED.match(text, end):
        return True
    noun = measure_at(text, end)
    if noun is None:
        return False
    also = _ALSO.match(text, noun.end)
    other = numeral_at(text, also.end()) if also else None
    if other and measure_at(text, other.end):
        return True
    return noun.noun in PEOPLE and bool(_OTHERS.search(before)) and bool(_HAPPENS.match(text, noun.end))
