"""What home says of sheets: what I owe and by when, what waits for my decision, what the union above has told."""

from typing import Any

from django.db import connection
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from congdoan.base import clock
from congdoan.base.text import number
from congdoan.catalogue.rules import Addressee
from congdoan.desk.context import Context
from congdoan.desk.gate import standing
from congdoan.desk.waiting import Wait
from congdoan.desk.words import day, period_name
from congdoan.org.models import Unit
from congdoan.org.rules import RIGHTS, Right, Role
from congdoan.reports.models import DaysSet, Owed, owed_by
from congdoan.reports.rules import State

SHOWN = 5


def _mine(request: HttpRequest, right: Right) -> list[Unit]:
    """The units in which the user holds a position with the right itself."""
    held = standing(request).positions
    return list({each.unit.pk: each.unit for each in held if right in RIGHTS[Role(each.role)]}.values())


def owed(request: HttpRequest, context: Context) -> list[Wait]:
    """The sheets that the user's own units owe, the most pressing first; then how many of units merged into them."""
    units = _mine(request, Right.REPORT)
    if not units:
        return []
    held, counts = standing(request), _counts(request)
    levels = {unit.pk: level for unit in units if (level := held.level_at(unit))}
    named: DaysSet | None = None if counts.get("days") or counts.get("taken") else {}
    found = owed_by(units, clock.today(), levels, named=named, inherited=bool(counts.get("taken")))
    inherited: dict[Unit, list[Owed]] = {}
    for each in found:
        if each.heir:
            inherited.setdefault(each.heir, []).append(each)
    own = [_owed(each) for each in found if each.heir is None]
    return [*own[:SHOWN], *(_owed_for_merged(heir, all_of_it) for heir, all_of_it in inherited.items())]


def _owed(each: Owed) -> Wait:
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
    return Wait(each.form.local_name, url, _when(each), more, late=_is_late(each))


def _owed_for_merged(heir: Unit, owed: list[Owed]) -> Wait:
    """How many sheets a unit still has to send for those that were merged into it, with the most pressing one's day."""
    said = ngettext(
        "%(n)s báo cáo còn phải gửi thay đơn vị đã nhập vào",
        "%(n)s báo cáo còn phải gửi thay đơn vị đã nhập vào",
        len(owed),
    ) % {"n": number(len(owed))}
    pressing = next(filter(_is_late, owed), owed[0])
    more = _("%(period)s, hạn %(due)s") % {"period": period_name(pressing.period), "due": day(pressing.due)}
    if len(owed) > 1:
        more = _("gấp nhất: %(what)s") % {"what": more}
    url = f"{reverse('desk:sheets')}?unit={heir.code}"
    return Wait(said, url, _when(pressing), more, late=_is_late(pressing))


def _is_late(each: Owed) -> bool:
    return each.days_left(clock.today()) < 0 and not each.has_come


def _when(each: Owed) -> str:
    left = each.days_left(clock.today())
    if _is_late(each):
        return ngettext("trễ %(n)s ngày", "trễ %(n)s ngày", -left) % {"n": -left}
    if left < 0:
        return _("chờ gửi lại")
    return ngettext("còn %(n)s ngày", "còn %(n)s ngày", left) % {"n": left} if left else _("hạn hôm nay")


# Each room of the question is small: put into words by the query builder it took longer than to be answered.
# Of merged units those on the levels of the units decided about are looked at: beneath a whole country they are few.
_COUNTED = f"""
    WITH decided AS MATERIALIZED (
        SELECT unit_id, level FROM org_place AS place
        WHERE parent_id = ANY(%(above)s::bigint[]) AND superseded IS NULL AND span @> %(today)s AND level <> (
            SELECT level FROM org_place AS upper
            WHERE upper.unit_id = place.parent_id AND upper.superseded IS NULL AND upper.span @> %(today)s
        )
    )
    SELECT (
        SELECT count(*) FROM reports_sheet AS sheet JOIN org_place AS place ON place.unit_id = sheet.unit_id
        WHERE sheet.state = '{State.SUBMITTED}' AND place.parent_id = ANY(%(above)s::bigint[])
            AND place.superseded IS NULL AND place.span @> %(today)s AND place.level <> (
                SELECT level FROM org_place AS upper
                WHERE upper.unit_id = place.parent_id AND upper.superseded IS NULL AND upper.span @> %(today)s
            )
    ) AS waiting, (
        SELECT count(*) FROM reports_sheet AS sheet JOIN org_unit AS unit ON unit.id = sheet.unit_id
        WHERE sheet.state = '{State.SUBMITTED}' AND upper(unit.span) IS NOT NULL AND sheet.unit_id = ANY(ARRAY(
            SELECT unit_id FROM org_lineage
            WHERE ancestor_id = ANY(%(above)s::bigint[]) AND superseded IS NULL AND span @> %(today)s AND depth > 1
                AND level = ANY(ARRAY(SELECT DISTINCT level FROM decided))
        )) AND EXISTS (
            SELECT FROM org_lineage AS l JOIN decided ON decided.unit_id = l.ancestor_id AND decided.level = l.level
            WHERE l.unit_id = sheet.unit_id AND l.superseded IS NULL AND l.span @> %(today)s AND l.depth > 0
        )
    ) AS merged, (
        SELECT count(DISTINCT revision.sheet_id)
        FROM reports_sending AS sending JOIN reports_revision AS revision ON revision.id = sending.revision_id
        WHERE sending.unit_id = ANY(%(beneath)s::bigint[]) AND sending.addressee = '{Addressee.LOWER}'
            AND revision.at >= %(month)s
    ) AS told, (
        SELECT count(*) FROM reports_deadline AS deadline JOIN org_lineage AS l ON l.ancestor_id = deadline.unit_id
        WHERE deadline.superseded IS NULL AND l.unit_id = ANY(%(mine)s::bigint[])
    ) AS days, (
        SELECT count(*) FROM unnest(%(heirs)s::bigint[], %(levels)s::text[]) AS heir(unit, level)
        JOIN org_place AS place ON place.parent_id = heir.unit AND place.level = heir.level
        WHERE place.superseded IS NULL AND place.span @> %(today)s
    ) AS taken
"""


def _counts(request: HttpRequest) -> dict[str, int]:
    """How much of each waits for the user, asked once: sheets to accept or told of, days set, merged units."""
    known: dict[str, int] | None = getattr(request, "_sheets_waiting", None)
    if known is None:
        rights = {"above": Right.REVIEW, "beneath": Right.READ, "mine": Right.REPORT}
        asked: dict[str, Any] = {name: [unit.pk for unit in _mine(request, each)] for name, each in rights.items()}
        today, held = clock.today(), standing(request)
        heirs = {unit.pk: str(level) for unit in _mine(request, Right.REPORT) if (level := held.level_at(unit))}
        asked |= {"heirs": [*heirs], "levels": [*heirs.values()]}
        with connection.cursor() as cursor:
            cursor.execute(_COUNTED, asked | {"today": today, "month": clock.at(today.replace(day=1), 0)})
            known = dict(zip((column[0] for column in cursor.description), cursor.fetchone(), strict=True))
        request._sheets_waiting = known  # type: ignore[attr-defined]
    return known


def from_others(request: HttpRequest, context: Context) -> list[Wait]:
    """How many sheets of the units beneath wait to be accepted, and what the unions above have told of this month."""
    above, beneath = _mine(request, Right.REVIEW), _mine(request, Right.READ)
    if not beneath:
        return []
    counts = _counts(request)
    found: list[Wait] = []
    if waiting := counts["waiting"] + counts["merged"]:
        said = ngettext("%(n)s báo cáo của cấp dưới chờ nhận", "%(n)s báo cáo của cấp dưới chờ nhận", waiting) % {
            "n": number(waiting)
        }
        found.append(Wait(said, f"{reverse('desk:sheets')}?unit={above[0].code}"))
    if counts.get("told"):
        said = ngettext("Cấp trên thông báo %(n)s báo cáo", "Cấp trên thông báo %(n)s báo cáo", counts["told"]) % {
            "n": number(counts["told"])
        }
        found.append(Wait(said, f"{reverse('desk:sheets')}?unit={beneath[0].code}"))
    return found
