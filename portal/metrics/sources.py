"""Where a process's samples come from: the sources that parts of the house have registered."""

import logging
from collections.abc import Callable, Iterable
from typing import NamedTuple

from portal.metrics.catalogue import CATALOGUE, HISTOGRAM

logger = logging.getLogger(__name__)


class Sample(NamedTuple):
    """One number under its name in the catalogue, with the values of that metric's labels.

    A histogram's value is the count of each bucket (each event in one of them), then the sum.
    """

    name: str
    value: float | tuple[float, ...]
    labels: tuple[str, ...] = ()


Source = Callable[[], Iterable[Sample]]
_sources: list[Source] = []
_complained: set[Source] = set()


def register(source: Source) -> None:
    """Ask `source` for its samples from now on; a second time changes nothing."""
    if source not in _sources:
        _sources.append(source)


def gather() -> list[Sample]:
    """Return what all sources say at this moment.

    A source that fails, or gives what the catalogue does not know, is left out and named in the
    log once: metrics never break what they measure.
    """
    found: list[Sample] = []
    for source in _sources:
        try:
            samples = list(source())
            for sample in samples:
                check(sample)
            found += samples
        except Exception:
            if source not in _complained:
                _complained.add(source)
                logger.exception("A source of metrics fails: %r", source)
    return found


def check(sample: Sample) -> None:
    """Raise ValueError when a sample is not as the catalogue describes it."""
    metric = CATALOGUE.get(sample.name)
    if metric is None:
        raise ValueError(f"{sample.name} is not in portal/metrics/catalogue.py")
    if len(sample.labels) != len(metric.labels):
        raise ValueError(f"{sample.name} has the labels {metric.labels}, not {sample.labels}")
    numbers = len(sample.value) if isinstance(sample.value, tuple) else 0
    if numbers != (len(metric.bounds) + 2 if metric.kind == HISTOGRAM else 0):
        raise ValueError(f"{sample.name} is a {metric.kind}: {sample.value}")
