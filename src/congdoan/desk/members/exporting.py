"""A list of members as a file: chosen columns, as of a day, each taking noted, and written as it is read."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import chain, islice
from typing import IO, Any

from django.db.models import TextChoices
from django.http import FileResponse, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congdoan.base import clock
from congdoan.desk.activities.exporting import TYPE, safe
from congdoan.desk.activities.listing import units_shown
from congdoan.desk.context import Context, context_of
from congdoan.desk.days import day_asked
from congdoan.desk.gate import me, reach, unit_or_404
from congdoan.desk.members.exporting_excel import excel
from congdoan.desk.words import day as told_day
from congdoan.org.actions import take_list
from congdoan.org.models import UnitQuerySet, names_on
from congdoan.org.rules import Right
from congdoan.records.members.models import Education, Membership, MembershipQuerySet, Sex
from congdoan.records.members.rules import address_in_words

BATCH = 2_000
_DIVIDES = ',"\r'
_RUNS = [f"\n{sign}" for sign in "=+-@\t\r"]
"""With what cells that a spreadsheet would run begin, where each stands on a line of its own."""
Tell = Callable[..., Any]
Columns = Sequence[Sequence[Any]]


def _plain(value: object) -> object:
    return value


@dataclass(frozen=True)
class Column:
    """A column of the file: the fields that it reads, and what it says of their values, or which choices these are.

    What is `near` is told only of those whose file is kept within reach: it is as it is now, wherever they are.
    """

    key: str
    label: str | Promise
    fields: tuple[str, ...]
    tell: Tell = _plain
    usual: bool = True
    near: bool = False
    choices: type[TextChoices] | None = None


def _born(born: date | None, year_only: bool) -> object:
    return str(born.year) if born and year_only else born


def _names_of(choices: type[TextChoices]) -> dict[str, str]:
    """What choices are called in the reader's language, worked out once for all rows; a blank stays blank."""
    return {"": ""} | {str(value): str(label) for value, label in choices.choices}


# Nothing that lies sealed leaves in a list: an identity number is shown to one who gives a reason, one at a time.
COLUMNS = (
    Column("card", gettext_lazy("Số thẻ"), ("member__card",)),
    Column("name", gettext_lazy("Họ và tên"), ("member__name",)),
    Column("sex", gettext_lazy("Giới tính"), ("member__sex",), choices=Sex),
    Column("born", gettext_lazy("Ngày sinh"), ("member__born", "member__born_year_only"), _born),
    Column("unit", gettext_lazy("Đơn vị"), ("unit_id",)),
    Column("team", gettext_lazy("Tổ công đoàn"), ("team",)),
    Column("since", gettext_lazy("Vào đơn vị từ"), ("span__startswith",)),
    Column("phone", gettext_lazy("Điện thoại"), ("member__phone",), usual=False, near=True),
    Column("job", gettext_lazy("Nghề nghiệp"), ("member__job",), usual=False, near=True),
    Column("education", gettext_lazy("Trình độ"), ("member__education",), usual=False, near=True, choices=Education),
    Column(
        "address",
        gettext_lazy("Địa chỉ"),
        ("member__province", "member__ward", "member__address"),
        address_in_words,
        usual=False,
        near=True,
    ),
)


def export(request: HttpRequest) -> HttpResponseBase:
    """Choose the columns; and with `as=csv` or `as=xlsx` the file."""
    context = context_of(request)
    unit_or_404(request, context.unit.code, Right.MEMBERS)
    day = day_asked(request.POST if request.method == "POST" else request.GET).day
    if request.method == "POST" and request.POST.get("as") in {"csv", "xlsx"}:
        return _file(request, context, day, request.POST["as"])
    count = _members(request, context, day).count()
    shown = {"context": context, "columns": COLUMNS, "day": day, "count": count}
    return render(request, "desk/members/export.html", shown)


def _members(request: HttpRequest, context: Context, day: date) -> MembershipQuerySet:
    within = reach(request, Right.MEMBERS).filter(pk__in=units_shown(request, context).values("pk"))
    return Membership.objects.standing().on(day).at(within)


def _file(request: HttpRequest, context: Context, day: date, ending: str) -> HttpResponseBase:
    chosen = [column for column in COLUMNS if column.key in request.POST.getlist("column")] or list(COLUMNS[:7])
    found = _members(request, context, day)
    keys = [column.key for column in chosen]
    take_list(me(request), unit=context.unit, rows=found.count(), columns=keys, ending=ending)
    mark, told = _mark(request, context, day), columns_of(found, chosen, day, reach(request, Right.MEMBERS))
    response: HttpResponseBase
    if ending == "csv":
        response = StreamingHttpResponse(as_csv(mark, chosen, told), content_type="text/csv; charset=utf-8")
    else:
        response = FileResponse(as_excel(mark, chosen, told), content_type=TYPE)
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


def columns_of(
    found: MembershipQuerySet, chosen: Sequence[Column], day: date, within: UnitQuerySet
) -> Iterator[Columns]:
    """The list batch after batch, each column by column; `within` are the units whose files the asker may open."""
    fields = list(dict.fromkeys(["member__home", *(field for column in chosen for field in column.fields)]))
    units = names_on(found.order_by().values_list("unit", flat=True).distinct(), day)
    tellers = [units.__getitem__ if column.key == "unit" else _teller(column) for column in chosen]
    homes, near = found.order_by().values("member__home").distinct(), set[int]()
    if any(column.near for column in chosen):
        near.update(within.filter(pk__in=homes).values_list("pk", flat=True))
    rows = found.order_by("member__sort_key", "pk").values_list(*fields).iterator(chunk_size=BATCH)
    while batch := list(islice(rows, BATCH)):
        held = dict(zip(fields, zip(*batch, strict=True), strict=True))
        yield [_told(column, tell, held, near) for column, tell in zip(chosen, tellers, strict=True)]


def _told(column: Column, tell: Tell, held: Mapping[str, Sequence[Any]], near: set[int]) -> Sequence[Any]:
    """A column of a batch whose fields are held column by column: many at once cost half of one after the other."""
    values = [held[field] for field in column.fields]
    told = values[0] if tell is _plain else [*map(tell, *values)]
    homes = held["member__home"]
    if not column.near or near.issuperset(homes):
        return told
    return [cell if home in near else None for cell, home in zip(told, homes, strict=True)]


def _teller(column: Column) -> Tell:
    return _names_of(column.choices).__getitem__ if column.choices else column.tell


def as_csv(mark: str, chosen: Sequence[Column], batches: Iterable[Columns]) -> Iterator[str]:
    """The list as text, sent on as it is read."""
    yield "\ufeff" + _together([*_cells([mark]), ",".join(_cells([str(column.label) for column in chosen]))])
    for columns in batches:
        yield _together(map(",".join, zip(*map(_cells, columns), strict=True)))


def _together(lines: Iterable[str]) -> str:
    return "\r\n".join([*lines, ""])


def _cells(column: Sequence[Any]) -> Sequence[str]:
    """Cells that no spreadsheet takes for formulas, nor for two.

    One look at all of them tells whether any must be written otherwise; where one needs quotes, all have them.
    """
    texts: Sequence[str] = column if set(map(type, column)) == {str} else [*map(_text, column)]
    together = "\n".join(["", *texts])
    is_broken = together.count("\n") > len(texts)
    if is_broken or any(run in together for run in _RUNS):
        texts = [*map(safe, texts)]
    if is_broken or any(sign in together for sign in _DIVIDES):
        texts = ['"{}"'.format(text.replace('"', '""')) for text in texts]
    return texts


@lru_cache(maxsize=50_000)
def _text(cell: object) -> str:
    """Days are told over and over."""
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    return "" if cell is None else str(cell)


def as_excel(mark: str, chosen: Sequence[Column], batches: Iterable[Columns]) -> IO[bytes]:
    """The list as an Excel file, written onto the disk as it is read."""
    lines = chain.from_iterable(zip(*columns, strict=True) for columns in batches)
    return excel(_("Đoàn viên"), mark, [str(column.label) for column in chosen], lines)
