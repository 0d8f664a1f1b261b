"""A person: what is known of them, their life in the union as a line, what may be done; what is sealed stays so."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congdoan.base import clock
from congdoan.base.asking import crossing
from congdoan.base.period import DAY
from congdoan.catalogue.rules import Purpose
from congdoan.desk.context import context_of
from congdoan.desk.deeds import FIELDS, REASONS
from congdoan.desk.door import answers
from congdoan.desk.gate import may, me
from congdoan.desk.members.beside import kept_beside, seats_of
from congdoan.desk.members.form import EraseForm, PersonForm, ReasonForm, UnmaskForm, as_written, refuse
from congdoan.desk.members.party import hidden_step, steps_of
from congdoan.desk.words import day
from congdoan.org.models import Unit, names_on
from congdoan.org.rules import Right
from congdoan.records.members.actions import as_seen, correct_person, erase, take_file, unmask
from congdoan.records.members.models import (
    OPEN,
    SEALED,
    Application,
    ApplicationState,
    Member,
    Membership,
    Suspension,
    Transfer,
    TransferState,
    standings,
)
from congdoan.records.members.rules import address_in_words

_ENTERED: dict[str, str | Promise] = {
    "admission": gettext_lazy("Được kết nạp"),
    "readmission": gettext_lazy("Được kết nạp lại"),
    "arrival": gettext_lazy("Chuyển sinh hoạt đến"),
}


@dataclass(frozen=True)
class Known:
    """A person, the unit that keeps their file, and where they are now."""

    member: Member
    home: Unit
    memberships: tuple[Membership, ...]

    @property
    def current(self) -> Membership | None:
        return next((each for each in self.memberships if each.is_open), None)

    @property
    def way_in(self) -> str:
        """How they came to be here: by a "transfer", an "import" of who belonged already, or an "admission"."""
        here = self.current
        if here is None or here.entered.noun != "arrival":
            return "admission"
        gone = {each.left.first_day for each in self.memberships if each.left and each.left.noun == "departure"}
        return "transfer" if here.first_day in gone else "import"

    @property
    def since(self) -> date | None:
        """The first day of the time in which they are a member now."""
        return self.current.first_day if self.current else None

    @property
    def suspension(self) -> Suspension | None:
        lasting = [each for each in self.current.suspensions.all() if each.is_open] if self.current else []
        return lasting[0] if lasting else None

    @property
    def mistaken(self) -> Membership | None:
        """The time in the union that ended with a leaving, which may have been entered by mistake."""
        last = self.memberships[-1] if self.memberships and self.current is None else None
        is_left = last is not None and last.left is not None and last.left.noun == "leaving"
        return last if is_left and self.member.erased_at is None and self.home.is_open else None

    @property
    def may_return(self) -> bool:
        """Whether they belong nowhere and may apply again where their file is kept."""
        last = self.memberships[-1].left if self.memberships else None
        is_dead = last is not None and last.traits.get("reason") == "died"
        return self.current is None and not is_dead and self.member.erased_at is None and self.home.is_open


@dataclass(frozen=True)
class Event:
    """Something in a person's life; `entry` is what it was entered by, `pause` a suspension that may be taken back."""

    day: date
    what: str
    more: str = ""
    entry: int | None = None
    transfer: int | None = None
    pause: int | None = None
    application: int | None = None


def known_or_404(request: HttpRequest, pk: int, right: Right = Right.MEMBERS) -> Known:
    """A person whose file is kept at a unit within reach; to anyone else they do not exist."""
    member = get_object_or_404(Member.objects.select_related("home"), pk=pk)
    if member.home is None or not may(request, right, member.home.pk):
        raise Http404
    return Known(member, member.home, tuple(_memberships(member)))


@crossing("life")
def _memberships(member: Member) -> list[Membership]:
    """Their time in all units, also those beyond the reach of who keeps their file."""
    rows = Membership.objects.standing().filter(member=member).select_related("unit", "entered", "left")
    return list(rows.prefetch_related("suspensions").order_by("span"))


@crossing("life")
def _asked(member: Member) -> tuple[list[Transfer], list[Application]]:
    """Their transfers and their applications, wherever these were."""
    transfers = Transfer.objects.filter(member=member).select_related("giving", "to").order_by("pk")
    applications = Application.objects.filter(member=member).select_related("unit").order_by("pk")
    return list(transfers), list(applications)


def member(request: HttpRequest, pk: int) -> HttpResponse:
    """A person's page; sealed fields are shown by a POST with a reason, for this one answer, and kept by no browser."""
    known = known_or_404(request, pk)
    form, shown_fields = UnmaskForm(request.POST or None), {}
    rights = me(request).rights_at(known.home)
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            shown_fields = unmask(me(request), member=known.member, fields=SEALED, reason=reason)
        except ValidationError as error:
            form.add_error("reason", ValidationError(error.messages))
        except PermissionDenied:
            raise Http404 from None
    context = context_of(request, known.home)
    names = _names(known)
    transfers, applications = _asked(known.member)
    near = {each.unit_id for each in applications if may(request, Right.MEMBERS, each.unit_id)}
    current = known.current
    response = render(
        request,
        "desk/members/member.html",
        {
            "context": context,
            "known": known,
            "member": known.member,
            "current": current,
            "suspension": known.suspension,
            "unit_name": names.get(known.home.pk, known.home.code),
            "facts": _facts(known, shown_fields),
            "sealed": _sealed(known.member, shown_fields),
            "is_shown": bool(shown_fields),
            "form": form,
            "may_unmask": Right.UNMASK in rights,
            "life": sorted(_life(known, names, transfers, applications, near), key=lambda event: event.day),
            "waiting": next((each for each in transfers if each.state == TransferState.WAITING), None),
            "applications": [each for each in applications if each.state != ApplicationState.ADMITTED],
            "seats": [(*each, may(request, Right.READ, each[2].unit_id)) for each in seats_of(known.member)],
            "asking": _asking(known, applications),
            "may_return": known.may_return and not any(each.state in OPEN for each in applications),
            "way_in": known.way_in,
            "steps": (steps := steps_of(known.member)),
            "hidden_step": hidden_step(known.member, steps, shown_fields),
            "may_step": current is not None and Right.RECORD in rights,
            "is_on_the_way": any(step.day for step in steps),
            "standings": (grounds := standings(known.member, clock.today(), since=known.since)),
            "has_agreed": all(each.is_allowed for each in grounds if each.purpose is Purpose.PARTY),
        },
    )
    if shown_fields:
        response.headers["Cache-Control"] = "no-store"
    return response


def _asking(known: Known, applications: list[Application]) -> Application | None:
    """The application by which somebody stands who belongs nowhere: the open one, else the last of who never did."""
    waiting = [each for each in applications if each.state in OPEN]
    return next(reversed(waiting if known.memberships or waiting else applications), None)


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what is known of a person; a blank leaves what is sealed as it is."""
    known = known_or_404(request, pk)
    current = known.current
    team = current.team if current else ""
    told = answers(request)
    form = PersonForm(told, initial=as_written(known.member, team))
    seen = str(told.get("seen", "") if told else "") or as_seen(known.member, team)
    if request.method == "POST" and form.is_valid():
        try:
            correct_person(me(request), member=known.member, person=form.person(), seen=seen)
        except ValidationError as error:
            form.refuse(error)
            if getattr(error, "code", "") == "meanwhile":
                seen = as_seen(known.member, team)
        else:
            messages.success(request, _("Đã sửa. Các số phía trên đổi theo nếu giới tính hay công việc đổi."))
            return redirect("desk:member", pk)
    context = context_of(request, known.home)
    return render(request, "desk/members/edit.html", {"context": context, "known": known, "form": form, "seen": seen})


def rights(request: HttpRequest, pk: int) -> HttpResponse:
    """What a person may ask for: their whole file, to be taken along, and to be erased."""
    known = known_or_404(request, pk, Right.UNMASK)
    told = answers(request)
    deed = told.get("do", "") if told else ""
    taking = ReasonForm(told if deed in {"file", "pdf"} else None)
    erasing = EraseForm(told if deed == "erase" else None, auto_id="erase-%s")
    if request.method == "POST":
        if deed not in {"file", "pdf", "erase"}:
            raise Http404
        if answer := (_erased if deed == "erase" else _taken)(request, known, erasing if deed == "erase" else taking):
            return answer
    shown = {
        "context": context_of(request, known.home),
        "known": known,
        "form": taking,
        "erasing": erasing,
        "is_erased": known.member.erased_at is not None,
    }
    return render(request, "desk/members/rights.html", shown)


def _taken(request: HttpRequest, known: Known, form: ReasonForm) -> HttpResponse | None:
    """The whole file; None where something is wrong, which the form then says."""
    if not form.is_valid():
        return None
    try:
        told = take_file(me(request), member=known.member, reason=form.cleaned_data["reason"])
        return _file(request, known, told | kept_beside(known.member))
    except ValidationError as error:
        refuse(form, error)
        return None


def _erased(request: HttpRequest, known: Known, form: ReasonForm) -> HttpResponse | None:
    """The list without them; None where something is wrong, which the form then says."""
    if not form.is_valid():
        return None
    try:
        erase(me(request), member=known.member, reason=form.cleaned_data["reason"])
    except ValidationError as error:
        refuse(form, error)
        return None
    messages.success(request, _("Đã xóa thông tin của người này khỏi sổ. Số liệu giữ nguyên."))
    return redirect("desk:members")


def _file(request: HttpRequest, known: Known, told: dict[str, object]) -> HttpResponse:
    """Their whole file: as PDF, to be read, or as JSON, to be taken into another book."""
    response: HttpResponse = JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 1})
    ending = request.POST["do"].replace("file", "json")
    if ending == "pdf":
        from congdoan.desk.members.filing import as_pdf  # typesetting is heavy, and most pages set nothing

        unit = known.home.name_on(clock.today())
        drawn = as_pdf(told, unit=unit, by=me(request).get_username())
        response = HttpResponse(drawn, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="ho-so-{known.member.pk}.{ending}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _names(known: Known) -> dict[int, str]:
    return names_on({each.unit_id for each in known.memberships} | {known.home.pk}, clock.today())


def _facts(known: Known, shown: dict[str, str]) -> list[tuple[str, str]]:
    person, current = known.member, known.current
    born = ""
    if person.born:
        born = str(person.born.year) if person.born_year_only else day(person.born)
    told = {
        _("Giới tính"): str(person.get_sex_display()),
        _("Ngày sinh") if not person.born_year_only else _("Năm sinh"): born,
        _("Số thẻ đoàn viên"): person.card,
        _("Tổ công đoàn"): current.team if current else "",
        _("Điện thoại"): person.phone,
        _("Địa chỉ"): address_in_words(person.province, person.ward, person.address),
        _("Công việc"): person.job,
        _("Trình độ"): str(person.get_education_display()) if person.education else "",
        _("Công nhân trực tiếp sản xuất"): _("có") if person.direct_worker else "",
    }
    return [(label, value) for label, value in told.items() if value]


def _sealed(person: Member, shown: dict[str, str]) -> list[tuple[str, str]]:
    """The sealed fields: in plain text where they are shown, else that they are known, the number by its last four."""
    said = {"yes": _("có"), "no": _("không")}
    listed = []
    for field in SEALED:
        if getattr(person, field) is None:
            listed.append((str(FIELDS[field]), _("chưa rõ")))
        elif field in shown:
            text = shown[field]
            if field == "party" and text not in said:
                text = _("từ ngày %(day)s") % {"day": day(date.fromisoformat(text))}
            listed.append((str(FIELDS[field]), said.get(text, text) if field == "party" else text))
        else:
            listed.append((str(FIELDS[field]), person.masked_identity if field == "identity" else "•••••"))
    return listed


def _refused(applications: list[Application], near: set[int]) -> Iterator[Event]:
    """The applications that were refused; those of the units `near` can be opened."""
    for each in applications:
        if each.state == ApplicationState.REFUSED and each.decided:
            opened = each.pk if each.unit_id in near else None
            yield Event(each.decided, _("Đơn xin gia nhập không được đồng ý"), each.reason, application=opened)


def _life(
    known: Known, names: dict[int, str], transfers: list[Transfer], applications: list[Application], near: set[int]
) -> Iterator[Event]:
    by_arrival = {each.arrived_id: each for each in transfers}
    admitted = {each.membership_id: each.pk for each in applications if each.membership_id and each.unit_id in near}
    yield from _refused(applications, near)
    for each in known.memberships:
        unit, transfer = names.get(each.unit_id, ""), by_arrival.get(each.pk)
        silent = _("bên kia không trả lời trong hạn") if transfer and transfer.silent else ""
        if each.first_day:
            what = str(_ENTERED.get(each.entered.noun, each.entered.title))
            moved, asked = transfer.pk if transfer else None, admitted.get(each.pk)
            yield Event(each.first_day, f"{what}: {unit}", silent, each.entered_id, moved, application=asked)
        if each.left is not None and each.left.noun == "leaving":
            reason = str(each.left.traits.get("reason", ""))
            yield Event(each.left.first_day, _("Ra khỏi công đoàn"), str(REASONS.get(reason, reason)), each.left_id)
        for pause in each.suspensions.all():
            if pause.first_day:
                due = _("đến hết ngày %(day)s") % {"day": day(pause.due)} if pause.due and pause.is_open else ""
                mistaken = pause.pk if each.is_open else None
                yield Event(pause.first_day, _("Tạm dừng sinh hoạt"), due, pause.began_id, pause=mistaken)
            if pause.ended_id and pause.last_day:
                yield Event(pause.last_day + DAY, _("Sinh hoạt trở lại"), "", pause.ended_id)
