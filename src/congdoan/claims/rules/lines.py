"""The lines of a page, and which rule of the layout a line fits."""

import re
from dataclasses import dataclass, field
from unicodedata import category

from congdoan.claims.rules.beginnings import DIGIT, LINE, SIGN, first_letters
from congdoan.claims.rules.grammar import Rule, rules
from congdoan.claims.rules.plain import Plain

# What ends a sentence.
ENDS = (".", "!", "?", "…", "”", '"')
_SLANTED = re.compile(r" *([*_])(?![*_ ]).*(?<![*_ ])\1 *")
_FIRST = re.compile(r"[^\W\d_]+|\d")
_LINE = re.compile(r"(?m:^)[^\n]*")
_EDGES = " *#_•"
_MARKS = ("*", "#", "_", "•")
# Of such a category are the signs with which items begin: a diamond, a hand.
_ICON = "So"
_BULLETS = ("•", "●", "▪", "■")
# A line that fits this table may have marks behind it.
_MAY_END, _END_MARKS = "tail", " .:…>»”|(+)!?-"


@dataclass(frozen=True)
class Line:
    """A line: its place, its words in lower case, the same with their capitals; what it is `begun` with, and how.

    `is_marked` where a mark of lists began it, `is_bulleted` where that is a bullet, `has_icon` where a small picture
    did; `is_indented` where more than one space did; `is_slanted` where it is set in italics, as pages in Markdown are.
    Which rule of a table it fits is `known` once it was asked.
    """

    start: int
    end: int
    words: str
    cased: str
    is_marked: bool
    is_indented: bool = False
    is_bulleted: bool = False
    is_slanted: bool = False
    has_icon: bool = False
    begun: frozenset[str] = frozenset()
    known: dict[str, Rule | None] = field(default_factory=dict, compare=False, repr=False)


def lines_of(plain: Plain) -> list[Line]:
    """The lines of a text, in their order."""
    return [_line(plain, found.start(), found.end()) for found in _LINE.finditer(plain.lower)]


def fits(line: Line, table: str) -> Rule | None:
    """The first rule of a table that the whole line fits; one of tails with its end marks or without."""
    if table not in line.known:
        line.known[table] = _first_rule(line, table)
    return line.known[table]


def _first_rule(line: Line, table: str) -> Rule | None:
    bare = line.words.rstrip(_END_MARKS) if table == _MAY_END else line.words
    is_ended = bare != line.words
    for rule in rules("layout", table):
        if rule.beginnings is not None and rule.beginnings.isdisjoint(line.begun):
            continue
        words = line.cased if "cased" in rule.flags else line.words
        if rule.pattern.fullmatch(words) or (is_ended and rule.pattern.fullmatch(bare)):
            return rule
    return None


def _line(plain: Plain, start: int, end: int) -> Line:
    lower, cased = plain.lower[start:end], plain.cased[start:end]
    words = lower.strip(_EDGES)
    return Line(
        start,
        end,
        words,
        cased.strip(_EDGES),
        is_marked=lower.lstrip().startswith(_MARKS),
        is_indented=lower.startswith(" ") and _is_wide(plain.text, plain.slice(start, start)[0]),
        is_bulleted=lower.lstrip().startswith(_BULLETS),
        is_slanted=_SLANTED.fullmatch(lower) is not None,
        has_icon=bool(words) and category(words[0]) == _ICON,
        begun=_begun(words),
    )


def _begun(words: str) -> frozenset[str]:
    """With what a line begins, as rules begin: letters, a digit or a sign."""
    first = _FIRST.match(words)
    letters = first_letters(first[0]) if first and first[0].isalpha() else (DIGIT if first else SIGN,)
    return frozenset((LINE, *letters))


def _is_wide(text: str, place: int) -> bool:
    """Whether the space that begins here is a tab, or more than one."""
    return text.startswith("\t", place) or text[place : place + 2].isspace()
