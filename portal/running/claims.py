"""One newspaper a folder, one server a port: who comes second is told so, and harms nothing."""

import contextlib
import errno
import fcntl
import os
import socket
from collections.abc import Iterator
from pathlib import Path


class CannotRun(Exception):  # noqa: N818 (it is said in a sentence, not raised at a programmer)
    """The newspaper cannot be opened, or has to be closed; the message says why."""


@contextlib.contextmanager
def only_one(var: Path) -> Iterator[None]:
    """Hold the folder for this process while the block runs.

    Raises CannotRun when another holds it. The kernel lets go of it when a process is killed.
    """
    try:
        var.mkdir(parents=True, exist_ok=True)
        handle = os.open(var / ".running", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise CannotRun(
            f"{var} cannot be written ({error.strerror}). Run Broadsheet as the account that owns "
            "this folder, or set VAR_DIR to a folder of your own."
        ) from error
    with os.fdopen(handle, "r+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CannotRun(_who_has_it(var, file.read())) from error
        file.truncate()
        file.write(str(os.getpid()))
        file.flush()
        yield


def _who_has_it(var: Path, pid: str) -> str:
    who = f" (process {pid})" if pid else ""
    return f"Broadsheet runs from this folder already{who}: {var} is in use. End that one first."


def require_free_port(host: str, port: int, setting: str = "PORT") -> None:
    """Raise CannotRun when a server could not listen there, or would not be the one reached.

    `setting` is the variable that the port comes from; its host's is named alike.
    `localhost` means ::1 to a browser before it means 127.0.0.1, so that both have to be free.
    """
    if host == "127.0.0.1" and _takes_connections("::1", port):
        raise CannotRun(_in_use(port, setting))
    for family, kind, protocol, _name, address in _addresses(host, port, setting):
        with socket.socket(family, kind, protocol) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind(address)
                trial.listen(1)
            except OSError as error:
                raise CannotRun(_refusal(error, host, port, setting)) from error


def _addresses(host: str, port: int, setting: str) -> list:
    try:
        return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise CannotRun(
            f"{_host_of(setting)} is {host!r}, which is no address of this machine. Set it "
            "to 127.0.0.1 for this machine alone, or to 0.0.0.0 for every network."
        ) from error


def _takes_connections(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), timeout=1).close()
    except OSError:
        return False
    return True


def _in_use(port: int, setting: str) -> str:
    return (
        f"Port {port} is in use by another program. Choose another: make run {setting}={port + 1}"
    )


def _host_of(setting: str) -> str:
    return setting.replace("PORT", "HOST")


def _refusal(error: OSError, host: str, port: int, setting: str) -> str:
    if error.errno == errno.EADDRINUSE:
        return _in_use(port, setting)
    if error.errno == errno.EACCES:
        return f"Port {port} is only for the administrator. Choose another: make run {setting}=8000"
    return f"{_host_of(setting)}={host}: the server cannot listen there ({error.strerror})."
