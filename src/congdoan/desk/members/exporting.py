"""A list of members as a file: chosen columns, as of a day, each taking noted, and written as it is read."""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from xlsxwriter import Workbook

from congdoan.base import clock
from congdoan.desk.activities.exporting import TYPE, safe
from congdoan.desk.activities.listing import units_shown
from congdoan.desk.context import Context, context_of
from congdoan.desk.gate import me, reach, unit_or_404
from congdoan.desk.words import day as told_day
from congdoan.org.actions import take_list
from congdoan.org.models import names_on
from congdoan.org.rules import Right
from congdoan.records.members.models import Education, Membership, MembershipQuerySet, Sex
from congdoan.records.members.rules import address_in_words

BATCH = 2_000
Line = Mapping[str, Any]
Tell = Callable[[Line, Mapping[int, str]], Any]

_SEXES = {sex.value: sex for sex in Sex}
_EDUCATIONS = {education.value: education for education in Education}


@dataclass(frozen=True)
class Column:
    """A column of the file: the fields that it reads, and what it says of a row."""

    key: str
    label: str | Promise
    fields: tuple[str, ...]
    tell: Tell
    usual: bool = True


def _plain(field: str) -> Tell:
    return lambda line, units: line[field]


def _born(line: Line, units: Mapping[int, str]) -> object:
    born: date | None = line["member__born"]
    return str(born.year) if born and line["member__born_year_only"] else born


def _education(line: Line, units: Mapping[int, str]) -> str:
    found = _EDUCATIONS.get(line["member__education"])
    return str(found.label) if found else ""


# Nothing that lies sealed leaves in a list: an identity number is shown to one who gives a reason, one at a time.
COLUMNS = (
    Column("card", gettext_lazy("Số thẻ"), ("member__card",), _plain("member__card")),
    Column("name", gettext_lazy("Họ và tên"), ("member__name",), _plain("member__name")),
    Column(
        "sex", gettext_lazy("Giới tính"), ("member__sex",), lambda line, units: str(_SEXES[line["member__sex"]].label)
    ),
    Column("born", gettext_lazy("Ngày sinh"), ("member__born", "member__born_year_only"), _born),
    Column("unit", gettext_lazy("Đơn vị"), ("unit_id",), lambda line, units: units[line["unit_id"]]),
    Column("team", gettext_lazy("Tổ công đoàn"), ("team",), _plain("team")),
    Column("since", gettext_lazy("Vào đơn vị từ"), ("span",), lambda line, units: line["span"].lower),
    Column("phone", gettext_lazy("Điện thoại"), ("member__phone",), _plain("member__phone"), usual=False),
    Column("job", gettext_lazy("Nghề nghiệp"), ("member__job",), _plain("member__job"), usual=False),
    Column("education", gettext_lazy("Trình độ"), ("member__education",), _education, usual=False),
    Column(
        "address",
        gettext_lazy("Địa chỉ"),
        ("member__province", "member__ward", "member__address"),
        lambda line, units: address_in_words(line["member__province"], line["member__ward"], line["member__address"]),
        usual=False,
    ),
)


def export(request: HttpRequest) -> HttpResponseBase:
    """Choose the columns; and with `as=csv` or `as=xlsx` the file."""
    context = context_of(request)
    unit_or_404(request, context.unit.code, Right.MEMBERS)
    day = _day(request)
    if request.method == "POST" and request.POST.get("as") in {"csv", "xlsx"}:
        return _file(request, context, day, request.POST["as"])
    count = _members(request, context, day).count()
    shown = {"context": context, "columns": COLUMNS, "day": day, "count": count}
    return render(request, "desk/members/export.html", shown)


def _day(request: HttpRequest) -> date:
    try:
        return date.fromisoformat(request.POST.get("day") or request.GET.get("day", ""))
    except ValueError:
        return clock.today()


def _members(request: HttpRequest, context: Context, day: date) -> MembershipQuerySet:
    within = reach(request, Right.MEMBERS).filter(pk__in=units_shown(request, context).values("pk"))
    return Membership.objects.standing().on(day).at(within)


def _file(request: HttpRequest, context: Context, day: date, ending: str) -> HttpResponseBase:
    chosen = [column for column in COLUMNS if column.key in request.POST.getlist("column")] or list(COLUMNS[:7])
    found = _members(request, context, day)
    keys = [column.key for column in chosen]
    take_list(me(request), unit=context.unit, rows=found.count(), columns=keys, ending=ending)
    mark = _mark(request, context, day)
    lines = _lines(found, chosen, day)
    head = [str(column.label) for column in chosen]
    response: HttpResponseBase
    if ending == "csv":
        response = StreamingHttpResponse(_csv(mark, head, lines), content_type="text/csv; charset=utf-8")
    else:
        response = HttpResponse(_excel(mark, head, lines), content_type=TYPE)
    name = f"doan-vien-{context.unit.code}-{day:%Y-%m-%d}.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _mark(request: HttpRequest, context: Context, day: date) -> str:
    """Who took it, when: it stands in the first line of the file."""
    at = clock.now().astimezone(clock.HOME)
    said = {
        "unit": context.name,
        "day": told_day(day),
        "at": f"{at:%H:%M %d/%m/%Y}",
        "user": me(request).get_username(),
    }
    return _("Đoàn viên %(unit)s ngày %(day)s. Xuất lúc %(at)s bởi %(user)s.") % said


def _lines(found: MembershipQuerySet, chosen: Iterable[Column], day: date) -> Iterator[list[Any]]:
    fields = sorted({field for column in chosen for field in column.fields})
    units = names_on(found.order_by().values_list("unit", flat=True).distinct(), day)
    rows = found.order_by("member__sort_key", "pk").values(*fields)
    for line in rows.iterator(chunk_size=BATCH):
        yield [column.tell(line, units) for column in chosen]


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def _csv(mark: str, head: list[str], lines: Iterable[list[Any]]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff"
    yield writer.writerow([safe(mark)])
    yield writer.writerow(head)
    for line in lines:
        yield writer.writerow(["" if cell is None else safe(cell) for cell in line])


def _excel(mark: str, head: list[str], lines: Iterable[list[Any]]) -> bytes:
    """Days are days, nothing is a formula; the mark stands in the first row and at the foot of each printed page."""
    to = BytesIO()
    book = Workbook(to, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    page = book.add_worksheet(_("Đoàn viên"))
    strong, as_day = book.add_format({"bold": True}), book.add_format({"num_format": "dd/mm/yyyy"})
    page.set_footer("&L" + mark.replace("&", "&&"))
    page.freeze_panes(2, 0)
    page.set_column(0, len(head), 18)
    page.write_string(0, 0, mark)
    for place, name in enumerate(head):
        page.write_string(1, place, name, strong)
    for row, line in enumerate(lines, 2):
        for place, cell in enumerate(line):
            if isinstance(cell, date):
                page.write_datetime(row, place, cell, as_day)
            elif cell not in (None, ""):
                page.write_string(row, place, str(cell))
    book.close()
    return to.getvalue()
