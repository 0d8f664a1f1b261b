"""Which indicator a figure is about: those whose phrases its words tell, ranked, with the reasons."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from django.utils.translation import gettext as _

from congdoan.catalogue.rules import Indicator, Nature
from congdoan.claims.rules.claim import Claim, Role
from congdoan.claims.rules.grammar import one_of, table, words
from congdoan.claims.rules.plain import Plain
from congdoan.claims.rules.verdicts import Candidate

# How much a word counts that stands only elsewhere in the clause, and how much of a phrase must be told.
_ELSEWHERE = 0.35
_LEAST = 0.5
# How much a phrase gains by each word told, and loses by what the claim says besides.
_LONGER = 0.02
_UNSAID = 0.35
# How much is left of a phrase that lacks the word by which it is known, and of a stock where a deed is told.
_UNNAMED = 0.5
# Of so little the unit noun may stand for the whole phrase: "mái ấm công đoàn" for "nhà mái ấm công đoàn".
_LITTLE = 0.3
# How much a claim gains towards what the figure just before it is about.
_KIN = 0.3
_MOST_CANDIDATES = 5
_NO_DEED = "tổ chức công đoàn"
_WORD = re.compile(r"[^\W_]+")
_RATIOS = {Role.PERCENT: {"%", "‰"}, Role.MONEY: {"đồng"}}


@dataclass(frozen=True)
class Words:
    """The words around a figure: its own (subject, unit noun, what is told beside it), its clause's, its sentence's."""

    text: str
    measure: frozenset[str]
    own: frozenset[str]
    clause: frozenset[str]
    sentence: frozenset[str]

    @classmethod
    def of(cls, claim: Claim, beside: str, clause: str, sentence: str) -> "Words":
        measure = claim.measure if claim.role is not Role.MONEY else ""
        own = " ".join([claim.subject, measure, beside])
        return cls(own, *(frozenset(syllables(words)) for words in (measure, own, clause, sentence)))


def syllables(text: str) -> list[str]:
    """The syllables of a text in lower case, short forms spelled out."""
    short: dict[str, str] = table("units")["short"]
    found: list[str] = []
    for word in _WORD.findall(Plain.of(text).lower):
        found += short[word].split() if word in short else [word]
    return found


class Phrasebook:
    """The phrases of all indicators, each syllable weighed by how rare it is."""

    def __init__(self, indicators: Iterable[Indicator]) -> None:
        self.indicators = list(indicators)
        self.phrases = {each.code: [syllables(phrase) for phrase in each.phrases] for each in self.indicators}
        seen = Counter(word for all_ in self.phrases.values() for word in {word for phrase in all_ for word in phrase})
        self.weights = {word: math.log(1 + len(self.indicators) / count) for word, count in seen.items()}

    def candidates(self, claim: Claim, told: Words, kin: frozenset[str] = frozenset()) -> tuple[Candidate, ...]:
        """The indicators that a claim may be about, the likeliest first; none where no phrase is half told.

        `kin` are the kinds of record that the figure just before it counts: how many came, what it cost.
        """
        found = [self._candidate(indicator, claim, told, kin) for indicator in self.indicators]
        likely = [each for each in found if each is not None and each.score >= _LEAST]
        return tuple(sorted(likely, key=lambda each: (-each.score, each.indicator))[:_MOST_CANDIDATES])

    def _candidate(self, indicator: Indicator, claim: Claim, told: Words, kin: frozenset[str]) -> Candidate | None:
        fits = fit(indicator, claim)
        if not fits:
            return None
        is_stock = indicator.nature is Nature.STOCK
        shares = [
            (self._share(phrase, told) * (1.0 if is_stock or self._tells_deed(phrase, told) else _UNNAMED), phrase)
            for phrase in self.phrases[indicator.code]
        ]
        share, told_words = max(shares)
        phrase = " ".join(told_words)
        if is_stock and (other_deed(told.text, indicator) or _names(_attending(), told.text, indicator)):
            share *= _UNNAMED
        reasons = [_("lời “%(phrase)s”") % {"phrase": phrase}]
        if fits == 1:
            reasons.append(_("đơn vị tính “%(unit)s”") % {"unit": indicator.unit})
        if fits == 1 and kin & kinds_of(indicator):
            share = max(share, _LEAST) + _KIN
            reasons.append(_("cùng việc với số nêu ngay trước"))
        return Candidate(indicator.code, share * (0.4 + 0.6 * fits), tuple(reasons))

    def _share(self, phrase: list[str], told: Words) -> float:
        """How much of a phrase is told, 0 to 1, a little more for a longer one, less where more is said than it."""
        whole = self._weight(phrase)
        own = self._weight([word for word in phrase if word in told.own])
        elsewhere = self._weight([word for word in phrase if word in told.clause and word not in told.own])
        share = (own + _ELSEWHERE * elsewhere) / whole
        if any(told.sentence.isdisjoint(_must()[word]) for word in phrase if word in _must()):
            share *= _UNNAMED
        if share <= _LEAST:
            return share
        return (share + _LONGER * own) * (1 - _UNSAID * (1 - self._covered(phrase, told)))

    def _tells_deed(self, phrase: list[str], told: Words) -> bool:
        """Whether more of a phrase is told than whom or what it counts: "15 CĐCS" alone are not yet founded."""
        telling = [word for word in phrase if word not in told.measure and word not in _empty()]
        known = [word for word in telling if word in told.own or word in told.clause]
        if 2 * self._weight(known) > self._weight(telling):
            return True
        return self._weight(telling) < _LITTLE * self._weight(phrase)

    def narrower(self, candidates: Sequence[Candidate], whole: Indicator, told: Words) -> tuple[Candidate, ...]:
        """Of the candidates those that tell more than the whole does, and whose words for it the part tells too."""
        known = {word for phrase in self.phrases[whole.code] for word in phrase} | _empty()
        return tuple(each for each in candidates if self._tells_more(self.phrases[each.indicator], known, told))

    def _tells_more(self, phrases: list[list[str]], known: set[str], told: Words) -> bool:
        more = [[word for word in phrase if word not in known] for phrase in phrases]
        return any(2 * self._weight([word for word in each if word in told.own]) > self._weight(each) for each in more)

    def _weight(self, told: list[str]) -> float:
        return sum(self.weights[word] for word in told)

    def _covered(self, phrase: list[str], told: Words) -> float:
        """How much of the claim's own words the phrase says: "đoàn viên" leaves "kết nạp" of "kết nạp đoàn viên"."""
        known = sum(self.weights.get(word, 0.0) for word in told.own)
        return sum(self.weights[word] for word in set(phrase) if word in told.own) / known if known else 1.0


def kinds_of(indicator: Indicator) -> frozenset[str]:
    """The kinds of record that an indicator counts or sums."""
    return frozenset(term.kind for term in indicator.terms if term.kind)


def other_deed(told: str, indicator: Indicator) -> bool:
    """Whether words name a deed that the phrases of an indicator do not tell."""
    return _names(_deeds(), told, indicator)


def _names(deeds: re.Pattern[str], told: str, indicator: Indicator) -> bool:
    known = " ".join(indicator.phrases).lower().replace(_NO_DEED, "")
    return any(deed not in known for deed in deeds.findall(Plain.of(told).lower.replace(_NO_DEED, "")))


@cache
def _deeds() -> re.Pattern[str]:
    verbs = set(words("words", "words", "verbs")) - set(words("words", "words", "joins"))
    return re.compile(rf"(?<!\w){one_of(tuple(verbs))}")


@cache
def _attending() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){one_of(words('words', 'words', 'attending'))}")


def fit(indicator: Indicator, claim: Claim) -> float:
    """How well an indicator's unit of measure goes with a claim: 1 well, 0 not at all."""
    quotients = set().union(*_RATIOS.values())
    if claim.role is Role.MONEY and claim.measure and not claim.measure.startswith("đồng"):
        return 0.0
    if claim.role in _RATIOS:
        return 1.0 if indicator.unit in _RATIOS[claim.role] else 0.0
    if indicator.unit in quotients:
        return 0.0
    if not claim.measure:
        return 0.5
    measure = Plain.of(claim.measure).lower
    return 1.0 if goes_with(indicator.unit, measure) and _tells_of(indicator, measure) else 0.1


def _tells_of(indicator: Indicator, measure: str) -> bool:
    """Whether an indicator's phrases tell of what a unit noun says is given: meals, tickets."""
    given: str = table("units")["given"].get(measure, "")
    return not given or any(not set(given.split("|")).isdisjoint(syllables(phrase)) for phrase in indicator.phrases)


@cache
def _empty() -> frozenset[str]:
    return frozenset(words("units", "empty", "words"))


@cache
def _must() -> dict[str, frozenset[str]]:
    """The words that tell one indicator from another, each with those of which the sentence must have one."""
    return {word: frozenset(told.split("|")) for word, told in table("units")["must"].items()}


@cache
def goes_with(unit: str, measure: str) -> bool:
    """Whether a text that counts in `measure` may tell an indicator counted in `unit`."""
    known: dict[str, str] = table("units")["units"]
    nouns = set(known.get(unit, unit).split("|"))
    if "people" in nouns:
        nouns |= set(words("measures", "measures", "people"))
    first = measure.split(",")[0]
    return bool({measure, first, first.removeprefix("lượt ")} & nouns) or measure == unit.lower()
