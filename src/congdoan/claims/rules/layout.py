"""The lines of a page: which are the text, and which photographs, captions, furniture and other news."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from congdoan.claims.rules.captions import Captions
from congdoan.claims.rules.closing import after_byline, below_byline, headline, is_byline, is_rubric
from congdoan.claims.rules.comments import is_comment
from congdoan.claims.rules.lines import ENDS, Line, fits, lines_of
from congdoan.claims.rules.plain import Plain

# A caption is a line or two; a paragraph beneath a photograph is text again.
_LONGEST_CAPTION = 350
# A box of related headlines within an article ends where a paragraph begins.
_SHORTEST_PARAGRAPH = 160
_BOX_LINES = 6
# So many letters of whole sentences above a heading of other news are the text; with fewer a paragraph may follow.
_SHORTEST_TEXT = 150
_SHORTEST_NOTE = 40
_DASHED = re.compile(r"[-+·] ?\w")


@dataclass(frozen=True)
class Stretch:
    """A part of the text that is left, and why."""

    start: int
    end: int
    why: str


def furniture(plain: Plain) -> Iterator[Stretch]:
    """The lines that are no part of the text, in their order."""
    lines = lines_of(plain)
    captions = Captions(lines)
    place, beneath_photograph, read = 0, False, 0
    left: set[int] = set()
    while place < len(lines):
        line = lines[place]
        tail = fits(line, "tail", with_end_mark=True)
        if tail and not ("below" in tail.flags and read < _SHORTEST_TEXT):
            after = _after_tail(lines, place, is_inline="inline" in tail.flags, read=read)
            yield Stretch(line.start, lines[after - 1].end, "tail")
            place = after
            continue
        if read >= _SHORTEST_TEXT and (is_comment(lines, place) or is_rubric(lines, place)):
            yield Stretch(line.start, lines[-1].end, "tail")
            return
        if read >= _SHORTEST_TEXT and is_byline(lines, place, left):
            below, place = below_byline(lines, place), after_byline(lines, place)
            if place > below:
                yield Stretch(lines[below].start, lines[place - 1].end, "tail")
            continue
        why, beneath_photograph = _kind(line, beneath_photograph)
        if why or captions.has(place):
            left.add(place)
            yield Stretch(line.start, line.end, why or "caption")
        else:
            read += len(line.words) if line.words.endswith(ENDS) else 0
        place += 1


def body(text: str) -> str:
    """The text above the first line of other news."""
    plain = Plain.of(text)
    tail = next((stretch.start for stretch in furniture(plain) if stretch.why == "tail"), len(plain.lower))
    return text[: plain.slice(tail, tail)[0]]


def _kind(line: Line, beneath_photograph: bool) -> tuple[str, bool]:
    """Why a line is left, or nothing; and whether the next one stands beneath a photograph."""
    if not line.words:
        return "", False
    if fits(line, "photograph"):
        return "caption", True
    if len(line.words) <= _LONGEST_CAPTION and (beneath_photograph or fits(line, "caption")):
        return "caption", False
    return ("furniture" if fits(line, "furniture") else ""), False


def _after_tail(lines: list[Line], place: int, *, is_inline: bool, read: int) -> int:
    """The line after other news, where so many letters were read before it.

    Above the text it is a box of headlines, which ends where the text begins; where nothing was read yet and no
    paragraph follows, the heading alone.
    """
    if read < _SHORTEST_TEXT:
        after = _after_box(lines, place, most=len(lines))
        if after == len(lines):
            return place + 1 if read < _SHORTEST_NOTE else after
        listed = _after_list(lines, place + 1)
        return listed if listed > place + 1 else after
    return _after_box(lines, place, most=_BOX_LINES) if is_inline else len(lines)


def _after_list(lines: list[Line], first: int) -> int:
    """The line after the headlines with dashes that begin here, sentences not among them."""
    after = first
    while after < len(lines) and _DASHED.match(lines[after].words) and not lines[after].words.endswith((".", ";")):
        after += 1
    return after


def _after_box(lines: list[Line], place: int, *, most: int) -> int:
    """The line after a box of headlines: the next paragraph; the end where none follows, or only after too many."""
    headlines = 0
    for after in range(place + 1, len(lines)):
        words = lines[after].words
        if len(words) >= _SHORTEST_PARAGRAPH and words[-1] in ".!?…":
            return headline(lines, place + 1, after) if headlines <= most else len(lines)
        headlines += bool(words)
    return len(lines)
