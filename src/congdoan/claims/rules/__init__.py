"""Reading and judging figures in texts: pure, without database, clock or settings."""

from congdoan.claims.rules.claim import Claim, Role
from congdoan.claims.rules.page import as_page
from congdoan.claims.rules.reading import read
from congdoan.claims.rules.telling import as_object, as_text, claim_of
from congdoan.claims.rules.verdicts import Candidate, Judgement, Told, Verdict, compare

__all__ = [
    "Candidate",
    "Claim",
    "Judgement",
    "Role",
    "Told",
    "Verdict",
    "as_object",
    "as_page",
    "as_text",
    "claim_of",
    "compare",
    "read",
]
