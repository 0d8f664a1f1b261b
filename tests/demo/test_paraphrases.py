"""What the real texts tell, in other words: right figures are never called wrong, wrong ones always are."""

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest

from congdoan.claims.models import Context, judge
from congdoan.claims.rules import Claim, Judgement, Verdict, read
from congdoan.org.models import Unit

TABLE = tomllib.loads((Path(__file__).parent / "paraphrases.toml").read_text("utf-8"))
_FIGURE = re.compile(r"\[([^|\]]*)\|([^|\]]*)\|([^|\]]*)\]")
RIGHT = {Verdict.AGREES, Verdict.ROUNDED, Verdict.WITHIN}

EACH = [(unit, told["dated"], text) for unit, told in TABLE.items() for text in told["texts"]]


def judged(unit: str, dated: date, text: str) -> dict[str, Judgement]:
    claims: list[Claim] = read(text)
    verdicts = judge(text, claims, Context(Unit.objects.get(code=unit), dated))
    return {claim.text: verdict for claim, verdict in zip(claims, verdicts, strict=True)}


@pytest.mark.parametrize(("unit", "dated", "text"), EACH)
def test_what_is_right_is_not_called_wrong(demo: None, unit: str, dated: date, text: str) -> None:
    found = judged(unit, dated, _FIGURE.sub(r"\1", text))
    for printed, indicator, _wrong in _FIGURE.findall(text):
        told = found[printed]
        assert (told.indicator or "", told.verdict in RIGHT) == (indicator, bool(indicator)), told.reason


@pytest.mark.parametrize(("unit", "dated", "text"), EACH)
def test_what_is_made_wrong_is_called_so(demo: None, unit: str, dated: date, text: str) -> None:
    found = judged(unit, dated, _FIGURE.sub(r"\3", text))
    for _printed, indicator, wrong in _FIGURE.findall(text):
        assert (found[wrong].verdict is Verdict.DIFFERS) == bool(indicator), found[wrong].reason
