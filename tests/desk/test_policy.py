"""What pages may load and how they are written: nothing inline, nothing from elsewhere, in the person's language."""

import re
from pathlib import Path

from django.contrib.staticfiles import finders
from pytest_django.fixtures import Settings
from tests.desk.conftest import Desk, Door
from tests.desk.visiting import Visits, each_address, visits

import congdoan.desk

__all__ = ["visits"]

TEMPLATES, SHEETS = (Path(str(congdoan.desk.__file__)).parent / part for part in ("templates", "static/desk"))


@each_address
def test_a_page_has_nothing_inline_and_loads_nothing_from_elsewhere(visits: Visits) -> None:
    policy = visits.reader.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    if not visits.reader.is_text:
        return
    page, length = visits.reader.text, len(visits.reader.content)
    assert not re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son\w+=", page)
    assert not re.search(r"""(?:src|action|hx-\w+)=["']https?:""", page)
    assert length < 60_000
    stylesheets, scripts = _loaded(page, "css"), _loaded(page, "js")
    assert stylesheets <= STYLED
    assert length + stylesheets + scripts <= WHOLE


STYLED, WHOLE = 40 * 1024, 150 * 1024
"""Bytes of a page's stylesheets, and of all of it without photos, uncompressed."""


def _loaded(page: str, ending: str) -> int:
    files = [finders.find(name) for name in re.findall(rf'(?:href|src)="/static/([^"]+\.{ending})"', page)]
    return sum(Path(str(file)).stat().st_size for file in files)


def test_vietnamese_is_spoken_unless_the_person_chose_otherwise(desk: Desk, signed_in: Door) -> None:
    door = signed_in(desk.world.officer)
    assert '<html lang="vi"' in door.get("/settings/", headers={"Accept-Language": "en"}).content.decode()
    door.post("/settings/", {"language": "en", "theme": "dark", "density": "roomy"})
    page = door.get("/settings/").content.decode()
    assert '<html lang="en" data-theme="dark" data-density="roomy"' in page


def test_what_is_not_there_and_what_is_out_of_reach_look_the_same(desk: Desk, signed_in: Door) -> None:
    door = signed_in(desk.world.clerk)
    out_of_reach, not_there = door.get("/units/south/"), door.get("/units/nowhere/")
    assert out_of_reach.status_code == not_there.status_code == 404
    assert "Không có trang này, hoặc tài khoản không xem được." in out_of_reach.content.decode()


@each_address
def test_every_page_has_one_heading_a_title_and_its_landmarks(visits: Visits) -> None:
    if not visits.reader.is_whole:
        return
    page = visits.reader.text
    assert page.count("<h1") == 1
    assert "<title>" in page
    assert '<main class="page' in page
    assert 'class="skip"' in page


def test_a_form_tells_its_faults_itself_and_not_the_browser_in_its_own_language() -> None:
    for template in sorted(TEMPLATES.rglob("*.html")):
        for form in re.findall(r'<form [^\n]*?method="post".*?</form>', template.read_text("utf-8"), re.DOTALL):
            assert "novalidate" in form or not re.search(r"{% (?:faults|field) ", form), template


def test_colours_have_names_but_on_paper() -> None:
    for sheet in sorted(SHEETS.glob("*.css")):
        on_screen = sheet.read_text("utf-8").split("/* print */")[0]
        assert sheet.name == "tokens.css" or not re.search(r"#[0-9a-f]{3,8}\b|\brgb\(", on_screen, re.I), sheet


def test_what_is_too_long_to_be_taken_is_told_in_vietnamese(desk: Desk, signed_in: Door, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    refused = signed_in(desk.world.clerk).post("/activities/record/dialogue/?unit=mill", {"note": "dài " * 1000})
    assert refused.status_code == 400
    assert "Chưa nhận được những gì vừa gửi." in refused.content.decode()
