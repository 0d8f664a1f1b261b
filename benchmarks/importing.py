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
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import xlsxwriter

from benchmarks import place
from congdoan.base.asking import crossing

if TYPE_CHECKING:
    from congdoan.org.models import Unit, User

T = TypeVar("T")
TOLD = Path(__file__).parent / "RESULTS-import.md"
ROWS = int(os.environ.get("ROWS") or 100_000)
BESIDE = 10_000
"""Rows of the file on which both are measured: django-import-export would take a quarter of an hour for all of them."""
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
    """People as they stand in a workbook of so many; those of another size are others."""
    dice = random.Random(1309)
    for number in range(count):
        born = date(1965, 1, 1) + timedelta(days=dice.randrange(11_000))  # of age when the first of them joined
        joined = date(2012, 1, 1) + timedelta(days=dice.randrange(4_000))
        name = f"{dice.choice(FAMILIES)} {dice.choice(MIDDLES)} {dice.choice(MIDDLES)} {dice.choice(GIVEN)}"
        in_party = dice.random() < 0.2
        yield (
            number + 1,
            name,
            dice.choice(("nam", "nữ")),
            f"{born:%d/%m/%Y}",
            f"{count * 1_000_000 + number:012}",
            f"09{dice.randrange(10**8):08}",
            "Lào Cai",
            "Phường Cam Đường",
            f"Tổ {dice.randrange(40)}",
            dice.choice(("công nhân may", "kế toán", "lái xe", "thợ điện")),
            dice.choice(("trung học phổ thông", "trung cấp", "đại học")),
            dice.choice(("Kinh", "Hmông", "Tày", "Dao")),
            "có" if in_party else "không",
            f"{joined:%d/%m/%Y}" if in_party else "",
            f"LC{count}-{number:07}",
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


def _file(count: int) -> Path:
    path = place.home() / f"members-{count}.xlsx"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(workbook(count))
    return path


def _timed(deed: Callable[[], T]) -> tuple[float, T]:
    begun = time.perf_counter()
    made = deed()
    return time.perf_counter() - begun, made


def _memory() -> int:
    """MB at the most, of this process."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10


def ours(count: int) -> dict[str, object]:
    """Looking at it and taking it in, as the desk does: the register, the ledger and the journal are written.

    What is looked at is put away sealed; taking in begins from that, as on the day on which it was looked at.
    """
    from congdoan.records.imports.actions import send_in, take_in, undo
    from congdoan.records.imports.models import What

    by, mill = _mill(count)
    data, before = _file(count).read_bytes(), _memory()
    looked, upload = _timed(
        lambda: send_in(by, unit=mill, what=What.MEMBERS, name="members.xlsx", data=data, day=date(2024, 1, 1))
    )
    good = upload.preview["good"]
    taken, (_upload, checks) = _timed(lambda: _taken(lambda: take_in(by, upload=upload)))
    at_most = _memory()
    as_csv, as_excel = _listed(mill)
    told = {
        "good": good,
        "people": _rows_of("members_membership", mill),
        "postings": _rows_of("figures_posting", mill),
        "preview": looked,
        "import": taken,
        "checks": checks,
        "csv": as_csv,
        "excel": as_excel,
        "memory": at_most,
        "before": before,
    }
    undone = _timed(lambda: undo(by, upload=upload, reason="đo"))[0] if count == BESIDE else 0.0
    return told | {"undo": undone}


def _mill(count: int) -> tuple["User", "Unit"]:
    """Who measures, and a union of its own for so many rows; the book is begun where it is empty."""
    from django.conf import settings

    from congdoan.catalogue.actions import install_edition
    from congdoan.catalogue.rules import Level
    from congdoan.figures.actions import backfill
    from congdoan.org.models import Unit, User
    from congdoan.records.structure.actions import NewUnit, begin, found

    install_edition(settings.CATALOGUE)
    backfill()
    by, _made = User.objects.get_or_create(username="measurer")
    day = date(2010, 1, 1)
    head = Unit.objects.filter(code="head").first() or begin(by, code="head", name="Tổng Liên đoàn", day=day)
    new = NewUnit(f"mill-{count}", "Công đoàn cơ sở", Level.GRASSROOTS, "non-state")
    return by, found(by, new, parent=head, day=day)


def _rows_of(table: str, unit: "Unit") -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table} WHERE unit_id = %s", [unit.pk])
        (rows,) = cursor.fetchone()
    return int(rows)


def _taken(deed: Callable[[], T]) -> tuple[T, float]:
    """Do it in one transaction; and the seconds in which the database checks the references at its end."""
    from django.db import connection, transaction

    with transaction.atomic():
        made = deed()
        with connection.cursor() as cursor:
            checks, _done = _timed(lambda: cursor.execute("SET CONSTRAINTS ALL IMMEDIATE"))
    return made, checks


def _listed(unit: "Unit") -> tuple[float, float]:
    """Seconds to take everybody out as a list of all its columns: as text, and as an Excel file."""
    from congdoan.desk.members.exporting import COLUMNS, as_csv, as_excel, columns_of
    from congdoan.org.models import Unit
    from congdoan.records.members.models import Membership

    day = date(2025, 1, 1)
    found = Membership.objects.standing().on(day).filter(unit=unit)
    within = Unit.objects.filter(pk=unit.pk)
    told = partial(columns_of, found, COLUMNS, day, within)
    text, _size = _timed(lambda: sum(map(len, as_csv("", COLUMNS, told()))))
    excel, _file_of = _timed(lambda: as_excel("", COLUMNS, told()).close())
    return text, excel


def theirs(count: int) -> dict[str, object]:
    """django-import-export on the same file: the person alone, no membership, entry, figure or sealed field."""
    import tablib

    from benchmarks.their_import import Person
    from congdoan.records.members.models import Member

    data, before = _file(count).read_bytes(), _memory()
    read, table = _timed(lambda: tablib.Dataset().load(data, format="xlsx"))
    resource_of = Person()
    looked, _result = _timed(lambda: resource_of.import_data(table, dry_run=True))
    at_look = _memory()
    taken, result = _timed(lambda: Person().import_data(table, dry_run=False))
    if result.has_errors():
        sys.exit(str([error.traceback for error in result.base_errors] or result.row_errors()[:1]))
    return {
        "people": Member.objects.filter(memberships=None).count(),
        "preview": read + looked,
        "import": read + taken,
        "memory": max(at_look, _memory()),
        "before": before,
    }


def _measured(way: str, count: int) -> dict[str, float]:
    """One way in a process of its own."""
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "benchmarks.importing", way, str(count)],
        capture_output=True,
        text=True,
        check=False,
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
        _file(ROWS)
        many = _measured("ours", ROWS)
        print(many, file=sys.stderr)
        few, other = _measured("ours", BESIDE), _measured("theirs", BESIDE)
    finally:
        place.end(keep=False)
    TOLD.write_text("\n".join(_told(many, few, other)), "utf-8")
    print(TOLD.read_text("utf-8"))


def _told(many: dict[str, float], few: dict[str, float], other: dict[str, float]) -> list[str]:
    load = os.getloadavg()[1]
    return [
        "# Importing members from a workbook",
        "",
        f"Written by `make bench-import`: workbooks of {len(HEAD)} columns, one run, {os.cpu_count()} processors, "
        f"load {load:.1f}. Ours reads every cell, seals three fields, looks for duplicates, and writes persons, "
        "memberships, entries and postings; django-import-export (openpyxl, `use_bulk`) writes five columns of the "
        "person alone. Ours imports what its preview has read; theirs reads the file again, reading included.",
        "",
        "| | rows | preview, s | import, s | most memory, MB |",
        "| --- | ---: | ---: | ---: | ---: |",
        _line("ours", many),
        f"| wanted | 100,000 | {PREVIEW} | {IMPORT} | {MEMORY} |",
        _line("ours", few),
        _line("django-import-export, the same file", other),
        "",
        f"Ours posted {int(many['postings']):,} postings; {many['checks']:.1f} s of its import are the database's "
        f"checks of references. Taking {int(few['people']):,} persons back took {few['undo']:.1f} s.",
        "",
        f"The {int(many['people']):,} persons taken out as a list of eleven columns: "
        f"CSV {many['csv']:.1f} s (wanted {CSV}), Excel {many['excel']:.1f} s (wanted {EXCEL}).",
        "",
    ]


def _line(name: str, told: dict[str, float]) -> str:
    seconds = f"{told['preview']:.1f} | {told['import']:.1f}"
    return f"| {name} | {int(told['people']):,} | {seconds} | {int(told['memory'])} |"


if __name__ == "__main__":
    if len(sys.argv) > 2:
        place.prepare()
        with crossing("measuring"):  # the database keeps bounds on persons: nobody in particular asks here
            print(json.dumps({"ours": ours, "theirs": theirs}[sys.argv[1]](int(sys.argv[2]))))
    else:
        main()
