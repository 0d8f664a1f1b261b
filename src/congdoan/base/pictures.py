"""Photos: decoded and written anew, so that nothing is kept but what is seen."""

from dataclasses import dataclass
from functools import cached_property
from io import BytesIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

PHOTO_LIMIT = 15 * 1024 * 1024
"""The largest file taken for a photo, in bytes."""
WIDEST = 1600
HEAVIEST = 200_000
"""What is kept has no side longer than this (pixels) and is no heavier than that (bytes)."""
SMALL = 480
MOST_PIXELS = 64_000_000
"""A file that would unfold to more than this is refused before it is unfolded."""

_DARK = 128
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")
_QUALITIES = (85, 78, 70, 60, 50)
_NOT_A_PICTURE = (
    UnidentifiedImageError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
    OSError,
    SyntaxError,
    ValueError,
    OverflowError,
    EOFError,
    IndexError,
)


@dataclass(frozen=True)
class Picture:
    """A photo as it is kept: a JPEG of our own writing, without place, camera or words in it."""

    large: bytes

    @cached_property
    def small(self) -> bytes:
        """The same, at most 480 pixels wide, for lists and pages."""
        image = Image.open(BytesIO(self.large), formats=["JPEG"])
        image.thumbnail((SMALL, SMALL))
        return _written(image, 75)

    @cached_property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return Image.open(BytesIO(self.large), formats=["JPEG"]).size

    @cached_property
    def is_blank(self) -> bool:
        """Whether nothing darker than a grey is to be seen on it: an empty sheet."""
        greys = Image.open(BytesIO(self.large), formats=["JPEG"]).convert("L").histogram()
        return not any(greys[: _DARK + 1])


def read_picture(name: str, content: bytes) -> Picture:
    """The photo in a file. Raises ValidationError, by the file's name, for what is too large or no photo."""
    if len(content) > PHOTO_LIMIT:
        raise ValidationError(f"{name}: " + _("Ảnh lớn hơn 15 MB. Chọn ảnh nhỏ hơn hoặc chụp lại."))
    try:
        return Picture(_light(_upright(content)))
    except _NOT_A_PICTURE:
        sentence = _("%(name)s: File này không phải ảnh hoặc đã hỏng. Chọn ảnh JPG, PNG hoặc WebP.")
        raise ValidationError(sentence % {"name": name}, code="picture") from None


def _upright(content: bytes) -> Image.Image:
    """The first picture of a file, turned as it was taken, on white, no larger than is kept."""
    image: Image.Image = Image.open(BytesIO(content), formats=_FORMATS)
    if image.width * image.height > MOST_PIXELS:
        raise ValueError("too many pixels")
    image.draft("RGB", (WIDEST, WIDEST))
    image.load()
    image.thumbnail((WIDEST, WIDEST))
    image = ImageOps.exif_transpose(image)
    if image.has_transparency_data:
        image = image.convert("RGBA")
        ground = Image.new("RGB", image.size, "white")
        ground.paste(image, mask=image.getchannel("A"))
        return ground
    return image.convert("RGB")


def _light(image: Image.Image) -> bytes:
    """As a JPEG that is light enough: first by quality, then by size."""
    while True:
        for quality in _QUALITIES:
            written = _written(image, quality)
            if len(written) <= HEAVIEST:
                return written
        image = image.resize((max(image.width * 3 // 4, 1), max(image.height * 3 // 4, 1)))


def _written(image: Image.Image, quality: int) -> bytes:
    bare = Image.new("RGB", image.size)
    bare.paste(image)
    to = BytesIO()
    bare.save(to, "JPEG", quality=quality, optimize=True, progressive=True)
    return to.getvalue()
