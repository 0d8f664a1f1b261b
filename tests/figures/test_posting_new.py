"""Many facts posted by one statement: what each would post by itself, also where days differ in what counts."""

from datetime import date

import pytest
from tests.records.asking import value
from tests.world import World

from congdoan.catalogue.models import current
from congdoan.figures.actions import enter, post, post_new
from congdoan.figures.models import Entry, Posting
from congdoan.org.models import Unit
from congdoan.records.structure.actions import reclassify

CHANGED, RETIRED = date(2024, 5, 2), date(2024, 9, 1)
DAYS = [date(2024, 1, 9), date(2024, 5, 1), CHANGED, CHANGED, date(2024, 8, 31), RETIRED, date(2024, 12, 3)]
ALIKE = """
    SELECT id AS entry, (quantities->>'people')::int AS alike, first_day AS day
    FROM figures_entry WHERE kind = 'dialogue'
"""


def dialogues(world: World, unit: Unit) -> list[Entry]:
    """Dialogues of two sorts on all the days, entered and not posted; the first two entries are what they are like."""

    def of(people: int, day: date) -> Entry:
        told = {"times": 1, "people": people}
        return Entry(
            noun="activity", kind="dialogue", title="", unit=unit, first_day=day, last_day=day, quantities=told
        )

    return enter(world.officer, [of(people, day) for day in DAYS for people in (0, 1)])


def test_each_day_is_posted_by_the_place_and_the_codes_of_that_day(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    reclassify(world.officer, unit=world.mill, sector="public", day=CHANGED)
    monkeypatch.setitem(current().indicators["dialogue.people"].__dict__, "retired", RETIRED)
    appended = post_new(dialogues(world, world.mill)[:2], ALIKE)
    assert appended == Posting.objects.filter(entry__kind="dialogue").count() == 14 + 4 + 5
    assert value("dialogue.held", world.mill, "2024") == 14
    assert value("dialogue.non_state", world.mill, "2024") == 4
    assert value("dialogue.people", world.mill, "2024") == 5
    assert post(Entry.objects.all()) == 0


def test_declarations_around_are_settled_and_those_before_are_left(world: World) -> None:
    world.declare(world.mill, "dialogue.held", "2023", 3)
    world.declare(world.mill, "dialogue.held", "2024-05", 10)
    declared = Posting.objects.count()
    assert post_new(dialogues(world, world.mill)[:2], ALIKE)
    assert value("dialogue.held", world.mill, "2024-05") == 10
    assert value("dialogue.held", world.mill, "2023") == 3
    assert post(Entry.objects.all()) == 0
    assert Posting.objects.count() > declared
