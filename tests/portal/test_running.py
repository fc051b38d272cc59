"""`manage.py run`: one command opens everything, and one Ctrl-C closes everything."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings

from portal.embedded_postgres import cluster, server
from portal.running.claims import CannotRun, only_one, require_free_port

FIRST_MASTHEAD = (
    "from articles.models import Masthead; "
    "Masthead.objects.create(language='en', name='The Test Courier', position=1)"
)


class House:
    """A folder of its own with a newspaper in it, a free port, and what was started there."""

    def __init__(self, var: Path) -> None:
        self.var = var
        self.port = free_port()
        self.started: list[subprocess.Popen[str]] = []

    @property
    def environment(self) -> dict[str, str]:
        rest = {name: value for name, value in os.environ.items() if name != "SITE_URL"}
        return rest | {"VAR_DIR": str(self.var), "PORT": str(self.port), "DEBUG": "0"}

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a command of manage.py to its end."""
        return subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=settings.BASE_DIR,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def open(self) -> subprocess.Popen[str]:
        """Start it, and return when it says that it is open."""
        process = subprocess.Popen(
            [sys.executable, "manage.py", "run"],
            cwd=settings.BASE_DIR,
            env=self.environment,
            stdout=(self.var / "said.txt").open("w"),
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.started.append(process)
        wait_until(lambda: "Ctrl-C closes it." in self.said() or process.poll() is not None)
        assert process.poll() is None, self.said()
        return process

    def said(self) -> str:
        """What the started process has printed so far."""
        return (self.var / "said.txt").read_text()

    def get(self, path: str) -> tuple[int, str]:
        """Ask the newspaper for a page."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}") as response:
                return response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except urllib.error.URLError:
            return 0, ""

    def processes(self) -> list[tuple[int, str]]:
        """Every process that has this folder in its environment or its command line."""
        found = []
        for place in Path("/proc").glob("[0-9]*"):
            try:
                words = (place / "cmdline").read_bytes() + (place / "environ").read_bytes()
            except OSError:
                continue
            if os.fsencode(self.var) in words and int(place.name) != os.getpid():
                command = (place / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                found.append((int(place.name), command))
        return found

    def pid_of(self, word: str) -> int:
        """The process that `manage.py run` started with this command."""
        return min(pid for pid, command in self.processes() if f"manage.py {word}" in command)


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


def wait_until(is_so: Callable[[], bool], seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.1)


@pytest.fixture(scope="module")
def made_before() -> Iterator[House]:
    """A house with a newspaper of its own, so that no demo has to be loaded."""
    folder = Path(tempfile.mkdtemp(prefix="broadsheet-test-"))
    folder.chmod(0o755)
    house = House(folder)
    for words in (("migrate", "-v0"), ("shell", "-v0", "-c", FIRST_MASTHEAD)):
        done = house.command(*words)
        assert done.returncode == 0, done.stderr
    yield house
    server.forget(folder / "postgres")
    subprocess.run(["rm", "-rf", folder], check=True)


@pytest.fixture
def house(made_before: House) -> Iterator[House]:
    """The house, closed before and after."""
    yield made_before
    for process in made_before.started:
        process.kill()
        process.wait()
    wait_until(lambda: not [p for p in made_before.processes() if "manage.py" in p[1]])
    made_before.started.clear()


def test_it_opens_the_newspaper_and_closes_it_without_a_trace(house: House) -> None:
    process = house.open()
    assert house.get("/healthz") == (200, "ok\n")
    assert json.loads(house.get("/readyz")[1]) == {
        "database": "ok",
        "migrations": "ok",
        "worker": "ok",
    }
    status, page = house.get("/en/")
    assert status == 200
    assert "The Test Courier" in page
    said = house.said()
    for line in ("Starting PostgreSQL", "Bringing the tables up to date", "Opening the doors"):
        assert line in said
    assert f"The Test Courier is open: http://localhost:{house.port}\n" in said

    process.send_signal(signal.SIGINT)
    began = time.monotonic()
    assert process.wait(30) == 0
    assert time.monotonic() - began < 12
    assert house.processes() == []
    assert cluster.postmaster(house.var / "postgres") is None
    assert "Traceback" not in house.said()


def test_a_second_one_from_the_same_folder_is_told_so_and_harms_nothing(house: House) -> None:
    first = house.open()
    second = house.command("run")
    assert second.returncode == 1
    assert f"runs from this folder already (process {first.pid})" in second.stderr
    assert "Traceback" not in second.stderr
    reset = house.command("reset")
    assert reset.returncode == 1
    assert "runs from this folder already" in reset.stderr
    assert house.get("/readyz")[0] == 200

    first.terminate()
    assert first.wait(30) == 0
    assert house.processes() == []


def test_a_worker_that_dies_is_started_again_and_a_server_that_dies_ends_it_all(
    house: House,
) -> None:
    process = house.open()
    worker = house.pid_of("work")
    os.kill(worker, signal.SIGKILL)
    wait_until(lambda: "The job worker ended by itself" in house.said())
    wait_until(lambda: house.pid_of("work") != worker)
    assert process.poll() is None

    os.kill(house.pid_of("serve"), signal.SIGKILL)
    assert process.wait(30) == 1
    assert "The web server ended by itself (code -9), so all was closed." in house.said()
    assert house.processes() == []
    assert "Traceback" not in house.said()


def test_a_killed_supervisor_takes_everybody_with_it(house: House) -> None:
    process = house.open()
    process.kill()
    process.wait()
    wait_until(lambda: house.processes() == [], seconds=30)


def test_a_port_in_use_is_said_in_a_sentence(house: House) -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", house.port))
        other.listen(1)
        ended = house.command("run")
    assert ended.returncode == 1
    assert f"Port {house.port} is in use by another program" in ended.stderr
    assert f"make run PORT={house.port + 1}" in ended.stderr
    assert "Starting PostgreSQL" not in ended.stdout
    assert "Traceback" not in ended.stderr


def test_a_database_that_does_not_answer_is_said_in_a_sentence(house: House) -> None:
    url = f"postgres://site:word@127.0.0.1:{free_port()}/newspaper"
    ended = subprocess.run(
        [sys.executable, "manage.py", "run"],
        cwd=settings.BASE_DIR,
        env=house.environment | {"DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert "The database cannot be used (see DATABASE_URL)" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_reset_leaves_a_database_of_ones_own_alone(house: House) -> None:
    ended = subprocess.run(
        [sys.executable, "manage.py", "reset"],
        cwd=settings.BASE_DIR,
        env=house.environment | {"DATABASE_URL": "postgres://site:word@127.0.0.1/newspaper"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert "leaves alone" in ended.stderr
    assert (house.var / "postgres" / "PG_VERSION").exists()


def test_reset_forgets_the_newspaper_and_keeps_the_secret() -> None:
    var = Path(tempfile.mkdtemp(prefix="broadsheet-test-"))
    for name in ("postgres", "media", "static", "mail"):
        (var / name).mkdir()
        (var / name / "file").write_text("x")
    (var / "secret_key").write_text("s" * 60)
    (var / "demo_logins.txt").write_text("x")
    done = House(var).command("reset")
    assert done.returncode == 0, done.stderr
    left = {path.name for path in var.iterdir() if not path.name.startswith(".")}
    assert left == {"secret_key"}
    subprocess.run(["rm", "-rf", var], check=True)


def test_only_one_may_hold_a_folder(tmp_path: Path) -> None:
    with only_one(tmp_path), pytest.raises(CannotRun, match=str(os.getpid())), only_one(tmp_path):
        pass
    with only_one(tmp_path):
        pass


def test_a_port_is_free_only_if_localhost_leads_to_us() -> None:
    port = free_port()
    require_free_port("127.0.0.1", port)
    with socket.socket(socket.AF_INET6) as other:
        other.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        other.bind(("::1", port))
        other.listen(1)
        with pytest.raises(CannotRun, match="in use by another program"):
            require_free_port("127.0.0.1", port)


def test_a_host_that_is_none_is_named() -> None:
    with pytest.raises(CannotRun, match=r"HOST is 'no\.such\.invalid'"):
        require_free_port("no.such.invalid", free_port())
