"""Stocks: the running sum of their flows, pinned where a unit declared how many there were."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from tests.figures.ledger import between, exactly, lines_of, net_of, told
from tests.world import World

from congdoan.base.bound import Bound
from congdoan.figures.actions import correct_declaration, withdraw_declaration
from congdoan.figures.models import Entry
from congdoan.records.members.actions import leave, suspend
from congdoan.records.structure.actions import absorb, dissolve

MARCH_4 = date(2015, 3, 4)
MAY_2 = date(2024, 5, 2)


def test_a_stock_is_the_running_sum_of_its_flows(world: World) -> None:
    first = world.admit(world.mill, date(2023, 3, 1), 5)
    world.admit(world.mill, date(2024, 3, 1), 3)
    leave(world.officer, memberships=first[:1], day=MAY_2, reason="resigned")

    assert exactly("members.total", world.mill, "2022") == 0
    assert exactly("members.total", world.mill, "2023") == 5
    assert exactly("members.total", world.mill, "2024-04") == 8
    assert exactly("members.total", world.mill, "2024") == 7


def test_a_stock_is_told_for_the_last_day_of_a_period(world: World) -> None:
    world.admit(world.mill, MAY_2, 5)

    assert exactly("members.total", world.mill, "2024-05-01..2024-05-01") == 0
    assert exactly("members.total", world.mill, "2010..2024-05") == 5


def test_who_is_suspended_is_still_counted(world: World) -> None:
    membership, *_others = world.admit(world.mill, date(2024, 3, 1), 2)
    suspend(world.officer, membership=membership, day=MAY_2)

    assert exactly("members.total", world.mill, "2024") == 2


def test_a_declared_stock_is_so_from_its_day_on(world: World) -> None:
    world.declare(world.school, "members.total", "2015-12", 25)

    assert exactly("members.total", world.school, "2015-12") == 25
    assert exactly("members.total", world.school, "2018") == 25


def test_a_stock_is_declared_for_the_month_at_whose_end_it_was_so(world: World) -> None:
    declaration = world.declare(world.school, "members.total", "2015", 25)

    assert (declaration.first_day, declaration.last_day) == (date(2015, 12, 1), date(2015, 12, 31))


def test_a_declared_stock_pins_the_running_sum(world: World) -> None:
    world.admit(world.mill, date(2015, 2, 1), 40)
    world.declare(world.mill, "members.total", "2015-06", 25)
    world.declare(world.mill, "members.total", "2016-06", 60)
    world.admit(world.mill, date(2016, 9, 1), 7)

    assert exactly("members.total", world.mill, "2015-02") == 40
    assert exactly("members.total", world.mill, "2015-06") == 25
    assert exactly("members.total", world.mill, "2016-06") == 60
    assert exactly("members.total", world.mill, "2016") == 67


def test_a_declared_stock_is_a_flow_since_the_last_declared_one(world: World) -> None:
    first = world.declare(world.school, "members.total", "2015-12", 25)
    second = world.declare(world.school, "members.total", "2016-12", 31)

    assert [line.sums.low for line in lines_of(first.entry)] == [25]
    (line,) = lines_of(second.entry)
    assert (line.first_day, line.last_day, line.sums.low) == (date(2016, 1, 1), date(2016, 12, 31), 6)


def test_between_two_declared_stocks_it_was_anything_between_them(world: World) -> None:
    world.declare(world.school, "members.total", "2015-12", 25)
    world.declare(world.school, "members.total", "2016-12", 31)
    world.declare(world.school, "members.total", "2017-12", 20)

    assert between("members.total", world.school, "2016-06") == (25, 31)
    assert between("members.total", world.school, "2017-06") == (20, 31)
    assert exactly("members.total", world.school, "2017-12") == 20


def test_a_stock_declared_between_two_others_shortens_the_later_one(world: World) -> None:
    world.declare(world.school, "members.total", "2015-12", 25)
    later = world.declare(world.school, "members.total", "2017-12", 31)
    world.declare(world.school, "members.total", "2016-12", 29)

    assert net_of(later.entry) == {"members.total": 2}
    assert between("members.total", world.school, "2016-06") == (25, 29)
    assert exactly("members.total", world.school, "2017-12") == 31


def test_a_withdrawn_stock_lengthens_the_one_after_it(world: World) -> None:
    world.declare(world.school, "members.total", "2015-12", 25)
    middle = world.declare(world.school, "members.total", "2016-12", 29)
    later = world.declare(world.school, "members.total", "2017-12", 31)
    withdraw_declaration(world.officer, declaration=middle, reason="kê khai nhầm")

    assert net_of(later.entry) == {"members.total": 6}
    assert between("members.total", world.school, "2016-12") == (25, 31)
    assert exactly("members.total", world.school, "2017-12") == 31


def test_a_corrected_stock_leaves_the_one_after_it_where_it_was(world: World) -> None:
    first = world.declare(world.school, "members.total", "2015-12", 25)
    world.declare(world.school, "members.total", "2016-12", 31)
    correct_declaration(world.officer, declaration=first, bound=Bound.exactly(10), reason="sai số")

    assert exactly("members.total", world.school, "2015-12") == 10
    assert exactly("members.total", world.school, "2016-12") == 31


def test_an_admission_before_a_declared_stock_is_part_of_it(world: World) -> None:
    world.declare(world.mill, "members.total", "2015-12", 25)
    world.admit(world.mill, MARCH_4, 5)
    world.admit(world.mill, date(2016, 3, 4), 2)

    assert exactly("members.total", world.mill, "2015-03") == 5
    assert exactly("members.total", world.mill, "2015-12") == 25
    assert exactly("members.total", world.mill, "2016") == 27


def test_an_admission_on_the_very_day_of_a_declared_stock_is_part_of_it(world: World) -> None:
    world.declare(world.school, "members.total", "2015-12", 25)
    world.declare(world.school, "members.total", "2016-12", 30)
    world.admit(world.school, date(2015, 12, 31), 5)

    assert exactly("members.total", world.school, "2015-12") == 25
    assert exactly("members.total", world.school, "2016-12") == 30


def test_opening_balances_are_never_admissions(world: World) -> None:
    declaration = world.declare(world.mill, "members.total", "2015-12", 25)

    assert net_of(declaration.entry) == {"members.total": 25}
    assert exactly("members.admitted", world.mill, "2010..2024") == 0
    assert exactly("members.admitted", world.head, "2010..2024") == 0


def test_an_exact_stock_pins_whatever_was_known_loosely_before(world: World) -> None:
    world.declare(world.school, "workers.total", "2015-12", Bound(100, 999))
    world.declare(world.school, "workers.total", "2016-12", Bound(300, None))
    world.declare(world.school, "workers.total", "2017-12", Bound(400, 400, rough=True))
    world.declare(world.school, "workers.total", "2018-12", 450)

    assert between("workers.total", world.school, "2015-12") == (100, 999)
    assert between("workers.total", world.school, "2016-12") == (300, None)
    assert told("workers.total", world.school, "2017-12").about
    assert exactly("workers.total", world.school, "2018-12") == 450


def test_between_loose_stocks_it_was_anything_from_the_least_to_the_most(world: World) -> None:
    world.declare(world.school, "workers.total", "2015-12", Bound(100, 999))
    world.declare(world.school, "workers.total", "2016-12", 450)
    world.declare(world.school, "workers.total", "2017-12", Bound(500, None))
    world.declare(world.school, "workers.total", "2018-12", 600)

    assert between("workers.total", world.school, "2016-06") == (100, 999)
    assert between("workers.total", world.school, "2017-06") == (450, None)
    assert between("workers.total", world.school, "2018-06") == (500, None)


def test_a_declared_stock_tells_how_much_of_it_stands_on_records(world: World) -> None:
    world.declare(world.school, "members.total", "2019-12", 30)
    world.admit(world.school, date(2020, 3, 1), 10)

    assert told("members.total", world.school, "2020").backed == 0.25


def test_a_closed_unit_hands_its_declared_stock_to_its_successor(world: World) -> None:
    world.declare(world.mine, "workers.total", "2023-12", 80)
    world.declare(world.mill, "workers.total", "2023-12", 100)
    absorb(world.officer, unit=world.mine, into=world.mill, day=MAY_2)

    assert exactly("workers.total", world.mine, "2024-04", scope="own") == 80
    assert exactly("workers.total", world.mine, "2024-05", scope="own") == 0
    assert exactly("workers.total", world.mill, "2024-05", scope="own") == 180
    assert exactly("workers.total", world.head, "2024-05") == 180
    assert told("workers.total", world.mill, "2024-05", scope="own").backed == 0.0


def test_a_dissolved_unit_takes_its_declared_stock_with_it(world: World) -> None:
    world.declare(world.mine, "workers.total", "2023-12", 80)
    world.declare(world.mill, "workers.total", "2023-12", 100)
    dissolve(world.officer, unit=world.mine, day=MAY_2)

    assert exactly("workers.total", world.head, "2024-04") == 180
    assert exactly("workers.total", world.head, "2024-05") == 100


def test_what_a_successor_declares_holds_over_what_it_was_handed(world: World) -> None:
    world.declare(world.mine, "workers.total", "2023-12", 80)
    absorb(world.officer, unit=world.mine, into=world.mill, day=MAY_2)
    world.declare(world.mill, "workers.total", "2024-12", 150)

    assert exactly("workers.total", world.mill, "2024-12", scope="own") == 150


def test_a_balance_handed_on_is_neither_an_admission_nor_a_founding(world: World) -> None:
    world.declare(world.mine, "members.total", "2023-12", 80)
    absorb(world.officer, unit=world.mine, into=world.mill, day=MAY_2)

    posted = {code for entry in Entry.objects.filter(noun="balance") for code in net_of(entry)}
    assert posted == {"members.total"}


def test_a_unit_does_not_close_while_people_remain_in_its_list(world: World) -> None:
    memberships = world.admit(world.mine, date(2024, 3, 1), 2)
    with pytest.raises(ValidationError, match="còn 2 đoàn viên"):
        dissolve(world.officer, unit=world.mine, day=MAY_2)
    leave(world.officer, memberships=memberships, day=MAY_2, reason="closed")
    dissolve(world.officer, unit=world.mine, day=MAY_2)

    assert exactly("members.total", world.head, "2024") == 0


def test_no_stock_is_declared_for_a_day_on_which_the_unit_was_closed(world: World) -> None:
    dissolve(world.officer, unit=world.mine, day=MAY_2)
    with pytest.raises(ValidationError, match="không tồn tại"):
        world.declare(world.mine, "workers.total", "2024-05", 80)


def test_a_stock_of_units_falls_when_a_unit_is_closed(world: World) -> None:
    absorb(world.officer, unit=world.mine, into=world.mill, day=MAY_2)

    assert exactly("units.grassroots", world.north, "2024-05-01..2024-05-01") == 3
    assert exactly("units.grassroots", world.north, "2024-05") == 2
    assert exactly("units.grassroots", world.head, "2024") == 3
