"""The national book of a size: made once, kept for the next run, folded by the program itself."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
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
    """Seconds in which the program added up all tallies and standings; none while it has not."""


def make(size: str) -> Made:
    """The book of a size, in a server that runs; one made before is taken as it is."""
    made = _kept("made.json", size)
    if made is None:
        made = _added_up(_kept("written.json", size) or _written(size))
        _keep("made.json", made)
    else:
        place.begin()
    return made


def _kept(name: str, size: str) -> Made | None:
    """What was kept of a book of the size when it had come so far."""
    told = place.home() / name
    made = Made(**json.loads(told.read_text("utf-8"))) if told.exists() else None
    return made if made and made.size == size else None


def _keep(name: str, made: Made) -> None:
    (place.home() / name).write_text(json.dumps(asdict(made), indent=1), "utf-8")


def _written(size: str) -> Made:
    """The book with all its facts and no tallies: by far the longest part, so it is not done twice."""
    place.clear()
    place.begin()
    install_edition(Path(django_settings.CATALOGUE))
    backfill()
    with step("a federation by chance"):
        federation = Federation()
    officer = tree.write(federation)
    loaded = facts.write(federation, officer, SIZES[size])
    tree.vacuum(*TABLES)
    speed = round(loaded.postings / loaded.seconds)
    made = Made(size, len(federation.units), loaded.entries, loaded.postings, loaded.declarations, speed, None)
    _keep("written.json", made)
    return made


def _added_up(made: Made) -> Made:
    """The book with its tallies, laid by the program itself."""
    place.begin()
    with step("tallies and standings", made.postings) as rebuilding:
        tree.mark_folded()
        rebuild(_every(100))
    tree.vacuum("figures_tally", "figures_standing", "figures_step", "figures_carried")
    return replace(made, rebuilt=rebuilding["seconds"])


def _every(steps: int) -> Callable[[int, int], None]:
    def told(done: int, of: int) -> None:
        if done % steps == 0:
            print(f"{done}/{of}", flush=True)

    return told
