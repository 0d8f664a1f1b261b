"""Photos of some activities, drawn by the program: a house among hills, a hall with its people."""

from datetime import date
from io import BytesIO
from random import Random

from django.db import transaction
from PIL import Image, ImageDraw

from congdoan.base import clock
from congdoan.demo.book import Book
from congdoan.demo.chance import chance
from congdoan.demo.superiors import CHAIRED, INDUSTRY
from congdoan.records.activities.actions import add_photo
from congdoan.records.activities.models import Activity
from congdoan.records.activities.rules import read_picture

SHOWN_ON = (date(2024, 5, 31), date(2024, 11, 30), date(2025, 5, 31), date(2025, 12, 31))
"""Days on which writers add photos to what they entered lately."""

OUTSIDE = {
    "care-visit": "Thăm gia đình đoàn viên (ảnh minh họa)",
    "children-gift": "Trao quà cho các cháu (ảnh minh họa)",
    "tet-gift": "Trao quà Tết tại nhà (ảnh minh họa)",
}
INSIDE = {
    "worker-conference": "Toàn cảnh hội nghị (ảnh minh họa)",
    "dialogue": "Buổi đối thoại tại hội trường (ảnh minh họa)",
    "culture-sport": "Khai mạc hội thao (ảnh minh họa)",
    "safety-training": "Lớp tập huấn tại hội trường (ảnh minh họa)",
}
EACH, AT_CHAIRS = 5, 3
"""So many activities of the sector union, and of the chair's own union among them, are given photos each time."""

_SIZE = (960, 720)
_HOUR = 20
_SKIN, _HAIR = (214, 170, 132), (46, 38, 34)
_CLOTHES = ((38, 92, 142), (196, 64, 52), (236, 200, 92), (72, 130, 86), (240, 240, 236), (120, 86, 140))

Colour = tuple[int, int, int]


def photograph(book: Book, last_day: date) -> None:
    """Let writers add photos, where it is a day on which they do."""
    if last_day not in SHOWN_ON:
        return
    kinds = [*OUTSIDE, *INSIDE]
    lately = Activity.objects.standing().filter(kind__in=kinds, day__lte=last_day, photos=None).newest_first()
    own = list(lately.filter(unit__code=CHAIRED).select_related("unit")[:AT_CHAIRS])
    sector = lately.filter(unit__code__startswith=INDUSTRY).exclude(unit__code=CHAIRED).select_related("unit")
    with clock.set_to(clock.at(last_day, _HOUR)), transaction.atomic():
        for activity in [*own, *sector[:EACH]]:
            luck = chance(f"photo {activity.unit.code} {activity.kind} {activity.day}")
            caption = (OUTSIDE | INSIDE)[activity.kind]
            picture = read_picture("anh.png", drawn(luck, is_outside=activity.kind in OUTSIDE))
            add_photo(book.writer(activity.unit.code), activity=activity, picture=picture, caption=caption)


def drawn(luck: Random, *, is_outside: bool) -> bytes:
    """A scene as a PNG file."""
    image = Image.new("RGB", _SIZE, (222, 214, 200))
    pen = ImageDraw.Draw(image)
    (_house if is_outside else _hall)(pen, luck)
    to = BytesIO()
    image.save(to, "PNG")
    return to.getvalue()


def _house(pen: ImageDraw.ImageDraw, luck: Random) -> None:
    width, height = _SIZE
    for row in range(height):
        pen.line((0, row, width, row), fill=(168 + row // 9, 204 + row // 18, 232))
    for depth, colour in enumerate(((126, 158, 172), (92, 134, 120), (74, 118, 74))):
        base = 300 + 70 * depth
        peaks = [(x, base - luck.randint(20, 150 - 30 * depth)) for x in range(-80, width + 200, 140)]
        pen.polygon([(-80, height), *peaks, (width + 200, height)], fill=colour)
    pen.rectangle((0, 560, width, height), fill=(176, 146, 104))
    left = luck.randint(80, 380)
    pen.rectangle((left, 380, left + 380, 590), fill=(158, 112, 70))
    for plank in range(left + 24, left + 380, 24):
        pen.line((plank, 380, plank, 590), fill=(134, 92, 56), width=2)
    pen.polygon([(left - 50, 390), (left + 190, 270), (left + 430, 390)], fill=(112, 70, 52))
    pen.rectangle((left + 150, 450, left + 230, 590), fill=(82, 56, 40))
    people = luck.randint(3, 5)
    start = luck.randint(120, 480)
    for place in range(people):
        _person(pen, luck, start + 90 * place, 690, 1.0)
    gift = start + 90 * (people // 2) - 18
    pen.rectangle((gift, 600, gift + 36, 632), fill=(200, 48, 48))
    pen.line((gift + 18, 600, gift + 18, 632), fill=(244, 208, 96), width=5)


def _hall(pen: ImageDraw.ImageDraw, luck: Random) -> None:
    width, height = _SIZE
    pen.rectangle((0, 470, width, height), fill=(150, 116, 84))
    curtain: Colour = luck.choice(((150, 36, 40), (24, 74, 120), (30, 96, 80)))
    pen.rectangle((140, 60, width - 140, 430), fill=curtain)
    for fold in range(160, width - 140, 40):
        pen.line((fold, 60, fold, 430), fill=tuple(shade - 14 for shade in curtain), width=6)
    pen.rectangle((220, 110, width - 220, 210), fill=(248, 220, 120))
    for line in (138, 172):
        pen.rectangle((280, line, width - 280, line + 10), fill=(170, 40, 40))
    _person(pen, luck, 300, 470, 0.8)
    pen.rectangle((262, 400, 338, 470), fill=(120, 78, 48))
    for row, scale in enumerate((0.7, 0.85, 1.0)):
        bottom = 560 + 100 * row
        for x in range(60 + 40 * (row % 2), width, round(105 * scale)):
            if luck.random() < 0.85:
                _person(pen, luck, x, bottom, scale, from_behind=True)


def _person(
    pen: ImageDraw.ImageDraw, luck: Random, x: int, bottom: int, scale: float, *, from_behind: bool = False
) -> None:
    """Somebody who stands there, seen to the knees."""
    body, head = round(110 * scale), round(24 * scale)
    top = bottom - body
    pen.rounded_rectangle((x - head - 8, top, x + head + 8, bottom), head, fill=luck.choice(_CLOTHES))
    pen.ellipse((x - head, top - 2 * head + 6, x + head, top + 6), fill=_HAIR if from_behind else _SKIN)
    if not from_behind:
        pen.pieslice((x - head, top - 2 * head + 4, x + head, top + 4), 180, 360, fill=_HAIR)
