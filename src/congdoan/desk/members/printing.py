"""An application as form 5a on paper: who asks to join whom, what they promise, and how they signed."""

from collections.abc import Mapping
from datetime import UTC
from importlib.resources import files

from django.utils.translation import gettext as _

from congdoan.base import clock
from congdoan.base.language import in_vietnamese
from congdoan.desk.members.form import CONFIRMED, PROMISES
from congdoan.desk.words import day
from congdoan.org.models import User, Workplace
from congdoan.records.members.actions import open_proof
from congdoan.records.members.models import Application, Ground, Member, Signed, proofs_of
from congdoan.records.members.rules import address_in_words
from congdoan.reports.rules.document import NATION, day_in_words
from congdoan.reports.rules.drawing import fonts, pdf

PRINTED = ("identity", "ethnicity")
"""What the form tells of that lies sealed."""

_HIDDEN = "•••••"


def as_pdf(by: User, *, application: Application, shown: Mapping[str, str]) -> bytes:
    """The form; `shown` are the sealed fields in plain text. A signature that was drawn is opened, which is noted.

    Raises PermissionDenied, Unopened.
    """
    at = clock.now().astimezone(UTC).replace(microsecond=0)
    told = document_of(by, application=application, shown=shown)
    return pdf.typeset((files(__package__) / "application.typ").read_bytes(), told, at)


@in_vietnamese
def document_of(by: User, *, application: Application, shown: Mapping[str, str]) -> dict[str, object]:
    """What is set, in Vietnamese on every page; what nobody told is "", and is left to be filled in."""
    unit = application.unit.name_on(application.applied)
    said = {"at": f"{clock.now().astimezone(clock.HOME):%H:%M %d/%m/%Y}", "user": by.get_username()}
    return {
        "title": _("Đơn gia nhập Công đoàn Việt Nam"),
        "form": _("Mẫu 5a"),
        "issuer": unit,
        "font": fonts.FAMILY,
        "nation": NATION[0],
        "motto": NATION[1],
        "greeting": _("Kính gửi"),
        "to": _("Ban Chấp hành %(unit)s") % {"unit": unit},
        "facts": _facts(application, shown),
        "promises": [str(each) for each in PROMISES],
        "place": f"…………, {day_in_words(application.applied)}",
        "signer": _("Người làm đơn"),
        "name": application.member.name,
        "taken": _("In từ sổ lúc %(at)s bởi %(user)s. Thông tin cá nhân theo sổ lúc in.") % said,
        **_signed(by, application),
    }


def _signed(by: User, application: Application) -> dict[str, object]:
    """How it was signed: the drawing, or the tick, each with its time; on paper there is room for a signature."""
    proof = next(iter(proofs_of(application)), None) if application.signed == Signed.SCREEN else None
    drawing = None
    if proof is not None and proof.file:
        proof.member = application.member
        drawing = _drawing(by, proof)
    return {
        "signature": list(drawing) if drawing else None,
        "drawn": _("Chữ ký của người nộp đơn"),
        "is_ticked": proof is not None and not proof.file,
        "ticked": str(CONFIRMED),
        "hint": _("(Ký, ghi rõ họ tên)"),
        "signed": proof.proof if proof else "",
    }


def _drawing(by: User, proof: Ground) -> bytes | None:
    """What was drawn; where the file is gone, its words alone are left."""
    try:
        return open_proof(by, ground=proof)
    except FileNotFoundError:
        return None


def _facts(application: Application, shown: Mapping[str, str]) -> list[list[tuple[str, str]]]:
    """The person's particulars, one or two a line."""
    person = application.member
    born = ""
    if person.born:
        born = str(person.born.year) if person.born_year_only else day(person.born)
    return [
        [(_("Tôi tên là"), person.name), (_("Giới tính"), str(person.get_sex_display()))],
        [
            (_("Năm sinh") if person.born_year_only else _("Ngày sinh"), born),
            (_("Dân tộc"), _sealed(person, "ethnicity", shown)),
        ],
        [(_("Số định danh"), _sealed(person, "identity", shown)), (_("Điện thoại"), person.phone)],
        [(_("Địa chỉ"), address_in_words(person.province, person.ward, person.address))],
        [
            (_("Trình độ"), str(person.get_education_display()) if person.education else ""),
            (_("Công việc"), person.job),
        ],
        [(_("Nơi làm việc"), _workplace(application))],
        *([[(_("Tổ công đoàn"), application.team)]] if application.team else []),
    ]


def _sealed(person: Member, field: str, shown: Mapping[str, str]) -> str:
    if field in shown or getattr(person, field) is None:
        return shown.get(field, "")
    return person.masked_identity if field == "identity" else _HIDDEN


def _workplace(application: Application) -> str:
    """The employer at which the unit was organised on the day of the application."""
    found = (
        Workplace.objects.on(application.applied).filter(unit=application.unit_id).select_related("employer").first()
    )
    return found.employer.name if found else ""
