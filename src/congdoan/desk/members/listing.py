"""The list of a unit's members on a day: filters with their counts, search, fifty a page."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from congdoan.base import clock
from congdoan.desk.context import Context, context_of
from congdoan.desk.deeds import REASONS
from congdoan.desk.gate import may
from congdoan.desk.members.asked import LEFT, SUSPENDED, Asked, read_asked
from congdoan.desk.members.long import long
from congdoan.desk.members.turning import Listed, Told, suspended
from congdoan.desk.members.turning import rows as rows_of
from congdoan.desk.members.where import Where, where_asked
from congdoan.desk.members.whole import whole
from congdoan.desk.words import day as day_of
from congdoan.org.models import names_on
from congdoan.org.rules import Right
from congdoan.records.members.models import Membership, Sex

A_PAGE = 50
MOST_TURNED = 20_000
"""So many members are counted, sorted and turned through; to see those beyond, the list is narrowed."""

# The units come in order, and no more of them are looked at than it takes.
_COUNTED = """
    SELECT count(*) FROM (
        SELECT FROM ({units}) AS unit (id) CROSS JOIN LATERAL (
            SELECT FROM members_membership AS spell
            WHERE spell.unit_id = unit.id AND NOT spell.withdrawn AND spell.span @> %s OFFSET 0
        ) AS belonging LIMIT %s
    ) AS counted
"""


@dataclass(frozen=True)
class Filter:
    """A link that narrows the list, with how many it leaves."""

    label: str
    name: str
    value: str
    count: int | None
    chosen: bool


def members(request: HttpRequest) -> HttpResponse:
    """Who belongs to the unit of the context bar, and beneath it, on a day."""
    context, asked = context_of(request), read_asked(request)
    may_write = may(request, Right.MEMBERS, context.unit.pk)
    where = where_asked(request, context, may_there=may_write)
    if not may_write and not where.keys and where.keys is not None:
        raise Http404  # they look after nobody here, which is not to say that nobody belongs here
    found = listed(where, asked)
    page: Paginator[int] = Paginator(found, A_PAGE)  # type: ignore[arg-type]  # it asks for slices alone
    turned = page.get_page(request.GET.get("page"))
    rows = _rows(list(turned.object_list), asked, context)
    shown: dict[str, object] = {
        "context": context,
        "asked": asked,
        "is_today": asked.day == clock.today(),
        "page": turned,
        "rows": rows,
        "columns": {name for name in ("card", "team", "elsewhere") if any(getattr(row, name) for row in rows)},
        "is_cut": found.is_cut,
        "states": _states(found.told, asked),
        "sexes": _sexes(found.told, asked),
        "may_write": may_write,
    }
    return render(request, "desk/members/members.html", shown)


def listed(where: Where, asked: Asked) -> Listed:
    """The list: as a whole where it can be turned through, which does not hang on what narrows it."""
    return (whole if _length(where, asked) <= MOST_TURNED else long)(where, asked, MOST_TURNED)


def _length(where: Where, asked: Asked) -> int:
    """How many belong there, as far as they are counted: one more than can be turned through tells of more."""
    if where.keys is not None:
        belonging = Membership.objects.standing().on(asked.day).at(where.keys)
        return belonging.order_by()[: MOST_TURNED + 1].count()
    units, of_units = where.units.query.sql_with_params()
    ((length,),) = rows_of(_COUNTED.format(units=units), [*of_units, asked.day, MOST_TURNED + 1])
    return int(length)


@dataclass(frozen=True)
class Row:
    """A member as the list shows them; `elsewhere` is their unit, where it is another than the list's.

    `day` is that since which they belong, or, of who left, the first without them; `state` then says why.
    """

    member: int
    name: str
    card: str
    sex: str
    born: str
    team: str
    unit: str
    elsewhere: str
    day: str
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

_OF_LEAVING = ("left__first_day", "left__traits")


def _rows(keys: Sequence[int], asked: Asked, context: Context) -> list[Row]:
    """The members of a page in their order, read as what is shown of them and no more."""
    found = Membership.objects.filter(pk__in=keys).annotate(paused=suspended(asked.day))
    shown = _SHOWN + (_OF_LEAVING if asked.state == LEFT else ())
    by_key = {key: told for key, *told in found.order_by().values_list(*shown)}
    units = names_on({told[6] for told in by_key.values()}, context.day)
    sexes = {each.value: str(each.label) for each in Sex}
    paused, active = (_("tạm dừng"), "warn"), (_("đang sinh hoạt"), "ok")
    rows = []
    for key in keys:
        member, name, card, sex, born, team, unit, span, is_paused, *left = by_key[key]
        called_there, is_here = units.get(unit, ""), unit == context.unit.pk
        state = _over(left[1]) if left else paused if is_paused else active
        day, year = day_of(left[0] if left else span.lower), str(born.year) if born else ""
        elsewhere = "" if is_here else called_there
        rows.append(Row(member, name, card, sexes.get(sex, sex), year, team, called_there, elsewhere, day, *state))
    return rows


def _over(traits: dict[str, object]) -> tuple[str, str]:
    """Why somebody left, as their state."""
    reason = str(traits.get("reason", ""))
    return str(REASONS.get(reason, _("đã ra"))), "draft"


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
