"""Resolution 20-NQ/TW in the province's register: its aims by year, who must carry it out, sessions, its review."""

from collections.abc import Callable, Mapping
from datetime import date

from django.db import transaction

from congdoan.base import clock
from congdoan.base.period import Period
from congdoan.catalogue.rules import Level
from congdoan.demo.book import Book
from congdoan.demo.superiors import LAOCAI
from congdoan.org.models import Lineage, Unit
from congdoan.records.activities.models import Activity
from congdoan.records.directives.actions import Wording, charge_units, link_study, register_directive, set_objective
from congdoan.records.directives.models import Directive
from congdoan.records.directives.rules import Sort

NUMBER, ISSUED = "20-NQ/TW", date(2008, 1, 28)
REGISTERED, AIMED, REORGANISED = date(2008, 3, 31), date(2008, 6, 30), date(2025, 9, 30)
STUDIED = (date(2008, 12, 31), date(2013, 12, 31), date(2018, 12, 31), date(2023, 12, 31))
"""Days on which sessions of the year before are linked: in its first year, and each five years after."""
SESSIONS = 6
YEARS = range(2008, 2025)
AIMS: Mapping[str, Callable[[int], int]] = {
    "members.admitted": lambda year: 1_400 + 25 * (year - 2008),
    "units.founded": lambda year: 18,
    "party.introduced": lambda year: 1_200 + 20 * (year - 2008),
}
"""What each year is to reach, in the whole province."""
_WORDING = Wording(
    Sort.RESOLUTION,
    NUMBER,
    "Về tiếp tục xây dựng giai cấp công nhân Việt Nam thời kỳ đẩy mạnh công nghiệp hóa, hiện đại hóa đất nước",
    "Ban Chấp hành Trung ương Đảng khóa X",
    ISSUED,
    form="review-20nq",
)
_SESSION = "propaganda-session"
_HOUR = 20


def direct(book: Book, last_day: date) -> None:
    """Do what a day asks for about the directive."""
    steps = {REGISTERED: _register, AIMED: _aim, REORGANISED: _charge}
    step = _study if last_day in STUDIED else steps.get(last_day)
    if step is not None:
        with clock.set_to(clock.at(last_day, _HOUR)), transaction.atomic():
            step(book)


def _register(book: Book) -> None:
    register_directive(book.users["officer"], unit=book.units[LAOCAI], wording=_WORDING)
    _charge(book)


def _aim(book: Book) -> None:
    for indicator, target in AIMS.items():
        for year in YEARS:
            set_objective(book.users["officer"], directive=_held(), indicator=indicator, year=year, target=target(year))


def _charge(book: Book) -> None:
    """The unions right beneath the province as they are that day; after the reorganisation, those of communes."""
    today = clock.today()
    beneath = Lineage.objects.known().on(today).filter(ancestor=book.units[LAOCAI], level=Level.SUPERIOR)
    charged = Unit.objects.filter(pk__in=beneath.values("unit")).on(today)
    charge_units(book.users["officer"], directive=_held(), units=charged)


def _study(book: Book) -> None:
    today = clock.today()
    year = Period(max(ISSUED, today.replace(month=1, day=1)), today)
    sessions = Activity.objects.standing().during(year).filter(kind=_SESSION, unit__code__startswith=LAOCAI)
    for activity in sessions.select_related("unit").order_by("day", "pk")[:SESSIONS]:
        link_study(book.users["officer"], directive=_held(), activity=activity)


def _held() -> Directive:
    return Directive.objects.select_related("unit").get(unit__code=LAOCAI, number=NUMBER)
