"""Photos and documents beside an activity: added, captioned, removed."""

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _

from congdoan.base import clock
from congdoan.org.actions import note, require
from congdoan.org.models import User
from congdoan.org.rules import Right
from congdoan.records.activities.models import Activity, Document, Photo
from congdoan.records.activities.rules import Paper, Picture

MOST = 30
"""So many photos, and so many documents, an activity keeps at most."""


@transaction.atomic
def add_photo(by: User, *, activity: Activity, picture: Picture, caption: str = "") -> Photo:
    """Keep a photo beside an activity. Raises PermissionDenied, ValidationError."""
    _require(by, activity)
    photo = put_photo(by, activity, picture, caption)
    note(by, "attached", activity, unit=activity.unit, words={"photo": photo.pk})
    return photo


@transaction.atomic
def add_document(by: User, *, activity: Activity, paper: Paper) -> Document:
    """Keep a document beside an activity. Raises PermissionDenied, ValidationError."""
    _require(by, activity)
    document = put_document(by, activity, paper)
    note(by, "attached", activity, unit=activity.unit, words={"document": document.pk})
    return document


@transaction.atomic
def caption_photo(by: User, *, photo: Photo, caption: str) -> None:
    """Say what is seen on a photo. Raises PermissionDenied, ValidationError."""
    _require(by, photo.activity)
    photo.caption = _caption(caption)
    photo.save(update_fields=["caption"])
    note(by, "captioned", photo.activity, unit=photo.activity.unit, words={"photo": photo.pk})


@transaction.atomic
def remove_photo(by: User, *, photo: Photo) -> None:
    """Take a photo away; its files go too. Raises PermissionDenied, ValidationError."""
    _require(by, photo.activity)
    note(by, "removed", photo.activity, unit=photo.activity.unit, words={"photo": photo.pk})
    photo.delete()
    _erase(photo.large, photo.small)


@transaction.atomic
def remove_document(by: User, *, document: Document) -> None:
    """Take a document away; its file goes too. Raises PermissionDenied, ValidationError."""
    _require(by, document.activity)
    note(by, "removed", document.activity, unit=document.activity.unit, words={"document": document.pk})
    document.delete()
    _erase(document.file)


def put_photo(by: User, activity: Activity, picture: Picture, caption: str = "") -> Photo:
    """Write a photo down; the caller has asked for the right and leaves the line."""
    if activity.photos.count() >= MOST:
        raise ValidationError({"photos": _("Một hoạt động giữ nhiều nhất %d ảnh.") % MOST})
    width, height = picture.size
    photo = Photo(activity=activity, by=by, at=clock.now(), width=width, height=height, caption=_caption(caption))
    photo.large.save("", ContentFile(picture.large), save=False)
    photo.small.save("", ContentFile(picture.small), save=False)
    photo.save()
    return photo


def put_document(by: User, activity: Activity, paper: Paper) -> Document:
    """Write a document down; the caller has asked for the right and leaves the line."""
    if activity.documents.count() >= MOST:
        raise ValidationError({"documents": _("Một hoạt động giữ nhiều nhất %d văn bản.") % MOST})
    size = len(paper.content)
    document = Document(activity=activity, by=by, at=clock.now(), name=paper.name, ending=paper.sort.ending, size=size)
    document.file.save("", ContentFile(paper.content), save=False)
    document.save()
    return document


def _caption(caption: str) -> str:
    return " ".join(caption.split())[:200]


def _require(by: User, activity: Activity) -> None:
    require(by, Right.RECORD, activity.unit)
    if activity.withdrawn:
        raise ValidationError(_("Hoạt động này đã được rút."))


def _erase(*files: FieldFile) -> None:
    """The files go once what named them is gone for good."""
    places = [(file.storage, file.name) for file in files if file.name]
    for storage, name in places:
        transaction.on_commit(lambda storage=storage, name=name: storage.delete(name))  # type: ignore[misc]
