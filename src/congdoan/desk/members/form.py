"""The forms of persons and of what happens to them."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congdoan.base import clock
from congdoan.base.papers import DOCUMENT_LIMIT, Paper
from congdoan.desk.days import DayField, DayInput
from congdoan.desk.deeds import REASONS
from congdoan.records.members.actions import NewMember
from congdoan.records.members.models import SEALED, Education, Member, Sex, Signed
from congdoan.records.members.rules import (
    provinces,
    read_card,
    read_identity,
    read_phone,
    read_proof,
    read_signature,
    wards_of,
)

_YEAR = re.compile(r"[12]\d{3}", re.ASCII)
_PARTY = (("", gettext_lazy("chưa rõ")), ("no", gettext_lazy("không")), ("yes", gettext_lazy("có")))


SIGNATURE_LIMIT = 500_000
"""Letters of the longest address that holds a drawn signature; a usual one takes some twenty thousand."""

PROMISES = (
    gettext_lazy(
        "Sau khi tìm hiểu Điều lệ Công đoàn Việt Nam, tôi tự nguyện xin gia nhập Công đoàn Việt Nam. Khi là đoàn viên, "
        "tôi hứa chấp hành Điều lệ và các nghị quyết của công đoàn, sinh hoạt và đóng đoàn phí đầy đủ, cùng công đoàn "
        "chăm lo, bảo vệ quyền và lợi ích chính đáng của người lao động."
    ),
    gettext_lazy("Tôi đồng ý để công đoàn ghi và dùng thông tin trong đơn này vào việc quản lý đoàn viên."),
)
"""What whoever applies puts their name to, on the screen as on paper."""
CONFIRMED = gettext_lazy("Tôi là người nộp đơn, tôi xác nhận đơn này.")

_PLACES = forms.Select({"lang": "vi"})
"""Names of places are Vietnamese on every page."""


class BirthField(DayField):
    """A day of birth, or only its year: `05/03/1988`, `1988`."""

    def clean(self, value: str) -> Any:
        text = str(value or "").strip()
        if not text and not self.required:
            return None
        if _YEAR.fullmatch(text):
            return date(int(text), 1, 1), True
        return super().clean(text), False


def _read(read: Callable[[str], str], text: str) -> str:
    """What the register reads in a field, so that all that is wrong with a form is told at once."""
    try:
        return read(text)
    except ValidationError as error:
        raise ValidationError(error.messages) from None


class PersonForm(forms.Form):
    """A person as their papers say; of what is sealed, a blank leaves what is known as it is."""

    name = forms.CharField(label=gettext_lazy("Họ và tên"), max_length=120)
    sex = forms.ChoiceField(label=gettext_lazy("Giới tính"), choices=Sex.choices, widget=forms.RadioSelect)
    born = BirthField(label=gettext_lazy("Ngày sinh"), required=False)
    identity = forms.CharField(label=gettext_lazy("Số định danh"), required=False, max_length=30)
    phone = forms.CharField(label=gettext_lazy("Điện thoại"), required=False, max_length=30)
    province = forms.TypedChoiceField(
        label=gettext_lazy("Tỉnh, thành phố"), coerce=int, empty_value=None, required=False, widget=_PLACES
    )
    ward = forms.TypedChoiceField(
        label=gettext_lazy("Xã, phường, đặc khu"), coerce=int, empty_value=None, required=False, widget=_PLACES
    )
    address = forms.CharField(label=gettext_lazy("Số nhà, đường, thôn"), required=False, max_length=300)
    job = forms.CharField(label=gettext_lazy("Công việc"), required=False, max_length=120)
    education = forms.ChoiceField(
        label=gettext_lazy("Trình độ"), required=False, choices=[("", gettext_lazy("chưa rõ")), *Education.choices]
    )
    ethnicity = forms.CharField(label=gettext_lazy("Dân tộc"), required=False, max_length=60)
    health = forms.CharField(label=gettext_lazy("Sức khỏe"), required=False, max_length=200)
    party = forms.ChoiceField(label=gettext_lazy("Đảng viên"), required=False, choices=_PARTY)
    card = forms.CharField(label=gettext_lazy("Số thẻ đoàn viên"), required=False, max_length=30)
    direct_worker = forms.BooleanField(label=gettext_lazy("Công nhân trực tiếp sản xuất"), required=False)
    team = forms.CharField(label=gettext_lazy("Tổ công đoàn"), required=False, max_length=120)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        province, ward = self.fields["province"], self.fields["ward"]
        assert isinstance(province, forms.ChoiceField)
        assert isinstance(ward, forms.ChoiceField)
        province.choices = [("", _("chưa rõ")), *sorted(provinces().items(), key=lambda each: each[1])]
        chosen = str(self["province"].value() or "")
        ward.choices = ward_choices(chosen)

    def clean_identity(self) -> str:
        return _read(read_identity, self.cleaned_data["identity"])

    def clean_phone(self) -> str:
        return _read(read_phone, self.cleaned_data["phone"])

    def clean_card(self) -> str:
        return _read(read_card, self.cleaned_data["card"])

    def person(self) -> NewMember:
        given = dict(self.cleaned_data)
        born, year_only = given.pop("born") or (None, False)
        kept = {name: given[name] for name in NewMember.__dataclass_fields__ if name in given}
        return NewMember(**kept, born=born, born_year_only=year_only)

    def refuse(self, error: ValidationError) -> None:
        """Show what an action refused beside its field, or above them all."""
        refuse(self, error)


class ApplyForm(PersonForm):
    """Form 5a: the person, how and when they signed."""

    signed = forms.ChoiceField(label=gettext_lazy("Cách ký đơn"), choices=Signed.choices, widget=forms.RadioSelect)
    day = DayField(label=gettext_lazy("Ngày nộp đơn"), widget=DayInput())
    scan = forms.FileField(label=gettext_lazy("Bản chụp đơn đã ký"), required=False)
    signature = forms.CharField(
        label=gettext_lazy("Chữ ký của người nộp đơn"),
        required=False,
        max_length=SIGNATURE_LIMIT,
        widget=forms.HiddenInput({"id": "signature"}),
    )
    confirmed = forms.BooleanField(label=CONFIRMED, required=False)


class DecideForm(forms.Form):
    """The committee's decision."""

    day = DayField(label=gettext_lazy("Ngày quyết định"), widget=DayInput())
    decision = forms.CharField(label=gettext_lazy("Số quyết định"), required=False, max_length=60)
    reason = forms.CharField(
        label=gettext_lazy("Lý do, nếu không đồng ý"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class CeremonyForm(forms.Form):
    """The day of a ceremony and who is admitted at it."""

    day = DayField(label=gettext_lazy("Ngày kết nạp"), widget=DayInput())
    cards = forms.BooleanField(label=gettext_lazy("Cấp số thẻ"), required=False, initial=True)


class SuspendForm(forms.Form):
    day = DayField(label=gettext_lazy("Tạm dừng từ ngày"), widget=DayInput())
    until = DayField(label=gettext_lazy("Đến hết ngày"), widget=DayInput(), required=False)


class ResumeForm(forms.Form):
    day = DayField(label=gettext_lazy("Sinh hoạt trở lại từ ngày"), widget=DayInput())


class LeaveForm(forms.Form):
    day = DayField(label=gettext_lazy("Ra khỏi công đoàn từ ngày"), widget=DayInput())
    reason = forms.ChoiceField(label=gettext_lazy("Lý do"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        reason = self.fields["reason"]
        assert isinstance(reason, forms.ChoiceField)
        reason.choices = [(code, said) for code, said in REASONS.items() if code != "closed"]


class PullForm(forms.Form):
    """Whom to look up, why, and from when they come."""

    identity = forms.CharField(label=gettext_lazy("Số định danh"), max_length=30)
    reason = forms.CharField(label=gettext_lazy("Lý do tra cứu"), max_length=300)


class PushForm(forms.Form):
    day = DayField(label=gettext_lazy("Chuyển từ ngày"), widget=DayInput())


class ReasonForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Lý do"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class EraseForm(ReasonForm):
    """Why somebody is erased, and that whoever does it knows that it is for good."""

    sure = forms.BooleanField(
        label=gettext_lazy("Tôi đã kiểm tra đúng người; xóa rồi thì không lấy lại được."),
        error_messages={"required": gettext_lazy("Đánh dấu xác nhận trước khi xóa.")},
    )


class UnmaskForm(forms.Form):
    """What is to be shown and why."""

    reason = forms.CharField(label=gettext_lazy("Lý do cần xem"), max_length=300)


def today_in() -> dict[str, str]:
    return {"day": clock.today().isoformat()}


def refuse(form: forms.Form, error: ValidationError) -> None:
    """Show what an action refused beside its field where the form has it, else above them all."""
    told = error.error_dict if hasattr(error, "error_dict") else {None: error.error_list}
    for name, faults in told.items():
        form.add_error(name if name in form.fields else None, ValidationError(faults))


def paper_in(form: forms.Form, name: str) -> Paper | None:
    """The paper sent in a field, as it is kept. Raises ValidationError, by the field, where it is none that can be."""
    file = form.cleaned_data[name]
    if file is None:
        return None
    try:
        return read_proof(file.name, file.read(DOCUMENT_LIMIT + 1))
    except ValidationError as error:
        raise ValidationError({name: error.messages}) from error


def ask_again(form: forms.Form, name: str, request: HttpRequest) -> None:
    """Say that a file is to be chosen again, where the form comes back with faults: no browser keeps it."""
    if request.method == "POST" and name in request.FILES and form.errors and name not in form.errors:
        form.add_error(name, _("Chọn lại file này: trình duyệt không giữ file khi còn mục cần sửa."))


def signature_in(form: forms.Form) -> Paper | None:
    """What was drawn as a signature, where it is signed on the screen. Raises ValidationError, by its field."""
    if form.cleaned_data["signed"] != Signed.SCREEN:
        return None
    try:
        return read_signature(form.cleaned_data["signature"])
    except ValidationError as error:
        raise ValidationError({"signature": error.messages}) from error


def as_written(member: Member, team: str) -> dict[str, object]:
    """How a form is filled in that corrects a person; what is sealed stays blank."""
    born = ""
    if member.born:
        born = str(member.born.year) if member.born_year_only else f"{member.born:%d/%m/%Y}"
    plain = {name: getattr(member, name) for name in PersonForm.base_fields if hasattr(member, name)}
    return plain | dict.fromkeys(SEALED, "") | {"born": born, "team": team}


def ward_choices(province: str) -> list[tuple[object, str]]:
    within = wards_of(int(province)) if province.isdecimal() and len(province) <= 3 else {}
    first = _("chưa rõ") if within else _("chọn tỉnh trước")
    return [("", first), *sorted(within.items(), key=lambda each: each[1])]


def wards(request: HttpRequest) -> HttpResponse:
    """The wards of a province, for the list beside it."""
    choices: Iterable[tuple[object, str]] = ward_choices(request.GET.get("province", "")[:3])
    return render(request, "desk/members/wards.html", {"choices": choices})
