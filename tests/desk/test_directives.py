"""The pages of directives: registered, aimed, charged, studied, reviewed; whom it does not concern does not see it."""

import re
from datetime import date

import pytest
from tests.desk.conftest import PERIOD, Desk, Door
from tests.desk.directives import registered
from tests.desk.test_sheets import plain

from congdoan.records.directives.models import Directive, Study
from congdoan.records.structure.actions import absorb
from congdoan.reports.models import Sheet

WRITTEN = {
    "sort": "programme",
    "number": "05/CTr-TLĐ",
    "day": "12/3/2019",
    "issuer": "Tổng Liên đoàn Lao động Việt Nam",
    "title": "Chương trình phúc lợi đoàn viên",
    "text": "",
    "form": "",
}


def test_a_directive_is_registered_and_corrected(desk: Desk, signed_in: Door) -> None:
    door = signed_in(desk.world.officer)
    response = door.post("/directives/register/north/", WRITTEN)
    made = Directive.objects.get()
    assert response.headers["Location"] == f"/directives/{made.pk}/"
    assert "Chương trình hành động 05/CTr-TLĐ" in plain(door.get("/directives/?unit=north"))
    assert "đã có trong danh mục" in plain(door.post("/directives/register/north/", WRITTEN))
    assert door.post(f"/directives/{made.pk}/correct/", WRITTEN | {"title": "Tên mới"}).status_code == 302
    assert "Tên mới" in plain(door.get(f"/directives/{made.pk}/"))


@pytest.mark.parametrize("wrong", [{"number": ""}, {"day": "hôm qua"}, {"day": "1/1/2999"}, {"sort": "x"}])
def test_what_cannot_be_registered_stays_in_the_form(desk: Desk, signed_in: Door, wrong: dict[str, str]) -> None:
    page = signed_in(desk.world.officer).post("/directives/register/north/", WRITTEN | wrong)
    assert "Có 1 mục cần sửa" in plain(page)
    assert "Chương trình phúc lợi đoàn viên" in page.content.decode()
    assert not Directive.objects.exists()


def test_a_year_stands_beside_what_is_asked_for(desk: Desk, signed_in: Door) -> None:
    made, door = registered(desk), signed_in(desk.world.officer)
    page = f"/directives/{made.pk}/"
    told = plain(door.get(page))
    assert re.search(r"2024 4 3 75(,0)? %", told), told
    aim = {"indicator": "members.admitted", "year": "2023", "target": "1.200"}
    assert door.post(f"{page}aim/", aim).status_code == 302
    assert "2023 1.200 0" in plain(door.get(page))
    assert "Năm phải từ 2020" in plain(door.post(f"{page}aim/", aim | {"year": "1999"}))
    assert door.post(f"{page}aim/", aim | {"target": ""}).status_code == 302
    assert "1.200" not in plain(door.get(page))


def test_units_are_charged(desk: Desk, signed_in: Door) -> None:
    made, door = registered(desk), signed_in(desk.world.officer)
    assert door.post(f"/directives/{made.pk}/charge/", {"units": ["industry"]}).status_code == 302
    assert [duty.unit.code for duty in made.duties.all()] == ["industry"]
    assert "Có 1 mục cần sửa" in plain(door.post(f"/directives/{made.pk}/charge/", {"units": ["south"]}))


def test_who_is_charged_stays_listed_after_it_was_merged_until_it_is_taken_off(desk: Desk, signed_in: Door) -> None:
    made, world, door = registered(desk), desk.world, signed_in(desk.world.officer)
    page = f"/directives/{made.pk}/charge/"
    door.post(page, {"units": ["industry", "schools"]})
    absorb(world.officer, unit=world.schools, into=world.industry, day=date(2025, 1, 2))
    assert "Công đoàn schools" in plain(door.get(page))
    for units in (["industry", "schools"], ["industry"]):
        assert door.post(page, {"units": units}).status_code == 302
        assert sorted(duty.unit.code for duty in made.duties.select_related("unit")) == units


def test_sessions_are_linked_and_taken_back(desk: Desk, signed_in: Door) -> None:
    made, door = registered(desk), signed_in(desk.world.clerk)
    page = f"/directives/{made.pk}/study/"
    assert "1 buổi, ít nhất 126 lượt người" in plain(door.get(f"/directives/{made.pk}/"))
    assert door.post(page, {"drop": str(Study.objects.get().pk)}).status_code == 302
    assert not Study.objects.exists()
    assert door.post(page, {"session": str(desk.dialogue.pk)}).status_code == 302
    assert Study.objects.count() == 1
    for wrong in ({"session": "x"}, {"session": "999999"}, {"drop": "999999"}):
        assert door.post(page, wrong).status_code == 404


def test_the_review_is_a_sheet_over_all_years(desk: Desk, signed_in: Door) -> None:
    made, door = registered(desk), signed_in(desk.world.officer)
    page = f"/directives/{made.pk}/review/"
    assert "Ngày này chưa đến" in plain(door.post(page, {"unit": "north", "until": "1/1/2999"}))
    assert "Chọn ngày đó hoặc về sau" in plain(door.post(page, {"unit": "north", "until": "1/5/2019"}))
    response = door.post(page, {"unit": "north", "until": "31/5/2024"})
    sheet = Sheet.objects.get()
    assert response.headers["Location"] == f"/sheets/{sheet.pk}/"
    assert (sheet.form, sheet.period) == ("review", "2020..2024-05")
    assert f"/sheets/{sheet.pk}/" in door.get(f"/directives/{made.pk}/").content.decode()


def test_who_must_carry_it_out_reads_it_and_changes_nothing(desk: Desk, signed_in: Door) -> None:
    made, door = registered(desk), signed_in(desk.world.clerk)
    assert "20-NQ/TW" in plain(door.get(f"/directives/?unit=mill&{PERIOD}"))
    page = f"/directives/{made.pk}/"
    assert door.get(page).status_code == 200
    for path in ("correct/", "aim/", "charge/"):
        assert door.get(page + path).status_code == 404
    assert signed_in(desk.world.stranger).get(page).status_code == 404
