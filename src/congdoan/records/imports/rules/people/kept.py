"""Persons as they were read from a workbook, as JSON holds them, column by column; and made anew from that."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date
from operator import attrgetter
from typing import Any

from congdoan.records.imports.rules.people.person import Person
from congdoan.records.imports.rules.reading import Line

_FIELDS = [field.name for field in fields(Person)]
_DAYS = ("born", "day")


def told_people(lines: Sequence[Line[Person]]) -> dict[str, list[Any]]:
    """The rows and each field of their persons as a list of its own; days by their number."""
    told: dict[str, list[Any]] = {"row": [line.row for line in lines]}
    people = [line.thing for line in lines]
    for name in _FIELDS:
        told[name] = list(map(attrgetter(name), people))
    for name in _DAYS:
        told[name] = [day and day.toordinal() for day in told[name]]
    return told


def people_of(told: Mapping[str, list[Any]]) -> list[Line[Person]]:
    """The rows of which this tells."""
    columns = [told[name] for name in _FIELDS]
    for name in _DAYS:
        columns[_FIELDS.index(name)] = [day and date.fromordinal(day) for day in told[name]]
    return [Line(row, Person(*of), []) for row, *of in zip(told["row"], *columns, strict=True)]
