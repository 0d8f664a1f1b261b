"""What the fields of a text say, read from the ledger."""

from collections.abc import Callable
from decimal import Decimal

from django.utils.translation import gettext as _

from congdoan.base.knowledge import Moment
from congdoan.base.period import Period
from congdoan.base.text import number
from congdoan.catalogue.rules import Way
from congdoan.figures.models.figures import Question
from congdoan.figures.rules import change_in_prose, in_words, plan_in_prose
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
        return _said(question, field)

    return tell


def _said(question: Question, field: Field) -> str:
    now, before = question.figure(field.indicator, field.period), field.period.before
    unknown = _("chưa rõ")
    match field.way:
        case Way.NUMBER:
            return in_words(now)
        case Way.BEFORE:
            return in_words(question.figure(field.indicator, before)) if before else unknown
        case Way.CHANGE:
            then = question.figure(field.indicator, before) if before else None
            return change_in_prose(now.value, then.value if then else None) or unknown
    target = question.target(field.indicator, field.period)
    if field.way is Way.TARGET:
        return number(target.value) if target else unknown
    if target is None:
        return unknown
    done = question.figure(field.indicator, Period(target.period.first_day, field.period.last_day)).value
    return plan_in_prose(None if done is None else Decimal(done) * 100 / target.value) or unknown
