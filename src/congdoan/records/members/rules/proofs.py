"""What is kept as proof that somebody agreed: a document as it came, a photo of the paper, a signature on screen."""

from base64 import b64decode
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from congdoan.base.papers import SORTS, Paper, Sort, read_paper
from congdoan.base.pictures import read_picture

PHOTO = Sort("jpg", "image/jpeg", "JPEG")
_DRAWN = "data:image/png;base64,"


def read_proof(name: str, content: bytes) -> Paper:
    """The proof in a file; a photo is drawn anew. Raises ValidationError, by the file's name, for what is neither."""
    ending = name.rpartition(".")[2].lower()
    if ending in SORTS:
        return read_paper(name, content)
    picture = read_picture(name, content)
    return Paper(f"{PurePath(name).stem[:100]}.{PHOTO.ending}", PHOTO, picture.large)


def read_signature(drawn: str) -> Paper | None:
    """The signature that a page drew, as a picture in the words of an address (`data:`); None where nobody drew.

    Raises ValidationError for what is no such picture, or an empty one.
    """
    if not drawn:
        return None
    sentence = _("Chữ ký trên màn hình bị hỏng hoặc còn trống. Ký lại.")
    try:
        content = b64decode(drawn.removeprefix(_DRAWN), validate=True)
        picture = read_picture("chu-ky.png", content)
    except (ValueError, ValidationError):
        raise ValidationError(sentence) from None
    if picture.is_blank:
        raise ValidationError(sentence)
    return Paper(f"chu-ky.{PHOTO.ending}", PHOTO, picture.large)
