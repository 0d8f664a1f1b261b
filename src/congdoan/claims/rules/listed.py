"""Sums in lists: `Tổng số tiền (triệu đồng): 1.850`, and its parts in the lines beneath, which are in its unit."""

import re

from congdoan.claims.rules.rows import unit_of

_LABEL = re.compile(r"\((?:đvt: ?|đơn vị(?: tính)?: ?)?([^()\n]{1,24})\) ?: ?(?P<number>\d[\d.,]*)?")
_ITEM = re.compile(r" *[-+*•] ?")
_OF_WHICH = re.compile(r" *(?:[-+] ?)?(?:trong đó|bao gồm|gồm|gồm có|cụ thể)(?: có)? ?:? *")
_ENDS = re.compile(r" ?[.;,]? *(?:\n|$)")
_LONGEST_LABEL, _MOST_ITEMS = 120, 12


def scale_in_list(text: str, start: int, end: int) -> int | None:
    """The scale of money in which the number at start..end stands alone behind its label; None where none is told."""
    begin = text.rfind("\n", max(0, start - _LONGEST_LABEL), start) + 1
    label = text[begin:start]
    if not label.rstrip().endswith(":") or not _ENDS.match(text, end):
        return None
    own = _LABEL.search(label)
    scale = unit_of(own[1].strip()) if own and own.end() == len(label) else None
    return scale if scale is not None or not _ITEM.match(label) else _scale_of_whole(text, begin)


def _scale_of_whole(text: str, begin: int) -> int | None:
    """The scale of the sum of which the items that end here are parts."""
    for _item in range(_MOST_ITEMS):
        if begin == 0:
            return None
        above = text.rfind("\n", 0, begin - 1) + 1
        line = text[above : begin - 1]
        if _OF_WHICH.fullmatch(line):
            whole = text[text.rfind("\n", 0, max(0, above - 1)) + 1 : max(0, above - 1)]
            told = _LABEL.search(whole)
            return unit_of(told[1].strip()) if told and told["number"] else None
        if not _ITEM.match(line) or len(line) > _LONGEST_LABEL:
            return None
        begin = above
    return None
