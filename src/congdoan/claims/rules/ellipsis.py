"""Ellipsis: a number whose noun is left out within its clause, for an earlier one has told it."""

import re

from congdoan.claims.rules.grammar import one_of, words

# `4 đề tài cấp tỉnh và 12 cấp cơ sở`: of another level.
_AT_LEVEL = re.compile(r" cấp (?:trung ương|quốc gia|bộ|ngành|tỉnh|thành phố|huyện|xã|phường|cơ sở|trên)(?!\w)")
_AT_LEVELS = re.compile(r"\d [^\W\d_][^.\n]* cấp [^.\d\n]*(?:,| và) $")
# `khen thưởng 60 người, 12 được tặng bằng khen`: what is done to some.
_TOLD_OF = re.compile(r" (?:đã|được|là|bị|đang|chưa|không)(?!\w)")
_EARLIER = re.compile(r"\d[^.\n]*[, ]$|(?:^|[.\n] ?)$")
# `trong đó 1.553 ở doanh nghiệp tư nhân`: a part by where it is.
_WHERE = re.compile(r" (?:ở|tại|thuộc)(?!\w)")
# `118 căn nhà (92 xây mới, 26 sửa chữa)`: how many of them were made so.
_MADE = re.compile(rf" {one_of(words('words', 'words', 'made'))}")
_BROKEN_DOWN = re.compile(
    r"\d [^\W\d_][^().\n]{0,80}"
    r"(?:\((?:trong đó |gồm |có )*|(?:, | )(?:trong đó|gồm)(?: có)? |\d+ [^\W\d_][^().\n]{0,40}(?:,| và) )$"
)
_PART_OF = re.compile(r"(?<!\w)(?:trong đó|trong số đó)(?: có)? $")
_DONE = one_of(words("words", "words", "dealt_with"))
# `nhận 9 đơn, đã giải quyết dứt điểm 8, chuyển 1`: what was done with them.
_DEALT_WITH = re.compile(
    rf"\d [^\W\d_][^.\n]*(?:[,;]| và) (?:đã |mới |cũng |còn )*{_DONE}(?:(?:, ?| và | hoặc ){_DONE})?"
    r"(?: (?:dứt điểm|xong|ngay|được|hết|kịp thời|trực tiếp))* $"
)

# `số còn lại (12) …`, `20% kế hoạch năm (1.500)`: how many these are.
_IN_BRACKETS = re.compile(
    r"(?<!\w)(?:số còn lại|(?:kế hoạch|chỉ tiêu|kh)(?: (?:cả )?(?:năm|quý|kỳ|nhiệm kỳ)| (?:được )?giao)*) \($"
)
_WAYS = (_AT_LEVEL, _AT_LEVELS), (_TOLD_OF, _EARLIER), (_WHERE, _PART_OF), (_MADE, _BROKEN_DOWN)


def is_told_before(before: str, text: str, end: int) -> bool:
    """Whether what follows a number that ends at `end` goes on with the noun told `before` it in its sentence."""
    return any(after.match(text, end) and told.search(before) for after, told in _WAYS)


def is_dealt_with(before: str) -> bool:
    """Whether a number that ends its clause tells what was done with some of those told `before` it."""
    return bool(_DEALT_WITH.search(before))


def is_told_in_brackets(before: str, text: str, end: int) -> bool:
    """Whether a number that ends at `end` stands alone in brackets, and tells how many the rest or the plan is."""
    return text.startswith(")", end) and bool(_IN_BRACKETS.search(before))
