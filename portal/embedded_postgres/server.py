"""Starts, finds and stops the embedded PostgreSQL of one data folder.

Each process that uses the server holds a shared lock on a file, which the kernel takes away even
from one that was killed; the last to leave in good order stops the server. The socket lies in a
private folder with a short path under the system's temporary folder (a socket's path ends at
103 bytes), so that the project's own path may be of any length.
"""

import atexit
import contextlib
import fcntl
import hashlib
import os
import socket
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
from django.core.exceptions import ImproperlyConfigured

from portal.embedded_postgres.binaries import (
    Account,
    account,
    folder,
    major_version,
    readable_by,
)

PORT = "5432"  # names the socket; nothing listens on a network
OWNER, SITE, DATABASE = "broadsheet_owner", "broadsheet_app", "broadsheet"
CONFIGURATION = """
listen_addresses = ''
max_connections = 200
log_min_messages = error
shared_buffers = '128MB'
"""
_held: dict[Path, int] = {}  # data folder → descriptor of the shared lock that we hold


def ensure(data: Path) -> str:
    """Make sure that the server of a data folder runs; return its socket folder.

    The calling process counts as a user of it until it ends. Raises ImproperlyConfigured when
    the server cannot be started.
    """
    data = data.absolute()
    sockets = socket_folder(data)
    if data in _held and _answers(sockets):
        return str(sockets)
    data.parent.mkdir(parents=True, exist_ok=True)
    if data not in _held:
        _held[data] = os.open(data.parent / f".{data.name}.users", os.O_RDWR | os.O_CREAT, 0o600)
        atexit.register(leave, data)
    fcntl.flock(_held[data], fcntl.LOCK_SH)  # waits while the last user stops the server
    with _exclusive(data.parent / f".{data.name}.start"):
        if not _answers(sockets):
            _start(data, sockets)
    return str(sockets)


def leave(data: Path) -> None:
    """Stop using the server; the last user stops it."""
    data = data.absolute()
    handle = _held.pop(data, None)
    if handle is None:
        return
    with contextlib.suppress(BlockingIOError):
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if _answers(socket_folder(data)):
            who = account()
            programs = readable_by(who, folder(), data.parent)
            who.run(programs / "pg_ctl", "-D", data, "-m", "fast", "-w", "-t", "60", "stop")
    os.close(handle)


def socket_folder(data: Path) -> Path:
    """The private folder of the server's socket: its path depends on the data folder alone."""
    key = hashlib.sha256(str(data).encode()).hexdigest()[:12]
    return Path("/tmp") / f"broadsheet-{os.getuid()}-{key}"  # noqa: S108 (checked by _claim)


@contextlib.contextmanager
def _exclusive(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _answers(sockets: Path) -> bool:
    """Whether a server takes connections on the socket, whatever a pid file says."""
    with contextlib.closing(socket.socket(socket.AF_UNIX)) as probe:
        probe.settimeout(2)
        try:
            probe.connect(str(sockets / f".s.PGSQL.{PORT}"))
        except OSError:
            return False
    return True


def _start(data: Path, sockets: Path) -> None:
    who = account()
    programs = readable_by(who, folder(), data.parent)
    _claim(sockets, who)
    new = not (data / "PG_VERSION").exists()
    if new:
        _initialise(data, who, programs)
    for stale in (data / "postmaster.pid", sockets / f".s.PGSQL.{PORT}.lock"):
        _remove_if_stale(stale)
    log = data / "server.log"
    options = f"-k {sockets} -c port={PORT}"
    who.run(programs / "pg_ctl", "-D", data, "-w", "-t", "120", "-l", log, "-o", options, "start")
    _make_roles(sockets)


def _claim(sockets: Path, who: Account) -> None:
    """Make the socket folder ours and closed to others, or refuse one that somebody else made."""
    sockets.mkdir(mode=0o700, exist_ok=True)
    found = sockets.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {os.getuid(), who.uid}:
        raise ImproperlyConfigured(f"{sockets} belongs to somebody else. Remove it and try again.")
    sockets.chmod(0o700)
    os.chown(sockets, who.uid, who.gid)


def _initialise(data: Path, who: Account, programs: Path) -> None:
    """Make a new cluster: UTF-8, sorted by code point, the same on every machine."""
    locale = ["--locale=C.UTF-8"]
    if major_version(who, programs) >= 17:
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    data.mkdir(mode=0o700, exist_ok=True)
    os.chown(data, who.uid, who.gid)
    _check_reachable(data, who)
    who.run(programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", *locale)
    with (data / "postgresql.conf").open("a") as file:
        file.write(CONFIGURATION)


def _check_reachable(data: Path, who: Account) -> None:
    """Say which folder is closed to the account that the server runs as."""
    try:
        who.run("/bin/sh", "-c", 'cd "$1"', "sh", data)
    except ImproperlyConfigured as error:
        data.rmdir()
        raise ImproperlyConfigured(
            f"PostgreSQL runs as another account (it refuses root), which cannot enter {data}. "
            "Put Broadsheet into a folder that others may enter, run it as an ordinary user, or "
            f"set VAR_DIR (for example VAR_DIR={tempfile.gettempdir()}/broadsheet) or DATABASE_URL."
        ) from error


def _remove_if_stale(pid_file: Path) -> None:
    """After a crash the file names a process that is dead, a zombie, or somebody else's."""
    try:
        pid = pid_file.read_text().split("\n", 1)[0].strip()
    except FileNotFoundError:
        return
    try:
        command = Path(f"/proc/{int(pid)}/cmdline").read_bytes()
    except (OSError, ValueError):
        command = b""
    if b"postgres" not in command:  # empty for a zombie
        pid_file.unlink(missing_ok=True)


def _make_roles(sockets: Path) -> None:
    """Make the two roles and the database, where they are missing."""
    with psycopg.connect(
        host=str(sockets), port=PORT, user="postgres", dbname="postgres", autocommit=True
    ) as connection:
        known = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
        if OWNER not in known:
            connection.execute(f"CREATE ROLE {OWNER} LOGIN CREATEDB")
        if SITE not in known:
            connection.execute(f"CREATE ROLE {SITE} LOGIN")
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if found.fetchone() is None:
            connection.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")
