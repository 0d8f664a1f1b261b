"""Files sent with a form not yet recorded: kept for their sender alone, so that none has to be chosen twice."""

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from congdoan.base import clock
from congdoan.desk.gate import me
from congdoan.records.activities.rules import (
    DOCUMENT_LIMIT,
    PHOTO_LIMIT,
    Paper,
    Picture,
    read_paper,
    read_picture,
)

AT_ONCE = 12
"""So many files of a sort are taken with one form."""
KEPT_FOR = timedelta(days=2)
_FOLDER = "waiting"


@dataclass(frozen=True)
class Waiting:
    """A file that waits: its key, its name, whether it is a photo, and what is written beneath it."""

    key: str
    name: str
    is_photo: bool
    caption: str = ""


@dataclass(frozen=True)
class Files:
    """All that waits beside a form, and what was refused of it, by field."""

    waiting: tuple[Waiting, ...] = ()
    refused: tuple[tuple[str, ValidationError], ...] = ()

    @property
    def photos(self) -> list[Waiting]:
        return [each for each in self.waiting if each.is_photo]

    @property
    def documents(self) -> list[Waiting]:
        return [each for each in self.waiting if not each.is_photo]

    @property
    def photo_faults(self) -> list[str]:
        return [error.messages[0] for field, error in self.refused if field == "photos"]

    @property
    def document_faults(self) -> list[str]:
        return [error.messages[0] for field, error in self.refused if field == "documents"]


def files_of(request: HttpRequest) -> Files:
    """What waited already, less what was dropped, and what was sent just now."""
    kept = [_kept(request, key) for key in request.POST.getlist("waiting") if key not in request.POST.getlist("drop")]
    waiting = [each for each in kept if each]
    refused: list[tuple[str, ValidationError]] = []
    for field, limit in (("photos", PHOTO_LIMIT), ("documents", DOCUMENT_LIMIT)):
        sent = request.FILES.getlist(field)
        captions = request.POST.getlist("caption") if field == "photos" else []
        if len(sent) > AT_ONCE:
            refused.append((field, ValidationError(_("Gửi nhiều nhất %d file một lần.") % AT_ONCE)))
        for place, file in enumerate(sent[:AT_ONCE]):
            try:
                caption = captions[place] if place < len(captions) else ""
                waiting.append(_keep(request, file, limit, is_photo=field == "photos", caption=caption))
            except ValidationError as error:
                refused.append((field, error))
    return Files(tuple(waiting), tuple(refused))


def picture_of(request: HttpRequest, key: str) -> Picture:
    """A photo that waits. Raises Http404 for what is not there or somebody else's."""
    return Picture(_read(request, key, ".jpg"))


def paper_of(request: HttpRequest, waiting: Waiting) -> Paper:
    return read_paper(waiting.name, _read(request, waiting.key, ".bin"))


def forget(request: HttpRequest, waiting: Files) -> None:
    """What was recorded waits no longer."""
    for each in waiting.waiting:
        for ending in (".jpg", ".bin", ".json"):
            default_storage.delete(f"{_folder(request)}/{each.key}{ending}")


def sweep(request: HttpRequest) -> None:
    """What this person left waiting for days goes."""
    folder = Path(default_storage.path(_folder(request)))
    before = (clock.now() - KEPT_FOR).timestamp()
    for file in folder.iterdir() if folder.is_dir() else ():
        with suppress(FileNotFoundError):  # another page of this person sweeps at the same moment
            if file.stat().st_mtime < before:
                file.unlink()


def _keep(request: HttpRequest, file: "UploadedFile[bytes]", limit: int, *, is_photo: bool, caption: str) -> Waiting:
    """Judge a file and let it wait. Raises ValidationError."""
    name = file.name or _("không tên")
    content = file.read(limit + 1)
    key = uuid4().hex
    if is_photo:
        _write(request, f"{key}.jpg", read_picture(name, content).large)
    else:
        name = read_paper(name, content).name
        _write(request, f"{key}.bin", content)
    told = {"name": name[:200], "photo": is_photo}
    _write(request, f"{key}.json", json.dumps(told).encode())
    return Waiting(key, told["name"], is_photo, caption)  # type: ignore[arg-type]


def _kept(request: HttpRequest, key: str) -> Waiting | None:
    try:
        told = json.loads(_read(request, key, ".json"))
    except Http404:
        return None
    return Waiting(key, told["name"], told["photo"], request.POST.get(f"caption-{key}", ""))


def _read(request: HttpRequest, key: str, ending: str) -> bytes:
    try:
        place = f"{_folder(request)}/{UUID(key).hex}{ending}"
        with default_storage.open(place) as file:
            content: bytes = file.read()
            return content
    except (ValueError, FileNotFoundError):
        raise Http404 from None


def _write(request: HttpRequest, name: str, content: bytes) -> None:
    default_storage.save(f"{_folder(request)}/{name}", ContentFile(content))


def _folder(request: HttpRequest) -> str:
    return f"{_FOLDER}/{me(request).pk}"
