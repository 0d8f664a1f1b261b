"""Numbers as pages show them: within bounds, in the unit of their table, beside their plan and the year before."""

from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from django.utils.translation import gettext as _

from congdoan.base.period import Period
from congdoan.base.text import NO_BREAK, number
from congdoan.catalogue.models import local
from congdoan.catalogue.rules import Indicator
from congdoan.figures.rules import AnyFigure, Figure, Sums, Target, decimals, told_number

Number = int | Decimal
MILLION = 1_000_000
MONEY = "đồng"


@dataclass(frozen=True)
class Told:
    """A number within bounds, with its places after the comma; `low` None is unknown, `high` None open."""

    low: Number | None
    high: Number | None
    about: bool = False
    places: int = 0

    @classmethod
    def of(cls, figure: AnyFigure) -> "Told":
        return cls(figure.low, figure.high, figure.about, decimals(figure.indicator))

    @classmethod
    def sums(cls, sums: Sums) -> "Told":
        return cls(sums.low, None if sums.open else sums.high, sums.rough > 0)

    @classmethod
    def exactly(cls, value: Number | None, places: int = 0) -> "Told":
        return cls(value, value, places=places)

    @property
    def known(self) -> bool:
        return self.low is not None

    @property
    def value(self) -> Number | None:
        """The number, only where it is exact."""
        return self.low if self.low == self.high and not self.about else None

    @property
    def is_zero(self) -> bool:
        return self.low == 0 and self.high == 0

    def __str__(self) -> str:
        return told_number(self.low, self.high, about=self.about, decimals=self.places)

    def in_table(self, indicator: Indicator) -> "Told":
        """Money in millions with one decimal, as heads of tables say; all else as it is."""
        return self.over(MILLION, 1) if indicator.unit == MONEY else self

    def over(self, divisor: Number, places: int, times: int = 1) -> "Told":
        low, high = (None if n is None else Decimal(n) * times / divisor for n in (self.low, self.high))
        return Told(low, high, self.about, places)


def unit_in_table(indicator: Indicator) -> str:
    """The unit of measure that stands after an indicator's name in a table."""
    return _("triệu đồng") if indicator.unit == MONEY else local(indicator.unit)


@dataclass(frozen=True)
class Against:
    """A figure beside its plan: percent, and how much of the plan's time is gone (0 to 1)."""

    rate: Told
    target: int
    gone: float
    done: Told

    @property
    def width(self) -> Decimal:
        """The filled part of the bar, 0 to 100."""
        return min(Decimal(100), max(Decimal(0), Decimal(self.rate.low or 0)))

    @property
    def mark(self) -> Decimal:
        """Where the plan stands on the bar: at its end, or further in where it is exceeded."""
        rate = Decimal(self.rate.low or 0)
        return Decimal(100) if rate <= 100 else Decimal(10000) / rate


def against(done: Told, target: Target | None, period: Period) -> Against | None:
    """Done since the plan's period began, beside the plan; None where none was set."""
    if target is None:
        return None
    passed = (period.last_day - target.period.first_day).days + 1
    return Against(done.over(target.value, 1, 100), target.value, passed / target.period.days, done)


@dataclass(frozen=True)
class Change:
    """How much more or less than the same period before, in percent."""

    percent: Decimal

    @property
    def rises(self) -> bool:
        return self.percent >= 0

    def __str__(self) -> str:
        return f"{number(abs(self.percent), 1)}{NO_BREAK}%"


def change(now: Told, before: Told | None) -> Change | None:
    """None where the two cannot be compared: one is unknown or no exact number, or there was nothing before.

    Nor is what may be below nought, as what members came and went: a percent of it tells nothing.
    """
    if before is None or now.value is None or not before.value or min(now.value, before.value) < 0:
        return None
    return Change((Decimal(now.value) - Decimal(before.value)) * 100 / abs(Decimal(before.value)))


def backed(figure: Figure | Sums) -> float:
    """The share that stands on records, 0 to 1."""
    sums = figure.sums if isinstance(figure, Figure) else figure
    if not sums.low:
        return 0.0 if sums.declared else 1.0
    return min(1.0, max(0.0, 1 - sums.declared / sums.low))


def cut(value: Decimal, places: int) -> Decimal:
    """A number with what follows its last place cut off, as some reports print it."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_DOWN)
