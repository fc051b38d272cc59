"""What is counted, how processes' numbers are put together, and what the database is asked."""

import asyncio
import os
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from django.core.exceptions import MiddlewareNotUsed
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone
from procrastinate.exceptions import JobAborted

from articles.models.photos import RenditionState
from comments.letters import make_letters
from comments.models import Letter, Status
from comments.tasks import freeze_all_ranks
from portal.metrics import Sample, database, jobs, snapshots, sources, start
from portal.metrics.collector import HouseCollector
from portal.metrics.database import UNANSWERED, UP, Database
from portal.metrics.events import Events
from portal.metrics.requests import RequestMetricsMiddleware
from tests.making import Make

HITS, PAGES = "broadsheet_page_memory_hits_total", "broadsheet_page_memory_pages"
SECONDS = "broadsheet_request_seconds"


class NoDatabase(Database):
    """Says nothing, once it is let."""

    def __init__(self) -> None:
        super().__init__()
        self.asked_for = threading.Event()
        self.let = threading.Event()
        self.let.set()

    def samples(self) -> list[Sample]:
        self.asked_for.set()
        assert self.let.wait(60)
        return []


class Process:
    """A process as the collector sees it: a snapshot, and a lock while it lives."""

    def __init__(self, place: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self.writer = snapshots.Writer(place, kind)
        self.monkeypatch = monkeypatch

    def say(self, *samples: Sample) -> "Process":
        self.monkeypatch.setattr(sources, "_sources", [lambda: samples])
        self.writer.write()
        return self

    def end(self) -> None:
        assert self.writer.lock is not None
        os.close(self.writer.lock)


@pytest.fixture
def make_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Process]:
    return lambda kind="web": Process(tmp_path / "metrics", kind, monkeypatch)


@pytest.fixture
def collector(tmp_path: Path) -> HouseCollector:
    return HouseCollector(tmp_path / "metrics", NoDatabase())


def collected(collector: HouseCollector, name: str) -> dict[str, float]:
    """A metric's samples, by the values of their labels."""
    return {
        " ".join(sample.labels.values()): sample.value
        for family in collector.collect()
        for sample in family.samples
        if sample.name == name
    }


def test_counters_are_summed_and_gauges_are_each_workers_own(
    make_process: Callable[..., Process], collector: HouseCollector
) -> None:
    make_process().say(Sample(HITS, 3), Sample(PAGES, 10))
    make_process().say(Sample(HITS, 4), Sample(PAGES, 20))
    assert collected(collector, HITS) == {"": 7}
    assert collected(collector, PAGES) == {"web-1": 10, "web-2": 20}


def test_what_an_ended_process_counted_stays_and_its_gauges_go(
    make_process: Callable[..., Process], collector: HouseCollector, tmp_path: Path
) -> None:
    first = make_process().say(Sample(HITS, 3), Sample(PAGES, 10))
    make_process().say(Sample(HITS, 4), Sample(PAGES, 20))
    assert collected(collector, HITS) == {"": 7}
    first.say(Sample(HITS, 5), Sample(PAGES, 11)).end()  # its last word counts as well
    assert collected(collector, HITS) == {"": 9}
    assert collected(collector, HITS) == {"": 9}
    assert collected(collector, PAGES) == {"web-2": 20}
    assert collected(collector, "broadsheet_processes") == {"web": 1, "work": 0}
    assert collected(collector, "broadsheet_processes_ended_total") == {"web": 1, "work": 0}
    assert len(list((tmp_path / "metrics").glob("*.json"))) == 1
    make_process().say(Sample(HITS, 1), Sample(PAGES, 30))  # takes the free place
    assert collected(collector, PAGES) == {"web-1": 30, "web-2": 20}
    assert collected(collector, HITS) == {"": 10}


def test_a_snapshot_that_vanishes_takes_no_count_with_it(
    make_process: Callable[..., Process], collector: HouseCollector, tmp_path: Path
) -> None:
    make_process().say(Sample(HITS, 3))
    assert collected(collector, HITS) == {"": 3}
    for path in (tmp_path / "metrics").iterdir():
        path.unlink()
    assert collected(collector, HITS) == {"": 3}


def test_a_snapshot_that_cannot_be_read_is_what_it_was(
    make_process: Callable[..., Process], collector: HouseCollector, tmp_path: Path
) -> None:
    process = make_process().say(Sample(HITS, 3))
    assert collected(collector, HITS) == {"": 3}
    next((tmp_path / "metrics").glob("*.json")).write_text('["web", 17')
    assert collected(collector, HITS) == {"": 3}
    process.say(Sample(HITS, 4))
    assert collected(collector, HITS) == {"": 4}


def test_what_processes_of_an_earlier_server_left_is_removed_unread(
    make_process: Callable[..., Process], tmp_path: Path
) -> None:
    make_process().say(Sample(HITS, 3)).end()
    make_process("work").say(Sample(HITS, 4))  # a job worker goes on while the server is new
    collector = HouseCollector(tmp_path / "metrics", NoDatabase())
    assert collected(collector, HITS) == {"": 4}
    assert collected(collector, "broadsheet_processes") == {"web": 0, "work": 1}


def test_a_process_of_another_version_is_understood_as_far_as_possible(
    make_process: Callable[..., Process],
    collector: HouseCollector,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as other_version:
        other_version.setattr(sources, "check", lambda sample: None)
        unknown = Sample("broadsheet_of_tomorrow_total", 1)
        make_process().say(Sample(HITS, 3), unknown, Sample(PAGES, 5, ("en",)))
    assert collected(collector, HITS) == {"": 3}
    assert collected(collector, PAGES) == {}


def test_a_histogram_is_summed_bucket_by_bucket(
    make_process: Callable[..., Process], collector: HouseCollector
) -> None:
    for seconds in ((0.005, 0.2), (0.01, 99.0)):
        events = Events("broadsheet_requests_total", SECONDS)
        for each in seconds:
            events.add(("article", "2xx"), each)
        make_process().say(*events.samples())
    buckets = collected(collector, f"{SECONDS}_bucket")
    assert buckets["article 0.01"] == 2
    assert buckets["article 0.1"] == 2
    assert buckets["article 0.25"] == 3
    assert buckets["article +Inf"] == collected(collector, f"{SECONDS}_count")["article"] == 4
    assert collected(collector, f"{SECONDS}_sum")["article"] == pytest.approx(99.215)


def test_a_fork_waits_for_a_scrape_to_end(collector: HouseCollector) -> None:
    """A web process that is started in the middle of one would inherit its locks, locked."""
    asked = collector.database
    assert isinstance(asked, NoDatabase)
    asked.let.clear()
    scrape = threading.Thread(target=lambda: list(collector.collect()))
    scrape.start()
    assert asked.asked_for.wait(60)
    fork = threading.Thread(target=fork_and_wait)
    fork.start()
    fork.join(0.3)
    assert fork.is_alive()
    asked.let.set()
    fork.join(60)
    scrape.join(60)
    assert not fork.is_alive()


def fork_and_wait() -> None:
    child = os.fork()
    if not child:
        os._exit(0)
    os.waitpid(child, 0)


def test_a_source_that_fails_costs_the_others_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails() -> list[Sample]:
        raise RuntimeError("out of order")

    def unknown() -> list[Sample]:
        return [Sample("broadsheet_made_up_total", 1)]

    def unlabelled() -> list[Sample]:
        return [Sample("broadsheet_requests_total", 1, ("article",))]

    def no_histogram() -> list[Sample]:
        return [Sample(SECONDS, 1.0, ("article",))]

    def good() -> list[Sample]:
        return [Sample(HITS, 1)]

    monkeypatch.setattr(sources, "_sources", [])
    for source in (fails, unknown, unlabelled, no_histogram, good, good):
        sources.register(source)
    assert sources.gather() == sources.gather() == [Sample(HITS, 1)]
    assert caplog.text.count("A source of metrics fails") == 4  # once each, not once a second


def test_counts_of_many_threads_are_exact() -> None:
    events = Events("broadsheet_requests_total", SECONDS)

    def count() -> None:
        for _ in range(5000):
            events.add(("article", "2xx"), 0.01)

    threads = [threading.Thread(target=count) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    counted, timed = events.samples()
    assert counted == Sample("broadsheet_requests_total", 40_000, ("article", "2xx"))
    assert isinstance(timed.value, tuple)
    assert sum(timed.value[:-1]) == 40_000


def test_without_a_port_nothing_is_counted_and_nothing_is_written(settings: Any) -> None:
    settings.METRICS_PORT = 0
    with pytest.raises(MiddlewareNotUsed):
        RequestMetricsMiddleware(lambda request: HttpResponse())
    start("web")
    assert not [thread for thread in threading.enumerate() if thread.name == "metrics"]


def test_requests_count_under_their_view_and_class_of_status(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.METRICS_PORT = 1
    events = Events("broadsheet_requests_total", SECONDS)
    monkeypatch.setattr("portal.metrics.requests.served", events)
    monkeypatch.setattr(sources, "_sources", [])
    answers: Iterator[tuple[Any, int]] = iter(
        [
            (None, 404),
            (SimpleNamespace(namespaces=["admin"], url_name="portal_user_changelist"), 302),
            (SimpleNamespace(namespaces=[], url_name="article"), 200),
            (SimpleNamespace(namespaces=[], url_name=None), 503),
            (SimpleNamespace(namespaces=[], url_name="article"), 304),
        ]
    )

    def answer(request: Any) -> HttpResponse:
        request.resolver_match, status = next(answers)
        return HttpResponse(status=status)

    middleware = RequestMetricsMiddleware(answer)
    for _ in range(5):
        middleware(RequestFactory().get("/"))
    assert events.counts == {
        ("other", "4xx"): 1,
        ("admin", "3xx"): 1,
        ("article", "2xx"): 1,
        ("other", "5xx"): 1,
        ("article", "3xx"): 1,
    }
    assert sources.gather()


@pytest.mark.parametrize(
    ("error", "result"),
    [
        (None, "done"),
        (ValueError, "failed"),
        (JobAborted, "aborted"),
        (asyncio.CancelledError, "aborted"),
    ],
)
def test_jobs_count_under_their_task_and_outcome(
    error: type[BaseException] | None, result: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    events = Events("broadsheet_job_attempts_total", "broadsheet_job_seconds")
    monkeypatch.setattr(jobs, "done", events)

    async def job() -> str:
        if error:
            raise error
        return "made"

    def do(task: str) -> Any:
        app = SimpleNamespace(tasks={"articles.tasks.make_sizes": None})
        context: Any = SimpleNamespace(job=SimpleNamespace(task_name=task), app=app)
        worker: Any = None
        with ThreadPoolExecutor(1) as own:  # a test in the browser may have left a loop in ours
            return own.submit(asyncio.run, jobs.count_job(job, context, worker)).result()

    for task in ("articles.tasks.make_sizes", "gone.tasks.forgotten"):
        if error:
            with pytest.raises(error):
                do(task)
        else:
            assert do(task) == "made"
    assert events.counts == {("articles.tasks.make_sizes", result): 1, ("other", result): 1}


def said(asked: Database) -> dict[str, Any]:
    return {" ".join((sample.name, *sample.labels)): sample.value for sample in asked.samples()}


@pytest.fixture
def own_queue(transactional_db: None) -> Iterator[None]:
    """A queue without jobs, before and after: its tables are not emptied between tests."""
    empty_queue()
    yield
    empty_queue()


def empty_queue() -> None:
    with connection.cursor() as cursor:
        for table in ("periodic_defers", "events", "jobs", "workers"):
            cursor.execute(f"DELETE FROM procrastinate_{table}")  # noqa: S608


@pytest.mark.usefixtures("own_queue")
def test_the_database_says_what_waits(make_comment: Make, make_photo: Make) -> None:
    make_comment(status=Status.HELD, submitted_at=timezone.now() - timedelta(hours=2))
    make_comment(status=Status.HELD)
    make_comment()
    make_photo(rendition_state=RenditionState.FAILED)
    make_photo()
    assert make_letters() == 3  # to the guests of these comments
    now = timezone.now()
    waiting, sent, _dropped = Letter.objects.order_by("pk")
    Letter.objects.filter(pk=waiting.pk).update(made_at=now - timedelta(days=2))
    Letter.objects.filter(pk=sent.pk).update(sent_at=now)
    Letter.objects.exclude(pk__in=[waiting.pk, sent.pk]).update(dropped_at=now)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    freeze_all_ranks.defer(timestamp=0)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_events SET at = now() - interval '3 hours'")
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status, scheduled_at) VALUES "
            "('mail', 'x', 'failed', NULL), ('mail', 'x', 'succeeded', NULL), "
            "('mail', 'x', 'doing', NULL), ('mail', 'x', 'todo', now() + interval '1 hour')"
        )
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES "
            "(now()), (now() - interval '5 minutes')"
        )
    found = said(Database())
    assert found[UP] == 1
    assert found[UNANSWERED] == 0
    assert found["broadsheet_comments_waiting"] == 2
    assert 7200 <= found["broadsheet_comments_oldest_waiting_seconds"] < 9000
    assert found["broadsheet_photos_failed"] == 1
    states = ("waiting", "sent", "dropped")
    assert [found[f"broadsheet_letters {state}"] for state in states] == [1, 1, 1]
    assert found["broadsheet_letters_oldest_waiting_seconds"] >= 2 * 24 * 3600
    assert found["broadsheet_notices_oldest_due_seconds"] == 0
    assert found["broadsheet_jobs default todo"] == 1
    assert found["broadsheet_jobs mail todo"] == 1
    assert found["broadsheet_jobs mail doing"] == 1
    assert found["broadsheet_jobs mail failed"] == 1
    assert "broadsheet_jobs mail succeeded" not in found
    assert 10_800 <= found["broadsheet_jobs_oldest_due_seconds"] < 12_600
    assert found["broadsheet_job_workers"] == 1
    assert found["broadsheet_database_statistics_readable"] == 1
    assert found["broadsheet_database_size_bytes"] > 1_000_000


@pytest.mark.usefixtures("own_queue")
def test_a_job_that_is_tried_again_is_due_since_its_new_time() -> None:
    freeze_all_ranks.defer(timestamp=0)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_events SET at = now() - interval '3 hours'")
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now() - interval '1 minute'")
    assert 60 <= said(Database())["broadsheet_jobs_oldest_due_seconds"] < 1800
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now() + interval '1 hour'")
    assert said(Database())["broadsheet_jobs_oldest_due_seconds"] == 0


@pytest.mark.usefixtures("own_queue")
def test_a_question_that_has_to_wait_is_left_out_and_counted() -> None:
    with psycopg.connect(**database.parameters()) as other:
        other.execute("LOCK TABLE comments_comment IN ACCESS EXCLUSIVE MODE")
        found = said(Database())
    assert (found[UP], found[UNANSWERED]) == (1, 1)
    assert "broadsheet_comments_waiting" not in found
    assert found["broadsheet_job_workers"] == 0


@pytest.mark.usefixtures("own_queue")
def test_an_open_transaction_shows_its_age() -> None:
    with psycopg.connect(**database.parameters()) as other:
        began = other.execute("SELECT now()").fetchone()
        assert began
        found = said(Database())["broadsheet_database_oldest_transaction_seconds"]
    assert found > 0


@pytest.mark.usefixtures("own_queue")
def test_the_database_is_not_asked_again_within_five_seconds(
    make_comment: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Database()
    assert said(asked)["broadsheet_comments_waiting"] == 0
    session = asked.asking
    make_comment(status=Status.HELD)
    monkeypatch.setattr(database, "FRESH", 3600)
    assert said(asked)["broadsheet_comments_waiting"] == 0
    assert asked.asking is session
    assert said(Database())["broadsheet_comments_waiting"] == 1


@pytest.fixture
def silent_server(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    """A database server that takes connections and never says a word."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(8)
        settings.DATABASE_URL = "postgres://site@127.0.0.1/newspaper"
        monkeypatch.setitem(connection.settings_dict, "HOST", "127.0.0.1")
        monkeypatch.setitem(connection.settings_dict, "PORT", str(listening.getsockname()[1]))
        yield listening


def test_a_database_that_says_nothing_is_down(silent_server: socket.socket) -> None:
    assert Database().samples() == [Sample(UP, 0)]


def test_a_scrape_does_not_wait_for_a_question_that_hangs(
    silent_server: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "PATIENCE", 0.05)
    monkeypatch.setattr(database, "FRESH", 0)
    monkeypatch.setitem(database.LIMITS, "connect_timeout", 60)
    asked = Database()
    assert asked.samples() == [Sample(UP, 0)]
    hanging = asked.asking
    assert hanging is not None
    assert hanging.is_alive()
    assert asked.samples() == [Sample(UP, 0)]
    assert asked.asking is hanging  # nobody asks a second time meanwhile
    silent_server.shutdown(socket.SHUT_RDWR)
    silent_server.close()
    hanging.join(60)
    assert not hanging.is_alive()


def test_a_database_that_refuses_is_down(silent_server: socket.socket) -> None:
    silent_server.close()
    assert Database().samples() == [Sample(UP, 0)]
