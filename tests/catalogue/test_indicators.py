"""An indicator: its nature, its terms, which entries feed it, and a meaning that never changes."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.catalogue.conftest import indicator

from congdoan.catalogue.rules import Catalogue, Condition, Indicator, Measure, Nature, Source, Term, UnknownCode

Small = Callable[[str], Catalogue]
ANYWHERE = ("grassroots", "non-state")


def made(**rest: object) -> Indicator:
    told = {"code": "x", "name": "Tên", "name_en": "Name", "unit": "cuộc", "group": "work", "phrases": ["câu"]}
    return Indicator.model_validate(told | rest)


def test_a_count_counts_times_and_a_sum_sums_its_quantity() -> None:
    assert made(counts="activity:dialogue").terms == (Term(Source("activity", "dialogue")),)
    sums = made(sums={"of": ["activity:a", "activity:b"], "quantity": "amount"})
    assert [(term.kind, term.quantity) for term in sums.terms] == [("a", Measure.AMOUNT), ("b", Measure.AMOUNT)]


def test_a_stock_and_a_net_add_what_came_and_take_away_what_went() -> None:
    balance = {"plus": ["admission", {"source": "arrival", "quantity": "people"}], "minus": ["leaving"]}
    stock, net = made(stock=balance), made(net=balance)
    assert [(t.noun, t.sign, t.quantity) for t in stock.terms] == [
        ("admission", 1, "times"),
        ("arrival", 1, "people"),
        ("leaving", -1, "times"),
    ]
    assert net.terms == stock.terms
    assert (stock.nature, net.nature) == (Nature.STOCK, Nature.FLOW)
    assert (stock.declarable, net.declarable) == (True, False)


@pytest.mark.parametrize(
    ("way", "nature", "adds", "divides"),
    [
        ({"counts": "admission"}, Nature.FLOW, True, ("", "", 1, False)),
        ({"declared": "flow"}, Nature.FLOW, True, ("", "", 1, False)),
        ({"declared": "stock"}, Nature.STOCK, True, ("", "", 1, False)),
        ({"ratio": {"of": "a", "per": "b"}}, Nature.RATIO, False, ("a", "b", 100, False)),
        ({"ratio": {"of": "a", "per": "plan:a", "times": 1}}, Nature.RATIO, False, ("a", "a", 1, True)),
        ({"mean": {"of": "a", "weight": "b"}}, Nature.MEAN, False, ("a", "b", 1, False)),
    ],
)
def test_its_nature_says_how_it_may_be_combined(
    way: dict[str, object], nature: Nature, adds: bool, divides: tuple[str, str, int, bool]
) -> None:
    found = made(**way)
    assert (found.nature, found.is_additive, found.declarable) == (nature, adds, adds)
    assert (found.of, found.per, found.times, found.is_plan_rate) == divides


def test_a_filter_asks_one_value_several_or_a_span_of_numbers() -> None:
    term = made(
        counts="founding", where={"origin": "new", "sector": ["non-state", "foreign"], "workers": {"at_least": 25}}
    ).terms[0]
    right = {"origin": "new", "sector": "foreign", "workers": 25}
    assert term.matches(right, *ANYWHERE)
    for trait, wrong in [
        ("origin", "split"),
        ("sector", "public"),
        ("workers", 24),
        ("workers", None),
        ("workers", True),
    ]:
        assert not term.matches(right | {trait: wrong}, *ANYWHERE)
    assert not term.matches({}, *ANYWHERE)


def test_a_filter_asks_the_units_level_and_sector_on_the_day() -> None:
    term = made(counts="admission", at={"level": "grassroots", "sector": ["non-state", "foreign"]}).terms[0]
    assert term.matches({}, "grassroots", "foreign")
    assert not term.matches({}, "section", "foreign")
    assert not term.matches({}, "grassroots", "public")
    assert made(counts="admission").terms[0].matches({}, "national", "")


@given(number=st.integers(), least=st.none() | st.integers(), most=st.none() | st.integers())
def test_both_ends_of_a_span_belong_to_it(number: int, least: int | None, most: int | None) -> None:
    inside = (least is None or least <= number) and (most is None or number <= most)
    assert Condition("workers", at_least=least, at_most=most).holds(number) == inside


@given(values=st.lists(st.sampled_from(["a", "b", "c"]), min_size=1), value=st.sampled_from(["a", "b", "c", None]))
def test_a_list_is_matched_by_any_of_it(values: list[str], value: str | None) -> None:
    assert Condition.read("trait", values).holds(value) == (value in values)


@given(st.permutations(["admission", "readmission", "arrival"]), st.permutations(["female", "male"]))
def test_the_meaning_does_not_depend_on_the_order_of_writing(plus: list[str], sexes: list[str]) -> None:
    where = {"sex": sexes, "direct_worker": True}
    written = made(stock={"plus": [{"source": source, "where": where} for source in plus]})
    turned = {name: where[name] for name in reversed(where)}
    expected = made(stock={"plus": [{"source": source, "where": turned} for source in sorted(plus)]})
    assert written.meaning == expected.meaning


def test_names_and_phrases_are_no_part_of_the_meaning() -> None:
    first = made(counts="admission")
    renamed = made(counts=["admission"], name="Khác", phrases=["khác"], group="other", retired="2025-07-01")
    assert renamed.meaning == first.meaning


@pytest.mark.parametrize(
    "other",
    [
        {"counts": "arrival"},
        {"counts": "admission", "where": {"sex": "female"}},
        {"counts": "admission", "at": {"level": "grassroots"}},
        {"counts": "admission", "unit": "người"},
        {"counts": "admission", "own_only": True},
        {"stock": {"plus": ["admission"]}},
        {"sums": {"of": "admission", "quantity": "people"}},
        {"declared": "flow"},
    ],
)
def test_whatever_changes_what_is_counted_changes_the_meaning(other: dict[str, object]) -> None:
    assert made(**other).meaning != made(counts="admission").meaning


def test_a_retired_code_counts_the_facts_before_its_day() -> None:
    retired = made(counts="admission", retired=date(2025, 7, 1))
    assert retired.counts_on(date(2025, 6, 30))
    assert not retired.counts_on(date(2025, 7, 1))
    assert made(counts="admission").counts_on(date.max)


def test_an_entry_is_offered_to_all_the_terms_it_can_feed(small: Small) -> None:
    net = indicator("net", 'net = { plus = ["arrival"], minus = ["departure"] }')
    people = indicator("people", 'sums = { of = "activity:dialogue", quantity = "people" }')
    catalogue = small(net + people)
    fed = [(found.code, term.sign) for found, term in catalogue.counting("arrival")]
    assert fed == [("members.transferred_in", 1), ("net", 1)]
    assert [found.code for found, _ in catalogue.counting("activity", "dialogue")] == ["dialogue.held", "people"]
    assert catalogue.counting("activity", "meal") == catalogue.counting("petition", "housing") == ()


def test_an_unknown_code_is_answered_with_the_nearest_known_ones(small: Small) -> None:
    with pytest.raises(UnknownCode, match=r"Không có chỉ số “dialog.held”; có phải là “dialogue.held”"):
        small("").indicator("dialog.held")
    with pytest.raises(UnknownCode, match=r"loại hoạt động “meal”; có phải là “dialogue”"):
        small("").kind("meal")
    with pytest.raises(UnknownCode, match=r"Không có mẫu báo cáo “x”; có phải là —\?"):
        small("").form("x", on=date(2024, 1, 1))


def test_an_indicator_knows_its_file_and_shows_its_code(small: Small) -> None:
    found = small(indicator("x", 'declared = "flow"')).indicators["x"]
    assert (found.file, repr(found)) == ("more.toml", "Indicator('x')")
    assert {found: 1}[found] == 1
