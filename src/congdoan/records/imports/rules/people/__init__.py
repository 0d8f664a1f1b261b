"""Members as rows of a workbook."""

from congdoan.records.imports.rules.people.columns import COLUMNS, SEALED_COLUMNS, YES_NO
from congdoan.records.imports.rules.people.person import PEOPLE, Person, alike_people, same_people

__all__ = ["COLUMNS", "PEOPLE", "SEALED_COLUMNS", "YES_NO", "Person", "alike_people", "same_people"]
