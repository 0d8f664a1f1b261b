"""Correcting and withdrawing activities: the ledger gets the difference, what was told before stays told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from congdoan.base.text import fold
from congdoan.catalogue.rules import Kind
from congdoan.figures.actions import check_days, post, share_units
from congdoan.figures.models import Entry
from congdoan.org.actions import note, require
from congdoan.org.models import Unit, User
from congdoan.org.rules import Right
from congdoan.records.activities.actions.persons import check_left_out, check_named
from congdoan.records.activities.actions.recording import (
    Details,
    Measures,
    kept_details,
    kind_of,
    link,
    quantities_of,
)
from congdoan.records.activities.models import CORRECTED, Activity
from congdoan.records.members.models import Member


class ChangedMeanwhile(ValidationError):
    """Somebody else corrected it after the page was opened."""


@dataclass(frozen=True)
class Around:
    """What is told of an activity and counted nowhere; what is None stays as it was."""

    note: str | None = None
    partners: Sequence[Unit] | None = None
    beneficiaries: Sequence[Member] | None = None


@transaction.atomic
def correct_activity(
    by: User,
    *,
    activity: Activity,
    reason: str,
    day: date | None = None,
    measures: Measures | None = None,
    details: Details | None = None,
    around: Around | None = None,
    seen: int | None = None,
) -> Activity:
    """Say it rightly; the ledger gets the difference, and what was told before stays told.

    What is None stays as it was. `seen` is how many corrections the corrector has seen. Raises PermissionDenied,
    ValidationError, ChangedMeanwhile.
    """
    found = _locked(by, activity)
    if seen is not None and found.corrections != seen:
        raise ChangedMeanwhile(_("Có người vừa sửa hoạt động này."))
    if not reason.strip():
        raise ValidationError({"reason": _("Nêu lý do sửa.")})
    entry, kind = found.entry, kind_of(found.kind)
    before: dict[str, object] = {"day": str(found.day), "quantities": entry.quantities, "details": found.details}
    told = _measures(entry, kind) if measures is None else measures
    if details is not None:
        found.details = kept_details(details)
    kind.check(told, found.details)
    entry.quantities = quantities_of(kind, told)
    found.day = entry.first_day = entry.last_day = day or found.day
    entry.traits = kind.traits(found.details)
    check_days([entry])
    entry.save(update_fields=["quantities", "traits", "first_day", "last_day"])
    _check_named(found, kind, around or Around(), before["day"])
    before |= _tell_around(found, around or Around())
    found.save(update_fields=["day", "details", "note", "folded"])
    post([entry])
    note(by, CORRECTED, found, unit=found.unit, words={"reason": reason, "before": before})
    return found


@transaction.atomic
def withdraw_activity(by: User, *, activity: Activity, reason: str) -> None:
    """Take an activity back; every figure above it falls by what it gave. Raises PermissionDenied, ValidationError."""
    found = _locked(by, activity)
    if not reason.strip():
        raise ValidationError({"reason": _("Nêu lý do rút.")})
    check_left_out(found, _served(found))
    found.withdrawn = found.entry.withdrawn = True
    found.entry.save(update_fields=["withdrawn"])
    found.save(update_fields=["withdrawn"])
    post([found.entry])
    note(by, "withdrew", found, unit=found.unit, words={"reason": reason})


def _locked(by: User, activity: Activity) -> Activity:
    require(by, Right.RECORD, activity.unit)
    share_units([activity.unit_id])  # before its entry, in the order in which a change of the unit takes them
    found = Activity.objects.select_for_update(of=("self", "entry")).select_related("entry", "unit").get(pk=activity.pk)
    if found.withdrawn:
        raise ValidationError(_("Hoạt động này đã được rút."))
    return found


def _check_named(found: Activity, kind: Kind, around: Around, day_before: object) -> None:
    """Raise ValidationError where somebody may not be named who is named anew, or on another day."""
    served = _served(found)
    named = served if around.beneficiaries is None else list(around.beneficiaries)
    check_left_out(found, [member for member in served if member not in named])
    if str(found.day) == day_before:
        named = [member for member in named if member not in served]
    check_named([(kind, found.day, named)], without=found)


def _served(found: Activity) -> list[Member]:
    return list(Member.objects.filter(benefits__activity=found).order_by("pk"))


def _measures(entry: Entry, kind: Kind) -> Measures:
    bounds = {name: entry.bound(name) for name in kind.measures}
    return {name: bound for name, bound in bounds.items() if bound is not None}


def _tell_around(found: Activity, around: Around) -> dict[str, object]:
    """Change what is told around it; returns what it was, as the journal may say it: no person's name, no free text."""
    before: dict[str, object] = {}
    if around.note is not None and around.note != found.note:
        before["note"] = bool(found.note)
        found.note, found.folded = around.note, fold(around.note)
    partners = {unit.pk: unit.code for unit in found.partners.all()}
    if around.partners is not None and {unit.pk for unit in around.partners} != partners.keys():
        before["partners"] = sorted(partners.values())
        found.partners.clear()
        link(found, around.partners, ())
    served = set(found.beneficiaries.values_list("member", flat=True))
    if around.beneficiaries is not None and {member.pk for member in around.beneficiaries} != served:
        before["beneficiaries"] = len(served)
        found.beneficiaries.all().delete()
        link(found, (), around.beneficiaries)
    return before
