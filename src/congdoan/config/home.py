"""The folder in which this installation keeps what is its own: the secret key, the database, the lock."""

import os
import secrets
from base64 import b64decode, b64encode
from pathlib import Path


def home() -> Path:
    """The folder named by CONGDOAN_HOME, else `congdoan` in the user's data folder; it need not exist yet."""
    if named := os.environ.get("CONGDOAN_HOME"):
        return Path(named).expanduser().resolve()
    data = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return (Path(data).expanduser() / "congdoan").resolve()


def found_home(home: Path) -> Path:
    """Make the folder, and those above it that are missing.

    Only their owner may list them. Where root makes them others may pass through, because the database server runs
    under an ordinary user.
    """
    mode = 0o711 if os.geteuid() == 0 else 0o700
    missing = [folder for folder in (home, *home.parents) if not folder.exists()]
    for folder in reversed(missing):
        folder.mkdir(exist_ok=True)
        folder.chmod(mode)
    return home


def secret_key(home: Path) -> str:
    """The key named by SECRET_KEY, else the one kept in the folder, made when first asked for."""
    if given := os.environ.get("SECRET_KEY"):
        return given
    kept = home / "secret_key"
    if not kept.exists():
        _keep(kept, secrets.token_urlsafe(50))
    return kept.read_text(encoding="ascii")


def keys(home: Path) -> list[bytes]:
    """The ring of keys that seal what is sensitive: those named by CONGDOAN_KEYS, else those kept in the folder.

    Each is 32 bytes in base64, apart by commas or lines; the first seals, all open. The first one is made when first
    asked for. Whoever loses them loses what they sealed: keep a copy away from the database.
    """
    given = os.environ.get("CONGDOAN_KEYS", "")
    kept = home / "keys"
    if not given and not kept.exists():
        _keep(kept, b64encode(secrets.token_bytes(32)).decode())
    return [b64decode(key) for key in (given or kept.read_text(encoding="ascii")).replace(",", " ").split()]


def _keep(path: Path, secret: str) -> None:
    """Write a secret that only its owner may read; whoever comes first wins."""
    found_home(path.parent)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with open(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="ascii") as file:
        file.write(secret)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
