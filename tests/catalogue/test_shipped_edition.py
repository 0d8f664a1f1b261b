"""The edition shipped for the confederation: all that other rooms and the two seed texts rely on is there."""

import unicodedata
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from django.utils.translation import override
from tests.catalogue.conftest import SHIPPED

from congdoan.catalogue.rules import Catalogue, Column, Measure, Nature, Way, load

NEEDED = set(
    """
    members.admitted members.total members.female members.admitted.plan_rate members.left members.transferred_in
    members.transferred_out members.net_change units.founded units.founded.non_state units.founded.large
    units.dissolved units.grassroots units.superior party.introduced party.admitted inspection.held inspection.joint
    dialogue.held dialogue.people dialogue.regular dialogue.on_demand care.families care.children care.amount
    care.people meal.held meal.people screening.people housing.built housing.amount tet.people tet.amount
    agreements.signed agreements.in_force workers.total workers.female wages.sum wages.counted wages.mean
    """.split()  # noqa: SIM905 - codes are read as words
)


def feeds(shipped: Catalogue, noun: str, kind: str | None = None, **traits: object) -> dict[str, int]:
    """The signed quantity each indicator takes from one entry at a non-state grassroots union."""
    return {
        indicator.code: term.sign
        for indicator, term in shipped.counting(noun, kind)
        if term.matches(traits, "grassroots", "non-state")
    }


def test_it_validates_and_holds_enough(shipped: Catalogue) -> None:
    assert (shipped.code, shipped.version) == ("vgcl", "2024.1")
    assert load(SHIPPED).fingerprint == shipped.fingerprint
    assert len(shipped.kinds) >= 35
    assert len(shipped.indicators) >= 85
    assert shipped.indicators.keys() >= NEEDED


def test_every_group_has_indicators_and_every_kind_is_counted(shipped: Catalogue) -> None:
    assert {indicator.group for indicator in shipped.indicators.values()} == shipped.groups.keys()
    counted = {term.kind for indicator in shipped.indicators.values() for term in indicator.terms if term.kind}
    assert counted == shipped.kinds.keys()


def test_every_indicator_is_in_some_form(shipped: Catalogue) -> None:
    told = {line.indicator for form in shipped.forms.values() for _, line in form.lines()}
    assert told == shipped.indicators.keys()


def test_what_became_of_a_number_is_told_right_after_it(shipped: Catalogue) -> None:
    """`18 cuộc với 1.233 lượt người, tăng 157 %` says that the attendances rose."""
    for form in shipped.forms.values():
        for paragraph in form.paragraphs:
            for sentence in paragraph.sentences:
                told = ""
                for blank in sentence.blanks():
                    if blank.way is Way.NUMBER:
                        told = blank.indicator
                    assert blank.indicator == told, f"{form.code}: {blank.indicator} after {told}"


def test_no_sentence_says_of_a_stock_that_it_rose(shipped: Catalogue) -> None:
    said = [
        piece
        for form in shipped.forms.values()
        for paragraph in form.paragraphs
        for sentence in paragraph.sentences
        for phrase in sentence.phrases
        for piece in phrase.pieces
        if isinstance(piece, str)
    ]
    assert not [words for words in said if "nâng" in words and "lên" in words]


def test_every_indicator_has_phrases_and_none_means_two_figures_of_one_unit(shipped: Catalogue) -> None:
    assert all(len(indicator.phrases) >= 2 for indicator in shipped.indicators.values())
    said = Counter(
        (indicator.unit, phrase.casefold()) for indicator in shipped.indicators.values() for phrase in indicator.phrases
    )
    assert [phrase for phrase, times in said.items() if times > 1] == []


def test_names_are_told_apart_and_not_copied_from_one_language_to_the_other(shipped: Catalogue) -> None:
    for things in (shipped.kinds, shipped.indicators, shipped.sectors, shipped.groups, shipped.tables):
        assert len({thing.name for thing in things.values()}) == len(things)
        assert len({thing.name_en for thing in things.values()}) == len(things)
        assert all(thing.name != thing.name_en for thing in things.values())


@pytest.mark.parametrize("file", sorted(SHIPPED.glob("*.toml")), ids=lambda file: file.name)
def test_its_letters_are_composed(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert unicodedata.normalize("NFC", text) == text


def test_what_is_summed_is_always_measured(shipped: Catalogue) -> None:
    sums = [term for indicator in shipped.indicators.values() for term in indicator.terms if term.kind]
    assert all(term.quantity in {Measure.TIMES, *shipped.kinds[str(term.kind)].measures} for term in sums)


def test_people_are_members_from_admission_to_leaving_also_while_suspended(shipped: Catalogue) -> None:
    assert feeds(shipped, "admission", sex="male")["members.total"] == 1
    assert feeds(shipped, "readmission", sex="male")["members.total"] == 1
    assert feeds(shipped, "arrival", sex="male")["members.total"] == 1
    assert feeds(shipped, "departure", sex="male")["members.total"] == -1
    assert feeds(shipped, "leaving", sex="male", reason="died")["members.total"] == -1
    assert "members.total" not in feeds(shipped, "suspension") | feeds(shipped, "resumption")
    assert "members.female" not in feeds(shipped, "admission", sex="male")
    assert (
        feeds(shipped, "leaving", sex="female", reason="retired").items()
        >= {
            "members.female": -1,
            "members.left": 1,
            "members.retired": 1,
            "members.net_change": -1,
        }.items()
    )


def test_gross_transfers_exist_at_a_unit_alone(shipped: Catalogue) -> None:
    assert {code for code, found in shipped.indicators.items() if found.own_only} == {
        "members.transferred_in",
        "members.transferred_out",
        "finance.remitted",
    }


def test_unions_founded_are_foundings_alone_never_products_of_mergers(shipped: Catalogue) -> None:
    new = feeds(shipped, "founding", origin="new", level="grassroots", sector="foreign", workers=25)
    assert new.keys() == {"units.founded", "units.founded.non_state", "units.founded.large", "units.grassroots"}
    merged = feeds(shipped, "founding", origin="merge", level="grassroots", sector="foreign", workers=25)
    assert merged.keys() == {"units.grassroots"}
    assert feeds(shipped, "founding", origin="new", level="grassroots", sector="public-service").keys() == {
        "units.founded",
        "units.grassroots",
    }


@pytest.mark.parametrize("level", ["grassroots", "superior"])
def test_what_is_founded_closed_or_graded_stays_balanced(shipped: Catalogue, level: str) -> None:
    stock, other = f"units.{level}", "section"
    for cause in ("absorbed", "merged", "split", "dissolved"):
        assert feeds(shipped, "closing", cause=cause, level=level)[stock] == -1
    assert feeds(shipped, "grading", from_level=other, to_level=level)[stock] == 1
    assert feeds(shipped, "grading", from_level=level, to_level=other)[stock] == -1


def test_families_and_children_are_told_apart_and_the_money_is_told_once(shipped: Catalogue) -> None:
    families = feeds(shipped, "activity", "care-visit", beneficiary="gia đình đoàn viên khó khăn")
    children = feeds(shipped, "activity", "care-visit", beneficiary="con đoàn viên bệnh hiểm nghèo")
    assert families.keys() == {"care.people", "care.amount", "care.families"}
    assert children.keys() == {"care.people", "care.amount", "care.children"}


def test_a_joint_inspection_is_one_of_the_inspections(shipped: Catalogue) -> None:
    assert feeds(shipped, "activity", "inspection", form="phối hợp").keys() == {"inspection.held", "inspection.joint"}
    assert feeds(shipped, "activity", "inspection", form="công đoàn chủ trì").keys() == {"inspection.held"}


def test_the_mean_wage_is_weighted_by_the_workers_counted(shipped: Catalogue) -> None:
    mean = shipped.indicators["wages.mean"]
    assert (mean.nature, mean.of, mean.per, mean.times) == (Nature.MEAN, "wages.sum", "wages.counted", 1)


def test_the_review_tells_dialogues_by_who_held_them(shipped: Catalogue) -> None:
    review = shipped.form("review-20nq", on=date(2024, 5, 31))
    assert review.cutoff is None
    scopes = [review.scope_of(line) for _, line in review.lines() if line.indicator == "dialogue.held"]
    assert scopes == ["own", "superior"]


def test_the_half_year_of_the_union_ends_on_31_may(shipped: Catalogue) -> None:
    assert {code: form.cutoff for code, form in shipped.forms.items()} == {
        "1-hdcd": "05-31",
        "2-hdcd": "05-31",
        "review-20nq": None,
        "school-year": None,
        "sector-half-year": "05-31",
        "tet-care": None,
        "work-month": None,
        "work-quarter": None,
    }
    assert Column.PLAN_RATE in shipped.forms["sector-half-year"].columns


FORMS: dict[str, tuple[set[str], dict[str, int]]] = {
    "1-hdcd": ({"half", "nine_months", "year"}, {"grassroots": 10}),
    "2-hdcd": ({"half", "nine_months", "year"}, {"superior": 15, "provincial": 30, "national": 60}),
    "work-month": ({"month"}, {"superior": 5, "provincial": 10}),
    "work-quarter": ({"quarter"}, {"superior": 10, "provincial": 15}),
    "sector-half-year": ({"half", "year"}, {"superior": 15}),
    "review-20nq": ({"run", "year"}, {"provincial": 60, "national": 90}),
    "tet-care": (
        {"run", "month", "quarter"},
        {"grassroots": 5, "superior": 10, "provincial": 15, "national": 30},
    ),
    "school-year": ({"school_year"}, {"grassroots": 10, "superior": 20}),
}
"""For which periods each is filled, and by which levels it is due how many days after."""
ASKED = {"sector-half-year", "review-20nq", "tet-care", "school-year"}
"""Nobody owes these until a union above asks for them."""


def test_every_form_says_for_what_periods_and_by_whom_it_is_owed_and_drafts_its_text(shipped: Catalogue) -> None:
    told = {
        code: ({str(kind) for kind in form.periods}, {str(level): days for level, days in form.due.items()})
        for code, form in shipped.forms.items()
    }
    assert told == FORMS
    assert {code for code, form in shipped.forms.items() if form.asked} == ASKED
    assert not any(form.is_owed_by(level) for code in ASKED for form in (shipped.forms[code],) for level in form.levels)
    for code, form in shipped.forms.items():
        assert form.paragraphs, code
        assert all(paragraph.sentences for paragraph in form.paragraphs), code
        assert form.closes, code


def test_a_new_years_form_is_a_new_edition_with_its_own_days(shipped: Catalogue) -> None:
    old, new = shipped.form_editions["tet-care"]
    assert shipped.form("tet-care", on=date(2025, 1, 20)) == old
    assert shipped.form("tet-care", on=date(2026, 2, 10)) == new
    assert {line.indicator for _, line in new.lines()} > {line.indicator for _, line in old.lines()}
    assert not old.overlaps(new)


def test_the_review_of_a_directive_lays_its_years_beside_each_other(shipped: Catalogue) -> None:
    assert Column.YEARS in shipped.forms["review-20nq"].columns
    assert sum(line.chart for _, line in shipped.forms["review-20nq"].lines()) >= 3


def test_names_come_in_the_readers_language(shipped: Catalogue) -> None:
    found = shipped.indicators["members.total"]
    with override("vi"):
        assert found.local_name == "Tổng số đoàn viên"
    with override("en"):
        assert found.local_name == "Members"


def test_every_word_has_its_english_and_none_is_left_over(shipped: Catalogue) -> None:
    said = {indicator.unit for indicator in shipped.indicators.values()}
    for kind in shipped.kinds.values():
        said |= set(kind.measures.values())
        said |= {text for detail in kind.details.values() for text in (detail.label, *detail.choices)}
    for section in (section for form in shipped.forms.values() for section in form.sections):
        said |= {section.title} | {line.label for line in section.lines if line.label}
    said |= {paragraph.title for form in shipped.forms.values() for paragraph in form.paragraphs}
    told_alike = {"%", "‰", "A", "B", "C", "D"}
    assert said - shipped.english.keys() == told_alike
    assert shipped.words.keys() - said == set()


def test_what_is_counted_is_said_after_one_and_after_many(shipped: Catalogue) -> None:
    counted = {indicator.unit for indicator in shipped.indicators.values()} - {"%", "‰", "đồng"}
    assert {word for word, said in shipped.words.items() if len(said) == 2} == counted
