"""Where sentences and clauses begin and end, and which figures stand in them."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property

# A text without full stops is no sentence, and is looked at only near by.
_LONGEST = 1500
_END_OF_SENTENCE = re.compile(r"[.!?…](?=[\s”\")]|$)|\n")
_END_OF_CLAUSE = re.compile(r"[.!?…](?=[\s”\")]|$)|[\n;]")


@dataclass(frozen=True)
class Sentences:
    """The sentences and clauses of a text, asked for by place."""

    lower: str

    @cached_property
    def _sentence_ends(self) -> list[int]:
        return [match.end() for match in _END_OF_SENTENCE.finditer(self.lower)]

    @cached_property
    def _clause_ends(self) -> list[int]:
        return [match.end() for match in _END_OF_CLAUSE.finditer(self.lower)]

    def sentence(self, place: int) -> tuple[int, int]:
        return self._around(self._sentence_ends, place)

    def clause(self, place: int) -> tuple[int, int]:
        return self._around(self._clause_ends, place)

    def _around(self, ends: list[int], place: int) -> tuple[int, int]:
        before = bisect_right(ends, place)
        after = bisect_left(ends, place + 1)
        start, end = (ends[before - 1] if before else 0), (ends[after] if after < len(ends) else len(self.lower))
        return max(start, place - _LONGEST), min(end, place + _LONGEST)
