"""Congresses and the committees that they elected, at the sector union and at the union of the chair."""

from datetime import date

from django.db import transaction

from congdoan.base import clock
from congdoan.demo.book import Book
from congdoan.demo.superiors import CHAIRED, INDUSTRY
from congdoan.org.models import Unit
from congdoan.records.committees.actions import elect, hold_congress
from congdoan.records.committees.models import Congress
from congdoan.records.committees.rules import Body, Office
from congdoan.records.members.models import Member, Sex

HELD = {INDUSTRY: date(2023, 9, 28), CHAIRED: date(2023, 3, 24)}
ENTERED = date(2023, 12, 31)
SIZES = {INDUSTRY: (9, 3, 3, 3), CHAIRED: (5, 0, 0, 3)}
"""How many sit in the executive committee, its standing committee, the committee of control and that for women."""

_HOUR = 19


def hold_congresses(book: Book, last_day: date) -> None:
    """Let the unions write down their congresses, where it is the day on which they do."""
    if last_day != ENTERED:
        return
    with clock.set_to(clock.at(last_day, _HOUR)), transaction.atomic():
        for code, day in HELD.items():
            _hold(book, code, day)


def _hold(book: Book, code: str, day: date) -> None:
    unit, by = book.units[code], book.writer(code)
    beneath = Unit.objects.under([unit.pk], on=day)
    lasting = {"memberships__withdrawn": False, "memberships__span__contains": day, "memberships__unit__in": beneath}
    people = list(Member.objects.filter(**lasting).order_by("pk")[:200])
    women = [person for person in people if person.sex == Sex.FEMALE]
    congress = Congress.WHOLE if code == CHAIRED else Congress.DELEGATES
    term = hold_congress(by, unit=unit, day=day, name="2023 – 2028", congress=congress)
    executive, standing, control, of_women = SIZES[code]
    for body, members in (
        (Body.EXECUTIVE, people[:executive]),
        (Body.STANDING, people[:standing]),
        (Body.CONTROL, people[executive : executive + control]),
        (Body.WOMEN, women[:of_women]),
    ):
        if members:
            elect(by, term=term, body=body, members=members[:1], day=day, office=Office.HEAD)
            elect(by, term=term, body=body, members=members[1:], day=day)
