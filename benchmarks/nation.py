"""The national book of a size: made once, kept for the next run, folded by the program itself."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings as django_settings

from benchmarks import facts, place, tree
from benchmarks.federation import Federation
from benchmarks.timing import step
from congdoan.catalogue.actions import install_edition
from congdoan.figures.actions import backfill, rebuild

SIZES = {"1M": 1_000_000, "10M": 10_000_000, "100M": 100_000_000}

TABLES = (
    "org_unit", "org_name", "org_place", "org_lineage", "org_recordsfrom", "figures_entry", "figures_posting",
    "figures_declaration", "figures_plan", "figures_tally", "figures_standing", "figures_step", "figures_carried",
)  # fmt: skip


@dataclass(frozen=True)
class Made:
    """What the book holds, and how long it took to make."""

    size: str
    units: int
    entries: int
    postings: int
    declarations: int
    copied_a_second: int
    rebuilt: float | None
    """Seconds in which the program added up all tallies and standings; none where it was broken off and taken up."""


def make(size: str) -> Made:
    """The book of a size, in a server that runs; one made before is taken as it is."""
    told = place.home() / "made.json"
    if told.exists():
        made = Made(**json.loads(told.read_text("utf-8")))
        if made.size == size:
            place.begin()
            return made
    place.clear()
    place.begin()
    made = _make(size)
    told.write_text(json.dumps(asdict(made), indent=1), "utf-8")
    return made


def _make(size: str) -> Made:
    install_edition(Path(django_settings.CATALOGUE))
    backfill()
    with step("a federation by chance"):
        federation = Federation()
    officer = tree.write(federation)
    loaded = facts.write(federation, officer, SIZES[size])
    tree.vacuum(*TABLES)
    with step("tallies and standings", loaded.postings) as rebuilding:
        tree.mark_folded()
        rebuild(_every(100))
    tree.vacuum("figures_tally", "figures_standing", "figures_step", "figures_carried")
    return Made(
        size,
        len(federation.units),
        loaded.entries,
        loaded.postings,
        loaded.declarations,
        round(loaded.postings / loaded.seconds),
        rebuilding["seconds"],
    )


def _every(steps: int) -> Callable[[int, int], None]:
    def told(done: int, of: int) -> None:
        if done % steps == 0:
            print(f"{done}/{of}", flush=True)

    return told
