"""Serves any WSGI callable as `manage.py serve` serves ours: `python -m benchmarks.serve TARGET`.

HOST, PORT, WEB_PROCESSES and WEB_THREADS come from the environment, so that whatever is compared
runs under the same server with the same threads.
"""

import os
import sys

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server


def main(target: str) -> None:
    """Serve until asked to stop."""
    Server(
        target,
        address="127.0.0.1",
        port=int(os.environ["PORT"]),
        interface=Interfaces.WSGI,
        workers=int(os.environ["WEB_PROCESSES"]),
        blocking_threads=int(os.environ["WEB_THREADS"]),
        respawn_failed_workers=True,
        websockets=False,
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    main(sys.argv[1])
