"""Reports on their way: drafted, sent in time and late, returned, revised, accepted."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from congdoan.base import clock
from congdoan.base.period import Cutoff, parse_period
from congdoan.catalogue.models import current
from congdoan.demo.book import Book
from congdoan.demo.deadlines import ASKED, Asking
from congdoan.demo.rounds import REPORTED_AT, WORD, Round, draw_rounds
from congdoan.demo.superiors import CHAIRED, INDUSTRY, LAOCAI
from congdoan.org.models import User
from congdoan.reports.actions import (
    accept_sheet,
    answer_fault,
    open_sheet,
    propose,
    return_sheet,
    submit_sheet,
    word_line,
    write_part,
)
from congdoan.reports.models import Composing, Sheet, asked_about


@dataclass(frozen=True)
class Way:
    """One step of a sheet on a day: who does what to the sheet of a unit, form and period."""

    day: date
    by: str
    unit: str
    form: str
    period: str
    step: Callable[[User, Sheet], object]

    def take(self, book: Book) -> None:
        """Take the step as if on its day."""
        form = current().forms[self.form]
        period = parse_period(self.period, Cutoff.parse(form.cutoff))
        user = book.users[self.by]
        with clock.set_to(clock.at(self.day, REPORTED_AT)):
            there = Sheet.objects.filter(unit=book.units[self.unit], form=self.form, period=str(period)).first()
            sheet = there or open_sheet(user, unit=book.units[self.unit], form=self.form, period=period)
            self.step(user, sheet)


def _leave(by: User, sheet: Sheet) -> None:
    """A draft that nobody has sent."""


@dataclass(frozen=True)
class Sending:
    """What is written before it is sent."""

    texts: Mapping[str, str] = field(default_factory=dict)
    proposals: tuple[tuple[str, str], ...] = ()
    stated: str = ""

    def __call__(self, by: User, sheet: Sheet) -> None:
        for key, text in self.texts.items():
            held = sheet.parts.filter(key=key).first()
            write_part(by, sheet=sheet, key=key, text=text, seen=held.version if held else 0)
        for to, text in self.proposals:
            propose(by, sheet=sheet, to=to, text=text)
        composing = Composing(sheet)
        line = composing.setting.lines.get(self.stated)
        if line is not None and line.rate is not None:
            word_line(by, sheet=sheet, line=self.stated, stated=line.rate.quantize(1, "ROUND_DOWN"), note_text="")
        for each in asked_about(sheet, composing.lines()):
            answer_fault(by, sheet=sheet, fault=each.fault.key, word=WORD)
        sheet.refresh_from_db()
        submit_sheet(by, sheet=sheet)


def _accept(by: User, sheet: Sheet) -> None:
    accept_sheet(by, sheet=sheet, revision=sheet.revisions.count())


def _return(by: User, sheet: Sheet) -> None:
    remarks = {
        "care.amount@own": "Đối chiếu lại với danh sách ký nhận, ghi thêm lần trao cuối tháng 5 nếu có.",
        "": "Bổ sung phần tồn tại, hạn chế.",
    }
    return_sheet(by, sheet=sheet, revision=sheet.revisions.count(), remarks=remarks)


def _return_whole(by: User, sheet: Sheet) -> None:
    return_sheet(by, sheet=sheet, revision=1, remarks={"": "Nêu rõ hơn tồn tại, hạn chế của từng khối doanh nghiệp."})


_SENT = Sending()
_TASKS = (
    "Tập trung tuyên truyền, vận động phát triển đoàn viên, thành lập công đoàn cơ sở tại doanh nghiệp ngoài khu vực "
    "Nhà nước.\nNắm chắc tình hình việc làm, đời sống của đoàn viên, người lao động; chủ động đối thoại, thương lượng."
)
_INDUSTRY_SENT = Sending(
    texts={
        "strengths": "Phát triển đoàn viên vượt xa kế hoạch cả năm; công tác chăm lo kịp thời, công khai.",
        "weaknesses": "Một số công đoàn cơ sở ghi sổ còn chậm; đối thoại định kỳ ở doanh nghiệp nhỏ chưa đều.",
        "tasks": _TASKS,
        "number": "38",
        "signer_title": "Chủ tịch",
        "signer": "Nguyễn Thị Hồng Vân",
    },
    proposals=(
        ("Đảng ủy, lãnh đạo Sở Công Thương", "Tạo điều kiện để công đoàn ngành tham gia các đoàn công tác của sở."),
        ("Liên đoàn Lao động tỉnh", "Hỗ trợ tiếp cận doanh nghiệp ngoài khu vực Nhà nước chưa có công đoàn."),
    ),
    stated="members.admitted@subtree",
)
_REVIEW_SENT = Sending(
    texts={
        "strengths": "Các cấp công đoàn quán triệt nghị quyết nghiêm túc, gắn với phong trào thi đua ở cơ sở.",
        "weaknesses": "Phát triển đoàn viên ở doanh nghiệp nhỏ còn khó; thiết chế ở khu công nghiệp còn thiếu.",
        "tasks": _TASKS,
        "number": "52",
        "signer_title": "Chủ tịch",
        "signer": "Giàng Seo Lử",
    },
    proposals=(
        (
            "Tổng Liên đoàn Lao động Việt Nam",
            "Đầu tư thiết chế ở khu công nghiệp: nhà ở, trường học, y tế.",
        ),
        ("Tỉnh ủy Lào Cai", "Tiếp tục lãnh đạo phát triển đảng viên là công nhân trực tiếp sản xuất."),
    ),
)
_REVISED = Sending(texts={"weaknesses": "Ghi sổ còn chậm ở hai phân xưởng."})


_HALF = "2024-H1"
WAYS: tuple[Way, ...] = (
    Way(date(2023, 6, 19), "clerk", INDUSTRY, "2-hdcd", "2023-H1", _SENT),
    Way(date(2023, 6, 22), "officer", INDUSTRY, "2-hdcd", "2023-H1", _accept),
    Way(date(2023, 12, 18), "clerk", INDUSTRY, "2-hdcd", "2023", _SENT),
    Way(date(2023, 12, 19), "officer", INDUSTRY, "2-hdcd", "2023", _accept),
    Way(date(2023, 12, 28), "officer", LAOCAI, "2-hdcd", "2023", _SENT),
    Way(date(2023, 12, 31), "chair", CHAIRED, "1-hdcd", "2023", _SENT),
    Way(date(2024, 1, 15), "national", LAOCAI, "2-hdcd", "2023", _accept),
    Way(date(2024, 1, 31), "clerk", CHAIRED, "1-hdcd", "2023", _accept),
    Way(date(2024, 6, 6), "chair", CHAIRED, "1-hdcd", _HALF, _SENT),
    Way(date(2024, 6, 7), "clerk", CHAIRED, "1-hdcd", _HALF, _return),
    Way(date(2024, 6, 11), "chair", CHAIRED, "1-hdcd", _HALF, _REVISED),
    Way(date(2024, 6, 12), "clerk", CHAIRED, "1-hdcd", _HALF, _accept),
    Way(date(2024, 6, 14), "clerk", INDUSTRY, "2-hdcd", _HALF, _INDUSTRY_SENT),
    Way(date(2024, 6, 19), "clerk", f"{INDUSTRY}-003", "1-hdcd", _HALF, _SENT),
    Way(date(2024, 6, 21), "officer", INDUSTRY, "2-hdcd", _HALF, _accept),
    Way(date(2024, 6, 27), "clerk", INDUSTRY, "sector-half-year", _HALF, _INDUSTRY_SENT),
    Way(date(2024, 6, 28), "officer", LAOCAI, "review-20nq", "2008..2024-05", _REVIEW_SENT),
    Way(date(2024, 6, 29), "national", LAOCAI, "review-20nq", "2008..2024-05", _accept),
    Way(date(2024, 12, 12), "clerk", INDUSTRY, "2-hdcd", "2024", _INDUSTRY_SENT),
    Way(date(2024, 12, 16), "officer", INDUSTRY, "2-hdcd", "2024", _return_whole),
    Way(date(2024, 12, 20), "clerk", INDUSTRY, "2-hdcd", "2024", _REVISED),
    Way(date(2024, 12, 23), "officer", INDUSTRY, "2-hdcd", "2024", _accept),
    Way(date(2024, 12, 30), "officer", LAOCAI, "2-hdcd", "2024", _SENT),
    Way(date(2025, 1, 10), "national", LAOCAI, "2-hdcd", "2024", _accept),
    Way(date(2025, 6, 18), "clerk", INDUSTRY, "2-hdcd", "2025-H1", _SENT),
    Way(date(2025, 6, 20), "officer", INDUSTRY, "2-hdcd", "2025-H1", _accept),
    Way(date(2025, 6, 30), "chair", CHAIRED, "1-hdcd", "2025-H1", _SENT),
    Way(date(2025, 12, 31), "clerk", INDUSTRY, "2-hdcd", "2025", _leave),
)


BEGINS = date(2023, 6, 1)
"""Before it nobody reports here."""


def report_on(book: Book, first: date, last: date) -> None:
    """Take the steps of some days, both included, in the order of the days."""
    if last < BEGINS:
        return
    every: list[Asking | Way | Round] = [*ASKED, *draw_rounds(), *WAYS]
    steps = [each for each in every if first <= each.day <= last]
    for step in sorted(steps, key=lambda each: each.day):
        step.take(book)
