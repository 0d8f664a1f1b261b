"""Unit nouns: what a number counts, found after it."""

import re
from dataclasses import dataclass

from congdoan.claims.rules.grammar import measures, one_of, words

_NOUN = "|".join(
    re.escape(noun).replace("\\~", "(?!\\w| ") + (")" if "~" in noun else r"(?!\w)") for noun in measures()
)
_KNOWN = re.compile(rf" ?(?:lượt (?:{_NOUN})|{_NOUN})")
_MORE = re.compile(rf", ?{one_of(words('measures', 'joined', 'nouns'))}")
_BEFORE = re.compile(rf"(?<!\w)(?:{_NOUN}) $")
_WORD = re.compile(r" ([^\W\d_]+)")
_NUMBER_AFTER = re.compile(r"(?: [^\W\d_]+)? ?\d")
_NO_NOUN = re.compile(rf" {one_of(words('words', 'words', 'no_noun'))}")


@dataclass(frozen=True)
class Measure:
    """A unit noun and where it ends; `known` where it stands in the table."""

    noun: str
    end: int
    known: bool


def measure_at(lower: str, place: int, *, alone: bool = False) -> Measure | None:
    """The known unit noun that stands here, with those joined to it unless `alone`: "đoàn viên, lao động"."""
    match = _KNOWN.match(lower, place)
    if not match:
        return None
    end = match.end()
    more = None if alone else _MORE.match(lower, end)
    if more and not _NUMBER_AFTER.match(lower, more.end()):
        end = more.end()
    return Measure(lower[place:end].strip(), end, known=True)


def any_measure_at(lower: str, place: int) -> Measure | None:
    """A known unit noun, or a word that may be one."""
    known = measure_at(lower, place)
    if known:
        return known
    word = _WORD.match(lower, place)
    if word and not _NO_NOUN.match(lower, place):
        return Measure(word[1], word.end(), known=False)
    return None


def measure_before(lower: str, place: int) -> bool:
    """Whether a known unit noun stands just before: `Kết nạp đoàn viên   người   2.247`, a row of a table."""
    return bool(_BEFORE.search(lower, max(0, place - 40), place))
