"""By what right a person's data are used: written down with its proof, and consent withdrawn; nothing is edited."""

from datetime import date

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from congdoan.base import clock
from congdoan.base.files import opened
from congdoan.base.papers import Paper
from congdoan.base.sealing import seal_bytes
from congdoan.base.text import one_line
from congdoan.catalogue.rules import Basis, Purpose
from congdoan.org.actions import note, require
from congdoan.org.models import Unit, User
from congdoan.org.rules import Right
from congdoan.records.members.models import PROOF, Ground, Member, bases_of, grounds_of, home_of


@transaction.atomic
def record_ground(
    by: User, *, member: Member, purpose: Purpose, basis: Basis, day: date, proof: str = "", file: Paper | None = None
) -> Ground:
    """Write down what allows a use of a person's data from a day on; it stands in place of what was written before.

    `proof` says where the paper lies, `file` is its scan; one of them is needed, since silence is no consent (NĐ
    356/2025). Raises PermissionDenied, ValidationError where this basis does not allow the purpose.
    """
    return write_ground(by, _home(by, member), member, purpose, basis, day, proof, file)


def write_ground(
    by: User, unit: Unit, member: Member, purpose: Purpose, basis: Basis, day: date, proof: str, file: Paper | None
) -> Ground:
    """Write it down at a unit; the right there is checked before. Raises ValidationError."""
    _refuse_ahead(day)
    admitted = bases_of(purpose, day)
    if admitted is not None and basis not in admitted:
        sentence = _("Việc “%(purpose)s” phải dựa trên: %(bases)s.")
        bases = ", ".join(str(each.label) for each in Basis if each in admitted)
        raise ValidationError({"basis": sentence % {"purpose": purpose.label, "bases": bases}})
    ground = _written(by, unit, Ground(member=member, purpose=purpose, basis=basis, day=day), proof, file)
    verb = "consented" if basis is Basis.CONSENT else "grounded"
    note(by, verb, member, unit=unit, words={"purpose": purpose.value, "basis": basis.value, "day": str(day)})
    return ground


@transaction.atomic
def withdraw_consent(
    by: User, *, member: Member, purpose: Purpose, day: date, proof: str = "", file: Paper | None = None
) -> Ground:
    """Write down that a person no longer agrees from a day on. Raises PermissionDenied, ValidationError."""
    home = _home(by, member)
    _refuse_ahead(day)
    last = next((each for each in reversed(grounds_of(member)) if each.purpose == purpose), None)
    if last is None or last.ends or last.basis != Basis.CONSENT:
        raise ValidationError(_("Người này không có sự đồng ý nào về việc “%s” để rút.") % purpose.label)
    if day < last.day:
        sentence = _("Ngày rút không thể trước ngày đồng ý %(day)s.")
        raise ValidationError({"day": sentence % {"day": f"{last.day:%d/%m/%Y}"}})
    new = Ground(member=member, purpose=purpose, basis=Basis.CONSENT, day=day, ends=True)
    ground = _written(by, home, new, proof, file)
    note(by, "consent_ended", member, unit=home, words={"purpose": purpose.value, "day": str(day)})
    return ground


@transaction.atomic
def open_proof(by: User, *, ground: Ground) -> bytes:
    """The scan of a proof, unsealed. Raises PermissionDenied, FileNotFoundError where there is none, Unopened."""
    home = _home(by, ground.member)
    if not ground.file:
        raise FileNotFoundError(ground.pk)
    note(by, "opened_proof", ground.member, unit=home, words={"purpose": ground.purpose})
    with ground.file.open("rb") as file:
        return opened(file.read(), PROOF)


def _home(by: User, member: Member) -> Unit:
    """The unit that keeps their file, once the right there is shown; one after the other where two write at once."""
    home = home_of(member)
    require(by, Right.MEMBERS, *[home] if home else [])
    found = Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    if home is None or found.erased_at:
        raise ValidationError(_("Thông tin của người này đã được xóa khỏi sổ."))
    return home


def _written(by: User, home: Unit, ground: Ground, proof: str, file: Paper | None) -> Ground:
    if not proof.strip() and file is None:
        raise ValidationError({"proof": _("Ghi giấy tờ làm chứng hoặc đính kèm bản chụp.")})
    ground.unit, ground.proof, ground.by, ground.at = home, one_line(proof), by, clock.now()
    if file is not None:
        ground.name, ground.ending = file.name, file.sort.ending
        ground.file.save("", ContentFile(seal_bytes(file.content, PROOF)), save=False)
    ground.save()
    return ground


def _refuse_ahead(day: date) -> None:
    if day > clock.today():
        raise ValidationError({"day": _("Ngày này chưa đến. Sổ chỉ ghi việc đã xảy ra.")})
