"""Where a server keeps its data, its socket and its log."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

# The name of the socket file ends in it; nothing listens on the network.
PORT = 5432
SOCKET_FILE = f".s.PGSQL.{PORT}"

# What root keeps for the server's user when its own folders are closed to others.
SHARED = Path("/var/lib/congdoan")

# A socket's whole path must fit into 104 bytes on some systems, 108 on others, the closing zero included.
_LONGEST_SOCKET = 103


@dataclass(frozen=True)
class Place:
    """The folders of the server that belongs to one home; worked out, never made, here."""

    home: Path

    @property
    def link(self) -> Path:
        """The data as seen from the home: the folder itself, or a link to where it is kept."""
        return self.home / "postgres"

    @property
    def root(self) -> Path:
        """The folder that belongs to the server's user."""
        if self.link.exists() or is_open(self.home):
            return self.link.resolve()
        return SHARED / short_name(self.home)

    @property
    def is_apart(self) -> bool:
        """Whether the server's folder lies outside the home, because its user cannot get there."""
        return self.root.parent == SHARED

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def logs(self) -> Path:
        return self.root / "log"

    @property
    def start_log(self) -> Path:
        """What the server said before its log was open."""
        return self.root / "start.log"

    @property
    def prepared(self) -> Path:
        """There once the roles and the database have been made."""
        return self.root / "prepared"

    @property
    def lock(self) -> Path:
        return self.home / "server.lock"

    @property
    def socket(self) -> Path:
        """The folder of the socket; a short one of its own where the data lie too deep."""
        folder = self.root / "socket"
        if fits(folder):
            return folder
        return Path("/tmp") / f"congdoan-{short_name(self.home)}"


def fits(folder: Path) -> bool:
    """Whether a socket can live there: short enough, and no comma, which separates folders for PostgreSQL."""
    return "," not in str(folder) and len(os.fsencode(folder / SOCKET_FILE)) <= _LONGEST_SOCKET


def is_open(home: Path) -> bool:
    """Whether the server's user gets to this folder: always for an ordinary user, who is that user."""
    if os.geteuid() != 0:
        return True
    return all(folder.stat().st_mode & 0o001 for folder in (home, *home.parents) if folder.exists())


def found_shared(*names: str) -> Path:
    """A folder beneath the shared one, made by root: all may pass and read, none but root may write."""
    folder = SHARED
    for name in ("", *names):
        folder /= name
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o755)
    return folder


def short_name(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
