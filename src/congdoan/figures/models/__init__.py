"""The tables of this room, and the questions asked of them."""

from congdoan.figures.models.entries import BALANCE, DECLARATION, Declaration, Entry, stored
from congdoan.figures.models.fields import teller
from congdoan.figures.models.figures import OwnOnly, Question, due_to_reorganisation, figure
from congdoan.figures.models.plans import Plan, plans_of
from congdoan.figures.models.postings import Backfill, Posting
from congdoan.figures.models.reading import Fact, Look
from congdoan.figures.models.tallies import Fold, Tallied, Tally, unfolded

__all__ = [
    "BALANCE",
    "DECLARATION",
    "Backfill",
    "Declaration",
    "Entry",
    "Fact",
    "Fold",
    "Look",
    "OwnOnly",
    "Plan",
    "Posting",
    "Question",
    "Tallied",
    "Tally",
    "due_to_reorganisation",
    "figure",
    "plans_of",
    "stored",
    "teller",
    "unfolded",
]
