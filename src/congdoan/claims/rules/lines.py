"""The lines of a page, and which rule of the layout a line fits."""

import re
from dataclasses import dataclass

from congdoan.claims.rules.grammar import Rule, rules
from congdoan.claims.rules.plain import Plain

# What ends a sentence.
ENDS = (".", "!", "?", "…", "”", '"')
_LINE = re.compile(r"(?m:^)[^\n]*")
_EDGES = " *#_•"
_MARKS = ("*", "#", "_", "•")
_BULLETS = ("•", "●", "▪", "■")
_END_MARKS = " .:…>»”|(+)!?-"


@dataclass(frozen=True)
class Line:
    """A line: its place, its words in lower case, the same with their capitals; how it begins.

    `is_marked` where a mark of lists began it, `is_bulleted` where that is a bullet; `is_indented` where more than one
    space did.
    """

    start: int
    end: int
    words: str
    cased: str
    is_marked: bool
    is_indented: bool = False
    is_bulleted: bool = False


def lines_of(plain: Plain) -> list[Line]:
    """The lines of a text, in their order."""
    return [_line(plain, found.start(), found.end()) for found in _LINE.finditer(plain.lower)]


def fits(line: Line, table: str, *, with_end_mark: bool = False) -> Rule | None:
    """The first rule of a table that the whole line fits, its end marks left off where that is asked for."""
    bare = line.words.rstrip(_END_MARKS) if with_end_mark else line.words
    is_ended = bare != line.words
    for rule in rules("layout", table):
        words = line.cased if "cased" in rule.flags else line.words
        if rule.pattern.fullmatch(words) or (is_ended and rule.pattern.fullmatch(bare)):
            return rule
    return None


def _line(plain: Plain, start: int, end: int) -> Line:
    lower, cased = plain.lower[start:end], plain.cased[start:end]
    is_marked = lower.lstrip().startswith(_MARKS)
    is_indented = lower.startswith(" ") and _is_wide(plain.text, plain.slice(start, start)[0])
    is_bulleted = lower.lstrip().startswith(_BULLETS)
    return Line(start, end, lower.strip(_EDGES), cased.strip(_EDGES), is_marked, is_indented, is_bulleted)


def _is_wide(text: str, place: int) -> bool:
    """Whether the space that begins here is a tab, or more than one."""
    return text.startswith("\t", place) or text[place : place + 2].isspace()
