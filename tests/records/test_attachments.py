"""Photos and documents: judged by what is in them, kept light and bare, refused by name."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.exceptions import ValidationError
from PIL import Image
from tests.desk.files import GPS, PDF, SCRIPT, docx, jpeg
from tests.world import TODAY, World

from congdoan.records.activities.actions import (
    NewActivity,
    NewPhoto,
    add_document,
    add_photo,
    record_activities,
    remove_document,
    remove_photo,
    withdraw_activity,
)
from congdoan.records.activities.models import Activity
from congdoan.records.activities.rules import DOCUMENT_LIMIT, PHOTO_LIMIT, read_paper, read_picture


def refused(sentence: str) -> "pytest.RaisesExc[ValidationError]":
    return pytest.raises(ValidationError, match=re.escape(sentence))


def written(image: Image.Image, kind: str) -> bytes:
    to = BytesIO()
    image.save(to, kind)
    return to.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


# --- Photos ----------------------------------------------------------------------------------------------------------


def test_a_photo_is_kept_light_and_small(world: World) -> None:
    picture = read_picture("anh.jpg", jpeg(3000, 2000, noise=True))
    assert len(picture.large) <= 200_000
    assert max(picture.size) <= 1600
    assert picture.size[0] / picture.size[1] == pytest.approx(1.5, abs=0.01)
    assert max(opened(picture.small).size) <= 480
    assert len(picture.small) < len(picture.large)


def test_where_it_was_taken_and_by_what_is_not_kept() -> None:
    taken = jpeg(place=True)
    assert opened(taken).getexif().get_ifd(GPS)
    picture = read_picture("anh.jpg", taken)
    for kept in (picture.large, picture.small):
        assert not opened(kept).getexif()
        assert not {"exif", "comment", "xmp", "icc_profile"} & opened(kept).info.keys()
        assert b"Lao Cai" not in kept


def test_a_photo_stands_upright() -> None:
    assert read_picture("anh.jpg", jpeg(400, 300, turned=6)).size == (300, 400)


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF", "BMP"])
def test_other_pictures_become_the_same(kind: str) -> None:
    picture = read_picture("anh.png", written(Image.new("RGB", (40, 30), "blue"), kind))
    assert (opened(picture.large).format, picture.size) == ("JPEG", (40, 30))


def test_what_is_transparent_stands_on_white() -> None:
    picture = read_picture("anh.png", written(Image.new("RGBA", (40, 30), (0, 0, 0, 0)), "PNG"))
    assert opened(picture.large).getpixel((5, 5)) == (255, 255, 255)


def test_a_photo_too_large_is_refused_by_name() -> None:
    with refused("anh.jpg: Ảnh lớn hơn 15 MB. Chọn ảnh nhỏ hơn hoặc chụp lại."):
        read_picture("anh.jpg", b"\xff" * (PHOTO_LIMIT + 1))


def bomb() -> bytes:
    return written(Image.new("1", (30_000, 30_000)), "PNG")


@pytest.mark.parametrize(
    "made",
    [
        bytes,
        lambda: SCRIPT,
        lambda: PDF,
        docx,
        lambda: jpeg()[:500],
        lambda: b"\xff\xd8\xff" + SCRIPT,
        lambda: b"GIF89a" + SCRIPT,
        bomb,
    ],
    ids=["empty", "script", "pdf", "docx", "cut", "false-jpeg", "false-gif", "bomb"],
)
def test_what_is_no_photo_is_refused_by_name(made: Callable[[], bytes]) -> None:
    with refused("tham-nha.jpg: File này không phải ảnh hoặc đã hỏng"):
        read_picture("tham-nha.jpg", made())


def test_what_hangs_on_a_photo_is_not_kept() -> None:
    assert b"<script" not in read_picture("anh.jpg", jpeg() + SCRIPT).large


# --- Documents -------------------------------------------------------------------------------------------------------


def odt(media_type: str = "application/vnd.oasis.opendocument.text") -> bytes:
    to = BytesIO()
    with ZipFile(to, "w") as parts:
        parts.writestr("mimetype", media_type)
        parts.writestr("content.xml", "<x/>")
    return to.getvalue()


def unfolding() -> bytes:
    to = BytesIO()
    with ZipFile(to, "w", ZIP_DEFLATED) as parts:
        parts.writestr("[Content_Types].xml", "<x/>")
        parts.writestr("word/document.xml", "<x/>")
        for place in range(7):
            parts.writestr(f"word/{place}", b"\0" * (50 * 1024 * 1024))
    return to.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "ending"),
    [("Biên bản.PDF", PDF, "pdf"), ("quyet-dinh.docx", docx(), "docx"), ("to-trinh.odt", odt(), "odt")],
    ids=lambda told: told if isinstance(told, str) else "",
)
def test_a_document_is_taken_for_what_it_is(name: str, content: bytes, ending: str) -> None:
    paper = read_paper(name, content)
    assert (paper.name, paper.sort.ending, paper.content) == (name, ending, content)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("bang.xlsx", docx(), "mang tên .xlsx nhưng không phải Excel. Mở bằng Excel rồi lưu lại."),
        ("bang.xlsx", b"a,b\n1,2", "nhưng không phải Excel"),
        ("bien-ban.pdf", SCRIPT, "nhưng không phải PDF"),
        ("bien-ban.docx", SCRIPT, "nhưng không phải Word"),
        ("bien-ban.docx", docx("word/vbaProject.bin"), "nhưng không phải Word"),
        ("bien-ban.odt", odt("text/html"), "nhưng không phải LibreOffice Writer"),
        ("bien-ban.docx", docx()[:60], "nhưng không phải Word"),
        ("trang.html", SCRIPT, "Chỉ kèm được file pdf, docx"),
        ("trang.svg", SCRIPT, "Chỉ kèm được file"),
        ("chay.exe", b"MZ", "Chỉ kèm được file"),
        ("khong-duoi", PDF, "Chỉ kèm được file"),
        ("to.pdf", b"%PDF-" + b"\0" * DOCUMENT_LIMIT, "lớn hơn 20 MB"),
    ],
    ids=lambda told: told if isinstance(told, str) else "",
)
def test_a_document_that_is_not_what_it_says_is_refused_by_name(name: str, content: bytes, sentence: str) -> None:
    with refused(sentence) as error:
        read_paper(name, content)
    assert error.value.messages[0].startswith(f"{name}: ")


def test_a_document_that_unfolds_too_far_is_refused() -> None:
    with refused("nhưng không phải Word"):
        read_paper("bom.docx", unfolding())


def test_a_name_keeps_no_folders_and_no_signs_that_are_not_seen() -> None:
    assert read_paper("C:\\Users\\a/../biên\u202e bản\n.pdf", PDF).name == "biên bản.pdf"
    assert len(read_paper("a" * 500 + ".pdf", PDF).name) <= 150


# --- Beside an activity ----------------------------------------------------------------------------------------------


def test_photos_and_documents_come_with_the_activity_itself(world: World) -> None:
    picture, paper = read_picture("anh.jpg", jpeg()), read_paper("bien-ban.pdf", PDF)
    new = NewActivity(
        world.mill, TODAY, "dialogue", {"people": 5}, photos=[NewPhoto(picture, " Hội  trường ")], documents=[paper]
    )
    (activity,) = record_activities(world.clerk, [new])
    photo, document = activity.photos.get(), activity.documents.get()
    assert (photo.caption, photo.by, photo.width, photo.height) == ("Hội trường", world.clerk, 800, 600)
    with photo.large.open() as large, document.file.open() as file:
        assert large.read() == picture.large
        assert file.read() == PDF
    assert "anh" not in str(photo.large.name)
    assert list(Activity.objects.pictured()) == [activity]


def test_what_is_removed_leaves_no_file(
    world: World, django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]]
) -> None:
    activity = world.hold_dialogue(world.mill, TODAY)
    photo = add_photo(world.clerk, activity=activity, picture=read_picture("anh.jpg", jpeg()))
    document = add_document(world.clerk, activity=activity, paper=read_paper("bien-ban.pdf", PDF))
    storage, names = photo.large.storage, [str(each.name) for each in (photo.large, photo.small, document.file)]
    assert all(storage.exists(name) for name in names)
    with django_capture_on_commit_callbacks(execute=True):
        remove_photo(world.clerk, photo=photo)
        remove_document(world.clerk, document=document)
    assert not any(storage.exists(name) for name in names)
    assert [deed.verb for deed in activity.deeds] == ["recorded", "attached", "attached", "removed", "removed"]


def test_nothing_is_put_beside_what_was_withdrawn(world: World) -> None:
    activity = world.hold_dialogue(world.mill, TODAY)
    withdraw_activity(world.clerk, activity=activity, reason="nhầm")
    with pytest.raises(ValidationError, match="đã được rút"):
        add_photo(world.clerk, activity=Activity.objects.get(pk=activity.pk), picture=read_picture("anh.jpg", jpeg()))
