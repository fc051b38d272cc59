"""A process's numbers on disk, about once a second, for the process that serves them.

Each process writes VAR_DIR/metrics/<pid>-<start>.json and holds a lock on the .alive file beside
it. The kernel drops the lock when the process ends, however it ends, and does not confuse it with
another that got its number since, or with one of another container on the same folder.
"""

import contextlib
import fcntl
import json
import logging
import os
import threading
import time
from collections.abc import Iterator
from functools import partial
from multiprocessing import util
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from portal.metrics import processes, screening
from portal.metrics.sources import Sample, gather, register

logger = logging.getLogger(__name__)
SECONDS = 1.0  # between two snapshots
_writing_in: int | None = None  # the process that has a writer: a forked child starts its own


class Snapshot(NamedTuple):
    """What one process said: which kind it is (web or work), when, and its samples."""

    kind: str
    written: float  # Unix time
    samples: list[Sample]


def start(kind: str) -> None:
    """Write down this process's samples from now until it ends, if METRICS_PORT is set.

    `kind` is web or work. Costs a thread that sleeps; a second call changes nothing.
    """
    global _writing_in
    if not settings.METRICS_PORT or _writing_in == os.getpid():
        return
    _writing_in = os.getpid()
    register(partial(processes.samples, kind, time.time()))
    register(screening.samples)
    writer = Writer(folder(), kind)
    threading.Thread(target=writer.run, daemon=True, name="metrics").start()
    # Unlike atexit this runs in granian's workers too, which multiprocessing ends by os._exit().
    util.Finalize(None, writer.write, exitpriority=10)


def folder() -> Path:
    """Where the processes of this machine leave their snapshots."""
    return settings.VAR_DIR / "metrics"


class Writer:
    """Writes one process's snapshots into a folder."""

    def __init__(self, place: Path, kind: str) -> None:
        self.place = place
        self.kind = kind
        self.name = f"{os.getpid()}-{time.time_ns()}"
        self.lock: int | None = None
        self.failed = False

    def run(self) -> None:
        """Write for as long as the process lives. A full disk is said once and waited out."""
        while True:
            self.write()
            time.sleep(SECONDS)

    def write(self) -> None:
        """Put the present numbers in the place of the last ones; a reader sees either."""
        content = json.dumps([self.kind, time.time(), gather()], separators=(",", ":"))
        target = self.place / f"{self.name}.json"
        part = target.with_suffix(".part")
        try:
            self._say_that_we_live()
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as to:
                to.write(content)
            part.replace(target)
            self.failed = False
        except OSError as error:
            if not self.failed:
                logger.warning("Metrics cannot be written: %s", error)
            self.failed = True

    def _say_that_we_live(self) -> None:
        if self.lock is not None:
            return
        self.place.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = os.open(self.place / f"{self.name}.alive", os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(lock, fcntl.LOCK_EX)
        self.lock = lock  # held, and open, until the process ends


def names(place: Path) -> Iterator[str]:
    """Names of the snapshots in a folder, by process number and start."""
    for path in sorted(place.glob("*.json")):
        yield path.stem


def is_alive(place: Path, name: str) -> bool:
    """Whether the process that writes a snapshot lives. Asked before reading: what a process
    that is gone has left is then known to be its last word."""
    try:
        with (place / f"{name}.alive").open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def read(place: Path, name: str) -> Snapshot | None:
    """Return a snapshot, None when there is none that can be read."""
    try:
        kind, written, samples = json.loads((place / f"{name}.json").read_bytes())
        return Snapshot(kind, written, [_sample(*row) for row in samples])
    except (OSError, ValueError, TypeError):
        return None


def discard(place: Path, name: str) -> None:
    """Remove the snapshot of a process that has ended."""
    for suffix in (".alive", ".part", ".json"):
        with contextlib.suppress(OSError):
            (place / f"{name}{suffix}").unlink()


def _sample(name: str, value: float | list[float], labels: list[str]) -> Sample:
    return Sample(name, tuple(value) if isinstance(value, list) else value, tuple(labels))
