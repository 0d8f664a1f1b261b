"""What was known when: transactions are numbered, moments keep what was visible, and both go on after a restore."""

from datetime import date, timedelta

import pytest
from django.db import connection
from tests.conftest import Opener

from congdoan.base import clock
from congdoan.base.knowledge import Moment, NothingKnownYet, Restoration, continue_after, keep_moment

NOON = clock.at(date(2024, 6, 20), 12)
MINUTE = timedelta(minutes=1)


def ask(function: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}()::text")
        (found,) = cursor.fetchone()
    return str(found)


def visible(xact: int, snapshot: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_visible_in_snapshot(%s::text::xid8, %s::pg_snapshot)", [xact, snapshot])
        (found,) = cursor.fetchone()
    return bool(found)


@pytest.mark.django_db
def test_as_known_at_a_time_is_the_last_moment_not_after_it() -> None:
    with clock.set_to(NOON):
        first = keep_moment()
    with clock.set_to(NOON + MINUTE):
        second = keep_moment()
    assert Moment.last_before(NOON) == first
    assert Moment.last_before(NOON + MINUTE - timedelta(microseconds=1)) == first
    assert Moment.last_before(NOON + MINUTE) == second
    assert Moment.last_before(NOON + 1000 * MINUTE) == second


@pytest.mark.django_db
def test_of_two_moments_of_one_time_the_later_kept_counts() -> None:
    with clock.set_to(NOON):
        keep_moment()
        second = keep_moment()
    assert Moment.last_before(NOON) == second


@pytest.mark.django_db
def test_before_the_first_moment_nothing_is_known_yet() -> None:
    with clock.set_to(NOON):
        keep_moment()
    with pytest.raises(NothingKnownYet, match=r"^Chưa có mốc nào được giữ trước 11:59 20/06/2024\.$"):
        Moment.last_before(NOON - MINUTE)


@pytest.mark.django_db
def test_a_moment_carries_the_clocks_time_and_a_snapshot() -> None:
    with clock.set_to(NOON):
        keep_moment()
    moment = Moment.objects.get()
    assert moment.at == NOON
    assert moment.snapshot.count(":") == 2


def test_a_moment_shows_what_was_committed_before_it_alone(fresh_database: str) -> None:
    before = int(ask("ledger_xact"))
    moment = keep_moment()
    moment.refresh_from_db()
    after = int(ask("ledger_xact"))
    assert before < after
    assert visible(before, moment.snapshot)
    assert not visible(after, moment.snapshot)


def test_what_was_begun_before_a_moment_and_commits_after_it_is_not_in_it(
    fresh_database: str, another_connection: Opener
) -> None:
    slow = another_connection()
    ((begun,),) = slow.execute("SELECT ledger_xact()::text::bigint").fetchall()
    moment = keep_moment()
    moment.refresh_from_db()
    slow.commit()
    later = keep_moment()
    later.refresh_from_db()
    assert not visible(begun, moment.snapshot)
    assert visible(begun, later.snapshot)


def test_a_book_restored_into_another_cluster_counts_on_from_above_what_it_holds(fresh_database: str) -> None:
    highest = int(ask("ledger_xact")) + 1_000_000
    with clock.set_to(NOON):
        assert continue_after(highest)
    assert Restoration.objects.get().at == NOON
    restored = int(ask("ledger_xact"))
    assert restored > highest
    moment = keep_moment()
    moment.refresh_from_db()
    assert visible(highest, moment.snapshot)
    assert visible(restored, moment.snapshot)
    assert not visible(int(ask("ledger_xact")), moment.snapshot)


def test_a_book_restored_twice_still_only_counts_up(fresh_database: str) -> None:
    for _time in range(2):
        highest = int(ask("ledger_xact")) + 1_000_000
        assert continue_after(highest)
        assert int(ask("ledger_xact")) > highest


def test_a_cluster_that_counts_higher_already_needs_no_raise(fresh_database: str) -> None:
    assert not continue_after(int(ask("ledger_xact")) - 1)
    assert not Restoration.objects.exists()


def test_what_runs_beside_a_restoration_counts_as_later_than_the_book(
    fresh_database: str, another_connection: Opener
) -> None:
    slow = another_connection()
    slow.execute("SELECT ledger_xact()")
    highest = int(ask("ledger_xact")) + 1_000_000
    assert continue_after(highest)
    moment = keep_moment()
    moment.refresh_from_db()
    assert visible(highest, moment.snapshot)
