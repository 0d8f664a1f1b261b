"""A kind of activity: what a record of it may say, and what it is refused for."""

from collections.abc import Mapping
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from congdoan.base.bound import Bound
from congdoan.catalogue.rules import Detail, DetailType, Kind, Measure

MEAL = Kind.model_validate(
    {
        "code": "meal",
        "name": "Bữa cơm",
        "name_en": "Meal",
        "group": "care",
        "measures": {"times": "Số bữa", "people": "Số người", "amount": "Số tiền"},
        "range": {"amount_per_person": [20_000, 500_000]},
        "details": {
            "place": {"type": "choice", "label": "Nơi tổ chức", "choices": ["nhà ăn", "hội trường"], "required": True},
            "shared": {"type": "yes_no", "label": "Cùng người sử dụng lao động"},
            "tables": {"type": "number", "label": "Số bàn"},
            "decided": {"type": "day", "label": "Ngày quyết định"},
            "note": {"type": "text", "label": "Ghi chú"},
        },
    }
)
ANSWERS: dict[str, object] = {"place": "nhà ăn"}
FED: dict[str, object] = {"people": 10, "amount": 1_000_000}


def refused(measures: Mapping[str, object], details: Mapping[str, object]) -> dict[str, tuple[str | None, str]]:
    """By field: the code of the refusal and its sentence."""
    with pytest.raises(ValidationError) as caught:
        MEAL.check(measures, details)
    return {name: (errors[0].code, errors[0].messages[0]) for name, errors in caught.value.error_dict.items()}


def test_a_whole_record_is_let_pass() -> None:
    answers = ANSWERS | {"shared": True, "tables": 0, "decided": date(2024, 5, 1), "note": "Đủ"}
    MEAL.check(FED | {"times": 2}, answers)
    MEAL.check(FED, ANSWERS | {"decided": "2024-05-01", "shared": None, "note": ""})


@pytest.mark.parametrize(
    ("measures", "field", "code", "words"),
    [
        ({"people": 10}, "amount", "required", "Còn thiếu: Số tiền."),
        (FED | {"people": None}, "people", "required", "Số người"),
        (FED | {"people": -1}, "people", "negative", "Số người không được nhỏ hơn 0."),
        (FED | {"times": 0}, "times", "negative", "Số bữa không được nhỏ hơn 1."),
        (FED | {"people": "mười"}, "people", "type", "số nguyên"),
        (FED | {"people": True}, "people", "type", "số nguyên"),
        (FED | {"people": 1.5}, "people", "type", "số nguyên"),
        (FED | {"quantity": 3}, "quantity", "unknown", "không có số đo “quantity”"),
        (FED | {"amount": 5_000_001}, "amount", "range", "từ 20.000 đến 500.000 đồng"),
        (FED | {"amount": 199_999}, "amount", "range", "hãy kiểm tra"),
        ({"people": 999_999_999_999, "amount": 0}, "people", "many", "số dân cả nước"),
    ],
)
def test_a_measure_is_refused_by_its_name(measures: dict[str, object], field: str, code: str, words: str) -> None:
    found = refused(measures, ANSWERS)
    assert found.keys() == {field}
    assert found[field][0] == code
    assert words in found[field][1]


@pytest.mark.parametrize(
    ("details", "field", "code", "words"),
    [
        ({}, "place", "required", "Còn thiếu: Nơi tổ chức."),
        ({"place": "  "}, "place", "required", "Nơi tổ chức"),
        ({"place": "nhà ăn lớn"}, "place", "choice", "“nhà ăn”"),
        (ANSWERS | {"shared": "có"}, "shared", "type", "có hoặc không"),
        (ANSWERS | {"tables": -2}, "tables", "type", "không âm"),
        (ANSWERS | {"tables": True}, "tables", "type", "không âm"),
        (ANSWERS | {"decided": "31/5/2024"}, "decided", "type", "2024-05-31"),
        (ANSWERS | {"note": 5}, "note", "type", "bằng chữ"),
        (ANSWERS | {"colour": "đỏ"}, "colour", "unknown", "không có chi tiết “colour”"),
    ],
)
def test_a_detail_is_refused_by_its_name(details: dict[str, object], field: str, code: str, words: str) -> None:
    found = refused(FED, details)
    assert found.keys() == {field}
    assert found[field][0] == code
    assert words in found[field][1]


def test_all_that_is_wrong_is_told_at_once() -> None:
    found = refused({"people": -1, "quantity": 1}, {"tables": "ba"})
    assert found.keys() == {"people", "amount", "quantity", "place", "tables"}


def test_a_number_that_is_not_known_is_an_open_bound() -> None:
    MEAL.check({"people": Bound(0, None), "amount": Bound(0, None)}, ANSWERS)
    MEAL.check({"people": Bound(100, 999, rough=True), "amount": 20_000_000}, ANSWERS)


def test_bounds_are_out_of_range_only_where_no_number_in_them_would_do() -> None:
    MEAL.check({"people": Bound(1, 100), "amount": 2_000_000}, ANSWERS)
    assert refused({"people": Bound(1, 2), "amount": 2_000_000}, ANSWERS).keys() == {"amount"}
    assert refused({"people": Bound(101, None), "amount": 2_000_000}, ANSWERS).keys() == {"amount"}
    MEAL.check({"people": Bound(0, 100), "amount": 0}, ANSWERS)


@given(people=st.integers(1, 10_000), each=st.integers(0, 1_000_000))
def test_an_amount_is_let_pass_within_the_range_per_head_or_where_nothing_was_given(people: int, each: int) -> None:
    measures = {"people": people, "amount": people * each}
    if each == 0 or 20_000 <= each <= 500_000:
        MEAL.check(measures, ANSWERS)
    else:
        assert refused(measures, ANSWERS).keys() == {"amount"}


def test_a_record_counts_once_unless_it_says_how_often() -> None:
    assert MEAL.quantities(FED | {"times": None})[Measure.TIMES] == Bound.exactly(1)
    assert MEAL.quantities(FED | {"times": 3}) == {
        Measure.TIMES: Bound.exactly(3),
        Measure.PEOPLE: Bound.exactly(10),
        Measure.AMOUNT: Bound.exactly(1_000_000),
    }
    assert MEAL.quantities({"people": Bound(2, None)})[Measure.PEOPLE] == Bound(2, None)


def test_only_choices_yes_or_no_and_numbers_are_traits() -> None:
    answers: dict[str, object] = {
        "place": "nhà ăn",
        "shared": False,
        "tables": 0,
        "decided": date(2024, 5, 1),
        "note": "Đủ",
    }
    assert MEAL.traits(answers) == {"place": "nhà ăn", "shared": False, "tables": 0}
    assert MEAL.traits({"place": "", "shared": None}) == {}


def test_an_answer_is_the_same_however_its_letters_were_typed() -> None:
    decomposed = "nha\u0300 a\u0306n"
    MEAL.check(FED, {"place": decomposed})
    assert MEAL.traits({"place": decomposed}) == {"place": "nhà ăn"}


@pytest.mark.parametrize("type_", list(DetailType))
def test_every_type_of_detail_is_a_trait_or_is_not(type_: DetailType) -> None:
    detail = Detail.model_validate({"type": type_, "label": "x", "choices": ["a", "b"] if type_ == "choice" else []})
    assert detail.is_trait == (type_ in {"choice", "yes_no", "number"})
    assert not detail.is_trait or detail.trait.type.value == type_.value
