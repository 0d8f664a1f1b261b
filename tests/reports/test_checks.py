"""What is asked before a sheet goes: each fault told with its numbers, and nothing asked without reason."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from congdoan.catalogue.rules import Form, Nature
from congdoan.reports.rules import Beside, Check, Contents, Number, ToldLine, ToldSection, asked, faults

FORM = Form.model_validate(
    {
        "code": "half",
        "name": "Báo cáo",
        "name_en": "Report",
        "edition": "1",
        "valid_from": date(2010, 1, 1),
        "periods": ["half"],
        "levels": ["superior"],
        "covers": "consolidated",
        "columns": ["this", "before", "plan", "plan_rate"],
        "watch": {"jump": 100, "least": 10, "apart": 6},
        "section": [
            {
                "title": "I",
                "lines": [
                    {"indicator": "whole"},
                    {"indicator": "part", "part_of": "whole"},
                    {"indicator": "money", "per_head": {"of": "whole", "least": 100, "most": 1000}},
                    {"indicator": "rate"},
                ],
            }
        ],
    }
)
NATURES = {"whole": Nature.FLOW, "part": Nature.FLOW, "money": Nature.FLOW, "rate": Nature.RATIO}


def exactly(value: int | None) -> Number:
    told = None if value is None else Decimal(value)
    return Number(low=told, high=told)


def line(indicator: str, value: int | None, **more: Any) -> ToldLine:
    before = more.pop("before", None)
    return ToldLine(
        key=f"{indicator}@subtree",
        number="I.1",
        label=indicator,
        indicator=indicator,
        scope="subtree",
        unit="đồng" if indicator == "money" else "người",
        this=more.pop("this", exactly(value)),
        before=exactly(before) if before is not None else None,
        **more,
    )


def found(*lines: ToldLine, **beside: Any) -> dict[str, str]:
    told = faults(lines, FORM, Beside(natures=NATURES, **beside))
    return {fault.key: fault.sentence.replace("\u00a0", " ") for fault in told}


def last(*lines: ToldLine) -> Contents:
    return Contents(
        form="half",
        edition="1",
        form_name="Báo cáo",
        subject="",
        columns=("this",),
        unit="north",
        unit_name="north",
        level="superior",
        covers="consolidated",
        period="2023-H1",
        cutoff="05-31",
        first_day=date(2022, 12, 1),
        last_day=date(2023, 5, 31),
        sections=(ToldSection(title="I", lines=lines),),
    )


def test_what_adds_up_and_is_as_it_always_was_is_not_asked_about() -> None:
    assert found(line("whole", 100, before=90), line("part", 60, before=55), line("money", 50_000)) == {}


def test_a_part_is_never_more_than_its_whole() -> None:
    assert found(line("whole", 5), line("part", 6)) == {
        "part:part@subtree": "Một phần mà nhiều hơn cả: 6 người, trong khi “whole” là 5 người."
    }


def test_a_part_within_bounds_may_be_within_its_whole() -> None:
    loose = Number(low=Decimal(5), high=None)
    assert found(line("whole", None, this=loose), line("part", 60)) == {}


@pytest.mark.parametrize(("money", "is_asked"), [(999, True), (1000, False), (10_000, False), (10_001, True)])
def test_an_amount_per_head_lies_within_its_range(money: int, is_asked: bool) -> None:
    assert ("per_head:money@subtree" in found(line("whole", 10), line("money", money))) is is_asked


def test_a_plan_that_was_there_last_time_is_missed() -> None:
    planned = {"planned_before": frozenset({"whole"})}
    assert list(found(line("whole", 5), **planned)) == ["plan:whole@subtree"]
    assert found(line("whole", 5, target=4), **planned) == {}


@pytest.mark.parametrize(("stated", "is_asked"), [("468", False), ("467.13", False), ("467.12", True), ("470", True)])
def test_a_percent_stated_a_point_from_the_computed_one_is_flagged(stated: str, is_asked: bool) -> None:
    told = found(line("whole", 5, rate=Decimal("468.125"), stated=Decimal(stated), target=4))
    assert (told == {}) is not is_asked


@pytest.mark.parametrize(
    ("now", "before", "is_asked"),
    [(200, 100, True), (199, 100, False), (0, 100, True), (9, 1, False), (11, 1, True), (5, 0, False)],
)
def test_a_jump_is_asked_about_once_it_is_large_in_share_and_in_number(now: int, before: int, is_asked: bool) -> None:
    assert ("jump:whole@subtree" in found(line("whole", now, before=before))) is is_asked


def test_what_falls_below_nought_is_told_without_a_percent() -> None:
    assert found(line("whole", -60, before=2276)) == {"jump:whole@subtree": "Cùng kỳ 2.276, kỳ này −60."}


def test_a_quotient_does_not_jump() -> None:
    assert found(line("rate", 90, before=3)) == {}


def test_an_outlier_among_sisters_is_told_with_their_middle() -> None:
    sisters = {"sisters": {"whole@subtree": [Decimal(n) for n in (10, 11, 12, 13, 14)]}}
    assert found(line("whole", 400), **sisters) == {
        "sisters:whole@subtree": "400, trong khi giữa 5 đơn vị cùng cấp đã gửi là 12."
    }
    assert found(line("whole", 15), **sisters) == {}


def test_few_sisters_say_nothing() -> None:
    assert found(line("whole", 400), sisters={"whole@subtree": [Decimal(10)] * 4}) == {}


def test_a_line_that_was_full_last_time_and_is_empty_now() -> None:
    before = {"last": last(line("whole", 7))}
    assert found(line("whole", 0), **before) == {
        "empty:whole@subtree": "Lần trước (6 tháng đầu năm 2023) có 7 người, lần này trống."
    }
    assert list(found(line("whole", None), **before)) == ["empty:whole@subtree"]
    assert list(found(line("whole", 0, before=6), **before)) == ["empty:whole@subtree"]
    assert found(line("whole", 1), **before) == {}


def test_a_fall_to_nothing_is_asked_about_once() -> None:
    assert list(found(line("whole", 0, before=70), last=last(line("whole", 70)))) == ["jump:whole@subtree"]
    both = found(line("whole", 0, before=70), last=last(line("whole", 64)))
    assert list(both) == ["jump:whole@subtree", "empty:whole@subtree"]


def test_what_still_wants_a_word_comes_first() -> None:
    told = faults([line("whole", 500, before=5), line("part", 600)], FORM, Beside(natures=NATURES))
    rows = asked(told, {"jump:whole@subtree": "đã rà soát"})
    assert [(row.fault.check, row.word) for row in rows] == [(Check.PART, ""), (Check.JUMP, "đã rà soát")]
