"""Servers that are measured: each on its core, started, waited for, and stopped."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

from benchmarks.machine import pinned
from benchmarks.wrk import MeasurementFailed

ROOT = Path(__file__).resolve().parent.parent
GRACE = 15.0  # seconds to end before a process is killed


class Server:
    """One server with all its processes, in a session of its own."""

    def __init__(
        self, name: str, command: list[str], environment: Mapping[str, str], *, core: int, log: Path
    ) -> None:
        self.name, self.log, self.core = name, log, core
        self.began = time.monotonic()
        with log.open("ab") as said:
            self.popen = subprocess.Popen(
                pinned(core, command),
                cwd=ROOT,
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )

    def require_alive(self) -> None:
        """Raise MeasurementFailed, with its last words, when it has ended by itself."""
        if self.popen.poll() is not None:
            last = self.log.read_text(encoding="utf-8", errors="replace")[-600:].strip()
            raise MeasurementFailed(f"{self.name} ended by itself: {last}")

    def workers(self) -> list[int]:
        """Return the processes that answer requests: those without children of their own."""
        processes = family(self.popen.pid)
        parents = {_parent(pid) for pid in processes}
        leaves = [pid for pid in processes if pid not in parents]
        return sorted(pid for pid in leaves if "resource_tracker" not in _words(pid))

    def stop(self) -> None:
        """Ask it to end; kill what is left of it after a while."""
        if self.popen.poll() is None:
            self.popen.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.popen.wait(GRACE)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.popen.pid, signal.SIGKILL)
        self.popen.wait()


def rss_mb(pid: int) -> float:
    """Return the memory that a process holds, in MB; 0 when it has ended."""
    try:
        for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1024
    except OSError:
        return 0.0
    return 0.0


def busy_seconds(pids: Iterable[int]) -> float:
    """Return how long processes have worked until now, in seconds of a processor."""
    ticks = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            ticks += int(stat[11]) + int(stat[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def started_at(pid: int) -> float:
    """Return when a process began, as time.monotonic() counts (to a hundredth of a second)."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return int(fields[19]) / os.sysconf("SC_CLK_TCK")


def python(*words: str) -> list[str]:
    """Return a command that runs our Python."""
    return [sys.executable, *words]


def family(pid: int) -> list[int]:
    """Return a process and everything below it."""
    found, left = [], [pid]
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            children.setdefault(_parent(int(entry.name)), []).append(int(entry.name))
    while left:
        found.append(left.pop())
        left += children.get(found[-1], [])
    return found


def _parent(pid: int) -> int:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except OSError:
        return -1
    return int(stat.rpartition(")")[2].split()[1])


def _words(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""
