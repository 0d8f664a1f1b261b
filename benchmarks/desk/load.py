"""Fifty people for a minute on one process of `congdoan serve`. Run by `make load`; no error is borne."""

import csv
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from benchmarks.desk.ground import demo_pages, served, session_of
from benchmarks.desk.results import machine, table, write_section

PEOPLE, SECONDS = int(os.environ.get("PEOPLE", "50")), int(os.environ.get("SECONDS", "60"))
LOCUST = Path(sys.executable).parent / "locust"
VISITORS = Path(__file__).parent / "visitors.py"


def told(folder: Path) -> list[dict[str, str]]:
    """What locust counted, a row for each page and one for all."""
    with (folder / "stats_stats.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def visited(address: str, folder: Path) -> list[dict[str, str]]:
    pages = demo_pages()
    plan = folder / "plan.json"
    sessions = {user: session_of(user) for user in sorted({page.user for page in pages})}
    plan.write_text(json.dumps({"pages": [asdict(page) for page in pages], "sessions": sessions}), encoding="utf-8")
    command = [LOCUST, "-f", VISITORS, "--headless", "-u", str(PEOPLE), "-r", "10", "-t", f"{SECONDS}s"]
    command += ["--host", address, "--csv", folder / "stats", "--only-summary", "--loglevel", "WARNING"]
    subprocess.run(command, env=os.environ | {"CONGDOAN_LOAD": str(plan)}, check=False)
    return told(folder)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, served() as address:
        rows = visited(address, Path(folder))
    named = [(row["Name"] if row["Name"] != "Aggregated" else "**all**", row) for row in rows]
    shown = [
        (
            name,
            row["Request Count"],
            row["50%"],
            row["95%"],
            row["Max Response Time"].partition(".")[0],
            row["Failure Count"],
        )
        for name, row in named
    ]
    total = rows[-1]
    lines = [
        f"## {PEOPLE} people at once for {SECONDS} s",
        "",
        *table(("page", "requests", "p50 ms", "p95 ms", "slowest ms", "errors"), shown),
        "",
        f"One process of `congdoan serve` (4 threads); each person opens a page every 2 to 8 s; locust runs on "
        f"the same machine. {float(total['Requests/s']):.1f} requests a second. {machine()}",
    ]
    write_section("load", lines)
    print("\n".join(lines))
    if int(total["Failure Count"]):
        sys.exit("Có trang trả lời lỗi.")


if __name__ == "__main__":
    main()
