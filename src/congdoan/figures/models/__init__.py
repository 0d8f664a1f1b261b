"""The tables of this room, and the questions asked of them."""

from congdoan.figures.models.entries import BALANCE, DECLARATION, Declaration, Entry, last_facts, stored
from congdoan.figures.models.facts import Fact
from congdoan.figures.models.fields import teller
from congdoan.figures.models.figures import OwnOnly, Question, due_to_reorganisation, figure
from congdoan.figures.models.lines import Line, Page, lines
from congdoan.figures.models.looks import Look
from congdoan.figures.models.many import know_plans, questions, read_together
from congdoan.figures.models.months import Run, flows_by_month, stocks_on
from congdoan.figures.models.plans import Plan, plans_at
from congdoan.figures.models.postings import Backfill, Posting
from congdoan.figures.models.recounting import Miscount
from congdoan.figures.models.tallies import Carried, Fold, Standing, Step, Tallied, Tally, unfolded
from congdoan.figures.models.verifying import Difference, differences, tallied_units

__all__ = [
    "BALANCE",
    "DECLARATION",
    "Backfill",
    "Carried",
    "Declaration",
    "Difference",
    "Entry",
    "Fact",
    "Fold",
    "Line",
    "Look",
    "Miscount",
    "OwnOnly",
    "Page",
    "Plan",
    "Posting",
    "Question",
    "Run",
    "Standing",
    "Step",
    "Tallied",
    "Tally",
    "differences",
    "due_to_reorganisation",
    "figure",
    "flows_by_month",
    "know_plans",
    "last_facts",
    "lines",
    "plans_at",
    "questions",
    "read_together",
    "stocks_on",
    "stored",
    "tallied_units",
    "teller",
    "unfolded",
]
