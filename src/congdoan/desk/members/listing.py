"""The list of a unit's members on a day: filters with their counts, search, fifty a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from congdoan.base import clock
from congdoan.desk.activities.listing import units_shown
from congdoan.desk.context import Context, context_of
from congdoan.desk.days import day_asked
from congdoan.desk.gate import may, reach
from congdoan.desk.members.turning import Listed, Told, counted, few_or_asked_for, length, suspended
from congdoan.desk.words import day as day_of
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
    written: str = ""
    fault: str = ""

    @property
    def is_narrowed(self) -> bool:
        return bool(self.text or self.state or self.sex)


def members(request: HttpRequest) -> HttpResponse:
    """Who belongs to the unit of the context bar, and beneath it, on a day."""
    context, asked = context_of(request), _asked(request)
    units = reach(request, Right.MEMBERS).filter(pk__in=units_shown(request, context).values("pk"))
    within = few_or_asked_for(units)
    found = _said(Membership.objects.standing(), asked.text, among_many=not isinstance(within, list))
    told, keys = counted(found.on(asked.day).at(within), asked.day)
    listed = _listed(_narrowed(found, asked), units, within, told, asked, () if asked.state or asked.sex else keys)
    page: Paginator[int] = Paginator(listed, A_PAGE)  # type: ignore[arg-type]  # it asks for slices alone
    turned = page.get_page(request.GET.get("page"))
    rows = _rows(list(turned.object_list), asked, context)
    shown: dict[str, object] = {
        "context": context,
        "asked": asked,
        "is_today": asked.day == clock.today(),
        "page": turned,
        "rows": rows,
        "columns": {name for name in ("card", "team", "elsewhere") if any(getattr(row, name) for row in rows)},
        "is_cut": listed.is_cut,
        "states": _states(told, asked),
        "sexes": _sexes(told, asked),
        "may_write": may(request, Right.MEMBERS, context.unit.pk),
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
    on = day_asked(request.GET)
    state, sex = request.GET.get("state", ""), request.GET.get("sex", "")
    text = request.GET.get("q", "").strip()[:120]
    state, sex = state if state in {SUSPENDED, LEFT} else "", sex if sex in set(Sex.values) else ""
    return Asked(text, on.day, state, sex, on.written, on.fault)


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


@dataclass(frozen=True)
class Row:
    """A member as the list shows them; `elsewhere` is their unit, where it is another than the list's."""

    member: int
    name: str
    card: str
    sex: str
    born: str
    team: str
    unit: str
    elsewhere: str
    since: str
    state: str
    tone: str


_SHOWN = (
    "pk",
    "member",
    "member__name",
    "member__card",
    "member__sex",
    "member__born",
    "team",
    "unit",
    "span",
    "paused",
)


def _rows(keys: Sequence[int], asked: Asked, context: Context) -> list[Row]:
    """The members of a page in their order, read as what is shown of them and no more."""
    found = Membership.objects.filter(pk__in=keys).annotate(paused=suspended(asked.day))
    by_key = {key: told for key, *told in found.order_by().values_list(*_SHOWN)}
    units = names_on({told[6] for told in by_key.values()}, context.day)
    sexes = {each.value: str(each.label) for each in Sex}
    over, paused, active = (_("đã ra"), "draft"), (_("tạm dừng"), "warn"), (_("đang sinh hoạt"), "ok")
    rows = []
    for key in keys:
        member, name, card, sex, born, team, unit, span, is_paused = by_key[key]
        called_there, is_here = units.get(unit, ""), unit == context.unit.pk
        state = over if asked.state == LEFT else paused if is_paused else active
        since, year = day_of(span.lower), str(born.year) if born else ""
        elsewhere = "" if is_here else called_there
        rows.append(Row(member, name, card, sexes.get(sex, sex), year, team, called_there, elsewhere, since, *state))
    return rows


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
