"""How often a page asks the database: no more than twenty times, and never more often than it did.

A new page is counted by `CONGDOAN_COUNT=1 make test ARGS=tests/desk/test_queries.py WORKERS=0`.
"""

import os
import tomllib
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.desk.addresses import address, names, reader
from tests.desk.conftest import Desk, Door

TABLE = Path(__file__).parent / "queries.toml"
MOST = 20
COUNTS: dict[str, int] = tomllib.loads(TABLE.read_text("utf-8")) if TABLE.exists() else {}


@pytest.mark.parametrize("name", names())
def test_a_page_asks_no_more_often_than_it_did(desk: Desk, signed_in: Door, name: str) -> None:
    door, there = signed_in(reader(name, desk)), address(name, desk)
    door.get(there)
    with CaptureQueriesContext(connection) as asked:
        door.get(there)
    if os.environ.get("CONGDOAN_COUNT"):
        _write(name, len(asked))
    assert len(asked) <= MOST
    assert name in COUNTS, "count it: see above"
    assert len(asked) <= COUNTS[name], "\n".join(query["sql"][:200] for query in asked.captured_queries)


def _write(name: str, count: int) -> None:
    COUNTS[name] = count
    lines = [f'"{each}" = {COUNTS[each]}' for each in sorted(COUNTS) if each in names()]
    TABLE.write_text(
        "# How often each page asks the database, in the world of the tests.\n" + "\n".join(lines) + "\n", "utf-8"
    )
