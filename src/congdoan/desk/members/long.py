"""A list too long to be turned through goes unit by unit, each by name: its pages are read without touching the rest.

What narrows it is sought so far and no further: found whole it is counted and sorted by name, else it is "more than".
"""

from collections.abc import Sequence
from dataclasses import dataclass

from congdoan.base import clock
from congdoan.desk.members.asked import LEFT, SUSPENDED, Asked, said
from congdoan.desk.members.turning import Listed, Read, Told, by_name, by_sex, narrowed, rows, suspended_at
from congdoan.desk.members.where import Where
from congdoan.org.models import Place
from congdoan.records.members.models import Membership, MembershipQuerySet, bearers

MOST_FOUND = 500
"""So many are sought in a long list."""

# The units come in order, so each is sorted by itself and those behind the page are never looked at. Most of a unit's
# members have their files there, where an index holds them by name; others have left for elsewhere since.
_UNIT_BY_UNIT = """
    SELECT listed.id FROM ({units}) AS unit (id) CROSS JOIN LATERAL (
        SELECT told.id, told.sort_key FROM (
            SELECT spell.id, person.sort_key
            FROM members_member AS person JOIN members_membership AS spell ON spell.member_id = person.id
            WHERE person.home_id = unit.id AND spell.unit_id = unit.id AND NOT spell.withdrawn
                AND spell.span @> %s {sex}
            UNION ALL
            SELECT spell.id, person.sort_key
            FROM members_membership AS spell JOIN members_member AS person ON person.id = spell.member_id
            WHERE spell.unit_id = unit.id AND spell.left_id IS NOT NULL AND NOT spell.withdrawn AND spell.span @> %s
                AND person.home_id IS DISTINCT FROM unit.id {sex}
        ) AS told ORDER BY told.sort_key, told.id LIMIT %s
    ) AS listed
    ORDER BY unit.id, listed.sort_key, listed.id LIMIT %s OFFSET %s
"""

# The units are an array that is made first: the index of suspensions goes along it in their order and ends at the last
# that is sought, where a join would look up the unit of each suspension of the country.
_SUSPENDED = """
    SELECT membership_id FROM members_suspension
    WHERE unit_id = ANY(ARRAY({units})) AND span @> %s ORDER BY unit_id LIMIT %s
"""


def long(where: Where, asked: Asked, most: int) -> Listed:
    """The list; as it stands, so many of it can be turned through."""
    if not asked.is_narrowed:
        return Listed(most, _walk(where, asked), Told(is_cut=True), is_cut=True)
    sought = _sought(where, asked) if asked.text else None
    if sought and not sought.is_cut:
        return _of_few(sought.keys, where, asked)
    if asked.state:
        sought = _suspended(where, asked) if asked.state == SUSPENDED else _left(where, asked)
    elif sought and asked.sex:
        sought = _sought(where, asked, asked.sex)
    return _of_found(sought or _cut(_walk(where, asked)(MOST_FOUND + 1, 0)))


@dataclass(frozen=True)
class _Sought:
    """The memberships that were found; `is_cut`: there are more."""

    keys: Sequence[int]
    is_cut: bool


def _cut(keys: Sequence[int], *, is_cut: bool = False) -> _Sought:
    return _Sought(keys[:MOST_FOUND], is_cut or len(keys) > MOST_FOUND)


def _some(found: MembershipQuerySet) -> _Sought:
    return _cut(list(found.values_list("pk", flat=True)[: MOST_FOUND + 1]))


def _walk(where: Where, asked: Asked) -> Read:
    units, of_units = where.units.query.sql_with_params()
    sql = _UNIT_BY_UNIT.format(units=units, sex="AND person.sex = %s" if asked.sex else "")
    chosen = [asked.day, asked.sex] if asked.sex else [asked.day]
    return lambda most, after: [key for (key,) in rows(sql, [*of_units, *chosen, *chosen, after + most, most, after])]


def _suspended(where: Where, asked: Asked) -> _Sought:
    """From the suspensions of the units, of which hardly any is of somebody who does not belong there."""
    units, of_units = where.units.query.sql_with_params()
    sql, most = _SUSPENDED.format(units=units), 2 * MOST_FOUND
    looked_at = [key for (key,) in rows(sql, [*of_units, asked.day, most + 1])]
    found = said(Membership.objects.standing(), asked).on(asked.day).filter(pk__in=looked_at)
    found = found.filter(member__sex=asked.sex) if asked.sex else found
    keys = list(found.order_by().values_list("pk", flat=True))
    return _cut(keys, is_cut=len(looked_at) > most)


def _left(where: Where, asked: Asked) -> _Sought:
    found = narrowed(said(Membership.objects.standing(), asked), where, asked)
    return _some(found.at(where.within).order_by("unit_id", "pk"))


def _sought(where: Where, asked: Asked, sex: str = "") -> _Sought:
    """Whom the text means: of names by an index, and besides those whose files have gone elsewhere."""
    all_there = Membership.objects.standing().at(where.within).order_by()
    there = all_there if asked.state == LEFT else all_there.on(asked.day)
    there = there.filter(member__sex=sex) if sex else there
    if not asked.words:
        return _some(said(there, asked))
    named = bearers(asked.words, where.homes, where.top, where.day, sex=sex, most=MOST_FOUND + 1)
    persons = [key for (key,) in rows(named.sql, named.params)]
    here = list(there.filter(member__in=persons).values_list("pk", flat=True))
    gone = _gone(said(there, asked), where, asked)
    return _cut([*here, *gone.keys], is_cut=gone.is_cut or len(persons) > MOST_FOUND)


def _gone(found: MembershipQuerySet, where: Where, asked: Asked) -> _Sought:
    """Of a former day, and of those who have left; nobody goes where there is no elsewhere."""
    is_today = asked.state != LEFT and asked.day == clock.today()
    if is_today or Place.objects.known().filter(unit=where.top, parent=None).exists():
        return _cut([])
    return _some(found.filter(left__isnull=False).exclude(member__home__in=where.within))


def _of_few(keys: Sequence[int], where: Where, asked: Asked) -> Listed:
    """All whom the text means: counted and sorted as if there were nobody else."""
    found = Membership.objects.filter(pk__in=keys)
    paused = by_sex(suspended_at(found, where, asked.day))
    told = Told(is_cut=True) if asked.state == LEFT else Told.of(by_sex(found), paused)
    chosen = narrowed(found, where, asked)
    length = chosen.count() if asked.state == LEFT else told.total(asked.sex, asked.state == SUSPENDED)
    return Listed(length, by_name(chosen), told)


def _of_found(sought: _Sought) -> Listed:
    """By name where all are found, else those that are, unit by unit."""
    found = Membership.objects.filter(pk__in=sought.keys)
    read = by_name(found, "unit_id") if sought.is_cut else by_name(found)
    return Listed(len(sought.keys), read, Told(is_cut=True), is_cut=sought.is_cut)
