"""The server's first process: which one it is, whether it lives, and what a dead one left behind."""

import signal
import socket
import struct
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from congdoan.config.server.place import SOCKET_FILE, Place

# Where the server writes its number and its state: lines 1 and 8 of postmaster.pid.
_PID_LINE, _STATE_LINE = 0, 7
_READY = "ready"

# The shortest question that a server answers to anybody, with one letter: PostgreSQL's SSLRequest.
_MAY_WE_ENCRYPT = struct.pack("!ii", 8, 80877103)


@dataclass(frozen=True)
class Postmaster:
    """A living server of one data folder."""

    process: psutil.Process
    is_ready: bool


def postmaster(data: Path) -> Postmaster | None:
    """The living server of this data folder.

    The number in postmaster.pid alone proves nothing: after a crash it may belong to nobody, to a zombie that nobody
    has collected, or to a stranger.
    """
    lines = _pid_file(data)
    if not lines or not lines[_PID_LINE].isdigit():
        return None
    try:
        process = psutil.Process(int(lines[_PID_LINE]))
    except psutil.NoSuchProcess:
        return None
    state = lines[_STATE_LINE].strip() if len(lines) > _STATE_LINE else ""
    return Postmaster(process, state == _READY) if serves(process, data) else None


def answers(place: Place) -> bool:
    """Whether the server is ready and replies; one that was killed a moment ago still looks alive."""
    found = postmaster(place.data)
    if not found or not found.is_ready:
        return False
    with socket.socket(socket.AF_UNIX) as door, suppress(OSError):
        door.settimeout(5)
        door.connect(str(place.socket / SOCKET_FILE))
        door.sendall(_MAY_WE_ENCRYPT)
        return len(door.recv(1)) == 1
    return False


def _pid_file(data: Path) -> list[str]:
    try:
        return (data / "postmaster.pid").read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return []


def serves(process: psutil.Process, data: Path) -> bool:
    """Whether it lives, is PostgreSQL, and works in this data folder (where all its processes stand)."""
    try:
        return (
            process.status() != psutil.STATUS_ZOMBIE
            and process.name() == "postgres"
            and Path(process.cwd()) == data.resolve()
        )
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return False


def clear_remains(place: Place) -> None:
    """Make way for a new server where an old one died: its last processes, its pid file, its socket.

    The caller holds the lock and knows that no server lives here.
    """
    _end_orphans(place.data)
    (place.data / "postmaster.pid").unlink(missing_ok=True)
    for name in (SOCKET_FILE, f"{SOCKET_FILE}.lock"):
        (place.socket / name).unlink(missing_ok=True)


def _end_orphans(data: Path) -> None:
    """End what outlived its server; it holds the shared memory, and nothing of it is worth keeping."""
    if wait_until(lambda: not _orphans(data), 1.0):
        return
    for blow, patience in ((signal.SIGQUIT, 3.0), (signal.SIGKILL, 10.0)):
        for orphan in _orphans(data):
            strike(orphan, blow)
        if wait_until(lambda: not _orphans(data), patience):
            return


def _orphans(data: Path) -> list[psutil.Process]:
    return [process for process in psutil.process_iter() if serves(process, data)]


def end(process: psutil.Process) -> None:
    """Stop a server fast: open transactions are rolled back, all that was committed is on disk."""
    for blow, patience in ((signal.SIGINT, 60.0), (signal.SIGQUIT, 10.0), (signal.SIGKILL, 10.0)):
        strike(process, blow)
        if wait_until(lambda: not lives(process), patience):
            return


def lives(process: psutil.Process) -> bool:
    """Whether it has not ended yet, whatever it does: one that is about to end no longer tells where it works."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def strike(process: psutil.Process, blow: signal.Signals) -> None:
    """Send a signal; psutil sees to it that the number was not given to another process meanwhile."""
    with suppress(psutil.NoSuchProcess):
        process.send_signal(blow)


def wait_until(is_so: Callable[[], bool], seconds: float) -> bool:
    """Whether it became so in time."""
    end = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True
