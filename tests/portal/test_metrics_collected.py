"""How the numbers of processes are put together, those of ended and of other ones included."""

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from portal.metrics import Sample, snapshots, sources
from portal.metrics.collector import HouseCollector
from portal.metrics.database import Database
from portal.metrics.events import Events

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
