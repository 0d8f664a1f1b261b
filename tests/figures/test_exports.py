"""The ledger as Parquet: whole, resumable, and the same to the last unit on another engine."""

import json
from datetime import date
from pathlib import Path

import ibis
import pyarrow.parquet as pq
import pytest
from django.core.exceptions import ValidationError
from tests.world import World

from congdoan.base.bound import Bound
from congdoan.catalogue.rules import Level
from congdoan.figures.actions import exporting
from congdoan.figures.actions.exporting import Manifest, differences, export_ledger
from congdoan.figures.models import Posting
from congdoan.records.members.actions import transfer_all
from congdoan.records.structure.actions import absorb, hand_over, promote


def live(world: World) -> None:
    """A little history with all that can go wrong on the way: moves, a merger, a promotion, cut spans, bounds."""
    world.admit(world.mill, date(2021, 3, 5), 7)
    world.admit(world.plant, date(2022, 3, 5), 4)
    world.hold_dialogue(world.mine, date(2022, 7, 1), Bound(100, 999))
    world.hold_dialogue(world.head, date(2022, 7, 2), 12)
    world.hold_dialogue(world.south, date(2022, 7, 2), 13)
    world.declare(world.school, "dialogue.held", "2015", 12)
    world.declare(world.school, "dialogue.held", "2015-05", 5)
    world.declare(world.school, "members.total", "2015-12", 40)
    world.declare(world.school, "members.total", "2017-12", 35)
    hand_over(world.officer, unit=world.industry, to=world.south, day=date(2022, 5, 17))
    promote(world.officer, unit=world.schools, level=Level.PROVINCIAL, day=date(2023, 2, 3))
    transfer_all(world.officer, unit=world.plant, to=world.mill, day=date(2023, 6, 6))
    absorb(world.officer, unit=world.plant, into=world.mill, day=date(2023, 6, 6))
    absorb(world.officer, unit=world.north, into=world.south, day=date(2024, 1, 1))


def test_an_export_gives_the_same_vectors_to_the_last_unit(lasting_world: World, tmp_path: Path) -> None:
    live(lasting_world)
    manifest = export_ledger(tmp_path / "out")
    assert manifest.complete
    exported = sum(rows for part, rows in manifest.parts.items() if part.startswith("postings/"))
    assert exported == Posting.objects.count() > 20
    assert list(differences(tmp_path / "out", ibis.duckdb.connect())) == []


def test_a_posting_lost_from_an_export_is_found(lasting_world: World, tmp_path: Path) -> None:
    live(lasting_world)
    export_ledger(tmp_path)
    path = next((tmp_path / "postings").glob("province=north/year=2021/*.parquet"))
    pq.write_table(pq.read_table(path).slice(1), path)
    found = list(differences(tmp_path, ibis.duckdb.connect()))
    assert {lasting_world.mill.pk, lasting_world.north.pk, lasting_world.head.pk} <= {d.unit for d in found}


def _break_off(folder: Path, monkeypatch: pytest.MonkeyPatch, *, at: str) -> None:
    """An export that ends where it comes to a part of such a name."""
    wrote = exporting._write

    def breaks(path: Path, *rest: object) -> int:
        if at in str(path):
            raise KeyboardInterrupt
        return wrote(path, *rest)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(exporting, "_write", breaks)
        with pytest.raises(KeyboardInterrupt):
            export_ledger(folder)


def test_an_export_broken_off_goes_on_with_the_same_snapshot(
    lasting_world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    live(lasting_world)
    _break_off(tmp_path, monkeypatch, at="year=2022")
    before = Manifest.of(tmp_path)
    assert not before.complete
    with pytest.raises(ValidationError, match="chưa xong"):
        list(differences(tmp_path, ibis.duckdb.connect()))
    lasting_world.admit(lasting_world.mine, date(2021, 3, 6), 9)
    after = export_ledger(tmp_path)
    assert (after.complete, after.snapshot) == (True, before.snapshot)
    assert list(differences(tmp_path, ibis.duckdb.connect())) == []
    assert sum(after.parts[part] for part in after.parts if part.startswith("postings/")) < Posting.objects.count()


def test_a_folder_with_other_things_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("thư")
    with pytest.raises(ValidationError, match="thư mục trống"):
        export_ledger(tmp_path)


def test_a_unit_that_rises_while_an_export_is_broken_off_takes_nothing_twice(
    lasting_world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The provinces had been written when it broke off, with what a new one among them would claim."""
    live(lasting_world)
    _break_off(tmp_path, monkeypatch, at="province=-")
    count = Posting.objects.count()
    promote(lasting_world.officer, unit=lasting_world.industry, level=Level.PROVINCIAL, day=date(2021, 1, 1))
    manifest = export_ledger(tmp_path)
    assert sum(rows for part, rows in manifest.parts.items() if part.startswith("postings/")) == count
    assert list(differences(tmp_path, ibis.duckdb.connect())) == []


def test_a_part_cut_short_is_told_and_written_again(lasting_world: World, tmp_path: Path) -> None:
    live(lasting_world)
    export_ledger(tmp_path)
    path = next((tmp_path / "postings").glob("province=north/year=2021/*.parquet"))
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(ValidationError, match=r"year=2021.*đã mất hoặc hỏng"):
        list(differences(tmp_path, ibis.duckdb.connect()))
    export_ledger(tmp_path)
    assert list(differences(tmp_path, ibis.duckdb.connect())) == []


def test_a_folder_of_another_book_or_with_a_torn_list_is_refused(lasting_world: World, tmp_path: Path) -> None:
    live(lasting_world)
    export_ledger(tmp_path)
    listed = tmp_path / "manifest.json"
    told = json.loads(listed.read_text("utf-8"))
    listed.write_text(json.dumps(told | {"book": "LĐ 2020-01-01"}), "utf-8")
    with pytest.raises(ValidationError, match="một sổ khác"):
        export_ledger(tmp_path)
    listed.write_text(json.dumps(told)[:40], "utf-8")
    with pytest.raises(ValidationError, match=r"manifest\.json hỏng"):
        export_ledger(tmp_path)


def test_a_province_s_code_names_one_folder_whatever_is_in_it(lasting_world: World, tmp_path: Path) -> None:
    province = lasting_world.found("LĐ/01 ..", Level.PROVINCIAL, lasting_world.head)
    lasting_world.hold_dialogue(province, date(2024, 5, 2))
    export_ledger(tmp_path)
    assert list(differences(tmp_path, ibis.duckdb.connect())) == []
