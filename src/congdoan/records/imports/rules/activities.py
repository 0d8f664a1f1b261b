"""The columns of a workbook of activities, drawn from the catalogue, and a row of it as what happened."""

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congdoan.catalogue.rules import Detail, DetailType, Kind, Measure
from congdoan.records.imports.rules.cells import Wrong, read_choice, read_day, read_whole, text_of
from congdoan.records.imports.rules.columns import Column, plain
from congdoan.records.imports.rules.opening import Cell
from congdoan.records.imports.rules.people import YES_NO, YES_OR_NO
from congdoan.records.imports.rules.reading import Line, Reader, Way

NOTE_LENGTH = 2_000
DETAIL = "detail:"
"""Before the key of a column that holds a detail: what stands after it is the detail's label as it is compared."""

_DAY = ("ngay to chuc", "ngay dien ra", "ngay thuc hien", "thoi gian", "date", "day")
_MEASURES: Mapping[Measure, tuple[str | Promise, tuple[str, ...]]] = {
    Measure.TIMES: (gettext_lazy("Số lần"), ("so cuoc", "times")),
    Measure.PEOPLE: (
        gettext_lazy("Số người"),
        ("so nguoi tham gia", "luot nguoi", "so luot nguoi", "nguoi tham gia", "people", "participants"),
    ),
    Measure.AMOUNT: (gettext_lazy("Số tiền (đồng)"), ("so tien", "kinh phi", "tien", "amount")),
    Measure.QUANTITY: (gettext_lazy("Số lượng"), ("so luong san pham", "quantity")),
}


@dataclass(slots=True)
class Happened:
    """A row as an activity: its kind, its day, how much (by measure), and its details by their own names."""

    kind: Kind | None = None
    day: date | None = None
    measures: dict[str, int] = field(default_factory=dict)
    details: dict[str, object] = field(default_factory=dict)
    note: str = ""

    @property
    def called(self) -> str:
        return self.kind.name if self.kind else ""

    @property
    def dated(self) -> date | None:
        return self.day


def activities(kinds: Mapping[str, Kind], only: str = "") -> Way[Happened]:
    """How rows become activities of these kinds; `only` is the kind of all rows, where the file has one alone."""
    fixed = kinds.get(only)
    shown = [fixed] if fixed else list(kinds.values())
    first = [] if fixed else [_kind(kinds)]
    columns = [
        *first,
        Column("day", gettext_lazy("Ngày"), _DAY, True, example="05/03/2024"),
        *(_measure(measure, shown) for measure in Measure if any(measure in kind.measures for kind in shown)),
        *_details(shown, {plain(str(column.label)) for column in first}),
        Column("note", gettext_lazy("Ghi chú"), ("noi dung", "dien giai", "note", "remarks"), width=40),
    ]
    return Way(columns, _readers(kinds, columns), lambda: Happened(kind=fixed), _missing)


def _kind(kinds: Mapping[str, Kind]) -> Column:
    names = tuple(kind.name for kind in kinds.values())
    return Column("kind", gettext_lazy("Loại hoạt động"), ("loai", "hoat dong", "kind"), True, names, width=34)


def _measure(measure: Measure, kinds: Sequence[Kind]) -> Column:
    """A measure is known by its general name and by what each kind calls it; of one kind alone it bears that name."""
    label, called = _MEASURES[measure]
    own = [kind.measures[measure] for kind in kinds if measure in kind.measures]
    if len(kinds) == 1:
        return Column(measure.value, own[0], (str(label), *called), measure is not Measure.TIMES, width=20)
    return Column(measure.value, label, (*called, *dict.fromkeys(own)))


def _details(kinds: Sequence[Kind], taken: Container[str]) -> Iterator[Column]:
    """One column for all details that are called the same, with the choices of all; a name `taken` is made longer."""
    labels: dict[str, list[Detail]] = {}
    for kind in kinds:
        for detail in kind.details.values():
            labels.setdefault(plain(detail.label), []).append(detail)
    for key, details in labels.items():
        choices = dict.fromkeys(choice for detail in details for choice in detail.choices)
        if all(detail.type is DetailType.YES_NO for detail in details):
            choices = dict.fromkeys(YES_OR_NO)
        needed = len(kinds) == 1 and details[0].required
        label = _("%s chi tiết") % details[0].label if key in taken else details[0].label
        yield Column(f"{DETAIL}{key}", label, (), needed, tuple(choices), width=22)


def _readers(kinds: Mapping[str, Kind], columns: Sequence[Column]) -> Mapping[str, Reader[Happened]]:
    """In the order in which they are put: the kind before what depends on it."""
    named = {plain(word): kind.code for kind in kinds.values() for word in (kind.code, kind.name_en, kind.name)}

    def read_kind(cell: Cell, today: date) -> Kind:
        return kinds[_among(text_of(cell), named, kinds)]

    readers: dict[str, Reader[Happened]] = {
        "kind": Reader(read_kind, _put_kind),
        "day": Reader(_day, _put_day),
        "note": Reader(_note, _put_note),
    }
    for column in columns:
        if column.key in set(Measure):
            readers[column.key] = Reader(lambda cell, today: read_whole(cell), _putting_measure(column.key))
        elif column.key.startswith(DETAIL):
            readers[column.key] = Reader(
                lambda cell, today: cell, _Detailed(column.key.removeprefix(DETAIL), str(column.label))
            )
    return readers


def _among(text: str, named: Mapping[str, str], kinds: Mapping[str, Kind]) -> str:
    """The code of a kind by any of its names. Raises Wrong with the nearest, where there is one."""
    asked = plain(text)
    if asked in named:
        return named[asked]
    begins = [word for word in named if asked and word.startswith(asked)]
    near = begins or get_close_matches(asked, named, 1)
    if not near:
        raise Wrong("choice", _("Danh mục không có loại hoạt động “%s”.") % text[:60])
    name = kinds[named[near[0]]].name
    said = _("Danh mục không có loại hoạt động “%(text)s”. Có phải “%(name)s”?")
    raise Wrong("choice", said % {"text": text[:60], "name": name}, name)


def _day(cell: Cell, today: date) -> date:
    found = read_day(cell, today)
    if found > today:
        raise Wrong("early", _("Ngày này chưa đến. Sổ chỉ ghi việc đã xảy ra."))
    return found


def _note(cell: Cell, today: date) -> str:
    text = text_of(cell)
    if len(text) > NOTE_LENGTH:
        raise Wrong("other", _("Dài quá %d chữ; viết ngắn lại.") % NOTE_LENGTH)
    return text


def _put_kind(happened: Happened, kind: Kind) -> None:
    happened.kind = kind


def _put_day(happened: Happened, day: date) -> None:
    happened.day = day


def _put_note(happened: Happened, note: str) -> None:
    happened.note = " · ".join(filter(None, (happened.note, note)))


def _putting_measure(name: str) -> Callable[[Happened, int | None], None]:
    def put(happened: Happened, number: int | None) -> None:
        if number is not None:
            happened.measures[name] = number

    return put


@dataclass(frozen=True)
class _Detailed:
    """Puts what a cell says as the detail that the row's kind calls so; else it is kept in the note. Raises Wrong."""

    label: str
    shown: str

    def __call__(self, happened: Happened, cell: Cell) -> None:
        if happened.kind is None:
            return
        found = [(n, detail) for n, detail in happened.kind.details.items() if plain(detail.label) == self.label]
        if not found:
            _put_note(happened, f"{self.shown}: {text_of(cell)}"[:NOTE_LENGTH])
            return
        name, detail = found[0]
        answer = _answer(detail, cell)
        if answer not in ("", None):
            happened.details[name] = answer


def _answer(detail: Detail, cell: Cell) -> object:
    match detail.type:
        case DetailType.CHOICE:
            return read_choice(cell, {plain(choice): choice for choice in detail.choices}, detail.choices)
        case DetailType.YES_NO:
            return {"yes": True, "no": False, "": None}[read_choice(cell, YES_NO, YES_OR_NO)]
        case DetailType.NUMBER:
            return read_whole(cell)
        case DetailType.DAY:
            return read_day(cell, date.max).isoformat()
        case _:
            return text_of(cell)


def _missing(happened: Happened) -> list[tuple[str, Wrong]]:
    """What the row lacks, and what its kind refuses, each with its column."""
    if happened.kind is None:
        return [("kind", Wrong("blank", _("Chọn loại hoạt động.")))]
    found: list[tuple[str, Wrong]] = []
    if happened.day is None:
        found.append(("day", Wrong("blank", _("Nhập ngày."))))
    try:
        happened.kind.check(happened.measures, happened.details)
    except ValidationError as refused:
        for name, errors in refused.error_dict.items():
            blank = errors[0].code == "required"
            found.append((_column_of(name, happened.kind), Wrong("blank" if blank else "other", errors[0].messages[0])))
    return found


def _column_of(name: str, kind: Kind) -> str:
    return f"{DETAIL}{plain(kind.details[name].label)}" if name in kind.details else name


def alike_activities(found: Sequence[Line[Happened]]) -> dict[int, int]:
    """Rows that tell of a kind on a day of which an earlier row tells, with that row."""
    first: dict[tuple[str, date], int] = {}
    twice: dict[int, int] = {}
    for line in found:
        happened = line.thing
        if happened.kind and happened.day:
            before = first.setdefault((happened.kind.code, happened.day), line.row)
            if before != line.row:
                twice[line.row] = before
    return twice
