"""A page memory as a worker has it: in front of Django, listening to the test's own database."""

import io
import itertools
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler

from articles.purging import purge
from portal.page_memory.layer import PageMemoryLayer
from portal.page_memory.listener import Listener
from portal.page_memory.memory import LEASE, Memory
from portal.page_memory.worker import listening_conninfo

numbers = itertools.count(1)
PATIENCE = 30.0  # seconds; what is waited for takes milliseconds


@dataclass
class Answer:
    """What a WSGI callable answered."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str:
        """The value of a header, "" without it."""
        return {key.lower(): value for key, value in self.headers}.get(name.lower(), "")


@dataclass
class Worker:
    """A web worker: its WSGI callable, and the memory in front of it."""

    layer: PageMemoryLayer
    memory: Memory
    entered: list[str] = field(default_factory=list)  # the paths for which Django was entered

    def get(self, path: str, **request: str) -> Answer:
        """Ask for an address when everything that was committed until now has been heard."""
        self.settle()
        return self.ask(path, **request)

    def settle(self) -> None:
        """Wait until the listener has heard what was committed, and holds a fresh lease."""
        mark = f"settled-{next(numbers)}"
        wait_for(lambda: self._hears(mark))
        wait_for(lambda: self.memory.lease_age() < LEASE / 2)

    def _hears(self, mark: str) -> bool:
        """Tell a mark, again while the listener is not connected; whether it was heard."""
        purge([mark])
        with suppress(AssertionError):
            wait_for(lambda: mark in self.memory._purges.last, seconds=0.5)
        return mark in self.memory._purges.last

    def ask(self, path: str, *, method: str = "GET", query: str = "", **headers: str) -> Answer:
        """Ask for an address, as granian asks; headers as `accept_encoding="br"`."""
        begun: list[Any] = []
        environ: dict[str, Any] = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SCRIPT_NAME": "",
            "HTTP_HOST": "localhost",
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
            **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
        }
        body = b"".join(self.layer(environ, lambda *answer: begun.extend(answer)))
        return Answer(int(begun[0][:3]), list(begun[1]), body)

    def is_kept(self, path: str, query: str = "") -> bool:
        """Whether a page can be answered from memory now."""
        return self.memory.get((path, query)) is not None


@pytest.fixture
def make_worker(transactional_db: None) -> Iterator[Callable[..., Worker]]:
    """Make workers that hear from the database; they end with the test."""
    listeners = []

    def make(conninfo: Callable[[], str] = listening_conninfo, **options: Any) -> Worker:
        memory = Memory(options.pop("limit", 20_000_000))
        listener = Listener(memory, conninfo)
        django = WSGIHandler()
        entered: list[str] = []

        def application(environ: dict[str, Any], start_response: Any) -> Any:
            entered.append(environ["PATH_INFO"])
            return django(environ, start_response)

        listener.start()
        listeners.append(listener)
        wait_for(lambda: listener.is_up)
        layer = PageMemoryLayer(application, memory, **{"hosts": {"localhost"}} | options)
        return Worker(layer, memory, entered)

    yield make
    for listener in listeners:
        listener.stop()
    for listener in listeners:
        listener.join(PATIENCE)
        assert not listener.is_alive()


@pytest.fixture
def worker(make_worker: Callable[..., Worker]) -> Worker:
    """One worker."""
    return make_worker()


def wait_for(condition: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Wait until something is so; fail when it is not after all that time."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "what was waited for did not happen"
        time.sleep(0.005)
