"""Congresses, elections to committees, and leaving them."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from congdoan.base.asking import crossing
from congdoan.base.period import DAY
from congdoan.base.spell import days
from congdoan.figures.actions import check_days, enter, post
from congdoan.figures.models import Entry
from congdoan.org.actions import lock_units, note, note_each, require, the_book
from congdoan.org.models import Unit, User
from congdoan.org.rules import Right
from congdoan.records.committees.models import Congress, Seat, Term
from congdoan.records.committees.rules import Body, Office
from congdoan.records.members.models import Member, Membership

TITLES = {"appointment": gettext_noop("Bầu vào ban"), "relief": gettext_noop("Thôi ở trong ban")}


def _event(noun: str, unit: Unit, member: Member, body: str, day: date) -> Entry:
    return Entry(
        noun=noun,
        title=TITLES[noun],
        unit=unit,
        first_day=day,
        last_day=day,
        quantities={"times": 1, "people": 1},
        traits={"role": str(body), "sex": member.sex},
    )


@transaction.atomic
def hold_congress(
    by: User,
    *,
    unit: Unit,
    day: date,
    name: str,
    congress: Congress,
    attended: int | None = None,
    decision: str = "",
) -> Term:
    """Begin a term with a congress; the term before it, and all who sit in its committees, end the day before.

    Raises PermissionDenied, ValidationError.
    """
    require(by, Right.MEMBERS, unit)
    lock_units([unit])
    name = " ".join(name.split())
    if not name:
        raise ValidationError({"name": _("Nhập tên nhiệm kỳ, ví dụ 2023 – 2028.")})
    check_days([Entry(unit=unit, first_day=day, last_day=day)])
    before = Term.objects.filter(unit=unit).order_by("-span").first()
    if before is not None:
        _end_term(by, before, day)
    term = Term.objects.create(
        unit=unit, name=name, congress=congress, attended=attended, decision=decision.strip(), span=days(day, None)
    )
    note(by, "congress", term, unit=unit, words={"day": str(day), "name": name})
    return term


def _end_term(by: User, term: Term, day: date) -> None:
    if term.first_day is None or day <= term.first_day:
        raise ValidationError({"day": _("Đại hội mới phải sau đại hội trước.")})
    seats = list(Seat.objects.filter(term=term, span__endswith=None).select_related("member", "unit"))
    if any(seat.first_day is None or day <= seat.first_day for seat in seats):
        raise ValidationError({"day": _("Có người được bầu sau ngày này.")})
    _end_seats(by, seats, day, last_day=day - DAY)
    term.span = days(term.first_day, day - DAY)
    term.save(update_fields=["span"])


def _end_seats(by: User, seats: Sequence[Seat], day: date, *, last_day: date) -> None:
    """Enter their leaving on a day; the last day is that on which they still sit."""
    entries = enter(by, [_event("relief", seat.unit, seat.member, seat.body, day) for seat in seats])
    for seat, entry in zip(seats, entries, strict=True):
        seat.span, seat.left = days(seat.first_day, last_day), entry
    Seat.objects.bulk_update(seats, ["span", "left"])
    post(entries)


@transaction.atomic
def elect(
    by: User,
    *,
    term: Term,
    body: Body,
    members: Sequence[Member],
    day: date,
    office: Office = Office.MEMBER,
    full_time: bool = False,
) -> list[Seat]:
    """Put people into a committee for what is left of a term. Raises PermissionDenied, ValidationError."""
    require(by, Right.MEMBERS, term.unit)
    lock_units([term.unit])
    term = Term.objects.select_related("unit").get(pk=term.pk)
    if not members:
        raise ValidationError({"people": _("Chưa chọn ai.")})
    if not term.is_open or term.first_day is None or day < term.first_day:
        raise ValidationError({"day": _("Ngày bầu phải nằm trong nhiệm kỳ đang hoạt động.")})
    if office is Office.HEAD and len(members) > 1:
        raise ValidationError({"office": _("Mỗi ban chỉ có một người đứng đầu.")})
    _check_free(term.unit, body, members, day, office)
    entries = enter(by, [_event("appointment", term.unit, member, body, day) for member in members])
    seats = Seat.objects.bulk_create(
        Seat(
            term=term,
            unit=term.unit,
            member=member,
            body=body,
            office=office,
            full_time=full_time,
            span=days(day, None),
            entered=entry,
        )
        for member, entry in zip(members, entries, strict=True)
    )
    post(entries)
    note(by, "elected", term, unit=term.unit, words={"people": len(members), "body": str(body), "day": str(day)})
    return seats


def _check_free(unit: Unit, body: Body, members: Sequence[Member], day: date, office: Office) -> None:
    from_then = Seat.objects.filter(unit=unit, body=body, span__overlap=days(day, None))
    for seat in from_then.filter(member__in=members).select_related("member")[:1]:
        raise ValidationError({"people": _("%(name)s đang ở trong ban đó.") % {"name": seat.member.name}})
    if office is Office.HEAD and from_then.filter(office=Office.HEAD).exists():
        raise ValidationError({"office": _("Ban này đang có người đứng đầu; ghi thôi giữ cho người đó trước.")})
    belonging = Membership.objects.standing().on(day).at(Unit.objects.under([unit.pk], on=day))
    here = set(belonging.filter(member__in=members).values_list("member", flat=True))
    for member in members:
        if member.pk not in here:
            sentence = _("%(name)s không sinh hoạt tại đơn vị hoặc cấp dưới vào ngày này.")
            raise ValidationError({"people": sentence % {"name": member.name}})


@transaction.atomic
def unseat(by: User, *, seat: Seat, day: date, reason: str = "") -> None:
    """End somebody's time in a committee; the day is the first without it. Raises PermissionDenied, ValidationError."""
    require(by, Right.MEMBERS, seat.unit)
    lock_units([seat.unit])  # before the seat, in the order in which a congress takes them
    found = Seat.objects.select_for_update(of=("self",)).select_related("member", "unit").get(pk=seat.pk)
    if not found.is_open or found.first_day is None or day <= found.first_day:
        raise ValidationError({"day": _("Ngày thôi phải sau ngày được bầu, và chỉ ghi một lần.")})
    _end_seats(by, [found], day, last_day=day - DAY)
    note(by, "unseated", found, unit=found.unit, words={"body": found.body, "day": str(day), "reason": reason.strip()})


@crossing("closing")
def end_committees(by: User, unit: Unit, day: date) -> None:
    """End the term of a unit that ends, and all who sit in its committees; they sit to its last day.

    Their leaving is entered on that day, since the unit has none after it, with a line for each. The right to end the
    unit is checked before. Raises ValidationError where a congress met later.
    """
    seats = list(
        Seat.objects.filter(unit=unit, span__endswith=None)
        .order_by("pk")
        .select_for_update(of=("self",))
        .select_related("member", "unit")
    )
    terms = list(Term.objects.filter(unit=unit, span__endswith=None).select_for_update(of=("self",)))
    if any(spell.first_day is None or day < spell.first_day for spell in (*seats, *terms)):
        raise ValidationError({"day": _("Đơn vị có đại hội hoặc bầu cử ghi sau ngày này.")})
    if seats:
        _end_seats(by, seats, day, last_day=day)
    for term in terms:
        term.span = days(term.first_day, day)
        term.save(update_fields=["span"])
    told = {"day": str(day + DAY), "reason": gettext_noop("Đơn vị kết thúc hoạt động")}
    note_each(by, "unseated", [(seat, unit, told | {"body": seat.body}) for seat in seats])


def end_outlived() -> int:
    """End the committees that outlived their units, from before they ended with them; says of how many units."""
    open_terms = Term.objects.filter(span__endswith=None).values("unit")
    count = 0
    for unit in Unit.objects.filter(pk__in=open_terms, span__endswith__isnull=False).order_by("pk"):
        with suppress(ValidationError), transaction.atomic():  # a congress after its end stays for somebody to mend
            lock_units([unit])
            assert unit.last_day is not None
            end_committees(the_book(), unit, unit.last_day)
            count += 1
    return count
