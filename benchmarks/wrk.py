"""Runs wrk, bounded in time, and reads what it says; an answer that is an error fails the run."""

import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

UNITS = {"us": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "h": 3600.0}
BYTES = {"B": 1, "KB": 1024, "MB": 1024**2, "GB": 1024**3}
FAULTS = ("connect", "read", "write", "timeout")


class MeasurementFailed(Exception):  # noqa: N818
    """What was measured did not answer as it should; the message says how."""


@dataclass(frozen=True)
class Run:
    """One run of wrk: requests a second, bytes a second, seconds of latency, what went wrong."""

    per_second: float
    bytes_per_second: float
    requests: int
    median: float
    p99: float
    bad_answers: int = 0
    faults: int = 0

    @property
    def bytes_each(self) -> float:
        """Bytes of one answer over the wire, headers included."""
        return self.bytes_per_second / self.per_second if self.per_second else 0.0


def parse(output: str) -> Run:
    """Read the output of `wrk --latency`. Raises MeasurementFailed when it is none."""
    rate = re.search(r"Requests/sec:\s+([\d.]+)", output)
    total = re.search(r"(\d+) requests in", output)
    moved = re.search(r"Transfer/sec:\s+([\d.]+)([KMG]?B)", output)
    if not (rate and total and moved):
        raise MeasurementFailed(f"wrk did not finish: {output.strip()[-300:]}")
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", output)
    return Run(
        per_second=float(rate.group(1)),
        bytes_per_second=float(moved.group(1)) * BYTES[moved.group(2)],
        requests=int(total.group(1)),
        median=_latency(output, "50%"),
        p99=_latency(output, "99%"),
        bad_answers=int(bad.group(1)) if bad else 0,
        faults=_faults(output),
    )


def _latency(output: str, share: str) -> float:
    found = re.search(rf"^\s+{share}\s+([\d.]+)(us|ms|s|m|h)\s*$", output, flags=re.MULTILINE)
    return float(found.group(1)) * UNITS[found.group(2)] if found else 0.0


def _faults(output: str) -> int:
    found = re.search(r"Socket errors: (.*)", output)
    if not found:
        return 0
    counts = dict(re.findall(r"(\w+) (\d+)", found.group(1)))
    return sum(int(counts.get(kind, 0)) for kind in FAULTS)


def run(
    url: str,
    headers: Mapping[str, str],
    *,
    seconds: float,
    connections: int,
    script: Path | None = None,
    words: tuple[str, ...] = (),
) -> Run:
    """Ask an address over and over for so many seconds, and read how often it answered.

    `script` is a Lua file that makes the requests, `words` its arguments. Raises
    MeasurementFailed where one answer was no 2xx or 3xx, or a connection broke.
    """
    whole = max(1, round(seconds))  # wrk counts in whole seconds
    command = ["wrk", "-t1", f"-c{connections}", f"-d{whole}s", "--latency", "--timeout", "10s"]
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"]
    if script:
        command += ["-s", str(script)]
    done = subprocess.run(
        [*command, url, *(["--", *words] if words else [])],
        capture_output=True,
        text=True,
        check=False,
        timeout=whole + 60,
    )
    found = parse(done.stdout + done.stderr)
    if found.bad_answers or found.faults:
        raise MeasurementFailed(
            f"{url}: {found.bad_answers} answers were errors and {found.faults} connections "
            f"broke, of {found.requests} requests"
        )
    if not found.requests:
        raise MeasurementFailed(f"{url} answered nothing within {whole} seconds")
    return found
