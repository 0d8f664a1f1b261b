"""What pages may load and how they are written: nothing inline, nothing from elsewhere, in the person's language."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from tests.desk.addresses import address, names, reader
from tests.desk.conftest import Desk, Door


@pytest.mark.parametrize("name", names())
def test_a_page_has_nothing_inline_and_loads_nothing_from_elsewhere(desk: Desk, signed_in: Door, name: str) -> None:
    response = signed_in(reader(name, desk)).get(address(name, desk))
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    if not response.headers["Content-Type"].startswith("text/html"):
        return
    page = response.content.decode()
    assert not re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son\w+=", page)
    assert not re.search(r"""(?:src|action|hx-\w+)=["']https?:""", page)
    assert len(response.content) < 60_000
    stylesheets, scripts = _loaded(page, "css"), _loaded(page, "js")
    assert stylesheets <= STYLED
    assert len(response.content) + stylesheets + scripts <= WHOLE


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


def test_every_page_has_one_heading_a_title_and_its_landmarks(desk: Desk, signed_in: Door) -> None:
    for name in ("desk:home", "desk:units", "desk:unit", "desk:figures", "desk:figure", "desk:entry", "desk:settings"):
        page = signed_in(reader(name, desk)).get(address(name, desk)).content.decode()
        assert page.count("<h1") == 1, name
        assert "<title>" in page
        assert '<main class="page' in page
        assert 'class="skip"' in page
