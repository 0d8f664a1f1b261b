"""How workbooks are read: pure, apart from the register."""

from congdoan.records.imports.rules.cells import KINDS, Born, Wrong, read_born, read_day, read_whole
from congdoan.records.imports.rules.columns import Column, Heading, recognise
from congdoan.records.imports.rules.opening import FILE_LIMIT, MOST_ROWS, Cell, Page, Refused, open_file
from congdoan.records.imports.rules.people import COLUMNS, Person
from congdoan.records.imports.rules.reading import (
    Choices,
    Fault,
    Group,
    Line,
    Tell,
    alike_within,
    grouped,
    read_people,
    remarks,
    silent,
)

__all__ = [
    "COLUMNS",
    "FILE_LIMIT",
    "KINDS",
    "MOST_ROWS",
    "Born",
    "Cell",
    "Choices",
    "Column",
    "Fault",
    "Group",
    "Heading",
    "Line",
    "Page",
    "Person",
    "Refused",
    "Tell",
    "Wrong",
    "alike_within",
    "grouped",
    "open_file",
    "read_born",
    "read_day",
    "read_people",
    "read_whole",
    "recognise",
    "remarks",
    "silent",
]
