"""Suspending, resuming and leaving, each a page that says what it will do."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from congdoan.base import clock
from congdoan.desk.context import context_of
from congdoan.desk.door import answers
from congdoan.desk.gate import me
from congdoan.desk.members.beside import seats_of
from congdoan.desk.members.form import LeaveForm, ReasonForm, ResumeForm, SuspendForm, refuse, today_in
from congdoan.desk.members.person import Known, known_or_404
from congdoan.desk.words import day
from congdoan.records.members import actions
from congdoan.records.members.models import Membership, terms_on

Deed = Callable[[Any], None]

_WITHDRAWN: dict[str, tuple[str | Promise, str | Promise]] = {
    "transfer": (
        _("Rút việc chuyển nhầm"),
        _(
            "Người này trở về đơn vị cũ như chưa từng chuyển; số của hai bên trở lại như trước. "
            "Cần có quyền quản lý đoàn viên ở cả hai đơn vị."
        ),
    ),
    "import": (
        _("Rút việc đưa vào sổ"),
        _("Như chưa từng được đưa vào sổ ở đây; số của đơn vị và các cấp trên giảm theo."),
    ),
    "admission": (
        _("Rút lần kết nạp"),
        _("Như chưa từng được kết nạp ở đây; số của đơn vị và các cấp trên giảm theo."),
    ),
}
"""What taking back is called and what it does, by how somebody came."""


def suspend(request: HttpRequest, pk: int) -> HttpResponse:
    known = known_or_404(request, pk)
    hint: str | Promise = _("Vẫn là đoàn viên và vẫn được tính; được miễn sinh hoạt và đoàn phí.")
    if months := terms_on(clock.today()).suspension_months:
        hint = _("Vẫn là đoàn viên và vẫn được tính; được miễn sinh hoạt và đoàn phí, nhiều nhất %(months)d tháng.") % {
            "months": months
        }

    def do(given: dict[str, Any]) -> None:
        actions.suspend(me(request), membership=known.current, **given)  # type: ignore[arg-type]

    return _page(request, known, SuspendForm, do, _("Tạm dừng sinh hoạt"), hint, _("Đã ghi việc tạm dừng."))


def resume(request: HttpRequest, pk: int) -> HttpResponse:
    known = known_or_404(request, pk)
    suspension = known.suspension
    if suspension is None:
        return _over(request, known, _("Người này không tạm dừng sinh hoạt."))

    def do(given: dict[str, Any]) -> None:
        actions.resume(me(request), suspension=suspension, day=given["day"])

    return _page(request, known, ResumeForm, do, _("Sinh hoạt trở lại"), "", _("Đã ghi việc sinh hoạt trở lại."))


def withdraw_suspension(request: HttpRequest, pk: int, suspension: int) -> HttpResponse:
    """Take back a suspension of the time in which they are a member now, where that was a mistake."""
    known = known_or_404(request, pk)
    there = known.current.suspensions.all() if known.current else ()
    found = next((each for each in there if each.pk == suspension), None)
    if found is None:
        return _over(request, known, _("Việc tạm dừng này đã được rút rồi."))
    hint = _("Như chưa từng tạm dừng từ ngày %(day)s; nếu đã ghi trở lại thì việc ấy cũng được rút.")

    def do(given: dict[str, Any]) -> None:
        actions.withdraw_suspension(me(request), suspension=found, reason=given["reason"])

    done = _("Đã rút. Bút toán cũ vẫn xem được.")
    return _page(request, known, ReasonForm, do, _("Rút việc tạm dừng"), hint % {"day": day(found.first_day)}, done)


def leave(request: HttpRequest, pk: int) -> HttpResponse:
    known = known_or_404(request, pk)
    hint: str | Promise = _("Từ ngày này không còn là đoàn viên; số của đơn vị và các cấp trên giảm theo.")
    if known.current and (seats := seats_of(known.member)):
        said = {"offices": "; ".join(office for office, _unit, _seat in seats)}
        sitting = _("Người này đang giữ chức vụ: %(offices)s. Ghi việc thôi ở trang Ban chấp hành.")
        hint = f"{hint} {sitting % said}"

    def do(given: dict[str, Any]) -> None:
        actions.leave(me(request), memberships=[known.current], **given)  # type: ignore[list-item]

    return _page(request, known, LeaveForm, do, _("Ra khỏi công đoàn"), hint, _("Đã ghi việc ra khỏi công đoàn."))


def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back how they came to be here: an admission, an import, or a transfer made by mistake."""
    known = known_or_404(request, pk)

    def do(given: dict[str, Any]) -> None:
        deed = actions.withdraw_transfer if known.way_in == "transfer" else actions.withdraw_admission
        deed(me(request), membership=known.current, reason=given["reason"])  # type: ignore[arg-type]

    title, hint = _WITHDRAWN[known.way_in]
    return _page(request, known, ReasonForm, do, title, hint, _("Đã rút. Bút toán cũ vẫn xem được."))


def withdraw_leaving(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back that somebody left, where that was a mistake."""
    known = known_or_404(request, pk)
    left = known.mistaken
    if left is None:
        return _over(request, known, _("Người này không còn việc ra khỏi công đoàn nào để rút."))
    hint = _("Như chưa từng ra khỏi công đoàn; số của đơn vị và các cấp trên trở lại như trước.")

    def do(given: dict[str, Any]) -> None:
        actions.withdraw_leaving(me(request), membership=left, reason=given["reason"])

    done = _("Đã rút. Bút toán cũ vẫn xem được.")
    return _page(request, known, ReasonForm, do, _("Rút việc ra khỏi công đoàn"), hint, done, of=left)


def _over(request: HttpRequest, known: Known, sentence: str | Promise) -> HttpResponse:
    """What there is nothing to do for: mostly the same form sent twice, so its sender is told and led on."""
    if request.method != "POST":
        raise Http404
    messages.info(request, str(sentence))
    return redirect("desk:member", known.member.pk)


def _page(
    request: HttpRequest,
    known: Known,
    kind: type[forms.Form],
    do: Deed,
    title: str | Promise,
    hint: str | Promise,
    done: str | Promise,
    *,
    of: Membership | None = None,
) -> HttpResponse:
    """The page of a change; it is about the time in which they are a member now, unless it is `of` another."""
    if (of or known.current) is None:
        return _over(request, known, _("Người này không còn sinh hoạt tại đơn vị."))
    context = context_of(request, known.home)
    form = kind(answers(request), initial=today_in())
    if request.method == "POST" and form.is_valid():
        try:
            do(form.cleaned_data)
        except ValidationError as error:
            refuse(form, error)
        except PermissionDenied as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, str(done))
            return redirect("desk:member" if _is_kept(request, known) else "desk:members", *_where(request, known))
    shown = {"context": context, "known": known, "form": form, "title": title, "hint": hint}
    return render(request, "desk/members/change.html", shown)


def _is_kept(request: HttpRequest, known: Known) -> bool:
    """Whether the person's page is still within reach after what was done."""
    try:
        known_or_404(request, known.member.pk)
    except Http404:
        return False
    return True


def _where(request: HttpRequest, known: Known) -> list[int]:
    return [known.member.pk] if _is_kept(request, known) else []
