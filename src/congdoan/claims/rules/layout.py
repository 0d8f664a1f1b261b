"""The lines of a page: which are the text, and which photographs, captions, furniture and other news."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from congdoan.claims.rules.captions import Captions, is_brief
from congdoan.claims.rules.chats import is_beside_messages, is_chat
from congdoan.claims.rules.closing import after_byline, below_byline, headline, is_byline, is_rubric
from congdoan.claims.rules.comments import is_comment
from congdoan.claims.rules.grammar import Rule
from congdoan.claims.rules.lines import ENDS, Line, fits, lines_of
from congdoan.claims.rules.plain import Plain

# A caption is a line or two; a paragraph beneath a photograph is text again.
_LONGEST_CAPTION = 350
_MOST_NUMBERS = 4
# A box of related headlines within an article ends where a paragraph begins.
_SHORTEST_PARAGRAPH = 160
_SHORTEST_SENTENCE = 60
_BOX_LINES = 6
_SHORTEST_NEWS = 4
_FEWEST_BRIEFS = 2
# The head of a page: its title, the day, and the title again, above the text.
_HEAD_LINES = 8
# So many letters of whole sentences above a heading of other news are the text; with fewer a paragraph may follow.
_SHORTEST_TEXT = 150
_SHORTEST_NOTE = 40
_NUMBER = re.compile(r"\d[\d.,]*")
_ITEM = re.compile(r"[-+] ?|\d{1,2}[.)/] ?|[^\w\s“\"(\[]")
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
    if is_chat(lines):
        yield from (Stretch(line.start, line.end, "furniture") for line in lines if is_beside_messages(line))
        return
    captions, others = Captions(lines), set(_above_title_again(lines))
    place, photographs, read = 0, 0, 0
    are_apart = not any(line.words and below.words for line, below in pairwise(lines))
    left: set[int] = set()
    briefs: set[int] = set()
    while place < len(lines):
        line = lines[place]
        tail = fits(line, "tail")
        if tail and not ("below" in tail.flags and read < _SHORTEST_TEXT):
            after = _after_tail(lines, place, tail, read)
            briefs |= _briefs(lines, after) if "brief" in tail.flags else set()
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
        photographs = photographs if line.words or are_apart else 0
        why, photographs = ("furniture", 0) if place in others else _kind(line, photographs, lines[place - 1 : place])
        if place not in briefs and (why or captions.has(place)):
            left.add(place)
            yield Stretch(line.start, line.end, why or "caption")
        else:
            read += len(line.words) if line.words.endswith(ENDS) or line.has_icon else 0
        place += 1


def body(text: str) -> str:
    """The text without other news."""
    plain = Plain.of(text)
    kept, place = [], 0
    for stretch in furniture(plain):
        if stretch.why == "tail":
            start, end = plain.slice(stretch.start, stretch.end)
            kept.append(text[place:start])
            place = end
    return "".join([*kept, text[place:]])


def _kind(line: Line, photographs: int, above: list[Line]) -> tuple[str, int]:
    """Why a line is left, or nothing; and beneath how many photographs without their words the next one stands."""
    if not line.words:
        return "", photographs
    if fits(line, "photograph"):
        return "caption", photographs + 1
    if len(line.words) <= _LONGEST_CAPTION and fits(line, "caption") and not is_brief(line):
        return "caption", max(0, photographs - 1)
    if photographs and _is_beneath(line, above):
        return "caption", photographs - 1
    return ("furniture" if fits(line, "furniture") else ""), 0


def _briefs(lines: list[Line], first: int) -> set[int]:
    """The items below a heading of news in brief; none where they are not two or more, told in whole sentences."""
    told: set[int] = set()
    for place in range(first, len(lines)):
        line = lines[place]
        is_item = line.words and (line.is_marked or line.is_bulleted or _ITEM.match(line.words))
        if line.words and not (is_brief(line) or (is_item and fits(line, "bulleted_brief"))):
            break
        told |= {place} if line.words else set()
    return told if len(told) >= _FEWEST_BRIEFS else set()


def _is_beneath(line: Line, above: list[Line]) -> bool:
    """Whether a line are the words to a photograph: the first beneath its name, or a short one beneath such words."""
    if any(fits(near, "photograph") for near in above):
        is_text = _is_paragraph(line) and len(_NUMBER.findall(line.words)) >= _MOST_NUMBERS
        return len(line.words) <= _LONGEST_CAPTION and not is_text
    if len(line.words) >= _SHORTEST_PARAGRAPH or fits(line, "headline"):
        return False
    # Where an empty line stands below each line, one may stand below a photograph too.
    is_told = above and not above[0].words and line.words.endswith(ENDS)
    return not is_told or _is_caption(line) or bool(fits(line, "scene") and not fits(line, "telling"))


def _after_tail(lines: list[Line], place: int, tail: Rule, read: int) -> int:
    """The line after other news that such a line heads, where so many letters were read before it.

    Items of a bulletin in brief are of the text. Above the text it is a box of headlines, which ends where the text
    begins; where nothing was read yet and no paragraph follows, the heading alone. Within the text it is one only if
    few headlines stand before a paragraph.
    """
    first = place + 1
    if "brief" in tail.flags and _briefs(lines, first):
        return first
    paragraph = _first(lines, first, _is_paragraph)
    if paragraph == len(lines) and read < _SHORTEST_NOTE:
        paragraph = _first(lines, first, _is_sentence)
        if paragraph == len(lines):
            return first
    if read >= _SHORTEST_TEXT:
        below = _below_box(lines, first, tail) if tail.flags & {"inline", "box"} else None
        if below is None and (paragraph == len(lines) or not _goes_on(lines, first, paragraph, tail)):
            return len(lines)
        paragraph = min(paragraph, below or paragraph)
        above = _set_apart(lines, first, paragraph)
        return above if fits(lines[above], "subheading") else paragraph
    if paragraph == len(lines):
        return paragraph
    listed = _after_list(lines, first)
    return listed if listed > first else min(headline(lines, first, paragraph), _set_apart(lines, first, paragraph))


def _first(lines: list[Line], first: int, wanted: Callable[[Line], bool]) -> int:
    """The first line from here on that is wanted; the end where none is."""
    return next((place for place in range(first, len(lines)) if wanted(lines[place])), len(lines))


def _below_box(lines: list[Line], first: int, tail: Rule) -> int | None:
    """The sentence with which a text goes on below a few headlines, shorter than a paragraph; None where it does not.

    Two sentences follow, or one that empty lines set apart from a box whose headlines adjoin their heading.
    """
    below = _first(lines, first, _is_sentence)
    above = [line for line in lines[first:below] if line.words]
    is_box = 0 < len(above) <= _BOX_LINES and all(_is_headline(line) and not fits(line, "dated") for line in above)
    if not is_box or below == len(lines):
        return None
    is_apart = not lines[below - 1].words and below - first == len(above) + 1 and not _words(lines, below + 1)
    next_one = _first(lines, below + 1, lambda line: bool(line.words) and not _is_caption(line))
    goes_on = next_one < len(lines) and _is_sentence(lines[next_one])
    is_text = (is_apart or goes_on) if "inline" in tail.flags else (is_apart and goes_on)
    return below if is_text else None


def _words(lines: list[Line], place: int) -> str:
    return lines[place].words if place < len(lines) else ""


def _is_caption(line: Line) -> bool:
    return any(fits(line, table) for table in ("caption", "named_caption", "unmarked_caption"))


def _above_title_again(lines: list[Line]) -> Iterator[int]:
    """Headlines of other texts: between the day of a text and its title, told again above the first sentence."""
    first = [place for place in range(len(lines)) if lines[place].words][:_HEAD_LINES]
    again = [place for place in first[2:] if lines[place].words == lines[first[0]].words]
    dated = [place for place in first[1:] if fits(lines[place], "dated")]
    if again and dated:
        yield from (place for place in range(dated[0] + 1, again[0]) if _is_headline(lines[place]))


def _is_headline(line: Line) -> bool:
    is_told = line.words.endswith((".", "…", ":", ";")) or len(line.words) >= _SHORTEST_PARAGRAPH
    return bool(line.words) and not is_told and "|" not in line.words


def _after_list(lines: list[Line], first: int) -> int:
    """The line after the headlines with dashes that begin here, sentences not among them."""
    after = first
    while after < len(lines) and _DASHED.match(lines[after].words) and not lines[after].words.endswith((".", ";")):
        after += 1
    return after


def _goes_on(lines: list[Line], first: int, paragraph: int, tail: Rule) -> bool:
    """Whether a paragraph beneath headlines is of the text above them."""
    above = [line for line in lines[first:paragraph] if line.words]
    if len(above) > _BOX_LINES or _are_summaries(lines, first):
        return False
    if "inline" in tail.flags:
        return True
    below = next((line for line in lines[paragraph + 1 :] if line.words), None)
    is_dated = any(fits(line, "dated") for line in above)
    return "box" in tail.flags and not is_dated and below is not None and _is_paragraph(below)


def _is_paragraph(line: Line) -> bool:
    return len(line.words) >= _SHORTEST_PARAGRAPH and line.words.endswith(ENDS)


def _is_sentence(line: Line) -> bool:
    """Whether a line tells of the work in a sentence that is shorter than most paragraphs."""
    return len(line.words) >= _SHORTEST_SENTENCE and line.words.endswith(ENDS) and fits(line, "telling") is not None


def _are_summaries(lines: list[Line], first: int) -> bool:
    """Whether other news follows to the end, without a byline: each headline, or the first, with its summary."""
    told: list[Line] = []
    for line in lines[first:]:
        if fits(line, "tail"):
            break
        if fits(line, "byline"):
            return False
        if line.words and not fits(line, "dated"):
            told.append(line)
    are_paragraphs = [_is_paragraph(line) for line in told]
    if len(told) < _SHORTEST_NEWS or not are_paragraphs[1] or are_paragraphs[0]:
        return False
    are_headlines = not any(line.words.endswith((".", ";")) for line in told[2:])
    return are_paragraphs == [bool(place % 2) for place in range(len(told))] or are_headlines


def _set_apart(lines: list[Line], first: int, paragraph: int) -> int:
    """The heading of a paragraph, set apart by empty lines from a box of headlines that adjoin; else the paragraph."""
    above = next((near for near in range(paragraph - 1, first, -1) if lines[near].words), paragraph)
    is_heading = bool(lines[first].words) and not lines[above - 1].words
    return above if is_heading else paragraph
