"""What a figure is about: the deed or thing named before it in its clause, or the deed after its unit noun."""

import re

from congdoan.claims.rules.claim import Role
from congdoan.claims.rules.figure import Figure
from congdoan.claims.rules.grammar import one_of, words

Place = tuple[int, int]

_HARD_STOP = re.compile(r"[;:()\n]|[.!?…](?=\s|$)")
_STOP = re.compile(r"[,;:()\n]|[.!?…](?=\s|$)| - |(?<!\w)(?:và|cùng với|đồng thời|trong đó|nhằm|để|do|với|qua)(?!\w)")
_NO_DEED = r"(?<!ủy ban )(?<!cán bộ )(?<!các )(?<!mức )(?<!số )(?<!ban )(?<!công đoàn )(?<!trực )(?<!có )"
_DEED = re.compile(rf"(?<!\w){_NO_DEED}{one_of(words('words', 'words', 'verbs'))}")
_THING = re.compile(rf"(?<!\w)(?<!thiểu )(?<!một ){one_of(words('words', 'words', 'things'))}")
_JOINED = re.compile(r"(?:,| và| cùng| với) $")
_LISTED = re.compile(r", [^\W\d_]+(?: [^\W\d_]+)?(?=[,;.)\n]|$)")
_DONE = re.compile(r"(?<!\w)(?:đã|vừa|cũng|được)(?: được)? ")
_EMPTY_FIRST = re.compile(rf"(?:[ ,.:;/|)…\-“”\"]|{one_of(words('words', 'words', 'empty_first'))})*")
_EMPTY_LAST = re.compile(rf"(?:[ ,:\-“\"]|(?<!\w){one_of(words('words', 'words', 'empty_last'))})+$")
_GENERIC = re.compile(rf"{one_of(words('words', 'words', 'generic'))}")
_LONGEST = 200


def subject_of(lower: str, figure: Figure, begin: int, end: int, before: Place | None) -> Place:
    """The place of the words that tell what a figure is about.

    `begin` and `end` bound the words that are its own; `before` is the subject of the figure before it
    in the clause, which is taken over where it has none of its own.
    """
    own = _told_before(lower, figure, max(begin, figure.start - _LONGEST), before is not None)
    if own and not _GENERIC.fullmatch(lower, *own):
        return own
    if own is None and before:
        return before
    return _told_after(lower, figure.end, min(end, figure.end + _LONGEST)) or own or (figure.start, figure.start)


def _told_before(lower: str, figure: Figure, begin: int, has_before: bool) -> Place | None:
    for stop in _HARD_STOP.finditer(lower, begin, figure.start):
        begin = stop.end()
    begin, end = _trimmed(lower, begin, figure.start)
    if begin == end:
        return None
    deed, thing = _DEED.search(lower, begin, end), _THING.search(lower, begin, end)
    first, second = (thing, deed) if figure.role is Role.MONEY else (deed, thing)
    head = first or second
    if head:
        told = _trimmed(lower, head.start(), end)
        # `Bữa cơm được tổ chức cho 350 đoàn viên`: a deed that says nothing, done to what stands before it.
        is_done_to = lower.endswith("được ", begin, head.start()) and _GENERIC.fullmatch(lower, *told)
        return _trimmed(lower, begin, end) if is_done_to else told
    if has_before and _JOINED.search(lower, begin, figure.start):
        return None
    done = _DONE.search(lower, begin, end)
    return _trimmed(lower, done.end() if done else _after_comma(lower, begin, end), end)


def _after_comma(lower: str, begin: int, end: int) -> int:
    comma = lower.rfind(", ", begin, end)
    return begin if comma < 0 else comma + 2


def _told_after(lower: str, begin: int, end: int) -> Place | None:
    stop = _STOP.search(lower, min(begin + 1, end), end)
    listed = _LISTED.match(lower, stop.start(), end) if stop else None
    start, stop_ = _trimmed(lower, begin, listed.end() if listed else stop.start() if stop else end)
    return (start, stop_) if start < stop_ else None


def _trimmed(lower: str, begin: int, end: int) -> Place:
    """Without the words at both ends that say nothing."""
    leading = _EMPTY_FIRST.match(lower, begin, end)
    begin = leading.end() if leading else begin
    trailing = _EMPTY_LAST.search(lower, begin, end)
    end = trailing.start() if trailing else end
    return (begin, end) if begin < end else (begin, begin)
