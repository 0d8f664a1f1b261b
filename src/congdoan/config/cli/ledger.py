"""`congdoan ledger`: fold the tallies, see how far that is, verify them, lay them anew; the ledger taken elsewhere."""

import sys
from collections.abc import Callable, Iterable

import click
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy

from congdoan.base.text import number
from congdoan.config.cli import asking
from congdoan.config.cli.export import check_export, export
from congdoan.config.cli.speech import Misuse, Refusal
from congdoan.config.databases import ensure_running
from congdoan.figures import actions
from congdoan.figures.models import Difference, Miscount, Tallied, Tally, differences, tallied_units, unfolded
from congdoan.figures.rules import Sums
from congdoan.org.models import Unit


@click.group()
def ledger() -> None:
    """Sổ: gộp số lũy kế, đối chiếu với bút toán, dựng lại; xuất sổ."""


ledger.add_command(export)
ledger.add_command(check_export)


@ledger.command()
def fold() -> None:
    """Gộp các bút toán mới vào số lũy kế."""
    ensure_running()
    folded = actions.fold()
    if folded is None:
        click.echo(_("Một tiến trình khác đang gộp hoặc đang sắp xếp tổ chức."))
    else:
        click.echo(
            ngettext("Đã gộp %(count)s bút toán.", "Đã gộp %(count)s bút toán.", folded) % {"count": number(folded)}
        )


@ledger.command()
def status() -> None:
    """Sổ có bao nhiêu bút toán, bao nhiêu chưa gộp, gộp từ bao giờ."""
    ensure_running()
    waiting, seconds = unfolded()
    rows = [
        (_("Bút toán"), _count("figures_posting")),
        (_("Số lũy kế"), _tallies()),
        (_("Chưa gộp"), _waiting(waiting, seconds)),
        (_("Gộp lần cuối"), _("%(ago)s trước") % {"ago": _ago(seconds)}),
    ]
    width = max(len(name) for name, _value in rows) + 2
    for name, value in rows:
        click.echo(f"{name:<{width}}{value}")


def _waiting(count: int, seconds: float) -> str:
    """How many, and how old the oldest can be: whatever was committed before the last fold is in the tallies."""
    if not count:
        return number(count)
    return _("%(count)s, ghi sổ chưa quá %(ago)s") % {"count": number(count), "ago": _ago(seconds)}


def _tallies() -> str:
    units = Tallied.objects.count()
    said = ngettext("%(tallies)s của %(units)s đơn vị", "%(tallies)s của %(units)s đơn vị", units)
    return said % {"tallies": _count(Tally._meta.db_table), "units": number(units)}


def _count(table: str) -> str:
    """The rows of a table; of a large one, what the database reckons."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples::bigint FROM pg_class WHERE oid = %s::regclass", [table])
        (reckoned,) = cursor.fetchone()
        if reckoned > 1_000_000:
            return f"≈ {number(reckoned)}"
        cursor.execute(f"SELECT count(*) FROM {table}")
        (counted,) = cursor.fetchone()
    return number(counted)


_UNITS = (
    (86400, ngettext_lazy("%(n)s ngày", "%(n)s ngày", "count")),
    (3600, ngettext_lazy("%(n)s giờ", "%(n)s giờ", "count")),
    (60, ngettext_lazy("%(n)s phút", "%(n)s phút", "count")),
    (0, ngettext_lazy("%(n)s giây", "%(n)s giây", "count")),
)


def _ago(seconds: float) -> str:
    size, name = next((size, name) for size, name in _UNITS if seconds >= size or not size)
    n = int(seconds // (size or 1))
    return name % {"count": n, "n": number(n)}


@ledger.command()
@click.option("--unit", metavar="ĐƠN_VỊ", help="Chỉ đối chiếu đơn vị này.")
def verify(unit: str | None) -> None:
    """Tính lại số lũy kế từ bút toán bằng cách khác và nêu mọi chỗ lệch; có lệch thì kết thúc với mã 1."""
    ensure_running()
    units = tallied_units()
    if unit is not None:
        asked = asking.unit_of(unit)
        units = [(found, work) for found, work in units if found == asked]
        if not units:
            sentence = _("%(unit)s không giữ số lũy kế: số của đơn vị này luôn tính thẳng từ bút toán.")
            raise Misuse(sentence % {"unit": asked})
    found = 0
    for difference in _found(units):
        click.echo(_in_words(difference))
        found += 1
    if found:
        raise Refusal(
            ngettext(
                "Số lũy kế lệch với bút toán ở %(count)s chỗ. Dựng lại bằng “congdoan ledger rebuild”.",
                "Số lũy kế lệch với bút toán ở %(count)s chỗ. Dựng lại bằng “congdoan ledger rebuild”.",
                found,
            )
            % {"count": number(found)}
        )
    click.echo(
        ngettext(
            "Số lũy kế của %(units)s đơn vị khớp với bút toán.",
            "Số lũy kế của %(units)s đơn vị khớp với bút toán.",
            len(units),
        )
        % {"units": number(len(units))}
    )


def _found(units: list[tuple[Unit, int]]) -> Iterable[Difference | Miscount]:
    """The differences at these units, while a bar on the terminal shows how far it is."""
    with click.progressbar(length=sum(work for _unit, work in units), label=_("Đối chiếu"), file=sys.stderr) as bar:
        for unit, work in units:
            yield from differences(unit)
            bar.update(work)


def _in_words(difference: Difference | Miscount) -> str:
    if isinstance(difference, Miscount):
        return _counted_in_words(difference)
    return _("%(unit)s %(indicator)s %(level)s %(first)s – %(last)s: lũy kế %(tallied)s, bút toán %(posted)s") % {
        "unit": difference.unit,
        "indicator": difference.indicator,
        "level": difference.level,
        "first": f"{difference.first_day:%d/%m/%Y}",
        "last": f"{difference.last_day:%d/%m/%Y}",
        "tallied": _five(difference.tallied),
        "posted": _five(difference.posted),
    }


def _counted_in_words(miscount: Miscount) -> str:
    """Which months a row serves is kept as signs at their ends; the days named are where it begins and ends."""
    all_ = _("mọi số cuối kỳ") if miscount.is_stock else _("mọi số phát sinh")
    return _("%(unit)s %(indicator)s %(level)s %(first)s – %(last)s: đơn vị đã đếm %(kept)s, đếm lại %(counted)s") % {
        "unit": miscount.unit,
        "indicator": miscount.indicator or all_,
        "level": miscount.level or _("mọi cấp"),
        "first": f"{miscount.first_day:%d/%m/%Y}",
        "last": f"{miscount.last_day:%d/%m/%Y}",
        "kept": _numbers(miscount.kept),
        "counted": _numbers(miscount.counted),
    }


def _five(sums: Sums) -> str:
    return _numbers(sums.numbers)


def _numbers(parts: Iterable[int]) -> str:
    return "(" + "; ".join(map(number, parts)) + ")"


@ledger.command()
def rebuild() -> None:
    """Dựng lại mọi số lũy kế từ bút toán; vẫn đọc và ghi được trong lúc ấy."""
    ensure_running()
    units = _with_bar(_("Dựng lại"), actions.rebuild)
    click.echo(
        ngettext("Đã dựng lại số lũy kế của %(units)s đơn vị.", "Đã dựng lại số lũy kế của %(units)s đơn vị.", units)
        % {"units": number(units)}
    )


def _with_bar(label: str, deed: Callable[[Callable[[int, int], None]], int]) -> int:
    """Do something that tells how far it is, of how much."""
    with click.progressbar(length=1, label=label, file=sys.stderr) as bar:

        def progress(done: int, of: int) -> None:
            bar.length = of
            bar.update(done - bar.pos)

        return deed(progress)
