"""What is kept as proof that somebody agreed: a document as it came, or a photo of the paper they signed."""

from pathlib import PurePath

from congdoan.base.papers import SORTS, Paper, Sort, read_paper
from congdoan.base.pictures import read_picture

PHOTO = Sort("jpg", "image/jpeg", "JPEG")


def read_proof(name: str, content: bytes) -> Paper:
    """The proof in a file; a photo is drawn anew. Raises ValidationError, by the file's name, for what is neither."""
    ending = name.rpartition(".")[2].lower()
    if ending in SORTS:
        return read_paper(name, content)
    picture = read_picture(name, content)
    return Paper(f"{PurePath(name).stem[:100]}.{PHOTO.ending}", PHOTO, picture.large)
