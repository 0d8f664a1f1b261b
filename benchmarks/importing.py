"""A hundred thousand members from a workbook of twenty columns: looked at, taken in, taken out again as a list.

Importing is measured beside django-import-export on the same file.

Run by `make bench-import`; written to RESULTS-import.md. Each way is measured in a process of its own, for its memory.
"""

import json
import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import xlsxwriter

from benchmarks import place

if TYPE_CHECKING:
    from congdoan.org.models import Unit

TOLD = Path(__file__).parent / "RESULTS-import.md"
ROWS = int(os.environ.get("ROWS") or 100_000)
PREVIEW, IMPORT, MEMORY = 10, 15, 500
"""Seconds, seconds and MB that are wanted at 100,000 rows."""
CSV, EXCEL = 3, 15
"""Seconds that are wanted for a list of 100,000 persons."""
HEAD = (
    "STT",
    "Họ và tên",
    "Giới tính",
    "Ngày sinh",
    "Số CCCD",
    "Điện thoại",
    "Tỉnh",
    "Xã",
    "Địa chỉ",
    "Nghề nghiệp",
    "Trình độ",
    "Dân tộc",
    "Đảng viên",
    "Ngày vào Đảng",
    "Số thẻ",
    "Tổ công đoàn",
    "Lao động trực tiếp",
    "Ngày vào công đoàn",
    "Nhóm máu",
    "Ghi chú",
)
FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Giàng", "Vàng", "Lý", "Thào", "Sùng", "Đỗ", "Bùi")
MIDDLES = ("Văn", "Thị", "A", "Minh", "Thu", "Đức", "Ngọc", "Hữu", "Bích", "Quang")
GIVEN = ("Pao", "Dín", "Chứ", "Hường", "Thắng", "Mỷ", "Lan", "Sơn", "Hà", "Dũng", "Xuân", "Yến", "Phượng", "Khánh")


def rows(count: int) -> Iterator[tuple[object, ...]]:
    dice = random.Random(1309)
    for number in range(count):
        born = date(1965, 1, 1) + timedelta(days=dice.randrange(14_000))
        joined = date(2012, 1, 1) + timedelta(days=dice.randrange(4_000))
        name = f"{dice.choice(FAMILIES)} {dice.choice(MIDDLES)} {dice.choice(MIDDLES)} {dice.choice(GIVEN)}"
        in_party = dice.random() < 0.2
        yield (
            number + 1,
            name,
            dice.choice(("nam", "nữ")),
            f"{born:%d/%m/%Y}",
            f"{10_000_000_000 + number:012}",
            f"09{dice.randrange(10**8):08}",
            "Lào Cai",
            "Phường Cam Đường",
            f"Tổ {dice.randrange(40)}",
            dice.choice(("công nhân may", "kế toán", "lái xe", "thợ điện")),
            dice.choice(("trung học phổ thông", "trung cấp", "đại học")),
            dice.choice(("Kinh", "Hmông", "Tày", "Dao")),
            "có" if in_party else "không",
            f"{joined:%d/%m/%Y}" if in_party else "",
            f"LC{number:07}",
            f"Tổ {dice.randrange(60)}",
            dice.choice(("có", "không")),
            f"{joined:%d/%m/%Y}",
            dice.choice("ABO"),
            "",
        )


def workbook(count: int) -> bytes:
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"constant_memory": True})
    page = book.add_worksheet("Danh sách")
    page.write_row(0, 0, HEAD)
    for place_of, cells in enumerate(rows(count), 1):
        page.write_row(place_of, 0, cells)
    book.close()
    return buffer.getvalue()


def _file() -> Path:
    path = place.home() / f"members-{ROWS}.xlsx"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(workbook(ROWS))
    return path


def _timed(deed: Callable[[], object]) -> tuple[float, object]:
    begun = time.perf_counter()
    made = deed()
    return time.perf_counter() - begun, made


def _memory() -> int:
    """MB at the most, of this process."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10


def ours() -> dict[str, object]:
    """Looking at it and taking it in, as the desk does: the register, the ledger and the journal are written."""
    from django.conf import settings
    from django.db import connection

    from congdoan.catalogue.actions import install_edition
    from congdoan.catalogue.rules import Level
    from congdoan.figures.actions import backfill
    from congdoan.org.models import User
    from congdoan.records.imports.actions import send_in, take_in, undo
    from congdoan.records.imports.models import What
    from congdoan.records.structure.actions import NewUnit, begin, found

    install_edition(settings.CATALOGUE)
    backfill()
    by = User.objects.create(username="measurer")
    day = date(2010, 1, 1)
    head = begin(by, code="head", name="Tổng Liên đoàn", day=day)
    mill = found(by, NewUnit("mill", "Công đoàn cơ sở", Level.GRASSROOTS, "non-state"), parent=head, day=day)
    data, before = _file().read_bytes(), _memory()
    looked, upload = _timed(
        lambda: send_in(by, unit=mill, what=What.MEMBERS, name="members.xlsx", data=data, day=date(2024, 1, 1))
    )
    told = upload.preview  # type: ignore[attr-defined]
    taken, _upload = _timed(lambda: take_in(by, upload=upload))  # type: ignore[arg-type]
    at_most = _memory()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM members_membership")
        (people,) = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM figures_posting")
        (postings,) = cursor.fetchone()
    as_csv, as_excel = _listed(mill)
    undone, _upload = _timed(lambda: undo(by, upload=upload, reason="đo"))  # type: ignore[arg-type]
    return {
        "good": told["good"],
        "people": people,
        "postings": postings,
        "preview": looked,
        "import": taken,
        "csv": as_csv,
        "excel": as_excel,
        "undo": undone,
        "memory": at_most,
        "before": before,
    }


def _listed(unit: "Unit") -> tuple[float, float]:
    """Seconds to take everybody out as a list of all its columns: as text, and as an Excel file."""
    from congdoan.desk.members.exporting import COLUMNS, as_csv, as_excel
    from congdoan.records.members.models import Membership

    day = date(2025, 1, 1)
    found = Membership.objects.standing().on(day).filter(unit=unit)
    text, _size = _timed(lambda: sum(len(part) for part in as_csv("", found, COLUMNS, day)))
    excel, _file_of = _timed(lambda: as_excel("", found, COLUMNS, day).close())
    return text, excel


def theirs() -> dict[str, object]:
    """django-import-export on the same file: the person alone, no membership, entry, figure or sealed field."""
    import tablib
    from import_export import resources
    from import_export.fields import Field

    from congdoan.base.text import fold, sort_key
    from congdoan.records.members.models import Member

    sexes = {"nam": "male", "nữ": "female"}

    class Person(resources.ModelResource):
        """A row as a person."""

        name = Field("name", "Họ và tên")
        phone = Field("phone", "Điện thoại")
        address = Field("address", "Địa chỉ")
        job = Field("job", "Nghề nghiệp")
        card = Field("card", "Số thẻ")

        class Meta:
            model = Member
            fields = ("name", "phone", "address", "job", "card")
            import_id_fields = ()
            force_init_instance = True
            use_bulk = True
            batch_size = 5_000
            skip_diff = True
            report_skipped = False

        def after_import(self, dataset: object, result: object, **more: object) -> None:
            """It would set sequences anew, which the application's role may not."""

        def before_save_instance(self, instance: Member, row: dict[str, object], **more: object) -> None:
            instance.folded, instance.sort_key = fold(instance.name), sort_key(instance.name)
            instance.sex = sexes[str(row["Giới tính"])]
            day, month, year = str(row["Ngày sinh"]).split("/")
            instance.born = date(int(year), int(month), int(day))

    Member.objects.all().delete()
    data, before = _file().read_bytes(), _memory()
    read, table = _timed(lambda: tablib.Dataset().load(data, format="xlsx"))
    resource_of = Person()
    looked, _result = _timed(lambda: resource_of.import_data(table, dry_run=True))
    at_look = _memory()
    taken, result = _timed(lambda: Person().import_data(table, dry_run=False))
    if result.has_errors():  # type: ignore[attr-defined]
        sys.exit(str([error.traceback for error in result.base_errors] or result.row_errors()[:1]))  # type: ignore[attr-defined]
    return {
        "people": Member.objects.count(),
        "preview": read + looked,
        "import": read + taken,
        "memory": max(at_look, _memory()),
        "before": before,
    }


def _measured(way: str) -> dict[str, float]:
    """One way in a process of its own."""
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "benchmarks.importing", way], capture_output=True, text=True, check=False
    )
    if ran.returncode:
        sys.exit(ran.stderr)
    found: dict[str, float] = json.loads(ran.stdout.splitlines()[-1])
    return found


def main() -> None:
    place.prepare()
    place.clear()
    place.begin()
    try:
        _file()
        ours_told = _measured("ours")
        print(ours_told, file=sys.stderr)
        theirs_told = _measured("theirs")
    finally:
        place.end(keep=False)
    lines = [
        "# Importing members from a workbook",
        "",
        f"Written by `make bench-import`: {ROWS:,} rows of {len(HEAD)} columns, one file, one run, {os.cpu_count()} "
        "processors. Ours reads every cell, seals three fields, looks for duplicates, and writes persons, memberships, "
        "entries and postings; django-import-export (openpyxl, `use_bulk`) writes five columns of the person alone.",
        "",
        "| | preview, s | import, s | most memory, MB | people |",
        "| --- | ---: | ---: | ---: | ---: |",
        _line("ours", ours_told),
        _line("django-import-export", theirs_told),
        f"| wanted at 100,000 rows | {PREVIEW} | {IMPORT} | {MEMORY} | |",
        "",
        f"Ours posted {int(ours_told['postings']):,} postings; taking all of it back took {ours_told['undo']:.1f} s.",
        "",
        "The same persons taken out as a list of eleven columns: "
        f"CSV {ours_told['csv']:.1f} s (wanted {CSV}), Excel {ours_told['excel']:.1f} s (wanted {EXCEL}).",
        "",
    ]
    TOLD.write_text("\n".join(lines), "utf-8")
    print(TOLD.read_text("utf-8"))


def _line(name: str, told: dict[str, float]) -> str:
    seconds = f"{told['preview']:.1f} | {told['import']:.1f}"
    return f"| {name} | {seconds} | {int(told['memory'])} | {int(told['people']):,} |"


if __name__ == "__main__":
    if len(sys.argv) > 1:
        place.prepare()
        print(json.dumps({"ours": ours, "theirs": theirs}[sys.argv[1]]()))
    else:
        main()
