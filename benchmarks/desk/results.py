"""`RESULTS-desk.md`: one section for each program, each written anew by its own."""

import os
import platform
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

FILE = Path(__file__).parent.parent / "RESULTS-desk.md"
_HEAD = """# How fast the desk is

On the demo federation, signed in, one process. Written by `make bench-desk` and `make load`; nothing here is by hand.

The same kind of page measured elsewhere on two cores: NetBox's list of 10,000 sites 232 ms, Tendenci's member search
512 ms. What is wanted here: p95 at most 150 ms and at most 20 queries a page; 50 people at once for 60 s without an
error.
"""


def write_section(name: str, lines: Iterable[str]) -> None:
    """Put a section in its place, or at the end."""
    text = FILE.read_text(encoding="utf-8") if FILE.exists() else _HEAD
    section = f"<!-- {name} -->\n" + "\n".join(lines) + f"\n<!-- /{name} -->"
    found = re.compile(rf"<!-- {name} -->.*?<!-- /{name} -->", re.DOTALL)
    text = found.sub(lambda _match: section, text) if found.search(text) else f"{text.rstrip()}\n\n{section}\n"
    FILE.write_text(text, encoding="utf-8")


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    ruled = "| --- |" + " ---: |" * (len(head) - 1)
    return [f"| {' | '.join(head)} |", ruled, *(f"| {' | '.join(map(str, row))} |" for row in rows)]


def machine() -> str:
    """What it was measured on, and when."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    loads = ", ".join(f"{load:.1f}" for load in os.getloadavg())
    return (
        f"Measured {datetime.now(UTC):%Y-%m-%d} on {os.cpu_count()} cores ({platform.machine()}) with {memory:.0f} GB "
        f"of memory, Python {platform.python_version()}; load average at the end {loads}."
    )
