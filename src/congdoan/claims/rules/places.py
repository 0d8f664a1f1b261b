"""Where the words, digits and lines of a text begin: there, and nowhere else, rules are tried that begin with them."""

import re
from collections.abc import Iterator
from functools import cache, cached_property, lru_cache

from congdoan.claims.rules.beginnings import DIGIT, LINE, SIGN, first_letters
from congdoan.claims.rules.grammar import Rule, rules

_WORD = re.compile(r"[^\W\d_]+")
_DIGIT = re.compile(r"(?<!\d)\d")
_LINE_END = re.compile(r"\n")


class Places:
    """A text in lower case, asked where in it a rule may begin."""

    def __init__(self, lower: str) -> None:
        self.lower = lower

    def matches(self, rule: Rule, text: str) -> Iterator[re.Match[str]]:
        """Where a rule fits the text, which is this one or the same with its capitals."""
        if rule.needs and not any(word in self.lower for word in rule.needs):
            return
        if rule.beginnings is None or SIGN in rule.beginnings:
            yield from rule.pattern.finditer(text)
            return
        end = 0
        for place in self._of(rule.beginnings):
            match = rule.pattern.match(text, place) if place >= end else None
            if match:
                end = match.end()
                yield match

    def _of(self, beginnings: frozenset[str]) -> list[int]:
        found = [self._begun[each] for each in beginnings if each in self._begun]
        return found[0] if len(found) == 1 else sorted(place for places in found for place in places)

    @cached_property
    def _begun(self) -> dict[str, list[int]]:
        """The places where each beginning stands that any rule has."""
        found = {
            DIGIT: [digit.start() for digit in _DIGIT.finditer(self.lower)],
            LINE: [0, *(end.end() for end in _LINE_END.finditer(self.lower))],
        }
        for word in _WORD.finditer(self.lower):
            for beginning in _beginnings_of(word[0]):
                found.setdefault(beginning, []).append(word.start())
        return found


@cache
def _known() -> frozenset[str]:
    """What rules begin with that are tried in texts."""
    tried = (*rules("left", "rule"), *rules("periods", "period"))
    return frozenset().union(*(rule.beginnings or () for rule in tried))


@lru_cache(maxsize=1 << 14)
def _beginnings_of(word: str) -> tuple[str, ...]:
    """The beginnings of rules with which a word begins."""
    return tuple(letters for letters in first_letters(word) if letters in _known())
