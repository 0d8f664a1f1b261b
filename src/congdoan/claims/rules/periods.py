"""The words for the period of a figure: those in its sentence, or the last ones before it that last."""

import re
from bisect import bisect_left
from dataclasses import dataclass

from congdoan.claims.rules.grammar import compared, rules
from congdoan.claims.rules.layout import Stretch
from congdoan.claims.rules.places import Places
from congdoan.claims.rules.plain import Plain
from congdoan.claims.rules.sentences import Sentences

_WINDOW = 40
_OPENS = re.compile(r"(?:^|[.,;:\n(] ?|(?<!\w)(?:trong|nhân|vào|suốt|qua|và|riêng|tính|cho) )$")
_CLOSES = re.compile(r" ?[,;:]")
# At the end of a sentence these tell when all of it was, and nothing of the next one.
_RUNS = re.compile(r"(?:từ|qua|sau|trong|suốt|giai đoạn|quý|(?:tính )?đến|nửa|\d+ tháng|(?:ba|sáu|chín) tháng)(?!\w)")
_ENDS = re.compile(r" ?(?:[.!?…)\n]|$)")
_APART = re.compile(r"[,;] |(?<!\w)và(?!\w)")
_UP_TO = re.compile(r"(?:tính |cho )?đến(?!\w)")


@dataclass(frozen=True)
class PeriodWords:
    """Words that name a period; `now` is weaker than any other.

    `lasting` ones hold for the sentences after, `closing` ones for all of the sentence that they end. Those that tell
    of each of several years hold for their own sentence only.
    """

    start: int
    end: int
    lasting: bool
    closing: bool
    now: bool


def period_words(plain: Plain, left: list[Stretch]) -> list[PeriodWords]:
    """All words for periods in the text proper, in their order; where two overlap the longer one."""
    found: list[PeriodWords] = []
    places = Places(plain.lower)
    for rule in rules("periods", "period"):
        for match in places.matches(rule, plain.lower):
            before = plain.lower[max(0, match.start() - _WINDOW) : match.start()]
            if not _is_word(before) or _is_furniture(match.start(), left) or compared().search(before):
                continue
            now = "now" in rule.flags
            reaches = not now and "yearly" not in rule.flags
            lasting = reaches and bool(_OPENS.search(before) or _CLOSES.match(plain.lower, match.end()))
            closing = reaches and bool(_RUNS.match(match[0]) and _ENDS.match(plain.lower, match.end()))
            found.append(PeriodWords(match.start(), match.end(), lasting, closing, now))
    kept: list[PeriodWords] = []
    for words in sorted(found, key=lambda words: (words.start, -words.end)):
        if not kept or words.start >= kept[-1].end:
            kept.append(words)
    return kept


class Periods:
    """The words for periods in a text, asked for by place."""

    def __init__(self, words: list[PeriodWords], sentences: Sentences) -> None:
        self.words, self.sentences = words, sentences
        self.starts = [each.start for each in words]
        self.lasting = [each for each in words if each.lasting]
        self.lasting_starts = [each.start for each in self.lasting]

    def between(self, start: int, end: int) -> list[PeriodWords]:
        return self.words[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def of(self, place: int) -> PeriodWords | None:
        """Those of what stands at `place`: before it in its sentence, after it there, or the last that last."""
        start, end = self.sentences.sentence(place)
        inside = self.between(start, end)
        before = [words for words in inside if words.start < place and not words.now]
        if before:
            return before[-1]
        now = [words for words in inside if words.now and words.start < place]
        closing = [words for words in inside if words.closing and not (now and self._is_apart(place, words))]
        after = [words for words in inside if words.lasting or words in closing]
        earlier = bisect_left(self.lasting_starts, start)
        lasting = self.lasting[earlier - 1] if earlier else None
        return next(iter(after), None) or next(iter(now), None) or lasting

    def _is_apart(self, place: int, words: PeriodWords) -> bool:
        """Whether closing words tell of another deed than `place`: `có 9 người, kết nạp 5 người từ năm 2008 đến 2024`.

        Those that name but a last day tell which day is now: `hiện có 5 CĐCS, 9 người tính đến 31/5`.
        """
        lower = self.sentences.lower
        return not _UP_TO.match(lower, words.start) and bool(_APART.search(lower, place, words.start))


def _is_word(before: str) -> bool:
    return not before or not (before[-1].isalnum() or before[-1] in "./")


def _is_furniture(place: int, left: list[Stretch]) -> bool:
    return any(stretch.start <= place < stretch.end for stretch in left)
