"""A workbook of members: looked at, decided about, its right rows taken in, taken back while nothing leans on it."""

import os
import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import FileSystemStorage
from django.db import IntegrityError, connection, transaction
from django.test import override_settings
from tests.records.asking import value
from tests.records.workbooks import DIN, HEAD, PAO, workbook
from tests.world import TODAY, World, the_day

from congdoan.base import clock
from congdoan.figures.actions import fold, post
from congdoan.figures.models import Entry
from congdoan.figures.models.verifying import differences, tallied_units
from congdoan.org.models import Deed
from congdoan.records.imports.actions import (
    decide,
    purge_uploads,
    read_upload,
    refusal_to_undo,
    seal_uploads_anew,
    send_in,
    take_in,
    undo,
    writing,
)
from congdoan.records.imports.actions import taking_in as taking
from congdoan.records.imports.actions.keeping import kept_rows
from congdoan.records.imports.models import How, State, Taken, Upload, What, taken_by
from congdoan.records.imports.rules import Person
from congdoan.records.members.actions import NewMember, correct_person, leave, suspend
from congdoan.records.members.models import Member, Membership

DAY = date(2024, 6, 3)
SHORT = ("Vàng A Chứ", "nam", "7.8.85", "010085001111")


def send(world: World, *rows: tuple[object, ...], head: tuple[str, ...] = HEAD, how: How = How.ARRIVAL) -> Upload:
    return send_in(
        world.clerk, unit=world.mill, what=What.MEMBERS, name="ds.xlsx", data=workbook(head, *rows), how=how, day=DAY
    )


def counts(upload: Upload) -> tuple[object, ...]:
    return tuple(upload.preview[name] for name in ("good", "faulty", "double"))


def standing(world: World) -> dict[str, date | None]:
    rows = Membership.objects.standing().filter(unit=world.mill).select_related("member")
    return {each.member.name: each.first_day for each in rows}


# --- Looking ---------------------------------------------------------------------------------------------------------


def test_looking_at_a_workbook_writes_nothing_into_the_register(world: World) -> None:
    upload = send(world, PAO, DIN, SHORT, ("", "nam", "1990", ""))
    assert counts(upload) == (2, 2, 0)
    assert not Member.objects.exists()
    assert [(group["kind"], group["count"]) for group in upload.preview["groups"]] == [("blank", 1), ("short_year", 1)]
    assert Deed.objects.get(verb="sent_in").words == {"name": "ds.xlsx", "rows": 4}


def test_a_kind_of_faults_is_mended_at_once_and_a_row_by_itself(world: World) -> None:
    upload = send(world, PAO, SHORT, ("", "nam", "1990", ""), ("Ai đó", "?", "", ""))
    upload = decide(world.clerk, upload=upload, mend=["short_year:born"])
    assert counts(upload) == (2, 2, 0)
    upload = decide(world.clerk, upload=upload, cells={4: {"name": "Thào A Sùng"}}, leave_out=[5])
    assert counts(upload) == (3, 0, 0)
    upload = decide(world.clerk, upload=upload, unmend=["short_year:born"])
    assert counts(upload) == (2, 1, 0)


def test_somebody_known_is_not_taken_in_again(world: World) -> None:
    take_in(world.clerk, upload=send(world, PAO, (DIN[0], "nữ", DIN[2], "")))
    again = send(world, PAO, DIN, ("Giàng A Páo", "nam", "05/03/1988", ""), ("giang a pao", "nam", "5/3/1988", PAO[3]))
    assert counts(again) == (0, 0, 4)
    told = {double["row"]: (double["known"], double["may"]) for double in again.preview["doubles"]}
    assert told == {2: ("identity", False), 3: ("likeness", True), 4: ("likeness", True), 5: ("identity", False)}


def test_a_list_sent_in_again_is_known_however_little_it_tells_of_births(world: World) -> None:
    rows = [("Giàng A Pao", "nam", "05/03/1988", ""), ("Lý Thị Dín", "nữ", "1990", ""), ("Thào A Chu", "nam", "", "")]
    take_in(world.clerk, upload=send(world, *rows))
    for again in (rows, [(name, sex, "", "") for name, sex, *_rest in rows]):
        assert counts(send(world, *again)) == (0, 0, 3)
    years = [
        ("Giàng A Pao", "nam", "1988", ""),
        ("Lý Thị Dín", "nữ", "12/11/1990", ""),
        ("Thào A Chu", "nam", "1985", ""),
    ]
    assert counts(send(world, *years)) == (0, 0, 3)
    others = [
        ("Giàng A Pao", "nam", "1989", ""),
        ("Lý Thị Dín", "nữ", "1991", ""),
        ("Giàng A Pao", "nam", "6/3/1988", ""),
    ]
    assert counts(send(world, *others)) == (3, 0, 0)


def test_who_has_another_identity_number_than_somebody_alike_is_another(world: World) -> None:
    take_in(world.clerk, upload=send(world, PAO))
    assert counts(send(world, (PAO[0], "nam", PAO[2], "010088009999"))) == (1, 0, 0)


def test_the_official_says_that_somebody_alike_is_another(world: World) -> None:
    take_in(world.clerk, upload=send(world, PAO))
    upload = send(world, ("Giàng A Pao", "nam", "05/03/1988", ""), ("Giàng A Pao", "nam", "05/03/1988", PAO[3]))
    upload = decide(world.clerk, upload=upload, anyway=[2, 3])
    assert counts(upload) == (1, 0, 1), "with the same identity number it is no other person"
    take_in(world.clerk, upload=upload)
    assert Member.objects.filter(folded="giang a pao").count() == 2


def test_the_same_person_twice_in_one_file_is_taken_in_once(world: World) -> None:
    upload = send(world, PAO, PAO, ("Giàng A Pao", "nam", "05/03/1988", ""))
    assert counts(upload) == (1, 0, 2)
    take_in(world.clerk, upload=upload)
    assert Member.objects.count() == 1


def test_nobody_says_that_one_identity_or_card_is_two_persons_and_a_row_may_be_dropped(world: World) -> None:
    head = (*HEAD, "Số thẻ")
    first, second = ("Thào A Chu", "nam", "1988", "", "LC1"), ("Lý Thị Dín", "nữ", "1990", "", "LC1")
    upload = send(world, first, second, (*PAO, ""), ("Vàng A Chứ", "nam", "1985", PAO[3], ""), head=head)
    upload = decide(world.clerk, upload=upload, anyway=[3, 5])
    assert counts(upload) == (2, 0, 2)
    assert [(double["row"], double["may"]) for double in upload.preview["doubles"]] == [(3, False), (5, False)]
    take_in(world.clerk, upload=decide(world.clerk, upload=upload, leave_out=[2]))
    assert set(Member.objects.values_list("name", flat=True)) == {"Lý Thị Dín", "Giàng A Pao"}


# --- Taking in -------------------------------------------------------------------------------------------------------


def test_right_rows_become_members_sealed_and_found(world: World) -> None:
    head = (*HEAD, "Điện thoại", "Dân tộc", "Đảng viên", "Trình độ", "Tổ", "Ngày vào công đoàn", "Số thẻ")
    row = (*PAO, 912345678, "Hmông", "x", "Đại học", "Tổ 1", "01/02/2020", "lc-001")
    take_in(world.clerk, upload=send(world, row, head=head))
    (member,) = Member.objects.all()
    assert (member.name, member.folded, member.sex, member.born) == (
        "Giàng A Pao",
        "giang a pao",
        "male",
        date(1988, 3, 5),
    )
    assert [member.told(field) for field in ("identity", "ethnicity", "party")] == [PAO[3], "Hmông", "yes"]
    assert Member.objects.identified(PAO[3]).get() == member
    assert (member.phone, member.card, member.education) == ("0912345678", "LC-001", "university")
    membership = member.memberships.get()
    assert (membership.first_day, membership.team, membership.is_open) == (date(2020, 2, 1), "Tổ 1", True)
    assert Member.of("Giàng A Pao", "male").sort_key == member.sort_key


def test_an_import_counts_in_the_figures_of_every_level_once(world: World) -> None:
    upload = take_in(world.clerk, upload=send(world, PAO, DIN, SHORT))
    assert upload.state == State.TAKEN
    assert [value("members.total", unit, DAY) for unit in (world.mill, world.industry, world.head)] == [2, 2, 2]
    entries = Entry.objects.filter(pk__in=taken_by(upload))
    assert {(entry.noun, entry.unit_id, entry.first_day) for entry in entries} == {("arrival", world.mill.pk, DAY)}
    assert {entry.traits["sex"] for entry in entries} == {"male", "female"}
    assert Deed.objects.get(verb="imported").words == {"people": 2, "name": "ds.xlsx"}


def test_what_is_posted_all_at_once_is_what_posting_one_by_one_would_post(world: World) -> None:
    world.declare(world.mill, "members.total", "2024-05", 40)
    world.declare(world.mill, "members.admitted", "2024", 9)
    days = ("05/03/2023", "", "31/05/2024", "01/06/2024", "05/03/2023")
    rows = [(f"Người {n}", "nữ" if n % 2 else "nam", "1990", f"{n:012}", day) for n, day in enumerate(days)]
    take_in(world.clerk, upload=send(world, *rows, head=(*HEAD, "Ngày vào công đoàn"), how=How.ADMISSION))
    assert post(Entry.objects.all()) == 0
    assert value("members.total", world.mill, date(2024, 5, 31)) == 40
    assert value("members.total", world.mill, date(2024, 6, 30)) == 42
    assert value("members.admitted", world.north, "2024") == 9


def test_admissions_are_admissions_and_lists_of_members_are_none(world: World) -> None:
    uploads = [
        take_in(world.clerk, upload=send(world, person, how=how))
        for person, how in ((PAO, How.ADMISSION), (DIN, How.ARRIVAL))
    ]
    assert [Entry.objects.get(pk__in=taken_by(upload)).noun for upload in uploads] == ["admission", "arrival"]


def test_progress_is_told_and_batches_are_one_transaction(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking, "BATCH", 2)
    rows = [(f"Người {number}", "nam", "1990", f"{number:012}") for number in range(5)]
    heard: list[tuple[int, int]] = []
    take_in(world.clerk, upload=send(world, *rows), tell=lambda done, total: heard.append((done, total)))
    assert heard == [(2, 5), (4, 5), (5, 5)]
    assert [len(taken.entries) for taken in Taken.objects.order_by("pk")] == [2, 2, 1]


def test_all_or_nothing(lasting_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world = lasting_world
    upload = send(world, *[(f"Người {number}", "nam", "1990", f"{number:012}") for number in range(5)])
    monkeypatch.setattr(taking, "BATCH", 2)

    def fall(done: int, total: int) -> None:
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        take_in(world.clerk, upload=upload, tell=fall)
    assert not Member.objects.exists()
    assert not Entry.objects.filter(noun="arrival").exists()
    assert Upload.objects.get().state == State.READ
    take_in(world.clerk, upload=upload)
    assert Member.objects.count() == 5


def test_what_falls_while_a_later_batch_is_made_ready_beside_leaves_nothing(
    lasting_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, made_ready = lasting_world, writing._made_ready
    upload = send(world, *[(f"Người {number}", "nam", "1990", f"{number:012}") for number in range(5)])
    heard: list[int] = []

    def fall(people: Sequence[Person], **more: Any) -> object:
        if people[0].name == "Người 2":
            raise MemoryError
        return made_ready(people, **more)

    monkeypatch.setattr(taking, "BATCH", 2)
    monkeypatch.setattr(writing, "_made_ready", fall)
    with pytest.raises(MemoryError):
        take_in(world.clerk, upload=upload, tell=lambda done, total: heard.append(done))
    assert heard == [2], "the first batch was written by then"
    assert not Member.objects.exists()
    assert not Entry.objects.filter(noun="arrival").exists()
    assert Upload.objects.get().state == State.READ
    monkeypatch.setattr(writing, "_made_ready", made_ready)
    take_in(world.clerk, upload=upload)
    assert Member.objects.count() == 5


def test_signs_that_mean_something_to_the_database_stay_what_was_written(world: World) -> None:
    two_lines = "C:\\tổ\\t1\nnhà\thai \\\\ \\."
    rows = [(*PAO, two_lines, r"C:\tổ\t1"), (*DIN, r"\N", r"\N")]
    take_in(world.clerk, upload=send(world, *rows, head=(*HEAD, "Xã", "Tổ")))
    told = Membership.objects.order_by("member__born").values_list("member__address", "team")
    one_line = "C:\\tổ\\t1 nhà hai \\\\ \\."
    assert list(told) == [(one_line, r"C:\tổ\t1"), (r"\N", r"\N")]


def test_what_is_taken_in_twice_is_refused(world: World) -> None:
    upload = send(world, PAO)
    take_in(world.clerk, upload=upload)
    with pytest.raises(ValidationError, match="đã được nhập"):
        take_in(world.clerk, upload=upload)
    with pytest.raises(ValidationError, match="đã được nhập"):
        decide(world.clerk, upload=upload, mend=["short_year:born"])


def test_who_was_entered_meanwhile_is_left_out(world: World) -> None:
    early, late = send(world, PAO, DIN), send(world, PAO)
    take_in(world.clerk, upload=late)
    assert take_in(world.clerk, upload=early).result["people"] == 1
    assert standing(world) == {"Giàng A Pao": DAY, "Lý Thị Dín": DAY}


def test_without_a_right_row_nothing_is_taken_in(world: World) -> None:
    with pytest.raises(ValidationError, match="Không có dòng nào đúng"):
        take_in(world.clerk, upload=send(world, SHORT))


def test_days_ahead_or_before_the_unit_are_faults(world: World) -> None:
    head = (*HEAD, "Ngày vào")
    upload = send(world, (*PAO, "01/01/2030"), (*DIN, "01/01/1999"), head=head)
    assert counts(upload) == (0, 2, 0)
    for day in (TODAY + timedelta(days=1), date(2009, 12, 31), None):
        with pytest.raises(ValidationError):
            send_in(world.clerk, unit=world.mill, what=What.MEMBERS, name="a", data=workbook(HEAD, PAO), day=day)


def test_nobody_enters_before_they_may_work(world: World) -> None:
    head = (*HEAD, "Ngày vào công đoàn")
    upload = send(world, (*PAO, "01/01/2012"), ("Lý A Sơn", "nam", "2000", "", "04/01/2012"), (*DIN, ""), head=head)
    assert counts(upload) == (2, 1, 0)
    (group,) = upload.preview["groups"]
    assert (group["kind"], group["column"], group["first"][0][2]) == (
        "early",
        "day",
        "Ngày 04/01/2012 người này chưa đủ 15 tuổi. Sửa ngày sinh hoặc ngày vào.",
    )
    decide(world.clerk, upload=upload, cells={3: {"born": "1985"}})
    assert counts(Upload.objects.get()) == (3, 0, 0)
    young = ("Sùng A Lử", "nam", "2009", "")  # old enough today, and not on the day of the whole file
    data, last_year = workbook(HEAD, young), date(2023, 12, 31)
    early = send_in(world.clerk, unit=world.mill, what=What.MEMBERS, name="a.xlsx", data=data, day=last_year)
    assert counts(early) == (0, 1, 0)


def test_only_who_manages_members_here_sends_in_decides_takes_in_or_takes_back(world: World) -> None:
    data = workbook(HEAD, PAO)
    upload = send(world, PAO)
    deeds: list[Callable[[], object]] = [
        lambda: send_in(world.stranger, unit=world.mill, what=What.MEMBERS, name="a", data=data, day=DAY),
        lambda: decide(world.stranger, upload=upload),
        lambda: take_in(world.stranger, upload=upload),
        lambda: undo(world.stranger, upload=upload, reason="nhầm"),
    ]
    for deed in deeds:
        with pytest.raises(PermissionDenied):
            deed()


# --- Taking back -----------------------------------------------------------------------------------------------------


def test_an_import_taken_back_leaves_nobody_and_can_be_taken_in_anew(world: World) -> None:
    world.admit(world.mill, date(2024, 1, 1), 2)
    before = sorted(Entry.objects.filter(withdrawn=False).values_list("pk", flat=True))
    upload = take_in(world.clerk, upload=send(world, PAO, DIN))
    assert refusal_to_undo(upload) == ""
    upload = undo(world.clerk, upload=upload, reason="nhầm đơn vị")
    assert upload.state == State.UNDONE
    assert Member.objects.count() == Membership.objects.count() == 2
    assert sorted(Entry.objects.filter(withdrawn=False).values_list("pk", flat=True)) == before
    assert Deed.objects.get(verb="undid_import").words["reason"] == "nhầm đơn vị"
    assert counts(send(world, PAO, DIN)) == (2, 0, 0)
    with pytest.raises(ValidationError, match="đã được hoàn tác"):
        undo(world.clerk, upload=upload, reason="lần nữa")


def test_what_somebody_has_gone_on_from_is_not_taken_back(world: World) -> None:
    upload = take_in(world.clerk, upload=send(world, PAO, DIN))
    pao = Membership.objects.get(member__name="Giàng A Pao")
    leave(world.clerk, memberships=[pao], day=TODAY, reason="resigned")
    assert "1 người trong file đã có việc ghi sau đó" in refusal_to_undo(upload)
    with pytest.raises(ValidationError, match="đã có việc ghi sau đó"):
        undo(world.clerk, upload=upload, reason="nhầm")
    assert Member.objects.count() == 2


def test_who_was_corrected_since_is_not_taken_back_with_what_was_written(world: World) -> None:
    upload = take_in(world.clerk, upload=send(world, PAO, DIN))
    pao = Member.objects.get(name=PAO[0])
    correct_person(world.clerk, member=pao, person=NewMember(PAO[0], "male", born=pao.born, phone="0912345678"))
    with pytest.raises(ValidationError, match="1 người trong file đã được sửa hồ sơ"):
        undo(world.clerk, upload=upload, reason="nhầm")
    assert Member.objects.get(pk=pao.pk).phone == "0912345678"


def test_what_something_leans_on_is_not_taken_back(world: World) -> None:
    upload = take_in(world.clerk, upload=send(world, PAO, DIN))
    suspend(world.clerk, membership=Membership.objects.get(member__name="Lý Thị Dín"), day=TODAY)
    assert "1 người trong file đã có việc khác dựa vào" in refusal_to_undo(upload)


def test_taking_back_needs_a_reason(world: World) -> None:
    upload = take_in(world.clerk, upload=send(world, PAO))
    with pytest.raises(ValidationError, match="Nêu lý do"):
        undo(world.clerk, upload=upload, reason=" ")


def test_the_ledger_agrees_with_itself_after_an_import_and_its_undoing(lasting_world: World) -> None:
    world = lasting_world
    upload = take_in(world.clerk, upload=send(world, PAO, DIN))
    fold()
    assert [found for unit, _level in tallied_units() for found in differences(unit)] == []
    undo(world.clerk, upload=upload, reason="nhầm")
    fold()
    assert [found for unit, _level in tallied_units() for found in differences(unit)] == []


# --- Keeping ---------------------------------------------------------------------------------------------------------


def test_files_go_after_a_time_and_with_them_what_was_written_in_them(world: World) -> None:
    upload = take_in(world.clerk, upload=send(world, PAO, SHORT))
    place = upload.file.path
    assert purge_uploads(30) == 0
    with the_day(TODAY + timedelta(days=31)):
        assert purge_uploads(30) == 1
    upload.refresh_from_db()
    assert not upload.file
    assert "groups" not in upload.preview
    assert "Vàng" not in str(upload.preview)
    assert not Path(place).exists()
    with pytest.raises(ValidationError, match="đã được xóa"):
        read_upload(upload)


def test_what_a_purge_leaves_that_is_killed_half_way_goes_with_the_next(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload, kept = send(world, PAO), send(world, DIN)
    places = [Path(upload.file.path), Path(upload.kept.path)]
    with the_day(TODAY + timedelta(days=31)):
        Upload.objects.filter(pk=kept.pk).update(at=clock.now())
        with monkeypatch.context() as patched:
            patched.setattr(FileSystemStorage, "delete", killed)
            with pytest.raises(KeyboardInterrupt):
                purge_uploads(30)
        upload.refresh_from_db()
        assert (bool(upload.file), [place.exists() for place in places]) == (False, [True, True])
        for place in (*places, Path(kept.file.path)):
            os.utime(place, (0, 0))
        assert purge_uploads(30) == 0
    assert [place.exists() for place in places] == [False, False]
    assert Path(kept.file.path).exists(), "a workbook that is not due keeps its file, however old that looks"


def killed(*given: object) -> None:
    raise KeyboardInterrupt


def test_what_was_written_in_cells_lies_sealed(world: World) -> None:
    upload = send(world, PAO, ("Vàng A Chứ", "nam", "1985", "01008500111"), ("Lý Thị Mỷ", "nữ", "1990", "12"))
    decide(world.clerk, upload=upload, cells={4: {"identity": "010190007777"}})
    upload.refresh_from_db()
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(each)::text FROM imports_upload AS each")
        ((row,),) = cursor.fetchall()
    columns = b"".join(bytes.fromhex(each) for each in re.findall(r"x([0-9a-f]{40,})", row))
    kept = columns + row.encode() + Path(upload.file.path).read_bytes() + Path(upload.kept.path).read_bytes()
    secrets = (PAO[3], "01008500111", "010190007777", "Vàng", "Giàng")
    assert not [secret for secret in secrets if secret.encode() in kept]
    assert len(columns) > 100
    assert not kept.count(b"PK\x03\x04")
    assert "01008500111" in str(upload.preview), "its sender mends it"
    assert "010190007777" in str(upload.choices)


# --- What was read is read once --------------------------------------------------------------------------------------


def test_a_workbook_is_read_once_and_anew_on_another_day_or_under_other_keys(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def reading(upload: Upload) -> object:
        read.append(upload.name)
        return read_upload(upload)

    monkeypatch.setattr(taking, "read_upload", reading)
    first, later = send(world, PAO), send(world, DIN)
    assert take_in(world.clerk, upload=first).kept.name == ""
    assert read == []
    with the_day(TODAY + timedelta(days=1)):
        take_in(world.clerk, upload=later)
    assert read == ["ds.xlsx"]
    assert standing(world) == {"Giàng A Pao": DAY, "Lý Thị Dín": DAY}


def test_decisions_change_what_is_kept(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    upload = send(world, PAO, DIN, SHORT)
    upload = decide(world.clerk, upload=upload, mend=["short_year:born"], leave_out=[2])
    monkeypatch.setattr(taking, "read_upload", None)
    taken = take_in(world.clerk, upload=upload)
    assert standing(world) == {"Lý Thị Dín": DAY, "Vàng A Chứ": DAY}
    assert counts(taken) == (2, 0, 0)


def test_all_that_a_row_tells_is_the_same_whether_it_was_kept_or_read(world: World) -> None:
    head = (*HEAD, "Điện thoại", "Xã", "Dân tộc", "Ngày vào Đảng", "Trình độ", "Tổ", "Lao động trực tiếp", "Số thẻ")
    row = (*PAO, 912345678, "Mường Hum", "Hmông", "2.9.2019", "Đại học", "Tổ 1", "x", "lc-001")
    upload = send(world, row, ("Lý Thị Dín", "nữ", "1990", ""), head=head)
    kept = kept_rows(upload)
    assert kept is not None
    assert kept.lines == read_upload(upload).lines


def test_workbooks_are_sealed_anew_when_the_keys_change(world: World) -> None:
    upload = send(world, PAO, SHORT)
    older, newer = settings.KEYS[0], bytes(range(32))
    with override_settings(KEYS=[newer, older]):
        assert seal_uploads_anew() == 1
    with override_settings(KEYS=[newer]):
        found = Upload.objects.get()
        assert found.preview == upload.preview
        assert kept_rows(found) is not None
        assert counts(take_in(world.clerk, upload=found)) == (1, 1, 0)
        assert Member.objects.get().told("identity") == PAO[3]


def test_two_rows_with_one_identity_never_stand_in_the_register(world: World) -> None:
    take_in(world.clerk, upload=send(world, PAO))
    with pytest.raises(IntegrityError, match="one_person_an_identity"), transaction.atomic():
        Member.objects.bulk_create([Member.of("Người khác", "male", identity=PAO[3])])
