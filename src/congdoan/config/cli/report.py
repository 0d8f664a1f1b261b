"""`congdoan report`: a form filled, for the terminal, as JSON, or as a document in Word, PDF or Excel."""

import json
from pathlib import Path

import click
from django.utils.translation import gettext as _

from congdoan.base.period import Period
from congdoan.catalogue.rules import Form
from congdoan.config.cli import asking
from congdoan.config.cli.figure import KNOWN_AT, TREE_ON
from congdoan.config.cli.speech import Misuse, Refusal
from congdoan.config.databases import ensure_running
from congdoan.figures.rules import BadField
from congdoan.org.models import Unit
from congdoan.reports.models import Sheet, document, draft_sheet, period_of, unopened_document
from congdoan.reports.rules import Document, as_object, as_text, not_for
from congdoan.reports.rules.drawing import Format, drawn
from congdoan.reports.rules.owing import is_for

TEXT, JSON = "text", "json"


@click.command()
@click.argument("unit", metavar="ĐƠN_VỊ")
@click.option(
    "--form", "form_code", required=True, metavar="MẪU", help="1-hdcd, 2-hdcd, review-20nq, sector-half-year…"
)
@click.option(
    "--period", "-p", required=True, metavar="KỲ", help="Theo lịch của mẫu: 2024-H1 của 2-hdcd kết thúc ngày 31/5."
)
@TREE_ON
@KNOWN_AT
@click.option(
    "--format",
    "shape",
    type=click.Choice([TEXT, JSON, *map(str, Format)]),
    default=TEXT,
    help="Cách in; docx, pdf, xlsx là file.",
)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Ghi vào file này.")
def report(
    unit: str, form_code: str, period: str, tree_on: str | None, known_at: str | None, shape: str, out: Path | None
) -> None:
    """Một mẫu báo cáo, điền từ sổ; file docx, pdf, xlsx của báo cáo đã gửi thì đúng như đã gửi."""
    ensure_running()
    found = asking.unit_of(unit)
    form = asking.form_of(form_code, period)
    days = period_of(form, period)
    if not is_for(form, days):
        raise Misuse(not_for(form, days))
    if shape in set(Format):
        if out is None:
            raise Misuse(_("Thiếu --out: ghi file %(shape)s vào đâu?") % {"shape": shape})
        _keep(out, drawn(_document(found, form, days, tree_on, known_at), Format(shape)))
        click.echo(_("Đã ghi %(file)s.") % {"file": out})
        return
    draft = draft_sheet(found, form, days, tree_on=asking.day_of(tree_on), known_at=asking.moment_of(known_at))
    told = json.dumps(as_object(draft), ensure_ascii=False, indent=2) if shape == JSON else as_text(draft)
    if out is None:
        click.echo(told)
    else:
        _keep(out, f"{told}\n".encode())
        click.echo(_("Đã ghi %(file)s.") % {"file": out})


def _document(unit: Unit, form: Form, period: Period, tree_on: str | None, known_at: str | None) -> Document:
    """The sheet that there is; where there is none, or as of another tree or time, what it would say."""
    sheet = Sheet.objects.select_related("unit").filter(unit=unit, form=form.code, period=str(period)).first()
    try:
        if sheet is not None and tree_on is None and known_at is None:
            return document(sheet)
        return unopened_document(
            unit, form, period, tree_on=asking.day_of(tree_on), known_at=asking.moment_of(known_at)
        )
    except BadField as error:
        raise Refusal(str(error)) from None


def _keep(out: Path, content: bytes) -> None:
    try:
        out.write_bytes(content)
    except OSError as error:
        said = {"file": out, "why": error.strerror or error}
        raise Refusal(_("Không ghi được %(file)s: %(why)s.") % said) from None
