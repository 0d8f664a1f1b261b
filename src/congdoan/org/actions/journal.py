"""Writing the journal."""

from collections.abc import Mapping

from django.db import models

from congdoan.base import clock
from congdoan.org.models import Deed, Unit, User


def note(
    by: User, verb: str, subject: models.Model, *, unit: Unit | None = None, words: Mapping[str, object] | None = None
) -> None:
    """Leave a line in the journal, in the transaction of the deed itself."""
    noun = subject._meta.model_name
    key = subject.code if isinstance(subject, Unit) else subject.pk
    Deed.objects.create(at=clock.now(), by=by, verb=verb, subject=f"{noun} {key}", unit=unit, words=dict(words or {}))
