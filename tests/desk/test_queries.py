"""How often a page asks the database: no more than twenty times, and never more often than it did.

A new page is counted by `CONGDOAN_COUNT=1 make test ARGS=tests/desk/test_queries.py WORKERS=0`.
"""

import os
import tomllib
from pathlib import Path

from tests.desk.addresses import names
from tests.desk.visiting import Visits, each_address, visits

__all__ = ["visits"]

TABLE = Path(__file__).parent / "queries.toml"
MOST = 20
COUNTS: dict[str, int] = tomllib.loads(TABLE.read_text("utf-8")) if TABLE.exists() else {}


@each_address
def test_a_page_asks_no_more_often_than_it_did(visits: Visits) -> None:
    asked = len(visits.asked)
    if os.environ.get("CONGDOAN_COUNT"):
        _write(visits.name, asked)
    assert 0 < asked <= MOST
    assert visits.name in COUNTS, "count it: see above"
    assert asked <= COUNTS[visits.name], "\n".join(query[:200] for query in visits.asked)


def _write(name: str, count: int) -> None:
    COUNTS[name] = count
    lines = [f'"{each}" = {COUNTS[each]}' for each in sorted(COUNTS) if each in names()]
    TABLE.write_text(
        "# How often each page asks the database, in the world of the tests.\n" + "\n".join(lines) + "\n", "utf-8"
    )
