"""Persons, apart from their time in units. Names live here alone: a person can be erased and the figures stay."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from django.db import connection, models
from django.db.models.functions import Substr
from django.utils.translation import gettext_lazy as _

from congdoan.base.asking import crossing
from congdoan.base.sealing import Sealed, SealedField, current_key, mark, marks
from congdoan.base.text import fold, sort_key
from congdoan.org.models import Unit
from congdoan.records.members.rules import masked

IDENTITY = "members.member.identity"
SEALED = ("identity", "ethnicity", "health", "party")
"""What lies encrypted: shown masked, opened only with a reason and a line in the journal."""


class Sex(models.TextChoices):
    FEMALE = "female", _("nữ")
    MALE = "male", _("nam")


class Education(models.TextChoices):
    """The highest education somebody completed."""

    PRIMARY = "primary", _("tiểu học")
    LOWER_SECONDARY = "lower_secondary", _("trung học cơ sở")
    UPPER_SECONDARY = "upper_secondary", _("trung học phổ thông")
    ELEMENTARY_VOCATIONAL = "elementary_vocational", _("sơ cấp nghề")
    INTERMEDIATE = "intermediate", _("trung cấp")
    COLLEGE = "college", _("cao đẳng")
    UNIVERSITY = "university", _("đại học")
    MASTER = "master", _("thạc sĩ")
    DOCTOR = "doctor", _("tiến sĩ")


class MemberQuerySet(models.QuerySet["Member"]):
    """Persons, found by what they are called and by who they are."""

    def identified(self, *numbers: str) -> Self:
        """Those who hold one of these identity numbers, found without reading any."""
        return self.filter(identity_mark__in=[each for number in numbers for each in marks(number, IDENTITY)])


class Member(models.Model):
    """A person. `born` is 1 January where only the year is known; the address before 1/7/2025 stays in its words.

    `home` is the unit that keeps their file: where they belong, else where they last did, else where they applied, else
    where they were entered by mistake.
    """

    name = models.CharField(max_length=120)
    folded = models.CharField(max_length=120, editable=False)
    sort_key = models.CharField(max_length=500, editable=False)
    sex = models.CharField(max_length=6, choices=Sex.choices)
    born = models.DateField(null=True)
    born_year_only = models.BooleanField(default=False)
    identity = SealedField(null=True)
    identity_mark = models.BinaryField(null=True)
    phone = models.CharField(max_length=15, blank=True)
    province = models.PositiveSmallIntegerField(null=True)
    ward = models.PositiveIntegerField(null=True)
    address = models.CharField(max_length=300, blank=True)
    job = models.CharField(max_length=120, blank=True)
    education = models.CharField(max_length=24, choices=Education.choices, blank=True)
    ethnicity = SealedField(null=True)
    health = SealedField(null=True)
    party = SealedField(null=True)
    card = models.CharField(max_length=20, blank=True)
    direct_worker = models.BooleanField(default=False)
    erased_at = models.DateTimeField(null=True)
    home = models.ForeignKey(
        Unit, models.PROTECT, related_name="kept_files", null=True, db_constraint=False, db_index=False
    )

    objects = MemberQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["identity_mark"],
                name="one_person_an_identity",
                violation_error_message=_("Số định danh này đã có trong sổ."),
            ),
            models.UniqueConstraint(
                fields=["card"],
                condition=~models.Q(card=""),
                name="one_person_a_card",
                violation_error_message=_("Số thẻ này đã cấp cho người khác."),
            ),
            models.CheckConstraint(
                name="an_identity_is_found_by_its_mark",
                condition=models.Q(identity=None, identity_mark=None)
                | models.Q(identity__isnull=False, identity_mark__isnull=False),
                violation_error_message=_("Số định danh phải được lưu cùng dấu tìm của nó."),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["home", "sort_key", "id"], include=["sex"], name="member_home"),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def of(cls, name: str, sex: str, **more: Any) -> "Member":
        """A person with what search and sorting compare, unsaved; sealed fields are given as plain text."""
        secrets = {field: more.pop(field, "") for field in SEALED}
        member = cls(name=name, folded=fold(name), sort_key=sort_key(name), sex=sex, **more)
        for field, text in secrets.items():
            member.tell(field, text)
        return member

    def call(self, name: str) -> None:
        """Another name, with what search and sorting compare."""
        self.name, self.folded, self.sort_key = name, fold(name), sort_key(name)

    def tell(self, field: str, text: str) -> None:
        """Seal a text in one of the SEALED fields; "" is not known."""
        setattr(self, field, Sealed.of(text, f"members.member.{field}") if text else None)
        if field == "identity":
            self.identity_mark = mark(text, IDENTITY) if text else None

    def told(self, field: str) -> str:
        """What a sealed field says; "" where it is not known. Whoever shows it asks for the right and notes it."""
        sealed: Sealed | None = getattr(self, field)
        return sealed.open() if sealed else ""

    @property
    def masked_identity(self) -> str:
        return masked(self.told("identity"))

    @property
    def traits(self) -> dict[str, object]:
        """What indicators may filter by."""
        return {"sex": self.sex, "direct_worker": self.direct_worker}


def sealed_under_older_keys() -> MemberQuerySet:
    """The persons of whom something is still sealed under a key that is no longer the first of the ring."""
    older, current = models.Q(), current_key()
    rows = Member.objects.all()
    for field in SEALED:
        name = f"{field}_key"
        rows = rows.alias(**{name: Substr(field, 1, len(current), output_field=models.BinaryField())})
        older |= models.Q(**{f"{field}__isnull": False}) & ~models.Q(**{name: current})
    return rows.filter(older)


# Many are told apart by the database: the driver takes a list apart one by one, which costs more than the look-up.
_HOLDING = r"""
    SELECT member_id, identity_mark, card FROM members_holding(
        ARRAY(SELECT decode(each, 'hex') FROM string_to_table(%s, ' ') AS each), string_to_array(%s, E'\n')
    )
"""


@dataclass(frozen=True)
class Holder:
    """Whose an identity number or a card is, told across all units."""

    member_id: int
    identity_mark: bytes
    card: str


def holders(*, identity_marks: Iterable[bytes] = (), cards: Iterable[str] = ()) -> list[Holder]:
    """Who holds exactly these numbers or cards, anywhere: the one look past the bounds that the database keeps."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLDING, [" ".join(each.hex() for each in identity_marks), "\n".join(cards)])
        return [Holder(key, bytes(mark or b""), card) for key, mark, card in cursor.fetchall()]


def by_identity(numbers: Iterable[str]) -> dict[str, Member]:
    """The persons who hold these identity numbers, by number, wherever they are."""
    wanted = {each: number for number in numbers for each in marks(number, IDENTITY)}
    held = {each.member_id: wanted[each.identity_mark] for each in holders(identity_marks=wanted)}
    with crossing("look_up"):
        return {held[member.pk]: member for member in Member.objects.filter(pk__in=list(held))}
