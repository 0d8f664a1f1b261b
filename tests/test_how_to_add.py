"""The page `docs/how-to-add.md` is followed to the letter: its three entries, one file, and nothing else."""

import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any

from congdoan.base import clock
from congdoan.base.period import parse_period
from congdoan.catalogue.actions import install_edition
from congdoan.catalogue.models import current
from congdoan.catalogue.rules import Level
from congdoan.figures.actions import backfill
from congdoan.figures.models import figure
from congdoan.org.models import User
from congdoan.records.activities.actions import record_activity
from congdoan.records.structure.actions import NewUnit, begin, found
from congdoan.reports.models import draft_sheet, period_of

PAGE = Path(__file__).parent.parent / "docs" / "how-to-add.md"


def test_a_kind_an_indicator_and_a_form_are_one_entry_each(db: None, tmp_path: Path, settings: Any) -> None:
    edition = tmp_path / "edition"
    shutil.copytree(settings.CATALOGUE, edition)
    entries = re.findall(r"```toml\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert len(entries) == 3

    with clock.set_to(clock.at(date(2025, 1, 15))):
        install_edition(Path(settings.CATALOGUE))
        backfill()
        officer = User.objects.create(username="officer")
        head = begin(officer, code="head", name="Tổng Liên đoàn", day=date(2020, 1, 1))
        north = found(officer, NewUnit("north", "LĐLĐ tỉnh", Level.PROVINCIAL), parent=head, day=date(2020, 1, 1))

        (edition / "added.toml").write_text("\n".join(entries), "utf-8")
        settings.CATALOGUE = edition
        assert install_edition(edition) == ["book_fair.people"]
        assert not figure("book_fair.people", head, parse_period("2024")).known
        backfill()

        record_activity(officer, unit=north, day=date(2024, 4, 21), kind="book-fair", measures={"people": 120})
        assert figure("book_fair.people", head, parse_period("2024")).value == 120
        form = current().form("reading-year", date(2024, 12, 31))
        draft = draft_sheet(north, form, period_of(form, "2024"))
        assert [line.this.value for line in draft.lines()] == [120]
