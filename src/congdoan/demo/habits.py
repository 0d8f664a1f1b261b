"""How often units do what, and how much of it: what the story knows of each kind of activity.

A kind that is not in this table has the habits that its declaration lets guess, so that a new one is in the demo too.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from congdoan.catalogue.rules import Kind, Measure

Pair = tuple[float, float]

ALL_YEAR = "1" * 12
MILLION = 1_000_000


@dataclass(frozen=True)
class Habit:
    """Of one kind: times a year at a grassroots, a superior and a provincial unit; weights of the twelve months.

    `share` are people as a part of the workers of a grassroots union, `crowd` people at a unit above it; `each` is
    đồng a head, `sum` đồng a time, `wages` đồng a year and worker. `choices` weighs details; `years` are the only
    ones in which it happens, `since` the first.
    """

    grassroots: float = 0.01
    superior: float = 0.1
    provincial: float = 0.5
    months: str = ALL_YEAR
    share: Pair = (0.1, 0.5)
    crowd: tuple[int, int] = (20, 80)
    each: tuple[int, int] = (200_000, 500_000)
    sum: tuple[int, int] = (5 * MILLION, 40 * MILLION)
    wages: tuple[int, int] | None = None
    times: tuple[int, int] = (1, 1)
    choices: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    at_enterprises: bool = False
    since: int = 2008
    years: tuple[int, ...] = ()


_FEW: Pair = (0.01, 0.05)
_ONE: Pair = (0.0, 0.01)
_HALF: Pair = (0.3, 0.7)
_MOST: Pair = (0.6, 0.95)

HABITS: Mapping[str, Habit] = {
    # Organisation and members
    "congress": Habit(0.272, 0.211, 0.6, "001110001100", _MOST, (90, 200), years=(2012, 2017, 2022, 2023)),
    "recruitment-drive": Habit(0.0163, 0.282, 1.5, share=(0.2, 0.6), crowd=(20, 90)),
    "party-admission": Habit(0.17, 0.0, 0.0, "211121112111", (0.02, 0.06), choices={"direct_worker": (1, 2)}),
    "official-training": Habit(0.0054, 0.211, 2.0, "001121111100", (0.02, 0.05), (40, 120)),
    "unit-rating": Habit(0.1632, 0.0, 0.0, "000000000013", choices={"rank": (30, 50, 17, 3)}),
    # Representation and protection
    "worker-conference": Habit(0.1306, 0.0, 0.0, "431000000002", _MOST),
    "social-supervision": Habit(0.0, 0.123, 2.0, "001111011110", choices={"form": (4, 1)}, since=2014),
    "policy-opinion": Habit(0.0218, 0.176, 4.0, times=(1, 3)),
    "agreement-signing": Habit(
        0.1105, 0.0, 0.0, "112222111221", _MOST, choices={"form": (3, 1), "grade": (2, 5, 3, 1)}, at_enterprises=True
    ),
    "meal-negotiation": Habit(0.0109, 0.0, 0.0, "011121111000", _MOST, at_enterprises=True, since=2016),
    "legal-advice": Habit(0.0109, 0.422, 6.0, share=_FEW, crowd=(3, 40), times=(1, 3)),
    "court-support": Habit(0.0, 0.014, 0.25, crowd=(1, 6)),
    "labour-dispute": Habit(
        0.0043, 0.032, 0.3, share=_FEW, crowd=(1, 12), choices={"form": (3, 1)}, at_enterprises=True
    ),
    "strike": Habit(0.003, 0.0, 0.0, "220001110000", _HALF, at_enterprises=True),
    # Safety
    "safety-training": Habit(0.0218, 0.141, 1.0, "000131001000", _HALF, (40, 150), at_enterprises=True),
    "safety-check": Habit(0.0272, 0.282, 2.0, "000241011000", times=(1, 4), at_enterprises=True),
    "work-accident": Habit(0.0082, 0.0, 0.0, share=_ONE, choices={"severity": (60, 30, 10)}, at_enterprises=True),
    "occupational-screening": Habit(0.0082, 0.0, 0.1, "000001112100", _HALF, at_enterprises=True),
    # Care and welfare
    "care-visit": Habit(
        0.24,
        1.1,
        6.0,
        "321111221112",
        _FEW,
        (3, 12),
        (500_000, 1_500_000),
        choices={"beneficiary": (30, 8, 30, 18, 8, 6)},
    ),
    "union-meal": Habit(0.0272, 0.246, 2.0, "100032230001", _HALF, (40, 160), (60_000, 80_000), since=2018),
    "health-screening": Habit(0.0163, 0.176, 2.0, "001231121110", _HALF, (60, 220), since=2014),
    "shelter": Habit(0.0016, 0.123, 1.2, "001112222221", sum=(40 * MILLION, 60 * MILLION), choices={"work": (3, 1)}),
    "tet-gift": Habit(
        0.1306, 0.563, 3.0, "330000000001", (0.1, 0.6), (60, 260), (400_000, 700_000), choices={"gift": (8, 2, 1)}
    ),
    "tet-gathering": Habit(
        0.0109, 0.176, 1.5, "410000000000", _HALF, (120, 400), sum=(30 * MILLION, 180 * MILLION), since=2015
    ),
    "disaster-relief": Habit(
        0.0762, 0.563, 5.0, "100011113100", _FEW, (10, 120), (500_000, 2_000_000), years=(2020, 2021, 2024)
    ),
    "loan": Habit(0.0054, 0.106, 0.6, share=_FEW, crowd=(4, 20), each=(10 * MILLION, 50 * MILLION)),
    "scholarship": Habit(0.0109, 0.141, 1.5, "000001141100", _FEW, (8, 40), (500_000, 1_000_000)),
    "children-gift": Habit(0.0925, 0.176, 1.0, "000003001300", (0.2, 0.6), (60, 200), (50_000, 150_000)),
    "welfare-agreement": Habit(0.0, 0.106, 1.2, since=2017),
    # Information and education
    "propaganda-session": Habit(0.087, 0.774, 5.0, "112222222221", _HALF, (60, 220), choices={"topic": (3, 4, 2, 2)}),
    "news-item": Habit(0.0109, 0.704, 8.0, times=(2, 9)),
    "culture-sport": Habit(0.0707, 0.352, 2.5, "113121311320", _HALF, (80, 300)),
    "skill-training": Habit(0.0204, 0.192, 0.5, share=(0.1, 0.4), crowd=(25, 60), at_enterprises=True),
    # Emulation
    "initiative": Habit(0.0381, 0.07, 0.5, "000011100123", times=(1, 4), sum=(20 * MILLION, 300 * MILLION)),
    "emulation-project": Habit(0.0109, 0.07, 0.5, "000022220001", sum=(50 * MILLION, 900 * MILLION)),
    "commendation": Habit(0.0435, 0.493, 2.0, "100010100013", times=(1, 9), choices={"recipient": (1, 3)}),
    "worker-month": Habit(0.0435, 0.352, 2.0, "000060000000", _HALF, (80, 300), since=2009),
    # Women's work
    "women-committee": Habit(0.0109, 0.0, 0.0, share=(0.02, 0.06)),
    "women-activity": Habit(0.0544, 0.352, 2.0, "006001000500", (0.2, 0.5), (50, 200), choices={"form": (4, 2, 3)}),
    "nursing-room": Habit(0.0027, 0.0, 0.2, at_enterprises=True, since=2019),
    # Control within the union
    "charter-control": Habit(
        0.0163, 0.282, 3.0, "001111111110", times=(1, 3), choices={"subject": (1, 2), "violation": (1, 14)}
    ),
    "finance-control": Habit(0.0381, 0.422, 4.0, "111111111111", times=(1, 2), choices={"subject": (1, 2)}),
    "complaint-reception": Habit(0.0, 0.088, 2.0, crowd=(1, 5)),
    "complaint-letter": Habit(0.0011, 0.07, 1.2, choices={"matter": (5, 1)}),
    # Finance
    "fee-income": Habit(0.1632, 0.0, 0.0, "001001001001", wages=(280_000, 420_000)),
    "fund-income": Habit(0.0, 0.704, 1.0, "000001000001", wages=(300_000, 420_000)),
    "remittance": Habit(0.0653, 0.352, 1.0, "000001000001", wages=(90_000, 160_000)),
    "union-spending": Habit(
        0.0816, 0.704, 4.0, "001001001001", wages=(300_000, 800_000), choices={"item": (52, 14, 20, 11, 3)}
    ),
}
TOLD_ELSEWHERE = frozenset({"inspection", "dialogue", "party-introduction", "agreement-end", "complaint-settlement"})
"""Kinds with totals of their own, and those that follow from others."""


def habit_of(kind: Kind) -> Habit:
    """What is known of a kind, or what its declaration lets guess."""
    if kind.code in HABITS:
        return HABITS[kind.code]
    if Measure.AMOUNT in kind.measures and kind.range:
        low, high = kind.range.amount_per_person
        return Habit(0.02, 0.3, 1.0, each=(max(low, 100_000), min(high, 500_000)))
    return Habit(0.02, 0.3, 1.0)
