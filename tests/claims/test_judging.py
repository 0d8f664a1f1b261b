"""Figures of a text beside the ledger of the small world: the verdict, the question it answers, and the reason."""

from datetime import date
from decimal import Decimal

import pytest
from tests.world import World, the_day

from congdoan.base.knowledge import keep_moment
from congdoan.base.period import parse_period
from congdoan.claims.models import Bound, Context, judge, words_of
from congdoan.claims.rules import Judgement, Verdict, read
from congdoan.figures.rules import Reach
from congdoan.org.models import Unit
from congdoan.records.structure.actions import hand_over

DATED = date(2024, 6, 25)


@pytest.fixture
def told(world: World) -> World:
    """The mill: 12 members in March, 3 dialogues of 60 people; the mine: 5 members; a plan of 10 for the north."""
    world.admit(world.mill, date(2024, 3, 5), 12)
    world.admit(world.mine, date(2024, 4, 5), 5)
    for month in (2, 3, 4):
        world.hold_dialogue(world.mill, date(2024, month, 9), 20)
    world.plan(world.north, "2024", 10)
    return world


def judged(text: str, unit: Unit | None, **more: object) -> list[Judgement]:
    return judge(text, read(text), Context(unit, DATED, **more))  # type: ignore[arg-type]


def only(text: str, unit: Unit | None, **more: object) -> Judgement:
    [judgement] = judged(text, unit, **more)
    return judgement


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Trong 6 tháng đầu năm 2024, đơn vị đã kết nạp được 17 đoàn viên.", Verdict.AGREES),
        ("Trong 6 tháng đầu năm 2024, đơn vị đã kết nạp được 18 đoàn viên.", Verdict.DIFFERS),
        ("Trong 6 tháng đầu năm 2024, đơn vị đã kết nạp được hàng chục đoàn viên.", Verdict.WITHIN),
        ("Trong 6 tháng đầu năm 2024, đơn vị đã kết nạp được trên 20 đoàn viên.", Verdict.DIFFERS),
        ("Trong 6 tháng đầu năm 2024, các đơn vị đã tổ chức 3 cuộc đối thoại.", Verdict.AGREES),
        ("Đơn vị đã xây dựng được 4 bể bơi cho công nhân.", Verdict.UNJUDGED),
        ("Trao 20 suất quà, mỗi suất trị giá 500.000 đồng cho công nhân.", Verdict.UNJUDGED),
    ],
)
def test_a_figure_gets_its_verdict(told: World, text: str, verdict: Verdict) -> None:
    assert judged(text, told.north)[-1].verdict is verdict


def test_what_the_ledger_does_not_know_is_absent_and_not_zero(told: World) -> None:
    judgement = only("Năm 2015, kết nạp được 4 đoàn viên ở trường.", told.school)
    assert judgement.verdict is Verdict.ABSENT
    assert "chưa rõ" in judgement.reason


def test_a_period_to_come_cannot_be_judged(told: World) -> None:
    judgement = only("Trong tháng 12 năm 2044, đã kết nạp được 17 đoàn viên.", told.north)
    assert judgement.verdict is Verdict.UNJUDGED
    assert judgement.reason == "Kỳ mà câu này nêu chưa bắt đầu vào ngày của văn bản."


def test_the_reason_names_unit_days_and_the_number(told: World) -> None:
    judgement = only("Trong 6 tháng đầu năm 2024, đã kết nạp được 18 đoàn viên.", told.north)
    assert judgement.reason.replace("\u00a0", " ") == (
        "Trong sổ là 17: đoàn viên kết nạp của Công đoàn north, 01/12/2023 – 31/05/2024. Văn bản nêu nhiều hơn sổ 1."
    )
    assert (judgement.unit, judgement.period, judgement.cutoff) == ("north", "2024-H1", "05-31")


def test_a_percent_of_plan_is_checked_with_the_plan_it_tells_of(told: World) -> None:
    right = judged("Trong năm 2024, kết nạp được 17 đoàn viên (đạt 170% kế hoạch).", told.north)[1]
    assert right.verdict is Verdict.AGREES
    assert right.inside == ("17 trên kế hoạch đã giao 10 được 170,00\u00a0%.",)
    wrong = judged("Trong năm 2024, kết nạp được 17 đoàn viên (đạt 85% kế hoạch).", told.north)[1]
    assert wrong.verdict is Verdict.DIFFERS
    assert wrong.inside == ("17 là 85\u00a0% thì kế hoạch phải là 20; kế hoạch đã giao là 10.",)


def test_more_than_the_plan_is_told_above_a_hundred(told: World) -> None:
    assert judged("Năm 2024 kết nạp được 17 đoàn viên, vượt 70% kế hoạch.", told.north)[1].verdict is Verdict.AGREES


def test_a_target_stands_beside_the_plan_of_record(told: World) -> None:
    assert only("Năm 2024, phấn đấu kết nạp 10 đoàn viên.", told.north).verdict is Verdict.AGREES
    wrong = only("Năm 2024, phấn đấu kết nạp 12 đoàn viên.", told.north)
    assert (wrong.verdict, wrong.told and wrong.told.value) == (Verdict.DIFFERS, Decimal(10))
    assert only("Năm 2024, phấn đấu kết nạp 12 đoàn viên.", told.south).verdict is Verdict.ABSENT


def test_the_target_of_a_year_stands_beside_the_plan_of_the_year_first(told: World) -> None:
    told.plan(told.north, "2024-H1", 4)
    assert only("Năm 2024, phấn đấu kết nạp 10 đoàn viên.", told.north).verdict is Verdict.AGREES
    half = only("Trong 6 tháng đầu năm 2024, phấn đấu kết nạp 4 đoàn viên.", told.north)
    assert (half.verdict, half.told and half.told.value) == (Verdict.AGREES, Decimal(4))


def test_a_mean_of_years_is_not_judged_and_lasts_for_its_sentence_only(told: World) -> None:
    mean = only("Bình quân mỗi năm kết nạp 12 đoàn viên.", told.north)
    assert (mean.verdict, mean.reason) == (
        Verdict.UNJUDGED,
        "Là mức bình quân một năm; sổ chỉ giữ số của từng kỳ.",
    )
    text = "Hằng năm, ngành tổ chức Tháng Công nhân. Ngành kết nạp được 17 đoàn viên."
    assert only(text, told.north).verdict is Verdict.AGREES


def instead(text: str, unit: Unit) -> list[str]:
    return [each.sentence.replace("\u00a0", " ") for each in judged(text, unit)[0].would_be]


def test_another_unit_that_has_the_number_is_named(told: World) -> None:
    found = judged("Trong 6 tháng đầu năm 2024 đã kết nạp được 12 đoàn viên.", told.industry)[0].would_be
    assert [each.unit for each in found if each.sentence == "12 là số của Công đoàn mill."] == ["mill"]


def test_another_period_that_has_the_number_is_named(told: World) -> None:
    told.admit(told.mine, date(2024, 4, 25), 2)
    found = judged("Trong quý I/2024 đã kết nạp được 19 đoàn viên.", told.north)[0].would_be
    assert found[0].sentence.replace("\u00a0", " ") == "19 là số của kỳ 01/01/2024 – 25/04/2024."
    assert found[0].period == "2024-01-01..2024-04-25"
    assert instead("Năm 2023, đã tổ chức 4 cuộc đối thoại.", told.north) == []


def test_another_scope_that_has_the_number_is_named(told: World) -> None:
    told.hold_dialogue(told.industry, date(2024, 5, 2), 20)
    found = judged("Trong 6 tháng đầu năm 2024, toàn ngành đã tổ chức 1 cuộc đối thoại.", told.industry)[0].would_be
    assert [each.scope for each in found if each.sentence == "1 là số riêng đơn vị."] == ["own"]


def test_where_nobody_beneath_is_named_the_unit_s_own_number_is_right(told: World) -> None:
    told.hold_dialogue(told.industry, date(2024, 5, 2), 20)
    text = "Trong 6 tháng đầu năm 2024, đơn vị đã tổ chức {} cuộc đối thoại."
    assert [only(text.format(count), told.industry).verdict for count in (1, 4, 2)] == [
        Verdict.AGREES,
        Verdict.AGREES,
        Verdict.DIFFERS,
    ]
    assert only(text.format(1), told.industry).scope == "own"


def test_another_deed_after_a_figure_is_not_of_its_kind(told: World) -> None:
    text = "Trong 6 tháng đầu năm 2024 đã tổ chức 3 cuộc đối thoại{} 60 người."
    assert judged(text.format(" với"), told.north)[1].indicator == "dialogue.people"
    assert judged(text.format(", khen thưởng"), told.north)[1].indicator != "dialogue.people"


def test_the_moment_at_which_the_number_was_known_is_named(lasting_world: World) -> None:
    world = lasting_world
    with the_day(date(2024, 6, 10)):
        world.admit(world.mill, date(2024, 3, 5), 12)
        keep_moment()
    with the_day(date(2024, 6, 24)):
        world.admit(world.mill, date(2024, 3, 6), 4)
        keep_moment()
    found = judged("Trong 6 tháng đầu năm 2024 đã kết nạp được 12 đoàn viên.", world.mill)[0].would_be
    assert [each.known for each in found if each.sentence == "12 là số biết đến ngày 23/06/2024."] == ["2024-06-23"]


def test_the_tree_on_which_the_number_is_right_is_named(told: World) -> None:
    with the_day(date(2024, 6, 20)):
        hand_over(told.officer, unit=told.mine, to=told.zone, day=date(2024, 6, 20))
    found = judged("Trong 6 tháng đầu năm 2024 đã kết nạp được 5 đoàn viên.", told.south)[0].would_be
    assert "5 là số kể lại trên cây tổ chức ngày 25/06/2024." in [each.sentence for each in found]


def test_the_unit_is_found_by_its_name_in_the_text(told: World) -> None:
    text = "Công đoàn mill báo cáo: trong 6 tháng đầu năm 2024, Công đoàn mill đã kết nạp được 12 đoàn viên."
    judgement = only(text, None)
    assert (judgement.verdict, judgement.unit) == (Verdict.AGREES, "mill")
    assert only("Đã kết nạp được 12 đoàn viên ở nơi này.", None).verdict is Verdict.UNJUDGED


def test_other_news_beneath_a_text_does_not_say_whose_it_is(told: World) -> None:
    text = "Trong 6 tháng đầu năm 2024, Công đoàn mill đã kết nạp được 12 đoàn viên."
    judgement = only(f"{text}\n\nTin cùng chuyên mục\nCông đoàn mine họp\nCông đoàn mine ra quân", None)
    assert (judgement.verdict, judgement.unit) == (Verdict.AGREES, "mill")


def test_money_of_other_countries_is_not_judged(told: World) -> None:
    text = "Trong 6 tháng đầu năm 2024, các đơn vị đã hỗ trợ đoàn viên khó khăn 4 triệu USD."
    assert only(text, told.north).verdict is Verdict.UNJUDGED


def test_who_organised_it_narrows_the_scope(told: World) -> None:
    told.hold_dialogue(told.north, date(2024, 5, 2), 20)
    text = "Trong 6 tháng đầu năm 2024, Ban Thường vụ Liên đoàn Lao động tỉnh đã tổ chức 1 cuộc đối thoại."
    assert (only(text, told.north).verdict, only(text, told.north).scope) == (Verdict.AGREES, "own")


def test_a_part_told_by_its_organiser_is_judged_in_the_words_of_its_whole(told: World) -> None:
    told.hold_dialogue(told.north, date(2024, 5, 2), 20)
    text = (
        "Trong 6 tháng đầu năm 2024, các cấp công đoàn đã tổ chức 4 cuộc đối thoại, "
        "trong đó Ban Thường vụ Liên đoàn Lao động tỉnh tổ chức {} cuộc."
    )
    parts = [judged(text.format(count), told.north)[1] for count in (1, 2)]
    assert [(part.verdict, part.indicator) for part in parts] == [
        (Verdict.AGREES, "dialogue.held"),
        (Verdict.DIFFERS, "dialogue.held"),
    ]
    assert parts[0].scope == "own"


def test_nobody_learns_of_units_beyond_their_reach(told: World) -> None:
    text = "Trong 6 tháng đầu năm 2024, Công đoàn mill đã kết nạp được 12 đoàn viên."
    south = Unit.objects.filter(pk=told.south.pk)
    judgement = only(text, told.south, within=south)
    assert judgement.verdict is Verdict.UNJUDGED
    assert "ngoài phạm vi" in judgement.reason
    assert judgement.told is None


def test_what_was_bound_by_hand_is_judged_as_bound(told: World) -> None:
    text = "Trong kỳ đã làm được 12 người."
    bound = Bound("members.admitted", told.mill, parse_period("2024-03"), Reach.OWN)
    judgement = only(text, told.north, bound={0: bound})
    assert (judgement.verdict, judgement.period, judgement.scope) == (Verdict.AGREES, "2024-03", "own")


def test_what_was_bound_once_goes_first_the_next_time(told: World) -> None:
    text = "Trong 6 tháng đầu năm 2024, thu nạp được 17 người."
    assert only(text, told.north).verdict is Verdict.UNJUDGED
    [claim] = read(text)
    judgement = only(text, told.north, habits={words_of(claim): "members.admitted"})
    assert (judgement.verdict, judgement.indicator) == (Verdict.AGREES, "members.admitted")
    assert judgement.candidates[0].reasons == ("lời này đã được gắn như thế",)


def test_parts_that_do_not_make_their_whole_are_wrong_where_the_ledger_says_nothing(told: World) -> None:
    judgements = judged("Tiếp nhận 65 đơn, gồm 57 đơn khiếu nại và 5 đơn tố cáo được xem xét.", told.north)
    assert judgements[0].verdict is Verdict.DIFFERS
    assert "Sai trong chính câu này" in judgements[0].reason


def test_an_english_text_has_no_figures_to_judge(told: World) -> None:
    assert judged("The union admitted 17 members.", told.north) == []
