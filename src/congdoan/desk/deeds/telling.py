"""Deeds in words: a Vietnamese sentence for every verb of the journal, with the thing it was done to."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Protocol

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from congdoan.base import clock
from congdoan.base.text import number
from congdoan.desk.deeds.values import READ, REASONS
from congdoan.desk.entries import ENTERED, NOUNS, address_of
from congdoan.desk.words import title
from congdoan.figures.models import Entry
from congdoan.org.models import Deed, Unit, names_on
from congdoan.reports.models import Sheet

SO_MANY = "so many"
"""By this word a sentence knows whether it tells of one or of more."""
COUNTS = ("people", "activities", "rows", "count", "units", "lines")
"""Words of a deed that say of how many; the first that it has."""
THINGS: dict[str, str | Promise] = NOUNS | {"membership": gettext_lazy("một lần kết nạp")}


@dataclass(frozen=True)
class Line:
    """A deed as it is told: who, what they did, and the thing, which opens where it has a page."""

    deed: Deed
    said: str
    thing: str = ""
    url: str = ""
    reason: str = ""
    unit: str = ""

    @property
    def at(self) -> datetime:
        return self.deed.at.astimezone(clock.HOME)


class Told:
    """Some deeds with all that their sentences name, read together."""

    def __init__(self, deeds: Iterable[Deed]) -> None:
        self.deeds = list(deeds)

    def lines(self) -> list[Line]:
        return [self._line(deed) for deed in self.deeds]

    def _line(self, deed: Deed) -> Line:
        noun, _space, key = deed.subject.partition(" ")
        said = SAID.get(deed.verb, _unknown)(self, deed)
        entry = self._entries.get(int(key)) if noun in ENTERED and key.isdecimal() else None
        return Line(
            deed,
            said,
            f"“{title(entry.title)}”" if entry else "",
            address_of(entry.pk, entry.noun) if entry else self._address(deed, noun),
            _reason(deed.words),
            self.name(deed.unit.code) if deed.unit else "",
        )

    def _address(self, deed: Deed, noun: str) -> str:
        if noun == "checkedtext" and _key(deed, {noun}):
            return reverse("desk:reconcile_text", args=[_key(deed, {noun})])
        key = deed.subject.partition(" ")[2]
        if _key(deed, {"sheet"}) in self._sheets:
            return reverse("desk:sheet", args=[int(key)])
        if noun == "directive" and key.isdecimal():
            return reverse("desk:directive", args=[int(key)])
        if noun == "plan" and deed.unit and "indicator" in deed.words:
            path = reverse("desk:plan", args=[deed.unit.code, str(deed.words["indicator"])])
            return f"{path}?of={deed.words['period']}"
        return ""

    def name(self, code: object) -> str:
        return self._names.get(str(code), str(code))

    @cached_property
    def _entries(self) -> dict[int, Entry]:
        keys = [key for deed in self.deeds if (key := _key(deed, ENTERED))]
        return Entry.objects.in_bulk(keys)

    @cached_property
    def _sheets(self) -> set[int]:
        """The sheets that the deeds are about and that are still there: a draft may have been given up since."""
        keys = {key for deed in self.deeds if (key := _key(deed, {"sheet"}))}
        return set(Sheet.objects.filter(pk__in=keys).values_list("pk", flat=True)) if keys else set()

    @cached_property
    def _names(self) -> dict[str, str]:
        """What the units that the deeds name are called today, by code."""
        codes = {str(deed.words[word]) for deed in self.deeds for word in ("other", "from") if deed.words.get(word)}
        codes |= {deed.unit.code for deed in self.deeds if deed.unit}
        units = dict(Unit.objects.filter(code__in=codes).values_list("code", "pk"))
        names = names_on(units.values(), clock.today())
        return {code: names.get(key, code) for code, key in units.items()}


Sentence = Callable[[Told, Deed], str]


def _key(deed: Deed, nouns: Iterable[str]) -> int | None:
    noun, _space, key = deed.subject.partition(" ")
    return int(key) if noun in nouns and key.isdecimal() else None


def _reason(words: Mapping[str, object]) -> str:
    written = str(words.get("reason") or "")
    return str(REASONS.get(written, written))


def _unknown(told: Told, deed: Deed) -> str:
    return f"{deed.verb} {deed.subject}"


class Sayable(Protocol):
    """A sentence with room for words, or one of two by how many there are."""

    def __mod__(self, words: Any, /) -> str: ...


def _said(sentence: Sayable) -> Sentence:
    """A sentence that names nothing, or only what the deed's own words hold."""

    def tell(told: Told, deed: Deed) -> str:
        return sentence % _spoken(told, deed)

    return tell


class _Words(dict[str, object]):
    """What a deed's words do not hold is a dash, not a fault: the journal is for ever, its sentences are not."""

    def __missing__(self, word: str) -> str:
        return "–"


def _spoken(told: Told, deed: Deed) -> _Words:
    """The words of a deed as they are read: days, numbers, roles, periods, units by their names."""
    spoken = _Words({name: _one(told, name, value) for name, value in deed.words.items()})
    noun = deed.subject.partition(" ")[0]
    many = next((n for name in COUNTS if isinstance(n := deed.words.get(name), int)), 0)
    return _Words(spoken | {"noun": str(THINGS.get(noun, noun)), SO_MANY: many})


def _one(told: Told, name: str, value: object) -> str:
    if name in {"other", "from"}:
        return told.name(value)
    if isinstance(value, bool) or value in (None, ""):
        return "–"
    if isinstance(value, int):
        return number(value)
    return READ.get(name, str)(value)


def _recorded(told: Told, deed: Deed) -> str:
    if "activities" in deed.words:
        said = ngettext_lazy("ghi %(activities)s hoạt động", "ghi %(activities)s hoạt động", SO_MANY)
        return said % _spoken(told, deed)
    return _("ghi hoạt động")


def _attached(told: Told, deed: Deed) -> str:
    return _("thêm ảnh vào hoạt động") if "photo" in deed.words else _("kèm văn bản vào hoạt động")


def _removed(told: Told, deed: Deed) -> str:
    return _("bỏ một ảnh khỏi hoạt động") if "photo" in deed.words else _("bỏ một văn bản khỏi hoạt động")


def _planned(told: Told, deed: Deed) -> str:
    if "before" in deed.words:
        sentence = _("đổi kế hoạch %(period)s từ %(before)s thành %(target)s: %(indicator)s")
    else:
        sentence = _("giao kế hoạch %(period)s là %(target)s: %(indicator)s")
    return sentence % _spoken(told, deed)


def _deadline(told: Told, deed: Deed) -> str:
    changed, set_anew = _("đổi hạn %(replaced)s thành %(day)s"), _("đặt hạn %(day)s")
    said = (changed if "replaced" in deed.words else set_anew) + ": %(form)s, %(period)s, %(level)s"
    return said % _spoken(told, deed)


def _relieved(told: Told, deed: Deed) -> str:
    if "user" in deed.words:
        return _("ghi việc %(user)s thôi giữ chức danh %(role)s") % _spoken(told, deed)
    return _("kết thúc một chức danh %(role)s") % _spoken(told, deed)


def _with_decision(sentence: str | Promise) -> Sentence:
    """A change of a unit, with the decision where there is one."""

    def tell(told: Told, deed: Deed) -> str:
        spoken = _spoken(told, deed)
        said = str(sentence) % spoken
        decided = _("quyết định %(decision)s") % spoken
        return f"{said} ({decided})" if deed.words.get("decision") else said

    return tell


_LOOKED_UP: dict[str, str | Promise] = {
    "application": gettext_lazy(
        "gặp một người đã có trong sổ khi nhận đơn xin gia nhập, theo số định danh hoặc số thẻ"
    ),
    "correction": gettext_lazy("gặp một người khác trong sổ khi sửa số định danh hoặc số thẻ của một đoàn viên"),
}
"""How somebody was looked up by the way, by what was being done."""


def _looked_up(told: Told, deed: Deed) -> str:
    return str(_LOOKED_UP.get(str(deed.words.get("why", "")), _("tra cứu một người theo số định danh")))


SAID: dict[str, Sentence] = {
    "recorded": _recorded,
    "corrected": _said(gettext_lazy("sửa %(noun)s")),
    "withdrew": _said(gettext_lazy("rút %(noun)s")),
    "attached": _attached,
    "captioned": _said(gettext_lazy("sửa chú thích ảnh của hoạt động")),
    "removed": _removed,
    "declared": _said(ngettext_lazy("kê khai %(count)s số liệu", "kê khai %(count)s số liệu", SO_MANY)),
    "planned": _planned,
    "unplanned": _said(gettext_lazy("bỏ kế hoạch %(period)s: %(indicator)s")),
    "drafted": _said(gettext_lazy("lập %(form)s, %(period)s")),
    "gave_up": _said(gettext_lazy("bỏ bản nháp %(form)s, %(period)s")),
    "submitted": _said(gettext_lazy("gửi %(form)s, %(period)s, bản %(revision)s")),
    "signed": _said(gettext_lazy("ký số %(form)s, %(period)s, bản %(revision)s, chứng thư của %(holder)s")),
    "accepted": _said(gettext_lazy("nhận %(form)s, %(period)s, bản %(revision)s")),
    "returned": _said(gettext_lazy("trả lại %(form)s, %(period)s, bản %(revision)s")),
    "reopened": _said(gettext_lazy("mở lại %(form)s, %(period)s")),
    "renewed_form": _said(gettext_lazy("chuyển %(form)s sang bản khác của mẫu")),
    "declared_line": _said(gettext_lazy("ghi số kê khai vào báo cáo: %(indicator)s")),
    "registered_directive": _said(gettext_lazy("đưa %(directive)s vào danh mục")),
    "corrected_directive": _said(gettext_lazy("sửa %(directive)s trong danh mục")),
    "set_objective": _said(gettext_lazy("ghi chỉ tiêu năm %(year)s của %(directive)s: %(indicator)s")),
    "dropped_objective": _said(gettext_lazy("bỏ chỉ tiêu năm %(year)s của %(directive)s: %(indicator)s")),
    "charged_units": _said(
        ngettext_lazy(
            "giao %(units)s đơn vị thực hiện %(directive)s", "giao %(units)s đơn vị thực hiện %(directive)s", SO_MANY
        )
    ),
    "linked_study": _said(gettext_lazy("ghi một buổi học tập %(directive)s")),
    "unlinked_study": _said(gettext_lazy("bỏ một buổi học tập %(directive)s")),
    "followed_up": _said(gettext_lazy("ghi kết quả trả lời một kiến nghị")),
    "reminded": _said(
        ngettext_lazy(
            "nhắc %(count)s đơn vị gửi %(form)s, %(period)s", "nhắc %(count)s đơn vị gửi %(form)s, %(period)s", SO_MANY
        )
    ),
    "set_deadline": _deadline,
    "withdrew_deadline": _said(gettext_lazy("bỏ hạn %(replaced)s của %(form)s, %(period)s, %(level)s")),
    "appointed": _said(gettext_lazy("trao chức danh %(role)s cho %(user)s")),
    "relieved": _relieved,
    "opened": _said(gettext_lazy("mở tài khoản %(user)s")),
    "renewed": _said(gettext_lazy("cấp mật khẩu mới cho %(user)s")),
    "admission": _said(
        ngettext_lazy(
            "kết nạp %(people)s đoàn viên, ngày %(day)s", "kết nạp %(people)s đoàn viên, ngày %(day)s", SO_MANY
        )
    ),
    "readmission": _said(
        ngettext_lazy(
            "kết nạp lại %(people)s đoàn viên, ngày %(day)s", "kết nạp lại %(people)s đoàn viên, ngày %(day)s", SO_MANY
        )
    ),
    "transferred": _said(
        ngettext_lazy(
            "chuyển %(people)s đoàn viên từ %(from)s đến, ngày %(day)s",
            "chuyển %(people)s đoàn viên từ %(from)s đến, ngày %(day)s",
            SO_MANY,
        )
    ),
    "left": _said(
        ngettext_lazy(
            "ghi %(people)s đoàn viên ra khỏi công đoàn, ngày %(day)s",
            "ghi %(people)s đoàn viên ra khỏi công đoàn, ngày %(day)s",
            SO_MANY,
        )
    ),
    "suspended": _said(gettext_lazy("ghi một đoàn viên tạm dừng sinh hoạt từ %(day)s")),
    "resumed": _said(gettext_lazy("ghi một đoàn viên sinh hoạt trở lại từ %(day)s")),
    "applied": _said(gettext_lazy("nhận một đơn xin gia nhập, nộp ngày %(day)s")),
    "decided_for": _said(gettext_lazy("quyết định đồng ý một đơn xin gia nhập, ngày %(day)s")),
    "decided_against": _said(gettext_lazy("quyết định không đồng ý một đơn xin gia nhập, ngày %(day)s")),
    "carded": _said(
        ngettext_lazy("cấp số thẻ cho %(people)s đoàn viên", "cấp số thẻ cho %(people)s đoàn viên", SO_MANY)
    ),
    "looked_up": _looked_up,
    "unmasked": _said(gettext_lazy("xem thông tin nhạy cảm của một đoàn viên")),
    "transfer_asked": _said(gettext_lazy("đề nghị chuyển sinh hoạt một đoàn viên, bên kia là %(other)s, ngày %(day)s")),
    "transfer_agreed": _said(gettext_lazy("chuyển sinh hoạt một đoàn viên, bên kia là %(other)s, ngày %(day)s")),
    "transfer_refused": _said(gettext_lazy("không đồng ý chuyển sinh hoạt một đoàn viên, bên kia là %(other)s")),
    "transfer_taken_back": _said(gettext_lazy("rút đề nghị chuyển sinh hoạt, bên kia là %(other)s")),
    "transfer_completed": _said(
        gettext_lazy("chuyển sinh hoạt một đoàn viên do quá hạn trả lời, bên kia là %(other)s, ngày %(day)s")
    ),
    "transfer_lapsed": _said(gettext_lazy("đề nghị chuyển sinh hoạt hết hiệu lực, bên kia là %(other)s")),
    "leaving_undone": _said(gettext_lazy("rút một lần ghi nhầm đoàn viên ra khỏi công đoàn")),
    "suspension_undone": _said(gettext_lazy("rút một lần ghi nhầm tạm dừng sinh hoạt từ %(day)s")),
    "transfer_undone": _said(gettext_lazy("rút một lần chuyển sinh hoạt nhầm, bên kia là %(other)s")),
    "corrected_person": _said(gettext_lazy("sửa thông tin một đoàn viên: %(fields)s")),
    "consented": _said(gettext_lazy("ghi sự đồng ý của một người cho việc %(purpose)s, từ ngày %(day)s")),
    "consent_ended": _said(gettext_lazy("ghi việc một người rút lại sự đồng ý: %(purpose)s, từ ngày %(day)s")),
    "grounded": _said(gettext_lazy("ghi căn cứ dùng thông tin của một người: %(purpose)s, %(basis)s")),
    "opened_proof": _said(gettext_lazy("mở giấy tờ làm chứng căn cứ dùng thông tin của một người: %(purpose)s")),
    "gave_file": _said(gettext_lazy("lấy toàn bộ hồ sơ của một người theo yêu cầu của người ấy")),
    "erased": _said(gettext_lazy("xóa thông tin của một người khỏi sổ; số liệu giữ nguyên")),
    "redacted": _said(
        ngettext_lazy(
            "bỏ lý do đã ghi ở %(lines)s dòng nhật ký về người đã được xóa khỏi sổ; ai làm, khi nào vẫn giữ",
            "bỏ lý do đã ghi ở %(lines)s dòng nhật ký về người đã được xóa khỏi sổ; ai làm, khi nào vẫn giữ",
            SO_MANY,
        )
    ),
    "dropped": _said(
        gettext_lazy("xóa thông tin của một người đã hết %(years)s năm lưu giữ khỏi sổ; số liệu giữ nguyên")
    ),
    "exported": _said(
        ngettext_lazy(
            "xuất danh sách %(rows)s đoàn viên ra file %(file)s",
            "xuất danh sách %(rows)s đoàn viên ra file %(file)s",
            SO_MANY,
        )
    ),
    "sent_in": _said(
        ngettext_lazy(
            "gửi file “%(name)s” có %(rows)s dòng để nhập", "gửi file “%(name)s” có %(rows)s dòng để nhập", SO_MANY
        )
    ),
    "imported": _said(
        ngettext_lazy("nhập %(people)s dòng từ file “%(name)s”", "nhập %(people)s dòng từ file “%(name)s”", SO_MANY)
    ),
    "took_remarks": _said(
        ngettext_lazy(
            "tải lại %(rows)s dòng của file “%(name)s” kèm ghi chú",
            "tải lại %(rows)s dòng của file “%(name)s” kèm ghi chú",
            SO_MANY,
        )
    ),
    "unmasked_rows": _said(
        ngettext_lazy(
            "tải %(rows)s dòng của file “%(name)s”, hiện cả thông tin nhạy cảm",
            "tải %(rows)s dòng của file “%(name)s”, hiện cả thông tin nhạy cảm",
            SO_MANY,
        )
    ),
    "undid_import": _said(
        ngettext_lazy(
            "hoàn tác việc nhập %(people)s dòng từ file “%(name)s”",
            "hoàn tác việc nhập %(people)s dòng từ file “%(name)s”",
            SO_MANY,
        )
    ),
    "congress": _said(gettext_lazy("ghi đại hội mở nhiệm kỳ %(name)s, ngày %(day)s")),
    "elected": _said(
        ngettext_lazy(
            "ghi %(people)s người được bầu vào %(body)s, ngày %(day)s",
            "ghi %(people)s người được bầu vào %(body)s, ngày %(day)s",
            SO_MANY,
        )
    ),
    "unseated": _said(gettext_lazy("ghi một người thôi ở %(body)s từ %(day)s")),
    "began": _said(gettext_lazy("mở sổ với đơn vị đầu tiên")),
    "found": _with_decision(gettext_lazy("thành lập đơn vị, trực thuộc %(other)s, ngày %(day)s")),
    "absorb": _with_decision(gettext_lazy("ghi việc sáp nhập vào %(other)s, ngày %(day)s")),
    "merge": _with_decision(gettext_lazy("ghi việc hợp nhất vào %(other)s, ngày %(day)s")),
    "split": _with_decision(gettext_lazy("ghi việc chia tách, ngày %(day)s")),
    "hand_over": _with_decision(gettext_lazy("ghi việc chuyển về trực thuộc %(other)s, ngày %(day)s")),
    "promote": _with_decision(gettext_lazy("ghi việc nâng cấp, ngày %(day)s")),
    "demote": _with_decision(gettext_lazy("ghi việc hạ cấp, ngày %(day)s")),
    "dissolve": _with_decision(gettext_lazy("ghi việc giải thể, ngày %(day)s")),
    "checked": _said(gettext_lazy("đối soát văn bản “%(title)s”")),
    "amended": _said(gettext_lazy("sửa lời văn bản “%(title)s”")),
    "righted": _said(gettext_lazy("sửa “%(before)s” thành “%(after)s” trong văn bản “%(title)s”")),
    "upheld": _said(gettext_lazy("giữ số “%(figure)s” trong văn bản “%(title)s”")),
    "bound": _said(gettext_lazy("gắn “%(figure)s” với chỉ tiêu %(indicator)s")),
    "unbound": _said(gettext_lazy("bỏ gắn “%(figure)s” trong văn bản “%(title)s”")),
    "fielded": _said(
        ngettext_lazy(
            "gắn %(count)s số của văn bản “%(title)s” vào sổ",
            "gắn %(count)s số của văn bản “%(title)s” vào sổ",
            SO_MANY,
        )
    ),
    "unfielded": _said(gettext_lazy("bỏ gắn một số của văn bản “%(title)s”")),
    "froze": _said(gettext_lazy("chốt văn bản “%(title)s”")),
    "shelved": _said(gettext_lazy("cất văn bản đối soát “%(title)s”")),
    "asked": _said(gettext_lazy("yêu cầu làm “%(title)s”")),
    "stopped": _said(gettext_lazy("dừng việc “%(title)s”")),
    "renamed": _said(gettext_lazy("đổi tên đơn vị thành “%(name)s”, từ %(day)s")),
    "reclassified": _said(gettext_lazy("xếp lại ngành: %(sector)s, từ %(day)s")),
}
