"""The rounds of reporting at the sector union: each half-year most send in time, some late, a few are returned.

Twelve of its unions report here from the beginning, and the others are named as missing; so building stays short.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from congdoan.base import clock
from congdoan.base.period import Cutoff, Period, parse_period
from congdoan.catalogue.models import current
from congdoan.demo.book import Book
from congdoan.demo.chance import chance
from congdoan.demo.superiors import CHAIRED, INDUSTRY
from congdoan.org.models import Unit, User
from congdoan.reports.actions import (
    accept_sheets,
    answer_faults,
    open_sheets,
    return_sheet,
    submit_sheets,
    write_part,
)
from congdoan.reports.models import Sheet, asked_about_each, composed, lived
from congdoan.reports.rules import State

WORD = "Đã rà soát với từng đơn vị, đúng số đã ghi trong sổ."
FORM, BY = "1-hdcd", "clerk"
PERIODS = ("2023-H1", "2023", "2024-H1", "2024", "2025-H1", "2025")
REPORTING = tuple(f"{INDUSTRY}-{number:03}" for number in range(1, 13))
OWN_WAYS = {(CHAIRED, "2023"), (CHAIRED, "2024-H1"), (CHAIRED, "2025-H1"), (f"{INDUSTRY}-003", "2024-H1")}
"""What is told of by itself in `sheets`."""
IN_TIME, EVER, RETURNED = 0.8, 0.95, 0.12
"""How many send before it is due, how many at all, and how many of those are returned."""
REPORTED_AT = 19
"""The hour of the day, after what was recorded that day is known."""
_REMARKS = (
    ("care.amount@own", "Đối chiếu lại với danh sách ký nhận."),
    ("dialogue.held@own", "Tách rõ đối thoại định kỳ và khi có vụ việc."),
    ("members.total@own", "Đối chiếu với danh sách đoàn viên nộp đoàn phí."),
)


def union_period(name: str) -> Period:
    return parse_period(name, Cutoff.parse(current().forms[FORM].cutoff))


@dataclass(frozen=True)
class Round:
    """What is done on a day about the sheets of a period."""

    day: date
    period: str
    step: "Step"

    def take(self, book: Book) -> None:
        """Take it as if on its day."""
        told = [code for code in REPORTING if (code, self.period) not in OWN_WAYS]
        with clock.set_to(clock.at(self.day, REPORTED_AT)):
            units = Unit.objects.filter(code__in=told).order_by("code")
            living = [unit for unit in units if lived(unit, union_period(self.period))]
            there = Sheet.objects.at(living).of(FORM, self.period).select_related("unit")
            self.step(self, book.users[BY], living, {sheet.unit_id: sheet for sheet in there})

    def luck(self, unit: Unit, what: str) -> float:
        return chance(f"{what} {unit.code} {self.period}").random()

    def send(self, by: User, units: list[Unit]) -> None:
        """Draft, explain and send."""
        if not units:
            return
        period = union_period(self.period)
        sheets = open_sheets(by, units=units, form=FORM, period=period)
        lines = [composing.lines() for composing in composed(sheets, sheets[0].of_form, period)]
        asked = asked_about_each(sheets, lines)
        words = {sheet: {each.fault.key: WORD for each in told} for sheet, told in zip(sheets, asked, strict=True)}
        answer_faults(by, words=words)
        submit_sheets(by, sheets=sheets)


Step = Callable[[Round, User, list[Unit], dict[int, Sheet]], None]


def _in_time(told: Round, by: User, units: list[Unit], there: dict[int, Sheet]) -> None:
    told.send(by, [unit for unit in units if told.luck(unit, "send") < IN_TIME])


def _late(told: Round, by: User, units: list[Unit], there: dict[int, Sheet]) -> None:
    told.send(by, [unit for unit in units if unit.pk not in there and told.luck(unit, "send") < EVER])


def _judge(told: Round, by: User, units: list[Unit], there: dict[int, Sheet]) -> None:
    waiting = [sheet for unit in units if (sheet := there.get(unit.pk)) and sheet.of_state is State.SUBMITTED]
    back = [sheet for sheet in waiting if told.luck(sheet.unit, "return") < RETURNED]
    for sheet in back:
        line, remark = _REMARKS[int(told.luck(sheet.unit, "remark") * len(_REMARKS))]
        return_sheet(by, sheet=sheet, revision=1, remarks={line: remark})
    if taken := [sheet for sheet in waiting if sheet not in back]:
        accept_sheets(by, sheets=taken)


def _revise(told: Round, by: User, units: list[Unit], there: dict[int, Sheet]) -> None:
    back = [unit for unit in units if unit.pk in there and there[unit.pk].of_state is State.RETURNED]
    for unit in back:
        write_part(by, sheet=there[unit.pk], key="weaknesses", text="Ghi sổ còn chậm, đã rà soát lại.", seen=0)
    told.send(by, back)


def _accept(told: Round, by: User, units: list[Unit], there: dict[int, Sheet]) -> None:
    waiting = [sheet for sheet in there.values() if sheet.of_state is State.SUBMITTED]
    if waiting:
        accept_sheets(by, sheets=waiting)


_STEPS: tuple[tuple[int, Step], ...] = ((8, _in_time), (13, _late), (14, _judge), (16, _revise), (17, _accept))
"""Days after the period's last; the sheets are due on the tenth."""


def draw_rounds() -> list[Round]:
    """The rounds of three years."""
    return [
        Round(union_period(period).last_day + timedelta(days), period, step)
        for period in PERIODS
        for days, step in _STEPS
    ]
