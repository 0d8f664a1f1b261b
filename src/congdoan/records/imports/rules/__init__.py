"""How workbooks are read: pure, apart from the register."""

from congdoan.records.imports.rules.activities import Happened, activities, alike_activities
from congdoan.records.imports.rules.cells import KINDS, Born, Wrong, read_born, read_day, read_whole
from congdoan.records.imports.rules.columns import Column, Heading, recognise
from congdoan.records.imports.rules.opening import FILE_LIMIT, MOST_ROWS, Cell, Page, Refused, open_file
from congdoan.records.imports.rules.people import (
    COLUMNS,
    PEOPLE,
    SEALED_COLUMNS,
    Likeness,
    Person,
    alike_people,
    known_people,
    people_of,
    same_people,
    told_people,
)
from congdoan.records.imports.rules.reading import (
    Choices,
    Fault,
    Group,
    Line,
    Tell,
    Way,
    grouped,
    read_rows,
    silent,
)

__all__ = [
    "COLUMNS",
    "FILE_LIMIT",
    "KINDS",
    "MOST_ROWS",
    "PEOPLE",
    "SEALED_COLUMNS",
    "Born",
    "Cell",
    "Choices",
    "Column",
    "Fault",
    "Group",
    "Happened",
    "Heading",
    "Likeness",
    "Line",
    "Page",
    "Person",
    "Refused",
    "Tell",
    "Way",
    "Wrong",
    "activities",
    "alike_activities",
    "alike_people",
    "grouped",
    "known_people",
    "open_file",
    "people_of",
    "read_born",
    "read_day",
    "read_rows",
    "read_whole",
    "recognise",
    "same_people",
    "silent",
    "told_people",
]
