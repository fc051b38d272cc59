"""Who uses the embedded PostgreSQL of a data folder: the first starts it, the last stops it.

Each process that uses the server holds a shared lock on a file, which the kernel takes away even
from one that was killed; the last to leave in good order stops the server. The socket lies in a
private folder with a short path (a socket's path ends at 103 bytes), so that the project's own
path may be of any length.
"""

import atexit
import contextlib
import fcntl
import os
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from portal.embedded_postgres import cluster

COUNTS_FOR = 5.0  # seconds: an answer of the server is not asked for again with each connection
_held: dict[Path, int] = {}  # data folder → descriptor of the shared lock that we hold
_answered: dict[Path, float] = {}  # data folder → when the server was last seen to take connections
_threads = threading.Lock()


class InUse(Exception):  # noqa: N818 (it is an answer, not an error)
    """Somebody uses the server, so that its data cannot be taken away."""


def ensure(data: Path, *, doubting: bool = False) -> str:
    """Make sure that the server of a data folder runs; return its socket folder.

    What it answered a moment ago counts, unless the caller is `doubting`. The calling process
    counts as a user of it until it ends. Raises ImproperlyConfigured when the server cannot be
    started.
    """
    data = _located(data)
    with _threads:
        joined = data in _held
        if not joined:
            _held[data] = _join(data)
            atexit.register(_leave_at_exit, data)
        # who has just come asks under the lock: another may be in the middle of starting it
        if doubting:
            _answered.pop(data, None)
        if not joined or not _is_ready(data):
            with _locked(data.parent / f".{data.name}.start"):
                cluster.start(data)
            _answered[data] = time.monotonic()
    return str(cluster.socket_folder(data))


def _is_ready(data: Path) -> bool:
    """Whether the server takes connections: it did a moment ago and lives, or says so now."""
    if time.monotonic() < _answered.get(data, -COUNTS_FOR) + COUNTS_FOR and cluster.lives(data):
        return True
    if not cluster.is_ready(data):
        return False
    _answered[data] = time.monotonic()
    return True


def leave(data: Path) -> None:
    """Stop using the server; the last user stops it."""
    data = _located(data)
    with _threads:
        handle = _held.pop(data, None)
        if handle is None:
            return
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            cluster.stop(data)
        except BlockingIOError:
            pass  # others use it still
        finally:
            os.close(handle)


def forget(data: Path) -> None:
    """Stop the server if it was left running, and remove its data. Raises InUse."""
    data = _located(data)
    if not data.parent.exists():
        return
    with _locked(_users_file(data), wait=False):
        cluster.stop(data)
        cluster.remove(data)


def _located(data: Path) -> Path:
    """One name for a data folder, however its path was written."""
    return Path(os.path.realpath(data.parent)) / data.name


def _users_file(data: Path) -> Path:
    return data.parent / f".{data.name}.users"


def _join(data: Path) -> int:
    try:
        data.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(_users_file(data), os.O_RDWR | os.O_CREAT, 0o600)
    except PermissionError as error:
        raise ImproperlyConfigured(
            f"{data.parent} belongs to another account. Run Broadsheet as that account, or set "
            "VAR_DIR to a folder of your own."
        ) from error
    fcntl.flock(handle, fcntl.LOCK_SH)  # waits while the last user stops the server
    return handle


def _leave_at_exit(data: Path) -> None:
    try:
        leave(data)
    except ImproperlyConfigured as error:
        sys.stderr.write(f"{error}\n")


@contextlib.contextmanager
def _locked(path: Path, *, wait: bool = True) -> Iterator[None]:
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError as error:
            raise InUse from error
        yield


def _forget_in_child() -> None:
    """A forked child shares its parent's lock, which would end with the parent: it joins anew."""
    global _threads
    _threads = threading.Lock()
    while _held:
        os.close(_held.popitem()[1])


os.register_at_fork(after_in_child=_forget_in_child)
