"""What a photo or a document must be before it is kept beside an activity."""

from congdoan.base.papers import DOCUMENT_LIMIT, SORTS, Paper, Sort, read_paper
from congdoan.base.pictures import PHOTO_LIMIT, Picture, read_picture

__all__ = [
    "DOCUMENT_LIMIT",
    "PHOTO_LIMIT",
    "SORTS",
    "Paper",
    "Picture",
    "Sort",
    "read_paper",
    "read_picture",
]
