"""Founding units, one or many."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from congdoan.base import clock
from congdoan.base.spell import days
from congdoan.catalogue.models import current
from congdoan.catalogue.rules import Level
from congdoan.org.actions import note, open_unit, require, set_employer
from congdoan.org.models import Employer, Position, Unit, User
from congdoan.org.rules import Right, Role
from congdoan.records.structure.actions.changing import enter_change, refuse_ended
from congdoan.records.structure.models import Verb


@dataclass(frozen=True)
class NewUnit:
    """A unit to be founded; `workers` is how many people its employer employs, where known."""

    code: str
    name: str
    level: Level
    sector: str = ""
    workers: int | None = None
    employer: Employer | None = None


@transaction.atomic
def begin(by: User, *, code: str, name: str, day: date) -> Unit:
    """The federation itself, the first unit of the book; its founder becomes its first officer."""
    if Unit.objects.exists():
        raise ValidationError(_("Sổ đã có đơn vị; đơn vị mới được thành lập dưới đơn vị đã có."))
    unit = open_unit(code=code, name=name, level=Level.NATIONAL, parent=None, day=day, records_from=day)
    since = min(day, clock.today())
    position = Position.objects.create(user=by, unit=unit, role=Role.OFFICER, span=days(since, None))
    note(by, "began", unit, unit=unit, words={"position": position.pk})
    return unit


@transaction.atomic
def found(
    by: User,
    new: NewUnit,
    *,
    parent: Unit,
    day: date,
    records_from: date | None = None,
    origin: str = "new",
    decision: str = "",
) -> Unit:
    """Found a unit beneath another. It keeps records from its first day unless told otherwise.

    Raises PermissionDenied, ValidationError.
    """
    require(by, Right.STRUCTURE, parent)
    if new.sector and new.sector not in current().sectors:
        raise ValidationError({"sector": _("Không có loại hình “%(sector)s”.") % {"sector": new.sector}})
    if day > clock.today():
        raise ValidationError({"day": _("Ngày này chưa đến. Sổ chỉ ghi việc đã xảy ra.")})
    refuse_ended(parent, day)
    unit = open_unit(
        code=new.code,
        name=new.name,
        level=new.level,
        parent=parent,
        day=day,
        sector=new.sector,
        records_from=records_from or day,
    )
    if new.employer:
        set_employer(unit, employer=new.employer, day=day)
    traits: dict[str, object] = {"origin": origin, "level": new.level, "sector": new.sector}
    if new.workers is not None:
        traits["workers"] = new.workers
    enter_change(
        by, unit=unit, noun="founding", verb=Verb.FOUND, day=day, traits=traits, other=parent, decision=decision
    )
    return unit
