"""Figures in sentences, as officials write: `297 triệu đồng`, `tăng 12,4 % so với cùng kỳ`, `đạt 468 % kế hoạch`."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from congdoan.base.language import in_vietnamese
from congdoan.base.text import NO_BREAK, number
from congdoan.figures.rules.figures import AnyFigure
from congdoan.figures.rules.telling import decimals

Number = int | Decimal
MONEY = "đồng"
PERCENT = "%"
_MILLION, _BILLION = 1_000_000, 1_000_000_000


@in_vietnamese
def in_prose(figure: AnyFigure) -> str | None:
    """A figure within a sentence; money and percent with their unit. None where nothing is known."""
    return number_in_prose(
        figure.low, figure.high, about=figure.about, unit=figure.indicator.unit, decimals=decimals(figure.indicator)
    )


@in_vietnamese
def number_in_prose(
    low: Number | None, high: Number | None, *, about: bool = False, unit: str = "", decimals: int = 0
) -> str | None:
    """`2.247`, `ít nhất 22.001`, `nhiều nhất 70`, `từ 100 đến 999`, `khoảng 300`; None where nothing is known.

    So it is for an unknown `low`, and for nought or more.
    """
    if low is None or (low == 0 and high is None):
        return None
    least = _one(low, unit, decimals)
    if high is None:
        return _("ít nhất %(n)s") % {"n": least}
    if low == high:
        return _("khoảng %(n)s") % {"n": least} if about else least
    most = _one(high, unit, decimals)
    if low == 0:
        return _("nhiều nhất %(n)s") % {"n": most}
    return _("từ %(least)s đến %(most)s") % {"least": least, "most": most}


def _one(value: Number, unit: str, decimals: int) -> str:
    if unit == MONEY:
        return money_in_prose(int(Decimal(value).to_integral_value(ROUND_HALF_UP)))
    if unit == PERCENT:
        return percent(Decimal(value))
    return number(value, decimals)


@in_vietnamese
def money_in_prose(amount: int) -> str:
    """`297 triệu đồng`, `1,25 tỷ đồng`; never rounded: what has no short form is written out."""
    size = abs(amount)
    for least, step, word in ((_BILLION, _BILLION // 1000, _("tỷ đồng")), (_MILLION, _MILLION // 10, _("triệu đồng"))):
        if size >= least and size % step == 0:
            return f"{_plain(Decimal(amount) / least)}{NO_BREAK}{word}"
    return f"{number(amount)}{NO_BREAK}{MONEY}"


def percent(value: Decimal) -> str:
    """`468,1 %`, `80 %`: one decimal, and none where it would be nought."""
    return f"{_plain(value.quantize(Decimal('0.1'), ROUND_HALF_UP))}{NO_BREAK}%"


def _plain(value: Decimal) -> str:
    """Without noughts at the end."""
    shown = value.normalize()
    places = max(0, -int(shown.as_tuple().exponent))
    return number(value, places)


@in_vietnamese
def change_in_prose(now: Number | None, before: Number | None) -> str | None:
    """`tăng 12,4 % so với cùng kỳ`; None where the two are not to be compared, or there was nothing before.

    Of what is below nought no percent is told: it would say nothing.
    """
    if now is None or not before or min(now, before) < 0:
        return None
    share = (Decimal(now) - Decimal(before)) * 100 / Decimal(before)
    if abs(share) < Decimal("0.05"):
        return _("bằng cùng kỳ") if share == 0 else _("xấp xỉ cùng kỳ")
    word = _("tăng %(n)s so với cùng kỳ") if share > 0 else _("giảm %(n)s so với cùng kỳ")
    return word % {"n": percent(abs(share))}


@in_vietnamese
def plan_in_prose(rate: Decimal | None) -> str | None:
    """`đạt 468,1 % kế hoạch`; None where no plan was set."""
    return None if rate is None else _("đạt %(n)s kế hoạch") % {"n": percent(rate)}
