"""Questions of this room: what the ledger says of each figure of a text."""

from congdoan.claims.models.context import Bound, Context, words_of
from congdoan.claims.models.judging import judge
from congdoan.claims.models.mentions import Mentions

__all__ = ["Bound", "Context", "Mentions", "judge", "words_of"]
