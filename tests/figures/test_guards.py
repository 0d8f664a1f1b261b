"""Who writes past the book's functions, or puts a table of their own before the book's, is refused all the same."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from tests.world import World

MAY = date(2024, 5, 2)
INSERT = """
    INSERT INTO figures_posting
        (entry_id, indicator_id, unit_id, first_day, last_day, low, high, open, rough, declared, xact)
    SELECT entry_id, {indicator}, {unit}, first_day, last_day, low, high, open, rough, declared, ledger_xact()
    FROM figures_posting LIMIT 1
"""


@pytest.mark.parametrize(
    "call",
    [
        "add_standings(NULL, ARRAY[{unit}], (SELECT snapshot FROM figures_fold), 1)",
        "add_steps(NULL, ARRAY[{unit}], (SELECT snapshot FROM figures_fold), 1)",
        "add_carried(NULL, ARRAY[{unit}], (SELECT snapshot FROM figures_fold), 1)",
        "fold_standings('1:1:', (SELECT snapshot FROM figures_fold))",
    ],
)
def test_the_application_does_not_call_the_steps_of_folding(world: World, call: str) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT {call.format(unit=world.north.pk)}")


@pytest.mark.parametrize(
    ("table", "named"),
    [
        ("catalogue_code", {"indicator": 999_999, "unit": "unit_id"}),
        ("org_unit", {"indicator": "indicator_id", "unit": 999_999}),
    ],
)
def test_a_table_of_one_s_own_does_not_stand_in_for_the_book_s(
    world: World, table: str, named: dict[str, object]
) -> None:
    world.hold_dialogue(world.mill, MAY)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE {table} ON COMMIT DROP AS SELECT 999999::bigint AS id")
        with pytest.raises(DatabaseError, match="không có trong"), transaction.atomic():
            cursor.execute(INSERT.format(**named))
