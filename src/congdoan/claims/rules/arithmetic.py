"""Arithmetic inside a text: shares, percents of plan, sums of parts, price times number, checked where they stand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from congdoan.base.text import NO_BREAK, number
from congdoan.claims.rules.claim import Claim, Role
from congdoan.claims.rules.telling import written
from congdoan.claims.rules.verdicts import is_rounded_or_cut

_NEAR = 160
_NEAREST = 60


@dataclass(frozen=True)
class Sum:
    """A reckoning with the figures of a text: whether the claim at `place` is what the others make, in words."""

    place: int
    others: tuple[int, ...]
    computed: Decimal
    agrees: bool
    reason: str


def sums_inside(claims: Sequence[Claim], text: str) -> list[Sum]:
    """All reckonings that the text invites, in the order of their claims."""
    found: list[Sum] = []
    for place in range(len(claims)):
        found += [
            each
            for each in (_share(claims, place), _of_plan(claims, place), _pieces(claims, place), _head(claims, place))
            if each is not None
        ]
    return sorted([*found, *_parts(claims, text)], key=lambda each: each.place)


def _share(claims: Sequence[Claim], place: int) -> Sum | None:
    """`474/577 …, đạt 79 %`; `1.317 nữ trong 3.443 người, chiếm 38 %`."""
    claim = claims[place]
    if claim.role is not Role.PERCENT or place == 0 or claim.over or claim.value is None:
        return None
    before = claims[place - 1]
    if claim.start - before.end > _NEAREST:
        return None
    if before.role is Role.RATIO and before.low is not None and before.of:
        return _divided(place, (place - 1,), claim, before.low, before.of)
    whole = claims[before.part_of] if before.part_of is not None else None
    if whole is None or claim.of_plan or before.value is None or not whole.value or before.role is not whole.role:
        return None
    assert before.part_of is not None
    return _divided(place, (place - 1, before.part_of), claim, before.value, whole.value)


def _of_plan(claims: Sequence[Claim], place: int) -> Sum | None:
    """`8.865 đoàn viên (đạt 147 % so với chỉ tiêu giao là 6.000)`."""
    claim = claims[place]
    if not claim.of_plan or claim.value is None or place == 0 or place + 1 >= len(claims):
        return None
    before, after = claims[place - 1], claims[place + 1]
    is_near = after.start - claim.end <= _NEAREST and claim.start - before.end <= _NEAREST
    if not (after.target and is_near and before.value and after.value and before.measure == after.measure):
        return None
    done = before.value - after.value if claim.over else before.value
    return _divided(place, (place - 1, place + 1), claim, done, after.value)


def _divided(place: int, others: tuple[int, ...], claim: Claim, part: Decimal, whole: Decimal) -> Sum:
    computed = part * 100 / whole
    assert claim.value is not None
    agrees = claim.value == computed or is_rounded_or_cut(claim.value, computed, claim.step)
    told = _("%(part)s chia %(whole)s được %(result)s") % {
        "part": written(part),
        "whole": written(whole),
        "result": f"{number(computed, 2)}{NO_BREAK}%",
    }
    return Sum(place, others, computed, agrees, _sentence(agrees, told))


def _sentence(agrees: bool, told: str) -> str:
    return (_("Đúng trong chính câu này: %s.") if agrees else _("Sai trong chính câu này: %s.")) % told


def _pieces(claims: Sequence[Claim], place: int) -> Sum | None:
    """`20 suất quà, mỗi suất 500.000 đồng, tổng 10 triệu đồng`."""
    if place + 2 >= len(claims):
        return None
    pieces, price, total = claims[place : place + 3]
    is_near = total.start - pieces.end <= _NEAR
    if not (is_near and price.unit_price and pieces.role is Role.COUNT and total.role is Role.MONEY):
        return None
    if total.unit_price or not (pieces.value and price.value and total.value) or "tổng" not in total.subject.lower():
        return None
    computed = pieces.value * price.value
    agrees = computed == total.value or is_rounded_or_cut(total.value, computed, total.step)
    told = _("%(count)s nhân %(price)s được %(result)s đồng") % {
        "count": written(pieces.value),
        "price": written(price.value),
        "result": written(computed),
    }
    return Sum(place + 2, (place, place + 1), computed, agrees, _sentence(agrees, told))


def _head(claims: Sequence[Claim], place: int) -> Sum | None:
    """`hỗ trợ 12 đoàn viên, tổng số tiền 24 triệu đồng, bình quân 2 triệu đồng/người`: the amount per head."""
    if place < 2:
        return None
    heads, total, mean = claims[place - 2 : place + 1]
    if heads.role is Role.MONEY:
        heads, total = total, heads
    is_near = mean.start - min(heads.end, total.end) <= _NEAR
    if not (is_near and mean.unit_price and heads.role is Role.COUNT and total.role is Role.MONEY):
        return None
    if total.unit_price or not (heads.value and total.value and mean.value) or "bình quân" not in mean.subject.lower():
        return None
    computed = total.value / heads.value
    agrees = computed == mean.value or is_rounded_or_cut(mean.value, computed, mean.step)
    told = _("%(total)s đồng chia %(count)s được %(result)s đồng") % {
        "total": written(total.value),
        "count": written(heads.value),
        "result": number(computed),
    }
    return Sum(place, (place - 2, place - 1), computed, agrees, _sentence(agrees, told))


def _parts(claims: Sequence[Claim], text: str) -> Iterator[Sum]:
    """Parts told as `gồm … và …`, of the same unit noun: they make their whole, or not."""
    for place, parts in _wholes(claims).items():
        whole, values = claims[place].value, [claims[part].value for part in parts]
        between = text[claims[place].end : claims[parts[0]].start].lower()
        if whole is None or len(parts) < 2 or None in values:
            continue
        total = sum((value for value in values if value is not None), Decimal(0))
        if total == whole or "gồm" in between:
            told = _("%(parts)s cộng lại được %(total)s") % _sum_of(values, total)
            yield Sum(place, tuple(parts), total, total == whole, _sentence(total == whole, told))


def _wholes(claims: Sequence[Claim]) -> dict[int, list[int]]:
    """The parts of each whole that count the same thing."""
    wholes: dict[int, list[int]] = {}
    for place, claim in enumerate(claims):
        whole = None if claim.part_of is None else claims[claim.part_of]
        if whole and claim.part_of is not None and (claim.role, claim.measure) == (whole.role, whole.measure):
            wholes.setdefault(claim.part_of, []).append(place)
    return wholes


def _sum_of(values: Sequence[Decimal | None], total: Decimal) -> dict[str, str]:
    return {"parts": " + ".join(written(value) for value in values if value is not None), "total": written(total)}


def implied_plan(done: Decimal, percent: Decimal, step: Decimal, plan: Decimal) -> str:
    """The plan that a number and its percentage tell of, beside the plan of record."""
    computed = done * 100 / plan
    words = {
        "done": written(done),
        "percent": f"{written(percent)}{NO_BREAK}%",
        "implied": number(done * 100 / percent),
        "plan": number(plan),
        "rate": f"{number(computed, 2)}{NO_BREAK}%",
    }
    if percent == computed or is_rounded_or_cut(percent, computed, step):
        return _("%(done)s trên kế hoạch đã giao %(plan)s được %(rate)s.") % words
    return _("%(done)s là %(percent)s thì kế hoạch phải là %(implied)s; kế hoạch đã giao là %(plan)s.") % words
