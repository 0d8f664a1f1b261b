"""People found by the words of their names: few by comparing each, many by an index that serves under the bounds."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection, models
from django.db.models.expressions import RawSQL

from congdoan.base.text import fold
from congdoan.records.members.models.memberships import MembershipQuerySet

FEW = 20_000
"""A word that more people bear narrows too little for an index to be worth asking."""

WALKED = 5_000
"""So many units are gone through for words that many bear; in more, whoever bears several is sought by an index."""

NAMED = 1_000
"""So many are named one by one; the database plans better with few that it can see."""

_LAST = "\U0010ffff"
_BEARING = "SELECT member_id FROM members_word WHERE word >= %s AND word < %s"

# How many bear a word, and, where they are few, who.
_BORNE = f"""(
    SELECT count(*), %s::int, CASE WHEN count(*) <= %s THEN array_agg(member_id) END
    FROM ({_BEARING} LIMIT %s) AS bearing
)"""


_NAMED = "SELECT members_named(%s::text[], %s::bigint[], %s::bigint, %s::date, %s::text, %s::int, %s::int, %s::int)"


def called(found: MembershipQuerySet, text: str, *, among_many: bool) -> MembershipQuerySet:
    """Those whose names hold words that begin as each of the text's; without words nobody.

    `among_many` goes by the index, from the words that few bear.
    """
    words = sorted(set(fold(text).split()))
    if not words:
        return found.none()
    if among_many:
        found = found.filter(_bearing(words))
    return found.filter(named(words))


def named(words: Sequence[str]) -> models.Q:
    """Names that hold words beginning so, seen from a membership."""
    told = models.Q()
    for word in words:
        told &= models.Q(member__folded__startswith=word) | models.Q(member__folded__contains=f" {word}")
    return told


def bearers(
    words: Sequence[str],
    homes: Sequence[int] | None,
    top: int,
    day: date,
    *,
    sex: str = "",
    most: int | None = None,
) -> RawSQL:
    """Whose names hold words beginning so, of those whose files are kept at these units, by key; no more than `most`.

    Without units: at `top` and all beneath it on a day.
    """
    there = [None, top] if homes is None else [list(homes), None]
    return RawSQL(_NAMED, [list(words), *there, day, sex, most, FEW, WALKED])


def _span(word: str) -> list[str]:
    return [word, word + _LAST]


def _bearing(words: Sequence[str]) -> models.Q:
    """Whoever bears the words that few bear within the asker's reach; anybody where each is borne by too many."""
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([_BORNE] * len(words)), _asked(words))
        borne = sorted(cursor.fetchall())
    count, place, _keys = borne[0]
    if count > FEW:
        return models.Q()
    if count > NAMED:
        return models.Q(member__in=RawSQL(_BEARING, _span(words[place])))
    return models.Q(member__in=sorted(set.intersection(*[set(keys or ()) for n, _place, keys in borne if n <= NAMED])))


def _asked(words: Sequence[str]) -> list[Any]:
    return [part for place, word in enumerate(words) for part in (place, NAMED, *_span(word), FEW + 1)]
