"""Judging a kept text: its claims read anew, what somebody did to them carried over, what is other now told."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress

from congdoan.base import clock
from congdoan.base.knowledge import ThisSnapshot
from congdoan.base.period import Cutoff, UnknownPeriod, parse_period
from congdoan.catalogue.models import current
from congdoan.catalogue.rules import Indicator
from congdoan.claims.models import (
    Bound,
    CheckedClaim,
    CheckedText,
    Context,
    habits_for,
    judge,
    laid_within,
    words_of,
)
from congdoan.claims.rules import Claim, Judgement, as_object, read
from congdoan.claims.rules.fielding import Laid
from congdoan.figures.rules import scope_of
from congdoan.org.models import Unit, UnitQuerySet
from congdoan.org.rules import Right, Tell

Key = tuple[str, str]


def judge_kept(text: CheckedText, *, is_told: bool, tell: Tell | None = None) -> bool:
    """Judge a kept text, within the reach of its keeper; whether a verdict or its number is another than before.

    With `is_told` what changed is marked for the keeper. To be called in a transaction, with the text locked.
    """
    within = text.keeper.reach(Right.READ)
    laid = laid_within(text.text, within)
    claims = read(laid.shown)
    held = _Held(text.claims.all())
    earlier = [held.of(claim) for claim in claims]
    context = Context(
        text.unit,
        text.dated,
        within,
        {place: bound for place, each in enumerate(earlier) if each and (bound := bound_of(each.bound, within))},
        habits_for({words_of(claim) for claim in claims}),
    )
    judgements = judge(laid.shown, claims, context, tell)
    rows = [
        _row(text, place, claim, told, each if is_told else None, each)
        for place, (claim, told, each) in enumerate(zip(claims, judgements, earlier, strict=True))
        if not laid.at(claim.start, claim.end)
    ]
    changed = [row for row in rows if row.before]
    text.claims.all().delete()
    CheckedClaim.objects.bulk_create(rows)
    _keep(text, rows, laid, is_changed=bool(changed))
    return bool(changed)


def _keep(text: CheckedText, rows: Sequence[CheckedClaim], laid: Laid, *, is_changed: bool) -> None:
    now = clock.now()
    text.judged_at, text.asked = now, _asked(rows, laid)
    text.changed_at = (text.changed_at or now) if is_changed else None
    CheckedText.objects.filter(pk=text.pk).update(
        judged_at=now, asked=text.asked, changed_at=text.changed_at, snapshot=ThisSnapshot()
    )
    text.refresh_from_db(fields=["snapshot"])


class _Held:
    """The claims that a text had, to be found again after it was changed: those of the same words in their order."""

    def __init__(self, rows: Iterable[CheckedClaim]) -> None:
        self._rows: dict[Key, list[CheckedClaim]] = defaultdict(list)
        for row in rows:
            self._rows[row.words, str(row.told["subject"])].append(row)

    def of(self, claim: Claim) -> CheckedClaim | None:
        rows = self._rows[claim.text, claim.subject]
        return rows.pop(0) if rows else None


def _row(
    text: CheckedText,
    place: int,
    claim: Claim,
    judgement: Judgement,
    seen: CheckedClaim | None,
    earlier: CheckedClaim | None,
) -> CheckedClaim:
    told = as_object(claim, judgement)
    before = None
    if seen is not None:
        was = seen.before or {"verdict": seen.verdict, "ledger": seen.told["ledger"]}
        before = was if (was["verdict"], was["ledger"]) != (told["verdict"], told["ledger"]) else None
    return CheckedClaim(
        text=text,
        place=place,
        start=claim.start,
        end=claim.end,
        words=claim.text,
        verdict=judgement.verdict.value,
        told=told,
        before=before,
        reason=earlier.reason if earlier else "",
        bound=earlier.bound if earlier else None,
    )


def bound_of(written: Mapping[str, str] | None, within: UnitQuerySet) -> Bound | None:
    """The question to which a claim was bound; None where it can no longer be asked."""
    if not written:
        return None
    unit = within.filter(code=written["unit"]).first()
    with suppress(UnknownPeriod, ValueError):
        period = parse_period(written["period"], Cutoff.parse(written["cutoff"]))
        return None if unit is None else Bound(written["indicator"], unit, period, scope_of(written["scope"]))
    return None


def _asked(rows: Sequence[CheckedClaim], laid: Laid) -> dict[str, object]:
    """The codes and units that the figures of a text are counted from."""
    indicators = current().indicators
    codes = {str(row.told["indicator"]) for row in rows if row.told["indicator"]}
    codes |= {place.field.indicator for place in laid.places}
    units = {str(row.told["unit"]) for row in rows if row.told["unit"]} | {each.field.unit for each in laid.places}
    parts = {part for code in codes if code in indicators for part in _parts(indicators[code], indicators)}
    keys = Unit.objects.filter(code__in=units).values_list("pk", flat=True)
    return {"codes": sorted(parts), "units": sorted(keys)}


def _parts(indicator: Indicator, indicators: Mapping[str, Indicator]) -> set[str]:
    """The additive indicators beneath one, itself where it is one."""
    if indicator.is_additive:
        return {indicator.code}
    named = {indicator.of, (indicator.per or "").removeprefix("plan:")}
    return {part for code in named if code in indicators for part in _parts(indicators[code], indicators)}
