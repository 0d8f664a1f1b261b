"""`{{ figure … }}`: a number in a text that follows the ledger until it is frozen."""

from datetime import date

import pytest
from tests.world import World

from congdoan.figures.models import teller
from congdoan.figures.rules import BadField, Reach, fields_of, frozen, shown

TEXT = "Toàn ngành kết nạp {{ figure north members.admitted 2024-H1 cutoff=05-31 }} đoàn viên."


def test_a_field_is_read_and_written_the_same() -> None:
    (field,) = fields_of(TEXT)
    assert (field.unit, field.indicator, field.scope) == ("north", "members.admitted", Reach.SUBTREE)
    assert field.period.last_day == date(2024, 5, 31)
    assert str(field) in TEXT
    (other,) = fields_of("{{figure north dialogue.held 2024 scope=own tree=2024-12-31}}")
    assert fields_of(str(other)) == [other]


def test_a_field_shows_the_ledgers_number(world: World) -> None:
    world.admit(world.mill, date(2024, 5, 5), 1234)
    assert shown(TEXT, teller()) == "Toàn ngành kết nạp 1.234 đoàn viên."


def test_a_frozen_field_says_for_ever_what_it_said(world: World) -> None:
    world.admit(world.mill, date(2024, 5, 5), 7)
    held = frozen(TEXT, teller())
    world.admit(world.mill, date(2024, 5, 6), 3)
    assert shown(held, teller()) == "Toàn ngành kết nạp 7 đoàn viên."
    assert shown(TEXT, teller()) == "Toàn ngành kết nạp 10 đoàn viên."
    assert frozen(held, teller()) == held


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("{{ figure }}", "“{{ figure }}” phải gồm đơn vị, chỉ tiêu và kỳ"),
        ("{{ figure north dialogue.held }}", "đơn vị, chỉ tiêu và kỳ"),
        ("{{ figure north dialogue.held 2024 unit=x }}", "đơn vị, chỉ tiêu và kỳ"),
        ("{{ figure north dialogue.held 2024-13 }}", "2024-13"),
        ("{{ figure north dialogue.held 2024 scope=all }}", "phạm vi"),
        ("{{ figure nowhere dialogue.held 2024 }}", "nowhere"),
        ("{{ figure north dialogue.hold 2024 }}", "dialogue.hold"),
    ],
)
def test_a_field_that_cannot_be_read_is_named(world: World, text: str, word: str) -> None:
    with pytest.raises(BadField, match=word):
        shown(text, teller())
