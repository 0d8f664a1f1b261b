"""A row of a workbook of members as a person."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from congdoan.base.text import fold, one_line
from congdoan.records.imports.rules.cells import Born, Wrong, read_born, read_choice, read_day, read_digits, text_of
from congdoan.records.imports.rules.opening import Cell
from congdoan.records.imports.rules.people.columns import (
    COLUMNS,
    EDUCATIONS,
    SEXES,
    SHOWN_EDUCATIONS,
    SHOWN_SEXES,
    YES_NO,
    YES_OR_NO,
)
from congdoan.records.imports.rules.people.likeness import Likeness
from congdoan.records.imports.rules.reading import Reader, Way
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

ADDRESS_LENGTH = 300


@dataclass(slots=True)
class Person:
    """A row as a person, all of it read; `day` is that of entering the unit, where the row tells it."""

    name: str = ""
    folded: str = ""
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
    def called(self) -> str:
        return self.name

    @property
    def dated(self) -> date | None:
        return self.born

    @property
    def likeness(self) -> "Likeness":
        return Likeness(self.folded, self.born, self.born_year_only)


# What cells say. None of it looks at the rest of the row, so what is written over and over is read once.


def _name(cell: Cell, today: date) -> tuple[str, str]:
    name = _checked(read_name, text_of(cell), "name")
    return name, fold(name)


def _text(cell: Cell, today: date) -> str:
    return text_of(cell)


def _born(cell: Cell, today: date) -> Born:
    found = read_born(cell, today)
    try:
        read_birth(found.day, today)
    except ValidationError as error:
        raise Wrong("early", error.messages[0]) from None
    return found


def _identity(cell: Cell, today: date) -> str:
    if isinstance(cell, str) and len(cell) == IDENTITY_DIGITS and cell.isascii() and cell.isdigit():
        return cell
    return _checked(read_identity, read_digits(cell, IDENTITY_DIGITS), "digits")


def _phone(cell: Cell, today: date) -> str:
    if isinstance(cell, str) and 9 <= len(cell) <= 11 and cell[0] == "0" and cell.isascii() and cell.isdigit():
        return cell
    text = text_of(cell)
    if len(text) == 9 and text.isascii() and text.isdigit() and not text.startswith("0"):
        if isinstance(cell, str):
            mend = f"0{text}"
            raise Wrong("lost_zero", _("Số điện thoại bắt đầu bằng số 0. Có phải %(mend)s?") % {"mend": mend}, mend)
        text = f"0{text}"  # Excel has dropped the zero: no number of a phone begins with anything else
    return _checked(read_phone, text, "digits")


def _province(cell: Cell, today: date) -> tuple[int | None, str]:
    text = text_of(cell)
    return _provinces().get(_bare(text)), text


def _ward(cell: Cell, today: date) -> tuple[str, str]:
    text = text_of(cell)
    return _bare(text), text


def _shortly(most: int) -> Callable[[Cell, date], str]:
    return lambda cell, today: _short(text_of(cell), most)


def _among(choices: Mapping[str, str], shown: Sequence[str]) -> Callable[[Cell, date], str]:
    return lambda cell, today: read_choice(cell, choices, shown)


def _yes(cell: Cell, today: date) -> bool:
    return read_choice(cell, YES_NO, YES_OR_NO) == "yes"


def _party_day(cell: Cell, today: date) -> str:
    found = read_day(cell, today)
    if found > today:
        raise Wrong("early", _("Ngày vào Đảng chưa đến."))
    return found.isoformat()


def _card(cell: Cell, today: date) -> str:
    return _checked(read_card, text_of(cell), "digits")


def _day(cell: Cell, today: date) -> date:
    found = read_day(cell, today)
    if found > today:
        raise Wrong("early", _("Ngày này chưa đến. Sổ chỉ ghi việc đã xảy ra."))
    return found


def _short(text: str, most: int) -> str:
    told = one_line(text)
    if len(told) > most:
        raise Wrong("other", _("Dài quá %d chữ; viết ngắn lại.") % most)
    return told


def _checked(read: Callable[[str], str], text: str, kind: str) -> str:
    """What a reading of the register makes of it, its refusal as a fault of a kind."""
    try:
        return read(text)
    except ValidationError as error:
        raise Wrong(kind, error.messages[0]) from None


# What becomes of it in the person.


def _put_name(person: Person, told: tuple[str, str]) -> None:
    person.name, person.folded = told


def _put_family(person: Person, told: str) -> None:
    """Before the given name; a whole name that fills both columns is told once."""
    if told == person.name:
        return
    person.name = _checked(read_name, f"{told} {person.name}", "name")
    person.folded = fold(person.name)


def _put_born(person: Person, told: Born) -> None:
    person.born, person.born_year_only = told.day, told.year_only


def _put_born_male(person: Person, told: Born) -> None:
    _put_born(person, told)
    person.sex = "male"


def _put_born_female(person: Person, told: Born) -> None:
    _put_born(person, told)
    person.sex = "female"


def _put_province(person: Person, told: tuple[int | None, str]) -> None:
    person.province, text = told
    if person.province is None:
        _settle(person, person.address, text)


def _put_ward(person: Person, told: tuple[str, str]) -> None:
    """A ward of the province that the row names; else, as in addresses of before 1/7/2025, it stays in its words."""
    person.ward = _wards().get((person.province or 0, told[0]))
    if person.ward is None:
        _settle(person, told[1], person.address)


def _put_address(person: Person, told: str) -> None:
    if person.address:
        _settle(person, told, person.address)
    else:
        person.address = told.strip(" ,")


def _settle(person: Person, *parts: str) -> None:
    """Put an address together; nothing of it is cut off. Raises Wrong where it is too long."""
    person.address = _short(", ".join(filter(None, (part.strip(" ,") for part in parts))), ADDRESS_LENGTH)


def _put_party(person: Person, told: str) -> None:
    person.party = person.party or told


def _plainly(name: str, read: Callable[[Cell, date], object]) -> Reader[Person]:
    """A column that is one field of the person and nothing else."""
    return Reader(read, Person.__dict__[name].__set__)


# In the order in which they are put: a family name before a given one, a province before its wards, then the address.
READERS: Mapping[str, Reader[Person]] = {
    "name": Reader(_name, _put_name),
    "given": Reader(_name, _put_name),
    "family": Reader(_text, _put_family),
    "sex": _plainly("sex", _among(SEXES, SHOWN_SEXES)),
    "born": Reader(_born, _put_born),
    "born_male": Reader(_born, _put_born_male),
    "born_female": Reader(_born, _put_born_female),
    "identity": _plainly("identity", _identity),
    "phone": _plainly("phone", _phone),
    "province": Reader(_province, _put_province),
    "ward": Reader(_ward, _put_ward),
    "address": Reader(_shortly(ADDRESS_LENGTH), _put_address),
    "job": _plainly("job", _shortly(120)),
    "education": _plainly("education", _among(EDUCATIONS, SHOWN_EDUCATIONS)),
    "ethnicity": _plainly("ethnicity", _shortly(60)),
    "party_day": _plainly("party", _party_day),
    "party": Reader(_among(YES_NO, YES_OR_NO), _put_party),
    "card": _plainly("card", _card),
    "team": _plainly("team", _shortly(120)),
    "direct_worker": _plainly("direct_worker", _yes),
    "day": _plainly("day", _day),
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


def _missing(person: Person) -> list[tuple[str, Wrong]]:
    """What a row must tell and does not, each with its column."""
    found: list[tuple[str, Wrong]] = []
    if not person.name:
        found.append(("name", Wrong("blank", _("Nhập họ và tên."))))
    if not person.sex:
        found.append(("sex", Wrong("blank", _("Chọn nam hoặc nữ."))))
    return found


PEOPLE = Way(
    COLUMNS, READERS, Person, _missing, instead={"name": ("given", "family"), "sex": ("born_male", "born_female")}
)
