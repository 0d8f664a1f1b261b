"""The one gate: who is here, what they may do, and the only way to the things that pages show."""

from dataclasses import dataclass, field
from typing import TypeVar

from django.db.models import Model, OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from congdoan.base import clock
from congdoan.catalogue.rules import Level
from congdoan.figures.models import Entry
from congdoan.org.models import Place, Position, Unit, UnitQuerySet, User
from congdoan.org.rules import RIGHTS, Right, Role

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Standing:
    """The positions a user holds today, and all the rights that come with them somewhere."""

    positions: tuple[Position, ...] = ()
    rights: frozenset[Right] = field(default_factory=frozenset)

    def level_at(self, unit: Unit) -> Level | None:
        """The level on which a unit stands where the user holds a position; None where they hold none."""
        return next(
            (Level(str(getattr(each, "level", ""))) for each in self.positions if each.unit_id == unit.pk), None
        )

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(Role(position.role) for position in self.positions)


def me(request: HttpRequest) -> User:
    """The user who is signed in; the door lets nobody else this far."""
    assert isinstance(request.user, User)
    return request.user


def standing(request: HttpRequest) -> Standing:
    """What the user is, read once a request."""
    found: Standing | None = getattr(request, "_standing", None)
    if found is None:
        today = clock.today()
        level = Place.objects.known().on(today).filter(unit=OuterRef("unit")).values("level")[:1]
        held = me(request).positions.on(today).select_related("unit").annotate(level=Subquery(level)).order_by("pk")
        positions = tuple(held)
        rights = frozenset(right for position in positions for right in RIGHTS[Role(position.role)])
        found = Standing(positions, rights)
        request._standing = found  # type: ignore[attr-defined]
    return found


def reach(request: HttpRequest, right: Right) -> UnitQuerySet:
    """The units in which the user has a right today; lists begin here.

    By their positions, where the page has read them: the database plans better with units that it can see.
    """
    tops = _tops(request, right)
    return me(request).reach(right) if tops is None else Unit.objects.under(tops, on=clock.today())


def _tops(request: HttpRequest, right: Right) -> tuple[int, ...] | None:
    """The units whose positions give the user a right, where the page has read them."""
    found: Standing | None = getattr(request, "_standing", None)
    if found is None:
        return None
    return tuple(sorted({each.unit_id for each in found.positions if right in RIGHTS[Role(each.role)]}))


def is_everywhere(request: HttpRequest, right: Right) -> bool:
    """Whether the user has a right at the root of the tree: beneath it stands every unit, on any day."""
    tops = _tops(request, right)
    return Place.objects.known().on(clock.today()).filter(unit__in=tops or (), parent=None).exists()


@dataclass
class Reached:
    """What a request came to: units by code, and the keys of all units, with the positions that let it."""

    units: dict[tuple[tuple[int, ...], str], Unit] = field(default_factory=dict)
    keys: set[tuple[tuple[int, ...], int]] = field(default_factory=set)


def _reached(request: HttpRequest) -> Reached:
    found: Reached = vars(request).setdefault("_reached", Reached())
    return found


def may(request: HttpRequest, right: Right, unit: int) -> bool:
    """Whether the user has a right at a unit today; not asked where the page came to it by the same positions."""
    tops = _tops(request, right)
    if tops is not None and (not tops or (tops, unit) in _reached(request).keys):
        return bool(tops)
    return reach(request, right).filter(pk=unit).exists()


def unit_or_404(request: HttpRequest, code: str, right: Right) -> Unit:
    """The unit, if the user has this right there; to anyone else it does not exist.

    Asked for again by the same positions, it is not read again; nor where a position is held at the very unit.
    """
    tops, reached = _tops(request, right), _reached(request)
    if tops is None:
        return get_object_or_404(reach(request, right), code=code)
    if (tops, code) not in reached.units:
        held = (each.unit for each in standing(request).positions if each.unit_id in tops and each.unit.code == code)
        found = reached.units[tops, code] = next(held, None) or get_object_or_404(reach(request, right), code=code)
        reached.keys.add((tops, found.pk))
    return reached.units[tops, code]


def entry_or_404(request: HttpRequest, pk: int) -> Entry:
    """An entry of the ledger at a unit that the user may read."""
    return at_unit_or_404(request, Entry.objects.select_related("unit", "by"), Right.READ, pk=pk)


def at_unit_or_404(request: HttpRequest, things: QuerySet[M], right: Right, **which: object) -> M:
    """Something that belongs to a `unit`, if the user has this right there; to anyone else it does not exist."""
    found = get_object_or_404(things.filter(unit__in=reach(request, right)), **which)
    if (tops := _tops(request, right)) is not None:
        _reached(request).keys.add((tops, vars(found)["unit_id"]))
    return found
