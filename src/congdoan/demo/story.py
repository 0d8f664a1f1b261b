"""The whole story: everything that is entered, in the order of its days."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from congdoan.catalogue.rules import Catalogue
from congdoan.demo.activities import entering
from congdoan.demo.book import Act
from congdoan.demo.campaigns import draw_campaigns
from congdoan.demo.chance import month_end, months
from congdoan.demo.changes import draw_changes
from congdoan.demo.declarations import declaring
from congdoan.demo.early_years import draw_early_years, draw_together
from congdoan.demo.federation import Federation, draw_federation
from congdoan.demo.half_year import draw_half_years
from congdoan.demo.labour import draw_labour
from congdoan.demo.life import draw_life
from congdoan.demo.membership import draw_membership
from congdoan.demo.mistakes import with_mistakes
from congdoan.demo.reorganisation import draw_reorganisation
from congdoan.demo.structure import founding
from congdoan.demo.superiors import BEGUN, NATION, TOLD_UNTIL
from congdoan.demo.targets import Reached, draw_targets
from congdoan.demo.users import draw_positions

DAY_BY_DAY = date(2024, 6, 1)
"""The month in which the half-year was told of: what was known then is kept for each of its days."""


@dataclass(frozen=True)
class Story:
    """What is entered, in order."""

    acts: tuple[Act, ...]

    @property
    def digest(self) -> str:
        """The same for the same story."""
        return sha256("\n".join(f"{act.entered} {act.told}" for act in self.acts).encode()).hexdigest()

    def steps(self) -> Iterator[tuple[date, list[Act]]]:
        """The story cut where what is known is kept: a last day, and what was entered until then."""
        ends = step_ends()
        acts: dict[date, list[Act]] = {end: [] for end in ends}
        for act in self.acts:
            acts[ends[bisect_left(ends, act.entered)]].append(act)
        yield from acts.items()


def step_ends() -> list[date]:
    """The last day of each month, and each day of the one month that is told day by day."""
    ends: list[date] = []
    for month in months(BEGUN, TOLD_UNTIL):
        if month == DAY_BY_DAY:
            ends += [month + timedelta(days=index) for index in range(month_end(month).day)]
        else:
            ends.append(month_end(month))
    return ends


def entry_day(day: date) -> date:
    """When an activity of a day is entered: at the end of its month; in the one told day by day, every fifth day."""
    if day.replace(day=1) == DAY_BY_DAY:
        return day.replace(day=-(-day.day // 5) * 5)
    return month_end(day)


def tell(catalogue: Catalogue) -> Story:
    """The story of the federation, drawn from the catalogue's kinds and indicators; nothing is entered yet."""
    federation = draw_federation()
    acts = _units(federation)
    membership, rolls = draw_membership(federation)
    life = with_mistakes(draw_life(federation, catalogue))
    happenings = [*life, *draw_half_years(federation, rolls), *draw_campaigns(federation)]
    years = draw_early_years(federation, rolls)
    acts += membership
    acts += entering(happenings, entry_day)
    acts += declaring([*years.told, *draw_labour(federation, rolls, years, catalogue)])
    acts += draw_targets(Reached(federation, rolls, happenings), catalogue)
    return Story(tuple(sorted(acts, key=lambda act: act.order)))


def _units(federation: Federation) -> list[Act]:
    """Units and positions; superiors before those beneath them."""
    first = [founding(seat) for seat in federation.seats.values() if seat.code != NATION]
    return [
        *first,
        *draw_positions(),
        *draw_together(federation),
        *draw_changes(federation),
        *draw_reorganisation(federation),
    ]
