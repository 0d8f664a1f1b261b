"""Long work in portions: cut once, each done once by whichever hand is free, and what failed says why."""

import threading
from collections.abc import Sequence

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from tests.world import World, lasting_world, world

from congdoan.org.actions import ask_again, ask_for, cut, do_portions, fail, go_on, stop_work, take
from congdoan.org.models import Portion, Unit, Work

__all__ = ["lasting_world", "world"]


def begun(world: World, *keys: str) -> Work:
    ask_for(world.clerk, kind="many", unit=world.mill, title="Nhiều", asked={})
    work = take({"many"})
    assert work is not None
    cut(work, keys)
    return work


def keep(portions: Sequence[Portion]) -> None:
    for portion in portions:
        portion.made, portion.name = portion.key.encode(), f"{portion.key}.txt"


def test_portions_are_done_in_their_order_each_once(world: World) -> None:
    work, done = begun(world, "a", "b"), list[str]()
    while do_portions(work, lambda portions: done.extend(each.key for each in portions)):
        pass
    assert done == ["a", "b"]
    assert not Work.objects.shared().exists()


def test_what_came_of_a_portion_is_kept_with_it(world: World) -> None:
    work = begun(world, "a")
    assert Work.objects.shared().get() == work
    do_portions(work, keep)
    portion = work.portions.get()
    assert (portion.done, portion.name, bytes(portion.made or b"")) == (True, "a.txt", b"a")


def test_work_that_was_cut_is_not_cut_again(world: World) -> None:
    work = begun(world, "a", "b")
    do_portions(work, keep)
    assert cut(work, ["c", "d", "e"]) == 2
    assert [(each.key, each.done) for each in work.portions.all()] == [("a", True), ("b", False)]


def test_a_portion_that_is_refused_keeps_the_sentence_and_nothing_of_what_it_wrote(world: World) -> None:
    work = begun(world, "a", "b")

    def refuse(portions: Sequence[Portion]) -> None:
        Unit.objects.filter(pk=world.mill.pk).update(code="lost")
        raise ValidationError("Đơn vị không tồn tại trong kỳ này.")

    assert do_portions(work, refuse)
    told = work.portions.get(key="a")
    assert (told.done, told.said) == (True, "Đơn vị không tồn tại trong kỳ này.")
    assert Unit.objects.filter(code="mill").exists()


def test_a_portion_that_fails_is_told_plainly_and_does_not_hold_up_the_rest(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    work = begun(world, "a", "b")

    def burst(portions: Sequence[Portion]) -> None:
        raise KeyError("secret")

    assert do_portions(work, burst)
    assert "secret" not in work.portions.get(key="a").said
    assert "KeyError" in caplog.text
    assert do_portions(work, keep)
    assert not do_portions(work, keep)


def test_of_several_at_once_one_that_is_refused_holds_up_none_of_the_others(world: World) -> None:
    work, tried = begun(world, "a", "b", "c", "d"), []

    def but_b(portions: Sequence[Portion]) -> None:
        tried.append("".join(each.key for each in portions))
        keep(portions)
        if any(each.key == "b" for each in portions):
            raise ValidationError("Đơn vị không tồn tại trong kỳ này.")

    assert do_portions(work, but_b, at_once=3)
    assert tried == ["abc", "a", "b", "c"]
    told = {each.key: (each.done, each.said, each.name) for each in work.portions.all()}
    assert told == {
        "a": (True, "", "a.txt"),
        "b": (True, "Đơn vị không tồn tại trong kỳ này.", ""),
        "c": (True, "", "c.txt"),
        "d": (False, "", ""),
    }
    assert do_portions(work, but_b, at_once=3)
    assert tried[4:] == ["d"]


def test_nobody_helps_with_work_that_was_stopped_or_has_ended(world: World) -> None:
    work = begun(world, "a")
    stop_work(world.clerk, work=work)
    assert not do_portions(work, keep)
    other = begun(world, "b")
    fail(other, "Không được.")
    assert not do_portions(other, keep)
    assert not Portion.objects.exists()


def test_asked_for_again_it_is_cut_anew(world: World) -> None:
    work = begun(world, "a")
    do_portions(work, keep)
    fail(work, "Không được.")
    ask_again(world.clerk, work=work)
    again = take({"many"})
    assert again == work
    assert cut(again, ["b", "c"]) == 2


def test_work_that_goes_on_is_not_given_up_for_the_kills_before(world: World) -> None:
    work = begun(world, "a")
    Work.objects.update(tries=3)
    work.tries = 3
    go_on(work)
    work.refresh_from_db()
    assert work.tries == 1


@pytest.mark.slow
def test_two_hands_at_once_do_no_portion_twice(lasting_world: World) -> None:
    work = begun(lasting_world, *map(str, range(24)))
    together, done = threading.Barrier(3), []

    def hand() -> None:
        try:
            together.wait()
            mine = Work.objects.get(pk=work.pk)
            while do_portions(mine, lambda portions: done.append((threading.get_ident(), portions[0].key))):
                pass
        finally:
            connection.close()

    hands = [threading.Thread(target=hand) for _each in range(3)]
    for each in hands:
        each.start()
    for each in hands:
        each.join()
    assert sorted(int(key) for _hand, key in done) == list(range(24))
    assert len({hand for hand, _key in done}) > 1
    assert not work.portions.open().exists()
