"""`python -m benchmarks 10M`: make the national book of a size and measure it; `make` alone only makes it."""

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
        if "make" not in only:
            from benchmarks import measure, report

            report.keep(size, {"made": asdict(made)} | measure.measure())
            print(report.TOLD.read_text("utf-8"))
    finally:
        place.end(keep=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
