"""What the words around a figure say of it: a percent of plan, a price per piece, a target, a part, a total."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from congdoan.claims.rules.claim import Role
from congdoan.claims.rules.figure import Figure
from congdoan.claims.rules.grammar import pattern, table
from congdoan.claims.rules.sentences import Sentences

_WINDOW = 60
_BRACKETS = re.compile(r"\([^()]*\)")
_PART = re.compile(r"(?<!\w)(?:trong đó|trong số đó|trong số này|bao gồm|gồm)(?!\w)")
_TOTAL = re.compile(r"(?<!\w)tổng(?!\w)")


@dataclass(frozen=True)
class _Mark:
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    clause: re.Pattern[str] | None
    before_needs_end: re.Pattern[str] | None
    before_needs_after: bool
    roles: frozenset[str]


@cache
def _marks() -> dict[str, _Mark]:
    return {name: _mark(entry) for name, entry in table("marks").items()}


def _mark(entry: dict[str, str]) -> _Mark:
    def compiled(name: str) -> re.Pattern[str] | None:
        return pattern(entry[name]) if name in entry else None

    return _Mark(
        compiled("before"),
        compiled("after"),
        compiled("clause"),
        compiled("before_needs_end"),
        bool(entry.get("both")),
        frozenset(entry.get("roles", [role.value for role in Role])),
    )


@dataclass(frozen=True)
class Around:
    """The words around a figure."""

    lower: str
    figure: Figure
    clause_start: int
    sentence_start: int

    def is_marked(self, name: str) -> bool:
        mark = _marks()[name]
        if self.figure.role.value not in mark.roles:
            return False
        before, after = self._before(mark), self._after(mark)
        if mark.before_needs_after:
            return before and after
        return before or after or bool(mark.clause and mark.clause.search(self._clause))

    def _before(self, mark: _Mark) -> bool:
        text = self.lower[max(self.clause_start, self.figure.start - _WINDOW) : self.figure.start]
        if not (mark.before and mark.before.search(text)):
            return False
        return mark.before_needs_end is None or bool(mark.before_needs_end.match(self.lower, self.figure.end))

    def _after(self, mark: _Mark) -> bool:
        return bool(mark.after and mark.after.match(self.lower, self.figure.end))

    @property
    def _clause(self) -> str:
        return _BRACKETS.sub("", self.lower[self.clause_start : self.figure.start])


def around(lower: str, figure: Figure, sentences: Sentences) -> Around:
    return Around(lower, figure, sentences.clause(figure.start)[0], sentences.sentence(figure.start)[0])


def whole_of(place: int, figures: Sequence[Figure], lower: str, sentences: Sentences) -> int | None:
    """The figure of which this one is told as a part: the last like it before "trong đó" in the sentence."""
    figure = figures[place]
    start = sentences.sentence(figure.start)[0]
    opened = [match.start() for match in _PART.finditer(lower, start, figure.start)]
    if not opened:
        return None
    for other in range(place - 1, -1, -1):
        if figures[other].start < start:
            return None
        if figures[other].start < opened[-1] and figures[other].role == figure.role:
            return other
    return None


def covered_by(place: int, figures: Sequence[Figure], lower: str, sentences: Sentences) -> tuple[int, ...]:
    """The counts before a bracket that a total of money within it covers: all of its clause."""
    figure = figures[place]
    start = sentences.clause(figure.start)[0]
    bracket = lower.rfind("(", start, figure.start)
    if figure.role is not Role.MONEY or bracket < 0 or ")" in lower[bracket : figure.start]:
        return ()
    if not _TOTAL.search(lower[bracket + 1 : figure.start]):
        return ()
    covered: list[int] = []
    for other in range(place - 1, -1, -1):
        if figures[other].start < start:
            break
        if figures[other].start < bracket and figures[other].role is Role.COUNT:
            covered.append(other)
    return tuple(reversed(covered))
