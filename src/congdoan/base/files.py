"""Files of the storage: sealed where they lie, read sealed or not, and swept away when no row names them any more."""

import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from django.core.files.storage import default_storage

from congdoan.base import clock
from congdoan.base.sealing import is_current, is_sealed, seal_bytes, unseal_bytes

_AT_ONCE = 1_000
_BEGINNINGS = (b"%PDF-", b"PK\x03\x04", b"\xff\xd8\xff")
"""How the files begin that were kept before files were sealed: documents and photos."""


def opened(content: bytes, purpose: str) -> bytes:
    """What a file says that lies sealed, or that was kept before files were. Raises Unopened."""
    if is_sealed(content) or not content.startswith(_BEGINNINGS):
        return unseal_bytes(content, purpose)
    return content


def seal_in_place(name: str, purpose: str) -> bool:
    """Seal a file under the first key of the ring; says whether it was not yet. One that is gone holds nobody up.

    It keeps its name, so that no row has to change, and is whole at every moment: one or the other. Raises Unopened.
    """
    path = Path(default_storage.path(name))
    if not path.is_file() or is_current(content := path.read_bytes()):
        return False
    beside = path.with_name(f"{path.name}.{uuid4().hex}")
    try:
        with beside.open("wb") as file:
            file.write(seal_bytes(opened(content, purpose), purpose))
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(path, beside)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return True


def sweep(folder: str, named: Callable[[Sequence[str]], Iterable[str]], *, days: int) -> int:
    """Delete what lies in a folder for more than so many days and what no row names; says how many files that were.

    `named` tells which of some names a row bears. Whoever was killed between a row and its file leaves such files.
    """
    root, before = Path(default_storage.path(folder)), (clock.now() - timedelta(days=days)).timestamp()
    left = [f"{folder}/{path.relative_to(root).as_posix()}" for path in root.rglob("*") if _lies_since(path, before)]
    swept = 0
    for first in range(0, len(left), _AT_ONCE):
        part = left[first : first + _AT_ONCE]
        for name in sorted({*part} - {*named(part)}):
            default_storage.delete(name)
            swept += 1
    return swept


def _lies_since(path: Path, before: float) -> bool:
    try:
        return path.is_file() and path.stat().st_mtime < before
    except FileNotFoundError:
        return False
