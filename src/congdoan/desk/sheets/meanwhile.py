"""What colleagues changed in a draft since its page was opened: a strip that says who and what."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from congdoan.base import clock
from congdoan.catalogue.models import current
from congdoan.desk.gate import me
from congdoan.desk.sheets.reading import count_in, sheet_or_404
from congdoan.org.models import User
from congdoan.org.rules import Right
from congdoan.reports.models import Sheet, part_keys
from congdoan.reports.rules import line_key

SHOWN = 3


@dataclass(frozen=True)
class Touched:
    """Somebody changed something: a part of the text, a line, what is asked for."""

    by: User
    at: datetime
    what: str


def meanwhile(request: HttpRequest, pk: int) -> HttpResponse:
    """The strip for whoever opened the draft at `since`, when its count of changes was `seen`; asked again and again.

    `part` narrows it to one part, of which `seen` is then the version.
    """
    found = sheet_or_404(request, pk, Right.READ)
    part, seen = request.GET.get("part", ""), request.GET.get("seen", "")
    since, count = _since(request), count_in(seen)
    touched = _touched(found, me(request), since, found.edits if count < 0 else count, part)
    shown = {
        "sheet": found,
        "since": since.isoformat(),
        "seen": seen,
        "part": part,
        "touched": touched[:SHOWN],
        "has_gone": not found.is_editable,
    }
    return render(request, "desk/sheets/meanwhile.html", shown)


def _since(request: HttpRequest) -> datetime:
    try:
        since = parse_datetime(request.GET.get("since", ""))
    except ValueError:
        since = None
    return since if since is not None and since.tzinfo is not None else clock.now()


def _touched(found: Sheet, user: User, since: datetime, seen: int, part: str) -> list[Touched]:
    """What others changed since, the latest first."""
    titles = dict(part_keys(found.of_form))
    if part:
        newer = found.parts.filter(key=part, version__gt=seen).exclude(by=user).select_related("by")
        return [Touched(each.by, each.at, titles.get(part, "")) for each in newer]
    if found.edits <= seen:
        return []
    labels = _labels(found)
    theirs = Q(at__gte=since) & ~Q(by=user)
    changed = [
        Touched(each.by, each.at, titles.get(each.key, "")) for each in found.parts.filter(theirs).select_related("by")
    ]
    changed += [
        Touched(each.by, each.at, labels.get(each.line, "")) for each in found.words.filter(theirs).select_related("by")
    ]
    changed += [
        Touched(each.by, each.at, _("Kiến nghị, đề xuất"))
        for each in found.proposals.filter(theirs).select_related("by")
    ]
    return sorted(changed, key=lambda touched: touched.at, reverse=True)


def _labels(found: Sheet) -> dict[str, str]:
    form = found.of_form
    known = current().indicators
    return {
        line_key(line.indicator, form.scope_of(line)): line.label or known[line.indicator].name
        for _place, line in form.lines()
    }
