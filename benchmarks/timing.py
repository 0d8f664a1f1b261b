"""Taking times: steps as they go, and how long the same thing takes when it is done again and again."""

import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Times:
    """How long something took, in milliseconds."""

    count: int
    p50: float
    p95: float
    p99: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> "Times":
        ordered = sorted(seconds)
        return cls(len(ordered), *(round(1000 * _quantile(ordered, q), 3) for q in (0.5, 0.95, 0.99)))

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def _quantile(ordered: Sequence[float], q: float) -> float:
    """Between the two nearest, so that few samples do not jump."""
    place = q * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def repeated(work: Sequence[Callable[[], object]], *, rounds: int, warm: int = 1, patience: float = 60.0) -> Times:
    """The times of all works over some rounds, the first ones not counted; stops early where patience ends."""
    taken: list[float] = []
    until = time.monotonic() + patience
    for number in range(warm + rounds):
        for each in work:
            began = time.perf_counter()
            each()
            if number >= warm or time.monotonic() > until:
                taken.append(time.perf_counter() - began)
            if taken and time.monotonic() > until:
                return Times.of(taken)
    return Times.of(taken)


def by_turns(
    works: Mapping[str, Sequence[Callable[[], object]]], *, times: int, patience: float = 120.0
) -> dict[str, Times]:
    """Each row of works asked equally often, a work of each row after another: what disturbs a moment tells of no row.

    The first asking of each work is not counted; stops early where patience ends, after each was asked once more.
    """
    for work in works.values():
        for each in work:
            each()
    taken: dict[str, list[float]] = {name: [] for name in works}
    until = time.monotonic() + patience
    for number in range(times):
        for name, work in works.items():
            began = time.perf_counter()
            work[number % len(work)]()
            taken[name].append(time.perf_counter() - began)
        if time.monotonic() > until:
            break
    return {name: Times.of(seconds) for name, seconds in taken.items()}


@contextmanager
def step(name: str, rows: int | None = None) -> Iterator[dict[str, float]]:
    """Tell a step, its time and its rate; the dictionary holds the seconds afterwards."""
    told: dict[str, float] = {}
    sys.stdout.write(f"{name} … ")
    sys.stdout.flush()
    began = time.perf_counter()
    yield told
    told["seconds"] = time.perf_counter() - began
    rate = f", {rows / told['seconds']:,.0f} a second" if rows else ""
    sys.stdout.write(f"{told['seconds']:.1f} s{rate}\n")
    sys.stdout.flush()
