"""Units opened, named, placed and closed. `records/structure` calls these: it asks for the right, posts and notes."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from congdoan.base.knowledge import ThisXact
from congdoan.base.period import DAY
from congdoan.base.spell import days
from congdoan.catalogue.rules import Level
from congdoan.org.models import Employer, Lineage, Name, Place, RecordsFrom, Unit, Workplace

TREE_LOCK = 7_201_500_001
"""One change of the tree at a time: closures computed side by side would not fit together."""

_UP = """
    WITH RECURSIVE touched AS (
        SELECT unit_id FROM org_lineage WHERE ancestor_id = ANY(%(units)s) AND superseded IS NULL
        UNION SELECT unnest(%(units)s)
    ), up AS (
        SELECT place.unit_id, place.unit_id AS ancestor_id, 0 AS depth, level, sector, span, parent_id AS next
        FROM org_place AS place JOIN touched USING (unit_id) WHERE superseded IS NULL
        UNION ALL
        SELECT up.unit_id, place.unit_id, depth + 1, up.level, up.sector, up.span * place.span, place.parent_id
        FROM up JOIN org_place AS place
            ON place.unit_id = up.next AND place.superseded IS NULL AND place.span && up.span
        WHERE depth < 32
    ), wanted AS (
        SELECT unit_id, ancestor_id, depth, level, sector, unnest(range_agg(span)) AS span
        FROM up GROUP BY unit_id, ancestor_id, depth, level, sector
    )
"""
_SAME = """(wanted.unit_id, wanted.ancestor_id, wanted.depth, wanted.level, wanted.sector, wanted.span)
         = (lineage.unit_id, lineage.ancestor_id, lineage.depth, lineage.level, lineage.sector, lineage.span)"""
_SUPERSEDE = f"""{_UP}
    UPDATE org_lineage AS lineage SET superseded = ledger_xact()
    WHERE superseded IS NULL AND unit_id IN (SELECT unit_id FROM touched)
        AND NOT EXISTS (SELECT FROM wanted WHERE {_SAME})
"""
_APPEND = f"""{_UP}
    INSERT INTO org_lineage (unit_id, ancestor_id, depth, level, sector, span, xact)
    SELECT unit_id, ancestor_id, depth, level, sector, span, ledger_xact() FROM wanted
    WHERE NOT EXISTS (SELECT FROM org_lineage AS lineage WHERE superseded IS NULL AND {_SAME})
"""


def lock_units(units: Iterable[Unit]) -> None:
    """Let nobody record at, declare for or change these units until the transaction ends.

    Rows that merely name a unit (in the journal, in the tree) do not wait for it, nor hold it up.
    """
    list(Unit.objects.filter(pk__in={unit.pk for unit in units}).order_by("pk").select_for_update(no_key=True))


def lock_tree() -> None:
    """Let nobody else change the tree until the transaction ends; who also locks units does this first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TREE_LOCK])


def _relay(units: Iterable[Unit]) -> None:
    """Lay the lineage of units and of all beneath them anew from their places."""
    keys = {"units": [unit.pk for unit in units]}
    with connection.cursor() as cursor:
        cursor.execute(_SUPERSEDE, keys)
        cursor.execute(_APPEND, keys)


@transaction.atomic
def open_unit(
    *,
    code: str,
    name: str,
    level: Level,
    parent: Unit | None,
    day: date,
    sector: str = "",
    records_from: date | None = None,
) -> Unit:
    """A new unit, alive from its founding day on. Raises ValidationError where the code or the name cannot be."""
    if not code.strip():
        raise ValidationError({"code": _("Nhập mã đơn vị.")})
    _refuse_blank(name)
    if Unit.objects.filter(code=code).exists():
        raise ValidationError(_("Mã đơn vị %(code)s đã có.") % {"code": code})
    lock_tree()
    unit = Unit.objects.create(code=code, span=days(day, None))
    Name.of(unit, name, days(day, None)).save()
    Place.objects.create(unit=unit, parent=parent, level=level, sector=sector, span=days(None, None))
    if records_from:
        RecordsFrom.objects.create(unit=unit, day=records_from)
    _relay([unit])
    return unit


def _refuse_blank(name: str) -> None:
    if not name.strip():
        raise ValidationError({"name": _("Nhập tên đơn vị.")})


@transaction.atomic
def rename_unit(unit: Unit, *, name: str, day: date) -> None:
    """Another name from a day on; the names before stay. Raises ValidationError."""
    _refuse_blank(name)
    lock_units([unit])
    current = Name.objects.on(day).filter(unit=unit).first()
    if current is None or current.span.lower == day:
        raise ValidationError(_("Không đổi tên được từ ngày này: đơn vị chưa có, hoặc tên đã đổi đúng ngày này."))
    end = current.last_day
    current.span = days(current.first_day, day - DAY)
    current.save(update_fields=["span"])
    Name.of(unit, name, days(day, end)).save()


@transaction.atomic
def set_employer(unit: Unit, *, employer: Employer, day: date) -> None:
    """The employer at which the unit is organised, from a day on, until the change that is already known to follow."""
    lock_units([unit])
    current = Workplace.objects.on(day).filter(unit=unit).first()
    if current is not None and current.first_day == day:
        raise ValidationError(_("Nơi làm việc của đơn vị đã đổi đúng ngày này."))
    following = Workplace.objects.filter(unit=unit, span__startswith__gt=day).order_by("span").first()
    end = following.span.lower - DAY if following else None
    if current is not None:
        current.span = days(current.first_day, day - DAY)
        current.save(update_fields=["span"])
    Workplace.objects.create(unit=unit, employer=employer, span=days(day, end))


@transaction.atomic
def place_unit(
    unit: Unit, *, day: date, parent: Unit | None = None, level: Level | None = None, sector: str | None = None
) -> None:
    """Another parent, level or sector from a day on, each until its own next change that is already known to follow.

    What is None stays as it was. Raises ValidationError where the unit would stand beneath itself.
    """
    lock_tree()
    lock_units([unit])
    standing = list(Place.objects.known().filter(unit=unit, span__overlap=days(day, None)).order_by("span"))
    before = standing[0]
    for place in standing:
        parent = parent if place.parent_id == before.parent_id else None
        level = level if place.level == before.level else None
        sector = sector if place.sector == before.sector else None
        if parent is not None or level is not None or sector is not None:
            _replace(place, day, parent, level, sector)
    _relay([unit])


def _replace(place: Place, day: date, parent: Unit | None, level: Level | None, sector: str | None) -> None:
    """Put another row in a place's stead from a day on; what it said of the days before stands in a row of its own."""
    first = day if place.first_day is None else max(day, place.first_day)
    after = days(first, place.last_day)
    circle = Lineage.objects.known().filter(unit=parent, ancestor=place.unit_id, span__overlap=after)
    if parent is not None and circle.exists():
        raise ValidationError(_("%(unit)s không thể trực thuộc đơn vị nằm dưới chính nó.") % {"unit": place.unit})
    Place.objects.filter(pk=place.pk).update(superseded=ThisXact())
    if place.first_day != first:
        before = days(place.first_day, first - DAY)
        Place.objects.create(
            unit_id=place.unit_id, parent_id=place.parent_id, level=place.level, sector=place.sector, span=before
        )
    Place.objects.create(
        unit_id=place.unit_id,
        parent_id=parent.pk if parent else place.parent_id,
        level=level or place.level,
        sector=place.sector if sector is None else sector,
        span=after,
    )


@transaction.atomic
def close_unit(unit: Unit, *, day: date, beneath: Unit | None = None) -> None:
    """End a unit's life with a day; from that day on it stands as a closed child beneath its successor, if it has one.

    Raises ValidationError where it is closed already, or the day lies before its founding.
    """
    lock_units([unit])
    unit.refresh_from_db()
    if not unit.is_open:
        raise ValidationError(_("%(unit)s đã đóng ngày %(day)s.") % {"unit": unit, "day": f"{unit.last_day:%d/%m/%Y}"})
    if unit.span.lower is not None and day < unit.span.lower:
        raise ValidationError(_("Đơn vị không thể đóng trước ngày thành lập."))
    Unit.objects.filter(pk=unit.pk).update(span=days(unit.first_day, day), closed_in=ThisXact())
    unit.refresh_from_db()
    if beneath is not None:
        place_unit(unit, day=day, parent=beneath)


@transaction.atomic
def keep_records_from(unit: Unit, *, day: date) -> None:
    """Say from which day the unit keeps records; what was said before stays known to the past."""
    RecordsFrom.objects.known().filter(unit=unit).update(superseded=ThisXact())
    RecordsFrom.objects.create(unit=unit, day=day)
