"""Captions without a mark: told by where they stand, between paragraphs of prose or beside another caption."""

import re
from collections.abc import Callable

from congdoan.claims.rules.lines import ENDS, Line, fits

# A paragraph of prose has at least so many letters and ends as sentences do; an item of a list so many more.
_SHORTEST_PROSE = 80
_SHORTEST_ITEM = 160
_SHORTEST_TOLD = 30
_SHORTEST_UNSPACED = 60
_FEWEST_LONG = 2
_LONGEST_BARE = 200
_LONGEST_BESIDE = 160
_LONGEST_HEADING = 60
# Captions that stand together, and lines of them set apart by empty lines.
_MOST_TOGETHER = 3
_MOST_CREDITED = 5
_PROSE_ENDS = (*ENDS, ")", ":", ";")
_TWO_SENTENCES = re.compile(r"(?:\D[.!?…]|\d[!?…]) ")
# A line says again what was said if it has so many words.
_FEWEST_AGAIN = 6
_AGAIN, _SENTENCE_AGAIN = 7, 4
_TOKEN = re.compile(r"\d[\d.,]*\d|\w+")
_LISTED = re.compile(r"[-+]|\d{1,2}[.)]|[a-h]\)")
_NUMBER = re.compile(r"\d")
_DASHES = ("- ", "+ ")
_BARE_BEGINS = re.compile(r"[^\W_]|[“\"(]")


class Captions:
    """The lines of a page, asked which of them are captions."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        # Where lines are broken by their width, or written without full stops, a missing one says nothing.
        empty = sum(not line.words for line in lines)
        self.is_spaced = empty * 3 >= len(lines) - empty
        long = self._ends_of_prose(_SHORTEST_PROSE)
        if len(long) < _FEWEST_LONG and self.is_spaced:
            long = self._ends_of_prose(_SHORTEST_TOLD)
        # What stands above the first paragraph and below the last is the head and the foot of the page.
        within = long[long.index(True) : len(long) - long[::-1].index(True)] if any(long) else []
        self.in_prose = len(within) > 1 and sum(within) * 5 >= len(within) * 4

    def _ends_of_prose(self, shortest: int) -> list[bool]:
        """Of each line of so many letters that may be prose, whether it ends as prose does."""
        return [
            line.words.endswith(_PROSE_ENDS)
            for line in self.lines
            if len(line.words) >= shortest and not _is_apart(line) and not fits(line, "lead")
        ]

    def has(self, place: int) -> bool:
        """Whether the line is a caption, or a heading between paragraphs, though nothing in it says so."""
        return bool(self.lines[place].words) and self._reads_as_one(place) and not is_brief(self.lines[place])

    def _reads_as_one(self, place: int) -> bool:
        return (
            self._is_shown(place)
            or self._is_by_credit(place)
            or self._is_last(place)
            or self._is_beside(place)
            or self._is_between(place)
            or self._is_above_heading(place)
            or self._is_in_last_block(place)
            or self._is_other_news(place)
            or self._is_set_in(place)
            or self._is_bulleted_alone(place)
            or self._is_slanted(place)
            or self._is_told_again(place)
        )

    def _is_shown(self, place: int) -> bool:
        """Whether a line is a paragraph by itself, below the first lines, that reads as a caption."""
        if place < 2:
            return False
        if self._is_named(place):
            return self._stands_in_prose(place, place) or self._closes_prose(place)
        is_alone = not (self._words(place - 1) or self._words(place + 1)) or self._is_among_captions(place)
        rule = fits(self.lines[place], "unmarked_caption") if is_alone or not self.is_spaced else None
        if rule is None:
            return False
        if "between" in rule.flags:
            return self._stands_in_prose(place, place)
        if not self._words(place).endswith("."):
            return is_alone or self._stands_in_prose(place, place)
        return is_alone and self._is_shorter(place)

    def _is_among_captions(self, place: int) -> bool:
        """Whether a line stands in a block of two or three between paragraphs, the others of which read as captions."""
        first, last = self._run(place, lambda near: bool(self._words(near)))
        others = [near for near in range(first, last + 1) if near != place]
        if not (0 < len(others) < _MOST_TOGETHER and self._stands_in_prose(first, last)):
            return False
        return all(self._is_wordy(near) or self._has(near, "unmarked_caption") for near in others)

    def _is_wordy(self, place: int) -> bool:
        """Whether a line that ends as no sentence does says more than a heading."""
        is_long = len(self._words(place)) >= _SHORTEST_TOLD
        return is_long and self._is_bare(place) and not self._is_head(place) and not self._has(place, "rubric")

    def _is_named(self, place: int) -> bool:
        """Whether a line names what is seen, and tells nothing."""
        is_free = len(self._words(place)) <= _LONGEST_BARE and place >= 0 and not self.lines[place].is_bulleted
        return is_free and self._has(place, "named_caption")

    def _is_shorter(self, place: int) -> bool:
        """Whether a sentence is no paragraph like those around it: where all are short it may be one of the text."""
        above, below = self._words(self._next(place, -1)), self._words(self._next(place, 1))
        return max(len(above), len(below)) >= _SHORTEST_PROSE

    def _closes_prose(self, place: int) -> bool:
        """Whether a line stands below the last paragraph: nothing follows but the byline, the site or other news."""
        if not (self.in_prose and self._is_prose(self._beyond(place, -1))):
            return False
        return self._is_end(place) or self._is_name(self._next(place, 1))

    def _is_by_credit(self, place: int) -> bool:
        """Whether the line below says only whose photograph it is; or the one above, of no other line."""
        if len(self._words(place)) > _LONGEST_BESIDE:
            return False
        below, above = self._next(place, 1), self._next(place, -1)
        if self._has(below, "credit"):
            return below == place + 1 or self._may_be_seen(place)
        if self._is_name(below):
            return self._may_be_seen(place) and self._is_below_prose(place)
        is_free = self._has(above, "credit") and self._is_below_prose(above)
        return is_free and self._may_be_seen(place) and (below < 0 or self._is_prose(below))

    def _is_last(self, place: int) -> bool:
        """Whether the last line of a text, below its paragraphs or its byline, shows a scene."""
        if len(self._words(place)) > _LONGEST_BESIDE or self._words(place - 1) or not self._is_end(place):
            return False
        above = self._next(place, -1)
        if self._has(above, "byline") and self._is_below_prose(above):
            return not _TWO_SENTENCES.search(self._words(place)) and not self._is_told(place)
        return self._is_prose(above) and self._may_be_seen(place) and self._has(place, "scene")

    def _is_in_last_block(self, place: int) -> bool:
        """Whether a line is one of two or more without full stops between the last paragraph and the byline.

        One of them shows a scene; none is an item, a heading of a part or a signature.
        """
        if not self._is_bare(place):
            return False
        first, last = self._run(place, lambda near: bool(self._words(near)))
        block = range(first, last + 1)
        above, below = self._next(first, -1), self._next(last, 1)
        if not (1 < len(block) <= _MOST_CREDITED and self._is_prose(above) and self._is_name(below)):
            return False
        is_bare = all(self._is_bare(near) and not self._has(near, "signature") for near in block)
        return is_bare and self._has(first, "scene")

    def _is_other_news(self, place: int) -> bool:
        """Whether a line is the summary of other news, begun by the mark of an agency, or the headline above it."""
        lead = place if self._is_later_lead(place) else self._next(place, 1)
        if not self._is_later_lead(lead):
            return False
        above = self._next(lead, -1)
        return place in {lead, above} and self._is_bare(above) and self._is_below_prose(above)

    def _is_later_lead(self, place: int) -> bool:
        """Whether a short line begins as the text itself does, beneath the first that does so: `(BLC) - ...`."""
        if not self._has(place, "lead") or len(self._words(place)) > _LONGEST_BARE:
            return False
        return any(self._has(near, "lead") for near in range(place))

    def _is_set_in(self, place: int) -> bool:
        """Whether a short line is indented between paragraphs that are not: what stands beneath a photograph."""
        if not self._is_indented(place):
            return False
        first, last = self._run(place, lambda near: not self._words(near) or self._is_indented(near))
        block = [near for near in range(first, last + 1) if self._words(near)]
        above, below = self._beyond(first, -1), self._beyond(last, 1)
        is_apart = not any(self.lines[near].is_indented for near in (above, below))
        return len(block) <= _MOST_TOGETHER and is_apart and self._stands_in_prose(first, last)

    def _is_bulleted_alone(self, place: int) -> bool:
        """Whether a line with a bullet stands alone beneath a caption, between paragraphs: a headline of other news."""
        line = self.lines[place]
        if not line.is_bulleted or len(line.words) > _LONGEST_BESIDE or line.words.endswith((*ENDS, ":", ";", ",")):
            return False
        is_told = self._has(place, "item") or self._has(place, "subheading")
        if is_told or self._words(place - 1) or self._words(place + 1):
            return False
        is_listed = self._words(self._beyond(place, -1)).endswith((":", ";"))
        return self._has(self._next(place, -1), "caption") and not is_listed and self._stands_in_prose(place, place)

    def _is_slanted(self, place: int) -> bool:
        """Whether a line in italics, without its full stop, shows a scene or names what is seen."""
        line = self.lines[place]
        if not line.is_slanted or len(line.words) > _LONGEST_BARE or line.words.endswith((*ENDS, ":", ";", ",")):
            return False
        return any(fits(line, table) for table in ("scene", "named_caption", "unmarked_caption"))

    def _is_told_again(self, place: int) -> bool:
        """Whether a line without its full stop says no more than the headline or the paragraph above has said."""
        if place < 2 or self._words(place - 1):
            return False
        if not self._may_be_seen(place):
            return self._is_sentence_again(place)
        told = _TOKEN.findall(self._words(place))
        if len(told) < _FEWEST_AGAIN or not any(each[0].isdigit() for each in told):
            return False
        above = self._beyond(place, -1)
        return self._is_prose(above) and any(_holds(self._words(near), told) for near in (0, above))

    def _is_sentence_again(self, place: int) -> bool:
        """Whether a sentence by itself shows a scene of which the long paragraph below tells the same."""
        words = self._words(place)
        if self._words(place + 1) or len(words) > _LONGEST_BARE or not words.endswith(".") or self._is_told(place):
            return False
        told, below = _TOKEN.findall(words), self._words(self._next(place, 1))
        if len(told) < _FEWEST_AGAIN or len(below) < max(_SHORTEST_ITEM, len(words) + _SHORTEST_PROSE):
            return False
        is_scene = not _TWO_SENTENCES.search(words) and self._has(place, "showing")
        return is_scene and self._stands_in_prose(place, place) and _holds(below, told, most=_SENTENCE_AGAIN)

    def _is_indented(self, place: int) -> bool:
        """Whether a line is indented and short, and reads as no sentence of a text: no item, no quotation."""
        line = self.lines[place]
        is_short = 0 < len(line.words) <= _LONGEST_BARE and not line.words.endswith((":", ";", ","))
        return line.is_indented and is_short and not line.words.startswith(("“", '"')) and not self._is_told(place)

    def _is_end(self, place: int) -> bool:
        """Whether nothing of the text follows: the end, what a site writes below, or other news."""
        below = self._next(place, 1)
        return below < 0 or any(fits(self.lines[below], table) for table in ("tail", "furniture"))

    def _may_be_seen(self, place: int) -> bool:
        """Whether a line ends as no sentence does, and is no item, heading or headline."""
        return not self._words(place).endswith((*ENDS, ":", ";", ",")) and not self._is_told(place)

    def _is_told(self, place: int) -> bool:
        line = self.lines[place]
        tables = ("headline", "subheading", "item", "resumes", "signature", "dated")
        return line.is_marked or "|" in line.words or any(fits(line, table) for table in tables)

    def _is_name(self, place: int) -> bool:
        """Whether a line is a name and no more."""
        return self._has(place, "byline") and not self._has(place, "no_byline")

    def _is_below_prose(self, place: int) -> bool:
        return self._is_prose(self._beyond(place, -1))

    def _has(self, place: int, table: str) -> bool:
        return place >= 0 and fits(self.lines[place], table) is not None

    def _next(self, place: int, step: int) -> int:
        """The next line with words, that way; -1 where there is none."""
        near = place + step
        while 0 <= near < len(self.lines) and not self.lines[near].words:
            near += step
        return near if 0 <= near < len(self.lines) else -1

    def _is_beside(self, place: int) -> bool:
        """Whether a line of one sentence stands in a block of two or three with a caption, set apart by empty lines."""
        words = self._words(place)
        if len(words) > _LONGEST_BESIDE or _TWO_SENTENCES.search(words):
            return False
        first, last = self._run(place, lambda near: bool(self._words(near)))
        if not self._stands_in_prose(place, place) and not self._is_credited(first, last):
            return False
        block = [near for near in range(first, last + 1) if near != place]
        most = _MOST_CREDITED if fits(self.lines[last], "caption") else _MOST_TOGETHER
        return 1 < last - first + 1 <= most and any(fits(self.lines[near], "caption") for near in block)

    def _is_credited(self, first: int, last: int) -> bool:
        """Whether a block between paragraphs, all short, ends with the line that says whose its photographs are."""
        short = all(len(self._words(near)) <= _LONGEST_BESIDE for near in range(first, last + 1))
        is_plain = not any(self._is_told(near) for near in range(first, last))
        return short and is_plain and self._has(last, "caption") and self._stands_in_prose(first, last)

    def _is_between(self, place: int) -> bool:
        """Whether a line that ends as no sentence does stands, alone or among its like, between paragraphs of prose."""
        if not self._is_bare(place):
            return False
        first, last = self._run(place, lambda near: not self._words(near) or self._is_bare_or_caption(near))
        block = [near for near in range(first, last + 1) if self._words(near)]
        is_apart = not self.is_spaced or not (self._words(block[0] - 1) or self._words(block[-1] + 1))
        heads = any(self._is_head(near) for near in block)
        return is_apart and not heads and len(block) <= _MOST_TOGETHER and self._stands_in_prose(first, last)

    def _is_above_heading(self, place: int) -> bool:
        """Whether a line by itself, that ends as no sentence does, stands between prose and the heading of more."""
        if not self._is_wordy(place) or self._words(place - 1) or self._words(place + 1):
            return False
        below = self._next(place, 1)
        is_short = 0 < len(self._words(below)) <= _LONGEST_HEADING and not _NUMBER.search(self._words(below))
        is_heading = below >= 0 and is_short and self._is_bare(below) and not self._words(below + 1)
        return is_heading and self._is_below_prose(place) and self._is_prose(self._next(below, 1))

    def _is_head(self, place: int) -> bool:
        """Whether a line is told as a sentence, or heads another text: its headline, its day, its writer."""
        line = self.lines[place]
        tables = ("byline", "headline", "subheading", "dated")
        return not (self._is_other_news(place) or fits(line, "caption")) and any(fits(line, table) for table in tables)

    def _is_bare_or_caption(self, place: int) -> bool:
        return self._is_bare(place) or (
            len(self._words(place)) <= _LONGEST_BARE and bool(fits(self.lines[place], "caption"))
        )

    def _is_bare(self, place: int) -> bool:
        line = self.lines[place]
        if not self.in_prose or not 0 < len(line.words) <= _LONGEST_BARE or "|" in line.words or line.is_marked:
            return False
        ends_sentence = line.words.endswith((*ENDS, ":", ";", ",")) or not _BARE_BEGINS.match(line.words)
        return not (ends_sentence or fits(line, "item") or fits(line, "resumes"))

    def _stands_in_prose(self, first: int, last: int) -> bool:
        """Whether paragraphs of prose stand above and below these lines, captions beside them and empty lines apart."""
        return self.in_prose and self._is_prose(self._beyond(first, -1)) and self._is_prose(self._beyond(last, 1))

    def _beyond(self, place: int, step: int) -> int:
        """The next line that is neither empty nor a caption, nor reads as one, nor is of the site."""
        near, passed = place + step, 0
        while 0 <= near < len(self.lines) and passed < _MOST_TOGETHER:
            if self._words(near):
                if not self._is_passed(near):
                    return near if self._is_prose(near) else -1
                passed += 1
            near += step
        return -1

    def _is_passed(self, place: int) -> bool:
        """Whether a line is a caption, or a short sentence that tells nothing of the work."""
        if self._has(place, "caption") or self._has(place, "furniture") or self._is_named(place):
            return True
        words = self._words(place)
        is_short = len(words) < _SHORTEST_PROSE and words.endswith(".")
        return is_short and not (self._has(place, "telling") or self._is_told(place))

    def _is_prose(self, place: int) -> bool:
        words = self._words(place)
        shortest = _SHORTEST_TOLD if self.is_spaced else _SHORTEST_UNSPACED
        if shortest <= len(words) < _SHORTEST_PROSE and words.endswith("."):
            is_other = self.lines[place].is_marked or "|" in words or self._has(place, "item")
            return self._has(place, "telling") and not is_other
        if len(words) < _SHORTEST_PROSE or not words.endswith(_PROSE_ENDS) or "|" in words:
            return False
        if len(words) >= _SHORTEST_ITEM or not self._has(place, "item"):
            return True
        return words.endswith(".") and not _LISTED.match(words) and self._has(place, "telling")

    def _run(self, place: int, belongs: Callable[[int], bool]) -> tuple[int, int]:
        """The first and the last of the lines around a place that belong to it, no more than a few either way."""
        first = last = place
        while first > 0 and place - first < 2 * _MOST_TOGETHER and belongs(first - 1):
            first -= 1
        while last + 1 < len(self.lines) and last - place < 2 * _MOST_TOGETHER and belongs(last + 1):
            last += 1
        return first, last

    def _words(self, place: int) -> str:
        return self.lines[place].words if 0 <= place < len(self.lines) else ""


def _holds(words: str, told: list[str], most: int = _AGAIN) -> bool:
    """Whether words hold all of those told but one in `most`, and every number."""
    have = set(_TOKEN.findall(words))
    missing = [each for each in told if each not in have]
    return len(missing) * most <= len(told) and not any(each[0].isdigit() for each in missing)


def is_brief(line: Line) -> bool:
    """Whether a line is an item of news in brief: its whole sentences tell of the work, though a credit ends it."""
    is_item = line.is_bulleted or line.has_icon
    return (is_item and fits(line, "bulleted_brief") is not None) or fits(line, "brief") is not None


def _is_apart(line: Line) -> bool:
    """Whether a line without its full stop is no torn paragraph: an item, a caption, or of the site."""
    words = line.words
    if words.endswith(_PROSE_ENDS):
        return False
    if line.is_bulleted or words.startswith(_DASHES):
        return True
    is_scene = len(words) <= _LONGEST_BESIDE and fits(line, "scene") is not None
    return is_scene or any(fits(line, table) for table in ("caption", "furniture"))
