"""The forms of congresses, elections and leaving a committee."""

from django import forms
from django.utils.translation import gettext_lazy as _

from congdoan.base import clock
from congdoan.desk.days import DayField, DayInput
from congdoan.records.committees.models import Congress
from congdoan.records.committees.rules import Body, Office

MOST = 1_000_000
"""No congress is attended by more."""
_OFFICES = (
    (Office.MEMBER.value, _("Ủy viên")),
    (Office.HEAD.value, _("Đứng đầu: chủ tịch, chủ nhiệm, trưởng ban")),
    (Office.DEPUTY.value, _("Cấp phó: phó chủ tịch, phó chủ nhiệm, phó trưởng ban")),
)


class CongressForm(forms.Form):
    """A congress that begins a term."""

    day = DayField(label=_("Ngày đại hội"), widget=DayInput())
    name = forms.CharField(label=_("Nhiệm kỳ"), max_length=60)
    congress = forms.ChoiceField(label=_("Hình thức"), choices=[(each.value, each.label) for each in Congress])
    attended = forms.IntegerField(label=_("Số đại biểu, đoàn viên dự"), required=False, min_value=1, max_value=MOST)
    decision = forms.CharField(label=_("Số quyết định công nhận"), max_length=60, required=False)


class ElectForm(forms.Form):
    """An election to a committee."""

    body = forms.ChoiceField(label=_("Ban"), choices=[(body.value, body.label) for body in Body])
    office = forms.ChoiceField(label=_("Chức vụ"), choices=_OFFICES, initial=Office.MEMBER.value)
    day = DayField(label=_("Từ ngày"), widget=DayInput())
    full_time = forms.BooleanField(label=_("Cán bộ chuyên trách"), required=False)


class LeaveForm(forms.Form):
    """The first day without the seat."""

    day = DayField(label=_("Thôi từ ngày"), widget=DayInput())
    reason = forms.CharField(label=_("Lý do"), max_length=200, required=False)

    def __init__(self, *args: object, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        self.fields["day"].initial = clock.today().isoformat()
