"""The days that unions set for those beneath: the nearest one's holds, what is asked for is owed, late is after it."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from pytest_django import DjangoAssertNumQueries
from tests.reports.conftest import HALF, UNION, opened, sent
from tests.world import World, the_day

from congdoan.base.period import parse_period
from congdoan.catalogue.models import current
from congdoan.catalogue.rules import Form, Level
from congdoan.org.actions import appoint
from congdoan.org.models import Deed, Unit, User
from congdoan.org.rules import Role
from congdoan.records.structure.actions import hand_over
from congdoan.reports.actions import remind_due, set_deadlines
from congdoan.reports.models import (
    Below,
    Deadline,
    Mark,
    Reminder,
    board,
    days_from,
    due_of,
    forms_owed_beneath,
    owed_by,
)

PERIOD = parse_period(HALF, UNION)
YEARS = parse_period("2020..2024-05")
JUNE = date(2024, 6, 5)


def form(code: str = "own-half") -> Form:
    return current().forms[code]


def set_day(world: World, unit: Unit, day: date | None, *, by: User | None = None) -> None:
    with the_day(JUNE):
        set_deadlines(by or world.officer, unit=unit, form="own-half", period=PERIOD, days={Level.GRASSROOTS: day})


def owed(unit: Unit, day: date = JUNE) -> dict[str, tuple[date, int | None]]:
    with the_day(day):
        return {str(each.period): (each.due, each.set_by) for each in owed_by([unit], day)}


def test_without_a_day_set_the_forms_own_holds_and_is_called_usual(world: World) -> None:
    with the_day(JUNE):
        latest = owed_by([world.mill], JUNE)[-1]
    assert (latest.due, latest.is_usual) == (date(2024, 6, 10), True)


def test_a_day_reaches_all_beneath_and_the_nearest_unions_holds(world: World) -> None:
    set_day(world, world.north, date(2024, 6, 20))
    set_day(world, world.industry, date(2024, 6, 14))
    assert owed(world.mill)[HALF] == (date(2024, 6, 14), world.industry.pk)
    assert owed(world.school)[HALF] == (date(2024, 6, 20), world.north.pk)
    assert owed(world.plant)[HALF] == (date(2024, 6, 10), None)
    assert days_from(world.schools, "own-half", HALF, JUNE)[Level.GRASSROOTS].day == date(2024, 6, 20)


def test_a_day_taken_back_leaves_the_one_above_it_and_the_journal_tells_of_both(world: World) -> None:
    set_day(world, world.north, date(2024, 6, 20))
    set_day(world, world.industry, date(2024, 6, 14))
    set_day(world, world.industry, date(2024, 6, 14))
    set_day(world, world.industry, None)
    assert owed(world.mill)[HALF] == (date(2024, 6, 20), world.north.pk)
    told = [(deed.verb, deed.words.get("day", deed.words.get("replaced"))) for deed in Deed.objects.order_by("pk")]
    assert told[-3:] == [
        ("set_deadline", "2024-06-20"),
        ("set_deadline", "2024-06-14"),
        ("withdrew_deadline", "2024-06-14"),
    ]


def test_a_sheet_is_late_after_the_day_that_was_set(world: World) -> None:
    set_day(world, world.industry, date(2024, 6, 14))
    with the_day(date(2024, 6, 12)):
        sheet = opened(world, world.mill)
        assert due_of(sheet).day == date(2024, 6, 14)  # type: ignore[union-attr]
        assert board(world.industry, form(), [PERIOD]).rows()[0].cells[0].mark == Mark.DRAFT
    with the_day(date(2024, 6, 15)):
        told = board(world.north, form(), [PERIOD])
    marks = {row.code: (row.cells[0].mark, row.cells[0].days) for row in told.rows()}
    assert marks == {"mill": (Mark.LATE, 1), "mine": (Mark.LATE, 1), "school": (Mark.LATE, 5)}
    assert (told.columns[0].due, told.columns[0].last_due) == (date(2024, 6, 10), date(2024, 6, 14))


def test_what_came_by_the_day_that_was_set_came_in_time(world: World) -> None:
    set_day(world, world.industry, date(2024, 6, 14))
    with the_day(date(2024, 6, 13)):
        sent(world, world.mill)
        assert board(world.industry, form(), [PERIOD]).columns[0].timely == 1


def test_a_form_filled_when_asked_is_owed_once_a_union_asks_for_it(world: World) -> None:
    with the_day(JUNE):
        assert not [each for each in owed_by([world.north], JUNE) if each.form.code == "review"]
        assert {each.code for each in forms_owed_beneath(world.head, JUNE)} == {"own-half", "upper-half"}
        days = {Level.PROVINCIAL: date(2024, 7, 1)}
        set_deadlines(world.officer, unit=world.head, form="review", period=YEARS, days=days)
        [asked] = [each for each in owed_by([world.north], JUNE) if each.form.code == "review"]
        assert (asked.due, asked.set_by) == (date(2024, 7, 1), world.head.pk)
        assert {each.code for each in forms_owed_beneath(world.head, JUNE)} == {"own-half", "upper-half", "review"}
        assert Below.of(world.head, JUNE).periods(form("review"), JUNE, 6) == [YEARS]
        told = board(world.head, form("review"), [YEARS])
        assert {row.code: row.cells[0].mark for row in told.rows()} == {"north": Mark.NONE, "south": Mark.NONE}


def test_a_form_begun_without_being_asked_for_has_the_forms_own_day(world: World) -> None:
    with the_day(JUNE):
        sheet = opened(world, world.north, form="review", period="2020..2024-05")
        [begun] = [each for each in owed_by([world.north], JUNE) if each.form.code == "review"]
    assert (begun.due, begun.sheet, begun.is_usual) == (date(2024, 7, 10), sheet, True)


def test_who_is_to_send_is_reminded_before_the_day_that_was_set(world: World) -> None:
    set_day(world, world.industry, date(2024, 6, 14))
    with the_day(date(2024, 6, 7)):
        assert remind_due() == 1
    assert Reminder.objects.get().days_left == 7


def test_an_old_unions_day_stays_with_those_that_stood_beneath_it_then(world: World) -> None:
    set_day(world, world.industry, date(2024, 6, 14))
    with the_day(date(2024, 7, 10)):
        hand_over(world.officer, unit=world.mill, to=world.zone, day=date(2024, 7, 1))
        set_deadlines(
            world.officer, unit=world.zone, form="own-half", period=PERIOD, days={Level.GRASSROOTS: date(2024, 7, 20)}
        )
    assert owed(world.mine, date(2024, 7, 20))[HALF] == (date(2024, 6, 14), world.industry.pk)
    assert owed(world.mill, date(2024, 7, 20))[HALF] == (date(2024, 7, 20), world.zone.pk), "the later of two as near"


def test_only_who_reviews_there_sets_a_day(world: World) -> None:
    with pytest.raises(PermissionDenied):
        set_day(world, world.industry, date(2024, 6, 20), by=world.clerk)
    appoint(world.officer, user=world.stranger, unit=world.industry, role=Role.CLERK, day=date(2024, 1, 1))
    set_day(world, world.industry, date(2024, 6, 20), by=world.stranger)
    with pytest.raises(PermissionDenied):
        set_day(world, world.north, date(2024, 6, 20), by=world.stranger)


@pytest.mark.parametrize(
    ("unit", "day", "sentence"),
    [
        ("industry", date(2024, 5, 31), "hạn sớm nhất là ngày 01/06/2024"),
        ("industry", date(2024, 6, 4), "Hạn này đã qua"),
        ("industry", date(2025, 7, 5), "khóa từ ngày 05/07/2025"),
        ("mill", date(2024, 6, 20), "không có cấp này"),
    ],
)
def test_a_day_on_which_nothing_can_be_sent_is_refused_beside_its_level(
    world: World, unit: str, day: date, sentence: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        set_day(world, getattr(world, unit), day)
    assert sentence in refused.value.message_dict["grassroots"][0]
    assert not Deadline.objects.exists()


def test_of_a_period_that_is_closed_no_day_is_set_any_more(world: World) -> None:
    days = {Level.GRASSROOTS: date(2025, 8, 20)}
    with the_day(date(2025, 8, 1)), pytest.raises(ValidationError, match="đã khóa từ ngày 05/07/2025, không đặt hạn"):
        set_deadlines(world.officer, unit=world.industry, form="own-half", period=PERIOD, days=days)


def test_a_period_that_the_form_is_not_for_is_refused(world: World) -> None:
    with the_day(JUNE), pytest.raises(ValidationError, match="không lập cho kỳ"):
        set_deadlines(world.officer, unit=world.north, form="own-half", period=parse_period("2024-05"), days={})
    with pytest.raises(ValidationError):
        set_deadlines(world.officer, unit=world.north, form="no-such", period=PERIOD, days={})


def test_a_day_that_was_set_is_not_edited(world: World) -> None:
    set_day(world, world.industry, date(2024, 6, 14))
    with pytest.raises(DatabaseError), transaction.atomic():
        Deadline.objects.update(day=date(2024, 6, 30))


def test_a_board_is_read_in_four_statements_whether_days_are_set_or_not(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    set_day(world, world.industry, date(2024, 6, 14))
    with the_day(JUNE):
        sent(world, world.mill)
        periods = [parse_period(name, UNION) for name in ("2023-H1", HALF)]
        for unit in (world.industry, world.head):
            with django_assert_num_queries(4):
                assert board(unit, form(), periods).rows()
