"""What is known of a text besides its words: whose it is, its day, who asks, and what was bound by hand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from congdoan.base.period import Period
from congdoan.base.text import fold
from congdoan.claims.rules.claim import Claim, Role
from congdoan.claims.rules.indicating import syllables
from congdoan.figures.rules import Reach, Scope
from congdoan.org.models import Unit, UnitQuerySet


@dataclass(frozen=True)
class Bound:
    """What somebody has said a figure is: the question it is the answer to."""

    indicator: str
    unit: Unit
    period: Period
    scope: Scope = Reach.SUBTREE


@dataclass(frozen=True)
class Context:
    """The unit that a text is about and the day it was written on.

    `within` are the units whose figures may be told to who asks, None where all may. `bound` are claims bound by hand,
    by their place. `habits` are the indicators that figures told in the same words were bound to before.
    """

    unit: Unit | None
    dated: date
    within: UnitQuerySet | None = None
    bound: Mapping[int, Bound] = field(default_factory=dict)
    habits: Mapping[str, str] = field(default_factory=dict)


def words_of(claim: Claim) -> str:
    """The words by which a figure is known again in another text: what it is about and its unit noun."""
    noun = claim.role.value if claim.role in {Role.MONEY, Role.PERCENT} else claim.measure
    return fold(" ".join(syllables(f"{claim.subject} {noun}")))[:200]
