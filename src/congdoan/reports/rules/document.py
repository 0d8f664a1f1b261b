"""A sheet as a document: all that its Word, PDF and Excel forms are drawn from (QĐ 933/QĐ-TLĐ, NĐ 30/2020/NĐ-CP).

`document_of` takes what a sheet says, draft or submitted, and returns a plain typed object; nothing else is asked for.
"""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP

from django.utils.translation import gettext as _

from congdoan.base.language import in_vietnamese
from congdoan.base.period import Period
from congdoan.base.text import number
from congdoan.catalogue.rules import Addressee, Column, Level
from congdoan.figures.rules import percent
from congdoan.reports.rules.calling import period_name
from congdoan.reports.rules.contents import Contents, Number, Receiver, ToldLine
from congdoan.reports.rules.narrative import FREE, pieces

MILLION, MONEY = 1_000_000, "đồng"
NATION = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")


@dataclass(frozen=True)
class Cell:
    """A cell as it is read, and the number behind it where there is one exact number."""

    text: str
    value: float | int | None = None


@dataclass(frozen=True)
class DocumentLine:
    """A line of the table; `footnotes` are numbers into the document's own list, `part_of` the whole's number."""

    number: str
    label: str
    unit: str
    cells: tuple[Cell, ...]
    footnotes: tuple[int, ...] = ()
    part_of: str = ""


@dataclass(frozen=True)
class DocumentSection:
    title: str
    lines: tuple[DocumentLine, ...]


@dataclass(frozen=True)
class DocumentParagraph:
    """A part of the text under its heading, paragraph by paragraph as it was written."""

    title: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Chart:
    """A line's years, or how much of each plan is reached: named values, each with the words that stand by it."""

    title: str
    unit: str
    labels: tuple[str, ...]
    values: tuple[float, ...]
    told: tuple[str, ...]
    of_plans: bool = False

    @property
    @in_vietnamese
    def sentence(self) -> str:
        """What the drawing shows, for whoever does not see it."""
        said = "; ".join(f"{label}: {told}" for label, told in zip(self.labels, self.told, strict=True))
        return f"{self.title} ({self.unit}). {said}."


@dataclass(frozen=True)
class Document:
    """Head blocks, title, table, text, recipients, signature.

    `upper` is the union above (capitals, not bold) and `issuer` the one that reports (capitals, bold, with a rule);
    `nation` and `motto` stand at the right. `number_and_sign` leaves the number open while there is none. `heads` are
    the heads of the table's columns of numbers, `columns` what each of them holds. `results` come before the table's
    appendix, then `assessment` (strengths and weaknesses), `tasks` and `proposals`; `charts` stand after the table.
    `is_draft`: it may not be taken for what was submitted.
    """

    upper: str
    issuer: str
    nation: str
    motto: str
    number_and_sign: str
    place: str
    day: date | None
    title: str
    subject: str
    opening: str
    heads: tuple[str, ...]
    columns: tuple[Column, ...]
    sections: tuple[DocumentSection, ...]
    charts: tuple[Chart, ...]
    results: tuple[DocumentParagraph, ...]
    assessment: tuple[DocumentParagraph, ...]
    tasks: tuple[DocumentParagraph, ...]
    proposals: tuple[tuple[str, tuple[str, ...]], ...]
    footnotes: tuple[str, ...]
    recipients: tuple[str, ...]
    authority: str
    signer_title: str
    signer: str
    is_draft: bool
    revision: int | None = None
    digest: str = ""
    attached: str = ""
    """What stands beneath the head of each appendix: to which report of whom it belongs."""

    @property
    @in_vietnamese
    def seal(self) -> str:
        """Which revision it is and by what it is known again; of a draft, that it is one."""
        if self.is_draft:
            return _("Dự thảo: số liệu còn theo sổ, chưa được gửi.")
        return _("Bản %(n)s đã gửi. Mã kiểm tra (SHA-256) của nội dung: %(digest)s.") % {
            "n": self.revision,
            "digest": self.digest,
        }

    @property
    @in_vietnamese
    def place_and_day(self) -> str:
        """`Lào Cai, ngày 14 tháng 6 năm 2024`: days below ten and months one and two with a nought before them."""
        return f"{self.place}, {day_in_words(self.day)}"


def day_in_words(day: date | None) -> str:
    """`ngày 14 tháng 6 năm 2024`; a day that is not known is left to be filled in."""
    if day is None:
        return _("ngày … tháng … năm …")
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return _("ngày %(day)s tháng %(month)s năm %(year)s") % {"day": f"{day.day:02}", "month": month, "year": day.year}


@in_vietnamese
def document_of(contents: Contents, *, digest: str = "") -> Document:
    """What a draft or submitted sheet says, laid out in the blocks of a union's document."""
    notes: list[str] = []
    sections = tuple(
        DocumentSection(section.title, tuple(_line(contents, line, notes) for line in section.lines))
        for section in contents.sections
    )
    told = {part.key: DocumentParagraph(part.title, _texts(part.text)) for part in contents.paragraphs if part.text}
    proposals = _proposals(contents)
    drawn = (*_series(contents), *_plans(contents))
    period = contents.of
    head = contents.head
    at = contents.at
    return Document(
        upper=(contents.above_name or "").upper(),
        issuer=contents.unit_name.upper(),
        nation=NATION[0],
        motto=NATION[1],
        number_and_sign=_("Số") + f": {head.get('number') or '…'}/{contents.symbol}",
        place=head.get("place") or "…",
        day=at.date() if at else None,
        title=_("BÁO CÁO"),
        subject=f"{contents.subject} {_when(period)}",
        opening=_opening(contents, goes_on=bool(told or proposals), has_several=bool(drawn or contents.years)),
        heads=tuple(heads(contents)),
        columns=tuple(_columns(contents)),
        sections=sections,
        charts=drawn,
        results=tuple(each for key, each in told.items() if key not in FREE),
        assessment=tuple(told[key] for key in FREE[:2] if key in told),
        tasks=tuple(told[key] for key in FREE[2:] if key in told),
        proposals=proposals,
        footnotes=tuple(notes),
        recipients=(*(f"{recipient.name};" for recipient in _named(contents.receivers)), _("Lưu: VT.")),
        authority=_authority(Level(contents.level)),
        signer_title=(head.get("signer_title") or _("Chủ tịch")).upper(),
        signer=head.get("signer", ""),
        is_draft=contents.revision is None,
        revision=contents.revision,
        digest=digest,
        attached=_attached(contents),
    )


def _attached(contents: Contents) -> str:
    said = {
        "number": f"{contents.head.get('number') or '…'}/{contents.symbol}",
        "day": day_in_words(contents.at.date() if contents.at else None),
        "unit": contents.unit_name,
    }
    return _("(Kèm theo Báo cáo số %(number)s %(day)s của %(unit)s)") % said


def heads(contents: Contents) -> list[str]:
    """The heads of the columns of numbers, after number, name and unit of measure."""
    names = {
        Column.THIS: _("Kỳ này"),
        Column.BEFORE: _("Cùng kỳ"),
        Column.PLAN: _("Kế hoạch"),
        Column.PLAN_RATE: _("% kế hoạch"),
        Column.SINCE_YEAR: _("Từ đầu năm"),
        Column.SINCE_TERM: _("Từ đầu nhiệm kỳ"),
        Column.BACKED: _("Có hồ sơ"),
    }
    found: list[str] = []
    for column in map(Column, contents.columns):
        found += list(contents.years) if column is Column.YEARS else [names[column]]
    return found


def _columns(contents: Contents) -> list[Column]:
    """What each column of numbers holds."""
    found: list[Column] = []
    for column in map(Column, contents.columns):
        found += [column] * (len(contents.years) if column is Column.YEARS else 1)
    return found


FEWEST = 2
"""A chart of fewer values says less than the table."""


def _series(contents: Contents) -> list[Chart]:
    """The years of the lines that the form has drawn; a year that is not known is left out."""
    found: list[Chart] = []
    for line in contents.lines():
        told = [(year, each) for year, each in zip(contents.years, line.years, strict=False) if each.low is not None]
        if not line.chart or len(told) < FEWEST:
            continue
        size = MILLION if line.unit == MONEY else 1
        found.append(
            Chart(
                title=line.label,
                unit=_("triệu đồng") if line.unit == MONEY else line.unit,
                labels=tuple(year for year, _each in told),
                values=tuple(float(each.low or 0) / size for _year, each in told),
                told=tuple(_least(_over(each, size), line.places) for _year, each in told),
            )
        )
    return found


def _plans(contents: Contents) -> list[Chart]:
    """How much of each plan is reached, where there are several."""
    told = [(line.label, line.told_rate) for line in contents.lines() if line.told_rate is not None]
    if len(told) < FEWEST or Column.PLAN_RATE not in contents.columns:
        return []
    return [
        Chart(
            title=_("Tỷ lệ thực hiện kế hoạch"),
            unit="%",
            labels=tuple(label for label, _rate in told),
            values=tuple(float(rate) for _label, rate in told),
            told=tuple(percent(rate) for _label, rate in told),
            of_plans=True,
        )
    ]


def _least(told: Number, places: int) -> str:
    """What stands by a bar: the number, or what it comes to at least; the bounds are in the table."""
    return told.told(places) if told.low == told.high else Number(low=told.low).told(places)


def _over(told: Number, size: int) -> Number:
    if size == 1:
        return told
    low, high = (None if each is None else each / size for each in (told.low, told.high))
    return told.model_copy(update={"low": low, "high": high})


def cells(contents: Contents, line: ToldLine) -> list[Cell]:
    """The numbers of a line, one for each head."""
    found: list[Cell] = []
    for column in map(Column, contents.columns):
        match column:
            case Column.THIS:
                found.append(_cell(line, line.this))
            case Column.BEFORE:
                found.append(_cell(line, line.before))
            case Column.PLAN:
                found.append(Cell(number(line.target), line.target) if line.target is not None else Cell("–"))
            case Column.PLAN_RATE:
                rate = line.told_rate
                found.append(Cell(percent(rate), float(rate)) if rate is not None else Cell("–"))
            case Column.SINCE_YEAR:
                found.append(_cell(line, line.since_year))
            case Column.SINCE_TERM:
                found.append(_cell(line, line.since_term))
            case Column.YEARS:
                found += [_cell(line, each) for each in line.years]
            case Column.BACKED:
                found.append(
                    Cell(percent(line.backed * 100), float(line.backed)) if line.backed is not None else Cell("–")
                )
    return found


def _cell(line: ToldLine, told: Number | None) -> Cell:
    if told is None:
        return Cell("–")
    value = told.value
    if value is None:
        return Cell(told.told(line.places))
    return Cell(told.told(line.places), float(value) if line.places else int(value.to_integral_value(ROUND_HALF_UP)))


def _line(contents: Contents, line: ToldLine, notes: list[str]) -> DocumentLine:
    said = [line.note] if line.note else []
    if line.basis:
        said.append(_("Số kê khai; căn cứ: %(basis)s.") % {"basis": line.basis})
    if line.stated is not None and line.rate is not None and abs(line.stated - line.rate) >= 1:
        said.append(_("Tính ra %(rate)s.") % {"rate": percent(line.rate)})
    if line.reorganised:
        said.append(_("Trong đó do sắp xếp tổ chức: %(n)s.") % {"n": line.reorganised.told(line.places)})
    first = len(notes) + 1
    notes += said
    marks = tuple(range(first, first + len(said)))
    whole = contents.line(line.part_of) if line.part_of else None
    number_of_whole = whole.number if whole else ""
    return DocumentLine(line.number, line.label, line.unit, tuple(cells(contents, line)), marks, number_of_whole)


def _texts(text: str) -> tuple[str, ...]:
    """Without bound figures' marks, a paragraph a line."""
    plain = "".join(piece.words for piece in pieces(text, lambda field: field.frozen or ""))
    return tuple(_lines(plain))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _when(period: Period) -> str:
    named = period_name(period)
    return named[:1].lower() + named[1:]


def _opening(contents: Contents, *, goes_on: bool, has_several: bool) -> str:
    """The first sentence; the last too, where nothing was written after it."""
    said = {
        "unit": contents.unit_name,
        "first": f"{contents.first_day:%d/%m/%Y}",
        "last": f"{contents.last_day:%d/%m/%Y}",
        "where": _("các Phụ lục kèm theo") if has_several else _("Phụ lục kèm theo"),
    }
    if not goes_on:
        return _("%(unit)s báo cáo kết quả từ ngày %(first)s đến ngày %(last)s tại %(where)s./.") % said
    return _("%(unit)s báo cáo kết quả từ ngày %(first)s đến ngày %(last)s (số liệu tại %(where)s) như sau:") % said


def _proposals(contents: Contents) -> tuple[tuple[str, tuple[str, ...]], ...]:
    by_receiver: dict[str, list[str]] = {}
    for proposal in contents.proposals:
        by_receiver.setdefault(proposal.to, []).extend(_lines(proposal.text))
    return tuple((to, tuple(texts)) for to, texts in by_receiver.items())


def _named(receivers: tuple[Receiver, ...]) -> list[Receiver]:
    """The union above and the Party committee by name; the unions beneath in one line."""
    first = [recipient for recipient in receivers if recipient.addressee != Addressee.LOWER]
    lower = [recipient for recipient in receivers if recipient.addressee == Addressee.LOWER]
    if not lower:
        return first
    return [*first, Receiver(addressee=Addressee.LOWER, name=_("Công đoàn cấp dưới trực thuộc (để biết)"))]


def _authority(level: Level) -> str:
    if level is Level.NATIONAL:
        return _("TM. ĐOÀN CHỦ TỊCH")
    return _("TM. BAN CHẤP HÀNH") if level in {Level.GRASSROOTS, Level.SECTION} else _("TM. BAN THƯỜNG VỤ")
