"""Two who send or write at once: one of them wins, the other is told, and nothing is half done."""

import threading
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import connection
from tests.reports.conftest import explained, opened
from tests.world import TODAY, World, the_day

from congdoan.reports.actions import SeenAnother, submit_sheet, write_part
from congdoan.reports.models import Part, Revision, Sheet, as_told_then


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
