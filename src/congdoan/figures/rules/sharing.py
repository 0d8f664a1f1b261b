"""Sharing a target among units: whole parts that add up to it, without one lost."""

from collections.abc import Sequence

from vn_money import allocate


def parts(total: int, weights: Sequence[int]) -> list[int]:
    """The parts of a total in proportion to weights, by largest remainder; evenly where nothing weighs anything."""
    if not weights:
        return []
    return list(allocate(total, list(weights) if any(weights) else [1] * len(weights)))
