"""The processes of a running newspaper: started, watched, and stopped in good order.

Each runs in a session of its own, so that Ctrl-C reaches only who stops them, and each ends by
itself when its standard input closes: even `kill -9` of the supervisor leaves nobody behind.
"""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable

from django.conf import settings

GRACE = 10.0  # seconds to finish a request or a job before a process is killed
KEPT = "BROADSHEET_KEPT"  # set for a process that is to end with its supervisor


class Process:
    """One child: a command of manage.py that is to run for as long as we do."""

    def __init__(self, *command: str, environment: dict[str, str] | None = None) -> None:
        self.command = command
        self.environment = os.environ | {KEPT: "1", "PYTHONUTF8": "1"} | (environment or {})
        self.starts: list[float] = []
        self.start()

    def start(self) -> None:
        """Start it, again if need be."""
        self.starts.append(time.monotonic())
        self.popen = subprocess.Popen(
            [sys.executable, str(settings.BASE_DIR / "manage.py"), *self.command],
            env=self.environment,
            stdin=subprocess.PIPE,
            start_new_session=True,
        )

    def ended(self) -> int | None:
        """Return its exit code, None while it runs."""
        return self.popen.poll()

    def ask_to_stop(self) -> None:
        """Ask it to finish what it is doing and end."""
        if self.ended() is None:
            self.popen.terminate()

    def finish(self, seconds: float) -> None:
        """Wait until it has ended; what is left of it after that is killed."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.popen.wait(seconds)
        self._kill_the_rest()
        self.popen.wait()
        if self.popen.stdin:
            self.popen.stdin.close()

    def _kill_the_rest(self) -> None:
        """Kill what is left of its session, and wait until it has let go of what it held."""
        deadline = time.monotonic() + 2
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.popen.pid, signal.SIGKILL)
            self.popen.wait()
            while time.monotonic() < deadline:
                os.killpg(self.popen.pid, 0)  # raises once nobody is left
                time.sleep(0.02)

    def pause_before_restart(self) -> float:
        """Seconds to wait before starting it again: none at first, up to 30 in a crash loop."""
        recent = [start for start in self.starts if time.monotonic() - start < 60]
        return min(30.0, 2.0 ** (len(recent) - 1)) if len(recent) > 1 else 0.0


def stop_all(processes: Iterable[Process]) -> None:
    """Ask all to stop, then wait for them together."""
    children = list(processes)
    for child in children:
        child.ask_to_stop()
    deadline = time.monotonic() + GRACE
    for child in children:
        child.finish(max(0.1, deadline - time.monotonic()))


def end_with_supervisor() -> None:
    """In a child: ask ourselves to stop once the supervisor's end of standard input closes."""
    if not os.environ.pop(KEPT, ""):
        return

    def wait() -> None:
        with contextlib.suppress(OSError):
            while os.read(0, 1024):
                pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, daemon=True, name="supervisor-watch").start()
