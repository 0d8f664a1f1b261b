"""How a figure is told: in Vietnamese words with its mark, and as JSON that stays as it is."""

from decimal import Decimal

from django.utils.translation import gettext as _

from congdoan.base.text import NO_BREAK, number
from congdoan.catalogue.rules import Indicator, Level, Nature
from congdoan.figures.rules.figures import AnyFigure, Reach, Scope

Number = int | Decimal


def scope_of(text: str) -> Scope:
    """`own`, `subtree` or a level. Raises ValueError."""
    return Reach(text) if text in set(Reach) else Level(text)


def decimals(indicator: Indicator) -> int:
    """Places after the comma: one for a quotient, none for counts and đồng."""
    return 0 if indicator.is_additive or indicator.unit == "đồng" else 1


def in_words(figure: AnyFigure) -> str:
    """`2.247`; bounds `≥ 22.000`, `≤ 70`, `800–7.992`; `≈ 300` where rough; `chưa rõ` where nothing is known."""
    return told_number(figure.low, figure.high, about=figure.about, decimals=decimals(figure.indicator))


def told_number(low: Number | None, high: Number | None, *, about: bool = False, decimals: int = 0) -> str:
    """A number within bounds as officials write it; None for `low` is unknown, for `high` open."""
    if low is None:
        return _("chưa rõ")
    least = number(low, decimals)
    if high is None:
        return f"≥{NO_BREAK}{least}"
    if low == high:
        return f"≈{NO_BREAK}{least}" if about else least
    return f"≤{NO_BREAK}{number(high, decimals)}" if low == 0 else f"{least}–{number(high, decimals)}"


def whole_percent(backed: float) -> int:
    """The share backed by records, in whole percent, never rounded up to all of it."""
    percent = int(backed * 100 + 0.5)
    return min(percent, 99) if backed < 1 else percent


def share(backed: float) -> str:
    """The same as it is written: `97 %`."""
    return f"{whole_percent(backed)}{NO_BREAK}%"


def _plain(value: Number | None) -> int | float | None:
    """Whole numbers as they are, quotients rounded to six places."""
    return value if value is None or isinstance(value, int) else float(round(value, 6))


def as_json(figure: AnyFigure) -> dict[str, object]:
    """A figure as one object; the keys and what they mean do not change.

    `value` is null unless exact; `high` null is open, `low` null unknown; `backed` is 0 to 1; `covered` of `units` are
    known in full.
    """
    period = figure.period
    return {
        "indicator": figure.indicator.code,
        "unit": figure.unit,
        "period": str(period),
        "first_day": period.first_day.isoformat(),
        "last_day": period.last_day.isoformat(),
        "scope": str(figure.scope),
        "value": _plain(figure.value),
        "low": _plain(figure.low),
        "high": _plain(figure.high),
        "about": figure.about,
        "backed": round(figure.backed, 6),
        "measure": figure.indicator.unit,
        "nature": str(Nature(figure.indicator.nature)),
        "units": figure.units,
        "covered": figure.covered,
    }
