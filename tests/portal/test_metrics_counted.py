"""What a process counts: requests and jobs, exactly, whatever a source does."""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpResponse
from django.test import RequestFactory
from procrastinate.exceptions import JobAborted

from portal.metrics import Sample, jobs, sources, start
from portal.metrics.events import Events
from portal.metrics.requests import RequestMetricsMiddleware

HITS = "broadsheet_page_memory_hits_total"
SECONDS = "broadsheet_request_seconds"


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
