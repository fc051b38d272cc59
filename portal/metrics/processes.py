"""What a process takes from the machine: memory, processor time, open files."""

import os
import resource
import sys
from pathlib import Path

from portal.metrics.sources import Sample

PAGE = os.sysconf("SC_PAGE_SIZE")


def samples(kind: str, started: float) -> list[Sample]:
    """Return the figures of this process: of a kind, web or work, and since a Unix time."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return [
        Sample("broadsheet_worker_start_time_seconds", started),
        Sample("broadsheet_worker_resident_bytes", _resident_bytes(used)),
        Sample("broadsheet_worker_open_files", len(os.listdir("/dev/fd"))),
        Sample("broadsheet_worker_open_files_limit", resource.getrlimit(resource.RLIMIT_NOFILE)[0]),
        Sample("broadsheet_worker_cpu_seconds_total", used.ru_utime + used.ru_stime, (kind,)),
    ]


def _resident_bytes(used: resource.struct_rusage) -> int:
    """Memory held now; where the system does not tell, the most that was ever held."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * PAGE
    except OSError:
        return used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
