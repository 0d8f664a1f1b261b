"""Each page opened again and again by somebody signed in: how long it takes, how many queries, how heavy it is.

Run by `make bench-desk`, which fails where a page is above what is wanted.
"""

import re
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from statistics import quantiles

from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks.desk.ground import demo_pages, signed_in
from benchmarks.desk.pages import Page
from benchmarks.desk.results import machine, table, write_section

ROUNDS, WARM = 40, 3
MANY, HEAVY, LONG = 20, 150, 60
"""Queries of a page, its kB with stylesheets and scripts, uncompressed and without photos, and those of it alone."""

_LOADED = re.compile(r'(?:href|src)="/static/([^"]+\.(?:css|js))"')


def measured(page: Page, client: Client) -> tuple[float, float, int, float, float]:
    """Of a warm page: p50 and p95 in milliseconds, queries, and its weight in kB, alone and with what it loads."""
    taken: list[float] = []
    for place in range(ROUNDS + WARM):
        begun = time.perf_counter()
        response = client.get(page.path)
        if place >= WARM:
            taken.append((time.perf_counter() - begun) * 1000)
        if response.status_code != 200:
            sys.exit(f"{page.path}: {response.status_code}")
    with CaptureQueriesContext(connection) as queries:
        response = client.get(page.path)
    parts = quantiles(taken, n=20, method="inclusive")
    alone = len(response.content) / 1024
    return parts[9], parts[18], len(queries), alone, weight(response.content.decode())


def weight(html: str) -> float:
    """A page with what it loads, in kB."""
    loaded = {found for name in _LOADED.findall(html) if (found := finders.find(name))}
    return (len(html.encode()) + sum(Path(file).stat().st_size for file in loaded)) / 1024


def above(page: Page, p95: float, queries: int, alone: float, heavy: float) -> str:
    """What of a page is more than is wanted."""
    found = {
        "slow": p95 > page.at_most,
        "many queries": queries > MANY,
        "long": alone > LONG,
        "heavy": heavy > HEAVY,
    }
    return ", ".join(word for word, is_above in found.items() if is_above)


def main() -> None:
    pages = demo_pages()
    clients = {user: signed_in(user) for user in sorted({page.user for page in pages})}
    rows = []
    for page in pages:
        p50, p95, queries, alone, heavy = measured(page, clients[page.user])
        row = (
            page.name,
            page.user,
            f"{p50:.0f}",
            f"{p95:.0f}",
            queries,
            f"{alone:.0f}",
            f"{heavy:.0f}",
            above(page, p95, queries, alone, heavy),
        )
        print(*row, sep="\t", flush=True)
        rows.append(row)
    write_section("speed", _told(rows))
    if any(row[-1] for row in rows):
        sys.exit("Có trang vượt mức.")


def _told(rows: Iterable[tuple[object, ...]]) -> list[str]:
    head = ("page", "as", "p50 ms", "p95 ms", "queries", "HTML kB", "all kB", "above what is wanted")
    note = (
        f"{ROUNDS} times each, the whole of Django with its middleware in one process. HTML kB: alone, at most "
        f"{LONG}; all kB: with its stylesheets and scripts, uncompressed, without photos, at most {HEAVY}. {machine()}"
    )
    return ["## One person", "", *table(head, rows), "", note]


if __name__ == "__main__":
    main()
