"""The embedded PostgreSQL: whatever was killed, swept away or left behind, it opens again."""

import contextlib
import os
import pwd
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from psycopg import OperationalError

from portal.embedded_postgres import binaries, cluster, server

USER = """
import os, sys
from pathlib import Path
sys.path.insert(0, {root!r})
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
import psycopg
from portal.embedded_postgres import cluster, server
data = Path({data!r})
sockets = server.ensure(data)
with psycopg.connect(host=sockets, port=cluster.PORT, user=cluster.SITE,
                     dbname=cluster.DATABASE) as connection:
    print(connection.execute("SELECT pg_postmaster_start_time()").fetchone()[0], flush=True)
sys.stdin.read()
"""


@pytest.fixture
def place() -> Iterator[Path]:
    """A data folder to be, in a folder that any account may enter."""
    folder = Path(tempfile.mkdtemp(prefix="broadsheet-test-"))
    folder.chmod(0o755)
    yield folder / "postgres"
    server.leave(folder / "postgres")
    server.forget(folder / "postgres")
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def made_before() -> Iterator[Path]:
    """A cluster that was used and left: making one takes longer than copying it."""
    folder = Path(tempfile.mkdtemp(prefix="broadsheet-test-"))
    folder.chmod(0o755)
    server.ensure(folder / "postgres")
    server.leave(folder / "postgres")
    yield folder / "postgres"
    server.forget(folder / "postgres")
    shutil.rmtree(folder)


@pytest.fixture
def data(place: Path, made_before: Path) -> Path:
    """The data folder of a cluster that does not run."""
    subprocess.run(["cp", "-a", made_before, place], check=True)
    return place


@pytest.fixture
def start_user(place: Path) -> Iterator[Callable[[], subprocess.Popen]]:
    """Start other programs that use the server until their standard input closes."""
    users = []

    def start() -> subprocess.Popen:
        program = USER.format(root=str(settings.BASE_DIR), data=str(place))
        users.append(
            subprocess.Popen(
                [sys.executable, "-c", program],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        )
        return users[-1]

    yield start
    for user in users:
        user.kill()
        user.communicate()


def connect(data: Path, user: str = cluster.OWNER) -> psycopg.Connection:
    """Connect as Django's engine does (portal.embedded_postgres.base)."""
    where: dict[str, Any] = {"port": cluster.PORT, "user": user, "dbname": cluster.DATABASE}
    try:
        return psycopg.connect(host=server.ensure(data), **where)
    except OperationalError:
        return psycopg.connect(host=server.ensure(data, doubting=True), **where)


def running(data: Path) -> int:
    pid = cluster.postmaster(data.resolve())
    assert pid
    return pid


def wait_for_end(pid: int) -> None:
    """Until the process is gone, or a zombie that nobody reaps in a container."""
    for _ in range(200):
        if not cluster._command_line(pid):
            return
        time.sleep(0.05)
    raise AssertionError(f"process {pid} goes on")


def test_a_killed_server_starts_again_and_has_lost_nothing(data: Path) -> None:
    with connect(data) as connection:
        connection.execute("CREATE TABLE kept AS SELECT generate_series(1, 1000) AS number")
    for _ in range(2):
        pid = running(data)
        os.kill(pid, signal.SIGKILL)
        wait_for_end(pid)
        with connect(data) as connection:
            assert connection.execute("SELECT count(*) FROM kept").fetchone() == (1000,)
            connection.execute("INSERT INTO kept SELECT 1 WHERE false")


def test_a_pid_file_that_names_a_stranger_is_not_believed(data: Path) -> None:
    """After a crash and a reboot the number belongs to something else of the same account."""
    server.ensure(data)
    who = cluster.account(data)
    stranger = subprocess.Popen(["sleep", "120"], user=who.uid if who.switch else None)
    pid = running(data)
    os.kill(pid, signal.SIGKILL)
    wait_for_end(pid)
    pid_file = data / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    assert lines[0] == str(pid)
    pid_file.write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n")
    lock = cluster.socket_folder(data) / f".s.PGSQL.{cluster.PORT}.lock"
    lock.write_text(f"{stranger.pid}\n")
    try:
        with connect(data) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        assert running(data) != stranger.pid
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_query_that_outlives_its_server_does_not_keep_the_next_from_starting(data: Path) -> None:
    connection = connect(data)

    def work() -> None:
        with contextlib.suppress(OperationalError):  # it may even finish
            connection.execute("SELECT count(*) FROM generate_series(1, 9000000) AS a(n)")

    thread = threading.Thread(target=work)
    thread.start()
    time.sleep(0.3)
    os.kill(running(data), signal.SIGKILL)
    with connect(data) as other:
        assert other.execute("SELECT 1").fetchone() == (1,)
    thread.join()
    assert "still in use" in (data / "server.log").read_text(), "the orphan was gone too soon"


def test_programs_that_start_at_once_share_one_server(start_user: Callable) -> None:
    users = [start_user() for _ in range(4)]
    assert len({user.stdout.readline() for user in users}) == 1


def test_who_comes_while_a_server_is_being_made_waits_until_it_is_whole(
    data: Path, start_user: Callable
) -> None:
    """It takes connections a moment before its roles and its database are made."""
    server.ensure(data)
    with server._locked(data.parent / ".postgres.start"):
        newcomer = start_user()
        assert not select.select([newcomer.stdout], [], [], 3)[0]
    assert newcomer.stdout.readline()


def test_the_last_to_leave_stops_the_server(data: Path, start_user: Callable) -> None:
    first, second = start_user(), start_user()
    assert first.stdout.readline() == second.stdout.readline()
    pid = running(data)
    first.communicate("")
    assert cluster.is_ready(data)
    second.communicate("")
    assert not cluster.is_ready(data)
    assert not cluster._command_line(pid)


def test_a_program_that_was_killed_does_not_keep_the_server_up(
    data: Path, start_user: Callable
) -> None:
    killed, other = start_user(), start_user()
    killed.stdout.readline()
    other.stdout.readline()
    killed.kill()
    killed.wait()
    other.communicate("")
    assert not cluster.is_ready(data)


def test_a_forked_child_uses_the_server_on_its_own_account(data: Path) -> None:
    server.ensure(data)
    until, done = os.pipe()
    child = os.fork()
    if not child:
        try:
            server.ensure(data)
            os.close(done)
            os.read(until, 1)
            server.leave(data)
        finally:
            os._exit(0)
    time.sleep(0.5)
    server.leave(data)
    assert cluster.is_ready(data), "the child still uses it"
    os.close(done)
    os.waitpid(child, 0)
    assert not cluster.is_ready(data)


def test_a_swept_socket_folder_comes_back(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Something cleaned /tmp under a server that goes on: nobody can reach it any more."""
    monkeypatch.setattr(cluster, "UNREACHABLE_SECONDS", 0.3)
    server.ensure(data)
    shutil.rmtree(cluster.socket_folder(data))
    with connect(data) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_cluster_whose_making_was_interrupted_is_made_anew(place: Path) -> None:
    unfinished = place.with_name("postgres.new")
    unfinished.mkdir()
    (unfinished / "PG_VERSION").write_text("18\n")
    with connect(place) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_very_long_path_is_no_hindrance(place: Path) -> None:
    long = place.parent / ("a" * 120) / ("b" * 120) / "postgres"
    try:
        with connect(long) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        assert len(str(cluster.socket_folder(long) / ".s.PGSQL.5432.lock")) < 100
    finally:
        server.leave(long)
        server.forget(long)


def test_a_path_with_spaces_and_letters_of_all_kinds_is_no_hindrance(place: Path) -> None:
    odd = place.parent / "my papers – газета" / "postgres"
    try:
        with connect(odd) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    finally:
        server.leave(odd)
        server.forget(odd)


def test_an_ordinary_user_needs_nobody_else(place: Path) -> None:
    """As root the test becomes such a user in a child; else it is one."""
    home = place.parent / "home"
    home.mkdir(mode=0o700)
    nobody = pwd.getpwnam("nobody")
    if os.geteuid() == 0:
        os.chown(home, nobody.pw_uid, nobody.pw_gid)
    child = os.fork()
    if not child:
        code = 1
        try:
            if os.geteuid() == 0:
                os.setgroups([])
                os.setgid(nobody.pw_gid)
                os.setuid(nobody.pw_uid)
            with connect(home / "postgres") as connection:
                connection.execute("SELECT 1")
            assert (home / "postgres").stat().st_uid == os.getuid()
            server.leave(home / "postgres")
            assert not cluster.is_ready(home / "postgres")
            server.forget(home / "postgres")
            code = 0
        finally:
            os._exit(code)
    assert os.waitpid(child, 0)[1] == 0


def test_root_in_a_closed_folder_keeps_the_data_where_the_server_may_read(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """/root is closed on most machines, programs and all, and PostgreSQL refuses to be root."""
    package = binaries.folder().parent.parent
    for part in (package, package.with_name(f"{package.name}.libs")):
        shutil.copytree(part, place.parent / part.name, symlinks=True)
    monkeypatch.setenv("PG_BIN", str(place.parent / binaries.folder().relative_to(package.parent)))
    place.parent.chmod(0o700)
    with connect(place) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    home = place.resolve()
    assert place.is_symlink() == (os.geteuid() == 0)
    server.leave(place)
    server.forget(place)
    assert not home.exists()
    assert not place.is_symlink()


def test_data_in_use_is_not_forgotten(data: Path, start_user: Callable) -> None:
    user = start_user()
    user.stdout.readline()
    with pytest.raises(server.InUse):
        server.forget(data)
    assert cluster.is_ready(data)
    user.communicate("")
    server.forget(data)
    assert not data.exists()
    assert not cluster.socket_folder(data).exists()


def test_a_server_that_everybody_was_killed_under_is_stopped_before_it_is_forgotten(
    data: Path, start_user: Callable
) -> None:
    user = start_user()
    user.stdout.readline()
    user.kill()
    user.wait()
    pid = running(data)
    server.forget(data)
    assert not cluster._command_line(pid)


def test_a_socket_folder_that_somebody_laid_out_is_refused(place: Path, tmp_path: Path) -> None:
    trap = cluster.socket_folder(place)
    trap.symlink_to(tmp_path)
    try:
        with pytest.raises(ImproperlyConfigured, match="belongs to somebody else"):
            server.ensure(place)
    finally:
        trap.unlink()


def test_data_of_another_version_is_named_and_left_alone(data: Path) -> None:
    server.ensure(data)
    server.leave(data)
    (data / "PG_VERSION").write_text("15\n")
    with pytest.raises(ImproperlyConfigured, match="made by PostgreSQL 15, but PostgreSQL"):
        server.ensure(data)


def test_a_start_that_fails_says_what_the_server_said(data: Path) -> None:
    server.ensure(data)
    server.leave(data)
    with (data / "postgresql.conf").open("a") as file:
        file.write("no_such_setting = 1\n")
    with pytest.raises(ImproperlyConfigured, match="no_such_setting"):
        server.ensure(data)
