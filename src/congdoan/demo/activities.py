"""Activities of the story, entered together at the end of their month; some wrongly at first, some late."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from congdoan.base.bound import Bound
from congdoan.demo.book import Act, Book, Turn
from congdoan.records.activities.actions import NewActivity, correct_activity, record_activities, withdraw_activity
from congdoan.records.members.models import Member

Measures = dict[str, int | Bound]


@dataclass(frozen=True)
class Happening:
    """An activity as it was; `people` are the keys of persons whom it served.

    `entered` is the day on which it was entered where that was late; `wrongly` what was told of it at first, or that
    it was told a second time by mistake, until `corrected`.
    """

    unit: str
    day: date
    kind: str
    measures: Measures = field(default_factory=dict)
    details: dict[str, object] = field(default_factory=dict)
    note: str = ""
    partners: tuple[str, ...] = ()
    people: tuple[int, ...] = ()
    entered: date | None = None
    wrongly: Measures | None = None
    twice: bool = False
    corrected: date | None = None

    @property
    def key(self) -> str:
        return f"{self.unit} {self.kind} {self.day}"

    def new(self, book: Book) -> NewActivity:
        """As it is first told."""
        return NewActivity(
            book.units[self.unit],
            self.day,
            self.kind,
            self.measures if self.wrongly is None else self.wrongly,
            self.details,
            self.note,
            [book.units[code] for code in self.partners],
            self._served(book),
        )

    def _served(self, book: Book) -> list[Member]:
        return [book.memberships[key].member for key in self.people]


def entering(happenings: Iterable[Happening], entry_day: Callable[[date], date]) -> Iterator[Act]:
    """The acts by which activities come into the book; `entry_day` says when one of a day is entered."""
    happenings = sorted(happenings, key=lambda happening: (happening.day, happening.unit, happening.kind))
    by_entry = sorted(happenings, key=lambda happening: happening.entered or entry_day(happening.day))
    for day, together in groupby(by_entry, lambda happening: happening.entered or entry_day(happening.day)):
        yield _recording(day, list(together))
    for happening in happenings:
        if happening.corrected:
            yield _withdrawal(happening) if happening.twice else _correction(happening)


def _recording(day: date, together: Sequence[Happening]) -> Act:
    def enter(book: Book) -> None:
        told = [*together, *(happening for happening in together if happening.twice)]
        by_writer: dict[int, list[Happening]] = {}
        for happening in told:
            by_writer.setdefault(book.writer(happening.unit).pk, []).append(happening)
        for theirs in by_writer.values():
            made = record_activities(book.writer(theirs[0].unit), [happening.new(book) for happening in theirs])
            for happening, activity in zip(theirs, made, strict=True):
                if happening.corrected:
                    book.activities[happening.key] = activity

    return Act(day, Turn.ACTIVITIES, f"record {together}", enter)


def _correction(happening: Happening) -> Act:
    assert happening.corrected

    def enter(book: Book) -> None:
        correct_activity(
            book.writer(happening.unit),
            activity=book.activities[happening.key],
            measures=happening.measures,
            reason="Nhập nhầm số liệu, đã đối chiếu với danh sách.",
        )

    return Act(happening.corrected, Turn.CORRECT, f"correct {happening.key}", enter)


def _withdrawal(happening: Happening) -> Act:
    assert happening.corrected

    def enter(book: Book) -> None:
        withdraw_activity(
            book.writer(happening.unit),
            activity=book.activities[happening.key],
            reason="Nhập trùng một hoạt động hai lần.",
        )

    return Act(happening.corrected, Turn.CORRECT, f"withdraw {happening.key}", enter)
