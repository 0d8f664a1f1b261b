"""Units that end: absorbed, merged, split or dissolved; their history stays with their successor."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from congdoan.base.period import Period
from congdoan.base.spell import days
from congdoan.catalogue.models import current
from congdoan.catalogue.rules import Nature
from congdoan.figures.actions import enter, post
from congdoan.figures.models import BALANCE, Entry, Question
from congdoan.figures.rules import Figure, Reach, Sums
from congdoan.org.actions import close_unit, lock_tree, lock_units, require
from congdoan.org.models import Place, Unit, UnitQuerySet, User
from congdoan.org.rules import Right
from congdoan.records.structure.actions.changing import enter_change
from congdoan.records.structure.actions.founding import NewUnit, found
from congdoan.records.structure.actions.moving import hand_over
from congdoan.records.structure.models import Change, Verb

END_WITH_A_UNIT: list[Callable[[User, Unit, date], None]] = []
"""What else ends with a unit, on its last day: each room above puts its own verb here, since no arrow rises."""


def _stocks(unit: Unit, day: date) -> dict[str, Sums]:
    """What a unit itself holds at the end of a day, by stock."""
    codes = [code for code, indicator in current().indicators.items() if indicator.nature is Nature.STOCK]
    read = Question(unit, scope=Reach.OWN).figures(codes, Period(day, day))
    return {code: figure.sums for code, figure in read.items() if isinstance(figure, Figure) and figure.sums}


def _refuse_while_people_remain(unit: Unit, day: date) -> None:
    of_people = {indicator.code for indicator, _term in current().counting("admission", None)}
    people = max((s.low - s.declared for code, s in _stocks(unit, day).items() if code in of_people), default=0)
    if people:
        raise ValidationError(
            ngettext(
                "Đơn vị còn %(people)d đoàn viên trong danh sách. Chuyển sinh hoạt hoặc cho ra khỏi danh sách trước.",
                "Đơn vị còn %(people)d đoàn viên trong danh sách. Chuyển sinh hoạt hoặc cho ra khỏi danh sách trước.",
                people,
            )
            % {"people": people}
        )


def _pass_on(by: User, unit: Unit, to: Unit | None, day: date) -> None:
    """Take the declared stocks off a closed unit, and hand them to its successor where it has one."""
    held = _stocks(unit, day)
    if not held:
        return
    sides = [(unit, {code: list((Sums() - sums).numbers) for code, sums in held.items()})]
    if to is not None:
        sides.append((to, {code: list(sums.numbers) for code, sums in held.items()}))
    entries = [
        Entry(
            noun=BALANCE,
            title=gettext_noop("Chuyển số dư khi kết thúc hoạt động"),
            unit=side,
            first_day=day,
            last_day=day,
            quantities=quantities,
        )
        for side, quantities in sides
    ]
    post(enter(by, entries))


def _close(by: User, unit: Unit, *, day: date, verb: Verb, cause: str, beneath: Unit | None, decision: str) -> Change:
    if Entry.objects.standing().filter(unit=unit, last_day__gt=day).exists():
        raise ValidationError({"day": _("Đơn vị còn hoạt động ghi sau ngày này.")})
    _refuse_while_people_remain(unit, day)
    for end in END_WITH_A_UNIT:
        end(by, unit, day)
    level = unit.place_on(day).level
    close_unit(unit, day=day, beneath=beneath)
    traits = {"cause": cause, "level": level}
    change = enter_change(
        by, unit=unit, noun="closing", verb=verb, day=day, traits=traits, other=beneath, decision=decision
    )
    _pass_on(by, unit, beneath, day)
    return change


@transaction.atomic
def absorb(by: User, *, unit: Unit, into: Unit, day: date, decision: str = "") -> Change:
    """Merge a unit into another, with all its open children; it stays as a closed child of its successor.

    Raises PermissionDenied, ValidationError.
    """
    require(by, Right.STRUCTURE, unit, into)
    return _absorb(by, unit, into, day, decision, Verb.ABSORB, "absorbed")


def _lock(units: Iterable[Unit], day: date) -> None:
    """Hold the tree, then all units that a change will touch, in the one order in which everybody takes them."""
    lock_tree()
    lock_units([*units, *_open_children(units, day)])


def _open_children(units: Iterable[Unit], day: date) -> UnitQuerySet:
    beneath = Place.objects.known().on(day).filter(parent__in=units).values("unit")
    return Unit.objects.filter(pk__in=beneath, span__endswith=None)


def _absorb(by: User, unit: Unit, into: Unit, day: date, decision: str, verb: Verb, cause: str) -> Change:
    if unit == into:
        raise ValidationError(_("Đơn vị không thể sáp nhập vào chính nó."))
    _lock([unit, into], day)
    into.refresh_from_db(fields=["span"])
    if not into.is_open:
        raise ValidationError(_("Đơn vị nhận đã kết thúc hoạt động."))
    if into.first_day is not None and day < into.first_day:
        raise ValidationError({"day": _("Đơn vị nhận chưa thành lập vào ngày này.")})
    for child in _open_children([unit], day).exclude(pk=into.pk):
        hand_over(by, unit=child, to=into, day=day, decision=decision)
    _refuse_while_children_remain(unit, day, but=into)
    return _close(by, unit, day=day, verb=verb, cause=cause, beneath=into, decision=decision)


@transaction.atomic
def merge(by: User, *, units: Sequence[Unit], new: NewUnit, parent: Unit, day: date, decision: str = "") -> Unit:
    """Merge units into a new one, which is no founding. Raises PermissionDenied, ValidationError."""
    require(by, Right.STRUCTURE, *units, parent)
    if len(set(units)) < 2:
        raise ValidationError(_("Hợp nhất cần ít nhất hai đơn vị."))
    _lock(units, day)
    successor = found(by, new, parent=parent, day=day, origin="merge", decision=decision)
    for unit in units:
        _absorb(by, unit, successor, day, decision, Verb.MERGE, "merged")
    return successor


@transaction.atomic
def split(
    by: User,
    *,
    unit: Unit,
    into: Sequence[NewUnit],
    day: date,
    children: Mapping[str, Sequence[Unit]] | None = None,
    decision: str = "",
) -> list[Unit]:
    """Split a unit into new ones beside it; `children` says by code which of its children go to which.

    The old one stays as a closed child of its last superior. Raises PermissionDenied, ValidationError.
    """
    require(by, Right.STRUCTURE, unit)
    parent = unit.place_on(day).parent
    if parent is None or len(into) < 2:
        raise ValidationError(_("Chia tách cần ít nhất hai đơn vị mới và một cấp trên."))
    _lock([unit], day)
    made = [found(by, new, parent=parent, day=day, origin="split", decision=decision) for new in into]
    by_code = {new.code: new for new in made}
    for code, moved in (children or {}).items():
        if code not in by_code:
            raise ValidationError({"children": _("Không có đơn vị mới mang mã %(code)s.") % {"code": code}})
        for child in moved:
            hand_over(by, unit=child, to=by_code[code], day=day, decision=decision)
    _refuse_while_children_remain(unit, day)
    _close(by, unit, day=day, verb=Verb.SPLIT, cause="split", beneath=None, decision=decision)
    return made


@transaction.atomic
def dissolve(by: User, *, unit: Unit, day: date, decision: str = "") -> Change:
    """End a unit without a successor; it stays as a closed child of its last superior.

    Raises PermissionDenied, ValidationError where units or people remain in it.
    """
    require(by, Right.STRUCTURE, unit)
    _lock([unit], day)
    _refuse_while_children_remain(unit, day)
    return _close(by, unit, day=day, verb=Verb.DISSOLVE, cause="dissolved", beneath=None, decision=decision)


def _refuse_while_children_remain(unit: Unit, day: date, *, but: Unit | None = None) -> None:
    """Children that stand beneath it on the day, and those that are known to come beneath it later."""
    places = Place.objects.known().filter(parent=unit, span__overlap=days(day, None))
    remaining = Unit.objects.filter(pk__in=places.values("unit"), span__endswith=None)
    if but is not None:
        remaining = remaining.exclude(pk=but.pk)
    if count := remaining.count():
        raise ValidationError(
            ngettext(
                "Đơn vị còn %(count)d đơn vị trực thuộc đang hoạt động. Chuyển giao trước khi kết thúc.",
                "Đơn vị còn %(count)d đơn vị trực thuộc đang hoạt động. Chuyển giao trước khi kết thúc.",
                count,
            )
            % {"count": count}
        )
