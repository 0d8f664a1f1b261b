"""On how many random examples a law is tried: on some in each check, on all of them by `make laws`, which writes down
what came of it.

Every example is drawn anew each time, so checks see others each day. Loaded as a plugin (`-p tests.examples`) this is
also what writes the page.
"""

import os
import re
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings

T = TypeVar("T", bound=Callable[..., Any])

IN_A_CHECK = 0.06
TIMES = float(os.environ.get("CONGDOAN_LAWS", IN_A_CHECK))
"""How much of the whole number is tried; `make laws` says 1, or more."""
FEWEST = 3
REPORT = os.environ.get("CONGDOAN_LAWS_REPORT")


def tried_on(examples: int) -> Callable[[T], T]:
    """A law, which `make laws` tries on so many examples."""
    most = max(FEWEST, round(examples * TIMES))
    tried = settings(max_examples=most, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)
    return lambda test: pytest.mark.slow(pytest.mark.law(tried(test)))


_PASSED = re.compile(r"\b(\d+) passing\b")
_ROWS: list[tuple[str, str, int, float]] = []
_BEGAN = time.monotonic()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    """Send along on how many examples the law was tried, from the process that tried it."""
    report = yield
    if report.when == "call":
        told = getattr(item, "hypothesis_statistics", "")
        report.user_properties.append(("examples", sum(map(int, _PASSED.findall(told)))))
    return report


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.when == "call":
        tried = dict(report.user_properties).get("examples", 0)
        _ROWS.append((report.nodeid.removeprefix("tests/"), report.outcome, int(str(tried)), report.duration))


def pytest_sessionfinish(session: pytest.Session) -> None:
    if REPORT and not hasattr(session.config, "workerinput"):
        Path(REPORT).write_text(_page(), encoding="utf-8")


def _page() -> str:
    """The result, as a page."""
    laws = "\n".join(
        f"| {_sentence(name)} | {tried} | {seconds:.0f} s | {'holds' if outcome == 'passed' else '**BROKEN**'} |"
        for name, outcome, tried, seconds in sorted(_ROWS)
    )
    few = f"{IN_A_CHECK:.0%} of as many, {FEWEST} at least"
    lasted = timedelta(seconds=round(time.monotonic() - _BEGAN))
    return f"""# The laws

Written by `make laws`: each law is tried on random histories that are drawn anew each time; `make check` tries each on
{few}. A history that breaks a law is cut down to the shortest that does, and printed.

{len(_ROWS)} laws, {sum(row[2] for row in _ROWS)} examples, {lasted} on {os.cpu_count()} cores.

| law | examples | lasted | |
|---|---|---|---|
{laws}
"""


def _sentence(name: str) -> str:
    file, _colons, test = name.partition("::")
    return f"{test.removeprefix('test_').replace('_', ' ')} (`{file}`)"
