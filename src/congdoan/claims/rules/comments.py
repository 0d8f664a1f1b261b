"""What readers wrote beneath a text without a heading: told by their names, their voice and the buttons beneath."""

from congdoan.claims.rules.lines import ENDS, Line, fits

_LONGEST = 350
# So many lines of comments may follow to the end of the page, or to a line that says what comes.
_MOST = 8


def is_comment(lines: list[Line], place: int) -> bool:
    """Whether a reader's comment begins here, beneath a sentence, the byline or a heading, and no more text follows."""
    if not (_is_beneath_text(lines, place) and _begins(lines, place)):
        return False
    below = _next(lines, place)
    for _line in range(_MOST):
        if below is None or fits(lines[below], "tail") or fits(lines[below], "furniture"):
            return True
        if len(lines[below].words) > _LONGEST or any(fits(lines[below], name) for name in ("resumes", "item")):
            return False
        below = _next(lines, below)
    return False


def _begins(lines: list[Line], place: int) -> bool:
    line = lines[place]
    if len(line.words) > _LONGEST:
        return False
    if fits(line, "commenter"):
        return _is_signed(lines, place)
    if fits(line, "comment"):
        return _is_among_others(lines, place) and not any(fits(above, "speaker") for above in lines[:place])
    return _is_answered(lines, place)


def _is_signed(lines: list[Line], place: int) -> bool:
    """Whether what a reader says stands beneath the name, or beneath name and date.

    Beneath a name of a network it may be said in any voice.
    """
    said = _next(lines, place)
    if said is not None and fits(lines[said], "dated"):
        said = _next(lines, said)
    if said is None or said > place + 2 or len(lines[said].words) > _LONGEST:
        return False
    name = fits(lines[place], "commenter")
    return (name is not None and "handle" in name.flags) or _is_said(lines, said)


def _is_among_others(lines: list[Line], place: int) -> bool:
    """Whether no more of the text stands right beneath: nothing, another comment, the buttons, the foot of the page.

    A sentence of the text may begin with a name and quote somebody; what follows it must be read.
    """
    below = _next(lines, place)
    if below is None or fits(lines[below], "tail"):
        return True
    if fits(lines[below], "commenter"):
        return _is_signed(lines, below)
    return any(fits(lines[below], name) for name in ("comment", "speaker", "answer", "furniture"))


def _is_said(lines: list[Line], place: int) -> bool:
    return fits(lines[place], "voice") is not None or _is_answered(lines, place)


def _is_answered(lines: list[Line], place: int) -> bool:
    """Whether the buttons by which one answers stand beneath a line."""
    below = _next(lines, place)
    return below is not None and fits(lines[below], "answer") is not None


def _is_beneath_text(lines: list[Line], place: int) -> bool:
    above = next((lines[near] for near in range(place - 1, -1, -1) if lines[near].words), None)
    if above is None:
        return False
    return above.words.endswith((*ENDS, ")")) or any(fits(above, name) for name in ("byline", "comments_head"))


def _next(lines: list[Line], place: int) -> int | None:
    return next((near for near in range(place + 1, len(lines)) if lines[near].words), None)
