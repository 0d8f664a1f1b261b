"""All sheets of one period at once, by the worker: drafted where there are none, or drawn as files in one ZIP."""

from collections.abc import Sequence
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from congdoan.base import clock
from congdoan.base.period import Period
from congdoan.base.text import number
from congdoan.catalogue.models import current
from congdoan.catalogue.rules import Form
from congdoan.desk.context import Context
from congdoan.desk.gate import me
from congdoan.desk.sheets.reading import board_address
from congdoan.desk.works.sharing import Shared, do_all
from congdoan.figures.rules import BadField
from congdoan.org.actions import ask_for, cut
from congdoan.org.models import Portion, Unit, Work, names_on
from congdoan.org.rules import Made, Right, Tell
from congdoan.reports.actions import open_sheets
from congdoan.reports.models import Sheet, board, file_name, file_of, period_of
from congdoan.reports.rules import period_name
from congdoan.reports.rules.drawing import Format

DRAFTS, PAPERS = "sheets.drafts", "sheets.papers"
MOST_PAPERS = 3_000
"""So many files go into one ZIP."""
NAMED = 6
"""So many units whose sheet could not be drawn are named with why; the rest are counted."""


# ---------- asked for


def ask_for_drafts(request: HttpRequest, context: Context, form: Form, period: Period, count: int) -> Work:
    """Have a draft made for every unit that has none. Raises PermissionDenied, ValidationError."""
    said = {"form": form.local_name, "period": period_name(period), "unit": context.name}
    return ask_for(
        me(request),
        kind=DRAFTS,
        unit=context.unit,
        title=_("Lập nháp “%(form)s”, %(period)s, cho các đơn vị của %(unit)s") % said,
        asked={"form": form.code, "period": str(period)},
        total=count,
        things=gettext_noop("báo cáo"),
        right=Right.REPORT,
    )


def ask_for_papers(
    request: HttpRequest, context: Context, form: Form, period: Period, count: int, shape: Format
) -> Work:
    """Have all sheets of a period drawn as files in one ZIP. Raises PermissionDenied, ValidationError."""
    if count > MOST_PAPERS:
        much = {"n": number(count), "most": number(MOST_PAPERS)}
        raise ValidationError(
            _("Có %(n)s báo cáo; một lần làm được nhiều nhất %(most)s văn bản. Vào từng đơn vị cấp dưới để làm.") % much
        )
    said = {"form": form.local_name, "period": period_name(period), "unit": context.name, "shape": SHAPES[shape]}
    return ask_for(
        me(request),
        kind=PAPERS,
        unit=context.unit,
        title=_("Văn bản %(shape)s “%(form)s”, %(period)s, của các đơn vị thuộc %(unit)s") % said,
        asked={"form": form.code, "period": str(period), "shape": str(shape)},
        total=count,
        things=gettext_noop("báo cáo"),
    )


SHAPES = {Format.WORD: "Word", Format.PDF: "PDF", Format.EXCEL: "Excel"}


# ---------- done


def make_drafts(work: Work, to: IO[bytes], tell: Tell) -> Made:
    """Draft what is missing; what is there is left as it is. After a kill it goes on where it was."""
    form, period = _asked(work)
    told = board(work.unit, form, [period])
    cut(work, (row.code for row in told.rows() if row.last.sheet is None) if told.unbegun else ())
    refused = do_all(work, DRAFTING, tell)
    count = work.portions.filter(said="").count()
    said = ngettext(
        "Đã lập nháp cho %(n)s đơn vị; các đơn vị sửa rồi gửi.",
        "Đã lập nháp cho %(n)s đơn vị; các đơn vị sửa rồi gửi.",
        count,
    ) % {"n": number(count)}
    return Made(said=_with(said, refused), link=board_address(work.unit, form.code, period))


def _draft(work: Work, portions: Sequence[Portion]) -> None:
    """Draft the sheets of some units. Raises PermissionDenied, ValidationError."""
    form, period = _asked(work)
    units = list(Unit.objects.filter(code__in=[portion.key for portion in portions]))
    open_sheets(work.by, units=units, form=form.code, period=period)


DRAFTING = Shared(_draft, at_once=50)


def make_papers(work: Work, to: IO[bytes], tell: Tell) -> Made:
    """Draw every sheet that there is: as it was sent, or as a draft that says so in its name."""
    form, period = _asked(work)
    sheets = [row.last.sheet for row in board(work.unit, form, [period]).rows()]
    cut(work, (str(sheet) for sheet in sheets if sheet is not None))
    refused = do_all(work, PAPERING, tell)
    drawn = work.portions.exclude(made=None)
    count = drawn.count()
    if not count:
        raise ValidationError(_with(_("Không có báo cáo nào của kỳ này để làm văn bản."), refused))
    with ZipFile(to, "w", ZIP_DEFLATED) as archive:
        for portion in drawn.iterator(chunk_size=20):
            archive.writestr(portion.name, bytes(portion.made or b""))
    name = f"bao-cao-{form.code}-{work.unit.code}-{period}-{work.asked['shape']}.zip".replace("/", "-")
    return Made(name, _with("", refused), board_address(work.unit, form.code, period))


def _draw(work: Work, portions: Sequence[Portion]) -> None:
    """Draw sheets as files, each its own. Raises ValidationError where one is there for the asker no longer."""
    for portion in portions:
        _draw_one(work, portion)


def _draw_one(work: Work, portion: Portion) -> None:
    shape = Format(str(work.asked["shape"]))
    sheet = Sheet.objects.at(work.by.reach(Right.READ)).filter(pk=int(portion.key)).select_related("unit").first()
    if sheet is None:
        raise ValidationError(_("Không còn được xem báo cáo này."))
    try:
        portion.made = file_of(sheet, shape)
    except BadField as error:
        raise ValidationError(f"{sheet.unit.name_on(clock.today())}: {error}") from None
    portion.name = file_name(sheet, shape)


PAPERING = Shared(_draw)


def _asked(work: Work) -> tuple[Form, Period]:
    form = current().forms.get(str(work.asked["form"]))
    if form is None:
        raise ValidationError(_("Danh mục không còn mẫu này."))
    return form, period_of(form, str(work.asked["period"]))


def _with(said: str, refused: list[Portion]) -> str:
    """The sentence, with which units could not be done and why."""
    if not refused:
        return said
    codes = [each.key for each in refused[:NAMED] if each.work.kind == DRAFTS]
    units = {unit.code: unit.pk for unit in Unit.objects.filter(code__in=codes)}
    names = names_on(units.values(), clock.today()) if units else {}
    told = [f"{names[units[each.key]]}: {each.said}" if each.key in units else each.said for each in refused[:NAMED]]
    more = ngettext("Không lập được %(n)s báo cáo:", "Không lập được %(n)s báo cáo:", len(refused)) % {
        "n": number(len(refused))
    }
    rest = " …" if len(refused) > NAMED else ""
    return f"{said} {more} {' '.join(told)}{rest}".strip()
