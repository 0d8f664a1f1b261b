"""A sheet on the tree of another day: what was sent stays, the other stands beside it and is drawn as a document."""

from datetime import date

import pytest
from tests.desk.conftest import PERIOD, Desk, Door
from tests.desk.reports import drafted, reviewed
from tests.desk.test_sheets import plain
from tests.reports.conftest import sent

from congdoan.records.structure.actions import absorb
from congdoan.reports.models import Revision, Sheet


@pytest.fixture
def merged(desk: Desk) -> Revision:
    """The sheet of the industry union, sent; then the schools union is absorbed by it."""
    desk.world.admit(desk.world.school, date(2024, 4, 10), 5)
    revision = sent(desk.world, desk.world.industry)
    absorb(desk.world.officer, unit=desk.world.schools, into=desk.world.industry, day=date(2025, 1, 2))
    return revision


def test_after_a_merger_the_old_report_reads_as_it_did_and_a_restated_one_stands_beside(
    merged: Revision, desk: Desk, signed_in: Door
) -> None:
    door, page = signed_in(desk.world.officer), f"/sheets/{merged.sheet.pk}/"
    assert "kết nạp 3 đoàn viên" in plain(door.get(page))
    beside = plain(door.get(f"{page}restated/?tree=2025-01-05"))
    assert "Bản 1 đã gửi vẫn giữ nguyên." in beside
    assert "cây ngày 05/01/2025 8" in beside
    assert "tree=2025-01-05" in door.get(f"{page}restated/?tree=2025-01-05").content.decode()
    assert bytes(Revision.objects.get(pk=merged.pk).content) == bytes(merged.content)


def test_on_the_tree_of_its_own_days_nothing_differs(merged: Revision, desk: Desk, signed_in: Door) -> None:
    page = f"/sheets/{merged.sheet.pk}/restated/?tree=2024-05-31"
    assert "Trên cây ngày ấy các số không khác" in plain(signed_in(desk.world.officer).get(page))


def test_the_days_on_which_units_moved_are_offered(merged: Revision, desk: Desk, signed_in: Door) -> None:
    page = plain(signed_in(desk.world.officer).get(f"/sheets/{merged.sheet.pk}/restated/"))
    assert "02/01/2025" in page
    assert "01/01/2025" in page


def test_all_lines_are_shown_when_asked(merged: Revision, desk: Desk, signed_in: Door) -> None:
    door, page = signed_in(desk.world.officer), f"/sheets/{merged.sheet.pk}/restated/?tree=2025-01-05"
    assert "Số tiền thăm hỏi" not in plain(door.get(page))
    assert "Số tiền thăm hỏi" in plain(door.get(f"{page}&all=1"))


def test_a_draft_is_restated_too_and_a_review_year_by_year(merged: Revision, desk: Desk, signed_in: Door) -> None:
    door = signed_in(desk.world.officer)
    door.post(f"/sheets/open/?unit=north&{PERIOD}", {"form": "review", "other_period": "2023..2024-05"})
    review = Sheet.objects.get(form="review")
    told = plain(door.get(f"/sheets/{review.pk}/restated/?tree=2025-01-05&all=1"))
    assert "Nháp vẫn giữ nguyên." in told
    assert "5T/2024" in told


@pytest.mark.parametrize("shape", ["docx", "pdf", "xlsx"])
def test_the_restated_sheet_is_a_document_that_says_so(
    merged: Revision, desk: Desk, signed_in: Door, shape: str
) -> None:
    page = f"/sheets/{merged.sheet.pk}/document.{shape}?tree=2025-01-05"
    response = signed_in(desk.world.officer).get(page)
    assert f"cay-2025-01-05.{shape}" in response.headers["Content-Disposition"]
    assert response.content.startswith(b"%PDF" if shape == "pdf" else b"PK")


def test_a_day_that_cannot_be_read_is_said(desk: Desk, signed_in: Door) -> None:
    sheet, door = drafted(desk), signed_in(desk.world.clerk)
    assert "không đọc được" in plain(door.get(f"/sheets/{sheet.pk}/restated/?tree=hôm+qua"))
    assert door.get(f"/sheets/{sheet.pk}/document.pdf?tree=hôm+qua").status_code == 302


def test_a_stranger_and_who_was_only_told_see_nothing_restated(merged: Revision, desk: Desk, signed_in: Door) -> None:
    page = f"/sheets/{merged.sheet.pk}/"
    assert signed_in(desk.world.stranger).get(f"{page}restated/?tree=2025-01-05").status_code == 404
    told = signed_in(desk.world.clerk)
    assert told.get(f"{page}restated/?tree=2025-01-05").status_code == 404
    whole = told.get(f"{page}document.xlsx?tree=2025-01-05")
    assert "ban-1" in whole.headers["Content-Disposition"]


def test_the_years_of_a_review_are_drawn_each_with_its_sentence(desk: Desk, signed_in: Door) -> None:
    review, door = reviewed(desk), signed_in(desk.world.officer)
    assert f'href="/sheets/{review.pk}/series/"' in door.get(f"/sheets/{review.pk}/").content.decode()
    page = door.get(f"/sheets/{review.pk}/series/").content.decode()
    assert "<svg" in page.split("<main")[1]
    assert "2022: 0; 2023: 0; 5T/2024: 3" in page
    assert door.get(f"/sheets/{drafted(desk).pk}/series/").status_code == 404
    assert signed_in(desk.world.stranger).get(f"/sheets/{review.pk}/series/").status_code == 404
