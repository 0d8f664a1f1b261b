"""The list of a unit's members on a day: filters with their counts, search, fifty a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from congdoan.base import clock
from congdoan.desk.activities.listing import units_shown
from congdoan.desk.activities.reading import Unreadable, read_day
from congdoan.desk.context import Context, context_of
from congdoan.desk.gate import reach
from congdoan.desk.members.turning import Listed, Told, counted, few_or_asked_for, length, suspended
from congdoan.org.models import UnitQuerySet, names_on
from congdoan.org.rules import Right
from congdoan.records.members.models import Member, Membership, MembershipQuerySet, Sex, called

A_PAGE = 50
SUSPENDED, LEFT = "suspended", "left"


@dataclass(frozen=True)
class Filter:
    """A link that narrows the list, with how many it leaves."""

    label: str
    name: str
    value: str
    count: int | None
    chosen: bool


@dataclass(frozen=True)
class Asked:
    """What the address asks of the list; what cannot be read is passed over, with a word on it."""

    text: str
    day: date
    state: str
    sex: str
    fault: str = ""

    @property
    def is_narrowed(self) -> bool:
        return bool(self.text or self.state or self.sex)


def members(request: HttpRequest) -> HttpResponse:
    """Who belongs to the unit of the context bar, and beneath it, on a day."""
    context, asked = context_of(request), _asked(request)
    may_read = reach(request, Right.MEMBERS)
    units = may_read.filter(pk__in=units_shown(request, context).values("pk"))
    within = few_or_asked_for(units)
    found = _said(Membership.objects.standing(), asked.text, among_many=not isinstance(within, list))
    told, keys = counted(found.on(asked.day).at(within), asked.day)
    listed = _listed(_narrowed(found, asked), units, within, told, asked, () if asked.state or asked.sex else keys)
    page: Paginator[int] = Paginator(listed, A_PAGE)  # type: ignore[arg-type]  # it asks for slices alone
    shown: dict[str, object] = {
        "context": context,
        "asked": asked,
        "is_today": asked.day == clock.today(),
        "page": (turned := page.get_page(request.GET.get("page"))),
        "rows": _rows(_read(list(turned.object_list), asked.day), context, asked.state),
        "is_cut": listed.is_cut,
        "states": _states(told, asked),
        "sexes": _sexes(told, asked),
        "kept": parse_qsl(context.query),
        "may_write": may_read.filter(pk=context.unit.pk).exists(),
    }
    return render(request, "desk/members/members.html", shown)


def _listed(
    found: MembershipQuerySet,
    units: UnitQuerySet,
    within: list[int] | UnitQuerySet,
    told: Told,
    asked: Asked,
    keys: Sequence[int],
) -> Listed:
    here = found.at(within)
    is_told = not told.is_cut and asked.state != LEFT
    known = told.total(asked.sex, asked.state == SUSPENDED) if is_told else length(here)
    return Listed(found, units, here, known, keys)


def _asked(request: HttpRequest) -> Asked:
    written, fault = request.GET.get("day", "").strip(), ""
    today = clock.today()
    try:
        day = read_day(written, today) if written else today
    except Unreadable as error:
        day, fault = today, str(error)
    state, sex = request.GET.get("state", ""), request.GET.get("sex", "")
    text = request.GET.get("q", "").strip()[:120]
    return Asked(text, day, state if state in {SUSPENDED, LEFT} else "", sex if sex in set(Sex.values) else "", fault)


def _said(found: MembershipQuerySet, text: str, *, among_many: bool) -> MembershipQuerySet:
    """Those whose name holds every word, whose card is this one, or who hold exactly this identity number."""
    if not text:
        return found
    written = "".join(text.split())
    if written.isascii() and written.isdecimal() and len(written) == 12:
        return found.filter(member__in=Member.objects.identified(written))
    if any(sign.isdecimal() for sign in written):
        return found.filter(_carded(written))
    return called(found, text, among_many=among_many)


def _carded(written: str) -> Q:
    """Cards that begin so: written in small letters, in capitals, or as they stand."""
    told = Q()
    for card in {written, written.upper(), written.capitalize()}:
        told |= Q(member__card__gte=card, member__card__lt=card + "\U0010ffff")
    return told & ~Q(member__card="")


def _narrowed(found: MembershipQuerySet, asked: Asked) -> MembershipQuerySet:
    if asked.sex:
        found = found.filter(member__sex=asked.sex)
    if asked.state == LEFT:
        return found.filter(left__noun="leaving", span__endswith__lte=asked.day)
    found = found.on(asked.day)
    return found.filter(suspended(asked.day)) if asked.state == SUSPENDED else found


def _read(keys: Sequence[int], day: date) -> list[Membership]:
    """The memberships of a page, with all that its rows show, in their order."""
    found = Membership.objects.filter(pk__in=keys).annotate(paused=suspended(day))
    by_key = {each.pk: each for each in found.select_related("member", "left")}
    return [by_key[key] for key in keys]


@dataclass(frozen=True)
class Row:
    """A member as the list shows them."""

    membership: Membership
    unit: str
    born: str
    state: str
    tone: str


def _rows(found: list[Membership], context: Context, state: str) -> list[Row]:
    names, is_over = names_on({each.unit_id for each in found}, context.day), state == LEFT
    return [Row(each, names.get(each.unit_id, ""), born(each.member), *_state(each, is_over)) for each in found]


def born(member: Member) -> str:
    return str(member.born.year) if member.born else ""


def _state(membership: Membership, is_over: bool) -> tuple[str, str]:
    if is_over:
        return _("đã ra"), "draft"
    if getattr(membership, "paused", False):
        return _("tạm dừng"), "warn"
    return _("đang sinh hoạt"), "ok"


def _states(told: Told, asked: Asked) -> list[Filter]:
    named = (("", _("Đang sinh hoạt")), (SUSPENDED, _("Tạm dừng")), (LEFT, _("Đã ra")))
    return [
        Filter(
            label,
            "state",
            value,
            None if value == LEFT or told.is_cut else told.total(asked.sex, value == SUSPENDED),
            asked.state == value,
        )
        for value, label in named
    ]


def _sexes(told: Told, asked: Asked) -> list[Filter]:
    named = (("", _("Nam và nữ")), (Sex.FEMALE.value, _("Nữ")), (Sex.MALE.value, _("Nam")))
    return [
        Filter(
            label,
            "sex",
            value,
            None if asked.state == LEFT or told.is_cut else told.total(value, asked.state == SUSPENDED),
            asked.sex == value,
        )
        for value, label in named
    ]
