"""An activity's page: what, where, when, how much, whom it served, who says so, what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models.fields.files import FieldFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from congdoan.base import clock
from congdoan.base.bound import Bound
from congdoan.catalogue.models import current, local
from congdoan.catalogue.rules import Kind, Purpose
from congdoan.catalogue.rules.kinds import Detail
from congdoan.desk.activities import telling, waiting
from congdoan.desk.context import context_of
from congdoan.desk.door import answers
from congdoan.desk.gate import at_unit_or_404, may, me
from congdoan.desk.members.form import UnmaskForm, refuse
from congdoan.desk.members.party import ADMISSION
from congdoan.desk.numbers import Told
from congdoan.desk.words import day as day_in_words
from congdoan.org.models import Deed, names_on
from congdoan.org.rules import Right
from congdoan.records.activities.models import CORRECTED, Activity
from congdoan.records.members.actions import unmask
from congdoan.records.members.models import Member, without_consent

A_DAY = 24 * 3600
JPEG = "image/jpeg"


@dataclass(frozen=True)
class Change:
    """One thing that a correction changed: what was said before, what after."""

    what: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Line:
    """A deed as the page tells it."""

    deed: Deed
    what: str
    changes: list[Change] = field(default_factory=list)


def activity_or_404(request: HttpRequest, pk: int, right: Right = Right.READ) -> Activity:
    """The activity, if the user has the right at its unit; to anyone else it does not exist."""
    return at_unit_or_404(request, Activity.objects.select_related("unit", "entry", "entry__by"), right, pk=pk)


def too_late(request: HttpRequest, found: Activity) -> HttpResponse:
    """Back to the page of an activity that was withdrawn meanwhile: nothing more is done to it."""
    messages.warning(request, _("Hoạt động này đã được rút nên không sửa, không thêm gì được nữa."))
    return redirect("desk:activity", found.pk)


def may_record(request: HttpRequest, activity: Activity) -> bool:
    return may(request, Right.RECORD, activity.unit_id)


def activity(request: HttpRequest, pk: int) -> HttpResponse:
    found = activity_or_404(request, pk)
    kind = current().kinds.get(found.kind)
    may = may_record(request, found)
    shown = {
        "context": context_of(request, found.unit),
        "activity": found,
        "kind": kind,
        "kind_name": telling.kind_named(found.kind),
        "unit_name": found.unit.name_on(found.day),
        "may_record": may and not found.withdrawn,
        "may_repeat": may and kind is not None,
        "quantities": quantities_in_words(kind, found),
        "details": telling.details_in_words(kind, found.details),
        "partners": sorted(names_on(found.partners.values_list("pk", flat=True), found.day).values()),
        "photos": list(found.photos.all()),
        "documents": list(found.documents.all()),
        "adds": telling.adds(found.entry),
        "history": history(found),
    }
    return render(request, "desk/activities/activity.html", shown | _served(request, found))


def photo(request: HttpRequest, pk: int, photo: int) -> HttpResponse:
    """A photo as it is kept."""
    return _picture(activity_or_404(request, pk), photo, "large")


def small_photo(request: HttpRequest, pk: int, photo: int) -> HttpResponse:
    """The same, small enough for a list."""
    return _picture(activity_or_404(request, pk), photo, "small")


def document(request: HttpRequest, pk: int, document: int) -> HttpResponse:
    """A document, always as a file to be kept, never as a page of ours."""
    found = activity_or_404(request, pk).documents.filter(pk=document).first()
    if found is None:
        raise Http404
    return _file(_content(found.file), found.sort.media_type, found.name, kept=True)


def waiting_photo(request: HttpRequest, key: str) -> HttpResponse:
    """A photo sent with a form that was not recorded yet, for its sender alone."""
    return _file(waiting.picture_of(request, key).small, JPEG, f"anh-{key[:8]}.jpg")


def _picture(found: Activity, key: int, size: str) -> HttpResponse:
    photo = found.photos.filter(pk=key).first()
    if photo is None:
        raise Http404
    return _file(_content(getattr(photo, size)), JPEG, f"anh-{photo.pk}.jpg")


def _content(file: FieldFile) -> bytes:
    try:
        with file.open() as opened:
            content: bytes = opened.read()
            return content
    except FileNotFoundError:
        raise Http404 from None


def _file(content: bytes, media_type: str, name: str, *, kept: bool = False) -> HttpResponse:
    """A file is what we say it is, runs nothing, and stays with who was let in."""
    response = HttpResponse(content, content_type=media_type)
    response.headers["Content-Disposition"] = content_disposition_header(kept, name) or "inline"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = f"private, max-age={A_DAY}"
    return response


def _served(request: HttpRequest, found: Activity) -> dict[str, object]:
    """Whom it served: their number for every reader, their names for who looks after the members there.

    Who was admitted to the Party lies sealed: of them the names are for who wrote it down, and for others by a reason.
    """
    count = found.beneficiaries.count()
    if not count or not may(request, Right.MEMBERS, found.unit_id):
        return {"served_count": count}
    served = [each.member for each in found.beneficiaries.select_related("member").order_by("member__sort_key")]
    is_shown = lies_sealed(request, found)
    if is_shown:
        form = UnmaskForm(answers(request))
        if not _is_unsealed(request, served, form):
            may_unmask = may(request, Right.UNMASK, found.unit_id)
            return {"served_count": count, "is_sealed": True, "form": form if may_unmask else None}
    silent = without_consent([each.pk for each in served], Purpose.PUBLICATION, clock.today())
    unnamed = [each.name for each in served if each.pk in silent]
    names = [each.name for each in served]
    return {"served_count": count, "served": names, "unnamed": unnamed, "is_shown": is_shown}


def lies_sealed(request: HttpRequest, found: Activity) -> bool:
    """Whether it says who belongs to the Party, to somebody who has not written it down."""
    return found.kind == ADMISSION and found.entry.by_id != me(request).pk


def _is_unsealed(request: HttpRequest, served: Sequence[Member], form: UnmaskForm) -> bool:
    """Whether they are shown, by who may and gives a reason; each has a line that says so."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        for member in served:
            unmask(me(request), member=member, fields=["party"], reason=form.cleaned_data["reason"])
    except ValidationError as error:
        refuse(form, error)
        return False
    return True


def quantities_in_words(kind: Kind | None, found: Activity) -> list[tuple[str, Told, str]]:
    """Each quantity beneath its label: `people` as the kind calls it."""
    labels = {name: local(label) for name, label in kind.measures.items()} if kind else {}
    order = [name for name in labels if name in found.entry.quantities]
    order += [name for name in found.entry.quantities if name not in labels and name != "times"]
    rows = []
    for name in order:
        told = telling.quantity(found.entry, name)
        if told:
            rows.append((str(labels.get(name, name)), told, "đ" if name == "amount" else ""))
    return rows


# ---------- what became of it


def history(found: Activity) -> list[Line]:
    """What was done to it, the last first; each correction says what it changed."""
    told = []
    after = _state(found)
    for deed in reversed(list(found.deeds)):
        changes: list[Change] = []
        if deed.verb == CORRECTED:
            before = dict(deed.words.get("before", {}))
            changes = changes_between(found.kind, before, after)
            after = {name: before.get(name, after.get(name)) for name in ("day", "quantities", "details")}
        told.append(Line(deed, named(deed), changes))
    return told


def named(deed: Deed) -> str:
    what = {
        "recorded": _("Đã ghi vào sổ"),
        CORRECTED: _("Đã sửa"),
        "withdrew": _("Đã rút"),
        "captioned": _("Sửa chú thích ảnh"),
        "attached": _("Đã thêm ảnh") if "photo" in deed.words else _("Đã kèm văn bản"),
        "removed": _("Bỏ ảnh") if "photo" in deed.words else _("Bỏ văn bản"),
    }
    return what.get(deed.verb, deed.verb)


def _state(found: Activity) -> dict[str, Any]:
    return {"day": str(found.day), "quantities": found.entry.quantities, "details": found.details}


def changes_between(code: str, before: dict[str, Any], after: dict[str, Any]) -> list[Change]:
    """What differs between two states of an activity, in words."""
    kind = current().kinds.get(code)
    measures = {str(name): local(label) for name, label in kind.measures.items()} if kind else {}
    asked = {**(kind.details if kind else {})}
    changes = [
        Change(_("Ngày"), _day(was), _day(now)) for _name, was, now in _differing({"day": before.get("day")}, after)
    ]
    changes += [
        Change(measures.get(name, name), _stored(was), _stored(now))
        for name, was, now in _differing(before.get("quantities", {}), after.get("quantities", {}), both=True)
    ]
    changes += [
        Change(
            local(asked[name].label) if name in asked else name,
            *(_answer(asked.get(name), side) for side in (was, now)),
        )
        for name, was, now in _differing(before.get("details", {}), after.get("details", {}), both=True)
    ]
    around = {"note": _("Ghi thêm"), "partners": _("Đơn vị phối hợp"), "beneficiaries": _("Người thụ hưởng")}
    return changes + [Change(label) for name, label in around.items() if name in before]


def _differing(was: dict[str, Any], now: dict[str, Any], *, both: bool = False) -> list[tuple[str, Any, Any]]:
    names = dict.fromkeys([*was, *now]) if both else was
    return [(name, was.get(name), now.get(name)) for name in names if was.get(name) != now.get(name)]


def _answer(detail: Detail | None, answer: Any) -> str:
    return "" if answer is None else telling.answer_in_words(detail, answer)


def _day(text: Any) -> str:
    return day_in_words(date.fromisoformat(text)) if isinstance(text, str) else ""


def _stored(quantity: Any) -> str:
    if quantity is None:
        return ""
    bound = Bound.from_list(quantity) if isinstance(quantity, list) else Bound.exactly(int(quantity))
    return str(telling.told_bound(bound))
