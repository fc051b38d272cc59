"""Counting what happens and how long it took: two dicts of plain numbers under one lock."""

import threading
from bisect import bisect_left

from portal.metrics.catalogue import CATALOGUE
from portal.metrics.sources import Sample

Labels = tuple[str, ...]


class Events:
    """How often something happened, by labels, and how long it took, by the first of them."""

    def __init__(self, counter: str, histogram: str) -> None:
        self.counter = counter
        self.histogram = histogram
        self.bounds = CATALOGUE[histogram].bounds
        self.counts: dict[Labels, int] = {}
        self.times: dict[str, list[float]] = {}  # a count for each bucket, then the sum
        self.lock = threading.Lock()  # a tenth of a microsecond; `+=` alone may lose a count

    def add(self, labels: Labels, seconds: float) -> None:
        """Count one event."""
        with self.lock:
            self.counts[labels] = self.counts.get(labels, 0) + 1
            times = self.times.setdefault(labels[0], [0.0] * (len(self.bounds) + 2))
            times[bisect_left(self.bounds, seconds)] += 1
            times[-1] += seconds

    def samples(self) -> list[Sample]:
        """Return what was counted so far."""
        with self.lock:
            counted = [Sample(self.counter, n, labels) for labels, n in self.counts.items()]
            times = {key: tuple(row) for key, row in self.times.items()}
        return counted + [Sample(self.histogram, row, (key,)) for key, row in times.items()]
