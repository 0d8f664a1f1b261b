"""Fifty people for a minute on one process of `congdoan serve`, reading and recording. Run by `make load`.

No error is borne. What was recorded is withdrawn again, so that the demo federation tells what it told.
"""

import csv
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from django.db.models import Max

from benchmarks.desk.ground import demo_pages, served, session_of
from benchmarks.desk.results import machine, table, write_section
from congdoan.demo.superiors import CHAIRED
from congdoan.org.models import User
from congdoan.records.activities.actions import withdraw_activity
from congdoan.records.activities.models import Activity

PEOPLE, SECONDS = int(os.environ.get("PEOPLE", "50")), int(os.environ.get("SECONDS", "60"))
LOCUST = Path(sys.executable).parent / "locust"
VISITORS = Path(__file__).parent / "visitors.py"
WRITER = "chair"


def told(folder: Path) -> list[dict[str, str]]:
    """What locust counted, a row for each page and one for all."""
    with (folder / "stats_stats.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def visited(address: str, folder: Path) -> list[dict[str, str]]:
    pages = demo_pages()
    plan = folder / "plan.json"
    sessions = {user: session_of(user) for user in sorted({*(page.user for page in pages), WRITER})}
    record = {"user": WRITER, "path": f"/activities/record/dialogue/?unit={CHAIRED}"}
    told_to = {"pages": [asdict(page) for page in pages], "sessions": sessions, "record": record}
    plan.write_text(json.dumps(told_to), encoding="utf-8")
    command = [LOCUST, "-f", VISITORS, "--headless", "-u", str(PEOPLE), "-r", "10", "-t", f"{SECONDS}s"]
    command += ["--host", address, "--csv", folder / "stats", "--only-summary", "--loglevel", "WARNING"]
    subprocess.run(command, env=os.environ | {"CONGDOAN_LOAD": str(plan)}, check=False)
    return told(folder)


@contextmanager
def withdrawn_again() -> Iterator[None]:
    """Whatever is recorded in the block is withdrawn at its end."""
    last = Activity.objects.aggregate(last=Max("pk"))["last"] or 0
    yield
    writer = User.objects.get(username=WRITER)
    for activity in Activity.objects.filter(pk__gt=last).standing():
        withdraw_activity(writer, activity=activity, reason="ghi để đo tốc độ")


def main() -> None:
    demo_pages()
    with tempfile.TemporaryDirectory() as folder, withdrawn_again(), served() as address:
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
        f"One process of `congdoan serve` (4 threads); each person opens a page every 2 to 8 s, and every tenth time "
        f"records an activity; locust runs on the same machine. "
        f"{float(total['Requests/s']):.1f} requests a second. {machine()}",
    ]
    write_section("load", lines)
    print("\n".join(lines))
    if int(total["Failure Count"]):
        sys.exit("Có trang trả lời lỗi.")


if __name__ == "__main__":
    main()
