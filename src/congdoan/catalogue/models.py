"""The editions installed in the database, and the codes whose numbers postings carry."""

from functools import lru_cache
from pathlib import Path
from time import monotonic
from typing import ClassVar

from django.conf import settings
from django.db import models

from congdoan.catalogue.rules import Catalogue, in_english, load


def current() -> Catalogue:
    """The edition that the setting names; a file that changes is seen within a second. Raises CatalogueFaults."""
    return _current(str(settings.CATALOGUE), int(monotonic()))


@lru_cache(maxsize=4)
def _current(folder: str, second: int) -> Catalogue:
    """Looked at once a second: bulk work asks for the edition many times for each thing it writes."""
    return load(Path(folder))


def local(text: str) -> str:
    """A text of the catalogue in the reader's language: a name, a unit of measure, a question, an answer."""
    return current().english.get(text, text) if in_english() else text


def counted(unit: str, n: object) -> str:
    """A unit of measure as it stands after a number, in the reader's language."""
    told = current().words.get(unit) if n == 1 and in_english() else None
    return told[0] if told else local(unit)


class Edition(models.Model):
    """An edition of the catalogue that was installed; those before it are kept, each with its whole text."""

    code = models.CharField(max_length=40)
    version = models.CharField(max_length=40)
    digest = models.CharField(max_length=64, unique=True)
    text = models.TextField()
    installed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["installed_at", "id"]

    def __str__(self) -> str:
        return f"{self.code} {self.version}"


class Code(models.Model):
    """An indicator's code and what it means, for ever; a later edition retires it, or names what replaces it."""

    code = models.CharField(max_length=80, unique=True)
    meaning = models.TextField()
    is_stock = models.BooleanField()
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="codes")
    retired = models.DateField(null=True)
    replaced_by = models.CharField(max_length=80, blank=True)

    def __str__(self) -> str:
        return self.code


def numbers() -> dict[str, int]:
    """The number of each installed code."""
    return dict(Code.objects.values_list("code", "pk"))
