"""Rows of tables: put together where each cell stands on its own line, and the unit that a cell tells of a number."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace

from congdoan.claims.rules.grammar import pattern
from congdoan.claims.rules.measures import measure_at
from congdoan.claims.rules.numerals import scale_at
from congdoan.claims.rules.plain import Plain

_LINE = re.compile(r"(?m:^)[^\n]*")
_NUMBER = re.compile(r" *(?:-|[+-]? ?\d[\d.,]*(?: ?%)?) *")
_NUMBERS_APART = re.compile(r"\n *\d[\d.,]* *\n *\n *\d[\d.,]*(?: ?%)? *(?:\n|$)")
_NUMBERS = re.compile(r"\n *\d[\d.,]* *\n *\d[\d.,]*(?: ?%)? *(?:\n|$)")
# The number of a part of a table is no name of a row.
_ROMAN = re.compile(r" *[ivx]+[.)]? *")
_NUMBERS_BELOW_NAMES = re.compile(r"\n *\d[\d.,]* *\n *[^\W\d_][^\n]*\n *\d[\d.,]* *(?:\n|$)")
_YEAR, _ONE = re.compile(r" *(?:19|20)\d\d *"), re.compile(r" *0?1 *")
_HAS_LETTER = re.compile(r"[^\W\d_]")
_DONG = pattern("[ .]*(?:{dong})?")
# The cells of a row before a number: the last that is none itself may be its unit.
_CELLS_BEFORE = re.compile(
    r"(?:[|\n]|^) ?([^|\n]{1,24}|[^|\n]{1,80}\([^()|\n]{1,24}\)) ?"
    r"[|](?: ?(?:-|[+-]? ?\d[\d.,]*(?: ?%)?)? ?[|])* ?[+-]?$"
)
_IN_BRACKETS = re.compile(r".*\((?:đvt: ?|đơn vị(?: tính)?: ?)?([^()]+)\) ?$")
_THOUSANDS = re.compile(r"1[.,]?000 ?(?:đ|đồng)")
_CELL_ENDS = re.compile(r" ?(?:[|\n]|$)")
_IN_PERCENT = re.compile(
    r"(?!.*\d ?%)(?=.*%).{1,60}"
    r"|(?:đạt )?t[ỷỉ] lệ(?: [^\W\d_]+){0,5}"
)
_WINDOW = 120
_SHORTEST_TABLE = 2
_LONGEST_HEAD = 30
# A table of names and numbers alone: so many numbers stand in each of its rows, and so many rows show it without heads.
_FEWEST_NUMBERS, _FEWEST_ALIKE = 2, 3
_LONGEST_NAME = 100
_SENTENCE_ENDS = (".", ";", ":", "!", "?")
# A table whose first column counts its rows, or names their years, has no more columns than these.
_COUNTING, _YEARLY = frozenset(("stt", "tt", "số tt")), frozenset(("năm", "năm học"))
_REMARKS = frozenset(("ghi chú", "chú thích"))
_MOST_COLUMNS, _LONGEST_CELL = 12, 160
_TOTAL = re.compile(r" *(?:tổng|cộng|tổng cộng|tổng số|toàn (?:tỉnh|ngành|huyện|xã|phường|thành phố)) *:? *")
# Where a table has but a column of numbers, its head says that it is one.
_OF_NUMBERS = re.compile(
    r"(?:số|tổng|kết quả|thực hiện|đạt|kinh phí|tiền|thành tiền|tỷ lệ|tỉ lệ|giá trị|mức)(?!\w)"
    r"(?! (?:truy cập|lượt|người (?:xem|đọc)))"
)
_RANKS = re.compile(
    r"(?:xếp |thứ )?hạng|vị thứ|xếp thứ|năm sinh|tuổi|mã(?: số)?(?: [^\W\d_]+)?|số thứ tự|số báo danh|sbd"
)
# So many lines around a table are looked at, and so many with words are read.
_NEAR, _BESIDE = 5, 2

Place = tuple[int, int]


def in_rows(plain: Plain) -> Plain:
    """The text with bars for line ends within the rows of a table that was flattened, cell below cell."""
    is_apart = not (_NUMBERS.search(plain.lower) or _NUMBERS_BELOW_NAMES.search(plain.lower))
    if is_apart and not _NUMBERS_APART.search(plain.lower):
        return plain
    lines = [found.span() for found in _LINE.finditer(plain.lower) if found[0].strip() or not is_apart]
    cells = [cell for first, last in _tables(plain.lower, lines) for cell in range(first, last)]
    ends = {place: "|" if place == lines[cell][1] else " " for cell in cells for place in _between(lines, cell)}
    return replace(plain, lower=_joined(plain.lower, ends), cased=_joined(plain.cased, ends)) if ends else plain


def _between(lines: list[Place], cell: int) -> range:
    """The places between a cell and the next one: the end of its line, and of the empty ones."""
    return range(lines[cell][1], lines[cell + 1][0])


def _joined(text: str, ends: dict[int, str]) -> str:
    return "".join(ends.get(place, char) for place, char in enumerate(text))


def _tables(lower: str, lines: list[Place]) -> Iterator[tuple[int, int]]:
    """The first and the last line of each row of tables with two rows or more, and of their heads."""
    table: list[tuple[int, int]] = []
    place = 0
    while place < len(lines):
        counted = _counted(lower, lines, place) if not table else []
        if counted:
            yield from counted
            place = counted[-1][1] + 1
            continue
        last = _row(lower, lines, place) or (_total(lower, lines, place) if table else None)
        alike = _alike(lower, lines, place) if last is None and not table else []
        if alike:
            yield from _with_head(lower, lines, alike)
            place = alike[-1][1] + 1
        elif last is None and not lower[slice(*lines[place])].strip():
            place += 1
        elif last is None:
            yield from _with_head(lower, lines, table)
            table, place = [], place + 1
        else:
            table.append((place, last))
            place = last + 1
    yield from _with_head(lower, lines, table)


def _with_head(lower: str, lines: list[Place], table: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The rows of a table, of two or more, below the lines that name its columns, where as many stand above it."""
    if len(table) < _SHORTEST_TABLE:
        return []
    head = _head(lower, lines, table[0])
    return [head, *table] if head else table


def _head(lower: str, lines: list[Place], row: tuple[int, int]) -> tuple[int, int] | None:
    """The first and the last line of the head of a table that begins with this row; None where none stands above it."""
    first, last = row
    above = range(2 * first - last - 1, first)
    named = above.start >= 0 and all(_is_head(lower, lines[line]) for line in above)
    return (above.start, first - 1) if named and _is_name(lower, lines[above.start]) else None


def _is_head(lower: str, line: Place) -> bool:
    written = lower[slice(*line)].strip()
    is_told = written == "%" or _is_name(lower, line) or bool(_YEAR.fullmatch(written))
    return 0 < len(written) <= _LONGEST_HEAD and "|" not in written and is_told


def _counted(lower: str, lines: list[Place], first: int) -> list[tuple[int, int]]:
    """The head and the rows of a table that begins here with `STT` or `Năm`: as many cells stand in each of them."""
    written = [lower[slice(*line)].strip(" .)") for line in lines[first : first + _MOST_COLUMNS + 1]]
    if written[0] not in _COUNTING | _YEARLY:
        return []
    is_yearly = written[0] in _YEARLY
    begins = _YEAR if is_yearly else _ONE
    width = next((place for place, cell in enumerate(written) if begins.fullmatch(cell)), 0)
    if width < _FEWEST_NUMBERS or not all(0 < len(cell) <= _LONGEST_NAME for cell in written[:width]):
        return []
    widths = (width, width - 1) if written[width - 1] in _REMARKS else (width,)
    return next((rows for each in widths if (rows := _rows_of(lower, lines, first, width, each))), [])


def _rows_of(lower: str, lines: list[Place], first: int, heads: int, width: int) -> list[tuple[int, int]]:
    """The head, of so many lines, and two rows of this width or more, whose first cells count on; else none."""
    rows, place = [(first, first + heads - 1)], first + heads
    number = _whole(lower, lines, place)
    steps = {1, -1} if lower[slice(*lines[first])].strip(" .") in _YEARLY else {1}
    while number is not None and place + width <= len(lines):
        if any(lines[cell][1] - lines[cell][0] > _LONGEST_CELL for cell in range(place, place + width)):
            break
        rows.append((place, place + width - 1))
        place += width
        following = _whole(lower, lines, place)
        if following is None or following - number not in steps:
            break
        number = following
    if place < len(lines) and _NUMBER.fullmatch(lower, *lines[place]):
        rows.pop()
    elif (last := _total(lower, lines, place)) is not None:
        rows.append((place, last))
    return rows if len(rows) > _SHORTEST_TABLE else []


def _whole(lower: str, lines: list[Place], place: int) -> int | None:
    written = lower[slice(*lines[place])].strip(" .)") if place < len(lines) else ""
    return int(written) if written.isdecimal() and len(written) <= len("2024") else None


def _total(lower: str, lines: list[Place], first: int) -> int | None:
    """The last line of the row of totals that begins here, if one does."""
    if first >= len(lines) or not _TOTAL.fullmatch(lower, *lines[first]):
        return None
    last = first
    while last + 1 < len(lines) and _NUMBER.fullmatch(lower, *lines[last + 1]):
        last += 1
    return last if last > first else None


def _alike(lower: str, lines: list[Place], first: int) -> list[tuple[int, int]]:
    """The rows of a name and as many numbers each that begin here; none of two where no head stands above them."""
    rows: list[tuple[int, int]] = []
    while first < len(lines) and _is_row_name(lower, lines[first]):
        last = first
        while last + 1 < len(lines) and _NUMBER.fullmatch(lower, *lines[last + 1]):
            last += 1
        if last == first or (rows and last - first != rows[0][1] - rows[0][0]):
            break
        if not rows and last - first < _FEWEST_NUMBERS and not _is_of_numbers(lower, lines, (first, last)):
            break
        rows.append((first, last))
        first = last + 1
    fewest = _SHORTEST_TABLE if rows and _head(lower, lines, rows[0]) else _FEWEST_ALIKE
    return rows if len(rows) >= fewest else []


def _is_of_numbers(lower: str, lines: list[Place], row: tuple[int, int]) -> bool:
    """Whether the head above a row of but one number says that its column is one of numbers."""
    head = _head(lower, lines, row)
    return head is not None and bool(_OF_NUMBERS.match(lower, _start(lower, lines[head[1]])))


def _start(lower: str, line: Place) -> int:
    """Where the first letter of a line stands."""
    return line[1] - len(lower[slice(*line)].lstrip())


def _is_row_name(lower: str, line: Place) -> bool:
    written = lower[slice(*line)].strip()
    return len(written) <= _LONGEST_NAME and _is_name(lower, line) and not written.endswith(_SENTENCE_ENDS)


def _row(lower: str, lines: list[Place], first: int) -> int | None:
    """The last line of the row that begins here: its number, a name, a unit, and numbers.

    A row with its number may tell its unit in brackets after the name, or none.
    """
    number = _number(lower, lines, first)
    name = first + 1 if number is not None else first
    if name + 2 >= len(lines) or not _is_name(lower, lines[name]) or _ROMAN.fullmatch(lower, *lines[name]):
        return None
    cells = name + 2 if _is_unit(lower, lines[name + 1]) else name + 1
    last = cells - 1
    while last + 1 < len(lines) and _NUMBER.fullmatch(lower, *lines[last + 1]):
        last += 1
    is_next = number is not None and last > cells and _number(lower, lines, last) == number + 1
    if is_next and last + 1 < len(lines) and _is_name(lower, lines[last + 1]):
        last -= 1
    is_row = last >= cells if cells == name + 2 else number is not None and last > cells
    return last if is_row else None


def _number(lower: str, lines: list[Place], place: int) -> int | None:
    written = lower[slice(*lines[place])].strip(" .)")
    return int(written) if written.isdecimal() and len(written) <= 3 else None


def _is_name(lower: str, line: Place) -> bool:
    return bool(_HAS_LETTER.search(lower, *line)) and "|" not in lower[slice(*line)]


def _is_unit(lower: str, line: Place) -> bool:
    """Whether a line holds a unit of measure and nothing else."""
    start, end = line
    noun = measure_at(lower, start)
    return bool(noun and not lower[noun.end : end].strip()) or unit_of(lower[start:end].strip()) is not None


def unit_of(cell: str) -> int | None:
    """The scale of a cell that tells a unit of money, `triệu đồng`; 0 for `%`, None for any other."""
    if cell == "%":
        return 0
    if _THOUSANDS.fullmatch(cell):
        return 1000
    scale, end = scale_at(cell, 0)
    return scale if (scale >= 1000 or end < len(cell)) and _DONG.fullmatch(cell, end) else None


def fills_cell(text: str, start: int, end: int) -> bool:
    """Whether what stands at start..end is all of its cell, and that is not the first of its row."""
    return bool(_CELL_ENDS.match(text, end)) and text[max(0, start - 3) : start].rstrip(" +-").endswith("|")


def unit_before(text: str, start: int, head: str) -> int | None:
    """The unit that its column's head or its row tells of the number that fills the cell at `start`.

    A column of percents has its own, not the row's.
    """
    if _IN_PERCENT.fullmatch(head):
        return 0
    headed = _IN_BRACKETS.match(head)
    scale = unit_of(headed[1].strip()) if headed else None
    cells = _CELLS_BEFORE.search(text[max(0, start - _WINDOW) : start])
    if scale is not None or cells is None:
        return scale
    in_brackets = _IN_BRACKETS.match(cells[1])
    return unit_of((in_brackets or cells)[1].strip())


def counted_before(text: str, start: int) -> tuple[int, str] | None:
    """The scale and the noun that the cell of its row tells of the number that fills the cell at `start`."""
    cells = _CELLS_BEFORE.search(text[max(0, start - _WINDOW) : start])
    if cells is None:
        return None
    told = (_IN_BRACKETS.match(cells[1]) or cells)[1].strip()
    scale, end = scale_at(told, 0)
    noun = measure_at(told, end) if scale > 1 else None
    return (scale, noun.noun) if noun and noun.end == len(told) else None


def cell_before(row: str) -> str:
    """The last cell of a row, as far as it is given, that is no number: the name of it, or its unit."""
    cells = _CELLS_BEFORE.search("|" + row)
    return cells[1].strip() if cells else ""


class Heads:
    """The heads of columns: of rows alike, one below another, the cells of the topmost."""

    def __init__(self, lower: str) -> None:
        self.lower = lower
        self.starts: list[int] = []
        self.tops: list[list[str]] = []
        # The topmost line of the table in which each line stands, and the lines beside such a table.
        self.firsts: list[int] = []
        self.beside: dict[int, tuple[list[str], list[str]]] = {}
        for line in _LINE.finditer(lower) if "|" in lower else ():
            cells = line[0].split("|")
            is_below = bool(self.tops) and self._is_below(cells)
            self.firsts.append(self.firsts[-1] if is_below else len(self.starts))
            self.starts.append(line.start())
            self.tops.append(self.tops[-1] if is_below else cells)

    def _is_below(self, cells: list[str]) -> bool:
        """Whether a row has as many cells as that above it; the last, of remarks, may be empty and left out."""
        heads = self.tops[-1]
        return len(heads) == len(cells) or (len(heads) == len(cells) + 1 and heads[-1].strip() in _REMARKS)

    def of(self, place: int) -> str:
        """The cell at the head of the column at a place; empty outside of tables, and in the head itself."""
        line = bisect_right(self.starts, place) - 1
        if line < 1 or len(self.tops[line]) == 1 or self.tops[line] is not self.tops[line - 1]:
            return ""
        return self.tops[line][self.lower.count("|", self.starts[line], place)].strip()

    def is_rank(self, text: str, start: int, end: int) -> bool:
        """Whether what stands at start..end fills a cell below a head that tells a place, a year or an age."""
        return fills_cell(text, start, end) and bool(_RANKS.fullmatch(self.of(start)))

    def above(self, place: int) -> list[str]:
        """The heads of the table that ends just above the row at a place; none where no table does."""
        line = bisect_right(self.starts, place) - 1
        return self.tops[line - 1] if line > 0 and len(self.tops[line - 1]) > 1 else []

    def row_before(self, place: int) -> str:
        """The row at a place, up to it."""
        return self.lower[self.starts[bisect_right(self.starts, place) - 1] : place] if self.starts else ""

    def around(self, place: int) -> tuple[list[str], list[str]]:
        """The nearest lines with words above and below the table at a place, two of each, the nearest first."""
        line = bisect_right(self.starts, place) - 1
        first = self.firsts[line]
        if first not in self.beside:
            last = bisect_right(self.firsts, first)
            above, below = range(first - 1, max(-1, first - 1 - _NEAR), -1), range(last, last + _NEAR)
            self.beside[first] = self._lines(above), self._lines(below)
        return self.beside[first]

    def _lines(self, places: range) -> list[str]:
        inside = [self.starts[place] for place in places if place < len(self.starts)]
        told = [line[0].strip() for start in inside if (line := _LINE.match(self.lower, start))]
        return [line for line in told if line][:_BESIDE]
