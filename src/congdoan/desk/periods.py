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
_QUARTER = re.compile(r"quý\s+(i{1,3}|iv|[1-4])(?:\s*/\s*|\s+năm\s+)(\d{4})", re.IGNORECASE)
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_MONTHS = re.compile(r"(6 tháng đầu|6 tháng cuối|9 tháng(?: đầu)?)\s+năm\s+(\d{4})", re.IGNORECASE)
_SCHOOL_YEAR = re.compile(r"năm\s+học\s+(\d{4})\s*[–/-]\s*(\d{4})", re.IGNORECASE)


def as_written(text: str) -> str:
    """`01/12/2023 – 31/05/2024`, `từ đầu năm 2008 đến hết tháng 5/2024`, `5/2024`; what is neither stays as it is.

    So are the names that pages and reports call periods by: `quý IV năm 2025`, `6 tháng đầu năm 2024`.
    """
    if named := _named(" ".join(normalize("NFC", text).split())):
        return named
    ends = _BETWEEN.split(normalize("NFC", text.strip()))
    if len(ends) == 2:
        # A run begins with its first month or year and ends with its last: the words for that change nothing.
        ends = [_OPENING.sub("", ends[0]), _CLOSING.sub("", ends[1])]
    try:
        return "..".join(map(_end, ends))
    except ValueError:
        return text


def _named(text: str) -> str:
    """A quarter, six or nine months or a school year by its name; empty for what is none."""
    if quarter := _QUARTER.fullmatch(text):
        said = quarter[1].lower()
        return f"{quarter[2]}-Q{_QUARTERS.get(said, said)}"
    if months := _MONTHS.fullmatch(text):
        said = months[1].lower()
        return f"{months[2]}-" + ("9M" if said.startswith("9") else "H1" if said.endswith("đầu") else "H2")
    if years := _SCHOOL_YEAR.fullmatch(text):
        return f"{years[1]}/{years[2]}"
    return ""


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
