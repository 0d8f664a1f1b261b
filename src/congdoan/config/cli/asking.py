"""What the commands ask for: units, periods, indicators and moments by the words of the reader."""

from datetime import date, datetime

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from congdoan.base import clock
from congdoan.base.knowledge import Moment, NothingKnownYet
from congdoan.base.period import Cutoff, Period, UnknownPeriod, parse_period
from congdoan.catalogue.models import current
from congdoan.catalogue.rules import Form, Indicator, Level, UnknownCode, nearest
from congdoan.config.cli.speech import Misuse
from congdoan.figures.rules import Reach, Scope, scope_of
from congdoan.org.models import Unit


def unit_of(code: str) -> Unit:
    unit = Unit.objects.filter(code__iexact=code).first()
    if unit is None:
        codes = list(Unit.objects.values_list("code", flat=True))
        raise Misuse(_("Không có đơn vị “%(code)s”.%(meant)s") % {"code": code, "meant": meant(code, codes)})
    return unit


def meant(text: str, known: list[str]) -> str:
    """` Có phải là …?` with the nearest known words, or those there are."""
    names = nearest(text, known) or sorted(known)[:8]
    return " " + _("Có phải là %(names)s?") % {"names": ", ".join(names)} if names else ""


def indicator_of(code: str) -> Indicator:
    try:
        return current().indicator(code)
    except UnknownCode as error:
        raise Misuse(str(error)) from None


def period_of(text: str, cutoff: str | None) -> Period:
    try:
        return parse_period(text, Cutoff.parse(cutoff))
    except UnknownPeriod as error:
        raise Misuse(str(error)) from None


def form_of(code: str, text: str) -> Form:
    """The edition of a form valid on the last day of the period, or the first that there was."""
    try:
        day = period_of(text, None).last_day
        return current().form(code, min(day, clock.today()))
    except UnknownCode as error:
        raise Misuse(str(error)) from None


def scope_named(text: str) -> Scope:
    try:
        return scope_of(text)
    except ValueError:
        known = [*Reach, *Level]
        raise Misuse(
            _("Không có phạm vi “%(text)s”.%(meant)s") % {"text": text, "meant": meant(text, list(map(str, known)))}
        ) from None


def day_of(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Misuse(_("Ngày “%(text)s” không đọc được. Viết như 2024-06-20.") % {"text": text}) from None


def moment_of(text: str | None) -> Moment | None:
    """The last moment kept not after a time; a day means its end."""
    if text is None:
        return None
    try:
        return Moment.last_before(_time_of(text))
    except NothingKnownYet as error:
        raise Misuse(str(error)) from None


def _time_of(text: str) -> datetime:
    try:
        return clock.end_of(date.fromisoformat(text))
    except ValueError:
        pass
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    if found is None:
        raise Misuse(
            _("Thời điểm “%(text)s” không đọc được. Viết như 2024-06-20 hoặc 2024-06-20T17:30.") % {"text": text}
        )
    return found if found.tzinfo else found.replace(tzinfo=clock.HOME)
