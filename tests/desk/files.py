"""Files for tests: photos of all sorts, documents, and what pretends to be one."""

from base64 import b64encode
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw
from tests.desk.conftest import Desk

from congdoan.records.activities.actions import add_document, add_photo
from congdoan.records.activities.models import Document, Photo
from congdoan.records.activities.rules import read_paper, read_picture

KEY = "0f" * 16
GPS = 34853
SCRIPT = b"<html><script>alert(1)</script></html>"


def jpeg(width: int = 800, height: int = 600, *, noise: bool = False, place: bool = False, turned: int = 1) -> bytes:
    """A photo; noisy ones do not shrink, placed ones say where they were taken."""
    image = (
        Image.effect_noise((width, height), 90).convert("RGB") if noise else Image.new("RGB", (width, height), "red")
    )
    exif = Image.Exif()
    exif[274] = turned
    if place:
        exif[271] = "Camera"
        exif.get_ifd(GPS)[1] = "N"
        exif.get_ifd(GPS)[2] = (22.0, 29.0, 5.0)
    to = BytesIO()
    image.save(to, "JPEG", quality=95, exif=exif, comment=b"Lao Cai")
    return to.getvalue()


def drawn(ink: str | None = "navy") -> str:
    """A signature as a page draws it: a line on nothing, as the address of a picture."""
    image = Image.new("RGBA", (640, 200))
    if ink:
        ImageDraw.Draw(image).line([(40, 150), (200, 40), (320, 160), (600, 60)], fill=ink, width=4)
    to = BytesIO()
    image.save(to, "PNG")
    return f"data:image/png;base64,{b64encode(to.getvalue()).decode()}"


def docx(*more: str) -> bytes:
    to = BytesIO()
    with ZipFile(to, "w") as parts:
        for name in ("[Content_Types].xml", "word/document.xml", *more):
            parts.writestr(name, "<x/>")
    return to.getvalue()


PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/octet-stream")


def photo(desk: Desk) -> Photo:
    """The dialogue's photo, made when first asked for."""
    found = desk.dialogue.photos.first()
    picture = read_picture("anh.jpg", jpeg())
    return found or add_photo(desk.world.officer, activity=desk.dialogue, picture=picture, caption="Hội trường")


def document(desk: Desk) -> Document:
    """The dialogue's minutes, made when first asked for."""
    found = desk.dialogue.documents.first()
    return found or add_document(desk.world.officer, activity=desk.dialogue, paper=read_paper("bien-ban.pdf", PDF))


def waits(desk: Desk) -> str:
    """The key of a photo that the officer sent with a form not yet recorded."""
    place = f"waiting/{desk.world.officer.pk}/{KEY}.jpg"
    if not default_storage.exists(place):
        default_storage.save(place, ContentFile(read_picture("anh.jpg", jpeg()).large))
    return KEY


def sheet(workbook: bytes) -> list[list[str]]:
    """The rows of a workbook's first sheet, without empty cells."""
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with ZipFile(BytesIO(workbook)) as parts:
        words = ElementTree.fromstring(parts.read("xl/sharedStrings.xml")).iter(f"{space}si")
        texts = ["".join(each.itertext()) for each in words]
        rows = ElementTree.fromstring(parts.read("xl/worksheets/sheet1.xml")).iter(f"{space}row")
        cells = [[(cell.get("t"), cell.findtext(f"{space}v")) for cell in row] for row in rows]
    return [[texts[int(value)] if kind == "s" else value for kind, value in row if value] for row in cells]
