"""The rounds as they stand in latest.json: every run, so that medians can be taken anew."""

from typing import Any

from benchmarks.rounds import Rounds


def raw_of(found: Rounds) -> dict[str, Any]:
    """Return each contender's runs as plain numbers."""
    return {
        name: [
            {
                "requests_per_second": round(run.per_second, 1),
                "bytes_each": round(run.bytes_each),
                "median_ms": round(run.median * 1000, 3),
                "p99_ms": round(run.p99 * 1000, 3),
                "requests": run.requests,
            }
            for run in runs
        ]
        for name, runs in found.items()
    }
