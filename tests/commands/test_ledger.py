"""Commands on the ledger and the jobs behind it: what they do, what they say, and with which code they end."""

from contextlib import suppress
from datetime import date

import pytest
from click.testing import CliRunner, Result
from django.db import DatabaseError, connection, connections
from tests.conftest import Opener
from tests.figures.ledger import exactly
from tests.figures.tallying import found_differences
from tests.world import World

from congdoan.base.knowledge import Moment, Restoration
from congdoan.config import jobs
from congdoan.config.cli import db, ledger, main, worker
from congdoan.figures.actions import fold
from congdoan.figures.models import Backfill, unfolded

MAY = date(2024, 5, 2)


@pytest.fixture(autouse=True)
def running(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test's own database is running already."""
    for module in (db, ledger, worker):
        monkeypatch.setattr(module, "ensure_running", lambda: None)


@pytest.fixture
def world(lasting_world: World) -> World:
    return lasting_world


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def _owner(statement: str) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement)


def test_folding_says_how_many_postings_and_whether_somebody_else_is_at_it(
    world: World, another_connection: Opener
) -> None:
    fold()
    world.hold_dialogue(world.mill, MAY)
    waiting, _seconds = unfolded()
    with another_connection() as other:
        other.execute("SELECT pg_advisory_xact_lock(7201500002)")
        assert "tiến trình khác" in run("ledger", "fold").output
    assert f"Đã gộp {waiting} bút toán." in run("ledger", "fold").output


def test_the_status_tells_postings_tallies_and_how_far_folding_is(world: World) -> None:
    fold()
    world.hold_dialogue(world.mill, MAY)
    said = run("ledger", "status").output
    assert "của 6 đơn vị" in said
    assert f"Chưa gộp      {unfolded()[0]}, ghi sổ chưa quá " in said
    assert "giây trước" in said


def test_verifying_ends_well_where_nothing_differs(world: World) -> None:
    world.hold_dialogue(world.mill, MAY)
    fold()
    result = run("ledger", "verify")
    assert result.exit_code == 0, result.output
    assert "6 đơn vị khớp với bút toán" in result.output


def test_verifying_prints_each_difference_and_ends_with_code_1(world: World) -> None:
    world.hold_dialogue(world.mill, MAY)
    fold()
    _owner(
        "UPDATE figures_tally SET low = low + 7 WHERE unit_id = (SELECT id FROM org_unit WHERE code = 'north') "
        "AND indicator_id = (SELECT id FROM catalogue_code WHERE code = 'dialogue.held')"
    )
    result = run("ledger", "verify")
    assert result.exit_code == 1
    assert (
        "north dialogue.held grassroots 01/05/2024 – 31/05/2024: lũy kế (8; 1; 0; 0; 0), bút toán (1; 1"
        in result.output
    )
    assert "ở 1 chỗ" in result.output
    assert run("ledger", "verify", "--unit", "head").exit_code == 0
    assert run("ledger", "verify", "--unit", "north").exit_code == 1
    assert run("ledger", "rebuild").exit_code == 0
    assert run("ledger", "verify").exit_code == 0


def test_verifying_prints_how_many_units_were_miscounted(world: World) -> None:
    fold()
    _owner(
        "UPDATE figures_standing SET units = units + 1 WHERE id = (SELECT min(id) FROM figures_standing "
        "WHERE unit_id = (SELECT id FROM org_unit WHERE code = 'north') AND indicator_id = 0 AND level = '')"
    )
    result = run("ledger", "verify", "--unit", "north")
    assert result.exit_code == 1
    assert "north mọi số phát sinh mọi cấp " in result.output
    assert "đếm lại (" in result.output
    assert run("ledger", "rebuild").exit_code == 0
    assert run("ledger", "verify", "--unit", "north").exit_code == 0


def test_only_a_unit_that_keeps_tallies_is_verified(world: World) -> None:
    result = run("ledger", "verify", "--unit", "mill")
    assert (result.exit_code, "không giữ số lũy kế" in result.output) == (2, True)
    assert run("ledger", "verify", "--unit", "nort").exit_code == 2


def test_after_a_restore_nothing_is_written_or_folded_before_the_count_is_raised(world: World) -> None:
    world.hold_dialogue(world.mill, MAY)
    fold()
    _owner("UPDATE figures_fold SET snapshot = '900000000:900000000:'")
    with pytest.raises(DatabaseError, match="khôi phục từ bản sao"):
        world.hold_dialogue(world.mill, MAY)
    with pytest.raises(DatabaseError, match="khôi phục từ bản sao"):
        fold()
    told = run("ledger", "fold")
    assert (told.exit_code, told.output) == (1, "Sổ được khôi phục từ bản sao: chạy “congdoan db restored” trước.\n")

    result = run("db", "restored")
    assert (result.exit_code, "đếm tiếp" in result.output) == (0, True)
    world.hold_dialogue(world.mill, MAY)
    assert exactly("dialogue.held", world.head, "2024") == 2
    fold()
    assert exactly("dialogue.held", world.head, "2024") == 2
    assert found_differences() == []


@pytest.mark.parametrize("command", ["status", "fold", "verify", "rebuild"])
def test_before_the_tables_are_laid_out_one_is_told_how(command: str, fresh_database: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET search_path = pg_catalog")  # a database in which nothing of the book is found
    told = run("ledger", command)
    assert (told.exit_code, "Chạy `congdoan migrate` trước" in told.output) == (1, True), told.output


def test_the_count_is_raised_above_moments_too_and_only_once(world: World) -> None:
    Moment.objects.create(at="2024-01-01T00:00Z", snapshot="700000000:700000000:")
    run("db", "restored")
    run("db", "restored")
    assert Restoration.objects.count() == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_xact()::text::bigint")
        assert cursor.fetchone()[0] >= 700_000_000


def test_the_worker_does_what_is_waiting_as_the_application(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)  # its threads leave no session behind
    world.hold_dialogue(world.mill, MAY)
    Backfill.objects.filter(indicator__code="dialogue.held").update(done=None, reached=0)
    for job in (
        jobs.keep_this_moment,
        jobs.fold_postings,
        jobs.backfill_codes,
        jobs.remind_of_sheets,
        jobs.send_reminders,
        jobs.purge_ended_works,
        jobs.purge_old_uploads,
        jobs.complete_transfers,
        jobs.drop_outdated_persons,
    ):
        job.defer()
    jobs.fold_soon()  # it is waiting already
    result = run("worker", "--once")
    assert result.exit_code == 0, result.output
    assert Moment.objects.exists()
    assert not Backfill.objects.pending().exists()
    assert _statuses() <= {"todo"}  # the next minute's
    assert exactly("dialogue.held", world.head, "2024") == 1


def _statuses() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text FROM procrastinate_jobs")
        return {status for (status,) in cursor.fetchall()}


def test_folding_goes_on_while_much_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    folded = iter([jobs.MANY, jobs.MANY + 1, 3, 1])
    monkeypatch.setattr(jobs, "fold", lambda: next(folded))
    jobs.fold_postings()
    assert next(folded) == 1


def test_a_backfill_that_somebody_else_does_is_left_to_them(world: World, another_connection: Opener) -> None:
    Backfill.objects.filter(indicator__code="dialogue.held").update(done=None, reached=0)
    with another_connection() as other:
        other.execute("SELECT pg_advisory_lock(%s)", [jobs.BACKFILL_LOCK])
        jobs.backfill_codes()
        assert Backfill.objects.pending().exists()
        other.execute("SELECT pg_advisory_unlock(%s)", [jobs.BACKFILL_LOCK])
    jobs.backfill_codes()
    assert not Backfill.objects.pending().exists()


def test_who_works_alone_does_so_by_a_lock_that_no_pool_can_keep(
    lasting_world: World, another_connection: Opener
) -> None:
    """The session that works holds none, so what of it a pool gives to others does not matter."""
    mine = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
    for fault in (None, KeyError("fault")):
        with suppress(KeyError), jobs._alone(jobs.BACKFILL_LOCK) as alone, connection.cursor() as cursor:
            assert alone
            cursor.execute(mine)
            assert cursor.fetchone() == (0,)
            with jobs._alone(jobs.BACKFILL_LOCK) as another:
                assert not another
            if fault:
                raise fault
    with another_connection() as other:
        assert other.execute("SELECT pg_try_advisory_xact_lock(%s)", [jobs.BACKFILL_LOCK]).fetchone() == (True,)
