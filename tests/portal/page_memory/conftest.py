"""A page memory as a worker has it, in front of Django, and a small newspaper that it shows."""

import io
import itertools
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection

from articles.models import (
    Author,
    Embed,
    Figure,
    Gallery,
    GalleryPhoto,
    PhotoGallery,
    PullQuote,
    Tag,
)
from articles.purging import purge
from comments.models import Rule, RuleText
from portal.page_memory.layer import PageMemoryLayer
from portal.page_memory.listener import Listener
from portal.page_memory.memory import LEASE, Memory
from portal.page_memory.worker import listening_conninfo
from tests.making import Make

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
    connection.ensure_connection()
    connection.close_at = None  # else each page opens one of its own, as it has no client's

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


@pytest.fixture
def newspaper(
    make_article: Make,
    make_section: Make,
    make_photo: Make,
    make_comment: Make,
    make_user: Make,
) -> Any:
    """Two articles in two sections that show something of each kind, and a comment on each."""
    made: dict[str, Any] = {"photo": make_photo()}
    for name, section in (("here", "valley"), ("elsewhere", "sport")):
        tag = Tag.objects.create(name=name, slug=name)
        author = Author.objects.create(name=name.title(), slug=name)
        article = make_article(
            section=make_section(section, section.title()), authors=[author], slug=name
        )
        article.tags.add(tag)
        made |= {name: article, f"talk_{name}": make_comment(article, author=None)}
    here = made["here"]
    gallery = PhotoGallery.objects.create(title="Views")
    GalleryPhoto.objects.create(gallery=gallery, photo=made["photo"])
    Gallery.objects.create(parent=here, gallery=gallery, ordering=20)
    PullQuote.objects.create(parent=here, text="Nobody was hurt", ordering=30)
    Figure.objects.create(parent=here, photo=made["photo"], ordering=40)
    Embed.objects.create(parent=here, url="https://youtu.be/abcdefghijk", ordering=50)
    signer = make_user("Moderators")
    made["talk_signed"] = make_comment(made["here"], author=signer, guest_name="")
    made["rule"] = Rule.objects.create(code="9")
    RuleText.objects.create(rule=made["rule"], language="en", title="Insults", text="Do not.")
    return type("Made", (), made)


def wait_for(condition: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Wait until something is so; fail when it is not after all that time."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "what was waited for did not happen"
        time.sleep(0.005)
