"""Lists too long to be counted and sorted: unit by unit, each by name; and people found by the words of their names."""

from datetime import date
from html import unescape
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from tests.desk.conftest import Desk, Door
from tests.world import World

from congdoan.base.asking import asking
from congdoan.desk.members import listing, long, where
from congdoan.org.models import User
from congdoan.records.members.actions import NewMember, admit, correct_person, erase, leave, suspend, transfer
from congdoan.records.members.models import Member, Membership, Suspension, bearers, called
from congdoan.records.members.models import words as of_names
from congdoan.records.structure.actions import hand_over

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
def five_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let five be many, and more than one unit too."""
    monkeypatch.setattr(listing, "MOST_TURNED", 5)
    monkeypatch.setattr(where, "MOST_UNITS", 1)


@pytest.mark.usefixtures("five_are_many")
def test_a_long_list_goes_unit_by_unit_and_says_so(desk: Desk, signed_in: Door) -> None:
    admitted(desk.world, "mine", "Vàng Thị Dở", "Đỗ Thị An")
    admitted(desk.world, "school", "Lý Thị Mẩy", "Ân Thị Bình")
    page = signed_in(desk.world.chair).get("/members/?unit=north")
    assert listed(page) == ["Giàng A 0", "Giàng A 1", "Giàng A 2", "Đỗ Thị An", "Vàng Thị Dở"]
    assert "hơn 5 người, theo đơn vị" in text(page)
    assert "Đang sinh hoạt</a>" in text(page)


@pytest.mark.usefixtures("five_are_many")
def test_a_long_list_is_turned_page_by_page(desk: Desk, signed_in: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("congdoan.desk.members.listing.A_PAGE", 2)
    admitted(desk.world, "mine", "Vàng Thị Dở", "Đỗ Thị An")
    admitted(desk.world, "school", "Lý Thị Mẩy")
    door = signed_in(desk.world.chair)
    assert listed(door.get("/members/?unit=north&page=2")) == ["Giàng A 2", "Đỗ Thị An"]
    assert listed(door.get("/members/?unit=north&page=9")) == ["Vàng Thị Dở"]  # the fifth and last


@pytest.mark.usefixtures("five_are_many")
def test_what_narrows_a_long_list_enough_is_counted_and_sorted(desk: Desk, signed_in: Door) -> None:
    admitted(desk.world, "mine", "Vàng Thị Dở", "Đỗ Thị An", "Ân Thị Bình")
    door = signed_in(desk.world.chair)
    women = door.get("/members/?unit=north&sex=female")
    assert listed(women) == ["Ân Thị Bình", "Đỗ Thị An", "Vàng Thị Dở"]
    assert "3 người" in text(women)
    assert listed(door.get("/members/?unit=north&q=thi+an")) == ["Ân Thị Bình", "Đỗ Thị An"]
    assert listed(door.get("/members/?unit=north&state=left")) == []


@pytest.mark.usefixtures("five_are_many")
def test_what_narrows_a_long_list_too_little_is_found_in_part_and_says_so(
    desk: Desk, signed_in: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(long, "MOST_FOUND", 2)
    for membership in admitted(desk.world, "mine", "Vàng Thị Dở", "Đỗ Thị An", "Ân Thị Bình"):
        suspend(desk.world.officer, membership=membership, day=date(2024, 5, 2))
    door = signed_in(desk.world.chair)
    for query in ("sex=female", "q=thi", "q=thi&sex=female", "state=suspended", "q=thi&state=suspended"):
        page = door.get(f"/members/?unit=north&{query}")
        assert "hơn 2 người, theo đơn vị" in text(page), query
        assert set(listed(page)) < {"Vàng Thị Dở", "Đỗ Thị An", "Ân Thị Bình"}, query
        assert len(listed(page)) == 2, query
    assert listed(door.get("/members/?unit=north&q=thi+an&state=suspended")) == ["Ân Thị Bình", "Đỗ Thị An"]


@pytest.mark.usefixtures("five_are_many")
def test_a_name_in_a_long_list_is_counted_by_sex_and_state(desk: Desk, signed_in: Door) -> None:
    here = admitted(desk.world, "mine", "Vàng Thị Dở", "Vàng Thị An", "Vàng Thị Bình")
    suspend(desk.world.officer, membership=here[0], day=date(2024, 5, 2))
    page = signed_in(desk.world.chair).get("/members/?unit=north&q=vang&state=suspended")
    assert listed(page) == ["Vàng Thị Dở"]
    assert [(each.value, each.count) for each in page.context["states"]] == [("", 3), ("suspended", 1), ("left", None)]
    assert [(each.value, each.count) for each in page.context["sexes"]] == [("", 1), ("female", 1), ("male", 0)]


@pytest.mark.parametrize("most_turned", [5, 20_000])
@pytest.mark.parametrize("most_units", [1, 500])
def test_a_list_of_a_former_day_holds_those_whose_files_have_gone_elsewhere(
    desk: Desk, signed_in: Door, monkeypatch: pytest.MonkeyPatch, most_turned: int, most_units: int
) -> None:
    monkeypatch.setattr(listing, "MOST_TURNED", most_turned)
    monkeypatch.setattr(where, "MOST_UNITS", most_units)
    gone, *_others = admitted(desk.world, "mine", "Đỗ Thị Bông", "Đỗ Thị An", "Đỗ Văn Cải")
    transfer(desk.world.officer, membership=gone, to=desk.world.plant, day=date(2024, 6, 3))
    door = signed_in(desk.world.chair)
    for query, names in {
        "day=2024-05-01": ["Giàng A 0", "Giàng A 1", "Giàng A 2", "Đỗ Thị An", "Đỗ Thị Bông", "Đỗ Văn Cải"],
        "day=2024-05-01&q=do+thi": ["Đỗ Thị An", "Đỗ Thị Bông"],
        "day=2024-07-01&q=do+thi": ["Đỗ Thị An"],
        "q=do+thi": ["Đỗ Thị An"],
    }.items():
        page = door.get(f"/members/?unit=industry&{query}")
        shown = min(len(names), most_turned)
        assert sorted(listed(page)) == sorted(names[:shown]), query
        assert page.context["page"].paginator.count == shown, query
    south = signed_in(desk.world.officer).get("/members/?unit=south&day=2024-07-01")
    assert listed(south) == ["Đỗ Thị Bông"]


def test_the_pages_of_a_list_are_sorted_as_one_though_some_files_have_gone(
    desk: Desk, signed_in: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "A_PAGE", 2)
    gone, *_others = admitted(desk.world, "mine", "Đỗ Thị Bông", "Đỗ Thị An", "Đỗ Thị Cải", "Đỗ Thị Yên")
    transfer(desk.world.officer, membership=gone, to=desk.world.plant, day=date(2024, 6, 3))
    door = signed_in(desk.world.chair)
    pages = [listed(door.get(f"/members/?unit=mine&day=2024-05-01&page={page}")) for page in (1, 2)]
    assert pages == [["Đỗ Thị An", "Đỗ Thị Bông"], ["Đỗ Thị Cải", "Đỗ Thị Yên"]]
    assert door.get("/members/?unit=mine&day=2024-05-01").context["sexes"][1].count == 4


def test_a_day_of_another_tree_shows_no_more_than_is_looked_after_today(desk: Desk, signed_in: Door) -> None:
    admitted(desk.world, "mine", "Vàng Thị Dở")
    page = signed_in(desk.world.clerk).get("/members/?unit=mill&period=2023")
    assert listed(page) == ["Giàng A 0", "Giàng A 1", "Giàng A 2"]
    root = signed_in(desk.world.officer).get("/members/?unit=head&period=2023")
    assert len(listed(root)) == 4


def test_of_a_day_before_a_unit_went_elsewhere_its_people_are_shown_to_who_still_looks_after_it(
    desk: Desk, signed_in: Door
) -> None:
    world, door = desk.world, signed_in(desk.world.chair)
    admitted(world, "mine", "Vàng Thị Dở")
    before = "/members/?unit=north&period=2023"
    assert len(listed(door.get(before))) == 4
    hand_over(world.officer, unit=world.mine, to=world.south, day=date(2024, 6, 3))
    assert listed(door.get(before)) == ["Giàng A 0", "Giàng A 1", "Giàng A 2"]
    assert len(listed(signed_in(world.officer).get(before))) == 4


def test_a_suspension_bears_the_unit_of_its_membership(world: World) -> None:
    (membership,) = admitted(world, "mill", "Lò Thị Mai")
    suspend(world.officer, membership=membership, day=date(2024, 5, 2))
    assert Suspension.objects.get().unit == world.mill


# --- By the words of names --------------------------------------------------------------------------------------------


def borne(world: World, asker: User, text: str, *, homes: list[int] | None = None, **more: Any) -> set[int]:
    """Whom the function finds who bear a name, at the units or beneath the root."""
    asked = bearers(text.split(), homes, world.head.pk, date(2025, 1, 31), **more)
    with asking(asker.pk), connection.cursor() as cursor:
        cursor.execute(asked.sql, asked.params)
        return {key for (key,) in cursor.fetchall()}


@pytest.mark.parametrize(("few", "walked"), [(20_000, 5_000), (0, 5_000), (0, 0)])
def test_each_way_to_a_name_finds_the_same_people(
    world: World, monkeypatch: pytest.MonkeyPatch, few: int, walked: int
) -> None:
    monkeypatch.setattr(of_names, "FEW", few)
    monkeypatch.setattr(of_names, "WALKED", walked)
    lan, lam, _dang = admitted(world, "mill", "Nguyễn Thị Hoàng Lan", "Nguyễn Văn Lâm", "Đặng Thị Lành")
    (there,) = admitted(world, "plant", "Nguyễn Lan Lan")
    here, everywhere = {lan.member_id, lam.member_id}, {lan.member_id, lam.member_id, there.member_id}
    assert borne(world, world.officer, "nguyen la") == everywhere
    assert borne(world, world.officer, "la nguy") == everywhere
    assert borne(world, world.chair, "nguyen la") == here
    assert borne(world, world.officer, "nguyen la", homes=[world.mill.pk]) == here
    assert borne(world, world.officer, "la lan") == {lan.member_id, there.member_id, _dang.member_id}
    assert borne(world, world.officer, "nguyen la", sex="male") == set()
    assert len(borne(world, world.officer, "nguyen la", most=2)) == 2
    assert borne(world, world.officer, "guyen la") == set()


@pytest.mark.parametrize(("few", "walked"), [(20_000, 5_000), (0, 5_000), (0, 0)])
def test_signs_of_patterns_in_a_name_stand_for_themselves(
    world: World, monkeypatch: pytest.MonkeyPatch, few: int, walked: int
) -> None:
    monkeypatch.setattr(of_names, "FEW", few)
    monkeypatch.setattr(of_names, "WALKED", walked)
    admitted(world, "mill", "Nguyễn Văn Lan", "Nguyễn L_n Văn", "Nguyễn L% Văn", "Nguyễn Văn\\ Lâm")
    for asked, name in (("l_n van", "Nguyễn L_n Văn"), ("l% van", "Nguyễn L% Văn"), ("lam van\\", "Nguyễn Văn\\ Lâm")):
        (key,) = borne(world, world.officer, f"{asked} nguyen")
        assert Member.objects.get(pk=key).name == name


@pytest.mark.parametrize(("few", "walked"), [(20_000, 5_000), (0, 5_000), (0, 0)])
def test_no_way_to_a_name_leads_beyond_the_reach_of_its_asker(
    world: World, monkeypatch: pytest.MonkeyPatch, few: int, walked: int
) -> None:
    monkeypatch.setattr(of_names, "FEW", few)
    monkeypatch.setattr(of_names, "WALKED", walked)
    admitted(world, "plant", "Vàng A Pao")
    for homes in (None, [world.plant.pk]):
        assert len(borne(world, world.officer, "vang pao", homes=homes)) == 1
        assert borne(world, world.clerk, "vang pao", homes=homes) == set()
        assert borne(world, world.stranger, "vang pao", homes=homes) == set()
    asked = bearers(["vang", "pao"], [world.plant.pk], world.head.pk, date(2025, 1, 31))
    with connection.cursor() as cursor:  # the tests' own asker is the system; here it is nobody
        cursor.execute("SELECT set_config('congdoan.asker', '', true)")
        raw = connection.connection.execute(asked.sql, asked.params).fetchall()
    assert raw == []


def test_a_unit_is_listed_by_an_index_that_holds_all_that_is_asked(world: World) -> None:
    admitted(world, "mill", *[f"Lò Thị Mai {letter}" for letter in "ABCDE"])
    people = Member.objects.filter(home=world.mill).order_by("sort_key", "pk").values_list("sex", flat=True)
    with asking(world.clerk.pk), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        told = [people, Membership.objects.standing().on(DAY).at([world.mill.pk]).values("pk", "member")]
        plans = [each.explain() for each in told]
    assert "Index Only Scan using member_home" in plans[0]
    assert "Index Only Scan using membership_current" in plans[1]


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
