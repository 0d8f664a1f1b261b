"""RESULTS.md and the picture of the growth, written from what was measured, size by size."""

import json
import platform
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import altair as alt
import psutil

from benchmarks import place
from congdoan.base import clock

HERE = Path(__file__).parent
MEASURED, TOLD, PICTURE = HERE / "results.json", HERE / "RESULTS.md", HERE / "growth.svg"
HAND, DUCK = "PostgreSQL, by hand", "DuckDB"
LEVELS = ("grassroots", "superior", "provincial", "national")
SIZES = ("1M", "10M", "100M")
Told = dict[str, Any]


def known() -> dict[str, Told]:
    """The numbers of each size that was measured."""
    told: dict[str, Told] = json.loads(MEASURED.read_text("utf-8")) if MEASURED.exists() else {}
    return told


def keep(size: str, told: Told) -> None:
    """Put a size's numbers beside those of others, and write the report anew."""
    all_told = known() | {size: told | {"machine": machine(), "day": f"{clock.today():%d/%m/%Y}"}}
    MEASURED.write_text(json.dumps({key: all_told[key] for key in SIZES if key in all_told}, indent=1) + "\n", "utf-8")
    write()


def machine() -> Told:
    cores, memory = psutil.cpu_count(logical=False) or psutil.cpu_count(), psutil.virtual_memory().total
    return {
        "cores": cores,
        "memory": f"{memory / 2**30:.0f} GiB",
        "python": platform.python_version(),
        "settings": place.settings(),
    }


def write() -> None:
    known: dict[str, Told] = json.loads(MEASURED.read_text("utf-8"))
    text = "\n\n".join(
        [
            "# The ledger at the size of the country",
            "Written by `make bench SIZE=…`; all times of a size are of one run, warm, in milliseconds where nothing "
            "else is said. (a) is the program's own reader, with coverage, bounds, plan and what is backed; (b) one "
            "hand-written statement over the tree on the same tables; (c) the same on DuckDB over Parquet sorted for "
            "it, two threads. (b) and (c) tell sums alone; n is how often they were asked before patience ended, "
            "and where it is 1 it was not warm.",
            _book(known),
            "## Bars",
            _bars(known),
            *(_size(size, told) for size, told in reversed(known.items())),
            "## Growth",
            _growth(known),
            "![Growth](growth.svg)",
        ]
    )
    TOLD.write_text(text + "\n", "utf-8")
    _picture(known)


def _table(heads: list[str], rows: list[list[object]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def _book(known: dict[str, Told]) -> str:
    rows = [
        [
            size, f"{t['made']['postings']:,}", f"{t['made']['entries']:,}", f"{t['made']['units']:,}",
            f"{t['made']['copied_a_second']:,}", f"{t['made']['rebuilt']:,.0f} s" if t["made"]["rebuilt"] else "–",
            f"{t['machine']['cores']}, {t['machine']['memory']}", t["day"],
            f"{t['busy']:.0f} %" if "busy" in t else "–",
        ]
        for size, t in known.items()
    ]  # fmt: skip
    heads = [
        "size",
        "postings",
        "entries",
        "units",
        "made a second",
        "tallies laid anew in",
        "cores, memory",
        "measured",
        "processors busy just before",
    ]
    settings = next(reversed(known.values()))["machine"]["settings"]
    named = ", ".join(f"`{name} = {value}`" for name, value in settings.items())
    bare = [size for size, told in known.items() if not told.get("metadata_kept")]
    said = (
        f" In the run{'s' if len(bare) > 1 else ''} of {', '.join(bare)} DuckDB read what the files hold where anew "
        "for each question, about a quarter of the time of a small unit's; since then it is kept."
    )
    return f"{_table(heads, rows)}\n\nThe server is the house's own with {named}.{said if bare else ''}"


def _size(size: str, told: Told) -> str:
    ours, hand, duck = told["ours"], told[HAND], told[DUCK]
    forms = [_beside(name, ours["form"][name], hand["form"][name], duck["form"][name]) for name in ours["form"]]
    # Runs before restated no form.
    forms += [
        _beside(f"{name}, fifteen years, restated", of, hand["form restated"][name], duck["form restated"][name])
        for name, of in ours.get("form restated", {}).items()
    ]
    figures = [
        _beside(name, ours["figure"][name], hand["figure"][name], duck["figure"][name]) for name in ours["figure"]
    ]
    parts = [_beside(f"part months, {n}", ours["part"][n], hand["part"][n], duck["part"][n]) for n in ours["part"]]
    restated = [
        _beside(f"restated, {name}", ours["restated"][name], hand["restated"][name], duck["restated"][name])
        for name in ours["restated"]
    ]
    heads = ["", "(a) n", "p50", "p95", "p99", "(b) n", "p50", "p95", "(c) n", "p50", "p95", "(b) : (a)", "(c) : (a)"]
    return "\n\n".join(
        [
            f"## {size} postings",
            f"A form of 60 indicators with 4 columns. {told['checked']:,} numbers of (a), (b) and (c) were compared "
            "first: all the same.",
            _table(heads, forms),
            "One figure: whole months, part months, and fifteen years restated on the tree of another day.",
            _table(heads, figures + parts + restated),
            *_covering(told),
            _writes(told),
        ]
    )


def _covering(told: Told) -> Iterator[str]:
    if "covering" in told:
        alone, fetched = told["covering"]["index alone"], told["covering"]["with the table"]
        yield (
            "One indicator of the largest province, read from the postings unit by unit: "
            f"{alone:,.0f} ms from the covering index alone, {fetched:,.0f} ms where rows are looked up in the table."
        )


def _beside(name: str, a: Told, b: Told, c: Told) -> list[object]:
    """With how often each was asked before patience ended: where that is once, it is of one unit alone."""
    ours = [a["count"], *(f"{a[key]:,.1f}" for key in ("p50", "p95", "p99"))]
    others = [told for each in (b, c) for told in (each["count"], f"{each['p50']:,.1f}", f"{each['p95']:,.1f}")]
    return [name, *ours, *others, *(f"{each['p50'] / a['p50']:,.1f}" for each in (b, c))]


def _writes(told: Told) -> str:
    bulk, fresh = told["bulk"], told["fresh"]
    singles: list[list[object]] = [
        [
            f"{name}, {seconds:.0f} s",
            *(told[name][key] for key in ("a_second", "p50", "p95")),
            told[name]["failed"] or "none",
        ]
        for name, seconds in (("one writer", told["seconds"] / 4), ("eight writers", told["seconds"]))
    ]
    first = fresh["first_read"]
    return "\n\n".join(
        [
            _table(["single records, as the desk writes them", "a second", "p50", "p95", "failures"], singles),
            f"Bulk COPY of {bulk['rows']:,} postings: {bulk['with']:,} a second with the triggers, {bulk['without']:,} "
            f"without: {bulk['ratio']:.0%}.",
            _table(
                ["moving", "units", "seconds", "the first time, from disk"],
                [[m["what"], m["units"], m["seconds"], m.get("first", "")] for m in told["moves"]],
            ),
            f"Freshness{', in a run of its own' if told.get('fresh_apart') else ''}, while eight wrote "
            f"{fresh['records']:,} records, with {fresh['folds']} folds, {fresh['moves']} moves of superior unions: "
            f"{fresh['comparisons']:,} comparisons of tallies with postings in one snapshot "
            f"(of units with up to 600 beneath them), {fresh['mismatches']} mismatches; {fresh['looked']} records "
            f"looked for at every level above right after their commit, {fresh['missed']} missed, read in "
            f"{first['p50']:.1f} ms (p50) meanwhile. Failures: {fresh['failed'] or 'none'}. Memory of the reading "
            f"process: {_held(told, 'held_before')} before, {_held(told, 'held_after')} after.",
        ]
    )


def _bars(known: dict[str, Told]) -> str:
    """What each size reached. The bars are meant for the largest."""
    found = [_reached(told) for told in known.values()]
    rows: list[list[object]] = [
        [each[0][0], *(f"{told}: {'yes' if is_met else 'NO'}" for _bar, told, is_met in each)]
        for each in zip(*found, strict=True)
    ]
    return _table(["bar", *(f"{size}, {told['day']}" for size, told in known.items())], rows)


def _reached(told: Told) -> list[tuple[str, str, bool]]:
    ours, hand, duck = told["ours"], told[HAND], told[DUCK]
    form = dict(ours["form"])
    years = {name: times for name, times in form.items() if "fifteen" in name}
    worst_years = max(times["p95"] for times in years.values())
    worst = max(times["p95"] for times in form.values())
    slower = [name for name in form if form[name]["p50"] > duck["form"][name]["p50"]]
    by_hand = hand["form"]["national, fifteen years"]["p50"] / form["national, fifteen years"]["p50"]
    figure = max(times["p95"] for times in ours["figure"].values())
    part = max(ours["part"][level]["p95"] for level in ("superior", "provincial"))
    fresh, superior = told["fresh"], told["moves"][0]
    return [
        ("whole form, 15 years, any level, p95 <= 50 ms", f"{worst_years:.1f} ms", worst_years <= 50),
        ("the same of one month and one year", f"{worst:.1f} ms", worst <= 50),
        ("never slower than DuckDB", ", ".join(slower) or "never", not slower),
        ("national form >= 50 x faster than by hand", f"{by_hand:,.0f} x", by_hand >= 50),
        ("one figure, whole months, p95 <= 10 ms", f"{figure:.1f} ms", figure <= 10),
        ("one figure, part months, up to a province, p95 <= 50 ms", f"{part:.1f} ms", part <= 50),
        _restated(ours),
        ("bulk with triggers >= 70 % of without", f"{told['bulk']['ratio']:.0%}", told["bulk"]["ratio"] >= 0.7),
        (
            "no deadlock with eight writers in 60 s",
            f"{told['eight writers']['failed'] or fresh['failed'] or 'none'} in {told['seconds']:.0f} s",
            not told["eight writers"]["failed"] and not fresh["failed"],
        ),
        (
            "0 mismatches in >= 1,000 comparisons, first read after commit",
            f"{fresh['mismatches']} in {fresh['comparisons']:,}; {fresh['missed']} missed",
            not fresh["mismatches"] and not fresh["missed"] and fresh["comparisons"] >= 1000,
        ),
        ("moving a superior union of 200 a year back <= 1 s", _moved(superior), superior["seconds"] <= 1),
    ]


def _moved(superior: dict[str, Any]) -> str:
    """The middle of the times taken; runs before moved only once."""
    first = f" ({superior['first']} s from disk)" if "first" in superior else ""
    return f"{superior['seconds']} s{first}"


def _held(told: Told, when: str) -> str:
    """What the reading process held; runs before were told the memory of their parent, which is shown no more."""
    return f"{told['ours'][when]} MB" if when in told["ours"] else "not measured"


def _restated(ours: Told) -> tuple[str, str, bool]:
    p95 = ours["restated"]["provincial"]["p95"]
    return "a province restated over 15 years, one indicator <= 300 ms", f"{p95:.1f} ms (p95)", p95 <= 300


def _growth(known: dict[str, Told]) -> str:
    rows = [
        [
            size,
            *(f"{told['ours']['form'][f'{level}, fifteen years']['p50']:.1f}" for level in LEVELS),
            f"{told['ours']['form']['national, one month']['p50']:.1f}",
            f"{told[HAND]['form']['national, fifteen years']['p50']:,.0f}",
            f"{told[DUCK]['form']['national, fifteen years']['p50']:,.0f}",
            _held(told, "held_after"),
        ]
        for size, told in known.items()
    ]
    heads = [
        "size",
        *(f"{level}, 15 years" for level in LEVELS),
        "national, a month",
        "national by hand",
        "on DuckDB",
        "memory",
    ]
    text = _table(heads, rows)
    days = {told["day"] for told in known.values()}
    if {"1M", "100M"} <= known.keys() and len(days) == 1:
        small, large = (known[size]["ours"]["form"]["national, fifteen years"]["p50"] for size in ("1M", "100M"))
        text += f"\n\nFrom 1M to 100M postings a national report takes {large / small:.2f} times as long (bar: 1.5)."
    return text


def _picture(known: dict[str, Told]) -> None:
    values = [
        {"postings": told["made"]["postings"], "ms": told[key]["form"]["national, fifteen years"]["p50"], "who": who}
        for told in known.values()
        for key, who in (("ours", "(a) congdoan"), (HAND, "(b) by hand"), (DUCK, "(c) DuckDB"))
    ]
    chart = (
        alt.Chart(alt.Data(values=values), width=520, height=300, title="A national form of fifteen years")
        .mark_line(point=True)
        .encode(
            x=alt.X("postings:Q", scale=alt.Scale(type="log"), title="postings", axis=alt.Axis(format="~s")),
            y=alt.Y("ms:Q", scale=alt.Scale(type="log"), title="milliseconds (p50)"),
            color=alt.Color("who:N", title=None),
        )
    )
    chart.save(PICTURE)
