"""Periods as people write them, put into the spelling that the book reads."""

import re

from congdoan.desk.context import read_day

_BETWEEN = re.compile(r"\s*(?:–|\.\.|\s-\s|\bđến\b)\s*")
_SAID = re.compile(r"^(?:từ|ngày|tháng|năm)\s+", re.IGNORECASE)
_MONTH = re.compile(r"(\d{1,2})/(\d{4})$")


def as_written(text: str) -> str:
    """`01/12/2023 – 31/05/2024`, `từ năm 2008 đến tháng 5/2024`, `5/2024`; what is neither stays as it is."""
    try:
        return "..".join(_end(end) for end in _BETWEEN.split(text.strip()))
    except ValueError:
        return text


def _end(text: str) -> str:
    while _SAID.match(text):
        text = _SAID.sub("", text)
    if text.count("/") == 2:
        return read_day(text).isoformat()
    month = _MONTH.match(text)
    return f"{month[2]}-{int(month[1]):02}" if month else text
