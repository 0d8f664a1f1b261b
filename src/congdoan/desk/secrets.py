"""The forms of passwords and codes, their fields and refusals named in our words."""

from typing import Any, ClassVar

from allauth.account.forms import ChangePasswordForm, ReauthenticateForm, SetPasswordForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ConfirmForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class LongEnough(MinimumLengthValidator):
    """A password of some length; what it says is ours, for Django has not put it into Vietnamese."""

    def get_error_message(self) -> str:
        return gettext("Mật khẩu phải có ít nhất %(n)d ký tự.") % {"n": self.min_length}


class InOurWords:
    """A form of the library whose fields are named as the page names them."""

    words: ClassVar[dict[str, Promise]] = {
        "oldpassword": _("Mật khẩu đang dùng"),
        "password": _("Mật khẩu"),
        "password1": _("Mật khẩu mới"),
        "password2": _("Nhập lại mật khẩu mới"),
        "code": _("Mã 6 số"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            field.label = self.words.get(name, field.label)


class ChangePassword(InOurWords, ChangePasswordForm):  # type: ignore[misc]
    """The password of one's own changed, the one before told."""


class SetPassword(InOurWords, SetPasswordForm):  # type: ignore[misc]
    """A first password of one's own."""


class Reauthenticate(InOurWords, ReauthenticateForm):  # type: ignore[misc]
    """The password once more."""


class Authenticate(InOurWords, AuthenticateForm):  # type: ignore[misc]
    """The code after the password."""


class Confirm(InOurWords, ConfirmForm):  # type: ignore[misc]
    """The code once more."""


class ActivateCodes(InOurWords, ActivateTOTPForm):  # type: ignore[misc]
    """Codes turned on with the first of them."""
