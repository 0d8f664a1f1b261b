"""A directive in the tests' world: the north keeps it, the mill must carry it out, and studied it."""

from datetime import date

from tests.desk.conftest import Desk

from congdoan.records.directives.actions import (
    Wording,
    charge_units,
    link_study,
    register_directive,
    set_objective,
)
from congdoan.records.directives.models import Directive
from congdoan.records.directives.rules import Sort


def registered(desk: Desk) -> Directive:
    """The directive, entered where it is not there yet."""
    there = Directive.objects.first()
    if there is not None:
        return there
    by, world = desk.world.officer, desk.world
    wording = Wording(
        Sort.RESOLUTION,
        "20-NQ/TW",
        "Xây dựng giai cấp công nhân",
        "Trung ương",
        date(2020, 1, 28),
        "Lời văn.",
        "review",
    )
    made = register_directive(by, unit=world.north, wording=wording)
    set_objective(by, directive=made, indicator="members.admitted", year=2024, target=4)
    charge_units(by, directive=made, units=[world.mill])
    link_study(by, directive=made, activity=desk.dialogue)
    return made
