"""Rows that tell of one person twice, or of somebody who is known already."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from congdoan.records.imports.rules.people.likeness import Key, Likeness
from congdoan.records.imports.rules.people.person import Person
from congdoan.records.imports.rules.reading import Line


def same_people(found: Sequence[Line[Person]]) -> dict[int, int]:
    """Rows that have the identity number or the card of an earlier row, with that row: these are one person."""
    identities: dict[str, int] = {}
    cards: dict[str, int] = {}
    twice: dict[int, int] = {}
    for line in found:
        person, row = line.thing, line.row
        if person.identity and (before := identities.setdefault(person.identity, row)) != row:
            twice.setdefault(row, before)
        if person.card and (before := cards.setdefault(person.card, row)) != row:
            twice.setdefault(row, before)
    return twice


def alike_people(found: Sequence[Line[Person]]) -> dict[int, int]:
    """Rows that may tell of somebody of whom an earlier row tells, with that row: by name without marks and birth.

    Two who are alike but have two identity numbers are two, and so are, in one file, two of whom one tells no birth.
    """
    first_by: dict[Key, Line[Person]] = {}
    twice: dict[int, int] = {}
    for line in found:
        person = line.thing
        if person.born is None:
            continue
        likeness = person.likeness
        first = next((first_by[key] for key in likeness.fits() if key in first_by), None)
        if first is not None:
            other = first.thing.identity
            if not (person.identity and other and other != person.identity):
                twice[line.row] = first.row
        for key in likeness.tells():
            first_by.setdefault(key, line)
    return twice


def known_people(found: Sequence[Line[Person]], known: Iterable[tuple[Likeness, bool]]) -> set[int]:
    """Rows that may tell of one of these, each with whether their identity number is known: who has one as well is
    found by it, or is another.
    """
    known = list(known)
    names = {likeness.folded for likeness, _identified in known}
    rows: dict[Key, list[Line[Person]]] = defaultdict(list)
    for line in found:
        if line.thing.folded in names:
            for key in line.thing.likeness.tells():
                rows[key].append(line)
    told = (
        (line, identified) for likeness, identified in known for key in likeness.fits() for line in rows.get(key, ())
    )
    return {line.row for line, identified in told if not (identified and line.thing.identity)}
