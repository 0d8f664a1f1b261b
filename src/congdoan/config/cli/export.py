"""`congdoan ledger export` and `check-export`: the ledger as Parquet, and the same figures from it."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from congdoan.base import clock
from congdoan.base.text import number
from congdoan.config.cli.speech import Refusal
from congdoan.config.databases import ensure_running

if TYPE_CHECKING:
    from ibis.backends import BaseBackend

FOLDER = click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="THƯ_MỤC")


@click.command()
@FOLDER
def export(folder: Path) -> None:
    """Xuất sổ ra Parquet theo tỉnh và năm; bị ngắt thì chạy lại để làm tiếp."""
    _require_extra()
    from congdoan.figures.actions.exporting import export_ledger

    ensure_running()
    with _refused(folder):
        manifest = export_ledger(folder, lambda part: click.echo(part, err=True))
    rows = sum(count for part, count in manifest.parts.items() if part.startswith("postings/"))
    at = f"{manifest.taken_at.astimezone(clock.HOME):%H:%M %d/%m/%Y}"
    said = ngettext(
        "Đã xuất %(rows)s bút toán, như sổ có lúc %(at)s.", "Đã xuất %(rows)s bút toán, như sổ có lúc %(at)s.", rows
    )
    click.echo(said % {"rows": number(rows), "at": at})


@click.command("check-export")
@FOLDER
@click.option(
    "--master", metavar="SPARK", help="Tính trên cụm Spark này, ví dụ spark://127.0.0.1:7077; không nêu thì DuckDB."
)
def check_export(folder: Path, master: str | None) -> None:
    """So số của mọi đơn vị, mọi tháng tính từ bản xuất với cơ sở dữ liệu."""
    _require_extra()
    from congdoan.figures.actions.exporting import differences

    ensure_running()
    if not (folder / "manifest.json").exists():
        raise Refusal(_("Thư mục %(folder)s không có bản xuất nào.") % {"folder": folder})
    found = 0
    with _refused(folder):
        for difference in differences(folder, _backend(master), lambda done: click.echo(done, err=True)):
            click.echo(difference)
            found += 1
    if found:
        raise Refusal(
            ngettext(
                "Bản xuất lệch với cơ sở dữ liệu ở %(count)s chỗ.",
                "Bản xuất lệch với cơ sở dữ liệu ở %(count)s chỗ.",
                found,
            )
            % {"count": number(found)}
        )
    click.echo(_("Bản xuất khớp với cơ sở dữ liệu đến từng đơn vị."))


@contextmanager
def _refused(folder: Path) -> Iterator[None]:
    """What an export refuses and what its folder does, in a sentence that says what to do."""
    try:
        yield
    except ValidationError as error:
        raise Refusal("; ".join(error.messages)) from None
    except OSError as error:
        sentence = _(
            "Không ghi được vào %(folder)s: %(why)s. Khắc phục rồi chạy lại; phần đã xuất không phải xuất lại."
        )
        raise Refusal(sentence % {"folder": folder, "why": _why(error)}) from error


def _why(error: OSError) -> str:
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return _("hết chỗ trên đĩa")
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return _("không có quyền ghi")
    return str(error.strerror or error)


def _require_extra() -> None:
    try:
        import ibis  # noqa: F401
        import pyarrow  # noqa: F401
    except ImportError:
        raise Refusal(_("Việc này cần thêm: pip install 'congdoan[export]'.")) from None


def _backend(master: str | None) -> "BaseBackend":
    import ibis

    if master is None:
        return ibis.duckdb.connect()
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise Refusal(_("Việc này cần thêm: pip install 'congdoan[spark]'.")) from None
    building = SparkSession.builder.master(master).appName("congdoan").config("spark.ui.enabled", "false")
    try:
        session = building.getOrCreate()
    except Exception as error:  # Spark's own, Java's, or that there is no Java
        why = (str(error).strip() or type(error).__name__).splitlines()[0]
        raise Refusal(_("Không nối được cụm Spark %(master)s: %(why)s") % {"master": master, "why": why}) from error
    return ibis.pyspark.connect(session)
