"""Whatever text or file is given, there is an answer: the reading of claims fuzzed by Hypothesis for a while.

Run by `make fuzz` (SECONDS=300). Each example is a text put together at random, of letters, of pieces of the language
and of sentences of the tests cut and joined anew, or a file of such a text or of any bytes. What must hold: no
exception but the sentence that says why a file has no text; every place is its slice; nothing takes long. The result
is written into `RESULTS-claims.md` beside this file.
"""

import os
import re
import sys
import time
import tomllib
import traceback
import unicodedata
from collections import Counter
from collections.abc import Callable
from datetime import date
from io import BytesIO
from itertools import pairwise
from pathlib import Path

from django.conf import settings as django_settings
from docx import Document
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from congdoan.claims.rules import as_object, as_page, as_text, claim_of, read
from congdoan.claims.rules.arithmetic import sums_inside
from congdoan.claims.rules.calendar import day_of, periods_meant, usual_periods
from congdoan.claims.rules.fielding import laid_out, number_in
from congdoan.claims.rules.layout import body
from congdoan.claims.rules.opening import Unreadable, opened

HERE = Path(__file__).parent
RESULTS = HERE / "RESULTS-claims.md"
HEADING = "## Fuzzing"
SENTENCES = HERE.parent / "tests" / "claims" / "sentences.toml"
SLOWEST = 3.0
"""Seconds that one example may take."""
AT_ONCE = 200
"""Examples between two looks at the clock."""

_MARKED = re.compile(r"\[([^|\]]*)\|[^\]]*\]")
_DATED = date(2024, 6, 25)
_PIECES = [
    *("1", "12", "2.247", "12,5", "1.", "0", "000", "%", "‰", "đồng", "đ", "triệu", "tỷ", "nghìn", "-", "–", "/"),
    *("từ", "đến", "hơn", "gần", "khoảng", "người", "đoàn viên", "một", "hai", "mươi", "trăm", "rưỡi", "năm", "2024"),
    *("tháng", "quý", "số", ".", ",", ";", ":", "“", "”", '"', "hàng", "chục", "trong đó", "gồm", "tổng", "mỗi suất"),
    *("trở lên", "|", "ảnh:", "anh.jpg", "tin liên quan", "cùng kỳ", "e\u0301", "\u200b", "\u00a0", "\u00ad", "²", "٣"),
    *("İ", "ǅ", "\ufffc", "\x00", "\ud7ff", "ß", "\u0303", "và", "{{ figure", "}}", "µ¸", "aø", "20-NQ/TW", "vượt"),
    *("kế hoạch", "bình quân", "chỉ tiêu", "\n", "\r\n", "\t", "IV", "lần thứ", "ngày 1/1", "\U0001f600", "(", ")"),
    *("đạt", "1/2", "{{ figure mill members.admitted 2024 }}"),
]


def _sentences() -> list[str]:
    tables = tomllib.loads(SENTENCES.read_text("utf-8"))
    return [_MARKED.sub(r"\1", sentence) for sentences in tables.values() for sentence in sentences]


_SENTENCES = _sentences()
_CUT = st.tuples(st.sampled_from(_SENTENCES), st.integers(0, 200), st.integers(0, 200)).map(
    lambda each: each[0][min(each[1:]) : max(each[1:])]
)
_TEXT = st.one_of(
    st.text(max_size=400),
    st.lists(st.sampled_from(_PIECES), max_size=120).map(" ".join),
    st.lists(st.sampled_from(_PIECES), max_size=120).map("".join),
    st.lists(st.one_of(st.sampled_from(_SENTENCES), _CUT), max_size=12).map(" ".join),
    st.lists(st.one_of(_CUT, st.sampled_from(_PIECES), st.text(max_size=20)), max_size=30).map("".join),
    st.tuples(st.lists(st.sampled_from(_PIECES), min_size=1, max_size=4), st.integers(1, 2000)).map(
        lambda each: "đoàn viên được ước " * 9 + "".join(each[0]) * each[1]
    ),
)
_FORMS = st.sampled_from(["NFC", "NFD", "NFKD", ""])
_ENCODINGS = st.sampled_from(["utf-8", "utf-16", "latin-1", "cp1258", "utf-32"])


def read_any(text: str, form: str) -> None:
    """A text of any kind: read, reckoned with, laid out and told again."""
    text = unicodedata.normalize(form, text) if form else text  # type: ignore[arg-type]
    claims = read(text)
    assert all(text[claim.start : claim.end] == claim.text != "" for claim in claims)
    assert all(before.end <= after.start for before, after in pairwise(claims))
    sums_inside(claims, text)
    for claim in claims:
        assert claim.low is not None or claim.high is not None
        again = claim_of(as_object(claim))
        assert (again.text, again.role, again.measure) == (claim.text, claim.role, claim.measure)
        number_in(claim)
        periods_meant(claim.period or "", _DATED)
    usual_periods(day_of(body(text), _DATED) or _DATED)
    laid = laid_out(text, lambda field: "7")
    assert all(laid.shown[place.start : place.end] == place.told for place in laid.places)
    judged = [(claim, None) for claim in claims]
    assert as_page(text, judged)
    assert as_text(text, judged)


def open_any(text: str, encoding: str, name: str, as_word: bool, rubbish: bytes) -> None:
    """A file of any kind: opened, or refused with a sentence."""
    content = rubbish or text.encode(encoding, "replace")
    if as_word:
        document, kept = Document(), BytesIO()
        document.add_paragraph("".join(char for char in text if char.isprintable()))
        document.save(kept)
        content = kept.getvalue()
    try:
        text = opened(name, content).text
    except Unreadable as refused:
        text = str(refused)
    assert text
    read(text)


_QUIET = settings(
    max_examples=AT_ONCE,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
_NAMES = st.sampled_from(["a.txt", "a.docx", "a.pdf", "a", "a.doc"])
_RUBBISH = st.one_of(
    st.just(b""),
    st.binary(max_size=300),
    st.binary(max_size=300).map(b"%PDF-1.7 ".__add__),
    st.binary(max_size=300).map(b"PK\x03\x04".__add__),
    st.binary(max_size=100).map(b"\xd0\xcf\x11\xe0".__add__),
)


class Fuzz:
    """How many examples were tried, how long the slowest took, and what went wrong."""

    def __init__(self) -> None:
        self.count = 0
        self.slowest = 0.0
        self.faults: Counter[str] = Counter()

    def texts(self) -> None:
        @_QUIET
        @given(_TEXT, _FORMS)
        def test(text: str, form: str) -> None:
            self._timed(lambda: read_any(text, form), repr(text))

        test()

    def files(self) -> None:
        @_QUIET
        @given(_TEXT, _ENCODINGS, _NAMES, st.booleans(), _RUBBISH)
        def test(text: str, encoding: str, name: str, as_word: bool, rubbish: bytes) -> None:
            self._timed(lambda: open_any(text, encoding, name, as_word and not rubbish, rubbish), repr(text))

        test()

    def _timed(self, tried: Callable[[], None], what: str) -> None:
        begun = time.process_time()
        try:
            tried()
        except Exception:
            last = traceback.format_exc().strip().splitlines()
            self.faults[f"{last[-1][:160]} ({last[-3].strip()[:120] if len(last) > 2 else ''})"] += 1
            print(f"{last[-1]}\n  {what[:400]}", file=sys.stderr)
        took = time.process_time() - begun
        self.count += 1
        self.slowest = max(self.slowest, took)
        if took > SLOWEST:
            self.faults[f"took {took:.1f} s: {what[:160]}"] += 1
            print(f"took {took:.1f} s\n  {what[:400]}", file=sys.stderr)


def write(section: str) -> None:
    """Put the section into the results in the place of the one before."""
    told = RESULTS.read_text("utf-8") if RESULTS.exists() else ""
    RESULTS.write_text(told.split(HEADING)[0].rstrip() + "\n\n" + section, "utf-8")


def main() -> int:
    django_settings.configure(USE_I18N=False)
    seconds = int(os.environ.get("SECONDS") or 300)
    fuzz, end = Fuzz(), time.monotonic() + seconds
    while time.monotonic() < end:
        fuzz.texts()
        fuzz.files()
    faults = [f"- {count} x {fault}" for fault, count in fuzz.faults.most_common()]
    section = "\n".join(
        [
            HEADING,
            "",
            "Written by `make fuzz`: texts and files made at random by Hypothesis, read, reckoned with and told.",
            f"{seconds} s: {fuzz.count} examples, {sum(fuzz.faults.values())} faults; "
            f"the slowest took {fuzz.slowest:.2f} s of the processor.",
            "",
            *(faults or ["No faults."]),
            "",
        ]
    )
    write(section)
    print(section)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
