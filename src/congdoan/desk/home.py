"""Home: the user's unit at a glance, beginning with what their role looks for first."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from congdoan.base import clock
from congdoan.base.text import number
from congdoan.catalogue.rules import Level
from congdoan.claims.models import CheckedClaim, CheckedText
from congdoan.desk import key_figures
from congdoan.desk.context import Context, context_of
from congdoan.desk.entries import CHANGES, ENTERED, NOUNS, address, measures
from congdoan.desk.gate import me, standing
from congdoan.desk.members.waiting import members_waiting
from congdoan.desk.sheets.waiting import from_others, owed
from congdoan.desk.waiting import Wait
from congdoan.desk.words import so_many, so_many_days, title
from congdoan.desk.works.pages import waiting_works
from congdoan.figures.models import Entry, last_facts
from congdoan.org.models import Deed, Lineage, Unit, UnitQuerySet, names_on
from congdoan.org.rules import Role

QUIET_DAYS = 90
QUIET, MOST_QUIET = 6, 500
"""So many units that have gone quiet are shown at first, and where all are asked for."""
CHAIRED = {Level.GRASSROOTS, Level.SECTION}


@dataclass(frozen=True)
class Item:
    """A line of a list of records or units."""

    what: str
    url: str
    when: str
    more: str = ""


def changed_texts(request: HttpRequest, context: Context) -> list[Wait]:
    """Texts of the user's own whose verdicts changed since they looked."""
    found = list(CheckedText.objects.changed().filter(keeper=me(request)).order_by("-changed_at")[:5])
    if not found:
        return []
    new = CheckedClaim.objects.filter(text__in=[text.pk for text in found], before__isnull=False)
    counts = Counter(new.values_list("text", flat=True))
    return [
        Wait(
            _("Số trong “%(title)s” đã khác trong sổ") % {"title": text.title},
            reverse("desk:reconcile_text", args=[text.pk]),
            when(text.changed_at) if text.changed_at else "",
            ngettext("%(n)s kết luận mới", "%(n)s kết luận mới", counts[text.pk]) % {"n": number(counts[text.pk])},
        )
        for text in found
    ]


# What waits: each room adds its own function here.
WAITING: list[Callable[[HttpRequest, Context], list[Wait]]] = [
    waiting_works,
    owed,
    from_others,
    members_waiting,
    changed_texts,
]


def home(request: HttpRequest) -> HttpResponse:
    """What waits, the key figures of the period, what was just recorded, who has gone quiet."""
    held = standing(request)
    if not held.positions:
        return render(request, "desk/home/nothing.html")
    context = context_of(request)
    level = held.level_at(context.unit) or _level(context)
    question = context.question()
    is_workplace = level in CHAIRED
    lead = next((role for role in (Role.INSPECTOR, Role.CLERK) if held.roles == {role}), Role.OFFICER)
    codes = key_figures.key_codes(4 if is_workplace else 8, of_one_workplace=is_workplace)
    rows = key_figures.rows(context, question, codes)
    told = key_figures.months(context, question, codes)
    shown: dict[str, object] = {
        "context": context,
        "waiting": [] if lead is Role.INSPECTOR else [wait for source in WAITING for wait in source(request, context)],
        "rows": [replace(row, months=told.last_twelve(row.indicator.code, context.day)) for row in rows],
        "time_gone": next((row.against.gone for row in rows if row.against), None),
        "chart": next((drawn for code in codes if (drawn := key_figures.chart(context, question, told, code))), None),
        "today": clock.today(),
    }
    if is_workplace:
        latest, _quiet, changed = _lists(context, quiet=0, latest=3, changed=0)
        return render(request, "desk/home/chair.html", shown | {"latest": latest})
    most = MOST_QUIET if request.GET.get("quiet") == "all" else QUIET
    latest, quiet, changed = _lists(context, quiet=most + 1, latest=5, changed=6 if lead is Role.INSPECTOR else 0)
    lists: dict[str, object] = {
        "lead": lead,
        "has_sheets_beneath": level is not Level.NATIONAL,
        "beneath": _beneath(context),
        "latest": latest,
        "quiet": quiet[:most],
        "quiet_all": f"?{context.link(quiet='all')}" if len(quiet) > most == QUIET else "",
        "quiet_days": QUIET_DAYS,
        "changed": changed,
    }
    return render(request, "desk/home/officer.html", shown | lists)


def _level(context: Context) -> Level:
    place = Lineage.objects.known().on(context.day).filter(unit=context.unit, depth=0).first()
    return Level(place.level) if place else Level.GRASSROOTS


def _beneath(context: Context) -> str:
    """`15 công đoàn cấp trên trực tiếp cơ sở, 486 công đoàn cơ sở`: the units beneath that exist on the day."""
    rows = (
        Lineage.objects.known()
        .on(context.day)
        .filter(ancestor=context.unit, depth__gt=0, unit__span__contains=context.day)
        .values_list("level")
        .annotate(n=Count("unit"))
    )
    found = sorted(((Level(level), n) for level, n in rows), key=lambda each: each[0].rank)
    return ", ".join(so_many(level, n) for level, n in found)


def _lists(context: Context, *, quiet: int, latest: int, changed: int) -> tuple[list[Item], list[Item], list[Item]]:
    """The latest records, the units gone quiet and the latest changes, at the unit and beneath it."""
    units = Unit.objects.under([context.unit.pk], on=context.day)
    entries = list(Entry.objects.facts().filter(unit__in=units, at__lte=_until(context)).order_by("-pk")[:latest])
    silent = list(_quiet_units(context)[:quiet]) if quiet else []
    deeds = list(_corrections(context, units)[:changed]) if changed else []
    keys = {entry.unit_id for entry in entries} | {unit.pk for unit in silent} | {deed.unit_id or 0 for deed in deeds}
    names = names_on(keys | {context.unit.pk}, context.day)
    if not context.tree_on:  # the bar asks for the name on the same day, so it need not be read again
        vars(context).setdefault("name", names.get(context.unit.pk, context.unit.code))
    return (
        [
            recorded(entry, names.get(entry.unit_id, "") if entry.unit_id != context.unit.pk else "")
            for entry in entries
        ],
        [_silent(unit, names, context.day) for unit in silent],
        _changed(deeds, names),
    )


def recorded(entry: Entry, unit: str = "") -> Item:
    """An entry as a line of a list: what, how much, where, when it was entered."""
    more = " · ".join(filter(None, [unit, *measures(entry)]))
    return Item(title(entry.title), address(entry), when(entry.at), more)


def _until(context: Context) -> datetime:
    return context.known_at.at if context.known_at else clock.now()


def _quiet_units(context: Context) -> UnitQuerySet:
    """Grassroots unions open on the day that recorded nothing for long, the longest silent first."""
    since = context.day - timedelta(days=QUIET_DAYS)
    rows = Lineage.objects.known().on(context.day).filter(ancestor=context.unit, level=Level.GRASSROOTS)
    grassroots = Unit.objects.filter(pk__in=rows.values("unit"), span__startswith__lt=since).open_on(context.day)
    lately = Entry.objects.facts().filter(unit=OuterRef("pk"), last_day__range=(since, context.day))
    silent = last_facts(grassroots.filter(~Exists(lately)), until=context.day)
    return silent.order_by(F("last_fact").asc(nulls_first=True), "code")


def _silent(unit: Unit, names: dict[int, str], today: date) -> Item:
    last: date | None = getattr(unit, "last_fact", None)
    when = so_many_days((today - last).days) if last else _("chưa ghi lần nào")
    return Item(names.get(unit.pk, unit.code), reverse("desk:unit", args=[unit.code]), when)


def _corrections(context: Context, units: UnitQuerySet) -> QuerySet[Deed]:
    """What was corrected or withdrawn, the latest first."""
    return Deed.objects.filter(unit__in=units, verb__in=CHANGES, at__lte=_until(context)).order_by("-pk")


def _changed(deeds: Iterable[Deed], names: dict[int, str]) -> list[Item]:
    """What was changed, by its title in the book where it has one there, else by its noun."""
    keys = {deed.pk: int(key) for deed in deeds if (key := _entered(deed)).isdecimal()}
    titles = dict(Entry.objects.filter(pk__in=keys.values()).values_list("pk", "title"))
    return [
        Item(
            f"{CHANGES[deed.verb]}: {_told(deed, titles.get(keys.get(deed.pk, 0), ''))}",
            reverse("desk:entry", args=[keys[deed.pk]]) if deed.pk in keys else "",
            when(deed.at),
            names.get(deed.unit_id or 0, ""),
        )
        for deed in deeds
    ]


def _entered(deed: Deed) -> str:
    """The key of the entry that a deed is about; empty where it is about something else."""
    noun, _space, key = deed.subject.partition(" ")
    return key if noun in ENTERED else ""


def _told(deed: Deed, named: str) -> str:
    noun = deed.subject.partition(" ")[0]
    return title(named) if named else str(NOUNS.get(noun, noun))


def when(at: datetime) -> str:
    """Of today the hour, of other days the day."""
    local = at.astimezone(clock.HOME)
    return f"{local:%H:%M}" if local.date() == clock.today() else f"{local:%d/%m/%Y}"
