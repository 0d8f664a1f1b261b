"""The user under whom the server runs: PostgreSQL refuses root."""

import os
import pwd
import stat
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from congdoan.config.server.place import Place
from congdoan.config.server.refusal import ServerError

# Under root the server runs as the first of these that the system knows.
_CANDIDATES = ("postgres", "nobody")

# Nothing of the caller's surroundings reaches the server: no PG variables, no language, no time zone.
_ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}


@dataclass(frozen=True)
class Account:
    """An ordinary user; `drops` when we are root and step down to it."""

    uid: int
    gid: int
    drops: bool

    def run(self, command: Sequence[str | Path], *, keep: Sequence[int] = ()) -> subprocess.CompletedProcess[str]:
        """Run a command to its end as this user; `keep` names open files that it may hold."""
        return subprocess.run(
            command,
            user=self.uid if self.drops else None,
            group=self.gid if self.drops else None,
            extra_groups=[] if self.drops else None,
            env=_ENVIRONMENT,
            cwd="/",
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            umask=0o077,
            start_new_session=True,
            pass_fds=keep,
            check=False,
        )

    def may_run(self, program: Path) -> bool:
        try:
            return self.run([program, "--version"]).returncode == 0
        except OSError:
            return False

    def make_folder(self, folder: Path) -> None:
        """A folder that only this user may enter; one that is somebody else's, or a link, is refused, not taken."""
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (os.geteuid(), self.uid):
            raise ServerError(_("Thư mục %(folder)s thuộc về người dùng khác.") % {"folder": folder})
        if self.drops:
            os.chown(folder, self.uid, self.gid, follow_symlinks=False)
        folder.chmod(0o700)
        self._require_reach(folder)

    def _require_reach(self, folder: Path) -> None:
        if self.run(["/bin/sh", "-c", 'test -w "$1"', "sh", folder]).returncode:
            raise ServerError(
                _("PostgreSQL không vào được %(folder)s: các thư mục phía trên phải cho người khác đi qua (chmod o+x).")
                % {"folder": folder}
            )


def account_for(place: Place) -> Account:
    """Ourselves; under root the owner of the data, or an ordinary user of the system while there are none."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), drops=False)
    if place.data.exists() and (owner := place.data.stat()).st_uid != 0:
        return Account(owner.st_uid, owner.st_gid, drops=True)
    return _ordinary_user()


def _ordinary_user() -> Account:
    known = {user.pw_name: user for user in pwd.getpwall()}
    for name in _CANDIDATES:
        if user := known.get(name):
            return Account(user.pw_uid, user.pw_gid, drops=True)
    raise ServerError(
        _("PostgreSQL không chạy dưới quyền root, mà máy này không có người dùng “postgres” hay “nobody”.")
    )
