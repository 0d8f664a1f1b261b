"""The desk in English: switched on any page and remembered, with nothing Vietnamese left but what is data."""

import re
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.utils.translation import override
from pytest_django.fixtures import Settings
from tests.desk.addresses import address
from tests.desk.conftest import PERIOD, Desk, Door
from tests.desk.visiting import Visits, each_address, in_english, visits

from congdoan.base.period import parse_period
from congdoan.catalogue.models import local
from congdoan.claims.actions import check_text
from congdoan.desk.context import UNION
from congdoan.desk.words import title
from congdoan.figures.actions import set_plan
from congdoan.figures.models import Entry
from congdoan.records.members.actions.events import TITLES as OF_MEMBERS
from congdoan.records.structure.actions.changing import TITLES as OF_UNITS
from congdoan.reports.actions import open_sheet
from congdoan.reports.models import Composing

__all__ = ["visits"]

MARKED = re.compile("[àáâãèéêìíòóôõùúýăđĩũơưạ-ỹ]", re.I)
VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
# What is said to be looked at or read aloud; the rest of a page is addresses and values.
TOLD = {"title", "aria-label", "placeholder", "alt"}
# Data: names of units and people, the basis of a declaration, the money. Examples stand in quotes.
DATA = re.compile(
    r"Công đoàn \w+|Tổng Liên đoàn|Hội trường|Hà Nội|Bài nói|Hội nghị đối thoại|1 cuộc|Giàng A"
    r"|Lý Thị Dín|đồng|\bđ\b|1,5 tỷ|“[^”]*”|⟦[^⟧]*⟧"
)
SIGN_IN = ("/account/login/", "/account/logout/", "/account/password/", "/account/codes/", "/account/sessions/")


class Told(HTMLParser):
    """What a page tells: its texts and the attributes that are told, but for what is marked as Vietnamese.

    So marked are the words of documents, and of verdicts upon them, which are kept as they were written.
    """

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.within: list[tuple[str, bool]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            kept = tag in {"script", "style", "textarea"} or dict(attrs).get("lang") == "vi"
            self.within.append((tag, kept))
        self.texts += [value for name, value in attrs if name in TOLD and value]

    def handle_endtag(self, tag: str) -> None:
        while self.within and self.within.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if data.strip() and not any(kept for _tag, kept in self.within):
            self.texts.append(data.strip())

    @property
    def vietnamese(self) -> list[str]:
        return [text for text in self.texts if MARKED.search(DATA.sub("", text).lower())]


@each_address
def test_a_page_in_english_has_no_vietnamese_but_its_data(visits: Visits) -> None:
    assert visits.english.headers["Content-Language"] == "en"
    if visits.english.is_text:
        assert Told(visits.english.text).vietnamese == []


@pytest.mark.parametrize("path", SIGN_IN)
def test_sign_in_speaks_english(desk: Desk, signed_in: Door, path: str) -> None:
    cache.clear()
    client = Client() if path == "/account/login/" else signed_in(desk.world.officer)
    assert Told(in_english(client).get(path).content.decode()).vietnamese == []


def test_the_switch_is_on_every_page_and_leads_back_to_it(desk: Desk, signed_in: Door) -> None:
    door = signed_in(desk.world.officer)
    page = door.get("/figures/?period=2024&unit=mill").content.decode()
    assert '<input type="hidden" name="back" value="/figures/?period=2024&amp;unit=mill">' in page
    assert '<button class="link" name="language" value="en" lang="en">English</button>' in page
    pressed = door.post("/account/language/", {"language": "en", "back": "/figures/?period=2024&unit=mill"})
    assert pressed.headers["Location"] == "/figures/?period=2024&unit=mill"
    page = door.get("/figures/?period=2024&unit=mill").content.decode()
    assert '<html lang="en"' in page
    assert '<button class="link" name="language" value="vi" lang="vi">Tiếng Việt</button>' in page
    door.post("/account/language/", {"language": "vi", "back": "/"})
    assert '<html lang="vi"' in door.get("/").content.decode()


def test_it_is_remembered_for_a_year_and_only_a_known_language_is(db: None) -> None:
    kept = Client().post("/account/language/", {"language": "en", "back": "/account/login/"})
    assert kept.cookies[settings.LANGUAGE_COOKIE_NAME]["max-age"] == 365 * 24 * 3600
    assert not Client().post("/account/language/", {"language": "fr"}).cookies
    assert Client().get("/account/language/").status_code == 405


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_the_switch_leads_to_no_other_place(db: None, back: str) -> None:
    assert Client().post("/account/language/", {"language": "en", "back": back}).headers["Location"] == "/settings/"


def test_from_a_page_that_is_not_there_the_switch_leads_back_without_naming_it(desk: Desk, signed_in: Door) -> None:
    door = signed_in(desk.world.stranger)
    page = door.get("/units/mill/").content.decode()
    assert "English</button>" in page
    assert "mill" not in page
    pressed = door.post("/account/language/", {"language": "en"}, headers={"Referer": "http://testserver/units/mill/"})
    assert pressed.headers["Location"] == "/units/mill/"


def test_it_works_before_sign_in(db: None) -> None:
    cache.clear()
    client = Client()
    assert 'value="en" lang="en">English</button>' in client.get("/account/login/").content.decode()
    client.post("/account/language/", {"language": "en", "back": "/account/login/"})
    assert "<h1>Sign in</h1>" in client.get("/account/login/").content.decode()


def test_days_and_numbers_are_written_as_the_house_writes_them(desk: Desk, signed_in: Door) -> None:
    page = in_english(signed_in(desk.world.officer)).get(address("desk:entry", desk)).content.decode()
    assert "05/03/2024" in page
    with override("en"):
        assert title("Kê khai: Tổng số đoàn viên").startswith("Declaration: ")


@pytest.mark.parametrize("kept", [*OF_MEMBERS.values(), *OF_UNITS.values(), "Chuyển số dư khi kết thúc hoạt động"])
def test_titles_are_kept_in_vietnamese_and_said_in_the_readers_language(db: None, kept: str) -> None:
    assert title(kept) == kept
    with override("en"):
        assert not MARKED.search(title(kept))


def test_what_is_written_in_english_is_kept_in_vietnamese(desk: Desk) -> None:
    with override("en"):
        desk.world.admit(desk.world.mill, desk.dialogue.day)
        desk.world.declare(desk.world.school, "members.total", "2015-01", 40)
    newest = Entry.objects.order_by("-pk")
    assert newest.filter(noun="admission")[0].title == "Kết nạp đoàn viên"
    assert newest.filter(noun="declaration")[0].title.startswith("Kê khai: ")


def test_a_report_and_verdicts_are_written_in_vietnamese_whoever_reads(desk: Desk) -> None:
    mill, half = desk.world.mill, parse_period("2024-H1", UNION)
    with override("en"):
        sheet = open_sheet(desk.world.officer, unit=mill, form="own-half", period=half)
        contents = Composing(sheet).contents()
        text = check_text(desk.world.clerk, unit=mill, title="B", text=desk.text.text, dated=desk.text.dated)
    in_english = contents.model_dump_json()
    assert in_english == Composing(sheet).contents().model_dump_json()
    assert "Ưu điểm" in in_english
    assert [claim.told for claim in text.claims.all()] == [claim.told for claim in desk.text.claims.all()]


def test_words_of_the_catalogue_are_said_in_the_readers_language(settings: Settings) -> None:
    settings.CATALOGUE = settings.SOURCE / "catalogue" / "vgcl"
    assert local("lượt người") == "lượt người"
    with override("en"):
        assert local("lượt người") == "attendances"
        assert local("Thăm hỏi, trợ cấp") == "Visit with a grant"
        assert local("chưa ai nói") == "chưa ai nói"


@pytest.mark.parametrize(
    ("target", "vietnamese", "english"), [(1, "1\u00a0người", "1\u00a0person"), (2, "2\u00a0người", "2\u00a0people")]
)
def test_one_is_told_otherwise_than_many(
    desk: Desk, signed_in: Door, settings: Settings, target: int, vietnamese: str, english: str
) -> None:
    settings.CATALOGUE = settings.SOURCE / "catalogue" / "vgcl"
    world, code = desk.world, "members.admitted"
    set_plan(world.officer, unit=world.north, indicator=code, period="2024", target=target)
    door, page = signed_in(world.officer), f"/plans/north/{code}/?{PERIOD}&of=2024"
    assert f"<strong>{vietnamese}</strong>" in door.get(page).content.decode()
    assert f"<strong>{english}</strong>" in in_english(door).get(page).content.decode()
