"""Columns of a workbook, recognised by their headings in Vietnamese or English, in any order, on one row or two."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import override

from congdoan.base.text import fold
from congdoan.records.imports.rules.cells import text_of
from congdoan.records.imports.rules.opening import Cell, Refused, looks_like_tcvn3

LOOKED_AT = 25
"""The heading stands in one of so many first rows, beneath whatever titles there are."""
_PASSED_OVER = ("stt", "tt", "so tt", "no", "ghi chu cua so")


@dataclass(frozen=True)
class Column:
    """What a column holds: its key, how it is called, the other ways to call it, and the words to choose from.

    `parts` are the keys of two columns that tell the same together; also where they stand beneath one heading.
    """

    key: str
    label: str | Promise
    called: tuple[str, ...]
    required: bool = False
    choices: tuple[str, ...] = ()
    example: str = ""
    width: int = 16
    parts: tuple[str, ...] = ()

    def is_told(self, keys: Collection[str]) -> bool:
        """Whether it is among columns, by itself or by its parts."""
        return self.key in keys or (bool(self.parts) and set(self.parts) <= set(keys))


@dataclass(frozen=True)
class Words:
    """What headings mean: the key of each as it is compared, and the parts of those that may stand over two columns."""

    keys: Mapping[str, str]
    parts: Mapping[str, tuple[str, ...]]

    def are_headings(self, texts: Sequence[str]) -> bool:
        """Whether a row holds headings and nothing else."""
        told = [plain(text) for text in texts if text]
        return bool(told) and all(text in self.keys or text in _PASSED_OVER for text in told)


@dataclass(frozen=True)
class Heading:
    """Where the columns are: by place the key; the headings nobody knows; and the row after which the rows begin."""

    columns: Mapping[int, str]
    unknown: tuple[str, ...]
    rows_after: int
    labels: Mapping[int, str]


def plain(text: str) -> str:
    """A heading as it is compared: without marks, case, stars, brackets and what stands in them."""
    bare = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", fold(text))
    return " ".join(re.sub(r"[^a-z0-9%]+", " ", bare).split())


def recognise(rows: Sequence[Sequence[Cell]], columns: Sequence[Column]) -> Heading:
    """The heading of a sheet, and which column is which. Raises Refused, naming what is missing."""
    words = _words(columns)
    tried = list(enumerate(rows[:LOOKED_AT]))
    best: Heading | None = None
    for place, cells in tried:
        best = _better(best, _heading(_texts(cells), words, place + 1))
    for (place, upper), (_place, lower) in pairwise(tried):
        two = _heading(_two(_texts(upper), _texts(lower), words.keys), words, place + 2)
        is_second = best is not None and best.rows_after == place + 1 and words.are_headings(_texts(lower))
        best = _better(best, two, further=is_second)
    told = best.columns.values() if best else ()
    missing = [column for column in columns if column.required and not column.is_told(told)]
    if best is None or len(best.columns) < 2 or missing:
        raise Refused(_unrecognised(rows, best, missing))
    return best


def _words(columns: Sequence[Column]) -> Words:
    keys: dict[str, str] = {}
    for column in columns:
        with override(None):
            ours = str(column.label)  # a Vietnamese list is known on an English page too
        for word in (str(column.label), ours, column.key, *column.called):
            keys.setdefault(plain(word), column.key)
    return Words(keys, {column.key: column.parts for column in columns if column.parts})


def _unrecognised(rows: Sequence[Sequence[Cell]], best: Heading | None, missing: Sequence[Column]) -> str:
    written = " ".join(" ".join(_texts(cells)) for cells in rows[:LOOKED_AT])
    if looks_like_tcvn3(written):
        return _("Chữ trong file theo bảng mã cũ TCVN3 (phông .VnTime). Chuyển sang Unicode rồi gửi lại.")
    if best is None or len(best.columns) < 2:
        return _("Không thấy dòng tiêu đề cột. Tải mẫu của đơn vị, chép số liệu vào rồi gửi lại.")
    names = ", ".join(f"“{column.label}”" for column in missing)
    return _("Thiếu cột %(names)s. Thêm cột ấy, hoặc sửa tên cột cho đúng mẫu.") % {"names": names}


def _texts(cells: Sequence[Cell]) -> list[str]:
    return [cell.strip() if isinstance(cell, str) else text_of(cell) for cell in cells]


def _two(upper: Sequence[str], lower: Sequence[str], words: Mapping[str, str]) -> list[str]:
    """Two rows of a heading as one: the lower beneath its group, which stands above the first of them alone."""
    width = max(len(upper), len(lower))
    above = [*upper, *[""] * (width - len(upper))]
    below = [*lower, *[""] * (width - len(lower))]
    joined: list[str] = []
    group = ""
    for top, bottom in zip(above, below, strict=True):
        group = top or (group if bottom else "")
        both = f"{group} {bottom}".strip() if group != bottom else group
        joined.append(both if plain(both) in words else bottom if plain(bottom) in words else (top or both))
    return joined


def _heading(texts: Sequence[str], words: Words, rows_after: int) -> Heading:
    columns: dict[int, str] = {}
    unknown: list[str] = []
    for place, text in enumerate(texts):
        key = words.keys.get(plain(text), "")
        if key and key not in columns.values():
            columns[place] = key
        elif key in words.parts and columns.get(place - 1) == key:  # merged over two columns: each holds a part
            columns[place - 1], columns[place] = words.parts[key]
        elif text and plain(text) not in _PASSED_OVER:
            unknown.append(text)
    return Heading(columns, tuple(unknown), rows_after, {place: texts[place] for place in columns})


def _better(one: Heading | None, other: Heading, *, further: bool = False) -> Heading:
    """The one that tells more columns; where both tell as many, the other if it goes one row of headings `further`."""
    if one is None or len(other.columns) > len(one.columns):
        return other
    return other if further and len(other.columns) == len(one.columns) else one
