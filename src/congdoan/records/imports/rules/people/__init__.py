"""Members as rows of a workbook."""

from congdoan.records.imports.rules.people.columns import COLUMNS, YES_NO
from congdoan.records.imports.rules.people.person import PEOPLE, Person, alike_people

__all__ = ["COLUMNS", "PEOPLE", "YES_NO", "Person", "alike_people"]
