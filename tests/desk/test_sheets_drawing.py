"""All sheets of one period at once: drafted by one press, drawn in one file, left and found again, begun once."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from tempfile import TemporaryFile
from zipfile import ZipFile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from tests.desk.conftest import PERIOD, Desk, Door
from tests.desk.reports import drafted, submitted
from tests.desk.test_sheets import plain
from tests.desk.test_works import do
from tests.world import the_day

from congdoan.config import works
from congdoan.config.works import do_next
from congdoan.desk.sheets import drawing
from congdoan.desk.sheets.drawing import DRAFTS, PAPERS, SHAPES, make_drafts
from congdoan.org.actions import appoint, ask_for, relieve, take
from congdoan.org.models import Portion, Work
from congdoan.org.rules import Role, Stage
from congdoan.reports.models import Sheet
from congdoan.reports.rules.drawing import Format

BOARD = f"/sheets/board/?unit=north&form=own-half&{PERIOD}"
JUNE = date(2024, 6, 20)


def names(work: Work) -> list[str]:
    with default_storage.open(work.file) as file:
        return ZipFile(BytesIO(file.read())).namelist()


def test_one_press_drafts_for_all_that_have_none(desk: Desk, signed_in: Door) -> None:
    there = drafted(desk)
    door = signed_in(desk.world.officer)
    with the_day(JUNE):
        assert "2 đơn vị chưa lập" in plain(door.get(BOARD))
        response = door.post(BOARD, {"do": "draft"})
        work = Work.objects.get()
        assert response.headers["Location"] == f"/work/{work.pk}/"
        do(work)
        page = plain(door.get(f"/work/{work.pk}/"))
        assert "Đã lập nháp cho 2 đơn vị" in page
        assert "chưa lập" not in plain(door.get(BOARD)).split("Từng đơn vị")[0]
    assert {sheet.unit.code for sheet in Sheet.objects.of("own-half", "2024-H1")} == {"mill", "mine", "school"}
    assert Sheet.objects.get(unit=desk.world.mill) == there
    assert Sheet.objects.get(unit=desk.world.mine).parts.filter(key__startswith="result-").count() == 2
    assert not Portion.objects.exists()


def test_more_papers_than_one_file_takes_are_refused(
    desk: Desk, signed_in: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafted(desk)
    monkeypatch.setattr(drawing, "MOST_PAPERS", 0)
    with the_day(JUNE):
        response = signed_in(desk.world.officer).post(BOARD, {"shape": "pdf"}, follow=True)
    assert "một lần làm được nhiều nhất 0 văn bản" in plain(response)
    assert not Work.objects.exists()


def test_pressed_twice_it_is_one_work(desk: Desk, signed_in: Door) -> None:
    door = signed_in(desk.world.officer)
    with the_day(JUNE):
        first, second = (door.post(BOARD, {"do": "draft"}).headers["Location"] for _time in range(2))
    assert first == second
    assert Work.objects.count() == 1


def test_nothing_is_drafted_for_a_closed_period_or_where_all_is_there(desk: Desk, signed_in: Door) -> None:
    door = signed_in(desk.world.officer)
    with the_day(date(2025, 12, 1)):
        assert "chưa lập" not in plain(door.get(BOARD)).split("Từng đơn vị")[0]
        assert "Các đơn vị đều đã có báo cáo" in plain(door.get(door.post(BOARD, {"do": "draft"}).headers["Location"]))
    assert not Work.objects.exists()


def test_who_may_only_look_has_no_such_button_and_is_refused(desk: Desk, signed_in: Door) -> None:
    world = desk.world
    appoint(world.officer, user=world.stranger, unit=world.north, role=Role.INSPECTOR, day=date(2024, 1, 1))
    door = signed_in(world.stranger)
    with the_day(JUNE):
        assert 'value="draft"' not in door.get(BOARD).content.decode()
        door.post(BOARD, {"do": "draft"})
    assert not Work.objects.exists()


def test_whoever_lost_the_right_meanwhile_drafts_nothing_and_is_told(desk: Desk, signed_in: Door) -> None:
    world = desk.world
    position = appoint(world.officer, user=world.stranger, unit=world.north, role=Role.CLERK, day=date(2024, 1, 1))
    with the_day(JUNE):
        signed_in(world.stranger).post(BOARD, {"do": "draft"})
        relieve(world.officer, position=position, day=JUNE)
        work = do(Work.objects.get())
    assert "Không lập được 3 báo cáo" in work.said
    assert "không có quyền" in work.said
    assert not Sheet.objects.exists()


@pytest.mark.parametrize("shape", SHAPES)
def test_all_papers_of_a_period_come_in_one_file(desk: Desk, signed_in: Door, shape: Format) -> None:
    submitted(desk, desk.world.mine)
    drafted(desk)
    door = signed_in(desk.world.officer)
    assert "Tải 2 báo cáo đã lập trong một file" in plain(door.get(BOARD))
    door.post(BOARD, {"shape": str(shape)})
    work = do(Work.objects.get())
    assert work.of_stage is Stage.FINISHED
    assert work.name == f"bao-cao-own-half-north-2024-H1-{shape}.zip"
    assert sorted(names(work)) == [
        f"bao-cao-own-half-mill-2024-H1-du-thao.{shape}",
        f"bao-cao-own-half-mine-2024-H1-ban-1.{shape}",
    ]


def test_a_text_that_cannot_be_drawn_is_named_and_the_others_are_drawn(desk: Desk, signed_in: Door) -> None:
    submitted(desk, desk.world.mine)
    drafted(desk).parts.filter(key="result-0").update(text="{{ figure không-có }}")
    signed_in(desk.world.officer).post(BOARD, {"shape": "xlsx"})
    work = do(Work.objects.get())
    assert names(work) == ["bao-cao-own-half-mine-2024-H1-ban-1.xlsx"]
    assert "Không lập được 1 báo cáo: Công đoàn mill" in work.said


@pytest.fixture
def one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    alone = replace(drawing.DRAFTING, at_once=1)
    monkeypatch.setattr(drawing, "DRAFTING", alone)
    monkeypatch.setitem(works.SHARED, DRAFTS, alone)


@pytest.mark.usefixtures("one_by_one")
def test_another_hand_helps_with_what_one_has_begun(desk: Desk) -> None:
    """Who took it has cut it; a free hand does a portion, and the first finds it done."""
    world = desk.world
    with the_day(JUNE):
        asked = {"form": "own-half", "period": "2024-H1"}
        ask_for(world.officer, kind=DRAFTS, unit=world.north, title="Nháp", asked=asked)
        work = take({DRAFTS})
        assert work is not None
        seen: list[tuple[int, int]] = []

        def tell(done: int, total: int) -> None:
            seen.append((done, total))
            if done == 0:
                assert do_next()

        with TemporaryFile() as to:
            made = make_drafts(work, to, tell)
    assert seen == [(0, 3), (2, 3), (3, 3)]
    assert made.said.startswith("Đã lập nháp cho 3 đơn vị")
    assert Sheet.objects.count() == 3


@pytest.mark.usefixtures("one_by_one")
def test_after_a_kill_it_goes_on_where_it_was(desk: Desk) -> None:
    world = desk.world
    with the_day(JUNE):
        asked = {"form": "own-half", "period": "2024-H1"}
        ask_for(world.officer, kind=DRAFTS, unit=world.north, title="Nháp", asked=asked)
        work = take({DRAFTS})
        assert work is not None

        def killed(done: int, total: int) -> None:
            if done == 1:
                raise KeyboardInterrupt

        with TemporaryFile() as to, pytest.raises(KeyboardInterrupt):
            make_drafts(work, to, killed)
        first = list(Sheet.objects.values_list("pk", flat=True))
        Work.objects.update(heard_at=None, stage=Stage.WAITING)
        work = do(Work.objects.get())
    assert work.of_stage is Stage.FINISHED
    assert work.said.startswith("Đã lập nháp cho 3 đơn vị")
    assert Sheet.objects.count() == 3
    assert set(first) < set(Sheet.objects.values_list("pk", flat=True))


def test_papers_of_no_sheet_are_refused_with_a_sentence(desk: Desk) -> None:
    asked = {"form": "own-half", "period": "2024-H1", "shape": "pdf"}
    work = ask_for(desk.world.officer, kind=PAPERS, unit=desk.world.north, title="Văn bản", asked=asked)
    with pytest.raises(ValidationError, match="Không có báo cáo nào của kỳ này"):
        do(work)
