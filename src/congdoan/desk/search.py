"""The one search box: units, members, indicators and whatever other rooms bring, forgiving of marks."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from congdoan.base import clock
from congdoan.base.text import fold
from congdoan.catalogue.models import current, local
from congdoan.claims.models import CheckedText
from congdoan.desk.activities.telling import kind_named
from congdoan.desk.finding import find_units
from congdoan.desk.gate import reach, standing
from congdoan.desk.words import day, period_name
from congdoan.org.models import names_on
from congdoan.org.rules import Right
from congdoan.records.activities.models import Activity
from congdoan.records.directives.models import Directive
from congdoan.records.members.models import Membership, Sex, called
from congdoan.reports.models import Sheet


@dataclass(frozen=True)
class Hit:
    """One thing found: what it is called, where it opens, and a word more."""

    what: str
    url: str
    more: str = ""


SHOWN = 10
SOUGHT = 500
"""So many are sought by their words alone, of anybody, before it is asked which of them the user may see."""

LONGEST = 120
"""So many characters of a note are shown."""

_folded = lru_cache(maxsize=2048)(fold)

Source = Callable[[HttpRequest, str], list[Hit]]


def units(request: HttpRequest, text: str) -> list[Hit]:
    return [
        Hit(
            found.name,
            reverse("desk:unit", args=[found.unit.code]),
            " · ".join(filter(None, [found.otherwise, found.above, day(found.ended)])),
        )
        for found in find_units(request, text, on=clock.today(), most=10)
    ]


def members(request: HttpRequest, text: str) -> list[Hit]:
    """Members whose names hold every word, where one looks after members; each opens their page."""
    if Right.MEMBERS not in standing(request).rights or not fold(text):
        return []
    today = clock.today()
    near = Membership.objects.standing().on(today).at(reach(request, Right.MEMBERS).order_by())
    near = called(near, text, among_many=True).order_by("member__sort_key", "pk")
    # A person's whole row, and that of the unit, take longer to read than to find.
    found = list(near.values_list("member_id", "member__name", "member__sex", "member__born", "unit_id")[:SHOWN])
    names = names_on({unit for *_person, unit in found}, today)
    return [
        Hit(name, reverse("desk:member", args=[key]), _told(sex, born, names[unit]))
        for key, name, sex, born, unit in found
    ]


def _told(sex: str, born: date | None, unit: str) -> str:
    return " · ".join(filter(None, [str(Sex(sex).label), str(born.year) if born else "", unit]))


def indicators(request: HttpRequest, text: str) -> list[Hit]:
    """Indicators by their names and by how texts say them."""
    words = fold(text).split()
    if not words:
        return []
    found = [
        Hit(indicator.local_name, reverse("desk:figure", args=[code]), local(indicator.unit))
        for code, indicator in current().indicators.items()
        if all(word in _folded(" ".join((indicator.name, indicator.local_name, *indicator.phrases))) for word in words)
    ]
    return found[:10]


def activities(request: HttpRequest, text: str) -> list[Hit]:
    """The newest activities whose notes hold every word."""
    if not fold(text):
        return []
    first = list(Activity.objects.standing().saying(text).newest_first().values_list("pk", flat=True)[:SOUGHT])
    if not first:
        return []
    near = Activity.objects.at(reach(request, Right.READ)).standing().newest_first()
    told = ("pk", "kind", "note", "day")
    found = list(near.filter(pk__in=first).values_list(*told)[:SHOWN])
    if len(found) < SHOWN and len(first) == SOUGHT:
        found = list(near.saying(text).values_list(*told)[:SHOWN])
    return [
        Hit(_in_short(note), reverse("desk:activity", args=[key]), f"{kind_named(kind)} · {day(held)}")
        for key, kind, note, held in found
    ]


def _in_short(note: str) -> str:
    return Truncator(" ".join(note.split())).chars(LONGEST)


def checked_texts(request: HttpRequest, text: str) -> list[Hit]:
    """The newest checked texts whose titles hold every word."""
    if not fold(text):
        return []
    found = CheckedText.objects.named(text).filter(unit__in=reach(request, Right.READ)).newest_first()
    told = found.values_list("pk", "title", "dated")[:SHOWN]
    return [Hit(title, reverse("desk:reconcile_text", args=[key]), day(dated)) for key, title, dated in told]


def directives(request: HttpRequest, text: str) -> list[Hit]:
    """The newest directives whose sort, number and title hold every word, of those that concern the user's units."""
    if not fold(text):
        return []
    found = Directive.objects.named(text).concerning(reach(request, Right.READ))[:SHOWN]
    return [
        Hit(
            f"{each}: {_in_short(each.title)}",
            reverse("desk:directive", args=[each.pk]),
            f"{each.issuer} · {day(each.day)}",
        )
        for each in found
    ]


def sheets(request: HttpRequest, text: str) -> list[Hit]:
    """The newest sheets whose form's name, or period, holds every word."""
    words = fold(text).split()
    forms = [
        code
        for code, form in current().forms.items()
        if words and all(word in fold(f"{form.name} {form.subject or ''} {code}") for word in words)
    ]
    if not forms:
        return []
    found = list(Sheet.objects.filter(unit__in=reach(request, Right.READ), form__in=forms).select_related("unit")[:10])
    names = names_on({sheet.unit_id for sheet in found}, clock.today())
    return [
        Hit(
            f"{sheet.of_form.local_name}, {period_name(sheet.of_period)}",
            reverse("desk:sheet", args=[sheet.pk]),
            f"{names[sheet.unit_id]} · {sheet.of_state.label}",
        )
        for sheet in found
    ]


# Each room adds its own line: a heading, and the function that finds.
SOURCES: list[tuple[str | Promise, Source]] = [
    (_("Đơn vị"), units),
    (_("Đoàn viên"), members),
    (_("Số liệu"), indicators),
    (_("Hoạt động"), activities),
    (_("Văn bản đã đối soát"), checked_texts),
    (_("Báo cáo"), sheets),
    (_("Nghị quyết"), directives),
]


def search(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").strip()
    standing(request)  # read before the units: what lies in reach is then asked for by the positions, more simply
    groups = [(heading, hits) for heading, source in SOURCES if text and (hits := source(request, text))]
    return render(request, "desk/search/search.html", {"q": text, "groups": groups})
