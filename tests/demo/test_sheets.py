"""The demo's reports: on their way as reports are, and telling what the two real texts tell."""

from datetime import date
from io import BytesIO
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner
from pypdf import PdfReader
from python_calamine import load_workbook

from congdoan.base.period import Cutoff, parse_period
from congdoan.catalogue.models import current
from congdoan.config.cli import main
from congdoan.config.cli import report as reports
from congdoan.org.models import Unit
from congdoan.records.directives.models import Directive
from congdoan.reports.models import Mark, Revision, Sheet, as_told_then, board, differences
from congdoan.reports.rules import Document, State, document_of
from congdoan.reports.rules.drawing import Format, drawn

UNION = Cutoff(5)


def half_year(form: str, unit: str = "LCA-CT") -> Revision:
    return Revision.objects.filter(sheet__unit__code=unit, sheet__form=form, sheet__period="2024-H1").latest("number")


def in_word(document: Document) -> tuple[str, dict[str, list[str]]]:
    """The text of the Word file, and the cells of its table's lines by their names."""
    file = docx.Document(BytesIO(drawn(document, Format.WORD)))
    text = " ".join(paragraph.text for paragraph in file.paragraphs).replace("\u00a0", " ")
    rows = [[cell.text.replace("\u00a0", " ") for cell in row.cells] for row in file.tables[2].rows]
    return text, {row[1]: row[3:] for row in rows}


PERIODS = ["2023-H1", "2023", "2024-H1", "2024", "2025-H1", "2025"]


def test_there_are_sheets_of_three_years_in_every_state(demo: None) -> None:
    assert set(Sheet.objects.values_list("state", flat=True)) == {State.DRAFT, State.SUBMITTED, State.ACCEPTED}
    own = Sheet.objects.filter(form="1-hdcd")
    told = {period: own.filter(period=period).count() for period in PERIODS}
    assert all(count >= 8 for count in told.values()), told
    above = Sheet.objects.filter(form="2-hdcd", unit__code="LCA-CT", revisions__isnull=False)
    assert set(above.values_list("period", flat=True)) == set(PERIODS) - {"2025"}
    assert set(Sheet.objects.filter(form="2-hdcd", unit__code="LCA").values_list("period", flat=True)) == {
        "2023",
        "2024",
    }


def test_some_came_late_and_some_were_returned_and_came_again(demo: None) -> None:
    revised = Sheet.objects.get(unit__code="LCA-CT-001", period="2024-H1")
    assert [each.decision.verdict for each in revised.revisions.order_by("number")] == ["returned", "accepted"]
    again = Revision.objects.filter(number=2, sheet__form="1-hdcd").values_list("sheet__period", flat=True)
    assert len(set(again)) >= 3
    industry, form = Unit.objects.get(code="LCA-CT"), current().forms["1-hdcd"]
    told = board(industry, form, [parse_period(name, UNION) for name in PERIODS], today=date(2025, 12, 31))
    late = {place for row in told.rows() for place, cell in enumerate(row.cells) if cell.is_there and cell.days > 0}
    assert len(late) >= 4
    then = board(industry, form, [parse_period("2024-H1", UNION)], today=date(2024, 6, 20))
    found = {row.code: row.cells[0] for row in then.rows()}["LCA-CT-003"]
    assert (found.mark, found.days) == (Mark.SENT, 9)


def test_a_sheet_of_the_union_above_names_who_certifies_it(demo: None) -> None:
    contents = half_year("2-hdcd").contents
    certified = {each.unit for each in contents.certified}
    assert "LCA-CT-001" in certified
    assert len(certified) >= 8
    assert certified.isdisjoint(each.unit for each in contents.missing)
    assert len(contents.certified) + len(contents.missing) >= 57


@pytest.mark.slow
def test_every_sheet_is_told_again_as_it_was_told(demo: None) -> None:
    above = Revision.objects.exclude(sheet__form="1-hdcd").select_related("sheet__unit", "moment")
    own = Revision.objects.filter(sheet__form="1-hdcd").select_related("sheet__unit", "moment").order_by("pk")
    for revision in [*above, *own[::6]]:
        assert as_told_then(revision) == {line.key: line.this for line in revision.contents.lines()}


def test_the_resolution_is_in_the_register_with_its_aims_duties_sessions_and_review(demo: None) -> None:
    held = Directive.objects.get(unit__code="LCA", number="20-NQ/TW")
    aims = {(aim.indicator, aim.year): aim.target for aim in held.objectives.all()}
    assert {year for _indicator, year in aims} == set(range(2008, 2025))
    assert {indicator for indicator, _year in aims} == {"members.admitted", "units.founded", "party.introduced"}
    assert {"LCA-CT", "LCA-KCN", "LCA-PLC"} <= set(held.duties.values_list("unit__code", flat=True))
    studied = held.studies.values_list("activity__day__year", flat=True)
    assert {2008, 2013, 2018, 2023} <= set(studied)
    review = Sheet.objects.get(unit__code="LCA", form=held.form)
    assert (review.period, review.state) == ("2008..2024-05", State.ACCEPTED)


def test_what_was_entered_after_the_sending_shows_as_a_difference(demo: None) -> None:
    found = {each.line.key: each for each in differences(half_year("2-hdcd"))}
    families = found["care.families@subtree"]
    assert families.line.this.value == 191
    assert families.by == 3
    assert found["meal.people@subtree"].by == -10


def test_the_half_year_of_the_sector_union_as_it_was_told_to_the_party_committee(demo: None) -> None:
    document = document_of(half_year("sector-half-year").contents)
    told = " ".join(text for part in document.results for text in part.texts).replace("\u00a0", " ")
    for words in (
        "hiện có 4.533 đoàn viên",
        "57 công đoàn cơ sở",
        "kết nạp mới 2.247 đoàn viên, đạt 468 % kế hoạch",
        "Thành lập mới 5 công đoàn cơ sở, trong đó 5 ở doanh nghiệp ngoài khu vực Nhà nước",
        "194 gia đình đoàn viên có hoàn cảnh khó khăn",
        "57 con đoàn viên bị bệnh hiểm nghèo",
        "với tổng số tiền 297 triệu đồng",
        "Bữa cơm Công đoàn cho 350 lượt",
        "tầm soát ung thư miễn phí cho 386 lượt",
    ):
        assert words in told
    text, lines = in_word(document)
    assert "kết nạp mới 2.247 đoàn viên, đạt 468 % kế hoạch" in text
    assert lines["Số đoàn viên kết nạp mới"][:4] == ["2.247", "175", "480", "468 %"]
    assert lines["Số tiền thăm hỏi, trợ cấp"][0] == "297.000.000"
    assert document.recipients[0] == "Cấp ủy đảng cùng cấp;"
    assert document.number_and_sign == "Số: 38/BC-CĐN"
    assert document.place_and_day == "Lào Cai, ngày 27 tháng 6 năm 2024"


def test_the_review_of_fifteen_years_as_it_was_sent(demo: None) -> None:
    revision = Revision.objects.get(sheet__unit__code="LCA", sheet__form="review-20nq")
    contents, document = revision.contents, document_of(revision.contents)
    told = " ".join(text for part in document.results for text in part.texts).replace("\u00a0", " ")
    assert "tổ chức 37 hội nghị tiếp xúc, đối thoại" in told
    assert "được 5.559 cuộc" in told
    assert "kết nạp 27.785 đoàn viên công đoàn, thành lập 341 công đoàn cơ sở" in told
    admitted = contents.line("members.admitted@subtree")
    assert admitted is not None
    assert len(admitted.years) == len(contents.years) == 17
    assert sum(int(year.low or 0) for year in admitted.years) == 27_785
    assert document.heads[-1] == "5T/2024"
    assert document.subject.endswith("từ năm 2008 đến tháng 5/2024")


# What the two real texts tell, as it stands in the documents that the command line draws: in the text, in the table.
REVIEW = (
    ("tổ chức 37 hội nghị tiếp xúc, đối thoại", "Số cuộc tiếp xúc, đối thoại do Ban Thường vụ tổ chức", "37"),
    ("được 5.559 cuộc", "Số cuộc thanh tra, kiểm tra, giám sát việc thực hiện chế độ, chính sách", "5.559"),
    ("kết nạp 27.785 đoàn viên", "Số đoàn viên kết nạp mới", "27.785"),
    ("thành lập 341 công đoàn cơ sở", "Số công đoàn cơ sở thành lập mới", "341"),
    ("đảng 22.463 đoàn viên ưu tú", "Số đoàn viên ưu tú được giới thiệu cho Đảng", "22.463"),
)
HALF_YEAR = (
    ("4.533 đoàn viên", "Tổng số đoàn viên", "4.533"),
    ("57 công đoàn cơ sở", "Tổng số công đoàn cơ sở, nghiệp đoàn", "57"),
    ("194 gia đình đoàn viên", "Số gia đình đoàn viên khó khăn được thăm hỏi, trợ cấp", "194"),
    ("57 con đoàn viên", "Số con đoàn viên bị bệnh hiểm nghèo được thăm hỏi, trợ cấp", "57"),
    ("tổng số tiền 297 triệu đồng", "Số tiền thăm hỏi, trợ cấp", "297.000.000"),
    ("350 lượt đoàn viên", "Số lượt đoàn viên, người lao động dự Bữa cơm Công đoàn", "350"),
    ("386 lượt", "Số lượt đoàn viên, người lao động được khám sức khỏe, tầm soát ung thư miễn phí", "386"),
    ("trong đó 5 ở doanh nghiệp", "Số công đoàn cơ sở thành lập mới ở doanh nghiệp ngoài khu vực Nhà nước", "5"),
    ("kết nạp mới 2.247 đoàn viên, đạt 468 % kế hoạch", "Số đoàn viên kết nạp mới", "2.247"),
)
SEEDS = pytest.mark.parametrize(
    ("unit", "form", "period", "seed"),
    [("LCA", "review-20nq", "2008..2024-05", REVIEW), ("LCA-CT", "sector-half-year", "2024-H1", HALF_YEAR)],
)


@pytest.fixture
def running(monkeypatch: pytest.MonkeyPatch) -> None:
    """The demo's database is running already."""
    monkeypatch.setattr(reports, "ensure_running", lambda: None)


def drawn_by_command(unit: str, form: str, period: str, shape: str, folder: Path) -> Path:
    out = folder / f"bao-cao.{shape}"
    words = ["report", unit, "--form", form, "--period", period, "--format", shape, "--out", str(out)]
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 0, result.output
    return out


@SEEDS
def test_every_number_of_the_real_texts_stands_in_the_word_file(
    demo: None, running: None, tmp_path: Path, unit: str, form: str, period: str, seed: tuple[tuple[str, str, str], ...]
) -> None:
    file = docx.Document(str(drawn_by_command(unit, form, period, "docx", tmp_path)))
    text = " ".join(" ".join(paragraph.text for paragraph in file.paragraphs).replace("\u00a0", " ").split())
    rows = [[cell.text.replace("\u00a0", " ") for cell in row.cells] for row in file.tables[2].rows]
    for words, label, told in seed:
        assert words in text
        assert told in [row[3] for row in rows if row[1].startswith(label)], label
    if form == "sector-half-year":
        assert next(row for row in rows if row[1] == "Số đoàn viên kết nạp mới")[5:7] == ["480", "468 %"]


@SEEDS
def test_the_same_numbers_stand_in_pdf_and_excel(
    demo: None, running: None, tmp_path: Path, unit: str, form: str, period: str, seed: tuple[tuple[str, str, str], ...]
) -> None:
    pages = PdfReader(drawn_by_command(unit, form, period, "pdf", tmp_path)).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).replace("\u00a0", " ").split())
    book = load_workbook(str(drawn_by_command(unit, form, period, "xlsx", tmp_path)))
    rows = book.get_sheet_by_index(0).to_python()
    for words, label, told in seed:
        assert words in text
        numbers = [row[3] for row in rows if str(row[1]).startswith(label)]
        assert int(told.replace(".", "")) in numbers, label
