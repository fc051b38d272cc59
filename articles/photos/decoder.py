"""Runs the decoder's process: limited in memory and time, and one at a time.

Two locks on files, one for files that come in and one for sizes, so that an upload never waits
for a queue of sizes to be made; at most one process of each kind runs on a machine.
"""

import contextlib
import fcntl
import json
import logging
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Timer
from typing import Any

from django.conf import settings

from articles.photos import limits
from articles.photos.refusals import PhotoRefusedError

logger = logging.getLogger(__name__)
LONGEST_WAIT = 60  # seconds in a queue of uploads before somebody is told to come back


def read_upload(content: bytes, kind: str) -> dict[str, Any]:
    """Decode a stranger's file. Gives content, extension, width, height, words and source.

    Raises PhotoRefusedError saying why the file cannot become a photo.
    """
    with _one_at_a_time("upload") as folder:
        _give(folder, content, {"kind": kind})
        said = list(_run("read", folder, limits.INTAKE_MEMORY, limits.INTAKE_SECONDS))
        if not said:
            raise PhotoRefusedError("damaged")
        return said[-1] | {"content": (folder / "master").read_bytes()}


def encode_sizes(master: bytes, kind: str, plan: list[dict]) -> Iterator[tuple[int, bytes]]:
    """Make the sizes of a clean picture; yields each entry's place in the plan and its file.

    Raises PhotoRefusedError when the process ends before all are made.
    """
    with _one_at_a_time("sizes") as folder:
        _give(folder, master, {"kind": kind, "plan": plan})
        made = 0
        for said in _run("encode", folder, limits.SIZES_MEMORY, limits.SIZES_SECONDS):
            file = folder / str(said["done"])
            yield said["done"], file.read_bytes()
            file.unlink()
            made += 1
        if made != len(plan):
            raise PhotoRefusedError("damaged")


def _give(folder: Path, source: bytes, job: dict) -> None:
    (folder / "source").write_bytes(source)
    (folder / "job.json").write_text(json.dumps(job))


@contextlib.contextmanager
def _one_at_a_time(what: str) -> Iterator[Path]:
    """A folder for one job, alone in its kind; waits a while for its turn.

    The kernel takes the lock away from a killed process; what that left is cleared away by the
    next, and a decoder that outlived it finds no folder to write into.
    """
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    deadline = time.monotonic() + LONGEST_WAIT
    with (settings.VAR_DIR / f".photo-{what}.lock").open("w") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise PhotoRefusedError("busy") from None
                time.sleep(0.05)
        place = settings.VAR_DIR / f"photo-{what}"
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(mode=0o700)
        with tempfile.TemporaryDirectory(dir=place) as folder:
            yield Path(folder)


def _run(task: str, folder: Path, memory: int, seconds: int) -> Iterator[dict[str, Any]]:
    """Run one job; yields what the process says. Raises PhotoRefusedError when it fails."""
    command = [sys.executable, "-m", "articles.photos", task, str(folder), str(memory)]
    with (folder / "complaints").open("w+b") as complaints:
        process = subprocess.Popen(
            [*command, str(seconds)],
            cwd=settings.BASE_DIR,
            env={"PYTHONPATH": str(settings.BASE_DIR), "MALLOC_ARENA_MAX": "2"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=complaints,
            text=True,
        )
        clock = Timer(seconds, process.kill)
        clock.start()
        try:
            assert process.stdout is not None  # noqa: S101 (it was asked for)
            for line in process.stdout:
                said = json.loads(line)
                if "refused" in said:
                    raise PhotoRefusedError(said["refused"])
                yield said
        finally:
            timed_out = not clock.is_alive()
            clock.cancel()
            _end(process)
        if process.returncode:
            _blame(process.returncode, complaints, timed_out=timed_out)


def _end(process: subprocess.Popen) -> None:
    """Leave no process behind, whether it ended or the reading of it did."""
    try:
        process.wait(timeout=2)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout:
        process.stdout.close()


def _blame(code: int, complaints: Any, *, timed_out: bool) -> None:
    """Say why the process failed: by its signal, or by the last thing that it wrote."""
    complaints.seek(max(0, complaints.seek(0, os.SEEK_END) - 2000))
    last = complaints.read().decode("utf-8", "replace")
    logger.warning("The photo decoder ended with %s: %s", code, last.strip())
    if timed_out or code == -24:  # SIGXCPU
        raise PhotoRefusedError("out_of_time")
    if code in {-9, -6} or re.search(r"MemoryError|bad_alloc|failed to map|Cannot allocate", last):
        raise PhotoRefusedError("out_of_memory")
    raise PhotoRefusedError("damaged")
