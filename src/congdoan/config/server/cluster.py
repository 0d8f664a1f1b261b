"""The data folder: made once, never half; the roles that sign in to it, and its database."""

import shutil
from pathlib import Path

import psycopg
from django.utils.translation import gettext as _
from psycopg import sql

from congdoan.config.server.account import Account
from congdoan.config.server.place import PORT, Place, found_shared
from congdoan.config.server.programs import Programs
from congdoan.config.server.refusal import ServerError

DATABASE = "congdoan"
ADMIN_ROLE = "congdoan_admin"
OWNER_ROLE = "congdoan_owner"
APP_ROLE = "congdoan_app"

# From this version on PostgreSQL brings letters of its own, the same on every system.
_FIRST_WITH_BUILTIN_LETTERS = 17


def found_folders(place: Place, account: Account) -> None:
    """The server's folders, closed to all but its user, and the link that shows from the home where they are."""
    root = place.root
    if place.is_apart:
        found_shared()
    for folder in (root, place.logs, place.socket):
        account.make_folder(folder)
    if not place.link.exists():
        place.link.unlink(missing_ok=True)
        place.link.symlink_to(root)


def require_same_version(place: Place, programs: Programs) -> None:
    """Refuse the data of another major version: PostgreSQL could only damage or refuse them."""
    written = place.data / "PG_VERSION"
    theirs = written.read_text(encoding="ascii").strip() if written.exists() else ""
    ours = str(programs.major)
    if theirs and theirs != ours:
        raise ServerError(
            _(
                "Dữ liệu trong %(folder)s là của PostgreSQL %(theirs)s, còn máy này có PostgreSQL %(ours)s: "
                "cài lại bản %(theirs)s để mở, hoặc dùng bản %(theirs)s xuất dữ liệu bằng pg_dump, "
                "đổi tên thư mục này rồi nạp vào bản %(ours)s."
            )
            % {"folder": place.data, "theirs": theirs, "ours": ours}
        )


def found_cluster(place: Place, account: Account, programs: Programs, lock: int) -> None:
    """Make the data folder, beside its place first, so that half of one never stands there.

    initdb holds the lock too: if we are killed, the next launcher waits until it has ended.
    """
    draft = place.root / "data.new"
    shutil.rmtree(draft, ignore_errors=True)
    made = account.run([programs.folder / "initdb", *_initdb_options(draft, programs)], keep=[lock])
    if made.returncode:
        raise ServerError(_("Không tạo được dữ liệu PostgreSQL: %(said)s") % {"said": made.stderr.strip()})
    draft.rename(place.data)


def _initdb_options(data: Path, programs: Programs) -> list[str]:
    """Sockets trust whoever gets to them, which the folder's mode decides; the network is refused."""
    letters = ["--locale=C.UTF-8"]
    if programs.major >= _FIRST_WITH_BUILTIN_LETTERS:
        letters = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return [
        f"--pgdata={data}",
        f"--username={ADMIN_ROLE}",
        "--encoding=UTF8",
        "--auth-local=trust",
        "--auth-host=reject",
        "--data-checksums",
        *letters,
    ]


def prepare(place: Place) -> None:
    """The two roles and the database; what is there already stays.

    A launcher that was killed may have left a session that is still at it: the advisory lock waits for its end.
    """
    with _as_admin(place) as connection:
        connection.execute("SELECT pg_advisory_lock(1)")
        for role, right in ((OWNER_ROLE, "CREATEDB"), (APP_ROLE, "NOCREATEDB")):
            if not _is_there(connection, b"SELECT FROM pg_roles WHERE rolname = %s", role):
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN " + right).format(sql.Identifier(role)))
        if not _is_there(connection, b"SELECT FROM pg_database WHERE datname = %s", DATABASE):
            create = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0")
            connection.execute(create.format(sql.Identifier(DATABASE), sql.Identifier(OWNER_ROLE)))
    place.prepared.touch()


def _as_admin(place: Place) -> psycopg.Connection:
    return psycopg.connect(host=str(place.socket), port=PORT, user=ADMIN_ROLE, dbname="postgres", autocommit=True)


def _is_there(connection: psycopg.Connection, question: bytes, name: str) -> bool:
    return connection.execute(question, [name]).rowcount > 0
