"""Why a verdict was given, in sentences for the reader: units by their names, periods by their days."""

from decimal import Decimal

from django.utils.translation import gettext as _

from congdoan.base.period import Period
from congdoan.base.text import NO_BREAK
from congdoan.catalogue.rules import Indicator, Level, Nature
from congdoan.claims.models.asking import Asked
from congdoan.claims.rules.claim import Claim, Role
from congdoan.claims.rules.telling import written
from congdoan.claims.rules.verdicts import Instead, Told, Verdict
from congdoan.figures.rules import Reach, Scope, in_words


def reason_for(claim: Claim, asked: Asked, verdict: Verdict, name: str, instead: tuple[Instead, ...]) -> str:
    """With the unit's name: `Trong sổ là 2.247: số đoàn viên kết nạp mới của …, 01/12/2023 – 31/05/2024.`"""
    names = {
        "name": _inside(asked.indicator.local_name),
        "unit": name,
        "scope": f" ({in_scope(asked.scope)})" if asked.scope != Reach.SUBTREE else "",
        "period": when(asked.indicator, asked.period),
    }
    if asked.figure is None or asked.told.low is None:
        return _("Trong sổ chưa rõ: %(name)s của %(unit)s%(scope)s, %(period)s.") % names
    exact = written(asked.told.value) if verdict is Verdict.ROUNDED and asked.told.value else in_words(asked.figure)
    number = f"{exact}{_sign(asked.indicator)}"
    told = _("Trong sổ là %(told)s: %(name)s của %(unit)s%(scope)s, %(period)s.") % {**names, "told": number}
    if verdict is Verdict.DIFFERS:
        return " ".join([differs_by(claim, asked.told, told), *(each.sentence for each in instead)])
    if verdict is Verdict.ROUNDED:
        return told + " " + _("Số in ra đã làm tròn hoặc cắt bớt.")
    return told


def differs_by(claim: Claim, told: Told, sentence: str) -> str:
    """The sentence, and by how much the printed number is more or less than the ledger's, where both are exact."""
    if claim.value is None or told.value is None or claim.value == told.value:
        return sentence
    difference = claim.value - told.value
    end = _("Văn bản nêu nhiều hơn sổ %s.") if difference > 0 else _("Văn bản nêu ít hơn sổ %s.")
    return f"{sentence} {end % amount(claim, abs(difference))}"


def amount(claim: Claim, value: Decimal) -> str:
    """A number with the sign of what the claim counts: `3.600.000 đ`, `68,13 %`."""
    sign = {Role.MONEY: f"{NO_BREAK}đ", Role.PERCENT: f"{NO_BREAK}%"}.get(claim.role, "")
    return f"{written(value)}{sign}"


def when(indicator: Indicator, period: Period) -> str:
    """The days that a figure sums, or the day on which it stands."""
    if indicator.nature is Nature.STOCK:
        return _("ngày %(day)s") % {"day": f"{period.last_day:%d/%m/%Y}"}
    return days(period)


def days(period: Period) -> str:
    if period.first_day == period.last_day:
        return f"{period.last_day:%d/%m/%Y}"
    return f"{period.first_day:%d/%m/%Y} – {period.last_day:%d/%m/%Y}"


def in_scope(scope: Scope) -> str:
    """Whose records alone are counted."""
    return {
        Reach.OWN: _("riêng đơn vị"),
        Reach.SUBTREE: _("cả các đơn vị bên dưới"),
        Level.NATIONAL: _("riêng Tổng Liên đoàn"),
        Level.PROVINCIAL: _("riêng cấp tỉnh, ngành trung ương"),
        Level.SUPERIOR: _("riêng công đoàn cấp trên trực tiếp cơ sở"),
        Level.GRASSROOTS: _("riêng công đoàn cơ sở"),
        Level.SECTION: _("riêng công đoàn bộ phận"),
    }[scope]


def _sign(indicator: Indicator) -> str:
    return {"đồng": f"{NO_BREAK}đ", "%": f"{NO_BREAK}%", "‰": f"{NO_BREAK}‰"}.get(indicator.unit, "")


def _inside(name: str) -> str:
    """A name as it stands inside a sentence; what begins with capitals keeps them."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]
