"""Claims and judgements told to others: as JSON, and as lines of text."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from congdoan.base.text import number
from congdoan.claims.rules.claim import Claim, Role
from congdoan.claims.rules.verdicts import Judgement, Told, Verdict

_FLAGS = ("over", "unit_price", "per_unit", "target", "before", "about")
_LONGEST = 48
Judged = Sequence[tuple[Claim, Judgement | None]]


def as_object(claim: Claim, judgement: Judgement | None = None) -> dict[str, object]:
    """One claim as JSON; the first seven keys are those of the labelled corpus.

    `low`, `high` and `of` are in base units, null where there is no bound. `period` is the period judged, in the
    ledger's notation, or the words of the text where it was only read; those are always `period_words`. `of_plan`
    is always there, the other marks where they are true.
    """
    told: dict[str, object] = {
        "start": claim.start,
        "end": claim.end,
        "text": claim.text,
        "low": plain_number(claim.low),
        "high": plain_number(claim.high),
        "role": claim.role.value,
        "measure": claim.measure,
        "subject": claim.subject,
        "indicator": judgement.indicator if judgement else None,
        "unit": judgement.unit if judgement else None,
        "period": (judgement.period if judgement else None) or claim.period,
        "verdict": judgement.verdict.value if judgement else None,
        "ledger": _told(judgement.told) if judgement and judgement.told else None,
        "reason": judgement.reason if judgement else None,
        "period_words": claim.period,
        "of_plan": claim.of_plan,
    }
    return told | _marks(claim) | (_more(judgement) if judgement else {})


def claim_of(told: Mapping[str, Any]) -> Claim:
    """The claim that an object tells of, with what a correction or a binding needs of it."""

    def value(name: str) -> Decimal | None:
        return None if told.get(name) is None else Decimal(str(told[name]))

    marks: Any = {flag: bool(told.get(flag)) for flag in _FLAGS}
    return Claim(
        start=told["start"],
        end=told["end"],
        text=told["text"],
        low=value("low"),
        high=value("high"),
        role=Role(told["role"]),
        measure=told["measure"],
        subject=told["subject"],
        period=told["period_words"],
        of=value("of"),
        of_plan=told["of_plan"],
        **marks,
    )


def _marks(claim: Claim) -> dict[str, object]:
    told: dict[str, object] = {flag: True for flag in _FLAGS if getattr(claim, flag)}
    if claim.of is not None:
        told["of"] = plain_number(claim.of)
    if claim.part_of is not None:
        told["part_of"] = claim.part_of
    if claim.covers:
        told["covers"] = list(claim.covers)
    return told


def _more(judgement: Judgement) -> dict[str, object]:
    return {
        "scope": judgement.scope,
        "cutoff": judgement.cutoff,
        "candidates": [
            {"indicator": each.indicator, "score": round(each.score, 3), "reasons": list(each.reasons)}
            for each in judgement.candidates
        ],
        "would_be": [asdict(each) for each in judgement.would_be],
        "inside": list(judgement.inside),
    }


def _told(told: Told) -> dict[str, object]:
    return {
        "value": plain_number(told.value),
        "low": plain_number(told.low),
        "high": plain_number(told.high),
        "about": told.about,
    }


def plain_number(value: Decimal | None) -> int | float | None:
    """As JSON writes it: whole numbers whole, others to six places."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(round(value, 6))


def finding(judged: Judged) -> str:
    """`17 con số, 2 chỗ khác sổ`; only the count where nothing was judged."""
    count = ngettext("%(count)s con số", "%(count)s con số", len(judged)) % {"count": number(len(judged))}
    verdicts = Counter(judgement.verdict for _claim, judgement in judged if judgement)
    if not verdicts:
        return count
    differing = verdicts[Verdict.DIFFERS]
    end = _("%(count)s chỗ khác sổ") % {"count": number(differing)} if differing else _("không chỗ nào khác sổ")
    return f"{count}, {end}"


def as_text(text: str, judged: Judged) -> str:
    """The finding, and a line for each figure: where, what, about what, how it stands to the ledger and why."""
    if not judged:
        return finding(judged)
    rows = [_row(text, claim, judgement) for claim, judgement in judged]
    heads = (_("Dòng"), _("Trong văn bản"), _("Giá trị"), _("Nói về"), _("Kết luận"), _("Lý do"))
    wanted = len(heads) if any(judgement for _claim, judgement in judged) else len(heads) - 2
    table = [[_one_line(cell) for cell in row[:wanted]] for row in (heads, *rows)]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    lines = ["  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)) for row in table]
    return "\n".join([finding(judged), "", *(line.rstrip() for line in lines)])


def _row(text: str, claim: Claim, judgement: Judgement | None) -> tuple[str, ...]:
    subject = claim.subject if len(claim.subject) <= _LONGEST else claim.subject[: _LONGEST - 1] + "…"
    return _line_of(text, claim.start), claim.text, value_in_words(claim), subject, *_verdict(judgement)


def _verdict(judgement: Judgement | None) -> tuple[str, str]:
    if judgement is None:
        return "", ""
    return f"{judgement.verdict.sign} {judgement.verdict.label}", judgement.reason


def _line_of(text: str, start: int) -> str:
    return str(text.count("\n", 0, start) + 1)


def _one_line(cell: str) -> str:
    return " ".join(cell.split())


def value_in_words(claim: Claim) -> str:
    """`2.247`, `≥ 22.000`, `≤ 5 %`, `100–999`, `≈ 140.000`, `474/577`, in base units."""
    unit = {Role.MONEY: " đ", Role.PERCENT: " %"}.get(claim.role, "")
    return _bounds(claim) + unit


def _bounds(claim: Claim) -> str:
    if claim.of is not None and claim.low is not None:
        return f"{written(claim.low)}/{written(claim.of)}"
    if claim.low is None or claim.high is None:
        bound = claim.high if claim.low is None else claim.low
        return f"{'≤' if claim.low is None else '≥'} {written(bound or Decimal(0))}"
    if claim.low == claim.high:
        return f"{'≈ ' if claim.about else ''}{written(claim.low)}"
    return f"{written(claim.low)}–{written(claim.high)}"


def written(value: Decimal) -> str:
    """A number as officials write it, with the decimals it has, at most two."""
    exponent = -int(value.normalize().as_tuple().exponent)
    return number(value, min(2, max(0, exponent)))
