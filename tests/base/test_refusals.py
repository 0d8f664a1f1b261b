"""What the database refuses is told to the user in one sentence."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from tests.world import TODAY, World

from congdoan.base.refusals import sentence_of
from congdoan.base.spell import days
from congdoan.catalogue.models import Code
from congdoan.figures.models import Entry, Plan, Posting
from congdoan.org.models import Deed, Lineage, Place, RecordsFrom, Unit

GENERAL = "Việc này trái với quy tắc của sổ nên không được ghi."
EVER = days(None, None)

Deeds = Callable[[World], object]


def refusal(deed: Callable[[], object]) -> str:
    """The sentence for what the database says against a deed."""
    with pytest.raises(DatabaseError) as refused, transaction.atomic():
        deed()
    return sentence_of(refused.value)


def enter(unit: Unit, day: date, world: World) -> Entry:
    return Entry.objects.create(
        noun="activity", title="x", unit=unit, first_day=day, last_day=day, by=world.officer, at="2025-01-31T08:00Z"
    )


def plan(unit: Unit, *, target: int) -> Plan:
    code = Code.objects.get(code="members.admitted")
    return Plan.objects.create(unit=unit, indicator=code, period="2024", target=target)


CASES: dict[str, tuple[Deeds, str]] = {
    "a check": (
        lambda world: Place.objects.create(unit=world.mill, parent=world.mill, level="section", span=EVER),
        "Đơn vị không thể là cấp trên của chính mình.",
    ),
    "an exclusion": (
        lambda world: Place.objects.create(unit=world.mill, parent=world.zone, level="grassroots", span=EVER),
        "Một đơn vị chỉ có một cấp trên trong một ngày.",
    ),
    "a unique constraint": (
        lambda world: RecordsFrom.objects.create(unit=world.mill, day=TODAY),
        "Một đơn vị chỉ có một ngày bắt đầu ghi sổ.",
    ),
    "a unique constraint elsewhere": (
        lambda world: (plan(world.mill, target=5), plan(world.mill, target=6)),
        "Chỉ tiêu này đã có kế hoạch cho kỳ đó.",
    ),
    "a trigger": (
        lambda world: enter(world.mill, date(2009, 12, 31), world),
        "Đơn vị mill không tồn tại vào ngày 31/12/2009; không ghi được việc ngày đó.",
    ),
    "a trigger over a whole statement": (
        lambda world: enter(world.mill, date(2999, 1, 1), world),
        "Ngày này chưa đến. Sổ chỉ ghi việc đã xảy ra.",
    ),
    "a unique field, whose constraint has no name of ours": (
        lambda world: Unit.objects.create(code="mill", span=EVER),
        GENERAL,
    ),
    "a number too large": (
        lambda world: plan(world.mill, target=10**30),
        GENERAL,
    ),
    "a grant": (lambda world: Deed.objects.update(verb="x"), GENERAL),
    "a grant on the tree": (lambda world: Lineage.objects.update(depth=7), GENERAL),
    "a grant on the ledger": (lambda world: Posting.objects.update(low=7), GENERAL),
}


@pytest.mark.parametrize("case", CASES)
def test_each_sort_of_refusal_has_its_sentence(world: World, case: str) -> None:
    deed, sentence = CASES[case]
    assert refusal(lambda: deed(world)) == sentence


@pytest.mark.django_db
def test_a_fault_that_is_no_refusal_has_the_general_sentence() -> None:
    def divide_by_zero() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")

    assert refusal(divide_by_zero) == GENERAL
    assert sentence_of(DatabaseError("no cause")) == GENERAL
