"""The scanner: goes through a text from number to number and makes a figure of each that counts something."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from congdoan.claims.rules.articles import is_number
from congdoan.claims.rules.bounds import bounded, is_hedged
from congdoan.claims.rules.claim import Role
from congdoan.claims.rules.ellipsis import is_dealt_with, is_told_before, is_told_in_brackets
from congdoan.claims.rules.figure import Figure
from congdoan.claims.rules.fractions import in_words, whole_at
from congdoan.claims.rules.grammar import one_of, pattern, words
from congdoan.claims.rules.left import GAP
from congdoan.claims.rules.listed import scale_in_list
from congdoan.claims.rules.measures import Measure, any_measure_at, measure_at, measure_before
from congdoan.claims.rules.numerals import BEGINS, Numeral, numeral_at, scale_at, sensible_at, value_of_digits
from congdoan.claims.rules.prices import is_amount, is_in_k, is_of_fund, is_of_thousands, is_paid, is_price, is_spent
from congdoan.claims.rules.rows import Heads, counted_before, fills_cell
from congdoan.claims.rules.sums import scale_in_row
from congdoan.claims.rules.vague import vague_at

_PERCENT = pattern(r" ?{percent}")
_MONEY = pattern(" ?{dong}")
_FOREIGN = pattern(" ?{foreign}")
_SPELLED = re.compile(rf" {GAP}+(?= )")
_EACH = pattern("{each}")
_PER = re.compile(r" ?/ ?(?:0?1 )?(?=[^\W\d_])")
_WORD = re.compile(r"[^\W\d_]+")
_WORD_BEFORE = re.compile(r"([^\W\d_]+) $")
_TO = re.compile(r"(?: ?- ?| (?:đến|tới) )(?=\d|[^\W\d_])")
_SPOKEN_TO = re.compile(r", (?=[1-9](?![\d.,])|[^\W\d_])")
_SPOKEN_ON = pattern(r" (?={word_digit}(?!\w))")
# `quá nửa số giáo viên`: more than half of them.
_HALF_OF = re.compile(r"(?:một )?(?:phân )?nửa(?= số [^\W\d_])")
# `giờ còn mười bảy`: in words too, where the noun was told before.
_LEFT_OVER = re.compile(
    r"(?:\d|(?<!\w)(?:hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|mươi)(?!\w))[^.\n]*(?<!\w)(?:còn|còn lại|lên|xuống) $"
)
_ENDS_SPEECH = re.compile(r" ?(?:[.,;!?”\"\n]|$)")
# `lớp đông nhất 40 học viên, lớp ít nhất 18`: the other end.
_OTHER_END = re.compile(r"nhất \d[^.\n]*(?:ít|thấp|nhiều|cao|đông|lớn) nhất(?: là)? $")
_LISTS = re.compile(r"(?:\d, ?|(?<!\w)(?:lần lượt|số|gồm)[^.\n]{0,20})$")
_LISTED = re.compile(r"(?:, ?| và | hoặc )(?=\d)")
# `tỉnh 11,2, huyện 8,1 và xã 7,4 triệu đồng`: each with its name.
_NAMED_NEXT = re.compile(r"(?:,|;| và)(?: và)? (?:[^\W\d_]+ ){1,6}(?=\d)")
_LICENCE = re.compile(
    rf"(?<!\w){one_of(words('words', 'words', 'licence'))} ?$|[:|] ?([+] ?)?$|[|] ?- ?$|\w[ \n][+]$|\([+-] ?$"
)
_NO_NUMBER_AFTER = re.compile(rf"(?<!\w)(?!(?<=được )cấp ){one_of(words('words', 'words', 'no_number_after'))} ?$")
_OPENS_SENTENCE = re.compile(r"(?:^|[.!?:\n“\"+-] ?|(?m:^) *\d{1,2}[/)] ?)$")
_CUT_OFF = re.compile(r"(?:…|\.{3})?\s*")
_LOWER_BEFORE = re.compile(r"[^\W\d_][,:]? $")
_NAME = pattern(r" {capital}[^\W\d_A-ZĐ]* {capital}[^\W\d_A-ZĐ]*(?!\w)")
_OPENERS = frozenset(word for name in ("no_noun", "verbs", "licence") for word in words("words", "words", name))
# `Công ty Bao bì Thuận Giao 3`: a word that licenses a number is none as part of a name.
_NAMED = pattern(r"(?<!\w){capital}[^\W\d_A-ZĐ]+ {capital}[^\W\d_A-ZĐ]+ $")
_ENDS_LINE = re.compile(r" *(?:\n|$)")
_ENDS_CLAUSE = re.compile(
    r" ?(?:[.,;:)(|=\n…]|$)| (?:và|do|vì|nhờ|có lý do|so với|trong|trên tổng|xuống|lên|còn)(?!\w)"
)
# `từ 19 năm 2023 xuống còn 6 năm 2025`.
_IN_YEAR = pattern(" năm {year}(?= (?:xuống|lên|còn|tăng|giảm)| ?[.,;:)\n]|$)")
# `96 cuộc (định kỳ 88, đột xuất 8)`: the parts of a count, in brackets after it.
_BREAKDOWN = re.compile(r"\d[^()\n]{0,60}\([^()\n]*[^\W\d_] $")
# Letters that stand for words, in which there is no vowel: HTXSNV, LĐTT, CN.
_SHORT_FORM = re.compile(r"[B-DF-HJ-NP-TV-XZĐ]{2,8}")
# `hoàn thành tốt 48 (77,4%)`: a count with its share.
_WITH_SHARE = pattern(r" ?\((?:chiếm |đạt |tỷ lệ |bằng )*{digits} ?%")
_MOVED = re.compile(r" (?:lên|xuống)(?: còn)?(?: (?:hơn|gần|trên|khoảng))? (?=\d)")
_IN_A_LIST = re.compile(r"(?:trong đó|gồm|bao gồm|cụ thể|lần lượt|:)(?:[^.\n]|\.(?=\d))*[^\W\d_] $")
_HALF, _TEN = Decimal(50), 10
_WINDOW = 40
_SENTENCE = 300
_LONGEST_LIST = 12


@dataclass(frozen=True)
class _Unit:
    role: Role
    noun: str
    end: int
    per_piece: bool = False
    known: bool = True


def _is_alike(first: _Unit, last: _Unit) -> bool:
    """Whether both ends of a range count one thing; only the last need say for each of what money is paid."""
    return first.noun == last.noun or (first.role is last.role is Role.MONEY and last.noun.startswith(first.noun))


@dataclass(frozen=True)
class Scanner:
    """Reads `text`, in which what is left is blanked; `cased` and `quoted` have its capitals and its quotes."""

    text: str
    cased: str
    quoted: str

    @cached_property
    def _heads(self) -> Heads:
        return Heads(self.quoted)

    def figures(self) -> Iterator[Figure]:
        place = read = 0
        while begins := BEGINS.search(self.text, place):
            figure = self._vague(begins) if begins["vague"] or begins["odd"] else self._numeral(begins.end())
            if figure:
                hedged = bounded(figure, self.text, read)
                yield hedged
                read = hedged.end
            place = max(figure.end if figure else self._past(begins), begins.end() + (not begins[0]))

    def _past(self, begins: "re.Match[str]") -> int:
        numeral = numeral_at(self.text, begins.end())
        return numeral.end if numeral else begins.end()

    # ------------------------------------------------------------------------------------------- what begins here

    def _vague(self, begins: "re.Match[str]") -> Figure | None:
        """`hàng chục nghìn lượt người`, `mười mấy triệu`: what is told vaguely is between two numbers."""
        scale, end = scale_at(self.text, begins.end() - 1)
        unit = self._unit_at(end, scale, is_small_word=True) or self._spent_about(begins.start(), end, scale)
        vague = vague_at(self.text, begins, scale) if unit else None
        if unit is None or vague is None:
            return None
        return self._figure(vague.start, end, (vague.low, vague.high), unit, Decimal(scale))

    def _spent_about(self, start: int, end: int, scale: int) -> _Unit | None:
        """`tháng ấy âm vài trăm ngàn`: thousands without their name."""
        before = self.text[max(0, start - _SENTENCE) : start]
        is_money = scale >= 1000 and _ENDS_SPEECH.match(self.text, end) and (is_spent(before) or is_paid(before))
        return self._money(end, end) if is_money else None

    def _numeral(self, place: int) -> Figure | None:
        numeral = sensible_at(self.text, place)
        half = _HALF_OF.match(self.text, place)
        if half:
            return self._half(half)
        if numeral is None or self._is_glued(numeral.end):
            return None
        if self._is_word_only(numeral) and not in_words(self.text, numeral):
            return None
        return self._ratio(numeral) or self._range(numeral) or self._single(numeral)

    def _half(self, half: "re.Match[str]") -> Figure | None:
        """`quá nửa số giáo viên`, `gần một nửa số đơn vị`: a half that is bounded."""
        before = self.text[max(0, half.start() - _WINDOW) : half.start()]
        if not is_hedged(before):
            return None
        return self._figure(half.start(), half.end(), (_HALF, _HALF), _Unit(Role.PERCENT, "%", half.end()), Decimal(1))

    def _is_word_only(self, numeral: Numeral) -> bool:
        """Whether a number in words is an article or a year rather than a number: "một phong trào", "năm qua"."""
        if not numeral.in_words:
            return False
        word = self.text[numeral.start : numeral.end]
        before = self.text[max(0, numeral.start - _WINDOW) : numeral.start]
        if self.cased[numeral.start].isupper() and not _OPENS_SENTENCE.search(before):
            return True
        return bool(_NO_NUMBER_AFTER.search(before)) or (
            word in {"một", "năm"}
            and not is_hedged(before)
            and not is_number(self.text, numeral.start, numeral.end, numeral.value)
        )

    def _is_glued(self, end: int) -> bool:
        """Whether letters stick to the number that are no unit: `4D`, `20NQ`."""
        follows = self.text[end : end + 1]
        return (follows.isalnum() or follows == "_") and not (
            _MONEY.match(self.text, end) or measure_at(self.text, end)
        )

    def _ratio(self, numeral: Numeral) -> Figure | None:
        """`474/577 CĐCS`; both parts of `6,3/8,1 tỷ đồng` are billions."""
        whole = whole_at(self.text, numeral)
        if whole is None or whole.value == 0 or self._is_glued(whole.end):
            return None
        money = _MONEY.match(self.text, whole.end)
        part = numeral.scaled(whole.scale) if money and numeral.scale == 1 else numeral
        measure = measure_at(self.text, whole.end)
        end = measure.end if measure else money.end() if money else whole.end
        noun = measure.noun if measure else ""
        low = high = part.value
        return Figure(part.start, end, part.start, whole.end, low, high, Role.RATIO, noun, of=whole.value)

    def _range(self, numeral: Numeral) -> Figure | None:
        """`3-30 triệu`, `từ 3 đến 5 cuộc`, `từ 500.000 đồng đến 1 triệu đồng`."""
        first = self._unit_at(numeral.end, numeral.scale, numeral.is_small_word)
        for end in (numeral.end, first.end if first else numeral.end):
            joint = _TO.match(self.text, end) or _SPOKEN_TO.match(self.text, end) or self._spoken_on(numeral, end)
            last = sensible_at(self.text, joint.end()) if joint else None
            if last is None:
                continue
            if joint and joint[0] in {", ", " "}:
                low = self._spoken(numeral, last)
            else:
                low = numeral.scaled(last.scale) if numeral.scale == 1 and numeral.bare < last.bare else numeral
            unit = self._unit_at(last.end, last.scale, last.is_small_word) if low else None
            if unit is None and low and last.in_words:
                unit = self._no_unit(replace(last, start=numeral.start))
            same = first is None or end == numeral.end or (unit is not None and _is_alike(first, unit))
            if low and unit and unit.known and same and low.value < last.value:
                return self._figure(numeral.start, last.end, (low.value, last.value), unit, last.step)
        return None

    def _spoken_on(self, first: Numeral, end: int) -> "re.Match[str] | None":
        """Where the second of two numbers in words begins that tell a range without a comma: `ba bốn người`."""
        return _SPOKEN_ON.match(self.text, end) if first.in_words and first.scale == 1 and end == first.end else None

    def _spoken(self, first: Numeral, last: Numeral) -> Numeral | None:
        """The first of two numbers that tell a range as one speaks, scaled: `4, 5 triệu`, `hai, ba trăm ngàn`."""
        before = self.text[max(0, first.start - _WINDOW) : first.start]
        # One says "năm bảy" for five to seven.
        following = first.bare + (2 if first.bare == 5 and first.in_words and last.bare % 7 == 0 else 1)
        tens = last.bare / following
        if first.bare > 9 or first.scale > 1 or tens not in {1, 10, 100} or _LISTS.search(before):
            return None
        return first.scaled(int(tens) * last.scale)

    def _single(self, numeral: Numeral) -> Figure | None:
        unit = self._unit_at(numeral.end, numeral.scale, numeral.is_small_word)
        if unit and not unit.known and (self._follows_a_name(numeral.start) or self._precedes_a_name(numeral.end)):
            unit = None
        moved = None if unit else self._told_in_row(numeral) or self._moved(numeral)
        if moved:
            numeral, unit = moved
        if unit is None and (shared := self._shared_unit(numeral)):
            numeral, unit = shared
        unit = unit or self._no_unit(numeral)
        if unit is None:
            return None
        value, step = numeral.value, numeral.step
        if unit.role is Role.PERCENT and not numeral.in_words:
            value = value_of_digits(self.text[numeral.start : numeral.end])
            step = Decimal(1).scaleb(int(value.as_tuple().exponent))
        return self._figure(numeral.start, numeral.end, (value, value), unit, step)

    def _figure(self, start: int, end: int, bounds: tuple[Decimal, Decimal], unit: _Unit, step: Decimal) -> Figure:
        stop, (low, high) = max(end, unit.end), bounds
        return Figure(start, stop, start, end, low, high, unit.role, unit.noun, step=step, unit_price=unit.per_piece)

    # ---------------------------------------------------------------------------------------- what is counted

    def _unit_at(self, place: int, scale: int, is_small_word: bool) -> _Unit | None:
        spelled = _SPELLED.match(self.text, place)
        if spelled and self.quoted[place + 1] == "(":
            place = spelled.end()
        percent = _PERCENT.match(self.text, place)
        if percent:
            return _Unit(Role.PERCENT, "%", percent.end())
        money = _MONEY.match(self.text, place)
        if money:
            return self._money(place, money.end())
        foreign = _FOREIGN.match(self.text, place)
        if foreign:
            return _Unit(Role.MONEY, foreign[0].strip(), foreign.end())
        measure = any_measure_at(self.text, place)
        # Of millions the noun is rarely one that nobody knows: `hỗ trợ 10 triệu làm nhà`.
        may_be_new = scale == 1000 or (scale < 10**6 and not is_small_word)
        may_be_new = may_be_new and not is_of_thousands(self.text, place, scale)
        if measure and (measure.known or may_be_new):
            return _Unit(Role.COUNT, measure.noun, measure.end, known=measure.known)
        return self._money_without_name(place, scale) or self._quoted_name(place)

    def _money_without_name(self, place: int, scale: int) -> _Unit | None:
        """`kinh phí 1,2 tỷ`, `3 triệu/suất`, `200 nghìn/ngày`, `thuê loa 400k`, `45.000/suất`."""
        if scale >= 10**6 or is_price(self.text, place, scale):
            return self._money(place, place)
        return self._money(place, place) if scale == 1000 and _PER.match(self.text, place) else None

    def _money(self, place: int, end: int) -> _Unit:
        """Đồng, and what it is paid for each of: `đồng/suất`, `đồng/người/tháng`."""
        stop = end
        while per := _PER.match(self.text, stop):
            noun = measure_at(self.text, per.end(), alone=True) or _WORD.match(self.text, per.end())
            if noun is None:
                break
            stop = noun.end if isinstance(noun, Measure) else noun.end()
        per_piece = stop > end or bool(_EACH.match(self.text, end))
        return _Unit(Role.MONEY, "đồng" + self.text[end:stop], stop, per_piece=per_piece)

    def _quoted_name(self, place: int) -> _Unit | None:
        """`20 “Mái ấm công đoàn”`: what is counted has a name in quotes."""
        if self.quoted[place + 1 : place + 2] not in {"“", '"', "'"} or self.quoted[place] != " ":
            return None
        end = place + 2
        while end < len(self.text) and self.text[end] == GAP:
            end += 1
        return _Unit(Role.COUNT, self.quoted[place + 1 : end].strip("“”\"' "), end)

    def _shared_unit(self, numeral: Numeral) -> tuple[Numeral, _Unit] | None:
        """`12, 15 và 20 cuộc`, `3, 5 và 10 triệu đồng`: unit noun and scale stand after the last of a list."""
        end = numeral.end
        is_part = numeral.bare != numeral.bare.to_integral_value()
        for _item in range(_LONGEST_LIST):
            joint = _LISTED.match(self.text, end) or (_NAMED_NEXT.match(self.text, end) if is_part else None)
            following = sensible_at(self.text, joint.end()) if joint else None
            if following is None:
                return None
            unit = self._unit_at(following.end, following.scale, following.is_small_word)
            if unit:
                is_scaled = numeral.scale == 1 and numeral.bare < 1000 and unit.role is Role.MONEY
                shared = numeral.scaled(following.scale) if is_scaled else numeral
                return (shared, replace(unit, end=numeral.end)) if unit.known else None
            end = following.end
        return None

    def _told_in_row(self, numeral: Numeral) -> tuple[Numeral, _Unit] | None:
        """`Thu kinh phí | triệu đồng | 1.850`: a cell before the number, or above it, tells its unit."""
        scale = scale_in_row(self.text, self._heads, numeral)
        if scale is None and numeral.scale == 1:
            scale = scale_in_list(self.text, numeral.start, numeral.end)
        if scale is None:
            return self._told_in_thousands(numeral)
        if scale == 0:
            return numeral, _Unit(Role.PERCENT, "%", numeral.end)
        return numeral.scaled(scale), _Unit(Role.MONEY, "đồng", numeral.end)

    def _told_in_thousands(self, numeral: Numeral) -> tuple[Numeral, _Unit] | None:
        """`Lúa | nghìn tấn | 9,2`: a cell before the number tells in how many of what it counts."""
        told = counted_before(self.text, numeral.start) if fills_cell(self.text, numeral.start, numeral.end) else None
        return (numeral.scaled(told[0]), _Unit(Role.COUNT, told[1], numeral.end)) if told else None

    def _moved(self, numeral: Numeral) -> tuple[Numeral, _Unit] | None:
        """`nâng từ 30 lên 50 triệu đồng/nhà`: scale and unit of the first are told by the second."""
        joint = _MOVED.match(self.text, numeral.end) if numeral.scale == 1 else None
        last = sensible_at(self.text, joint.end()) if joint else None
        if last is None:
            return None
        unit = self._unit_at(last.end, last.scale, last.is_small_word)
        if unit is None or not unit.known:
            return None
        return (numeral.scaled(last.scale) if numeral.bare < 1000 else numeral), replace(unit, end=numeral.end)

    def _no_unit(self, numeral: Numeral) -> _Unit | None:
        """`Tổng số CĐCS: 341`, `kết nạp được 2.247;`: a number that ends its clause after a word that licenses it."""
        sentence = self.text[max(0, numeral.start - _SENTENCE) : numeral.start]
        if is_in_k(self.text, numeral.end) or self._heads.is_rank(self.text, numeral.start, numeral.end):
            return None
        if numeral.in_words:
            if numeral.value < _TEN or not _ENDS_SPEECH.match(self.text, numeral.end):
                return None
            if numeral.scale == 1000 and (is_spent(sentence) or is_paid(sentence)):
                return self._money(numeral.end, numeral.end) if numeral.bare >= _TEN else None
            return _Unit(Role.COUNT, "", numeral.end) if _LEFT_OVER.search(sentence) else None
        ends_clause = bool(_ENDS_CLAUSE.match(self.text, numeral.end) or _IN_YEAR.match(self.quoted, numeral.end))
        if ends_clause and numeral.scale == 1000 and is_paid(sentence):
            return self._money(numeral.end, numeral.end)
        cut_off = _CUT_OFF.fullmatch(self.text, numeral.end) and _LOWER_BEFORE.search(sentence)
        if not (cut_off or self._is_licensed(numeral, sentence, ends_clause=ends_clause)):
            return None
        money = (cut_off and is_amount(sentence)) or (numeral.value >= 10**6 and is_of_fund(sentence))
        return _Unit(Role.MONEY, "đồng", numeral.end) if money else _Unit(Role.COUNT, "", numeral.end)

    def _is_licensed(self, numeral: Numeral, sentence: str, *, ends_clause: bool) -> bool:
        """Whether the sentence before a number makes it a figure, though no unit noun follows."""
        if not ends_clause:
            return is_told_before(sentence, self.text, numeral.end) and not self._follows_a_name(numeral.start)
        if (
            (_LICENCE.search(sentence) and not self._is_in_a_name(numeral.start))
            or _OTHER_END.search(sentence)
            or _WITH_SHARE.match(self.text, numeral.end)
            or is_dealt_with(sentence)
            or is_told_in_brackets(sentence, self.text, numeral.end)
        ):
            return True
        if _ENDS_LINE.match(self.text, numeral.end) and measure_before(self.text, numeral.start):
            return True
        is_listed = _IN_A_LIST.search(sentence) or _BREAKDOWN.search(sentence)
        return bool(is_listed) and not self._follows_a_name(numeral.start, spares_short_forms=True)

    def _follows_a_name(self, place: int, *, spares_short_forms: bool = False) -> bool:
        """Whether the word before is a name, so that the number may be part of it: `Thăng Long 2 khai trương`."""
        before = self.cased[max(0, place - _WINDOW) : place]
        match = _WORD_BEFORE.search(before)
        if match is None or not match[1][0].isupper():
            return False
        if spares_short_forms and _SHORT_FORM.fullmatch(match[1]):
            return False
        return not (_OPENS_SENTENCE.search(before[: match.start()]) and match[1].lower() in _OPENERS)

    def _is_in_a_name(self, place: int) -> bool:
        """Whether two words with capitals stand before, the second of which says nothing of a number."""
        return bool(_NAMED.search(self.cased, max(0, place - _WINDOW), place))

    def _precedes_a_name(self, place: int) -> bool:
        """Whether a name of several words comes after, as in an address: `66-68 Lê Thánh Tôn`."""
        return bool(_NAME.match(self.cased, place))
