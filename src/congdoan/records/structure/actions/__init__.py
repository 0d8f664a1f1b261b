"""The verbs of this room."""

from congdoan.records.structure.actions.closing import END_WITH_A_UNIT, absorb, dissolve, merge, split
from congdoan.records.structure.actions.founding import NewUnit, begin, found
from congdoan.records.structure.actions.moving import demote, hand_over, promote, reclassify, rename

__all__ = [
    "END_WITH_A_UNIT",
    "NewUnit",
    "absorb",
    "begin",
    "demote",
    "dissolve",
    "found",
    "hand_over",
    "merge",
    "promote",
    "reclassify",
    "rename",
    "split",
]
