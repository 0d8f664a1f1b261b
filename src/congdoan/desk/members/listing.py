"""The list of a unit's members on a day: filters with their counts, search, fifty a page."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl

from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from congdoan.base import clock
from congdoan.base.text import fold
from congdoan.desk.activities.listing import units_shown
from congdoan.desk.activities.reading import Unreadable, read_day
from congdoan.desk.context import Context, context_of
from congdoan.desk.gate import reach
from congdoan.org.models import names_on
from congdoan.org.rules import Right
from congdoan.records.members.models import Member, Membership, MembershipQuerySet, Sex, Suspension

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
    found = Membership.objects.standing().at(may_read.filter(pk__in=units_shown(request, context).values("pk")))
    found = _said(found, asked.text)
    counts = _counts(found, asked.day)
    shown_rows = _narrowed(found, asked)
    page = Paginator(shown_rows, A_PAGE)
    if asked.state != LEFT:
        page.__dict__["count"] = _total(counts, asked.sex, asked.state)
    shown: dict[str, object] = {
        "context": context,
        "asked": asked,
        "is_today": asked.day == clock.today(),
        "page": (turned := page.get_page(request.GET.get("page"))),
        "rows": _rows(list(turned.object_list), context),
        "states": _states(counts, asked),
        "sexes": _sexes(counts, asked),
        "kept": parse_qsl(context.query),
        "may_write": may_read.filter(pk=context.unit.pk).exists(),
    }
    return render(request, "desk/members/members.html", shown)


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


def _said(found: MembershipQuerySet, text: str) -> MembershipQuerySet:
    """Those whose name holds every word, whose card begins so, or who hold exactly this identity number."""
    if not text:
        return found
    digits = "".join(text.split())
    if digits.isascii() and digits.isdigit() and len(digits) == 12:
        return found.filter(member__in=Member.objects.identified(digits))
    named = Q()
    for word in fold(text).split():
        named &= Q(member__folded__contains=word)
    return found.filter(named | Q(member__card__istartswith="".join(text.split())))


def _suspended(day: date) -> Exists:
    return Exists(Suspension.objects.on(day).filter(membership=OuterRef("pk")))


def _counts(found: MembershipQuerySet, day: date) -> dict[tuple[str, bool], int]:
    """How many there are on the day, by sex and by whether they are suspended."""
    rows = found.on(day).order_by().values_list("member__sex", _suspended(day))
    return {(sex, paused): n for sex, paused, n in rows.annotate(n=Count("pk"))}


def _total(counts: dict[tuple[str, bool], int], sex: str, state: str) -> int:
    return sum(n for (each, paused), n in counts.items() if sex in ("", each) and (state != SUSPENDED or paused))


def _narrowed(found: MembershipQuerySet, asked: Asked) -> MembershipQuerySet:
    if asked.sex:
        found = found.filter(member__sex=asked.sex)
    if asked.state == LEFT:
        found = found.filter(left__noun="leaving", span__endswith__lte=asked.day)
    else:
        found = found.on(asked.day).annotate(paused=_suspended(asked.day))
        if asked.state == SUSPENDED:
            found = found.filter(_suspended(asked.day))
    return found.select_related("member", "left").order_by("member__sort_key", "pk")


@dataclass(frozen=True)
class Row:
    """A member as the list shows them."""

    membership: Membership
    unit: str
    born: str
    state: str
    tone: str


def _rows(found: list[Membership], context: Context) -> list[Row]:
    names = names_on({each.unit_id for each in found}, context.day)
    return [Row(each, names.get(each.unit_id, ""), born(each.member), *_state(each)) for each in found]


def born(member: Member) -> str:
    return str(member.born.year) if member.born else ""


def _state(membership: Membership) -> tuple[str, str]:
    if membership.left is not None and membership.left.noun == "leaving" and not hasattr(membership, "paused"):
        return _("đã ra"), "draft"
    if getattr(membership, "paused", False):
        return _("tạm dừng"), "warn"
    return _("đang sinh hoạt"), "ok"


def _states(counts: dict[tuple[str, bool], int], asked: Asked) -> list[Filter]:
    told = (("", _("Đang sinh hoạt")), (SUSPENDED, _("Tạm dừng")), (LEFT, _("Đã ra")))
    return [
        Filter(
            label,
            "state",
            value,
            None if value == LEFT else _total(counts, asked.sex, value),
            asked.state == value,
        )
        for value, label in told
    ]


def _sexes(counts: dict[tuple[str, bool], int], asked: Asked) -> list[Filter]:
    state = "" if asked.state == LEFT else asked.state
    told = (("", _("Nam và nữ")), (Sex.FEMALE.value, _("Nữ")), (Sex.MALE.value, _("Nam")))
    return [
        Filter(
            label,
            "sex",
            value,
            None if asked.state == LEFT else _total(counts, value, state),
            asked.sex == value,
        )
        for value, label in told
    ]
