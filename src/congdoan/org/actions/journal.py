"""Writing the journal."""

from collections.abc import Iterable, Mapping

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import connection, models

from congdoan.base import clock
from congdoan.org.models import Deed, Unit, User

BOOK = "so.cong.doan"
"""The name of the account under which the book itself acts; with its dots it is none that the desk gives out."""


def the_book() -> User:
    """The book itself, as who has done what nobody asked for; nobody signs in with its account."""
    book, _is_new = User.objects.get_or_create(
        username=BOOK, defaults={"last_name": "Sổ Công Đoàn", "is_active": False, "password": UNUSABLE_PASSWORD_PREFIX}
    )
    return book


def note(
    by: User, verb: str, subject: models.Model, *, unit: Unit | None = None, words: Mapping[str, object] | None = None
) -> None:
    """Leave a line in the journal, in the transaction of the deed itself."""
    _deed(by, verb, subject, unit, words or {}).save()


def note_each(by: User, verb: str, told: Iterable[tuple[models.Model, Unit, Mapping[str, object]]]) -> None:
    """Leave a line for each of many subjects, each at its unit and in its own words."""
    Deed.objects.bulk_create([_deed(by, verb, subject, unit, words) for subject, unit, words in told])


def redact(by: User, subject: models.Model, *, lines: Iterable[models.Model], unit: Unit | None = None) -> int:
    """Drop the free text of the lines about some things, and say in a line about the subject how many those were.

    Only for who is erased: the one change that the journal takes. Who did what, when and where stays.
    """
    told = [subject_of(subject), [subject_of(each) for each in lines], unit.pk if unit else None, by.pk, clock.now()]
    with connection.cursor() as cursor:
        cursor.execute("SELECT redact_deeds(%s, %s::text[], %s, %s, %s)", told)
        (count,) = cursor.fetchone()
    return int(count)


def note_all(by: User, verb: str, words: Mapping[Unit, Mapping[str, object]]) -> None:
    """Leave a line for each of many units at once."""
    Deed.objects.bulk_create([_deed(by, verb, unit, unit, told) for unit, told in words.items()])


def _deed(by: User, verb: str, subject: models.Model, unit: Unit | None, words: Mapping[str, object]) -> Deed:
    return Deed(at=clock.now(), by=by, verb=verb, subject=subject_of(subject), unit=unit, words=dict(words))


def subject_of(thing: models.Model) -> str:
    """How the journal names a thing."""
    key = thing.code if isinstance(thing, Unit) else thing.pk
    return f"{thing._meta.model_name} {key}"
