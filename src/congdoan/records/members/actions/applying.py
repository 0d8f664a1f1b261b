"""Applications to join: taken down, decided, and those accepted admitted together in a ceremony."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from congdoan.base import clock
from congdoan.base.asking import crossing
from congdoan.base.papers import Paper
from congdoan.base.text import one_line
from congdoan.catalogue.rules import Basis, Purpose
from congdoan.figures.actions import check_days
from congdoan.figures.models import Entry
from congdoan.org.actions import lock_units, note, require
from congdoan.org.models import Unit, User
from congdoan.org.rules import Right
from congdoan.records.members.actions.admitting import (
    NewMember,
    check_return,
    enter_members,
    person_of,
    refuse_known,
)
from congdoan.records.members.actions.consenting import write_ground
from congdoan.records.members.actions.events import naming
from congdoan.records.members.actions.keeping import keep_where_due
from congdoan.records.members.actions.looking import note_known
from congdoan.records.members.models import (
    OPEN,
    SEALED,
    Application,
    ApplicationState,
    Member,
    Membership,
    Signed,
    by_identity,
    holders,
    home_of,
    terms_on,
)
from congdoan.records.members.rules import read_identity, working_days_after

FORM = gettext_noop("đơn xin gia nhập công đoàn")
# The book keeps these in Vietnamese, as it does its titles.
DRAWN = gettext_noop("người nộp đơn ký trên màn hình lúc %(at)s")
CONFIRMED = gettext_noop("người nộp đơn tự đánh dấu xác nhận trên màn hình lúc %(at)s")
_TOLD = (
    "born",
    "identity",
    "phone",
    "province",
    "ward",
    "address",
    "job",
    "education",
    "ethnicity",
    "health",
    "party",
    "card",
)
MOST_ALIKE = 10
"""So many who may be the one that applies are named."""


def apply(
    by: User,
    *,
    unit: Unit,
    day: date,
    person: NewMember,
    signed: str,
    scan: Paper | None = None,
    signature: Paper | None = None,
    confirmed: bool = False,
    who: Member | None = None,
    is_another: bool = False,
) -> Application:
    """Take down somebody's application to a unit. Who was a member before is found by identity number, or is `who`.

    Where the unit keeps the file of somebody alike, Alike is raised until it is told who of them applies, or that it
    `is_another`. Its `scan`, or what they signed on the screen, is kept as what proves that they agreed to be in the
    register: their `signature`, or that they `confirmed` it there themselves.
    That look leaves a line of its own in the journal, also where the application is refused. Of who is found, only what
    is known already stays in the register: `not_taken` names the fields that were told besides.
    Raises PermissionDenied, ValidationError where they are another, belong somewhere or may not come back yet.
    """
    home = home_of(who) if who else None
    require(by, Right.MEMBERS, unit, *[home] if home else [])
    proofs = _proofs(signed, scan, signature, confirmed=confirmed)
    note_known(by, unit, identity=person.identity, card=person.card, why="application")
    return _apply(by, unit, day, person, signed, proofs, who, is_another=is_another)


def _proofs(
    signed: str, scan: Paper | None, signature: Paper | None, *, confirmed: bool
) -> list[tuple[str, Paper | None]]:
    """What proves that they agreed, each with its file. Raises ValidationError where nobody signed on the screen."""
    if signed not in Signed.values:
        raise ValidationError({"signed": _("Chọn cách ký đơn.")})
    papers: list[tuple[str, Paper | None]] = [(FORM, scan)] if scan else []
    if signed != Signed.SCREEN:
        return papers
    if signature is None and not confirmed:
        raise ValidationError({"signature": _("Mời người nộp đơn ký vào ô, hoặc tự đánh dấu xác nhận.")})
    at = f"{clock.now().astimezone(clock.HOME):%H:%M %d/%m/%Y}"
    return [((DRAWN if signature else CONFIRMED) % {"at": at}, signature), *papers]


@transaction.atomic
def _apply(
    by: User,
    unit: Unit,
    day: date,
    person: NewMember,
    signed: str,
    proofs: Sequence[tuple[str, Paper | None]],
    who: Member | None,
    *,
    is_another: bool,
) -> Application:
    check_days([Entry(unit=unit, first_day=day, last_day=day)])
    if not Unit.objects.filter(pk=unit.pk, span__endswith=None).exists():
        raise ValidationError(_("Đơn vị đã kết thúc hoạt động nên không nhận thêm đoàn viên."))
    known = by_identity([read_identity(person.identity)]) if person.identity.strip() else {}
    told, not_taken = person_of(person, day, unit), list[str]()
    member = next(iter(known.values()), None)
    if who is not None:
        _refuse_mistaken(told, who, member)
        member = who
    if member is None:
        member = told
        _refuse_twin(told, one_line(person.team), unit, day)
        if not is_another and (found := alike(unit, told)):
            raise Alike(found)
        refuse_known([member])
        member.save()
    else:
        _refuse_another(told, member, is_meant=who is not None)
        _lock_returning(by, member, unit, day)
        not_taken = [name for name in _TOLD if _tells_more(told, member, name, is_near=who is not None)]
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
    application.not_taken = tuple(not_taken)
    keep_where_due(member)
    for proof, file in proofs:
        write_ground(by, unit, member, Purpose.MEMBERSHIP, Basis.CONSENT, day, proof, file)
    note(by, "applied", application, unit=unit, words={"day": str(day)})
    return application


def _refuse_twin(told: Member, team: str, unit: Unit, day: date) -> None:
    """Raise ValidationError where the same was told of somebody that day: mostly it is one form that was sent twice.

    An identity number and a card are found by themselves.
    """
    if told.identity_mark or told.card:
        return
    lock_units([unit])
    same = Application.objects.open().filter(unit=unit, applied=day, team=team)
    same = same.filter(member__folded=told.folded, member__sex=told.sex, member__born=told.born)
    if same.filter(member__phone=told.phone, member__identity_mark=None).exists():
        sentence = _(
            "Đơn như thế này đã nhận trong ngày ấy. Nếu là người khác thì ghi thêm ngày sinh hoặc số định danh."
        )
        raise ValidationError(sentence)


class Alike(ValidationError):
    """The unit keeps the files of `people` who may be the one that was told of."""

    def __init__(self, people: Sequence[Member]) -> None:
        self.people = people
        super().__init__(_("Đơn vị đã có hồ sơ của người cùng họ tên. Chọn đó là ai, hoặc là người khác."))


def alike(unit: Unit, told: Member) -> list[Member]:
    """Whose files a unit keeps and who may be the one told of: they are called the same, and neither their sex, nor
    what is known of their birth, nor two identity numbers tell them apart.
    """
    rows = Member.objects.filter(home=unit, folded=told.folded, sex=told.sex, erased_at=None)
    if told.identity_mark:
        rows = rows.filter(identity_mark=None)
    if told.born:
        of_year = Q(born__year=told.born.year) & (Q() if told.born_year_only else Q(born_year_only=True))
        rows = rows.filter(Q(born=None) | Q(born=told.born) | of_year)
    return list(rows.order_by("sort_key", "pk")[:MOST_ALIKE])


def _tells_more(told: Member, known: Member, name: str, *, is_near: bool) -> bool:
    """Whether something was told that is not in the register so; of a file elsewhere it is not said what is in it."""
    if name == "identity" and known.identity_mark:
        return False  # they were found by it, or it was compared
    if name not in SEALED:
        return bool(getattr(told, name)) and not (is_near and getattr(told, name) == getattr(known, name))
    return bool(told.told(name)) and not (is_near and told.told(name) == known.told(name))


def _refuse_mistaken(told: Member, who: Member, numbered: Member | None) -> None:
    """Raise ValidationError where the number that was told is not that of the person who is meant."""
    if who.erased_at:
        raise ValidationError(_("Thông tin của người này đã được xóa khỏi sổ."))
    if numbered is not None and numbered.pk != who.pk:
        raise ValidationError({"identity": _("Số định danh này trong sổ là của người khác. Kiểm tra lại số.")})
    if numbered is None and told.identity_mark and who.identity_mark:
        raise ValidationError({"identity": _("Số định danh này khác số trong hồ sơ của người ấy. Kiểm tra lại số.")})


def _refuse_another(told: Member, known: Member, *, is_meant: bool) -> None:
    """Raise ValidationError where who was found by number, or `is_meant`, is called or was born otherwise."""
    years = {each.born.year for each in (told, known) if each.born}
    if told.folded != known.folded or len(years) > 1:
        if is_meant:
            raise ValidationError(
                _("Họ tên hoặc năm sinh trong đơn khác hồ sơ của người ấy. Nếu hồ sơ ghi sai thì sửa hồ sơ trước.")
            )
        sentence = _("Số định danh này trong sổ là của người có họ tên hoặc năm sinh khác. Kiểm tra lại số.")
        raise ValidationError({"identity": sentence})


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
    """Accept an application, to be admitted in a ceremony, or refuse it with a reason; also one accepted before.

    Raises PermissionDenied, ValidationError.
    """
    require(by, Right.MEMBERS, application.unit)
    found = Application.objects.select_for_update(no_key=True).get(pk=application.pk)
    if found.state not in (OPEN[:1] if accept else OPEN):
        raise ValidationError(_("Đơn này đã có quyết định."))
    if day < found.applied:
        raise ValidationError({"day": _("Ngày quyết định không thể trước ngày nộp đơn.")})
    if found.decided and day < found.decided:
        raise ValidationError({"day": _("Ngày này không thể trước ngày đã quyết định đồng ý.")})
    _refuse_ahead(day)
    if not accept and not reason.strip():
        raise ValidationError({"reason": _("Nêu lý do không đồng ý.")})
    found.state = ApplicationState.ACCEPTED if accept else ApplicationState.REFUSED
    found.decided, found.decision, found.reason = day, one_line(decision), reason.strip()
    found.save(update_fields=["state", "decided", "decision", "reason"])
    words = {"day": str(day), "decision": found.decision}
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
    for each in found:
        with naming(each.member, found):
            if each.state != ApplicationState.ACCEPTED:
                raise ValidationError(_("Chỉ kết nạp những đơn đã có quyết định đồng ý."))
            if each.decided and day < each.decided:
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
    if not without:
        return 0
    cards = _free_cards(without)
    for member in without:
        member.card = cards[member.pk]
    Member.objects.bulk_update(without, ["card"])
    note(by, "carded", unit, unit=unit, words={"people": len(without)})
    return len(without)


def _free_cards(members: Sequence[Member]) -> dict[int, str]:
    """A number for each, made of their key; one that was written down for somebody else before is made longer."""
    cards = {member.pk: f"CĐ{member.pk:09}" for member in members}
    while taken := {holder.card for holder in holders(cards=cards.values())}:
        cards = {key: f"{card}-1" if card in taken else card for key, card in cards.items()}
    return cards


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
