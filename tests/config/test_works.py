"""Long work is done: by a hand that says how far it is, leaves off when told, and fails with a sentence."""

import threading
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import IO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import connection, transaction
from pytest_django.fixtures import Settings
from tests.world import World, lasting_world

from congdoan.base import clock
from congdoan.config import works
from congdoan.config.works import do_next
from congdoan.figures.actions import fold
from congdoan.figures.models import Tally, unfolded
from congdoan.org.actions import ask_for, stop_work, take
from congdoan.org.models import Work
from congdoan.org.rules import Made, Stage, Tell
from congdoan.records.members.models import Member

__all__ = ["lasting_world"]


@pytest.fixture(autouse=True)
def quick_and_aside(monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path) -> None:
    monkeypatch.setattr(works, "BEAT", 0.02)
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def asked(lasting_world: World) -> Work:
    return ask_for(lasting_world.clerk, kind="list", unit=lasting_world.mill, title="Bảng", asked={}, things="dòng")


def now_is(work: Work) -> Work:
    work.refresh_from_db()
    return work


def until(told: Callable[[], bool], *, seconds: float = 5) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if told():
            return
        time.sleep(0.01)
    pytest.fail("it did not come to pass")


def test_work_is_done_and_its_file_kept(asked: Work) -> None:
    def make(work: Work, to: IO[bytes], tell: Tell) -> Made:
        tell(1, 2)
        to.write(b"1;2")
        return Made("bang.csv")

    assert do_next({"list": make})
    assert now_is(asked).of_stage is Stage.FINISHED
    with default_storage.open(asked.file) as file:
        assert file.read() == b"1;2"
    assert not do_next({"list": make})


def test_how_far_it_is_is_seen_though_the_work_is_within_a_transaction(asked: Work) -> None:
    seen: list[tuple[int, int]] = []

    def make(work: Work, to: IO[bytes], tell: Tell) -> Made:
        with transaction.atomic():
            tell(312, 1400)
            thread = threading.Thread(target=look)
            thread.start()
            thread.join()
        return Made()

    def look() -> None:
        try:
            until(lambda: Work.objects.get().done == 312)
            seen.append((Work.objects.get().done, Work.objects.get().total))
        finally:
            connection.close()

    assert do_next({"list": make})
    assert seen == [(312, 1400)]


def test_what_its_asker_stops_is_left_at_the_next_word(asked: Work, lasting_world: World) -> None:
    def make(work: Work, to: IO[bytes], tell: Tell) -> Made:
        stop_work(lasting_world.clerk, work=asked)
        end = time.monotonic() + 5
        while time.monotonic() < end:
            tell(1, 2)
        return Made("bang.csv")

    assert do_next({"list": make})
    assert (now_is(asked).of_stage, asked.file) == (Stage.STOPPED, "")


def test_a_worker_that_ends_gives_its_work_back(asked: Work) -> None:
    leaving = threading.Event()

    def make(work: Work, to: IO[bytes], tell: Tell) -> Made:
        leaving.set()
        tell(1, 2)
        return Made()

    assert do_next({"list": make}, leaving)
    assert (now_is(asked).of_stage, asked.tries) == (Stage.WAITING, 0)


def test_a_refusal_is_told_in_its_own_words(asked: Work) -> None:
    def make(work: Work, to: IO[bytes], tell: Tell) -> Made:
        raise ValidationError("Kỳ này không có gì.")

    assert do_next({"list": make})
    assert (now_is(asked).of_stage, asked.said) == (Stage.FAILED, "Kỳ này không có gì.")


def test_what_the_database_alone_refuses_is_told_by_the_sentence_of_its_constraint(
    asked: Work, lasting_world: World
) -> None:
    def make(work: Work, to: IO[bytes], tell: Tell) -> Made:
        for name in ("Giàng A Pao", "Lý A Sơn"):
            Member.of(name, "male", identity="010190001234", home=lasting_world.mill).save()
        return Made()

    assert do_next({"list": make})
    assert (now_is(asked).of_stage, asked.said) == (Stage.FAILED, "Số định danh này đã có trong sổ.")


def test_a_fault_is_told_plainly_and_written_down(asked: Work, caplog: pytest.LogCaptureFixture) -> None:
    def make(work: Work, to: IO[bytes], tell: Tell) -> Made:
        raise KeyError("secret")

    assert do_next({"list": make})
    assert now_is(asked).of_stage is Stage.FAILED
    assert "secret" not in asked.said
    assert "Làm lại" in asked.said
    assert "KeyError" in caplog.text


def test_work_done_for_long_is_not_taken_by_another(asked: Work) -> None:
    """The voice is heard also while the work itself says nothing."""

    def make(work: Work, to: IO[bytes], tell: Tell) -> Made:
        Work.objects.update(heard_at=clock.now() - timedelta(minutes=5))
        until(lambda: not Work.objects.get().lies_still)
        assert take({"list"}) is None
        return Made()

    assert do_next({"list": make})
    assert now_is(asked).of_stage is Stage.FINISHED


def test_what_bulk_work_posted_is_folded_when_it_ends(
    asked: Work, lasting_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def make(work: Work, to: IO[bytes], tell: Tell) -> Made:
        lasting_world.hold_dialogue(lasting_world.mill, date(2024, 5, 2))
        return Made()

    fold()
    monkeypatch.setattr(works, "BULK", {"list"})
    assert do_next({"list": make})
    assert unfolded()[0] == 0
    assert Tally.objects.exists()
