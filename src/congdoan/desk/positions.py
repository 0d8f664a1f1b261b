"""Positions on the desk: who holds which at which unit on a day, given and ended, accounts opened for new people."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congdoan.base import clock
from congdoan.base.text import fold
from congdoan.desk.context import Context, context_of
from congdoan.desk.days import DayField, DayInput, day_asked
from congdoan.desk.door import answers
from congdoan.desk.gate import at_unit_or_404, me, reach, unit_or_404
from congdoan.desk.paging import page_asked
from congdoan.org.actions import Opened, appoint, give_password, open_account, relieve
from congdoan.org.models import Position, Unit, User, names_on
from congdoan.org.rules import RIGHTS, Right, Role

A_PAGE = 50
FOUND = 20
KEPT_FOR = 24 * 3600
"""Seconds for which a form that opened an account is remembered."""


class GiveForm(forms.Form):
    """A position for somebody: of the roles that the giver may give there, from a day on."""

    role = forms.ChoiceField(label=gettext_lazy("Chức danh"), widget=forms.RadioSelect)
    day = DayField(label=gettext_lazy("Từ ngày"), widget=DayInput())

    def __init__(self, roles: Iterable[Role], *args: object, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        chosen = self.fields["role"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = [(role.value, role.label) for role in roles]
        self.fields["day"].initial = clock.today().isoformat()

    @property
    def of_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class KnownForm(GiveForm):
    """A position for somebody who has an account."""

    user = forms.CharField(label=gettext_lazy("Người nhận"), max_length=150)
    field_order = ("user", "role", "day")


class NewForm(GiveForm):
    """A position for somebody new, with an account opened for them."""

    name = forms.CharField(label=gettext_lazy("Họ và tên"), max_length=150)
    username = forms.SlugField(label=gettext_lazy("Tên đăng nhập"), max_length=150, required=False)
    key = forms.UUIDField(required=False, initial=uuid4, widget=forms.HiddenInput)
    field_order = ("name", "username", "role", "day", "key")


class EndForm(forms.Form):
    """The first day without the position."""

    day = DayField(label=gettext_lazy("Thôi từ ngày"), widget=DayInput())


@dataclass(frozen=True)
class Row:
    """A position in the list; `opens` where the user may end it."""

    position: Position
    role: str
    unit: str
    opens: bool


def positions(request: HttpRequest) -> HttpResponse:
    """Who holds which position on a day, at the unit and beneath it."""
    context, asked = context_of(request), day_asked(request.GET, ahead=True)
    day = asked.day
    role, text = request.GET.get("role", ""), request.GET.get("q", "").strip()
    held = _held(context, day)
    if role in list(Role):
        held = held.filter(role=role)
    if text:
        held = held.filter(user__in=_named(held, text))
    page = page_asked(request)
    found = list(held[(page - 1) * A_PAGE : page * A_PAGE + 1])
    may = reach(request, Right.APPOINT)
    shown: dict[str, object] = {
        "context": context,
        "asked": asked,
        "rows": _rows(found[:A_PAGE], may.filter(pk__in=[each.unit_id for each in found]), day),
        "roles": [(each.value, each.label, each == role) for each in Role],
        "role": role,
        "text": text,
        "page": page,
        "has_more": len(found) > A_PAGE,
        "may_give": may.filter(pk=context.unit.pk).exists(),
        "is_today": day == clock.today(),
    }
    return render(request, "desk/positions/positions.html", shown)


def give(request: HttpRequest, code: str) -> HttpResponse:
    """Give a position to somebody found by name, or open an account for somebody new."""
    unit = unit_or_404(request, code, Right.APPOINT)
    context = context_of(request, unit)
    roles = me(request).givable_roles(unit)
    text, told = request.GET.get("q", "").strip(), answers(request)
    deed = told.get("do", "") if told is not None else ""
    known = KnownForm(roles, told if deed == "give" else None)
    new = NewForm(roles, told if deed == "open" else None, prefix="new")
    if request.method == "POST" and deed == "give" and known.is_valid() and _given(request, unit, known):
        return redirect(f"{reverse('desk:positions')}?{context.query}")
    if request.method == "POST" and deed == "open" and new.is_valid():
        if not _is_first(request, new):
            return redirect(f"{reverse('desk:positions')}?{context.query}")
        if opened := _opened(request, unit, new):
            return _password_page(request, context, opened.user, opened.password)
    shown: dict[str, object] = {
        "context": context,
        "roles": [(role, [right.label for right in Right if right in RIGHTS[role]]) for role in roles],
        "text": text,
        "found": _people(request, text or (known["user"].value() or "")),
        "known": known,
        "new": new,
    }
    return render(request, "desk/positions/give.html", shown)


def position(request: HttpRequest, pk: int) -> HttpResponse:
    """One position: since when, ended from a day on; a new password for whoever lost theirs."""
    found = at_unit_or_404(request, Position.objects.select_related("unit", "user"), Right.APPOINT, pk=pk)
    context = context_of(request, found.unit)
    told = answers(request)
    deed = told.get("do", "") if told is not None else ""
    form = EndForm(told if deed == "end" else None, initial={"day": clock.today().isoformat()})
    refused = ""
    if request.method == "POST" and deed == "end" and form.is_valid() and _ended(request, found, form):
        return redirect(f"{reverse('desk:positions')}?{context.query}")
    if request.method == "POST" and deed == "password":
        try:
            return _password_page(request, context, found.user, give_password(me(request), user=found.user))
        except PermissionDenied as error:
            refused = str(error)
    shown: dict[str, object] = {
        "context": context,
        "position": found,
        "role": Role(found.role).label,
        "rights": [right.label for right in Right if right in RIGHTS[Role(found.role)]],
        "form": form,
        "refused": refused,
        "is_mine": found.user_id == me(request).pk,
    }
    return render(request, "desk/positions/position.html", shown)


def _held(context: Context, day: date) -> QuerySet[Position]:
    held = Position.objects.on(day).select_related("user", "unit").order_by("unit__code", "role", "pk")
    return held.filter(unit__in=context.units(day))


def _rows(found: list[Position], may: Iterable[Unit], day: date) -> list[Row]:
    names = names_on({each.unit_id for each in found}, day)
    mine = {unit.pk for unit in may}
    return [
        Row(each, str(Role(each.role).label), names.get(each.unit_id, each.unit.code), each.unit_id in mine)
        for each in found
    ]


def _named(held: QuerySet[Position], text: str) -> list[int]:
    """Those of the holders whose name or username holds every word, with or without marks."""
    words = fold(text).split()
    people = held.order_by().values_list("user", "user__first_name", "user__last_name", "user__username").distinct()
    return [key for key, *names in people if all(word in fold(" ".join(names)) for word in words)]


def _people(request: HttpRequest, text: str) -> list[User]:
    """Who can be given a position: those who hold or held one within reach, by name; anybody by exact username."""
    if not text:
        return []
    exact = User.objects.filter(username__iexact=text, is_active=True)
    near = Position.objects.filter(unit__in=reach(request, Right.APPOINT), user__is_active=True)
    keys = _named(near, text)[:FOUND] if len(text) > 1 else []
    return list((exact | User.objects.filter(pk__in=keys)).order_by("last_name", "username"))


def _given(request: HttpRequest, unit: Unit, form: KnownForm) -> bool:
    user = User.objects.filter(username__iexact=form.cleaned_data["user"]).first()
    if user is None:
        form.add_error("user", _("Không có tài khoản “%(name)s”.") % {"name": form.cleaned_data["user"]})
        return False
    try:
        appoint(me(request), user=user, unit=unit, role=form.of_role, day=form.cleaned_data["day"])
    except ValidationError as error:
        form.add_error(None, error)
        return False
    said = {"name": user.get_full_name() or user.get_username(), "role": form.of_role.label}
    messages.success(request, _("Đã trao chức danh %(role)s cho %(name)s.") % said)
    return True


def _is_first(request: HttpRequest, form: NewForm) -> bool:
    """Whether the form is sent for the first time: a second press, or the page loaded again, opens nothing more."""
    if cache.add(_mark(request, form), True, KEPT_FOR):
        return True
    sentence = _(
        "Tài khoản này đã được mở. Chưa kịp ghi mật khẩu lại thì cấp mật khẩu mới ở trang chức danh của người ấy."
    )
    messages.warning(request, sentence)
    return False


def _mark(request: HttpRequest, form: NewForm) -> str:
    return f"account-opened:{me(request).pk}:{form.cleaned_data['key'] or uuid4()}"


def _opened(request: HttpRequest, unit: Unit, form: NewForm) -> Opened | None:
    given = form.cleaned_data
    try:
        return open_account(
            me(request),
            name=given["name"],
            username=given["username"],
            unit=unit,
            role=form.of_role,
            day=given["day"],
        )
    except ValidationError as error:
        cache.delete(_mark(request, form))
        form.add_error(None, error)
        return None


def _ended(request: HttpRequest, found: Position, form: EndForm) -> bool:
    try:
        relieve(me(request), position=found, day=form.cleaned_data["day"])
    except ValidationError as error:
        form.add_error(None, error)
        return False
    messages.success(request, _("Đã ghi việc thôi giữ chức danh."))
    return True


def _password_page(request: HttpRequest, context: Context, user: User, password: str) -> HttpResponse:
    """The password, this once: it is kept nowhere, and no browser keeps the page."""
    shown = {"context": context, "user": user, "password": password}
    response = render(request, "desk/positions/password.html", shown)
    response.headers["Cache-Control"] = "no-store"
    return response
