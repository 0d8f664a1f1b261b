"""Pictures of the main pages on the demo federation, into `docs/pictures/`. Run by `make pictures`."""

import sys
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from benchmarks.desk.ground import demo_pages, served, session_of
from benchmarks.desk.pages import HALF_YEAR
from congdoan.demo.superiors import CHAIRED, INDUSTRY
from congdoan.records.activities.models import Activity

INTO = Path(__file__).parent.parent.parent / "docs" / "pictures"
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
DESK, PHONE = (1280, 800), (390, 844)
COLOURS = 256
"""So many are enough for a page, rare ones too, and make its picture half as heavy."""


@dataclass(frozen=True)
class Shot:
    """A picture by its name: of which page, as whom, in which window."""

    name: str
    user: str
    path: str
    window: tuple[int, int] = DESK
    is_dark: bool = False


def shots(record: str) -> list[Shot]:
    """The main pages; `record` is the address of an activity."""
    return [
        Shot("home-officer", "officer", f"/?unit=LCA&{HALF_YEAR}"),
        Shot("home-chair-phone", "chair", f"/?unit={CHAIRED}&{HALF_YEAR}", PHONE),
        Shot("enter-activity-phone", "chair", f"/activities/record/care-visit/?unit={CHAIRED}", PHONE),
        Shot("activity", "clerk", record),
        Shot("activities", "clerk", f"/activities/?unit=LCA-CT&{HALF_YEAR}"),
        Shot("figures", "officer", f"/figures/?unit=LCA&{HALF_YEAR}"),
        Shot("figure-by-unit", "officer", f"/figures/members.admitted/?unit=LCA&{HALF_YEAR}&down=LCA-CT"),
        Shot("figure-by-unit-phone", "officer", f"/figures/members.admitted/?unit=LCA&{HALF_YEAR}&down=LCA-CT", PHONE),
        Shot("calendar-dark", "clerk", f"/activities/calendar/?unit=LCA-CT&{HALF_YEAR}", is_dark=True),
        Shot("unit", "clerk", f"/units/LCA-CT/?{HALF_YEAR}"),
        Shot("plan", "officer", f"/plans/LCA-CT/members.admitted/?{HALF_YEAR}&of=2024"),
        Shot("journal", "inspector", "/journal/?unit=LCA-CT&period=2024-05"),
    ]


def visit() -> str:
    """The address of the last visit in the sector's half-year that names whom it served."""
    visits = Activity.objects.filter(kind="care-visit", unit__code__startswith=INDUSTRY, beneficiaries__isnull=False)
    return f"/activities/{visits.standing().latest('day', 'pk').pk}/"


def take(browser: Browser, address: str, shot: Shot, session: str) -> int:
    """Take one picture and put it away; its weight in bytes."""
    width, height = shot.window
    context = browser.new_context(
        viewport={"width": width, "height": height},
        is_mobile=shot.window == PHONE,
        color_scheme="dark" if shot.is_dark else "light",
        locale="vi-VN",
    )
    context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
    page = context.new_page()
    response = page.goto(address + shot.path, wait_until="networkidle")
    if response is None or response.status != 200:
        sys.exit(f"{shot.path}: {response and response.status}")
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB").quantize(COLOURS, Image.Quantize.MAXCOVERAGE)
    context.close()
    file = INTO / f"{shot.name}.png"
    picture.save(file, optimize=True)
    return file.stat().st_size


def main() -> None:
    demo_pages()
    wanted = shots(visit())
    sessions = {user: session_of(user) for user in sorted({shot.user for shot in wanted})}
    INTO.mkdir(parents=True, exist_ok=True)
    with served() as address, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for shot in wanted:
            print(f"{shot.name}.png {take(browser, address, shot, sessions[shot.user]) // 1024} kB", flush=True)
        browser.close()


if __name__ == "__main__":
    main()
