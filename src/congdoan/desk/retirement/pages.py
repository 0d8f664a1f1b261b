"""Retirement on the desk: how many reach the age in each of five years by unit, and who they are in one of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from congdoan.base import clock
from congdoan.base.period import Period
from congdoan.base.text import sort_key
from congdoan.desk.context import Context, context_of
from congdoan.desk.excel import Book, Cell, download
from congdoan.desk.gate import me, unit_or_404
from congdoan.desk.words import day
from congdoan.figures.rules import Reach
from congdoan.org.actions import take_list
from congdoan.org.models import Unit, names_on
from congdoan.org.rules import Right
from congdoan.records.members.models import Member, Membership, MembershipQuerySet, Sex
from congdoan.records.retirement.models import (
    Forecast,
    Leaver,
    ages,
    before,
    coming_years,
    forecast,
    leavers,
    own_forecast,
    reaching,
)

A_PAGE = 50
BEFORE = "before"
"""What the address says in place of a year, of who had reached the age before the first of those told."""


@dataclass(frozen=True)
class Row:
    """A unit beneath with how many retire in each year; `code` is empty for the unit's own."""

    name: str
    code: str
    counts: Sequence[int]
    unborn: int = 0
    passed: int = 0
    """Of how many no day of birth is known, and how many had reached the age before the first of the years."""


@dataclass(frozen=True)
class Line:
    """A person in the list, as it is shown, with the name of the unit."""

    leaver: Leaver
    name: str
    sex: str
    born: str
    unit: str
    last_day: str
    pension_from: str
    earliest: str


def retirement(request: HttpRequest) -> HttpResponse:
    """The forecast by unit, and the people of one year."""
    context, year, years = _asked(request)
    names: dict[int, str] = {}
    rows = _rows(context, years, names)
    total = [sum(column) for column in zip(*(row.counts for row in rows), strict=True)]
    passed = sum(row.passed for row in rows)
    pages = Paginator(_of(context, year), A_PAGE)
    vars(pages)["count"] = total[years.index(year)] if year in years else passed  # the rows tell it
    page = pages.get_page(request.GET.get("page"))
    shown: dict[str, object] = {
        "context": context,
        "years": [(each.first_day.year, each == year) for each in years],
        "year": year.last_day.year,
        "is_before": year not in years,
        "this_year": years[0].first_day.year,
        "passed": passed,
        "rows": [row for row in rows if any(row.counts)],
        "empty": sum(not any(row.counts) for row in rows),
        "total": total,
        "page": page,
        "lines": _lines(page.object_list, names),
        "is_told": ages() is not None,
        "unborn": sum(row.unborn for row in rows),
    }
    return render(request, "desk/retirement/retirement.html", shown)


def as_excel(request: HttpRequest) -> HttpResponse:
    """The people of one year as an Excel file; who took it is in the journal."""
    context, year, years = _asked(request)
    lines = _lines(_of(context, year), {})
    take_list(me(request), unit=context.unit, rows=len(lines), columns=["name", "sex", "born", "unit"], ending="xlsx")
    head = [_("Họ và tên"), _("Giới tính"), _("Sinh"), _("Đơn vị"), _("Làm việc đến"), _("Hưởng lương hưu từ")]
    head.append(_("Sớm nhất"))
    rows: list[list[Cell]] = [
        [
            line.name,
            line.sex,
            line.born if line.leaver.membership.member.born_year_only else line.leaver.membership.member.born,
            line.unit,
            line.leaver.last_day,
            line.leaver.pension_from,
            line.leaver.earliest,
        ]
        for line in lines
    ]
    title = _("Đoàn viên đến tuổi nghỉ hưu năm %(year)s") % {"year": year.last_day.year}
    if year not in years:
        title = _("Đoàn viên đã đến tuổi nghỉ hưu trước năm %(year)s") % {"year": years[0].first_day.year}
    about = [context.name, _("Xuất lúc %(at)s bởi %(user)s") % _who(request)]
    return download(Book(title, about, head, rows, of=context.unit.code))


def _who(request: HttpRequest) -> dict[str, str]:
    at = clock.now().astimezone(clock.HOME)
    return {"at": f"{at:%H:%M %d/%m/%Y}", "user": request.user.get_username()}


def _asked(request: HttpRequest) -> tuple[Context, Period, list[Period]]:
    """The context, the year looked at, or all before, and those of the forecast.

    Raises Http404 without the right to members there.
    """
    context = context_of(request)
    unit_or_404(request, context.unit.code, Right.MEMBERS)
    years = coming_years(clock.today())
    asked = request.GET.get("year", "")
    if asked == BEFORE:
        return context, before(years), years
    return context, next((each for each in years if str(each.first_day.year) == asked), years[0]), years


def _current() -> MembershipQuerySet:
    """Who belongs anywhere today: their files lie where they belong, and are found there by an index."""
    return Membership.objects.current().filter(member__home=F("unit"))


def _members(context: Context) -> MembershipQuerySet:
    """Who belongs today to the unit, with those beneath unless the page is about it alone."""
    current = _current()
    if context.scope == Reach.OWN:
        return current.filter(unit=context.unit)
    return current.at(Unit.objects.under([context.unit.pk], on=clock.today()))


def _of(context: Context, year: Period) -> MembershipQuerySet:
    found = _members(context).filter(reaching(year)).select_related("member")
    shown = found.only("unit", "member", "member__name", "member__sex", "member__born", "member__born_year_only")
    return shown.order_by("member__born", "member__sort_key", "pk")


def _rows(context: Context, years: Sequence[Period], names: dict[int, str]) -> list[Row]:
    """The unit's own, then the units directly beneath by name; what these are called goes into `names`."""
    current, today = _current(), clock.today()
    if context.scope == Reach.OWN:
        return [_own(own_forecast(current.filter(unit=context.unit), years))]
    beneath = list(Unit.objects.beneath(context.unit, on=today))
    counts = forecast(current, beneath, years, on=today, alone=context.unit)
    names.update(names_on([unit.pk for unit in beneath], today))
    beneath.sort(key=lambda unit: sort_key(names[unit.pk]))
    nobody = Forecast((0,) * len(years))
    told = [(unit, counts.get(unit.pk, nobody)) for unit in beneath]
    own = _own(counts.get(context.unit.pk, nobody))
    return [own, *(Row(names[unit.pk], unit.code, each.by_year, each.unborn, each.passed) for unit, each in told)]


def _own(told: Forecast) -> Row:
    return Row(_("Riêng đơn vị"), "", told.by_year, told.unborn, told.passed)


def _born(member: Member) -> str:
    """The day of birth, or the year where nothing else is known: the law's first of January is no day of birth."""
    return str(member.born.year) if member.born and member.born_year_only else day(member.born)


def _lines(memberships: Iterable[Membership], known: Mapping[int, str]) -> list[Line]:
    found = leavers(memberships)
    unnamed = {each.membership.unit_id for each in found} - known.keys()
    names = {**known, **(names_on(unnamed, clock.today()) if unnamed else {})}
    sexes = {each.value: str(each.label) for each in Sex}
    return [
        Line(
            each,
            each.membership.member.name,
            sexes[each.membership.member.sex],
            _born(each.membership.member),
            names[each.membership.unit_id],
            day(each.last_day),
            day(each.pension_from),
            day(each.earliest),
        )
        for each in found
    ]
