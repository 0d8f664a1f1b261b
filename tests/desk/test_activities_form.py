"""The form drawn from the catalogue: every kind of answer, each refusal in one sentence beside its field."""

from datetime import date

import pytest
from django.http import QueryDict

from congdoan.base.bound import Bound
from congdoan.catalogue.rules import Kind
from congdoan.desk.activities.form import ActivityForm, filled, mended

TODAY = date(2024, 6, 5)
GIFT = Kind.model_validate(
    {
        "code": "gift",
        "name": "Quà",
        "name_en": "Gift",
        "group": "all",
        "measures": {"times": "Số đợt", "people": "Số người", "amount": "Số tiền"},
        "beneficiaries": True,
        "range": {"amount_per_person": (50_000, 20_000_000)},
        "details": {
            "way": {"type": "choice", "label": "Cách", "choices": ("tiền", "quà"), "required": True},
            "many": {"type": "choice", "label": "Loại", "choices": tuple("abcdefgh")},
            "cancer": {"type": "yes_no", "label": "Có tầm soát"},
            "hazards": {"type": "number", "label": "Số nguy cơ"},
            "expires": {"type": "day", "label": "Hết hiệu lực"},
            "words": {"type": "text", "label": "Nội dung"},
        },
    }
)
WELL = {"day_is": "today", "people": "3", "amount": "3 triệu", "detail-way": "tiền"}


def form(serves: int = 0, **answers: str) -> ActivityForm:
    said = WELL | {name.replace("detail_", "detail-").replace("how_", "how-"): text for name, text in answers.items()}
    return ActivityForm(GIFT, said, today=TODAY, serves=serves)


def test_a_form_has_every_measure_and_detail_of_its_kind() -> None:
    shown = ActivityForm(GIFT, today=TODAY)
    assert [field.name for field, _how in shown.measures()] == ["times", "people", "amount"]
    assert [field.field.widget.input_type for field in shown.details()] == [
        "radio",
        "select",
        "radio",
        "text",
        "text",
        "text",
    ]
    assert shown.required_count == 4


def test_every_answer_is_read() -> None:
    given = form(
        day_is="another",
        day="31/5/2024",
        amount="khoảng 3 triệu",
        detail_cancer="no",
        detail_hazards="1.200",
        detail_expires="2026-12-31",
        detail_words="  lời  ",
    )
    assert given.is_valid(), given.errors
    assert given.happened_on == date(2024, 5, 31)
    assert given.quantities() == {"people": Bound.exactly(3), "amount": Bound(3_000_000, 3_000_000, rough=True)}
    assert given.answers() == {
        "way": "tiền",
        "cancer": False,
        "hazards": 1200,
        "expires": "2026-12-31",
        "words": "lời",
    }


def test_a_form_filled_with_what_is_recorded_says_the_same() -> None:
    first = form(people="hàng trăm", amount="ít nhất 300 triệu", day_is="yesterday", detail_cancer="yes")
    assert first.is_valid(), first.errors
    again = filled(first.happened_on, TODAY, first.quantities(), first.answers())
    second = ActivityForm(GIFT, again, today=TODAY)
    assert second.is_valid(), second.errors
    assert (second.happened_on, second.quantities(), second.answers()) == (
        first.happened_on,
        first.quantities(),
        first.answers(),
    )


def test_people_chosen_say_how_many_where_nothing_is_written() -> None:
    given = form(serves=2, people="", amount="2 triệu")
    assert given.is_valid(), given.errors
    assert given.quantities()["people"] == Bound.exactly(2)


def test_what_may_be_said_beside_a_number_is_taken() -> None:
    assert form(people="", how_people="hundreds", amount="300 triệu").is_valid()
    given = form(people="300", how_people="least", amount="300 triệu")
    assert given.is_valid()
    assert given.quantities()["people"] == Bound(300, None)


@pytest.mark.parametrize(
    ("answers", "field", "sentence"),
    [
        ({"people": ""}, "people", "Nhập số, ví dụ 120"),
        ({"amount": "nhiều"}, "amount", "Nhập số, ví dụ 2.000.000. Chữ “2 triệu” cũng được."),
        ({"times": "0"}, "times", "không được nhỏ hơn 1"),
        ({"detail_way": ""}, "detail-way", "Chưa điền mục này."),
        ({"detail_way": "vàng"}, "detail-way", "vàng"),
        ({"detail_hazards": "khoảng 3"}, "detail-hazards", "Nhập một số đúng"),
        ({"detail_expires": "31/6/2025"}, "detail-expires", "Tháng 6 chỉ có 30 ngày"),
        ({"day_is": "another"}, "day_is", "Ghi ngày, ví dụ 05/03/2024"),
        ({"day_is": "another", "day": "31/06/2024"}, "day_is", "Tháng 6 chỉ có 30 ngày"),
        ({"day_is": "another", "day": "2024-06-06"}, "day_is", "Ngày này chưa đến"),
        ({"day_is": "mai"}, "day_is", "mai"),
        ({"serves": 4}, "people", "Đã chọn 4 người mà số người chỉ ghi 3"),
    ],
)
def test_each_refusal_stands_beside_its_field(answers: dict[str, str], field: str, sentence: str) -> None:
    given = form(**answers)  # type: ignore[arg-type]
    assert not given.is_valid()
    assert list(given.errors) == [field]
    assert sentence in given.errors[field][0]


def test_a_thousand_times_too_little_is_offered_a_mend() -> None:
    given = form(amount="3000")
    assert "Số tiền theo đầu người" in given.errors["amount"][0]
    assert given.mend == ("amount", 3_000_000)
    assert form(amount="3").errors
    assert form(amount="3").mend is None


def test_a_day_that_is_not_is_mended_to_the_last_of_its_month() -> None:
    late = form(day_is="another", day="31/4/2024")
    assert late.errors["day_is"] == ["Ngày 31/04 không có. Tháng 4 chỉ có 30 ngày."]
    assert late.day_meant == date(2024, 4, 30)
    ahead = form(day_is="another", day="31/6/2024")
    assert not ahead.is_valid()
    assert ahead.day_meant is None
    mend = QueryDict("day_is=another&day=31/4/2024&do=mend:day=30/04/2024")
    assert mended(mend)["day"] == "30/04/2024"


def test_a_day_asked_by_the_kind_is_told_with_its_year() -> None:
    given = form(detail_expires="31/12")
    assert given.errors == {"detail-expires": ["Ghi cả năm, ví dụ 05/03/2024."]}


@pytest.mark.parametrize("written", ["5/3/0000", "0/0/0000", "29/2/2023", "99/99"])
def test_a_day_that_never_was_is_refused_beside_its_field(written: str) -> None:
    assert set(form(day_is="another", day=written).errors) == {"day_is"}
