"""The fields of a text told to who may know them."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from congdoan.claims.rules.fielding import Laid, laid_out
from congdoan.figures.models import teller
from congdoan.figures.rules import BadField, Field
from congdoan.org.models import UnitQuerySet


def laid_within(raw: str, within: UnitQuerySet) -> Laid:
    """The text with the fields of units within a reach told; the others stay as they are written."""
    return laid_out(raw, _teller(within))


def _teller(within: UnitQuerySet) -> Callable[[Field], str]:
    tell = teller()
    allowed: dict[str, bool] = {}

    def told(field: Field) -> str:
        if field.unit not in allowed:
            allowed[field.unit] = within.filter(code=field.unit).exists()
        if not allowed[field.unit]:
            raise BadField(_("Trường số liệu nêu một đơn vị ngoài phạm vi được xem."))
        return tell(field)

    return told
