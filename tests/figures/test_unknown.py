"""Unknown is not zero: days before a unit's records that nobody declared, and how many units a figure covers."""

from datetime import date

from tests.figures.ledger import between, exactly, told
from tests.world import TODAY, World, the_day

from congdoan.base.bound import Bound
from congdoan.catalogue.rules import Level
from congdoan.figures.actions import withdraw_declaration
from congdoan.figures.rules import Reach
from congdoan.org.actions import keep_records_from
from congdoan.records.activities.actions import withdraw_activity
from congdoan.records.structure.actions import dissolve

MARCH_4 = date(2015, 3, 4)
UNKNOWN = (None, None)


def test_nothing_recorded_where_records_are_kept_is_zero(world: World) -> None:
    assert exactly("dialogue.held", world.mill, "2015") == 0
    assert exactly("dialogue.held", world.school, "2020") == 0


def test_nothing_known_before_records_began_is_unknown(world: World) -> None:
    nothing = told("dialogue.held", world.school, "2015")

    assert (nothing.low, nothing.high, nothing.value, nothing.known) == (None, None, None, False)
    assert between("dialogue.held", world.school, "2015", scope=Reach.OWN) == UNKNOWN


def test_something_known_before_records_began_is_at_least_that(world: World) -> None:
    world.hold_dialogue(world.school, MARCH_4)

    assert between("dialogue.held", world.school, "2015") == (1, None)
    assert exactly("dialogue.held", world.school, "2015") is None


def test_a_period_that_records_cover_only_in_part_is_at_least_what_they_tell(world: World) -> None:
    world.hold_dialogue(world.school, date(2020, 3, 4))

    assert between("dialogue.held", world.school, "2019-07..2020-06") == (1, None)
    assert between("dialogue.held", world.school, "2018..2021") == (1, None)
    assert exactly("dialogue.held", world.school, "2020..2021") == 1


def test_a_withdrawn_fact_leaves_the_unknown_unknown(world: World) -> None:
    dialogue = world.hold_dialogue(world.school, MARCH_4)
    withdraw_activity(world.officer, activity=dialogue, reason="ghi nhầm")

    assert between("dialogue.held", world.school, "2015") == UNKNOWN


def test_a_withdrawn_declaration_leaves_the_unknown_unknown(world: World) -> None:
    declaration = world.declare(world.school, "dialogue.held", "2015", 12)
    withdraw_declaration(world.officer, declaration=declaration, reason="kê khai nhầm")

    assert between("dialogue.held", world.school, "2015") == UNKNOWN


def test_a_declared_zero_is_known(world: World) -> None:
    world.declare(world.school, "dialogue.held", "2015", 0)

    assert exactly("dialogue.held", world.school, "2015") == 0


def test_declared_days_are_known_days(world: World) -> None:
    for year in ("2018", "2019"):
        world.declare(world.school, "dialogue.held", year, 5)

    assert exactly("dialogue.held", world.school, "2018..2021") == 10
    assert between("dialogue.held", world.school, "2017..2021") == (10, None)


def test_a_declaration_that_a_period_cuts_makes_its_days_known_too(world: World) -> None:
    world.declare(world.school, "dialogue.held", "2019", 5)

    assert between("dialogue.held", world.school, "2019-H2") == (0, 5)


def test_a_gap_between_declarations_leaves_the_sum_open(world: World) -> None:
    world.declare(world.school, "dialogue.held", "2015-H1", 5)
    world.declare(world.school, "dialogue.held", "2015-08..2015-12", 4)

    assert between("dialogue.held", world.school, "2015") == (9, None)


def test_a_declaration_of_one_indicator_says_nothing_of_another(world: World) -> None:
    world.declare(world.school, "dialogue.held", "2015", 5)

    assert between("dialogue.people", world.school, "2015") == UNKNOWN


def test_an_open_declaration_is_known_and_open(world: World) -> None:
    world.declare(world.school, "dialogue.held", "2015", Bound(5, None))

    assert told("dialogue.held", world.school, "2015").covered == 1
    assert between("dialogue.held", world.school, "2015") == (5, None)


def test_gaps_beneath_do_not_spoil_the_figure_above_which_shows_how_many_it_covers(world: World) -> None:
    world.hold_dialogue(world.mill, MARCH_4)
    north = told("dialogue.held", world.north, "2015")

    assert (north.value, north.covered, north.units) == (1, 5, 6)
    assert (told("dialogue.held", world.head, "2015").covered, told("dialogue.held", world.head, "2015").units) == (
        9,
        10,
    )


def test_where_nobody_beneath_knows_anything_it_is_unknown(world: World) -> None:
    late = world.found("late", Level.SUPERIOR, world.north, records_from=date(2020, 1, 1))
    world.found("late-too", Level.GRASSROOTS, late, records_from=date(2020, 1, 1))
    nothing = told("dialogue.held", late, "2015")

    assert (nothing.low, nothing.units, nothing.covered) == (None, 2, 0)
    assert exactly("dialogue.held", late, "2020") == 0


def test_coverage_counts_the_units_of_the_scope_that_lived_in_the_period(world: World) -> None:
    world.found("young", Level.GRASSROOTS, world.industry, day=date(2016, 5, 1))
    dissolve(world.officer, unit=world.mine, day=date(2015, 5, 1))

    def covered(period: str, scope: object = Reach.SUBTREE) -> tuple[int, int]:
        figure = told("dialogue.held", world.north, period, scope=scope)
        return figure.covered, figure.units

    assert covered("2014") == (5, 6)
    assert covered("2015") == (5, 6)
    assert covered("2016") == (5, 6)
    assert covered("2015..2016") == (6, 7)
    assert covered("2016", Level.GRASSROOTS) == (2, 3)
    assert covered("2016", Level.SUPERIOR) == (2, 2)
    assert covered("2016", Reach.OWN) == (1, 1)
    assert covered("2020") == (6, 6)


def test_a_unit_is_not_asked_about_days_before_it_was_founded_or_after_it_closed(world: World) -> None:
    young = world.found("young", Level.GRASSROOTS, world.industry, day=date(2016, 5, 1))
    dissolve(world.officer, unit=young, day=date(2017, 5, 1))

    assert exactly("dialogue.held", young, "2015") == 0
    assert exactly("dialogue.held", young, "2010..2024") == 0
    assert told("dialogue.held", young, "2010..2024").covered == 1


def test_a_unit_is_not_asked_about_days_to_come(world: World) -> None:
    late = world.found("late", Level.GRASSROOTS, world.industry, records_from=date(2025, 3, 1))
    world.declare(late, "dialogue.held", "2025-01", 3)

    assert date(2025, 1, 31) == TODAY
    assert exactly("dialogue.held", late, "2025-01..2025-02") == 3
    with the_day(date(2025, 2, 1)):
        assert between("dialogue.held", late, "2025-01..2025-02") == (3, None)


def test_a_change_of_the_day_from_which_records_are_kept_changes_what_is_known(world: World) -> None:
    world.hold_dialogue(world.school, MARCH_4)
    keep_records_from(world.school, day=date(2015, 1, 1))
    assert exactly("dialogue.held", world.school, "2015") == 1
    assert between("dialogue.held", world.school, "2014") == UNKNOWN
    keep_records_from(world.school, day=date(2021, 1, 1))

    assert between("dialogue.held", world.school, "2020") == UNKNOWN


def test_a_stock_is_unknown_before_records_began_and_at_least_their_sum_after(world: World) -> None:
    assert between("members.total", world.school, "2015") == UNKNOWN
    world.admit(world.school, date(2020, 3, 4), 5)

    assert between("members.total", world.school, "2020") == (5, None)
    assert exactly("members.total", world.mill, "2015") == 0


def test_a_stock_once_declared_is_known_from_then_on(world: World) -> None:
    world.declare(world.school, "members.total", "2019-12", 25)
    world.admit(world.school, date(2020, 3, 4), 5)

    assert between("members.total", world.school, "2018") == UNKNOWN
    assert exactly("members.total", world.school, "2019") == 25
    assert exactly("members.total", world.school, "2020") == 30
    assert told("members.total", world.north, "2019").covered == 6
    assert told("members.total", world.north, "2018").covered == 5


def test_what_is_only_ever_declared_is_unknown_until_it_is_declared_though_records_are_kept(world: World) -> None:
    assert between("workers.total", world.mill, "2024") == UNKNOWN
    assert between("wages.sum", world.mill, "2024") == UNKNOWN
    world.declare(world.mill, "workers.total", "2023-12", 80)
    world.declare(world.mill, "wages.sum", "2024-01", 900)

    assert exactly("workers.total", world.mill, "2024") == 80
    assert exactly("wages.sum", world.mill, "2024-01") == 900
    assert between("wages.sum", world.mill, "2024") == (900, None)
    assert told("workers.total", world.industry, "2024").covered == 1


def test_a_ratio_with_an_unknown_part_is_unknown(world: World) -> None:
    world.declare(world.school, "dialogue.people", "2015", 60)

    assert exactly("dialogue.mean_people", world.school, "2015") is None
    assert told("dialogue.mean_people", world.school, "2015").known is False
