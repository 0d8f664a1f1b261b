"""Signed documents: the PDF of a revision with its signatures, kept beside it to the byte."""

from functools import cache
from typing import ClassVar

from django.conf import settings
from django.db import models

from congdoan.org.models import User
from congdoan.reports.models.revisions import Revision
from congdoan.reports.rules.signing import Certificate, Verdict, roots_of, verify


class Signature(models.Model):
    """The PDF of a revision with one signature more; what the certificate says stands beside it, to be listed."""

    revision = models.ForeignKey(Revision, models.PROTECT, related_name="signatures")
    content = models.BinaryField()
    digest = models.CharField(max_length=64)
    holder = models.CharField(max_length=300)
    issuer = models.CharField(max_length=300)
    serial = models.CharField(max_length=100)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["revision", "pk"]

    def __str__(self) -> str:
        return f"{self.revision}: {self.holder}"

    @property
    def certificate(self) -> Certificate:
        return Certificate(self.holder, self.issuer, self.serial, self.valid_from, self.valid_to)

    @property
    def verdict(self) -> Verdict:
        """What became of it, as of the moment at which it was put there."""
        return verify(bytes(self.content), at=self.at, roots=_roots())


@cache
def _roots() -> tuple[bytes, ...]:
    """The issuers that this installation trusts."""
    folder = settings.SIGNING_ROOTS
    return roots_of([path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()]) if folder else ()
