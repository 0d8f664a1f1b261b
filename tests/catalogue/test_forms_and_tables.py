"""Forms and dated tables: which edition, which row holds on a day."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congdoan.catalogue.rules import Catalogue, DatedTable, Edition, Form, Level, Row, UnknownCode, nearest

SIZES = DatedTable.model_validate(
    {
        "code": "sizes",
        "name": "Số người",
        "name_en": "Sizes",
        "source": "Điều lệ",
        "columns": {"members_from": "number", "most": "number?", "sector": "sector?"},
        "step": "members_from",
        "rows": [
            {"valid_from": date(2020, 1, 1), "valid_to": date(2024, 12, 31), "members_from": 0, "most": 3},
            {"valid_from": date(2025, 1, 1), "members_from": 0, "most": 5},
            {"valid_from": date(2025, 1, 1), "members_from": 50, "most": 9},
            {"valid_from": date(2025, 1, 1), "members_from": 500},
        ],
    }
)


def with_forms(*editions: Form) -> Catalogue:
    edition = Edition(code="small", version="1", name="Nhỏ")
    return Catalogue(edition, {}, {}, {}, {}, {}, {"half": editions}, "")


def form(edition: str, first: date, last: date | None, *, covers: str = "consolidated") -> Form:
    return Form.model_validate(
        {
            "code": "half",
            "name": "Sáu tháng",
            "name_en": "Half-year",
            "edition": edition,
            "valid_from": first,
            "valid_to": last,
            "periods": ["half"],
            "levels": ["superior"],
            "covers": covers,
            "columns": ["this"],
            "section": [{"title": "I", "lines": [{"indicator": "a"}, {"indicator": "a", "scope": "own"}]}],
        }
    )


def test_a_row_holds_on_its_first_and_on_its_last_day() -> None:
    assert [row.get("most") for row in SIZES.on(date(2024, 12, 31))] == [3]
    assert [row["members_from"] for row in SIZES.on(date(2025, 1, 1))] == [0, 50, 500]
    assert SIZES.on(date(2019, 12, 31)) == ()


@pytest.mark.parametrize(("members", "most"), [(0, 5), (49, 5), (50, 9), (499, 9), (500, None)])
def test_a_threshold_holds_up_to_the_next(members: int, most: int | None) -> None:
    row = SIZES.row(date(2025, 6, 1), at=members)
    assert row is not None
    assert row.get("most") == most


def test_a_row_is_found_by_the_cells_asked_for() -> None:
    row = SIZES.row(date(2025, 6, 1), most=9)
    assert row is not None
    assert row["members_from"] == 50
    assert SIZES.row(date(2025, 6, 1), most=4) is None
    assert SIZES.row(date(2025, 6, 1), at=-1) is None


def test_the_edition_of_a_form_is_that_of_the_day() -> None:
    old, new = form("1", date(2015, 1, 1), date(2019, 12, 31)), form("2", date(2021, 1, 1), None)
    catalogue = with_forms(old, new)
    assert catalogue.form("half", on=date(2019, 12, 31)) is old
    assert catalogue.form("half", on=date(2024, 5, 31)) is new
    assert catalogue.forms["half"] is new
    for day in (date(2014, 12, 31), date(2020, 6, 1)):
        with pytest.raises(UnknownCode, match=r"không có bản nào hiệu lực vào ngày .* bản đầu có từ 01/01/2015"):
            catalogue.form("half", on=day)


def test_a_line_takes_what_the_form_covers_unless_it_says_otherwise() -> None:
    whole, own = (form("1", date(2015, 1, 1), None, covers=covers) for covers in ("consolidated", "own"))
    assert [whole.scope_of(line) for _, line in whole.lines()] == ["subtree", "own"]
    assert [own.scope_of(line) for _, line in own.lines()] == ["own", "own"]


def test_levels_go_down_from_the_confederation() -> None:
    assert [level.rank for level in Level] == [0, 1, 2, 3, 4]
    assert dict(Level.choices())["grassroots"] == "Công đoàn cơ sở, nghiệp đoàn"


@pytest.mark.parametrize(
    ("day", "male", "female"),
    [
        (date(2021, 1, 1), (60, 3), (55, 4)),
        (date(2024, 12, 31), (61, 0), (56, 4)),
        (date(2026, 1, 17), (61, 6), (57, 0)),
        (date(2027, 6, 1), (61, 9), (57, 4)),
        (date(2028, 1, 1), (62, 0), (57, 8)),
        (date(2034, 12, 31), (62, 0), (59, 8)),
        (date(2050, 1, 1), (62, 0), (60, 0)),
    ],
)
def test_the_retirement_age_is_that_of_the_decree(
    shipped: Catalogue, day: date, male: tuple[int, int], female: tuple[int, int]
) -> None:
    [row] = shipped.tables["retirement-age"].on(day)
    assert (row["male_years"], row["male_months"]) == male
    assert (row["female_years"], row["female_months"]) == female


def months(row: Row, sex: str) -> int:
    years, more = row[f"{sex}_years"], row[f"{sex}_months"]
    assert isinstance(years, int)
    assert isinstance(more, int)
    return 12 * years + more


@pytest.mark.parametrize(("sex", "steps"), [("male", {3, 0}), ("female", {4})])
def test_the_retirement_age_rises_by_steps(shipped: Catalogue, sex: str, steps: set[int]) -> None:
    ages = [months(row, sex) for row in shipped.tables["retirement-age"].rows]
    assert {later - age for age, later in pairwise(ages)} == steps


@given(day=st.dates(date(2021, 1, 1), date(2060, 1, 1)))
def test_one_retirement_age_holds_on_each_day(shipped: Catalogue, day: date) -> None:
    assert len(shipped.tables["retirement-age"].on(day)) == 1


def test_the_fee_is_half_a_percent_from_july_2025(shipped: Catalogue) -> None:
    fee, wage = shipped.tables["fee-rate"], shipped.tables["base-wage"]
    for day, cap in [(date(2025, 7, 1), 234_000), (date(2026, 7, 1), 253_000)]:
        rate, base = fee.row(day, sector="non-state"), wage.row(day)
        assert rate is not None
        assert base is not None
        assert rate["rate"] == Decimal("0.5")
        assert int(str(base["amount"])) * int(str(rate["cap_of_base_wage"])) // 100 == cap
    assert fee.row(date(2025, 7, 1), sector="public-service").get("cap_of_base_wage") is None  # type: ignore[union-attr]
    assert fee.row(date(2025, 6, 30), sector="non-state") is None


@pytest.mark.parametrize(
    ("workers", "least", "most"),
    [(49, 3, None), (50, 4, 8), (299, 9, 13), (999, 19, 23), (1_000, 24, None)],
)
def test_the_workers_side_of_a_dialogue_grows_with_the_workplace(
    shipped: Catalogue, workers: int, least: int, most: int | None
) -> None:
    row = shipped.tables["dialogue-size"].row(date(2024, 5, 31), at=workers)
    assert row is not None
    assert (row["least"], row.get("most")) == (least, most)


@pytest.mark.parametrize(("members", "most"), [(20, 3), (149, 5), (499, 9), (2_999, 13), (6_999, 15), (30_000, 25)])
def test_a_committee_grows_with_the_union(shipped: Catalogue, members: int, most: int) -> None:
    row = shipped.tables["committee-size"].row(date(2025, 5, 31), at=members, level="grassroots")
    assert row is not None
    assert row["most"] == most


def test_a_mistyped_code_finds_the_nearest() -> None:
    known = ["members.total", "members.female", "units.founded", "units.founded.non_state"]
    assert nearest("member.total", known)[0] == "members.total"
    assert nearest("units.founded.non-state", known)[0] == "units.founded.non_state"
    assert sorted(nearest("members", known)) == ["members.female", "members.total"]
    assert nearest("zzz", known) == []
