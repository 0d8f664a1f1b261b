"""Whom an activity may name: who agreed to what only consent allows."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from congdoan.catalogue.rules import Kind
from congdoan.records.members.models import Member, without_consent


def check_consent(kind: Kind, day: date, named: Sequence[Member]) -> None:
    """Raise ValidationError where one of the persons had not agreed by the day to what their data are used for."""
    if kind.purpose is None or not named:
        return
    lacking = without_consent([member.pk for member in named], kind.purpose, day)
    first = next((member for member in named if member.pk in lacking), None)
    if first is not None:
        sentence = _(
            "%(name)s chưa đồng ý cho việc “%(purpose)s” tính đến %(day)s. Ghi sự đồng ý ở trang của người ấy."
        )
        said = {"name": first.name, "purpose": kind.purpose.label, "day": f"{day:%d/%m/%Y}"}
        raise ValidationError({"beneficiaries": sentence % said}, code="consent")
