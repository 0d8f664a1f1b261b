"""How well figures are read: against the labelled corpus, in all and per role, with every miss and every extra.

Run by `make bench-claims`. The corpus lies in `$CONGDOAN_SHARED/corpus`, or in `../shared/corpus` beside the checkout;
where it is absent the program says so and ends well. The result is written to `RESULTS-claims.md` beside this file.
"""

import json
import os
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from congdoan.claims.rules import Claim, Role, read

HERE = Path(__file__).parent
SHARED = Path(os.environ.get("CONGDOAN_SHARED") or HERE.parent.parent / "shared")
CORPUS = SHARED / "corpus"
RESULTS = HERE / "RESULTS-claims.md"
FUZZING = "## Fuzzing"
"""The section that `make fuzz` writes; it is left as it stands."""
WORDS, TEXTS = 500, 1000
FURNITURE = {"tail", "caption"}


@dataclass(frozen=True)
class Label:
    """What a careful reader labelled."""

    start: int
    end: int
    text: str
    low: Decimal | None
    high: Decimal | None
    role: str

    @classmethod
    def of(cls, written: dict[str, object]) -> "Label":
        return cls(
            int(str(written["start"])),
            int(str(written["end"])),
            str(written["text"]),
            _number(written["low"]),
            _number(written["high"]),
            str(written["role"]),
        )

    def overlaps(self, claim: Claim) -> bool:
        return self.start < claim.end and claim.start < self.end

    def equals(self, claim: Claim) -> bool:
        return (self.role, self.low, self.high) == (claim.role.value, claim.low, claim.high)


def _number(written: object) -> Decimal | None:
    return None if written is None else Decimal(str(written))


@dataclass
class Score:
    """How many figures are labelled, read, found (overlapping a label) and right (the same role and value too)."""

    labelled: int = 0
    read: int = 0
    found: int = 0
    right: int = 0

    def __iadd__(self, other: "Score") -> "Score":
        self.labelled += other.labelled
        self.read += other.read
        self.found += other.found
        self.right += other.right
        return self

    @property
    def precision(self) -> float:
        return self.right / self.read if self.read else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.labelled if self.labelled else 1.0

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    @property
    def values(self) -> float:
        return self.right / self.found if self.found else 1.0

    def row(self, name: str) -> str:
        shares = (self.precision, self.recall, self.f1, self.values)
        numbers = (self.labelled, self.read, self.found, self.right)
        return " | ".join([f"| {name}", *map(str, numbers), *(f"{share:.3f}" for share in shares)]) + " |"


@dataclass
class Result:
    """The scores in all and per role, and what went wrong, each as a line."""

    total: Score = field(default_factory=Score)
    roles: dict[str, Score] = field(default_factory=lambda: {role.value: Score() for role in Role})
    faults: list[str] = field(default_factory=list)
    furniture: int = 0


def judge(name: str, text: str, labels: list[Label], ignored: list[tuple[int, int]], result: Result) -> None:
    """Score one text."""
    claims = read(text)
    taken: set[int] = set()
    for label in labels:
        over = [place for place, claim in enumerate(claims) if label.overlaps(claim)]
        right = next((place for place in over if place not in taken and label.equals(claims[place])), None)
        if right is not None:
            taken.add(right)
        else:
            read_as = ", ".join(_told(claims[place]) for place in over) or "nothing"
            result.faults.append(f"- {name}:{label.start} missed `{label.text}`, read {read_as}")
        score = Score(labelled=1, found=bool(over), right=right is not None)
        result.roles[label.role] += score
        result.total += score
    for place, claim in enumerate(claims):
        result.roles[claim.role.value] += Score(read=1)
        result.total += Score(read=1)
        result.furniture += any(start < claim.end and claim.start < end for start, end in ignored)
        if place not in taken and not any(label.overlaps(claim) for label in labels):
            result.faults.append(f"- {name}:{claim.start} extra {_told(claim)}")


def _told(claim: Claim) -> str:
    return f"`{claim.text}` ({claim.role.value} {claim.low}..{claim.high})"


def texts() -> Iterator[tuple[str, str, list[Label], list[tuple[int, int]]]]:
    """Each text of the corpus with its labels, and the places of its tails and captions."""
    for file in sorted(CORPUS.glob("*.json")):
        written = json.loads(file.read_text("utf-8"))
        ignored = [(each["start"], each["end"]) for each in written["ignore"] if each["why"] in FURNITURE]
        labels = [Label.of(each) for each in written["claims"]]
        yield file.stem, file.with_suffix(".txt").read_text("utf-8"), labels, ignored


def seconds_for_many(corpus: Iterable[str]) -> float:
    """The processor's seconds for a thousand texts of five hundred words, made of the corpus."""
    words = " ".join(corpus).split(" ")
    made = [" ".join(words[place : place + WORDS]) for place in range(0, len(words) - WORDS, WORDS // 4)]
    begun = time.process_time()
    for place in range(TEXTS):
        read(made[place % len(made)])
    return time.process_time() - begun


def report(result: Result, seconds: float, count: int) -> str:
    heads = ("role", "labelled", "read", "found", "right", "precision", "recall", "F1", "right of found")
    table = ["| " + " | ".join(heads) + " |", "|" + " --- |" * len(heads), result.total.row("all")]
    table += [score.row(role) for role, score in result.roles.items() if score.labelled or score.read]
    return "\n".join(
        [
            "# How well figures are read",
            "",
            "Written by `make bench-claims`. *Found*: a labelled figure and a read one overlap; *right*: role, low and",
            f"high are the same too. {count} texts; {result.furniture} figures of captions or other news taken.",
            f"{TEXTS} texts of {WORDS} words: {seconds:.1f} s of one processor.",
            "",
            *table,
            "",
            "## Misses and extras",
            "",
            *(result.faults or ["None."]),
            "",
        ]
    )


def main() -> None:
    if not CORPUS.is_dir():
        print("bench-claims: skipped, there is no corpus at $CONGDOAN_SHARED/corpus or ../shared/corpus.")
        return
    result, corpus = Result(), []
    for name, text, labels, ignored in texts():
        judge(name, text, labels, ignored, result)
        corpus.append(text)
    told = report(result, seconds_for_many(corpus), len(corpus))
    earlier = RESULTS.read_text("utf-8") if RESULTS.exists() else ""
    fuzzed = f"\n{FUZZING}{earlier.split(FUZZING)[1]}" if FUZZING in earlier else ""
    RESULTS.write_text(told + fuzzed, "utf-8")
    print(told)


if __name__ == "__main__":
    main()
