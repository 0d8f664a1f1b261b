"""Two who send or write at once: one of them wins, the other is told, and nothing is half done."""

import threading
from collections.abc import Callable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import connection
from tests.reports.conftest import HALF, UNION, explained, opened, sent
from tests.world import TODAY, World, the_day

from congdoan.base.period import parse_period
from congdoan.catalogue.rules import Level
from congdoan.records.directives.actions import Wording, register_directive
from congdoan.records.directives.models import Directive
from congdoan.records.directives.rules import Sort
from congdoan.reports.actions import (
    SeenAnother,
    accept_sheet,
    accept_sheets,
    announce_deadlines,
    reopen_sheet,
    return_sheet,
    set_deadlines,
    submit_sheet,
    write_part,
)
from congdoan.reports.models import (
    Announcement,
    Decision,
    Part,
    Reminder,
    Reopening,
    Retelling,
    Revision,
    Sheet,
    as_told_then,
)


def together(*deeds: Callable[[], object]) -> list[str]:
    """Do all at once, each with a session of its own; what each came to."""
    ready, told = threading.Barrier(len(deeds)), [""] * len(deeds)

    def run(place: int, deed: Callable[[], object]) -> None:
        try:
            with the_day(TODAY):
                ready.wait(10)
                deed()
                told[place] = "done"
        except (SeenAnother, ValidationError) as error:
            told[place] = type(error).__name__
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place, deed)) for place, deed in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return told


def test_of_two_who_send_at_once_one_is_told_that_it_is_sent(lasting_world: World) -> None:
    world = lasting_world
    sheet = explained(world, opened(world, world.mill))
    told = together(*(lambda: submit_sheet(world.officer, sheet=Sheet.objects.get(pk=sheet.pk)) for _time in range(3)))
    assert sorted(told) == ["ValidationError", "ValidationError", "done"]
    assert Revision.objects.count() == 1


def test_of_three_who_decide_at_once_one_does_and_the_others_are_told(lasting_world: World) -> None:
    world, revision = lasting_world, sent(lasting_world, lasting_world.mill)

    def held() -> Sheet:
        return Sheet.objects.get(pk=revision.sheet_id)

    told = together(
        lambda: accept_sheet(world.officer, sheet=held(), revision=1),
        lambda: accept_sheets(world.officer, sheets=[held()]),
        lambda: return_sheet(world.officer, sheet=held(), revision=1, remarks={"": "sửa"}),
    )
    assert sorted(told) == ["ValidationError", "ValidationError", "done"]
    assert held().state == Decision.objects.get().verdict


def test_of_two_who_open_again_at_once_one_does(lasting_world: World) -> None:
    world, sheet = lasting_world, sent(lasting_world, lasting_world.mill).sheet
    accept_sheet(world.officer, sheet=sheet, revision=1)

    def again() -> None:
        reopen_sheet(world.officer, sheet=Sheet.objects.get(pk=sheet.pk), reason="thiếu số")

    assert sorted(together(again, again)) == ["ValidationError", "done"]
    assert Reopening.objects.count() == 1


def test_of_two_who_register_one_directive_at_once_the_second_is_told(lasting_world: World) -> None:
    world = lasting_world
    wording = Wording(Sort.PLAN, "12/KH-LĐLĐ", "Về Tháng Công nhân", "Liên đoàn", date(2024, 3, 1))
    told = together(*(lambda: register_directive(world.officer, unit=world.north, wording=wording) for _time in "ab"))
    assert sorted(told) == ["ValidationError", "done"]
    assert Directive.objects.count() == 1


def test_what_is_written_while_it_is_sent_is_in_it_or_refused(lasting_world: World) -> None:
    world = lasting_world
    sheet = explained(world, opened(world, world.mill))
    told = together(
        lambda: submit_sheet(world.officer, sheet=Sheet.objects.get(pk=sheet.pk)),
        lambda: write_part(world.clerk, sheet=Sheet.objects.get(pk=sheet.pk), key="tasks", text="Kịp.", seen=0),
    )
    assert told[0] == "done"
    revision = Revision.objects.get()
    kept = {part.key: part.text for part in revision.contents.paragraphs}["tasks"]
    assert kept == ("Kịp." if told[1] == "done" else "")
    assert Part.objects.filter(sheet=sheet, key="tasks").exists() is (told[1] == "done")
    assert as_told_then(revision) == {line.key: line.this for line in revision.contents.lines()}


def test_of_two_who_tell_of_a_day_at_once_one_does_and_so_when_it_is_taken_back(lasting_world: World) -> None:
    world, period = lasting_world, parse_period(HALF, UNION)
    told: list[int] = []

    def tell() -> None:
        told.append(announce_deadlines())

    for unit, day in ((world.north, date(2025, 2, 20)), (world.industry, date(2025, 2, 14)), (world.industry, None)):
        with the_day(TODAY):
            set_deadlines(world.officer, unit=unit, form="own-half", period=period, days={Level.GRASSROOTS: day})
        if unit == world.industry:
            assert together(tell, tell, tell) == ["done"] * 3
            assert sorted(told[-3:]) == [0, 0, 1]
    assert [Announcement.objects.count(), Retelling.objects.count(), Reminder.objects.count()] == [2, 1, 2]
