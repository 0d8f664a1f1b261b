"""Fifteen years of facts, written by COPY: a unit's entry of a day carries ten postings, so that entries fit the disk.

What grows with the size is how much each unit has done; the units are those of the country at every size.
"""

from bisect import bisect
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from random import Random

import psycopg

from benchmarks.federation import FIRST_DAY, LAST_DAY, RECORDS_BEGIN, Federation, Made
from benchmarks.place import loading
from benchmarks.timing import step
from benchmarks.tree import copy, count_on, without_indexes, xact_of
from congdoan.base.period import Period
from congdoan.catalogue.models import numbers
from congdoan.org.models import User

DECLARED_STOCKS = (
    "workers.total", "workers.female", "workers.underemployed", "wages.sum", "wages.counted",
    "wages.unpaid", "insurance.unpaid", "workers.contracted", "workers.insured", "committee.members",
)  # fmt: skip
STOCKS = ("members.total", "members.female", "agreements.in_force")
AMOUNTS = (
    "care.amount", "meal.amount", "housing.amount", "tet.amount", "relief.amount", "loans.amount", "finance.fees",
    "finance.fund", "finance.income", "finance.spent", "finance.spent.care", "initiatives.value",
)  # fmt: skip
COUNTS = (
    "members.admitted", "members.admitted.female", "members.admitted.workers", "members.left", "members.retired",
    "dialogue.held", "dialogue.people", "dialogue.regular", "conference.workers", "inspection.held",
    "inspection.joint", "agreements.signed", "agreements.good", "legal.cases", "legal.people", "disputes.collective",
    "safety.courses", "safety.trained", "safety.checks", "accidents.total", "propaganda.sessions",
    "propaganda.people", "culture.held", "culture.people", "skills.people", "initiatives.recognised",
    "commendations.individual", "party.introduced", "party.admitted", "officials.trained", "women.people",
    "care.people", "care.families", "tet.people", "worker_month.held",
)  # fmt: skip
INDICATORS = DECLARED_STOCKS + STOCKS + AMOUNTS + COUNTS

TET, MAY = ("tet.people", "tet.amount", "care.people", "care.amount"), ("worker_month.held", "culture.held")
SEASONS = {1: 1.5, 2: 1.4, 5: 1.7, 7: 1.1, 11: 1.3, 12: 1.6}
TOGETHER, BUNDLES = 10, 4000
DECLARED = 0.05
"""The share of postings that are declared."""

POSTING = (
    "figures_posting (xact, entry_id, unit_id, first_day, last_day, indicator_id, low, high, open, rough, declared)"
)
ENTRY = (
    "figures_entry "
    "(id, noun, kind, title, unit_id, first_day, last_day, quantities, traits, withdrawn, by_id, at, xact)"
)


@dataclass
class Loaded:
    """What was written, and how long the writing alone took."""

    postings: int = 0
    entries: int = 0
    declarations: int = 0
    seconds: float = 0.0
    """Of writing alone, without what is made of it afterwards."""


def write(federation: Federation, officer: User, postings: int) -> Loaded:
    """Write so many postings, month by month as they would have come, without the indexes, which are made after."""
    loaded = Loaded()
    chance = Random(federation.chance.random())
    with without_indexes("figures_posting", "figures_entry", "figures_declaration"):
        with step("facts by COPY", int(postings * (1 - DECLARED))) as writing, loading() as session:
            bundles = {month: _bundles(month, chance) for month in range(1, 13)}
            for month, share in _months():
                entries = round(postings * (1 - DECLARED) * share / TOGETHER)
                _write_month(session, federation.units, month, entries, officer, loaded, chance, bundles)
        loaded.seconds = writing["seconds"]
        with step("declarations by COPY", int(postings * DECLARED)) as declaring, loading() as session:
            _declare(session, federation, officer, int(postings * DECLARED), loaded, chance)
        loaded.seconds += declaring["seconds"]
        with loading() as session:
            count_on(session, "figures_entry")
    return loaded


def _months() -> list[tuple[Period, float]]:
    """Each month with its share of all: more from year to year, and more at Tết, in May and at the year's end."""
    months = Period(FIRST_DAY, LAST_DAY).months()
    weights = [(0.7 + 0.04 * (m.first_day.year - 2011)) * SEASONS.get(m.first_day.month, 0.8) for m in months]
    return [(month, weight / sum(weights)) for month, weight in zip(months, weights, strict=True)]


def _write_month(
    session: psycopg.Connection,
    units: Sequence[Made],
    month: Period,
    entries: int,
    officer: User,
    loaded: Loaded,
    chance: Random,
    bundles: dict[int, list[list[str]]],
) -> None:
    living = [u for u in units if u.keeps_from <= month.first_day and (u.closed is None or u.closed >= month.last_day)]
    chosen = chance.choices(
        [str(u.key) for u in living], cum_weights=list(accumulate(u.weight for u in living)), k=entries
    )
    length = monthrange(month.first_day.year, month.first_day.month)[1]
    names = [f"{month.first_day:%Y-%m}-{day:02}" for day in range(1, length + 1)]
    on = chance.choices(names, k=entries)
    bundled = chance.choices(bundles[month.first_day.month], k=entries)
    first = loaded.entries + 1
    xact = xact_of(session)
    with session.cursor().copy(f"COPY {ENTRY} FROM STDIN") as channel:  # type: ignore[arg-type]
        tail = f"{{}}\t{{}}\tf\t{officer.pk}\t2026-01-01 00:00+00\t{xact}\n"
        channel.write(
            "".join(
                f"{key}\tactivity\tdialogue\tHoạt động tháng\t{unit}\t{day}\t{day}\t{tail}"
                for key, unit, day in zip(range(first, first + entries), chosen, on, strict=True)
            )
        )
    with session.cursor().copy(f"COPY {POSTING} FROM STDIN") as channel:  # type: ignore[arg-type]
        for start in range(0, entries, 10_000):
            part = slice(start, min(start + 10_000, entries))
            keys = range(first + part.start, first + part.stop)
            heads = (
                f"{xact}\t{key}\t{unit}\t{day}\t{day}\t"
                for key, unit, day in zip(keys, chosen[part], on[part], strict=True)
            )
            channel.write("".join(head + head.join(b) for head, b in zip(heads, bundled[part], strict=True)))
    session.commit()
    loaded.entries += entries
    loaded.postings += entries * TOGETHER


def _bundles(month: int, chance: Random) -> list[list[str]]:
    """What entries of a month may carry: ten indicators with their five numbers, as COPY reads them."""
    codes = numbers()
    facts = STOCKS + AMOUNTS + COUNTS
    likely = TET if month in (1, 2) else MAY if month == 5 else ()
    bundles = []
    for _ in range(BUNDLES):
        told = list(
            dict.fromkeys([*(code for code in likely if chance.random() < 0.5), *chance.sample(facts, TOGETHER)])
        )
        bundles.append([f"{codes[code]}\t{_five(code, chance)}\n" for code in told[:TOGETHER]])
    return bundles


def _five(code: str, chance: Random) -> str:
    """One in fifty is known only within bounds."""
    low = 1 + int(chance.expovariate(0.1))
    if code in STOCKS:
        low = low if chance.random() < 0.7 else -low
    elif code in AMOUNTS:
        low *= 100_000
    vague = chance.random() < 0.02 and code not in STOCKS
    return f"{low}\t{low * 2 if vague else low}\t0\t{int(vague)}\t0"


def _declare(
    session: psycopg.Connection, federation: Federation, officer: User, count: int, loaded: Loaded, chance: Random
) -> None:
    """Yearly declarations: some flows of the years before a unit kept records, then stocks that nobody records."""
    codes = numbers()
    xact = xact_of(session)
    entries: list[tuple[object, ...]] = []
    declarations: list[tuple[object, ...]] = []
    postings: list[tuple[object, ...]] = []
    key = loaded.entries
    for unit, code, first, last, low in _declared(federation, count, chance):
        key += 1
        began = last.replace(day=1) if code in DECLARED_STOCKS else first
        entries.append(
            (key, "declaration", "", "Kê khai năm", unit, began, last, f'{{"value": {abs(low)}}}', "{}", "f",
             officer.pk, "2026-01-01 00:00+00", xact)
        )  # fmt: skip
        declarations.append((key, unit, codes[code], began, last, "báo cáo năm", xact))
        postings.append((xact, key, unit, first, last, codes[code], low, low, 0, 0, low))
        if len(entries) == 100_000:
            _flush(session, entries, declarations, postings)
    _flush(session, entries, declarations, postings)
    loaded.declarations = key - loaded.entries
    loaded.postings += loaded.declarations
    loaded.entries = key


def _flush(session: psycopg.Connection, entries: list, declarations: list, postings: list) -> None:  # type: ignore[type-arg]
    copy(session, ENTRY, entries)
    copy(
        session, "figures_declaration (entry_id, unit_id, indicator_id, first_day, last_day, basis, xact)", declarations
    )
    copy(session, POSTING, postings)
    for rows in (entries, declarations, postings):
        rows.clear()


def _declared(federation: Federation, count: int, chance: Random) -> Iterator[tuple[int, str, date, date, int]]:
    """Unit, indicator, the days of the posting, its number."""
    left = count
    late = [unit for unit in federation.units if unit.declares]
    flows = count // 5
    per_unit = max(1, flows // max(1, len(late)))
    for unit in late:
        for number in range(min(per_unit, flows)):
            year = 2015 - number // 30
            if unit.born.year <= year and year >= 2011 and left:
                left -= 1
                low = 1 + int(chance.expovariate(0.02))
                yield unit.key, COUNTS[number % 30], date(year, 1, 1), date(year, 12, 31), low
    yield from _declared_stocks(federation, left, chance)


def _declared_stocks(federation: Federation, left: int, chance: Random) -> Iterator[tuple[int, str, date, date, int]]:
    order = [unit for unit in federation.units if unit.level == "grassroots"]
    chance.shuffle(order)
    for unit in order:
        until = unit.closed.year if unit.closed else LAST_DAY.year + 1
        years = range(max(2011, unit.born.year), until)
        for code in DECLARED_STOCKS:
            for year in years:
                if not left:
                    return
                left -= 1
                is_first = year == years[0]
                low = 20 + int(chance.expovariate(0.01)) if is_first else chance.randint(-3, 6)
                yield unit.key, code, date(year, 12 if is_first else 1, 1), date(year, 12, 31), low


def months_since(first: date, last: date) -> int:
    return bisect([month.first_day for month in Period(first, last).months()], last)


__all__ = ["INDICATORS", "RECORDS_BEGIN", "Loaded", "write"]
