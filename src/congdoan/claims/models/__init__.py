"""Judging claims: questions to units and figures; there are no tables here."""

from congdoan.claims.models.judging import Context, judge
from congdoan.claims.models.mentions import Mentions

__all__ = ["Context", "Mentions", "judge"]
