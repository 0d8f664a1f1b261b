"""The text of a sheet: drafted from the catalogue's sentences, its figures bound to lines until it is submitted.

In the database a bound figure is a field `{{ figure … }}`. An official sees it as `⟦2.247⟧` and writes around it; a new
one is bound by the number of its line, `⟦II.3⟧` or `⟦II.3 kế hoạch⟧`.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from congdoan.base.language import in_vietnamese
from congdoan.base.period import Period, parse_period
from congdoan.base.text import number
from congdoan.catalogue.rules import Blank, Form, NameBlank, Paragraph, Phrase, Sentence, Way
from congdoan.figures.rules import (
    BadField,
    Field,
    change_in_prose,
    fields_of,
    number_in_prose,
    plan_in_prose,
    scope_of,
    shown,
)
from congdoan.figures.rules.prose import MONEY, money_in_prose
from congdoan.reports.rules.calling import period_name
from congdoan.reports.rules.contents import Number, ToldLine
from congdoan.reports.rules.drafting import line_key

OPEN, SHUT = "⟦", "⟧"
_BOX = re.compile(rf"{OPEN}([^{OPEN}{SHUT}]*){SHUT}")
_WAYS = {
    "": Way.NUMBER,
    "cùng kỳ": Way.BEFORE,
    "so cùng kỳ": Way.CHANGE,
    "kế hoạch": Way.TARGET,
    "% kế hoạch": Way.PLAN,
}
STRENGTHS, WEAKNESSES, TASKS = "strengths", "weaknesses", "tasks"
FREE = (STRENGTHS, WEAKNESSES, TASKS)
"""Parts that only the official writes."""


@dataclass(frozen=True)
class Setting:
    """What the text is about: the unit, the period, and the lines by their keys."""

    unit: str
    unit_name: str
    period: Period
    period_name: str
    lines: Mapping[str, ToldLine]
    default_scope: str

    def field(self, key: str, way: Way) -> Field:
        indicator, _at, scope = key.partition("@")
        return Field(self.unit, indicator, self.period, scope_of(scope), way=way)

    @in_vietnamese
    def tell(self, field: Field) -> str:
        """What a field says in this sheet. Raises BadField for one that is bound to none of its lines."""
        line = self.lines.get(line_key(field.indicator, str(field.scope)))
        if line is None or field.unit != self.unit or field.period != self.period:
            raise BadField(
                _("Số “%(code)s” trong lời văn không thuộc dòng nào của báo cáo.") % {"code": field.indicator}
            )
        return said(line, field.way, self.period) or _("chưa rõ")

    @in_vietnamese
    def show(self, field: Field) -> str:
        """The same for whoever writes it; of a line that the form has no more it says so, for it can be mended here."""
        try:
            return self.tell(field)
        except BadField:
            return _("dòng đã bỏ")


def said(line: ToldLine, way: Way, period: Period) -> str | None:
    """What a sentence says of a line of a period's sheet; None where that cannot be told."""
    match way:
        case Way.NUMBER:
            return _prose(line, line.this)
        case Way.BEFORE:
            return _prose(line, line.before) if line.before else None
        case Way.CHANGE:
            return change_in_prose(line.this.value, line.before.value if line.before else None)
        case Way.PLAN:
            return _plan(line, period)
    if line.target is None:
        return None
    return money_in_prose(line.target) if line.unit == MONEY else number(line.target)


def _plan(line: ToldLine, period: Period) -> str | None:
    """`đạt 468 % kế hoạch`; where the plan began before the period, that all since then is reckoned, and of what plan.

    Of a quarter's number `đạt 86 % kế hoạch` alone would say that the quarter did it all.
    """
    told = plan_in_prose(line.told_rate)
    if told is None or line.target_from is None or line.target_from >= period.first_day:
        return told
    of = parse_period(line.target_period or "", period.cutoff)
    return _("lũy kế %(reached)s %(period)s") % {"reached": told, "period": period_name(of)}


def _prose(line: ToldLine, told: Number) -> str | None:
    return number_in_prose(told.low, told.high, about=told.about, unit=line.unit, decimals=line.places)


# ---------- drafting


def drafted(paragraph: Paragraph, setting: Setting) -> str:
    """The sentences of a paragraph that have something to tell, with their figures as fields."""
    return " ".join(filter(None, (_sentence(sentence, setting) for sentence in paragraph.sentences)))


def told_of(form: Form) -> set[str]:
    """The keys of the lines that a form's sentences tell of."""
    return {
        line_key(blank.indicator, form.scope_of_blank(blank))
        for paragraph in form.paragraphs
        for sentence in paragraph.sentences
        for blank in sentence.blanks()
    }


def _sentence(sentence: Sentence, setting: Setting) -> str:
    told: list[str] = []
    for phrase in sentence.phrases:
        words = _phrase(phrase, setting)
        if words is None and not phrase.optional:
            return ""
        told.append(words or "")
    text = "".join(told)
    return text[:1].upper() + text[1:]


def _phrase(phrase: Phrase, setting: Setting) -> str | None:
    told: list[str] = []
    for piece in phrase.pieces:
        words = piece if isinstance(piece, str) else _filled(piece, setting)
        if words is None:
            return None
        told.append(words)
    return "".join(told)


def _filled(piece: Blank | NameBlank, setting: Setting) -> str | None:
    """A field or a name; None where a line tells nothing, or that nothing happened."""
    if isinstance(piece, NameBlank):
        return setting.unit_name if piece.what == "unit" else setting.period_name
    key = line_key(piece.indicator, piece.scope or setting.default_scope)
    line = setting.lines.get(key)
    if line is None or line.this.is_nothing or said(line, piece.way, setting.period) is None:
        return None
    return str(setting.field(key, piece.way))


# ---------- reading and writing


def told(text: str, setting: Setting) -> str:
    """The text as it reads. Raises BadField."""
    return shown(text, setting.tell)


@dataclass(frozen=True)
class Bound:
    """A figure in a text: what it says, and the line that it is bound to."""

    says: str
    key: str
    way: Way


@dataclass(frozen=True)
class Piece:
    """Words of a text, bound to a line where they are a figure."""

    words: str
    bound: Bound | None = None


_FIELD = re.compile(r"(\{\{[^{}]*\}\})")


def pieces(text: str, tell: Callable[[Field], str]) -> list[Piece]:
    """A text cut at its bound figures; a frozen one says what it said. Raises BadField."""
    return [_piece(part, tell) for part in _FIELD.split(text) if part]


def _piece(part: str, tell: Callable[[Field], str]) -> Piece:
    found = fields_of(part)
    if not found:
        return Piece(part)
    field = found[0]
    says = field.frozen if field.frozen is not None else tell(field)
    return Piece(says, Bound(says, line_key(field.indicator, str(field.scope)), field.way))


def to_edit(text: str, setting: Setting) -> tuple[str, list[Bound]]:
    """The text as an official edits it, and what its boxes are bound to, in order."""
    cut = pieces(text, setting.show)
    written = "".join(f"{OPEN}{piece.words}{SHUT}" if piece.bound else piece.words for piece in cut)
    return written, [piece.bound for piece in cut if piece.bound]


def from_edit(written: str, bound: Sequence[Bound], setting: Setting) -> str:
    """The text to keep; a box that says what it said stays bound, one with a line's number is bound anew.

    Raises BadField for a box that was typed over, or that names no line, and for braces that are no field.
    """
    _refuse_braces(written)
    left = list(bound)

    def keep(match: re.Match[str]) -> str:
        words = " ".join(match[1].split())
        held = next((each for each in left if " ".join(each.says.split()) == words), None)
        if held:
            left.remove(held)
            return str(setting.field(held.key, held.way))
        return str(_bound_anew(words, setting))

    text = _BOX.sub(keep, written)
    if OPEN in text or SHUT in text:
        raise BadField(_("Ngoặc ⟦ ⟧ không khép. Mỗi số gắn với dòng nằm giữa một cặp ngoặc."))
    for field in fields_of(text):
        setting.tell(field)
    return text


def _refuse_braces(written: str) -> None:
    """Raise BadField for the first `{{ … }}` that is no field of a figure: it would be printed as it stands."""
    for braces in _FIELD.findall(written):
        try:
            is_read = bool(fields_of(braces))
        except BadField:
            is_read = False
        if not is_read:
            raise BadField(
                _(
                    "Không hiểu “%(words)s” trong lời văn. Muốn gắn số của một dòng thì ghi số dòng trong ngoặc, "
                    "ví dụ ⟦II.3⟧ hoặc ⟦II.3 %% kế hoạch⟧."
                )
                % {"words": braces}
            )


def _bound_anew(words: str, setting: Setting) -> Field:
    place, _space, way = words.partition(" ")
    line = next((line for line in setting.lines.values() if line.number == place.upper()), None)
    if line is None or way not in _WAYS:
        raise BadField(
            _(
                "Số trong ngoặc ⟦%(words)s⟧ không gõ đè được. Muốn viết số khác thì bỏ ngoặc; "
                "muốn gắn dòng khác thì ghi số dòng, ví dụ ⟦II.3⟧ hoặc ⟦II.3 %% kế hoạch⟧."
            )
            % {"words": words}
        )
    return setting.field(line.key, _WAYS[way])


def bound_from(rows: Iterable[Sequence[str]]) -> list[Bound]:
    """What a page kept of boxes: what each said, its line and way. Raises BadField for what it never wrote."""
    try:
        return [Bound(says, key, Way(way)) for says, key, way in rows]
    except ValueError:
        raise BadField(_("Trang này đã cũ. Tải lại trang rồi sửa.")) from None


def refuse_foreign(text: str, setting: Setting) -> None:
    """Raise BadField where a text holds a figure that is no line's of the sheet, or one frozen by hand."""
    for field in fields_of(text):
        setting.tell(replace(field, frozen=None))
        if field.frozen is not None:
            raise BadField(_("Số trong lời văn chỉ được chốt khi gửi báo cáo."))
