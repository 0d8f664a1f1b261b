"""What the database itself refuses, whoever writes and however: edits, unknown names, impossible days, crossings."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.core.exceptions import ValidationError
from django.db import Error, IntegrityError, connection, connections, transaction
from tests.world import TODAY, World

from congdoan.base import clock
from congdoan.base.asking import crossing
from congdoan.base.period import Period
from congdoan.base.refusals import sentence_of
from congdoan.base.spell import days
from congdoan.catalogue.models import Code
from congdoan.figures.actions import enter
from congdoan.figures.models import Declaration, Entry, Plan, Posting
from congdoan.org.models import Unit
from congdoan.records.activities.actions import correct_activity
from congdoan.records.members.actions import NewMember, admit
from congdoan.records.structure.actions import dissolve

MAY_2 = date(2024, 5, 2)
CHANGES = ["UPDATE {} SET low = 0", "DELETE FROM {}", "TRUNCATE {}"]
NEVER_EMPTIED = [
    "figures_entry",
    "figures_declaration",
    "figures_plan",
    "org_unit",
    "org_place",
    "org_lineage",
    "org_user",
]
SUPERSEDED_ONLY = {
    "figures_declaration": "last_day = '2016-12-31'",
    "figures_plan": "target = 1",
    "org_place": "level = 'section'",
    "org_lineage": "span = '[,)'",
    "org_recordsfrom": "day = '2000-01-01'",
}


@contextmanager
def refused(constraint: str) -> Iterator[None]:
    """The database refuses by this constraint, and there is a sentence of our own for the user."""
    with pytest.raises(Error) as caught, transaction.atomic():
        yield
    assert caught.value.__cause__.diag.constraint_name == constraint  # type: ignore[union-attr]
    assert sentence_of(caught.value) != sentence_of(Error())


def run(statement: str, values: Sequence[Any] = ()) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def insert_entry(world: World, unit: Unit, first: date, last: date | None = None, noun: str = "activity") -> int:
    """An entry by plain SQL, past all actions."""
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO figures_entry (noun, kind, title, unit_id, first_day, last_day, quantities, traits,
                   withdrawn, by_id, at)
               VALUES (%s, 'dialogue', 'Đối thoại', %s, %s, %s, '{"times": 1}', '{}', false, %s, %s) RETURNING id""",
            [noun, unit.pk, first, last or first, world.officer.pk, clock.now()],
        )
        return int(cursor.fetchone()[0])


def insert_posting(entry: int, indicator: int, unit: int, xact: str = "ledger_xact()") -> None:
    run(
        f"""INSERT INTO figures_posting (entry_id, indicator_id, unit_id, first_day, last_day, low, high, open, rough,
                declared, xact) VALUES (%s, %s, %s, '2024-05-02', '2024-05-02', 1, 1, 0, 0, 0, {xact})""",
        [entry, indicator, unit],
    )


def insert_declaration(world: World, unit: Unit, indicator: str, *spans: tuple[date, date]) -> None:
    """Declarations by plain SQL, all in one statement."""
    code = Code.objects.get(code=indicator).pk
    rows = [(insert_entry(world, unit, *span, noun="declaration"), unit.pk, code, *span, "nhẩm") for span in spans]
    run(
        "INSERT INTO figures_declaration (entry_id, unit_id, indicator_id, first_day, last_day, basis) VALUES "
        + ", ".join(["(%s, %s, %s, %s, %s, %s)"] * len(rows)),
        [value for row in rows for value in row],
    )


def year(number: int) -> tuple[date, date]:
    return date(number, 1, 1), date(number, 12, 31)


# Append-only


def test_the_application_cannot_change_the_ledger(world: World) -> None:
    world.hold_dialogue(world.mill, MAY_2)
    for change in CHANGES:
        with pytest.raises(Error, match="permission denied"), transaction.atomic():
            run(change.format("figures_posting"))


def test_nor_can_the_owner_of_the_tables(lasting_world: World) -> None:
    lasting_world.hold_dialogue(lasting_world.mill, MAY_2)
    for change in CHANGES:
        with pytest.raises(IntegrityError, match="Sổ chỉ ghi thêm"), connections["owner"].cursor() as cursor:
            cursor.execute(change.format("figures_posting"))


def test_facts_units_and_plans_are_never_deleted(lasting_world: World) -> None:
    lasting_world.declare(lasting_world.school, "dialogue.held", "2015", 4)
    lasting_world.plan(lasting_world.north, "2024", 480)
    for table in NEVER_EMPTIED:
        for change in (f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"):
            with pytest.raises(Error, match="permission denied"):
                run(change)
            with pytest.raises(IntegrityError, match="Sổ chỉ ghi thêm"), connections["owner"].cursor() as cursor:
                cursor.execute(change)


def test_what_is_superseded_is_never_edited(lasting_world: World) -> None:
    lasting_world.declare(lasting_world.school, "dialogue.held", "2015", 4)
    lasting_world.plan(lasting_world.north, "2024", 480)
    for table, change in SUPERSEDED_ONLY.items():
        with pytest.raises(Error, match="permission denied"):
            run(f"UPDATE {table} SET {change}")
        with pytest.raises(IntegrityError, match="không được sửa"), connections["owner"].cursor() as cursor:
            cursor.execute(f"UPDATE {table} SET {change}")


def test_a_row_is_superseded_once_and_by_the_running_transaction(lasting_world: World) -> None:
    declaration = lasting_world.declare(lasting_world.school, "dialogue.held", "2015", 4)
    supersede = f"UPDATE figures_declaration SET superseded = {{}} WHERE entry_id = {declaration.pk}"
    for impossible in ("'1'::xid8", "'99999999'::xid8"):
        with refused("figures_declaration_superseded_only"):
            run(supersede.format(impossible))
    run(supersede.format("ledger_xact()"))
    for again in ("ledger_xact()", "NULL"):
        with refused("figures_declaration_superseded_only"):
            run(supersede.format(again))


# Unknown names


def test_a_posting_to_an_unknown_unit_is_refused(world: World) -> None:
    entry = world.hold_dialogue(world.mill, MAY_2).entry
    with refused("posting_unit"):
        insert_posting(entry.pk, Code.objects.get(code="dialogue.held").pk, 999_999)


def test_a_posting_to_an_unknown_indicator_is_refused(world: World) -> None:
    entry = world.hold_dialogue(world.mill, MAY_2).entry
    with refused("posting_indicator"):
        insert_posting(entry.pk, 999_999, world.mill.pk)


def test_a_posting_without_an_entry_is_refused(world: World) -> None:
    with refused("posting_entry"):
        insert_posting(999_999, Code.objects.get(code="dialogue.held").pk, world.mill.pk)


def test_an_entry_at_an_unknown_unit_is_refused(world: World) -> None:
    with refused("entry_unit"):
        insert_entry(world, Unit(pk=999_999), MAY_2)


def test_an_entry_of_an_unknown_writer_is_refused(world: World) -> None:
    world.hold_dialogue(world.mill, MAY_2)
    with refused("entry_by"):
        run("UPDATE figures_entry SET by_id = 999999")


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("UPDATE members_member SET home_id = 999999", "member_home"),
        ("UPDATE members_membership SET unit_id = 999999", "membership_unit"),
        ("UPDATE members_membership SET entered_id = 999999", "membership_entry"),
        ("UPDATE members_membership SET left_id = 999999", "membership_entry"),
        (
            "INSERT INTO members_membership (member_id, unit_id, span, entered_id, withdrawn, team) "
            "SELECT member_id, 999999, '[2030-01-01,2030-02-01)', entered_id + 1000000, TRUE, '' "
            "FROM members_membership",
            "membership_unit",
        ),
    ],
)
def test_persons_and_memberships_that_name_what_is_not_there_are_refused(
    world: World, change: str, constraint: str
) -> None:
    world.admit(world.mill, MAY_2)
    with crossing("refusals"), refused(constraint):
        run(change)


@pytest.mark.parametrize("xact", ["'3'::xid8", "'99999999'::xid8"])
def test_a_posting_under_another_transaction_is_refused(world: World, xact: str) -> None:
    entry = world.hold_dialogue(world.mill, MAY_2).entry
    with refused("posting_xact"):
        insert_posting(entry.pk, Code.objects.get(code="dialogue.held").pk, world.mill.pk, xact)


def test_one_wrong_posting_among_many_refuses_them_all(world: World) -> None:
    dialogue, code = world.hold_dialogue(world.mill, MAY_2), Code.objects.get(code="dialogue.held")
    before = Posting.objects.count()
    day = {"first_day": MAY_2, "last_day": MAY_2}
    with refused("posting_unit"):
        Posting.objects.bulk_create(
            Posting(entry=dialogue.entry, indicator=code, unit_id=unit, low=1, high=1, **day)
            for unit in (world.mill.pk, 999_999, world.mine.pk)
        )
    assert Posting.objects.count() == before


# Impossible days


def test_nothing_is_dated_ahead(world: World) -> None:
    with pytest.raises(ValidationError, match="chưa đến"):
        world.hold_dialogue(world.mill, TODAY + timedelta(days=1))
    with pytest.raises(ValidationError, match="chưa đến"):
        world.admit(world.mill, TODAY + timedelta(days=1))
    world.hold_dialogue(world.mill, TODAY)


def test_the_day_that_it_is_is_the_day_in_vietnam(world: World) -> None:
    late_in_the_evening_in_utc = clock.at(TODAY + timedelta(days=1), 0, 30)
    with clock.set_to(late_in_the_evening_in_utc):
        world.hold_dialogue(world.mill, TODAY + timedelta(days=1))


def test_a_fact_is_not_corrected_into_the_future_or_out_of_its_unit_s_life(world: World) -> None:
    dialogue = world.hold_dialogue(world.mill, MAY_2)
    for day in (TODAY + timedelta(days=1), date(2009, 12, 31)):
        with pytest.raises(ValidationError):
            correct_activity(world.officer, activity=dialogue, reason="nhầm ngày", day=day)


def test_the_database_refuses_what_lies_ahead_by_its_own_clock(world: World) -> None:
    ahead = datetime.now(UTC).date() + timedelta(days=3)
    with refused("entry_is_not_ahead"):
        insert_entry(world, world.mill, ahead)
    with refused("entry_is_not_ahead"):
        insert_entry(world, world.mill, MAY_2, ahead)


def test_nothing_happens_at_a_unit_before_it_was_founded(world: World) -> None:
    with pytest.raises(ValidationError, match="thành lập ngày 01/01/2010"):
        world.hold_dialogue(world.mill, date(2009, 12, 31))
    with refused("entry_within_the_life_of_its_unit"):
        insert_entry(world, world.mill, date(2009, 12, 31))
    world.hold_dialogue(world.mill, date(2010, 1, 1))


def test_nothing_happens_at_a_unit_after_it_was_closed(world: World) -> None:
    dissolve(world.officer, unit=world.mine, day=MAY_2)
    with pytest.raises(ValidationError, match="kết thúc hoạt động ngày 02/05/2024"):
        world.hold_dialogue(world.mine, date(2024, 5, 3))
    with pytest.raises(ValidationError):
        admit(world.officer, unit=world.mine, day=date(2024, 5, 3), people=[NewMember("Giàng A", "male")])
    with refused("entry_within_the_life_of_its_unit"):
        insert_entry(world, world.mine, date(2024, 5, 3))
    world.hold_dialogue(world.mine, MAY_2)


def test_an_entry_is_not_edited_onto_an_impossible_day(world: World) -> None:
    entry = world.hold_dialogue(world.mill, MAY_2).entry
    with refused("entry_within_the_life_of_its_unit"):
        Entry.objects.filter(pk=entry.pk).update(first_day=date(2009, 12, 31), last_day=date(2009, 12, 31))
    with refused("entry_ends_after_it_begins"):
        Entry.objects.filter(pk=entry.pk).update(first_day=date(2024, 5, 3))


def test_a_unit_is_not_closed_before_what_happened_in_it(world: World) -> None:
    world.hold_dialogue(world.mine, MAY_2)
    with pytest.raises(ValidationError):
        dissolve(world.officer, unit=world.mine, day=date(2024, 5, 1))
    with refused("entry_within_the_life_of_its_unit"):
        Unit.objects.filter(pk=world.mine.pk).update(span=days(date(2010, 1, 1), date(2024, 5, 1)))
    with refused("entry_within_the_life_of_its_unit"):
        Unit.objects.filter(pk=world.mine.pk).update(span=days(date(2024, 5, 3), None))


def test_the_day_of_the_closing_is_the_last_of_the_unit_s_life(world: World) -> None:
    world.hold_dialogue(world.mine, MAY_2)
    dissolve(world.officer, unit=world.mine, day=MAY_2)
    world.mine.refresh_from_db()

    assert world.mine.last_day == MAY_2


# Declarations


def test_crossing_declarations_are_refused(world: World) -> None:
    world.declare(world.school, "dialogue.held", "2015-H1", 4)
    with pytest.raises(ValidationError, match="cắt ngang kỳ đã kê khai 01/01/2015 – 30/06/2015"):
        world.declare(world.school, "dialogue.held", "2015-05-01..2015-07-31", 4)
    with refused("declarations_never_cross"):
        insert_declaration(world, world.school, "dialogue.held", (date(2015, 5, 1), date(2015, 7, 31)))


def test_crossing_declarations_in_one_statement_are_refused(world: World) -> None:
    first, second = (date(2015, 1, 1), date(2015, 6, 30)), (date(2015, 5, 1), date(2015, 7, 31))
    with refused("declarations_never_cross"):
        insert_declaration(world, world.school, "dialogue.held", first, second)


def test_the_same_span_is_declared_once(world: World) -> None:
    world.declare(world.school, "dialogue.held", "2015", 4)
    with pytest.raises(ValidationError, match="đã được kê khai"):
        world.declare(world.school, "dialogue.held", "2015", 5)
    with refused("declared_once_for_a_span"):
        insert_declaration(world, world.school, "dialogue.held", year(2015))


def test_spans_cross_only_for_one_unit_and_one_indicator(world: World) -> None:
    spans = [(date(2015, 1, 1), date(2015, 6, 30)), (date(2015, 5, 1), date(2015, 7, 31))]
    insert_declaration(world, world.school, "dialogue.held", spans[0])
    insert_declaration(world, world.school, "dialogue.people", spans[1])
    insert_declaration(world, world.mill, "dialogue.held", spans[1])

    assert Declaration.objects.known().count() == 3


def test_declarations_may_nest_or_stand_apart(world: World) -> None:
    spans = [year(2015), (date(2015, 1, 1), date(2015, 6, 30)), (date(2015, 7, 1), date(2015, 7, 31)), year(2016)]
    insert_declaration(world, world.school, "dialogue.held", *spans)

    assert Declaration.objects.known().count() == 4


@pytest.mark.parametrize("span", [(date(2015, 1, 2), date(2015, 1, 31)), (date(2015, 1, 1), date(2015, 1, 30))])
def test_only_whole_months_are_declared(world: World, span: tuple[date, date]) -> None:
    with pytest.raises(ValidationError, match="tháng tròn"):
        world.declare(world.school, "dialogue.held", str(Period(*span)), 4)
    with refused("declared_for_whole_months"):
        insert_declaration(world, world.school, "dialogue.held", span)


def test_a_declaration_rests_on_something(world: World) -> None:
    entry = insert_entry(world, world.school, *year(2015), noun="declaration")
    with refused("declared_with_a_basis"):
        run(
            "INSERT INTO figures_declaration (entry_id, unit_id, indicator_id, first_day, last_day, basis)"
            " VALUES (%s, %s, %s, '2015-01-01', '2015-12-31', '')",
            [entry, world.school.pk, Code.objects.get(code="dialogue.held").pk],
        )


def test_nothing_is_declared_for_months_outside_the_unit_s_life(world: World) -> None:
    dissolve(world.officer, unit=world.mine, day=MAY_2)
    for period in ("2009", "2024-06"):
        with pytest.raises(ValidationError, match="không tồn tại"):
            world.declare(world.mine, "dialogue.held", period, 4)
    with refused("entry_within_the_life_of_its_unit"):
        insert_entry(world, world.mine, *year(2009), noun="declaration")


def test_a_span_that_the_unit_s_life_only_touches_may_be_declared(world: World) -> None:
    dissolve(world.officer, unit=world.mine, day=MAY_2)

    assert world.declare(world.mine, "dialogue.held", "2024", 4).last_day == date(2024, 12, 31)


def test_what_the_ledger_holds_is_declared_only_when_its_months_are_over(world: World) -> None:
    with pytest.raises(ValidationError, match="chưa hết"):
        world.declare(world.mill, "dialogue.held", "2025", 4)
    with clock.set_to(clock.at(date(2025, 1, 30))), pytest.raises(ValidationError, match="chưa hết"):
        world.declare(world.mill, "dialogue.held", "2025-01", 4)


# Plans


def test_one_plan_of_a_unit_holds_for_a_period(world: World) -> None:
    plan = world.plan(world.north, "2024", 480)
    with pytest.raises(IntegrityError), transaction.atomic():
        Plan.objects.create(unit=world.north, indicator=plan.indicator, period="2024", target=500)
    with refused("plan_is_positive"):
        Plan.objects.create(unit=world.south, indicator=plan.indicator, period="2024", target=0)


def test_another_session_sees_nothing_half_written(lasting_world: World, another_connection: object) -> None:
    world = lasting_world
    other: psycopg.Connection = another_connection(autocommit=True)  # type: ignore[operator]
    count = "SELECT (SELECT count(*) FROM figures_entry), (SELECT count(*) FROM figures_posting)"
    before = other.execute(count).fetchone()
    with transaction.atomic():
        enter(world.officer, [])
        world.hold_dialogue(world.mill, MAY_2)
        assert other.execute(count).fetchone() == before
    assert other.execute(count).fetchone() != before
