"""Long work on the desk: offered where a file would be long, seen by its asker alone, left and found again."""

import csv
import re
from datetime import date, timedelta
from io import BytesIO
from tempfile import TemporaryFile
from zipfile import ZipFile

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from pytest_django.fixtures import Settings
from tests.desk.conftest import PERIOD, Desk, Door
from tests.desk.long_work import asked_work, done_work

from congdoan.base import clock
from congdoan.config.works import WORKS, do_next
from congdoan.desk.works import asking
from congdoan.org.actions import fail, finish, hear, relieve, take
from congdoan.org.models import Work
from congdoan.org.rules import Made, Stage

LIST = f"/activities/list.csv?unit=mill&{PERIOD}"


@pytest.fixture
def three_dialogues(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """More than one row is a long table here."""
    for module in ("congdoan.desk.activities.exporting", "congdoan.desk.workbooks"):
        monkeypatch.setattr(f"{module}.ROWS", 1)
    desk.world.hold_dialogue(desk.world.mill, date(2024, 4, 5), people=7)
    desk.world.hold_dialogue(desk.world.mill, date(2024, 5, 5), people=8)
    return desk


def text(door: Client, address: str, **more: str) -> str:
    return door.get(address, **more).content.decode().replace("\u00a0", " ")  # type: ignore[arg-type]


def do(work: Work) -> Work:
    """Do it as a worker would; its file stays open in no hand."""
    mine = take({work.kind})
    assert mine == work
    with TemporaryFile() as to:
        finish(mine, WORKS[mine.kind](mine, to, lambda done, total: None), to)
    work.refresh_from_db()
    return work


def test_a_short_list_is_given_at_once(desk: Desk, signed_in: Door) -> None:
    response = signed_in(desk.world.clerk).get(LIST)
    assert response.headers["Content-Disposition"].endswith('.csv"')
    assert not Work.objects.exists()


def test_a_long_list_is_offered_and_made_by_a_worker(three_dialogues: Desk, signed_in: Door) -> None:
    door = signed_in(three_dialogues.world.clerk)
    assert "Bảng này có 3 dòng" in text(door, LIST)
    assert not Work.objects.exists()
    response = door.post(LIST)
    work = Work.objects.get()
    assert response.headers["Location"] == f"/work/{work.pk}/"
    do(work)
    file = b"".join(door.get(f"/work/{work.pk}/file/").streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    lines = list(csv.reader(file.splitlines()))
    assert [line[0] for line in lines] == ["Ngày", "05/05/2024", "05/04/2024", "05/03/2024"]
    assert [line[4] for line in lines[1:]] == ["8", "7", "126"]


def test_the_file_holds_what_a_short_one_would(
    three_dialogues: Desk, signed_in: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = signed_in(three_dialogues.world.clerk)
    door.post(LIST)
    long = do(Work.objects.get())
    monkeypatch.setattr("congdoan.desk.activities.exporting.ROWS", asking.ROWS)
    at_once = b"".join(door.get(LIST).streaming_content)  # type: ignore[attr-defined]
    made = b"".join(door.get(f"/work/{long.pk}/file/").streaming_content)  # type: ignore[attr-defined]
    assert made == at_once


def test_many_postings_are_offered_and_all_are_in_the_file(three_dialogues: Desk, signed_in: Door) -> None:
    door = signed_in(three_dialogues.world.clerk)
    address = f"/figures/dialogue.held/?unit=mill&{PERIOD}&by=posting&xlsx=1"
    assert "Bảng này có 3 dòng" in text(door, address)
    door.post(address)
    work = do(Work.objects.get())
    with ZipFile(default_storage.path(work.file)) as book:
        page = book.read("xl/worksheets/sheet1.xml").decode()
    assert len(re.findall(r"<row ", page)) >= 5
    assert page.count("<v>1</v>") >= 3


def test_pressed_twice_it_is_made_once(three_dialogues: Desk, signed_in: Door) -> None:
    door = signed_in(three_dialogues.world.clerk)
    assert door.post(LIST).headers["Location"] == door.post(LIST).headers["Location"]


def test_who_lost_the_right_meanwhile_gets_a_sentence_and_no_file(three_dialogues: Desk, signed_in: Door) -> None:
    world = three_dialogues.world
    signed_in(world.clerk).post(LIST)
    relieve(world.officer, position=world.clerk.positions.get(), day=clock.today())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("congdoan.config.works.hear", lambda *_told: True)
        assert do_next()
    work = Work.objects.get()
    assert (work.of_stage, work.file) == (Stage.FAILED, "")
    assert "Không còn được xem đơn vị này" in work.said


def test_its_page_tells_how_far_it_is(desk: Desk, signed_in: Door) -> None:
    work, door = asked_work(desk), signed_in(desk.world.officer)
    assert "Sắp đến lượt." in text(door, f"/work/{work.pk}/")
    mine = take({work.kind})
    assert mine
    hear(mine, 312, 1400)
    with clock.set_to(clock.now() + timedelta(seconds=12)):
        shown = text(door, f"/work/{work.pk}/")
    assert "312 trên 1.400 dòng, còn chừng 45 giây" in shown
    assert 'max="1400" value="312"' in shown
    assert 'hx-trigger="every 2s"' in shown


def test_work_that_nobody_takes_says_what_to_do(desk: Desk, signed_in: Door) -> None:
    work = asked_work(desk)
    with clock.set_to(clock.now() + timedelta(minutes=1)):
        assert "Chưa có máy nào nhận việc này" in text(signed_in(desk.world.officer), f"/work/{work.pk}/")


def test_work_that_lies_still_says_that_it_goes_on_by_itself(desk: Desk, signed_in: Door) -> None:
    work = asked_work(desk)
    take({work.kind})
    with clock.set_to(clock.now() + timedelta(minutes=1)):
        assert "Việc sẽ tự được làm lại từ đầu" in text(signed_in(desk.world.officer), f"/work/{work.pk}/")


def test_what_went_wrong_is_told_and_mended_with_a_press(desk: Desk, signed_in: Door) -> None:
    work, door = asked_work(desk), signed_in(desk.world.officer)
    mine = take({work.kind})
    assert mine
    fail(mine, "Kỳ này không có gì.")
    assert "Không làm xong. Kỳ này không có gì." in text(door, f"/work/{work.pk}/")
    door.post(f"/work/{work.pk}/", {"do": "again"})
    work.refresh_from_db()
    assert work.of_stage is Stage.WAITING


def test_it_is_stopped_from_its_page(desk: Desk, signed_in: Door) -> None:
    work, door = asked_work(desk), signed_in(desk.world.officer)
    door.post(f"/work/{work.pk}/", {"do": "stop"})
    assert "Chưa có gì được làm ra." in text(door, f"/work/{work.pk}/")
    assert door.post(f"/work/{work.pk}/", {"do": "nothing"}).status_code == 404


def test_a_window_left_open_is_told_that_it_is_done(desk: Desk, signed_in: Door) -> None:
    response = signed_in(desk.world.officer).get(f"/work/{done_work(desk).pk}/", headers={"HX-Request": "true"})
    assert (response.headers["HX-Retarget"], response.headers["HX-Reselect"]) == ("#work", "#work")


def test_home_shows_it_until_its_asker_has_looked(desk: Desk, signed_in: Door) -> None:
    work, door = asked_work(desk), signed_in(desk.world.officer)
    assert f"/work/{work.pk}/" in text(door, f"/?{PERIOD}")
    mine = take({work.kind})
    assert mine
    finish(mine, Made(said="Đủ cả."), BytesIO())
    assert "Xong, chờ xem" in text(door, f"/?{PERIOD}")
    door.get(f"/work/{work.pk}/")
    assert f"/work/{work.pk}/" not in text(door, f"/?{PERIOD}")


def test_nobody_but_its_asker_sees_it_not_even_those_above(desk: Desk, signed_in: Door) -> None:
    work = asked_work(desk, desk.world.clerk)
    for address in (f"/work/{work.pk}/", f"/work/{work.pk}/file/"):
        assert signed_in(desk.world.officer).get(address).status_code == 404
    assert signed_in(desk.world.officer).post(f"/work/{work.pk}/", {"do": "stop"}).status_code == 404
    assert "mill.csv" not in text(signed_in(desk.world.officer), f"/?{PERIOD}").split("Số liệu chính")[0]
    assert work.title in text(signed_in(desk.world.clerk), "/work/")


def test_a_file_that_is_gone_is_not_found(desk: Desk, signed_in: Door, settings: Settings) -> None:
    work = done_work(desk)
    settings.MEDIA_ROOT = f"{settings.MEDIA_ROOT}/elsewhere"
    assert signed_in(desk.world.officer).get(f"/work/{work.pk}/file/").status_code == 404
