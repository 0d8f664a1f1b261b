"""What a person's papers say, as people write it: each reading gives one form, or one sentence on the fault."""

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from congdoan.base.text import one_line, visible

IDENTITY_DIGITS = 12
OLDEST = 1900
YOUNGEST_YEARS = 15
"""From this age on one may work (Bộ luật Lao động 2019, Điều 3), so nobody younger is a member."""

MASK = "•••••••"
_BETWEEN = re.compile(r"[\s.\-()]+")
_CARD = re.compile(r"[0-9A-ZĐ][0-9A-ZĐ./-]{2,19}")


def read_name(text: str) -> str:
    """The name, its letters composed, with one space between words. Raises ValidationError."""
    name = one_line(text)
    if not name:
        raise ValidationError({"name": _("Nhập họ và tên.")})
    if len(name) > 120:
        raise ValidationError({"name": _("Họ và tên dài nhất 120 chữ.")})
    if not any(char.isalpha() for char in name):
        raise ValidationError({"name": _("Họ và tên phải có chữ.")})
    return name


def read_identity(text: str) -> str:
    """Twelve digits, however they were set apart; "" where nothing is written. Raises ValidationError."""
    digits = _BETWEEN.sub("", visible(text))
    if not digits:
        return ""
    if not (digits.isascii() and digits.isdigit()):
        raise ValidationError({"identity": _("Số định danh chỉ gồm chữ số.")})
    if len(digits) != IDENTITY_DIGITS:
        sentence = _("Số định danh phải có 12 chữ số; mới có %d.")
        if len(digits) > IDENTITY_DIGITS:
            sentence = _("Số định danh phải có 12 chữ số; đang có %d.")
        raise ValidationError({"identity": sentence % len(digits)})
    return digits


def read_phone(text: str) -> str:
    """Digits with their leading zero: `+84 912.345.678` is `0912345678`. Raises ValidationError."""
    digits = _BETWEEN.sub("", visible(text))
    digits = re.sub(r"^(\+|00)84", "0", digits)
    if not digits:
        return ""
    if not re.fullmatch(r"0[0-9]{8,10}", digits):
        raise ValidationError({"phone": _("Số điện thoại gồm 9 đến 11 chữ số, bắt đầu bằng số 0.")})
    return digits


def read_card(text: str) -> str:
    """A card's number, in capitals without spaces. Raises ValidationError."""
    card = "".join(visible(text).upper().split())
    if card and not _CARD.fullmatch(card):
        raise ValidationError(
            {"card": _("Số thẻ gồm 3 đến 20 chữ và số, có thể có dấu chấm, gạch ngang hoặc gạch chéo.")}
        )
    return card


def read_birth(born: date | None, today: date) -> date | None:
    """The day of birth, if somebody born then can be a member today. Raises ValidationError."""
    if born is None:
        return None
    if born.year < OLDEST:
        raise ValidationError({"born": _("Năm sinh phải từ %d trở lại đây.") % OLDEST})
    if born > today:
        raise ValidationError({"born": _("Ngày sinh chưa đến.")})
    if today.year - born.year < YOUNGEST_YEARS:
        raise ValidationError({"born": _("Người này chưa đủ %d tuổi.") % YOUNGEST_YEARS})
    return born


def read_party(text: str) -> str:
    """`yes`, `no`, or the day of admission to the Party; "" where it is not known. Raises ValidationError."""
    told = text.strip()
    if told in ("", "yes", "no"):
        return told
    try:
        return date.fromisoformat(told).isoformat()
    except ValueError:
        raise ValidationError({"party": _("Ghi ngày vào Đảng, hoặc chọn có, không.")}) from None


def masked(text: str) -> str:
    """What everyone may see of an identity number: its last four digits."""
    return MASK + text[-4:] if text else ""
