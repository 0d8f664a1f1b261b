"""`python -m benchmarks 10M`: make the national book of a size and measure it.

With `make` it is only made; with `fresh` freshness alone is measured anew, all other numbers stay as they were told.
"""

import sys
from dataclasses import asdict

from benchmarks import place


def main(size: str, *only: str) -> None:
    place.prepare()
    from benchmarks import nation

    if size not in nation.SIZES:
        sys.exit(f"SIZE is one of {', '.join(nation.SIZES)}")
    made = nation.make(size)
    try:
        if "fresh" in only:
            from benchmarks import fresh, measure, report

            report.keep(size, report.known()[size] | {"fresh": fresh.freshness(measure.SECONDS), "fresh_apart": True})
        elif "make" not in only:
            from benchmarks import measure, report

            report.keep(size, {"made": asdict(made)} | measure.measure())
            print(report.TOLD.read_text("utf-8"))
    finally:
        place.end(keep=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
