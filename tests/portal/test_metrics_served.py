"""`/metrics` of a running newspaper: real processes, real kills, a real PostgreSQL."""

import contextlib
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import get_resolver
from prometheus_client.openmetrics.parser import text_string_to_metric_families as open_metrics
from prometheus_client.parser import text_string_to_metric_families as plain_text

from portal.embedded_postgres import cluster, server
from portal.metrics.catalogue import CATALOGUE
from tests.portal.test_running import House, free_port, wait_until

# What this house has nothing to say of: it has no replica, and nobody writes anything in it.
SILENT = {
    "broadsheet_screenings_total",
    "broadsheet_screening_seconds_total",
    "broadsheet_screening_slow_total",
    "broadsheet_database_replica_lag_seconds",
    "broadsheet_database_replica_lag_bytes",
}
A_JOB = "from comments.tasks import freeze_all_ranks; freeze_all_ranks.defer(timestamp=0)"
Numbers = dict[tuple[str, tuple[tuple[str, str], ...]], float]


class ServingHouse(House):
    """A house whose server has two processes and a port for metrics."""

    def __init__(self, var: Path) -> None:
        super().__init__(var)
        self.metrics_port = free_port()

    @property
    def environment(self) -> dict[str, str]:
        return super().environment | {
            "METRICS_PORT": str(self.metrics_port),
            "DEBUG": "1",  # saves collecting static files for the pages of errors
            "WEB_PROCESSES": "2",
            "WEB_THREADS": "3",
        }

    def start(self, *words: str, **environment: str) -> subprocess.Popen[str]:
        """Start a command of manage.py that is to go on."""
        process = subprocess.Popen(
            [sys.executable, "manage.py", *words],
            cwd=settings.BASE_DIR,
            env=self.environment | environment,
            stdout=(self.var / "said.txt").open("a"),
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.started.append(process)
        return process

    def ask(self, path: str = "/metrics", port: int = 0, **headers: str) -> tuple[int, str]:
        """Ask the port for metrics; status 0 when nobody answers."""
        address = f"http://127.0.0.1:{port or self.metrics_port}{path}"
        method = headers.pop("method", "GET")
        request = urllib.request.Request(address, headers=headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as response:  # noqa: S310
                return response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except (urllib.error.URLError, ConnectionError):
            return 0, ""

    def numbers(self, port: int = 0) -> Numbers:
        """Scrape: every sample by its name and labels."""
        status, text = self.ask(port=port)
        assert status in {0, 200}
        return {
            (sample.name, tuple(sorted(sample.labels.items()))): sample.value
            for family in plain_text(text)
            for sample in family.samples
        }

    def number(self, name: str, port: int = 0, **labels: str) -> float:
        """Scrape one number, the sum of those that have these labels."""
        return sum(
            value
            for (found, its), value in self.numbers(port).items()
            if found == f"broadsheet_{name}" and labels.items() <= dict(its).items()
        )


@pytest.fixture(scope="module")
def house() -> Iterator[ServingHouse]:
    """A server with two processes, each of which has written down its numbers."""
    folder = Path(tempfile.mkdtemp(prefix="broadsheet-test-"))
    folder.chmod(0o755)
    house = ServingHouse(folder)
    made = house.command("migrate", "-v0")
    assert made.returncode == 0, made.stderr
    house.start("serve")
    wait_until(lambda: house.number("processes", kind="web") == 2)
    yield house
    for process in house.started:
        process.terminate()
    for process in house.started:
        process.wait(60)
    wait_until(lambda: forgets(folder / "postgres"))
    subprocess.run(["rm", "-rf", folder], check=True)


def forgets(data: Path) -> bool:
    """Remove the database, unless a process that is ending still holds it."""
    with contextlib.suppress(server.InUse):
        server.forget(data)
    return not data.exists()


def put_off_a_job(house: ServingHouse) -> None:
    made = house.command("shell", "-v0", "-c", A_JOB)
    assert made.returncode == 0, made.stderr


def answered(house: ServingHouse) -> float:
    return house.number("requests_total", view="session", status="2xx")


def test_requests_are_counted_to_the_last_one_over_all_processes(house: ServingHouse) -> None:
    before = answered(house)
    for _ in range(40):
        assert house.get("/session/")[0] == 204
    wait_until(lambda: answered(house) >= before + 40)
    assert answered(house) == before + 40
    numbers = house.numbers()
    timed = numbers["broadsheet_request_seconds_count", (("view", "session"),)]
    assert timed == answered(house)
    workers = {dict(labels).get("worker") for _, labels in numbers}
    assert {"web-1", "web-2"} <= workers


def test_a_killed_process_takes_no_count_with_it(house: ServingHouse) -> None:
    before = answered(house)
    for _ in range(20):
        house.get("/session/")
    wait_until(lambda: answered(house) == before + 20)
    ended = house.number("processes_ended_total", kind="web")
    seen = counters(house.numbers())
    victim = web_processes(house)[0]
    os.kill(victim, signal.SIGKILL)

    def is_replaced() -> bool:
        nonlocal seen
        scraped = house.numbers()
        now = counters(scraped)
        assert now.keys() >= seen.keys()
        assert not [key for key, value in seen.items() if now[key] < value]
        seen = now
        living = scraped["broadsheet_processes", (("kind", "web"),)]
        gone = scraped["broadsheet_processes_ended_total", (("kind", "web"),)]
        return (living, gone) == (2, ended + 1)

    wait_until(is_replaced)
    assert answered(house) == before + 20
    assert not list((house.var / "metrics").glob(f"{victim}-*"))
    slots = {dict(labels).get("worker") for _, labels in house.numbers()} - {None}
    assert {slot for slot in slots if slot.startswith("web")} == {"web-1", "web-2"}
    house.get("/session/")
    wait_until(lambda: answered(house) == before + 21)


def web_processes(house: ServingHouse) -> list[int]:
    """Numbers of the processes that answer requests."""
    found = (house.var / "metrics").glob("*.json")
    return [int(p.name.split("-")[0]) for p in found if json.loads(p.read_bytes())[0] == "web"]


def counters(numbers: Numbers) -> Numbers:
    """Everything that may only go up, down to a histogram's buckets."""
    endings = ("_total", "_bucket", "_count", "_sum")
    return {key: value for key, value in numbers.items() if key[0].endswith(endings)}


def test_no_stranger_can_make_a_label(house: ServingHouse) -> None:
    junk = f"zz{secrets.token_hex(4)}"
    before = house.number("requests_total", status="4xx")
    addresses = [
        f"/{junk}",
        f"/en/{junk}/",
        f"/en/{junk}/{junk}/",
        f"/admin/{junk}/",
        f"/static/{junk}.css",
        f"/media/{junk}.jpg",
        f"/en/tag/{junk}/?{junk}={junk}",
    ]
    for address in addresses:
        house.get(address)
    wait_until(lambda: house.number("requests_total", status="4xx") >= before + 5)
    assert junk not in house.ask()[1]
    views = {dict(labels).get("view") for _, labels in house.numbers()} - {None}
    assert views <= {"admin", "other", *names_of_views()}
    statuses = {dict(labels).get("status") for name, labels in house.numbers() if "request" in name}
    assert statuses - {None} <= {"2xx", "3xx", "4xx", "5xx"}


def names_of_views() -> set[str]:
    """Names that the house's own code gives to addresses."""
    return {name for name in get_resolver().reverse_dict if isinstance(name, str)}


def test_what_is_served_is_prometheus_text_and_described_in_the_catalogue(
    house: ServingHouse,
) -> None:
    house.get("/session/")
    put_off_a_job(house)
    work = house.start("work")
    wait_until(lambda: house.number("job_attempts_total", result="done") >= 1)
    wait_until(lambda: house.number("database_up") == 1)
    told = {
        family.name + ("_total" if family.type == "counter" else ""): family
        for family in plain_text(house.ask()[1])
    }
    assert told.keys() == CATALOGUE.keys() - SILENT
    for name, family in told.items():
        assert family.type == CATALOGUE[name].kind
        assert family.documentation == CATALOGUE[name].help
    assert house.number("database_statistics_readable") == 1
    assert house.number("database_questions_unanswered") == 0
    assert 0 < house.number("database_connections") < house.number("database_connections_limit")
    assert house.number("worker_resident_bytes", worker="web-1") > 10_000_000

    accept = "application/openmetrics-text; version=1.0.0"
    assert list(open_metrics(house.ask(Accept=accept)[1]))
    work.terminate()
    assert work.wait(60) == 0


def test_a_job_worker_alone_on_its_machine_serves_its_own_numbers(house: ServingHouse) -> None:
    port = free_port()
    put_off_a_job(house)
    work = house.start("work", "--metrics", METRICS_PORT=str(port))
    wait_until(lambda: house.number("job_attempts_total", port=port, result="done") >= 1)
    wait_until(lambda: house.number("job_workers", port=port) >= 1)
    assert house.number("worker_resident_bytes", port=port, worker="work-1") > 10_000_000
    wait_until(lambda: house.number("job_attempts_total", result="done") >= 1)
    done = house.number("job_attempts_total", result="done")
    work.terminate()
    assert work.wait(60) == 0
    wait_until(lambda: house.number("processes", kind="work") == 0)
    assert house.number("job_attempts_total", result="done") >= done


def test_a_stopped_database_is_said_and_does_not_spoil_the_scrape(house: ServingHouse) -> None:
    wait_until(lambda: house.number("database_up") == 1)
    cluster.stop(house.var / "postgres")
    wait_until(lambda: house.numbers()["broadsheet_database_up", ()] == 0)
    assert house.number("processes", kind="web") == 2
    assert cluster.postmaster((house.var / "postgres").resolve()) is None  # a scrape starts nothing
    wait_until(lambda: house.get("/readyz")[0] != 0 and house.number("database_up") == 1)


@pytest.mark.parametrize("path", ["/", "/metrics/", "/metrics/x", "/healthz", "/readyz", "/en/"])
def test_the_port_answers_nothing_but_metrics(house: ServingHouse, path: str) -> None:
    status, text = house.ask(path)
    assert status == 404
    assert "broadsheet_" not in text


def test_a_process_that_outlives_the_server_does_not_keep_the_port(house: ServingHouse) -> None:
    def listening(port: int) -> set[str]:
        rows = [row.split() for row in Path("/proc/net/tcp").read_text().splitlines()[1:]]
        return {row[9] for row in rows if row[1].endswith(f":{port:04X}") and row[3] == "0A"}

    assert listening(house.metrics_port)
    for process in web_processes(house):
        held = {os.readlink(link) for link in Path(f"/proc/{process}/fd").iterdir()}
        assert not {f"socket:[{inode}]" for inode in listening(house.metrics_port)} & held


def test_the_port_takes_nothing(house: ServingHouse) -> None:
    assert house.ask(method="POST")[0] == 501
    assert house.ask("/metrics?name[]=broadsheet_database_up")[0] == 200


def test_nobody_else_can_read_or_change_what_the_processes_write(house: ServingHouse) -> None:
    folder = house.var / "metrics"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.glob("*.json")} == {0o600}


@pytest.mark.parametrize("words", [("serve",), ("work", "--metrics")])
def test_a_port_in_use_is_said_in_a_sentence(house: ServingHouse, words: tuple[str, ...]) -> None:
    ended = subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=settings.BASE_DIR,
        env=house.environment | {"PORT": str(free_port())},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert ended.returncode == 1
    assert f"Port {house.metrics_port} is in use by another program" in ended.stderr
    assert f"METRICS_PORT={house.metrics_port + 1}" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_make_run_says_so_before_it_prepares_anything(house: ServingHouse) -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", 0))
        other.listen(1)
        taken = str(other.getsockname()[1])
        ended = run(house, PORT=str(free_port()), METRICS_PORT=taken)
    assert ended.returncode == 1
    assert f"Port {taken} is in use by another program" in ended.stderr
    assert "Starting PostgreSQL" not in ended.stdout


def test_the_newspapers_own_port_is_refused(house: ServingHouse) -> None:
    ended = run(house, METRICS_PORT=str(house.port))
    assert ended.returncode == 1
    assert f"METRICS_PORT is {house.port}, the newspaper's own" in ended.stderr


def run(house: ServingHouse, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", "run"],
        cwd=settings.BASE_DIR,
        env=house.environment | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
