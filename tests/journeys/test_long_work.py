"""In a real browser a long file is asked for, left, found again on home, and downloaded."""

import csv
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from django.db import connections
from playwright.sync_api import expect
from tests.journeys.conftest import Open, Town
from tests.world import TODAY, the_day

from congdoan.config.works import work_until

pytestmark = pytest.mark.slow

LIST = "/activities/?unit=mill&period=2025-H1&cutoff=05-31"


@pytest.fixture
def busy(town: Town, monkeypatch: pytest.MonkeyPatch) -> Town:
    """Three dialogues at the mill, where more than one row is a long list."""
    monkeypatch.setattr("congdoan.desk.activities.exporting.ROWS", 1)
    for day in (7, 8, 9):
        with the_day(TODAY):
            town.world.hold_dialogue(town.world.mill, date(2025, 1, day), people=day)
    return town


@contextmanager
def a_worker() -> Iterator[None]:
    """The hand of `congdoan worker`, until the end of the block."""
    leaving = threading.Event()

    def work() -> None:
        with the_day(TODAY, 9):
            work_until(leaving)
        connections.close_all()

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    try:
        yield
    finally:
        leaving.set()
        thread.join(10)


def test_a_long_file_is_left_and_found_again(busy: Town, window: Open) -> None:
    clerk = window()
    clerk.sign_in("clerk")
    clerk.open(LIST)
    clerk.press("CSV")
    clerk.says("Bảng này có 3 dòng")
    clerk.press("Làm file", role="button")
    clerk.says("Sắp đến lượt.")
    there = clerk.page.url
    clerk.open("/")
    clerk.says("Việc đang chờ", "Hoạt động (CSV)", "chờ đến lượt")
    clerk.open(there.removeprefix(busy.address))
    with a_worker():
        expect(clerk.page.get_by_text("Xong lúc")).to_be_visible()
    clerk.look()
    with clerk.page.expect_download() as download:
        clerk.page.get_by_role("link", name="Tải file").click()
    rows = list(csv.reader(Path(download.value.path()).read_text("utf-8-sig").splitlines()))
    assert [row[4] for row in rows[1:]] == ["9", "8", "7"]
    clerk.open("/")
    assert not clerk.page.get_by_text("Hoạt động (CSV)").count()
    clerk.open("/work/")
    clerk.says("Hoạt động (CSV)", "xong")


def test_without_script_it_is_followed_by_a_press_and_can_be_stopped(busy: Town, wide_window: Open) -> None:
    clerk = wide_window(script=False)
    clerk.sign_in("clerk")
    clerk.open("/activities/list.csv?unit=mill&period=2025-H1&cutoff=05-31")
    clerk.press("Làm file", role="button")
    clerk.press("Xem tiến độ mới nhất")
    clerk.press("Dừng việc này", role="button")
    clerk.says("Đã dừng lúc", "Chưa có gì được làm ra.")
    clerk.press("Làm lại", role="button")
    clerk.says("Sắp đến lượt.")
    with a_worker():
        for _time in range(20):
            clerk.page.wait_for_timeout(300)
            clerk.page.reload()
            if clerk.page.get_by_text("Xong lúc").count():
                break
    clerk.says("Xong lúc", "Tải file")
