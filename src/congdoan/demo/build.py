"""Building the demo federation into an empty database, as if each thing had been entered on its day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from congdoan.base import clock
from congdoan.base.asking import crossing
from congdoan.base.knowledge import Moment, keep_moment
from congdoan.base.period import DAY
from congdoan.catalogue.actions import install_edition
from congdoan.catalogue.models import current
from congdoan.demo.book import Act, Book
from congdoan.demo.chance import month_end
from congdoan.demo.committees import hold_congresses
from congdoan.demo.directives import direct
from congdoan.demo.federation import draw_federation
from congdoan.demo.photos import photograph
from congdoan.demo.sheets import report_on
from congdoan.demo.story import tell
from congdoan.demo.superiors import BEGUN, INDUSTRY, LAOCAI, NATION, TOLD_UNTIL, YENBAI
from congdoan.demo.users import Account, open_accounts
from congdoan.figures.actions import backfill, fold
from congdoan.org.models import Unit, User
from congdoan.records.structure.actions import begin

Progress = Callable[[str], None]
_ENTERED_AT, _KEPT_AT = 16, 18
"""Hours of the day."""
_FOLDED_IN = (5, 12)
"""The background's work, done twice a year: the less is left unfolded, the lighter a unit moves."""


@dataclass(frozen=True)
class Built:
    """What building led to: the accounts with their passwords, or none where the demo was there already."""

    accounts: tuple[Account, ...] = ()

    @property
    def is_new(self) -> bool:
        return bool(self.accounts)

    def __str__(self) -> str:
        if not self.is_new:
            return _("Liên đoàn mẫu đã có sẵn trong cơ sở dữ liệu; không dựng lại.")
        lines = [f"  {a.username:<10} {a.password:<14} {a.what}" for a in self.accounts]
        return "\n".join([_("Tài khoản để thử (mật khẩu chỉ hiện một lần):"), *lines])


@crossing("demo")
def build(progress: Progress | None = None) -> Built:
    """Build the whole federation; says what it does to `progress`, a line for each year.

    Does nothing where it is built already. Raises ValidationError where the database holds anything else.
    """
    if _is_built():
        return Built()
    if Unit.objects.exists() or User.objects.exists():
        raise ValidationError(
            _("Cơ sở dữ liệu đã có dữ liệu khác; liên đoàn mẫu chỉ dựng vào cơ sở dữ liệu còn trống.")
        )
    install_edition(Path(settings.CATALOGUE))
    backfill()
    book = Book()
    with clock.set_to(clock.at(BEGUN)):
        accounts = _open(book)
    kept = BEGUN
    for last_day, acts in tell(current()).steps():
        # What is done on a day within a step knows what was entered until the one before.
        report_on(book, kept + DAY, last_day - DAY)
        _enter(book, last_day, acts)
        report_on(book, last_day, last_day)
        kept = last_day
        photograph(book, last_day)
        hold_congresses(book, last_day)
        direct(book, last_day)
        if last_day.month in _FOLDED_IN and last_day == month_end(last_day):
            fold()
        if progress and (last_day.month, last_day.day) == (12, 31):
            progress(_("Đã dựng đến hết năm %(year)d") % {"year": last_day.year})
    return Built(tuple(accounts))


def _is_built() -> bool:
    """Whether the whole story is there, up to its last moment."""
    known = Unit.objects.filter(code__in=[NATION, LAOCAI, YENBAI, INDUSTRY]).count()
    return known == 4 and Moment.objects.filter(at=clock.at(TOLD_UNTIL, _KEPT_AT)).exists()


@transaction.atomic
def _open(book: Book) -> list[Account]:
    """The users, and the unit at the top with the first of them as its officer."""
    accounts = open_accounts(book)
    top = draw_federation().seats[NATION]
    book.units[NATION] = begin(book.users["national"], code=top.code, name=top.name, day=top.opened)
    return accounts


def _enter(book: Book, last_day: date, acts: list[Act]) -> None:
    """Enter what belongs to a step, all or nothing, and keep what is known at its end."""
    with transaction.atomic():
        for act in acts:
            with clock.set_to(clock.at(act.entered, _ENTERED_AT)):
                act.enter(book)
    with clock.set_to(clock.at(last_day, _KEPT_AT)):
        keep_moment()
