"""Reading a text: every figure in it that claims something about the work."""

import re

from congdoan.claims.rules.claim import Claim, Role
from congdoan.claims.rules.figure import Figure
from congdoan.claims.rules.layout import Stretch, furniture
from congdoan.claims.rules.left import left_out, without
from congdoan.claims.rules.marks import around, covered_by, whole_of
from congdoan.claims.rules.measures import measure_at
from congdoan.claims.rules.periods import Periods, period_words
from congdoan.claims.rules.plain import Plain
from congdoan.claims.rules.rows import in_rows
from congdoan.claims.rules.scanner import Scanner
from congdoan.claims.rules.sentences import Sentences
from congdoan.claims.rules.stacked import beside
from congdoan.claims.rules.subjects import Place, subject_of

_NEAR = 12
_BESIDE = 60
_OF_PLAN = re.compile(r" ?(?:so với )?(?:kế hoạch|chỉ tiêu|nghị quyết|kh(?!\w))")
_ROW = 1_000
"""So far back, in letters, are the cells of a figure's row looked at: nobody reads a wider one."""
_CELL = re.compile(r"[^|\s](?:[^|\n]*[^|\s])?")
_TOLD = re.compile(r"(?<!\w)(?:số|số lượng|các|những) ")


def read(text: str) -> list[Claim]:
    """The figures that a text claims, in their order; offsets are those of `text`."""
    plain = beside(in_rows(Plain.of(text)))
    if not plain.is_vietnamese:
        return []
    page = list(furniture(plain))
    left = left_out(plain, page)
    figures = list(Scanner(without(plain, left), plain.cased, plain.lower).figures())
    return _Reading(plain, page, figures).claims() if figures else []


class _Reading:
    """A text with the figures found in it, to be told what they are about."""

    def __init__(self, plain: Plain, page: list[Stretch], figures: list[Figure]) -> None:
        self.plain = plain
        self.figures = figures
        self.sentences = Sentences(plain.lower)
        self.periods = Periods(period_words(plain, page), self.sentences)
        self.subjects = self._subjects_of_all()

    def claims(self) -> list[Claim]:
        return [self._claim(place) for place in range(len(self.figures))]

    def _claim(self, place: int) -> Claim:
        figure = self.figures[place]
        lower = self.plain.lower
        words = around(lower, figure, self.sentences)
        period = self.periods.of(figure.start)
        start, end = self.plain.slice(figure.start, figure.end)
        return Claim(
            start=start,
            end=end,
            text=self.plain.text[start:end],
            low=figure.low,
            high=figure.high,
            role=figure.role,
            measure=self._measure(place),
            subject=self._words(*self.subjects[place]),
            period=self._words(period.start, period.end) if period else None,
            of=figure.of,
            of_plan=figure.role is Role.PERCENT
            and (words.is_marked("over") or (words.is_marked("of_plan") and not self._is_share(place))),
            over=figure.role is Role.PERCENT and words.is_marked("over"),
            unit_price=figure.unit_price or words.is_marked("unit_price"),
            per_unit=words.is_marked("per_unit"),
            target=words.is_marked("target"),
            before=words.is_marked("before"),
            about=figure.about,
            step=figure.step,
            part_of=whole_of(place, self.figures, lower, self.sentences),
            covers=covered_by(place, self.figures, lower, self.sentences),
        )

    def _is_share(self, place: int) -> bool:
        """Whether a percentage is that of the fraction just before it: `474/577 CĐCS, đạt 82,1 %`."""
        figure, before = self.figures[place], self.figures[place - 1] if place else None
        if before is None or before.role is not Role.RATIO or figure.start - before.end > _BESIDE:
            return False
        return not _OF_PLAN.match(self.plain.lower, figure.end)

    def _measure(self, place: int) -> str:
        """The unit noun as printed; for a bare number the one it shares, or that of "số …" before it."""
        figure = self.figures[place]
        if figure.role is Role.PERCENT or figure.role is Role.MONEY:
            return figure.measure
        printed = self.plain.lower.rfind(figure.measure, figure.number_end, figure.end) if figure.measure else -1
        if printed >= 0:
            return self._words(printed, printed + len(figure.measure))
        return figure.measure or self._shared_measure(place)

    def _shared_measure(self, place: int) -> str:
        figure = self.figures[place]
        for begin, end in reversed(self._cells(figure)):
            noun = measure_at(self.plain.lower, begin)
            if noun and noun.end == end:
                return self._words(begin, end)
        start = self.sentences.clause(figure.start)[0]
        told = [match.end() for match in _TOLD.finditer(self.plain.lower, start, figure.start)]
        for begin in reversed(told):
            noun = measure_at(self.plain.lower, begin)
            if noun:
                return self._words(begin, noun.end)
        return self._near_measure(place, start, self.sentences.sentence(figure.start)[1])

    def _near_measure(self, place: int, start: int, end: int) -> str:
        """The unit noun of the nearest count in these bounds, of those before first."""
        for other in (*range(place - 1, max(-1, place - _NEAR), -1), *range(place + 1, place + _NEAR)):
            near: Figure | None = self.figures[other] if other < len(self.figures) else None
            if near and start <= near.start < end and near.role is Role.COUNT and near.measure:
                return near.measure
        return ""

    def _cells(self, figure: Figure) -> list[Place]:
        """The cells before a figure in its row, where it stands in a table."""
        line = max(self.plain.lower.rfind("\n", 0, figure.start) + 1, figure.start - _ROW)
        row = self.plain.lower[line : figure.start]
        if not row.endswith(("|", "| ")):
            return []
        cells = [(line + cell.start(), line + cell.end()) for cell in _CELL.finditer(row)]
        return [cell for cell in cells if cell[0] < cell[1]]

    def _subjects_of_all(self) -> list[Place]:
        """The subject of each figure; one without its own takes over that of the figure before it in its clause."""
        subjects: list[Place] = []
        for place, figure in enumerate(self.figures):
            cells = self._cells(figure)
            if cells:
                subjects.append(max(cells, key=lambda cell: cell[1] - cell[0]))
                continue
            begin, end = self.sentences.clause(figure.start)
            previous = subjects[-1] if place and self.figures[place - 1].start >= begin else None
            if previous is not None:
                begin = self.figures[place - 1].end
            for words in self.periods.between(begin, figure.start):
                begin = max(begin, min(words.end, figure.start))
            if place + 1 < len(self.figures):
                end = min(end, self.figures[place + 1].start)
            for words in self.periods.between(figure.end, end)[:1]:
                end = words.start
            subjects.append(subject_of(self.plain.lower, figure, begin, max(end, figure.end), previous))
        return subjects

    def _words(self, start: int, end: int) -> str:
        first, last = self.plain.slice(start, end)
        return " ".join(self.plain.text[first:last].split())
