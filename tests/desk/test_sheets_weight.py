"""How heavy the pages of sheets are: at most 60 kB, with the lines of the shipped forms and long numbers in them."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from tests.catalogue.conftest import SHIPPED
from tests.desk.conftest import Desk, Door
from tests.desk.reports import drafted, reviewed, submitted

from congdoan.catalogue.rules import Catalogue, Column, read
from congdoan.reports.models import Composing, Revision
from congdoan.reports.rules import Number, ToldLine
from congdoan.reports.rules.contents import ToldSection

HEAVIEST, TEXTS = 60_000, 9_000
"""Bytes of a page before it is packed; and of a province's text, which these sheets do not have."""


def long(catalogue: Catalogue, code: str, years: int = 0) -> tuple[ToldSection, ...]:
    """A shipped form's lines, each number of the length that a province's has."""
    form = catalogue.forms[code]
    number = Number(low=Decimal(66_301), high=Decimal(75_300))
    amount = Number(low=Decimal(1_099_000_000), high=Decimal(1_099_000_000))

    def told(place: str, code: str, scope: str) -> ToldLine:
        indicator = catalogue.indicators[code]
        one = amount if indicator.unit == "đồng" else number
        return ToldLine(
            key=f"{code}@{scope}",
            number=place,
            label=indicator.name,
            # An indicator that the tests' edition knows, so that its numbers open.
            indicator="members.admitted",
            scope="subtree",
            unit=indicator.unit,
            this=one,
            before=one,
            target=75_300 if Column.PLAN in form.columns else None,
            rate=Decimal("468.125") if Column.PLAN_RATE in form.columns else None,
            since_year=one if Column.SINCE_YEAR in form.columns else None,
            since_term=one if Column.SINCE_TERM in form.columns else None,
            years=(one,) * years,
            backed=Decimal("0.97"),
        )

    return tuple(
        ToldSection(
            title=section.title,
            lines=tuple(
                told(f"VIII.{place}", each.indicator, form.scope_of(each)) for place, each in enumerate(section.lines)
            ),
        )
        for section in form.sections
    )


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read(SHIPPED)


def columns(catalogue: Catalogue, code: str) -> tuple[str, ...]:
    return tuple(str(column) for column in catalogue.forms[code].columns)


def pages(door: object, address: str, sections: tuple[ToldSection, ...]) -> Iterator[tuple[str, int]]:
    """Each page of a sheet, a section at a time where it is long, with its bytes."""
    for place in range(1, len(sections) + 1):
        page = door.get(f"{address}?section={place}")  # type: ignore[attr-defined]
        assert page.status_code == 200
        yield f"{place}", len(page.content)


@pytest.mark.parametrize(
    ("code", "years"), [("2-hdcd", 0), ("1-hdcd", 0), ("sector-half-year", 0), ("review-20nq", 17)]
)
def test_a_sheet_that_was_sent_is_light(
    desk: Desk, signed_in: Door, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch, code: str, years: int
) -> None:
    sheet = submitted(desk)
    sections = long(catalogue, code, years)
    kept = Revision.objects.get(sheet=sheet).contents
    shown = kept.model_copy(
        update={
            "sections": sections,
            "columns": columns(catalogue, code),
            "years": tuple(str(2008 + year) for year in range(years)),
        }
    )
    monkeypatch.setattr(Revision, "contents", property(lambda _revision: shown))
    found = dict(pages(signed_in(desk.world.chair), f"/sheets/{sheet.pk}/", sections))
    assert max(found.values()) <= HEAVIEST - TEXTS, found
    door = signed_in(desk.world.chair)
    deciding = [
        len(door.post(f"/sheets/{sheet.pk}/decide/", {"section": str(place), "revision": "1"}).content)
        for place in range(1, len(sections) + 1)
    ]
    assert max(deciding) <= HEAVIEST, deciding


@pytest.mark.parametrize(("code", "years"), [("2-hdcd", 0), ("review-20nq", 17)])
def test_a_sheet_that_is_written_is_light(
    desk: Desk, signed_in: Door, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch, code: str, years: int
) -> None:
    sheet = reviewed(desk) if years else drafted(desk)
    sections = long(catalogue, code, years)
    monkeypatch.setattr(Composing, "sections", property(lambda _composing: sections))
    form = sheet.of_form.model_copy(update={"columns": catalogue.forms[code].columns})
    monkeypatch.setattr("congdoan.reports.models.Sheet.of_form", property(lambda _sheet: form))
    monkeypatch.setattr("congdoan.desk.sheets.editor.draft_texts", lambda _composing, _opens: [])
    found = dict(pages(signed_in(desk.world.officer), f"/sheets/{sheet.pk}/", sections))
    assert max(found.values()) <= HEAVIEST - TEXTS, found
