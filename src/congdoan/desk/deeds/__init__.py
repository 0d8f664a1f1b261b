"""The journal's deeds, told in words."""

from congdoan.desk.deeds.subjects import ABOUT
from congdoan.desk.deeds.telling import FIELDS, REASONS, SAID, Line, Told

__all__ = ["ABOUT", "FIELDS", "REASONS", "SAID", "Line", "Told"]
