"""What the fields of a text say, read from the ledger."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from congdoan.base.knowledge import Moment
from congdoan.figures.models.figures import Question
from congdoan.figures.rules import in_words
from congdoan.figures.rules.fields import BadField, Field
from congdoan.org.models import Unit


def teller(known_at: Moment | None = None) -> Callable[[Field], str]:
    """Tells fields in words, as known now or at a moment; for `shown` and `frozen`. Raises BadField."""

    def tell(field: Field) -> str:
        unit = Unit.objects.filter(code=field.unit).first()
        if unit is None:
            raise BadField(_("Trường số liệu nêu đơn vị “%(unit)s” không có trong sổ.") % {"unit": field.unit})
        question = Question(unit, scope=field.scope, tree_on=field.tree_on, known_at=known_at)
        if field.indicator not in question.catalogue.indicators:
            sentence = _("Trường số liệu nêu chỉ tiêu “%(code)s” không có trong danh mục.")
            raise BadField(sentence % {"code": field.indicator})
        return in_words(question.figure(field.indicator, field.period))

    return tell
