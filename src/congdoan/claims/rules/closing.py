"""Where an article ends: at its byline, after which a page has furniture, unless the text goes on."""

from collections.abc import Container
from itertools import takewhile

from congdoan.claims.rules.lines import ENDS, Line, fits

# Letters of a sentence so long that it is of the text, and no headline or comment; a mere name may head a short one.
_SHORTEST_SENTENCE = 120
_SHORTEST_BELOW_NAME = 40
_SHORTEST_ABOVE_RUBRIC = 80
_SIGNATURE_LINES = 6
_HEADING_LINES = 2
_SHORTEST_ROW = 2
_SHORTEST_HEADLINES = 2


def is_byline(lines: list[Line], place: int, left: Container[int]) -> bool:
    """Whether a line says who wrote the text above it, of which the lines `left` are no part.

    A name alone is a byline only beneath a sentence, and not where a document is signed.
    """
    rule = fits(lines[place], "byline") if lines[place].words else None
    if rule is None or ("cased" in rule.flags and fits(lines[place], "no_byline")):
        return False
    if "weak" not in rule.flags:
        return True
    near = range(max(0, place - 2 * _SIGNATURE_LINES), place)
    above = [lines[each] for each in near if lines[each].words and each not in left][-_SIGNATURE_LINES:]
    return bool(above) and above[-1].words.endswith((*ENDS, ")")) and not any(fits(line, "signature") for line in above)


def is_rubric(lines: list[Line], place: int) -> bool:
    """Whether a line in capitals, beneath a sentence, heads other news: headlines follow to the end, and no sentence.

    A heading of a report is none, nor is what stands above a list, a table or a signature.
    """
    line = lines[place]
    if (
        not line.words
        or not fits(line, "rubric")
        or any(fits(line, table) for table in ("no_byline", "signature", "resumes"))
    ):
        return False
    above = next((lines[near].words for near in range(place - 1, -1, -1) if lines[near].words), "")
    if len(above) < _SHORTEST_ABOVE_RUBRIC or not above.endswith(ENDS):
        return False
    below = [near for near in range(place + 1, len(lines)) if lines[near].words]
    below = list(takewhile(lambda near: not fits(lines[near], "tail"), below))
    return bool(below) and not any(_is_of_text(lines, near) for near in below)


def _is_of_text(lines: list[Line], place: int) -> bool:
    line = lines[place]
    if fits(line, "furniture"):
        return False
    if line.words.endswith((".", ";")) or _is_table(lines, place):
        return True
    return bool(fits(line, "signature") or fits(line, "resumes") or fits(line, "item"))


def after_byline(lines: list[Line], place: int) -> int:
    """The line in which the text goes on beneath its byline, or other news has a heading; the end where neither comes.

    It goes on with a whole sentence (and the heading above it), with an appendix, with a table; after a mere name
    also with items of a list.
    """
    rule = fits(lines[place], "byline")
    weak = rule is not None and "weak" in rule.flags
    # Who took the photographs may stand below one of them, amid the text.
    shortest = _SHORTEST_BELOW_NAME if weak or fits(lines[place], "credit") else _SHORTEST_SENTENCE
    for after in range(below_byline(lines, place), len(lines)):
        line = lines[after]
        if fits(line, "tail") or fits(line, "resumes") or (weak and fits(line, "item")):
            return after
        if _is_table(lines, after):
            return after
        if len(line.words) >= shortest and line.words.endswith(ENDS) and not _is_last_headline(lines, place, after):
            return _heading(lines, place + 1, after)
    return len(lines)


def _is_last_headline(lines: list[Line], byline: int, place: int) -> bool:
    """Whether a short line, though it has its full stop, closes headlines between a byline and other news."""
    if len(lines[place].words) >= _SHORTEST_SENTENCE or place - byline < _SHORTEST_HEADLINES:
        return False
    above = [line.words for line in lines[byline + 1 : place] if line.words]
    below = next((line for line in lines[place + 1 :] if line.words), None)
    is_list = len(above) >= _SHORTEST_HEADLINES and not any(words.endswith((*ENDS, ":", ";")) for words in above)
    return is_list and below is not None and fits(below, "tail") is not None


def below_byline(lines: list[Line], place: int) -> int:
    """The line below a byline, and below the one that says when the text was written, where that follows."""
    following = next((after for after in range(place + 1, len(lines)) if lines[after].words), None)
    return following + 1 if following is not None and fits(lines[following], "dated") else place + 1


def headline(lines: list[Line], first: int, after: int) -> int:
    """The headline of the text that begins at `after`: the line above the one that says when it was written."""
    for dated in range(after - 1, first, -1):
        if fits(lines[dated], "dated"):
            return next((line for line in range(dated - 1, first - 1, -1) if lines[line].words), after)
    return after


def _heading(lines: list[Line], first: int, after: int) -> int:
    """Where the heading of a text begins that goes on at `after`: its headline, the one line between, what adjoins."""
    dated = headline(lines, first, after)
    if dated < after:
        return dated
    between = [place for place in range(first, after) if lines[place].words]
    if len(between) == 1:
        return between[0]
    if between and between[-1] + 1 < after and fits(lines[between[-1]], "subheading"):
        return between[-1]
    start = after
    while start > first and after - start < _HEADING_LINES and lines[start - 1].words:
        start -= 1
    return start


def _is_table(lines: list[Line], place: int) -> bool:
    """Whether a line and the next one are rows of cells alike."""
    cells = lines[place].words.count("|")
    return cells >= _SHORTEST_ROW and place + 1 < len(lines) and lines[place + 1].words.count("|") == cells
