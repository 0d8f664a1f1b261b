"""A list that can be turned through as a whole: by name, with counts that are right to the last person.

It is read in two parts. Most who belong to a unit have their files there, where indexes hold them by name and by the
words of it; in the list of a former day there are others, whose files have gone along with them since.
"""

from collections import Counter
from typing import Any

from congdoan.desk.members.asked import LEFT, SUSPENDED, Asked, said
from congdoan.desk.members.turning import Listed, Read, Told, by_name, by_sex, narrowed, rows, suspended_at, together
from congdoan.desk.members.where import Where
from congdoan.records.members.models import Membership, MembershipQuerySet, bearers

_BY_SEX = "SELECT {paused}, sex, count(*) FROM ({found}) AS told (id, sex) GROUP BY sex"


def whole(where: Where, asked: Asked, most: int) -> Listed:
    """The list; who left may be more than can be turned through."""
    standing = Membership.objects.standing()
    found = said(standing, asked).at(where.within)
    parts = [_here(standing, where, asked), _gone(found, where, asked)]
    paused = suspended_at(found, where, asked.day)
    told, read = _named(parts, paused, asked) if asked.words else (_told(parts, paused), _parted(parts, asked))
    if asked.state == LEFT:
        left = narrowed(found, where, asked)
        length = left.order_by()[: most + 1].count()
        return Listed(min(length, most), by_name(left), told, is_cut=length > most)
    if asked.state == SUSPENDED:
        read = by_name(narrowed(found, where, asked))
    return Listed(told.total(asked.sex, asked.state == SUSPENDED), read, told)


def _here(standing: MembershipQuerySet, where: Where, asked: Asked) -> MembershipQuerySet:
    found = standing.at(where.within).on(asked.day).filter(member__home__in=where.within)
    if not asked.words:
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


def _named(parts: list[MembershipQuerySet], paused: MembershipQuerySet, asked: Asked) -> tuple[Told, Read]:
    """Who bears a name is looked for once: counted and turned through as it was read."""
    sql, given = together(parts, "pk", "member__sex", "member__sort_key")
    told = f"SELECT id, sex FROM ({sql}) AS told (id, sex, sort_key) ORDER BY sort_key, id"
    found = rows(told, given) if sql else []
    keys = [key for key, sex in found if asked.sex in ("", sex)]
    return Told.of(Counter(sex for _key, sex in found), by_sex(paused)), lambda most, after: keys[after : after + most]
