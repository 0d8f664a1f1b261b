"""The demo's reports: on their way as reports are, and telling what the two real texts tell."""

from datetime import date
from io import BytesIO

import docx
import pytest
from django.db import transaction

from congdoan.base.period import Cutoff, parse_period
from congdoan.catalogue.models import current
from congdoan.org.models import Unit, User
from congdoan.reports.actions import open_sheet
from congdoan.reports.models import Composing, Mark, Revision, Sheet, as_told_then, board, differences
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


def test_there_are_sheets_in_every_state_late_and_revised(demo: None) -> None:
    assert set(Sheet.objects.values_list("state", flat=True)) == {State.DRAFT, State.SUBMITTED, State.ACCEPTED}
    assert set(Sheet.objects.values_list("last_day__year", flat=True)) == {2023, 2024, 2025}
    revised = Sheet.objects.get(unit__code="LCA-CT-001", period="2024-H1")
    assert [each.decision.verdict for each in revised.revisions.order_by("number")] == ["returned", "accepted"]
    told = board(
        Unit.objects.get(code="LCA-CT"),
        current().forms["1-hdcd"],
        [parse_period("2024-H1", UNION)],
        today=date(2024, 6, 20),
    )
    late = {row.unit.code: row.cells[0] for row in told.rows}["LCA-CT-003"]
    assert (late.mark, late.days) == (Mark.SENT, 9)


def test_every_sheet_is_told_again_as_it_was_told(demo: None) -> None:
    for revision in Revision.objects.select_related("sheet__unit", "moment"):
        assert as_told_then(revision) == {line.key: line.this for line in revision.contents.lines()}


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
        "57 con đoàn viên bị bệnh hiểm nghèo, tổng số tiền 297 triệu đồng",
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


@pytest.mark.slow
def test_the_review_of_fifteen_years_is_drafted_with_one_press(demo: None) -> None:
    with transaction.atomic():
        sheet = open_sheet(
            User.objects.get(username="officer"),
            unit=Unit.objects.get(code="LCA"),
            form="review-20nq",
            period=parse_period("2008..2024-05"),
        )
        contents = Composing(sheet).contents()
        transaction.set_rollback(True)
    document = document_of(contents)
    told = " ".join(text for part in document.results for text in part.texts)
    assert "tổ chức 37 hội nghị tiếp xúc, đối thoại" in told
    assert "được 5.559 cuộc" in told
    assert "kết nạp 27.785 đoàn viên công đoàn, thành lập 341 công đoàn cơ sở" in told
    text, lines = in_word(document)
    assert "kết nạp 27.785 đoàn viên công đoàn, thành lập 341 công đoàn cơ sở" in text
    assert lines["Số cuộc tiếp xúc, đối thoại do Ban Thường vụ tổ chức"][0] == "37"
    assert lines["Số đoàn viên kết nạp mới"][0] == "27.785"
    assert lines["Số công đoàn cơ sở thành lập mới"][0] == "341"
    admitted = contents.line("members.admitted@subtree")
    assert admitted is not None
    assert len(admitted.years) == len(contents.years) == 17
    assert sum(int(year.low or 0) for year in admitted.years) == 27_785
    assert document.heads[-1] == "5T/2024"
    assert document.subject.endswith("từ năm 2008 đến tháng 5/2024")
