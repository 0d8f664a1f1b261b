"""Lists too long to be counted and sorted: unit by unit, each by name; and people found by the words of their names."""

from datetime import date
from html import unescape
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from tests.desk.conftest import Desk, Door
from tests.world import World

from congdoan.base.asking import asking
from congdoan.desk.members import turning
from congdoan.records.members.actions import NewMember, admit, correct_person, erase, leave, transfer
from congdoan.records.members.models import Member, Membership, called

DAY = date(2024, 4, 2)


def text(response: Any) -> str:
    return unescape(str(response.content.decode()))


def admitted(world: World, code: str, *names: str) -> list[Membership]:
    people = [NewMember(name, "female") for name in names]
    return admit(world.officer, unit=getattr(world, code), day=DAY, people=people)


def listed(response: Any) -> list[str]:
    return [row.name for row in response.context["rows"]]


def found(text: str) -> set[str]:
    """Whom the index finds by a text, whichever way is asked."""
    many = called(Membership.objects.current(), text, among_many=True)
    few = called(Membership.objects.current(), text, among_many=False)
    told = set(many.values_list("member__name", flat=True))
    assert told == set(few.values_list("member__name", flat=True))
    return told


@pytest.fixture
def long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let five be many, and more than one unit too."""
    monkeypatch.setattr(turning, "MOST_TURNED", 5)
    monkeypatch.setattr(turning, "MOST_UNITS", 1)


@pytest.mark.usefixtures("long")
def test_a_long_list_goes_unit_by_unit_and_says_so(desk: Desk, signed_in: Door) -> None:
    admitted(desk.world, "mine", "Vàng Thị Dở", "Đỗ Thị An")
    admitted(desk.world, "school", "Lý Thị Mẩy", "Ân Thị Bình")
    page = signed_in(desk.world.chair).get("/members/?unit=north")
    assert listed(page) == ["Giàng A 0", "Giàng A 1", "Giàng A 2", "Đỗ Thị An", "Vàng Thị Dở"]
    assert "hơn 5 người, theo đơn vị" in text(page)
    assert "Đang sinh hoạt</a>" in text(page)


@pytest.mark.usefixtures("long")
def test_a_long_list_is_turned_page_by_page(desk: Desk, signed_in: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("congdoan.desk.members.listing.A_PAGE", 2)
    admitted(desk.world, "mine", "Vàng Thị Dở", "Đỗ Thị An")
    admitted(desk.world, "school", "Lý Thị Mẩy")
    door = signed_in(desk.world.chair)
    assert listed(door.get("/members/?unit=north&page=2")) == ["Giàng A 2", "Đỗ Thị An"]
    assert listed(door.get("/members/?unit=north&page=9")) == ["Vàng Thị Dở"]  # the fifth and last


@pytest.mark.usefixtures("long")
def test_what_narrows_a_long_list_enough_is_counted_and_sorted(desk: Desk, signed_in: Door) -> None:
    admitted(desk.world, "mine", "Vàng Thị Dở", "Đỗ Thị An", "Ân Thị Bình")
    door = signed_in(desk.world.chair)
    women = door.get("/members/?unit=north&sex=female")
    assert listed(women) == ["Ân Thị Bình", "Đỗ Thị An", "Vàng Thị Dở"]
    assert "3 người" in text(women)
    assert listed(door.get("/members/?unit=north&q=thi+an")) == ["Ân Thị Bình", "Đỗ Thị An"]
    assert listed(door.get("/members/?unit=north&state=left")) == []


def test_people_are_found_by_how_words_of_their_names_begin(world: World) -> None:
    admitted(world, "mill", "Nguyễn Thị Hoàng Lan", "Nguyễn Văn Lâm", "Đặng Thị Lành")
    assert found("lan") == {"Nguyễn Thị Hoàng Lan", "Đặng Thị Lành"}
    assert found("NGUYỄN la") == {"Nguyễn Thị Hoàng Lan", "Nguyễn Văn Lâm"}
    assert found("dang") == {"Đặng Thị Lành"}
    assert found("guyen") == found("  ") == set()


def words() -> set[tuple[str, int]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT word, home_id FROM members_word")
        return set(cursor.fetchall())


def test_words_follow_a_person_who_is_renamed_moves_and_is_dropped(world: World) -> None:
    (membership,) = admitted(world, "mill", "Lò Thị Mai")
    assert words() == {(word, world.mill.pk) for word in ("lo", "thi", "mai")}
    correct_person(world.officer, member=membership.member, person=NewMember("Lò Mai Mai", "female"))
    assert words() == {(word, world.mill.pk) for word in ("lo", "mai")}
    moved = transfer(world.officer, membership=membership, to=world.plant, day=date(2024, 6, 3))
    assert words() == {(word, world.plant.pk) for word in ("lo", "mai")}
    leave(world.officer, memberships=[moved], day=date(2024, 9, 3), reason="resigned")
    erase(world.officer, member=Member.objects.get(pk=moved.member_id), reason="xin xóa thông tin")
    assert words() == set()


def test_words_lie_within_the_bounds_and_are_written_by_nobody(world: World) -> None:
    admitted(world, "mill", "Lò Thị Mai")
    admitted(world, "plant", "Vàng A Pao")
    with asking(world.clerk.pk):
        assert {word for word, _home in words()} == {"lo", "thi", "mai"}
    with asking(world.stranger.pk):
        assert words() == set()
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM members_word")


def test_an_index_finds_words_though_the_bounds_stand(world: World) -> None:
    admitted(world, "mill", *[f"Lò Thị Mai {letter}" for letter in "ABCDE"])
    with asking(world.clerk.pk), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN SELECT member_id FROM members_word WHERE word >= 'ma' AND word < 'mb'")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Index Cond: ((word >= 'ma'::text) AND (word < 'mb'::text))" in plan
