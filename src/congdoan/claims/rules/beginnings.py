"""With what a pattern begins, read from the pattern itself: so a rule is tried there in a text, and nowhere else."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Beside letters a beginning is one of these: a digit, any sign or space, the start of a line.
DIGIT, SIGN, LINE = "0", "!", "\n"
# So many letters of a word are looked at.
LONGEST = 16
# A run of letters, of which the last is not one that may be missing or come again; any other single part.
_PART = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[^\W\d_]+(?![?*+{])|.", re.DOTALL)
_TIMES = re.compile(r"(?:(?:(?P<none>[?*]|\{0?,\d*\}|\{0\})|\+|\{\d+(?:,\d*)?\})[?+]?)?")
_ROUND = re.compile(r"\(\?<?[=!]")
_WITHIN = re.compile(r"\(\?m?:")
_SIGNS = re.compile(r"\\\W|[^\w\\.$]|\[(?:\\\W|[^\w\\^]|\^(?<!\[.))+\]")
_DIGITS = re.compile(r"\d|\\d|\[(?:\\d|\d-\d|\d)+\]")


@dataclass(frozen=True)
class _Begun:
    """What a part of a pattern begins with; None where that is not known.

    One that `may_be_empty` begins with what follows it; one `at_line` fits at the start of a line alone.
    """

    words: frozenset[str] | None
    may_be_empty: bool = False
    at_line: bool = False


_UNKNOWN, _NOTHING = _Begun(None), _Begun(frozenset(), may_be_empty=True)


def beginnings(pattern: str) -> frozenset[str] | None:
    """The letters with which all begins that a pattern fits, or `DIGIT`, `SIGN`, `LINE`; None for one of any sort.

    Letters are those of a word, or its first ones.
    """
    begun = _of_any(pattern)
    return None if begun.may_be_empty else begun.words


def first_letters(word: str) -> Iterator[str]:
    """What may be the beginning of a word: its first letter, its first two, and so on."""
    return (word[:end] for end in range(1, min(len(word), LONGEST) + 1))


def _of_any(pattern: str) -> _Begun:
    """What the alternatives of a pattern begin with."""
    each = [_of_one(alternative) for alternative in _alternatives(pattern)]
    words = [one.words for one in each if one.words is not None]
    return _Begun(
        frozenset().union(*words) if len(words) == len(each) else None,
        any(one.may_be_empty for one in each),
        all(one.at_line for one in each),
    )


def _of_one(pattern: str) -> _Begun:
    """What one alternative begins with: its parts in their order, up to the first that cannot be missing."""
    found: frozenset[str] = frozenset()
    at_line = False
    for part, may_be_missing in _parts(pattern):
        begun = _of_part(part)
        at_line = at_line or (begun.at_line and not may_be_missing and not found)
        words = None if begun.words is None else found | begun.words
        if at_line and (words is None or SIGN in words):
            return _Begun(frozenset({LINE}))
        if words is None or not (begun.may_be_empty or may_be_missing):
            return _Begun(words, at_line=at_line)
        found = words
    return _Begun(found, may_be_empty=True, at_line=at_line)


def _of_part(part: str) -> _Begun:
    if _ROUND.match(part) or part == r"\b":
        return _NOTHING
    if within := _WITHIN.match(part):
        return _of_any(part[within.end() : -1])
    if part == "^":
        return _Begun(frozenset(), may_be_empty=True, at_line=True)
    if _DIGITS.fullmatch(part):
        return _Begun(frozenset({DIGIT}))
    if _SIGNS.fullmatch(part):
        return _Begun(frozenset({SIGN}))
    return _Begun(frozenset({part.lower()[:LONGEST]})) if part.isalpha() else _UNKNOWN


def _parts(pattern: str) -> Iterator[tuple[str, bool]]:
    """The parts of an alternative, a group being one, and whether each may be missing."""
    place = 0
    while place < len(pattern):
        end = _end(pattern, place)
        times = _TIMES.match(pattern, end)
        assert times is not None
        yield pattern[place:end], times["none"] is not None
        place = times.end()


def _alternatives(pattern: str) -> Iterator[str]:
    """What stands between the bars of a pattern, those within its groups apart."""
    start = place = 0
    while place < len(pattern):
        if pattern[place] == "|":
            yield pattern[start:place]
            start = place + 1
        place = _end(pattern, place)
    yield pattern[start:]


def _end(pattern: str, place: int) -> int:
    """Where the part ends that begins here."""
    if pattern[place] != "(":
        part = _PART.match(pattern, place)
        assert part is not None
        return part.end()
    place += 1
    while pattern[place] != ")":
        place = _end(pattern, place)
    return place + 1
