"""`congdoan figure`: a number and what lies beneath it."""

import json

import click
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from congdoan.base.text import number
from congdoan.catalogue.rules import Indicator
from congdoan.config.cli import asking
from congdoan.config.cli.speech import Misuse
from congdoan.config.databases import ensure_running
from congdoan.figures.models import Fact, OwnOnly, Question
from congdoan.figures.rules import AnyFigure, Ratio, Sums, Target, as_json, in_words, share, told_number
from congdoan.org.models import Unit

FORMAT = click.option("--format", "shape", type=click.Choice(["text", "json"]), default="text", help="Cách in.")
TREE_ON = click.option("--tree-on", metavar="NGÀY", help="Kể lại trên cây tổ chức của ngày này.")
KNOWN_AT = click.option("--known-at", metavar="LÚC", help="Như đã biết vào lúc này: 2024-06-20 hoặc 2024-06-20T17:30.")


@click.command()
@click.argument("unit", metavar="ĐƠN_VỊ")
@click.argument("indicator", metavar="CHỈ_TIÊU")
@click.option(
    "--period",
    "-p",
    required=True,
    metavar="KỲ",
    help="2024-05, 2024-Q2, 2024-H1, 2024-9M, 2024, 2023/2024, 2008..2024-05.",
)
@click.option("--cutoff", metavar="MM-DD", help="Ngày chốt nửa đầu năm, ví dụ 05-31.")
@click.option("--scope", default="subtree", metavar="PHẠM_VI", help="own, subtree, hoặc một cấp: superior, grassroots…")
@TREE_ON
@KNOWN_AT
@click.option("--explain", is_flag=True, help="Mở ra các bút toán và việc bên dưới.")
@FORMAT
def figure(
    unit: str,
    indicator: str,
    period: str,
    cutoff: str | None,
    scope: str,
    tree_on: str | None,
    known_at: str | None,
    explain: bool,
    shape: str,
) -> None:
    """Một số liệu của một đơn vị trong một kỳ."""
    ensure_running()
    found = asking.unit_of(unit)
    asked = asking.indicator_of(indicator)
    days = asking.period_of(period, cutoff)
    question = Question(
        found, scope=asking.scope_named(scope), tree_on=asking.day_of(tree_on), known_at=asking.moment_of(known_at)
    )
    try:
        told = question.figure(asked.code, days)
    except OwnOnly:
        raise Misuse(
            _("“%(name)s” chỉ cộng được tại chính một đơn vị. Thêm --scope own.") % {"name": asked.local_name}
        ) from None
    facts = question.facts(told) if explain else None
    click.echo(_figure_json(told, facts) if shape == "json" else _figure_text(found, told, facts))


Opened = list[tuple[Indicator, list[Fact]]] | None


def _figure_json(told: AnyFigure, facts: Opened) -> str:
    shown = as_json(told)
    if facts is not None:
        shown["facts"] = [_fact_json(indicator.code, fact) for indicator, each in facts for fact in each]
    return json.dumps(shown, ensure_ascii=False, indent=2)


def _fact_json(indicator: str, fact: Fact) -> dict[str, object]:
    sums = fact.sums
    return {
        "indicator": indicator,
        "entry": fact.entry,
        "noun": fact.noun,
        "title": fact.title,
        "unit": fact.unit,
        "first_day": fact.first_day.isoformat(),
        "last_day": fact.last_day.isoformat(),
        "low": sums.low,
        "high": None if sums.open else sums.high,
        "about": sums.rough > 0,
        "declared": sums.declared,
    }


def _figure_text(unit: Unit, told: AnyFigure, facts: Opened) -> str:
    period = told.period
    rows = [
        (_("Đơn vị"), f"{unit.name_on(period.last_day)} ({unit.code})"),
        (_("Chỉ tiêu"), told.indicator.local_name),
        (_("Kỳ"), f"{period} ({period.first_day:%d/%m/%Y} – {period.last_day:%d/%m/%Y})"),
        (_("Phạm vi"), str(told.scope)),
        (_("Số liệu"), f"{in_words(told)} {told.indicator.unit}" if told.known else in_words(told)),
    ]
    if isinstance(told, Ratio):
        rows.append((_("Tính từ"), _parts(told)))
    if told.known:
        rows.append((_("Có hồ sơ"), share(told.backed)))
    if told.covered < told.units:
        rows.append(
            (
                _("Bao gồm"),
                ngettext(
                    "rõ đủ số của %(covered)d trên %(units)d đơn vị",
                    "rõ đủ số của %(covered)d trên %(units)d đơn vị",
                    told.units,
                )
                % {"covered": told.covered, "units": told.units},
            )
        )
    width = max(len(name) for name, _value in rows) + 2
    lines = [f"{name:<{width}}{value}" for name, value in rows]
    for indicator, each in facts or []:
        lines += ["", *_facts_text(indicator.local_name, each)]
    return "\n".join(lines)


def _parts(told: Ratio) -> str:
    match told.per:
        case None:
            return _("%(of)s; chưa được giao kế hoạch") % {"of": in_words(told.of)}
        case Target(value=value):
            return _("%(of)s trên kế hoạch %(per)s") % {"of": in_words(told.of), "per": number(value)}
        case per:
            return f"{in_words(told.of)} : {in_words(per)}"


def _facts_text(name: str, facts: list[Fact]) -> list[str]:
    total = Sums.total([fact.sums for fact in facts])
    rows = [
        (
            _days(fact),
            fact.unit,
            fact.title,
            _told(fact.sums),
            _("kê khai") if fact.sums.declared or fact.noun == "declaration" else "",
        )
        for fact in facts
    ]
    units = max((len(row[1]) for row in rows), default=0)
    titles = max((len(row[2]) for row in rows), default=0)
    numbers = max((len(row[3]) for row in rows), default=0)
    lines = [f"{d:<24}{u:<{units}}  {t:<{titles}}  {n:>{numbers}}  {k}".rstrip() for d, u, t, n, k in rows]
    end = ngettext(
        "%(count)d bút toán cộng lại đúng %(total)s", "%(count)d bút toán cộng lại đúng %(total)s", len(facts)
    ) % {"count": len(facts), "total": _told(total)}
    return [name, *lines, end]


def _days(fact: Fact) -> str:
    if fact.first_day == fact.last_day:
        return f"{fact.last_day:%d/%m/%Y}"
    return f"{fact.first_day:%d/%m/%Y}–{fact.last_day:%d/%m/%Y}"


def _told(sums: Sums) -> str:
    return told_number(sums.low, None if sums.open else sums.high, about=sums.rough > 0)
