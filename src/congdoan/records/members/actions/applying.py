"""Applications to join: taken down, decided, and those accepted admitted together in a ceremony."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from congdoan.base import clock
from congdoan.base.asking import crossing
from congdoan.org.actions import note, require
from congdoan.org.models import Unit, User
from congdoan.org.rules import Right
from congdoan.records.members.actions.admitting import (
    NewMember,
    check_return,
    enter_members,
    one_line,
    person_of,
    refuse_known,
)
from congdoan.records.members.actions.keeping import keep_where_due
from congdoan.records.members.models import (
    Application,
    ApplicationState,
    Member,
    Membership,
    Signed,
    by_identity,
    terms_on,
)
from congdoan.records.members.rules import read_identity, working_days_after


@transaction.atomic
def apply(by: User, *, unit: Unit, day: date, person: NewMember, signed: str) -> Application:
    """Take down somebody's application to a unit. Who was a member before is found by identity number.

    Raises PermissionDenied, ValidationError where they belong somewhere or may not come back yet.
    """
    require(by, Right.MEMBERS, unit)
    if signed not in Signed.values:
        raise ValidationError({"signed": _("Chọn cách ký đơn.")})
    _refuse_ahead(day)
    known = by_identity([read_identity(person.identity)]) if person.identity.strip() else {}
    member = next(iter(known.values()), None)
    if member is None:
        member = person_of(person, day, unit)
        refuse_known([member])
        member.save()
    else:
        _lock_returning(by, member, unit, day)
    allowed = terms_on(day).decide_days
    due = working_days_after(day, allowed) if allowed else None
    application = Application.objects.create(
        member=member,
        unit=unit,
        applied=day,
        due=due,
        signed=signed,
        team=one_line(person.team),
        by=by,
        at=clock.now(),
    )
    keep_where_due(member)
    note(by, "applied", application, unit=unit, words={"day": str(day)})
    return application


@crossing("application")
def _lock_returning(by: User, member: Member, unit: Unit, day: date) -> None:
    """Hold somebody who was known before, wherever that was. Raises ValidationError where they may not come back."""
    Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    check_return(by, [member], unit, day)
    if member.applications.open().exists():
        raise ValidationError(_("Người này đã có đơn xin gia nhập đang chờ."))


@transaction.atomic
def decide(
    by: User, *, application: Application, day: date, accept: bool, decision: str = "", reason: str = ""
) -> Application:
    """Accept an application, to be admitted in a ceremony, or refuse it with a reason.

    Raises PermissionDenied, ValidationError.
    """
    require(by, Right.MEMBERS, application.unit)
    found = Application.objects.select_for_update(no_key=True).get(pk=application.pk)
    if found.state != ApplicationState.WAITING:
        raise ValidationError(_("Đơn này đã có quyết định."))
    if day < found.applied:
        raise ValidationError({"day": _("Ngày quyết định không thể trước ngày nộp đơn.")})
    _refuse_ahead(day)
    if not accept and not reason.strip():
        raise ValidationError({"reason": _("Nêu lý do không đồng ý.")})
    found.state = ApplicationState.ACCEPTED if accept else ApplicationState.REFUSED
    found.decided, found.decision, found.reason = day, one_line(decision), reason.strip()
    found.save(update_fields=["state", "decided", "decision", "reason"])
    words = {"day": str(day), "decision": found.decision, "reason": found.reason}
    note(by, "decided_for" if accept else "decided_against", found, unit=application.unit, words=words)
    return found


@transaction.atomic
def admit_applicants(
    by: User, *, unit: Unit, day: date, applications: Sequence[Application], cards: bool = False
) -> list[Membership]:
    """Admit those accepted, one or a hall full of them, on the day of the ceremony; with `cards`, each gets a number.

    Raises PermissionDenied, ValidationError where one was not accepted by that day.
    """
    require(by, Right.MEMBERS, unit)
    keys = [application.pk for application in applications]
    rows = Application.objects.filter(pk__in=keys, unit=unit).order_by("pk").select_for_update(of=("self",))
    found = list(rows.select_related("member"))
    if not found:
        raise ValidationError({"people": _("Chưa có ai trong danh sách kết nạp.")})
    if any(each.state != ApplicationState.ACCEPTED for each in found):
        raise ValidationError(_("Chỉ kết nạp những đơn đã có quyết định đồng ý."))
    if any(each.decided and day < each.decided for each in found):
        raise ValidationError({"day": _("Ngày kết nạp không thể trước ngày quyết định.")})
    returning = _returning(by, [each.member for each in found], unit, day)
    entered: list[Membership] = []
    for noun, those in (
        ("admission", [each for each in found if each.member_id not in returning]),
        ("readmission", [each for each in found if each.member_id in returning]),
    ):
        if those:
            members, teams = [each.member for each in those], [each.team for each in those]
            entered += enter_members(by, noun, members, unit, day, teams)
    admitted = {membership.member_id: membership for membership in entered}
    for each in found:
        each.state, each.membership = ApplicationState.ADMITTED, admitted[each.member_id]
    Application.objects.bulk_update(found, ["state", "membership"])
    if cards:
        give_cards(by, unit=unit, members=[each.member for each in found])
    return entered


def give_cards(by: User, *, unit: Unit, members: Sequence[Member]) -> int:
    """Give a card's number to those who have none; says to how many. Raises PermissionDenied."""
    require(by, Right.MEMBERS, unit)
    without = [member for member in members if not member.card]
    for member in without:
        member.card = f"CĐ{member.pk:09}"
    Member.objects.bulk_update(without, ["card"])
    if without:
        note(by, "carded", unit, unit=unit, words={"people": len(without)})
    return len(without)


@crossing("return")
def _returning(by: User, members: Sequence[Member], unit: Unit, day: date) -> set[int]:
    """Those who were members before."""
    before = Membership.objects.standing().filter(member__in=members).values_list("member", flat=True)
    returning = set(before)
    check_return(by, [member for member in members if member.pk in returning], unit, day)
    return returning


def _refuse_ahead(day: date) -> None:
    if day > clock.today():
        raise ValidationError({"day": _("Ngày này chưa đến. Sổ chỉ ghi việc đã xảy ra.")})
