"""Units moved, raised, lowered, renamed and put under another kind of workplace."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from congdoan.catalogue.models import current
from congdoan.catalogue.rules import Level
from congdoan.figures.actions import post
from congdoan.figures.models import Entry
from congdoan.org.actions import note, place_unit, rename_unit, require
from congdoan.org.models import Unit, User
from congdoan.org.rules import Right
from congdoan.records.structure.actions.changing import enter_change, refuse_day, refuse_ended
from congdoan.records.structure.models import Change, Verb


def _post_since(unit: Unit, day: date) -> None:
    """Post anew what happened at a unit since its level or sector changed: indicators filter by them."""
    post(Entry.objects.filter(unit=unit, last_day__gte=day))


@transaction.atomic
def hand_over(by: User, *, unit: Unit, to: Unit, day: date, decision: str = "") -> Change:
    """Move a unit with all beneath it under another superior from a day on.

    Raises PermissionDenied, ValidationError where it would stand beneath itself or already stands there.
    """
    place = unit.place_on(day)
    sides = [to] + ([place.parent] if place.parent else [])
    require(by, Right.STRUCTURE, *sides)
    if place.parent_id == to.pk:
        raise ValidationError(_("Đơn vị đã trực thuộc nơi này."))
    refuse_ended(to, day)
    place_unit(unit, day=day, parent=to)
    return enter_change(
        by, unit=unit, noun="moving", verb=Verb.HAND_OVER, day=day, traits={}, other=to, decision=decision
    )


ORDER = [Level.SECTION, Level.GRASSROOTS, Level.SUPERIOR, Level.PROVINCIAL, Level.NATIONAL]


def promote(by: User, *, unit: Unit, level: Level, day: date, decision: str = "") -> Change:
    """Raise a unit to a higher level. Raises PermissionDenied, ValidationError."""
    return _grade(by, unit, level, day, decision, Verb.PROMOTE)


def demote(by: User, *, unit: Unit, level: Level, day: date, decision: str = "") -> Change:
    """Lower a unit to a lower level. Raises PermissionDenied, ValidationError."""
    return _grade(by, unit, level, day, decision, Verb.DEMOTE)


@transaction.atomic
def _grade(by: User, unit: Unit, level: Level, day: date, decision: str, verb: Verb) -> Change:
    require(by, Right.STRUCTURE, unit)
    old = Level(unit.place_on(day).level)
    rises = ORDER.index(level) > ORDER.index(old)
    if old == level or rises != (verb is Verb.PROMOTE):
        raise ValidationError({"level": _("Cấp mới phải cao hơn khi nâng cấp và thấp hơn khi hạ cấp.")})
    _refuse_later_grades(unit, day)
    place_unit(unit, day=day, level=level)
    traits = {"from_level": old, "to_level": level}
    change = enter_change(by, unit=unit, noun="grading", verb=verb, day=day, traits=traits, decision=decision)
    _post_since(unit, day)
    return change


def _refuse_later_grades(unit: Unit, day: date) -> None:
    """What was entered for a later day says from which level it went on; it would go on from another."""
    later = Q(noun="grading", last_day__gt=day) | Q(noun="closing", last_day__gte=day)
    if Entry.objects.standing().filter(later, unit=unit).exists():
        raise ValidationError({"day": _("Đơn vị đã đổi cấp hoặc kết thúc hoạt động sau ngày này.")})


@transaction.atomic
def reclassify(by: User, *, unit: Unit, sector: str, day: date) -> None:
    """Put a unit under another kind of workplace from a day on, and post anew what depends on it.

    Raises PermissionDenied, ValidationError.
    """
    require(by, Right.STRUCTURE, unit)
    if sector not in current().sectors:
        raise ValidationError({"sector": _("Không có loại hình “%(sector)s”.") % {"sector": sector}})
    refuse_day(unit, day)
    place_unit(unit, day=day, sector=sector)
    _post_since(unit, day)
    note(by, "reclassified", unit, unit=unit, words={"sector": sector, "day": str(day)})


@transaction.atomic
def rename(by: User, *, unit: Unit, name: str, day: date) -> None:
    """Give a unit another name from a day on. Raises PermissionDenied, ValidationError."""
    require(by, Right.STRUCTURE, unit)
    refuse_day(unit, day)
    rename_unit(unit, name=name, day=day)
    note(by, "renamed", unit, unit=unit, words={"name": name, "day": str(day)})
