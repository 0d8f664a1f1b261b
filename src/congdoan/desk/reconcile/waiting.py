"""Long texts are judged as long work: asked for as they are sent, with how far it is on the page of the text."""

from contextlib import suppress
from typing import IO

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from congdoan.base.text import number
from congdoan.claims.actions import judge_waiting
from congdoan.claims.models import CheckedText
from congdoan.desk.gate import me
from congdoan.desk.works.pages import Shown
from congdoan.org.actions import ask_for, see_work
from congdoan.org.models import Work
from congdoan.org.rules import Made, Tell

KIND = "reconcile"


def have_judged(request: HttpRequest, text: CheckedText) -> None:
    """Have a text judged that is too long to wait for. Where too much waits already, the job of each minute does it."""
    title = _("Đối soát “%(title)s”") % {"title": text.title}
    with suppress(ValidationError):
        ask_for(
            me(request),
            kind=KIND,
            unit=text.unit,
            title=title,
            asked={"text": text.pk},
            things=gettext_noop("con số"),
        )


def judging(request: HttpRequest, text: CheckedText) -> Shown | None:
    """How far the judging of a text is that the user asked for; what has ended is seen with the text."""
    work = Work.objects.of(me(request)).filter(kind=KIND, asked={"text": text.pk}, seen_at=None).first()
    if work is None:
        return None
    if work.is_ended:
        see_work(me(request), work=work)
        return None
    return Shown(work)


def judge_long(work: Work, to: IO[bytes], tell: Tell) -> Made:
    """Judge the text of a work; nothing where it was judged meanwhile."""
    text = judge_waiting(int(work.asked["text"]), tell)
    if text is None:
        raise ValidationError(_("Văn bản này đã được cất đi."))
    count = text.claims.count()
    said = ngettext("Đã xét %(n)s con số.", "Đã xét %(n)s con số.", count) % {"n": number(count)}
    return Made(said=said, link=reverse("desk:reconcile_text", args=[text.pk]))
