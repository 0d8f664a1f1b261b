"""What is wrong with an edition: each fault with its file, entry, field and a sentence that says the mend."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from congdoan.catalogue.rules.naming import nearest


@dataclass(frozen=True, order=True)
class Fault:
    """One problem: `file` within the edition, `entry` such as `indicator members.total`, dotted `field`."""

    file: str
    entry: str
    field: str
    sentence: str

    def __str__(self) -> str:
        place = ": ".join(part for part in (self.file, self.entry, self.field) if part)
        return f"{place}: {self.sentence}"


class CatalogueFaults(ValueError):
    """An edition that does not validate; nothing of it was read. `faults` lists all that is wrong."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(map(str, self.faults)))


def faults_of(error: ValidationError, file: str, entry: str, model: type[BaseModel]) -> Iterator[Fault]:
    """Each of pydantic's errors as a fault in Vietnamese."""
    for detail in error.errors(include_url=False):
        names = [str(step) for step in detail["loc"] if step != "[key]"]
        yield Fault(file, entry, ".".join(names), _sentence(detail, model))


def _sentence(detail: ErrorDetails, model: type[BaseModel]) -> str:
    name, context = str(detail["loc"][-1]) if detail["loc"] else "", detail.get("ctx", {})
    given: object = detail["input"]
    match detail["type"]:
        case "value_error":
            return str(context["error"])
        case "missing":
            return _("Thiếu mục “%s”; hãy thêm vào.") % name
        case "extra_forbidden":
            return _unknown_field(name, detail, model)
        case "enum" | "literal_error":
            return _("“%(given)s” không dùng được; viết một trong: %(expected)s.") % {
                "given": given,
                "expected": str(context["expected"]).replace(" or ", ", "),
            }
        case "string_pattern_mismatch":
            return _("Mã “%s” không hợp lệ; chỉ dùng chữ thường không dấu, chữ số, gạch nối và dấu chấm.") % given
        case "string_too_short":
            return _("Mục này không được để trống; hãy viết vào.")
        case kind:
            return _wrong_type(kind, given)


def _wrong_type(kind: str, given: object) -> str:
    wanted = {
        "string": _("chữ trong ngoặc kép"),
        "int": _("số nguyên"),
        "bool": _("true hoặc false"),
        "date": _("ngày viết như 2025-07-01"),
        "dict": _("một bảng { … }"),
        "model": _("một bảng { … }"),
        "tuple": _("một danh sách [ … ]"),
    }
    expected = wanted.get(kind.split("_")[0], _("giá trị đúng kiểu"))
    return _("“%(given)s” không đúng kiểu; hãy viết %(expected)s.") % {"given": given, "expected": expected}


def _unknown_field(name: str, detail: ErrorDetails, model: type[BaseModel]) -> str:
    known = [field.alias or title for title, field in model.model_fields.items()]
    meant = nearest(name, known) if len(detail["loc"]) == 1 else []
    if meant:
        return _("Không có mục “%(name)s”; có phải là “%(meant)s”?") % {"name": name, "meant": meant[0]}
    return _("Không có mục “%s”; hãy bỏ đi hoặc sửa tên.") % name
