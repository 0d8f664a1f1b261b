"""Recording activities: where, when, what, how much; each form once."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from congdoan.base.bound import Bound
from congdoan.base.text import fold
from congdoan.catalogue.models import current
from congdoan.catalogue.rules import Kind
from congdoan.figures.actions import enter, post
from congdoan.figures.models import Entry, stored
from congdoan.org.actions import note, note_all, require
from congdoan.org.models import Unit, User
from congdoan.org.rules import Right
from congdoan.records.activities.actions.attaching import put_document, put_photo
from congdoan.records.activities.actions.persons import check_named
from congdoan.records.activities.models import Activity, Beneficiary
from congdoan.records.activities.rules import Paper, Picture
from congdoan.records.members.models import Member

Measures = Mapping[str, int | Bound]
Details = Mapping[str, object]


@dataclass(frozen=True)
class NewPhoto:
    """A photo and what is seen on it."""

    picture: Picture
    caption: str = ""


@dataclass(frozen=True)
class NewActivity:
    """What happened: where, when, of which kind, how much (people, đồng, pieces, times) and its details.

    `key` marks the form it was written on, so that it is recorded once however often it is sent.
    """

    unit: Unit
    day: date
    kind: str
    measures: Measures = field(default_factory=dict)
    details: Details = field(default_factory=dict)
    note: str = ""
    partners: Sequence[Unit] = ()
    beneficiaries: Sequence[Member] = ()
    photos: Sequence[NewPhoto] = ()
    documents: Sequence[Paper] = ()
    key: UUID | None = None


def kind_of(code: str) -> Kind:
    """The kind of a code. Raises ValidationError for one that the catalogue does not know."""
    found = current().kinds.get(code)
    if found is None:
        raise ValidationError({"kind": _("Danh mục không có loại hoạt động “%(code)s”.") % {"code": code}})
    return found


def quantities_of(kind: Kind, measures: Measures) -> dict[str, object]:
    return {str(name): stored(bound) for name, bound in kind.quantities(measures).items()}


def kept_details(details: Details) -> dict[str, object]:
    """Details as they are stored: a day as its ISO text."""
    return {name: answer.isoformat() if isinstance(answer, date) else answer for name, answer in details.items()}


def entry_of(new: NewActivity) -> Entry:
    """The countable face of what happened, unsaved. Raises ValidationError, field by field."""
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
        quantities=quantities_of(kind, new.measures),
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
    """Enter an activity and post it to the ledger; of a form already recorded, what it recorded.

    Raises PermissionDenied without the right to record at the unit, and ValidationError, field by field, where the kind
    refuses the measures or the details.
    """
    new = NewActivity(unit, day, kind, measures or {}, details or {}, **more)  # type: ignore[arg-type]
    try:
        return _already(by, new) or record_activities(by, [new])[0]
    except IntegrityError:  # the same form, at the same moment: one of the two has won
        recorded = _already(by, new)
        if recorded is None:
            raise
        return recorded


def _already(by: User, new: NewActivity) -> Activity | None:
    return Activity.objects.filter(key=new.key, entry__by=by).first() if new.key else None


@transaction.atomic
def record_activities(by: User, new: Sequence[NewActivity]) -> list[Activity]:
    """Enter many activities at once; all or none. Raises PermissionDenied, ValidationError."""
    require(by, Right.RECORD, *{activity.unit.pk: activity.unit for activity in new}.values())
    unsaved = [entry_of(activity) for activity in new]
    check_named((kind_of(activity.kind), activity.day, activity.beneficiaries) for activity in new)
    entries = enter(by, unsaved)
    activities = Activity.objects.bulk_create(
        Activity(
            entry=entry,
            unit=a.unit,
            day=a.day,
            kind=a.kind,
            details=kept_details(a.details),
            note=a.note,
            folded=fold(a.note),
            key=a.key,
        )
        for entry, a in zip(entries, new, strict=True)
    )
    for activity, told in zip(activities, new, strict=True):
        link(activity, told.partners, told.beneficiaries)
        _attach(by, activity, told)
    post(entries)
    if len(activities) == 1:
        note(by, "recorded", activities[0], unit=new[0].unit)
    else:
        _note_many(by, new)
    return activities


def _note_many(by: User, new: Sequence[NewActivity]) -> None:
    count = Counter(activity.unit for activity in new)
    note_all(by, "recorded", {unit: {"activities": times} for unit, times in count.items()})


def link(activity: Activity, partners: Sequence[Unit], beneficiaries: Sequence[Member]) -> None:
    """Say with whom it was done and whom it served."""
    if partners:
        activity.partners.set([partner for partner in partners if partner.pk != activity.unit_id])
    if beneficiaries:
        Beneficiary.objects.bulk_create(Beneficiary(activity=activity, member=member) for member in beneficiaries)


def _attach(by: User, activity: Activity, told: NewActivity) -> None:
    for photo in told.photos:
        put_photo(by, activity, photo.picture, photo.caption)
    for paper in told.documents:
        put_document(by, activity, paper)
