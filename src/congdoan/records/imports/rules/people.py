"""The columns of a workbook of members, and a row of it as a person."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congdoan.base.text import fold
from congdoan.records.imports.rules.cells import Born, Wrong, read_born, read_choice, read_day, read_digits, text_of
from congdoan.records.imports.rules.columns import Column
from congdoan.records.imports.rules.opening import Cell
from congdoan.records.members.rules import (
    provinces,
    read_birth,
    read_card,
    read_identity,
    read_name,
    read_phone,
    wards,
)
from congdoan.records.members.rules.persons import IDENTITY_DIGITS

_YES = {"co": "yes", "x": "yes", "yes": "yes", "1": "yes", "true": "yes", "da": "yes", "v": "yes"}
_NO = {"khong": "no", "no": "no", "0": "no", "false": "no", "chua": "no", "k": "no"}
YES_NO: Mapping[str, str] = _YES | _NO
SEXES: Mapping[str, str] = {
    "nam": "male",
    "nu": "female",
    "male": "male",
    "female": "female",
    "m": "male",
    "f": "female",
    "trai": "male",
    "gai": "female",
    "ong": "male",
    "ba": "female",
}
EDUCATIONS: Mapping[str, str] = {
    "tieu hoc": "primary",
    "cap 1": "primary",
    "trung hoc co so": "lower_secondary",
    "thcs": "lower_secondary",
    "cap 2": "lower_secondary",
    "trung hoc pho thong": "upper_secondary",
    "thpt": "upper_secondary",
    "cap 3": "upper_secondary",
    "12/12": "upper_secondary",
    "so cap nghe": "elementary_vocational",
    "so cap": "elementary_vocational",
    "trung cap": "intermediate",
    "tc": "intermediate",
    "trung cap nghe": "intermediate",
    "cao dang": "college",
    "cd": "college",
    "cao dang nghe": "college",
    "dai hoc": "university",
    "dh": "university",
    "cu nhan": "university",
    "ky su": "university",
    "thac si": "master",
    "ths": "master",
    "cao hoc": "master",
    "tien si": "doctor",
    "ts": "doctor",
}
_SHOWN_EDUCATIONS = (
    "tiểu học",
    "trung học cơ sở",
    "trung học phổ thông",
    "sơ cấp nghề",
    "trung cấp",
    "cao đẳng",
    "đại học",
    "thạc sĩ",
    "tiến sĩ",
)

COLUMNS = (
    Column(
        "name", gettext_lazy("Họ và tên"), ("ho ten", "ten doan vien", "ho ten doan vien", "full name"), True, width=28
    ),
    Column("family", gettext_lazy("Họ đệm"), ("ho va ten dem", "ho dem va ten lot", "family name", "last name")),
    Column("given", gettext_lazy("Tên"), ("ten goi", "given name", "first name")),
    Column("sex", gettext_lazy("Giới tính"), ("gioi", "phai", "nam nu", "gender"), False, ("nam", "nữ")),
    Column(
        "born",
        gettext_lazy("Ngày sinh"),
        ("ngay thang nam sinh", "nam sinh", "sinh ngay", "ngay sinh nam sinh", "date of birth", "birthday", "dob"),
        example="05/03/1988",
    ),
    Column("born_male", gettext_lazy("Ngày sinh nam"), ("nam sinh nam", "ngay thang nam sinh nam", "born male")),
    Column("born_female", gettext_lazy("Ngày sinh nữ"), ("nam sinh nu", "ngay thang nam sinh nu", "born female")),
    Column(
        "identity",
        gettext_lazy("Số định danh"),
        (
            "cccd",
            "so cccd",
            "can cuoc",
            "so can cuoc",
            "can cuoc cong dan",
            "so can cuoc cong dan",
            "so dinh danh ca nhan",
            "cmnd",
            "so cmnd",
            "cmnd cccd",
            "id number",
            "identity number",
            "citizen id",
        ),
        example="010088001234",
        width=18,
    ),
    Column(
        "phone", gettext_lazy("Điện thoại"), ("so dien thoai", "sdt", "dien thoai di dong", "mobile", "phone number")
    ),
    Column("province", gettext_lazy("Tỉnh, thành phố"), ("tinh", "tinh thanh", "tinh tp", "province", "city")),
    Column("ward", gettext_lazy("Xã, phường"), ("xa", "phuong", "xa phuong dac khu", "phuong xa", "ward", "commune")),
    Column(
        "address",
        gettext_lazy("Địa chỉ"),
        ("noi o", "noi o hien nay", "cho o hien nay", "dia chi thuong tru", "ho khau thuong tru", "so nha duong"),
        width=32,
    ),
    Column(
        "job",
        gettext_lazy("Nghề nghiệp"),
        ("cong viec", "chuc danh", "chuc vu", "chuc danh nghe", "position", "occupation"),
    ),
    Column(
        "education",
        gettext_lazy("Trình độ"),
        ("trinh do hoc van", "hoc van", "trinh do chuyen mon", "trinh do dao tao"),
        choices=_SHOWN_EDUCATIONS,
    ),
    Column("ethnicity", gettext_lazy("Dân tộc"), ("ethnic group",)),
    Column(
        "party", gettext_lazy("Đảng viên"), ("la dang vien", "dang vien dcsvn", "party member"), choices=("có", "không")
    ),
    Column("party_day", gettext_lazy("Ngày vào Đảng"), ("ngay ket nap dang", "party admission")),
    Column(
        "card", gettext_lazy("Số thẻ đoàn viên"), ("so the", "ma the", "the doan vien", "ma doan vien", "card number")
    ),
    Column(
        "team", gettext_lazy("Tổ công đoàn"), ("to", "cong doan bo phan", "bo phan", "phong ban", "to cd", "department")
    ),
    Column(
        "direct_worker",
        gettext_lazy("Lao động trực tiếp"),
        ("cong nhan truc tiep", "direct worker"),
        choices=("có", "không"),
    ),
    Column(
        "day",
        gettext_lazy("Ngày vào công đoàn"),
        (
            "ngay ket nap",
            "ngay vao cd",
            "ngay gia nhap",
            "ngay vao",
            "ngay gia nhap cong doan",
            "joined",
            "date joined",
        ),
    ),
)


@dataclass(slots=True)
class Person:
    """A row as a person, all of it read; `day` is that of entering the unit, where the row tells it."""

    name: str = ""
    sex: str = ""
    born: date | None = None
    born_year_only: bool = False
    identity: str = ""
    phone: str = ""
    province: int | None = None
    ward: int | None = None
    address: str = ""
    job: str = ""
    education: str = ""
    ethnicity: str = ""
    party: str = ""
    card: str = ""
    team: str = ""
    direct_worker: bool = False
    day: date | None = None

    @property
    def likeness(self) -> tuple[str, date] | None:
        """By what somebody without an identity number is taken for the same: name without marks, and day of birth."""
        return (fold(self.name), self.born) if self.born else None


Reader = Callable[[Cell, Person, date], None]


def _put_name(cell: Cell, person: Person, today: date) -> None:
    person.name = _checked(read_name, text_of(cell), "name")


def _put_family(cell: Cell, person: Person, today: date) -> None:
    person.name = _checked(read_name, f"{text_of(cell)} {person.name}", "name")


def _put_sex(cell: Cell, person: Person, today: date) -> None:
    person.sex = read_choice(cell, SEXES)


def _put_born(cell: Cell, person: Person, today: date) -> None:
    found = read_born(cell, today)
    _check_born(found, today)
    person.born, person.born_year_only = found.day, found.year_only


def _check_born(found: Born, today: date) -> None:
    try:
        read_birth(found.day, today)
    except ValidationError as error:
        raise Wrong("early", error.messages[0]) from None


def _put_born_male(cell: Cell, person: Person, today: date) -> None:
    _put_born(cell, person, today)
    person.sex = "male"


def _put_born_female(cell: Cell, person: Person, today: date) -> None:
    _put_born(cell, person, today)
    person.sex = "female"


def _put_identity(cell: Cell, person: Person, today: date) -> None:
    person.identity = _checked(read_identity, read_digits(cell, IDENTITY_DIGITS), "digits")


def _put_phone(cell: Cell, person: Person, today: date) -> None:
    text = text_of(cell)
    if isinstance(cell, int | float) and len(text) == 9 and not text.startswith("0"):
        text = f"0{text}"  # Excel has dropped the zero: no number of a phone begins with anything else
    person.phone = _checked(read_phone, text, "digits")


def _put_province(cell: Cell, person: Person, today: date) -> None:
    text = text_of(cell)
    person.province = _provinces().get(_bare(text))
    if person.province is None:
        person.address = _joined(person.address, text)


def _put_ward(cell: Cell, person: Person, today: date) -> None:
    """A ward of the province that the row names; else, as in addresses of before 1/7/2025, it stays in its words."""
    text = text_of(cell)
    person.ward = _wards().get((person.province or 0, _bare(text)))
    if person.ward is None:
        person.address = _joined(text, person.address)


def _put_address(cell: Cell, person: Person, today: date) -> None:
    person.address = _joined(_short(text_of(cell), 300), person.address)[:300]


def _joined(*parts: str) -> str:
    return ", ".join(filter(None, (part.strip(" ,") for part in parts)))


def _put_job(cell: Cell, person: Person, today: date) -> None:
    person.job = _short(text_of(cell), 120)


def _put_education(cell: Cell, person: Person, today: date) -> None:
    person.education = read_choice(cell, EDUCATIONS)


def _put_ethnicity(cell: Cell, person: Person, today: date) -> None:
    person.ethnicity = _short(text_of(cell), 60)


def _put_party(cell: Cell, person: Person, today: date) -> None:
    person.party = person.party or read_choice(cell, YES_NO)


def _put_party_day(cell: Cell, person: Person, today: date) -> None:
    found = read_day(cell, today)
    if found > today:
        raise Wrong("early", _("Ngày vào Đảng chưa đến."))
    person.party = found.isoformat()


def _put_card(cell: Cell, person: Person, today: date) -> None:
    person.card = _checked(read_card, text_of(cell), "digits")


def _put_team(cell: Cell, person: Person, today: date) -> None:
    person.team = _short(text_of(cell), 120)


def _put_direct_worker(cell: Cell, person: Person, today: date) -> None:
    person.direct_worker = read_choice(cell, YES_NO) == "yes"


def _put_day(cell: Cell, person: Person, today: date) -> None:
    person.day = read_day(cell, today)
    if person.day > today:
        raise Wrong("early", _("Ngày này chưa đến. Sổ chỉ ghi việc đã xảy ra."))


def _short(text: str, most: int) -> str:
    told = " ".join(text.split())
    if len(told) > most:
        raise Wrong("other", _("Dài quá %d chữ; viết ngắn lại.") % most)
    return told


def _checked(read: Callable[[str], str], text: str, kind: str) -> str:
    """What a reading of the register makes of it, its refusal as a fault of a kind."""
    try:
        return read(text)
    except ValidationError as error:
        raise Wrong(kind, error.messages[0]) from None


# In the order in which they are put: a family name before a given one, a province before its wards, then the address.
READERS: Mapping[str, Reader] = {
    "name": _put_name,
    "given": _put_name,
    "family": _put_family,
    "sex": _put_sex,
    "born": _put_born,
    "born_male": _put_born_male,
    "born_female": _put_born_female,
    "identity": _put_identity,
    "phone": _put_phone,
    "province": _put_province,
    "ward": _put_ward,
    "address": _put_address,
    "job": _put_job,
    "education": _put_education,
    "ethnicity": _put_ethnicity,
    "party_day": _put_party_day,
    "party": _put_party,
    "card": _put_card,
    "team": _put_team,
    "direct_worker": _put_direct_worker,
    "day": _put_day,
}


@cache
def _provinces() -> dict[str, int]:
    return {_bare(name): code for code, name in provinces().items()}


@cache
def _wards() -> dict[tuple[int, str], int]:
    return {(province, _bare(name)): code for code, (province, name) in wards().items()}


@lru_cache(maxsize=20_000)
def _bare(name: str) -> str:
    return re.sub(r"^(tinh|thanh pho|tp\.?|xa|phuong|thi tran|dac khu|p\.|x\.)\s+", "", fold(name))


def required(person: Person) -> list[tuple[str, Wrong]]:
    """What a row must tell and does not, each with its column."""
    found: list[tuple[str, Wrong]] = []
    if not person.name:
        found.append(("name", Wrong("blank", _("Nhập họ và tên."))))
    if not person.sex:
        found.append(("sex", Wrong("blank", _("Chọn nam hoặc nữ."))))
    return found
