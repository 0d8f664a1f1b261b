"""Declaring a unit's own figures for months without records, with basis and bound."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from congdoan.base import clock
from congdoan.base.bound import Bound
from congdoan.base.knowledge import ThisXact
from congdoan.base.period import Period
from congdoan.catalogue.models import Code, current
from congdoan.catalogue.rules import Nature
from congdoan.figures.actions.posting import post
from congdoan.figures.actions.settling import inside, is_stock
from congdoan.figures.models import DECLARATION, Declaration, Entry, stored
from congdoan.figures.rules import Sums, excess
from congdoan.org.actions import lock_units, note, note_all, require
from congdoan.org.models import Unit, User, alive
from congdoan.org.rules import Right

_CROSSING = gettext_lazy(
    "Kỳ kê khai cắt ngang kỳ đã kê khai %(first)s – %(last)s. Các kỳ chỉ được lồng nhau hoặc rời nhau."
)


class NewDeclaration(NamedTuple):
    """What a unit declares: its own figure of an indicator over whole months, and on what it rests."""

    unit: Unit
    indicator: str
    period: Period
    bound: Bound
    basis: str


def declare(by: User, *, unit: Unit, indicator: str, period: Period, bound: Bound, basis: str) -> Declaration:
    """Declare one figure. Raises PermissionDenied, ValidationError."""
    return declare_many(by, [NewDeclaration(unit, indicator, period, bound, basis)])[0]


@transaction.atomic
def declare_many(by: User, declarations: Iterable[NewDeclaration]) -> list[Declaration]:
    """Declare many figures at once; all or none. Raises PermissionDenied, ValidationError."""
    new = list(declarations)
    units = {told.unit.pk: told.unit for told in new}
    require(by, Right.DECLARE, *units.values())
    lock_units(units.values())
    for told in new:
        _check(told)
    _check_crossing(new)
    entries = Entry.objects.bulk_create([_entry(by, told) for told in new])
    codes = {code.code: code for code in Code.objects.filter(code__in={told.indicator for told in new})}
    rows = Declaration.objects.bulk_create(
        Declaration(
            entry=entry,
            unit=told.unit,
            indicator=codes[told.indicator],
            first_day=entry.first_day,
            last_day=entry.last_day,
            basis=told.basis,
        )
        for entry, told in zip(entries, new, strict=True)
    )
    post(entries)
    _note_many(by, new)
    return rows


def _note_many(by: User, new: Iterable[NewDeclaration]) -> None:
    mine: dict[Unit, list[str]] = defaultdict(list)
    for told in new:
        mine[told.unit].append(told.indicator)
    words = {unit: {"indicators": sorted(set(codes)), "count": len(codes)} for unit, codes in mine.items()}
    note_all(by, "declared", words)


def _entry(by: User, told: NewDeclaration) -> Entry:
    indicator = current().indicators[told.indicator]
    first, last = _days(told)
    return Entry(
        noun=DECLARATION,
        kind=told.indicator,
        title=gettext_noop("Kê khai: %(name)s") % {"name": indicator.name},
        unit=told.unit,
        first_day=first,
        last_day=last,
        quantities={"value": stored(told.bound)},
        by=by,
        at=clock.now(),
    )


def _days(told: NewDeclaration) -> tuple[date, date]:
    """A flow's own months; of a stock, the month at whose end it was so."""
    period = told.period
    if current().indicators[told.indicator].nature is Nature.STOCK:
        return period.last_day.replace(day=1), period.last_day
    return period.first_day, period.last_day


def _asked(told: NewDeclaration) -> Period:
    """The days of which one at least must lie in the unit's life; of a stock, the day on which it was so."""
    first, last = _days(told)
    return Period(last if current().indicators[told.indicator].nature is Nature.STOCK else first, last)


def _check(told: NewDeclaration) -> None:
    indicator = current().indicators.get(told.indicator)
    if indicator is None or not indicator.declarable:
        raise ValidationError(
            {
                "indicator": _(
                    "Chỉ tiêu “%(code)s” không kê khai được; tỷ lệ và bình quân được tính từ các phần của nó."
                )
                % {"code": told.indicator}
            }
        )
    if not Period(*_days(told)).is_whole_months:
        raise ValidationError({"period": _("Kê khai theo tháng tròn, từ ngày đầu tháng đến ngày cuối tháng.")})
    if told.period.last_day > clock.today():
        raise ValidationError({"period": _("Kỳ này chưa hết nên chưa kê khai được.")})
    if alive(told.unit, _asked(told)) is None:
        raise ValidationError({"period": _("Đơn vị không tồn tại trong kỳ này.")})
    if told.bound.low < 0:
        raise ValidationError({"bound": _("Số kê khai không thể âm.")})
    if not told.basis.strip():
        raise ValidationError({"basis": _("Kê khai phải nêu căn cứ.")})
    _refuse_late_stock(told.unit, indicator.nature)


def _refuse_late_stock(unit: Unit, nature: Nature) -> None:
    """What a unit held was taken off it when it closed and given to its successor; nothing may come after that."""
    if nature is Nature.STOCK and not unit.is_open:
        raise ValidationError(_("Đơn vị đã kết thúc hoạt động và số dư đã chuyển đi. Kê khai tại đơn vị kế tục."))


def _check_crossing(new: list[NewDeclaration]) -> None:
    units, codes = {told.unit for told in new}, {told.indicator for told in new}
    standing = Declaration.objects.known().filter(unit__in=units, indicator__code__in=codes).select_related("indicator")
    spans: dict[tuple[int, str], list[Period]] = {}
    for row in standing:
        spans.setdefault((row.unit_id, row.indicator.code), []).append(row.period)
    for told in new:
        period = Period(*_days(told))
        for other in (mine := spans.setdefault((told.unit.pk, told.indicator), [])):
            if period == other:
                raise ValidationError({"period": _("Số này đã được kê khai cho đúng kỳ đó. Sửa lần kê khai trước.")})
            if period.crosses(other):
                days = {"first": f"{other.first_day:%d/%m/%Y}", "last": f"{other.last_day:%d/%m/%Y}"}
                raise ValidationError({"period": _CROSSING % days})
        mine.append(period)


def _mine(by: User, declaration: Declaration, reason: str) -> Declaration:
    """The declaration as it is now, its unit locked; refused where it was withdrawn."""
    require(by, Right.DECLARE, declaration.unit)
    lock_units([declaration.unit])
    found = Declaration.objects.known().select_related("entry", "unit", "indicator").filter(pk=declaration.pk).first()
    if found is None:
        raise ValidationError(_("Lần kê khai này đã được rút."))
    if not reason.strip():
        raise ValidationError({"reason": _("Nêu lý do.")})
    _refuse_late_stock(found.unit, current().indicators[found.indicator.code].nature)
    return found


@transaction.atomic
def correct_declaration(by: User, *, declaration: Declaration, bound: Bound, reason: str) -> Declaration:
    """Another number for the same months. Raises PermissionDenied, ValidationError."""
    found = _mine(by, declaration, reason)
    if bound.low < 0:
        raise ValidationError({"bound": _("Số kê khai không thể âm.")})
    found.entry.quantities = {"value": stored(bound)}
    found.entry.save(update_fields=["quantities"])
    post([found.entry])
    note(by, "corrected", found, unit=found.unit, words={"reason": reason})
    return found


@transaction.atomic
def withdraw_declaration(by: User, *, declaration: Declaration, reason: str) -> None:
    """Take a declaration back; what it posted is posted against. Raises PermissionDenied, ValidationError."""
    found = _mine(by, declaration, reason)
    Declaration.objects.filter(pk=found.pk).update(superseded=ThisXact())
    found.entry.withdrawn = True
    found.entry.save(update_fields=["withdrawn"])
    post([found.entry])
    note(by, "withdrew", found, unit=found.unit, words={"reason": reason})


def excesses(declarations: Iterable[Declaration]) -> dict[int, int]:
    """By how much the records inside each declared flow are more than was declared; only those with an excess."""
    flows = [declaration for declaration in declarations if not is_stock(declaration)]
    posted = inside(flows, stock=False)
    found = {d.pk: excess(d.bound, posted.get(d.pk, Sums())) for d in flows}
    return {key: more for key, more in found.items() if more}
