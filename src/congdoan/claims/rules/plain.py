"""The plain form of a text, in which it is read: composed, lower case, one sort of space and dash; with offsets."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

# Characters that say nothing: zero-width spaces and joiners, soft hyphens, marks of direction and of byte order.
_NOTHING = frozenset(
    "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)
_ALIKE = {
    **dict.fromkeys(
        "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t", " "
    ),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uff0d", "-"),
    **dict.fromkeys("“„‟«", "“"),
    **dict.fromkeys("”»″", "”"),
    **dict.fromkeys("‘’‚‛′", "'"),
    **dict.fromkeys("\u2028\u2029\u000b\u000c\u0085", "\n"),
    **dict.fromkeys("⁄∕", "/"),
    "％": "%",
}
_TABLE = str.maketrans(_ALIKE)
_SPECIAL = re.compile("[" + re.escape("".join(_NOTHING)) + "]|  ")
# Small letters, for a class of them: among those of Vietnamese the capitals stand in between.
SMALL = "a-z" + "".join(char for char in map(chr, range(0xDF, 0x1EFA)) if char.islower())
# A line broken by its width between a number and what it counts.
_WRAPPED = re.compile(rf"(?m:^)([^\n]{{30,}}\d)\n(?=[{SMALL}]+ )")
# A number torn apart by a space at its mark: `8. 914 đoàn viên`, `2 .476 .318 đồng`, `82, 5%`. A full stop before the
# space may also end a sentence, or an item's number; so the word before must be one that asks for a number.
_TORN = re.compile(
    r"[ \u00a0](?:(?=\.)(?<=\d.)(?=\.\d{3}(?!\d))|(?=\d)(?:(?<=\d\..)(?=\d{3}(?!\d))|(?<=\d,.)(?=\d ?%)))"
)
_ASKS = re.compile(
    r"(?<!\w)(?:cho|có|là|được|hơn|gần|trên|khoảng|với|gồm|đạt|nạp|tặng|trao|thu|chi|còn|tổng)[ \u00a0]\d{1,3}\.$", re.I
)
_LISTED = re.compile(r"\d ?%?,[ \u00a0]\d+,$")
_LONGEST_TORN = 20
# Tabs set cells apart where a line has two of them or a number beside one; else they are spaces.
_CELLS = re.compile(r"\t[^\t]+\t|\t ?\d|^\d+[.)]?\t")

# "uỷ" and "ủy", "hoà" and "hòa" are one word; here the mark stands on the first vowel, as in most texts.
_MARKS = "\u0300\u0301\u0303\u0309\u0323"


def _first_vowel_marked() -> dict[str, str]:
    """`oà` -> `òa`, for each pair of vowels, mark and case."""
    pairs: dict[str, str] = {}
    for first, seconds in (("u", "y"), ("o", "ae")):
        for second in seconds:
            for mark in _MARKS:
                late = unicodedata.normalize("NFC", second + mark)
                pairs[first + late] = unicodedata.normalize("NFC", first + mark) + second
    return pairs


_PAIRS = _first_vowel_marked()
_PAIR = re.compile(rf"(?<![qQ])(?:{'|'.join(_PAIRS)})(?!\w)")


@dataclass(frozen=True)
class Plain:
    """What is read, and where each of its characters stands in the text as it was given.

    `cased` is the same, character for character, with its capitals.
    """

    text: str
    lower: str
    cased: str
    offsets: tuple[int, ...] | None

    @classmethod
    def of(cls, text: str) -> "Plain":
        if unicodedata.is_normalized("NFC", text) and not _SPECIAL.search(text):
            composed, offsets = text, None
        else:
            composed, offsets = _composed(text)
        composed, offsets = _mended(composed, offsets)
        lined = composed.replace("\r\n", " \n").replace("\r", "\n")
        if "\t" in lined:
            lined = "\n".join(_celled(line) for line in lined.split("\n"))
        cased = _WRAPPED.sub(r"\1 ", lined.translate(_TABLE))
        return cls(text, _lowered(cased), cased, offsets)

    def slice(self, start: int, end: int) -> tuple[int, int]:
        """The offsets in the given text of what stands at start..end here."""
        if self.offsets is None:
            return start, end
        return self.offsets[start], self.offsets[end] if end == start else self._end(end)

    def _end(self, end: int) -> int:
        assert self.offsets is not None
        place = self.offsets[end]
        while place > 0 and self.text[place - 1] in _NOTHING:
            place -= 1
        return place

    @cached_property
    def is_vietnamese(self) -> bool:
        """Whether the letters of Vietnamese are among its letters; English and rubbish have none or few."""
        marks = len(self.lower.encode("utf-8", "replace")) - len(self.lower)
        return marks * 30 >= len(self.lower) > 0


def _celled(line: str) -> str:
    """A row of cells with bars between them instead of tabs."""
    inside = line.lstrip()
    lead = line[: len(line) - len(inside)]
    return lead + inside.replace("\t", "|") if _CELLS.search(inside) else line


def _composed(text: str) -> tuple[str, tuple[int, ...]]:
    """The text composed (NFC) without what says nothing, and where each character and the end stood."""
    chars: list[str] = []
    offsets: list[int] = []
    place = 0
    while place < len(text):
        start = place
        cluster = text[place]
        place += 1
        while place < len(text) and (unicodedata.combining(text[place]) or text[place] in _NOTHING):
            cluster += text[place]
            place += 1
        if cluster == " " and _is_doubled(chars, text, place):
            continue
        kept = unicodedata.normalize("NFC", "".join(char for char in cluster if char not in _NOTHING))
        chars.append(kept)
        offsets.extend([start] * len(kept))
    offsets.append(len(text))
    return "".join(chars), tuple(offsets)


def _mended(text: str, offsets: tuple[int, ...] | None) -> tuple[str, tuple[int, ...] | None]:
    """The text without the spaces that tear numbers apart, and its offsets without theirs."""
    torn = {found.start() for found in _TORN.finditer(text) if _is_torn(text, found.start())}
    if not torn:
        return text, offsets
    kept = [place for place in range(len(text)) if place not in torn]
    places = offsets or range(len(text) + 1)
    return "".join(text[place] for place in kept), tuple(places[place] for place in (*kept, len(text)))


def _is_torn(text: str, place: int) -> bool:
    """Whether a space at the mark of a number is a slip: after a full stop where a number is asked for, no list."""
    before = text[max(0, place - _LONGEST_TORN) : place]
    if before.endswith("."):
        return bool(_ASKS.search(before))
    return not (before.endswith(",") and _LISTED.search(before))


def _is_doubled(chars: list[str], text: str, place: int) -> bool:
    """Whether a space follows another and says no more; between digits two of them set columns apart."""
    if chars[-1:] != [" "]:
        return False
    before = next((char for char in reversed(chars[-2:]) if char != " "), "")
    return not (before.isdigit() and text[place : place + 1].isdigit())


def marked_alike(lower: str) -> str:
    """The same words with the mark on the first of two vowels."""
    return _PAIR.sub(lambda pair: _PAIRS[pair[0]], lower)


def _lowered(text: str) -> str:
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    return marked_alike(lower)
