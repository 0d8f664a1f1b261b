"""Plans on the desk: a unit's target set and looked back upon, shared among those beneath, refused with a reason."""

import re
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from tests.desk.conftest import PERIOD, Desk, Door
from tests.desk.saying import text
from tests.world import TODAY, World

from congdoan.figures.actions import set_plan, share_plan, withdraw_plan
from congdoan.figures.models import Plan
from congdoan.figures.rules import parts
from congdoan.org.actions import appoint
from congdoan.org.models import Deed, Unit
from congdoan.org.rules import Role

CODE = "members.admitted"
PLANS, SET = f"/plans/?unit=north&{PERIOD}", f"/plans/north/set/?{PERIOD}"
PLAN, SHARE = f"/plans/north/{CODE}/?{PERIOD}&of=2024", f"/plans/north/{CODE}/share/?{PERIOD}&of=2024"


def targets(period: str = "2024") -> dict[str, int]:
    held = Plan.objects.known().filter(period=period, indicator__code=CODE)
    return dict(held.values_list("unit__code", "target"))


# --- The parts of a target -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("total", "weights", "shared"),
    [
        (10, [1, 1, 1], [4, 3, 3]),
        (480, [100, 0, 300], [120, 0, 360]),
        (7, [0, 0], [4, 3]),
        (2, [1, 1, 1], [1, 1, 0]),
        (5, [], []),
    ],
)
def test_the_parts_of_a_target_add_up_to_it(total: int, weights: list[int], shared: list[int]) -> None:
    assert parts(total, weights) == shared


# --- Sharing ---------------------------------------------------------------------------------------------------------


def test_a_plan_is_shared_among_the_units_beneath_in_one_deed(world: World) -> None:
    share_plan(
        world.chair, unit=world.north, indicator=CODE, period="2024", targets={world.industry: 300, world.schools: 180}
    )
    assert targets() == {"industry": 300, "schools": 180}
    assert Deed.objects.filter(verb="planned", by=world.chair).count() == 2


def test_who_is_left_out_has_no_target_any_more_and_what_stays_the_same_is_not_set_again(world: World) -> None:
    for shares in ({world.industry: 300, world.schools: 180}, {world.industry: 300}):
        share_plan(world.chair, unit=world.north, indicator=CODE, period="2024", targets=shares)
    assert targets() == {"industry": 300}
    assert Plan.objects.count() == 2
    gone = Deed.objects.get(verb="unplanned")
    assert (gone.unit, gone.words["target"]) == (world.schools, 180)


@pytest.mark.parametrize("unit", ["mill", "zone", "north"])
def test_only_units_directly_beneath_get_a_part(world: World, unit: str) -> None:
    other = Unit.objects.get(code=unit)
    with pytest.raises(ValidationError, match="không trực thuộc"):
        share_plan(world.officer, unit=world.north, indicator=CODE, period="2024", targets={other: 5})


def test_nobody_shares_beyond_their_reach(world: World) -> None:
    with pytest.raises(PermissionDenied):
        share_plan(world.clerk, unit=world.industry, indicator=CODE, period="2024", targets={world.mill: 5})
    with pytest.raises(PermissionDenied):
        share_plan(world.chair, unit=world.head, indicator=CODE, period="2024", targets={world.north: 5})
    assert not targets()


def test_all_parts_are_given_or_none(world: World) -> None:
    with pytest.raises(ValidationError):
        share_plan(
            world.chair, unit=world.north, indicator=CODE, period="2024", targets={world.industry: 5, world.schools: 0}
        )
    assert not targets()


def test_the_same_target_again_changes_nothing(world: World) -> None:
    first, again = world.plan(world.north, "2024", 480), world.plan(world.north, "2024", 480)
    assert first == again
    assert Plan.objects.count() == 1


def test_gross_transfers_have_no_plan_because_they_add_up_nowhere(world: World) -> None:
    with pytest.raises(ValidationError, match="Không giao kế hoạch"):
        world.plan(world.north, "2024", 5, indicator="members.transferred_in")


def test_a_plan_is_withdrawn_with_a_reason_and_only_once(world: World) -> None:
    plan = world.plan(world.north, "2024", 480)
    with pytest.raises(ValidationError, match="lý do"):
        withdraw_plan(world.chair, plan=plan, reason=" ")
    withdraw_plan(world.chair, plan=plan, reason="giao nhầm kỳ")
    assert not targets()
    with pytest.raises(ValidationError, match="đã bỏ"):
        withdraw_plan(world.chair, plan=plan, reason="giao nhầm kỳ")


# --- The pages -------------------------------------------------------------------------------------------------------


def test_shares_reckoned_on_the_way_say_that_they_are_an_answer_and_no_older_draft_is_offered(
    desk: Desk, signed_in: Door
) -> None:
    chair = signed_in(desk.world.chair)
    assert 'id="drafts"' in chair.get(SHARE).content.decode()
    assert " data-answer" not in chair.get(SHARE).content.decode()
    assert " data-answer" in chair.post(SHARE, {"total": "500", "how": "evenly"}).content.decode()


def test_the_list_shows_each_plan_of_the_year_beside_what_is_done(desk: Desk, signed_in: Door) -> None:
    desk.world.plan(desk.world.industry, "2024", 7)
    page = text(signed_in(desk.world.chair).get(PLANS))
    assert "Đoàn viên kết nạp" in page
    assert "30,0" in page  # three admitted of ten
    assert "1 đơn vị" in page


def test_a_year_without_plans_says_what_to_do_first(desk: Desk, signed_in: Door) -> None:
    page = text(signed_in(desk.world.chair).get("/plans/?unit=north&period=2022&cutoff=05-31"))
    assert "Chưa có kế hoạch nào cho năm 2022." in page
    assert "Giao kế hoạch đầu tiên" in page


def test_a_target_is_set_and_leads_to_its_page(desk: Desk, signed_in: Door) -> None:
    door = signed_in(desk.world.chair)
    answers = {"indicator": CODE, "period": "2024-H1", "target": "2.500"}
    response = door.post(SET, answers)
    assert response.status_code == 302
    assert targets("2024-H1") == {"north": 2500}
    page = text(door.get(response.headers["Location"]))
    assert "Đã giao 2.500 người, 6 tháng đầu năm 2024: " in page
    again = door.get(f"{SET}&indicator={CODE}&of=2024-H1").content.decode()
    assert 'name="target" value="2.500"' in again


@pytest.mark.parametrize("written", ["2021..2025", "từ năm 2021 đến năm 2025"])
def test_a_period_written_out_is_taken_before_the_one_in_the_list(desk: Desk, signed_in: Door, written: str) -> None:
    answers = {"indicator": CODE, "period": "2024", "other_period": written, "target": "9"}
    signed_in(desk.world.chair).post(SET, answers)
    assert targets("2021..2025") == {"north": 9}


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"target": "0"}, "phải lớn hơn 0"),
        ({"target": "nhiều"}, "Nhập một số đúng"),
        ({"target": "khoảng 300"}, "Nhập một số đúng"),
        ({"other_period": "năm nay"}, "Viết như 10/01/2025 – 10/02/2025"),
        ({"indicator": ""}, "Có 1 mục cần sửa"),
    ],
)
def test_what_is_refused_says_why_and_keeps_the_answers(
    desk: Desk, signed_in: Door, answers: dict[str, str], sentence: str
) -> None:
    before = Plan.objects.count()
    filled = {"indicator": CODE, "period": "2024", "other_period": "", "target": "77"} | answers
    response = signed_in(desk.world.chair).post(SET, filled)
    assert response.status_code == 200
    assert sentence in text(response)
    assert f'value="{filled["target"]}"' in response.content.decode()
    assert Plan.objects.count() == before


def test_setting_shows_what_was_reached_in_the_years_before(desk: Desk, signed_in: Door) -> None:
    desk.world.admit(desk.world.mill, date(2023, 5, 2), 4)
    page = text(signed_in(desk.world.chair).get(f"{SET}&indicator={CODE}"))
    assert "Năm 2023 chưa giao 4" in page


def test_the_page_of_a_plan_shows_the_children_the_rest_and_its_history(desk: Desk, signed_in: Door) -> None:
    world = desk.world
    world.plan(world.north, "2024", 12)
    world.plan(world.industry, "2024", 7)
    page = text(signed_in(world.chair).get(PLAN))
    assert "1 trên 2 đơn vị đã có chỉ tiêu." in page
    assert "Còn 5 chưa chia." in page
    assert "officer giao" in page
    assert "đã được thay" in page


def test_a_plan_is_withdrawn_from_its_page(desk: Desk, signed_in: Door) -> None:
    door = signed_in(desk.world.chair)
    assert "Lý do" in text(door.post(PLAN, {"reason": ""}))
    assert door.post(PLAN, {"reason": "giao nhầm"}).status_code == 302
    assert not targets()
    assert "giao nhầm" in text(door.get(PLAN))
    assert "Kế hoạch này đã được bỏ." in text(door.post(PLAN, {"reason": "giao nhầm"}, follow=True))


def test_whoever_may_only_read_is_offered_nothing_to_change(desk: Desk, signed_in: Door) -> None:
    world = desk.world
    appoint(world.officer, user=world.stranger, unit=world.north, role=Role.INSPECTOR, day=TODAY)
    door = signed_in(world.stranger)
    for address in (PLANS, PLAN):
        page = text(door.get(address))
        assert "Giao" not in page
        assert "Chia" not in page
    assert door.post(PLAN, {"reason": "x"}).status_code == 404
    assert targets() == {"north": 10}


def test_sharing_by_members_proposes_parts_that_add_up(desk: Desk, signed_in: Door) -> None:
    desk.world.admit(desk.world.school, date(2024, 4, 3), 1)
    response = signed_in(desk.world.chair).post(SHARE, {"total": "10", "how": "members"})
    page = response.content.decode()
    assert re.findall(r'name="to-\d+" value="([^"]*)"', page) == ["8", "2"]
    assert "<strong data-rest>0</strong>" in page
    assert targets() == {"north": 10}


def test_sharing_evenly_and_by_hand_shows_what_is_left_over(desk: Desk, signed_in: Door) -> None:
    door, world = signed_in(desk.world.chair), desk.world
    page = door.post(SHARE, {"total": "11", "how": "evenly"}).content.decode()
    assert re.findall(r'name="to-\d+" value="([^"]*)"', page) == ["6", "5"]
    by_hand = {"total": "11", "how": "reckon", f"to-{world.industry.pk}": "9", f"to-{world.schools.pk}": "5"}
    assert "<strong data-rest>−3</strong>" in door.post(SHARE, by_hand).content.decode()
    assert targets() == {"north": 10}


def test_giving_the_parts_sets_the_plans_of_the_children(desk: Desk, signed_in: Door) -> None:
    door, world = signed_in(desk.world.chair), desk.world
    given = {"total": "10", "how": "give", f"to-{world.industry.pk}": "8", f"to-{world.schools.pk}": ""}
    assert door.post(SHARE, given).status_code == 302
    assert targets() == {"north": 10, "industry": 8}


def test_a_part_that_cannot_be_read_is_named_and_nothing_is_given(desk: Desk, signed_in: Door) -> None:
    door, world = signed_in(desk.world.chair), desk.world
    given = {"total": "10", "how": "give", f"to-{world.industry.pk}": "vừa đủ", f"to-{world.schools.pk}": "2"}
    response = door.post(SHARE, given)
    assert "Công đoàn industry: Nhập một số đúng" in text(response)
    assert 'value="vừa đủ"' in response.content.decode()
    assert targets() == {"north": 10}


def test_a_total_that_cannot_be_read_is_named_beside_its_field(desk: Desk, signed_in: Door) -> None:
    page = signed_in(desk.world.chair).post(SHARE, {"total": "nhiều", "how": "evenly"}).content.decode()
    assert 'aria-describedby="total-hint total-error" aria-invalid="true"' in page
    assert '<p class="error" id="total-error">' in page


def test_the_pages_of_writing_do_not_exist_for_whoever_may_not_plan(desk: Desk, signed_in: Door) -> None:
    door = signed_in(desk.world.clerk)
    for address in (SET, SHARE, PLAN):
        assert door.post(address, {"reason": "x"}).status_code == 404
    with pytest.raises(PermissionDenied):
        set_plan(desk.world.clerk, unit=desk.world.north, indicator=CODE, period="2024", target=3)
