"""Why the ledger's tables are indexed, vacuumed and filled as they are: each setting against its alternative.

Run by `make bench-upkeep` on the book of one million postings; written to RESULTS-upkeep.md beside this file.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from unittest.mock import patch

import psycopg

from benchmarks import place

TOLD = Path(__file__).parent / "RESULTS-upkeep.md"
ROUNDS, BULK = 5, 100_000
SUPERIOR = """
    SELECT sum(p.low) FROM org_lineage AS l JOIN figures_posting AS p ON p.unit_id = l.unit_id
    WHERE l.ancestor_id = %s AND l.superseded IS NULL AND p.indicator_id = ANY(%s) AND l.span @> p.last_day
"""
UNIT_BY_UNIT = """
    SELECT sum(p.low) FROM (
        SELECT unit_id, span FROM org_lineage WHERE ancestor_id = %s AND superseded IS NULL OFFSET 0
    ) AS l CROSS JOIN LATERAL (
        SELECT low FROM figures_posting WHERE unit_id = l.unit_id AND indicator_id = %s AND l.span @> last_day OFFSET 0
    ) AS p
"""


def main() -> None:
    place.prepare()
    from benchmarks import nation

    nation.make("1M")
    with place.owning() as session:
        lines = [
            *_sizes(session),
            *_visible(session),
            *_days(session),
            *_fill(session),
        ]
    TOLD.write_text("\n".join(["# Why the tables are kept as they are", "", INTRODUCTION, "", *lines, ""]), "utf-8")
    print(TOLD.read_text("utf-8"))
    place.end(keep=True)


INTRODUCTION = (
    "Written by `make bench-upkeep`, on a book of one million postings; medians of five, warm. "
    "What the covering index spares is measured on the larger books: RESULTS.md."
)


def _sizes(session: psycopg.Connection) -> Iterator[str]:
    yield "## What the indexes weigh"
    yield ""
    yield "| index | bytes a posting |"
    yield "| --- | --- |"
    rows = session.execute(
        """SELECT i.indexrelid::regclass::text,
            pg_relation_size(i.indexrelid) / (SELECT count(*) FROM figures_posting)::float
        FROM pg_index AS i WHERE i.indrelid = 'figures_posting'::regclass ORDER BY 2 DESC"""
    )
    for name, size in rows:
        yield f"| `{name}` | {size:.1f} |"
    heap = session.execute(
        "SELECT pg_relation_size('figures_posting') / count(*)::float FROM figures_posting"
    ).fetchone()
    yield f"| the table itself | {heap[0] if heap else 0:.1f} |"
    yield ""


def covering() -> dict[str, float]:
    """Milliseconds for one indicator of the largest province, by unit: from the index alone, and with the table."""
    told = {}
    with place.owning() as session:
        unit, codes = _largest(session, "provincial")
        for name, has in (("index alone", "on"), ("with the table", "off")):
            session.execute(f"SET enable_indexonlyscan = {has}")  # type: ignore[arg-type]
            told[name] = round(_timed(lambda: session.execute(UNIT_BY_UNIT, [unit, codes[0]]).fetchall()), 1)
    return told


def _visible(session: psycopg.Connection) -> Iterator[str]:
    """Pages not known to be visible to all must be looked up in the table; so much is spared by vacuuming early."""
    unit, codes = _largest(session, "superior")
    vacuumed, pages = _read(session, unit, codes), _pages(session, unit, codes)
    with _undone(session):
        session.execute("ALTER TABLE figures_posting RENAME TO vacuumed_posting")
        session.execute("CREATE TABLE figures_posting (LIKE vacuumed_posting INCLUDING INDEXES)")
        session.execute("INSERT INTO figures_posting SELECT * FROM vacuumed_posting ORDER BY id")
        session.execute("ANALYZE figures_posting")
        fresh, fetched = _read(session, unit, codes), _pages(session, unit, codes)
    yield "## Vacuuming what nothing dies in"
    yield ""
    yield f"The same reading takes {vacuumed:.1f} ms and {pages:,} pages where all are known to be visible to all,"
    yield f"{fresh:.1f} ms and {fetched:,} pages where none is: so autovacuum comes after one posting in a hundred"
    yield "instead of one in five, and freezes at once, for a row never changes."
    yield ""


def _days(session: psycopg.Connection) -> Iterator[str]:
    """By indicator and day: part months beneath a province; and against a block range index of the day."""
    from benchmarks.questions import PART, units_by_level
    from congdoan.catalogue.rules import Level
    from congdoan.figures.models import Question, reading

    province = units_by_level()[Level.PROVINCIAL][0]
    asked = {}
    for large in (reading.LARGE, 10**9):
        with patch.object(reading, "LARGE", large):
            asked[large] = _timed(lambda: Question(province).figure("dialogue.people", PART))
    day = """SELECT sum(low) FROM figures_posting
        WHERE indicator_id = %s AND last_day BETWEEN '2024-10-01' AND '2024-10-19'"""
    code = _codes(session)[0]
    tree = _timed(lambda: session.execute(day, [code]).fetchall())
    with _undone(session):
        session.execute("DROP INDEX posting_days")
        session.execute("CREATE INDEX by_block ON figures_posting USING brin (last_day) WITH (pages_per_range = 32)")
        session.execute("SET LOCAL enable_seqscan = off")
        brin = _timed(lambda: session.execute(day, [code]).fetchall())
        size = session.execute("SELECT pg_relation_size('by_block')").fetchone()
    none = session.execute("SELECT count(*) FROM pg_opclass WHERE opcname = 'xid8_minmax_ops'").fetchone()
    yield "## The days, and block range indexes"
    yield ""
    yield f"A figure of the largest province over part months takes {asked[reading.LARGE]:.1f} ms where"
    yield f"`posting_days` tells which units have anything on those days, {asked[10**9]:.1f} ms where each is asked."
    yield ""
    yield "Postings arrive in the order of their transactions, so a block range index of `xact` would serve to find"
    yield f"the unfolded ones; PostgreSQL has {'one' if none and none[0] else 'no operator class'} for `xid8`."
    yield f"One of the day ({size[0] if size else 0:,} bytes) finds the nation's postings of nineteen days in"
    yield f"{brin:.1f} ms, `posting_days` in {tree:.1f} ms; and the day of a late record lies anywhere. None is kept."
    yield ""


def _fill(session: psycopg.Connection) -> Iterator[str]:
    """Folding on pages filled to the brim, and with room left; the tallies are left as they were found."""
    taken: dict[int, list[float]] = {100: [], 70: []}
    for filled, seconds in taken.items():
        session.execute(f"ALTER TABLE figures_tally SET (fillfactor = {filled})")  # type: ignore[arg-type]
        session.execute("VACUUM FULL figures_tally")
        for _round in range(3):
            session.execute("VACUUM ANALYZE figures_tally")
            count, once = _folded_again()
            seconds.append(once)
    session.execute("ALTER TABLE figures_tally RESET (fillfactor)")
    session.execute("VACUUM FULL figures_tally")
    session.execute("VACUUM ANALYZE figures_tally")
    yield "## How full pages are"
    yield ""
    yield "A posting never changes: its pages are filled to the brim. A tally changes, but the index that answers holds"
    yield f"its numbers, so no change is made in place, room or not: folding {count:,} postings takes"
    yield f"{median(taken[100]):.2f} s on full pages and {median(taken[70]):.2f} s on pages filled to 70 %."
    yield ""


def _folded_again() -> tuple[int, float]:
    """Fold the last postings as if they were not folded yet, and take it back: how many, and in how many seconds.

    Of the tallies alone: no trigger fires, and it is one that folds standings.
    """
    with place.loading() as session:
        session.execute(
            """UPDATE figures_fold SET snapshot = (
                SELECT format('%%s:%%s:', since, since)::pg_snapshot FROM (
                    SELECT min(xact::text::bigint) AS since
                    FROM (SELECT xact FROM figures_posting ORDER BY id DESC LIMIT %s) AS last_ones
                ) AS begun)""",
            [BULK],
        )
        began = time.perf_counter()
        row = session.execute("SELECT fold_tallies()").fetchone()
        seconds = time.perf_counter() - began
        session.rollback()
    assert row is not None
    return int(row[0]), seconds


def _largest(session: psycopg.Connection, level: str) -> tuple[int, list[int]]:
    row = session.execute(
        """SELECT l.ancestor_id FROM org_lineage AS l JOIN org_place AS p ON p.unit_id = l.ancestor_id
        WHERE p.level = %s AND l.superseded IS NULL GROUP BY 1 ORDER BY count(*) DESC LIMIT 1""",
        [level],
    ).fetchone()
    assert row is not None
    return int(row[0]), _codes(session)


def _codes(session: psycopg.Connection) -> list[int]:
    from benchmarks.facts import INDICATORS

    rows = session.execute("SELECT id FROM catalogue_code WHERE code = ANY(%s) ORDER BY id", [list(INDICATORS)])
    return [int(key) for (key,) in rows]


def _read(session: psycopg.Connection, unit: int, codes: Sequence[int]) -> float:
    return _timed(lambda: session.execute(SUPERIOR, [unit, list(codes)]).fetchall())


def _pages(session: psycopg.Connection, unit: int, codes: Sequence[int]) -> int:
    row = session.execute("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON)" + SUPERIOR, [unit, list(codes)]).fetchone()
    assert row is not None
    plan = row[0][0]["Plan"]
    return int(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"])


def _timed(work: object) -> float:
    taken = []
    for _round in range(ROUNDS + 1):
        began = time.perf_counter()
        work()  # type: ignore[operator]
        taken.append(1000 * (time.perf_counter() - began))
    return median(taken[1:])


@contextmanager
def _undone(session: psycopg.Connection) -> Iterator[None]:
    with session.transaction(force_rollback=True):
        yield


if __name__ == "__main__":
    main()
