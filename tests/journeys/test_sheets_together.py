"""Two before one sheet, all sheets at once by the worker, a signature: each in a real browser, left and found again."""

from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import expect
from tests.journeys.conftest import Open, Town
from tests.journeys.test_long_work import a_worker
from tests.reports.certificates import HOLDER, PASSWORD, certificate
from tests.reports.conftest import explained, opened
from tests.world import TODAY, the_day

from congdoan.org.models import Work
from congdoan.reports.actions import submit_sheet
from congdoan.reports.models import Part, Sheet

pytestmark = pytest.mark.slow

BOARD = "/sheets/board/?unit=north&form=own-half&period=2024&cutoff=05-31"
SLOW = 60_000
"""Milliseconds for what a page asks for by itself, or a worker does."""


def test_of_two_before_one_sheet_the_second_sees_the_firsts_change_and_loses_nothing(town: Town, window: Open) -> None:
    with the_day(TODAY):
        sheet = opened(town.world, town.world.mill, period="2024")
    page = f"/sheets/{sheet.pk}/"
    clerk, chair = window(), window()
    clerk.sign_in("clerk")
    chair.sign_in("chair")
    chair.open(page)
    looking = chair.page
    clerk.open(f"{page}parts/tasks/")
    clerk.page.fill("#text", "Vận động từng tổ.")
    clerk.press("Lưu", role="button")
    expect(looking.get_by_text("clerk vừa sửa “Nhiệm vụ trọng tâm kỳ tới”", exact=False)).to_be_visible(timeout=SLOW)
    chair.look()
    chair.press("Xem bản mới")
    chair.says("Vận động từng tổ.")

    chair.open(f"{page}parts/tasks/")
    clerk.open(f"{page}parts/tasks/")
    clerk.page.fill("#text", "Vận động từng tổ, từng người.")
    clerk.press("Lưu", role="button")
    expect(looking.get_by_text("clerk vừa sửa mục này", exact=False).first).to_be_visible(timeout=SLOW)
    looking.fill("#text", "Thăm hỏi kịp thời.")
    chair.press("Lưu", role="button")
    chair.says("clerk vừa sửa mục này. Bản của hai người đều còn.", "Vận động từng tổ, từng người.")
    assert looking.input_value("#text") == "Thăm hỏi kịp thời."
    looking.fill("#text", "Vận động từng tổ, từng người. Thăm hỏi kịp thời.")
    chair.press("Lưu", role="button")
    chair.says("Vận động từng tổ, từng người. Thăm hỏi kịp thời.")
    assert Part.objects.get(sheet=sheet, key="tasks").version == 3


def test_what_is_written_is_kept_by_itself(town: Town, window: Open) -> None:
    with the_day(TODAY):
        sheet = opened(town.world, town.world.mill, period="2024")
    clerk = window()
    clerk.sign_in("clerk")
    clerk.open(f"/sheets/{sheet.pk}/parts/strengths/")
    clerk.page.locator("#text").press_sequentially("Kịp thời.")
    expect(clerk.page.get_by_text("Đã lưu lúc", exact=False)).to_be_visible(timeout=SLOW)
    clerk.look()
    assert Part.objects.get(sheet=sheet, key="strengths").text == "Kịp thời."


def test_all_sheets_of_a_period_are_drafted_by_one_press_left_and_found_again(town: Town, window: Open) -> None:
    chair = window()
    chair.sign_in("chair")
    chair.open(BOARD)
    chair.says("3 đơn vị chưa lập")
    chair.press("Lập nháp báo cáo cho tất cả đơn vị", role="button")
    chair.says("Sắp đến lượt.", "Có thể rời trang này")
    chair.open("/")
    chair.says("Việc đang chờ", "Lập nháp “Báo cáo của công đoàn cơ sở”, năm 2024")
    chair.press("Lập nháp “Báo cáo của công đoàn cơ sở”", exact=False)
    with a_worker():
        expect(chair.page.get_by_text("Xong lúc", exact=False)).to_be_visible(timeout=SLOW)
    chair.look()
    chair.says("Đã lập nháp cho 3 đơn vị")
    chair.press("Mở kết quả")
    chair.says("Tải 3 báo cáo đã lập trong một file")
    assert Sheet.objects.of("own-half", "2024").count() == 3

    chair.press("Word", role="button")
    with a_worker():
        expect(chair.page.get_by_text("Xong lúc", exact=False)).to_be_visible(timeout=SLOW)
    chair.look()
    with chair.page.expect_download() as download:
        chair.page.get_by_role("link", name="Tải file").click()
    names = ZipFile(Path(download.value.path())).namelist()
    assert sorted(names) == [f"bao-cao-own-half-{code}-2024-du-thao.docx" for code in ("mill", "mine", "school")]


def test_the_drafting_is_stopped_and_begun_again_without_script(town: Town, wide_window: Open) -> None:
    chair = wide_window(script=False)
    chair.sign_in("chair")
    chair.open(BOARD)
    chair.press("Lập nháp báo cáo cho tất cả đơn vị", role="button")
    chair.press("Dừng việc này", role="button")
    chair.says("Đã dừng lúc")
    assert not Sheet.objects.exists()
    chair.press("Làm lại", role="button")
    with a_worker():
        for _time in range(100):
            chair.page.wait_for_timeout(300)
            if Work.objects.exclude(ended_at=None).exists():
                break
    chair.page.reload()
    chair.says("Đã lập nháp cho 3 đơn vị")


def test_what_was_sent_is_signed_and_its_validity_shown(town: Town, window: Open) -> None:
    with the_day(TODAY):
        sheet = explained(town.world, opened(town.world, town.world.mill, period="2024"))
        submit_sheet(town.world.officer, sheet=sheet)
    clerk = window()
    clerk.sign_in("clerk")
    clerk.open(f"/sheets/{sheet.pk}/")
    clerk.press("Ký số PDF")
    paper = {"name": "chung-thu.p12", "mimeType": "application/x-pkcs12", "buffer": certificate()}
    clerk.page.set_input_files("[name=certificate]", paper)  # type: ignore[arg-type]
    clerk.page.fill("[name=password]", "sai")
    clerk.press("Ký", role="button")
    clerk.says("Mật khẩu của chứng thư không đúng.")
    clerk.page.set_input_files("[name=certificate]", paper)  # type: ignore[arg-type]
    clerk.page.fill("[name=password]", PASSWORD)
    clerk.press("Ký", role="button")
    clerk.says(f"Đã ký bằng chứng thư của {HOLDER}.", "chữ ký đúng, văn bản nguyên vẹn", "Chưa xác nhận được nơi cấp")
    with clerk.page.expect_download() as download:
        clerk.page.get_by_role("link", name=HOLDER, exact=False).click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")
    clerk.says("Ký thêm")
