"""Start, stop and describe the server of one home."""

import fcntl
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from django.utils.translation import gettext as _

from congdoan.config.home import found_home
from congdoan.config.server import cluster
from congdoan.config.server.account import Account, account_for
from congdoan.config.server.place import Place
from congdoan.config.server.postmaster import answers, clear_remains, end, lives, postmaster, wait_until
from congdoan.config.server.programs import Programs, programs_for
from congdoan.config.server.refusal import ServerError
from congdoan.config.server.tuning import settings_for

# After a power cut the server first reads its log again.
_PATIENCE = 600.0

# The shell steps aside at once, so that the server is nobody's child and outlives the command.
_LAUNCH = 'log=$1; shift; "$@" </dev/null >"$log" 2>&1 & echo $!'


@dataclass(frozen=True)
class Status:
    """What there is to see: `version` of the data ("18"), None before there are any."""

    is_running: bool
    version: str | None
    place: Place


@dataclass(frozen=True)
class Server:
    """The server of one home; `options` are settings of PostgreSQL beyond the house's own."""

    home: Path
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def place(self) -> Place:
        return Place(self.home)

    def is_ready(self) -> bool:
        try:
            return answers(self.place) and self.place.prepared.exists()
        except PermissionError:
            return False

    def start(self) -> None:
        """See to it that the server runs and its database is there; returns when it can be used.

        Raises ServerError with a sentence for the user.
        """
        if not self.is_ready():
            with _plainly(), _lock(self.place) as lock:
                self._start(lock)

    def _start(self, lock: int) -> None:
        place = self.place
        if not _comes_up(place):
            self._launch(lock)
            if not _comes_up(place):
                raise _failure(place)
        if not place.prepared.exists():
            cluster.prepare(place)

    def _launch(self, lock: int) -> None:
        place = self.place
        account = account_for(place)
        programs = programs_for(account)
        cluster.found_folders(place, account)
        cluster.require_same_version(place, programs)
        clear_remains(place)
        if not place.data.exists():
            cluster.found_cluster(place, account, programs, lock)
        _launch(place, account, programs, settings_for(place) | dict(self.options))

    def stop(self) -> bool:
        """Stop the server of this home, if it runs; no other is ever touched."""
        if not self.home.exists():
            return False
        with _plainly(), _lock(self.place):
            found = postmaster(self.place.data)
            if found:
                end(found.process)
            return found is not None

    def status(self) -> Status:
        with _plainly():
            written = self.place.data / "PG_VERSION"
            version = written.read_text(encoding="ascii").strip() if written.exists() else None
            return Status(postmaster(self.place.data) is not None, version, self.place)


@contextmanager
def _plainly() -> Iterator[None]:
    """Say in plain words which file cannot be used."""
    try:
        yield
    except OSError as error:
        raise ServerError(
            _("Không dùng được %(path)s: %(why)s.") % {"path": error.filename, "why": error.strerror}
        ) from error


@contextmanager
def _lock(place: Place) -> Iterator[int]:
    """One launcher at a time; the system lets go when its holder ends, however it ends."""
    found_home(place.home)
    lock = os.open(place.lock, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield lock
    finally:
        os.close(lock)


def _launch(place: Place, account: Account, programs: Programs, settings: Mapping[str, str]) -> None:
    """Start the server's first process and see it take up its data."""
    options = [f"--{name}={value}" for name, value in settings.items()]
    command: list[str | Path] = [programs.folder / "postgres", "-D", place.data, *options]
    said = account.run(["/bin/sh", "-c", _LAUNCH, "sh", place.start_log, *command])
    try:
        process = psutil.Process(int(said.stdout))
    except (ValueError, psutil.NoSuchProcess):
        raise _failure(place) from None
    wait_until(lambda: postmaster(place.data) is not None or not lives(process), _PATIENCE)


def _comes_up(place: Place) -> bool:
    """Wait until the server takes connections; False where there is none, or where it ends meanwhile."""
    wait_until(lambda: postmaster(place.data) is None or answers(place), _PATIENCE)
    return answers(place)


def _failure(place: Place) -> ServerError:
    said = place.start_log.read_text(encoding="utf-8", errors="replace") if place.start_log.exists() else ""
    last = "\n".join(said.splitlines()[-5:])
    return ServerError(_("PostgreSQL không khởi động được; xem %(log)s.\n%(said)s") % {"log": place.logs, "said": last})
