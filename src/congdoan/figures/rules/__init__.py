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
from congdoan.figures.rules.prose import (
    change_in_prose,
    in_prose,
    money_in_prose,
    number_in_prose,
    percent,
    plan_in_prose,
)
from congdoan.figures.rules.sharing import parts
from congdoan.figures.rules.telling import as_json, decimals, in_words, scope_of, share, told_number, whole_percent

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
    "change_in_prose",
    "decimals",
    "excess",
    "field_of",
    "fields_of",
    "frozen",
    "in_prose",
    "in_words",
    "money_in_prose",
    "number_in_prose",
    "parts",
    "percent",
    "places_of",
    "plan_in_prose",
    "remainder",
    "scope_of",
    "share",
    "shown",
    "told_number",
    "whole_percent",
]
