"""Units on the desk: the tree of a day, opened step by step, and the line of a unit's life."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.desk.conftest import PERIOD, Desk, Door

from congdoan.records.structure.actions import absorb, rename


@pytest.fixture
def door(desk: Desk, signed_in: Door) -> Client:
    return signed_in(desk.world.officer)


def names(response: object) -> list[str]:
    return [row.name for row in response.context["rows"]]  # type: ignore[attr-defined]


def test_the_tree_begins_at_the_tops_of_ones_reach(desk: Desk, signed_in: Door) -> None:
    page = signed_in(desk.world.chair).get("/units/")
    assert names(page) == ["Công đoàn north", "Công đoàn industry", "Công đoàn schools"]
    assert "Công đoàn south" not in page.content.decode()


def test_a_row_opens_to_the_units_beneath_it(desk: Desk, door: Client) -> None:
    response = door.get(f"/units/industry/beneath/?unit=north&{PERIOD}&depth=1&path=north/industry")
    assert names(response) == ["Công đoàn mill", "Công đoàn mine"]
    assert [str(row.members) for row in response.context["rows"]] == ["3", "0"]
    assert "<html" not in response.content.decode()


def test_what_is_told_of_a_tree_opened_far_down_adds_up_and_is_read_together(desk: Desk, door: Client) -> None:
    response = door.get(f"/units/?unit=head&{PERIOD}&open=north&open=industry")
    rows = {row.unit.code: row for row in response.context["rows"]}
    assert list(rows) == ["head", "north", "industry", "mill", "mine", "schools", "south"]
    assert [(code, rows[code].depth, rows[code].is_open) for code in ("head", "north", "industry", "mill")] == [
        ("head", 0, True),
        ("north", 1, True),
        ("industry", 2, True),
        ("mill", 3, False),
    ]
    assert rows["mill"].path == "head/north/industry/mill"
    assert rows["industry"].members == rows["mill"].members  # nobody is in the mine
    assert (rows["industry"].children, rows["industry"].grassroots, rows["industry"].level) == (2, 2, "superior")
    with CaptureQueriesContext(connection) as shut:
        door.get(f"/units/?unit=head&{PERIOD}")
    with CaptureQueriesContext(connection) as opened:
        door.get(f"/units/?unit=head&{PERIOD}&open=north&open=industry")
    assert len(opened) - len(shut) == 4  # two for each unit opened: its children, and how many belong to them


def test_units_are_found_without_marks_also_by_a_former_name_or_code(desk: Desk, door: Client) -> None:
    rename(desk.world.officer, unit=desk.world.mine, name="Công đoàn Mỏ Đồng", day=date(2024, 1, 1))
    assert names(door.get("/units/?q=mo dong")) == ["Công đoàn Mỏ Đồng"]
    assert names(door.get("/units/?q=cong doan mine")) == ["Công đoàn Mỏ Đồng"]
    assert names(door.get("/units/?q=MINE")) == ["Công đoàn Mỏ Đồng"]
    assert "Không tìm thấy" in door.get("/units/?q=khong co").content.decode()


@pytest.mark.parametrize("where", ["/units/?", "/search/?", "/pick/unit/?back=/figures/&"])
def test_a_unit_that_is_found_by_another_name_says_so(desk: Desk, door: Client, where: str) -> None:
    rename(desk.world.officer, unit=desk.world.mine, name="Công đoàn Mỏ Đồng", day=date(2024, 1, 1))
    told = "tên khác: Công đoàn mine"
    assert told in door.get(f"{where}q=cong doan mine").content.decode()
    assert told not in door.get(f"{where}q=mo dong").content.decode()


def test_nobody_finds_a_unit_out_of_their_reach(desk: Desk, signed_in: Door) -> None:
    assert "Không tìm thấy" in signed_in(desk.world.clerk).get("/units/?q=south").content.decode()


def test_the_line_of_a_life_tells_names_parents_and_mergers(desk: Desk, door: Client) -> None:
    rename(desk.world.officer, unit=desk.world.mine, name="Công đoàn Mỏ Đồng", day=date(2024, 1, 1))
    absorb(desk.world.officer, unit=desk.world.mine, into=desk.world.mill, day=date(2024, 7, 1))
    mine = door.get(f"/units/mine/?{PERIOD}").content.decode()
    assert "Đổi tên từ “Công đoàn mine” thành “Công đoàn Mỏ Đồng”." in mine
    assert "Nhập vào" in mine
    assert "Thành lập, trực thuộc" in mine
    mill = door.get("/units/mill/?period=2024").content.decode()
    assert "Nhận sáp nhập" in mill
    assert "Công đoàn Mỏ Đồng" in mill
    assert "đã kết thúc hoạt động" in door.get("/units/mine/?period=2024").content.decode()


def test_the_tree_of_a_past_day_tells_what_became_of_each_unit_since(desk: Desk, door: Client) -> None:
    absorb(desk.world.officer, unit=desk.world.mine, into=desk.world.mill, day=date(2024, 7, 1))
    then = door.get(f"/units/industry/beneath/?unit=north&{PERIOD}&depth=1&path=north/industry")
    assert [row.fate for row in then.context["rows"]] == ["", "nhập vào Công đoàn mill ngày 01/07/2024"]
    assert "nhập vào Công đoàn mill ngày 01/07/2024" in then.content.decode()
    now = door.get("/units/industry/beneath/?unit=north&period=2024-12&depth=1&path=north/industry")
    assert names(now) == ["Công đoàn mill"]


def test_a_unit_page_leads_up_only_as_far_as_one_may_read(desk: Desk, signed_in: Door) -> None:
    page = signed_in(desk.world.clerk).get("/units/mill/").content.decode()
    assert "Công đoàn industry" in page
    assert 'href="/units/industry/' not in page


def test_who_leads_it_is_told(desk: Desk, door: Client) -> None:
    page = door.get("/units/north/").content.decode()
    assert "Chủ tịch" in page
    assert "chair" in page
