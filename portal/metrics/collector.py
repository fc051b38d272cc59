"""Puts this machine's metrics together at each scrape, from snapshots and the database.

Counters are summed over processes. What a process that has ended counted stays in the sum, so that
no counter ever goes down while this process lives. Gauges are shown for each living process, under
a small number that another takes over after it has ended.
"""

import os
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path

from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from portal.metrics import snapshots
from portal.metrics.catalogue import CATALOGUE, GAUGE, HISTOGRAM
from portal.metrics.database import Database
from portal.metrics.snapshots import Snapshot
from portal.metrics.sources import Sample, check

Sum = dict[tuple[str, tuple[str, ...]], tuple[float, ...]]
# A fork waits for a scrape to end: the child would inherit, locked, whatever the scrape had locked.
_scraping = threading.Lock()
os.register_at_fork(
    before=_scraping.acquire,
    after_in_parent=_scraping.release,
    after_in_child=_scraping.release,
)


class HouseCollector(Collector):
    """What prometheus_client asks at each scrape."""

    def __init__(self, place: Path, database: Database) -> None:
        """`place` is the folder of the snapshots; what earlier processes left there is removed."""
        self.place = place
        self.database = database
        self.seen: dict[str, Snapshot] = {}
        self.slots: dict[str, str] = {}
        self.ended: Sum = {}
        self.ended_processes: Counter[str] = Counter({"web": 0, "work": 0})
        for name in snapshots.names(place):
            if not snapshots.is_alive(place, name):
                snapshots.discard(place, name)

    def describe(self) -> list[Metric]:
        """Nothing is known before it is asked for."""
        return []

    def collect(self) -> Iterator[Metric]:
        """Give every metric of the catalogue that has a sample."""
        with _scraping:
            self._look()
            total = dict(self.ended)
            gauges = self._gauges()
            for snapshot in self.seen.values():
                add_counters(total, snapshot.samples)
            gauges += [(sample, ()) for sample in self.database.samples()]
        yield from families(total, gauges)

    def _look(self) -> None:
        """Read the snapshots; fold those of ended processes into the sum that stays."""
        living: dict[str, Snapshot] = {}
        for name in snapshots.names(self.place):
            alive = snapshots.is_alive(self.place, name)  # before reading: see there
            snapshot = snapshots.read(self.place, name) or self.seen.get(name)
            if alive and snapshot:
                living[name] = snapshot
            elif not alive:
                self._fold(snapshot)
                self.seen.pop(name, None)
                snapshots.discard(self.place, name)
        for name in self.seen.keys() - living.keys():  # somebody removed its file
            self._fold(self.seen[name])
        self.seen = living
        self._number()

    def _fold(self, snapshot: Snapshot | None) -> None:
        if snapshot:
            self.ended_processes[snapshot.kind] += 1
            add_counters(self.ended, snapshot.samples)

    def _number(self) -> None:
        """Give each living process a label, web-1 for example, that no other living one has."""
        self.slots = {name: slot for name, slot in self.slots.items() if name in self.seen}
        for name, snapshot in self.seen.items():
            if name not in self.slots:
                free = (f"{snapshot.kind}-{number}" for number in count(1))
                taken = set(self.slots.values())
                self.slots[name] = next(slot for slot in free if slot not in taken)

    def _gauges(self) -> list[tuple[Sample, tuple[str, ...]]]:
        """Return the gauges of the processes, with the worker's label for those of a worker."""
        living = Counter(snapshot.kind for snapshot in self.seen.values())
        found: list[tuple[Sample, tuple[str, ...]]] = []
        for kind, number in self.ended_processes.items():
            found.append((Sample("broadsheet_processes", living[kind], (kind,)), ()))
            found.append((Sample("broadsheet_processes_ended_total", number, (kind,)), ()))
        for name, snapshot in self.seen.items():
            age = max(0.0, time.time() - snapshot.written)
            own = [Sample("broadsheet_worker_snapshot_age_seconds", age), *snapshot.samples]
            found += [(s, (self.slots[name],)) for s in own if _kind(s) == GAUGE]
        return found


def _kind(sample: Sample) -> str | None:
    """A sample's kind; None for one of a process that runs another version than we do."""
    try:
        check(sample)
    except ValueError:
        return None
    return CATALOGUE[sample.name].kind


def add_counters(total: Sum, samples: Iterable[Sample]) -> None:
    """Add a process's counters and histograms to a sum."""
    for sample in samples:
        if _kind(sample) in {None, GAUGE}:
            continue
        value = sample.value if isinstance(sample.value, tuple) else (sample.value,)
        key = (sample.name, sample.labels)
        before = total.get(key, (0.0,) * len(value))
        total[key] = tuple(a + b for a, b in zip(before, value, strict=True))


def families(total: Sum, others: Iterable[tuple[Sample, tuple[str, ...]]]) -> Iterator[Metric]:
    """Put samples under their metrics, in the order of the catalogue.

    `others` are single numbers, each with what stands in the label `worker`, if anything.
    """
    rows: dict[str, list[tuple[tuple[str, ...], tuple[float, ...], bool]]] = {}
    for (name, labels), value in total.items():
        rows.setdefault(name, []).append((labels, value, False))
    for sample, worker in others:
        assert not isinstance(sample.value, tuple)  # noqa: S101 (histograms are summed)
        row = (sample.labels + worker, (sample.value,), bool(worker))
        rows.setdefault(sample.name, []).append(row)
    for name, metric in CATALOGUE.items():
        if name not in rows:
            continue
        labels = (*metric.labels, "worker") if rows[name][0][2] else metric.labels
        yield _family(name, labels, [(values, value) for values, value, _ in rows[name]])


def _family(
    name: str, labels: tuple[str, ...], rows: list[tuple[tuple[str, ...], tuple[float, ...]]]
) -> Metric:
    metric = CATALOGUE[name]
    if metric.kind == HISTOGRAM:
        histogram = HistogramMetricFamily(name, metric.help, labels=labels)
        ends = [*map(str, metric.bounds), "+Inf"]
        for values, (*counts, total) in rows:
            running = [(end, sum(counts[: place + 1])) for place, end in enumerate(ends)]
            histogram.add_metric(values, running, total)
        return histogram
    kind = GaugeMetricFamily if metric.kind == GAUGE else CounterMetricFamily
    family = kind(name, metric.help, labels=labels)
    for values, (value,) in rows:
        family.add_metric(values, value)
    return family
