"""Members as rows of a workbook."""

from congdoan.records.imports.rules.people.alike import alike_people, known_people, same_people
from congdoan.records.imports.rules.people.columns import COLUMNS, SEALED_COLUMNS, YES_NO, YES_OR_NO
from congdoan.records.imports.rules.people.kept import people_of, told_people
from congdoan.records.imports.rules.people.likeness import Likeness
from congdoan.records.imports.rules.people.person import PEOPLE, Person

__all__ = [
    "COLUMNS",
    "PEOPLE",
    "SEALED_COLUMNS",
    "YES_NO",
    "YES_OR_NO",
    "Likeness",
    "Person",
    "alike_people",
    "known_people",
    "people_of",
    "same_people",
    "told_people",
]
