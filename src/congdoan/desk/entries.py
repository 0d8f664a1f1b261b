"""An entry of the ledger: the fact beneath a number, what it adds and where, who wrote it and when."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from congdoan.base.text import with_unit
from congdoan.catalogue.models import current, local
from congdoan.catalogue.rules import Indicator
from congdoan.desk.context import context_of
from congdoan.desk.gate import entry_or_404
from congdoan.desk.numbers import Told
from congdoan.figures.models import Entry, Posting
from congdoan.figures.rules import Sums
from congdoan.org.models import Deed, ancestors, names_on
from congdoan.records.activities.models import Photo

NOUNS: dict[str, str | Promise] = {
    "activity": _("hoạt động"),
    "admission": _("kết nạp đoàn viên"),
    "readmission": _("kết nạp lại"),
    "arrival": _("chuyển sinh hoạt đến"),
    "departure": _("chuyển sinh hoạt đi"),
    "suspension": _("tạm dừng sinh hoạt"),
    "resumption": _("sinh hoạt trở lại"),
    "leaving": _("ra khỏi công đoàn"),
    "founding": _("thành lập đơn vị"),
    "closing": _("kết thúc đơn vị"),
    "moving": _("chuyển cấp trên"),
    "grading": _("nâng, hạ cấp"),
    "appointment": _("nhận chức danh"),
    "relief": _("thôi chức danh"),
    "declaration": _("kê khai"),
    "balance": _("số mang sang"),
}
CHANGES: dict[str, str | Promise] = {"corrected": _("Đã sửa"), "withdrew": _("Đã rút")}
ENTERED = {"activity", "declaration"}
"""Things whose key is that of their entry."""

# Where an entry of a noun opens, when the noun has a page of its own: the address's name, which takes the entry's key.
PAGES: dict[str, str] = {"activity": "desk:activity"}


def address(entry: Entry) -> str:
    return address_of(entry.pk, entry.noun)


def address_of(key: int, noun: str) -> str:
    """The page of the fact beneath an entry; the entry's own, where its noun has no other."""
    try:
        return reverse(PAGES[noun], kwargs={"pk": key})
    except (KeyError, NoReverseMatch):
        return reverse("desk:entry", args=[key])


@dataclass(frozen=True)
class Picture:
    """A photo of a fact, small enough to stand beside its number."""

    url: str
    caption: str
    width: int
    height: int


def _first_photo(entry: Entry) -> Picture | None:
    photo = Photo.objects.filter(activity=entry.pk).first()
    if photo is None:
        return None
    url = reverse("desk:activity_photo_small", args=[entry.pk, photo.pk])
    return Picture(url, photo.caption, photo.width, photo.height)


# How to find the first photo of a noun's facts; a room whose records have photos adds a line.
PICTURES: dict[str, Callable[[Entry], Picture | None]] = {"activity": _first_photo}


@dataclass(frozen=True)
class Record:
    """A fact beside the number that it gave to: what, how much, who wrote it and when."""

    entry: Entry
    unit_name: str
    measures: list[str]
    url: str
    picture: Picture | None


def record_beside(request: HttpRequest, key: str, unit_name: str) -> Record | None:
    """The record that a link of a posting opens, where the user may read it."""
    if not key.isdecimal():
        return None
    entry = entry_or_404(request, int(key))
    find = PICTURES.get(entry.noun)
    return Record(entry, unit_name, measures(entry), address(entry), find(entry) if find else None)


MEASURES: dict[str, Callable[[int], str]] = {
    "times": lambda n: with_unit(n, ngettext("lần", "lần", n)),
    "people": lambda n: with_unit(n, ngettext("lượt người", "lượt người", n)),
    "amount": lambda n: with_unit(n, "đồng"),
    "quantity": lambda n: with_unit(n, ngettext("đơn vị", "đơn vị", n)),
}


@dataclass(frozen=True)
class Added:
    """What an entry adds to an indicator; `again` is a later difference, posted when it was corrected."""

    indicator: Indicator
    told: Told
    again: bool


def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of any entry, whatever its noun."""
    found = entry_or_404(request, pk)
    context = context_of(request, found.unit)
    names = names_on({found.unit_id}, found.last_day)
    deeds = Deed.objects.filter(subject__in=[f"{noun} {found.pk}" for noun in (found.noun, "entry")])
    shown: dict[str, object] = {
        "context": context,
        "entry": found,
        "unit_name": names.get(found.unit_id, found.unit.code),
        "noun": NOUNS.get(found.noun, found.noun),
        "measures": measures(found),
        "traits": _traits(found),
        "added": _added(found),
        "above": _above(found),
        "deeds": [(deed, CHANGES.get(deed.verb)) for deed in deeds.select_related("by").order_by("pk")],
        "declared": getattr(found, "declaration", None) if found.noun == "declaration" else None,
        "own_page": "" if (own := address(found)) == request.path else own,
    }
    return render(request, "desk/entries/entry.html", shown)


def measures(entry: Entry) -> list[str]:
    """`126 lượt người`, as the fact tells them."""
    return [
        tell(bound.low) if bound.is_exact else str(Told(bound.low, bound.high, bound.rough))
        for name, tell in MEASURES.items()
        if (bound := entry.bound(name)) is not None and not (name == "times" and bound.low == bound.high == 1)
    ]


def _traits(entry: Entry) -> list[tuple[str, str]]:
    """The answers that indicators filter by, under the labels of the kind."""
    kind = current().kinds.get(entry.kind)
    details = kind.details if kind else {}
    said = {True: str(_("có")), False: str(_("không"))}
    return [
        (local(details[name].label), said[value] if isinstance(value, bool) else local(str(value)))
        for name, value in entry.traits.items()
        if name in details
    ]


def _added(entry: Entry) -> list[Added]:
    """Every posting of the entry, in the order in which they were appended."""
    indicators = current().indicators
    seen: set[int] = set()
    added: list[Added] = []
    for posting in Posting.objects.filter(entry=entry).select_related("indicator").order_by("pk")[:200]:
        sums = Sums(posting.low, posting.high, posting.open, posting.rough, posting.declared)
        indicator = indicators.get(posting.indicator.code)
        if indicator:
            added.append(Added(indicator, Told.sums(sums), posting.indicator_id in seen))
        seen.add(posting.indicator_id)
    return added


def _above(entry: Entry) -> str:
    """The units above on the day, whose figures changed with it."""
    units = ancestors(entry.unit, on=entry.last_day)
    names = names_on([unit.pk for unit in units], entry.last_day)
    return ", ".join(names.get(unit.pk, unit.code) for unit in units)
