"""What a figure is, and how it is told, without a database."""

from congdoan.figures.rules.fields import BadField, Field, field_of, fields_of, frozen, places_of, shown
from congdoan.figures.rules.figures import (
    AnyFigure,
    Figure,
    Ratio,
    Reach,
    Scope,
    Sums,
    Target,
    excess,
    remainder,
)
from congdoan.figures.rules.sharing import parts
from congdoan.figures.rules.telling import as_json, decimals, in_words, scope_of, share, told_number

__all__ = [
    "AnyFigure",
    "BadField",
    "Field",
    "Figure",
    "Ratio",
    "Reach",
    "Scope",
    "Sums",
    "Target",
    "as_json",
    "decimals",
    "excess",
    "field_of",
    "fields_of",
    "frozen",
    "in_words",
    "parts",
    "places_of",
    "remainder",
    "scope_of",
    "share",
    "shown",
    "told_number",
]
