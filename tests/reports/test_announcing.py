"""Of a day that a union sets those who owe are told by letter, each once; the sheet waits from then on."""

from datetime import date
from importlib import import_module
from types import SimpleNamespace

from django.apps import apps
from django.core import mail
from django.db import connection
from tests.reports.conftest import HALF, UNION, sent
from tests.reports.test_deadlines import JUNE, owed, set_day
from tests.world import World, the_day

from congdoan.base.period import parse_period
from congdoan.catalogue.rules import Level
from congdoan.org.actions import appoint
from congdoan.org.models import User
from congdoan.org.rules import Role
from congdoan.records.structure.actions import hand_over
from congdoan.reports.actions import (
    announce_deadlines,
    announce_to_newcomers,
    remind_due,
    send_letters,
    set_deadlines,
)
from congdoan.reports.models import Announcement, Reminder, Retelling

FOURTEENTH, TWENTIETH = date(2024, 6, 14), date(2024, 6, 20)


def with_address(user: User) -> None:
    user.email = f"{user.username}@example.org"
    user.save()


def letters() -> list[str]:
    return [str(letter.body) for letter in mail.outbox]


def test_who_owes_is_told_by_letter_once_and_it_waits(world: World) -> None:
    with_address(world.clerk)
    set_day(world, world.industry, FOURTEENTH)
    with the_day(JUNE):
        assert [announce_deadlines(), announce_deadlines()] == [1, 0]
        assert [send_letters(), send_letters()] == [1, 0]
    assert mail.outbox[0].subject == "Sổ Công Đoàn: cấp trên đặt hạn báo cáo"
    said = "6 tháng đầu năm 2024; Công đoàn industry đặt hạn 14/06/2024 (còn 9 ngày)"
    assert said in letters()[0]
    assert owed(world.mill)[HALF] == (FOURTEENTH, world.industry.pk)


def test_a_union_that_set_a_nearer_day_is_told_of_by_itself(world: World) -> None:
    with_address(world.clerk)
    set_day(world, world.north, TWENTIETH)
    set_day(world, world.industry, FOURTEENTH)
    with the_day(JUNE):
        announce_deadlines()
        assert send_letters() == 1
    assert "14/06/2024" in letters()[0]
    assert "20/06/2024" not in letters()[0]
    assert Announcement.objects.count() == 2


def test_who_has_sent_is_not_told(world: World) -> None:
    with the_day(JUNE):
        sent(world, world.mill)
    set_day(world, world.industry, FOURTEENTH)
    with the_day(JUNE):
        assert announce_deadlines() == 0
    assert not Reminder.objects.exists()


def test_a_day_taken_back_before_the_letter_goes_is_not_told(world: World) -> None:
    with_address(world.clerk)
    set_day(world, world.industry, FOURTEENTH)
    with the_day(JUNE):
        assert announce_deadlines() == 1
    set_day(world, world.industry, None)
    with the_day(JUNE):
        assert [announce_deadlines(), send_letters()] == [0, 0]


def test_a_day_set_anew_is_told_anew_and_reminded_of_anew(world: World) -> None:
    with_address(world.clerk)
    set_day(world, world.industry, FOURTEENTH)
    with the_day(JUNE):
        announce_deadlines()
        send_letters()
    with the_day(date(2024, 6, 7)):
        assert [remind_due(), send_letters()] == [1, 1]
        days = {Level.GRASSROOTS: TWENTIETH}
        period = parse_period(HALF, UNION)
        set_deadlines(world.officer, unit=world.industry, form="own-half", period=period, days=days)
        assert [announce_deadlines(), send_letters()] == [1, 1]
    with the_day(date(2024, 6, 13)):
        assert [remind_due(), send_letters()] == [1, 1], "seven days left again, of another day"
    told = Reminder.objects.order_by("pk").values_list("due", "days_left", "set_by")
    assert list(told) == [
        (FOURTEENTH, 9, world.industry.pk),
        (FOURTEENTH, 7, None),
        (TWENTIETH, 13, world.industry.pk),
        (TWENTIETH, 7, None),
    ]


def test_who_was_told_today_is_not_reminded_of_the_same_today(world: World) -> None:
    set_day(world, world.industry, date(2024, 6, 12))
    with the_day(JUNE):
        assert [announce_deadlines(), remind_due()] == [1, 0]


def test_of_a_period_to_come_one_is_told_when_it_begins(world: World) -> None:
    days, coming = {Level.GRASSROOTS: date(2025, 6, 20)}, parse_period("2025-H1", UNION)
    with the_day(JUNE):
        set_deadlines(world.officer, unit=world.industry, form="own-half", period=coming, days=days)
        assert announce_deadlines() == 0
    assert "2025-H1" not in owed(world.mill)
    december = date(2024, 12, 2)
    with the_day(december):
        assert [announce_deadlines(), announce_deadlines()] == [1, 0]
    assert owed(world.mill, december)["2025-H1"] == (date(2025, 6, 20), world.industry.pk)


def test_all_who_may_report_there_are_told(world: World) -> None:
    appoint(world.officer, user=world.stranger, unit=world.mill, role=Role.CLERK, day=date(2024, 1, 1))
    set_day(world, world.industry, FOURTEENTH)
    with the_day(JUNE):
        assert announce_deadlines() == 2


# --- A day that comes to hold later ----------------------------------------------------------------------------------


def test_when_a_nearer_day_is_taken_back_the_one_that_holds_then_is_told(world: World) -> None:
    with_address(world.clerk)
    set_day(world, world.north, TWENTIETH)
    set_day(world, world.industry, FOURTEENTH)
    with the_day(JUNE):
        assert [announce_deadlines(), send_letters()] == [1, 1]
    set_day(world, world.industry, None)
    with the_day(JUNE):
        assert [announce_deadlines(), announce_deadlines()] == [1, 0]
        assert [send_letters(), send_letters()] == [1, 0]
    assert mail.outbox[-1].subject == "Sổ Công Đoàn: cấp trên đặt hạn báo cáo"
    assert "Công đoàn north đặt hạn 20/06/2024 (còn 15 ngày)" in letters()[-1]


def test_who_was_told_of_the_farther_day_before_the_nearer_one_is_told_of_it_again(world: World) -> None:
    set_day(world, world.north, TWENTIETH)
    with the_day(JUNE):
        announce_deadlines()
    set_day(world, world.industry, FOURTEENTH)
    with the_day(date(2024, 6, 6)):
        announce_deadlines()
    set_day(world, world.industry, None)
    with the_day(date(2024, 6, 7)):
        assert announce_deadlines() == 1
    told = Reminder.objects.order_by("pk").values_list("due", flat=True)
    assert list(told) == [TWENTIETH, FOURTEENTH, TWENTIETH]


def test_a_day_set_and_taken_back_within_one_day_hides_no_farther_one_from_the_letters(world: World) -> None:
    with_address(world.clerk)
    told: list[str] = []

    def tell() -> None:
        with the_day(JUNE):
            assert [announce_deadlines(), announce_deadlines()] == [1, 0]
            assert [send_letters(), send_letters()] == [1, 0]
        told.append(letters()[-1])

    set_day(world, world.north, TWENTIETH)
    tell()
    for _twice in range(2):
        set_day(world, world.industry, FOURTEENTH)
        tell()
        set_day(world, world.industry, None)
        tell()
    days = ["20/06/2024", "14/06/2024", "20/06/2024", "14/06/2024", "20/06/2024"]
    assert [next(day for day in days if day in letter) for letter in told] == days
    with the_day(JUNE):
        assert [announce_to_newcomers(), remind_due()] == [0, 0]


def test_whom_a_letter_told_of_a_day_is_told_when_the_forms_own_holds_again(world: World) -> None:
    with_address(world.clerk)
    set_day(world, world.industry, FOURTEENTH)
    with the_day(JUNE):
        assert [announce_deadlines(), send_letters()] == [1, 1]
    set_day(world, world.industry, None)
    with the_day(JUNE):
        assert [announce_deadlines(), send_letters()] == [1, 1]
    assert "hạn 10/06/2024 (còn 5 ngày)" in letters()[-1]
    assert Reminder.objects.latest("pk").set_by is None


def test_a_day_set_in_place_of_another_is_told_of_once(world: World) -> None:
    set_day(world, world.industry, FOURTEENTH)
    with the_day(JUNE):
        announce_deadlines()
    set_day(world, world.industry, TWENTIETH)
    with the_day(JUNE):
        assert [announce_deadlines(), announce_deadlines()] == [1, 0]
    assert [Announcement.objects.count(), Retelling.objects.count(), Reminder.objects.count()] == [2, 1, 2]


def test_who_comes_beneath_a_union_later_is_told_of_the_day_it_had_set(world: World) -> None:
    set_day(world, world.zone, TWENTIETH)
    with the_day(JUNE):
        assert [announce_deadlines(), announce_to_newcomers()] == [0, 0]
    with the_day(date(2024, 6, 8)):
        hand_over(world.officer, unit=world.mill, to=world.zone, day=date(2024, 6, 7))
        assert [announce_to_newcomers(), announce_to_newcomers()] == [1, 0]
    assert Reminder.objects.get().set_by == world.zone


def test_who_moves_away_from_a_nearer_day_is_told_of_the_one_that_is_left(world: World) -> None:
    set_day(world, world.north, TWENTIETH)
    set_day(world, world.industry, FOURTEENTH)
    with the_day(JUNE):
        assert [announce_deadlines(), announce_to_newcomers()] == [1, 0]
    with the_day(date(2024, 6, 8)):
        hand_over(world.officer, unit=world.mill, to=world.schools, day=date(2024, 6, 7))
        assert [announce_to_newcomers(), announce_to_newcomers()] == [1, 0]
    assert Reminder.objects.latest("pk").due == TWENTIETH


def test_an_ordinary_letter_of_a_day_that_holds_no_more_is_not_sent(world: World) -> None:
    with_address(world.clerk)
    set_day(world, world.industry, FOURTEENTH)
    with the_day(date(2024, 6, 7)):
        assert remind_due() == 1
    set_day(world, world.industry, None)
    with the_day(date(2024, 6, 7)):
        assert send_letters() == 0
    assert Reminder.objects.get().set_by is None


def test_an_ordinary_letter_of_the_forms_own_day_is_not_sent_once_another_is_set(world: World) -> None:
    with_address(world.clerk)
    with the_day(date(2024, 6, 7)):
        assert remind_due() == 1
    set_day(world, world.industry, FOURTEENTH)
    with the_day(date(2024, 6, 7)):
        assert send_letters() == 0
        assert [announce_deadlines(), send_letters()] == [1, 1]
    assert "10/06/2024" not in letters()[0]


def test_of_days_that_stood_before_days_were_told_of_nobody_is_told_but_when_the_period_begins(world: World) -> None:
    set_day(world, world.north, TWENTIETH)
    set_day(world, world.industry, FOURTEENTH)
    set_day(world, world.industry, None)
    days, coming = {Level.GRASSROOTS: date(2025, 6, 20)}, parse_period("2025-H1", UNION)
    with the_day(JUNE):
        set_deadlines(world.officer, unit=world.industry, form="own-half", period=coming, days=days)
        upgrade = import_module("congdoan.reports.migrations.0009_days_known_already")
        upgrade.keep_as_told(apps, SimpleNamespace(connection=connection))
        assert [announce_deadlines(), announce_to_newcomers()] == [0, 0]
    assert not Reminder.objects.exists()
    with the_day(date(2024, 12, 2)):
        assert announce_deadlines() == 1
    assert Reminder.objects.get().period == "2025-H1"
