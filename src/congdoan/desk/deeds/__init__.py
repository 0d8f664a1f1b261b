"""The journal's deeds, told in words."""

from congdoan.desk.deeds.subjects import ABOUT
from congdoan.desk.deeds.telling import SAID, Line, Told
from congdoan.desk.deeds.values import FIELDS, REASONS

__all__ = ["ABOUT", "FIELDS", "REASONS", "SAID", "Line", "Told"]
