"""People found by the words of their names: few by comparing each, many by an index that serves under the bounds."""

from collections.abc import Sequence

from django.db import connection, models
from django.db.models.expressions import RawSQL

from congdoan.base.text import fold
from congdoan.records.members.models.memberships import MembershipQuerySet

FEW = 20_000
"""A word that more people bear narrows too little for an index to be worth asking."""

_LAST = "\U0010ffff"
_BEARING = "SELECT member_id FROM members_word WHERE word >= %s AND word < %s"


def called(found: MembershipQuerySet, text: str, *, among_many: bool) -> MembershipQuerySet:
    """Those whose names hold words that begin as each of the text's; without words nobody.

    `among_many` goes by the index, from the word that the fewest bear.
    """
    words = sorted(set(fold(text).split()))
    if not words:
        return found.none()
    if among_many and (rare := _rarest(words)):
        found = found.filter(member__in=RawSQL(_BEARING, _span(rare)))
    return found.filter(named(words))


def named(words: Sequence[str]) -> models.Q:
    """Names that hold words beginning so, seen from a membership."""
    told = models.Q()
    for word in words:
        told &= models.Q(member__folded__startswith=word) | models.Q(member__folded__contains=f" {word}")
    return told


def _span(word: str) -> list[str]:
    return [word, word + _LAST]


def _rarest(words: Sequence[str]) -> str | None:
    """The word that the fewest bear within the asker's reach; None where each is borne by too many."""
    counted = {}
    with connection.cursor() as cursor:
        for word in words:
            cursor.execute(f"SELECT count(*) FROM ({_BEARING} LIMIT %s) AS bearing", [*_span(word), FEW + 1])
            counted[word] = int(cursor.fetchone()[0])
    rare = min(counted, key=lambda word: counted[word])
    return rare if counted[rare] <= FEW else None
