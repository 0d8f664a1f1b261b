"""The context bar: whose figures, of which period, as known when, on which tree; it lives in the query of each link."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from congdoan.base import clock
from congdoan.base.knowledge import Moment, NothingKnownYet
from congdoan.base.period import Cutoff, Period, UnknownPeriod, parse_period
from congdoan.catalogue.rules import Level
from congdoan.desk.gate import standing, unit_or_404
from congdoan.desk.words import day, moment
from congdoan.figures.models import Entry, Question
from congdoan.figures.rules import Reach, Scope, scope_of
from congdoan.org.models import Unit, UnitQuerySet
from congdoan.org.rules import Right

UNION = Cutoff(5)
"""The union's six months end on 31/5, its year on 30/11."""

RECENT = "recent_units"
"""Under this name the session keeps the codes of the units looked at last, the latest first."""
MOST_RECENT = 6

_FILES = (".csv", ".xlsx")
_REMEMBERED = "context"
_NAMES = ("unit", "scope", "period", "cutoff", "known", "tree")


@dataclass(frozen=True)
class Context:
    """What a page looks at. `query` says all of it in a link; `faults` are the sentences on what could not be read."""

    unit: Unit
    period: Period
    scope: Scope = Reach.SUBTREE
    known: str = ""
    known_at: Moment | None = None
    tree_on: date | None = None
    faults: tuple[str, ...] = ()

    @cached_property
    def name(self) -> str:
        """The unit's name on the last day of the period, or of today."""
        return self.unit.name_on(min(self.period.last_day, clock.today()))

    @cached_property
    def query(self) -> str:
        return self.link()

    def link(self, **changes: object) -> str:
        """The query of a link, without its question mark; None takes something out."""
        said: dict[str, object] = {
            "unit": self.unit.code,
            "period": str(self.period),
            "cutoff": str(self.period.cutoff),
            "scope": "" if self.scope == Reach.SUBTREE else str(self.scope),
            "known": self.known,
            "tree": self.tree_on or "",
        }
        told = [(name, str(value)) for name, value in (said | changes).items() if value not in (None, "")]
        return urlencode(told, safe=":/")

    @property
    def is_past(self) -> bool:
        """Whether it looks at what was known once, or at another day's tree."""
        return bool(self.known_at or self.tree_on)

    @property
    def day(self) -> date:
        """The day on which the tree is shown: the one asked for, else the period's last that has come."""
        return self.tree_on or min(self.period.last_day, clock.today())

    @property
    def known_words(self) -> str:
        return moment(self.known_at.at) if self.known_at else _("Hiện nay")

    @property
    def tree_words(self) -> str:
        return _("Ngày %(day)s") % {"day": day(self.tree_on)} if self.tree_on else _("Theo ngày việc xảy ra")

    def question(self, unit: Unit | None = None, scope: Scope | None = None) -> Question:
        """Figures of this context, or of another unit or scope in it."""
        return Question(unit or self.unit, scope=scope or self.scope, tree_on=self.tree_on, known_at=self.known_at)

    def units(self, on: date) -> UnitQuerySet:
        """The units whose doings a list tells, as they stood on a day: the unit alone, all beneath, or one level."""
        if self.scope == Reach.OWN:
            return Unit.objects.filter(pk=self.unit.pk)
        beneath = Unit.objects.under([self.unit.pk], on=on)
        return beneath if self.scope == Reach.SUBTREE else beneath.at(Level(self.scope), on=on)

    def at(self, unit: Unit) -> "Context":
        return replace(self, unit=unit)

    def named(self, name: str) -> "Context":
        """The same, with the unit's name, which a page has read together with others."""
        other = replace(self)
        other.__dict__["name"] = name
        return other


def context_of(request: HttpRequest, unit: Unit | None = None) -> Context:
    """What this page looks at: the unit of its own address, else the link's, else what the session remembers.

    A page that asks for it has the bar. Raises Http404 where the user may read no unit at all.
    """
    if not (request.headers.get("HX-Request") or request.path.endswith(_FILES)):
        standing(request)  # the frame around the page asks for it in any case
    asked = _asked(request)
    faults: list[str] = []
    context = Context(
        unit=unit or _unit(request, asked),
        period=_period(asked, faults),
        scope=_scope(asked, faults),
        known=asked.get("known", ""),
        known_at=_known_at(asked, faults),
        tree_on=_tree_on(asked, faults),
        faults=tuple(faults),
    )
    if context.known_at is None:
        context = replace(context, known="")
    _remember(request, context)
    request._context = context  # type: ignore[attr-defined]
    return context


def context_shown(request: HttpRequest) -> Context | None:
    """The context that this page asked for, if it did."""
    return getattr(request, "_context", None)


def _asked(request: HttpRequest) -> Mapping[str, str]:
    """The link's words before the session's; a link that names a period names its cut-off too."""
    said = {name: request.GET[name] for name in _NAMES if request.GET.get(name)}
    remembered = dict(request.session.get(_REMEMBERED, {}))
    if "period" in said:
        remembered.pop("cutoff", None)
    if "unit" in said:
        remembered.pop("scope", None)
    return remembered | said


def _remember(request: HttpRequest, context: Context) -> None:
    """Unit, scope and period; the past is seen only where the link says so."""
    scope = "" if context.scope == Reach.SUBTREE else str(context.scope)
    period, cutoff = str(context.period), str(context.period.cutoff)
    seen = {"unit": context.unit.code, "scope": scope, "period": period, "cutoff": cutoff}
    chosen = {name: text for name, text in seen.items() if text}
    if request.session.get(_REMEMBERED) != chosen and not request.headers.get("HX-Request"):
        request.session[_REMEMBERED] = chosen
        recent = [context.unit.code, *request.session.get(RECENT, [])]
        request.session[RECENT] = list(dict.fromkeys(recent))[:MOST_RECENT]


def _unit(request: HttpRequest, asked: Mapping[str, str]) -> Unit:
    if request.GET.get("unit"):
        return unit_or_404(request, asked["unit"], Right.READ)
    try:
        return unit_or_404(request, asked["unit"], Right.READ)
    except (KeyError, Http404):
        held = standing(request).positions
        if not held:
            raise Http404 from None
        return held[0].unit


def _period(asked: Mapping[str, str], faults: list[str]) -> Period:
    if "period" not in asked:
        return usual_period(_latest_day())
    try:
        return parse_period(asked["period"], Cutoff.parse(asked.get("cutoff")))
    except UnknownPeriod as error:
        faults.append(str(error))
        return usual_period(_latest_day())


def _latest_day() -> date:
    """The last day of which the latest entries of the book tell; today, while it is empty."""
    days = Entry.objects.facts().order_by("-pk").values_list("last_day", flat=True)[:100]
    return min(max(days, default=clock.today()), clock.today())


def usual_period(today: date) -> Period:
    """The union's half-year of a day; for its first month still the one before, which is then being reported."""
    year = today.year + 1 if today.month == 12 else today.year
    if today.month in {12, 6}:
        named = f"{year - 1}-H2" if today.month == 12 else f"{year}-H1"
    else:
        named = f"{year}-H1" if today.month <= UNION.month else f"{year}-H2"
    return parse_period(named, UNION)


def _scope(asked: Mapping[str, str], faults: list[str]) -> Scope:
    try:
        return scope_of(asked.get("scope") or Reach.SUBTREE)
    except ValueError:
        faults.append(_("Không có phạm vi “%(text)s”.") % {"text": asked["scope"]})
        return Reach.SUBTREE


def _known_at(asked: Mapping[str, str], faults: list[str]) -> Moment | None:
    if "known" not in asked:
        return None
    try:
        return Moment.last_before(_time(asked["known"]))
    except NothingKnownYet as error:
        faults.append(str(error))
    except ValueError:
        faults.append(_("Thời điểm “%(text)s” không đọc được. Viết như 20/06/2024.") % {"text": asked["known"]})
    return None


def _time(text: str) -> datetime:
    """A day means its end. Raises ValueError."""
    if len(text) <= len("2024-06-20"):
        return clock.end_of(read_day(text))
    found = parse_datetime(text)
    if found is None:
        raise ValueError(text)
    return found if found.tzinfo else found.replace(tzinfo=clock.HOME)


def _tree_on(asked: Mapping[str, str], faults: list[str]) -> date | None:
    if "tree" not in asked:
        return None
    try:
        return read_day(asked["tree"])
    except ValueError:
        faults.append(_("Ngày “%(text)s” không đọc được. Viết như 20/06/2024.") % {"text": asked["tree"]})
        return None


def read_day(text: str) -> date:
    """`2024-06-20`, or as it is written here, `20/06/2024`. Raises ValueError, also for a year that no period has."""
    text = text.strip()
    if "/" in text:
        found = datetime.strptime(text, "%d/%m/%Y").replace(tzinfo=clock.HOME).date()
    else:
        found = date.fromisoformat(text)
    if not 1000 <= found.year < 3000:
        raise ValueError(text)
    return found
