"""Texts that are kept with their verdicts: who may, what is carried over, what becomes of them when figures change."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from tests.world import World, the_day

from congdoan.base.period import parse_period
from congdoan.claims.actions import (
    amend_text,
    bind_claim,
    check_text,
    correct_claim,
    freeze_text,
    judge_again,
    keep_claim,
    put_away,
    recheck,
    see_changes,
    unbind_claim,
    unbind_field,
    write_fields,
)
from congdoan.claims.models import CheckedClaim, CheckedText, Habit, has_aged
from congdoan.org.actions import appoint
from congdoan.org.models import Deed, Unit, User
from congdoan.org.rules import Role
from congdoan.records.activities.actions import withdraw_activity

DATED = date(2024, 6, 25)
TEXT = "Trong 6 tháng đầu năm 2024, đơn vị kết nạp được 12 đoàn viên, tổ chức 4 cuộc đối thoại."


@pytest.fixture
def told(world: World) -> World:
    world.admit(world.mill, date(2024, 3, 5), 12)
    for month in (2, 3, 4):
        world.hold_dialogue(world.mill, date(2024, month, 9), 20)
    return world


def check(world: World, text: str = TEXT, *, by: User | None = None, unit: Unit | None = None) -> CheckedText:
    return check_text(by or world.clerk, unit=unit or world.mill, title="Bài nói", text=text, dated=DATED)


def claim(text: CheckedText, words: str) -> CheckedClaim:
    return text.claims.get(words=words)


def verdicts(text: CheckedText) -> list[tuple[str, str]]:
    return list(text.claims.values_list("words", "verdict"))


def test_a_text_is_kept_with_its_verdicts(told: World) -> None:
    text = check(told)
    assert verdicts(text) == [("12 đoàn viên", "agrees"), ("4 cuộc", "differs")]
    assert text.asked == {"codes": ["dialogue.held", "members.admitted"], "units": [told.mill.pk]}
    assert Deed.objects.get(verb="checked").words == {"title": "Bài nói"}


def test_who_may_not_read_the_unit_may_not_check_a_text_about_it(told: World) -> None:
    with pytest.raises(PermissionDenied):
        check(told, by=told.stranger)
    with pytest.raises(PermissionDenied):
        check(told, unit=told.north)


@pytest.mark.parametrize(
    ("text", "dated", "said"),
    [
        (" \n", DATED, "Dán văn bản vào ô, hoặc chọn file."),
        ("a\x00b", DATED, "Văn bản có ký tự không phải chữ"),
        (TEXT, date(2044, 1, 1), "Ngày này chưa đến."),
    ],
)
def test_what_is_no_text_is_refused_with_a_sentence(told: World, text: str, dated: date, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        check_text(told.clerk, unit=told.mill, title="", text=text, dated=dated)


def test_a_text_without_a_name_takes_its_first_line(told: World) -> None:
    assert check_text(told.clerk, unit=told.mill, title=" ", text=f"\n{TEXT}", dated=DATED).title == TEXT


def test_only_its_keeper_and_who_declares_there_may_change_it(told: World) -> None:
    text = check(told)
    with pytest.raises(PermissionDenied):
        keep_claim(told.stranger, claim=claim(text, "4 cuộc"), reason="x")
    appoint(told.officer, user=told.stranger, unit=told.mill, role=Role.INSPECTOR, day=date(2024, 1, 1))
    with pytest.raises(PermissionDenied):
        keep_claim(told.stranger, claim=claim(text, "4 cuộc"), reason="x")
    keep_claim(told.chair, claim=claim(text, "4 cuộc"), reason="gồm cả cuộc ngày 20/6")
    assert claim(text, "4 cuộc").reason == "gồm cả cuộc ngày 20/6"


def test_an_inspector_checks_texts_of_their_own(told: World) -> None:
    appoint(told.officer, user=told.stranger, unit=told.mill, role=Role.INSPECTOR, day=date(2024, 1, 1))
    text = check(told, by=told.stranger)
    keep_claim(told.stranger, claim=claim(text, "4 cuộc"), reason="hỏi lại đơn vị")
    assert claim(text, "4 cuộc").reason == "hỏi lại đơn vị"


def test_a_figure_is_corrected_in_the_way_it_was_written(told: World) -> None:
    text = check(told)
    assert correct_claim(told.clerk, claim=claim(text, "4 cuộc")) == "3 cuộc"
    text.refresh_from_db()
    assert text.text == TEXT.replace("4 cuộc", "3 cuộc")
    assert verdicts(text) == [("12 đoàn viên", "agrees"), ("3 cuộc", "agrees")]


def test_what_was_said_of_a_figure_stays_when_other_words_change(told: World) -> None:
    text = check(told)
    keep_claim(told.clerk, claim=claim(text, "4 cuộc"), reason="đã hỏi")
    amend_text(told.clerk, text=text, title="Bài nói", words=f"Kính thưa các đồng chí. {TEXT}", dated=DATED)
    assert claim(text, "4 cuộc").reason == "đã hỏi"


def test_a_figure_bound_by_hand_is_judged_so_and_offered_the_next_time(told: World) -> None:
    words = "Trong 6 tháng đầu năm 2024, thu nạp thêm 12 người."
    text = check(told, words)
    assert verdicts(text) == [("12 người", "cannot be judged")]
    period = parse_period("2024-03")
    bind_claim(told.clerk, claim=text.claims.get(), indicator="members.admitted", unit=told.mill, period=period)
    assert verdicts(text) == [("12 người", "agrees")]
    assert text.claims.get().told["period"] == "2024-03"
    again = check(told, words)
    assert verdicts(again) == [("12 người", "agrees")]
    assert again.claims.get().told["candidates"][0]["reasons"] == ["lời này đã được gắn như thế"]
    unbind_claim(told.clerk, claim=text.claims.get())
    assert verdicts(text) == [("12 người", "cannot be judged")]
    assert not Habit.objects.exists()


def test_nothing_is_bound_to_a_unit_beyond_reach_or_to_no_indicator(told: World) -> None:
    text = check(told)
    period = parse_period("2024")
    with pytest.raises(PermissionDenied):
        bind_claim(told.clerk, claim=claim(text, "4 cuộc"), indicator="dialogue.held", unit=told.plant, period=period)
    with pytest.raises(ValidationError, match=r"Không có chỉ tiêu “x\.y”"):
        bind_claim(told.clerk, claim=claim(text, "4 cuộc"), indicator="x.y", unit=told.mill, period=period)
    with pytest.raises(ValidationError, match="không cộng lên được"):
        bind_claim(
            told.chair,
            claim=claim(text, "4 cuộc"),
            indicator="members.transferred_in",
            unit=told.north,
            period=period,
        )


def test_a_figure_that_agrees_becomes_a_field_with_one_press(told: World) -> None:
    text = check(told)
    assert write_fields(told.clerk, text=text, claims=text.claims.all()) == 1
    text.refresh_from_db()
    field = "{{ figure mill members.admitted 2024-H1 cutoff=05-31 }}"
    assert text.text == TEXT.replace("12 đoàn viên", f"{field} đoàn viên")
    assert verdicts(text) == [("4 cuộc", "differs")]
    unbind_field(told.clerk, text=text, number=0)
    text.refresh_from_db()
    assert text.text == TEXT
    with pytest.raises(ValidationError, match="Chỉ gắn được số khớp"):
        write_fields(told.clerk, text=text, claims=[claim(text, "4 cuộc")])


def test_a_frozen_text_says_for_ever_what_it_said(told: World) -> None:
    text = check(told)
    write_fields(told.clerk, text=text, claims=text.claims.all())
    freeze_text(told.clerk, text=text)
    told.admit(told.mill, date(2024, 3, 6), 3)
    recheck()
    text.refresh_from_db()
    assert "cutoff=05-31 | 12 }} đoàn viên" in text.text
    with pytest.raises(ValidationError, match="đã chốt"):
        amend_text(told.clerk, text=text, title="", words="khác", dated=DATED)


def test_a_field_of_a_unit_beyond_reach_tells_nothing(told: World) -> None:
    told.admit(told.plant, date(2024, 3, 5), 77)
    text = check(told, "Đơn vị bạn kết nạp được {{ figure plant members.admitted 2024 }} đoàn viên.")
    assert "77" not in str([row.told["ledger"] for row in text.claims.all()])
    assert has_aged(text) is False


def test_a_text_is_judged_again_when_its_figures_change_and_its_keeper_is_told(lasting_world: World) -> None:
    world = lasting_world
    world.admit(world.mill, date(2024, 3, 5), 12)
    text = check(world)
    other = check(world, "Đến tháng 3/2024, trường kết nạp 2 đoàn viên.", by=world.officer, unit=world.school)
    assert recheck() == 0
    world.admit(world.mill, date(2024, 3, 6), 3)
    assert (has_aged(text), has_aged(other)) == (True, False)
    with the_day(date(2025, 2, 1)):
        assert recheck() == 1
    text.refresh_from_db()
    assert text.changed_at is not None
    row = claim(text, "12 đoàn viên")
    before = row.before or {}
    assert (row.verdict, before["verdict"], before["ledger"]["value"]) == ("differs", "agrees", 12)
    assert list(CheckedText.objects.changed()) == [text]
    assert recheck() == 0
    see_changes(world.clerk, text=text)
    assert not CheckedText.objects.changed().exists()
    assert claim(text, "12 đoàn viên").before is None


def test_a_change_that_was_taken_back_is_no_change(lasting_world: World) -> None:
    world = lasting_world
    dialogue = world.hold_dialogue(world.mill, date(2024, 3, 5))
    text = check(world, "Trong 6 tháng đầu năm 2024, tổ chức 1 cuộc đối thoại.")
    another = world.hold_dialogue(world.mill, date(2024, 3, 6))
    assert judge_again(world.clerk, text=text) is True
    withdraw_activity(world.officer, activity=another, reason="ghi hai lần")
    assert judge_again(world.clerk, text=text) is False
    assert text.claims.get().before is None
    assert dialogue.pk != another.pk


def test_a_plan_that_is_set_makes_a_text_old(lasting_world: World) -> None:
    world = lasting_world
    text = check(world, "Năm 2024, phấn đấu kết nạp 10 đoàn viên.", by=world.officer, unit=world.north)
    assert not has_aged(text)
    assert verdicts(text) == [("10 đoàn viên", "not in the ledger")]
    world.plan(world.north, "2024", 10)
    assert has_aged(text)
    recheck()
    assert verdicts(text) == [("10 đoàn viên", "agrees")]


def test_a_long_text_waits_for_the_job(told: World) -> None:
    text = check(told, f"{TEXT}\n" * 60)
    assert text.judged_at is None
    assert not text.claims.exists()
    assert list(CheckedText.objects.waiting()) == [text]
    assert recheck() == 1
    assert text.claims.count() == 120


def test_what_was_put_away_is_judged_no_more(told: World) -> None:
    text = check(told)
    put_away(told.clerk, text=text)
    assert not CheckedText.objects.kept().exists()
    assert recheck() == 0


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"verdict": "perhaps"}, "claim_has_a_verdict"),
        ({"end": 0}, "claim_has_words"),
        ({"place": 0}, "one_claim_a_place"),
    ],
)
def test_the_database_refuses_what_is_no_verdict(told: World, change: dict[str, object], constraint: str) -> None:
    text = check(told)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        text.claims.filter(words="4 cuộc").update(**change)
