"""Activities from a workbook: read by the catalogue, looked at, recorded in one transaction, taken back together."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from tests.records.asking import value
from tests.records.workbooks import workbook
from tests.world import World

from congdoan.figures.models import Posting
from congdoan.org.models import Deed
from congdoan.records.activities.actions import correct_activity, withdraw_activity
from congdoan.records.activities.models import Activity
from congdoan.records.imports.actions import decide, refusal_to_undo, send_in, take_in, undo
from congdoan.records.imports.models import State, Upload, What

HEAD = ("Loại hoạt động", "Ngày", "Số người", "Số tiền", "Hình thức", "Ghi chú")
TALK = ("Hội nghị đối thoại", "05/03/2024", "24", "", "định kỳ", "tại xưởng")
LATER = ("Hội nghị đối thoại", date(2024, 4, 9), 31, "", "", "")


def send(world: World, *rows: tuple[object, ...], head: tuple[str, ...] = HEAD, kind: str = "") -> Upload:
    data = workbook(head, *rows)
    return send_in(world.clerk, unit=world.mill, what=What.ACTIVITIES, name="hd.xlsx", data=data, kind=kind)


def counts(upload: Upload) -> tuple[object, ...]:
    return tuple(upload.preview[name] for name in ("good", "faulty", "double"))


def faults(upload: Upload) -> list[tuple[str, str, int]]:
    return sorted((group["kind"], group["column"], group["count"]) for group in upload.preview["groups"])


def test_right_rows_are_recorded_and_counted_and_the_journal_says_so(world: World) -> None:
    upload = take_in(world.clerk, upload=send(world, TALK, LATER))
    recorded = {activity.day: activity for activity in Activity.objects.filter(unit=world.mill)}
    assert recorded.keys() == {date(2024, 3, 5), date(2024, 4, 9)}
    assert recorded[date(2024, 3, 5)].note == "tại xưởng"
    assert recorded[date(2024, 3, 5)].details == {"trigger": "định kỳ"}
    assert value("dialogue.held", world.north, "2024") == 2
    assert value("dialogue.people", world.north, "2024") == 55
    assert Deed.objects.get(verb="imported").words == {"people": 2, "name": "hd.xlsx"}
    assert upload.result["people"] == 2


def test_looking_writes_nothing_and_names_each_fault_by_its_column(world: World) -> None:
    upload = send(
        world,
        ("đối thoại trực tuyến", "05/03/2024", 3, "", "", ""),
        ("Hội nghị đối thoại", "7.8.24", "hai mươi", "", "tùy hứng", ""),
        ("Hội nghị đối thoại", "", "", "", "", ""),
        ("", "05/03/2024", 3, "", "", ""),
    )
    assert counts(upload) == (0, 4, 0)
    assert faults(upload) == [
        ("blank", "day", 1),
        ("blank", "kind", 1),
        ("blank", "people", 1),
        ("choice", "detail:hinh thuc", 1),
        ("choice", "kind", 1),
        ("number", "people", 1),
        ("short_year", "day", 1),
    ]
    assert not Activity.objects.exists()


def test_faults_are_mended_by_kind_and_by_row(world: World) -> None:
    upload = send(world, ("Hội nghị đối", "7.8.24", 9, "", "", ""), ("", "08/08/2024", 4, "", "", ""))
    decide(world.clerk, upload=upload, mend=["choice:kind", "short_year:day"])
    decide(world.clerk, upload=upload, cells={3: {"kind": "dialogue"}})
    upload.refresh_from_db()
    assert counts(upload) == (2, 0, 0)
    take_in(world.clerk, upload=upload)
    assert set(Activity.objects.values_list("day", flat=True)) == {date(2024, 8, 7), date(2024, 8, 8)}


def test_a_cell_may_be_typed_in_a_column_that_the_file_lacks(world: World) -> None:
    upload = send(world, ("Hội nghị đối thoại", "05/03/2024"), head=HEAD[:2])
    assert faults(upload) == [("blank", "people", 1)]
    decide(world.clerk, upload=upload, cells={2: {"people": "12"}})
    upload.refresh_from_db()
    assert counts(upload) == (1, 0, 0)


def test_a_file_of_one_kind_needs_no_column_of_kinds(world: World) -> None:
    upload = send(world, ("05/03/2024", 12), head=("Ngày", "Lượt người"), kind="dialogue")
    take_in(world.clerk, upload=upload)
    assert Activity.objects.get().kind == "dialogue"
    with pytest.raises(ValidationError, match="không có loại hoạt động"):
        send(world, ("05/03/2024", 12), head=("Ngày", "Lượt người"), kind="nothing")


def test_the_same_kind_on_the_same_day_is_asked_about_once(world: World) -> None:
    world.hold_dialogue(world.mill, date(2024, 4, 9))
    upload = send(world, TALK, TALK, LATER)
    assert counts(upload) == (1, 0, 2)
    assert {double["row"]: (double["known"], double["may"]) for double in upload.preview["doubles"]} == {
        3: ("", True),
        4: ("recorded", True),
    }
    decide(world.clerk, upload=upload, anyway=[4])
    take_in(world.clerk, upload=Upload.objects.get())
    assert Activity.objects.filter(day=date(2024, 4, 9)).count() == 2


def test_days_ahead_and_before_the_unit_are_faults(world: World) -> None:
    upload = send(world, (*TALK[:1], "05/03/2030", 3, "", "", ""), (*TALK[:1], "05/03/2009", 3, "", "", ""))
    assert faults(upload) == [("early", "day", 2)]


def test_an_import_of_activities_is_taken_back_as_if_it_had_never_been(world: World) -> None:
    upload = take_in(world.clerk, upload=send(world, TALK, LATER))
    undo(world.clerk, upload=upload, reason="nhầm file")
    assert value("dialogue.held", world.north, "2024") == 0
    assert not Activity.objects.standing().exists()
    assert Upload.objects.get().state == State.UNDONE
    assert sum(Posting.objects.values_list("low", flat=True)) == 0
    assert Deed.objects.filter(verb="undid_import").exists()
    again = send(world, TALK)
    assert counts(again) == (1, 0, 0), "what was taken back is not known any more"


@pytest.mark.parametrize("change", ["corrected", "withdrawn"])
def test_what_somebody_has_gone_on_from_is_not_taken_back(world: World, change: str) -> None:
    upload = take_in(world.clerk, upload=send(world, TALK, LATER))
    assert refusal_to_undo(upload) == ""
    activity = Activity.objects.get(day=date(2024, 3, 5))
    if change == "corrected":
        correct_activity(world.clerk, activity=activity, reason="sai", measures={"people": 20})
    else:
        withdraw_activity(world.clerk, activity=activity, reason="sai")
    with pytest.raises(ValidationError, match="1 hoạt động trong file đã được sửa, rút"):
        undo(world.clerk, upload=upload, reason="nhầm")
    assert Upload.objects.get().state == State.TAKEN


def test_only_who_records_here_sends_in_and_takes_in(world: World) -> None:
    upload = send(world, TALK)
    with pytest.raises(PermissionDenied):
        take_in(world.stranger, upload=upload)
    with pytest.raises(PermissionDenied):
        send_in(world.stranger, unit=world.mill, what=What.ACTIVITIES, name="a.xlsx", data=workbook(HEAD, TALK))
    assert not Activity.objects.exists()
