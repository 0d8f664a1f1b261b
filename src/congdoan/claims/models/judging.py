"""Judging the figures of a text by the ledger, each with its reason."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from django.utils.translation import gettext as _

from congdoan.base.language import in_vietnamese
from congdoan.base.period import Cutoff, Period, parse_period
from congdoan.catalogue.models import current
from congdoan.catalogue.rules import Indicator, Level
from congdoan.claims.models.alternatives import would_be
from congdoan.claims.models.asking import Asked, Ledger, ask, best, exact, less_likely, likely, scaled
from congdoan.claims.models.context import Bound, Context, words_of
from congdoan.claims.models.mentions import Mentions, actor_in, names_those_beneath
from congdoan.claims.models.saying import amount, differs_by, reason_for
from congdoan.claims.rules.arithmetic import Sum, implied_plan, sums_inside
from congdoan.claims.rules.calendar import Meant, is_to_come, is_yearly, periods_meant, usual_periods, whole_first
from congdoan.claims.rules.claim import Claim, Role
from congdoan.claims.rules.indicating import Phrasebook, Words, fit, kinds_of, other_deed
from congdoan.claims.rules.layout import body
from congdoan.claims.rules.plain import Plain
from congdoan.claims.rules.sentences import Sentences
from congdoan.claims.rules.verdicts import Candidate, Judgement, Told, Verdict, compare
from congdoan.figures.rules import Reach, Scope
from congdoan.org.models import Unit
from congdoan.org.rules import Tell

_YEARS_REVIEWED = re.compile(r"(\d{1,2}) năm (?:triển khai|thực hiện|thi hành)")
_AFTER = 60
# A smaller number is that of another indicator by chance.
_LEAST_OF_ANOTHER = 10
_ONLY_VERB = re.compile(r"[ ,]*(?:(?:đã )?(?:là|có|đạt|được|gồm|thu hút|phục vụ) ?(?:được )?)?")
_FOR = re.compile(r"^ (?:để|nhằm) ")
_STOP = re.compile(r"[,;:().\n]| (?:và|với|do|để|nhằm) ")


@in_vietnamese
def judge(text: str, claims: Sequence[Claim], context: Context, tell: Tell | None = None) -> list[Judgement]:
    """A judgement of each claim of a text, in their order; `tell` hears how many there are."""
    return _Judging(text, claims, context).judgements(tell)


class _Judging:
    def __init__(self, text: str, claims: Sequence[Claim], context: Context) -> None:
        self.claims = claims
        self.context = context
        self.dated = context.dated
        self.lower = Plain.of(text).lower
        self.text = text
        self.mentions = Mentions(text, context.dated)
        self.unit = context.unit or Mentions(body(text), context.dated).text_unit()
        self.catalogue = current()
        self.phrasebook = Phrasebook(self.catalogue.indicators.values())
        self.sentences = Sentences(text)
        self.ledger = Ledger(context.within)
        self.found: list[Judgement] = []

    def judgements(self, tell: Tell | None = None) -> list[Judgement]:
        inside: dict[int, list[Sum]] = {}
        for each in sums_inside(self.claims, self.text):
            inside.setdefault(each.place, []).append(each)
        for place in range(len(self.claims)):
            if tell:
                tell(place, len(self.claims))
            self.found.append(self._with_sums(self._judged(place), place, inside.get(place, [])))
        return self.found

    def _with_sums(self, judgement: Judgement, place: int, sums: Sequence[Sum]) -> Judgement:
        """The judgement with the arithmetic inside the text; where the ledger says nothing, that decides.

        What is reckoned rightly from figures that the ledger knows is right; what is reckoned wrongly is wrong.
        """
        if not sums:
            return judgement
        judgement = replace(judgement, inside=(*judgement.inside, *(each.reason for each in sums)))
        if judgement.verdict not in {Verdict.UNJUDGED, Verdict.ABSENT}:
            return judgement
        wrong = next((each for each in sums if not each.agrees), None)
        if wrong:
            return replace(judgement, verdict=Verdict.DIFFERS, reason=wrong.reason)
        known = next((each for each in sums if all(self._is_right(other) for other in each.others)), None)
        if known is None:
            return judgement
        is_exact = self.claims[place].value == known.computed
        return replace(judgement, verdict=Verdict.AGREES if is_exact else Verdict.ROUNDED, reason=known.reason)

    def _is_right(self, place: int) -> bool:
        return place < len(self.found) and self.found[place].verdict in {Verdict.AGREES, Verdict.ROUNDED}

    def _judged(self, place: int) -> Judgement:
        claim = self.claims[place]
        if place in self.context.bound:
            return self._by_hand(place, self.context.bound[place])
        if self.unit is None:
            return Judgement(Verdict.UNJUDGED, _("Không rõ văn bản nói về đơn vị nào."))
        if claim.unit_price or claim.per_unit:
            return Judgement(Verdict.UNJUDGED, _("Là mức cho một suất, một người hay một đơn vị; sổ chỉ giữ tổng số."))
        if is_yearly(claim.period or ""):
            return Judgement(Verdict.UNJUDGED, _("Là mức bình quân một năm; sổ chỉ giữ số của từng kỳ."))
        if claim.role is Role.PERCENT and (claim.of_plan or claim.over):
            return self._of_plan(place)
        candidates = self._of_part(place, self._candidates(place))
        if not candidates:
            return Judgement(Verdict.UNJUDGED, _("Sổ chưa có chỉ tiêu này."))
        if not self._units(place):
            sentence = _("Số này là của một đơn vị ngoài phạm vi được xem.")
            return Judgement(Verdict.UNJUDGED, sentence, candidates=candidates)
        if claim.target:
            return self._target(place, candidates)
        if claim.period and is_to_come(claim.period, self.dated):
            sentence = _("Kỳ mà câu này nêu chưa bắt đầu vào ngày của văn bản.")
            return Judgement(Verdict.UNJUDGED, sentence, candidates=candidates)
        return self._figure(place, candidates)

    def _by_hand(self, place: int, bound: Bound) -> Judgement:
        """The one question to which somebody has bound the claim."""
        indicator = self.catalogue.indicators.get(bound.indicator)
        if indicator is None or not self.ledger.may_ask(bound.unit):
            return Judgement(Verdict.UNJUDGED, _("Chỉ tiêu hoặc đơn vị đã gắn không còn xem được."))
        candidate = Candidate(bound.indicator, 1.0, (_("đã gắn bằng tay"),))
        answers = ask(
            self.ledger, {bound.indicator: indicator}, [candidate], [bound.unit], [bound.scope], [bound.period]
        )
        claim = scaled(self.claims[place])
        return self._told(claim, best(claim, list(answers)), (candidate,))

    # ------------------------------------------------------------------------------------------- what is asked

    def _candidates(self, place: int) -> tuple[Candidate, ...]:
        claim = self.claims[place]
        if claim.covers:
            covered = [self.found[other].indicator for other in claim.covers]
            paid = self._paid_for([code for code in covered if code])
            if paid:
                return (paid,)
        words = self._words(place, self._beside(place))
        return self._as_before(claim, self.phrasebook.candidates(claim, words, self._kin(place)))

    def _beside(self, place: int) -> str:
        """The words after a claim, as far as they are its own, those before its period, and a part's name before it."""
        claim = self.claims[place]
        start, end = self._clause(place)
        after = self.text[claim.end : min(end, claim.end + _AFTER)]
        after = _FOR.sub(" ", after) if claim.role is Role.MONEY else after
        stop = _STOP.search(after.lower())
        before = self._before_period(place) if claim.part_of is None else self.text[start : claim.start]
        return f"{before} {after[: stop.start()] if stop else after}"

    def _of_part(self, place: int, candidates: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
        """The candidates of a part told in the words of its whole: those by which the part itself is named."""
        claim = self.claims[place]
        code = self.found[claim.part_of].indicator if claim.part_of is not None else None
        if code is None or not candidates or candidates[0].indicator != code:
            return candidates
        assert claim.part_of is not None
        if self._is_told_elsewhere(place, claim.part_of):
            return candidates
        whole = self.catalogue.indicators[code]
        return self.phrasebook.narrower(candidates, whole, self._words(place, self._beside(place)))

    def _is_told_elsewhere(self, place: int, whole: int) -> bool:
        """Whether a part differs from its whole by period, unit or organiser, so that its words may be the same."""
        if self.claims[place].period != self.claims[whole].period:
            return True
        return self._units(place) != self._units(whole) or self._scopes(place) != self._scopes(whole)

    def _subject(self, place: int) -> str:
        """What a claim is about, less what the one before it is about: `3 cuộc đối thoại, khen thưởng 60 người`."""
        subject, before = self.claims[place].subject, self.claims[place - 1].subject if place else ""
        return subject.removeprefix(f"{before},").strip() if before else subject

    def _before_period(self, place: int) -> str:
        """What stands before the period where only a verb follows: `Bữa cơm 6 tháng đầu năm có 350 đoàn viên`."""
        claim = self.claims[place]
        start = self._clause(place)[0]
        told, period, between = self.text[start : claim.start].rpartition(claim.period or "\n")
        return told if period and _ONLY_VERB.fullmatch(between.lower()) else ""

    def _kin(self, place: int) -> frozenset[str]:
        """The kinds of record that the figure just before it in its clause counts, unless another deed is named."""
        claim = self.claims[place]
        start, _end = self.sentences.clause(claim.start)
        if not place or self.claims[place - 1].start < start:
            return frozenset()
        code = self.found[place - 1].indicator
        if not code:
            return frozenset()
        before = self.catalogue.indicators[code]
        between = self.text[self.claims[place - 1].end : claim.start]
        return frozenset() if other_deed(between, before) else kinds_of(before)

    def _as_before(self, claim: Claim, candidates: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
        """What figures told in the same words were bound to before goes first."""
        code = self.context.habits.get(words_of(claim))
        indicator = self.catalogue.indicators.get(code or "")
        if indicator is None or not fit(indicator, claim):
            return candidates
        first = Candidate(indicator.code, 2.0, (_("lời này đã được gắn như thế"),))
        return (first, *(each for each in candidates if each.indicator != code))

    def _paid_for(self, codes: Sequence[str]) -> Candidate | None:
        """The amount told for groups: the indicator in đồng of the same kind of record as theirs."""
        kinds = {term.kind for code in codes for term in self.catalogue.indicators[code].terms}
        for indicator in self.catalogue.indicators.values():
            if indicator.unit == "đồng" and kinds & {term.kind for term in indicator.terms}:
                return Candidate(indicator.code, 1.0, (_("tổng số tiền của các nhóm nêu trước"),))
        return None

    def _clause(self, place: int) -> tuple[int, int]:
        """The claim's clause, less what belongs to the claims before and after it."""
        claim = self.claims[place]
        start, end = self.sentences.clause(claim.start)
        if place and self.claims[place - 1].end > start:
            start = self.claims[place - 1].end
        if place + 1 < len(self.claims):
            end = min(end, self.claims[place + 1].start)
        return start, max(end, claim.end)

    def _units(self, place: int) -> list[Unit]:
        """The unit named last before the claim in its sentence, then the text's own, of those that may be asked."""
        assert self.unit is not None
        start, _end = self.sentences.sentence(self.claims[place].start)
        named = self.mentions.units_in(self.text[start : self.claims[place].start])[:1]
        if named and not self.ledger.may_ask(named[0]):
            return []
        return [unit for unit in dict.fromkeys([*named, self.unit]) if self.ledger.may_ask(unit)]

    def _scopes(self, place: int) -> list[Scope]:
        actor = actor_in(self._clause_before(place))
        named: list[Scope] = [] if actor is None else [Reach.OWN if actor == "own" else Level(actor)]
        return [*named, Reach.SUBTREE]

    def _clause_before(self, place: int) -> str:
        start, _end = self.sentences.clause(self.claims[place].start)
        return Plain.of(self.text[start : self.claims[place].start]).lower

    def _periods(self, place: int) -> list[Period]:
        claim = self.claims[place]
        if claim.period:
            own = periods_meant(claim.period, self.dated)
            start, end = self.sentences.sentence(claim.start)
            is_said_here = claim.period in self.text[start:end]
            if own and is_said_here and not all(meant.is_day for meant in own):
                return [meant.period for meant in own]
            return [meant.period for meant in [*own, *self._named_periods, *usual_periods(self.dated)]]
        return [meant.period for meant in [*self._named_periods, *usual_periods(self.dated)]]

    @cached_property
    def _named_periods(self) -> list[Meant]:
        """The periods that other claims of the text name, in their order; and the years that it reviews."""
        words = dict.fromkeys(claim.period for claim in self.claims if claim.period)
        found = [meant for each in words for meant in periods_meant(each, self.dated) if not meant.is_day]
        reviewed = _YEARS_REVIEWED.search(self.lower)
        if reviewed:
            found += periods_meant(f"{reviewed[1]} năm qua", self.dated)
        return found

    # ------------------------------------------------------------------------------------------- how it is judged

    def _figure(self, place: int, candidates: tuple[Candidate, ...]) -> Judgement:
        claim = self.claims[place]
        found = best(claim, self._answers(place, likely(candidates), self._scopes(place)))
        if found and found[1] is Verdict.DIFFERS:
            found = self._meant_otherwise(place, candidates) or found
        return self._told(claim, found, candidates)

    def _meant_otherwise(self, place: int, candidates: tuple[Candidate, ...]) -> tuple[Asked, Verdict] | None:
        """What is exactly the number printed, where the words may also mean the unit alone, or another indicator."""
        claim = self.claims[place]
        if not names_those_beneath(self._clause_before(place)):
            alone = exact(claim, self._answers(place, likely(candidates), [Reach.OWN]))
            if alone:
                return alone
        if claim.value is None or claim.value < _LEAST_OF_ANOTHER:
            return None
        also = [each for each in less_likely(candidates) if fit(self.catalogue.indicators[each.indicator], claim) == 1]
        return exact(claim, self._answers(place, also, self._scopes(place)))

    def _answers(self, place: int, candidates: Sequence[Candidate], scopes: Sequence[Scope]) -> list[Asked]:
        indicators, units = dict(self.catalogue.indicators), self._units(place)
        return list(ask(self.ledger, indicators, candidates, units, scopes, self._periods(place)))

    def _told(self, claim: Claim, found: tuple[Asked, Verdict] | None, candidates: tuple[Candidate, ...]) -> Judgement:
        if found is None:
            return Judgement(Verdict.UNJUDGED, _("Không rõ số này thuộc kỳ nào."), candidates=candidates)
        asked, verdict = found
        instead = would_be(self.ledger, claim, asked, self.dated) if verdict is Verdict.DIFFERS else ()
        return Judgement(
            verdict,
            reason_for(claim, asked, verdict, self.ledger.name(asked.unit, asked.period.last_day), instead),
            indicator=asked.indicator.code,
            unit=asked.unit.code,
            period=str(asked.period),
            cutoff=str(asked.period.cutoff),
            scope=str(asked.scope),
            told=asked.told,
            candidates=candidates,
            would_be=instead,
        )

    def _of_plan(self, place: int) -> Judgement:
        """A percent of plan: of what the figure before it in the sentence counts, or of its own words."""
        claim = self.claims[place]
        base = self._base_place(place)
        rates = [each for each in self.catalogue.indicators.values() if each.is_plan_rate]
        wanted = None if base is None else self.found[base].indicator
        if wanted is None:
            counted = self._candidates(place) or self.phrasebook.candidates(
                replace(claim, role=Role.COUNT, measure=""), self._words(place)
            )
            wanted = counted[0].indicator if counted else None
        rate = next((each for each in rates if wanted in {each.code, each.of}), None)
        if rate is None:
            return Judgement(Verdict.UNJUDGED, _("Sổ chưa tính tỷ lệ so với kế hoạch của chỉ tiêu này."))
        candidate = Candidate(rate.code, 1.0, (_("so với kế hoạch"),))
        periods = self._periods(place)
        answers = list(ask(self.ledger, {rate.code: rate}, [candidate], self._units(place), [Reach.SUBTREE], periods))
        judgement = self._told(scaled(claim), best(scaled(claim), answers), (candidate,))
        return replace(judgement, inside=self._plan_of_record(place, rate, judgement))

    def _plan_of_record(self, place: int, rate: Indicator, judgement: Judgement) -> tuple[str, ...]:
        """What plan the text's own number and percentage tell of, beside the plan of record."""
        base, percent = self._base_place(place), scaled(self.claims[place])
        done = None if base is None else self.claims[base].value
        if not done or not percent.value or judgement.period is None or judgement.unit is None:
            return ()
        period = parse_period(judgement.period, Cutoff.parse(judgement.cutoff))
        unit = next(unit for unit in self._units(place) if unit.code == judgement.unit)
        plan = self.ledger.target(unit, rate.per or "", period)
        return () if not plan else (implied_plan(done, percent.value, percent.step, plan),)

    def _words(self, place: int, beside: str = "") -> Words:
        claim = replace(self.claims[place], subject=self._subject(place))
        clause, sentence = slice(*self._clause(place)), slice(*self.sentences.sentence(claim.start))
        return Words.of(claim, beside, self.text[clause], self.text[sentence])

    def _base_place(self, place: int) -> int | None:
        """The count that a percent of plan is told of: the last one before it in its sentence about the same."""
        claim = self.claims[place]
        start, _end = self.sentences.sentence(claim.start)
        for other in range(place - 1, -1, -1):
            if self.claims[other].start < start:
                return None
            if self.claims[other].role is Role.COUNT and self.claims[other].subject == claim.subject:
                return other
        return None

    def _target(self, place: int, candidates: tuple[Candidate, ...]) -> Judgement:
        """A target: compared to the plan of record."""
        claim, periods = self.claims[place], whole_first(self._periods(place))
        for candidate in likely(candidates):
            for unit in self._units(place):
                for period in periods:
                    target = self.ledger.target(unit, candidate.indicator, period)
                    if target is not None:
                        told = Told(target, target)
                        verdict = compare(claim, told)
                        return Judgement(
                            verdict,
                            differs_by(claim, told, _("Kế hoạch đã giao là %s.") % amount(claim, target)),
                            indicator=candidate.indicator,
                            unit=unit.code,
                            period=str(period),
                            cutoff=str(period.cutoff),
                            scope=str(Reach.SUBTREE),
                            told=told,
                            candidates=candidates,
                        )
        code, unit, period = candidates[0].indicator, self._units(place)[0], periods[0]
        return Judgement(
            Verdict.ABSENT,
            _("Sổ chưa có kế hoạch này."),
            indicator=code,
            unit=unit.code,
            period=str(period),
            cutoff=str(period.cutoff),
            scope=str(Reach.SUBTREE),
            candidates=candidates,
        )
