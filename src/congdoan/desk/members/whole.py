"""A list that can be turned through as a whole: by name, with counts that are right to the last person.

It is read in two parts. Most who belong to a unit have their files there, where indexes hold them by name and by the
words of it; in the list of a former day there are others, whose files have gone along with them since.
"""

from typing import Any

from congdoan.desk.members.asked import LEFT, SUSPENDED, Asked, said
from congdoan.desk.members.turning import Listed, Read, Told, by_name, narrowed, rows, suspended_at, together
from congdoan.desk.members.where import Where
from congdoan.records.members.models import Membership, MembershipQuerySet, bearers

_BY_SEX = "SELECT {paused}, sex, count(*) FROM ({found}) AS told (id, sex) GROUP BY sex"


def whole(where: Where, asked: Asked, most: int) -> Listed:
    """The list; who left may be more than can be turned through."""
    standing = Membership.objects.standing()
    found = said(standing, asked).at(where.within)
    parts = [_here(standing, where, asked), _gone(found, where, asked)]
    told = _told(parts, suspended_at(found, where, asked.day))
    if asked.state == LEFT:
        left = narrowed(found, where, asked)
        length = left.order_by()[: most + 1].count()
        return Listed(min(length, most), by_name(left), told, is_cut=length > most)
    read = by_name(narrowed(found, where, asked)) if asked.state == SUSPENDED else _parted(parts, asked)
    return Listed(told.total(asked.sex, asked.state == SUSPENDED), read, told)


def _here(standing: MembershipQuerySet, where: Where, asked: Asked) -> MembershipQuerySet:
    found = standing.at(where.within).on(asked.day).filter(member__home__in=where.within)
    if not asked.text or not asked.words:
        return said(found, asked)
    return found.filter(member__in=bearers(asked.words, where.homes, where.top, where.day))


def _gone(found: MembershipQuerySet, where: Where, asked: Asked) -> MembershipQuerySet:
    """Nobody's file goes elsewhere before they have left."""
    return found.on(asked.day).filter(left__isnull=False).exclude(member__home__in=where.within)


def _told(parts: list[MembershipQuerySet], paused: MembershipQuerySet) -> Told:
    """Counted in one statement."""
    by_kind: dict[bool, dict[str, int]] = {False: {}, True: {}}
    written: list[str] = []
    given: list[Any] = []
    for is_paused, found in ((False, parts), (True, [paused])):
        sql, of_found = together(found, "pk", "member__sex")
        if sql:
            written.append(_BY_SEX.format(paused=is_paused, found=sql))
            given += of_found
    for is_paused, sex, count in rows(" UNION ALL ".join(written), given) if written else []:
        by_kind[is_paused][sex] = count
    return Told.of(by_kind[False], by_kind[True])


def _parted(parts: list[MembershipQuerySet], asked: Asked) -> Read:
    """A page of the parts, by name."""
    of_sex = [part.filter(member__sex=asked.sex) if asked.sex else part for part in parts]
    sql, given = together(of_sex, "pk", "member__sort_key")
    told = f"SELECT id FROM ({sql}) AS told (id, sort_key) ORDER BY sort_key, id LIMIT %s OFFSET %s"
    return lambda most, after: [key for (key,) in rows(told, [*given, most, after])] if sql else []
