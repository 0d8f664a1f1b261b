"""Whether somebody agreed on a day, by what was written about it."""

from collections.abc import Iterable
from datetime import date


def is_agreed(told: Iterable[tuple[date, bool]], day: date) -> bool:
    """Whether consent held on a day; `told` are the days of consents and withdrawals (True), in the order of writing.

    A consent written while another holds is its correction and stands in its place; a withdrawal ends it from its day.
    """
    times: list[tuple[date, date | None]] = []
    for written, ends in told:
        if ends and times:
            times[-1] = times[-1][0], written
        elif not ends:
            if times and times[-1][1] is None:
                times.pop()
            times.append((written, None))
    return any(first <= day and (last is None or day < last) for first, last in times)
