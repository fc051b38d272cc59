"""What the phases of screening said in this process, as samples."""

from comments.screening_counts import counts
from portal.metrics.sources import Sample


def samples() -> list[Sample]:
    """Return what was counted so far."""
    with counts.lock:
        said, slow, seconds = dict(counts.said), dict(counts.slow), dict(counts.seconds)
    found = [Sample("broadsheet_screenings_total", n, labels) for labels, n in said.items()]
    for name, numbers in (("slow_total", slow), ("seconds_total", seconds)):
        found += [Sample(f"broadsheet_screening_{name}", n, (p,)) for p, n in numbers.items()]
    return found
