"""Importing on the desk: a file seen with its faults, mended, taken in and taken back; lists taken out and noted."""

import re
from datetime import date
from html import unescape
from io import BytesIO
from math import inf
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.conf import settings as django_settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from pytest_django.fixtures import Settings
from python_calamine import CalamineWorkbook
from tests.desk.conftest import Desk, Door
from tests.desk.imports import sent
from tests.desk.keeping import keep
from tests.desk.saying import text
from tests.records.asking import written
from tests.records.workbooks import HEAD, PAO, not_workbooks, workbook
from tests.world import TODAY

from congdoan.base.asking import asking
from congdoan.config.works import WORKS
from congdoan.desk.imports import pages
from congdoan.desk.imports.workbooks import with_remarks
from congdoan.desk.members import exporting, exporting_excel
from congdoan.org.actions import finish, seal_works_anew, take
from congdoan.org.models import Deed, User, Work
from congdoan.records.activities.models import Activity
from congdoan.records.imports.actions import Preview, decide, purge_uploads, seal_uploads_anew
from congdoan.records.imports.models import State, Upload
from congdoan.records.imports.rules import COLUMNS, PEOPLE, Choices, Page, read_rows, recognise
from congdoan.records.members.actions import leave
from congdoan.records.members.models import Member, Membership


def rows_of(content: bytes) -> list[list[object]]:
    return [list(row) for row in CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()]


def streamed(page: object) -> bytes:
    return b"".join(page.streaming_content)  # type: ignore[attr-defined]


def test_a_workbook_is_sent_mended_taken_in_and_taken_back(desk: Desk, signed_in: Door) -> None:
    door, before = signed_in(desk.world.clerk), Member.objects.count()
    data = workbook(HEAD, PAO, ("Vàng A Chứ", "nam", "7.8.85", "010085001111"), ("", "nữ", "1990", ""))
    given = {"file": SimpleUploadedFile("ds.xlsx", data), "how": "arrival", "day": "03/06/2024"}
    page = door.post("/imports/?unit=mill", given)
    upload = Upload.objects.get()
    assert page.headers["Location"] == f"/imports/{upload.pk}/"
    shown = text(door.get(f"/imports/{upload.pk}/"))
    assert "đúng 1 cần sửa 2 trùng 0" in shown
    assert "1 dòng: Ngày sinh , ngày ghi năm hai chữ số" in shown
    door.post(f"/imports/{upload.pk}/", {"do": "mend", "group": "short_year:born"})
    door.post(f"/imports/{upload.pk}/", {"do": "rewrite", "cell-4-name": "Thào Thị Mỷ"})
    assert "Nhập 3 dòng đúng" in text(door.get(f"/imports/{upload.pk}/"))
    door.post(f"/imports/{upload.pk}/", {"do": "take"})
    assert Member.objects.count() == before + 3
    door.post(f"/imports/{upload.pk}/", {"do": "undo", "reason": "nhầm"})
    assert Member.objects.count() == before
    assert "Đã hoàn tác lúc" in text(door.get(f"/imports/{upload.pk}/"))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_vietnamese_list_is_known_on_a_page_in_either_language(desk: Desk, signed_in: Door, language: str) -> None:
    door = signed_in(desk.world.clerk)
    door.cookies[django_settings.LANGUAGE_COOKIE_NAME] = language
    people = {"file": SimpleUploadedFile("ds.xlsx", workbook(HEAD, PAO)), "how": "arrival", "day": "03/06/2024"}
    done = workbook(("Loại hoạt động", "Ngày", "Số người"), ("Hội nghị đối thoại", "07/03/2024", 24))
    for what, given in (("members", people), ("activities", {"file": SimpleUploadedFile("hd.xlsx", done)})):
        assert door.post(f"/imports/?unit=mill&what={what}", given).status_code == 302
    assert [upload.preview["good"] for upload in Upload.objects.order_by("pk")] == [1, 1]


@pytest.mark.parametrize("what", not_workbooks())
@pytest.mark.parametrize("of", ["members", "activities"])
def test_what_is_no_workbook_is_refused_beside_its_field_and_nothing_is_kept(
    desk: Desk, signed_in: Door, what: str, of: str, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    door, before = signed_in(desk.world.clerk), written()
    data, words = not_workbooks()[what]
    given = {"file": SimpleUploadedFile("ds.xlsx", data), "how": "arrival", "day": "2024-06-03"}
    page = text(door.post(f"/imports/?unit=mill&what={of}", given))
    assert words in page
    assert written() == before
    assert not list(tmp_path.rglob("*.*"))


def test_a_thousand_faults_make_a_light_page_and_a_whole_file_of_remarks(desk: Desk, signed_in: Door) -> None:
    door, before = signed_in(desk.world.clerk), Member.objects.count()
    rows = [(f"Người {number}", "nam", f"{number % 28 + 1}.{number % 12 + 1}.88", "") for number in range(1_000)]
    given = {"file": SimpleUploadedFile("ds.xlsx", workbook(HEAD, *rows)), "how": "arrival", "day": "03/06/2024"}
    address = door.post("/imports/?unit=mill", given).headers["Location"]
    page = door.get(address)
    assert "cần sửa 1.000" in text(page)
    assert len(page.content) < 60_000
    said = rows_of(door.get(f"{address}remarks.xlsx").content)
    assert sum("Có phải" in str(row[-1]) for row in said) == 1_000
    assert Member.objects.count() == before
    assert Deed.objects.filter(verb="took_remarks", words__rows=1_000).exists()


def test_activities_are_sent_mended_recorded_and_taken_back(desk: Desk, signed_in: Door) -> None:
    door, before = signed_in(desk.world.clerk), Activity.objects.standing().count()
    head = ("Loại hoạt động", "Ngày", "Số người")
    data = workbook(head, ("Hội nghị đối thoại", "07/03/2024", 24), ("Hội nghị đối", "6/3/2024", 12), ("", "", ""))
    address = door.post(
        "/imports/?unit=mill&what=activities", {"file": SimpleUploadedFile("hd.xlsx", data), "kind": ""}
    ).headers["Location"]
    assert "đúng 1 cần sửa 1 trùng 0" in text(door.get(address))
    door.post(address, {"do": "mend", "group": "choice:kind"})
    assert "Đã nhập 2 hoạt động" in text(door.post(address, {"do": "take"}, follow=True))
    assert Activity.objects.standing().count() == before + 2
    assert "Sổ như trước khi nhập" in text(door.post(address, {"do": "undo", "reason": "nhầm"}, follow=True))
    assert Activity.objects.standing().count() == before


@pytest.mark.parametrize("kind", ["", "dialogue"])
def test_the_template_of_activities_is_read_as_it_was_given(desk: Desk, signed_in: Door, kind: str) -> None:
    door = signed_in(desk.world.clerk)
    content = door.get(f"/imports/mill/template.xlsx?what=activities&kind={kind}").content
    head = [str(cell).removesuffix(" *") for cell in rows_of(content)[2]]
    assert head[: 2 - bool(kind)] == ["Loại hoạt động", "Ngày"][bool(kind) :]
    filled = {"Loại hoạt động": "Hội nghị đối thoại", "Ngày": "06/03/2024", "Lượt người": "9", "Số người": "9"}
    row = [filled.get(name, "") for name in head]
    given = {"file": SimpleUploadedFile("hd.xlsx", workbook(head, row)), "kind": kind}
    address = door.post("/imports/?unit=mill&what=activities", given).headers["Location"]
    assert "đúng 1 cần sửa 0 trùng 0" in text(door.get(address))


def test_the_file_of_remarks_is_the_same_with_a_column_more(desk: Desk, signed_in: Door) -> None:
    rows = rows_of(signed_in(desk.world.clerk).get(f"/imports/{sent(desk).pk}/remarks.xlsx").content)
    assert rows[0] == [*HEAD, "Ghi chú của sổ"]
    assert [row[-1] for row in rows[1:3]] == ["", ""]
    assert "Có phải 07/08/1985?" in str(rows[3][-1])
    assert rows[4][-1] == "Trùng với dòng 2 của file."
    assert "Nhập họ và tên." in str(rows[5][-1])


def test_what_lies_sealed_is_shown_only_to_who_sent_it_and_until_it_is_taken_in(desk: Desk, signed_in: Door) -> None:
    door = signed_in(desk.world.clerk)
    head, more = (*HEAD, "Dân tộc", "CMND cũ"), ("Hmông", "063123456")
    wrong = ("Vàng A Chứ", "nam", "7.8.85", "01008500", *more)
    given = {"file": SimpleUploadedFile("ds.xlsx", workbook(head, (*PAO, *more), wrong))}
    address = door.post("/imports/?unit=mill", given | {"how": "arrival", "day": "03/06/2024"}).headers["Location"]

    def told(user: User) -> str:
        door = signed_in(user)
        return f"{rows_of(door.get(f'{address}remarks.xlsx').content)}{door.get(address).content.decode()}"

    secrets = (PAO[3], "01008500", "Hmông", "063123456")
    assert all(secret in told(desk.world.clerk) for secret in secrets)
    for secret in secrets:
        assert secret not in told(desk.world.chair)
    assert "Giàng A Pao" in told(desk.world.chair)
    door.post(address, {"do": "take"})
    assert not any(secret in told(desk.world.clerk) for secret in secrets)


def test_others_see_what_is_sealed_in_a_workbook_for_a_reason_that_is_kept(desk: Desk, signed_in: Door) -> None:
    upload = sent(desk)
    page, address = f"/imports/{upload.pk}/", f"/imports/{upload.pk}/remarks.xlsx"
    clerk, chair = signed_in(desk.world.clerk), signed_in(desk.world.chair)
    assert 'id="sealed"' not in clerk.get(page).content.decode()
    assert 'id="sealed"' in chair.get(page).content.decode()
    assert chair.post(address, {"reason": "x"}).headers["Location"] == page
    assert not Deed.objects.filter(verb="unmasked_rows").exists()
    assert PAO[3] in str(rows_of(chair.post(address, {"reason": "đối chiếu căn cước"}).content))
    (deed,) = Deed.objects.filter(verb="unmasked_rows")
    assert (deed.by, deed.unit, deed.words["reason"]) == (desk.world.chair, upload.unit, "đối chiếu căn cước")
    assert PAO[3] not in str(rows_of(chair.get(address).content))
    assert signed_in(desk.world.clerk).post(address, {"reason": "đối chiếu căn cước"}).status_code in {403, 404}
    assert Deed.objects.filter(verb="unmasked_rows").count() == 1


def made(work: Work) -> Work:
    """What was asked for, as the worker makes it."""
    taken = take({work.kind})
    assert taken == work
    to = BytesIO()
    with asking(work.by_id):
        finish(taken, WORKS[work.kind](taken, to, lambda done, total: None), to)
    work.refresh_from_db()
    return work


def test_the_remarks_of_a_long_workbook_are_made_by_the_worker_and_lie_sealed(
    desk: Desk, signed_in: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload, door = sent(desk), signed_in(desk.world.clerk)
    page, address = f"/imports/{upload.pk}/", f"/imports/{upload.pk}/remarks.xlsx"
    at_once = rows_of(door.get(address).content)
    monkeypatch.setattr(pages, "ROWS", 2)
    assert "Làm file có cột ghi chú" in text(door.get(page))
    assert door.get(address).headers["Location"] == page
    assert not Work.objects.exists()
    answer = door.post(address)
    work = made(Work.objects.get())
    assert answer.headers["Location"] == f"/work/{work.pk}/"
    on_disk = Path(default_storage.path(work.file)).read_bytes()
    assert not on_disk.startswith(b"PK")
    assert seal_works_anew() == 0
    content = streamed(door.get(f"/work/{work.pk}/file/"))
    assert (rows_of(content), len(content)) == (at_once, work.size)
    assert Deed.objects.filter(verb="took_remarks", subject=f"upload {upload.pk}").count() == 2
    with override_settings(KEYS=[b"n" * 32]):
        assert door.get(f"/work/{work.pk}/file/").headers["Location"] == f"/work/{work.pk}/"


def test_long_remarks_show_what_is_sealed_for_a_reason_alone(
    desk: Desk, signed_in: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload, door = sent(desk), signed_in(desk.world.chair)
    address = f"/imports/{upload.pk}/remarks.xlsx"
    monkeypatch.setattr(pages, "ROWS", 2)
    assert door.post(address, {"reason": "x"}).headers["Location"] == f"/imports/{upload.pk}/"
    assert signed_in(desk.world.clerk).post(address, {"reason": "đối chiếu căn cước"}).status_code in {403, 404}
    assert not Work.objects.exists()
    door.post(address)
    masked = made(Work.objects.get())
    door.post(address, {"reason": "đối chiếu căn cước"})
    shown = made(Work.objects.exclude(pk=masked.pk).get())
    files = [str(rows_of(streamed(door.get(f"/work/{work.pk}/file/")))) for work in (masked, shown)]
    assert [PAO[3] in file for file in files] == [False, True]
    assert Deed.objects.get(verb="unmasked_rows").words["reason"] == "đối chiếu căn cước"


def test_the_template_can_be_filled_in_and_sent_back(desk: Desk, signed_in: Door) -> None:
    rows = rows_of(signed_in(desk.world.clerk).get("/imports/mill/template.xlsx").content)
    assert rows[2][0] == "Họ và tên *"
    assert "Giới tính *" in rows[2]


def test_a_long_workbook_is_left_to_the_worker(desk: Desk, signed_in: Door) -> None:
    upload = sent(desk)
    Upload.objects.filter(pk=upload.pk).update(preview=upload.preview | {"good": 2_001})
    answer = signed_in(desk.world.clerk).post(f"/imports/{upload.pk}/", {"do": "take"})
    assert answer.headers["Location"].startswith("/work/")
    upload.refresh_from_db()
    assert upload.state == State.READ


def taken_as_long_work(desk: Desk, signed_in: Door, monkeypatch: pytest.MonkeyPatch) -> tuple[Upload, Client, str]:
    """An import that was taken in and is long enough to be taken back by the worker, with its page."""
    upload, door = sent(desk), signed_in(desk.world.clerk)
    address = f"/imports/{upload.pk}/"
    door.post(address, {"do": "take"})
    monkeypatch.setattr(pages, "ROWS", 1)
    return upload, door, address


def test_a_long_import_is_taken_back_by_the_worker(
    desk: Desk, signed_in: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload, door, address = taken_as_long_work(desk, signed_in, monkeypatch)
    assert "Nêu lý do hoàn tác." in text(door.post(address, {"do": "undo", "reason": " "}))
    answer = door.post(address, {"do": "undo", "reason": "nhầm file"})
    work = Work.objects.get()
    assert answer.headers["Location"] == f"/work/{work.pk}/"
    made = WORKS[work.kind](work, BytesIO(), lambda done, total: None)
    upload.refresh_from_db()
    assert (upload.state, made.link) == (State.UNDONE, address)
    assert Deed.objects.get(verb="undid_import").words["reason"] == "nhầm file"
    assert "chưa được nhập, hoặc đã được hoàn tác" in text(door.post(address, {"do": "undo", "reason": "nhầm file"}))


def test_what_cannot_be_taken_back_is_not_left_to_the_worker(
    desk: Desk, signed_in: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    _upload, door, address = taken_as_long_work(desk, signed_in, monkeypatch)
    leave(desk.world.clerk, memberships=[Membership.objects.get(member__name=PAO[0])], day=TODAY, reason="resigned")
    assert "đã có việc ghi sau đó" in text(door.post(address, {"do": "undo", "reason": "nhầm"}))
    assert not Work.objects.exists()


def test_teams_in_the_template_are_text_whatever_they_begin_with(desk: Desk, signed_in: Door) -> None:
    Membership.objects.filter(pk=desk.member.pk).update(team='=HYPERLINK("http://x")')
    content = signed_in(desk.world.clerk).get("/imports/mill/template.xlsx").content
    parts = ZipFile(BytesIO(content))
    assert not any(b"<f>" in parts.read(name) for name in parts.namelist() if "worksheets/sheet" in name)
    assert b"HYPERLINK" in parts.read("xl/sharedStrings.xml")


def test_remarks_are_written_whatever_the_sheet_is_called_and_holds(desk: Desk, signed_in: Door) -> None:
    page = Page("'Sổ: 2024/1 [cũ]' và rất nhiều chữ nữa", [list(HEAD), [*PAO[:3], inf]])
    heading = recognise(page.rows, COLUMNS)
    lines = list(read_rows(page.rows, heading, PEOPLE, Choices(), TODAY))
    preview = Preview(lines, {}, {}, {}, frozenset(), page, heading)
    book = CalamineWorkbook.from_filelike(BytesIO(with_remarks(preview, {})))
    assert book.sheet_names == ["Sổ 2024 1 cũ ' và rất nhiều ch"]
    assert "chỉ gồm chữ số" in str(rows_of(with_remarks(preview, {}))[1][-1])


def test_a_workbook_that_was_purged_says_so(desk: Desk, signed_in: Door) -> None:
    upload = sent(desk)
    purge_uploads(-1)
    page = text(signed_in(desk.world.clerk).get(f"/imports/{upload.pk}/"))
    assert "File đã được xóa theo thời hạn lưu." in page
    assert "dòng đúng" not in page


def test_a_workbook_that_is_gone_from_the_disk_is_asked_for_again(desk: Desk, signed_in: Door) -> None:
    upload, door = sent(desk), signed_in(desk.world.clerk)
    upload.file.storage.delete(str(upload.file.name))
    sentence = "Không còn file này trên máy chủ."
    assert sentence in text(door.post(f"/imports/{upload.pk}/", {"do": "mend", "group": "short_year:born"}))
    assert sentence in text(door.get(f"/imports/{upload.pk}/remarks.xlsx", follow=True))
    assert seal_uploads_anew() == 1


def test_what_is_no_cell_is_passed_over(desk: Desk, signed_in: Door) -> None:
    upload, door = sent(desk), signed_in(desk.world.clerk)
    odd = {"cell-6": "x", "cell-x-name": "x", "cell-99999999999-name": "x", "cell-6-nothing": "x"}
    door.post(f"/imports/{upload.pk}/", odd | {"do": "rewrite", "cell-6-name": "Thào Thị Mỷ"})
    upload.refresh_from_db()
    assert upload.choices["cells"] == {"6": {"name": "Thào Thị Mỷ"}}


def test_a_list_is_taken_out_by_chosen_columns_with_who_took_it(desk: Desk, signed_in: Door) -> None:
    Member.objects.filter(pk=desk.member.member_id).update(name="=HYPERLINK(1)")
    door = signed_in(desk.world.clerk)
    asked = {"column": ["name", "sex"], "day": "2024-06-03"}
    said = streamed(door.post("/members/export/?unit=mill", asked | {"as": "csv"})).decode()
    lines = said.removeprefix("\ufeff").splitlines()
    assert "bởi clerk" in lines[0]
    assert lines[1] == "Họ và tên,Giới tính"
    assert "'=HYPERLINK(1),nam" in lines
    assert len(lines) == 5
    rows = rows_of(streamed(door.post("/members/export/?unit=mill", asked | {"as": "xlsx"})))
    assert ["=HYPERLINK(1)", "nam"] in rows
    deeds = Deed.objects.filter(verb="exported").order_by("pk")
    assert [(deed.words["file"], deed.words["rows"]) for deed in deeds] == [("csv", 3), ("xlsx", 3)]


def test_a_list_is_that_of_its_day(desk: Desk, signed_in: Door) -> None:
    door = signed_in(desk.world.clerk)
    rows = rows_of(streamed(door.post("/members/export/?unit=mill", {"day": "2024-04-01", "as": "xlsx"})))
    assert len(rows) == 2
    listed = door.get("/members/?unit=mill&day=01/04/2024").content.decode()
    link = re.search(r'href="(/members/export/[^"]*)"', listed)
    assert link
    assert "ngày 01/04/2024" in text(door.get(unescape(link[1])))


def test_a_list_in_excel_has_days_as_days_and_whatever_is_in_a_name_as_text(desk: Desk, signed_in: Door) -> None:
    Member.objects.filter(pk=desk.member.member_id).update(name=" Nguyễn <b> & \x0bCon ", born=date(1988, 3, 5))
    asked = {"column": ["name", "born", "since", "address"], "day": "2024-06-03", "as": "xlsx"}
    content = streamed(signed_in(desk.world.clerk).post("/members/export/?unit=mill", asked))
    (mine,) = [row for row in rows_of(content) if "Nguyễn" in str(row[0])]
    assert mine[:2] == [" Nguyễn <b> & Con ", date(1988, 3, 5)]
    assert isinstance(mine[2], date)
    assert b'ySplit="2"' in ZipFile(BytesIO(content)).read(exporting_excel.SHEET)


def test_a_long_list_is_written_whole(desk: Desk, signed_in: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "BATCH", 2)
    monkeypatch.setattr(exporting_excel, "BATCH", 2)
    desk.world.admit(desk.world.mill, date(2024, 5, 5), 5)
    door = signed_in(desk.world.clerk)
    asked = {"column": ["name"], "day": "2024-06-03"}
    text_lines = streamed(door.post("/members/export/?unit=mill", asked | {"as": "csv"})).decode().splitlines()
    rows = rows_of(streamed(door.post("/members/export/?unit=mill", asked | {"as": "xlsx"})))
    assert len(text_lines) == len(rows) == 2 + 8
    assert [row[0] for row in rows[2:]] == text_lines[2:]


def test_what_was_typed_on_the_page_of_a_workbook_is_there_after_sign_in(desk: Desk, signed_in: Door) -> None:
    upload, clerk = sent(desk), desk.world.officer
    door, page = signed_in(clerk), f"/imports/{upload.pk}/"
    cell = re.search(r'name="(cell-\d+-born)"', door.get(page).content.decode())
    assert cell
    keep(door, page, clerk, **{cell[1]: "08/07/1985", "do": "rewrite"})
    assert f'name="{cell[1]}" value="08/07/1985"' in door.get(page).content.decode()
    keep(door, "/imports/", clerk, how="admission", day="03/06/2024")
    back = door.get("/imports/?unit=mill").content.decode()
    assert 'value="admission" checked' in back
    assert "mục cần sửa" not in back


def test_a_workbook_is_not_taken_back_without_a_reason(desk: Desk, signed_in: Door) -> None:
    upload, door = sent(desk), signed_in(desk.world.officer)
    page = f"/imports/{upload.pk}/"
    door.post(page, {"do": "take"})
    assert "Nêu lý do hoàn tác." in text(door.post(page, {"do": "undo", "reason": " "}))
    upload.refresh_from_db()
    assert upload.state == State.TAKEN


def test_rows_that_somebody_decided_about_meanwhile_are_looked_at_before_they_are_taken_in(
    desk: Desk, signed_in: Door
) -> None:
    upload, door = sent(desk), signed_in(desk.world.clerk)
    address, seen = f"/imports/{upload.pk}/", str(upload.preview["good"])
    assert f'name="seen" value="{seen}"' in door.get(address).content.decode()
    decide(desk.world.officer, upload=upload, mend=["short_year:born"])
    assert "vừa được sửa ở nơi khác" in text(door.post(address, {"do": "take", "seen": seen}))
    upload.refresh_from_db()
    assert upload.state == "read"
    door.post(address, {"do": "take", "seen": str(upload.preview["good"])})
    upload.refresh_from_db()
    assert upload.state == "taken"
