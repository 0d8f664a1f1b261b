"""`congdoan reconcile`: the figures in a text, read, and judged by the ledger."""

import json
from datetime import date
from pathlib import Path

import click
from django.utils.translation import gettext as _

from congdoan.base import clock
from congdoan.claims.rules import as_object, as_page, as_text, read
from congdoan.claims.rules.calendar import day_of
from congdoan.claims.rules.layout import body
from congdoan.claims.rules.opening import Opened, Unreadable, opened
from congdoan.claims.rules.telling import Judged
from congdoan.config.cli import asking
from congdoan.config.cli.speech import Misuse, Refusal
from congdoan.config.databases import ensure_running


@click.command()
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--unit", metavar="ĐƠN_VỊ", help="Đơn vị mà văn bản nói về; không nêu thì tìm theo tên trong văn bản.")
@click.option("--dated", metavar="NGÀY", help="Ngày của văn bản, như 2024-06-25; không nêu thì tìm trong văn bản.")
@click.option("--format", "shape", type=click.Choice(["text", "json", "html"]), default="text", help="Cách in.")
@click.option("--read-only-text", is_flag=True, help="Chỉ đọc số liệu trong văn bản, không đối chiếu với sổ.")
def reconcile(file: Path, unit: str | None, dated: str | None, shape: str, read_only_text: bool) -> None:
    """Đối soát số liệu nêu trong một văn bản: .txt, .docx hoặc .pdf."""
    day = asking.day_of(dated)
    found = _open(file)
    judged: Judged = [(claim, None) for claim in read(found.text)] if read_only_text else _judged(found, unit, day)
    for note in found.notes:
        click.echo(note, err=True)
    click.echo(_shown(shape, found, judged))


def _judged(found: Opened, unit: str | None, day: date | None) -> Judged:
    from congdoan.claims.models import Context, judge

    ensure_running()
    claims = read(found.text)
    dated = day or day_of(body(found.text), clock.today()) or clock.today()
    context = Context(asking.unit_of(unit) if unit else None, dated)
    return list(zip(claims, judge(found.text, claims, context), strict=True))


def _open(file: Path) -> Opened:
    try:
        return opened(file.name, file.read_bytes())
    except FileNotFoundError:
        raise Misuse(_("Không có file %(name)s.") % {"name": file}) from None
    except IsADirectoryError:
        raise Misuse(_("%(name)s là thư mục, không phải file.") % {"name": file}) from None
    except OSError as error:
        raise Refusal(_("Không đọc được file %(name)s: %(why)s.") % {"name": file, "why": error.strerror}) from None
    except Unreadable as error:
        raise Refusal(str(error)) from None


def _shown(shape: str, found: Opened, judged: Judged) -> str:
    if shape == "html":
        return as_page(found.text, judged)
    if shape == "text":
        return as_text(found.text, judged)
    told: dict[str, object] = {"claims": [as_object(claim, judgement) for claim, judgement in judged]}
    if found.notes:
        told |= {"notes": list(found.notes), "text": found.text}
    return json.dumps(told, ensure_ascii=False, indent=2)
