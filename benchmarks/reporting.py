"""Sheets on the national book: how long one takes to draft and to draw, how many are drafted in a minute, the board.

Run by `make bench-reports`; written to RESULTS-reports.md. What it opens and sends is taken back at the end.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import place
from benchmarks.timing import Times, repeated

if TYPE_CHECKING:
    from congdoan.base.period import Period
    from congdoan.catalogue.rules import Form
    from congdoan.org.models import Unit
    from congdoan.reports.models import Board

TOLD = Path(__file__).parent / "RESULTS-reports.md"
SIZE = os.environ.get("SIZE") or "10M"
SHEETS = int(os.environ.get("SHEETS") or 10_000)
CORES, TOGETHER, LINES, BENEATH = 2, 200, 100, 5_000
ROUNDS, WARM = 40, 2
A_PAGE, NAMED = 40, 12
TODAY = date(2025, 12, 31)
UNION_YEAR, HALF = "2025", "2025-H1"
DRAFTING, OPENING = "drafting", "opening"
NAMES = {"WORD": "Word", "PDF": "PDF", "EXCEL": "Excel"}
PATIENCE = 150
"""After so many seconds a process drafts no more: the rate is told of what it has done."""


@dataclass(frozen=True)
class Row:
    """Something measured, beside what is wanted of it."""

    what: str
    measured: str
    wanted: str
    is_reached: bool


def main() -> None:
    place.prepare()
    from benchmarks import nation

    made = nation.make(SIZE)
    try:
        rows = [*_one_sheet(), _many(DRAFTING), _many(OPENING), *_board()]
    finally:
        place.end(keep=True)
    TOLD.write_text(_report(made.size, made.postings, made.units, rows), "utf-8")
    sys.stdout.write(TOLD.read_text("utf-8"))


def _times(work: Callable[[], object]) -> Times:
    return repeated([work], rounds=ROUNDS, warm=WARM, patience=120)


def _within(what: str, times: Times, most: int) -> Row:
    return Row(what, f"p50 {times.p50:,.0f} ms, p95 {times.p95:,.0f} ms", f"<= {most:,} ms", times.p95 <= most)


def _one_sheet() -> list[Row]:
    """A consolidated sheet of a hundred lines, of the province with the most units beneath it."""
    from congdoan.base import clock
    from congdoan.catalogue.models import current
    from congdoan.catalogue.rules import Level
    from congdoan.reports.models import draft_sheets, period_of, unopened_document
    from congdoan.reports.rules import line_key
    from congdoan.reports.rules.drawing import Format, drawn

    form = current().forms["2-hdcd"]
    period, province = period_of(form, UNION_YEAR), _largest(Level.PROVINCIAL)
    keys = [line_key(line.indicator, form.scope_of(line)) for _place, line in form.lines()][:LINES]
    with clock.set_to(clock.at(TODAY)):
        found = [_within(
            f"drafting a consolidated sheet of {len(keys)} lines, the largest province",
            _times(lambda: draft_sheets([province], form, period, only=keys)), 1000,
        )]  # fmt: skip
        document = unopened_document(province, form, period)
        lines = sum(len(section.lines) for section in document.sections)
        for shape in Format:
            times = _times(lambda shape=shape: drawn(document, shape))  # type: ignore[misc]
            found.append(_within(f"{NAMES[shape.name]} of a sheet of {lines} lines", times, 1000))
    return found


def _many(what: str) -> Row:
    """Sheets of as many workplaces as are asked for, shared by two processes."""
    began = time.perf_counter()
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.reporting", what]
    workers = [subprocess.Popen([*command, str(number)], stdout=subprocess.PIPE, text=True) for number in range(CORES)]
    told = [worker.communicate()[0] for worker in workers]
    taken = time.perf_counter() - began
    if any(worker.returncode for worker in workers):
        sys.exit(f"{what}: {[worker.args for worker in workers if worker.returncode]}")
    done = sum(map(int, told))
    a_minute = done / taken * 60
    kind = {DRAFTING: "every line read from the ledger", OPENING: "rows and texts written, the journal too"}[what]
    said = f"{a_minute:,.0f} a minute ({done:,} in {taken:.1f} s, with starting up)"
    return Row(f"{what} own sheets on {CORES} cores: {kind}", said, ">= 10,000 a minute", a_minute >= 10_000)


def work(what: str, number: int) -> int:
    """One process's share of the sheets, so many in one reading; says how many were done before patience ended."""
    from django.db import transaction

    from congdoan.base import clock
    from congdoan.catalogue.models import current
    from congdoan.org.models import Unit, User
    from congdoan.reports.actions import open_sheets
    from congdoan.reports.models import draft_sheets, period_of

    form, officer = current().forms["1-hdcd"], User.objects.get(username="officer")
    period, keys = period_of(form, UNION_YEAR), _workplaces()[number::CORES][: SHEETS // CORES]
    until, done = time.monotonic() + PATIENCE, 0
    with clock.set_to(clock.at(TODAY)):
        for first in range(0, len(keys), TOGETHER):
            if time.monotonic() > until:
                break
            units = list(Unit.objects.filter(pk__in=keys[first : first + TOGETHER]))
            done += len(units)
            if what == DRAFTING:
                draft_sheets(units, form, period)
                continue
            with transaction.atomic():
                open_sheets(officer, units=units, form=form.code, period=period)
                transaction.set_rollback(True)
    return done


def _workplaces() -> list[int]:
    """Workplaces that stand at the end of the year, the same in every process."""
    from congdoan.catalogue.rules import Level
    from congdoan.org.models import Place, Unit

    there = Place.objects.known().on(TODAY).filter(level=Level.GRASSROOTS).values("unit")
    living = Unit.objects.on(TODAY).filter(pk__in=there).order_by("code")
    return list(living.values_list("pk", flat=True)[:SHEETS])


def _board() -> list[Row]:
    """The union with about as many workplaces beneath it as are wanted; most have sent, some late, some not at all."""
    from django.db import transaction

    from congdoan.base import clock
    from congdoan.catalogue.models import current
    from congdoan.reports.models import board, period_of

    form = current().forms["1-hdcd"]
    unit, count = _with_beneath(BENEATH)
    periods = [period_of(form, name) for name in ("2023-H1", "2023", "2024-H1", "2024", HALF, UNION_YEAR)]
    beside = f"{len(periods)} periods beside each other"

    def told(word: str, shown: "list[Period]") -> Row:
        times = _times(lambda: _page_of(board(unit, form, shown, today=TODAY)))
        return _within(f"the board of a union with {count:,} units, {word}: all counted, a page", times, 200)

    with clock.set_to(clock.at(TODAY)), transaction.atomic():
        _send_most(unit, form, periods)
        found = [told("one period", periods[-1:]), told(beside, periods)]
        _set_days(unit, form, periods)
        found.append(told(f"{beside}, a day set for each", periods))
        transaction.set_rollback(True)
    return found


def _set_days(unit: "Unit", form: "Form", periods: "list[Period]") -> None:
    """A day that the union has set itself for each period, two days after the usual one."""
    from congdoan.base import clock
    from congdoan.catalogue.rules import Level
    from congdoan.org.models import User
    from congdoan.reports.models import Deadline

    by = User.objects.get(username="officer")
    Deadline.objects.bulk_create(
        Deadline(
            unit=unit, form=form.code, period=str(period), level=Level.GRASSROOTS, last_day=period.last_day,
            day=period.last_day + timedelta(days=12), by=by, at=clock.now(),
        )
        for period in periods
    )  # fmt: skip


def _page_of(told: "Board") -> list[str]:
    """What its page shows of a board beside the counts: the first rows, and who is missing by name."""
    return told.names_missing(NAMED, told.rows(most=A_PAGE))


def _send_most(unit: "Unit", form: "Form", periods: "list[Period]") -> None:
    """Sheets as they stand: of ten units seven have sent in time, one late, one has a draft, one nothing."""
    from congdoan.base import clock
    from congdoan.base.knowledge import Moment
    from congdoan.catalogue.rules import Level
    from congdoan.org.models import Lineage, User
    from congdoan.reports.models import Revision, Sheet
    from congdoan.reports.rules import digest_of

    by, kept = User.objects.get(username="officer"), b"{}"
    beneath = Lineage.objects.known().on(TODAY).filter(ancestor=unit, level=Level.GRASSROOTS)
    keys = list(beneath.order_by("unit").values_list("unit", flat=True))
    for period in periods:
        due = period.last_day + timedelta(days=10)
        sheets = Sheet.objects.bulk_create(
            Sheet(
                unit_id=key, form=form.code, edition=form.edition, period=str(period), first_day=period.first_day,
                last_day=period.last_day, due=due, opened_by=by, opened_at=clock.now(), **_standing(place, due),
            )
            for place, key in enumerate(keys) if place % 10 < 9
        )  # fmt: skip
        sent = [sheet for sheet in sheets if sheet.first_sent]
        moments = Moment.objects.bulk_create(Moment(at=clock.at(sheet.first_sent or due)) for sheet in sent)
        Revision.objects.bulk_create(
            Revision(sheet=sheet, number=1, at=moment.at, by=by, moment=moment, content=kept, digest=digest_of(kept))
            for sheet, moment in zip(sent, moments, strict=True)
        )


def _standing(place: int, due: date) -> dict[str, object]:
    if place % 10 == 8:
        return {"state": "draft"}
    return {"state": "submitted", "first_sent": due + timedelta(days=3 if place % 10 == 7 else -2)}


def _largest(level: str) -> "Unit":
    from django.db.models import Count

    from congdoan.org.models import Lineage, Place, Unit

    there = Place.objects.known().on(TODAY).filter(level=level).values("unit")
    counted = Lineage.objects.known().on(TODAY).filter(ancestor__in=there).values("ancestor")
    largest = counted.annotate(count=Count("pk")).order_by("-count").first()
    assert largest is not None
    return Unit.objects.get(pk=largest["ancestor"])


def _with_beneath(wanted: int) -> "tuple[Unit, int]":
    """The unit whose workplaces are the nearest to so many, not fewer where there is one with more."""
    from django.db.models import Count

    from congdoan.catalogue.rules import Level
    from congdoan.org.models import Lineage, Unit

    counted = (
        Lineage.objects.known().on(TODAY).filter(level=Level.GRASSROOTS, depth__gt=0).values_list("ancestor")
    ).annotate(count=Count("pk"))
    found = sorted(counted, key=lambda row: (row[1] < wanted, abs(row[1] - wanted)))
    return Unit.objects.get(pk=found[0][0]), found[0][1]


def _report(size: str, postings: int, units: int, rows: list[Row]) -> str:
    from benchmarks.desk.results import machine, table

    told = [(row.what, row.measured, row.wanted, "yes" if row.is_reached else "**no**") for row in rows]
    return "\n".join(
        [
            "# How fast reports are",
            "",
            "Written by `make bench-reports`; nothing here is by hand. The national book of the ledger's benchmark, "
            f"{size}: {postings:,} postings, {units:,} units.",
            "",
            *table(("", "measured", "wanted", "reached"), told),
            "",
            f"Warm; {ROUNDS} times each. {machine()}",
            "",
        ]
    )


if __name__ == "__main__":
    if len(sys.argv) == 3:
        place.prepare()
        sys.stdout.write(str(work(sys.argv[1], int(sys.argv[2]))))
    else:
        main()
