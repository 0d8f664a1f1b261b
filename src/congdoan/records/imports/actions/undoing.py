"""An import taken back while nothing else depends on it: as if the workbook had never been taken in."""

from collections.abc import Sequence
from itertools import chain

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from congdoan.base import clock
from congdoan.base.text import number
from congdoan.figures.actions import post, share_units
from congdoan.figures.models import Entry
from congdoan.org.actions import note, require
from congdoan.org.models import Deed, User
from congdoan.records.activities.models import Activity
from congdoan.records.imports.actions.previewing import right_to
from congdoan.records.imports.models import State, Taken, Upload, What, taken_by
from congdoan.records.imports.rules import Tell, silent
from congdoan.records.members.models import Member, Membership, MembershipQuerySet
from congdoan.records.members.models.people import MemberQuerySet

BATCH = 5_000


def refusal_to_undo(upload: Upload) -> str:
    """Why an import can no longer be taken back; "" while it can."""
    if upload.state != State.TAKEN:
        return _("File này chưa được nhập, hoặc đã được hoàn tác.")
    if upload.what == What.ACTIVITIES:
        return _refusal_of_activities(upload)
    there = Membership.objects.filter(entered__in=taken_by(upload))
    changed = there.exclude(left=None, withdrawn=False).count() + (upload.result.get("people", 0) - there.count())
    if changed:
        return ngettext(
            "%(count)s người trong file đã có việc ghi sau đó: chuyển, thôi hoặc rút. Sửa riêng từng người.",
            "%(count)s người trong file đã có việc ghi sau đó: chuyển, thôi hoặc rút. Sửa riêng từng người.",
            changed,
        ) % {"count": number(changed)}
    if corrected := _corrected(upload, there):
        return ngettext(
            "%(count)s người trong file đã được sửa hồ sơ sau khi nhập. Sửa riêng từng người.",
            "%(count)s người trong file đã được sửa hồ sơ sau khi nhập. Sửa riêng từng người.",
            corrected,
        ) % {"count": number(corrected)}
    leaned_on = _leaned_on(upload, Member.objects.filter(memberships__in=there))
    if leaned_on:
        return ngettext(
            "%(count)s người trong file đã có việc khác dựa vào, như được thăm hỏi, tạm dừng hoặc được bầu.",
            "%(count)s người trong file đã có việc khác dựa vào, như được thăm hỏi, tạm dừng hoặc được bầu.",
            leaned_on,
        ) % {"count": number(leaned_on)}
    return ""


def _corrected(upload: Upload, there: MembershipQuerySet) -> int:
    """How many of these were written down anew since they were taken in: what was written would go with them."""
    since = Deed.objects.filter(unit=upload.unit, at__gte=upload.taken_at, verb="corrected_person")
    told = since.values_list("subject", flat=True)
    return there.filter(member__in={int(subject.removeprefix("member ")) for subject in told}).count()


def _refusal_of_activities(upload: Upload) -> str:
    """Each is as it was taken in: not corrected, not withdrawn, with nothing attached and nothing leaning on it."""
    there = Activity.objects.filter(entry__in=taken_by(upload))
    touched = set(there.withdrawn().values_list("pk", flat=True))
    for relation in Activity._meta.related_objects:
        model, field = relation.related_model, relation.field.name
        touched |= set(model._default_manager.filter(**{f"{field}__in": there}).values_list(field, flat=True))
    touched |= set(Activity.partners.through.objects.filter(activity__in=there).values_list("activity", flat=True))
    subjects = {activity.subject for activity in there}
    since = Deed.objects.filter(unit=upload.unit, subject__in=subjects).exclude(verb="recorded")
    corrected = since.values("subject").distinct().count()
    if changed := max(len(touched), corrected):
        return ngettext(
            "%(count)s hoạt động trong file đã được sửa, rút hoặc có việc khác dựa vào. Sửa riêng từng việc.",
            "%(count)s hoạt động trong file đã được sửa, rút hoặc có việc khác dựa vào. Sửa riêng từng việc.",
            changed,
        ) % {"count": number(changed)}
    return ""


def _leaned_on(upload: Upload, members: MemberQuerySet) -> int:
    """How many persons something other than the import's own membership points to, in whichever room it is."""
    keys = members.values("pk")
    found: set[int] = set()
    for relation in Member._meta.related_objects:
        model, field = relation.related_model, relation.field.name
        if model is Membership:
            continue
        found |= set(model._default_manager.filter(**{f"{field}__in": keys}).values_list(field, flat=True))
    for relation in Membership._meta.related_objects:
        model, field = relation.related_model, relation.field.name
        path = f"{field}__member"
        found |= set(model._default_manager.filter(**{f"{path}__in": keys}).values_list(path, flat=True))
    twice = Membership.objects.filter(member__in=keys).exclude(entered__in=taken_by(upload))
    return len(found | set(twice.values_list("member", flat=True)))


@transaction.atomic
def undo(by: User, *, upload: Upload, reason: str, tell: Tell = silent) -> Upload:
    """Take a whole import back: the persons go, all entries are withdrawn, the figures are as before.

    Raises PermissionDenied, and ValidationError where something depends on it.
    """
    require(by, right_to(upload.what), upload.unit)
    if not reason.strip():
        raise ValidationError({"reason": _("Nêu lý do hoàn tác.")})
    found = Upload.objects.select_for_update(of=("self",)).select_related("unit").get(pk=upload.pk)
    share_units([found.unit_id])
    list(Membership.objects.filter(entered__in=taken_by(found)).order_by("pk").select_for_update().values("pk"))
    if refusal := refusal_to_undo(found):
        raise ValidationError(refusal)
    keys = sorted(chain.from_iterable(Taken.objects.filter(upload=found).values_list("entries", flat=True)))
    for first in range(0, len(keys), BATCH):
        part = keys[first : first + BATCH]
        if found.what == What.MEMBERS:
            _drop_people(part)
        Activity.objects.filter(pk__in=part).update(withdrawn=True)
        Entry.objects.filter(pk__in=part).update(withdrawn=True)
        post(Entry(pk=key, unit_id=found.unit_id) for key in part)
        tell(min(first + BATCH, len(keys)), len(keys))
    found.state, found.undone_at = State.UNDONE, clock.now()
    found.save(update_fields=["state", "undone_at"])
    said = {"people": len(keys), "name": found.name, "reason": reason.strip()}
    note(by, "undid_import", found, unit=found.unit, words=said)
    return found


def _drop_people(entries: Sequence[int]) -> None:
    """The persons whom these entries brought in go, and their memberships."""
    memberships = Membership.objects.filter(entered__in=entries)
    people = list(memberships.values_list("member", flat=True))
    memberships._raw_delete(memberships.db)
    gone = Member.objects.filter(pk__in=people)
    gone._raw_delete(gone.db)
