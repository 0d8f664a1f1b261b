"""Recording, correcting and withdrawing activities."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from congdoan.base.bound import Bound
from congdoan.catalogue.models import current
from congdoan.catalogue.rules import Kind
from congdoan.figures.actions import check_days, enter, post, share_units
from congdoan.figures.models import Entry, stored
from congdoan.org.actions import note, note_all, require
from congdoan.org.models import Unit, User
from congdoan.org.rules import Right
from congdoan.records.activities.models import Activity, Beneficiary
from congdoan.records.members.models import Member

Measures = Mapping[str, int | Bound]
Details = Mapping[str, object]


@dataclass(frozen=True)
class NewActivity:
    """What happened: where, when, of which kind, how much (people, đồng, pieces, times) and its details."""

    unit: Unit
    day: date
    kind: str
    measures: Measures = field(default_factory=dict)
    details: Details = field(default_factory=dict)
    note: str = ""
    partners: Sequence[Unit] = ()
    beneficiaries: Sequence[Member] = ()


def kind_of(code: str) -> Kind:
    """The kind of a code. Raises ValidationError for one that the catalogue does not know."""
    found = current().kinds.get(code)
    if found is None:
        raise ValidationError({"kind": _("Danh mục không có loại hoạt động “%(code)s”.") % {"code": code}})
    return found


def _quantities(kind: Kind, measures: Measures) -> dict[str, object]:
    return {str(name): stored(bound) for name, bound in kind.quantities(measures).items()}


def _kept(details: Details) -> dict[str, object]:
    """Details as they are stored: a day as its ISO text."""
    return {name: answer.isoformat() if isinstance(answer, date) else answer for name, answer in details.items()}


def _entry(new: NewActivity) -> Entry:
    kind = kind_of(new.kind)
    kind.check(new.measures, new.details)
    if new.beneficiaries and not kind.beneficiaries:
        sentence = _("Loại hoạt động “%(kind)s” không ghi người thụ hưởng; hãy bỏ đi.")
        raise ValidationError({"beneficiaries": sentence % {"kind": kind.name}})
    return Entry(
        noun="activity",
        kind=kind.code,
        title=kind.name,
        unit=new.unit,
        first_day=new.day,
        last_day=new.day,
        quantities=_quantities(kind, new.measures),
        traits=kind.traits(new.details),
    )


def record_activity(
    by: User,
    *,
    unit: Unit,
    day: date,
    kind: str,
    measures: Measures | None = None,
    details: Details | None = None,
    **more: object,
) -> Activity:
    """Enter an activity and post it to the ledger.

    Raises PermissionDenied without the right to record at the unit, and ValidationError, field by field, where the kind
    refuses the measures or the details.
    """
    new = NewActivity(unit, day, kind, measures or {}, details or {}, **more)  # type: ignore[arg-type]
    return record_activities(by, [new])[0]


@transaction.atomic
def record_activities(by: User, new: Sequence[NewActivity]) -> list[Activity]:
    """Enter many activities at once; all or none. Raises PermissionDenied, ValidationError."""
    require(by, Right.RECORD, *{activity.unit.pk: activity.unit for activity in new}.values())
    entries = enter(by, [_entry(activity) for activity in new])
    activities = Activity.objects.bulk_create(
        Activity(entry=entry, unit=a.unit, day=a.day, kind=a.kind, details=_kept(a.details), note=a.note)
        for entry, a in zip(entries, new, strict=True)
    )
    for activity, told in zip(activities, new, strict=True):
        _link(activity, told.partners, told.beneficiaries)
    post(entries)
    if len(activities) == 1:
        note(by, "recorded", activities[0], unit=new[0].unit)
    else:
        _note_many(by, new)
    return activities


def _note_many(by: User, new: Sequence[NewActivity]) -> None:
    count = Counter(activity.unit for activity in new)
    note_all(by, "recorded", {unit: {"activities": times} for unit, times in count.items()})


def _link(activity: Activity, partners: Sequence[Unit], beneficiaries: Sequence[Member]) -> None:
    if partners:
        activity.partners.set([partner for partner in partners if partner.pk != activity.unit_id])
    if beneficiaries:
        Beneficiary.objects.bulk_create(Beneficiary(activity=activity, member=member) for member in beneficiaries)


def _locked(by: User, activity: Activity) -> Activity:
    require(by, Right.RECORD, activity.unit)
    share_units([activity.unit_id])  # before its entry, in the order in which a change of the unit takes them
    found = Activity.objects.select_for_update(of=("self", "entry")).select_related("entry", "unit").get(pk=activity.pk)
    if found.entry.withdrawn:
        raise ValidationError(_("Hoạt động này đã được rút."))
    return found


@transaction.atomic
def correct_activity(
    by: User,
    *,
    activity: Activity,
    reason: str,
    day: date | None = None,
    measures: Measures | None = None,
    details: Details | None = None,
) -> Activity:
    """Say it rightly; the ledger gets the difference, and what was told before stays told.

    What is None stays as it was. Raises PermissionDenied, ValidationError.
    """
    found = _locked(by, activity)
    if not reason.strip():
        raise ValidationError({"reason": _("Nêu lý do sửa.")})
    entry, kind = found.entry, kind_of(found.kind)
    before = {"day": str(found.day), "quantities": entry.quantities, "details": found.details}
    told = _measures(entry, kind) if measures is None else measures
    if details is not None:
        found.details = _kept(details)
    kind.check(told, found.details)
    entry.quantities = _quantities(kind, told)
    found.day = entry.first_day = entry.last_day = day or found.day
    entry.traits = kind.traits(found.details)
    check_days([entry])
    entry.save(update_fields=["quantities", "traits", "first_day", "last_day"])
    found.save(update_fields=["day", "details"])
    post([entry])
    note(by, "corrected", found, unit=found.unit, words={"reason": reason, "before": before})
    return found


def _measures(entry: Entry, kind: Kind) -> Measures:
    bounds = {name: entry.bound(name) for name in kind.measures}
    return {name: bound for name, bound in bounds.items() if bound is not None}


@transaction.atomic
def withdraw_activity(by: User, *, activity: Activity, reason: str) -> None:
    """Take an activity back; every figure above it falls by what it gave. Raises PermissionDenied, ValidationError."""
    found = _locked(by, activity)
    if not reason.strip():
        raise ValidationError({"reason": _("Nêu lý do rút.")})
    found.entry.withdrawn = True
    found.entry.save(update_fields=["withdrawn"])
    post([found.entry])
    note(by, "withdrew", found, unit=found.unit, words={"reason": reason})
