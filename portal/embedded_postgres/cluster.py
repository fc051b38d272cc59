"""One PostgreSQL cluster: made, started, stopped and removed, whatever state it was left in."""

import contextlib
import hashlib
import os
import shutil
import stat
import subprocess
import sys
import time
from pathlib import Path

import psycopg
from django.core.exceptions import ImproperlyConfigured
from psycopg.pq import PGconn, Ping

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
SYSTEM_HOME = Path("/var/lib/broadsheet")  # for root, where the project's folder is closed
UNREACHABLE_SECONDS = 10  # a server that lives but does not answer for so long is restarted
RECOVERY_SECONDS = 120
ORPHAN_SECONDS = 60  # a query that outlived its server ends at its next word to the client


def socket_folder(data: Path) -> Path:
    """The private folder of the server's socket: follows from where the data folder is."""
    key = hashlib.sha256(os.fsencode(data)).hexdigest()[:12]
    return Path("/tmp") / f"broadsheet-{data.parent.stat().st_uid}-{key}"  # noqa: S108 (see _claim)


def is_ready(data: Path) -> bool:
    """Whether the server takes connections."""
    return _ping(socket_folder(data)) == Ping.OK


def lives(data: Path) -> bool:
    """Whether its process and its socket are there, which costs less than asking it."""
    socket = socket_folder(data) / f".s.PGSQL.{PORT}"
    return socket.exists() and postmaster(data.resolve()) is not None


def start(data: Path) -> None:
    """Start the server unless it runs; make the cluster if there is none.

    Raises ImproperlyConfigured when that cannot be done. One process at a time may call this.
    """
    sockets = socket_folder(data)
    _outwait(sockets, Ping.REJECT, RECOVERY_SECONDS)
    if _ping(sockets) == Ping.OK:
        return
    home = _home(data)
    who = account(data)
    programs = readable_by(who, folder(), home.parent)
    _claim(sockets, who)
    if not home.exists():
        _initialise(home, who, programs)
    _check_version(home, who, programs)
    if postmaster(home):  # alive, but its socket was swept away or it is only just starting
        _outwait(sockets, Ping.NO_RESPONSE, UNREACHABLE_SECONDS)
        if _ping(sockets) == Ping.OK:
            return
        stop(data)
    _remove_stale_locks(home, sockets)
    _launch(home, sockets, who, programs)
    _make_roles(sockets)


def stop(data: Path) -> None:
    """Stop the server, if there is one: connections are ended, nothing is lost."""
    home = data.resolve()
    if postmaster(home) is None:
        return
    who = account(data)
    programs = readable_by(who, folder(), home.parent)
    who.run(programs / "pg_ctl", "-D", home, "-m", "fast", "-w", "-t", "60", "stop")


def remove(data: Path) -> None:
    """Remove the data of a server that does not run."""
    home, sockets = data.resolve(), socket_folder(data)
    shutil.rmtree(sockets, ignore_errors=True)
    for place in (home, *home.parent.glob("programs-*")):
        shutil.rmtree(place, ignore_errors=not place.exists())
    if data.is_symlink():
        data.unlink()
        shutil.rmtree(home.parent, ignore_errors=not home.parent.exists())


def postmaster(home: Path) -> int | None:
    """Return the process of the server that runs on a data folder, None if there is none.

    The pid file alone says little: after a crash it names a process that is dead, a zombie, or
    by now somebody else's.
    """
    try:
        pid = int((home / "postmaster.pid").read_text(encoding="utf-8").split("\n", 1)[0])
    except (OSError, ValueError):
        return None
    return pid if b"-D " + os.fsencode(home) + b" " in _command_line(pid) else None


def _command_line(pid: int) -> bytes:
    """The words a process was started with, a space after each; empty for a zombie."""
    if Path("/proc/self/cmdline").exists():
        with contextlib.suppress(OSError):
            return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ")
        return b""
    return subprocess.run(
        ["ps", "-p", str(pid), "-ww", "-o", "command="], capture_output=True, check=False
    ).stdout


def _ping(sockets: Path) -> Ping:
    conninfo = f"host={sockets} port={PORT} user=postgres dbname=postgres connect_timeout=5"
    return Ping(PGconn.ping(conninfo.encode()))


def _outwait(sockets: Path, state: Ping, seconds: float) -> None:
    """Wait while the server is in a passing state (recovering, stopping)."""
    deadline = time.monotonic() + seconds
    while _ping(sockets) == state and time.monotonic() < deadline:
        time.sleep(0.1)


def _home(data: Path) -> Path:
    """Return where the cluster's files are, or are to be.

    That is the data folder itself, unless root keeps the project in a folder that the server's
    account cannot enter (/root is closed on most machines): then it links to a place that it can.
    """
    who = account(data)
    if data.is_symlink() and not data.exists():
        data.unlink()
    if data.exists() or not who.switch or who.can_enter(data.parent):
        return data.resolve()
    key = hashlib.sha256(os.fsencode(data)).hexdigest()[:12]
    home = SYSTEM_HOME / key / "postgres"
    try:
        home.parent.mkdir(parents=True, exist_ok=True)
        for place in (SYSTEM_HOME, home.parent):
            place.chmod(0o755)
    except OSError as error:
        raise ImproperlyConfigured(
            f"PostgreSQL runs as another account (it refuses root), which cannot enter "
            f"{data.parent}, and {SYSTEM_HOME} cannot be made either. Put Broadsheet into a folder "
            "that others may enter, set VAR_DIR to one, or set DATABASE_URL."
        ) from error
    data.symlink_to(home)
    return home


def _initialise(home: Path, who: Account, programs: Path) -> None:
    """Make a new cluster: UTF-8, sorted by code point, the same on every machine.

    It is made aside and renamed, so that one whose making was interrupted is never taken for
    whole.
    """
    options = ["--locale=C.UTF-8"]
    if major_version(who, programs) >= 17:
        options = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        if sys.platform == "linux":
            options.append("--sync-method=syncfs")  # else a thousand files are synced singly
    new = home.with_name(f"{home.name}.new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(mode=0o700)
    os.chown(new, who.uid, who.gid)
    who.run(programs / "initdb", "-D", new, "-U", "postgres", "-A", "trust", "-E", "UTF8", *options)
    with (new / "postgresql.conf").open("a", encoding="utf-8") as file:
        file.write(CONFIGURATION)
    new.rename(home)


def _claim(sockets: Path, who: Account) -> None:
    """Make the socket folder ours and closed to others, or refuse one that somebody else made."""
    sockets.mkdir(mode=0o700, exist_ok=True)
    found = sockets.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {os.getuid(), who.uid}:
        raise ImproperlyConfigured(f"{sockets} belongs to somebody else. Remove it and try again.")
    sockets.chmod(0o700)
    os.chown(sockets, who.uid, who.gid)


def _check_version(home: Path, who: Account, programs: Path) -> None:
    made_by = (home / "PG_VERSION").read_text(encoding="utf-8").strip()
    present = major_version(who, programs)
    if made_by != str(present):
        raise ImproperlyConfigured(
            f"{home} was made by PostgreSQL {made_by}, but PostgreSQL {present} is installed. Set "
            "PG_BIN to the programs of the old one, or begin anew with `make reset`."
        )


def _remove_stale_locks(home: Path, sockets: Path) -> None:
    """Remove what would make PostgreSQL believe that a server runs, when none does.

    It sees by itself that a process is dead, and then looks for its orphans; but a zombie, or a
    stranger who has got the number since, it takes for the server.
    """
    pid_file = home / "postmaster.pid"
    with contextlib.suppress(OSError, ValueError):
        pid = int(pid_file.read_text(encoding="utf-8").split("\n", 1)[0])
        os.kill(pid, 0)
        pid_file.unlink()
    (sockets / f".s.PGSQL.{PORT}.lock").unlink(missing_ok=True)


def _launch(home: Path, sockets: Path, who: Account, programs: Path) -> None:
    """Start the server and wait until it is ready; orphans of a killed one are given time."""
    log = home / "server.log"
    options = f"-k {sockets} -c port={PORT}"
    deadline = time.monotonic() + ORPHAN_SECONDS
    while True:
        before = log.stat().st_size if log.exists() else 0
        try:
            who.run(programs / "pg_ctl", "-D", home, "-w", "-l", log, "-o", options, "start")
        except ImproperlyConfigured as error:
            said = log.read_bytes()[before:].decode(errors="replace") if log.exists() else ""
            if "still in use" not in said or time.monotonic() > deadline:
                raise ImproperlyConfigured(f"{error}\n{said[-2000:]}".strip()) from error
            time.sleep(0.5)
        else:
            return


def _make_roles(sockets: Path) -> None:
    """Make the two roles and the database, where they are missing."""
    with psycopg.connect(
        host=str(sockets), port=PORT, user="postgres", dbname="postgres", autocommit=True
    ) as connection:
        if connection.execute("SELECT 1 WHERE pg_is_in_recovery()").fetchone():
            return  # a replica has what the original has
        known = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
        if OWNER not in known:
            connection.execute(f"CREATE ROLE {OWNER} LOGIN CREATEDB")
        if SITE not in known:
            connection.execute(f"CREATE ROLE {SITE} LOGIN")
        connection.execute(f"GRANT pg_read_all_stats TO {SITE}")  # for portal.metrics
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if found.fetchone() is None:
            connection.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")
