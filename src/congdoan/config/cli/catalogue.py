"""`congdoan catalogue`: check an edition, install it, backfill what is new."""

from pathlib import Path

import click
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from congdoan.base.text import number
from congdoan.catalogue.actions import install_edition
from congdoan.catalogue.rules import Catalogue, CatalogueFaults, load
from congdoan.config.cli.speech import Refusal
from congdoan.config.databases import ensure_running
from congdoan.figures.actions import backfill


@click.group()
def catalogue() -> None:
    """Danh mục: loại hoạt động, chỉ tiêu, mẫu báo cáo."""


@catalogue.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path), metavar="[THƯ_MỤC]")
def check(folder: Path | None) -> None:
    """Đọc danh mục và nêu mọi chỗ sai."""
    found = _read(folder)
    click.echo(
        _("Danh mục %(code)s %(version)s đúng: %(parts)s.")
        % {"code": found.edition.code, "version": found.edition.version, "parts": ", ".join(_parts(found))}
    )


def _parts(found: Catalogue) -> list[str]:
    """How many of each an edition has."""
    kinds, indicators, forms = len(found.kinds), len(found.indicators), len(found.forms)
    return [
        ngettext("%(n)d loại hoạt động", "%(n)d loại hoạt động", kinds) % {"n": kinds},
        ngettext("%(n)d chỉ tiêu", "%(n)d chỉ tiêu", indicators) % {"n": indicators},
        ngettext("%(n)d mẫu báo cáo", "%(n)d mẫu báo cáo", forms) % {"n": forms},
    ]


def _read(folder: Path | None) -> Catalogue:
    try:
        return load(Path(folder or settings.CATALOGUE))
    except CatalogueFaults as faults:
        raise Refusal(
            "\n".join([_("Danh mục có %(count)d chỗ sai:") % {"count": len(faults.faults)}, str(faults)])
        ) from None


@catalogue.command()
def install() -> None:
    """Cài danh mục đang dùng vào cơ sở dữ liệu, rồi ghi sổ lại cho các mã mới."""
    ensure_running()
    install_current()


def install_current() -> None:
    """Install the edition that the setting names, and post to its new codes what happened before them."""
    _read(None)
    try:
        new = install_edition(Path(settings.CATALOGUE))
    except CatalogueFaults as faults:
        raise Refusal("\n".join([_("Danh mục chưa được cài:"), str(faults)])) from None
    gone = backfill(
        lambda count: click.echo(
            ngettext("Đã ghi lại %(count)s chứng từ…", "Đã ghi lại %(count)s chứng từ…", count)
            % {"count": number(count)},
            err=True,
        )
    )
    click.echo(
        _("Đã cài danh mục: %(codes)s, ghi lại %(entries)s.")
        % {
            "codes": ngettext("%(n)d mã mới", "%(n)d mã mới", len(new)) % {"n": len(new)},
            "entries": ngettext("%(n)s chứng từ", "%(n)s chứng từ", gone) % {"n": number(gone)},
        }
    )
