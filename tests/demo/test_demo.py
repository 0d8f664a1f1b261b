"""The demo federation tells what the two real texts tell, out of records."""

import os
import subprocess
import sys
from collections import Counter
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from tests.demo.conftest import story

from congdoan.base import clock
from congdoan.base.knowledge import Moment
from congdoan.base.period import Cutoff, parse_period
from congdoan.catalogue.models import current
from congdoan.catalogue.rules import Level
from congdoan.demo.build import build
from congdoan.demo.superiors import CHAIRED, COMMUNES
from congdoan.figures.models import Posting, Question, due_to_reorganisation, figure
from congdoan.figures.models.verifying import differences, tallied_units
from congdoan.figures.rules import AnyFigure, Figure, Reach, Scope
from congdoan.org.actions import require
from congdoan.org.models import Unit, User
from congdoan.org.rules import Right
from congdoan.records.activities.models import Activity, Photo
from congdoan.records.members.models import Membership

REVIEW, HALF_YEAR, CUTOFF = "2008..2024-05", "2024-H1", "05-31"
TOLD_ON = date(2024, 6, 20)
LAST_DAY = date(2025, 12, 31)
_TELL = """
import django
django.setup()
from congdoan.catalogue.models import current
from congdoan.demo.story import tell
print(tell(current()).digest)
"""


def told(
    unit: str,
    indicator: str,
    period: str,
    cutoff: str | None = None,
    *,
    scope: Scope = Reach.SUBTREE,
    tree_on: date | None = None,
    known_at: Moment | None = None,
) -> AnyFigure:
    days = parse_period(period, Cutoff.parse(cutoff))
    return figure(indicator, Unit.objects.get(code=unit), days, scope=scope, tree_on=tree_on, known_at=known_at)


@pytest.mark.parametrize(
    ("indicator", "scope", "value"),
    [
        ("members.admitted", Reach.SUBTREE, 27_785),
        ("units.founded", Reach.SUBTREE, 341),
        ("inspection.held", Reach.SUBTREE, 5_559),
        ("dialogue.held", Reach.OWN, 37),
    ],
)
def test_the_review_of_fifteen_years(demo: None, indicator: str, scope: Scope, value: int) -> None:
    found = told("LCA", indicator, REVIEW, scope=scope)
    assert found.value == value
    assert found.backed >= 0.5


@pytest.mark.parametrize(
    ("indicator", "scope", "least", "most"),
    [
        ("party.introduced", Reach.SUBTREE, 22_001, 22_999),
        ("dialogue.held", Level.SUPERIOR, 100, 999),
        ("dialogue.people", Reach.SUBTREE, 20_000, 99_999),
    ],
)
def test_what_the_review_tells_in_round_words(demo: None, indicator: str, scope: Scope, least: int, most: int) -> None:
    found = told("LCA", indicator, REVIEW, scope=scope)
    assert isinstance(found, Figure)
    assert found.low is not None
    assert found.high is not None
    assert least <= found.low <= found.high <= most
    assert found.backed >= 0.5


@pytest.mark.parametrize(
    ("indicator", "period", "value"),
    [
        ("members.total", "2024-05", 4_533),
        ("units.grassroots", "2024-05", 57),
        ("care.families", HALF_YEAR, 194),
        ("care.children", HALF_YEAR, 57),
        ("care.amount", HALF_YEAR, 297_000_000),
        ("meal.people", HALF_YEAR, 350),
        ("screening.people", HALF_YEAR, 386),
        ("units.founded.non_state", HALF_YEAR, 5),
        ("members.admitted", HALF_YEAR, 2_247),
    ],
)
def test_the_half_year_of_the_sector_union(demo: None, indicator: str, period: str, value: int) -> None:
    found = told("LCA-CT", indicator, period, CUTOFF)
    assert found.value == value
    assert found.backed >= 0.95


def test_admissions_against_the_plan_of_the_year(demo: None) -> None:
    found = told("LCA-CT", "members.admitted.plan_rate", HALF_YEAR, CUTOFF)
    assert str(found.value) == "468.125"


def test_the_half_year_before_is_smaller_and_known_too(demo: None) -> None:
    for indicator in (
        "care.families",
        "care.children",
        "care.amount",
        "meal.people",
        "screening.people",
        "members.admitted",
    ):
        now, before = (told("LCA-CT", indicator, period, CUTOFF).value for period in (HALF_YEAR, "2023-H1"))
        assert now is not None
        assert before is not None
        assert now / 20 < before < now


def test_inspections_are_records_of_many_units_in_every_year(demo: None) -> None:
    question = Question(Unit.objects.get(code="LCA"))
    found = question.figure("inspection.held", parse_period(REVIEW))
    ((_indicator, facts),) = question.facts(found)
    assert len({fact.unit for fact in facts}) >= 30
    assert {fact.last_day.year for fact in facts} == set(range(2008, 2025))
    assert {fact.noun for fact in facts} == {"activity"}
    assert max(fact.sums.low for fact in facts) == 1


def test_every_indicator_is_posted(demo: None) -> None:
    posted = set(Posting.objects.values_list("indicator__code", flat=True).distinct())
    additive = {code for code, indicator in current().indicators.items() if indicator.is_additive}
    assert additive - posted == set()


def test_every_kind_is_told_and_every_choice_that_it_happened_often_enough_for(demo: None) -> None:
    times: Counter[str] = Counter()
    answers: set[tuple[str, str, object]] = set()
    for told, details in Activity.objects.values_list("kind", "details"):
        times[told] += 1
        answers |= {(told, name, answer) for name, answer in details.items() if isinstance(answer, str)}
    assert set(current().kinds) - set(times) == set()
    for code, kind in current().kinds.items():
        for name, detail in kind.details.items():
            missing = [choice for choice in detail.choices if (code, name, choice) not in answers]
            assert not missing or times[code] < len(detail.choices), (code, name)


def test_every_ratio_has_something_to_be_divided_by(demo: None) -> None:
    ratios = [code for code, indicator in current().indicators.items() if not indicator.is_additive]
    for unit in ("LCA", "LCA-CT"):
        question = Question(Unit.objects.get(code=unit))
        found = question.figures(ratios, parse_period("2024", Cutoff.parse(CUTOFF)))
        without = [code for code, ratio in found.items() if not ratio.known]
        assert set(without) <= ({"complaints.settled.rate"} if unit == "LCA-CT" else set()), unit


def test_what_was_known_when_the_half_year_was_told(demo: None) -> None:
    moment = Moment.last_before(clock.end_of(TOLD_ON))
    then = {
        code: told("LCA-CT", code, HALF_YEAR, CUTOFF, known_at=moment).value
        for code in ("care.families", "care.amount", "meal.people", "dialogue.held", "members.admitted")
    }
    now = {code: told("LCA-CT", code, HALF_YEAR, CUTOFF).value for code in then}
    assert then["care.families"] == 191  # a visit of May was entered on 24 June
    assert then["care.amount"] == 293_400_000
    assert then["meal.people"] == 360  # a meal of fifty was told as one of sixty until 26 June
    assert then["dialogue.held"] == now["dialogue.held"] - 1  # type: ignore[operator]
    assert then["members.admitted"] == now["members.admitted"] == 2_247


def test_each_month_left_a_moment(demo: None) -> None:
    kept = Moment.objects.order_by("at", "id")
    assert list(kept) == list(kept.order_by("id"))
    assert kept.filter(revision=None).count() == 18 * 12 - 1 + 30, "and one for each sheet that was sent"


def test_the_tree_of_today_takes_in_the_past_of_yen_bai(demo: None) -> None:
    laocai, yenbai = (told(unit, "members.admitted", "2008..2024").value for unit in ("LCA", "YBA"))
    restated = told("LCA", "members.admitted", "2008..2024", tree_on=LAST_DAY).value
    assert laocai is not None
    assert yenbai is not None
    assert restated == laocai + yenbai
    assert yenbai > 1000


def test_the_root_has_the_same_total_on_every_tree(demo: None) -> None:
    for indicator in ("members.admitted", "inspection.held", "care.amount"):
        days = (None, date(2010, 1, 1), date(2019, 6, 1), date(2025, 7, 1), LAST_DAY)
        totals = [told("VN", indicator, "2008..2025", tree_on=day) for day in days]
        assert len({(total.low, total.high) for total in totals}) == 1, indicator


def test_members_who_came_with_yen_bai_are_no_admissions(demo: None) -> None:
    moved = due_to_reorganisation("members.total", Unit.objects.get(code="LCA"), parse_period("2025-07"))
    before = told("YBA", "members.total", "2025-06")
    assert moved.low == before.low
    assert told("YBA", "members.total", "2025-07").low == 0


def test_the_reorganisation_of_2025(demo: None) -> None:
    yenbai = Unit.objects.get(code="YBA")
    assert yenbai.last_day == date(2025, 7, 1)
    assert yenbai.place_on(LAST_DAY).parent == Unit.objects.get(code="LCA")
    for commune in COMMUNES:
        unit = Unit.objects.get(code=commune.code)
        assert unit.is_open
        assert Unit.objects.beneath(unit, on=LAST_DAY).exists(), commune.code
    for district in ("LCA-BX", "LCA-TP", "LCA-SMC", "YBA-NL"):
        assert not Unit.objects.get(code=district).is_open
    offices = Unit.objects.filter(places__sector="state-agency", places__superseded=None)
    assert not offices.on(date(2025, 6, 15)).exists()
    assert not Membership.objects.current().filter(unit__in=offices).exists()


def test_everybody_stands_beneath_a_unit_that_is_open(demo: None) -> None:
    for unit in Unit.objects.on(LAST_DAY).exclude(code="VN"):
        parent = unit.place_on(LAST_DAY).parent
        assert parent is not None
        assert parent.is_open, unit.code


def test_who_may_do_what(demo: None) -> None:
    users = {user.username: user for user in User.objects.all()}
    chaired, industry, laocai = (Unit.objects.get(code=code) for code in ("LCA-CT-001", "LCA-CT", "LCA"))
    with clock.set_to(clock.at(LAST_DAY)):
        require(users["chair"], Right.RECORD, chaired)
        require(users["clerk"], Right.MEMBERS, industry, chaired)
        require(users["officer"], Right.STRUCTURE, laocai, industry)
        require(users["national"], Right.PLAN, laocai)
        require(users["inspector"], Right.READ, laocai, chaired)
        for name, right, unit in (
            ("chair", Right.READ, industry),
            ("clerk", Right.READ, laocai),
            ("inspector", Right.RECORD, chaired),
            ("stranger", Right.READ, chaired),
            ("yenbai", Right.READ, Unit.objects.get(code="YBA")),
        ):
            with pytest.raises(PermissionDenied):
                require(users[name], right, unit)


def test_the_tallies_are_what_the_postings_say(demo: None) -> None:
    for unit, _rows in tallied_units():
        assert list(differences(unit)) == []


def test_some_activities_have_photos_that_say_they_are_drawn(demo: None) -> None:
    photos = Photo.objects.select_related("activity__unit", "by")
    assert 20 <= len(photos) <= 40
    assert {photo.activity.unit.code for photo in photos} >= {CHAIRED}
    assert all("ảnh minh họa" in photo.caption and photo.width == 960 for photo in photos)
    assert photos.filter(by__username="chair").exists()


def test_building_again_does_nothing(demo: None) -> None:
    before = Posting.objects.count()
    again = build()
    assert not again.is_new
    assert "không dựng lại" in str(again)
    assert Posting.objects.count() == before


def test_a_book_in_use_is_refused(fresh_database: str) -> None:
    User.objects.create_user("somebody")
    with pytest.raises(ValidationError, match="còn trống"):
        build()


def test_the_story_is_the_same_in_every_build() -> None:
    """However words are hashed, and however often it is told."""
    here = story().digest
    environment = os.environ | {"PYTHONHASHSEED": "7"}
    there = subprocess.run([sys.executable, "-c", _TELL], env=environment, capture_output=True, text=True, check=True)
    assert there.stdout.strip() == here
