"""Writing the ledger out as Parquet, by province and year, and comparing it with the database to the last unit."""

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote

import ibis
import pyarrow as pa
import pyarrow.csv as csv
import pyarrow.dataset as ds
import pyarrow.parquet as pq
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from ibis.backends import BaseBackend

from congdoan.base import clock
from congdoan.figures.models import exports
from congdoan.figures.rules.vectors import FIVE, KEYS, monthly_vectors

Progress = Callable[[str], None]
CHUNK = 500
"""Units compared at a time."""
NOWHERE = "-"
"""The province of what happened at no unit beneath one."""

_TYPES = {
    **dict.fromkeys(("entry", "low", "high", "declared"), pa.int64()),
    **dict.fromkeys(("unit", "ancestor", "indicator", "open", "rough"), pa.int32()),
    **dict.fromkeys(("first_day", "last_day", "from_day", "until_day"), pa.date32()),
    **dict.fromkeys(("code", "level", "sector"), pa.string()),
    "depth": pa.int16(),
    "is_stock": pa.bool_(),
}
_READ = csv.ConvertOptions(
    column_types=_TYPES, strings_can_be_null=False, true_values=["t", "true"], false_values=["f", "false"]
)


@dataclass
class Manifest:
    """What an export is: the snapshot in which everything was visible, and which parts are written."""

    snapshot: str
    at: str
    parts: dict[str, int] = field(default_factory=dict)
    complete: bool = False
    book: str = ""

    @classmethod
    def of(cls, folder: Path) -> "Manifest":
        """The one in a folder; a new one, of now, where there is none. Raises ValidationError for a strange folder."""
        path = folder / "manifest.json"
        if path.exists():
            return cls._kept(path)
        if folder.exists() and any(each.name != "manifest.draft" for each in folder.iterdir()):
            raise ValidationError(_("Thư mục %(folder)s đã có thứ khác. Chọn thư mục trống.") % {"folder": folder})
        return cls(exports.this_snapshot(), clock.now().isoformat(), book=exports.this_book())

    @classmethod
    def _kept(cls, path: Path) -> "Manifest":
        try:
            found = cls(**json.loads(path.read_text("utf-8")))
        except (ValueError, TypeError):
            sentence = _("File %(file)s hỏng nên không biết bản xuất đến đâu. Xuất lại vào thư mục trống.")
            raise ValidationError(sentence % {"file": path}) from None
        if found.book and found.book != exports.this_book():
            sentence = _("Thư mục %(folder)s là bản xuất của một sổ khác. Chọn thư mục trống.")
            raise ValidationError(sentence % {"folder": path.parent})
        return found

    @property
    def taken_at(self) -> datetime:
        """When the ledger was as the export tells it."""
        return datetime.fromisoformat(self.at)

    def keep(self, folder: Path) -> None:
        """Write it whole or not at all."""
        draft = folder / "manifest.draft"
        draft.write_text(json.dumps(asdict(self), indent=1), "utf-8")
        draft.replace(folder / "manifest.json")


def export_ledger(folder: Path, progress: Progress = lambda _part: None) -> Manifest:
    """Write postings, lineage, indicators and units; broken off, it goes on with what is missing or was cut short.

    Everything is as visible in one snapshot, however long it takes. Raises ValidationError, and OSError where the
    folder cannot be written to.
    """
    manifest = Manifest.of(folder)
    folder.mkdir(parents=True, exist_ok=True)
    manifest.keep(folder)
    for part, query, parameters in _parts(manifest):
        if part not in manifest.parts or _rows_in(_file(folder, part)) != manifest.parts[part]:
            manifest.parts[part] = _write(_file(folder, part), query, parameters)
            manifest.keep(folder)
            progress(part)
    manifest.complete = True
    manifest.keep(folder)
    return manifest


def _parts(manifest: Manifest) -> Iterator[tuple[str, str, dict[str, Any]]]:
    snapshot = {"snapshot": manifest.snapshot}
    yield "lineage", exports.LINEAGE, snapshot
    yield "indicators", exports.INDICATORS, {}
    yield "units", exports.UNITS, {}
    known = exports.provinces(manifest.snapshot)
    years = exports.years(manifest.snapshot)
    for province, code in [*known.items(), (None, NOWHERE)]:
        units = exports.units_of(province, manifest.snapshot)
        for year in years:
            days = {"first": date(year, 1, 1), "last": date(year, 12, 31)}
            cut = {"province": province, "provinces": list(known), "units": units}
            yield f"postings/province={quote(code, safe='')}/year={year}/part", exports.POSTINGS, snapshot | days | cut


def _file(folder: Path, part: str) -> Path:
    return folder / f"{part}.parquet"


def _rows_in(path: Path) -> int | None:
    """How many rows a part holds, none where it has no file; None where it cannot be read."""
    try:
        return int(pq.read_metadata(path).num_rows) if path.exists() else 0
    except (OSError, pa.ArrowInvalid):
        return None


def _write(path: Path, query: str, parameters: dict[str, Any]) -> int:
    """One file, whole or not at all; returns its rows. Where there are none there is no file."""
    table = csv.read_csv(BytesIO(exports.copied(query, parameters)), convert_options=_READ)
    if table.num_rows:
        path.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(table, path.with_suffix(".draft"))
        path.with_suffix(".draft").replace(path)
    return int(table.num_rows)


def vectors_of(folder: Path, backend: BaseBackend) -> ibis.Table:
    """The monthly vectors of an export, on any backend of Ibis."""
    postings = backend.read_parquet(str(folder / "postings" / "*" / "*" / "*.parquet"))
    lineage = backend.read_parquet(str(folder / "lineage.parquet"))
    indicators = backend.read_parquet(str(folder / "indicators.parquet"))
    return monthly_vectors(
        postings.select("unit", "indicator", "first_day", "last_day", *FIVE),
        lineage.select("unit", "ancestor", "level", "from_day", "until_day"),
        indicators.select("indicator", "is_stock"),
    )


@dataclass(frozen=True)
class Difference:
    """A number of a unit's vector that the export and the database do not share."""

    unit: int
    indicator: int
    level: str
    first_day: date
    last_day: date
    exported: tuple[int, ...]
    posted: tuple[int, ...]


def differences(folder: Path, backend: BaseBackend, progress: Progress = lambda _part: None) -> Iterator[Difference]:
    """Compare every unit's vectors, as the expression computes them from the export, with the database's.

    Raises ValidationError where the export is not whole.
    """
    manifest = Manifest.of(folder)
    _require_whole(folder, manifest)
    snapshot = manifest.snapshot
    computed = _computed(folder, backend)
    units = pq.read_table(folder / "units.parquet").column("unit").to_pylist()
    for at in range(0, len(units), CHUNK):
        chunk = units[at : at + CHUNK]
        exported = _told(computed.to_table(filter=ds.field("unit").isin(chunk)))
        posted = exports.vectors(chunk, snapshot)
        for key in sorted(exported.keys() | posted.keys()):
            if exported.get(key) != posted.get(key):
                yield Difference(*key, exported.get(key, ()), posted.get(key, ()))
        progress(f"{min(at + CHUNK, len(units))}/{len(units)}")


def _require_whole(folder: Path, manifest: Manifest) -> None:
    if not manifest.complete:
        raise ValidationError(_("Bản xuất ở %(folder)s chưa xong. Xuất tiếp rồi hãy so.") % {"folder": folder})
    for part, rows in manifest.parts.items():
        if rows and not _rows_in(_file(folder, part)):
            sentence = _("File %(file)s của bản xuất đã mất hoặc hỏng. Xuất lại vào thư mục này rồi hãy so.")
            raise ValidationError(sentence % {"file": _file(folder, part)})
    if not any(rows for part, rows in manifest.parts.items() if part.startswith("postings/")):
        raise ValidationError(_("Bản xuất ở %(folder)s không có bút toán nào để so.") % {"folder": folder})


def _computed(folder: Path, backend: BaseBackend) -> ds.Dataset:
    """All vectors, computed once and written beside the export."""
    path = folder / f"vectors-{backend.name}"
    shutil.rmtree(path, ignore_errors=True)
    if backend.name == "duckdb":
        path.mkdir()
        vectors_of(folder, backend).to_parquet(path / "part.parquet")
    else:
        vectors_of(folder, backend).to_parquet(path)
    return ds.dataset(path, format="parquet")


def _told(table: pa.Table) -> dict[exports.Vector, exports.Five]:
    # DuckDB makes moments of days that an interval was added to.
    columns = [table.column(name).cast(_TYPES[name]) for name in KEYS]
    keys = zip(*(column.to_pylist() for column in columns), strict=True)
    fives = zip(*(table.column(name).to_pylist() for name in FIVE), strict=True)
    return dict(zip(keys, fives, strict=True))
