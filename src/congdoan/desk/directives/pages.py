"""The register of directives and the pages of one: wording, aims, duties, sessions, review."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from congdoan.base import clock
from congdoan.base.period import Cutoff, parse_period
from congdoan.catalogue.models import current
from congdoan.desk.context import context_of
from congdoan.desk.directives import reading
from congdoan.desk.directives.form import AimForm, ChargeForm, Refusing, ReviewForm, WordingForm
from congdoan.desk.door import answers
from congdoan.desk.gate import at_unit_or_404, may, me, reach, unit_or_404
from congdoan.org.models import Unit
from congdoan.org.rules import Right
from congdoan.records.activities.models import Activity
from congdoan.records.directives.actions import (
    charge_units,
    correct_directive,
    link_study,
    register_directive,
    set_objective,
    unlink_study,
)
from congdoan.records.directives.models import Directive, Study
from congdoan.records.directives.rules import review_period
from congdoan.reports.actions import open_sheet


def directives(request: HttpRequest) -> HttpResponse:
    """The register: what the units of the user keep, or must carry out."""
    context = context_of(request)
    shown = {
        "context": context,
        "rows": reading.concerning(request),
        "may_register": may(request, Right.PLAN, context.unit.pk),
    }
    return render(request, "desk/directives/directives.html", shown)


def directive(request: HttpRequest, pk: int) -> HttpResponse:
    """One directive with all that came of it."""
    readable = reach(request, Right.READ)
    found = get_object_or_404(Directive.objects.concerning(readable).select_related("unit", "by"), pk=pk)
    is_whole = readable.filter(pk=found.unit_id).exists()
    duties = list(found.duties.select_related("unit"))
    sessions, held, attended = reading.studies(found, readable)
    names = reading.named([found.unit, *(duty.unit for duty in duties), *(each.activity.unit for each in sessions)])
    shown = {
        "directive": found,
        "keeper": names[found.unit_id],
        "aims": reading.aims(found) if is_whole else [],
        "duties": [names[duty.unit_id] for duty in duties],
        "sessions": [(each.activity, names[each.activity.unit_id]) for each in sessions],
        "held": held,
        "attended": attended,
        "reviews": reading.reviews(found, readable),
        "form": current().forms.get(found.form),
        "may_plan": may(request, Right.PLAN, found.unit_id),
        "may_record": bool(_sessions_of(request, found)),
        "may_review": bool(found.form) and bool(_reviewers(request, found)),
    }
    return render(request, "desk/directives/directive.html", shown)


def register(request: HttpRequest, code: str) -> HttpResponse:
    """Take a directive into the register of a unit."""
    unit = unit_or_404(request, code, Right.PLAN)
    form = WordingForm(answers(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = register_directive(me(request), unit=unit, wording=form.wording)
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Đã vào danh mục: %(what)s.") % {"what": made})
            return redirect("desk:directive", made.pk)
    name = unit.name_on(clock.today())
    return render(request, "desk/directives/wording.html", {"form": form, "unit": unit, "unit_name": name})


def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a directive anew."""
    found = _held_or_404(request, pk)
    form = WordingForm(answers(request), initial=WordingForm.told(found))

    def keep() -> None:
        correct_directive(me(request), directive=found, wording=form.wording)

    if _kept(request, form, keep):
        return redirect("desk:directive", pk)
    shown = {"form": form, "directive": found, "unit_name": found.unit.name_on(clock.today())}
    return render(request, "desk/directives/wording.html", shown)


def aim(request: HttpRequest, pk: int) -> HttpResponse:
    """Set or take back how much of an indicator is asked for in a year."""
    found = _held_or_404(request, pk)
    form = AimForm(answers(request), initial={"indicator": request.GET.get("indicator", "")})

    def keep() -> None:
        set_objective(me(request), directive=found, **form.cleaned_data)

    if _kept(request, form, keep):
        return redirect("desk:directive", pk)
    return render(request, "desk/directives/aim.html", {"form": form, "directive": found})


def charge(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which of the units beneath must carry it out; those that must already are listed wherever they stand now."""
    found = _held_or_404(request, pk)
    beneath = list(Unit.objects.beneath(found.unit, on=clock.today()).open_on(clock.today()))
    charged = [duty.unit for duty in found.duties.select_related("unit")]
    listed = [*beneath, *(unit for unit in charged if unit not in beneath)]
    names, codes = reading.named(listed), [unit.code for unit in charged]
    form = ChargeForm([(unit, names[unit.pk]) for unit in listed], answers(request), initial={"units": codes})

    def keep() -> None:
        chosen = set(form.cleaned_data["units"])
        charge_units(me(request), directive=found, units=[unit for unit in listed if unit.code in chosen])

    if _kept(request, form, keep):
        return redirect("desk:directive", pk)
    return render(request, "desk/directives/charge.html", {"form": form, "directive": found})


def study(request: HttpRequest, pk: int) -> HttpResponse:
    """Link recorded sessions at which it was studied, or take a link back."""
    found = get_object_or_404(Directive.objects.concerning(reach(request, Right.READ)), pk=pk)
    mine = reach(request, Right.RECORD)
    if not mine.exists():
        raise Http404
    if request.method == "POST":
        try:
            for key in request.POST.getlist("session"):
                link_study(
                    me(request), directive=found, activity=get_object_or_404(Activity.objects.at(mine), pk=_key(key))
                )
            if key := request.POST.get("drop", ""):
                held = Study.objects.select_related("activity__unit", "directive")
                one = get_object_or_404(held, directive=found, activity__unit__in=mine, pk=_key(key))
                unlink_study(me(request), study=one)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("Đã lưu."))
        return redirect("desk:directive_study", pk)
    linked = found.studies.filter(activity__unit__in=mine).select_related("activity__entry", "activity__unit")
    listed = list(linked[: reading.SHOWN * 4])
    sessions = _sessions_of(request, found)
    names = reading.named([*(each.unit for each in sessions), *(each.activity.unit for each in listed)])
    shown = {
        "directive": found,
        "sessions": [(each, names[each.unit_id]) for each in sessions],
        "linked": [(each, names[each.activity.unit_id]) for each in listed],
    }
    return render(request, "desk/directives/study.html", shown)


def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft the review from the ledger: a sheet over all years since it was issued."""
    found = get_object_or_404(Directive.objects.concerning(reach(request, Right.READ)), pk=pk)
    units = _reviewers(request, found)
    if not found.form or not units:
        raise Http404
    names = reading.named(units)
    today = clock.today()
    form = ReviewForm(
        [(unit.code, names[unit.pk]) for unit in units],
        found.day,
        answers(request),
        initial={"until": f"{today:%d/%m/%Y}", "unit": units[0].code},
    )
    if request.method == "POST" and form.is_valid():
        unit = next(unit for unit in units if unit.code == form.cleaned_data["unit"])
        span = str(review_period(found.day, form.cleaned_data["until"]))
        period = parse_period(span, Cutoff.parse(current().forms[found.form].cutoff))
        try:
            sheet = open_sheet(me(request), unit=unit, form=found.form, period=period)
        except ValidationError as error:
            form.refuse(error)
        else:
            return redirect("desk:sheet", sheet.pk)
    return render(request, "desk/directives/review.html", {"form": form, "directive": found})


def _held_or_404(request: HttpRequest, pk: int) -> Directive:
    return at_unit_or_404(request, Directive.objects.select_related("unit"), Right.PLAN, pk=pk)


def _kept(request: HttpRequest, form: Refusing, keep: Callable[[], None]) -> bool:
    """Whether what was filled in is kept; else it stands in the form with what is wrong beside it."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        keep()
    except PermissionDenied:
        raise Http404 from None
    except ValidationError as error:
        form.refuse(error)
        return False
    messages.success(request, _("Đã lưu."))
    return True


def _sessions_of(request: HttpRequest, found: Directive) -> list[Activity]:
    return reading.linkable(found, reach(request, Right.RECORD))


def _reviewers(request: HttpRequest, found: Directive) -> list[Unit]:
    """The unit that keeps it and those charged, where the user reports."""
    mine = reach(request, Right.REPORT)
    charged = mine.filter(pk__in=found.duties.values("unit")) | mine.filter(pk=found.unit_id)
    return sorted(charged.distinct(), key=lambda unit: (unit.pk != found.unit_id, unit.code))


_DIGITS = 18
"""No record's key is longer."""


def _key(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > _DIGITS:
        raise Http404
    return int(text)
