"""`python -m benchmarks 10M`: make the national book of a size and measure it."""

import sys

from benchmarks import place


def main(size: str) -> None:
    place.prepare()
    from benchmarks import nation

    made = nation.make(size)
    print(made)


if __name__ == "__main__":
    main(sys.argv[1])
