"""Every page of the desk before axe-core, at a desk and on a phone: no serious fault in any of them."""

import pytest
from tests.desk.addresses import address, names
from tests.desk.conftest import Desk
from tests.journeys.conftest import Open, Town
from tests.world import TODAY, the_day

pytestmark = pytest.mark.slow


def test_no_page_has_a_serious_fault(town: Town, window: Open) -> None:
    world = town.world
    with the_day(TODAY):
        dialogue = world.hold_dialogue(world.mill, TODAY.replace(day=7), people=126)
        member = world.admit(world.mill, TODAY.replace(day=8))[0]
        world.plan(world.north, "2025", 10)
        paths = [address(name, Desk(world, dialogue, member)) for name in names()]
    reader = window()
    reader.sign_in("chair")
    opened = [path for path in paths if reader.has_page(path)]
    for path in opened:
        reader.open(path)
    assert len(opened) > len(paths) / 2
