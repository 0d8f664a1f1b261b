"""Where people live: the provinces and wards of 1/7/2025 by their codes; older addresses stay in their words."""

from functools import cache

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from vietnam_provinces import Province, Ward


@cache
def provinces() -> dict[int, str]:
    """The 34 provinces and cities, by code, in the order of their codes."""
    return {int(each.code): each.name for each in Province.iter_all()}


@cache
def wards() -> dict[int, tuple[int, str]]:
    """The wards, communes and special zones, by code: the province in which each lies, and its name."""
    return {int(each.code): (int(each.province_code), each.name) for each in Ward.iter_all()}


@cache
def wards_of(province: int) -> dict[int, str]:
    return {code: name for code, (within, name) in wards().items() if within == province}


def check_place(province: int | None, ward: int | None) -> None:
    """Raise ValidationError where there is no such province, or no such ward in it."""
    if province is not None and province not in provinces():
        raise ValidationError({"province": _("Không có tỉnh, thành phố mang mã %d từ ngày 01/07/2025.") % province})
    if ward is None:
        return
    if ward not in wards():
        raise ValidationError({"ward": _("Không có xã, phường, đặc khu mang mã %d từ ngày 01/07/2025.") % ward})
    if wards()[ward][0] != province:
        said = {"ward": wards()[ward][1], "province": provinces()[wards()[ward][0]]}
        raise ValidationError({"ward": _("%(ward)s thuộc %(province)s. Chọn lại tỉnh hoặc xã.") % said})


def address_in_words(province: int | None, ward: int | None, address: str) -> str:
    """The whole address on one line: house and street, ward, province, as far as they are told."""
    named = [address, wards()[ward][1] if ward in wards() else "", provinces().get(province or 0, "")]
    return ", ".join(filter(None, named))
