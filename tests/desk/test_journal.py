"""The journal on the desk: a sentence for every verb, day by day, at a unit and beneath it, for whoever may read it."""

import ast
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from tests.desk.conftest import Desk, Door
from tests.desk.saying import text
from tests.world import TODAY, the_day

import congdoan
from congdoan.base.bound import Bound
from congdoan.base.period import parse_period
from congdoan.desk.deeds import ABOUT, SAID
from congdoan.figures.actions import NewDeclaration, declare_many, share_plan
from congdoan.org.actions import appoint, open_account, relieve
from congdoan.org.rules import Role
from congdoan.records.activities.actions import correct_activity
from congdoan.records.members.actions import leave
from congdoan.records.structure.actions import rename
from congdoan.records.structure.models import Verb

YEAR = "period=2025&cutoff=06-30"
NORTH = f"/journal/?unit=north&{YEAR}"
SPOKEN = {"admission", "readmission"}
"""Verbs that an action passes on by their noun."""


def noted() -> Iterator[str]:
    """The verbs that the source writes out where it notes a deed."""
    for file in Path(congdoan.__path__[0]).rglob("*.py"):
        for call in ast.walk(ast.parse(file.read_text())):
            if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
                continue
            if call.func.id in {"note", "note_all"} and len(call.args) > 1 and isinstance(call.args[1], ast.Constant):
                yield str(call.args[1].value)


def test_every_verb_has_its_sentence_and_its_place_in_the_filter() -> None:
    verbs = {*noted(), *Verb, *SPOKEN, "corrected"}
    assert verbs - SAID.keys() == set()
    assert SAID.keys() == set().union(*(among for _label, among in ABOUT.values()))


def test_deeds_are_told_in_words_day_by_day(desk: Desk, signed_in: Door) -> None:
    world = desk.world
    correct_activity(world.clerk, activity=desk.dialogue, reason="đếm nhầm", measures={"people": 120})
    share_plan(
        world.chair, unit=world.north, indicator="members.admitted", period="2024", targets={world.industry: 300}
    )
    rename(world.chair, unit=world.mine, name="Công đoàn Mỏ", day=TODAY)
    leave(world.officer, memberships=[desk.member], day=TODAY, reason="retired")
    page = text(signed_in(world.chair).get(NORTH))
    assert "Thứ Sáu, 31/01/2025" in page
    for sentence in (
        "officer ghi hoạt động “Hội nghị đối thoại”",
        "clerk sửa hoạt động “Hội nghị đối thoại” : đếm nhầm",
        "chair giao kế hoạch năm 2024 là 300: Đoàn viên kết nạp",
        "chair đổi tên đơn vị thành “Công đoàn Mỏ”, từ 31/01/2025",
        "officer kết nạp 3 đoàn viên, ngày 02/04/2024",
        "officer ghi 1 đoàn viên ra khỏi công đoàn, ngày 31/01/2025: nghỉ hưu",
    ):
        assert sentence in page


def test_positions_and_accounts_are_told_and_no_password(desk: Desk, signed_in: Door) -> None:
    world = desk.world
    opened = open_account(world.chair, name="Lý Thị Dín", unit=world.mill, role=Role.CLERK, day=TODAY)
    relieve(world.chair, position=world.clerk.positions.get(), day=TODAY)
    page = text(signed_in(world.chair).get(f"{NORTH}&about=positions"))
    assert "chair mở tài khoản dinlt" in page
    assert "chair trao chức danh Cán bộ nghiệp vụ cho dinlt" in page
    assert "chair ghi việc clerk thôi giữ chức danh Cán bộ nghiệp vụ" in page
    assert opened.password not in page
    assert "ghi hoạt động" not in page.split("Lọc")[1]


def test_only_the_period_looked_at_is_told(desk: Desk, signed_in: Door) -> None:
    with the_day(date(2024, 3, 9)):
        desk.world.hold_dialogue(desk.world.mill, date(2024, 3, 8))
    door = signed_in(desk.world.chair)
    page = text(door.get("/journal/?unit=north&period=2024-03"))
    assert "Thứ Bảy, 09/03/2024" in page
    assert "31/01/2025" not in page
    assert "Chưa có việc nào trong kỳ này." in text(door.get("/journal/?unit=north&period=2023"))


def test_deeds_are_found_by_who_did_them(desk: Desk, signed_in: Door) -> None:
    door = signed_in(desk.world.chair)
    assert "officer ghi hoạt động" in text(door.get(f"{NORTH}&who=officer"))
    assert "Không có việc nào như vậy" in text(door.get(f"{NORTH}&who=stranger"))


def test_a_unit_alone_leaves_out_what_is_beneath(desk: Desk, signed_in: Door) -> None:
    page = text(signed_in(desk.world.chair).get(f"{NORTH}&scope=own"))
    assert "giao kế hoạch" in page
    assert "ghi hoạt động" not in page


def test_what_is_said_alike_of_several_units_is_one_line(desk: Desk, signed_in: Door) -> None:
    world = desk.world
    told = [
        NewDeclaration(unit, "wages.sum", parse_period("2024"), Bound.exactly(5), "báo cáo")
        for unit in (world.mill, world.mine, world.school, world.industry)
    ]
    declare_many(world.officer, told)
    page = text(signed_in(world.chair).get(NORTH))
    assert page.count("kê khai 1 số liệu") == 1
    assert "và 1 đơn vị khác" in page


def test_a_long_journal_has_pages(desk: Desk, signed_in: Door) -> None:
    for month in range(1, 13):
        for day in range(1, 10):
            desk.world.hold_dialogue(desk.world.mill, date(2024, month, day))
    door = signed_in(desk.world.chair)
    assert "Cũ hơn" in text(door.get(NORTH))
    last = text(door.get(f"{NORTH}&page=2"))
    assert "Mới hơn" in last
    assert "Cũ hơn" not in last


@pytest.mark.parametrize("role", [Role.CLERK, None])
def test_it_does_not_exist_for_whoever_may_not_read_it(desk: Desk, signed_in: Door, role: Role | None) -> None:
    if role:
        appoint(desk.world.officer, user=desk.world.stranger, unit=desk.world.north, role=role, day=TODAY)
    assert signed_in(desk.world.stranger).get(NORTH).status_code == 404


def test_an_inspector_reads_it_beneath_and_not_above(desk: Desk, signed_in: Door) -> None:
    world = desk.world
    appoint(world.officer, user=world.stranger, unit=world.industry, role=Role.INSPECTOR, day=TODAY)
    door = signed_in(world.stranger)
    assert door.get(f"/journal/?unit=mill&{YEAR}").status_code == 200
    assert door.get(NORTH).status_code == 404
