"""Whom an activity may name: who agreed to what only consent allows, and whose steps come in their order, each once."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Min
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congdoan.catalogue.models import current
from congdoan.catalogue.rules import Kind
from congdoan.records.activities.models import Activity, Beneficiary
from congdoan.records.activities.rules import Hindered, Hindrance, hindrance, resting_on
from congdoan.records.members.models import Member, without_consent

Taken = Mapping[str, date]

_HINDERED: dict[Hindrance, tuple[str, str | Promise]] = {
    Hindrance.TWICE: (
        "beneficiaries",
        gettext_lazy("%(name)s đã có bước “%(other)s” ngày %(day)s. Mở bước ấy để sửa, không ghi lần nữa."),
    ),
    Hindrance.SKIPPED: (
        "beneficiaries",
        gettext_lazy("%(name)s chưa có bước “%(other)s”. Ghi bước ấy trước, đúng ngày đã làm."),
    ),
    Hindrance.EARLY: (
        "day",
        gettext_lazy("%(name)s có bước “%(other)s” ngày %(day)s; bước này không thể trước đó. Sửa lại ngày."),
    ),
    Hindrance.LATE: (
        "day",
        gettext_lazy("%(name)s có bước “%(other)s” ngày %(day)s; bước này không thể sau đó. Sửa lại ngày."),
    ),
}


def check_named(named: Iterable[tuple[Kind, date, Sequence[Member]]], without: Activity | None = None) -> None:
    """Raise ValidationError where somebody may not be named in an activity of a kind on a day.

    Several are looked at in the order of their days. `without` is the activity that is being corrected. Those who take
    a step are held until the transaction ends, so that nobody takes it twice at once.
    """
    told = [(current().way(kind.code), kind, day, members) for kind, day, members in named if members]
    told = sorted(told, key=lambda each: (each[2], each[0].index(each[1])))
    stepping = {member.pk for way, _kind, _day, members in told if len(way) > 1 for member in members}
    taken = _taken(stepping, without)
    for way, kind, day, members in told:
        _check_consent(kind, day, members)
        if len(way) > 1:
            for member in members:
                own = taken.setdefault(member.pk, {})
                if found := hindrance([step.code for step in way], kind.code, day, own):
                    raise _refusal(found, member)
                own[kind.code] = day


def check_left_out(activity: Activity, members: Sequence[Member]) -> None:
    """Raise ValidationError where somebody took a later step, and this one is taken from them."""
    kind = current().kinds.get(activity.kind)
    way = [step.code for step in current().way(kind.code)] if kind else []
    if len(way) < 2:
        return
    taken = _taken({member.pk for member in members}, activity)
    for member in members:
        own = taken.get(member.pk, {})
        if after := resting_on(way, activity.kind, own):
            sentence = _("%(name)s đã có bước “%(other)s” ngày %(day)s dựa trên bước này. Rút bước ấy trước.")
            raise ValidationError({"beneficiaries": sentence % _said(after, own[after], member)}, code="rests")


def _check_consent(kind: Kind, day: date, named: Sequence[Member]) -> None:
    if kind.purpose is None:
        return
    lacking = without_consent([member.pk for member in named], kind.purpose, day)
    first = next((member for member in named if member.pk in lacking), None)
    if first is not None:
        sentence = _(
            "%(name)s chưa đồng ý cho việc “%(purpose)s” tính đến %(day)s. Ghi sự đồng ý ở trang của người ấy."
        )
        said = {"name": first.name, "purpose": kind.purpose.label, "day": f"{day:%d/%m/%Y}"}
        raise ValidationError({"beneficiaries": sentence % said}, code="consent")


def _taken(members: set[int], without: Activity | None) -> dict[int, dict[str, date]]:
    """The steps that these persons took, wherever that was, each with its first day."""
    if not members:
        return {}
    list(Member.objects.filter(pk__in=members).order_by("pk").select_for_update(no_key=True).values_list("pk"))
    rows = Beneficiary.objects.filter(member__in=members, activity__withdrawn=False)
    if without is not None:
        rows = rows.exclude(activity=without)
    found: dict[int, dict[str, date]] = {}
    for member, kind, day in rows.values_list("member", "activity__kind").annotate(Min("activity__day")):
        found.setdefault(member, {})[kind] = day
    return found


def _refusal(found: Hindered, member: Member) -> ValidationError:
    field, sentence = _HINDERED[found.how]
    return ValidationError({field: str(sentence) % _said(found.step, found.day, member)}, code=found.how.value)


def _said(step: str, day: date | None, member: Member) -> dict[str, str]:
    kinds = current().kinds
    name = kinds[step].local_name if step in kinds else step
    return {"name": member.name, "other": name, "day": f"{day:%d/%m/%Y}" if day else ""}
