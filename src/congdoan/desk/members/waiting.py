"""What home says of members: applications to be decided, transfers to be answered, what silence has completed."""

from datetime import timedelta
from typing import Any

from django.db.models import Count, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.base import clock
from congdoan.base.text import number
from congdoan.desk.context import Context
from congdoan.desk.gate import standing
from congdoan.desk.waiting import Wait
from congdoan.org.models import Unit
from congdoan.org.rules import RIGHTS, Right, Role
from congdoan.records.members.models import Application, ApplicationState, Suspension, Transfer, TransferState

TOLD_FOR = timedelta(days=14)
"""So long both sides are told of a transfer that completed by silence."""


def members_waiting(request: HttpRequest, context: Context) -> list[Wait]:
    """Of the units in which the user holds a position with the right: counted in one question."""
    held = standing(request).positions
    mine = sorted({each.unit_id for each in held if Right.MEMBERS in RIGHTS[Role(each.role)]})
    if not mine:
        return []
    today = clock.today()
    waiting = Transfer.objects.waiting()
    silent = Transfer.objects.filter(state=TransferState.DONE, silent=True, closed_at__gte=clock.now() - TOLD_FOR)
    undecided = Application.objects.filter(unit__in=mine, state=ApplicationState.WAITING)
    over = Suspension.objects.filter(membership__unit__in=mine, span__endswith=None, due__lt=today)
    counted: dict[str, QuerySet[Any]] = {
        "undecided": undecided,
        "late": undecided.filter(due__lt=today),
        "ready": Application.objects.filter(unit__in=mine, state=ApplicationState.ACCEPTED),
        "pulled": waiting.filter(giving__in=mine, pulled=True),
        "pushed": waiting.filter(to__in=mine, pulled=False),
        "came": silent.filter(to__in=mine),
        "went": silent.filter(giving__in=mine),
        "over": over,
    }
    asked = Unit.objects.filter(pk=mine[0]).annotate(**{name: _count(rows) for name, rows in counted.items()})
    told = asked.values(*counted).get()
    return [wait for wait in _waits(told, next(each.unit.code for each in held if each.unit_id == mine[0])) if wait]


def _count(rows: "QuerySet[Any]") -> Coalesce:
    counted = rows.order_by().annotate(one=Value(1)).values("one").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def _waits(told: dict[str, int], unit: str) -> list[Wait | None]:
    open_applications, transfers = reverse("desk:applications"), reverse("desk:transfers")

    def wait(name: str, sentence: str, url: str, *, more: str = "", late: bool = False) -> Wait | None:
        if not told[name]:
            return None
        return Wait(sentence % {"n": number(told[name])}, f"{url}?unit={unit}", more=more, late=late)

    late = _("%(n)s đơn quá hạn quyết định") % {"n": number(told["late"])} if told["late"] else ""
    return [
        wait("undecided", _("%(n)s đơn xin gia nhập chờ quyết định"), open_applications, more=late),
        wait("ready", _("%(n)s người chờ kết nạp"), open_applications),
        wait("pulled", _("%(n)s đoàn viên được nơi khác đề nghị nhận, chờ trả lời"), transfers),
        wait("pushed", _("%(n)s đoàn viên nơi khác đề nghị chuyển đến, chờ trả lời"), transfers),
        wait("came", _("%(n)s đoàn viên đã chuyển đến do quá hạn trả lời"), transfers),
        wait("went", _("%(n)s đoàn viên đã chuyển đi do quá hạn trả lời"), transfers),
        wait("over", _("%(n)s người tạm dừng quá hạn"), f"{reverse('desk:members')}"),
    ]
