"""Periods as people write them, put into the spelling that the book reads."""

import re
from unicodedata import normalize

from django.utils.translation import gettext as _

from congdoan.base.period import UnknownPeriod, UnreadablePeriod
from congdoan.desk.context import read_day

_BETWEEN = re.compile(r"\s*(?:–|\.\.|\s-\s|\bđến\b)\s*", re.IGNORECASE)
_SAID = re.compile(r"^(?:từ|ngày|tháng|năm)\s+", re.IGNORECASE)
_OPENING = re.compile(r"^(?:từ\s+)?đầu\s+", re.IGNORECASE)
_CLOSING = re.compile(r"^(?:hết|cuối)\s+", re.IGNORECASE)
_MONTH = re.compile(r"(\d{1,2})/(\d{4})$")


def as_written(text: str) -> str:
    """`01/12/2023 – 31/05/2024`, `từ đầu năm 2008 đến hết tháng 5/2024`, `5/2024`; what is neither stays as it is."""
    ends = _BETWEEN.split(normalize("NFC", text.strip()))
    if len(ends) == 2:
        # A run begins with its first month or year and ends with its last: the words for that change nothing.
        ends = [_OPENING.sub("", ends[0]), _CLOSING.sub("", ends[1])]
    try:
        return "..".join(map(_end, ends))
    except ValueError:
        return text


def refused(text: str, error: UnknownPeriod) -> str:
    """Why a period is refused, with the ways of writing that pages offer, not those of the command line."""
    if not isinstance(error, UnreadablePeriod):
        return str(error)
    return _(
        "Kỳ “%(text)s” không đọc được; ngày phải có trong lịch. Viết như 10/01/2025 – 10/02/2025, 5/2024 hoặc từ năm "
        "2008 đến tháng 5/2024."
    ) % {"text": text}


def _end(text: str) -> str:
    while _SAID.match(text):
        text = _SAID.sub("", text)
    if text.count("/") == 2:
        return read_day(text).isoformat()
    month = _MONTH.match(text)
    return f"{month[2]}-{int(month[1]):02}" if month else text
