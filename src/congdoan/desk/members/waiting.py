"""What home says of members: applications to be decided, transfers to be answered, what silence has completed."""

from datetime import timedelta
from typing import Any

from django.db import connection
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import ngettext_lazy

from congdoan.base import clock
from congdoan.base.text import number
from congdoan.desk.context import Context
from congdoan.desk.gate import standing
from congdoan.desk.waiting import Wait
from congdoan.org.rules import RIGHTS, Right, Role
from congdoan.records.members.models import ApplicationState, TransferState

TOLD_FOR = timedelta(days=14)
"""So long both sides are told of a transfer that completed by silence."""


# Each table is gone through once: its bounds take longer to plan than its rows to count.
_COUNTED = f"""
    SELECT applied.*, moved.*, paused.* FROM (
        SELECT count(*) FILTER (WHERE state = '{ApplicationState.WAITING}') AS undecided,
            count(*) FILTER (WHERE state = '{ApplicationState.WAITING}' AND due < %(today)s) AS late,
            count(*) FILTER (WHERE state = '{ApplicationState.ACCEPTED}') AS ready
        FROM members_application WHERE unit_id = ANY(%(mine)s)
    ) AS applied CROSS JOIN (
        SELECT count(*) FILTER (WHERE is_open AND pulled AND is_giving) AS pulled,
            count(*) FILTER (WHERE is_open AND NOT pulled AND is_taking) AS pushed,
            count(*) FILTER (WHERE is_silent AND is_taking) AS came,
            count(*) FILTER (WHERE is_silent AND is_giving) AS went
        FROM (
            SELECT pulled, giving_id = ANY(%(mine)s) AS is_giving, to_id = ANY(%(mine)s) AS is_taking,
                state = '{TransferState.WAITING}' AS is_open,
                state = '{TransferState.DONE}' AND silent AND closed_at >= %(since)s AS is_silent
            FROM members_transfer WHERE giving_id = ANY(%(mine)s) OR to_id = ANY(%(mine)s)
        ) AS each
    ) AS moved CROSS JOIN (
        SELECT count(*) AS over
        FROM members_suspension AS pause JOIN members_membership AS spell ON spell.id = pause.membership_id
        WHERE spell.unit_id = ANY(%(mine)s) AND upper(pause.span) IS NULL AND pause.due < %(today)s
    ) AS paused
"""


def members_waiting(request: HttpRequest, context: Context) -> list[Wait]:
    """Of the units in which the user holds a position with the right: counted in one question."""
    held = standing(request).positions
    mine = sorted({each.unit_id for each in held if Right.MEMBERS in RIGHTS[Role(each.role)]})
    if not mine:
        return []
    asked: dict[str, Any] = {"mine": mine, "today": clock.today(), "since": clock.now() - TOLD_FOR}
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED, asked)
        told = dict(zip((column[0] for column in cursor.description), cursor.fetchone(), strict=True))
    return [wait for wait in _waits(told, next(each.unit.code for each in held if each.unit_id == mine[0])) if wait]


_SAID = {
    "undecided": ngettext_lazy(
        "%(n)s đơn xin gia nhập chờ quyết định", "%(n)s đơn xin gia nhập chờ quyết định", "count"
    ),
    "late": ngettext_lazy("%(n)s đơn quá hạn quyết định", "%(n)s đơn quá hạn quyết định", "count"),
    "ready": ngettext_lazy("%(n)s người chờ kết nạp", "%(n)s người chờ kết nạp", "count"),
    "pulled": ngettext_lazy(
        "%(n)s đoàn viên được nơi khác đề nghị nhận, chờ trả lời",
        "%(n)s đoàn viên được nơi khác đề nghị nhận, chờ trả lời",
        "count",
    ),
    "pushed": ngettext_lazy(
        "%(n)s đoàn viên nơi khác đề nghị chuyển đến, chờ trả lời",
        "%(n)s đoàn viên nơi khác đề nghị chuyển đến, chờ trả lời",
        "count",
    ),
    "came": ngettext_lazy(
        "%(n)s đoàn viên đã chuyển đến do quá hạn trả lời", "%(n)s đoàn viên đã chuyển đến do quá hạn trả lời", "count"
    ),
    "went": ngettext_lazy(
        "%(n)s đoàn viên đã chuyển đi do quá hạn trả lời", "%(n)s đoàn viên đã chuyển đi do quá hạn trả lời", "count"
    ),
    "over": ngettext_lazy("%(n)s người tạm dừng quá hạn", "%(n)s người tạm dừng quá hạn", "count"),
}


def _waits(told: dict[str, int], unit: str) -> list[Wait | None]:
    open_applications, transfers = reverse("desk:applications"), reverse("desk:transfers")

    def said(name: str) -> str:
        return _SAID[name] % {"count": told[name], "n": number(told[name])} if told[name] else ""

    def wait(name: str, url: str, *, more: str = "", query: str = "") -> Wait | None:
        return Wait(said(name), f"{url}?unit={unit}{query}", more=more) if told[name] else None

    return [
        wait("undecided", open_applications, more=said("late")),
        wait("ready", open_applications),
        *(wait(name, transfers) for name in ("pulled", "pushed", "came", "went")),
        wait("over", reverse("desk:members"), query="&state=suspended"),
    ]
