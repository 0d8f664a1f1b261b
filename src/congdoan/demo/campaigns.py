"""What has a total of its own over the years: inspections, dialogues, introductions to the Party."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from random import Random

from congdoan.catalogue.rules import Level
from congdoan.demo.activities import Happening
from congdoan.demo.chance import chance, months, spread, workday
from congdoan.demo.federation import Federation, Seat
from congdoan.demo.superiors import CHAIRED, INDUSTRY, LAOCAI, REVIEWED, TOLD_UNTIL, YENBAI

INSPECTIONS = 5_559
"""By all unions of Lào Cai from 2008 to May 2024."""
DIALOGUES_OF_THE_PROVINCE = 37
DIALOGUES_OF_SUPERIORS = 300
"""From 2015 on; what they declare of the years before is told among the early years."""
DIALOGUES_OF_GRASSROOTS = 240
INTRODUCED = 13_356
"""Members recorded as introduced to the Party until the review."""
_BEGUN, _RECORDED = date(2008, 1, 1), date(2015, 1, 1)
_AFTER = date(2024, 6, 1)
_TRIGGERS = ("định kỳ", "khi có yêu cầu", "khi có vụ việc")
_ENTERED_LATE = date(2024, 6, 27)
_DIALOGUE_ENTERED_LATE = Happening(
    INDUSTRY,
    date(2024, 5, 30),
    "dialogue",
    {"people": 85},
    {"trigger": "định kỳ"},
    note="Tiếp xúc, đối thoại với người lao động các mỏ và nhà máy hóa chất.",
    entered=date(2024, 6, 25),
)

Where = Sequence[tuple[Seat, date]]


def draw_campaigns(federation: Federation) -> list[Happening]:
    """All of them, until the end of the story."""
    return [*_inspections(federation), *_dialogues(federation), *_introductions(federation)]


def _of(federation: Federation, level: Level, province: str = LAOCAI) -> list[Seat]:
    return [seat for seat in federation.at(level) if seat.province == province and not seat.quiet]


def _months_of(seats: Sequence[Seat], first: date, last: date) -> list[tuple[Seat, date]]:
    """Every month in which one of these units kept going."""
    return [(seat, month) for month in months(first, last) for seat in seats if seat.lives_through(month)]


def _inspections(federation: Federation) -> Iterator[Happening]:
    luck = chance("inspections")
    inspectors = [*_inspecting(federation), *_of(federation, Level.SUPERIOR), federation.seats[LAOCAI]]
    yield from _inspected(luck, inspectors, _BEGUN, REVIEWED, INSPECTIONS)
    yield from _inspected(luck, inspectors, _AFTER, TOLD_UNTIL, 560)
    yield from _inspected(luck, _of(federation, Level.SUPERIOR, YENBAI), date(2020, 1, 1), date(2025, 5, 31), 170)


def _inspecting(federation: Federation) -> list[Seat]:
    """The large grassroots unions that take part in inspections, since before the book."""
    old = [seat for seat in _of(federation, Level.GRASSROOTS) if seat.opened < _BEGUN and not seat.closed]
    return sorted(old, key=lambda seat: -seat.workers)[:24]


def _inspected(luck: Random, seats: Sequence[Seat], first: date, last: date, total: int) -> Iterator[Happening]:
    """Single inspections, most of them joint ones; the partner of some is the province."""
    weigh = {Level.PROVINCIAL: 6.0, Level.SUPERIOR: 4.0, Level.GRASSROOTS: 0.5}
    places = _months_of(seats, first, last)
    weights = [weigh[seat.level] * luck.uniform(0.2, 1.8) for seat, _month in places]
    for (seat, month), times in zip(places, spread(total, weights), strict=True):
        late = _ENTERED_LATE if (seat.code, month) == (LAOCAI, date(2024, 5, 1)) else None
        for _ in range(times):
            form = "phối hợp" if luck.random() < 0.8 else "công đoàn chủ trì"
            partners = (LAOCAI,) if seat.code != LAOCAI and luck.random() < 0.01 else ()
            yield Happening(
                seat.code,
                workday(luck, month),
                "inspection",
                {"times": 1},
                {"form": form},
                partners=partners,
                entered=late,
            )
            late = None


def _dialogues(federation: Federation) -> Iterator[Happening]:
    province, yenbai = [federation.seats[LAOCAI]], [federation.seats[YENBAI]]
    superiors, industry = _of(federation, Level.SUPERIOR), [federation.seats[INDUSTRY]]
    large = [seat for seat in _of(federation, Level.GRASSROOTS) if seat.workers > 80]
    luck = chance("dialogues")
    yield _DIALOGUE_ENTERED_LATE
    yield from _held(luck, province, _BEGUN, REVIEWED, DIALOGUES_OF_THE_PROVINCE, (90, 320))
    yield from _held(luck, superiors, _RECORDED, REVIEWED, DIALOGUES_OF_SUPERIORS - 1, (50, 170))
    yield from _held(luck, industry, _BEGUN, date(2014, 12, 31), 9, (40, 120))
    yield from _held(luck, _recording(large), _RECORDED, REVIEWED, DIALOGUES_OF_GRASSROOTS, (25, 90))
    yield from _held(luck, province, _AFTER, TOLD_UNTIL, 5, (120, 320))
    yield from _held(luck, superiors, _AFTER, TOLD_UNTIL, 60, (50, 170))
    yield from _held(luck, _recording(large), _AFTER, TOLD_UNTIL, 70, (25, 90))
    yield from _held(luck, yenbai, date(2020, 1, 1), date(2025, 5, 31), 10, (80, 260))


def _recording(seats: Sequence[Seat]) -> list[Seat]:
    return [seat for seat in seats if seat.is_enterprise or seat.code == CHAIRED]


def _held(
    luck: Random, seats: Sequence[Seat], first: date, last: date, total: int, people: tuple[int, int]
) -> Iterator[Happening]:
    """So many dialogues, spread evenly over the years and by chance over their months."""
    places = [(seat, month) for seat, month in _months_of(seats, first, last) if seat.records(month)]
    by_year = {year: list(those) for year, those in groupby(places, lambda place: place[1].year)}
    lengths = [len({month for _seat, month in those}) for those in by_year.values()]
    for those, times in zip(by_year.values(), spread(total, lengths), strict=True):
        for _ in range(times):
            seat, month = luck.choice(those)
            trigger = luck.choices(_TRIGGERS, (7, 2, 1))[0]
            yield Happening(
                seat.code, workday(luck, month), "dialogue", {"people": luck.randint(*people)}, {"trigger": trigger}
            )


def _introductions(federation: Federation) -> Iterator[Happening]:
    luck = chance("introductions")
    grassroots = _of(federation, Level.GRASSROOTS)
    yield from _introduced(luck, grassroots, _BEGUN, REVIEWED, INTRODUCED, 1250)
    yield from _introduced(luck, grassroots, _AFTER, TOLD_UNTIL, 1_480, 150)
    yield from _introduced(
        luck, _of(federation, Level.GRASSROOTS, YENBAI), date(2020, 1, 1), date(2025, 5, 31), 640, 70
    )


def _introduced(
    luck: Random, seats: Sequence[Seat], first: date, last: date, total: int, times: int
) -> Iterator[Happening]:
    """So many people, introduced in so many decisions."""
    places = luck.choices(
        [(seat, month) for seat, month in _months_of(seats, first, last) if seat.records(month)], k=times
    )
    weights = [seat.workers * luck.uniform(0.3, 1.7) + 20 for seat, _month in places]
    for (seat, month), people in zip(places, spread(total, weights, least=1), strict=True):
        direct = bool(seat.trade and luck.random() < seat.trade.direct)
        details: dict[str, object] = {"direct_worker": direct}
        yield Happening(seat.code, workday(luck, month), "party-introduction", {"people": people}, details)
