"""Lists of activities: where, when, of which kind, with which words; fifty a page."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from congdoan.base import clock
from congdoan.base.text import fold
from congdoan.catalogue.models import current
from congdoan.desk.activities.telling import details_in_brief, kind_named, quantity
from congdoan.desk.context import Context, context_of, read_day
from congdoan.desk.gate import may, reach
from congdoan.desk.numbers import Told
from congdoan.figures.rules import Reach
from congdoan.org.models import UnitQuerySet, names_on
from congdoan.org.rules import Right
from congdoan.records.activities.models import Activity, ActivityQuerySet, Photo

A_PAGE = 50
MOST_TURNED = 10_000
"""So many activities are counted and turned through; to see those beyond, the list is narrowed."""
GROUP = "group:"


class Filters(forms.Form):
    """What a list is narrowed by, as its address says; what cannot be read is passed over."""

    q = forms.CharField(required=False, max_length=200)
    kind = forms.CharField(required=False)
    state = forms.CharField(required=False)
    photo = forms.CharField(required=False)
    on = forms.CharField(required=False)

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request.GET)
        self.is_valid()

    @property
    def text(self) -> str:
        return str(self.cleaned_data.get("q", "")).strip()

    @property
    def state_shown(self) -> str:
        state = str(self.cleaned_data.get("state", ""))
        return state if state in {"all", "withdrawn"} else ""

    @property
    def pictured(self) -> bool:
        return bool(self.cleaned_data.get("photo"))

    @property
    def day(self) -> date | None:
        try:
            return read_day(self.cleaned_data.get("on", ""))
        except ValueError:
            return None

    @property
    def chosen(self) -> str:
        """A kind's code, or `group:…`; empty for all."""
        return str(self.cleaned_data.get("kind", ""))

    @property
    def kinds(self) -> list[str] | None:
        """The codes of the kinds shown; None for all."""
        catalogue, chosen = current(), self.chosen
        if chosen.startswith(GROUP):
            group = chosen.removeprefix(GROUP)
            return [kind.code for kind in catalogue.kinds.values() if kind.group == group]
        return [chosen] if chosen else None

    @property
    def chosen_name(self) -> str:
        """What the kind or the group is called; empty for all."""
        catalogue, code = current(), self.chosen.removeprefix(GROUP)
        found = catalogue.groups.get(code) if self.chosen.startswith(GROUP) else catalogue.kinds.get(code)
        return found.local_name if found else ""

    @property
    def is_any(self) -> bool:
        return bool(self.text or self.chosen or self.state_shown or self.pictured or self.day)


@dataclass(frozen=True)
class Row:
    """An activity as a list shows it."""

    activity: Activity
    kind: str
    more: str
    unit: str
    people: Told | None
    amount: Told | None

    @property
    def has_photo(self) -> bool:
        return bool(getattr(self.activity, "has_photo", False))


def units_shown(request: HttpRequest, context: Context) -> UnitQuerySet:
    """The units of the context bar, as far as this user may read them."""
    mine = reach(request, Right.READ)
    if context.scope == Reach.OWN:
        return mine.filter(pk=context.unit.pk)
    return mine.filter(pk__in=context.units(context.day).values("pk"))


def activities_shown(request: HttpRequest, context: Context, filters: Filters) -> ActivityQuerySet:
    """The activities of the context, narrowed by the filters, the newest first."""
    found = Activity.objects.at(units_shown(request, context))
    found = found.filter(day=filters.day) if filters.day else found.during(context.period)
    if filters.kinds is not None:
        found = found.of(*filters.kinds)
    if filters.text and fold(filters.text):
        found = found.saying(filters.text, kinds_saying(filters.text))
    if filters.pictured:
        found = found.pictured()
    match filters.state_shown:
        case "withdrawn":
            found = found.withdrawn()
        case "":
            found = found.standing()
    return found.newest_first()


def kinds_saying(text: str) -> list[str]:
    """The kinds whose names hold every word."""
    words = fold(text).split()
    kinds = current().kinds.values()
    return [kind.code for kind in kinds if all(word in fold(f"{kind.name} {kind.name_en}") for word in words)]


def activities(request: HttpRequest) -> HttpResponse:
    """What was done, where the context bar says."""
    context, filters = context_of(request), Filters(request)
    found = activities_shown(request, context, filters)[:MOST_TURNED]
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    shown = {
        "context": context,
        "filters": filters,
        "page": page,
        "is_cut": page.paginator.count == MOST_TURNED,
        "rows": rows(_listed(page.object_list)),
        "kinds": _kind_choices(),
        "may_record": may(request, Right.RECORD, context.unit.pk),
    }
    return render(request, "desk/activities/activities.html", shown)


def _listed(page: Any) -> list[Activity]:
    """A page's activities with all that a row shows: first which they are, then what they hold."""
    keys = list(page.values_list("pk", flat=True))
    pictured = Exists(Photo.objects.filter(activity=OuterRef("pk")))
    found = Activity.objects.filter(pk__in=keys).annotate(has_photo=pictured)
    return list(found.select_related("entry", "entry__by").newest_first())


def rows(listed: list[Activity]) -> list[Row]:
    """Activities as lists show them; their units by the names of the last day among them."""
    names = names_on({each.unit_id for each in listed}, max((each.day for each in listed), default=clock.today()))
    kinds = current().kinds
    return [
        Row(
            each,
            kind_named(each.kind),
            details_in_brief(kinds.get(each.kind), each.details),
            names.get(each.unit_id, ""),
            quantity(each.entry, "people"),
            quantity(each.entry, "amount"),
        )
        for each in listed
    ]


def _kind_choices() -> list[tuple[str, str, list[tuple[str, str]]]]:
    catalogue = current()
    return [
        (
            GROUP + group.code,
            group.local_name,
            [(kind.code, kind.local_name) for kind in catalogue.kinds.values() if kind.group == group.code],
        )
        for group in catalogue.groups.values()
        if any(kind.group == group.code for kind in catalogue.kinds.values())
    ]
