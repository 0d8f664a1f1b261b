"""Workers and wages, as units tell of them at the cut-off days; committees and safety networks too."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from random import Random

from congdoan.catalogue.rules import Catalogue, Level
from congdoan.demo.chance import chance, month_end, steps_of
from congdoan.demo.declarations import Told, exactly
from congdoan.demo.early_years import EarlyYears
from congdoan.demo.federation import Federation, Seat
from congdoan.demo.membership import members_told
from congdoan.demo.people import Rolls
from congdoan.demo.superiors import CHAIRED, LAOCAI, ZONES

_BASIS = "Biểu lao động, tiền lương của đơn vị"
_EVERYBODY = date(2023, 11, 30)
"""When all grassroots unions told how many worked with them, before the congress of that year."""
_CUTOFFS = tuple(month_end(date(year, month, 1)) for year in (2022, 2023, 2024, 2025) for month in (5, 11))[1:]
"""When the sector union's tell of workers and wages; the chair's own of everything."""
_EVERYTHING = date(2024, 5, 31)
"""When all of the sector union's told everything."""
_CORE = ("workers.total", "workers.female")
_WAGES = ("wages.sum", "wages.counted")
_OF_SUPERIORS = ("enterprises.unionised",)

Guess = Callable[[Random, int, int], int]


def _part(low: float, high: float) -> Guess:
    """A part of all workers."""
    return lambda luck, workers, women: round(workers * luck.uniform(low, high))


def _now_and_then(odds: float, low: int, high: int) -> Guess:
    """Mostly nothing, else a sum of money."""
    return lambda luck, workers, women: steps_of(luck, low, high, 1_000_000) if luck.random() < odds else 0


_COMMITTEES: tuple[tuple[int, int], ...] = ((13, 1000), (11, 500), (9, 150), (5, 50), (3, 0))
"""Members of a committee by the people it serves (HD 38/HD-TLĐ ngày 27/12/2024)."""
_GUESSES: Mapping[str, Guess] = {
    "workers.total": lambda luck, workers, women: workers,
    "workers.female": lambda luck, workers, women: women,
    "workers.underemployed": _part(0.0, 0.05),
    "workers.underemployed.female": lambda luck, workers, women: 0,
    "wages.sum": lambda luck, workers, women: workers * steps_of(luck, 6_200_000, 9_800_000, 10_000),
    "wages.counted": lambda luck, workers, women: workers,
    "wages.unpaid": _now_and_then(0.04, 40_000_000, 600_000_000),
    "insurance.unpaid": _now_and_then(0.07, 20_000_000, 900_000_000),
    "workers.housed": _part(0.0, 0.2),
    "workers.renting": _part(0.05, 0.3),
    "workers.contracted": _part(0.94, 1.0),
    "workers.insured": _part(0.86, 0.94),
    "committee.members": lambda luck, workers, women: next(n for n, least in _COMMITTEES if workers >= least),
    "safety.network": lambda luck, workers, women: max(1, workers // 25),
}


def draw_labour(federation: Federation, rolls: Rolls, years: EarlyYears, catalogue: Catalogue) -> list[Told]:
    """What is declared of labour: little by all, everything that the catalogue lets declare by some."""
    everything = [code for code, indicator in catalogue.indicators.items() if indicator.declared]
    told: list[Told] = []
    for seat in federation.grassroots:
        luck = chance(f"labour/{seat.code}")
        for day in _CUTOFFS:
            codes = [code for code in everything if _tells(seat, day, code)]
            if codes and seat.lives(day):
                told += _told(luck, seat, day, codes, _workers(luck, rolls, years, seat, day))
    told += _by_superiors(federation, everything)
    return told


def _tells(seat: Seat, day: date, code: str) -> bool:
    """Whether a grassroots union tells something on a cut-off day."""
    if code in _OF_SUPERIORS:
        return False
    if seat.is_industry:
        return code in (*_CORE, *_WAGES) or day == _EVERYTHING or seat.code == CHAIRED
    return day == _EVERYBODY and (code in _CORE or (code in _WAGES and seat.parent == ZONES))


def _workers(luck: Random, rolls: Rolls, years: EarlyYears, seat: Seat, day: date) -> tuple[int, int]:
    """How many work there and how many of them are women: most of them are members."""
    assert seat.trade
    persons, women = members_told(rolls, seat, day)
    base = years.declared.get(seat.code, 0)
    women += round(base * seat.trade.women)
    many = luck.uniform(1.04, 1.3)
    return (round((base + persons) * many) + 1, round(women * many)) if base + persons else (seat.workers, 0)


def _told(luck: Random, seat: Seat, day: date, codes: list[str], workers: tuple[int, int]) -> Iterator[Told]:
    values: dict[str, int] = {}
    for code in codes:
        guess = _GUESSES.get(code, _part(0.0, 0.1))
        values[code] = guess(luck, *workers)
    if "committee.members" in values:
        values["committee.female"] = values["committee.members"] // 3
    if "workers.underemployed" in values:
        values["workers.underemployed.female"] = values["workers.underemployed"] // 2
    for code in codes:
        yield exactly(_entered(day), seat.code, code, f"{day:%Y-%m}", values[code], _BASIS)


def _entered(day: date) -> date:
    """Told on the cut-off day itself."""
    return month_end(day)


def _by_superiors(federation: Federation, everything: list[str]) -> Iterator[Told]:
    """Committees of those above, and how many of the enterprises beneath them have a union."""
    luck, day = chance("labour/superiors"), _EVERYBODY
    for seat in (*federation.at(Level.SUPERIOR), federation.seats[LAOCAI]):
        if not seat.lives(day) or seat.quiet:
            continue
        committee = luck.randint(9, 17) if seat.level is Level.SUPERIOR else 23
        unionised = sum(each.is_enterprise and each.lives(day) for each in federation.beneath(seat.code))
        values = {
            "committee.members": committee,
            "committee.female": committee // 3,
            "enterprises.unionised": unionised,
        }
        for code in everything:
            if values.get(code):
                yield exactly(_entered(day), seat.code, code, f"{day:%Y-%m}", values[code], _BASIS)
