"""Entering an activity: pick a kind, say what happened, see what it will add; a form records once."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid4, uuid5

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from congdoan.base import clock
from congdoan.base.text import fold
from congdoan.catalogue.models import current
from congdoan.catalogue.rules import Group, Kind
from congdoan.desk.activities import people, waiting
from congdoan.desk.activities.form import TODAY, ActivityForm, mended
from congdoan.desk.activities.people import Choices
from congdoan.desk.activities.telling import Above, Added, above, in_brief, would_add
from congdoan.desk.context import context_of
from congdoan.desk.door import answers
from congdoan.desk.gate import me, reach, standing, unit_or_404
from congdoan.figures.models import Entry
from congdoan.org.models import Unit
from congdoan.org.rules import Right
from congdoan.records.activities.actions import NewPhoto, record_activity
from congdoan.records.activities.models import Activity

LAST_USED = 8
_UNSENT = ("csrfmiddlewaretoken", "do", "alike", "waiting", "people_q", "units_q", "drafted")
"""What a form sends that says nothing of what happened."""


@dataclass
class Sheet:
    """All that stands on the page of entering: the form, who and what is chosen, what it is like, what it adds."""

    unit: Unit
    kind: Kind
    form: ActivityForm
    people: Choices
    partners: Choices
    files: waiting.Files = field(default_factory=waiting.Files)
    key: str = ""
    alike: list[Activity] = field(default_factory=list)
    added: list[Added] = field(default_factory=list)
    above: Above | None = None
    is_sealed: bool = False
    """Whether whom it served is not shown to who corrects it, and stays as it is."""


def recording_unit(request: HttpRequest) -> Unit:
    """The unit to record at: the link's, else the one last looked at, else the first where one may."""
    unit = context_of(request).unit
    if request.GET.get("unit"):
        return unit_or_404(request, unit.code, Right.RECORD)
    mine = reach(request, Right.RECORD)
    for candidate in (unit, *(position.unit for position in standing(request).positions)):
        found = mine.filter(pk=candidate.pk).first()
        if found:
            return found
    raise Http404


def kind_or_404(code: str) -> Kind:
    found = current().kinds.get(code)
    if found is None:
        raise Http404
    return found


def record(request: HttpRequest) -> HttpResponse:
    """Which kind: the eight last used, then all by group; or a search."""
    unit = recording_unit(request)
    text = request.GET.get("q", "").strip()
    shown = {"unit": unit, "name": unit.name_on(clock.today()), "q": text, "groups": _groups(text)}
    if not text:
        shown["last"] = _last_used(request, unit)
    part = request.htmx and request.htmx.target == "kinds"  # type: ignore[attr-defined]
    return render(request, f"desk/activities/{'kinds' if part else 'record'}.html", shown)


def _groups(text: str) -> list[tuple[Group, list[Kind]]]:
    catalogue, words = current(), fold(text).split()
    groups = []
    for group in catalogue.groups.values():
        kinds = [kind for kind in catalogue.kinds.values() if kind.group == group.code]
        said = {kind: fold(f"{kind.name} {kind.name_en} {group.name}") for kind in kinds}
        kinds = [kind for kind in kinds if all(word in said[kind] for word in words)]
        if kinds:
            groups.append((group, kinds))
    return groups


def _last_used(request: HttpRequest, unit: Unit) -> list[Kind]:
    """Kinds this person recorded last, then those last recorded at the unit."""
    facts = Entry.objects.filter(noun="activity").order_by("-pk")
    mine = list(facts.filter(by=me(request)).values_list("kind", flat=True)[:100])
    here = list(facts.filter(unit=unit).values_list("kind", flat=True)[:100])
    kinds = current().kinds
    return [kinds[code] for code in dict.fromkeys(mine + here) if code in kinds][:LAST_USED]


def enter(request: HttpRequest, kind: str) -> HttpResponse:
    """The form of a kind; recorded, it leads to the record's page."""
    unit = recording_unit(request)
    sheet = _sheet(request, unit, kind_or_404(kind))
    if request.method == "POST":
        sheet.files = waiting.files_of(request)
        if request.POST.get("do", "record") == "record":
            recorded = _recorded(request, sheet)
            if recorded:
                return redirect("desk:activity", recorded.pk)
        else:
            _looked(sheet, request.POST)
    else:
        waiting.sweep(request)
        if sheet.form.is_bound:
            sheet.form.forgive()
    _foresee(sheet)
    shown = {"sheet": sheet, "form": sheet.form, "name": unit.name_on(clock.today()), "unit": unit}
    return render(request, "desk/activities/enter.html", shown)


def check(request: HttpRequest, kind: str) -> HttpResponse:
    """What the form would add, and what is there already that is like it; asked anew with each change."""
    unit = recording_unit(request)
    sheet = _sheet(request, unit, kind_or_404(kind), request.GET)
    _foresee(sheet)
    return render(request, "desk/activities/check.html", {"sheet": sheet, "unit": unit})


def find_people(request: HttpRequest) -> HttpResponse:
    """Members at the unit whose names hold what is written."""
    unit = recording_unit(request)
    keys = people.chosen_keys(request.GET.getlist("served"))
    found = people.member_choices(unit, keys, request.GET.get("people_q", ""))
    return render(request, "desk/activities/choices.html", {"choices": found, "name": "served"})


def find_units(request: HttpRequest) -> HttpResponse:
    """Units near whose names hold what is written."""
    unit = recording_unit(request)
    keys = people.chosen_keys(request.GET.getlist("partners"))
    found = people.unit_choices(unit, keys, request.GET.get("units_q", ""))
    return render(request, "desk/activities/choices.html", {"choices": found, "name": "partners"})


def _sheet(request: HttpRequest, unit: Unit, kind: Kind, sent: QueryDict | None = None) -> Sheet:
    told = sent if sent is not None else answers(request)
    said = told if told is not None else request.GET  # a link may say whom it served
    chosen = people.chosen_keys(said.getlist("served")) if kind.beneficiaries else []
    served = people.member_choices(unit, chosen, said.get("people_q", ""))
    partners = people.unit_choices(unit, people.chosen_keys(said.getlist("partners")), said.get("units_q", ""))
    form = ActivityForm(kind, told, today=clock.today(), serves=len(served.chosen))
    return Sheet(unit, kind, form, served, partners, key=_key(said))


def _key(said: QueryDict) -> str:
    try:
        return str(UUID(said.get("key", "")))
    except ValueError:
        return str(uuid4())


def _looked(sheet: Sheet, sent: QueryDict) -> None:
    """A search, a mend or a dropped file: the form as it was, without a word on what is missing."""
    sheet.form = ActivityForm(sheet.kind, mended(sent), today=sheet.form.today, serves=sheet.form.serves)
    sheet.form.forgive()


def _recorded(request: HttpRequest, sheet: Sheet) -> Activity | None:
    """The activity, once all is well and nothing like it is there that the writer has not seen."""
    form = sheet.form
    for name, refused in sheet.files.refused:
        form.add_error(None, ValidationError(f"{_name_of(name)}: {refused.messages[0]}", code=name))
    if not form.is_valid():
        return None
    key = _mark(sheet.key, request.POST)
    done = Activity.objects.filter(key=key, entry__by=me(request)).first()
    if done is None:
        sheet.alike = alike(sheet.unit, sheet.kind, form.happened_on)
        seen = people.chosen_keys(request.POST.getlist("alike"))
        if {each.pk for each in sheet.alike} - set(seen):
            return None
        try:
            done = _record(request, sheet, key)
        except ValidationError as error:
            form.refuse(error)
            return None
    waiting.forget(request, sheet.files)
    count = above(sheet.unit, done.day).count
    messages.success(
        request,
        ngettext(
            "Đã ghi vào sổ. Số của %(count)s cấp đã thay đổi.",
            "Đã ghi vào sổ. Số của %(count)s cấp đã thay đổi.",
            count,
        )
        % {"count": count},
    )
    return done


def _record(request: HttpRequest, sheet: Sheet, key: UUID) -> Activity:
    form, files = sheet.form, sheet.files
    return record_activity(
        me(request),
        unit=sheet.unit,
        day=form.happened_on,
        kind=sheet.kind.code,
        measures=form.quantities(),
        details=form.answers(),
        note=form.cleaned_data["note"],
        partners=people.partners_of(sheet.unit, sheet.partners.keys),
        beneficiaries=people.members_of(sheet.unit, sheet.people.keys),
        photos=[NewPhoto(waiting.picture_of(request, each.key), each.caption) for each in files.photos],
        documents=[waiting.paper_of(request, each) for each in files.documents],
        key=key,
    )


def _mark(key: str, sent: QueryDict) -> UUID:
    """The mark of this form with these answers: sent twice it is one activity, changed it is another."""
    said = sorted((name, value) for name in sent if name not in _UNSENT for value in sent.getlist(name))
    return uuid5(UUID(key), repr(said))


def _name_of(field: str) -> str:
    return _("Ảnh") if field == "photos" else _("Văn bản")


def alike(unit: Unit, kind: Kind, day: date) -> list[Activity]:
    """What was recorded already of the same kind, at the same unit, on the same day."""
    found = Activity.objects.filter(unit=unit, kind=kind.code, day=day).standing()
    return list(found.select_related("entry", "entry__by").order_by("-pk")[:5])


def _foresee(sheet: Sheet) -> None:
    """What is like it already, and what it will add, as far as it is filled in."""
    day, entry = _so_far(sheet)
    sheet.alike = sheet.alike or alike(sheet.unit, sheet.kind, day)
    sheet.above = above(sheet.unit, day)
    sheet.added = would_add(entry)
    for each in sheet.alike:
        each.brief = in_brief(each)  # type: ignore[attr-defined]


def _so_far(sheet: Sheet) -> tuple[date, Entry]:
    """The day and the entry of a form half filled in; where no day is chosen yet, today."""
    filled, kind = sheet.form, sheet.kind
    said = filled.data if filled.is_bound else {"day_is": TODAY}
    draft = ActivityForm(kind, said, today=filled.today, serves=filled.serves)
    draft.is_valid()
    day = draft.cleaned_data.get("day_is")
    day = day if isinstance(day, date) else filled.today
    entry = Entry(
        noun="activity",
        kind=kind.code,
        unit=sheet.unit,
        first_day=day,
        last_day=day,
        quantities={name: bound.as_list() for name, bound in kind.quantities(draft.quantities()).items()},
        traits=kind.traits(draft.answers()),
    )
    return day, entry
