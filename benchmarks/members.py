"""The members' list at the size of the country: any unit's list, filtered and searched, under the database's bounds.

Run by `make bench-members` (SIZE=100K|1M|11M); written to RESULTS-members.md. A book once made is kept for the next
run; `python -m benchmarks.members 11M make` only makes it. Persons and memberships are made by statements
of the server itself; entries of the ledger are not made, the list does not read them.
"""

import json
import re
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import Any

from benchmarks import place

TOLD = Path(__file__).parent / "RESULTS-members.md"
SIZES = {"100K": 100_000, "1M": 1_000_000, "11M": 11_000_000}
LARGE = 10_000
"""Members of the one union whose list is measured most."""
ROUNDS = 12
TABLES = ("members_member", "members_membership", "members_word")
"""What is made without indexes, which are made after."""
UNLOGGED = {"wal_level": "minimal", "max_wal_senders": "0", "max_wal_size": "2GB"}
"""While the book is made: what a transaction fills from nothing is written once, not twice."""
BARS = {"union": 150, "superior": 200, "province": 200, "nation": 200}
"""Milliseconds wanted at p95."""

# Told more than once: more often met.
FAMILIES = "Nguyễn Nguyễn Nguyễn Nguyễn Trần Trần Lê Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Giàng"
MIDDLES = "Văn Thị Thị Minh Thu Đức Ngọc Hữu Bích Quang Anh Thanh Xuân Kim Hồng Mạnh Công Duy"
GIVEN = """
    An Anh Bình Chi Chứ Cường Dung Dũng Duyên Dương Đạt Giang Hà Hải Hạnh Hiền Hiếu Hoa Hòa Hoàng Hùng Huyền Hương
    Hường Khánh Lan Linh Loan Long Mai Mạnh Mỷ Nam Nga Ngân Nhung Oanh Pao Phong Phúc Phương Phượng Quân Quỳnh Sơn
    Tâm Thảo Thắng Thủy Trang Trung Tú Tuấn Tùng Tuyết Uyên Vân Việt Xuân Yến
"""

MAY_BE_EMPTY = {"left", "nobody"}
"""Lists in which nobody is to be found in this book; any other that is empty measures nothing."""

_PEOPLE = re.compile(r"(hơn )?([0-9.]+) người")

# Units of a level that stand today, by how many unions with members stand beneath them today: the one in the middle.
_MIDDLE = """
    WITH line AS MATERIALIZED (
        SELECT unit_id, ancestor_id, depth, level FROM org_lineage WHERE superseded IS NULL AND span @> %(today)s
    ), beneath AS (
        SELECT top.unit_id AS id, count(*) AS unions
        FROM line AS top
        JOIN org_unit AS unit ON unit.id = top.unit_id AND unit.span @> %(today)s
        JOIN line ON line.ancestor_id = top.unit_id
        WHERE top.depth = 0 AND top.level = %(level)s
            AND EXISTS (SELECT FROM members_membership WHERE unit_id = line.unit_id AND NOT withdrawn)
        GROUP BY top.unit_id
    )
    SELECT id FROM beneath ORDER BY unions, id OFFSET (SELECT count(*) / 2 FROM beneath) LIMIT 1
"""

# Somebody of a unit or beneath it today whose name few bear.
_SOMEBODY = """
    SELECT person.name, person.card FROM org_lineage AS line
    JOIN members_member AS person ON person.home_id = line.unit_id AND person.folded LIKE 'giang thi %%'
    WHERE line.ancestor_id = %(unit)s AND line.superseded IS NULL AND line.span @> %(today)s
    LIMIT 1
"""

_PERSONS = """
    INSERT INTO members_member (id, name, folded, sort_key, sex, born, born_year_only, phone, address, job, education,
        card, direct_worker, home_id)
    SELECT n, called.name, called.folded, called.sort_key, CASE WHEN n %% 5 < 3 THEN 'female' ELSE 'male' END,
        date '1966-01-01' + (n * 7919 %% 14600)::int, false, '', '', 'công nhân', '', 'CĐ' || lpad(n::text, 9, '0'),
        n %% 3 = 0, unit.id
    FROM bench_union AS unit CROSS JOIN LATERAL generate_series(unit.first, unit.last) AS n
    JOIN bench_name AS called ON called.id = (hashint8(n * 31) & 2147483647) %% %s
"""
_MEMBERSHIPS = """
    INSERT INTO members_membership (id, member_id, unit_id, span, entered_id, withdrawn, team, number)
    SELECT id, id, home_id, daterange(date '2011-01-01' + (id * 104729 %% 5000)::int, NULL), id, false,
        'Tổ ' || id %% 40, 1
    FROM members_member
"""
_WORDS = """
    INSERT INTO members_word (word, home_id, member_id)
    SELECT told.word, person.home_id, person.id
    FROM members_member AS person
    JOIN (SELECT DISTINCT folded, word FROM bench_name, string_to_table(folded, ' ') AS word) AS told USING (folded)
"""
_SUSPENSIONS = """
    INSERT INTO members_suspension (membership_id, unit_id, span, due, began_id)
    SELECT id, unit_id, daterange('2025-11-01', NULL), '2026-10-31', id FROM members_membership WHERE id %% 200 = 0
"""


def main(size: str, *only: str) -> None:
    """Make the book of a size, unless it was made before, and measure it; `make` alone only makes it."""
    place.prepare()
    union = _kept(size) or make(size)
    try:
        if "make" not in only:
            place.begin()
            from benchmarks.report import machine

            told = [line for name, key in chosen(union).items() for line in measured(name, key)]
            TOLD.write_text(report(size, told, machine()), "utf-8")
            print(TOLD.read_text("utf-8"))
    finally:
        place.end(keep=True)


def _kept(size: str) -> int | None:
    """The large union, where the book of the size was made before."""
    told = place.home() / "made.json"
    made = json.loads(told.read_text("utf-8")) if told.exists() else {}
    return made["tops"]["union"] if made.get("size") == size else None


def make(size: str) -> int:
    """The federation with its members; the key of the large union."""
    from django.conf import settings

    from benchmarks import tree
    from benchmarks.federation import Federation
    from congdoan.catalogue.actions import install_edition
    from congdoan.catalogue.rules import Level

    people = SIZES[size]
    place.clear()
    place.begin(UNLOGGED)
    install_edition(settings.CATALOGUE)
    federation = Federation(unions=min(126_000, max(200, people // 87)))
    tree.write(federation)
    unions = [unit for unit in federation.of(Level.GRASSROOTS) if unit.closed is None]
    _fill(people, _prepared([unit.key for unit in unions], people))
    place.end(keep=True)
    (place.home() / "made.json").write_text(json.dumps({"size": size, "tops": {"union": unions[0].key}}), "utf-8")
    return unions[0].key


def _prepared(unions: list[int], people: int) -> int:
    """Put down what people are called and whose they are, for the statements that make them; says how many names."""
    from benchmarks import tree
    from benchmarks.timing import step
    from congdoan.base.text import fold, sort_key

    names = [" ".join(words) for words in product(FAMILIES.split(), MIDDLES.split(), GIVEN.split())]
    with step("names", len(names)), place.loading() as session:
        session.execute("CREATE TABLE bench_name (id int PRIMARY KEY, name text, folded text, sort_key text)")
        session.execute("CREATE TABLE bench_union (id bigint, first bigint, last bigint)")
        tree.copy(session, "bench_name", ((n, name, fold(name), sort_key(name)) for n, name in enumerate(names)))
        tree.copy(session, "bench_union", shared(unions, people))
    return len(names)


def _fill(people: int, names: int) -> None:
    """Persons, memberships, words and suspensions, and what the planner knows of them."""
    from benchmarks import tree
    from benchmarks.timing import step

    with tree.without_indexes(*TABLES, of_constraints=True):
        with step("persons", people):
            filled("members_member", _PERSONS % names)
        with step("memberships and words", people), ThreadPoolExecutor(max_workers=2) as hands:
            list(hands.map(filled, ("members_membership", "members_word"), (_MEMBERSHIPS % (), _WORDS)))
    with step("suspensions"), place.loading() as session:
        session.execute(_SUSPENSIONS % ())
    with step("vacuum"):
        tree.vacuum(*TABLES, "members_suspension", "org_lineage", "org_position")


def filled(table: str, statement: str) -> None:
    """Fill a table from nothing; what one transaction empties and fills is not written into the log too."""
    with place.loading() as session:
        session.execute(f"TRUNCATE {table} CASCADE")
        session.execute(statement)


def shared(unions: list[int], people: int) -> Iterator[tuple[int, int, int]]:
    """The runs of numbers of each union's people: the first has LARGE, the others share the rest evenly."""
    least, more = divmod(max(people - LARGE, 0), len(unions) - 1)
    first = 1
    for place_of, unit in enumerate(unions):
        count = LARGE if place_of == 0 else least + (place_of <= more)
        yield unit, first, first + count - 1
        first += count


def chosen(union: int) -> dict[str, int]:
    """The large union; a superior union and a province of middle size, as they stand today; the nation."""
    from congdoan.base import clock
    from congdoan.org.models import Unit

    today = clock.today()
    with place.owning() as session:
        middle = {
            level: session.execute(_MIDDLE, {"level": level, "today": today}).fetchone()
            for level in ("superior", "provincial")
        }
    assert all(middle.values()), "no unit of a level has members beneath it today"
    superior, province = (row[0] for row in middle.values() if row)
    return {"union": union, "superior": superior, "province": province, "nation": Unit.objects.get(code="VN").pk}


def measured(name: str, key: int) -> Iterator[tuple[str, str, Any, str]]:
    """The pages of one unit's list, opened by its officer as a browser would; ends at one that is empty by mistake."""
    from django.conf import settings
    from django.test import Client

    from benchmarks.timing import repeated
    from congdoan.base.spell import days
    from congdoan.org.models import Position, Unit, User
    from congdoan.org.rules import Role

    settings.ALLOWED_HOSTS = ["*"]
    unit = Unit.objects.get(pk=key)
    user, is_new = User.objects.get_or_create(username=f"officer of {unit.code}")
    if is_new:
        Position.objects.create(user=user, unit=unit, role=Role.OFFICER, span=days(date(2011, 1, 1), None))
    door = Client()
    door.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    for what, query in pages(key):
        found: list[str] = []

        def open_page(query: dict[str, str] = query, found: list[str] = found) -> None:
            response = door.get("/members/", {"unit": unit.code} | query)
            assert response.status_code == 200, response.status_code
            found.append(people_in(response.content.decode()))

        times = repeated([open_page], rounds=ROUNDS, warm=2, patience=40)
        if found[-1] == "0" and what not in MAY_BE_EMPTY:
            sys.exit(f"nobody is in the list “{what}” of the {name} {unit.code}: its times would mean nothing")
        yield name, what, times, found[-1]


def people_in(page: str) -> str:
    """How many people the page says it found."""
    said = _PEOPLE.search(page)
    return f"{'over ' if said[1] else ''}{int(said[2].replace('.', '')):,}" if said else "0"


def pages(unit: int) -> list[tuple[str, dict[str, str]]]:
    """What is asked of the list, and how the address says it."""
    from congdoan.base import clock

    today = clock.today()
    past = today - timedelta(days=900)
    with place.owning() as session:
        somebody = session.execute(_SOMEBODY, {"unit": unit, "today": today}).fetchone()
    assert somebody, "nobody of the rare name is there"
    name, card = somebody
    return [
        ("all", {}),
        ("page 20", {"page": "20"}),
        ("last page", {"page": "9999"}),
        ("women", {"sex": "female"}),
        ("suspended", {"state": "suspended"}),
        ("left", {"state": "left"}),
        ("a common name", {"q": "nguyen"}),
        ("a whole name", {"q": name}),
        ("a card", {"q": card}),
        ("nobody", {"q": "khongcoai"}),
        ("a former day", {"day": past.isoformat()}),
    ]


def report(size: str, told: list[tuple[str, str, Any, str]], machine: dict[str, Any]) -> str:
    """What was measured, with the bars and whether they are reached."""
    head = [
        "# Lists of members at the size of the country",
        "",
        f"Written by `make bench-members SIZE={size}`: {SIZES[size]:,} persons in a federation of the country's shape, "
        f"one union of {LARGE:,}. Whole answers of `/members/` through Django's test client, warm, in milliseconds, "
        f"{ROUNDS} times each, signed in as an officer of the unit, with row-level security at work. Bars: p95 of "
        "150 ms for the union, 200 ms for any other unit.",
        "",
        f"{machine['cores']} cores, {machine['memory']}, Python {machine['python']}.",
        "",
        "| unit | list | found | p50 | p95 | bar | |",
        "|---|---|---:|---:|---:|---:|---|",
    ]
    lines = [
        f"| {name} | {what} | {found} | {times.p50:.0f} | {times.p95:.0f} | {BARS[name]} | "
        f"{'reached' if times.p95 <= BARS[name] else 'missed'} |"
        for name, what, times, found in told
    ]
    return "\n".join([*head, *lines, ""])


if __name__ == "__main__":
    if (wanted := sys.argv[1] if sys.argv[1:] else "1M") not in SIZES:
        sys.exit(f"SIZE is one of {', '.join(SIZES)}")
    main(wanted, *sys.argv[2:])
