"""What a photo or a document must be before it is kept beside an activity, and the order of steps."""

from congdoan.base.papers import DOCUMENT_LIMIT, SORTS, Paper, Sort, read_paper
from congdoan.base.pictures import PHOTO_LIMIT, Picture, read_picture
from congdoan.records.activities.rules.ways import Hindered, Hindrance, hindrance, resting_on

__all__ = [
    "DOCUMENT_LIMIT",
    "PHOTO_LIMIT",
    "SORTS",
    "Hindered",
    "Hindrance",
    "Paper",
    "Picture",
    "Sort",
    "hindrance",
    "read_paper",
    "read_picture",
    "resting_on",
]
