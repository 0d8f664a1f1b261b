"""The tables of this room, and what the ledger says of each figure of a text."""

from congdoan.claims.models.aging import has_aged
from congdoan.claims.models.context import Bound, Context, words_of
from congdoan.claims.models.judging import judge
from congdoan.claims.models.laying import laid_within
from congdoan.claims.models.mentions import Mentions
from congdoan.claims.models.texts import CheckedClaim, CheckedText, Habit, habits_for

__all__ = [
    "Bound",
    "CheckedClaim",
    "CheckedText",
    "Context",
    "Habit",
    "Mentions",
    "habits_for",
    "has_aged",
    "judge",
    "laid_within",
    "words_of",
]
