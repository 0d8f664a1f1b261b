"""Verdicts: how a printed figure stands to the ledger's."""

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from django.utils.translation import gettext as _

from congdoan.claims.rules.claim import Claim


class Verdict(StrEnum):
    """What the ledger says of a printed figure."""

    AGREES = "agrees"
    ROUNDED = "agrees as rounded or cut"
    WITHIN = "consistent with a bound"
    DIFFERS = "differs"
    ABSENT = "not in the ledger"
    UNJUDGED = "cannot be judged"

    @property
    def label(self) -> str:
        return {
            Verdict.AGREES: _("khớp"),
            Verdict.ROUNDED: _("khớp khi làm tròn"),
            Verdict.WITHIN: _("nằm trong khoảng"),
            Verdict.DIFFERS: _("khác sổ"),
            Verdict.ABSENT: _("không có trong sổ"),
            Verdict.UNJUDGED: _("chưa xét được"),
        }[self]

    @property
    def sign(self) -> str:
        return _SIGNS[self]


_SIGNS = {
    Verdict.AGREES: "✓",
    Verdict.ROUNDED: "≈",
    Verdict.WITHIN: "↔",
    Verdict.DIFFERS: "×",
    Verdict.ABSENT: "–",
    Verdict.UNJUDGED: "?",
}

Number = int | Decimal
# "Khoảng 140.000" holds for a tenth more or less.
_ABOUT = Decimal("0.1")


@dataclass(frozen=True)
class Told:
    """What the ledger tells: an interval, `high` None where it is open; `low` None where nothing is known."""

    low: Decimal | None
    high: Decimal | None
    about: bool = False

    @property
    def value(self) -> Decimal | None:
        return self.low if self.low == self.high and not self.about else None


@dataclass(frozen=True)
class Candidate:
    """An indicator that a claim may be about, and why."""

    indicator: str
    score: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Instead:
    """Another question that gives the printed number, as a sentence, and as the words that a link to it needs.

    `tree` is a day, and so is `known`; both are empty where the figure is told as everywhere.
    """

    sentence: str
    unit: str
    period: str
    cutoff: str
    scope: str
    tree: str = ""
    known: str = ""


@dataclass(frozen=True)
class Judgement:
    """A verdict with whose figure it is, the ledger's, and the reason in words; and what else was found.

    `period` is written in the calendar of `cutoff`. `inside` are the reckonings with other figures of the text.
    """

    verdict: Verdict
    reason: str
    indicator: str | None = None
    unit: str | None = None
    period: str | None = None
    cutoff: str | None = None
    scope: str | None = None
    told: Told | None = None
    candidates: tuple[Candidate, ...] = ()
    would_be: tuple[Instead, ...] = ()
    inside: tuple[str, ...] = field(default=())


def compare(claim: Claim, told: Told) -> Verdict:
    """How the printed interval stands to the ledger's."""
    if told.low is None:
        return Verdict.ABSENT
    if claim.value is None or claim.about:
        return Verdict.WITHIN if _meets(claim, told) else Verdict.DIFFERS
    if told.value is None:
        return Verdict.WITHIN if _meets(claim, told) else Verdict.DIFFERS
    if claim.value == told.value:
        return Verdict.AGREES
    return Verdict.ROUNDED if is_rounded_or_cut(claim.value, told.value, claim.step) else Verdict.DIFFERS


def is_rounded_or_cut(printed: Decimal, exact: Decimal, step: Decimal) -> bool:
    """Whether a number printed to `step` is the exact one rounded or cut: 147 and 147,75; 4,2 tỷ and 4.236.500.000."""
    if step == 1 and exact == exact.to_integral_value():
        return False
    steps = exact / step
    return printed / step in {steps.to_integral_value(ROUND_HALF_UP), Decimal(int(steps))}


def _meets(claim: Claim, told: Told) -> bool:
    """Whether some number is in both intervals."""
    low, high = claim.low, claim.high
    if claim.about and low is not None and high is not None:
        low, high = low * (1 - _ABOUT), high * (1 + _ABOUT)
    least, most = told.low, told.high
    return (low is None or most is None or low <= most) and (high is None or least is None or least <= high)
