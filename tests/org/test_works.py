"""Long work: asked for once, taken by one, heard of, ended, and after a kill taken up again."""

import os
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import psycopg
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from pytest_django.fixtures import Settings
from tests.conftest import Opener
from tests.world import World, lasting_world, world

from congdoan.base import clock
from congdoan.org.actions import (
    ask_again,
    ask_for,
    fail,
    finish,
    give_back,
    hear,
    purge_works,
    see_work,
    stop_work,
    take,
)
from congdoan.org.models import Deed, User, Work
from congdoan.org.models.works import SILENCE
from congdoan.org.rules import Made, Stage, WorkStopped

__all__ = ["lasting_world", "world"]

KINDS = {"list"}


@pytest.fixture(autouse=True)
def files_aside(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def asked(world: World) -> Work:
    return ask(world, 1)


def ask(world: World, number: int, by: User | None = None) -> Work:
    return ask_for(by or world.clerk, kind="list", unit=world.mill, title=f"Bảng {number}", asked={"number": number})


def taken() -> Work:
    work = take(KINDS)
    assert work is not None
    return work


def now_is(work: Work) -> Work:
    work.refresh_from_db()
    return work


@pytest.fixture
def later() -> Iterator[None]:
    """The clock stands beyond the silence after which work is taken up again."""
    with clock.set_to(clock.now() + SILENCE + timedelta(seconds=1)):
        yield


def test_what_is_asked_for_waits_and_the_journal_says_so(asked: Work, world: World) -> None:
    assert asked.of_stage is Stage.WAITING
    assert Deed.objects.filter(by=world.clerk, verb="asked", subject=f"work {asked.pk}", unit=world.mill).exists()


def test_nobody_asks_at_a_unit_they_may_not_read(world: World) -> None:
    with pytest.raises(PermissionDenied):
        ask(world, 1, by=world.stranger)


def test_asking_twice_for_the_same_is_one_work(asked: Work, world: World) -> None:
    assert ask(world, 1) == asked
    assert ask(world, 2) != asked
    assert ask(world, 1, by=world.officer) != asked


def test_nobody_has_more_than_ten_waiting(world: World) -> None:
    for number in range(10):
        ask(world, number)
    with pytest.raises(ValidationError, match="Đang có 10 việc dài chưa xong"):
        ask(world, 10)


def test_the_longest_asked_for_is_taken_first_and_by_one_alone(asked: Work, world: World) -> None:
    other = ask(world, 2)
    assert taken() == asked
    assert taken() == other
    assert take(KINDS) is None


def test_a_worker_takes_only_what_it_knows(asked: Work) -> None:
    assert take({"another"}) is None


def test_two_workers_at_once_take_different_work(lasting_world: World, another_connection: Opener) -> None:
    first, second = ask(lasting_world, 1), ask(lasting_world, 2)
    other = another_connection()
    other.execute("SELECT FROM org_work WHERE id = %s FOR UPDATE", [first.pk])
    assert taken() == second
    assert take(KINDS) is None
    other.rollback()
    assert taken() == first


def test_how_far_it_is_is_heard(asked: Work) -> None:
    work = taken()
    assert hear(work, 312, 1400)
    assert (now_is(asked).done, asked.total) == (312, 1400)


def test_what_is_made_is_kept_with_its_name(asked: Work) -> None:
    finish(taken(), Made("bang.csv", "Đủ cả."), BytesIO(b"1;2"))
    work = now_is(asked)
    assert (work.of_stage, work.name, work.size, work.said) == (Stage.FINISHED, "bang.csv", 3, "Đủ cả.")
    with default_storage.open(work.file) as file:
        assert file.read() == b"1;2"


def test_what_has_no_name_leaves_no_file(asked: Work) -> None:
    finish(taken(), Made(link="/units/"), BytesIO())
    assert (now_is(asked).file, asked.link) == ("", "/units/")


def test_what_goes_wrong_is_told_and_can_be_asked_again(asked: Work, world: World) -> None:
    fail(taken(), "Không còn đơn vị này.")
    assert (now_is(asked).of_stage, asked.said) == (Stage.FAILED, "Không còn đơn vị này.")
    ask_again(world.clerk, work=asked)
    assert now_is(asked).of_stage is Stage.WAITING
    assert taken() == asked


def test_work_whose_worker_was_killed_is_taken_up_again(asked: Work, request: pytest.FixtureRequest) -> None:
    before = taken()
    assert take(KINDS) is None
    request.getfixturevalue("later")
    after = taken()
    assert after == before
    assert not hear(before, 5, 10)
    with pytest.raises(WorkStopped):
        finish(before, Made("bang.csv"), BytesIO(b"old"))
    finish(after, Made("bang.csv"), BytesIO(b"new"))
    with default_storage.open(now_is(asked).file) as file:
        assert file.read() == b"new"
    assert len(default_storage.listdir("works")[1]) == 1


def test_work_that_kills_its_workers_is_given_up(asked: Work) -> None:
    for number in range(3):
        with clock.set_to(clock.now() + number * timedelta(minutes=2)):
            taken()
    with clock.set_to(clock.now() + timedelta(minutes=10)):
        assert take(KINDS) is None
    assert now_is(asked).of_stage is Stage.FAILED
    assert "bị ngắt giữa chừng 3 lần" in asked.said


def test_work_given_back_is_not_held_against_it(asked: Work) -> None:
    for _time in range(5):
        give_back(taken())
    assert now_is(asked).of_stage is Stage.WAITING


def test_its_asker_stops_it_and_who_is_at_it_hears_so(asked: Work, world: World) -> None:
    work = taken()
    stop_work(world.clerk, work=asked)
    assert not hear(work, 1, 2)
    with pytest.raises(WorkStopped):
        finish(work, Made("bang.csv"), BytesIO(b"1"))
    fail(work, "Không được.")
    assert (now_is(asked).of_stage, asked.said, asked.file) == (Stage.STOPPED, "", "")
    with pytest.raises(ValidationError, match="đã kết thúc"):
        stop_work(world.clerk, work=asked)


def test_stopped_and_asked_again_the_first_worker_is_heard_no_more(asked: Work, world: World) -> None:
    work = taken()
    stop_work(world.clerk, work=asked)
    ask_again(world.clerk, work=now_is(asked))
    again = taken()
    assert not hear(work, 1, 2)
    assert hear(again, 1, 2)


def test_nobody_else_stops_it(asked: Work, world: World) -> None:
    with pytest.raises(Work.DoesNotExist):
        stop_work(world.officer, work=asked)
    assert now_is(asked).of_stage is Stage.WAITING


def test_it_waits_for_its_asker_until_they_have_looked(asked: Work, world: World) -> None:
    waiting = Work.objects.waiting_for(world.clerk)
    assert asked in waiting
    see_work(world.clerk, work=asked)
    assert asked in waiting.all()
    finish(taken(), Made(), BytesIO())
    assert asked in waiting.all()
    see_work(world.officer, work=asked)
    assert asked in waiting.all()
    see_work(world.clerk, work=asked)
    assert asked not in waiting.all()


def test_old_work_goes_with_its_file_and_so_do_files_of_none(asked: Work, world: World) -> None:
    finish(taken(), Made("bang.csv"), BytesIO(b"1"))
    kept = ask(world, 2)
    finish(taken(), Made("bang.csv"), BytesIO(b"2"))
    Work.objects.filter(pk=asked.pk).update(ended_at=clock.now() - timedelta(days=8))
    orphan = Path(default_storage.path(default_storage.save("works/left", BytesIO(b"3"))))
    os.utime(orphan, (0, 0))
    assert purge_works(7) == 1
    assert list(Work.objects.all()) == [kept]
    assert default_storage.listdir("works")[1] == [Path(now_is(kept).file).name]


def test_the_database_itself_refuses_work_that_ended_at_no_time(asked: Work) -> None:
    with pytest.raises(IntegrityError, match="work_ends_once") as error, transaction.atomic():
        Work.objects.filter(pk=asked.pk).update(stage=Stage.FINISHED)
    assert isinstance(error.value.__cause__, psycopg.errors.CheckViolation)
