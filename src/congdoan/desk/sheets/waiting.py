"""What home says of sheets: what I owe and by when, what waits for my decision, what the union above has told."""

from django.db.models import Count, Value
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.base import clock
from congdoan.base.text import number
from congdoan.catalogue.rules import Addressee
from congdoan.desk.context import Context
from congdoan.desk.gate import standing
from congdoan.desk.waiting import Wait
from congdoan.desk.words import day, period_name
from congdoan.org.models import Unit
from congdoan.org.rules import RIGHTS, Right, Role
from congdoan.reports.models import DaysSet, Deadline, Owed, Sending, owed_by, waiting_for
from congdoan.reports.rules import State

SHOWN = 5


def _mine(request: HttpRequest, right: Right) -> list[Unit]:
    """The units in which the user holds a position with the right itself."""
    held = standing(request).positions
    return list({each.unit.pk: each.unit for each in held if right in RIGHTS[Role(each.role)]}.values())


def owed(request: HttpRequest, context: Context) -> list[Wait]:
    """The sheets that the user's own units owe, the most pressing first."""
    units = _mine(request, Right.REPORT)
    if not units:
        return []
    held = standing(request)
    levels = {unit.pk: level for unit in units if (level := held.level_at(unit))}
    named: DaysSet | None = None if _counts(request).get("days") else {}
    return [_owed(each) for each in owed_by(units, clock.today(), levels, named=named)[:SHOWN]]


def _owed(each: Owed) -> Wait:
    left = each.days_left(clock.today())
    is_late = left < 0 and not each.has_come
    if is_late:
        when = _("trễ %(n)s ngày") % {"n": -left}
    elif left < 0:
        when = _("chờ gửi lại")
    else:
        when = _("còn %(n)s ngày") % {"n": left} if left else _("hạn hôm nay")
    if each.sheet:
        url = reverse("desk:sheet", args=[each.sheet.pk])
    else:
        asked = f"unit={each.unit.code}&form={each.form.code}&for={each.period}"
        url = f"{reverse('desk:sheet_open')}?{asked}"
    more = _("%(period)s, hạn %(due)s") % {"period": period_name(each.period), "due": day(each.due)}
    if each.set_by:
        more += " · " + _("cấp trên đặt")
    if each.sheet and each.sheet.of_state is State.RETURNED:
        more += " · " + _("bị trả lại")
    return Wait(each.form.local_name, url, when, more, late=is_late)


def _counts(request: HttpRequest) -> dict[str, int]:
    """How much of each waits for the user, asked once: sheets to accept, sheets told of, days set for their units."""
    known: dict[str, int] | None = getattr(request, "_sheets_waiting", None)
    if known is None:
        above, beneath, mine = (_mine(request, right) for right in (Right.REVIEW, Right.READ, Right.REPORT))
        today = clock.today()
        month = clock.at(today.replace(day=1), 0)
        to_accept, of_merged = waiting_for(above, today)
        told = Sending.objects.filter(unit__in=beneath, addressee=Addressee.LOWER, revision__at__gte=month)
        days = Deadline.objects.known().filter(unit__descent__unit__in=mine)
        counted = (
            to_accept.order_by().values(what=Value("waiting")).annotate(n=Count("pk")),
            of_merged.order_by().values(what=Value("merged")).annotate(n=Count("pk")),
            told.order_by().values(what=Value("told")).annotate(n=Count("revision__sheet", distinct=True)),
            days.order_by().values(what=Value("days")).annotate(n=Count("pk")),
        )
        known = dict(counted[0].union(*counted[1:], all=True).values_list("what", "n"))
        request._sheets_waiting = known  # type: ignore[attr-defined]
    return known


def from_others(request: HttpRequest, context: Context) -> list[Wait]:
    """How many sheets of the units beneath wait to be accepted, and what the unions above have told of this month."""
    above, beneath = _mine(request, Right.REVIEW), _mine(request, Right.READ)
    if not beneath:
        return []
    counts = _counts(request)
    found: list[Wait] = []
    if waiting := counts.get("waiting", 0) + counts.get("merged", 0):
        said = _("%(n)s báo cáo của cấp dưới chờ nhận") % {"n": number(waiting)}
        found.append(Wait(said, f"{reverse('desk:sheets')}?unit={above[0].code}"))
    if counts.get("told"):
        said = _("Cấp trên thông báo %(n)s báo cáo") % {"n": number(counts["told"])}
        found.append(Wait(said, f"{reverse('desk:sheets')}?unit={beneath[0].code}"))
    return found
