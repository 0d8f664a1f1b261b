"""The pickers of the context bar: each a small page, shown in a dialog where htmx asks for it.

Every choice is a link back to the page one came from, with one word of its query changed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from congdoan.base import clock
from congdoan.base.period import CALENDAR, Cutoff, Period, UnknownPeriod, parse_period
from congdoan.catalogue.rules import Level
from congdoan.desk.context import RECENT, UNION, Context, context_of, read_day
from congdoan.desk.finding import Found, find_units, told
from congdoan.desk.gate import reach, standing
from congdoan.desk.periods import as_written, refused
from congdoan.desk.words import day, days, level_brief, period_brief, period_name, scope_name
from congdoan.figures.rules import Reach
from congdoan.org.models import Lineage, Unit
from congdoan.org.rules import Right


@dataclass(frozen=True)
class Choice:
    """A link back, with one word changed."""

    label: str
    url: str
    chosen: bool = False
    more: str = ""
    is_past: bool = False
    """Whether it leads to a unit that is no more."""


def back_of(request: HttpRequest) -> str:
    """The page that the picker leads back to; home, where the link names none of ours."""
    back = request.GET.get("back", "")
    return back if url_has_allowed_host_and_scheme(back, None) and back.startswith("/") else reverse("desk:home")


def changed(back: str, context: Context, **changes: str) -> str:
    """The page one came from with its query changed; where its path names the unit, there too."""
    parts = urlsplit(back)
    kept = [(name, value) for name, value in parse_qsl(parts.query) if name not in {"page", "down", "entry"}]
    said = dict(parse_qsl(context.link(**changes)))
    query = [(name, value) for name, value in kept if name not in said and name not in changes] + list(said.items())
    path = parts.path
    if "unit" in changes:
        old, new = quote(context.unit.code), quote(changes["unit"])
        path = "/".join(new if part == old else part for part in path.split("/"))
    return f"{path}?{urlencode(query)}"


def _shown(request: HttpRequest, template: str, context: Context, more: dict[str, object]) -> HttpResponse:
    page = "desk/pickers/dialog.html" if request.headers.get("HX-Request") else "desk/pickers/page.html"
    return render(request, page, more | {"picker": template, "context": context, "back": back_of(request)})


def unit(request: HttpRequest) -> HttpResponse:
    """Search, the units lately looked at, then those around the present one within reach."""
    context, back = context_of(request), back_of(request)
    text = request.GET.get("q", "").strip()

    def choices(units: Iterable[Found]) -> list[Choice]:
        return [
            Choice(
                found.name,
                changed(back, context, unit=found.unit.code, scope=""),
                found.unit == context.unit,
                _more(found),
                bool(found.ended),
            )
            for found in units
        ]

    if text:
        found: dict[str, object] = {"found": choices(find_units(request, text, on=context.day)), "q": text}
        if request.headers.get("HX-Target") == "pick-results":
            return render(request, "desk/pickers/units_found.html", found)
        return _shown(request, "desk/pickers/unit.html", context, found)
    above, children = _around(request, context.unit, context.day)
    mine = [position.unit for position in standing(request).positions]
    recent = _recent(request, {context.unit.pk, *(unit.pk for unit in mine)})
    shown: dict[str, object] = {
        "mine": choices(told(mine, on=context.day)),
        "recent": choices(told(recent, on=context.day)),
        "above": choices(above),
        "children": choices(children),
        "scopes": _scopes(context, back),
    }
    return _shown(request, "desk/pickers/unit.html", context, shown)


def _more(found: Found) -> str:
    """Where a unit stands or went, after the name by which it was found."""
    ended = {"day": day(found.ended), "above": found.above}
    where = _("đã kết thúc %(day)s; nay thuộc %(above)s") % ended if found.ended else found.above
    return "; ".join(filter(None, [found.otherwise, where]))


def _recent(request: HttpRequest, others: set[int]) -> list[Unit]:
    """The units looked at last that the user may still read, without those shown elsewhere."""
    return list(reach(request, Right.READ).filter(code__in=request.session.get(RECENT, [])).exclude(pk__in=others))


def _around(request: HttpRequest, unit: Unit, on: date) -> tuple[list[Found], list[Found]]:
    """The units above that the user may read, from the top; and the first of those beneath."""
    ways = Lineage.objects.known().on(on).filter(unit=unit, depth__gt=0).order_by("-depth").select_related("ancestor")
    ancestors = [way.ancestor for way in ways]
    readable = set(
        reach(request, Right.READ).filter(pk__in=[each.pk for each in ancestors]).values_list("pk", flat=True)
    )
    above = [each for each in ancestors if each.pk in readable]
    children = list(Unit.objects.beneath(unit, on=on).order_by("code")[:200])
    return told(above, on=on), told(children, on=on)


def _scopes(context: Context, back: str) -> list[Choice]:
    place = context.unit.place_on(context.day)
    below = [level for level in Level if level.rank >= Level(place.level).rank]
    return [
        Choice(scope_name(scope), changed(back, context, scope=str(scope)), context.scope == scope)
        for scope in (Reach.SUBTREE, Reach.OWN)
    ] + [
        Choice(
            _("chỉ %(level)s") % {"level": level_brief(level)},
            changed(back, context, scope=str(level)),
            context.scope == level,
        )
        for level in below
    ]


def period(request: HttpRequest) -> HttpResponse:
    """The periods of the last three years by either calendar, and any other by its name."""
    context, back = context_of(request), back_of(request)
    written = request.GET.get("written", "").strip()
    error = ""
    if written:
        try:
            found = parse_period(as_written(written), _cutoff(request, context))
            return HttpResponseRedirect(changed(back, context, period=str(found), cutoff=str(found.cutoff)))
        except UnknownPeriod as fault:
            error = refused(written, fault)
    cutoff = _cutoff(request, context)
    year = max(clock.today().year, context.period.last_day.year)
    years = [(named, _periods_of(named, cutoff, context, back)) for named in range(year, year - 3, -1)]
    calendars = [
        Choice(label, f"?{_again(request, cut)}", str(cut) == str(cutoff))
        for cut, label in ((UNION, _("Lịch công đoàn, chốt 31/05")), (CALENDAR, _("Lịch thường, chốt 30/06")))
    ]
    shown: dict[str, object] = {
        "years": years,
        "calendars": calendars,
        "written": written,
        "error": error,
        "cutoff": cutoff,
    }
    return _shown(request, "desk/pickers/period.html", context, shown)


def _cutoff(request: HttpRequest, context: Context) -> Cutoff:
    try:
        return Cutoff.parse(request.GET["by"]) if "by" in request.GET else context.period.cutoff
    except UnknownPeriod:
        return context.period.cutoff


def _again(request: HttpRequest, cutoff: Cutoff) -> str:
    query = request.GET.copy()
    query["by"] = str(cutoff)
    return query.urlencode()


def _periods_of(year: int, cutoff: Cutoff, context: Context, back: str) -> list[list[Choice]]:
    names = [["", "-H1", "-H2", "-9M"], [f"-Q{n}" for n in range(1, 5)], [f"-{n:02}" for n in range(1, 13)]]
    return [[_choice(parse_period(f"{year}{name}", cutoff), context, back) for name in row] for row in names]


def _choice(found: Period, context: Context, back: str) -> Choice:
    url = changed(back, context, period=str(found), cutoff=str(found.cutoff))
    chosen = str(found) == str(context.period) and found == context.period
    return Choice(period_brief(found), url, chosen, f"{period_name(found)}: {days(found)}")


def known(request: HttpRequest) -> HttpResponse:
    """As known now, or on a day."""
    return _day(request, "known", "desk/pickers/known.html")


def tree(request: HttpRequest) -> HttpResponse:
    """On the tree of the days of the facts, or all on the tree of one day."""
    return _day(request, "tree", "desk/pickers/tree.html")


def _day(request: HttpRequest, word: str, template: str) -> HttpResponse:
    context, back = context_of(request), back_of(request)
    written, error = request.GET.get("day", "").strip(), ""
    if written:
        try:
            return HttpResponseRedirect(changed(back, context, **{word: read_day(written).isoformat()}))
        except ValueError:
            error = _("Ngày “%(text)s” không có. Viết như 20/06/2024.") % {"text": written}
    shown: dict[str, object] = {
        "now": Choice(_("Hiện nay"), changed(back, context, **{word: ""})),
        "written": written,
        "error": error,
        "last": context.period.last_day,
        "to_last": changed(back, context, **{word: context.period.last_day.isoformat()}),
    }
    return _shown(request, template, context, shown)
