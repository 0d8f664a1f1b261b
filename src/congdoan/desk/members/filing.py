"""A person's whole file as a PDF to be read and handed over; the same that the JSON tells."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime
from importlib.resources import files
from typing import Any

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congdoan.base import clock
from congdoan.catalogue.rules import Basis, Purpose
from congdoan.desk.deeds import FIELDS, REASONS
from congdoan.desk.words import day, title
from congdoan.records.members.actions.events import TITLES
from congdoan.records.members.models import SEALED, ApplicationState, TransferState
from congdoan.reports.rules.drawing import fonts, pdf

Told = Mapping[str, Any]
Section = dict[str, object]
Rows = Sequence[Sequence[str]]

_READ: dict[str, str | Promise] = {
    "unmasked": gettext_lazy("xem thông tin nhạy cảm"),
    "gave_file": gettext_lazy("lấy toàn bộ hồ sơ"),
    "looked_up": gettext_lazy("tra theo số định danh hoặc số thẻ"),
    "opened_proof": gettext_lazy("mở giấy tờ làm chứng"),
}
"""What somebody did who read what is kept of a person."""


def as_pdf(told: Told, *, unit: str, by: str) -> bytes:
    """The file of a person, with who took it, when and why at the foot of each page."""
    at = clock.now().astimezone(UTC).replace(microsecond=0)
    return pdf.typeset((files(__package__) / "file.typ").read_bytes(), document_of(told, unit=unit, by=by), at)


def document_of(told: Told, *, unit: str, by: str) -> dict[str, object]:
    """What is set: all that JSON tells, as sections of rows."""
    now = clock.now().astimezone(clock.HOME)
    said = {"at": f"{now:%H:%M %d/%m/%Y}", "user": by, "reason": told["taken"]["reason"]}
    return {
        "title": _("Hồ sơ đoàn viên: %(name)s") % {"name": told["person"]["name"]},
        "issuer": unit,
        "font": fonts.FAMILY,
        "taken": _("Lấy lúc %(at)s bởi %(user)s. Lý do: %(reason)s") % said,
        "sections": [
            _section(_("Thông tin"), (_("Mục"), _("Nội dung")), _facts(told["person"]), wide=(1,)),
            *_of_membership(told),
            *_of_deeds(told),
            *_of_use(told),
        ],
    }


def _of_membership(told: Told) -> list[Section]:
    """How a person came, went and stayed."""
    return [
        _section(
            _("Thời gian ở công đoàn"),
            (_("Đơn vị"), _("Tổ công đoàn"), _("Từ ngày"), _("Hình thức vào"), _("Đến hết ngày"), _("Lý do ra")),
            [
                (each["unit"], each["team"], _day(each["from"]), _entered(each), _day(each["to"]), _left(each))
                for each in told["memberships"]
            ],
        ),
        _section(
            _("Tạm dừng sinh hoạt"),
            (_("Từ ngày"), _("Đến hết ngày")),
            [(_day(each["from"]), _day(each["to"])) for each in told["suspensions"]],
            wide=(),
        ),
        _section(
            _("Đơn xin gia nhập"),
            (_("Đơn vị"), _("Ngày nộp"), _("Kết quả"), _("Quyết định"), _("Lý do")),
            [
                (
                    each["unit"],
                    _day(each["applied"]),
                    str(ApplicationState(each["state"]).label),
                    ", ".join(filter(None, (_day(each["decided"]), each["decision"]))),
                    each["reason"],
                )
                for each in told["applications"]
            ],
        ),
        _section(
            _("Chuyển sinh hoạt"),
            (_("Từ đơn vị"), _("Đến đơn vị"), _("Ngày"), _("Kết quả"), _("Lý do")),
            [
                (each["from"], each["to"], _day(each["day"]), str(TransferState(each["state"]).label), each["reason"])
                for each in told["transfers"]
            ],
            wide=(0, 1),
        ),
    ]


def _of_deeds(told: Told) -> list[Section]:
    """What a person held, and what names them."""
    return [
        _section(
            _("Chức vụ trong ban chấp hành và các ban"),
            (_("Đơn vị"), _("Ban"), _("Chức vụ"), _("Chuyên trách"), _("Từ ngày"), _("Đến hết ngày")),
            [
                (
                    each["unit"],
                    each["body"],
                    each["office"],
                    _("có") if each["full_time"] else _("không"),
                    _day(each["from"]),
                    _day(each["to"]),
                )
                for each in told["seats"]
            ],
        ),
        _section(
            _("Hoạt động ghi tên người này"),
            (_("Hoạt động"), _("Đơn vị"), _("Ngày")),
            [(each["kind"], each["unit"], _day(each["day"])) for each in told["served_by"]],
        ),
    ]


def _of_use(told: Told) -> list[Section]:
    """By what right a person's data are used, and who has looked."""
    return [
        _section(
            _("Căn cứ dùng thông tin"),
            (_("Việc dùng thông tin"), _("Căn cứ"), _("Từ ngày"), _("Giấy tờ làm chứng")),
            _grounds(told),
            wide=(0, 1, 3),
        ),
        _section(
            _("Việc được dùng thông tin hiện nay"),
            (_("Việc dùng thông tin"), _("Được dùng")),
            [
                (capfirst(str(Purpose(each["purpose"]).label)), _("có") if each["allowed"] else _("không"))
                for each in told["standings"]
            ],
        ),
        _section(
            _("Ai đã xem"),
            (_("Lúc"), _("Ai"), _("Đơn vị"), _("Đã làm gì"), _("Lý do")),
            [(_moment(each["at"]), each["by"], each["unit"], _did(each), each["reason"]) for each in told["readings"]],
            wide=(2, 3, 4),
        ),
    ]


def _section(title: str, heads: Sequence[str], rows: Rows, *, wide: Collection[int] = (0,)) -> Section:
    """A table of the file; the `wide` columns, by place, are twice as wide as the others."""
    widths = [2 if place in wide else 1 for place in range(len(heads))]
    return {"title": title, "heads": heads, "rows": rows, "widths": widths, "none": _("Không có.")}


def _facts(person: Told) -> list[tuple[str, str]]:
    born = person["born"]
    labels = {
        "name": _("Họ và tên"),
        "sex": _("Giới tính"),
        "born": _("Ngày sinh"),
        "card": _("Số thẻ đoàn viên"),
        "phone": _("Điện thoại"),
        "address": _("Địa chỉ"),
        "job": _("Công việc"),
        "education": _("Trình độ"),
    }
    told = {**person, "born": _day(born) if len(born) > 4 else born, "party": _party(person["party"])}
    labels |= {field: str(FIELDS[field]).capitalize() for field in SEALED}
    facts = [(label, str(told[field]) or _("chưa rõ")) for field, label in labels.items()]
    return [*facts, (_("Công nhân trực tiếp sản xuất"), _("có") if person["direct_worker"] else _("không"))]


def _party(text: str) -> str:
    said = {"yes": _("có"), "no": _("không"), "": ""}
    return said[text] if text in said else _("từ ngày %(day)s") % {"day": _day(text)}


def _grounds(told: Told) -> Rows:
    """What was written, in its order, and before it the purposes for which the membership stands by itself."""
    standing = [
        (capfirst(str(Purpose(each["purpose"]).label)), str(Basis.CHARTER.label), _day(each["by_membership_since"]), "")
        for each in told["standings"]
        if each["by_membership_since"]
    ]
    written = [
        (
            capfirst(str(Purpose(each["purpose"]).label)),
            _("rút lại sự đồng ý") if each["withdrawn"] else str(Basis(each["basis"]).label),
            _day(each["day"]),
            ", ".join(filter(None, (each["proof"], each["file"]))),
        )
        for each in told["grounds"]
    ]
    return [*standing, *written]


def _left(membership: Told) -> str:
    if membership["withdrawn"]:
        return _("ghi nhầm, đã rút")
    reason = membership["left_for"]
    return _("chuyển đi") if reason == "departure" else str(REASONS.get(reason, reason))


def _entered(membership: Told) -> str:
    return title(TITLES[membership["entered_by"]])


def _did(reading: Told) -> str:
    fields = ", ".join(str(FIELDS.get(name, name)) for name in filter(None, reading["fields"].split(", ")))
    return ": ".join(filter(None, (str(_READ[reading["did"]]), fields)))


def _moment(text: str) -> str:
    return f"{datetime.fromisoformat(text).astimezone(clock.HOME):%H:%M %d/%m/%Y}"


def _day(text: str) -> str:
    return day(date.fromisoformat(text)) if text else ""
