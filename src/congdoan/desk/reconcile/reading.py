"""A checked text as its page shows it: its paragraphs with each figure underlined, and the figure in hand."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from congdoan.base.text import NO_BREAK, number
from congdoan.catalogue.models import current
from congdoan.catalogue.rules import Indicator
from congdoan.claims.models import CheckedClaim, CheckedText, laid_within
from congdoan.claims.rules import Role, Verdict, claim_of
from congdoan.claims.rules.fielding import Laid, Place, number_in
from congdoan.claims.rules.layout import furniture
from congdoan.claims.rules.page import CLASSES
from congdoan.claims.rules.plain import Plain
from congdoan.claims.rules.telling import written
from congdoan.desk.gate import reach
from congdoan.desk.numbers import Told
from congdoan.figures.rules import Field, Reach, decimals
from congdoan.org.models import UnitQuerySet
from congdoan.org.rules import Right

A_PAGE = 12_000
"""Characters of a long text on one page."""
A_HEAD = 160
"""A first line that is longer is no heading."""
ORDER = (Verdict.DIFFERS, Verdict.ROUNDED, Verdict.WITHIN, Verdict.ABSENT, Verdict.UNJUDGED)
"""In what order those to be looked at stand in their list."""
TONES = dict.fromkeys((Verdict.AGREES, Verdict.ROUNDED, Verdict.WITHIN), "c-ok") | {
    Verdict.DIFFERS: "c-bad",
    Verdict.ABSENT: "quiet",
    Verdict.UNJUDGED: "c-warn",
}


@dataclass(frozen=True)
class Figure:
    """A figure of the text: its verdict, and what the ledger says, where the reader may know it."""

    row: CheckedClaim
    is_masked: bool

    @property
    def verdict(self) -> Verdict:
        return Verdict(self.row.verdict)

    @property
    def is_wrong(self) -> bool:
        return self.verdict is Verdict.DIFFERS and not self.row.reason

    @property
    def tone(self) -> str:
        return TONES[self.verdict]

    @property
    def kind(self) -> str:
        return CLASSES[self.verdict]

    @cached_property
    def indicator(self) -> Indicator | None:
        return current().indicators.get(str(self.row.told["indicator"]))

    @property
    def name(self) -> str:
        return self.indicator.local_name if self.indicator else str(self.row.told["subject"])

    @property
    def printed(self) -> str:
        """The number as it is printed, with what bounds it, without its unit noun."""
        claim = claim_of(self.row.told)
        place = number_in(claim)
        sign = f"{NO_BREAK}%" if claim.role is Role.PERCENT else ""
        return f"{claim.text[: place[1]]}{sign}" if place else self.row.words

    @property
    def brief(self) -> str:
        """The conclusion in few words: `Hơn sổ 3`, with the question to which the number would be the answer."""
        if self.row.reason:
            return _("Giữ: %(reason)s") % {"reason": self.row.reason}
        said = self._difference() or self.verdict.label.capitalize()
        return f"{said}; {self.instead[-1][0]}" if self.instead else said

    def _difference(self) -> str:
        claim, told = claim_of(self.row.told), self.told
        if self.verdict is not Verdict.DIFFERS or told is None or told.value is None or claim.value is None:
            return ""
        difference = claim.value + (100 if claim.over else 0) - told.value
        word = _("Hơn sổ %(n)s") if difference > 0 else _("Kém sổ %(n)s")
        return word % {"n": f"{written(abs(difference))}{self.sign_of_unit}"}

    @property
    def reason(self) -> str:
        if self.is_masked:
            return _("Số này là của một đơn vị ngoài phạm vi được xem.")
        said = str(self.row.told["reason"])
        for sentence, _url in self.instead:  # they stand beneath it, each with its link
            said = said.replace(f" {sentence}", "")
        return said

    @property
    def told(self) -> Told | None:
        """The ledger's number; None where there is none to tell of."""
        written = None if self.is_masked else self.row.told["ledger"]
        if not written or self.indicator is None:
            return None
        low, high = (None if written[end] is None else Decimal(str(written[end])) for end in ("low", "high"))
        return Told(low, high, bool(written["about"]), decimals(self.indicator))

    @property
    def sign_of_unit(self) -> str:
        unit = self.indicator.unit if self.indicator else ""
        return {"đồng": f"{NO_BREAK}đ", "%": f"{NO_BREAK}%", "‰": f"{NO_BREAK}‰"}.get(unit, "")

    @property
    def url(self) -> str:
        """Where the ledger's number opens."""
        if self.is_masked or self.indicator is None:
            return ""
        return figure_address(self.indicator.code, self.row.told)

    @property
    def instead(self) -> list[tuple[str, str]]:
        """The other questions that give the printed number, each with where it opens."""
        if self.is_masked or self.indicator is None:
            return []
        return [(each["sentence"], figure_address(self.indicator.code, each)) for each in self.row.told["would_be"]]

    @property
    def inside(self) -> list[str]:
        """Reckonings inside the text that its reason does not say already."""
        return [said for said in self.row.told["inside"] if said not in self.row.told["reason"]]

    @property
    def before(self) -> str:
        """What it was when its keeper last looked: `khớp, 2.247`."""
        if not self.row.before or self.is_masked:
            return ""
        was = Verdict(self.row.before["verdict"]).label
        ledger = self.row.before["ledger"]
        value = ledger and ledger["value"]
        return was if value is None else _("%(verdict)s, sổ là %(number)s") % {"verdict": was, "number": _plain(value)}


def _plain(value: float) -> str:
    return number(Decimal(str(value)), 0 if value == int(value) else 1)


def figure_address(indicator: str, asked: Mapping[str, object]) -> str:
    """The page of a figure: unit, period, scope, and moment and tree where they are others than usual."""
    scope = str(asked.get("scope") or "")
    words = {
        "unit": asked.get("unit"),
        "period": asked.get("period"),
        "cutoff": asked.get("cutoff"),
        "scope": "" if scope == str(Reach.SUBTREE) else scope,
        "known": asked.get("known"),
        "tree": asked.get("tree"),
    }
    told = {name: str(word) for name, word in words.items() if word}
    return f"{reverse('desk:figure', args=[indicator])}?{urlencode(told)}"


@dataclass(frozen=True)
class Written:
    """A field of the text: what it tells, and where that opens; `number` is its place among the fields."""

    number: int
    told: str
    field: Field
    url: str

    @property
    def name(self) -> str:
        indicator = current().indicators.get(self.field.indicator)
        return indicator.local_name if indicator else self.field.indicator


@dataclass(frozen=True)
class Piece:
    """Some words of a paragraph, or a figure, or a field."""

    words: str = ""
    figure: Figure | None = None
    field: Written | None = None


@dataclass(frozen=True)
class Paragraph:
    """A line of the text: `left` is why it was not looked at, `caption` or `tail`, empty where it was."""

    pieces: tuple[Piece, ...]
    left: str = ""
    is_head: bool = False


class Reading:
    """A checked text for somebody who reads it."""

    def __init__(self, request: HttpRequest, text: CheckedText) -> None:
        self.text = text
        self.laid: Laid = laid_within(text.text, text.keeper.reach(Right.READ))
        rows = list(text.claims.all())
        readable = _readable(reach(request, Right.READ), rows, self.laid)
        self.figures = [Figure(row, not _units(row) <= readable) for row in rows]
        self.fields = [_written(place, order, readable) for order, place in enumerate(self.laid.places)]

    @property
    def counts(self) -> list[tuple[Verdict, str, int]]:
        found = Counter(figure.verdict for figure in self.figures)
        return [(verdict, TONES[verdict], found[verdict]) for verdict in Verdict]

    @property
    def title(self) -> str:
        """The finding: `17 con số, 2 chỗ khác sổ`."""
        if self.text.judged_at is None:
            return _("Đang xét")
        if not self.figures and not self.fields:
            return _("Không có con số nào để xét")
        found = len(self.figures) + len(self.fields)
        count = ngettext("%(count)s con số", "%(count)s con số", found) % {"count": number(found)}
        wrong = sum(figure.is_wrong for figure in self.figures)
        end = _("%(count)s chỗ khác sổ") % {"count": number(wrong)} if wrong else _("không chỗ nào khác sổ")
        return f"{count}, {end}"

    def of(self, verdict: str) -> list[Figure]:
        """The figures of one verdict, or all that should be looked at."""
        if verdict in {each.value for each in Verdict}:
            return [figure for figure in self.figures if figure.row.verdict == verdict]
        open_ = [figure for figure in self.figures if figure.verdict in ORDER]
        return sorted(open_, key=lambda figure: (not figure.row.before, ORDER.index(figure.verdict), figure.row.place))

    @property
    def fitting(self) -> list[Figure]:
        """Those that one press makes into fields."""
        return [each for each in self.figures if each.verdict is Verdict.AGREES and each.row.told["role"] != "ratio"]

    @property
    def agreeing(self) -> int:
        return sum(each.verdict is Verdict.AGREES for each in self.figures)

    def in_hand(self, asked: str, listed: Sequence[Figure]) -> Figure | None:
        """The figure that was pressed, else the first of the list, else the first of the text."""
        chosen = next((each for each in self.figures if str(each.row.pk) == asked), None)
        return chosen or next(iter(listed), None) or next(iter(self.figures), None)

    # ---------- its words

    @cached_property
    def pages(self) -> list[tuple[int, int]]:
        """From where to where each page of it goes: whole paragraphs, as many as one page bears."""
        found: list[tuple[int, int]] = []
        start = place = 0
        for line in self.laid.shown.splitlines(keepends=True):
            if place > start and place + len(line) - start > A_PAGE:
                found.append((start, place))
                start = place
            place += len(line)
        return [*found, (start, place)]

    def page_of(self, place: int) -> int:
        """The number, from 1, of the page on which a place stands."""
        return next((n for n, (start, end) in enumerate(self.pages, 1) if start <= place < end), 1)

    def paragraphs(self, page: int) -> Iterator[Paragraph]:
        """The lines of a page, each with its figures, and why it was left where it was."""
        start, end = self.pages[page - 1]
        for line in self.laid.shown[start:end].splitlines(keepends=True):
            if line.strip():
                pieces = tuple(self._pieces(start, start + len(line.rstrip())))
                is_head = start == self._head and len(pieces) == 1 and len(line) <= A_HEAD
                yield Paragraph(pieces, self._why_left(start, start + len(line.rstrip())), is_head)
            start += len(line)

    @cached_property
    def _head(self) -> int:
        """Where the first line that says something begins."""
        place = 0
        for line in self.laid.shown.splitlines(keepends=True):
            if line.strip():
                return place
            place += len(line)
        return -1

    @cached_property
    def _left(self) -> list[tuple[int, int, str]]:
        """What of the page is no part of its text: captions, other news."""
        plain = Plain.of(self.laid.shown)
        return [(*plain.slice(each.start, each.end), each.why) for each in furniture(plain)]

    def _why_left(self, start: int, end: int) -> str:
        return next((why for first, last, why in self._left if first < end and start < last), "")

    def _pieces(self, start: int, end: int) -> Iterator[Piece]:
        for begin, stop, piece in self._marked:
            if begin >= end or stop <= start:
                continue
            if begin > start:
                yield Piece(self.laid.shown[start:begin])
            yield piece
            start = stop
        if start < end:
            yield Piece(self.laid.shown[start:end])

    @cached_property
    def _marked(self) -> list[tuple[int, int, Piece]]:
        """The figures and fields of the text in their order."""
        figures = [(each.row.start, each.row.end, Piece(each.row.words, figure=each)) for each in self.figures]
        fields = [
            (place.start, place.end, Piece(field=field))
            for place, field in zip(self.laid.places, self.fields, strict=True)
        ]
        return sorted([*figures, *fields], key=lambda each: each[0])


def _units(row: CheckedClaim) -> set[str]:
    """The codes of the units whose figures a row tells."""
    told = row.told
    return {str(unit) for unit in (told["unit"], *(each["unit"] for each in told["would_be"])) if unit}


def _readable(mine: UnitQuerySet, rows: Iterable[CheckedClaim], laid: Laid) -> set[str]:
    codes = {code for row in rows for code in _units(row)} | {place.field.unit for place in laid.places}
    return set(mine.filter(code__in=codes).values_list("code", flat=True))


def _written(place: Place, order: int, readable: set[str]) -> Written:
    field = place.field
    asked = {
        "unit": field.unit,
        "period": str(field.period),
        "cutoff": str(field.period.cutoff),
        "scope": str(field.scope),
        "tree": field.tree_on,
    }
    if field.unit not in readable:
        return Written(order, "…", field, "")
    return Written(order, place.told, field, figure_address(field.indicator, asked))
