"""The machine that is measured on: its processor, which core is whose, and what runs on it."""

import importlib.metadata
import os
import platform
import re
import subprocess
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Cores:
    """Which core the servers get, and which the clients, PostgreSQL and the writers."""

    server: int
    client: int

    @property
    def are_shared(self) -> bool:
        """Whether there is but one core, so that server and client take it from each other."""
        return self.server == self.client

    @classmethod
    def of_this_machine(cls) -> "Cores":
        """Take the first two that this process may use."""
        usable = sorted(os.sched_getaffinity(0))
        return cls(usable[0], usable[1] if len(usable) > 1 else usable[0])

    def keep_to_client(self) -> None:
        """Move this process, and all that it starts from now on, to the clients' core."""
        os.sched_setaffinity(0, {self.client})


def pinned(core: int, command: list[str]) -> list[str]:
    """Return a command that runs on one core alone, with its children."""
    return ["taskset", "-c", str(core), *command]


def machine(cores: Cores) -> dict[str, Any]:
    """Return what a reader of the figures has to know of the machine."""
    return {
        "when": time.strftime("%Y-%m-%d %H:%M"),
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gb": _memory_gb(),
        "pinned": asdict(cores),
        "load_before": round(os.getloadavg()[0], 2),
        "system": platform.platform(),
        "versions": versions(),
    }


def versions() -> dict[str, str]:
    """Return the versions of everything that takes part."""
    packages = ("Django", "granian", "psycopg", "django-comments-xtd")
    found = {name: importlib.metadata.version(name) for name in packages}
    return {
        "Python": platform.python_version(),
        **found,
        "wrk": _said(["wrk", "--version"], r"wrk (\S+)"),
        "nginx": _said(["nginx", "-v"], r"nginx/(\S+)"),
    }


def _processor() -> str:
    for line in _lines("/proc/cpuinfo"):
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.processor() or platform.machine()


def _memory_gb() -> float:
    for line in _lines("/proc/meminfo"):
        if line.startswith("MemTotal"):
            return round(int(line.split()[1]) / 1024**2, 1)
    return 0.0


def _lines(name: str) -> list[str]:
    path = Path(name)
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def _said(command: list[str], pattern: str) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return "missing"
    found = re.search(pattern, done.stdout + done.stderr)
    return found.group(1) if found else "unknown"
