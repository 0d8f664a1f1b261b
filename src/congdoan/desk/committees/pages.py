"""The committees of a unit as of a day, beside what the charter says of their sizes; congresses, elections, leaving."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.base import clock
from congdoan.catalogue.models import current
from congdoan.desk.activities.people import chosen_keys, member_choices, members_of
from congdoan.desk.committees.forms import CongressForm, ElectForm, LeaveForm
from congdoan.desk.context import Context, context_of
from congdoan.desk.days import day_asked
from congdoan.desk.door import answers
from congdoan.desk.gate import at_unit_or_404, may, me, unit_or_404
from congdoan.org.models import Unit
from congdoan.org.rules import Right
from congdoan.records.committees.actions import elect, hold_congress, unseat
from congdoan.records.committees.models import Congress, Seat, Term, congress_fault, sizes
from congdoan.records.committees.rules import CONGRESS_FORM, Body, Bounds, Office
from congdoan.records.members.models import Membership

_RANK = {office.value: place for place, office in enumerate(Office)}


@dataclass(frozen=True)
class Line:
    """Somebody in a committee; `gone` where they no longer belong to the unit or to one beneath."""

    seat: Seat
    gone: bool


@dataclass(frozen=True)
class Part:
    """A committee with who sits in it, how many may, and what does not fit."""

    body: Body
    lines: Sequence[Line]
    bounds: Bounds
    women: int
    full_time: int

    @property
    def fault(self) -> str:
        return self.bounds.fault(len(self.lines))


def committees(request: HttpRequest) -> HttpResponse:
    """Who sits in which committee of the unit on a day."""
    context = context_of(request)
    unit = unit_or_404(request, context.unit.code, Right.READ)
    asked = day_asked(request.GET)
    day = asked.day
    term = Term.objects.on(day).filter(unit=unit).select_related("unit").first()
    parts = _parts(unit, day, context.name)
    shown: dict[str, object] = {
        "context": context,
        "asked": asked,
        "is_today": day == clock.today(),
        "term": term,
        "congress": Congress(term.congress).label if term else "",
        "congress_fault": congress_fault(term) if term else "",
        "terms": Term.objects.filter(unit=unit).order_by("-span"),
        "parts": parts,
        "may": may(request, Right.MEMBERS, unit.pk),
        "has_open_term": term is not None and term.is_open,
    }
    return render(request, "desk/committees/committees.html", shown)


def _parts(unit: Unit, day: date, name: str) -> list[Part]:
    seats = list(Seat.objects.on(day).filter(unit=unit).select_related("member").order_by("member__sort_key"))
    under = Unit.objects.under([unit.pk], on=day)
    belonging = Membership.objects.standing().on(day).at(under).filter(member__in=[seat.member_id for seat in seats])
    here = set(belonging.values_list("member", flat=True))
    of = sizes(unit, day, name)
    parts: list[Part] = []
    for body in Body:
        held = sorted((seat for seat in seats if seat.body == body), key=lambda seat: _RANK[seat.office])
        lines = [Line(seat, seat.member_id not in here) for seat in held]
        women = sum(seat.member.sex == "female" for seat in held)
        parts.append(Part(body, lines, of.bounds(body), women, sum(seat.full_time for seat in held)))
    return parts


def congress(request: HttpRequest, code: str) -> HttpResponse:
    """Write down a congress, which begins a term."""
    unit = unit_or_404(request, code, Right.MEMBERS)
    context = context_of(request, unit)
    of = sizes(unit, clock.today(), context.name) if CONGRESS_FORM in current().tables else None
    usual = Congress.DELEGATES if of and of.is_of_delegates else Congress.WHOLE
    form = CongressForm(answers(request), initial={"congress": usual.value})
    if request.method == "POST" and form.is_valid() and _held(request, unit, form):
        return _back(context)
    before = Term.objects.filter(unit=unit, span__endswith=None).first()
    shown = {"context": context, "form": form, "before": before, "sizes": of}
    return render(request, "desk/committees/congress.html", shown)


def _held(request: HttpRequest, unit: Unit, form: CongressForm) -> bool:
    given = form.cleaned_data
    try:
        hold_congress(
            me(request),
            unit=unit,
            day=given["day"],
            name=given["name"],
            congress=Congress(given["congress"]),
            attended=given["attended"],
            decision=given["decision"],
        )
    except ValidationError as error:
        _tell(form, error)
        return False
    messages.success(request, _("Đã ghi đại hội. Ghi tiếp những người được bầu."))
    return True


def election(request: HttpRequest, code: str) -> HttpResponse:
    """Put people into a committee: chosen by search among those beneath."""
    unit = unit_or_404(request, code, Right.MEMBERS)
    context = context_of(request, unit)
    term = Term.objects.filter(unit=unit, span__endswith=None).first()
    if term is None:
        messages.info(request, _("Ghi đại hội trước, rồi ghi những người được bầu."))
        return redirect(f"{reverse('desk:committee_congress', args=[unit.code])}?{context.query}")
    told = answers(request)
    is_search = told is not None and told.get("do") == "find"
    start = {"day": term.first_day.isoformat() if term.first_day else "", "body": request.GET.get("body", "")}
    form = ElectForm(None if is_search else told, initial=start | (told.dict() if told and is_search else {}))
    keys = chosen_keys(told.getlist("person")) if told is not None else []
    if request.method == "POST" and not is_search and form.is_valid() and _elected(request, term, form, keys):
        return _back(context)
    choices = member_choices(unit, keys, told.get("q", "") if told is not None else "")
    shown: dict[str, object] = {"context": context, "form": form, "term": term, "choices": choices}
    return render(request, "desk/committees/elect.html", shown)


def _elected(request: HttpRequest, term: Term, form: ElectForm, keys: list[int]) -> bool:
    given = form.cleaned_data
    try:
        elect(
            me(request),
            term=term,
            body=Body(given["body"]),
            office=Office(given["office"]),
            members=members_of(term.unit, keys),
            day=given["day"],
            full_time=given["full_time"],
        )
    except ValidationError as error:
        _tell(form, error)
        return False
    messages.success(request, _("Đã ghi vào danh sách ban."))
    return True


def seat(request: HttpRequest, pk: int) -> HttpResponse:
    """One seat: since when, and ended from a day on."""
    found = at_unit_or_404(request, Seat.objects.select_related("unit", "member", "term"), Right.MEMBERS, pk=pk)
    context = context_of(request, found.unit)
    form = LeaveForm(answers(request))
    if request.method == "POST" and form.is_valid():
        try:
            unseat(me(request), seat=found, day=form.cleaned_data["day"], reason=form.cleaned_data["reason"])
        except ValidationError as error:
            _tell(form, error)
        else:
            messages.success(request, _("Đã ghi việc thôi ở trong ban."))
            return _back(context)
    shown = {"context": context, "seat": found, "body": Body(found.body).label, "form": form}
    return render(request, "desk/committees/seat.html", shown)


def _tell(form: forms.Form, error: ValidationError) -> None:
    """Put an action's faults beside the fields they speak of; those of fields the form lacks on top of it."""
    told = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    for name, sentences in told.items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)


def _back(context: Context) -> HttpResponse:
    return redirect(f"{reverse('desk:committees')}?{context.query}")
